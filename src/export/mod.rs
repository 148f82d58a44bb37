//! Answers as text: one file per output format, one row per format in [`FORMATS`].

mod csv;
mod json;
mod jsonl;
mod layout;
mod line;
mod markdown;
mod page;
mod table;

use std::io::{self, Write};
use std::path::Path;

pub use csv::disarmed;
pub use json::{changes_json, json_text, json_value};
pub use page::{PAGES, PageFormat, html, markdown};

use crate::execute::Answer;
use crate::question::Presentation;

/// How answers are written.
#[derive(Clone, Debug)]
pub struct Options {
    /// Columns that a table may take.
    pub width: usize,
    /// Whether a terminal reads the text: then what could steer it is shown as an escape in every format.
    pub terminal: bool,
    /// Decimals of floats where people read them (not in JSON); none prints them in full.
    pub decimals: Option<usize>,
    /// How people read the rows, in tables.
    pub presentation: Presentation,
    /// What happens to CSV text that a spreadsheet would run as a formula.
    pub formulas: Formulas,
}

/// What happens to CSV text that begins like a spreadsheet formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formulas {
    /// An apostrophe is put before it, so that a spreadsheet shows it as text.
    Disarmed,
    /// It is written as it is.
    Kept,
}

/// An output format.
#[derive(Debug)]
pub struct Format {
    /// Its name, as in `--format`.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// The endings of its files.
    pub endings: &'static [&'static str],
    /// Writes a whole answer, with a line feed at the end.
    pub write: fn(&Answer, &Options, &mut dyn Write) -> io::Result<()>,
}

/// All output formats.
pub const FORMATS: &[Format] = &[
    Format { name: "table", summary: "a table fitted to the terminal", endings: &["txt"], write: table::write },
    Format { name: "csv", summary: "comma-separated values with a header (RFC 4180)", endings: &["csv"], write: csv::write },
    Format { name: "json", summary: "an array of objects keyed by column", endings: &["json"], write: json::write },
    Format { name: "jsonl", summary: "one JSON object a line", endings: &["jsonl", "ndjson"], write: jsonl::write },
    Format { name: "markdown", summary: "a table for a Markdown document", endings: &["md", "markdown"], write: markdown::write },
    Format { name: "line", summary: "one value a line, for screen readers and narrow terminals", endings: &[], write: line::write },
];

/// The format of a file, by its ending.
pub fn format_of(path: &Path) -> Option<&'static Format> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    FORMATS.iter().find(|format| format.endings.contains(&ending.as_str()))
}

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
