//! The commands of the language and what may stand before or after a question: one row each, with an example in the words of the
//! loaded data.

use super::help::Entry;
use super::starters::{Words, article, nouns};
use crate::question::{Data, Options, fact, read};
use crate::session::Session;
use crate::{gap, report};

/// Something that can be said beside a plain question.
struct Form {
    /// How it is written.
    name: &'static str,
    /// What it means.
    summary: &'static str,
    /// Whether its examples are questions or commands by themselves, which are read before one is shown.
    read: bool,
    /// Examples, the likeliest first.
    say: fn(&Sayings<'_>) -> Vec<String>,
}

/// What examples are made of.
struct Sayings<'s> {
    words: Words<'s>,
    /// A question that has an answer.
    question: &'s str,
    /// Names of the noun's nodes.
    names: Vec<String>,
}

/// A form whose examples are read before one is shown.
const fn tried(name: &'static str, summary: &'static str, say: fn(&Sayings<'_>) -> Vec<String>) -> Form {
    Form { name, summary, read: true, say }
}

/// A form around other sentences, or one whose examples are right by how they are made.
const fn told(name: &'static str, summary: &'static str, say: fn(&Sayings<'_>) -> Vec<String>) -> Form {
    Form { name, summary, read: false, say }
}

const FORMS: &[Form] = &[
    tried("describe X", "all that is known of a thing, with sources and caveats", |said| said.one(|a| format!("describe {a}"))),
    tried("compare X with Y", "what both have, and what only one has", |said| said.two(|a, b| format!("compare {a} with {b}"))),
    tried("what do X and Y share", "what things have in common", |said| said.two(|a, b| format!("what do {a} and {b} share"))),
    tried("path from X to Y", "how one thing is joined to another", |said| said.two(|a, b| format!("path from {a} to {b}"))),
    tried("paths from X to Y", "all the shortest ones", |said| said.two(|a, b| format!("paths from {a} to {b}"))),
    tried("path from X to Y avoiding Z", "a path that does not meet a thing; also `through` a noun, `at most 3 steps`", |said| {
        said.past(|a, b, past| format!("path from {a} to {b} avoiding {past}"))
    }),
    tried("connect X, Y", "the fewest relationships that join things", |said| said.two(|a, b| format!("connect {a}, {b}"))),
    tried("matrix NOUN by NOUN", "which of these have which of those", |said| {
        said.words.others(|plural, other| format!("matrix {plural} by {}", other.plural()))
    }),
    tried("conflicts", "where the data contradicts itself; of one thing: `conflicts about X`", |_| vec!["conflicts".to_owned()]),
    told("gaps", "where the data falls short of its expectations; `gaps in NOUN`, `gaps for X`, `… as a matrix`", gaps),
    tried("every NOUN should CONDITION", "those that fall short of it", |said| {
        let singular = said.words.noun.singular();
        said.words.others(|_, other| format!("every {singular} should have {} {}", article(other.singular()), other.singular()))
    }),
    told("why X in QUESTION", "the facts behind each condition; without a question, of the last; also `in path from … to …`", |said| {
        said.one(|a| format!("why {a} in {}", said.question))
    }),
    told("why not X in QUESTION", "what fails, and the smallest change to that", |said| {
        said.one(|a| format!("why not {a} in {}", said.question))
    }),
    told("near misses of QUESTION", "all that fail just one condition", |said| vec![format!("near misses of {}", said.question)]),
    told("suppose FACT, FACT: QUESTION", "the answer if the facts held, beside the answer as it is", supposed),
    told("ignoring X: QUESTION", "the answer if a thing were not there, beside the answer as it is", |said| {
        said.words
            .related(|plural, phrase, names| Some(format!("ignoring {}: how many {plural} {phrase} {}", names.first()?, names.get(1)?)))
    }),
    told("brief X", "a page on one thing, as the data's report states it", briefs),
    told(
        "define NAME as QUESTION",
        "keeps a question under a name, which is then a noun; `define NAME with NOUN as …` asks for a thing",
        |said| vec![format!("define my own list as {}", said.question)],
    ),
    told("forget NAME", "forgets a question that you keep", |_| vec!["forget my own list".to_owned()]),
    told("saved questions", "the questions that are kept under a name", |_| vec!["saved questions".to_owned()]),
    told("explain QUESTION", "what a question means, its query and its plan", |said| vec![format!("explain {}", said.question)]),
    told("translate QUESTION", "the question as Cypher", |said| vec![format!("translate {}", said.question)]),
    told(
        "draw SENTENCE",
        "the answer as a picture with what it rests on; `as FORMAT`, `-o FILE`, and of a name `within 2 steps`; `draw map of …` on the earth",
        |said| vec![format!("draw {}", said.question)],
    ),
    told("schema", "what is in the data, with its words", |_| vec!["schema".to_owned()]),
];

/// All of them that the loaded data has an example of. `starters` are sentences that have an answer.
pub(super) fn forms(session: &Session, starters: &[String]) -> Vec<Entry> {
    let schema = session.schema();
    let Some(noun) = nouns(session).first().copied() else { return Vec::new() };
    // One with a condition shows more.
    let conditioned = starters.iter().find(|sentence| sentence.strip_prefix(noun.plural()).is_some_and(|rest| rest.starts_with(' ')));
    let Some(question) = conditioned.or(starters.first()) else { return Vec::new() };
    let words = Words { session, schema, noun };
    let names = words.names(&noun.label);
    let said = Sayings { words, question, names };
    let entry = |form: &Form| {
        let works = |text: &String| !form.read || read(text, said.data(), &Options::default()).is_ok();
        let example = (form.say)(&said).into_iter().find(works)?;
        Some(Entry { kind: "sentence", name: form.name.to_owned(), summary: form.summary.to_owned(), example })
    };
    FORMS.iter().filter_map(entry).collect()
}

impl Sayings<'_> {
    fn data(&self) -> Data<'_> {
        let Words { session, schema, .. } = self.words;
        Data { schema, graph: session.graph(), vocabulary: session.vocabulary() }
    }

    /// Sentences about each of the names.
    fn one(&self, say: impl Fn(&str) -> String) -> Vec<String> {
        self.names.iter().map(|name| say(name)).collect()
    }

    /// Sentences about each two names that follow each other.
    fn two(&self, say: impl Fn(&str, &str) -> String) -> Vec<String> {
        self.names.windows(2).map(|pair| say(&pair[0], &pair[1])).collect()
    }

    /// Sentences about two names and what a relation leads to.
    fn past(&self, say: impl Fn(&str, &str, &str) -> String) -> Vec<String> {
        let past = self.words.related(|_, _, names| names.first().cloned());
        past.iter().flat_map(|past| self.two(|a, b| say(a, b, past))).collect()
    }
}

/// Only where the data expects something.
fn gaps(said: &Sayings<'_>) -> Vec<String> {
    let expects = gap::read(&said.words.schema.documents).is_ok_and(|read| !read.expectations.is_empty());
    if expects { vec!["gaps".to_owned()] } else { Vec::new() }
}

/// Facts that can be supposed, before a question about what they change.
fn supposed(said: &Sayings<'_>) -> Vec<String> {
    let facts = |plural: &str, phrase: &str, names: &[String]| {
        let (name, other) = (said.names.first()?, names.last()?);
        let verbs = [format!("is {phrase}"), phrase.to_owned(), "has".to_owned()];
        let facts = verbs.into_iter().map(|verb| format!("{name} {verb} {other}"));
        let read = facts.into_iter().find(|text| fact(text, said.data(), &Options::default()).is_ok())?;
        Some(format!("suppose {read}: how many {plural} {phrase} {other}"))
    };
    said.words.related(facts)
}

/// Only of what the data has a report on.
fn briefs(said: &Sayings<'_>) -> Vec<String> {
    let reports = report::read(&said.words.schema.documents).unwrap_or_default();
    let on = reports.iter().find(|report| report.name == "brief");
    let Some(on) = on else { return Vec::new() };
    let nouns = &said.words.schema.lexicon.nouns;
    let named = |noun: &String| nouns.iter().find(|own| own.forms().any(|form| form == noun));
    let label = on.noun.as_ref().map_or(Some(&said.words.noun.label), |noun| Some(&named(noun)?.label));
    label.into_iter().flat_map(|label| said.words.names(label)).map(|name| format!("brief {name}")).collect()
}
