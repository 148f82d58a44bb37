//! A picture of a schema: the labels, and the relationship types between them.

use std::collections::BTreeMap;

use super::looks::Looks;
use super::model::{Caption, Drawing, Edge, Node, Role};
use crate::graph::{Graph, Way};
use crate::schema::Schema;
use crate::value::{LabelId, NodeId};

/// The labels that have nodes, each with their number, and between two of them one edge, which says the types and their numbers. Labels
/// that are only looked up are left out, which is said.
pub fn schema(graph: &Graph, schema: &Schema, caption: Caption) -> Drawing {
    let (mut counted, between) = count(graph, schema);
    let catalogue = graph.catalogue();
    let is_aside = |label: &LabelId| {
        let name = catalogue.label_name(*label);
        schema.lexicon.conflicts.iter().any(|conflict| *conflict.label == *name)
            || schema.labels.get(&*name).is_some_and(|known| known.reference || known.cited)
    };
    let before = counted.len();
    counted.retain(|label, _| !is_aside(label));
    let mut notes = caption.notes.clone();
    if counted.len() < before {
        notes.push(format!("{} labels that are only looked up are left out", before - counted.len()));
    }
    let mut looks = Looks::new(graph, schema);
    let places: BTreeMap<LabelId, usize> = counted.keys().enumerate().map(|(at, label)| (*label, at)).collect();
    let drawn = counted.iter().enumerate().map(|(at, (label, (count, node)))| Node {
        id: format!("n{}", at + 1),
        label: format!("{} ({count})", catalogue.label_name(*label)),
        kind: "label".to_owned(),
        role: Role::Answer,
        look: looks.label(*node),
        ..Node::default()
    });
    let nodes: Vec<Node> = drawn.collect();
    let mut said: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for ((from, kind, to), count) in between {
        if let (Some(&from), Some(&to)) = (places.get(&from), places.get(&to)) {
            said.entry((from, to)).or_default().push(format!("{kind} ({count})"));
        }
    }
    let look = looks.any_relationship();
    let edge = |(at, ((from, to), kinds)): (usize, ((usize, usize), Vec<String>))| {
        let kind = kinds.join(", ");
        Edge { id: format!("e{}", at + 1), from, to, kind, label: Some(kinds.join("\n")), look, ..Edge::default() }
    };
    let edges: Vec<Edge> = said.into_iter().enumerate().map(edge).collect();
    let (node_looks, edge_looks) = looks.legend();
    let caption = Caption { edition: schema.edition.clone(), notes, ..caption };
    Drawing { caption, nodes, edges, node_looks, edge_looks, ..Drawing::default() }
}

/// Labels with the number of their nodes and one of them; and between two labels each type with the number of its relationships.
type Counts = (BTreeMap<LabelId, (u64, NodeId)>, BTreeMap<(LabelId, String, LabelId), u64>);

fn count(graph: &Graph, schema: &Schema) -> Counts {
    let (mut counted, mut between) = Counts::default();
    let mut nodes = Vec::new();
    graph.scan(None, 0, usize::MAX, &mut nodes);
    for node in nodes {
        let Some(label) = main_label(graph, schema, node) else { continue };
        counted.entry(label).or_insert((0, node)).0 += 1;
        for kind in graph.types() {
            for (other, _) in graph.neighbours(node, kind, Way::Out).iter() {
                if let Some(end) = main_label(graph, schema, other) {
                    *between.entry((label, graph.catalogue().type_name(kind).to_string(), end)).or_default() += 1;
                }
            }
        }
    }
    (counted, between)
}

/// The label by which a node is known: the first that has properties of its own.
fn main_label(graph: &Graph, schema: &Schema, node: NodeId) -> Option<LabelId> {
    let labels = graph.labels(node);
    let known =
        |label: &&LabelId| schema.labels.get(&*graph.catalogue().label_name(**label)).is_some_and(|known| !known.properties.is_empty());
    labels.iter().find(known).or(labels.first()).copied()
}
