//! Where everything stands: nodes, routes, frames of groups.
//!
//! Sizes come from the texts, in points. What is joined is laid out in layers, by `dot` of Graphviz where it is installed
//! ([`graphviz`]) and else by dugong ([`layered`]); what is not joined stands in rows below ([`rows`]).
//!
//! # Why dugong
//!
//! Without Graphviz, four crates were tried on graphs in which two fifths of the elements are nodes, half of them in one of five groups,
//! and two relationships are parallel (release build, one core of 2026):
//!
//! | | 50 elements | 200 | 600 | 2,000 | what else |
//! |---|---|---|---|---|---|
//! | `dot` 2.42 | 46 ms | 59 ms | 137 ms | 0.3 s | a program of its own, with its start |
//! | dugong 0.9 | 14 ms | 8 ms | 82 ms | 1.4 s | a port of dagre: groups, parallel relationships, self-loops, places for labels; MIT or Apache |
//! | dagre 0.1 | 100 ms | 424 ms | 3.0 s | over 20 s | the same coordinates; does not build without its `json` feature |
//! | rust-sugiyama 0.4 | 0.3 ms | 4 ms | 161 ms | 1.0 s | no groups, no routes, no places for labels; parallel relationships hang it |
//! | layout-rs 0.1 | 28 ms | 1.6 s | over 20 s | | no groups |
//!
//! forceatlas2 is under the AGPL. A picture has at most 60 nodes in layers, so each is there in a few milliseconds.

mod graphviz;
mod layered;
mod rows;

use std::path::PathBuf;

use super::error::Error;
use super::model::{Drawing, Node};
use super::ruler::Ruler;
use crate::schema::Shape;

/// How much a picture shows at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    /// Nodes, where they are laid out in layers.
    layered: usize,
    /// Nodes, where there are no relationships.
    loose: usize,
    /// Relationships.
    joined: usize,
    /// What to do with more.
    help: &'static str,
    /// Whether it is the same on every machine, Graphviz or not.
    is_fixed: bool,
}

/// What can be read on paper.
pub(super) const PAPER: Bound = Bound { layered: 60, loose: 250, joined: 300, help: FEWER, is_fixed: false };

/// What can be searched on a screen.
pub(super) const SCREEN: Bound = Bound { layered: 500, loose: 1_000, joined: 1_000, help: DATA, is_fixed: false };

/// What goes into a page of text.
pub(super) const INLINE: Bound = Bound { layered: 40, loose: 100, joined: 100, help: FEWER, is_fixed: true };

/// What to do with more.
const FEWER: &str = "ask about fewer, lay it out as `matrix … by …`, or search it on a page of its own: `as html`";

/// What to do with more than a page can hold.
const DATA: &str = "ask about fewer, or write the data: `as graphml`, `as gexf`, `as json`, `as csv` have no such bound";

/// The size of the text in nodes.
pub(super) const TEXT: f64 = 11.0;
/// The height of its lines.
pub(super) const LINE: f64 = 14.0;
/// The size of the text beside relationships and over groups.
pub(super) const SMALL: f64 = 8.5;
/// The widest line in a node.
const WIDEST: f64 = 150.0;

/// A place, in points from the left and the top.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

/// A rectangle, by its middle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Frame {
    pub middle: Point,
    pub width: f64,
    pub height: f64,
}

/// The way of a relationship.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Route {
    /// From its start to its end: a curve by these points, of which it touches the first and the last.
    pub points: Vec<Point>,
    /// Whether the points are those of cubic Bézier curves, each beginning where the one before ends.
    pub cubic: bool,
    /// The middle of its label.
    pub label: Option<Point>,
}

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Layout {
    pub width: f64,
    pub height: f64,
    /// For each node its lines of text.
    pub lines: Vec<Vec<String>>,
    /// For each node.
    pub nodes: Vec<Frame>,
    /// For each relationship.
    pub routes: Vec<Route>,
    /// For each group.
    pub groups: Vec<Frame>,
}

/// Lays a drawing out.
///
/// # Errors
/// More than can be read, and what Graphviz says where it fails.
pub(super) fn layout(drawing: &Drawing, bound: Bound, ruler: &Ruler) -> Result<Layout, Error> {
    let (kind, most) = if drawing.edges.is_empty() {
        ("pictures without relationships", bound.loose)
    } else {
        ("pictures with relationships", bound.layered)
    };
    if drawing.size() > most {
        return Err(Error::TooLarge { count: drawing.size(), what: "nodes", kind, most, help: bound.help });
    }
    if drawing.edges.len() > bound.joined {
        let (count, most) = (drawing.edges.len(), bound.joined);
        return Err(Error::TooLarge { count, what: "relationships", kind: "pictures", most, help: bound.help });
    }
    with(if bound.is_fixed { None } else { graphviz::installed() }, drawing, ruler)
}

/// Lays a drawing out by Graphviz, or without it.
fn with(program: Option<PathBuf>, drawing: &Drawing, ruler: &Ruler) -> Result<Layout, Error> {
    let lines: Vec<Vec<String>> = drawing.nodes.iter().map(|node| ruler.lines(&node.label, TEXT, WIDEST)).collect();
    let sizes = drawing.nodes.iter().zip(&lines).map(|(node, lines)| size(drawing, node, lines, ruler)).collect();
    let mut layout = Layout { nodes: sizes, lines, ..Layout::default() };
    if !drawing.edges.is_empty() {
        match program {
            Some(program) => graphviz::place(&program, drawing, ruler, &mut layout)?,
            None => layered::place(drawing, ruler, &mut layout)?,
        }
    }
    rows::place(drawing, ruler, &mut layout);
    Ok(layout)
}

/// The size of a node, without its place: its text, and what its shape takes around it.
fn size(drawing: &Drawing, node: &Node, lines: &[String], ruler: &Ruler) -> Frame {
    let text = lines.iter().map(|line| ruler.width(line, TEXT)).fold(24.0, f64::max);
    let (wide, high) = match drawing.look(node).shape {
        Shape::Rectangle | Shape::Rounded => (18.0, 12.0),
        Shape::Ellipse => (20.0 + text * 0.22, 16.0 + lines.len() as f64 * 4.0),
        Shape::Hexagon | Shape::Parallelogram | Shape::Trapezium => (40.0, 12.0),
        Shape::Octagon => (26.0, 14.0),
    };
    Frame { middle: Point::default(), width: text + wide, height: lines.len() as f64 * LINE + high }
}

/// The width and the height of words beside a relationship.
pub(super) fn label_size(ruler: &Ruler, label: &str) -> (f64, f64) {
    let width = label.split('\n').map(|line| ruler.width(line, SMALL)).fold(0.0, f64::max);
    (width + 4.0, label.split('\n').count() as f64 * SMALL * 1.3)
}

impl Frame {
    pub fn left(&self) -> f64 {
        self.middle.x - self.width / 2.0
    }

    pub fn top(&self) -> f64 {
        self.middle.y - self.height / 2.0
    }

    pub fn right(&self) -> f64 {
        self.middle.x + self.width / 2.0
    }

    pub fn bottom(&self) -> f64 {
        self.middle.y + self.height / 2.0
    }

    /// The smallest one around others.
    pub fn around<'f>(frames: &(impl Iterator<Item = &'f Self> + Clone)) -> Self {
        let edge = |of: fn(&Self) -> f64, pick: fn(f64, f64) -> f64| frames.clone().map(of).reduce(pick).unwrap_or_default();
        let (left, right) = (edge(Self::left, f64::min), edge(Self::right, f64::max));
        let (top, bottom) = (edge(Self::top, f64::min), edge(Self::bottom, f64::max));
        Self { middle: Point { x: f64::midpoint(left, right), y: f64::midpoint(top, bottom) }, width: right - left, height: bottom - top }
    }
}

impl Layout {
    /// Takes the size of what stands in it.
    fn fit(&mut self) {
        let frames = self.nodes.iter().chain(&self.groups);
        let points = self.routes.iter().flat_map(|route| &route.points);
        self.width = frames.clone().map(Frame::right).chain(points.clone().map(|point| point.x)).fold(0.0, f64::max);
        self.height = frames.map(Frame::bottom).chain(points.map(|point| point.y)).fold(0.0, f64::max);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::model::{Edge, EdgeLook, NodeLook, Role};
    use crate::schema::{Colour, Head, Line};

    /// A drawing of so many nodes of all shapes, joined at random but always alike, some of them not at all, some in groups.
    fn drawing(nodes: usize, seed: u64) -> Drawing {
        let mut state = seed;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below.max(1)
        };
        let node = |at: usize| Node {
            id: format!("n{at}"),
            label: ["Brazil", "World Customs Organization", "a name of one or two more words than fit into one line"][at % 3].to_owned(),
            role: if at.is_multiple_of(2) { Role::Answer } else { Role::Related },
            group: at.is_multiple_of(2).then_some(at / 2 % 3),
            look: at % Shape::ALL.len(),
            ..Node::default()
        };
        let edges = (0..nodes).map(|at| {
            let label = at.is_multiple_of(4).then(|| "said of it".to_owned());
            Edge { id: format!("e{at}"), from: next(nodes * 3 / 4), to: next(nodes * 3 / 4), label, ..Edge::default() }
        });
        let look = |shape| NodeLook { name: String::new(), shape, colour: Some(Colour([0; 3])) };
        Drawing {
            nodes: (0..nodes).map(node).collect(),
            edges: edges.collect(),
            groups: vec!["one".to_owned(), "two".to_owned(), "a third group with a long name".to_owned()],
            node_looks: Shape::ALL.into_iter().map(look).collect(),
            edge_looks: vec![EdgeLook { name: String::new(), colour: Colour([0; 3]), line: Some(Line::Solid), head: Head::Filled }],
            ..Drawing::default()
        }
    }

    fn overlap(one: &Frame, other: &Frame) -> bool {
        let apart = |one: (f64, f64), other: (f64, f64)| one.0 > other.1 - 0.5 || other.0 > one.1 - 0.5;
        !apart((one.left(), one.right()), (other.left(), other.right())) && !apart((one.top(), one.bottom()), (other.top(), other.bottom()))
    }

    /// How far a point is from the edge of a frame.
    fn aside(point: &Point, frame: &Frame) -> f64 {
        let (dx, dy) = ((point.x - frame.middle.x).abs() - frame.width / 2.0, (point.y - frame.middle.y).abs() - frame.height / 2.0);
        dx.max(dy).abs()
    }

    #[test]
    fn nothing_lies_upon_another_or_outside() {
        let ruler = Ruler::new();
        for (nodes, seed) in [(1, 1), (2, 2), (5, 3), (12, 4), (30, 5), (60, 6)] {
            let drawing = drawing(nodes, seed);
            for engine in [None, graphviz::installed()] {
                let layout = with(engine, &drawing, &ruler).unwrap();
                for (at, one) in layout.nodes.iter().enumerate() {
                    assert!(one.left() >= -0.1 && one.top() >= -0.1, "{nodes} {at}");
                    assert!(one.right() <= layout.width + 0.1 && one.bottom() <= layout.height + 0.1, "{nodes} {at}");
                    assert!(!layout.nodes[..at].iter().any(|other| overlap(one, other)), "{nodes} {at}");
                }
                for (edge, route) in drawing.edges.iter().zip(&layout.routes) {
                    assert!(route.points.len() > 1 && route.label.is_some() == edge.label.is_some(), "{nodes} {}", edge.id);
                    let ends = [(route.points.first(), edge.from), (route.points.last(), edge.to)];
                    for (point, node) in ends.into_iter().filter(|_| edge.from != edge.to) {
                        assert!(aside(point.unwrap(), &layout.nodes[node]) < 12.0, "{nodes} {}", edge.id);
                    }
                }
            }
        }
    }

    #[test]
    fn sizes_have_a_bound() {
        let ruler = Ruler::new();
        assert!(layout(&drawing(PAPER.layered + 1, 1), PAPER, &ruler).is_err());
        assert!(layout(&drawing(PAPER.layered + 1, 1), SCREEN, &ruler).is_ok());
        let loose = |nodes| Drawing { edges: Vec::new(), ..drawing(nodes, 1) };
        assert!(layout(&loose(PAPER.loose), PAPER, &ruler).is_ok());
        assert!(layout(&loose(PAPER.loose + 1), PAPER, &ruler).is_err());
    }
}
