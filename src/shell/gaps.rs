//! `legation gaps`: where the data falls short of what its package expects.

use std::path::Path;

use super::arguments::{Arguments, GapsArguments};
use super::conversation::Conversation;
use super::interrupt;
use super::output::{self, Outcome};
use crate::export::{FORMATS, Format, Options};
use crate::gap::{GAPS, Severity, State};
use crate::save::{self, Problem};
use crate::session::{Reply, Request, Session};
use crate::text::{Source, visible};
use crate::value::Value;

/// Endings of files, with the formats that they stand for.
const ENDINGS: &[(&str, &str)] = &[
    ("txt", "table"),
    ("csv", "csv"),
    ("json", "json"),
    ("jsonl", "jsonl"),
    ("ndjson", "jsonl"),
    ("md", "markdown"),
    ("markdown", "markdown"),
];

/// Answers the sentence `gaps …` on standard output or into a file; wrong where a gap that must not be is open.
pub(super) fn gaps(session: &mut Session, arguments: &Arguments, asked: &GapsArguments) -> Outcome {
    let sentence = ["gaps".to_owned()].into_iter().chain(asked.scope.iter().cloned()).collect::<Vec<_>>().join(" ");
    let shown = Source::new("gaps", if asked.matrix { format!("{sentence} as a matrix") } else { sentence.clone() });
    let outcome = match &asked.output {
        Some(path) => filed(session, &shown, path, asked),
        None => Conversation::new(session, arguments, asked.answer.clone()).ask(&shown),
    };
    match (outcome, asked.fail_on) {
        (Outcome::Done, Some(severity)) => answered(session, &Source::new("gaps", sentence), asked, |reply| judged(reply, severity)),
        (outcome, _) => outcome,
    }
}

/// Does something with the answer to a sentence.
fn answered(session: &mut Session, sentence: &Source, asked: &GapsArguments, then: impl FnOnce(&Reply) -> Outcome) -> Outcome {
    let request = Request { options: asked.answer.options.clone(), ..Request::default() };
    interrupt::working(|| match session.ask(sentence.text(), &request) {
        Ok(reply) => then(&reply),
        Err(problems) => output::problems(&problems, Some(sentence)),
    })
}

/// Wrong where a gap of the severity, or a worse one, is open.
fn judged(reply: &Reply, severity: Severity) -> Outcome {
    let at = |name: &str| GAPS.iter().position(|column| *column == name);
    let (Some(severe), Some(state)) = (at("severity"), at("state")) else { return Outcome::Done };
    let bad: Vec<&str> = Severity::ALL.iter().filter(|one| **one <= severity).map(|one| one.name()).collect();
    let is = |value: &Value, names: &[&str]| matches!(value, Value::String(text) if names.contains(&&**text));
    let open = reply.answer.rows().filter(|row| is(&row.value(severe), &bad) && is(&row.value(state), &[State::Open.name()])).count();
    if open == 0 {
        return Outcome::Done;
    }
    output::note(&format!("{open} {} of severity {} open", if open == 1 { "gap" } else { "gaps" }, bad.join(" or ")));
    Outcome::Wrong
}

/// Writes the answer into a file, in the format of its ending.
fn filed(session: &mut Session, sentence: &Source, path: &Path, asked: &GapsArguments) -> Outcome {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let named = ENDINGS.iter().find(|(own, _)| *own == ending).and_then(|(_, name)| FORMATS.iter().find(|format| format.name == *name));
    let format = asked.answer.format.or(named).unwrap_or(&FORMATS[0]);
    answered(session, sentence, asked, |reply| match write(reply, path, format, asked) {
        Ok(()) => {
            output::note(&format!("{}: written ({})", visible(&path.to_string_lossy()), format.name));
            Outcome::Done
        }
        Err(problem) => output::problems(&problem.into(), None),
    })
}

/// The file is whole or not there.
fn write(reply: &Reply, path: &Path, format: &Format, asked: &GapsArguments) -> Result<(), Problem> {
    let options = Options {
        width: output::width(),
        terminal: false,
        decimals: reply.decimals,
        presentation: reply.presentation.clone(),
        formulas: asked.answer.formulas(),
    };
    save::replace_file(path, |out| (format.write)(&reply.answer, &options, out))
}
