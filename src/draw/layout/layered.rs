//! Layers from left to right, by dugong, a port of dagre: Sugiyama's method with ranks by network simplex and coordinates after Brandes
//! and Köpf.

use dugong::graphlib::{EdgeKey, Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel, RankDir};

use super::{Frame, Layout, Point, Route, label_size};
use crate::draw::error::Error;
use crate::draw::model::{Drawing, Edge, Role};
use crate::draw::ruler::Ruler;

/// Places all nodes that are joined, and the routes between them.
pub(super) fn place(drawing: &Drawing, ruler: &Ruler, layout: &mut Layout) -> Result<(), Error> {
    let options = GraphOptions { directed: true, multigraph: true, compound: true };
    let mut graph: Graph<NodeLabel, EdgeLabel, GraphLabel> = Graph::new(options);
    graph.set_graph(GraphLabel { rankdir: RankDir::LR, nodesep: 14.0, ranksep: 70.0, edgesep: 12.0, ..GraphLabel::default() });
    let joined: Vec<usize> = (0..drawing.nodes.len()).filter(|node| drawing.is_joined(*node)).collect();
    let group = |number: usize| format!("g{number}");
    for &node in &joined {
        let (id, frame) = (&drawing.nodes[node].id, &layout.nodes[node]);
        graph.set_node(id.as_str(), NodeLabel { width: frame.width, height: frame.height, ..NodeLabel::default() });
    }
    for number in 0..drawing.groups.len() {
        let mut own = joined.iter().filter(|node| drawing.nodes[**node].group == Some(number)).peekable();
        if own.peek().is_some() {
            graph.set_node(group(number), NodeLabel::default());
            own.for_each(|node| {
                graph.set_parent(drawing.nodes[*node].id.as_str(), group(number));
            });
        }
    }
    let sides = Sides::of(drawing);
    for edge in &drawing.edges {
        let (start, end) = sides.oriented(edge);
        let (width, height) = edge.label.as_ref().map_or((0.0, 0.0), |label| label_size(ruler, label));
        let label = EdgeLabel { width, height, weight: 1.0, ..EdgeLabel::default() };
        graph.set_edge_named(drawing.nodes[start].id.as_str(), drawing.nodes[end].id.as_str(), Some(edge.id.as_str()), Some(label));
    }
    dugong::layout(&mut graph).map_err(|error| Error::Paint(error.to_string()))?;
    for &node in &joined {
        if let Some(NodeLabel { x: Some(x), y: Some(y), .. }) = graph.node(&drawing.nodes[node].id) {
            layout.nodes[node].middle = Point { x: *x, y: *y };
        }
    }
    for edge in &drawing.edges {
        let route = route(drawing, edge, &sides, &graph, &layout.nodes);
        layout.routes.push(route);
    }
    Ok(())
}

fn route(drawing: &Drawing, edge: &Edge, sides: &Sides<'_>, graph: &Graph<NodeLabel, EdgeLabel, GraphLabel>, frames: &[Frame]) -> Route {
    let (start, end) = sides.oriented(edge);
    let key = EdgeKey { v: drawing.nodes[start].id.clone(), w: drawing.nodes[end].id.clone(), name: Some(edge.id.clone()) };
    let Some(label) = graph.edge_by_key(&key) else { return Route::default() };
    let mut points: Vec<Point> = label.points.iter().map(|point| Point { x: point.x, y: point.y }).collect();
    let last = points.len().saturating_sub(1);
    // From the right side of one to the left side of the other, however near to a corner the way is.
    let sides = [(start, 1.0), (end, -1.0)];
    let last = if start == end { 0 } else { last };
    for (point, (node, side)) in points.iter_mut().step_by(last.max(1)).zip(sides) {
        let frame = &frames[node];
        let room = frame.height * 0.3;
        *point = Point { x: frame.middle.x + side * frame.width / 2.0, y: point.y.clamp(frame.middle.y - room, frame.middle.y + room) };
    }
    if start != edge.from {
        points.reverse();
    }
    let middle = edge.label.as_ref().and(label.x.zip(label.y)).map(|(x, y)| Point { x, y });
    Route { points, cubic: false, label: middle }
}

/// Which way relationships are laid out, whichever way they point: from answers to what they are related to. Around two answers, what
/// only one has stands outside, and what both have between them.
pub(super) struct Sides<'d> {
    drawing: &'d Drawing,
    /// The two answers, if there are just two and they are related to others.
    pair: Option<[usize; 2]>,
}

impl<'d> Sides<'d> {
    pub fn of(drawing: &'d Drawing) -> Self {
        let answers: Vec<usize> = (0..drawing.nodes.len()).filter(|node| drawing.nodes[*node].role == Role::Answer).collect();
        Self { drawing, pair: answers.try_into().ok() }
    }

    /// Where the layout of a relationship begins and ends.
    pub fn oriented(&self, edge: &Edge) -> (usize, usize) {
        let role = |node: usize| self.drawing.nodes[node].role;
        let (mut start, mut end) = (edge.from, edge.to);
        if role(end) < role(start) {
            (start, end) = (end, start);
        }
        let Some([first, second]) = self.pair else { return (start, end) };
        if role(end) == Role::Answer {
            return (first.min(start), second.max(end));
        }
        let has = |answer: usize| self.drawing.edges.iter().any(|other| [(answer, end), (end, answer)].contains(&(other.from, other.to)));
        let turned = if start == first { has(first) && !has(second) } else { start == second && has(first) };
        if turned { (end, start) } else { (start, end) }
    }
}
