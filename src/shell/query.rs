//! `legation query`: answers each text of the command line.

use super::arguments::{Arguments, Query};
use super::conversation::Conversation;
use super::output::Outcome;
use crate::session::Session;
use crate::text::Source;

/// Answers each text, in order; a wrong one does not keep the others from being answered.
pub(super) fn query(session: &mut Session, arguments: &Arguments, query: &Query) -> Outcome {
    let mut conversation = Conversation::new(session, arguments, query.answer.clone());
    let mut outcome = Outcome::Done;
    for text in &query.texts {
        match conversation.ask(&Source::new("question", text.as_str())) {
            Outcome::Done => {}
            Outcome::Wrong => outcome = Outcome::Wrong,
            ended => return ended,
        }
    }
    outcome
}
