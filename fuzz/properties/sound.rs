//! What holds of every graph: its counts agree wherever they are asked for, both directions say the same, and an index finds each node.

use std::collections::BTreeSet;

use legation::graph::{Graph, Way};
use legation::value::{NodeId, TypeId, equals};

/// Panics where a graph is not sound.
pub fn holds(graph: &Graph) {
    counts_agree(graph);
    indexes_find(graph);
}

/// The nodes that are there.
pub fn nodes(graph: &Graph) -> Vec<NodeId> {
    (0..graph.node_bound()).map(NodeId).filter(|&node| graph.has_node(node)).collect()
}

/// Nodes by label and relationships by type and direction, counted one by one, are what the snapshot and its statistics say.
fn counts_agree(graph: &Graph) {
    let nodes = nodes(graph);
    let statistics = graph.statistics();
    assert_eq!(graph.node_count(), nodes.len() as u64);
    assert_eq!(graph.live().count(), nodes.len() as u64);
    assert_eq!(statistics.nodes, nodes.len() as u64);
    for name in graph.catalogue().labels() {
        let label = graph.catalogue().label(&name).expect("a label of the catalogue");
        let members = nodes.iter().filter(|&&node| graph.labels(node).contains(&label)).count() as u64;
        assert_eq!((graph.count_with_label(label), statistics.label_count(label)), (members, members), "{name}");
    }
    let mut all = 0;
    for kind in graph.types() {
        let (out, back) = (ends(graph, &nodes, kind, Way::Out), ends(graph, &nodes, kind, Way::In));
        all += out.len() as u64;
        assert_eq!(out, back);
        assert_eq!(statistics.type_count(kind), out.len() as u64);
    }
    assert_eq!((graph.relationship_count(), statistics.relationships), (all, all));
}

/// The relationships of a type as the lists of one direction have them: local id, start, end.
fn ends(graph: &Graph, nodes: &[NodeId], kind: TypeId, way: Way) -> BTreeSet<(u32, NodeId, NodeId)> {
    let mut all = BTreeSet::new();
    for &node in nodes {
        assert_eq!(graph.degree(node, kind, way) as usize, graph.neighbours(node, kind, way).len());
        for (other, relationship) in graph.neighbours(node, kind, way).iter() {
            let (start, end) = if way == Way::Out { (node, other) } else { (other, node) };
            assert!(graph.has_node(other) && graph.has_relationship(relationship));
            assert_eq!(graph.relationship_ends(relationship), Some((start, end)));
            assert!(all.insert((relationship.local, start, end)), "twice in one list");
        }
    }
    all
}

/// An index finds each node by the value that it has, unless that value, like NaN, is not equal to itself.
fn indexes_find(graph: &Graph) {
    for (label, key) in graph.indexes() {
        for node in nodes(graph).into_iter().filter(|&node| graph.has_label(node, label)) {
            let value = graph.node_property(node, key);
            if equals(&value, &value) == Some(true) {
                assert_eq!(graph.seek(label, key, &value), Some(Some(node)), "{value}");
            }
        }
    }
}
