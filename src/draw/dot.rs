//! DOT, the language of Graphviz, through the types of graphviz-rust.
//!
//! Its printer writes ids and attributes as they are, so every text goes through [`quoted`]. In a quoted text Graphviz reads `\"`
//! as a quote, in a label `\n`, `\l` and such as line breaks and placeholders, `\\` as a backslash, and `&…;` as an entity of HTML.

use graphviz_rust::dot_structures::{Attribute, Edge as DotEdge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId, Stmt};
use graphviz_rust::dot_structures::{Subgraph, Vertex};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

use super::model::{Drawing, Edge, EdgeLook, Node, NodeLook, Role};
use super::paint::{fill, text_of};
use crate::schema::{Head, Line, Shape};
use crate::text::visible;

/// Writes a drawing with its caption and legend.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut stmts = vec![
        graph([attribute("rankdir", "LR"), attribute("fontname", FONT), attribute("labelloc", "t"), attribute("label", &caption(drawing))]),
        Stmt::GAttribute(GraphAttributes::Node(vec![attribute("fontname", FONT), attribute("fontsize", "11")])),
        Stmt::GAttribute(GraphAttributes::Edge(vec![attribute("fontname", FONT), attribute("fontsize", "9")])),
    ];
    for (number, group) in drawing.groups.iter().enumerate() {
        let own = drawing.nodes.iter().filter(|one| one.group == Some(number)).map(|one| Stmt::Node(node(drawing, one)));
        let mut inner = vec![graph([attribute("label", group), attribute("style", "rounded"), attribute("color", "#999999")])];
        inner.extend(own);
        stmts.push(cluster(&format!("cluster_g{}", number + 1), inner));
    }
    stmts.extend(drawing.nodes.iter().filter(|one| one.group.is_none()).map(|one| Stmt::Node(node(drawing, one))));
    stmts.extend(drawing.edges.iter().map(|one| Stmt::Edge(edge(drawing, one))));
    stmts.push(cluster("cluster_legend", legend(drawing)));
    print(stmts)
}

/// The font that labels ask for.
const FONT: &str = "DejaVu Sans, Verdana, sans-serif";

/// A whole graph as text, with its line feed.
pub(super) fn print(stmts: Vec<Stmt>) -> String {
    let graph = Graph::DiGraph { id: Id::Plain("legation".to_owned()), strict: false, stmts };
    let mut text = graph.print(&mut PrinterContext::default());
    text.push('\n');
    text
}

/// Any text as a quoted text of DOT.
pub(super) fn quoted(text: &str) -> Id {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in visible(text).chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            '\t' => out.push(' '),
            other => out.push(other),
        }
    }
    out.push('"');
    Id::Escaped(out)
}

/// An attribute with any text as its value.
pub(super) fn attribute(name: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), quoted(value))
}

/// The name of a node within the drawing, which needs no quotes.
pub(super) fn named(id: &str) -> NodeId {
    NodeId(Id::Plain(id.to_owned()), None)
}

/// Attributes of a graph.
pub(super) fn graph<const N: usize>(attributes: [Attribute; N]) -> Stmt {
    Stmt::GAttribute(GraphAttributes::Graph(attributes.into()))
}

/// A part that is laid out together.
pub(super) fn cluster(id: &str, stmts: Vec<Stmt>) -> Stmt {
    Stmt::Subgraph(Subgraph { id: Id::Plain(id.to_owned()), stmts })
}

/// A relationship between two nodes.
pub(super) fn pair(from: &str, to: &str, attributes: Vec<Attribute>) -> DotEdge {
    DotEdge { ty: EdgeTy::Pair(Vertex::N(named(from)), Vertex::N(named(to))), attributes }
}

fn caption(drawing: &Drawing) -> String {
    let lines = [Some(&drawing.caption.title), drawing.caption.understood.as_ref(), drawing.caption.edition.as_ref()];
    lines.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn node(drawing: &Drawing, node: &Node) -> DotNode {
    let mut attributes = vec![attribute("label", &node.label)];
    attributes.extend(look(drawing.look(node)));
    attributes.push(attribute("penwidth", if node.role == Role::Answer { "2" } else { "1" }));
    attributes.push(attribute("tooltip", &super::details(node)));
    DotNode { id: named(&node.id), attributes }
}

fn look(look: &NodeLook) -> Vec<Attribute> {
    let (shape, style) = match look.shape {
        Shape::Rectangle => ("box", "filled"),
        Shape::Rounded => ("box", "rounded,filled"),
        Shape::Ellipse => ("ellipse", "filled"),
        Shape::Hexagon => ("hexagon", "filled"),
        Shape::Octagon => ("octagon", "filled"),
        Shape::Parallelogram => ("parallelogram", "filled"),
        Shape::Trapezium => ("trapezium", "filled"),
    };
    let style = if look.colour.is_none() { "rounded,dashed" } else { style };
    let (inside, outline) = fill(look);
    vec![
        attribute("shape", shape),
        attribute("style", style),
        attribute("fillcolor", &inside.to_string()),
        attribute("color", &outline.to_string()),
        attribute("fontcolor", &text_of(inside).to_string()),
    ]
}

fn edge(drawing: &Drawing, edge: &Edge) -> DotEdge {
    let (from, to) = (&drawing.nodes[edge.from], &drawing.nodes[edge.to]);
    let mut attributes = stroke(drawing.stroke(edge));
    attributes.extend(edge.label.as_ref().map(|label| attribute("label", label)));
    attributes.push(attribute("tooltip", &super::told(edge, from, to)));
    pair(&from.id, &to.id, attributes)
}

fn stroke(look: &EdgeLook) -> Vec<Attribute> {
    let style = match look.line {
        None => "dashed",
        Some(Line::Solid) => "solid",
        Some(Line::Dotted) => "dotted",
        Some(Line::Bold) => "bold",
    };
    let head = match look.head {
        Head::Filled => "normal",
        Head::Open => "onormal",
        Head::Vee => "vee",
        Head::Diamond => "diamond",
        Head::Dot => "dot",
    };
    vec![attribute("color", &look.colour.to_string()), attribute("style", style), attribute("arrowhead", head)]
}

/// What each look means, as nodes and relationships of their own.
fn legend(drawing: &Drawing) -> Vec<Stmt> {
    let mut stmts = vec![graph([attribute("label", "legend"), attribute("style", "dotted")])];
    let told = |name: &str| !name.is_empty();
    for (number, one) in drawing.node_looks.iter().enumerate().filter(|(_, look)| told(&look.name)) {
        let mut attributes = vec![attribute("label", &one.name)];
        attributes.extend(look(one));
        stmts.push(Stmt::Node(DotNode { id: named(&format!("look{}", number + 1)), attributes }));
    }
    for (number, one) in drawing.edge_looks.iter().enumerate().filter(|(_, look)| told(&look.name)) {
        let ends = [format!("from{}", number + 1), format!("to{}", number + 1)];
        for end in &ends {
            stmts.push(Stmt::Node(DotNode { id: named(end), attributes: vec![attribute("label", ""), attribute("shape", "plaintext")] }));
        }
        let mut attributes = stroke(one);
        attributes.push(attribute("label", &one.name));
        stmts.push(Stmt::Edge(pair(&ends[0], &ends[1], attributes)));
    }
    stmts
}
