//! The keys of GraphML: what data with a key is, and how its text is read.

use std::borrow::Cow;
use std::hash::RandomState;

use hashbrown::HashMap;

use crate::value::{Value, from_text, read_literal, read_quoted, unstorable};

/// What data with a key is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The labels of a node.
    Labels,
    /// The type of an edge.
    Type,
    /// The text of the schema.
    Schema,
    /// Properties that are unique in labels.
    Unique,
    /// A property, with the name of its type.
    Property { name: String, kind: String },
}

/// A declared key.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) id: String,
    pub(super) content: Content,
    /// Whether nodes may have it.
    pub(super) nodes: bool,
    /// Whether edges may have it.
    pub(super) edges: bool,
    pub(super) default: Option<String>,
}

/// Types by their names in GraphML.
const TYPES: &[(&str, &str)] =
    &[("boolean", "boolean"), ("int", "integer"), ("long", "integer"), ("float", "float"), ("double", "float"), ("string", "string")];

impl Key {
    /// The key that attributes declare; none if they cannot be understood.
    pub(super) fn new(attributes: &HashMap<String, String, RandomState>) -> Option<Self> {
        let get = |name: &str| attributes.get(name).map(String::as_str);
        let id = get("id")?;
        let domain = get("for").unwrap_or("all");
        let own = get("legation:type");
        let name = match get("legation:name") {
            Some(literal) => read_quoted(literal)?.0,
            None => get("attr.name").unwrap_or(id).to_owned(),
        };
        let content = match (id, domain, own) {
            ("labels", "node", _) => Content::Labels,
            ("label", "edge", _) => Content::Type,
            ("schema", "graph", Some(_)) => Content::Schema,
            ("unique", "graph", Some(_)) => Content::Unique,
            _ => {
                let stated = get("attr.type").unwrap_or("string");
                let kind = own.or_else(|| TYPES.iter().find(|row| row.0 == stated).map(|row| row.1))?;
                Content::Property { name, kind: kind.to_owned() }
            }
        };
        let is_for = |what: &str| domain == what || domain == "all";
        Some(Self { id: id.to_owned(), content, nodes: is_for("node"), edges: is_for("edge"), default: None })
    }

    /// The value of a text; none if it is not of the key's type.
    pub(super) fn value(&self, text: &str) -> Option<Value> {
        let Content::Property { kind, .. } = &self.content else { return None };
        match (kind.as_str(), text.trim()) {
            ("any", _) => read_literal(text).filter(|value| unstorable(value).is_none()),
            ("string", _) => from_text(kind, text),
            // Infinity as XML Schema writes it.
            ("float", "INF") => Some(Value::Float(f64::INFINITY)),
            ("float", "-INF") => Some(Value::Float(f64::NEG_INFINITY)),
            ("boolean", "1") => Some(Value::Boolean(true)),
            ("boolean", "0") => Some(Value::Boolean(false)),
            (kind, trimmed) => from_text(kind, trimmed),
        }
    }
}

/// A name: plain, or a literal in quotes.
pub(super) fn name(text: &str) -> Cow<'_, str> {
    match read_quoted(text) {
        Some((quoted, "")) => Cow::Owned(quoted),
        _ => Cow::Borrowed(text),
    }
}

/// Labels, each behind a colon: plain ones, or literals in quotes.
pub(super) fn labels(text: &str) -> Vec<Cow<'_, str>> {
    let mut labels = Vec::new();
    let mut rest = text.trim();
    loop {
        rest = rest.trim_start_matches(':');
        if rest.is_empty() {
            return labels;
        }
        let quoted = read_quoted(rest).filter(|(_, behind)| behind.is_empty() || behind.starts_with(':'));
        if let Some((quoted, behind)) = quoted {
            labels.push(Cow::Owned(quoted));
            rest = behind;
        } else {
            let (plain, behind) = rest.split_at(rest.find(':').unwrap_or(rest.len()));
            labels.push(Cow::Borrowed(plain));
            rest = behind;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_behind_colons() {
        assert_eq!(labels(":A:B C"), ["A", "B C"]);
        assert_eq!(labels("A:'b:c':'open"), ["A", "b:c", "'open"]);
        assert_eq!(labels(""), Vec::<&str>::new());
        assert_eq!(name("'a'"), "a");
    }
}
