//! The rules that hold within one schema.

use std::collections::BTreeSet;

use super::{Error, Names, Schema};
use crate::diagnose::did_you_mean;
use crate::text::Span;

/// Adds every broken rule to `errors`.
pub(super) fn check(schema: &Schema, errors: &mut Vec<Error>) {
    labels(schema, errors);
    words(schema, errors);
    relations(schema, errors);
    options(schema, errors);
    style(schema, errors);
}

fn labels(schema: &Schema, errors: &mut Vec<Error>) {
    for (name, label) in &schema.labels {
        if label.properties.is_empty() {
            continue;
        }
        for property in label.display.iter().chain(&label.names) {
            if property != "id" && !label.properties.contains_key(property) {
                let known = label.properties.keys().map(String::as_str);
                let help = did_you_mean(property, known).unwrap_or_else(|| format!("add it to `[label.{name}.properties]`"));
                let span = label.place.0;
                errors.push(Error::UnknownProperty { label: name.clone(), property: property.clone(), help, span });
            }
        }
    }
    for (name, relationship) in &schema.relationships {
        let what = format!("relationship `{name}`");
        known_labels(schema, &what, &relationship.from, relationship.place.0, errors);
        known_labels(schema, &what, &relationship.to, relationship.place.0, errors);
    }
}

fn known_labels(schema: &Schema, what: &str, labels: &[String], span: Span, errors: &mut Vec<Error>) {
    for label in labels {
        if !schema.labels.contains_key(label) {
            let known = schema.labels.keys().map(String::as_str);
            let help = did_you_mean(label, known).unwrap_or_else(|| format!("declare it as `[label.{label}]`"));
            errors.push(Error::UnknownLabel { what: what.into(), label: label.clone(), help, span });
        }
    }
}

fn words(schema: &Schema, errors: &mut Vec<Error>) {
    let lexicon = &schema.lexicon;
    let mut entry = |kind: &str, words: &[String], labels: &[String], span: Span| {
        let what = format!("the {kind} `{}`", words.first().map_or("", String::as_str));
        known_labels(schema, &what, labels, span, errors);
        if words.is_empty() || words.iter().any(|word| word.trim().is_empty()) {
            errors.push(Error::NoWords { what, span });
        }
    };
    for noun in &lexicon.nouns {
        entry("noun", &noun.words, std::slice::from_ref(&noun.label), noun.place.0);
    }
    for adjective in &lexicon.adjectives {
        entry("adjective", &adjective.words, std::slice::from_ref(&adjective.label), adjective.place.0);
    }
    for predicate in &lexicon.predicates {
        entry("predicate", &predicate.words, &predicate.from, predicate.place.0);
    }
    for attribute in &lexicon.attributes {
        entry("attribute", &attribute.words, std::slice::from_ref(&attribute.label), attribute.place.0);
    }
    for predicate in &lexicon.predicates {
        if predicate.pattern.is_some() == predicate.condition.is_some() {
            let words = predicate.words.first().cloned().unwrap_or_default();
            errors.push(Error::Predicate { words, span: predicate.place.0 });
        }
    }
}

fn relations(schema: &Schema, errors: &mut Vec<Error>) {
    let mut names = BTreeSet::new();
    for relation in &schema.lexicon.relations {
        let span = relation.place.0;
        let what = format!("the relation `{}`", relation.name);
        for Names(labels) in [&relation.from, &relation.to] {
            known_labels(schema, &what, labels, span, errors);
        }
        if relation.forward.iter().chain(&relation.backward).chain(&relation.noun).any(|phrase| phrase.trim().is_empty()) {
            errors.push(Error::NoWords { what, span });
        }
        if !names.insert(relation.name.as_str()) {
            errors.push(Error::DuplicateName { name: relation.name.clone(), span });
        }
    }
}

fn options(schema: &Schema, errors: &mut Vec<Error>) {
    let lexicon = &schema.lexicon;
    let mut names = BTreeSet::new();
    for option in &lexicon.options {
        let span = option.place.0;
        if lexicon.relation(&option.relation).is_none() {
            let known = lexicon.relations.iter().map(|relation| relation.name.as_str());
            let help = did_you_mean(&option.relation, known).unwrap_or_else(|| "name the `name` of a `[[relation]]`".into());
            errors.push(Error::UnknownRelation { option: option.name.clone(), relation: option.relation.clone(), help, span });
        }
        if !names.insert(option.name.as_str()) {
            errors.push(Error::DuplicateName { name: option.name.clone(), span });
        }
    }
}

/// Looks are of labels and types that there are; a package that declares none may speak of another's.
pub(super) fn style(schema: &Schema, errors: &mut Vec<Error>) {
    let (looks, span) = (&schema.style, schema.style.place.0);
    if !schema.labels.is_empty() {
        looks.label.keys().for_each(|name| known_labels(schema, "`style`", std::slice::from_ref(name), span, errors));
    }
    let groups = looks.label.values().filter_map(|look| look.group.as_ref());
    for name in looks.relationship.keys().chain(groups).filter(|_| !schema.relationships.is_empty()) {
        if !schema.relationships.contains_key(name) {
            let known = schema.relationships.keys().map(String::as_str);
            let help = did_you_mean(name, known).unwrap_or_else(|| format!("declare it as `[relationship.{name}]`"));
            errors.push(Error::UnknownType { name: name.clone(), help, span });
        }
    }
}
