//! The names of nodes, as runs of words.

use std::sync::Arc;

use super::super::run::Run;
use crate::graph::Graph;
use crate::schema::{Label, Schema};
use crate::value::{KeyId, NodeId, Value};

/// A node, one of its names, and that name as a run of words.
pub(super) type Named = (NodeId, Arc<str>, Run);

/// For each set of labels the keys of the properties that name its nodes.
pub(super) struct NameKeys {
    by_set: Vec<Vec<KeyId>>,
}

impl NameKeys {
    pub(super) fn new(schema: &Schema, graph: &Graph) -> Self {
        let catalogue = graph.catalogue();
        let keys = |label: &Label| label.names().into_iter().filter_map(|name| catalogue.key(name)).collect::<Vec<_>>();
        let mut by_label: Vec<_> = schema
            .labels
            .iter()
            .filter(|(_, label)| !label.names().is_empty())
            .filter_map(|(name, label)| Some((catalogue.label(name)?, label.rank, keys(label))))
            .collect();
        by_label.sort_by_key(|(_, rank, _)| *rank);
        let sets = graph.label_sets();
        let of_set = |code: usize| {
            let set = sets.set(code as u32);
            by_label.iter().find(|(label, ..)| set.contains(label)).map_or_else(Vec::new, |(_, _, keys)| keys.clone())
        };
        Self { by_set: (0..sets.sets()).map(of_set).collect() }
    }

    fn of(&self, graph: &Graph, node: NodeId) -> &[KeyId] {
        self.by_set.get(graph.label_sets().code(node.0) as usize).map_or(&[], Vec::as_slice)
    }

    /// The names of some nodes, with a number from which to go on.
    pub(super) fn read(&self, graph: &Graph, from: u32) -> (Vec<Named>, Option<u32>) {
        let mut nodes = Vec::new();
        let next = graph.scan(None, from, 4096, &mut nodes);
        let mut names = Vec::with_capacity(2 * nodes.len());
        for node in nodes {
            for &key in self.of(graph, node) {
                read_names(node, graph.node_property(node, key), &mut names);
            }
        }
        (names, next)
    }
}

/// Appends the names in a value: a text, or those in a list.
fn read_names(node: NodeId, value: Value, names: &mut Vec<Named>) {
    match value {
        Value::String(name) => names.extend(Run::read(&name).map(|run| (node, name, run))),
        Value::List(items) => items.iter().for_each(|item| read_names(node, item.clone(), names)),
        _ => {}
    }
}
