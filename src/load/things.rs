//! Nodes and relationships one by one, as files of whole graphs give them, into columns.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::loading::Loading;
use super::problem::Problem;
use crate::graph::{Builder, Values};
use crate::schema::{Observed, ObservedProperty, PropertyType};
use crate::value::{KeyId, LabelId, NodeId, TypeId, Value};

/// Things whose values are kept apart before they become part of the columns.
const CHUNK: usize = 4096;

/// Distinct values up to which a text property counts as an enumeration.
const FEW: usize = 12;

/// The properties of a thing.
pub(super) type Properties = Vec<(KeyId, Value)>;

/// Values of the last things of one kind, by key.
#[derive(Default)]
struct Chunk {
    count: usize,
    columns: BTreeMap<KeyId, Vec<Value>>,
}

/// Relationships of one type.
#[derive(Default)]
struct Links {
    starts: Vec<NodeId>,
    ends: Vec<NodeId>,
    chunk: Chunk,
}

/// What was seen of the properties of a label or type.
#[derive(Default)]
struct Seen {
    properties: IndexMap<KeyId, SeenProperty>,
    from: IndexMap<LabelId, ()>,
    to: IndexMap<LabelId, ()>,
}

struct SeenProperty {
    kind: PropertyType,
    /// Distinct texts; none if there are too many.
    values: Option<Vec<String>>,
}

/// The nodes and relationships of one file.
pub(super) struct Things<'l, 'o> {
    pub(super) loading: &'l mut Loading<'o>,
    nodes: Chunk,
    links: IndexMap<TypeId, Links>,
    /// The labels of each node, as a number of their set.
    sets: IndexMap<Vec<LabelId>, ()>,
    set_of: Vec<u32>,
    first: NodeId,
    labels: IndexMap<LabelId, Seen>,
    types: IndexMap<TypeId, Seen>,
}

impl Chunk {
    fn push(&mut self, properties: Properties) {
        for (key, value) in properties {
            let column = self.columns.entry(key).or_default();
            column.resize(self.count, Value::Null);
            column.push(value);
        }
        self.count += 1;
    }

    fn take(&mut self) -> impl Iterator<Item = (KeyId, Values)> + use<> {
        self.count = 0;
        std::mem::take(&mut self.columns).into_iter().map(|(key, values)| (key, Values::Any(values)))
    }
}

impl Links {
    fn flush(&mut self, kind: TypeId, builder: &mut Builder) -> Result<(), Problem> {
        let arrivals = builder.add_relationships(kind, std::mem::take(&mut self.starts), std::mem::take(&mut self.ends))?;
        for (key, values) in self.chunk.take() {
            builder.set_relationship_values(kind, arrivals.start, key, values);
        }
        Ok(())
    }
}

impl Seen {
    fn see(&mut self, properties: &Properties) {
        for (key, value) in properties {
            let kind = PropertyType::of_value(value);
            let seen = self.properties.entry(*key).or_insert_with(|| SeenProperty { kind, values: Some(Vec::new()) });
            if seen.kind != kind {
                seen.kind = PropertyType::ANY;
                seen.values = None;
            }
            let Value::String(text) = value else { continue };
            if let Some(values) = &mut seen.values
                && !values.iter().any(|known| **known == **text)
            {
                values.push(text.to_string());
                if values.len() > FEW {
                    seen.values = None;
                }
            }
        }
    }

    fn properties(self, name: impl Fn(KeyId) -> String) -> IndexMap<String, ObservedProperty> {
        let one = |(key, seen): (KeyId, SeenProperty)| {
            let values = if seen.kind == PropertyType::STRING && name(key) != "id" { seen.values.unwrap_or_default() } else { Vec::new() };
            (name(key), ObservedProperty { kind: seen.kind, values })
        };
        self.properties.into_iter().map(one).collect()
    }
}

impl<'l, 'o> Things<'l, 'o> {
    pub(super) fn new(loading: &'l mut Loading<'o>) -> Self {
        let first = NodeId(loading.builder.node_count());
        Self {
            loading,
            nodes: Chunk::default(),
            links: IndexMap::new(),
            sets: IndexMap::new(),
            set_of: Vec::new(),
            first,
            labels: IndexMap::new(),
            types: IndexMap::new(),
        }
    }

    /// Adds a node.
    pub(super) fn node(&mut self, labels: &[LabelId], properties: Properties) -> Result<NodeId, Problem> {
        let node = self.loading.builder.add_nodes(labels, 1)?;
        for label in labels {
            self.labels.entry(*label).or_default().see(&properties);
        }
        let set = match self.sets.get_index_of(labels) {
            Some(set) => set,
            None => self.sets.insert_full(labels.to_vec(), ()).0,
        };
        self.set_of.push(set as u32);
        self.nodes.push(properties);
        if self.nodes.count == CHUNK {
            self.flush_nodes();
        }
        Ok(node)
    }

    fn flush_nodes(&mut self) {
        let first = NodeId(self.loading.builder.node_count() - self.nodes.count as u32);
        for (key, values) in self.nodes.take() {
            self.loading.builder.set_node_values(key, first, values);
        }
    }

    /// Adds a relationship between nodes that were added.
    pub(super) fn relationship(&mut self, kind: TypeId, start: NodeId, end: NodeId, properties: Properties) -> Result<(), Problem> {
        let set = |node: NodeId| {
            let number = self.set_of.get((node.0 - self.first.0) as usize).copied().unwrap_or_default();
            self.sets.get_index(number as usize).map_or(&[][..], |(set, ())| set)
        };
        let seen = self.types.entry(kind).or_default();
        seen.see(&properties);
        seen.from.extend(set(start).iter().map(|label| (*label, ())));
        seen.to.extend(set(end).iter().map(|label| (*label, ())));
        let links = self.links.entry(kind).or_default();
        links.starts.push(start);
        links.ends.push(end);
        links.chunk.push(properties);
        if links.chunk.count == CHUNK { links.flush(kind, &mut self.loading.builder) } else { Ok(()) }
    }

    /// Hands the rest to the builder; what was seen.
    pub(super) fn finish(mut self) -> Result<Observed, Problem> {
        self.flush_nodes();
        let builder = &mut self.loading.builder;
        for (&kind, links) in &mut self.links {
            links.flush(kind, builder)?;
        }
        let catalogue = builder.catalogue();
        let mut observed = Observed::default();
        for (label, seen) in self.labels {
            let properties = seen.properties(|key| catalogue.key_name(key).to_string());
            observed.labels.insert(catalogue.label_name(label).to_string(), properties);
        }
        for (kind, mut seen) in self.types {
            let names = |labels: IndexMap<LabelId, ()>| labels.into_keys().map(|label| catalogue.label_name(label).to_string()).collect();
            let relationship = observed.relationships.entry(catalogue.type_name(kind).to_string()).or_default();
            relationship.from = names(std::mem::take(&mut seen.from));
            relationship.to = names(std::mem::take(&mut seen.to));
            relationship.properties = seen.properties(|key| catalogue.key_name(key).to_string());
            relationship.properties.values_mut().for_each(|property| property.values.clear());
        }
        Ok(observed)
    }
}
