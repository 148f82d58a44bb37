//! A text said in other words that mean the same: other turns of phrase, without those whose data it is, without the places where
//! facts stand.

use super::super::resolve::Data;
use super::super::vocabulary::split;
use super::super::words::words;
use super::known::{INVERTED, OURS, PHRASES};
use super::mend::{LOOKED_AT, same_stem, stemmed};
use crate::schema::QuestionWord;
use crate::value::LabelId;

/// The text in other words, those that leave most out first, and the text itself last.
pub(super) fn rephrased(text: &str, data: Data<'_>) -> Vec<String> {
    let plain = PHRASES.iter().fold(inverted(text), |text, (other, known)| replaced_words(&text, other, known));
    let plain = owned(&in_common(&turned(&plain)));
    let named = demonyms(&plain, data);
    let named = partly(&named, data);
    let ours = without_ours(&named, data);
    let places = without_places(&ours, data);
    let mut found = Vec::new();
    // Where a document says something is no place.
    let placed = cited(&plain, data).is_empty();
    let cut = places.find(", according to ").or_else(|| places.find(" according to "));
    let unsourced = cut.map(|at| places[..at].to_owned());
    for said in unsourced.iter().chain([&places, &ours, &named, &plain]) {
        for said in [asked_where(said, data).filter(|_| placed), Some(said.clone())].into_iter().flatten() {
            if !found.contains(&said) {
                found.push(said);
            }
        }
    }
    if !found.iter().any(|said| said == text) {
        found.push(text.to_owned());
    }
    found
}

/// What of a text is meant to be said.
pub(super) fn said(text: &str, data: Data<'_>) -> String {
    let first = |said: &String| !said.starts_with("which ") || text.starts_with("which ");
    rephrased(text, data).into_iter().find(first).unwrap_or_default()
}

/// `partners with whom Canada has an agreement`: a preposition before its relative pronoun goes to the end of the clause.
fn turned(text: &str) -> String {
    const PREPOSITIONS: &[&str] = &["in", "at", "of", "with", "for", "to", "on", "from", "through", "by", "under"];
    let words = split(text);
    let at = words.windows(3).position(|window| {
        let [.., (_, _, preposition), (_, _, pronoun)] = window else { return false };
        PREPOSITIONS.contains(&preposition.as_str()) && matches!(pronoun.as_str(), "which" | "whom")
    });
    let Some(at) = at.map(|at| at + 1) else { return text.to_owned() };
    let (clause, preposition) = (words[at + 1].1, &words[at].2);
    let end = text[clause..].find(|mark: char| ",;?!".contains(mark)).map_or(text.len(), |end| clause + end);
    format!("{}that{} {preposition}{}", &text[..words[at].0], text[clause..end].trim_end_matches('.'), &text[end..])
}

/// `le Brésil est-il membre …`: the verb goes to the head.
fn inverted(text: &str) -> String {
    let said = INVERTED.iter().find_map(|(other, verb)| {
        let rest = replaced_words(text, other, "");
        (rest != text).then(|| format!("{verb} {rest}"))
    });
    said.unwrap_or_else(|| text.to_owned())
}

/// `with no forum in common with Brazil` is `not sharing a forum with Brazil`.
fn in_common(text: &str) -> String {
    let words = split(text);
    let word = |at: usize| words.get(at).map_or("", |(_, _, word)| word.as_str());
    let Some(end) = (0..words.len()).find(|at| [word(*at), word(at + 1), word(at + 2)] == ["in", "common", "with"]) else {
        return text.to_owned();
    };
    let verbs = ["have", "has", "having", "with", "had"];
    let Some(verb) = (0..end).rev().find(|at| verbs.contains(&word(*at))) else { return text.to_owned() };
    let none = word(verb + 1) == "no";
    let Some((from, ..)) = words.get(verb + 1 + usize::from(none)).filter(|_| verb + 1 < end) else { return text.to_owned() };
    let what = text[*from..words[end].0].trim_end();
    let link = verb > 0 && none && matches!(word(verb - 1), "that" | "which" | "who");
    let sharing = match (none, link) {
        (false, _) => "sharing",
        (true, false) => "not sharing a",
        (true, true) => "are not sharing a",
    };
    format!("{}{sharing} {what} with{}", &text[..words[verb].0], &text[words[end + 2].1..])
}

/// `core partners' agreements` are `agreements of core partners`.
fn owned(text: &str) -> String {
    let mark = ["s' ", "s’ "].iter().find_map(|mark| text.find(mark).map(|at| (at + 1, at + mark.len())));
    let Some((owner, owned)) = mark.map(|(end, start)| (&text[..end], &text[start..])) else { return text.to_owned() };
    let end = owned.find(|mark: char| ",;?!.".contains(mark)).unwrap_or(owned.len());
    format!("{} of {owner}{}", &owned[..end], &owned[end..])
}

/// `where are the posts` asks which of the places that the schema knows.
fn asked_where(text: &str, data: Data<'_>) -> Option<String> {
    let words = split(text);
    let (_, end, _) = words.first().filter(|(.., word)| word == "where")?;
    let lexicon = &data.schema.lexicon;
    let located = |label: &str| data.schema.labels.get(label).is_some_and(|label| label.asked == Some(QuestionWord::Where));
    let noun = lexicon.nouns.iter().find(|noun| noun.condition.is_none() && located(&noun.label))?;
    Some(format!("which {}{}", noun.plural(), &text[*end..]))
}

/// The text without those whose data it is, and the auxiliaries that go with them: `agreements (we have) with Chile`.
fn without_ours(text: &str, data: Data<'_>) -> String {
    const AUXILIARIES: &[&str] = &["do", "does", "did", "have", "has", "had", "is", "are", "can", "could", "may", "should", "a", "avons"];
    let Ok(tokens) = words(text, data.vocabulary) else { return text.to_owned() };
    let folded = |at: &str| split(at).into_iter().map(|(_, _, word)| word).collect::<Vec<_>>().join(" ");
    let ours: Vec<String> = data.schema.ours.iter().map(|name| folded(name)).collect();
    let pieces: Vec<(String, (usize, usize))> =
        tokens.pieces().map(|(_, span)| (folded(span.of(text)), (span.start as usize, span.end as usize))).collect();
    let mut left_out = vec![false; pieces.len()];
    for (at, (word, _)) in pieces.iter().enumerate() {
        // `US` is no `us`.
        let us = OURS.contains(&word.as_str()) && !(word == "us" && text.get(pieces[at].1.0..pieces[at].1.1) == Some("US"));
        // `Canada's aid policy` is a thing of its own.
        let unknown = tokens.pieces().nth(at + 1).is_some_and(|(token, _)| token == "\u{E002}");
        let owner = unknown && text.get(pieces[at].1.1..).is_some_and(|rest| rest.starts_with(['\'', '’']));
        if owner || !us && !ours.contains(word) {
            continue;
        }
        let auxiliary = |at: &usize| AUXILIARIES.contains(&pieces[*at].0.as_str());
        // At the head, an auxiliary asks whether something holds.
        let article = at.checked_sub(1).filter(|before| pieces[*before].0 == "the");
        let before = article.unwrap_or(at).checked_sub(1).filter(|before| *before > 0).filter(auxiliary);
        let after = (at + 1..pieces.len()).take_while(auxiliary);
        for place in after.chain(article).chain(before).chain([at]) {
            left_out[place] = true;
        }
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for ((_, (start, end)), _) in pieces.iter().zip(&left_out).filter(|(_, left_out)| **left_out) {
        kept.push_str(text.get(from..*start).unwrap_or_default());
        from = *end;
    }
    kept + text.get(from..).unwrap_or_default()
}

/// `South African agreements`: words in capitals that end otherwise than a name do stand for the name.
fn demonyms(text: &str, data: Data<'_>) -> String {
    const MOST: usize = 4;
    let mut named = text.to_owned();
    for _ in 0..MOST {
        match demonym(&named, data) {
            Some((place, name)) => named.replace_range(place, &name),
            None => break,
        }
    }
    named
}

/// The first of them, with the name.
fn demonym(text: &str, data: Data<'_>) -> Option<(std::ops::Range<usize>, String)> {
    const LONGEST: usize = 3;
    let words = split(text);
    let windows = (1..=LONGEST).rev().flat_map(|count| words.windows(count));
    let mut unknown = windows.filter_map(|window| {
        let capital = |(start, ..): &(usize, usize, String)| text[*start..].starts_with(char::is_uppercase);
        let run: Vec<&str> = window.iter().map(|(_, _, word)| word.as_str()).collect();
        let known = || data.vocabulary.find(&run.join(" ")).is_some();
        let place = window.first()?.0..window.last()?.1;
        (window.iter().all(capital) && !known()).then_some((place, run))
    });
    unknown.find_map(|(place, run)| like(&run, data).map(|name| (place, name)))
}

/// `the aid policy`: words of one name only, in its order, stand for the name.
fn partly(text: &str, data: Data<'_>) -> String {
    const LONGEST: usize = 4;
    let Ok(tokens) = words(text, data.vocabulary) else { return text.to_owned() };
    let unknown: Vec<usize> = tokens.pieces().filter(|(token, _)| *token == "\u{E002}").map(|(_, span)| span.start as usize).collect();
    let words = split(text);
    let windows = (2..=LONGEST).rev().flat_map(|count| words.windows(count));
    let with_unknown = |window: &&[(usize, usize, String)]| window.iter().any(|(start, ..)| unknown.contains(start));
    for window in windows.filter(with_unknown).take(3 * LONGEST) {
        let run = format!(" {} ", window.iter().map(|(_, _, word)| word.as_str()).collect::<Vec<_>>().join(" "));
        let names = data.vocabulary.runs().take(LOOKED_AT).filter(|(_, meanings)| !meanings.names.is_empty());
        let mut names = names.filter(|(name, _)| format!(" {name} ").contains(&run)).map(|(_, meanings)| meanings);
        if let (Some(meanings), Some((start, ..)), Some((_, end, _))) = (names.next(), window.first(), window.last())
            && names.all(|other| other.names == meanings.names)
        {
            return format!("{}{}{}", &text[..*start], meanings.spelling, &text[*end..]);
        }
    }
    text.to_owned()
}

/// The name of somebody whose last word has another ending.
fn like(run: &[&str], data: Data<'_>) -> Option<String> {
    let (last, first) = run.split_last()?;
    let start: String = last.chars().take(4).collect();
    let catalogue = data.graph.catalogue();
    let is_who = |label: &LabelId| {
        data.schema.labels.get(&*catalogue.label_name(*label)).is_some_and(|label| label.asked == Some(QuestionWord::Who))
    };
    let names = data.vocabulary.runs().take(LOOKED_AT);
    let names = names.filter(|(_, meanings)| meanings.names.first().is_some_and(|node| data.graph.labels(*node).iter().any(is_who)));
    let like = |other: &str| {
        let mut words = other.rsplit(' ');
        let same = words.next().is_some_and(|other| other.starts_with(&start) && same_stem(last, other));
        same && words.eq(first.iter().rev().copied())
    };
    names.filter(|(other, _)| like(other)).map(|(_, meanings)| meanings.spelling.to_string()).next()
}

/// The names of places in a text where facts stand.
fn cited(text: &str, data: Data<'_>) -> Vec<String> {
    let Ok(tokens) = words(text, data.vocabulary) else { return Vec::new() };
    let catalogue = data.graph.catalogue();
    let is_cited = |written: &str| {
        let key = split(written).into_iter().map(|(_, _, word)| word).collect::<Vec<_>>().join(" ");
        let nodes = data.vocabulary.find(&key).map(|(_, meanings)| meanings.names.as_slice()).unwrap_or_default();
        let of = |label: &LabelId| data.schema.labels.get(&*catalogue.label_name(*label)).is_some_and(|label| label.cited);
        nodes.iter().take(4).any(|node| data.graph.labels(*node).iter().any(of))
    };
    let named = tokens.pieces().filter(|(token, _)| token.starts_with('\u{E000}')).map(|(_, span)| span.of(text));
    named.filter(|written| is_cited(written)).map(str::to_owned).collect()
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
        shorter = without_verb(&shorter, place, data);
        for before in ["according to ", "by ", "in ", "on ", "of ", "from ", "does ", "do ", ""] {
            shorter = replaced_words(&shorter, &format!("{before}{place}"), "");
        }
    }
    shorter
}

/// `statistics does the framework quote`: without the place and the verb that is only said of it.
fn without_verb(text: &str, place: &str, data: Data<'_>) -> String {
    let words = split(text);
    let place: Vec<String> = split(place).into_iter().map(|(_, _, word)| word).collect();
    let mut after = words.iter().enumerate().filter(|(_, (.., word))| matches!(word.as_str(), "does" | "do"));
    let found = after.find_map(|(at, _)| {
        let first = at + 1 + usize::from(words.get(at + 1).is_some_and(|(.., word)| word == "the"));
        let named = words.get(first..first + place.len())?.iter().map(|(_, _, word)| word).eq(&place);
        let (_, end, verb) = words.get(first + place.len())?;
        (named && data.vocabulary.find(verb).is_none() && stemmed(verb, data.vocabulary).is_empty()).then_some((words[at].0, *end))
    });
    found.map_or_else(|| text.to_owned(), |(start, end)| format!("{}{}", &text[..start], &text[end..]))
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
