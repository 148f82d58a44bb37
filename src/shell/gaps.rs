//! `legation gaps`: where the data falls short of what its package expects.

use std::path::Path;

use super::arguments::{Arguments, GapsArguments};
use super::conversation::Conversation;
use super::interrupt;
use super::output::{self, Outcome};
use super::whole;
use crate::export::{FORMATS, Options, format_of};
use crate::gap::Severity;
use crate::session::Session;
use crate::text::Source;

/// Answers the sentence `gaps …` on standard output or into a file; wrong where a gap that must not be is open.
pub(super) fn gaps(session: &mut Session, arguments: &Arguments, asked: &GapsArguments) -> Outcome {
    let sentence = ["gaps".to_owned()].into_iter().chain(asked.scope.iter().cloned()).collect::<Vec<_>>().join(" ");
    let shown = Source::new("gaps", if asked.matrix { format!("{sentence} as a matrix") } else { sentence });
    let mut conversation = Conversation::new(session, arguments, asked.answer.clone());
    let outcome = match &asked.output {
        Some(path) => filed(&mut conversation, &shown, path, asked),
        None => conversation.ask(&shown),
    };
    let open = conversation.last.and_then(|reply| reply.open_gaps);
    match (outcome, asked.fail_on, open) {
        (Outcome::Done, Some(severity), Some(open)) => judged(&open, severity),
        (outcome, ..) => outcome,
    }
}

/// Wrong where a gap of the severity, or a worse one, is open.
fn judged(open: &[(Severity, usize)], severity: Severity) -> Outcome {
    let bad = || open.iter().filter(|(one, _)| *one <= severity);
    let count: usize = bad().map(|(_, count)| count).sum();
    if count == 0 {
        return Outcome::Done;
    }
    let names: Vec<&str> = bad().map(|(one, _)| one.name()).collect();
    output::note(&format!("{count} {} of severity {} open", if count == 1 { "gap" } else { "gaps" }, names.join(" or ")));
    Outcome::Wrong
}

/// Writes the answer into a file, in the format of its ending.
fn filed(conversation: &mut Conversation<'_>, sentence: &Source, path: &Path, asked: &GapsArguments) -> Outcome {
    let format = asked.answer.format.or_else(|| format_of(path)).unwrap_or(&FORMATS[0]);
    let request = conversation.request();
    let reply = match interrupt::working(|| conversation.session.ask(sentence.text(), &request)) {
        Ok(reply) => reply,
        Err(problems) => return output::problems(&problems, Some(sentence)),
    };
    let options = Options {
        width: output::width(),
        terminal: false,
        decimals: reply.decimals,
        presentation: reply.presentation.clone(),
        formulas: asked.answer.formulas(),
    };
    let outcome = whole::write(path, format.name, |out| (format.write)(&reply.answer, &options, out));
    conversation.last = Some(reply);
    outcome
}
