//! Colours as they are painted.

use super::model::NodeLook;
use crate::schema::{Colour, PALETTE};

/// White.
pub(super) const WHITE: Colour = Colour([0xFF, 0xFF, 0xFF]);
/// Nearly black.
pub(super) const BLACK: Colour = Colour([0x11, 0x11, 0x11]);
/// What is said beside a picture.
pub(super) const GREY: Colour = Colour([0x55, 0x55, 0x55]);

/// So much of a colour is in the inside of a node: its outline has all of it.
const TINT: f64 = 0.55;

/// The inside and the outline of nodes with a look. What is not there has no inside.
pub(super) fn fill(look: &NodeLook) -> (Colour, Colour) {
    match look.colour {
        Some(colour) => (mixed(colour, WHITE, TINT), mixed(colour, BLACK, 0.8)),
        None => (WHITE, PALETTE[5].1),
    }
}

/// Black or white, whichever is read better on a colour: by its relative luminance (WCAG 2.1).
pub(super) fn text_of(ground: Colour) -> Colour {
    if luminance(ground) > 0.18 { BLACK } else { WHITE }
}

fn mixed(one: Colour, other: Colour, part: f64) -> Colour {
    let mix = |at: usize| (f64::from(one.0[at]) * part + f64::from(other.0[at]) * (1.0 - part)).round() as u8;
    Colour([mix(0), mix(1), mix(2)])
}

/// The relative luminance of a colour, from 0 to 1.
fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = colour.0.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
