//! SVG of nodes and relationships: the picture, and its legend.

use std::fmt::Write;

use super::error::Error;
use super::layout::{Bound, Frame, LINE, Layout, PAPER, Point, Route, SMALL, TEXT, label_size, layout};
use super::model::{Drawing, Edge, EdgeLook, Node, NodeLook, Role};
use super::outline::{outline, touched};
use super::page::{MARGIN, Page, SAID, number};
use super::paint::{BLACK, GREY, WHITE, fill, text_of};
use super::ruler::Ruler;
use crate::schema::{Head, Line, Shape};
use crate::text::markup;

/// Writes a drawing as it is read on paper.
pub(super) fn write(drawing: &Drawing) -> Result<Vec<u8>, Error> {
    within(drawing, PAPER)
}

/// Writes a drawing of a size.
pub(super) fn within(drawing: &Drawing, bound: Bound) -> Result<Vec<u8>, Error> {
    let ruler = Ruler::new();
    let layout = layout(drawing, bound, &ruler)?;
    let mut page = Page::new(ruler, layout.width);
    page.head(&drawing.caption);
    page.picture(drawing, &layout);
    page.legend(drawing);
    page.foot(&drawing.caption);
    Ok(page.finish(&drawing.caption.title))
}

impl Page {
    fn picture(&mut self, drawing: &Drawing, layout: &Layout) {
        let left = MARGIN + (self.width - layout.width) / 2.0;
        let _ = writeln!(self.body, "<g transform=\"translate({} {})\">", number(left), number(self.y));
        for (name, frame) in drawing.groups.iter().zip(&layout.groups) {
            self.group(name, frame);
        }
        for (edge, route) in drawing.edges.iter().zip(&layout.routes) {
            self.edge(drawing, edge, route, layout);
        }
        for ((node, frame), lines) in drawing.nodes.iter().zip(&layout.nodes).zip(&layout.lines) {
            self.node(drawing, node, frame, lines);
        }
        // Words lie over strokes.
        for (edge, route) in drawing.edges.iter().zip(&layout.routes) {
            if let (Some(label), Some(middle)) = (&edge.label, route.label) {
                self.label(label, middle);
            }
        }
        self.body.push_str("</g>\n");
        self.y += layout.height + 22.0;
    }

    fn group(&mut self, name: &str, frame: &Frame) {
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#F7F7F7\" stroke=\"#AAAAAA\" stroke-width=\"0.8\"/>",
            number(frame.left()),
            number(frame.top()),
            number(frame.width),
            number(frame.height)
        );
        self.text(name, Point { x: frame.left() + 6.0, y: frame.top() + SMALL + 3.0 }, SMALL, GREY, "start");
    }

    fn node(&mut self, drawing: &Drawing, node: &Node, frame: &Frame, lines: &[String]) {
        let look = drawing.look(node);
        let _ = writeln!(self.body, "<g data-id=\"{}\"><title>{}</title>", node.id, markup(&super::details(node)));
        self.shape(look, frame, if node.role == Role::Answer { 2.0 } else { 1.0 });
        let first = frame.middle.y - (lines.len() as f64 - 1.0) * LINE / 2.0 + TEXT * 0.36;
        for (at, line) in lines.iter().enumerate() {
            self.text(line, Point { x: frame.middle.x, y: first + at as f64 * LINE }, TEXT, text_of(fill(look).0), "middle");
        }
        self.body.push_str("</g>\n");
    }

    pub(super) fn shape(&mut self, look: &NodeLook, frame: &Frame, width: f64) {
        let (inside, colour) = fill(look);
        let dashes = if look.colour.is_none() { " stroke-dasharray=\"5 3\"" } else { "" };
        let path = outline(look.shape, frame);
        let _ = writeln!(self.body, "<path d=\"{path}\" fill=\"{inside}\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>");
    }

    fn edge(&mut self, drawing: &Drawing, edge: &Edge, route: &Route, layout: &Layout) {
        let (from, to) = (&drawing.nodes[edge.from], &drawing.nodes[edge.to]);
        let mut route = route.clone();
        if let Some(start) = route.points.first_mut() {
            *start = touched(drawing.look(from).shape, &layout.nodes[edge.from], *start);
        }
        if let Some(end) = route.points.last_mut() {
            *end = touched(drawing.look(to).shape, &layout.nodes[edge.to], *end);
        }
        let _ = writeln!(self.body, "<g data-id=\"{}\"><title>{}</title>", edge.id, markup(&super::told(edge, from, to)));
        self.stroke(drawing.stroke(edge), &route);
        self.body.push_str("</g>\n");
    }

    /// A curve with its head.
    fn stroke(&mut self, look: &EdgeLook, route: &Route) {
        let [.., before, end] = route.points[..] else { return };
        let (dx, dy) = (end.x - before.x, end.y - before.y);
        let length = dx.hypot(dy).max(0.01);
        let (dx, dy) = (dx / length, dy / length);
        let mut points = route.points.clone();
        let last = points.len() - 1;
        // The stroke ends within its head.
        points[last] = Point { x: end.x - dx * 5.0, y: end.y - dy * 5.0 };
        let dashes = match look.line {
            None => " stroke-dasharray=\"6 4\"",
            Some(Line::Dotted) => " stroke-dasharray=\"1.2 3\" stroke-linecap=\"round\"",
            Some(_) => "",
        };
        let path = if route.cubic { bezier(&points) } else { smooth(&points) };
        let (colour, width) = (look.colour, look.width());
        let _ = writeln!(self.body, "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>");
        self.head_of(look, end, (dx, dy));
    }

    /// A head at the end of a stroke that comes from a direction.
    fn head_of(&mut self, look: &EdgeLook, end: Point, (dx, dy): (f64, f64)) {
        let at = |along: f64, aside: f64| {
            let (x, y) = (end.x - dx * along - dy * aside, end.y - dy * along + dx * aside);
            format!("{} {}", number(x), number(y))
        };
        let colour = look.colour;
        let (path, inside) = match look.head {
            Head::Filled => (format!("M{} L{} L{} Z", at(0.0, 0.0), at(8.0, 3.4), at(8.0, -3.4)), colour.to_string()),
            Head::Open => (format!("M{} L{} L{} Z", at(0.0, 0.0), at(8.0, 3.4), at(8.0, -3.4)), WHITE.to_string()),
            Head::Vee => (format!("M{} L{} L{}", at(8.0, 4.0), at(0.0, 0.0), at(8.0, -4.0)), "none".to_owned()),
            Head::Diamond => (format!("M{} L{} L{} L{} Z", at(0.0, 0.0), at(5.0, 3.2), at(10.0, 0.0), at(5.0, -3.2)), colour.to_string()),
            Head::Dot => {
                let middle = Point { x: end.x - dx * 3.5, y: end.y - dy * 3.5 };
                let frame = Frame { middle, width: 7.0, height: 7.0 };
                (outline(Shape::Ellipse, &frame), colour.to_string())
            }
        };
        let _ = writeln!(self.body, "<path d=\"{path}\" fill=\"{inside}\" stroke=\"{colour}\" stroke-width=\"1.2\"/>");
        if look.head == Head::Vee {
            let tail = Point { x: end.x - dx * 5.0, y: end.y - dy * 5.0 };
            let _ = writeln!(
                self.body,
                "<path d=\"M{} {} L{} {}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"/>",
                number(tail.x),
                number(tail.y),
                number(end.x),
                number(end.y),
                look.width()
            );
        }
    }

    /// Words beside a relationship, on white.
    fn label(&mut self, label: &str, middle: Point) {
        let (width, height) = label_size(&self.ruler, label);
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{WHITE}\" fill-opacity=\"0.85\"/>",
            number(middle.x - width / 2.0),
            number(middle.y - height / 2.0),
            number(width),
            number(height)
        );
        let top = middle.y - height / 2.0;
        for (at, line) in label.split('\n').enumerate() {
            self.text(line, Point { x: middle.x, y: top + (at as f64 + 0.78) * SMALL * 1.3 }, SMALL, GREY, "middle");
        }
    }

    /// What each look means, in rows.
    pub(super) fn legend(&mut self, drawing: &Drawing) {
        let (mut x, row) = (MARGIN, 20.0);
        let sample = 30.0;
        let room = |page: &mut Self, x: &mut f64, name: &str| {
            let wide = sample + 8.0 + page.ruler.width(name, SAID) + 18.0;
            if *x + wide > MARGIN + page.width && *x > MARGIN {
                *x = MARGIN;
                page.y += row;
            }
            let at = *x;
            *x += wide;
            at
        };
        self.y += row / 2.0;
        for look in drawing.node_looks.iter().filter(|look| !look.name.is_empty()) {
            let at = room(self, &mut x, &look.name);
            let middle = Point { x: at + sample / 2.0, y: self.y };
            self.shape(look, &Frame { middle, width: sample, height: 14.0 }, 1.2);
            self.text(&look.name, Point { x: at + sample + 8.0, y: self.y + 3.5 }, SAID, BLACK, "start");
        }
        for look in drawing.edge_looks.iter().filter(|look| !look.name.is_empty()) {
            let at = room(self, &mut x, &look.name);
            let points = vec![Point { x: at, y: self.y }, Point { x: at + sample, y: self.y }];
            self.stroke(look, &Route { points, cubic: false, label: None });
            self.text(&look.name, Point { x: at + sample + 8.0, y: self.y + 3.5 }, SAID, BLACK, "start");
        }
        self.y += row / 2.0 + 8.0;
    }
}

/// A curve through the middles between points.
fn smooth(points: &[Point]) -> String {
    let mut path = format!("M{} {}", number(points[0].x), number(points[0].y));
    for (at, pair) in points.windows(2).enumerate() {
        let [one, next] = pair else { continue };
        let middle = Point { x: f64::midpoint(one.x, next.x), y: f64::midpoint(one.y, next.y) };
        if at == 0 {
            let _ = write!(path, " L{} {}", number(middle.x), number(middle.y));
        } else {
            let _ = write!(path, " Q{} {} {} {}", number(one.x), number(one.y), number(middle.x), number(middle.y));
        }
    }
    if let Some(end) = points.last() {
        let _ = write!(path, " L{} {}", number(end.x), number(end.y));
    }
    path
}

/// Cubic Bézier curves, one after the other.
fn bezier(points: &[Point]) -> String {
    let mut path = format!("M{} {}", number(points[0].x), number(points[0].y));
    for curve in points[1..].chunks_exact(3) {
        path.push_str(" C");
        for point in curve {
            let _ = write!(path, " {} {}", number(point.x), number(point.y));
        }
    }
    path
}
