//! What a text speaks of, in order: nouns, names and predicates, each with the words around it that say how.

use super::super::ast::Word;
use super::super::resolve::Data;
use super::super::vocabulary::{Meanings, NounMeaning, split};
use super::super::words::words;
use crate::schema::{Lexicon, Noun};

/// A thing that a text speaks of.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub text: String,
    /// Labels of its nodes.
    pub labels: Vec<String>,
    /// The noun's number in the lexicon.
    pub entry: Option<usize>,
    /// Adjectives before it.
    pub adjectives: Vec<String>,
    /// A phrase before it, and one after it with no other object.
    pub phrases: Vec<String>,
    /// How many, or `the most`.
    pub quantity: Option<String>,
    /// Whether it is denied.
    pub denied: bool,
    /// Whether it is joined by `or`.
    pub or: bool,
    /// What it does in the question.
    pub role: Role,
    /// Whether a phrase after it has no other object.
    pub trailing: bool,
}

/// What a thing does in a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// It is spoken of.
    #[default]
    Said,
    /// The word before asks for it.
    Asked,
    /// The answer is grouped by it.
    Grouping,
}

/// What a thing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// A noun.
    #[default]
    Noun,
    /// A name.
    Name,
    /// What holds of a node by itself.
    Predicate,
    /// A value of a node.
    Attribute,
    /// An adjective that stands before no noun.
    Adjective,
}

/// What a text speaks of.
#[derive(Debug, Default)]
pub(super) struct Items {
    /// The things, in order.
    pub things: Vec<Item>,
    /// What its words ask for, beside the things themselves.
    asked: Vec<Ask>,
}

/// What a text may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Something, with a word that asks.
    Something,
    /// Who.
    Who,
    /// A number.
    Count,
    /// If something holds.
    Whether,
    /// An average.
    Average,
    /// What joins things.
    Joined,
    /// What sets things apart.
    Compared,
    /// Each of several, with `both`.
    Both,
}

impl Items {
    /// Whether a word asks for it.
    pub(super) fn ask(&self, what: Ask) -> bool {
        self.asked.contains(&what)
    }
}

/// The things that a text speaks of.
pub(super) fn items(text: &str, data: Data<'_>) -> Items {
    let mut found = Items::default();
    let Ok(tokens) = words(text, data.vocabulary) else { return found };
    let mut next = Item::default();
    let mut compared = String::new();
    let mut before = String::new();
    for (at, (token, span)) in tokens.pieces().enumerate() {
        let written = span.of(text);
        let Some(rest) = token.strip_prefix('\u{E000}') else {
            let word = token.trim_end_matches('\u{E001}');
            match found.things.last_mut().filter(|_| word == "missing" && matches!(before.as_str(), "is" | "are")) {
                // `where region is missing`
                Some(last) => last.denied = true,
                None => keyword(word, at, &mut found, &mut next, &mut compared),
            }
            word.clone_into(&mut before);
            continue;
        };
        let classes = rest.trim_end_matches(|character: char| !character.is_ascii_uppercase());
        let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
        let kind = match () {
            () if classes.contains('Z') => {
                // `the eight priority forums` are all of them.
                if before != "the" || !compared.is_empty() {
                    next.quantity = Some(format!("{compared} {written}").trim().to_owned());
                }
                continue;
            }
            () if classes.contains('Q') => Kind::Name,
            () if classes.contains('N') => Kind::Noun,
            () if classes.contains('M') => Kind::Name,
            () if classes.contains('P') => Kind::Predicate,
            () if classes.contains('A') => {
                if classes.contains('R') {
                    next.phrases.push(written.to_owned());
                }
                next.adjectives.push(if before == "non" { format!("non-{written}") } else { written.to_owned() });
                before.clear();
                continue;
            }
            () if classes.contains('R') => {
                next.phrases.push(written.to_owned());
                continue;
            }
            () if classes.contains('T') => Kind::Attribute,
            () => continue,
        };
        let word = Word { index: digits.parse().unwrap_or(usize::MAX), span };
        let meanings = tokens.meanings(word, data.vocabulary);
        let labels = meanings.map_or_else(|| quoted(written, data), |meanings| labels(meanings, kind, data));
        let entry = meanings.filter(|_| kind == Kind::Noun).and_then(entry);
        compared.clear();
        before.clear();
        // Names that are found only under their own noun say nothing here.
        if kind == Kind::Name && data.schema.ranked(labels.iter().map(String::as_str)).first().is_some_and(|label| label.reference) {
            continue;
        }
        settle(kind, &mut found, &mut next);
        found.things.push(Item { kind, text: written.to_owned(), labels, entry, ..std::mem::take(&mut next) });
    }
    finish(&mut found, next, &data.schema.lexicon);
    found
}

/// What waits before a thing and cannot be said of it: `(which reason) is given most (on the negotiation list)`.
fn settle(kind: Kind, found: &mut Items, next: &mut Item) {
    if kind != Kind::Noun {
        loose(found, next);
    }
    if let Some(first) = found.things.first_mut().filter(|first| kind == Kind::Predicate && first.kind == Kind::Noun) {
        first.quantity = next.quantity.take().or(first.quantity.take());
    }
}

/// What still waits at the end of a text belongs to what stands before it.
fn finish(found: &mut Items, mut next: Item, lexicon: &Lexicon) {
    // `who have not signed (anything)`
    if let Some(phrase) = next.phrases.last().filter(|_| next.denied && !found.things.is_empty()) {
        let subject = &found.things[0].labels;
        let text = other_end(phrase, subject, lexicon).map(str::to_owned);
        if let Some(text) = text {
            found.things.push(Item { text, denied: true, ..Item::default() });
            return;
        }
    }
    loose(found, &mut next);
    // `(which type) is the most common`
    if let ([only], Some(_)) = (found.things.as_mut_slice(), &next.quantity) {
        only.quantity = next.quantity.take();
    }
    // A phrase at the end has its object before it.
    if let Some(last) = found.things.last_mut() {
        last.trailing = !next.phrases.is_empty();
        last.phrases.append(&mut next.phrases);
    }
}

/// The noun for what is at the other end of a phrase that is said of nodes with these labels.
pub(super) fn other_end<'l>(phrase: &str, labels: &[String], lexicon: &'l Lexicon) -> Option<&'l str> {
    let said =
        |phrases: &[String], own: &[String]| phrases.iter().any(|own| own == phrase) && own.iter().any(|label| labels.contains(label));
    let mut others = lexicon.relations.iter().filter_map(|relation| match () {
        () if said(&relation.forward, &relation.from) => Some(&relation.to),
        () if said(&relation.backward, &relation.to) => Some(&relation.from),
        () => None,
    });
    others.find_map(|labels| plain_noun(labels, lexicon))
}

/// The plural of the plain noun for the first of some labels that has one.
pub(super) fn plain_noun<'l>(labels: &[String], lexicon: &'l Lexicon) -> Option<&'l str> {
    let nouns = labels.iter().filter_map(|label| lexicon.nouns.iter().find(|noun| noun.label == *label && noun.condition.is_none()));
    nouns.map(Noun::plural).next()
}

/// The labels of what a noun or a name may mean.
fn labels(meanings: &Meanings, kind: Kind, data: Data<'_>) -> Vec<String> {
    let nouns = meanings.nouns.iter().filter_map(|noun| match noun {
        NounMeaning::Entry(index) => data.schema.lexicon.nouns.get(*index).map(|noun| noun.label.clone()),
        NounMeaning::Relation(_) | NounMeaning::Saved(_) => None,
    });
    let catalogue = data.graph.catalogue();
    let names = meanings.names.iter().take(4).flat_map(|node| data.graph.labels(*node).to_vec());
    let names = names.map(|label| catalogue.label_name(label).to_string());
    if kind == Kind::Noun { nouns.collect() } else { names.collect() }
}

/// The number of a noun.
fn entry(meanings: &Meanings) -> Option<usize> {
    meanings.nouns.iter().find_map(|noun| if let NounMeaning::Entry(index) = noun { Some(*index) } else { None })
}

/// The labels of a name in quotes.
fn quoted(written: &str, data: Data<'_>) -> Vec<String> {
    let words: Vec<String> = split(written).into_iter().map(|(_, _, word)| word).collect();
    let nodes = data.vocabulary.find(&words.join(" ")).map(|(_, meanings)| meanings.names.clone()).unwrap_or_default();
    let catalogue = data.graph.catalogue();
    let labels = nodes.iter().take(4).flat_map(|node| data.graph.labels(*node).to_vec());
    labels.map(|label| catalogue.label_name(label).to_string()).collect()
}

/// Adjectives that stand before no noun.
fn loose(found: &mut Items, next: &mut Item) {
    let adjectives = std::mem::take(&mut next.adjectives);
    // `with committees in both the persons and the goods stream` has one of each.
    let each = found.ask(Ask::Both) && adjectives.len() > 1 && found.things.len() > 1;
    if let Some(noun) = found.things.pop_if(|last| each && last.kind == Kind::Noun) {
        found.things.extend(adjectives.into_iter().map(|adjective| Item { adjectives: vec![adjective], ..noun.clone() }));
        return;
    }
    for text in adjectives {
        found.things.push(Item { kind: Kind::Adjective, text, denied: next.denied, ..Item::default() });
    }
}

/// A keyword or a mark: what it says of the next thing.
fn keyword(word: &str, at: usize, found: &mut Items, next: &mut Item, compared: &mut String) {
    if matches!(word, "who" | "whom" | "which" | "what") {
        found.asked.push(Ask::Something);
    }
    match word {
        "not" | "never" | "cannot" | "no" | "none" | "without" | "lack" | "lacks" | "lacking" | "missing" | "neither" | "nor" => {
            next.denied = true;
        }
        "at least" | "at most" | "more than" | "fewer than" | "less than" | "exactly" | "up to" | "greater than" => {
            word.clone_into(compared);
        }
        "most" | "highest" | "greatest" | "largest" | "maximum" | "max" => next.quantity = Some("the most".to_owned()),
        "fewest" | "least" | "lowest" | "smallest" | "minimum" | "min" => next.quantity = Some("the fewest".to_owned()),
        "every" | "all" => next.quantity = Some("every".to_owned()),
        "how many" | "number of" | "count" | "count of" if found.things.is_empty() => {
            found.asked.push(Ask::Count);
            next.role = Role::Asked;
        }
        "who" | "whom" if found.things.is_empty() => found.asked.push(Ask::Who),
        "which" | "what" | "list" if found.things.iter().all(|item| item.role != Role::Asked) => next.role = Role::Asked,
        // `the biggest by membership`
        "by" if found.things.iter().any(|item| item.quantity.is_some()) || next.quantity.is_some() => {}
        "per" | "by" | "for each" | "grouped by" | "group by" => next.role = Role::Grouping,
        "each" if found.ask(Ask::Count) => next.role = Role::Grouping,
        "or" => next.or = true,
        "both" => found.asked.push(Ask::Both),
        "average" | "mean" => found.asked.push(Ask::Average),
        "connect" => found.asked.push(Ask::Joined),
        "compare" => found.asked.push(Ask::Compared),
        "is" | "are" | "does" | "do" | "has" | "did" | "can" if at == 0 => found.asked.push(Ask::Whether),
        _ => {}
    }
}
