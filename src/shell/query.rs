//! `legation query`: answers each text of the command line.

use super::arguments::{AnswerArguments, Query};
use super::interrupt;
use super::output::{self, Outcome};
use crate::session::{Request, Session};
use crate::text::Source;

/// Answers each text, in order; a wrong one does not keep the others from being answered.
pub(super) fn query(session: &mut Session, query: &Query) -> Outcome {
    let mut outcome = Outcome::Done;
    for text in &query.texts {
        match answer(session, &Source::new("question", text.as_str()), &query.answer) {
            Outcome::Done => {}
            Outcome::Wrong => outcome = Outcome::Wrong,
            ended => return ended,
        }
    }
    outcome
}

/// Answers one text on the process's streams.
pub(super) fn answer(session: &mut Session, source: &Source, arguments: &AnswerArguments) -> Outcome {
    let request = Request {
        parameters: arguments.parameters.iter().cloned().collect(),
        sources: arguments.sources,
        options: arguments.options.clone(),
    };
    interrupt::working(|| match session.ask(source.text(), &request) {
        Ok(reply) => output::reply(&reply, arguments),
        Err(problems) => output::problems(&problems, Some(source)),
    })
}
