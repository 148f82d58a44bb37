//! Several schemas as one.

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::{Label, Names, Property, Relationship, Schema};

impl Schema {
    /// Adds another package's schema: what this one already states stays, what is new is added. Its places are those of the
    /// other file, so mistakes in snippets must be found before.
    pub fn merge(&mut self, other: Self) {
        if self.name.is_empty() {
            self.name = other.name;
            self.language = other.language;
        }
        self.title = self.title.take().or(other.title);
        self.edition = self.edition.take().or(other.edition);
        self.texts.extend(other.texts);
        self.documents.extend(other.documents);
        self.scope.extend(other.scope);
        extend(&mut self.ours, other.ours);
        // Each package was checked by its own rule; the merged one only asks what both ask.
        self.require_source &= other.require_source;
        for (name, label) in other.labels {
            match self.labels.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(label);
                }
                Entry::Occupied(mut entry) => merge_label(entry.get_mut(), label),
            }
        }
        for (name, relationship) in other.relationships {
            match self.relationships.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(relationship);
                }
                Entry::Occupied(mut entry) => merge_relationship(entry.get_mut(), relationship),
            }
        }
        let (words, others) = (&mut self.lexicon, other.lexicon);
        extend(&mut words.nouns, others.nouns);
        extend(&mut words.adjectives, others.adjectives);
        for relation in others.relations {
            if words.relation(&relation.name).is_none() {
                words.relations.push(relation);
            }
        }
        extend(&mut words.predicates, others.predicates);
        extend(&mut words.attributes, others.attributes);
        for option in others.options {
            if !words.options.iter().any(|known| known.name == option.name) {
                words.options.push(option);
            }
        }
        extend(&mut words.conflicts, others.conflicts);
        self.style.merge(other.style);
    }
}

/// Appends what is not there yet.
fn extend<T: PartialEq>(items: &mut Vec<T>, others: Vec<T>) {
    for item in others {
        if !items.contains(&item) {
            items.push(item);
        }
    }
}

fn merge_label(label: &mut Label, other: Label) {
    label.about = label.about.take().or(other.about);
    label.display = label.display.take().or(other.display);
    extend(&mut label.names, other.names);
    merge_properties(&mut label.properties, other.properties);
}

fn merge_relationship(relationship: &mut Relationship, other: Relationship) {
    relationship.about = relationship.about.take().or(other.about);
    merge_ends(&mut relationship.from, other.from);
    merge_ends(&mut relationship.to, other.to);
    merge_properties(&mut relationship.properties, other.properties);
}

/// No labels mean any label, which stays so.
fn merge_ends(labels: &mut Names, other: Names) {
    if labels.is_empty() || other.is_empty() {
        labels.0.clear();
    } else {
        extend(&mut labels.0, other.0);
    }
}

fn merge_properties(properties: &mut IndexMap<String, Property>, others: IndexMap<String, Property>) {
    for (name, other) in others {
        match properties.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(other);
            }
            Entry::Occupied(mut entry) => {
                let property = entry.get_mut();
                property.about = property.about.take().or(other.about);
                property.required &= other.required;
                property.unique |= other.unique;
                property.adjective |= other.adjective;
                extend(&mut property.values, other.values);
                extend(&mut property.words, other.words);
            }
        }
    }
}
