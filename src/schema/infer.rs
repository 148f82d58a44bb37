//! A schema and modest words from what files hold, one function per class of words.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::phrase::{Phrases, phrases, words};
use super::{Adjective, Label, Names, Noun, Property, PropertyType, Relation, Relationship, Scalar, Schema, Snippet, plural};

/// What was seen in the files of a package.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// The properties of each label, in the order of their columns.
    pub labels: IndexMap<String, IndexMap<String, ObservedProperty>>,
    /// The relationship types.
    pub relationships: IndexMap<String, ObservedRelationship>,
}

/// What was seen of a property.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedProperty {
    /// Its type.
    pub kind: PropertyType,
    /// Its distinct values, in the order of their first occurrence, if it is a text with few of them; else nothing.
    pub values: Vec<String>,
}

/// What was seen of a relationship type.
#[derive(Clone, Debug, Default)]
pub struct ObservedRelationship {
    /// Labels at its start.
    pub from: BTreeSet<String>,
    /// Labels at its end.
    pub to: BTreeSet<String>,
    /// Its properties.
    pub properties: IndexMap<String, ObservedProperty>,
}

impl Schema {
    /// Adds labels, types and properties that were seen and not stated; and words for all of them, if the schema has no words at all.
    pub fn complete(&mut self, observed: &Observed) {
        for (name, properties) in &observed.labels {
            let label = self.labels.entry(name.clone()).or_default();
            add_properties(&mut label.properties, properties);
        }
        for (name, seen) in &observed.relationships {
            let relationship = self.relationships.entry(name.clone()).or_insert_with(|| Relationship {
                from: Names(seen.from.iter().cloned().collect()),
                to: Names(seen.to.iter().cloned().collect()),
                ..Relationship::default()
            });
            add_properties(&mut relationship.properties, &seen.properties);
        }
        if self.lexicon.is_empty() {
            self.lexicon.nouns = nouns(&self.labels);
            let taken: BTreeSet<String> = self.lexicon.nouns.iter().flat_map(|noun| noun.forms().map(str::to_owned)).collect();
            enumerations(&mut self.labels, observed, &taken);
            self.lexicon.adjectives = adjectives(&self.labels, &taken);
            self.lexicon.relations = relations(&self.relationships, observed);
        }
    }
}

fn add_properties(properties: &mut IndexMap<String, Property>, seen: &IndexMap<String, ObservedProperty>) {
    for (name, property) in seen {
        properties.entry(name.clone()).or_insert_with(|| Property::of(property.kind));
    }
}

/// A noun for each label. Labels whose words are the same share none: the first has it.
fn nouns(labels: &IndexMap<String, Label>) -> Vec<Noun> {
    let mut taken = BTreeSet::new();
    let mut nouns = Vec::new();
    for label in labels.keys() {
        let singular = words(label);
        if !singular.is_empty() && taken.insert(singular.clone()) {
            nouns.push(Noun { words: vec![singular.clone(), plural(&singular)], label: label.clone(), ..Noun::default() });
        }
    }
    nouns
}

/// Text properties with few short values become enumerations whose values are adjectives.
fn enumerations(labels: &mut IndexMap<String, Label>, observed: &Observed, taken: &BTreeSet<String>) {
    const LONGEST: usize = 40;
    for (name, label) in labels {
        let names: Vec<String> = label.names().into_iter().map(str::to_owned).collect();
        for (property, stated) in &mut label.properties {
            let seen = observed.labels.get(name).and_then(|properties| properties.get(property));
            let Some(values) = seen.map(|seen| &seen.values).filter(|values| values.len() > 1) else { continue };
            let wordy = |value: &String| {
                value.len() <= LONGEST
                    && value.starts_with(char::is_alphabetic)
                    && !value.contains([';', ',', '"'])
                    && !taken.contains(&value.to_lowercase())
            };
            let plain = stated.values.is_empty() && !names.contains(property) && !matches!(property.as_str(), "source" | "caveat");
            if plain && values.iter().all(wordy) {
                stated.values.clone_from(values);
                stated.values.sort();
                stated.adjective = true;
            }
        }
    }
}

/// An adjective for each property that is true or false.
fn adjectives(labels: &IndexMap<String, Label>, taken: &BTreeSet<String>) -> Vec<Adjective> {
    let mut adjectives = Vec::new();
    for (label, about) in labels {
        for (property, stated) in &about.properties {
            let word = words(property);
            let word = word.strip_prefix("is ").unwrap_or(&word).to_owned();
            if stated.kind == PropertyType::of(Scalar::Boolean) && !word.is_empty() && !taken.contains(&word) {
                let condition = Snippet::new(format!("it.{}", quoted(property)));
                adjectives.push(Adjective { words: vec![word], label: label.clone(), condition, ..Adjective::default() });
            }
        }
    }
    adjectives
}

/// A relation for each type. It is the default between its labels if it is the only one.
fn relations(relationships: &IndexMap<String, Relationship>, observed: &Observed) -> Vec<Relation> {
    let ends = |kind: &String, relationship: &Relationship| {
        let seen = observed.relationships.get(kind);
        let or_seen =
            |stated: &Names, seen: Option<Vec<String>>| if stated.is_empty() { Names(seen.unwrap_or_default()) } else { stated.clone() };
        let from = or_seen(&relationship.from, seen.map(|seen| seen.from.iter().cloned().collect()));
        let to = or_seen(&relationship.to, seen.map(|seen| seen.to.iter().cloned().collect()));
        (from, to)
    };
    let mut between: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (kind, relationship) in relationships {
        let (from, to) = ends(kind, relationship);
        for pair in pairs(&from, &to) {
            *between.entry(pair).or_default() += 1;
        }
    }
    let mut relations = Vec::new();
    for (kind, relationship) in relationships {
        let (from, to) = ends(kind, relationship);
        let Phrases { forward, backward } = phrases(kind);
        if forward.iter().all(String::is_empty) || from.is_empty() || to.is_empty() {
            continue;
        }
        let default = pairs(&from, &to).all(|pair| between.get(&pair) == Some(&1));
        let pattern = Snippet::new(format!("(from)-[link:{}]->(to)", quoted(kind)));
        relations.push(Relation { name: kind.clone(), from, to, pattern, forward, backward, default, ..Relation::default() });
    }
    relations
}

/// All pairs of a label at the start and one at the end, without regard to direction.
fn pairs(from: &Names, to: &Names) -> impl Iterator<Item = (String, String)> {
    from.iter().flat_map(|a| to.iter().map(move |b| if a <= b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) }))
}

/// A name as Cypher writes it: in backticks unless it is a plain word.
fn quoted(name: &str) -> String {
    let plain = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain { name.into() } else { format!("`{}`", name.replace('`', "``")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_from_names_and_values() {
        let property = |kind: &str, values: &[&str]| ObservedProperty {
            kind: kind.parse().unwrap(),
            values: values.iter().map(|&value| value.into()).collect(),
        };
        let mut observed = Observed::default();
        let country = observed.labels.entry("Country".into()).or_default();
        country.insert("id".into(), property("string", &[]));
        country.insert("name".into(), property("string", &["A", "B"]));
        country.insert("income".into(), property("string", &["Low", "High"]));
        country.insert("independent".into(), property("boolean", &[]));
        observed.labels.entry("Forum".into()).or_default().insert("id".into(), property("integer", &[]));
        let member = observed.relationships.entry("MEMBER_OF".into()).or_default();
        member.from.insert("Country".into());
        member.to.insert("Forum".into());
        let mut schema = Schema::default();
        schema.complete(&observed);
        assert_eq!(schema.lexicon.nouns[0].words, ["country", "countries"]);
        assert_eq!(schema.labels["Country"].properties["income"].values, ["High", "Low"]);
        assert!(!schema.labels["Country"].properties["name"].adjective);
        assert_eq!(schema.lexicon.adjectives[0].condition.text, "it.independent");
        assert_eq!(schema.lexicon.relations[0].pattern.text, "(from)-[link:MEMBER_OF]->(to)");
        assert!(schema.lexicon.relations[0].default);
        assert_eq!(quoted("a`b"), "`a``b`");
    }
}
