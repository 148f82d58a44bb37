//! Sentences to start with: made of the words of the loaded data, and each tried before it is shown.

use std::time::Duration;

use indexmap::IndexSet;

use crate::schema::{Noun, Relation, Schema};
use crate::session::{Request, Session};
use crate::value::{NodeId, Value};

/// How many are shown.
pub(super) const SHOWN: usize = 10;

/// How long a sentence may take to be tried.
const TRIAL: Duration = Duration::from_millis(100);

/// How many names and values are tried for one place of a sentence.
const TRIED: usize = 8;

/// Sentences that have an answer, from simple to rich.
pub(super) fn starters(session: &Session) -> Vec<String> {
    let schema = session.schema();
    let mut found = IndexSet::new();
    let mut nouns = nouns(session);
    nouns.truncate(4);
    for (number, shape) in SHAPES.iter().enumerate() {
        // Another noun for each kind of sentence: there is more than one thing to ask about.
        let order = nouns.iter().cycle().skip(number / 2).take(nouns.len());
        for noun in order {
            let mut tried = 0;
            let works = shape(&Words { session, schema, noun }).into_iter().find(|text| {
                tried += 1;
                tried <= TRIED && !found.contains(text) && session.rows(text, &Request::default(), TRIAL).is_some_and(|rows| rows > 0)
            });
            if let Some(text) = works {
                found.insert(text);
                break;
            }
        }
    }
    if found.is_empty() {
        return BARE.iter().map(|text| (*text).to_owned()).collect();
    }
    found.into_iter().take(SHOWN).collect()
}

/// Where there is nothing to ask about: how something comes to be there.
const BARE: &[&str] = &[
    "CREATE (a:Person {name: 'Ada'})-[:KNOWS]->(b:Person {name: 'Grace'}) RETURN a, b",
    "MATCH (thing) RETURN count(thing) AS things",
    "RETURN 1 + 1 AS two",
    ":load PATH",
    ":help",
];

/// What sentences are made of.
pub(super) struct Words<'w> {
    pub session: &'w Session,
    pub schema: &'w Schema,
    pub noun: &'w Noun,
}

/// A kind of sentence: those that could be made, the likeliest first.
type Shape = fn(&Words<'_>) -> Vec<String>;

const SHAPES: &[Shape] = &[
    |words| vec![words.noun.plural().to_owned()],
    |words| vec![format!("how many {}", words.noun.plural())],
    |words| words.related(|plural, phrase, names| Some(format!("{plural} {phrase} {}", names.first()?))),
    |words| words.related(|plural, phrase, names| Some(format!("{plural} {phrase} {} and {}", names.first()?, names.get(1)?))),
    |words| words.related(|plural, phrase, names| Some(format!("{plural} {phrase} {} but not {phrase} {}", names.first()?, names.get(1)?))),
    |words| words.values(|plural, property, _| format!("how many {plural} by {property}")),
    |words| words.values(|plural, _, value| format!("{value} {plural}")),
    |words| words.others(|plural, other| format!("top 5 {plural} by number of {}", other.plural())),
    |words| words.others(|plural, other| format!("{plural} with at least 2 {}", other.plural())),
    |words| words.others(|plural, other| format!("{plural} without {} {}", article(other.singular()), other.singular())),
    |words| words.names(&words.noun.label).into_iter().map(|name| format!("describe {name}")).collect(),
    |words| {
        let letters: IndexSet<char> = words.names(&words.noun.label).iter().filter_map(|name| name.chars().next()).collect();
        letters.iter().map(|letter| format!("{} where name starts with \"{letter}\"", words.noun.plural())).collect()
    },
];

pub(super) fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) { "an" } else { "a" }
}

/// The nouns of nodes that there are, those with the most relations first.
pub(super) fn nouns(session: &Session) -> Vec<&Noun> {
    let schema = session.schema();
    let graph = session.graph();
    let count = |noun: &Noun| graph.catalogue().label(&noun.label).map_or(0, |label| graph.count_with_label(label));
    let weight = |noun: &Noun| schema.lexicon.relations.iter().filter(|relation| relation.from.contains(&noun.label)).count();
    let mut nouns: Vec<&Noun> = schema.lexicon.nouns.iter().filter(|noun| noun.condition.is_none() && count(noun) > 0).collect();
    nouns.sort_by_key(|noun| std::cmp::Reverse(weight(noun)));
    nouns
}

impl Words<'_> {
    /// Sentences with the relations of the noun and names at their other end.
    pub fn related(&self, say: impl Fn(&str, &str, &[String]) -> Option<String>) -> Vec<String> {
        let forward = |relation: &&Relation| relation.from.contains(&self.noun.label) && !relation.forward.is_empty();
        let mut relations: Vec<&Relation> = self.schema.lexicon.relations.iter().filter(forward).collect();
        relations.sort_by_key(|relation| !relation.default);
        let plural = self.noun.plural();
        let sentence = |relation: &Relation| {
            let names: Vec<String> = relation.to.iter().flat_map(|label| self.names(label)).collect();
            say(plural, relation.forward.first()?, &names)
        };
        relations.into_iter().filter_map(sentence).collect()
    }

    /// Sentences with a property of the noun that has few values.
    fn values(&self, say: impl Fn(&str, &str, &str) -> String) -> Vec<String> {
        let Some(label) = self.schema.labels.get(&self.noun.label) else { return Vec::new() };
        let with_values = label.properties.iter().filter(|(_, property)| !property.values.is_empty());
        let plural = self.noun.plural();
        with_values
            .flat_map(|(name, property)| property.values.iter().map(move |value| (name, property, value)))
            .map(|(name, property, value)| say(plural, property.words.first().unwrap_or(name), value))
            .collect()
    }

    /// Sentences with another noun that a relation leads to.
    pub fn others(&self, say: impl Fn(&str, &Noun) -> String) -> Vec<String> {
        let lexicon = &self.schema.lexicon;
        let relations = lexicon.relations.iter().filter(|relation| relation.from.contains(&self.noun.label));
        let labels: IndexSet<&String> = relations.flat_map(|relation| relation.to.iter()).collect();
        let noun = |label: &String| lexicon.nouns.iter().find(|noun| noun.label == *label && noun.condition.is_none());
        // Of the noun itself people seldom ask so: `countries without a country`.
        let others = labels.into_iter().filter(|label| **label != self.noun.label);
        others.filter_map(noun).map(|noun| say(self.noun.plural(), noun)).collect()
    }

    /// The names of some nodes with a label, those with the most relationships first.
    pub fn names(&self, label: &str) -> Vec<String> {
        const LOOKED_AT: usize = 64;
        let graph = self.session.graph();
        let catalogue = graph.catalogue();
        let display = self.schema.labels.get(label).and_then(|label| label.display()).and_then(|name| catalogue.key(name));
        let (Some(id), Some(key)) = (catalogue.label(label), display) else { return Vec::new() };
        let mut nodes: Vec<NodeId> = Vec::new();
        graph.scan(Some(id), 0, LOOKED_AT, &mut nodes);
        let degree = |node: &NodeId| -> u32 {
            let ways = [crate::graph::Way::Out, crate::graph::Way::In];
            graph.types().map(|kind| ways.iter().map(|way| graph.degree(*node, kind, *way)).sum::<u32>()).sum()
        };
        nodes.sort_by_key(|node| std::cmp::Reverse(degree(node)));
        let name = |node: NodeId| match graph.node_property(node, key) {
            Value::String(name) => Some(name.to_string()),
            _ => None,
        };
        nodes.into_iter().filter_map(name).take(TRIED).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::Limits;
    use crate::load;

    /// Each sentence to start with has an answer.
    fn check(package: load::Package) -> Vec<String> {
        let mut session = Session::new(package, Limits::default(), std::sync::Arc::default());
        let found = starters(&session);
        for text in found.iter().filter(|text| !text.starts_with(':')) {
            let reply = session.ask(text, &Request::default()).unwrap_or_else(|problems| panic!("{text}: {problems}"));
            assert!(!reply.answer.is_empty(), "{text}");
        }
        found
    }

    #[test]
    fn sentences_to_start_with_have_answers() {
        assert_eq!(check(load::embedded().unwrap()).len(), SHOWN);
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("nodes")).unwrap();
        std::fs::write(folder.path().join("nodes/Thing.csv"), "id,name\n").unwrap();
        let options = load::Options::default();
        assert_eq!(check(load::load(&[folder.path().to_owned()], &options).unwrap()), BARE);
        let Some(shared) = std::env::var_os("LEGATION_SHARED") else { return };
        for name in ["cia_orgs", "world_groups"] {
            let folder = std::path::Path::new(&shared).join("datasets").join(name);
            let found = check(load::load(&[folder], &options).unwrap());
            assert_eq!(found.len(), SHOWN, "{found:?}");
        }
    }
}
