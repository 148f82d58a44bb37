//! What was probably meant by a text that is no question: its known words, arranged into sentences that have a meaning.
//!
//! First the text itself, with the words that nobody knows replaced or left out; then the shapes of the grammar, filled with the
//! text's nouns, names and phrases in their order. Each sentence is read and resolved before it is shown.

mod arrange;
mod french;
mod item;
mod known;
mod mend;
mod ours;
mod plain;
mod query;
mod rephrase;

use std::collections::HashMap;
use std::fmt::Write as _;

use super::resolve::{Data, Options};
use super::resolved::{Resolved, read};
use crate::diagnose::Diagnostics;

/// The most sentences that are shown.
const SHOWN: usize = 3;

/// The longest text, in bytes, for which sentences are looked for.
const LONGEST: usize = 400;

/// The most sentences that are tried.
const TRIED: usize = 120;

/// Codes of problems that no other words would mend.
const SETTLED: &[&str] = &[
    "question::too_long",
    "question::too_many",
    "question::too_deep",
    "question::unclosed_quote",
    "question::number_too_large",
    "question::empty",
    "question::later_command",
    "question::mixed_joints",
    "question::ambiguous_phrase",
    "question::ambiguous_name",
    "question::no_previous_answer",
    "question::broken_entry",
    "question::name_taken",
    "question::not_kept",
    "question::saved_cycle",
];

/// Codes of further problems whose own help says what to write.
const PLAIN: &[&str] =
    &["question::misplaced", "question::needs_another", "question::no_order", "question::one_thing", "question::quantity_without_noun"];

/// A text that is no sentence, said otherwise with the same meaning, if that is one.
pub(super) fn otherwise(problems: &Diagnostics, text: &str, data: Data<'_>, options: &Options) -> Option<Resolved> {
    if text.len() > LONGEST || has_code(problems, SETTLED) {
        return None;
    }
    rephrase::otherwise(text, data).into_iter().find_map(|said| read(&said, data, options).ok())
}

/// The problems, with what was probably meant.
pub(super) fn advised(problems: Diagnostics, text: &str, data: Data<'_>, options: &Options) -> Diagnostics {
    // What could follow says more of a sentence that only stops too early.
    let at_end = problems.span().is_some_and(|span| span.start as usize >= text.trim_end().len());
    let open = at_end && !text.trim_end().ends_with('?') && !mend::ends_with_thing(text, data);
    if open || text.len() > LONGEST || has_code(&problems, SETTLED) || has_code(&problems, PLAIN) {
        return problems;
    }
    let mut trial = Trial { data, options, left: TRIED, tried: HashMap::new() };
    let found = meant(text, &mut trial);
    let Some((first, others)) = found.split_first() else { return problems };
    let mut help = format!("did you mean the question `{}`", crate::text::visible(first));
    for other in others {
        let _ = write!(help, ", or `{}`", crate::text::visible(other));
    }
    problems.advised(help + "?")
}

fn has_code(problems: &Diagnostics, codes: &[&str]) -> bool {
    problems.code().is_some_and(|code| codes.contains(&code.as_str()))
}

/// Sentences that have a meaning, the likeliest first.
fn meant(text: &str, trial: &mut Trial<'_>) -> Vec<String> {
    let queries = query::sentences(text, trial);
    let mended = mend::mended(text, trial.data);
    let said = queries.first().cloned().unwrap_or_else(|| rephrase::said(text, trial.data));
    let mut found: Vec<String> = Vec::new();
    let add = |sentence: String, found: &mut Vec<String>, trial: &mut Trial<'_>| {
        if found.len() >= SHOWN || found.contains(&sentence) {
            return;
        }
        // A sentence that leaves all but one thing of several out says nothing of what was meant.
        let least = mend::things(&said, &sentence, trial.data).min(2);
        if mend::things(&sentence, "", trial.data) >= least && trial.works(&sentence) {
            found.push(sentence);
        }
    };
    for query in queries {
        add(query, &mut found, trial);
    }
    for candidates in if found.is_empty() { &mended[..] } else { &[] } {
        for candidate in candidates {
            add(candidate.clone(), &mut found, trial);
        }
        for candidate in candidates {
            if found.is_empty() {
                for sentence in arrange::sentences(candidate, trial) {
                    add(sentence, &mut found, trial);
                }
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// Tries sentences, so many and no more.
pub(super) struct Trial<'d> {
    data: Data<'d>,
    options: &'d Options,
    left: usize,
    /// The sentences that were tried.
    tried: HashMap<String, bool>,
}

impl Trial<'_> {
    /// Whether a sentence has a meaning.
    fn works(&mut self, sentence: &str) -> bool {
        if let Some(works) = self.tried.get(sentence) {
            return *works;
        }
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let works = read(sentence, self.data, self.options).is_ok();
        self.tried.insert(sentence.to_owned(), works);
        works
    }
}
