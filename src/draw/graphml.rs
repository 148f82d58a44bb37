//! GraphML, for programs that draw and analyse graphs.

use std::fmt::Write;

use super::model::{Drawing, Edge, Node, Role};
use crate::text::markup;

/// A value of a node or a relationship: its key, and how it is read.
type Field<T> = (&'static str, fn(&T) -> Option<String>);

/// What is written of a node, but for its look.
pub(super) const NODE: [Field<Node>; 6] = [
    ("label", |node| Some(node.label.clone())),
    ("kind", |node| Some(node.kind.clone()).filter(|kind| !kind.is_empty())),
    ("category", |node| node.category.clone()),
    ("role", |node| Some(role(node.role).to_owned())),
    ("source", |node| node.source.clone()),
    ("caveat", |node| node.caveat.clone()),
];

/// What is written of a relationship, but for its look.
pub(super) const EDGE: [Field<Edge>; 5] = [
    ("type", |edge| Some(edge.kind.clone())),
    ("says", |edge| edge.label.clone()),
    ("missing", |edge| edge.missing.then(|| "true".to_owned())),
    ("source", |edge| edge.source.clone()),
    ("caveat", |edge| edge.caveat.clone()),
];

/// What a node is in the picture, in a word.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Answer => "answer",
        Role::Related => "related",
        Role::Ghost => "missing",
    }
}

/// Writes a drawing.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n".to_owned();
    let _ = writeln!(out, "  <desc>{}</desc>", markup(&drawing.caption.title));
    let keys = NODE.iter().map(|(name, _)| ('n', "node", *name)).chain([('n', "node", "group"), ('n', "node", "colour")]);
    for (letter, of, name) in keys.chain(EDGE.iter().map(|(name, _)| ('e', "edge", *name))) {
        let _ = writeln!(out, "  <key id=\"{letter}_{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"string\"/>");
    }
    out.push_str("  <graph id=\"drawing\" edgedefault=\"directed\">\n");
    for node in &drawing.nodes {
        let _ = write!(out, "    <node id=\"{}\">", node.id);
        fields('n', NODE.iter().filter_map(|(name, read)| Some((*name, read(node)?))), &mut out);
        let group = node.group.map(|group| ("group", drawing.groups[group].clone()));
        let colour = drawing.look(node).colour.map(|colour| ("colour", colour.to_string()));
        fields('n', group.into_iter().chain(colour), &mut out);
        out.push_str("</node>\n");
    }
    for edge in &drawing.edges {
        let (from, to) = (&drawing.nodes[edge.from].id, &drawing.nodes[edge.to].id);
        let _ = write!(out, "    <edge id=\"{}\" source=\"{from}\" target=\"{to}\">", edge.id);
        fields('e', EDGE.iter().filter_map(|(name, read)| Some((*name, read(edge)?))), &mut out);
        out.push_str("</edge>\n");
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

fn fields(letter: char, fields: impl Iterator<Item = (&'static str, String)>, out: &mut String) {
    for (name, value) in fields {
        let _ = write!(out, "<data key=\"{letter}_{name}\">{}</data>", markup(&value));
    }
}
