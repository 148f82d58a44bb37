//! `:schema` and `:words`: what the loaded data holds, and the words for it.

use super::error::Error;
use super::layout::columns;
use crate::diagnose::did_you_mean;
use crate::question::Vocabulary;
use crate::schema::{Property, Schema};
use crate::session::Session;
use crate::value::{NodeId, Value};

/// The labels and relationship types with their numbers, or all of one label or type.
pub(super) fn schema(session: &Session, name: &str, width: usize) -> Result<String, Error> {
    if name.is_empty() {
        return Ok(overview(session, width));
    }
    let schema = session.schema();
    let same = |known: &&String| known.eq_ignore_ascii_case(name);
    let noun = || schema.lexicon.nouns.iter().find(|noun| noun.forms().any(|form| form.eq_ignore_ascii_case(name))).map(|noun| &noun.label);
    if let Some(label) = schema.labels.keys().find(same).or_else(noun) {
        return Ok(of_label(session, label, width));
    }
    if let Some(kind) = schema.relationships.keys().find(same) {
        return Ok(of_type(session, kind, width));
    }
    let names = schema.labels.keys().chain(schema.relationships.keys()).map(String::as_str);
    Err(Error::NothingFound { pattern: name.to_owned(), help: did_you_mean(name, names) })
}

fn overview(session: &Session, width: usize) -> String {
    let (schema, graph) = (session.schema(), session.graph());
    let catalogue = graph.catalogue();
    let labels: Vec<[String; 3]> = schema
        .labels
        .iter()
        .map(|(name, label)| {
            let count = catalogue.label(name).map_or(0, |label| graph.count_with_label(label));
            [name.clone(), count.to_string(), label.about.clone().unwrap_or_default()]
        })
        .collect();
    let types: Vec<[String; 4]> = schema
        .relationships
        .iter()
        .map(|(name, kind)| {
            let count = catalogue.relationship_type(name).map_or(0, |kind| graph.statistics().type_count(kind));
            let ends = format!("{} to {}", any(&kind.from), any(&kind.to));
            [name.clone(), count.to_string(), ends, kind.about.clone().unwrap_or_default()]
        })
        .collect();
    let (nodes, relationships) = (graph.node_count(), graph.relationship_count());
    let heads = [format!("{nodes} nodes by label"), format!("{relationships} relationships by type")];
    let end = "`:schema LABEL` shows the properties and phrases of one of them.";
    format!("{}\n{}\n\n{}\n{}\n\n{end}", heads[0], columns(&labels, width), heads[1], columns(&types, width))
}

fn any(names: &[String]) -> String {
    if names.is_empty() { "any".to_owned() } else { names.join(" or ") }
}

fn of_label(session: &Session, label: &str, width: usize) -> String {
    let (schema, graph) = (session.schema(), session.graph());
    let Some(known) = schema.labels.get(label) else { return String::new() };
    let id = graph.catalogue().label(label);
    let count = id.map_or(0, |id| graph.count_with_label(id));
    let mut nodes: Vec<NodeId> = Vec::new();
    if let Some(id) = id {
        graph.scan(Some(id), 0, 200, &mut nodes);
    }
    let example = |name: &str| {
        let key = graph.catalogue().key(name)?;
        let value = nodes.iter().map(|node| graph.node_property(*node, key)).find(|value| !matches!(value, Value::Null))?;
        Some(value.to_string())
    };
    let about = known.about.as_ref().map(|about| format!(": {about}")).unwrap_or_default();
    let mut text = format!("{label}, {count} nodes{about}\n{}", properties(known.properties.iter(), example, width));
    let phrases = phrases(schema, label);
    if !phrases.is_empty() {
        text.push_str("\n\nrelation phrases\n");
        text.push_str(&columns(&phrases, width));
    }
    text
}

fn of_type(session: &Session, kind: &str, width: usize) -> String {
    let (schema, graph) = (session.schema(), session.graph());
    let Some(known) = schema.relationships.get(kind) else { return String::new() };
    let id = graph.catalogue().relationship_type(kind);
    let count = id.map_or(0, |id| graph.statistics().type_count(id));
    let example = |name: &str| {
        let (id, key) = (id?, graph.catalogue().key(name)?);
        let column = graph.relationship_column(id, key)?;
        let bound = graph.relationship_bound(id).min(200);
        (0..bound).map(|index| column.value(index)).find(|value| !matches!(value, Value::Null)).map(|value| value.to_string())
    };
    let about = known.about.as_ref().map(|about| format!(": {about}")).unwrap_or_default();
    let ends = format!("from {} to {}", any(&known.from), any(&known.to));
    format!("{kind}, {count} relationships {ends}{about}\n{}", properties(known.properties.iter(), example, width))
}

/// Properties with their types, values and an example, a line each.
fn properties<'p>(
    properties: impl Iterator<Item = (&'p String, &'p Property)>,
    example: impl Fn(&str) -> Option<String>,
    width: usize,
) -> String {
    let row = |(name, property): (&String, &Property)| {
        let mut kind = property.kind.to_string();
        for (stated, word) in [(property.required, "required"), (property.unique, "unique")] {
            if stated {
                kind = format!("{kind}, {word}");
            }
        }
        let about = match (&property.about, property.values.as_slice()) {
            (_, values @ [_, ..]) => format!("one of {}", values.join(", ")),
            (Some(about), _) => about.clone(),
            _ => example(name).map(|example| format!("such as {example}")).unwrap_or_default(),
        };
        [name.clone(), kind, about]
    };
    columns(&properties.map(row).collect::<Vec<_>>(), width)
}

/// The relation phrases that stand after a noun of a label.
fn phrases(schema: &Schema, label: &str) -> Vec<[String; 2]> {
    let lexicon = &schema.lexicon;
    let nouns = |labels: &[String]| {
        let noun = |label: &String| {
            lexicon.nouns.iter().find(|noun| noun.label == *label).map_or_else(|| label.clone(), |noun| noun.plural().to_owned())
        };
        labels.iter().map(noun).collect::<Vec<_>>().join(" or ")
    };
    let mut rows = Vec::new();
    for relation in &lexicon.relations {
        for (here, there, phrases) in
            [(&relation.from, &relation.to, &relation.forward), (&relation.to, &relation.from, &relation.backward)]
        {
            if here.iter().any(|other| other == label) && !phrases.is_empty() {
                rows.push([phrases.join(", "), nouns(there)]);
            }
        }
    }
    rows
}

/// The words of the data that a pattern is in, by kind: all of the lexicon where there is no pattern.
pub(super) fn words(session: &Session, pattern: &str, width: usize) -> Result<String, Error> {
    let lexicon = &session.schema().lexicon;
    let wanted = pattern.to_lowercase();
    let mut rows: Vec<[String; 3]> = Vec::new();
    let mut add = |kind: &str, words: Vec<&str>, about: String| {
        let all = words.join(", ");
        if wanted.is_empty() || all.to_lowercase().contains(&wanted) || kind == wanted {
            rows.push([kind.to_owned(), all, about]);
        }
    };
    for noun in &lexicon.nouns {
        add("noun", noun.forms().collect(), noun.label.clone());
    }
    for relation in &lexicon.relations {
        let words = [relation.forward.clone(), relation.backward.clone()].concat();
        let about = format!("{} to {}", any(&relation.from), any(&relation.to));
        add("relation", words.iter().map(String::as_str).collect(), about);
    }
    for adjective in &lexicon.adjectives {
        add("adjective", adjective.words.iter().map(String::as_str).collect(), adjective.label.clone());
    }
    for (label, known) in &session.schema().labels {
        for (name, property) in &known.properties {
            if property.adjective && !property.values.is_empty() {
                add("adjective", property.values.iter().map(String::as_str).collect(), format!("{name} of {label}"));
            }
        }
    }
    for predicate in &lexicon.predicates {
        add("predicate", predicate.words.iter().map(String::as_str).collect(), any(&predicate.from));
    }
    for attribute in &lexicon.attributes {
        add("attribute", attribute.words.iter().map(String::as_str).collect(), attribute.label.clone());
    }
    if !wanted.is_empty() {
        names(session, session.vocabulary(), &wanted, &mut rows);
    }
    if rows.is_empty() {
        return Err(Error::NothingFound { pattern: pattern.to_owned(), help: did_you_mean(pattern, session.vocabulary().spellings()) });
    }
    Ok(columns(&rows, width))
}

/// Adds the names that begin with a text.
fn names(session: &Session, vocabulary: &Vocabulary, wanted: &str, rows: &mut Vec<[String; 3]>) {
    const SHOWN: usize = 40;
    for meanings in vocabulary.starting(wanted).filter(|meanings| !meanings.names.is_empty()).take(SHOWN) {
        let labels: Vec<String> = meanings.names.iter().take(3).map(|node| label(session, *node)).collect();
        rows.push(["name".to_owned(), meanings.spelling.to_string(), labels.join(", ")]);
    }
}

/// The noun of a node, for people: of its label with the lowest rank.
pub(super) fn label(session: &Session, node: NodeId) -> String {
    let (graph, schema) = (session.graph(), session.schema());
    let names: Vec<_> = graph.labels(node).iter().map(|label| graph.catalogue().label_name(*label)).collect();
    let known = names.iter().filter_map(|name| schema.labels.get_full(&**name));
    let best = known.min_by_key(|(index, _, label)| (label.rank, *index)).map(|(_, name, _)| name.as_str());
    let Some(best) = best.or_else(|| names.first().map(|name| &**name)) else { return "node".to_owned() };
    schema.lexicon.nouns.iter().find(|noun| noun.label == best).map_or_else(|| best.to_owned(), |noun| noun.singular().to_owned())
}
