//! What goes to which stream: answers to standard output, everything else to standard error.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};

use signal_hook::low_level::exit;

use super::colour::{self, Ink};
use super::interrupt::{Stoppable, stopped};
use super::pager;
use super::setting::{Pager, Settings};
use crate::diagnose::{Diagnostics, Style, render};
use crate::export::{FORMATS, Formulas, Options};
use crate::graph::plain;
use crate::limit::Exceeded;
use crate::question::Presentation;
use crate::session::{Difference, Reply};
use crate::text::{Source, visible};
use crate::value::Value;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All was answered.
    Done,
    /// A query or the data was wrong.
    Wrong,
    /// The user stopped it.
    Interrupted,
    /// The reader of the answer has gone.
    Gone,
}

/// Ends the program. Nothing is left to be put in order but what is still to be written: giving back memory piece by piece, as
/// allocators do at the end, only takes time.
pub(super) fn end(outcome: Outcome) -> ! {
    let _ = io::stdout().flush();
    exit(match outcome {
        Outcome::Done | Outcome::Gone => 0,
        Outcome::Wrong => 1,
        Outcome::Interrupted => super::interrupt::INTERRUPTED.into(),
    })
}

/// How answers are shown.
#[derive(Clone, Copy)]
pub(super) struct Look<'l> {
    pub settings: &'l Settings,
    pub formulas: Formulas,
    /// Whether somebody sits before a terminal: then long answers are shown page by page, and rows are counted.
    pub interactive: bool,
}

impl Look<'_> {
    /// How an answer is written on standard output.
    fn options(&self, reply: &Reply) -> Options {
        Options {
            width: self.settings.width(),
            terminal: io::stdout().is_terminal(),
            decimals: reply.decimals,
            presentation: reply.presentation.clone(),
            formulas: self.formulas,
        }
    }

    /// Lines beside an answer, dim ones in their ink; before a person they are broken between words.
    fn wrapped(&self, lines: Vec<(bool, String)>) -> Vec<String> {
        let dim = colour::on(&io::stderr());
        let width = self.settings.width();
        let broken = |(dimmed, line): (bool, String)| {
            let line = visible(&line).into_owned();
            let parts = if self.interactive { textwrap::wrap(&line, width).into_iter().map(Cow::into_owned).collect() } else { vec![line] };
            parts.into_iter().map(move |part| if dim && dimmed { Ink::DIM.paint(&part) } else { part }).collect::<Vec<_>>()
        };
        lines.into_iter().flat_map(broken).collect()
    }

    fn paged(&self) -> bool {
        self.interactive && self.settings.pager != Pager::Off
    }
}

/// Writes an answer, and around it what was understood, notes and warnings.
pub(super) fn reply(reply: &Reply, look: &Look<'_>) -> Outcome {
    let (above, below) = (look.wrapped(above(reply, look)), look.wrapped(below(reply, look)));
    if !look.paged() {
        lines(&above);
        let outcome = on_stream(|out| table(reply, look, out));
        if outcome == Outcome::Done {
            lines(&below);
        }
        return outcome;
    }
    let mut text = Vec::new();
    if table(reply, look, &mut Stoppable(&mut text)).is_err() {
        return problems(&Exceeded::Interrupted.into(), None);
    }
    let count = text.split(|byte| *byte == b'\n').count() + above.len() + below.len();
    if count < height() {
        lines(&above);
        let outcome = on_stream(|out| out.write_all(&text));
        lines(&below);
        return outcome;
    }
    let mut whole = above.join("\n").into_bytes();
    whole.extend_from_slice(if above.is_empty() { b"" } else { b"\n" });
    whole.extend_from_slice(&text);
    whole.extend(below.iter().flat_map(|line| [line.as_bytes(), b"\n"]).flatten());
    page(&whole, look)
}

/// Writes a text that is an answer of the shell itself, page by page where it is long.
pub(super) fn text(text: &str, look: &Look<'_>) -> Outcome {
    if look.paged() && text.lines().count() >= height() {
        return page(text.as_bytes(), look);
    }
    on_stream(|out| writeln!(out, "{}", text.trim_end_matches('\n')))
}

fn page(text: &[u8], look: &Look<'_>) -> Outcome {
    match pager::show(text, &look.settings.pager, height()) {
        Ok(()) => Outcome::Done,
        Err(reason) => {
            let outcome = on_stream(|out| out.write_all(text));
            note(&reason);
            outcome
        }
    }
}

/// Writes a text that is an answer, with its line feed.
pub(super) fn plain_text(text: &str) -> Outcome {
    on_stream(|out| out.write_all(text.as_bytes()))
}

/// Writes on standard output, where an interruption stops it.
fn on_stream(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Outcome {
    let mut out = Stoppable(BufWriter::new(io::stdout().lock()));
    if write(&mut out).and_then(|()| out.flush()).is_err() {
        return if stopped() { problems(&Exceeded::Interrupted.into(), None) } else { Outcome::Gone };
    }
    Outcome::Done
}

/// What stands above an answer: what was understood (dim), and warnings.
fn above(reply: &Reply, look: &Look<'_>) -> Vec<(bool, String)> {
    let understood = reply.understood.iter().filter(|_| look.settings.understood).map(|line| (true, line.clone()));
    let warnings = reply.warnings.iter().map(|warning| (false, format!("warning: {warning}")));
    understood.chain(warnings).collect()
}

/// What stands below an answer: what was written, notes, how many rows there are, and how long it took.
fn below(reply: &Reply, look: &Look<'_>) -> Vec<(bool, String)> {
    let mut below: Vec<(bool, String)> = reply.answer.changes().map(|changes| (false, changes.to_string())).into_iter().collect();
    below.extend(reply.difference.iter().flat_map(|difference| told(difference, reply)).map(|line| (false, line)));
    if look.settings.notes {
        below.extend(reply.notes.iter().map(|line| (true, line.clone())));
    }
    let mut footer = Vec::new();
    let shown = look.settings.format.is_none_or(|format| matches!(format.name, "table" | "line"));
    if look.interactive && shown && reply.text.is_none() && !reply.answer.columns().is_empty() {
        let rows = reply.answer.len();
        footer.push(if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") });
    }
    if look.settings.timing {
        footer.push(format!("{:.1} ms", reply.elapsed.as_secs_f64() * 1000.0));
    }
    if !footer.is_empty() {
        below.push((true, footer.join(", ")));
    }
    below
}

/// What is other today, a line for each row.
fn told(difference: &Difference, reply: &Reply) -> Vec<String> {
    /// So many rows are told; the others are counted.
    const TOLD: usize = 20;
    let shown = |value: &Value| plain(value, reply.answer.graph(), reply.decimals);
    let told = |word: &str, rows: &[Vec<Value>]| {
        let line = |row: &Vec<Value>| format!("{word}: {}", row.iter().map(shown).collect::<Vec<_>>().join(", "));
        let more = rows.len().saturating_sub(TOLD);
        let rest = (more > 0).then(|| format!("{word}: {more} more"));
        rows.iter().take(TOLD).map(line).chain(rest).collect::<Vec<_>>()
    };
    let (comes, goes) = if reply.presentation == Presentation::Gaps { ("gap opens", "gap closes") } else { ("comes", "goes") };
    match difference {
        Difference::Rows { entering, leaving, .. } if entering.is_empty() && leaving.is_empty() => vec!["the same as today".to_owned()],
        Difference::Rows { entering, leaving, .. } => [told(comes, entering), told(goes, leaving)].concat(),
        Difference::Today(value) => vec![format!("today: {}", shown(value))],
        Difference::NoAnswer(reason) => vec![format!("today there is no answer: {reason}")],
        Difference::TooMany => vec!["too many rows to compare with today's".to_owned()],
    }
}

/// Writes the answer itself.
fn table(reply: &Reply, look: &Look<'_>, out: &mut dyn Write) -> io::Result<()> {
    let options = look.options(reply);
    let format = look.settings.format.unwrap_or(if options.terminal { &FORMATS[0] } else { &FORMATS[1] });
    match &reply.text {
        // A statement that only writes has no columns to show.
        None if reply.answer.columns().is_empty() && reply.answer.changes().is_some() && format.name == "table" => Ok(()),
        Some(text) if matches!(format.name, "table" | "csv" | "line") => writeln!(out, "{}", visible(text)),
        _ => (format.write)(&reply.answer, &options, out),
    }
}

fn lines(lines: &[String]) {
    for line in lines {
        note(line);
    }
}

/// Shows problems, with the text that they are about if there is one.
pub(super) fn problems(problems: &Diagnostics, source: Option<&Source>) -> Outcome {
    let none = Source::new("", "");
    let text = render(problems, source.unwrap_or(&none), Style { width: width(), colour: colour::on(&io::stderr()) });
    let mut error = io::stderr().lock();
    let _ = error.write_all(text.as_bytes());
    if problems.code().as_deref() == Some("limit::interrupted") { Outcome::Interrupted } else { Outcome::Wrong }
}

/// Columns of the terminal; 80 where there is none.
pub(super) fn width() -> usize {
    let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    stated.or_else(measured).unwrap_or(80).clamp(20, 400)
}

/// Lines of the terminal; 24 where there is none.
fn height() -> usize {
    terminal_size::terminal_size().map_or(24, |(_, height)| usize::from(height.0)).max(5)
}

/// A line on standard error; nothing is lost where nobody reads it.
pub(super) fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
