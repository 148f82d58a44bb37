//! The constraints of a schema on what a transaction has written: types, required and enumerated properties, sources, the labels
//! at the ends of relationships. Loading holds the same ones. That unique values are unique the indexes of the graph hold, at
//! each single change.

use miette::Diagnostic;
use thiserror::Error;

use super::transaction::Transaction;
use crate::diagnose::{Diagnostics, did_you_mean};
use crate::schema::{Breach, Label, Property, PropertyType, Schema, Stated};
use crate::text::{indefinite, visible};
use crate::value::{KeyId, NodeId, RelationshipId, Value};

/// The most violations of one statement that are told.
const MOST: usize = 50;

/// A constraint that does not hold.
#[derive(Clone, Debug, Error, Diagnostic, PartialEq, Eq)]
pub enum Violation {
    /// A required property is missing.
    #[error("{what} has no `{key}`, which {owner} requires")]
    #[diagnostic(code(constraint::required), help("give it one: `{key}: …`"))]
    Required {
        /// The node or relationship.
        what: String,
        /// The property.
        key: String,
        /// "label `Party`".
        owner: String,
    },
    /// A fact says not where it stands.
    #[error("{what} has no `source`, which the schema requires of every fact")]
    #[diagnostic(code(constraint::source), help("say where the fact stands, as in `source: 'report, page 12'`"))]
    Source {
        /// The node or relationship.
        what: String,
    },
    /// A value of another type.
    #[error("`{key}` of {what} is {}, not {} as {owner} has it", indefinite(found), indefinite(&kind.to_string()))]
    #[diagnostic(code(constraint::property_type), help("write a value of type {kind}, or remove the property"))]
    PropertyType {
        /// The node or relationship.
        what: String,
        /// The property.
        key: String,
        /// The type of its value.
        found: &'static str,
        /// The type stated.
        kind: PropertyType,
        /// "label `Party`".
        owner: String,
    },
    /// A value that is not among those stated.
    #[error("`{key}` of {what} is `{value}`, which is not among its values")]
    #[diagnostic(code(constraint::values), help("{help}"))]
    Values {
        /// The node or relationship.
        what: String,
        /// The property.
        key: String,
        /// The value.
        value: String,
        /// What it may be.
        help: String,
    },
    /// A property that the schema does not have.
    #[error("{what} has a property `{key}`, which {owner} does not have")]
    #[diagnostic(code(constraint::unknown_property), help("{help}"))]
    UnknownProperty {
        /// The node or relationship.
        what: String,
        /// The property.
        key: String,
        /// "label `Party`".
        owner: String,
        /// What it may be.
        help: String,
    },
    /// An end with another label.
    #[error("{what} {side} {found}, but `{kind}` {side} {wanted}")]
    #[diagnostic(code(constraint::end), help("`{kind}` goes {direction}"))]
    End {
        /// The relationship.
        what: String,
        /// Its type.
        kind: String,
        /// `starts at` or `ends at`.
        side: &'static str,
        /// The node there.
        found: String,
        /// The labels that may be there.
        wanted: String,
        /// "from `Party` to `Forum`".
        direction: String,
    },
}

/// Checks what a transaction has touched. Nothing is said of what was there before and stays as it was.
///
/// # Errors
/// All constraints that do not hold, up to a number.
pub fn constraints(transaction: &Transaction<'_>, schema: &Schema) -> Result<(), Diagnostics> {
    if schema.labels.is_empty() && schema.relationships.is_empty() && !schema.require_source {
        return Ok(());
    }
    let touched = transaction.touched();
    let mut checker = Checker { transaction, schema, violations: Vec::new() };
    touched.nodes.iter().for_each(|node| checker.node(*node));
    touched.relationships.iter().for_each(|relationship| checker.relationship(*relationship));
    // Other labels are other ends of the relationships that were there before, too.
    let joined = touched.relabelled.iter().flat_map(|node| transaction.relationships_of(*node));
    joined.filter(|relationship| !touched.relationships.contains(relationship)).for_each(|relationship| checker.ends(relationship));
    let mut problems = Diagnostics::new();
    checker.violations.into_iter().for_each(|violation| problems.push(violation));
    problems.into_result(())
}

struct Checker<'c> {
    transaction: &'c Transaction<'c>,
    schema: &'c Schema,
    violations: Vec<Violation>,
}

impl Checker<'_> {
    fn add(&mut self, violation: Violation) {
        if self.violations.len() < MOST {
            self.violations.push(violation);
        }
    }

    fn node(&mut self, node: NodeId) {
        let names = self.labels(node);
        let labels: Vec<(&String, &Label)> =
            names.iter().filter_map(|name| self.schema.labels.get_full(name.as_str())).map(|(_, name, label)| (name, label)).collect();
        let properties = self.transaction.node_properties(node);
        let mut stated: Vec<(&String, &Property, String)> = Vec::new();
        for (name, label) in labels {
            let owner = format!("label `{name}`");
            stated.extend(label.properties.iter().map(|(key, property)| (key, property, owner.clone())));
        }
        let what = || self.described(node);
        let mut found = self.broken(&stated, &properties, &what);
        // Where one of the labels states its properties, others have to come from some label of the schema.
        let closed = names.iter().find(|name| self.schema.labels.get(name.as_str()).is_some_and(|label| !label.properties.is_empty()));
        for (key, value) in properties {
            let key = self.transaction.catalogue().key_name(key);
            let Some(label) = closed.filter(|_| !stated.iter().any(|(name, ..)| **name == *key)) else { continue };
            let owner = format!("label `{label}`");
            match self.schema.of_node(Some(label), &key) {
                Stated::Unknown(known) => found.push(unknown(what(), &key, owner, &known)),
                Stated::As(property) => found.extend(breach(&what, &key, property, &value, "another label")),
                Stated::Open => {}
            }
        }
        for violation in found {
            self.add(violation);
        }
    }

    fn relationship(&mut self, relationship: RelationshipId) {
        let kind = self.transaction.catalogue().type_name(relationship.kind);
        let owner = format!("relationship `{kind}`");
        let properties = self.transaction.relationship_properties(relationship);
        let stated: Vec<(&String, &Property, String)> = match self.schema.relationships.get(&*kind) {
            Some(entry) => entry.properties.iter().map(|(key, property)| (key, property, owner.clone())).collect(),
            None => Vec::new(),
        };
        let what = || self.described_relationship(relationship);
        let mut found = self.broken(&stated, &properties, &what);
        for (key, _) in properties {
            let key = self.transaction.catalogue().key_name(key);
            if let Stated::Unknown(known) = self.schema.of_relationship(&kind, &key) {
                found.push(unknown(what(), &key, owner.clone(), &known));
            }
        }
        for violation in found {
            self.add(violation);
        }
        self.ends(relationship);
    }

    /// What is wrong with the values of the properties stated, and whether the source is missing.
    fn broken(&self, stated: &[(&String, &Property, String)], properties: &[(KeyId, Value)], what: &dyn Fn() -> String) -> Vec<Violation> {
        let catalogue = self.transaction.catalogue();
        let value_of = |name: &str| {
            let key = catalogue.key(name)?;
            properties.iter().find(|(other, _)| *other == key).map(|(_, value)| value)
        };
        let mut found = Vec::new();
        if self.schema.require_source && value_of("source").is_none() {
            found.push(Violation::Source { what: what() });
        }
        for (key, property, owner) in stated {
            // A missing source has an error of its own where it is required throughout.
            if *key != "source" || !self.schema.require_source || value_of(key).is_some() {
                found.extend(breach(what, key, property, value_of(key).unwrap_or(&Value::Null), owner));
            }
        }
        found
    }

    /// Whether the ends of a relationship have the labels that its type states.
    fn ends(&mut self, relationship: RelationshipId) {
        let kind = self.transaction.catalogue().type_name(relationship.kind);
        let Some(entry) = self.schema.relationships.get(&*kind) else { return };
        let Some((start, end)) = self.transaction.relationship_ends(relationship) else { return };
        for (side, node, wanted) in [("starts at", start, &entry.from), ("ends at", end, &entry.to)] {
            let labels = self.labels(node);
            if wanted.is_empty() || wanted.iter().any(|label| labels.contains(label)) {
                continue;
            }
            let list = |labels: &[String]| if labels.is_empty() { "any node".to_owned() } else { quoted(labels) };
            self.add(Violation::End {
                what: self.described_relationship(relationship),
                kind: kind.to_string(),
                side,
                found: self.described(node),
                wanted: quoted(wanted),
                direction: format!("from {} to {}", list(&entry.from), list(&entry.to)),
            });
        }
    }

    fn labels(&self, node: NodeId) -> Vec<String> {
        let catalogue = self.transaction.catalogue();
        self.transaction.labels(node).into_iter().map(|label| catalogue.label_name(label).to_string()).collect()
    }

    /// A node as a person knows it: its label, and its name or id.
    fn described(&self, node: NodeId) -> String {
        let labels = self.labels(node);
        let of = |name: &str| self.transaction.catalogue().key(name).map(|key| self.transaction.node_property(node, key));
        let shown =
            self.schema.display(labels.iter().map(String::as_str)).into_iter().chain(["name", "id"]).find_map(|name| match of(name)? {
                Value::String(text) => Some(format!("`{}`", visible(&text))),
                Value::Integer(number) => Some(format!("`{number}`")),
                _ => None,
            });
        let ranked = self.schema.ranked(labels.iter().map(String::as_str));
        let first = ranked.first().and_then(|best| {
            labels.iter().find(|name| self.schema.labels.get(name.as_str()).is_some_and(|label| std::ptr::eq(label, *best)))
        });
        let label = first.or(labels.first()).map_or_else(|| "node".to_owned(), |label| visible(label).into_owned());
        match shown {
            Some(name) => format!("{label} {name}"),
            None => format!("a {label} without a name (node {})", node.0),
        }
    }

    fn described_relationship(&self, relationship: RelationshipId) -> String {
        let kind = self.transaction.catalogue().type_name(relationship.kind);
        match self.transaction.relationship_ends(relationship) {
            Some((start, end)) => format!("{} from {} to {}", visible(&kind), self.described(start), self.described(end)),
            None => visible(&kind).into_owned(),
        }
    }
}

/// What is wrong with the value of a property, if anything.
fn breach(what: &dyn Fn() -> String, key: &str, property: &Property, value: &Value, owner: &str) -> Option<Violation> {
    let (key, owner) = (key.to_owned(), owner.to_owned());
    Some(match property.breach(value)? {
        Breach::Missing => Violation::Required { what: what(), key, owner },
        Breach::Type(kind) => Violation::PropertyType { what: what(), key, found: value.type_of().name(), kind, owner },
        Breach::Outside(odd) => {
            let help = property.instead_of(&odd);
            Violation::Values { what: what(), key, value: visible(&odd).into_owned(), help }
        }
    })
}

fn unknown(what: String, key: &str, owner: String, known: &[&str]) -> Violation {
    let listed = || format!("it has {}; add others to the schema", known.join(", "));
    let help = did_you_mean(key, known.iter().copied()).unwrap_or_else(listed);
    Violation::UnknownProperty { what, key: visible(key).into_owned(), owner, help }
}

fn quoted(labels: &[String]) -> String {
    labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(" or ")
}
