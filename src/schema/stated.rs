//! What a schema says of one property, for files and for writing.

use indexmap::IndexMap;

use super::{Property, PropertyType, Schema};

/// What a schema says of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Stated<'s> {
    /// This.
    As(&'s Property),
    /// Nothing; any property may occur.
    Open,
    /// That there is no such property; these are.
    Unknown(Vec<&'s str>),
}

impl Schema {
    /// What it says of a property of the nodes in a file. The file may have a label of its own; extra labels may bring the
    /// property, too.
    pub fn of_node(&self, own: Option<&str>, name: &str) -> Stated<'_> {
        let own = own.and_then(|own| self.labels.get(own));
        if let Some(property) = own.and_then(|own| own.properties.get(name)) {
            return Stated::As(property);
        }
        if let Some(property) = self.labels.values().find_map(|label| label.properties.get(name)) {
            return Stated::As(property);
        }
        match own {
            Some(label) if !label.properties.is_empty() => Stated::Unknown(names(&label.properties)),
            None if !self.labels.is_empty() && self.labels.values().all(|label| !label.properties.is_empty()) => {
                Stated::Unknown(self.labels.values().flat_map(|label| names(&label.properties)).collect())
            }
            _ => Stated::Open,
        }
    }

    /// What it says of a property of nodes in a file without a label, whose header states the type: where several labels have
    /// a property of that name, the type tells which one it is.
    pub fn of_unlabelled(&self, name: &str, kind: PropertyType) -> Stated<'_> {
        let mut known = self.labels.values().filter_map(|label| label.properties.get(name)).peekable();
        if known.peek().is_none() {
            return self.of_node(None, name);
        }
        known.find(|property| property.kind == kind).map_or(Stated::Open, Stated::As)
    }

    /// What it says of a property of the relationships of a type.
    pub fn of_relationship(&self, kind: &str, name: &str) -> Stated<'_> {
        let properties = self.relationships.get(kind).map(|relationship| &relationship.properties);
        match properties {
            Some(properties) if !properties.is_empty() => match properties.get(name) {
                Some(property) => Stated::As(property),
                None => Stated::Unknown(names(properties)),
            },
            _ => Stated::Open,
        }
    }
}

fn names(properties: &IndexMap<String, Property>) -> Vec<&str> {
    properties.keys().map(String::as_str).collect()
}
