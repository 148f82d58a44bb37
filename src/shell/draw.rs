//! `legation draw`: the answer of a sentence as a picture, on standard output or in a file.

use super::arguments::{Arguments, DrawArguments};
use super::conversation::Conversation;
use super::output::Outcome;
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
    let answer = asked.answer();
    Conversation::new(session, arguments, answer).ask(&Source::new("draw", sentence))
}
