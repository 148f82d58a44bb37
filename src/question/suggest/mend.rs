//! A text with the words that nobody knows replaced by known ones, or left out.

use std::collections::BTreeMap;

use super::super::keyword::{KEYWORDS, Standing};
use super::super::resolve::Data;
use super::super::vocabulary::{Vocabulary, fold, split};
use super::super::words::{Words, words};
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

/// Texts without unknown words, the likeliest first; then parts of the text alike, and texts with other nouns.
pub(super) fn mended(text: &str, data: Data<'_>) -> [Vec<String>; 3] {
    let (mut found, mut parts) = (Vec::new(), Vec::new());
    let mut known = BTreeMap::new();
    for text in rephrased(text, data) {
        let plain = without_parentheses(&text);
        let spread = spread(&plain, data.vocabulary).or_else(|| repeated(&plain, data.vocabulary));
        for shorter in spread.into_iter().chain([text.clone()]).chain((plain != text).then(|| plain.clone())) {
            replaced(&shorter, data, &mut known, &mut found);
        }
        // What stands before the first comma, or after the last, may say where from.
        for part in [plain.rsplit_once(',').map(|(before, _)| before), plain.split_once(',').map(|(_, after)| after)].into_iter().flatten()
        {
            replaced(part, data, &mut known, &mut parts);
        }
    }
    let first = found.first().cloned().unwrap_or_default();
    [found, parts, longer_nouns(&first, data)]
}

/// The text with a longer noun in the place of one that may not fit: `strategic objectives` for `objectives`.
fn longer_nouns(text: &str, data: Data<'_>) -> Vec<String> {
    const MOST: usize = 8;
    let Ok(tokens) = words(text, data.vocabulary) else { return Vec::new() };
    let mut found = Vec::new();
    if is_command(&tokens) {
        return found;
    }
    for (_, span) in tokens.pieces().filter(|(token, _)| token.starts_with('\u{E000}')) {
        let (start, end) = (span.start as usize, span.end as usize);
        for noun in ending(&fold(&text[start..end]), text, data.vocabulary) {
            found.push(format!("{}{noun}{}", &text[..start], &text[end..]));
        }
    }
    found.truncate(MOST);
    found
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

fn is_command(tokens: &Words) -> bool {
    let first = tokens.pieces().next().and_then(|(token, _)| KEYWORDS.phrases.get(token.trim_end_matches('\u{E001}')));
    first.is_some_and(|standings| standings.iter().any(|standing| matches!(standing, Standing::Opening(_))))
}

/// Whether the last word of a text that is no command is a thing, after which a sentence may well end.
pub(super) fn ends_with_thing(text: &str, data: Data<'_>) -> bool {
    let Ok(tokens) = words(text, data.vocabulary) else { return false };
    if is_command(&tokens) {
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

/// `an objective or indicator about themes`: what is said of the last belongs to both.
fn repeated(text: &str, vocabulary: &Vocabulary) -> Option<String> {
    let words = split(text);
    let word = |at: usize| words.get(at).map_or("", |(.., word)| word.as_str());
    let is_noun = |at: usize| vocabulary.find(word(at)).is_some_and(|(_, meanings)| !meanings.nouns.is_empty());
    let joint = (1..words.len()).find(|at| {
        let second = at + 1 + usize::from(matches!(word(at + 1), "a" | "an"));
        word(*at) == "or" && is_noun(at - 1) && is_noun(second) && matches!(word(second + 1), "about" | "on" | "concerning" | "regarding")
    })?;
    let second = joint + 1 + usize::from(matches!(word(joint + 1), "a" | "an"));
    let said = text[words[second].1..].trim_end_matches([' ', '?', '!', '.']);
    Some(format!("{}{said}{}", &text[..words[joint - 1].1], &text[words[joint - 1].1..]))
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
    Unknown(String, Vec<String>),
}

/// What the language, or the data in its own language, has for a word that is known.
fn known_word(token: &str, written: &str, data: Data<'_>) -> String {
    match token.strip_suffix('\u{E001}') {
        Some(keyword) if !keyword.starts_with('\u{E000}') => keyword.to_owned(),
        _ if token.starts_with('\u{E000}') => plain(written, data),
        _ => written.to_owned(),
    }
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
                parts.push(Part::Unknown(fold(written), found.clone()));
            }
            "?" | "!" | "." => {}
            _ => parts.push(Part::Known(known_word(token, written, data))),
        }
    }
    let mut unknown: Vec<(&str, usize)> = Vec::new();
    for part in &parts {
        if let Part::Unknown(word, readings) = part
            && !unknown.iter().any(|(other, _)| other == word)
        {
            unknown.push((word, readings.len()));
        }
    }
    let mut add = |chosen: &dyn Fn(&str) -> Option<usize>| {
        let sentence = joined(&parts, chosen);
        if !sentence.is_empty() && !found.contains(&sentence) {
            found.push(sentence);
        }
    };
    add(&|_| Some(0));
    for (varied, readings) in unknown.iter().take(4) {
        for reading in 1..*readings {
            add(&|word| Some(if word == *varied { reading } else { 0 }));
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
fn joined(parts: &[Part], chosen: &dyn Fn(&str) -> Option<usize>) -> String {
    let mut sentence = String::new();
    let mut after_nothing = false;
    for part in parts {
        let word = match part {
            Part::Known(word) => word.as_str(),
            Part::Unknown(word, readings) => chosen(word).and_then(|reading| readings.get(reading)).map_or("", String::as_str),
        };
        // `affected by a contradiction`: without the verb, `by` would group.
        let word = if after_nothing && word == "by" { "with" } else { word };
        after_nothing = word.is_empty();
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
        found.extend(part_of_name(&folded, vocabulary).into_iter().filter(|_| folded.len() >= 5));
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

/// Names that have this word among others: `trade` for `trade facilitation`.
fn part_of_name(word: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let names = vocabulary.runs().take(LOOKED_AT).filter(|(_, meanings)| !meanings.names.is_empty() && meanings.nouns.is_empty());
    let part = |run: &str| (2..=3).contains(&run.split(' ').count()) && run.split(' ').any(|other| other == word);
    names.filter(|(run, _)| part(run)).map(|(_, meanings)| meanings.spelling.to_string()).take(3).collect()
}

/// Whether two words begin alike but for their endings.
pub(super) fn same_stem(word: &str, other: &str) -> bool {
    let common = word.chars().zip(other.chars()).take_while(|(left, right)| left == right).count();
    let longest = word.chars().count().max(other.chars().count());
    common >= 4 && common + 4 >= longest
}
