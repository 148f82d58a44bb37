//! The facts behind a condition: what was found, what is missing, what comes nearest.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::{Asking, asked};
use crate::diagnose::Diagnostics;
use crate::execute::Parameters;
use crate::gap;
use crate::graph::{Way, plain};
use crate::question::{Ground, Sought};
use crate::value::{NodeId, RelationshipId, Value};

/// The facts behind a condition, for one node.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What there is: `World Trade Organization (Appendix D)`, `category: emerging`.
    pub found: IndexSet<String>,
    /// What there is not, though it would have to be: for `every` what is not related, else what was looked for.
    pub missing: IndexSet<String>,
    /// Where nothing was found, what comes nearest.
    pub nearest: IndexSet<String>,
    /// Where the facts stand.
    pub sources: IndexSet<String>,
    /// Doubts about them.
    pub caveats: IndexSet<String>,
}

impl Asking<'_> {
    /// The facts behind a condition, for each of these nodes.
    pub(super) fn facts(&self, ground: &Ground, nodes: &[NodeId]) -> Result<BTreeMap<NodeId, Facts>, Diagnostics> {
        let mut all: BTreeMap<NodeId, Facts> = nodes.iter().map(|node| (*node, Facts::default())).collect();
        if nodes.is_empty() {
            return Ok(all);
        }
        for (node, facts) in &mut all {
            self.properties(*node, &ground.properties, facts);
        }
        self.related(ground, nodes, &mut all)?;
        Ok(all)
    }

    /// The relationships that a condition speaks of.
    fn related(&self, ground: &Ground, nodes: &[NodeId], all: &mut BTreeMap<NodeId, Facts>) -> Result<(), Diagnostics> {
        let asked = asked(nodes);
        let mut absent: BTreeMap<NodeId, IndexSet<String>> = BTreeMap::new();
        for sought in &ground.sought {
            let objects: Vec<NodeId> = match &sought.object {
                Some(query) => self.nodes(query, &Parameters::default())?.into_keys().collect(),
                None => Vec::new(),
            };
            let mut found: BTreeSet<NodeId> = BTreeSet::new();
            for query in &sought.found {
                for row in (self.run)(query, &asked)?.rows() {
                    let Value::Node(node) = row.value(0) else { continue };
                    let Some(facts) = all.get_mut(&node) else { continue };
                    found.insert(node);
                    self.found(facts, &row.value(1), &row.value(2), &row.value(3));
                }
            }
            if let Some(query) = &sought.missing {
                for row in (self.run)(query, &asked)?.rows() {
                    if let (Value::Node(node), name) = (row.value(0), row.value(1))
                        && let Some(facts) = all.get_mut(&node)
                    {
                        facts.missing.insert(plain(&name, self.graph, None));
                    }
                }
            }
            let recorded = sought.recorded.as_ref().map(|query| self.nodes(query, &asked)).transpose()?;
            for (node, facts) in all.iter_mut().filter(|(node, _)| !found.contains(node)) {
                let known = recorded.as_ref().is_none_or(|recorded| recorded.contains_key(node));
                match &sought.source {
                    _ if !known => facts.missing = ["not recorded".to_owned()].into(),
                    Some(source) if sought.missing.is_none() => {
                        absent.entry(*node).or_default().insert(format!("none in {source}"));
                    }
                    _ => {}
                }
                self.nearest(*node, sought, &objects, facts);
            }
        }
        // Of several relations of which one is there, the others need not be looked for.
        for (node, places) in absent {
            if let Some(facts) = all.get_mut(&node).filter(|facts| facts.found.is_empty()) {
                facts.missing.extend(places);
            }
        }
        Ok(())
    }

    /// The values of properties.
    fn properties(&self, node: NodeId, properties: &[String], facts: &mut Facts) {
        for name in properties {
            let value = self.graph.catalogue().key(name).map_or(Value::Null, |key| self.graph.node_property(node, key));
            let value = if value == Value::Null { "missing".to_owned() } else { plain(&value, self.graph, None) };
            facts.found.insert(format!("{}: {value}", name.replace('_', " ")));
            self.noted(&Value::Node(node), facts);
        }
    }

    /// Relationships and what they lead to.
    fn found(&self, facts: &mut Facts, name: &Value, object: &Value, relationships: &Value) {
        let mut sources = IndexSet::new();
        for relationship in flat(relationships) {
            sources.extend(self.noted(&relationship, facts));
        }
        facts.caveats.extend(self.caveat(object));
        let name = match object {
            Value::Node(node) => self.called(*node, name),
            _ => plain(name, self.graph, None),
        };
        facts.found.insert(with_sources(&name, &sources));
    }

    /// What is related in another way, and has a value that was looked for.
    fn nearest(&self, node: NodeId, sought: &Sought, objects: &[NodeId], facts: &mut Facts) {
        let wanted = |other: NodeId| {
            objects.contains(&other)
                || self
                    .graph
                    .node_properties(other)
                    .iter()
                    .any(|(_, value)| matches!(value, Value::String(text) if sought.values.iter().any(|value| **value == **text)))
        };
        for kind in self.graph.types() {
            let name = self.graph.catalogue().type_name(kind);
            if sought.types.iter().any(|own| **own == *name) {
                continue;
            }
            let ways = [Way::Out, Way::In].into_iter();
            let related: Vec<(NodeId, RelationshipId)> =
                ways.flat_map(|way| self.graph.neighbours(node, kind, way).iter()).filter(|(other, _)| wanted(*other)).collect();
            for (other, relationship) in related {
                let own = self.noted(&Value::Relationship(relationship), facts);
                let source = own.or_else(|| self.noted(&Value::Node(other), facts));
                facts.caveats.extend(self.caveat(&Value::Node(other)));
                let said = format!("{}: {}", name.replace('_', " ").to_lowercase(), gap::name(self.graph, self.schema, other));
                facts.nearest.insert(with_sources(&said, &source.into_iter().collect()));
            }
        }
    }

    /// Notes the source and the caveat of a node or relationship, and gives the source.
    fn noted(&self, of: &Value, facts: &mut Facts) -> Option<String> {
        let source = self.source(of);
        facts.caveats.extend(self.caveat(of));
        facts.sources.extend(source.iter().cloned());
        source
    }
}

/// The relationships in a list, in which a path of several is a list of its own.
fn flat(value: &Value) -> Vec<Value> {
    match value {
        Value::List(items) => items.iter().flat_map(flat).collect(),
        Value::Relationship(_) => vec![value.clone()],
        _ => Vec::new(),
    }
}

fn with_sources(text: &str, sources: &IndexSet<String>) -> String {
    if sources.is_empty() {
        return text.to_owned();
    }
    format!("{text} ({})", sources.iter().map(String::as_str).collect::<Vec<_>>().join("; "))
}
