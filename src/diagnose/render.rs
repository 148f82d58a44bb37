//! Problems as text for a terminal or a log.

use std::fmt::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode};

use super::Diagnostics;
use super::excerpt::Excerpt;
use crate::text::{Source, visible};

/// How problems are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns available.
    pub width: usize,
    /// Whether ANSI colours may be used.
    pub colour: bool,
}

/// The longest message, help or label that is shown whole, in characters: a name in it may be as long as its text.
const SENTENCE: usize = 1_000;

/// The most problems of a text that are shown.
const PROBLEMS: usize = 50;

/// A problem with its text attached.
struct Located<'a> {
    problem: &'a (dyn Diagnostic + Send + Sync),
    labels: Vec<LabeledSpan>,
    excerpt: Excerpt<'a>,
}

impl<'a> Located<'a> {
    fn new(problem: &'a (dyn Diagnostic + Send + Sync), source: &'a Source) -> Self {
        let mut labels: Vec<LabeledSpan> = problem.labels().into_iter().flatten().collect();
        let excerpt = Excerpt::new(source, &mut labels);
        for label in &mut labels {
            label.set_label(label.label().map(sentence));
        }
        Self { problem, labels, excerpt }
    }
}

/// A sentence about a text that may hold anything.
fn sentence(text: impl fmt::Display) -> String {
    let text = text.to_string();
    match text.char_indices().nth(SENTENCE) {
        Some((end, _)) => format!("{}…", visible(&text[..end])),
        None => visible(&text).into_owned(),
    }
}

impl fmt::Debug for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.problem, f)
    }
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sentence(self.problem))
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
        self.problem.help().map(|help| Box::new(sentence(help)) as Box<dyn fmt::Display>)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty()).then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = _>>)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }
}

/// The problems as text: message, code, the place underlined, and help.
///
/// Unsafe characters of the text are replaced by a mark of the same length in bytes, so that places stay right. Of long
/// lines the part around the place is shown, and of very many problems of one text the first.
pub fn render(problems: &Diagnostics, source: &Source, style: Style) -> String {
    let theme = if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(style.width).with_context_lines(1);
    let shown = if source.text().is_empty() { problems.len() } else { PROBLEMS };
    let mut out = String::new();
    for problem in problems.iter().take(shown) {
        let located = Located::new(problem, source);
        if handler.render_report(&mut out, &located).is_err() {
            out.push_str(&sentence(problem));
        }
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
    if problems.len() > shown {
        let more = problems.len() - shown;
        let _ = writeln!(out, "… and {more} more {}", if more == 1 { "problem" } else { "problems" });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[derive(Debug, thiserror::Error, Diagnostic)]
    #[error("unknown word {word}")]
    #[diagnostic(code("test::unknown"), help("not {word}"))]
    struct Unknown {
        word: String,
        #[label("{word}")]
        span: Span,
    }

    fn shown(text: &str, spans: &[(usize, usize)]) -> String {
        let mut problems = Diagnostics::new();
        for &(start, end) in spans {
            problems.push(Unknown { word: text[start..end].to_owned(), span: Span::new(start, end) });
        }
        render(&problems, &Source::new("a\u{1b}b", text), Style { width: 80, colour: false })
    }

    #[test]
    fn a_long_line_is_not_printed_whole() {
        let text = format!("{} bad {}", "a".repeat(1 << 20), "b".repeat(1 << 20));
        let place = 1 + (1 << 20);
        let place_shown = shown(&text, &[(place, place + 3)]);
        assert!(place_shown.len() < 1_500, "{place_shown}");
        assert!(place_shown.contains(" bad ") && place_shown.contains(&format!(":1:{}]", place + 1)), "{place_shown}");
        assert!(shown(&text, &[(0, text.len())]).len() < 12_000);
    }

    #[test]
    fn what_could_steer_a_terminal_is_replaced() {
        let shown = shown("x \u{1b}[31mred", &[(2, 10)]);
        assert!(!shown.contains('\u{1b}') && shown.contains("\\u{1b}[31mred") && shown.contains("?[31mred"), "{shown}");
    }

    #[test]
    fn of_very_many_problems_the_first_are_shown() {
        let shown = shown("x y", &[(0, 1); 1_000]);
        assert_eq!(shown.matches("unknown word").count(), PROBLEMS);
        assert!(shown.ends_with("… and 950 more problems\n"), "{shown}");
    }
}
