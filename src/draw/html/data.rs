//! The data of a page for its script, and digests.

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::super::model::{Drawing, Edge, EdgeLook, Node, NodeLook};
use super::super::paint::{fill, text_of};
use crate::export::json_text;
use crate::schema::Line;
use crate::text::visible;

/// The nodes, relationships and looks of a drawing with what lies beyond, as JSON that can stand in an element of HTML: nodes and looks are
/// named by their places.
pub(super) fn data(drawing: &Drawing) -> String {
    let beyond = &drawing.beyond;
    let all = || drawing.nodes.iter().chain(&beyond.nodes);
    let value = json!({
        "shown": drawing.nodes.len(),
        "nodes": all().map(node).collect::<Vec<_>>(),
        "edges": drawing.edges.iter().chain(&beyond.edges).map(edge).collect::<Vec<_>>(),
        "looks": drawing.node_looks.iter().chain(&beyond.node_looks).map(look).collect::<Vec<_>>(),
        "strokes": drawing.edge_looks.iter().chain(&beyond.edge_looks).map(stroke).collect::<Vec<_>>(),
    });
    json_text(&value).replace('<', "\\u003c")
}

/// The SHA-256 digest of a text in base 64, as a Content-Security-Policy names styles and scripts.
pub(super) fn digest(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())))
}

fn node(node: &Node) -> Value {
    let text = |text: &Option<String>| text.as_deref().map(|text| visible(text).into_owned());
    let facts: Vec<[String; 2]> = node.facts.iter().map(|(name, value)| [name.clone(), visible(value).into_owned()]).collect();
    json!({
        "id": node.id, "label": visible(&node.label), "kind": node.kind, "category": text(&node.category), "look": node.look,
        "facts": facts, "source": text(&node.source), "caveat": text(&node.caveat),
    })
}

fn edge(edge: &Edge) -> Value {
    let text = |text: &Option<String>| text.as_deref().map(|text| visible(text).into_owned());
    json!({
        "id": edge.id, "from": edge.from, "to": edge.to, "kind": visible(&edge.kind.replace('_', " ").to_lowercase()),
        "missing": edge.missing, "says": text(&edge.label), "source": text(&edge.source), "caveat": text(&edge.caveat), "look": edge.look,
    })
}

fn look(look: &NodeLook) -> Value {
    let (inside, outline) = fill(look);
    json!({ "name": visible(&look.name), "inside": inside.to_string(), "outline": outline.to_string(), "text": text_of(inside).to_string() })
}

fn stroke(look: &EdgeLook) -> Value {
    let dashes = match look.line {
        None => "6 4",
        Some(Line::Dotted) => "1.2 3",
        Some(_) => "none",
    };
    json!({ "name": visible(&look.name), "colour": look.colour.to_string(), "width": look.width(), "dashes": dashes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_of_the_standard() {
        assert_eq!(digest("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }
}
