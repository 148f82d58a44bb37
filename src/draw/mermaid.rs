//! Mermaid, which Markdown pages show as flowcharts.
//!
//! Texts stand in quotes, in which `#…;` is an entity: whatever could end the quotes, open a tag, a directive or Markdown is
//! written as one.

use std::fmt::Write;

use super::model::{Drawing, EdgeLook, Node};
use super::paint::{fill, text_of};
use crate::schema::{Line, Shape};
use crate::text::visible;

/// Writes a drawing.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut out =
        format!("---\ntitle: {}\n---\nflowchart LR\n", serde_json::Value::from(visible(&drawing.caption.title).replace(['\n', '\t'], " ")));
    for (number, group) in drawing.groups.iter().enumerate() {
        let _ = writeln!(out, "  subgraph g{}[{}]", number + 1, text(group));
        drawing.nodes.iter().filter(|one| one.group == Some(number)).for_each(|one| node(drawing, one, "    ", &mut out));
        let _ = writeln!(out, "  end");
    }
    drawing.nodes.iter().filter(|one| one.group.is_none()).for_each(|one| node(drawing, one, "  ", &mut out));
    for edge in &drawing.edges {
        let look = drawing.stroke(edge);
        let (from, to) = (&drawing.nodes[edge.from].id, &drawing.nodes[edge.to].id);
        let said = edge.label.as_ref().unwrap_or(&look.name);
        let _ = writeln!(out, "  {from} {}|{}| {to}", arrow(look), text(said));
    }
    for (number, look) in drawing.node_looks.iter().enumerate() {
        let (inside, outline) = fill(look);
        let dashes = if look.colour.is_none() { ",stroke-dasharray:5 4" } else { "" };
        let _ = writeln!(out, "  classDef look{} fill:{inside},stroke:{outline},color:{}{dashes}", number + 1, text_of(inside));
    }
    for (number, edge) in drawing.edges.iter().enumerate() {
        let _ = writeln!(out, "  linkStyle {number} stroke:{}", drawing.stroke(edge).colour);
    }
    out
}

fn node(drawing: &Drawing, node: &Node, indent: &str, out: &mut String) {
    let (open, close) = match drawing.look(node).shape {
        Shape::Rectangle => ("[", "]"),
        Shape::Rounded => ("(", ")"),
        Shape::Ellipse => ("([", "])"),
        Shape::Hexagon => ("{{", "}}"),
        Shape::Octagon => ("[[", "]]"),
        Shape::Parallelogram => ("[/", "/]"),
        Shape::Trapezium => ("[/", "\\]"),
    };
    let _ = writeln!(out, "{indent}{}{open}{}{close}:::look{}", node.id, text(&node.label), node.look + 1);
}

fn arrow(look: &EdgeLook) -> &'static str {
    match look.line {
        None | Some(Line::Dotted) => "-.->",
        Some(Line::Solid) => "-->",
        Some(Line::Bold) => "==>",
    }
}

/// Any text in quotes.
fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for character in visible(text).chars() {
        match character {
            '\n' => out.push_str("<br/>"),
            '"' | '#' | '<' | '>' | '&' | '`' | '%' | '\\' | '*' | '_' | '$' | ';' => {
                let _ = write!(out, "#{};", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
