//! Problems as text for a terminal or a log.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity, SourceCode};

use super::Diagnostics;
use crate::text::{Source, visible};

/// How problems are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns available.
    pub width: usize,
    /// Whether ANSI colours may be used.
    pub colour: bool,
}

/// A problem with its text attached.
struct Located<'a> {
    problem: &'a (dyn Diagnostic + Send + Sync),
    source: NamedSource<String>,
}

impl fmt::Debug for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.problem, f)
    }
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.problem.to_string()))
    }
}

impl std::error::Error for Located<'_> {}

impl Diagnostic for Located<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.problem.code()
    }
    fn severity(&self) -> Option<Severity> {
        self.problem.severity()
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.problem.help()
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.problem.labels()
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }
}

/// The problems as text: message, code, the place underlined, and help.
///
/// Unsafe characters of the text are replaced by a mark of the same length in bytes, so that places stay right.
pub fn render(problems: &Diagnostics, source: &Source, style: Style) -> String {
    let theme = if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(style.width).with_context_lines(1);
    let text = neutral(source.text());
    let mut out = String::new();
    for problem in problems.iter() {
        let located = Located { problem, source: NamedSource::new(source.name(), text.clone()) };
        if handler.render_report(&mut out, &located).is_err() {
            out.push_str(&visible(&problem.to_string()));
        }
    }
    out
}

/// `text` with unsafe characters replaced, byte for byte.
fn neutral(text: &str) -> String {
    text.chars().map(|c| if crate::text::is_unsafe(c) { "?".repeat(c.len_utf8()) } else { c.to_string() }).collect()
}
