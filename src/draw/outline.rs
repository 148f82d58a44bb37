//! Outlines of nodes, as paths of SVG.

use super::layout::{Frame, Point};
use super::page::number;
use crate::schema::Shape;

/// The outline of a shape in a frame.
pub(super) fn outline(shape: Shape, frame: &Frame) -> String {
    let (left, right, top, bottom) = (frame.left(), frame.right(), frame.top(), frame.bottom());
    let middle = frame.middle;
    // What a slant takes of the width.
    let slant = 10.0_f64.min(frame.width / 4.0);
    let cut = 6.0_f64.min(frame.height / 3.0);
    match shape {
        Shape::Rectangle => polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)]),
        Shape::Rounded => rounded(frame, 7.0_f64.min(frame.height / 2.0)),
        Shape::Ellipse => {
            let (a, b) = (number(frame.width / 2.0), number(frame.height / 2.0));
            let (left, right, y) = (number(left), number(right), number(middle.y));
            format!("M{left} {y} A{a} {b} 0 1 1 {right} {y} A{a} {b} 0 1 1 {left} {y} Z")
        }
        Shape::Hexagon => polygon(&[
            (left, middle.y),
            (left + slant, top),
            (right - slant, top),
            (right, middle.y),
            (right - slant, bottom),
            (left + slant, bottom),
        ]),
        Shape::Octagon => polygon(&[
            (left + cut, top),
            (right - cut, top),
            (right, top + cut),
            (right, bottom - cut),
            (right - cut, bottom),
            (left + cut, bottom),
            (left, bottom - cut),
            (left, top + cut),
        ]),
        Shape::Parallelogram => polygon(&[(left + slant, top), (right, top), (right - slant, bottom), (left, bottom)]),
        Shape::Trapezium => polygon(&[(left + slant, top), (right - slant, top), (right, bottom), (left, bottom)]),
    }
}

fn polygon(corners: &[(f64, f64)]) -> String {
    let corners: Vec<String> = corners.iter().map(|(x, y)| format!("{} {}", number(*x), number(*y))).collect();
    format!("M{} Z", corners.join(" L"))
}

fn rounded(frame: &Frame, radius: f64) -> String {
    let (left, right, top, bottom) = (frame.left(), frame.right(), frame.top(), frame.bottom());
    let r = number(radius);
    let corner = |x: f64, y: f64| format!("A{r} {r} 0 0 1 {} {}", number(x), number(y));
    format!(
        "M{} {} L{} {} {} L{} {} {} L{} {} {} L{} {} {} Z",
        number(left + radius),
        number(top),
        number(right - radius),
        number(top),
        corner(right, top + radius),
        number(right),
        number(bottom - radius),
        corner(right - radius, bottom),
        number(left + radius),
        number(bottom),
        corner(left, bottom - radius),
        number(left),
        number(top + radius),
        corner(left + radius, top),
    )
}

/// Where a stroke that ends at the frame of a shape meets the shape itself: on the same height, or else straight towards its middle.
pub(super) fn touched(shape: Shape, frame: &Frame, end: Point) -> Point {
    let (a, b) = (frame.width / 2.0, frame.height / 2.0);
    let (dx, dy) = (end.x - frame.middle.x, end.y - frame.middle.y);
    let slant = 10.0_f64.min(frame.width / 4.0);
    let cut = 6.0_f64.min(frame.height / 3.0);
    // From 0 at the top to 1 at the bottom.
    let low = ((dy + b) / (2.0 * b)).clamp(0.0, 1.0);
    let far = dx.abs() > a - 1.0;
    let inwards = match shape {
        Shape::Ellipse if far => a - a * (1.0 - (dy / b).powi(2)).max(0.0).sqrt(),
        Shape::Ellipse => {
            let length = (dx / a).hypot(dy / b).max(0.01);
            return Point { x: frame.middle.x + dx / length, y: frame.middle.y + dy / length };
        }
        Shape::Hexagon if far => slant * (dy / b).abs(),
        Shape::Octagon if far => (cut - (b - dy.abs())).max(0.0),
        Shape::Trapezium if far => slant * (1.0 - low),
        Shape::Parallelogram if far => slant * if dx < 0.0 { 1.0 - low } else { low },
        _ => 0.0,
    };
    Point { x: end.x - inwards * dx.signum(), y: end.y }
}
