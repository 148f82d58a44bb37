//! `legation draw`: the answer of a sentence as a picture, on standard output or in a file.

use std::fs;

use super::arguments::{Arguments, DrawArguments};
use super::conversation::Conversation;
use super::error::Error;
use super::output::{self, Outcome};
use crate::session::Session;
use crate::text::Source;

/// Answers the sentence `draw …`.
pub(super) fn draw(session: &mut Session, arguments: &Arguments, asked: &DrawArguments) -> Outcome {
    let mut sentence = format!("draw {}", asked.sentence.join(" "));
    if let Some(format) = asked.format {
        sentence.extend([" as ", format.name]);
    }
    if let Some(file) = &asked.output {
        sentence.extend([" -o ", &*file.to_string_lossy()]);
    }
    if let Some(path) = &asked.style {
        let file = path.display().to_string();
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return output::problems(&Error::Unreadable { file, reason: error.to_string() }.into(), None),
        };
        if let Err(problems) = session.restyle(&text) {
            return output::problems(&problems, Some(&Source::new(file, text)));
        }
    }
    let answer = asked.answer();
    Conversation::new(session, arguments, answer).ask(&Source::new("draw", sentence))
}
