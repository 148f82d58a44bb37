//! Known words that are near to an unknown one.

use super::error::Error;
use super::keyword::KEYWORDS;
use super::vocabulary::{Vocabulary, split};
use crate::diagnose::{Diagnostics, nearest};

/// The errors about words that nobody knows, each with the words that are near. O(errors · runs), and so nothing for a text that
/// is still being written.
pub(super) fn advised(unknown: Vec<Error>, vocabulary: &Vocabulary) -> Diagnostics {
    let mut problems = Diagnostics::new();
    for mut error in unknown {
        if let Error::UnknownWord { word, help, .. } = &mut error
            && let [(_, _, folded)] = split(word).as_slice()
        {
            *help = near(folded, vocabulary);
        }
        problems.push(error);
    }
    problems
}

/// The nearest runs of the vocabulary, then the runs with a word near to it.
fn near(word: &str, vocabulary: &Vocabulary) -> Option<String> {
    let keywords = KEYWORDS.phrases.keys().copied();
    let whole = nearest(word, vocabulary.spellings().chain(keywords));
    let found = if whole.is_empty() {
        let within = vocabulary.spellings().filter(|spelling| {
            let parts = split(spelling);
            // Every short word is near to an article or a preposition of some name.
            let long = parts.iter().map(|(_, _, part)| part.as_str()).filter(|part| part.chars().nth(3).is_some());
            parts.len() > 1 && !nearest(word, long).is_empty()
        });
        within.take(8).collect()
    } else {
        whole
    };
    let (last, others) = found.split_last()?;
    let quoted: Vec<String> = others.iter().take(8).map(|name| format!("`{}`", crate::text::visible(name))).collect();
    let last = format!("`{}`", crate::text::visible(last));
    Some(if quoted.is_empty() { format!("did you mean {last}?") } else { format!("did you mean {} or {last}?", quoted.join(", ")) })
}

/// A noun of the data, in the plural where it has one: what a question may ask for.
pub(super) fn example(vocabulary: &Vocabulary) -> String {
    let mut nouns = vocabulary.runs().take(64).map(|(_, meanings)| meanings).filter(|meanings| !meanings.nouns.is_empty());
    let first = nouns.next();
    let other = nouns.next().filter(|other| first.is_some_and(|first| first.nouns == other.nouns));
    let spelling = other.or(first).map_or("…", |meanings| &*meanings.spelling);
    format!("`{}`", crate::text::visible(spelling))
}
