//! SVG of the world with the nodes that have a place on it.
//!
//! The projection is Equal Earth (Šavrič, Patterson and Jenny 2018), in which areas keep their proportions. Nodes of one group, such as a
//! country, have one label, with their number; labels move aside until they lie upon nothing, and a line leads to what they name.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::error::Error;
use super::layout::{Frame, Point, SMALL};
use super::model::{Drawing, Node, Place};
use super::page::{MARGIN, Page, number};
use super::paint::{BLACK, GREY, WHITE};
use super::ruler::Ruler;
use crate::schema::Colour;
use crate::text::markup;

/// Rings of land: degrees of longitude and latitude. Its notice stands beside it.
const LAND: &str = include_str!("../../data/map/land.txt");

/// The width of the world.
const WIDTH: f64 = 1_000.0;
/// The latitudes between which the world is shown.
const NORTH: f64 = 84.0;
const SOUTH: f64 = -58.0;
/// Nodes that a map shows at most.
const MOST: usize = 1_000;
/// The width of a mark.
const MARK: f64 = 8.0;
/// Marks in a row where several stand in one place.
const ROW: usize = 4;

const GROUND: Colour = Colour([0xE4, 0xE4, 0xE0]);
const COAST: Colour = Colour([0xB4, 0xB4, 0xAE]);

/// Writes a map of a drawing's nodes.
pub(super) fn write(drawing: &Drawing) -> Result<Vec<u8>, Error> {
    let placed: Vec<(&Node, &Place)> = drawing.nodes.iter().filter_map(|node| Some((node, node.place.as_ref()?))).collect();
    if placed.len() > MOST {
        let help = "ask about fewer, or write the data: `as csv`, `as json`";
        return Err(Error::TooLarge { count: placed.len(), what: "nodes", kind: "maps", most: MOST, help });
    }
    let mut page = Page::new(Ruler::new(), WIDTH);
    page.head(&drawing.caption);
    let height = projected(SOUTH, 0.0).y - projected(NORTH, 0.0).y;
    let _ = writeln!(page.body, "<g transform=\"translate({} {})\">", number(MARGIN), number(page.y));
    let land: String = LAND.lines().map(outline).collect();
    let _ = writeln!(page.body, "<path d=\"{land}\" fill=\"{GROUND}\" stroke=\"{COAST}\" stroke-width=\"0.5\"/>");
    let frames = marks(&placed);
    let labels = labels(&placed, &frames, &page.ruler, height);
    for label in &labels {
        page.leaders(label);
    }
    for ((node, _), frame) in placed.iter().zip(&frames) {
        let _ = writeln!(page.body, "<g data-id=\"{}\"><title>{}</title>", node.id, markup(&super::details(node)));
        page.shape(drawing.look(node), frame, 1.0);
        page.body.push_str("</g>\n");
    }
    for label in &labels {
        page.name(label);
    }
    page.body.push_str("</g>\n");
    page.y += height + 22.0;
    page.legend(drawing);
    page.foot(&drawing.caption);
    page.paragraph("Land: Natural Earth", SMALL, GREY);
    Ok(page.finish(&drawing.caption.title))
}

/// A label, and the middles of what it names.
struct Label {
    text: String,
    frame: Frame,
    names: Vec<Point>,
}

impl Page {
    /// Lines from a label to what it names, where that is not beside it.
    fn leaders(&mut self, label: &Label) {
        for point in &label.names {
            let end = Point {
                x: point.x.clamp(label.frame.left(), label.frame.right()),
                y: point.y.clamp(label.frame.top() + 2.0, label.frame.bottom() - 2.0),
            };
            if (end.x - point.x).hypot(end.y - point.y) > MARK {
                let (x, y, to, down) = (number(point.x), number(point.y), number(end.x), number(end.y));
                let _ = writeln!(self.body, "<path d=\"M{x} {y} L{to} {down}\" fill=\"none\" stroke=\"{GREY}\" stroke-width=\"0.5\"/>");
            }
        }
    }

    fn name(&mut self, label: &Label) {
        let (x, y) = (number(label.frame.left()), number(label.frame.top()));
        let (width, height) = (number(label.frame.width), number(label.frame.height));
        let _ =
            writeln!(self.body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{WHITE}\" fill-opacity=\"0.7\"/>");
        self.text(&label.text, Point { x: label.frame.middle.x, y: label.frame.middle.y + SMALL * 0.36 }, SMALL, BLACK, "middle");
    }
}

/// Where a place stands on the map.
fn projected(latitude: f64, longitude: f64) -> Point {
    let raw = |latitude: f64, longitude: f64| {
        const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
        let root = 3.0_f64.sqrt();
        let t = (root / 2.0 * latitude.to_radians().sin()).asin();
        let (t2, t6) = (t * t, t.powi(6));
        let slope = 9.0 * A[3] * t6 * t2 + 7.0 * A[2] * t6 + 3.0 * A[1] * t2 + A[0];
        let x = 2.0 * root * longitude.to_radians() * t.cos() / (3.0 * slope);
        (x, t * (A[3] * t6 * t2 + A[2] * t6 + A[1] * t2 + A[0]))
    };
    let (widest, top) = (raw(0.0, 180.0).0, raw(NORTH, 0.0).1);
    let (x, y) = raw(latitude, longitude);
    let scale = WIDTH / 2.0 / widest;
    Point { x: (x + widest) * scale, y: (top - y) * scale }
}

/// A ring as a path; what lies beyond the edges of the map is left out.
fn outline(ring: &str) -> String {
    let place = |text: &str| {
        let (longitude, latitude) = text.split_once(' ')?;
        Some((longitude.parse::<f64>().ok()?, latitude.parse::<f64>().ok()?))
    };
    let places: Vec<(f64, f64)> = ring.split(',').filter_map(place).collect();
    if places.iter().all(|(_, latitude)| *latitude < SOUTH) {
        return String::new();
    }
    let points: Vec<String> = places
        .iter()
        .map(|(longitude, latitude)| projected(latitude.max(SOUTH), *longitude))
        .map(|point| format!("{} {}", number(point.x), number(point.y)))
        .collect();
    format!("M{}Z", points.join("L"))
}

/// Where the marks stand: those of one place in rows around it.
fn marks(placed: &[(&Node, &Place)]) -> Vec<Frame> {
    let mut places: Vec<(Point, Vec<usize>)> = Vec::new();
    for (number, (_, place)) in placed.iter().enumerate() {
        let point = projected(place.latitude, place.longitude);
        match places.iter_mut().find(|(known, _)| *known == point) {
            Some((_, here)) => here.push(number),
            None => places.push((point, vec![number])),
        }
    }
    let mut frames = vec![Frame::default(); placed.len()];
    for (point, here) in places {
        let rows = here.len().div_ceil(ROW) as f64;
        for (at, mark) in here.iter().enumerate() {
            let (row, column) = (at / ROW, at % ROW);
            let columns = (here.len() - row * ROW).min(ROW) as f64;
            let aside = |at: usize, of: f64| (at as f64 - (of - 1.0) / 2.0) * (MARK + 1.5);
            let middle = Point { x: point.x + aside(column, columns), y: point.y + aside(row, rows) };
            frames[*mark] = Frame { middle, width: MARK, height: MARK };
        }
    }
    frames
}

/// A label for each group, or else each place: beside what it names, and upon nothing.
fn labels(placed: &[(&Node, &Place)], frames: &[Frame], ruler: &Ruler, height: f64) -> Vec<Label> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, (node, place)) in placed.iter().enumerate() {
        groups.entry(place.name.as_deref().unwrap_or(&node.label)).or_default().push(number);
    }
    let mut taken: Vec<Frame> = frames.to_vec();
    let mut labels = Vec::new();
    for (name, own) in groups {
        let text = if own.len() > 1 { format!("{name} ({})", own.len()) } else { name.to_owned() };
        let mut names: Vec<Point> = own.iter().map(|number| projected(placed[*number].1.latitude, placed[*number].1.longitude)).collect();
        names.dedup();
        let around = Frame::around(&own.iter().map(|number| &frames[*number]));
        let (width, tall) = (ruler.width(&text, SMALL) + 3.0, SMALL * 1.25);
        let frame = free(&around, (width, tall), height, &taken);
        taken.push(frame);
        labels.push(Label { text, frame, names });
    }
    labels
}

/// The free place for a label that is nearest to what it names: below it, beside it, above it, and further and further out.
fn free(around: &Frame, (width, tall): (f64, f64), height: f64, taken: &[Frame]) -> Frame {
    let at = |far: f64, angle: f64| {
        let (x, y) = (angle.sin() * (width / 2.0 + MARK / 2.0 + 2.0 + far), angle.cos() * (MARK / 2.0 + tall / 2.0 + 1.5 + far));
        let (x, y) = (around.middle.x + x, around.middle.y + y);
        let inside = |value: f64, size: f64, end: f64| value.clamp(size / 2.0, end - size / 2.0);
        Frame { middle: Point { x: inside(x, width, WIDTH), y: inside(y, tall, height) }, width, height: tall }
    };
    let apart = |one: &Frame, other: &Frame| {
        one.left() > other.right() + 1.0
            || other.left() > one.right() + 1.0
            || one.top() > other.bottom() + 1.0
            || other.top() > one.bottom() + 1.0
    };
    let turns = (0..24).map(|turn| f64::from(turn) * std::f64::consts::TAU / 24.0);
    let mut places = (0..120).flat_map(|ring| turns.clone().map(move |angle| (f64::from(ring) * 4.0, angle)));
    let found = places.find(|(far, angle)| taken.iter().all(|other| apart(&at(*far, *angle), other)));
    let (far, angle) = found.unwrap_or_default();
    at(far, angle)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figures of the projection's authors: the width to the height of the whole world is 2.05 to 1.
    #[test]
    fn the_world_has_its_proportions() {
        let (north, south) = (projected(90.0, 0.0), projected(-90.0, 0.0));
        assert!((WIDTH / (south.y - north.y) - 2.0546).abs() < 0.001);
        assert_eq!(projected(0.0, -180.0).x, 0.0);
        assert!((projected(0.0, 180.0).x - WIDTH).abs() < 1e-9);
    }
}
