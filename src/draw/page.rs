//! A page of SVG: a title above, what it shows, and where the facts stand below.

use std::fmt::Write;

use indexmap::IndexSet;

use super::layout::Point;
use super::model::Caption;
use super::paint::{BLACK, GREY, WHITE};
use super::ruler::{FAMILY, Ruler};
use crate::schema::Colour;
use crate::text::markup;

/// White around everything.
pub(super) const MARGIN: f64 = 24.0;
/// The width that a page has at least.
const WIDTH: f64 = 560.0;
/// The size of the title.
const TITLE: f64 = 15.0;
/// The size of what is said below the title, and of legends.
pub(super) const SAID: f64 = 9.5;
/// The size of the foot.
const FOOT: f64 = 8.5;
/// Sources that are named in full; more are named by their places alone.
const NAMED: usize = 6;

/// A page that is written from the top.
pub(super) struct Page {
    pub ruler: Ruler,
    /// The width between the margins.
    pub width: f64,
    /// Where the next thing begins.
    pub y: f64,
    pub body: String,
}

impl Page {
    /// An empty page for something of a width.
    pub fn new(ruler: Ruler, width: f64) -> Self {
        Self { ruler, width: width.max(WIDTH), y: MARGIN, body: String::new() }
    }

    /// The whole page.
    pub fn finish(self, title: &str) -> Vec<u8> {
        let (width, height) = (number(self.width + 2.0 * MARGIN), number(self.y + MARGIN));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FAMILY}\">\n"
        );
        let _ = writeln!(out, "<title>{}</title>", markup(title));
        let _ = writeln!(out, "<rect width=\"100%\" height=\"100%\" fill=\"{WHITE}\"/>");
        out.push_str(&self.body);
        out.push_str("</svg>\n");
        out.into_bytes()
    }

    /// Lines of text across the page.
    pub fn paragraph(&mut self, text: &str, size: f64, colour: Colour) {
        for line in self.ruler.lines(text, size, self.width) {
            self.y += size * 1.3;
            self.text(&line, Point { x: MARGIN, y: self.y - size * 0.3 }, size, colour, "start");
        }
    }

    /// A line of text.
    pub fn text(&mut self, text: &str, at: Point, size: f64, colour: Colour, anchor: &str) {
        let anchor = if anchor == "start" { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
        let _ = writeln!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{size}\" fill=\"{colour}\"{anchor}>{}</text>",
            number(at.x),
            number(at.y),
            markup(text)
        );
    }

    /// The title, how it was understood, and the state of the facts.
    pub fn head(&mut self, caption: &Caption) {
        self.paragraph(&caption.title, TITLE, BLACK);
        if let Some(understood) = caption.understood.as_ref().filter(|understood| **understood != caption.title) {
            self.paragraph(understood, SAID, GREY);
        }
        if let Some(edition) = &caption.edition {
            self.paragraph(edition, SAID, GREY);
        }
        self.y += 18.0;
    }

    /// Doubts and sources.
    pub fn foot(&mut self, caption: &Caption) {
        for note in &caption.notes {
            self.paragraph(note, FOOT, GREY);
        }
        let sources = named(&caption.sources);
        if !sources.is_empty() {
            self.paragraph(&format!("Sources: {}", sources.join("; ")), FOOT, GREY);
        }
    }
}

/// Sources as a foot names them, each once: many are named by what stands before their first comma or parenthesis.
fn named(sources: &[String]) -> Vec<&str> {
    let each = || sources.iter().flat_map(|source| source.split("; ")).map(str::trim);
    let all: IndexSet<&str> = each().collect();
    if all.len() <= NAMED {
        return all.into_iter().collect();
    }
    let places: IndexSet<&str> = each().map(|source| source.split([',', '(']).next().unwrap_or(source).trim()).collect();
    places.into_iter().collect()
}

/// A number with at most one decimal.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let short = text.strip_suffix(".0").unwrap_or(&text);
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}
