//! Side effects: net differences between the graph before and after a query, as the TCK's observing queries see them.

use std::collections::{BTreeMap, BTreeSet};

use legation::graph::{Graph, Way};
use legation::value::{NodeId, RelationshipId};

/// Everything that can be observed of a graph.
#[derive(Debug, Default, PartialEq, Eq)]
struct Observed {
    nodes: BTreeSet<NodeId>,
    relationships: BTreeSet<RelationshipId>,
    /// Entity, key and value, all as text.
    properties: BTreeSet<(String, String, String)>,
    labels: BTreeSet<String>,
}

fn observe(graph: &Graph) -> Observed {
    let mut seen = Observed::default();
    let names = graph.catalogue();
    for node in (0..graph.node_bound()).map(NodeId).filter(|node| graph.has_node(*node)) {
        seen.nodes.insert(node);
        seen.labels.extend(graph.labels(node).iter().map(|label| names.label_name(*label).to_string()));
        let properties = graph.node_properties(node).into_iter();
        seen.properties.extend(properties.map(|(key, value)| (format!("{node:?}"), names.key_name(key).to_string(), format!("{value:?}"))));
        for kind in graph.types() {
            for (_, relationship) in graph.neighbours(node, kind, Way::Out).iter() {
                seen.relationships.insert(relationship);
                let properties = graph.relationship_properties(relationship).into_iter();
                let entity = format!("{relationship:?}");
                seen.properties
                    .extend(properties.map(|(key, value)| (entity.clone(), names.key_name(key).to_string(), format!("{value:?}"))));
            }
        }
    }
    seen
}

/// What was added and removed, by the TCK's names; without what is zero.
pub fn between(before: &Graph, after: &Graph) -> BTreeMap<String, usize> {
    let (before, after) = (observe(before), observe(after));
    let mut effects = BTreeMap::new();
    let mut count = |name: &str, removed: usize, added: usize| {
        for (sign, number) in [('-', removed), ('+', added)] {
            if number > 0 {
                effects.insert(format!("{sign}{name}"), number);
            }
        }
    };
    macro_rules! compare {
        ($name:ident) => {
            count(stringify!($name), before.$name.difference(&after.$name).count(), after.$name.difference(&before.$name).count())
        };
    }
    compare!(nodes);
    compare!(relationships);
    compare!(properties);
    compare!(labels);
    effects
}

/// The effects that a table expects.
pub fn expected(rows: &[Vec<String>]) -> Result<BTreeMap<String, usize>, String> {
    let mut effects = BTreeMap::new();
    for row in rows {
        let [name, number] = &row[..] else { return Err(format!("a side effect has a name and a number: {row:?}")) };
        let known = ["nodes", "relationships", "properties", "labels"];
        let number: usize = number.parse().map_err(|_| format!("no number: {number}"))?;
        if !name.strip_prefix(['+', '-']).is_some_and(|name| known.contains(&name)) {
            return Err(format!("no side effect is called {name}"));
        }
        if number > 0 {
            effects.insert(name.clone(), number);
        }
    }
    Ok(effects)
}
