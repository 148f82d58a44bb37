//! A text with the words that nobody knows replaced by known ones, or left out.

use std::collections::BTreeMap;

use super::super::keyword::{KEYWORDS, Standing};
use super::super::resolve::Data;
use super::super::vocabulary::{Vocabulary, fold, split};
use super::super::words::words;
use super::known::WORDS;
use super::plain::plain;
use super::rephrase::rephrased;
use crate::text::Span;

/// How many readings of one word are tried.
const READINGS: usize = 6;

/// How many unknown words are looked for.
const UNKNOWN: usize = 6;

/// How many runs of the vocabulary are looked at for a word: those of the lexicon come first.
pub(super) const LOOKED_AT: usize = 20_000;

/// Texts without unknown words, the likeliest first; then parts of the text alike.
pub(super) fn mended(text: &str, data: Data<'_>) -> [Vec<String>; 2] {
    let (mut found, mut parts) = (Vec::new(), Vec::new());
    let mut known = BTreeMap::new();
    for text in rephrased(text, data) {
        let plain = without_parentheses(&text);
        let spread = spread(&plain, data.vocabulary);
        for shorter in spread.into_iter().chain([text.clone()]).chain((plain != text).then(|| plain.clone())) {
            replaced(&shorter, data, &mut known, &mut found);
        }
        // What stands before the first comma, or after the last, may say where from.
        for part in [plain.rsplit_once(',').map(|(before, _)| before), plain.split_once(',').map(|(_, after)| after)].into_iter().flatten()
        {
            replaced(part, data, &mut known, &mut parts);
        }
    }
    [found, parts]
}

/// How many things a text speaks of: runs of the data's words, and words that nobody knows and that a sentence does not say.
pub(super) fn things(text: &str, sentence: &str, data: Data<'_>) -> usize {
    let Ok(tokens) = words(text, data.vocabulary) else { return 0 };
    let said: Vec<String> = split(sentence).into_iter().map(|(_, _, word)| word).collect();
    let counts = |(token, span): &(&str, Span)| match *token {
        "\u{E002}" => {
            let word = fold(span.of(text));
            let known = WORDS.iter().any(|(other, _)| *other == word) || said.contains(&word);
            word.chars().all(char::is_alphanumeric) && !known
        }
        token => token.starts_with('\u{E000}'),
    };
    tokens.pieces().filter(counts).count()
}

/// Whether the last word of a text that is no command is a thing, after which a sentence may well end.
pub(super) fn ends_with_thing(text: &str, data: Data<'_>) -> bool {
    let Ok(tokens) = words(text, data.vocabulary) else { return false };
    let first = tokens.pieces().next().and_then(|(token, _)| KEYWORDS.phrases.get(token.trim_end_matches('\u{E001}')));
    if first.is_some_and(|standings| standings.iter().any(|standing| matches!(standing, Standing::Opening(_)))) {
        return false;
    }
    let last = tokens.pieces().last().and_then(|(token, _)| token.strip_prefix('\u{E000}'));
    last.is_some_and(|classes| classes.starts_with(['N', 'M', 'A', 'P', 'T']))
}

/// `customs and immigration agreements`: the last word belongs to both.
fn spread(text: &str, vocabulary: &Vocabulary) -> Option<String> {
    let words = split(text);
    let is_noun = |run: &str| vocabulary.find(run).is_some_and(|(_, meanings)| !meanings.nouns.is_empty());
    let at = words.windows(4).position(|window| {
        let [(.., first), (.., joint), (.., second), (.., last)] = window else { return false };
        matches!(joint.as_str(), "and" | "or") && is_noun(&format!("{first} {last}")) && is_noun(&format!("{second} {last}"))
    })?;
    let (end, last) = (words[at].1, &text[words[at + 3].0..words[at + 3].1]);
    Some(format!("{} {last}{}", &text[..end], &text[end..]))
}

/// The text without what stands in parentheses.
fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}

/// A part of the text: known words as they are, or an unknown word with what may stand for it.
enum Part {
    Known(String),
    Unknown(Vec<String>),
}

/// Appends the readings of a text.
fn replaced(text: &str, data: Data<'_>, known: &mut BTreeMap<String, Vec<String>>, found: &mut Vec<String>) {
    let Ok(tokens) = words(text, data.vocabulary) else { return };
    let mut parts = Vec::new();
    for (token, span) in tokens.pieces() {
        let written = span.of(text);
        match token {
            "\u{E002}" => {
                // Each word is looked for once, and of many the first few.
                let look = known.len() < UNKNOWN;
                let found = known.entry(written.to_owned());
                let found = found.or_insert_with(|| if look { readings(written, text, data.vocabulary) } else { vec![String::new()] });
                parts.push(Part::Unknown(found.clone()));
            }
            "?" | "!" | "." => {}
            _ => parts.push(Part::Known(if token.starts_with('\u{E000}') { plain(written, data) } else { written.to_owned() })),
        }
    }
    let unknown = parts.iter().filter(|part| matches!(part, Part::Unknown(_))).count();
    let mut add = |chosen: &dyn Fn(usize) -> Option<usize>| {
        let sentence = joined(&parts, chosen);
        if !sentence.is_empty() && !found.contains(&sentence) {
            found.push(sentence);
        }
    };
    add(&|_| Some(0));
    for varied in 0..unknown.min(4) {
        let mut places = parts.iter().filter_map(|part| if let Part::Unknown(readings) = part { Some(readings.len()) } else { None });
        for reading in 1..places.nth(varied).unwrap_or(0) {
            add(&|at| Some(if at == varied { reading } else { 0 }));
        }
    }
    if !tokens.pieces().any(|(token, span)| token == "\u{E002}" && says_something(span.of(text))) {
        add(&|_| None);
    }
}

/// Whether a word that nobody here knows stands for one that says something.
fn says_something(word: &str) -> bool {
    WORDS.iter().any(|(other, known)| *other == fold(word) && !known.is_empty())
}

/// The text with one reading of each unknown word; none leaves it out.
fn joined(parts: &[Part], chosen: &dyn Fn(usize) -> Option<usize>) -> String {
    let mut sentence = String::new();
    let mut at = 0;
    for part in parts {
        let word = match part {
            Part::Known(word) => word.as_str(),
            Part::Unknown(readings) => {
                at += 1;
                chosen(at - 1).and_then(|reading| readings.get(reading)).map_or("", String::as_str)
            }
        };
        if !word.is_empty() {
            if !sentence.is_empty() && word != "," {
                sentence.push(' ');
            }
            sentence.push_str(word);
        }
    }
    sentence.replace("how many of ", "how many ").replace("number of of ", "number of ")
}

/// What an unknown word may stand for, the likeliest first.
fn readings(word: &str, text: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let folded = fold(word);
    let mut found: Vec<String> = Vec::new();
    if let Some((_, known)) = WORDS.iter().find(|(other, _)| *other == folded) {
        found.push((*known).to_owned());
    }
    if folded.chars().count() >= 3 {
        let spellings = || vocabulary.spellings().take(LOOKED_AT);
        let single = spellings().filter(|spelling| !spelling.contains([' ', ':'])).chain(KEYWORDS.phrases.keys().copied());
        found.extend(ending(&folded, text, vocabulary));
        // Another form of a verb is likelier than a slip.
        if ["ed", "ing"].iter().any(|ending| folded.ends_with(ending)) {
            found.extend(stemmed(&folded, vocabulary).into_iter().take(1));
        }
        found.extend(misspelt(&folded, single).into_iter().take(2));
        found.extend(stemmed(&folded, vocabulary).into_iter().take(3));
    }
    let mut seen = Vec::new();
    found.retain(|reading| {
        !seen.contains(reading) && {
            seen.push(reading.clone());
            true
        }
    });
    found.truncate(READINGS - 1);
    // A word that is known elsewhere says something: no reading is without it.
    if !says_something(word) {
        found.push(String::new());
    }
    found
}

/// The words that differ from this one by a slip.
fn misspelt<'v>(word: &str, known: impl Iterator<Item = &'v str>) -> Vec<String> {
    let length = word.chars().count();
    let most = if length < 8 { 1 } else { 2 };
    let near =
        known.filter(|other| other.chars().count().abs_diff(length) <= most && strsim::damerau_levenshtein(word, &fold(other)) <= most);
    near.map(str::to_owned).collect()
}

/// Nouns whose last word this is, those first whose other words the text has: `priorities` for `forum priorities`.
fn ending(word: &str, text: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let written: Vec<String> = split(text).into_iter().map(|(_, _, word)| word).collect();
    let nouns = vocabulary.runs().take(LOOKED_AT).filter(|(_, meanings)| !meanings.nouns.is_empty());
    let mut ending: Vec<(&str, String)> =
        nouns.filter(|(run, _)| run.rsplit(' ').next() == Some(word)).map(|(run, meanings)| (run, meanings.spelling.to_string())).collect();
    ending.sort_by_key(|(run, _)| run.split(' ').filter(|part| !written.iter().any(|word| word == part)).count());
    ending.into_iter().map(|(_, spelling)| spelling).take(4).collect()
}

/// Phrases and nouns with a word of the same stem: `met` has none, `receive` has `receiving`.
pub(super) fn stemmed(word: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let said = vocabulary.runs().take(LOOKED_AT);
    let said = said.filter(|(_, meanings)| meanings.names.is_empty() || !meanings.nouns.is_empty());
    let mut found: Vec<(bool, usize, String)> = Vec::new();
    let start: String = word.chars().take(4).collect();
    for (run, meanings) in said.filter(|(run, _)| run.contains(&start)) {
        let first = split(run).into_iter().position(|(_, _, other)| same_stem(word, &other));
        if let Some(place) = first {
            found.push((
                meanings.relations.is_empty() && meanings.predicates.is_empty(),
                place + run.split(' ').count(),
                meanings.spelling.to_string(),
            ));
        }
    }
    found.sort_by_key(|(other, place, _)| (*other, *place));
    found.into_iter().map(|(.., spelling)| spelling).collect()
}

/// Whether two words begin alike but for their endings.
pub(super) fn same_stem(word: &str, other: &str) -> bool {
    let common = word.chars().zip(other.chars()).take_while(|(left, right)| left == right).count();
    let longest = word.chars().count().max(other.chars().count());
    common >= 4 && common + 4 >= longest
}
