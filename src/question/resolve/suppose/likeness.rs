//! What is not said of a new node: what all nodes like it have in common, and what the schema requires.

use std::collections::BTreeMap;

use super::super::Resolved;
use super::plan::Plan;
use super::{Edge, Thing};
use crate::graph::Way;
use crate::schema::{Property, Scalar};
use crate::text::Span;
use crate::value::{LabelId, NodeId, TypeId, Value};

/// What says where a fact stands is no part of what it is.
const OWN: &[&str] = &["source", "caveat", "derived"];

/// Where a fact is said to stand that was supposed.
const SUPPOSED: &str = "supposed";

/// A node with more relationships of a type than this is none that others are like in them.
const MOST: usize = 64;

/// A relationship of a new node to one that is there: type, way, other end.
type Tie = (TypeId, Way, NodeId);

impl Plan<'_> {
    /// Adds to the new nodes and relationships what is not said: what all nodes like them have in common, names, ids and sources.
    pub(super) fn complete(&mut self, span: Span) -> Resolved<()> {
        for number in 0..self.new.len() {
            self.liken(number);
            self.name(number);
            self.require(number, span)?;
        }
        let schema = self.resolver.data.schema;
        for edge in &mut self.edges {
            if schema.require_source || schema.relationship_property(&edge.kind, "source").is_some() {
                edge.properties.entry("source".to_owned()).or_insert_with(|| Value::string(SUPPOSED));
            }
        }
        Ok(())
    }

    /// A new CMAA is a customs agreement because all CMAAs are: what at least two nodes that are all that is said of a new one have in
    /// common, values and relationships to one and the same node, holds of it too. O(nodes of its label).
    fn liken(&mut self, number: usize) {
        let graph = self.resolver.data.graph;
        let ties = self.ties(number);
        let Some(like) = self.alike(number, &ties) else { return };
        let [first, others @ ..] = like.as_slice() else { return };
        if others.is_empty() {
            return;
        }
        let name = |key| graph.catalogue().key_name(key).to_string();
        let mut values: Vec<_> = graph.node_properties(*first);
        let mut common = self.ties_of(*first);
        for other in others {
            values.retain(|(key, value)| graph.node_property(*other, *key) == *value);
            common.retain(|tie| has_tie(graph, *other, *tie));
        }
        values.retain(|(key, _)| !OWN.contains(&name(*key).as_str()));
        let new = &mut self.new[number];
        for (key, value) in values {
            new.properties.entry(name(key)).or_insert_with(|| {
                new.like = Some(like.len());
                value
            });
        }
        let stated: Vec<(String, bool)> = self
            .edges
            .iter()
            .filter_map(|edge| match (edge.start == Thing::New(number), edge.end == Thing::New(number)) {
                (true, _) => Some((edge.kind.clone(), true)),
                (_, true) => Some((edge.kind.clone(), false)),
                _ => None,
            })
            .collect();
        for (kind, way, other) in common {
            let kind = graph.catalogue().type_name(kind).to_string();
            if stated.contains(&(kind.clone(), way == Way::Out)) {
                continue;
            }
            let (start, end) = match way {
                Way::Out => (Thing::New(number), Thing::Known(other)),
                Way::In => (Thing::Known(other), Thing::New(number)),
            };
            self.new[number].like = Some(like.len());
            self.edges.push(Edge { kind, start, end, properties: BTreeMap::new() });
        }
    }

    /// The nodes of which all holds that is said of a new one, but its name and its ties to the subject. None where it has a type that
    /// no node has.
    fn alike(&self, number: usize, ties: &[Tie]) -> Option<Vec<NodeId>> {
        let graph = self.resolver.data.graph;
        let new = &self.new[number];
        let labels: Vec<LabelId> = new.labels.iter().map(|label| graph.catalogue().label(label)).collect::<Option<_>>()?;
        let names = self.names(number);
        let mut values = Vec::new();
        for (key, value) in new.properties.iter().filter(|(key, _)| !names.contains(key)) {
            values.push((graph.catalogue().key(key)?, value));
        }
        let mut nodes = Vec::new();
        graph.scan(Some(*labels.first()?), 0, usize::MAX, &mut nodes);
        nodes.retain(|node| {
            labels.iter().all(|label| graph.has_label(*node, *label))
                && values.iter().all(|(key, value)| graph.node_property(*node, *key) == **value)
                && ties.iter().all(|tie| has_tie(graph, *node, *tie))
        });
        Some(nodes)
    }

    /// The planned relationships of a new node to others that are there, but the subject.
    fn ties(&self, number: usize) -> Vec<Tie> {
        let new = Thing::New(number);
        let catalogue = self.resolver.data.graph.catalogue();
        let tie = |edge: &Edge| {
            let kind = catalogue.relationship_type(&edge.kind)?;
            match (edge.start, edge.end) {
                (start, Thing::Known(other)) if start == new => Some((kind, Way::Out, other)),
                (Thing::Known(other), end) if end == new => Some((kind, Way::In, other)),
                _ => None,
            }
        };
        self.edges.iter().filter_map(tie).filter(|(_, _, other)| Thing::Known(*other) != self.subject).collect()
    }

    fn ties_of(&self, node: NodeId) -> Vec<Tie> {
        let graph = self.resolver.data.graph;
        let lists = graph.types().flat_map(|kind| [(kind, Way::Out), (kind, Way::In)]);
        let few = lists.map(|(kind, way)| (kind, way, graph.neighbours(node, kind, way))).filter(|(.., list)| list.len() <= MOST);
        few.flat_map(|(kind, way, list)| list.nodes.iter().map(move |other| (kind, way, *other))).collect()
    }

    /// The properties that name a new node.
    fn names(&self, number: usize) -> Vec<String> {
        let ranked = self.resolver.data.schema.ranked(self.new[number].labels.iter().map(String::as_str));
        ranked.into_iter().flat_map(|label| label.names().into_iter().chain(label.display())).map(str::to_owned).collect()
    }

    /// A new node is shown by what it is and whose.
    fn name(&mut self, number: usize) {
        let schema = self.resolver.data.schema;
        let Some(display) = schema.display(self.new[number].labels.iter().map(String::as_str)).map(str::to_owned) else { return };
        let kind = self.new[number].labels.iter().find_map(|label| schema.property(label, &display)).map(|property| property.kind);
        let is_text = kind.is_none_or(|kind| kind.scalar == Scalar::String && !kind.list);
        if is_text && let Thing::Known(subject) = self.subject {
            let name = format!("{} of {} ({SUPPOSED})", self.new[number].kind, self.resolver.shown_name(subject));
            self.new[number].properties.entry(display).or_insert_with(|| Value::string(name));
        }
    }

    /// Ids, sources and what else the schema requires.
    fn require(&mut self, number: usize, span: Span) -> Resolved<()> {
        let schema = self.resolver.data.schema;
        let labels = self.new[number].labels.clone();
        let key = self.resolver.key_of_label(labels.first().map_or("", String::as_str));
        let mut required: Vec<(String, Option<&Property>)> =
            vec![(key.clone(), labels.iter().find_map(|label| schema.property(label, &key)))];
        for label in labels.iter().filter_map(|label| schema.labels.get(label)) {
            required.extend(
                label
                    .properties
                    .iter()
                    .filter(|(_, property)| property.required || property.unique)
                    .map(|(name, property)| (name.clone(), Some(property))),
            );
        }
        if schema.require_source || labels.iter().any(|label| schema.property(label, "source").is_some()) {
            required.push(("source".to_owned(), None));
        }
        for (name, property) in required {
            if self.new[number].properties.contains_key(&name) {
                continue;
            }
            let Some(value) = self.made_up(number, &name, property) else {
                let reason = format!("a new {} needs `{name}`, which is not said", self.new[number].kind);
                return Err(self.refused(span, &reason));
            };
            self.new[number].properties.insert(name, value);
        }
        Ok(())
    }

    /// A value for a property that must have one: another for each node where it must be unique.
    fn made_up(&self, number: usize, name: &str, property: Option<&Property>) -> Option<Value> {
        let bound = self.resolver.data.graph.node_bound();
        let scalar = property.map_or(Scalar::String, |property| property.kind.scalar);
        let listed = property.is_some_and(|property| property.kind.list || !property.values.is_empty());
        let unique = property.is_some_and(|property| property.unique) || name != "source";
        match scalar {
            Scalar::String | Scalar::Any if !listed && unique => {
                Some(Value::string(format!("{SUPPOSED} {}", u64::from(bound) + number as u64)))
            }
            Scalar::String if !listed => Some(Value::string(SUPPOSED)),
            Scalar::Integer if !listed => self.free_number(number, name, bound),
            _ => None,
        }
    }

    /// A number that no node of the label has.
    fn free_number(&self, number: usize, name: &str, bound: u32) -> Option<Value> {
        let graph = self.resolver.data.graph;
        let label = graph.catalogue().label(self.new[number].labels.first()?)?;
        let key = graph.catalogue().key(name)?;
        let free = |value: &i64| !matches!(graph.seek(label, key, &Value::Integer(*value)), Some(Some(_)));
        (i64::from(bound) + number as i64..).step_by(self.new.len().max(1)).find(free).map(Value::Integer)
    }
}

fn has_tie(graph: &crate::graph::Graph, node: NodeId, (kind, way, other): Tie) -> bool {
    !graph.neighbours(node, kind, way).to(other).is_empty()
}
