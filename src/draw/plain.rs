//! A picture as text: each node with what it is related to, in a tree of box characters.

use std::fmt::Write;

use super::model::{Drawing, Edge, Role};
use crate::text::visible;

/// Nodes that a text shows at most; of others their number is said.
const MOST: usize = 60;

/// A drawing as text, without a line feed at the end. What is missing has a broken line.
pub fn plain(drawing: &Drawing) -> String {
    let mut out = String::new();
    // A relationship stands once: with the answer at its end, or else where it starts.
    let home = |edge: &Edge| match (drawing.nodes[edge.from].role, drawing.nodes[edge.to].role) {
        (from, to) if to < from => edge.to,
        _ => edge.from,
    };
    let is_head = |number: usize| {
        let lone = drawing.nodes[number].role == Role::Answer && !drawing.is_joined(number);
        lone || drawing.edges.iter().any(|edge| home(edge) == number)
    };
    let mut heads: Vec<usize> = (0..drawing.nodes.len()).filter(|number| is_head(*number)).collect();
    heads.sort_by_key(|number| drawing.nodes[*number].group);
    let mut group = None;
    for &number in heads.iter().take(MOST) {
        let node = &drawing.nodes[number];
        if node.group != group {
            group = node.group;
            let _ = write!(out, "\n{}", group.map_or("", |group| drawing.groups[group].as_str()));
        }
        let look = Some(&drawing.look(node).name).filter(|name| !name.is_empty()).map(|name| format!("  ({})", visible(name)));
        let _ = write!(out, "\n{}{}", visible(&node.label), look.unwrap_or_default());
        let own: Vec<&Edge> = drawing.edges.iter().filter(|edge| home(edge) == number).collect();
        for (at, edge) in own.iter().enumerate() {
            let corner = match (edge.missing, at + 1 == own.len()) {
                (true, false) => "├╌",
                (true, true) => "└╌",
                (false, false) => "├─",
                (false, true) => "└─",
            };
            let (arrow, other) = if edge.from == number { ("→", edge.to) } else { ("←", edge.from) };
            let name = if edge.missing { &edge.kind } else { &drawing.stroke(edge).name };
            let said = match &edge.label {
                Some(label) if name.is_empty() => label.replace('\n', ", "),
                Some(label) => format!("{name} ({label})"),
                None => name.clone(),
            };
            let _ = write!(out, "\n{corner} {} {arrow} {}", visible(&said), visible(&drawing.nodes[other].label));
        }
    }
    if heads.len() > MOST {
        let _ = write!(out, "\nand {} more", heads.len() - MOST);
    }
    out.trim_start_matches('\n').to_owned()
}
