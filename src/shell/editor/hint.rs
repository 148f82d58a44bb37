//! What is shown behind the cursor: how an earlier line went on, else the next word; and how many rows the sentence has as it is.

use std::time::Duration;

use super::complete::{Candidate, NO_ANSWER, candidates, of_the_data};
use super::guide::Guide;
use super::standing::standing;
use crate::shell::colour;
use crate::shell::conversation::Conversation;
use crate::text::Standing;

/// How long counting the rows may take; what takes longer is not shown.
const PATIENCE: Duration = Duration::from_millis(5);

/// A hint.
pub(in crate::shell) struct Hint {
    display: String,
    completion: String,
}

impl rustyline::hint::Hint for Hint {
    fn display(&self) -> &str {
        &self.display
    }

    fn completion(&self) -> Option<&str> {
        (!self.completion.is_empty()).then_some(&self.completion)
    }
}

/// The hint for a text with the cursor at its end.
pub(super) fn hint(text: &str, conversation: &Conversation<'_>, guide: &Guide) -> Option<Hint> {
    if !conversation.settings.hints || text.trim().is_empty() {
        return None;
    }
    let standing = standing(text, conversation);
    let sentence = !text.trim_start().starts_with(':');
    let earlier = conversation.history.continuing(text).map(|entry| entry[text.len()..].to_owned());
    let next = || if standing == Standing::Complete && sentence { None } else { next_word(text, conversation, guide) };
    let completion = earlier.or_else(next).unwrap_or_default();
    let rows = (sentence && standing == Standing::Complete)
        .then(|| conversation.session.rows(text.trim().trim_end_matches(';'), &conversation.request(), PATIENCE))
        .flatten();
    let rows = rows.map(|rows| if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") });
    // One line is enough to show how an earlier text of many went on.
    let shown = completion.lines().next().unwrap_or_default();
    let display = match (shown, rows, colour::on(&std::io::stdout())) {
        ("", None, _) => return None,
        ("", Some(rows), true) => format!("   {rows}"),
        (shown, None, true) => shown.to_owned(),
        (shown, Some(rows), true) => format!("{shown}   {rows}"),
        // Without colours nothing else tells it from what is typed.
        ("", Some(rows), false) => format!("   [{rows}]"),
        (shown, None, false) => format!("   [{shown}]"),
        (shown, Some(rows), false) => format!("   [{shown}; {rows}]"),
    };
    Some(Hint { display, completion })
}

/// The rest of the likeliest word that can come next.
fn next_word(text: &str, conversation: &Conversation<'_>, guide: &Guide) -> Option<String> {
    let rest = |candidate: &Candidate| {
        let typed = &text[candidate.start..];
        let rest = candidate.text.strip_prefix(typed).filter(|rest| !rest.is_empty())?;
        Some(rest.to_owned())
    };
    let first = |found: Vec<Candidate>| found.iter().filter(|candidate| candidate.rank < NO_ANSWER).find_map(rest);
    first(of_the_data(text, conversation.session, guide)).or_else(|| first(candidates(text, conversation.session, guide)))
}
