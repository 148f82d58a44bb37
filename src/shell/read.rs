//! `legation` alone: reads a sentence, answers it, and so on.

use std::io::{self, IsTerminal, Read};

use clap::Parser;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::arguments::AnswerArguments;
use super::command::{self, Line};
use super::output::{self, Outcome};
use super::{query, script};
use crate::session::Session;
use crate::text::Source;

/// Default ways of asking and writing.
#[derive(Parser)]
struct Defaults {
    #[command(flatten)]
    answer: AnswerArguments,
}

/// Says what is lost with a transaction that is still open.
fn leave(session: &Session) -> Outcome {
    if session.in_transaction() {
        output::note("the open transaction was not committed: what it wrote is forgotten");
    }
    Outcome::Done
}

/// Reads sentences from a terminal until its end, or a script from a pipe.
pub(super) fn read(session: &mut Session) -> Outcome {
    let arguments = Defaults::parse_from(["legation"]).answer;
    if !io::stdin().is_terminal() {
        let mut text = String::new();
        return match io::stdin().lock().read_to_string(&mut text) {
            Ok(_) => script::sentences(session, &Source::new("standard input", text), &arguments),
            Err(error) => {
                output::note(&format!("standard input cannot be read: {error}"));
                Outcome::Wrong
            }
        };
    }
    let mut editor = match DefaultEditor::new() {
        Ok(editor) => editor,
        Err(error) => {
            output::note(&format!("the terminal cannot be used: {error}"));
            return Outcome::Wrong;
        }
    };
    output::note(&format!("Legation {}: {}. Ctrl-D leaves.", env!("CARGO_PKG_VERSION"), session.title()));
    loop {
        match editor.readline("legation> ") {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => {
                let _ = editor.add_history_entry(line.as_str());
                session.resume();
                match command::command(session, &line) {
                    Line::Leave => return leave(session),
                    Line::Done(_) => {}
                    Line::Sentence => {
                        query::answer(session, &Source::new("question", line), &arguments);
                    }
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => return leave(session),
            Err(error) => {
                output::note(&format!("the terminal cannot be read: {error}"));
                return Outcome::Wrong;
            }
        }
    }
}
