//! What is not joined: in rows, by group and kind.

use super::{Frame, Layout, Point, SMALL};
use crate::draw::model::Drawing;
use crate::draw::ruler::Ruler;

/// The width that rows take at least.
const WIDTH: f64 = 560.0;
/// What lies between nodes.
const GAP: f64 = 12.0;
/// What a group takes around its nodes, and more above them for its name.
const INSET: f64 = 10.0;
const NAME: f64 = SMALL + 6.0;

/// Places the nodes that have no relationship below all others, and the frames of all groups around their nodes.
pub(super) fn place(drawing: &Drawing, ruler: &Ruler, layout: &mut Layout) {
    let (joined, loose): (Vec<usize>, Vec<usize>) = (0..drawing.nodes.len()).partition(|node| drawing.is_joined(*node));
    let end = |of: fn(&Frame) -> f64| joined.iter().map(|node| of(&layout.nodes[*node])).fold(0.0, f64::max);
    let width = end(Frame::right).max(WIDTH);
    let mut top = if joined.is_empty() { 0.0 } else { end(Frame::bottom) + 3.0 * GAP };
    // Those of one width line up.
    let widest = loose.iter().map(|node| layout.nodes[*node].width).fold(0.0, f64::max);
    for node in &loose {
        layout.nodes[*node].width = widest;
    }
    let groups = (0..drawing.groups.len()).map(Some).chain([None]);
    for group in groups {
        let own: Vec<usize> = loose.iter().copied().filter(|node| drawing.nodes[*node].group == group).collect();
        if !own.is_empty() {
            let inset = if group.is_some() { INSET } else { 0.0 };
            let head = if group.is_some() { NAME } else { 0.0 };
            top = rows(&own, (inset, width - inset), top + inset + head, layout) + inset + GAP;
        }
    }
    layout.groups = (0..drawing.groups.len()).map(|group| framed(drawing, group, ruler, layout)).collect();
    inside(layout);
}

/// Places nodes in rows between two sides, and gives where the last row ends.
fn rows(nodes: &[usize], (left, right): (f64, f64), top: f64, layout: &mut Layout) -> f64 {
    let widest = nodes.iter().map(|node| layout.nodes[*node].width).fold(0.0, f64::max);
    let columns = (((right - left + GAP) / (widest + GAP)).floor() as usize).max(1);
    let mut y = top;
    for row in nodes.chunks(columns) {
        let height = row.iter().map(|node| layout.nodes[*node].height).fold(0.0, f64::max);
        for (column, node) in row.iter().enumerate() {
            let x = left + column as f64 * (widest + GAP) + widest / 2.0;
            layout.nodes[*node].middle = Point { x, y: y + height / 2.0 };
        }
        y += height + GAP;
    }
    y - GAP
}

/// The frame of a group, with room for its name above.
fn framed(drawing: &Drawing, group: usize, ruler: &Ruler, layout: &Layout) -> Frame {
    let own = drawing.nodes.iter().zip(&layout.nodes).filter(|(node, _)| node.group == Some(group)).map(|(_, frame)| frame);
    let frame = Frame::around(&own);
    let middle = Point { x: frame.middle.x, y: frame.middle.y - NAME / 2.0 };
    let width = (frame.width + 2.0 * INSET).max(ruler.width(&drawing.groups[group], SMALL) + 2.0 * INSET);
    Frame { middle, width, height: frame.height + 2.0 * INSET + NAME }
}

/// Moves everything so that it begins at the origin.
fn inside(layout: &mut Layout) {
    let frames = layout.nodes.iter().chain(&layout.groups);
    let points = layout.routes.iter().flat_map(|route| &route.points);
    let left = frames.clone().map(Frame::left).chain(points.clone().map(|point| point.x)).reduce(f64::min).unwrap_or_default();
    let top = frames.map(Frame::top).chain(points.map(|point| point.y)).reduce(f64::min).unwrap_or_default();
    let moved = |point: &mut Point| (point.x, point.y) = (point.x - left, point.y - top);
    layout.nodes.iter_mut().chain(&mut layout.groups).for_each(|frame| moved(&mut frame.middle));
    for route in &mut layout.routes {
        route.points.iter_mut().chain(&mut route.label).for_each(moved);
    }
    layout.fit();
}
