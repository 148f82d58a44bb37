//! What goes to which stream: answers to standard output, everything else to standard error.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use super::arguments::AnswerArguments;
use super::interrupt::{Stoppable, stopped};
use crate::diagnose::{Diagnostics, Style, render};
use crate::limit::Exceeded;
use crate::session::Reply;
use crate::text::{Source, visible};

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

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done | Outcome::Gone => Self::SUCCESS,
            Outcome::Wrong => Self::from(1),
            Outcome::Interrupted => Self::from(super::interrupt::INTERRUPTED),
        }
    }
}

/// Writes an answer, and around it what was understood, notes and warnings.
pub(super) fn reply(reply: &Reply, arguments: &AnswerArguments) -> Outcome {
    let terminal = io::stdout().is_terminal();
    let dim = if colour() { ("\u{1b}[2m", "\u{1b}[0m") } else { ("", "") };
    if let Some(understood) = &reply.understood {
        note(&format!("{}{}{}", dim.0, visible(understood), dim.1));
    }
    for warning in &reply.warnings {
        note(&format!("warning: {}", visible(warning)));
    }
    let format = arguments.format(terminal);
    let mut options = arguments.export(terminal, width());
    options.decimals = reply.decimals;
    options.presentation = reply.presentation.clone();
    let mut out = Stoppable(BufWriter::new(io::stdout().lock()));
    let written = match &reply.text {
        // A statement that only writes has no columns to show.
        None if reply.answer.columns().is_empty() && reply.answer.changes().is_some() && format.name == "table" => Ok(()),
        Some(text) if format.name == "table" || format.name == "csv" => writeln!(out, "{}", visible(text)),
        _ => (format.write)(&reply.answer, &options, &mut out),
    };
    if written.and_then(|()| out.flush()).is_err() {
        return if stopped() { problems(&Exceeded::Interrupted.into(), None) } else { Outcome::Gone };
    }
    if let Some(changes) = reply.answer.changes() {
        note(&changes.to_string());
    }
    for line in &reply.notes {
        note(&format!("{}{}{}", dim.0, visible(line), dim.1));
    }
    Outcome::Done
}

/// Shows problems, with the text that they are about if there is one.
pub(super) fn problems(problems: &Diagnostics, source: Option<&Source>) -> Outcome {
    let none = Source::new("", "");
    let text = render(problems, source.unwrap_or(&none), Style { width: width(), colour: colour() });
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

/// Whether standard error may be coloured (<https://no-color.org>).
fn colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A line on standard error; nothing is lost where nobody reads it.
pub(super) fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
