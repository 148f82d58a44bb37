//! `legation` alone: reads a sentence, answers it, and so on.

use std::io::{self, IsTerminal, Read};

use clap::Parser;
use rustyline::error::ReadlineError;

use super::arguments::{AnswerArguments, Arguments};
use super::command::Line;
use super::conversation::Conversation;
use super::editor::{self, Editor};
use super::folder;
use super::history::{Added, History};
use super::interrupt;
use super::output::{self, Outcome};
use super::script;
use crate::session::Session;
use crate::text::{Source, visible};

/// Default ways of asking and writing.
#[derive(Parser)]
struct Defaults {
    #[command(flatten)]
    answer: AnswerArguments,
}

/// Reads sentences from a terminal until its end, or a script from a pipe.
pub(super) fn read(session: &mut Session, arguments: &Arguments) -> Outcome {
    let answer = Defaults::parse_from(["legation"]).answer;
    let mut conversation = Conversation::new(session, arguments, answer);
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return interactive(conversation);
    }
    let mut text = String::new();
    match io::stdin().lock().read_to_string(&mut text) {
        Ok(_) => script::sentences(&mut conversation, &Source::new("standard input", text)),
        Err(error) => {
            output::note(&format!("standard input cannot be read: {error}"));
            Outcome::Wrong
        }
    }
}

/// Reads sentences from a terminal.
fn interactive(mut conversation: Conversation<'_>) -> Outcome {
    interrupt::never_end();
    conversation.interactive = true;
    let version = env!("CARGO_PKG_VERSION");
    let title = conversation.session.title();
    output::note(&format!("Legation {version}: {}", visible(&title)));
    output::note("Tab shows what can come next, :help explains, Ctrl-D leaves.");
    let path = folder::STATE.file("history");
    let (history, problem) = History::open(path);
    conversation.history = history;
    unkept(problem);
    if let Some(path) = folder::CONFIG.file("start").filter(|path| path.is_file()) {
        match conversation.file(&path) {
            Ok(Line::Leave) => return leave(conversation.session),
            Ok(_) => {}
            Err(error) => {
                output::problems(&error.into(), None);
            }
        }
    }
    let mut editor = match editor::editor(conversation) {
        Ok(editor) => editor,
        Err(error) => {
            output::note(&format!("the terminal cannot be used: {error}"));
            return Outcome::Wrong;
        }
    };
    loop {
        match editor.readline(&editor::PROMPT) {
            Ok(text) => {
                if let Some(outcome) = entered(&mut editor, &text) {
                    return outcome;
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => {
                output::note(&format!("the terminal cannot be read: {error}"));
                return Outcome::Wrong;
            }
        }
    }
    editor.helper_mut().map_or(Outcome::Done, |helper| leave(helper.conversation().session))
}

/// Keeps what was typed, and does what it says; gives how the program ends if that is what it says.
fn entered(editor: &mut Editor<'_>, text: &str) -> Option<Outcome> {
    let helper = editor.helper_mut()?;
    let conversation = helper.conversation();
    // Written before anything is done, so that what ends the program is known the next time.
    let (added, written) = conversation.history.add(text);
    let entries: Vec<String> = match added {
        Added::Moved => conversation.history.entries().map(str::to_owned).collect(),
        Added::New => vec![text.trim_end().to_owned()],
        Added::No => Vec::new(),
    };
    unkept(written.err());
    if added == Added::Moved {
        let _ = editor.clear_history();
    }
    for entry in entries {
        let _ = editor.add_history_entry(entry);
    }
    let helper = editor.helper_mut()?;
    let sentences = helper.sentences(text);
    let conversation = helper.conversation();
    for sentence in sentences {
        conversation.session.resume();
        match conversation.line(&Source::new("question", sentence)) {
            Line::Leave => return Some(leave(conversation.session)),
            // What was pasted behind a query that was stopped is not wanted either.
            Line::Done(Outcome::Interrupted) => break,
            _ => {}
        }
    }
    None
}

/// Says what is lost with a transaction that is still open.
fn leave(session: &Session) -> Outcome {
    if session.in_transaction() {
        output::note("the open transaction was not committed: what it wrote is forgotten");
    }
    Outcome::Done
}

/// Says that the history is not kept.
fn unkept(problem: Option<io::Error>) {
    if let Some(error) = problem {
        output::note(&format!("the history is not kept: {error}"));
    }
}
