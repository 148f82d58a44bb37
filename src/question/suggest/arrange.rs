//! Known words in the shapes of the grammar: a noun, and one condition for each other thing that the text speaks of.

use super::Trial;
use super::item::{Ask, Item, Items, Kind, Role, items, other_end, plain_noun};
use crate::schema::{Lexicon, Noun, QuestionWord, Scalar};

/// Sentences made of the things that a text speaks of, those that use most of them first.
pub(super) fn sentences(text: &str, trial: &mut Trial<'_>) -> Vec<String> {
    let found = items(text, trial.data);
    let mut ranked: Vec<(usize, String)> = Vec::new();
    if found.ask(Ask::Whether)
        && let Some(first) = found.things.iter().position(|item| item.kind == Kind::Name)
    {
        let start = format!("is {}", found.things[first].text);
        ranked.extend(built(&start, first, &found, trial).filter(|(lost, _)| *lost + 1 < found.things.len()));
    }
    let is_subject = |item: &Item| item.kind == Kind::Noun && item.role != Role::Grouping;
    let nouns: Vec<usize> = (0..found.things.len()).filter(|at| is_subject(&found.things[*at])).collect();
    let asked = nouns.iter().position(|at| found.things[*at].role == Role::Asked).unwrap_or(0);
    let order = nouns.iter().skip(asked).chain(nouns.iter().take(asked)).take(3);
    if let (true, [first, second]) = (found.ask(Ask::Average), nouns.as_slice()) {
        let sentence = format!("average number of {} per {}", phrase(&found.things[*first]), phrase(&found.things[*second]));
        ranked.extend(trial.works(&sentence).then_some((0, sentence)));
    }
    ranked.extend(of_same(&found, trial));
    ranked.extend(of_phrase(&found, trial));
    if found.ask(Ask::Who) && !found.things.is_empty() {
        ranked.extend(of_who(&found, trial));
    }
    for (place, head) in order.enumerate() {
        let item = &found.things[*head];
        if let (Some(most), true) = (&item.quantity, item.role == Role::Asked || place == 0)
            && let Some(start) = of_most(item, most, trial).or_else(|| of_measure(item, most, trial))
        {
            ranked.extend(built(&start, *head, &found, trial));
        }
        let start = if found.ask(Ask::Count) { format!("how many {}", phrase(item)) } else { phrase(item) };
        let sentence = built(&start, *head, &found, trial);
        let bare = sentence.is_none() && !item.adjectives.is_empty();
        let sentence = if bare { built(&item.text, *head, &found, trial).map(|(lost, sentence)| (lost + 1, sentence)) } else { sentence };
        // What is not asked for is seldom what the sentence is about.
        ranked.extend(sentence.map(|(lost, sentence)| (lost + usize::from(place > 0), sentence)));
    }
    if nouns.is_empty() {
        ranked.extend(of_names(&found, trial));
    }
    // Of a sentence that leaves most of the text out nobody can tell whether it was meant.
    ranked.retain(|(lost, _)| 2 * lost <= found.things.len());
    ranked.sort_by_key(|(lost, _)| *lost);
    ranked.into_iter().map(|(_, sentence)| sentence).collect()
}

/// `who do the posts report to`, `who do we work with in France`: what is at the other end of a phrase that has no object.
fn of_phrase(found: &Items, trial: &mut Trial<'_>) -> Option<(usize, String)> {
    let (thing, others) = found.things.split_last().filter(|_| found.ask(Ask::Something))?;
    let lexicon = &trial.data.schema.lexicon;
    let mut sentences = Vec::new();
    match thing.phrases.as_slice() {
        [.., phrase] if thing.trailing => {
            let noun = other_end(phrase, &thing.labels, lexicon);
            sentences.extend(noun.map(|noun| format!("{noun} that {} {phrase}", self::phrase(thing))));
        }
        [first, second] if others.is_empty() && thing.kind == Kind::Name => {
            let ends = lexicon.relations.iter().filter(|relation| relation.forward.contains(first)).map(|relation| &relation.to);
            let nouns = ends.filter_map(|labels| plain_noun(labels, lexicon));
            sentences.extend(nouns.map(|noun| format!("{noun} {second} {}", phrase(thing))));
        }
        _ => {}
    }
    sentences.into_iter().take(4).find(|sentence| trial.works(sentence)).map(|sentence| (others.len(), sentence))
}

/// Those for whom `who` asks, with each thing as a condition.
fn of_who(found: &Items, trial: &mut Trial<'_>) -> Vec<(usize, String)> {
    let schema = trial.data.schema;
    let nouns = schema.lexicon.nouns.iter().filter(|noun| noun.condition.is_none());
    let who: Vec<&Noun> =
        nouns.filter(|noun| schema.labels.get(&noun.label).is_some_and(|label| label.asked == Some(QuestionWord::Who))).take(2).collect();
    let subjects = who.into_iter().map(|noun| Item { text: noun.plural().to_owned(), labels: vec![noun.label.clone()], ..Item::default() });
    subjects.filter_map(|subject| said_of(&subject.text, &subject, &found.things, trial)).collect()
}

/// `the most common agreement type`: the one with the most of what it is mostly said of.
fn of_most(item: &Item, most: &str, trial: &mut Trial<'_>) -> Option<String> {
    let lexicon = &trial.data.schema.lexicon;
    let relations =
        lexicon.relations.iter().filter(|relation| relation.default && relation.to.iter().any(|label| item.labels.contains(label)));
    let nouns: Vec<&str> = relations
        .flat_map(|relation| relation.from.iter())
        .filter_map(|label| lexicon.nouns.iter().find(|noun| noun.label == *label && noun.condition.is_none()))
        .map(Noun::plural)
        .collect();
    let sentences = nouns.into_iter().map(|noun| format!("{} with {most} {noun}", phrase(item)));
    sentences.take(4).find(|sentence| trial.works(sentence))
}

/// `what share of the envelope goes to CBSA program delivery`: the one number of the named one.
fn of_same(found: &Items, trial: &mut Trial<'_>) -> Option<(usize, String)> {
    let [noun, name] = &found.things[..] else { return None };
    let same = noun.kind == Kind::Noun && name.kind == Kind::Name && name.labels.iter().any(|label| noun.labels.contains(label));
    let number = number(&noun.labels, trial).filter(|_| same && noun.role == Role::Asked)?;
    Some((0, format!("{number} of {}", name.text))).filter(|(_, sentence)| trial.works(sentence))
}

/// The number that nodes with these labels have, if there is one only.
fn number(labels: &[String], trial: &Trial<'_>) -> Option<String> {
    let labels = labels.iter().filter_map(|label| trial.data.schema.labels.get(label));
    let properties = labels.flat_map(|label| &label.properties);
    let numbers = properties.filter(|(_, property)| matches!(property.kind.scalar, Scalar::Integer | Scalar::Float));
    if let [name] = numbers.map(|(name, _)| name).collect::<Vec<_>>()[..] { Some(name.clone()) } else { None }
}

/// `the biggest envelope share`: the one with the most of the one number that it has.
fn of_measure(item: &Item, most: &str, trial: &mut Trial<'_>) -> Option<String> {
    let name = number(&item.labels, trial)?;
    let most = if most == "the most" { "highest" } else { "lowest" };
    Some(format!("{} with the {most} {name}", phrase(item))).filter(|sentence| trial.works(sentence))
}

/// A noun with what stands before it.
fn phrase(item: &Item) -> String {
    let mut text = item.adjectives.join(" ");
    if !text.is_empty() {
        text.push(' ');
    }
    text + &item.text
}

/// A sentence that begins so, with each other thing as a condition; with how many things it leaves out.
fn built(start: &str, head: usize, found: &Items, trial: &mut Trial<'_>) -> Option<(usize, String)> {
    let mut others = found.things.clone();
    let subject = others.remove(head);
    said_of(start, &subject, &others, trial)
}

/// A sentence that begins so about a subject, with each thing as a condition; with how many things it leaves out.
fn said_of(start: &str, subject: &Item, things: &[Item], trial: &mut Trial<'_>) -> Option<(usize, String)> {
    let mut sentence = start.to_owned();
    let mut lost = 0;
    let mut works = trial.works(&sentence);
    for (at, item) in things.iter().enumerate() {
        // `the reasons with the most negotiations`, or the subject again.
        let again = item.entry.is_some() && item.entry == subject.entry && item.adjectives.is_empty();
        if again || sentence.ends_with(&format!(" the most {}", item.text)) {
            continue;
        }
        let before = &sentence;
        // An adjective that the thing cannot have may be a verb: `signed (a) CMAA`.
        let bare = (!item.adjectives.is_empty()).then(|| Item { adjectives: Vec::new(), ..item.clone() });
        let said = [Some(item), bare.as_ref()].into_iter().flatten().flat_map(|item| conditions(subject, item, &trial.data.schema.lexicon));
        let candidates = said.map(|condition| {
            let or = if item.or && works && at > 0 { "or " } else { "" };
            format!("{before} {or}{condition}")
        });
        match candidates.collect::<Vec<_>>().into_iter().find(|candidate| trial.works(candidate)) {
            Some(candidate) => (sentence, works) = (candidate, true),
            None => lost += 1,
        }
    }
    works.then_some((lost, sentence))
}

/// How a thing may be said of a noun, the likeliest first.
fn conditions(subject: &Item, item: &Item, lexicon: &Lexicon) -> Vec<String> {
    let object = match &item.quantity {
        Some(quantity) => format!("{quantity} {}", phrase(item)),
        None => phrase(item),
    };
    if item.role == Role::Grouping {
        return vec![format!("by {}", item.text)];
    }
    let not = if item.denied { "not " } else { "" };
    let mut found = Vec::new();
    match item.kind {
        Kind::Predicate => found.push(format!("{not}{}", item.text)),
        Kind::Adjective => found.push(format!("that are {not}{}", item.text)),
        Kind::Attribute => found.extend(item.denied.then(|| format!("without {}", item.text))),
        Kind::Noun | Kind::Name => {
            let said = item.phrases.iter().chain(&subject.phrases).map(String::as_str);
            let with = match (item.kind, item.denied) {
                (Kind::Noun, true) => "without",
                (Kind::Noun, false) => "with",
                (_, true) => "not of",
                (_, false) => "of",
            };
            found.extend(said.map(|phrase| format!("{not}{phrase} {object}")));
            if item.kind == Kind::Noun {
                // `countries (that are) recipients`
                let noun = item.entry.and_then(|entry| lexicon.nouns.get(entry));
                let same = noun.is_some_and(|noun| noun.condition.is_some())
                    && item.quantity.is_none()
                    && item.labels.iter().any(|label| subject.labels.contains(label));
                found.extend(same.then(|| format!("that are {not}{object}")));
                found.push(format!("{with} {object}"));
            }
            found.extend(phrases(subject, item, lexicon).into_iter().map(|phrase| format!("{not}{phrase} {object}")));
            found.push(format!("{with} {object}"));
        }
    }
    found
}

/// The phrases of the lexicon between two things, those of default relations first.
fn phrases<'l>(subject: &Item, object: &Item, lexicon: &'l Lexicon) -> Vec<&'l str> {
    let mut found: Vec<(bool, &str)> = Vec::new();
    let holds = |labels: &[String], item: &Item| labels.iter().any(|label| item.labels.contains(label));
    for relation in &lexicon.relations {
        if holds(&relation.from, subject) && holds(&relation.to, object) {
            found.extend(relation.forward.first().map(|phrase| (!relation.default, phrase.as_str())));
        }
        if holds(&relation.to, subject) && holds(&relation.from, object) {
            found.extend(relation.backward.first().map(|phrase| (!relation.default, phrase.as_str())));
        }
    }
    found.sort_by_key(|(other, _)| *other);
    found.into_iter().map(|(_, phrase)| phrase).take(4).collect()
}

/// Sentences of a text that has no noun: a value of a name, the nodes for which its phrase is said, or all about it.
fn of_names(found: &Items, trial: &mut Trial<'_>) -> Vec<(usize, String)> {
    let Some(name) = found.things.iter().find(|item| item.kind == Kind::Name) else { return Vec::new() };
    let others = found.things.len() - 1;
    let attribute = found.things.iter().find(|item| item.kind == Kind::Attribute);
    let lexicon = &trial.data.schema.lexicon;
    let mut candidates: Vec<String> = attribute.iter().map(|attribute| format!("{} of {}", attribute.text, name.text)).collect();
    for phrase in &name.phrases {
        let said = lexicon.relations.iter().filter(|relation| relation.forward.contains(phrase) || relation.backward.contains(phrase));
        for relation in said {
            for label in relation.from.iter().chain(relation.to.iter()) {
                let noun = lexicon.nouns.iter().find(|noun| noun.label == *label && noun.condition.is_none());
                candidates.extend(noun.map(|noun| format!("{} {phrase} {}", noun.plural(), name.text)));
            }
        }
    }
    let names: Vec<&str> = found.things.iter().filter(|item| item.kind == Kind::Name).map(|item| item.text.as_str()).collect();
    if let [first, second] = *names {
        let (path, share) = (format!("path from {first} to {second}"), format!("what do {first} and {second} share"));
        let compare = format!("compare {first} with {second}");
        candidates.splice(
            0..0,
            match () {
                () if found.ask(Ask::Compared) => [compare, share, path],
                () if found.ask(Ask::Joined) => [path, share, compare],
                () => [share, path, compare],
            },
        );
    }
    candidates.push(format!("describe {}", name.text));
    candidates.truncate(16);
    let mut working = candidates.into_iter().filter(|candidate| trial.works(candidate));
    working.next().map(|sentence| (others.saturating_sub(1), sentence)).into_iter().collect()
}
