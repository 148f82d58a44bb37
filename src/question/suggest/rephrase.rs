//! A text said in other words that mean the same: other turns of phrase, without those whose data it is, without the places where
//! facts stand.

use super::super::keyword::NUMBERS;
use super::super::resolve::Data;
use super::super::vocabulary::split;
use super::super::words::words;
use super::french::in_english;
use super::known::{INVERTED, PHRASES, STATED};
use super::mend::{LOOKED_AT, same_stem, stemmed};
use super::ours::without_ours;
use crate::schema::QuestionWord;
use crate::value::LabelId;

/// The text in other words, those that leave most out first, and the text itself last.
pub(super) fn rephrased(text: &str, data: Data<'_>) -> Vec<String> {
    let plain = arranged(text, data);
    let named = demonyms(&plain, data, |_| true);
    let named = partly(&named, data);
    let ours = without_ours(&named, data);
    let places = without_places(&ours, data);
    let mut found = Vec::new();
    // Where a document says something is no place.
    let placed = cited(&plain, data).is_empty();
    let places = without_document(&places, data);
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

/// The text in the words and the order of the language.
fn arranged(text: &str, data: Data<'_>) -> String {
    let said = PHRASES.iter().fold(inverted(text), |text, (other, known)| replaced_words(&text, other, known));
    owned(&in_common(&turned(&shared(&paired(&ordered(&crossed(&averaged(&whole(&in_english(&said, data))))))))))
}

/// `which of the eighteen partners are key partners` asks of all of them.
fn whole(text: &str) -> String {
    let words = split(text);
    let is = |at: usize, others: &[&str]| words.get(at).is_some_and(|(.., word)| others.contains(&word.as_str()));
    let of = (1..words.len().min(4)).find(|at| is(*at, &["of"]) && is(at - 1, &["which", "many", "what"]) && is(at + 1, &["the", "our"]));
    let number = of.map(|of| of + 2).filter(|at| is(*at, NUMBERS) || words.get(*at).is_some_and(|(.., word)| word.parse::<u64>().is_ok()));
    match number.and_then(|at| words.get(at)) {
        Some((start, end, _)) => format!("{}{}", &text[..*start], text[*end..].trim_start()),
        None => text.to_owned(),
    }
}

/// `order partners by number of forums` is `partners sorted by number of forums`, and what is ranked begins with the most.
fn ordered(text: &str) -> String {
    let words = split(text);
    let word = |at: usize| words.get(at).map_or("", |(.., word)| word.as_str());
    let Some(by) = (1..words.len()).find(|at| word(*at) == "by") else { return text.to_owned() };
    let what = text[words[by].1..].trim_end_matches([' ', '?', '.']);
    let least = ["ascending", "asc", "descending", "desc"].contains(&word(words.len() - 1));
    match (word(0), word(by - 1)) {
        ("order" | "sort", _) => format!("{} sorted by{what}", text[words[0].1..words[by].0].trim()),
        ("rank", _) if !least => format!("{} sorted by{what} descending", text[words[0].1..words[by].0].trim()),
        (_, "ranked") if !least => format!("{}sorted by{what} descending", &text[..words[by - 1].0]),
        _ => text.to_owned(),
    }
}

/// `which two forums have the same partners` is `pairs of forums with the same partners`.
fn paired(text: &str) -> String {
    let words = split(text);
    let at =
        |run: &[&str]| words.windows(run.len()).position(|window| window.iter().map(|(.., word)| word.as_str()).eq(run.iter().copied()));
    let verb = [["have", "the", "same"], ["share", "the", "same"], ["with", "the", "same"]].iter().find_map(|run| at(run));
    let (Some(two), Some(verb)) = (at(&["two"]), verb) else { return text.to_owned() };
    let compared = words[verb..].iter().any(|(.., word)| word == "as");
    if compared || verb <= two + 1 {
        return text.to_owned();
    }
    format!("pairs of {} with {}", text[words[two].1..words[verb].0].trim(), &text[words[verb + 1].0..])
}

/// `how many forums per partner on average` asks for the average.
fn averaged(text: &str) -> String {
    let end = text.trim_end_matches([' ', '?', '!', '.']);
    let said = end.strip_suffix(" on average").and_then(|said| said.strip_prefix("how many ").or_else(|| said.strip_prefix("How many ")));
    said.map_or_else(|| text.to_owned(), |said| format!("average number of {said}"))
}

/// `matrix of partners and forums`, `partners x forums` are `matrix partners by forums`.
fn crossed(text: &str) -> String {
    let words = split(text);
    let is = |at: usize, others: &[&str]| words.get(at).is_some_and(|(.., word)| others.contains(&word.as_str()));
    let matrix = is(0, &["matrix"]);
    let joints: &[&str] = if matrix { &["and", "against", "with", "x", "vs"] } else { &["x"] };
    let joint = (1..words.len().saturating_sub(1)).find(|at| is(*at, joints));
    let (Some(at), false) = (joint, words.iter().any(|(.., word)| word == "by")) else { return text.to_owned() };
    format!("{}{}by{}", if matrix { "" } else { "matrix " }, &text[..words[at].0], &text[words[at].1..])
}

/// `do China and India share any forum` asks for the forums.
fn shared(text: &str) -> String {
    let words = split(text);
    let word = |at: usize| words.get(at).map_or("", |(.., word)| word.as_str());
    // `how do Japan and Mexico compare`
    if let ("how", "do" | "does", "compare", 5..) = (word(0), word(1), word(words.len() - words.len().min(1)), words.len()) {
        return format!("compare{}", &text[words[1].1..words[words.len() - 1].0]);
    }
    let verb = (1..words.len()).find(|at| matches!(word(*at), "share" | "shares"));
    let (Some(verb), "do" | "does" | "did") = (verb, word(0)) else { return text.to_owned() };
    let what = verb + 1 + usize::from(matches!(word(verb + 1), "a" | "an" | "any" | "some"));
    let (Some((what, ..)), who) = (words.get(what), &text[words[0].1..words[verb].0]) else { return text.to_owned() };
    format!("{} shared by {}", text[*what..].trim_end_matches([' ', '?', '!', '.']), who.trim())
}

/// The text said otherwise with the same meaning, the nearest first: what is understood so may be answered.
pub(super) fn otherwise(text: &str, data: Data<'_>) -> Vec<String> {
    let plain = arranged(text, data);
    // Another ending may be a slip: what is no form of a name is only suggested.
    let named = demonyms(&plain, data, |word| ["an", "ese", "ish"].iter().any(|ending| word.ends_with(ending)));
    let ours = without_ours(&named, data);
    let whole = without_document(&ours, data);
    let mut found: Vec<String> = Vec::new();
    for said in [plain, named, ours, whole] {
        for said in [asked_where(&said, data), Some(said)].into_iter().flatten() {
            if said != text && !found.contains(&said) {
                found.push(said);
            }
        }
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

/// `South African agreements`: words in capitals that end otherwise than a name do stand for the name.
fn demonyms(text: &str, data: Data<'_>, is_form: fn(&str) -> bool) -> String {
    const MOST: usize = 4;
    let mut named = text.to_owned();
    for _ in 0..MOST {
        match demonym(&named, data, is_form) {
            Some((place, name)) => named.replace_range(place, &name),
            None => break,
        }
    }
    named
}

/// The first of them, with the name.
fn demonym(text: &str, data: Data<'_>, is_form: fn(&str) -> bool) -> Option<(std::ops::Range<usize>, String)> {
    const LONGEST: usize = 3;
    let words = split(text);
    let windows = (1..=LONGEST).rev().flat_map(|count| words.windows(count));
    let mut unknown = windows.filter_map(|window| {
        let capital = |(start, ..): &(usize, usize, String)| text[*start..].starts_with(char::is_uppercase);
        let run: Vec<&str> = window.iter().map(|(_, _, word)| word.as_str()).collect();
        let known = || data.vocabulary.find(&run.join(" ")).is_some();
        let place = window.first()?.0..window.last()?.1;
        (window.iter().all(capital) && run.last().is_some_and(|word| is_form(word)) && !known()).then_some((place, run))
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

/// `objectives does the framework list for China`, `are listed`: without the data itself, and the verbs that say that it stands there.
fn without_document(text: &str, data: Data<'_>) -> String {
    let names = [Some(data.schema.name.as_str()), data.schema.title.as_deref()];
    let names: Vec<Vec<String>> =
        names.into_iter().flatten().map(|name| split(name).into_iter().map(|(.., word)| word).collect()).collect();
    let words = split(text);
    let is = |at: usize, others: &[&str]| words.get(at).is_some_and(|(.., word)| others.contains(&word.as_str()));
    for at in 0..words.len() {
        let first = at + 1 + usize::from(is(at + 1, &["the", "this"]));
        let named = names
            .iter()
            .find(|name| words.get(first..first + name.len()).is_some_and(|run| run.iter().map(|(.., word)| word).eq(name.iter())));
        let verb = named.map(|name| first + name.len()).filter(|_| is(at, &["does", "do", "did"]));
        let end = verb
            .filter(|verb| words.get(*verb).is_some())
            .or_else(|| (is(at, &["is", "are", "was", "were"]) && is(at + 1, STATED) && at + 2 == words.len()).then_some(at + 1));
        if let Some(end) = end {
            return format!("{}{}", text[..words[at].0].trim_end(), &text[words[end].1..]);
        }
    }
    text.to_owned()
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
