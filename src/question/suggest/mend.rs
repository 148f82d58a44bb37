//! A text with the words that nobody knows replaced by known ones, or left out.

use std::collections::BTreeMap;

use super::super::keyword::{KEYWORDS, Standing};
use super::super::resolve::Data;
use super::super::vocabulary::{Vocabulary, fold, split};
use super::super::words::words;
use super::known::{PHRASES, WORDS};
use crate::schema::QuestionWord;
use crate::text::Span;

/// How many readings of one word are tried.
const READINGS: usize = 6;

/// How many unknown words are looked for.
const UNKNOWN: usize = 6;

/// How many runs of the vocabulary are looked at for a word: those of the lexicon come first.
const LOOKED_AT: usize = 20_000;

/// Texts without unknown words, the likeliest first; then parts of the text alike.
pub(super) fn mended(text: &str, data: Data<'_>) -> [Vec<String>; 2] {
    let (mut found, mut parts) = (Vec::new(), Vec::new());
    let mut known = BTreeMap::new();
    let rephrased = asked_where(&rephrased(text), data);
    let placeless = without_places(&rephrased, data);
    let other = (rephrased != text).then(|| rephrased.clone());
    let placeless = (placeless != rephrased).then_some(placeless);
    for text in queried(text, data).into_iter().chain(placeless).chain(other).chain([text.to_owned()]) {
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

/// What of a text is meant to be said: neither the shape of a query nor places where facts stand.
pub(super) fn said(text: &str, data: Data<'_>) -> String {
    let queried = queried(text, data).into_iter().next();
    queried.unwrap_or_else(|| without_places(&rephrased(text), data))
}

/// `where are the posts` asks which of the places that the schema knows.
fn asked_where(text: &str, data: Data<'_>) -> String {
    let words = split(text);
    let Some((_, end, _)) = words.first().filter(|(.., word)| word == "where") else { return text.to_owned() };
    let lexicon = &data.schema.lexicon;
    let located = |label: &str| data.schema.labels.get(label).is_some_and(|label| label.asked == Some(QuestionWord::Where));
    let noun = lexicon.nouns.iter().find(|noun| noun.condition.is_none() && located(&noun.label));
    noun.map_or_else(|| text.to_owned(), |noun| format!("which {}{}", noun.plural(), &text[*end..]))
}

/// The names of places in a text where facts stand.
fn cited(text: &str, data: Data<'_>) -> Vec<String> {
    let Ok(tokens) = words(text, data.vocabulary) else { return Vec::new() };
    let catalogue = data.graph.catalogue();
    let is_cited = |written: &str| {
        let key = split(written).into_iter().map(|(_, _, word)| word).collect::<Vec<_>>().join(" ");
        let nodes = data.vocabulary.find(&key).map(|(_, meanings)| meanings.names.as_slice()).unwrap_or_default();
        let of = |label: &crate::value::LabelId| data.schema.labels.get(&*catalogue.label_name(*label)).is_some_and(|label| label.cited);
        nodes.iter().take(4).any(|node| data.graph.labels(*node).iter().any(of))
    };
    let named = tokens.pieces().filter(|(token, _)| token.starts_with('\u{E000}')).map(|(_, span)| span.of(text));
    named.filter(|written| is_cited(written)).map(str::to_owned).collect()
}

/// `SELECT … FROM … WHERE …` as a question.
fn queried(text: &str, data: Data<'_>) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let Some(from) = lower.strip_prefix("select ").and_then(|_| lower.find(" from ")) else { return Vec::new() };
    let columns = text["select ".len()..from.max("select ".len())].trim();
    let rest = text[from + " from ".len()..].trim_end_matches([';', ' ']);
    let counted = columns.to_ascii_lowercase().contains("count");
    let columns = columns.trim_matches(|character: char| !character.is_alphanumeric());
    let mut found = vec![format!("{}{rest}", if counted { "how many " } else { "" })];
    if !counted && !columns.is_empty() {
        let is_noun = data.vocabulary.find(&fold(columns)).is_some_and(|(_, meanings)| !meanings.nouns.is_empty());
        found.insert(usize::from(!is_noun), format!("{columns} of {rest}"));
        found.push(format!("{rest} show {columns}"));
    }
    found
}

/// The text with other phrases of the same meaning.
fn rephrased(text: &str) -> String {
    PHRASES.iter().fold(text.to_owned(), |text, (other, known)| replaced_words(&text, other, known))
}

/// The text without the places where facts stand: the relations that are asked for stand there.
fn without_places(text: &str, data: Data<'_>) -> String {
    let lexicon = &data.schema.lexicon;
    let relations = lexicon.relations.iter().filter_map(|relation| relation.source.as_deref());
    let places = relations.chain(lexicon.predicates.iter().filter_map(|predicate| predicate.source.as_deref()));
    let named = cited(text, data);
    let places = places.chain(named.iter().map(String::as_str));
    let mut seen: Vec<&str> = Vec::new();
    let mut shorter = text.to_owned();
    for place in places {
        if seen.contains(&place) {
            continue;
        }
        seen.push(place);
        for before in ["according to ", "by ", "in ", "on ", "of ", "from ", "does ", "do ", ""] {
            shorter = replaced_words(&shorter, &format!("{before}{place}"), "");
        }
    }
    shorter
}

/// The text with a run of words replaced, wherever it stands as whole words.
fn replaced_words(text: &str, run: &str, by: &str) -> String {
    let wanted: Vec<String> = split(run).into_iter().map(|(_, _, word)| word).collect();
    let mut result = text.to_owned();
    loop {
        let words = split(&result);
        let at = words.windows(wanted.len().max(1)).position(|window| window.iter().map(|(_, _, word)| word).eq(&wanted));
        let Some(at) = at else { return result };
        let (start, end) = (words[at].0, words[at + wanted.len() - 1].1);
        result.replace_range(start..end, by);
        if !by.is_empty() {
            // What is put in is not looked at again.
            return result;
        }
    }
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
            _ => parts.push(Part::Known(written.to_owned())),
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
        for reading in 1..READINGS {
            add(&|at| Some(if at == varied { reading } else { 0 }));
        }
    }
    add(&|_| None);
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
        found.extend(misspelt(&folded, single).into_iter().take(2));
        found.extend(ending(&folded, text, vocabulary));
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
    found.push(String::new());
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
fn stemmed(word: &str, vocabulary: &Vocabulary) -> Vec<String> {
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
