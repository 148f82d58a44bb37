//! What a whole-graph file holds, in its order: nodes with numbers from 0, and relationships between them.

use super::{Problem, Stopped};
use crate::graph::{Graph, Way};
use crate::text::{Name, visible};
use crate::value::{NodeId, RelationshipId, Value, unstorable};

/// The properties of a thing, by name.
pub(super) type Properties = Vec<(Name, Value)>;

/// All nodes, in order.
pub(super) fn nodes(graph: &Graph) -> impl Iterator<Item = NodeId> + '_ {
    graph.live().iter()
}

/// The numbers of nodes in a file: their places among those that are there.
#[derive(Debug)]
pub(super) struct Numbers(Option<Vec<u32>>);

impl Numbers {
    /// The numbers of a graph's nodes.
    pub(super) fn of(graph: &Graph) -> Self {
        if graph.node_count() == u64::from(graph.node_bound()) {
            return Self(None);
        }
        let mut numbers = vec![0; graph.node_bound() as usize];
        for (number, node) in nodes(graph).enumerate() {
            numbers[node.0 as usize] = number as u32;
        }
        Self(Some(numbers))
    }

    /// The number of a node.
    pub(super) fn get(&self, node: NodeId) -> u32 {
        self.0.as_ref().map_or(node.0, |numbers| numbers[node.0 as usize])
    }
}

/// The labels of a node, by name.
pub(super) fn labels(graph: &Graph, node: NodeId) -> Vec<Name> {
    graph.labels(node).iter().map(|label| graph.catalogue().label_name(*label)).collect()
}

/// The properties of a node.
pub(super) fn node_properties(graph: &Graph, node: NodeId) -> Result<Properties, Problem> {
    let properties = graph.node_properties(node).into_iter().map(|(key, value)| (graph.catalogue().key_name(key), value)).collect();
    storable(properties, || match labels(graph, node).first() {
        Some(label) => format!("a node labelled `{}`", visible(label)),
        None => "a node without a label".into(),
    })
}

/// The properties of a relationship.
pub(super) fn relationship_properties(graph: &Graph, relationship: RelationshipId) -> Result<Properties, Problem> {
    let properties = graph.relationship_properties(relationship);
    let properties = properties.into_iter().map(|(key, value)| (graph.catalogue().key_name(key), value)).collect();
    storable(properties, || format!("a relationship of type `{}`", visible(&graph.catalogue().type_name(relationship.kind))))
}

fn storable(properties: Properties, owner: impl Fn() -> String) -> Result<Properties, Problem> {
    match properties.iter().find_map(|(name, value)| Some((name, unstorable(value)?))) {
        Some((name, found)) => Err(Problem::NotStorable { owner: owner(), key: visible(name).into_owned(), found }),
        None => Ok(properties),
    }
}

/// Gives every relationship: by type, and within it by start and end.
pub(super) fn each_relationship(
    graph: &Graph,
    mut give: impl FnMut(RelationshipId, NodeId, NodeId) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    for kind in graph.types() {
        for start in nodes(graph) {
            for (end, relationship) in graph.neighbours(start, kind, Way::Out).iter() {
                give(relationship, start, end)?;
            }
        }
    }
    Ok(())
}
