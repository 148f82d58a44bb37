//! What the values of a column have in common, and how the column is written so that they come back.

use super::super::{Formulas, Problem};
use super::text::{is_exact, name_header, plain};
use crate::load::{Guess, fixed, is_always};
use crate::schema::{Property, PropertyType, Scalar, Schema, Stated};
use crate::text::visible;
use crate::value::{Value, unstorable};

/// The values of one property in a file, seen so far.
#[derive(Debug)]
pub(super) struct Seen {
    /// The type that the schema states.
    stated: Option<PropertyType>,
    /// Whether the schema must learn of the property.
    is_new: bool,
    /// The one type of all values; none before the first.
    kind: Option<PropertyType>,
    /// Whether a value needs to be a literal.
    literal: bool,
    guess: Guess,
}

/// A column of a file.
#[derive(Debug)]
pub(super) struct Column {
    /// Its header.
    pub(super) header: String,
    /// Whether its cells are literals.
    pub(super) literal: bool,
    /// What the schema must learn.
    pub(super) new: Option<Property>,
}

impl Seen {
    /// A property of which the schema says this.
    pub(super) fn new(stated: &Stated<'_>, name: &str) -> Self {
        let (stated, is_new) = match stated {
            Stated::As(property) => (Some(property.kind), false),
            Stated::Open => (None, false),
            Stated::Unknown(_) => (None, !is_always(name)),
        };
        Self { stated, is_new, kind: None, literal: false, guess: Guess::new() }
    }

    /// A property of nodes in a file without a label of its own: literals, where the schema gives the name to some label.
    pub(super) fn unlabelled(schema: &Schema, name: &str) -> Self {
        let known = schema.labels.values().any(|label| label.properties.contains_key(name));
        let stated = if known { Stated::Open } else { schema.of_node(None, name) };
        Self { literal: known, ..Self::new(&stated, name) }
    }

    /// Whether the schema must learn of the property.
    pub(super) fn is_new(&self) -> bool {
        self.is_new
    }

    /// Takes a value into account. `owner` says whose it is.
    pub(super) fn see(&mut self, value: &Value, formulas: Formulas, name: &str, owner: impl Fn() -> String) -> Result<(), Problem> {
        if let Some(found) = unstorable(value) {
            return Err(Problem::NotStorable { owner: owner(), key: visible(name).into_owned(), found });
        }
        if let Some(kind) = self.stated.filter(|kind| !kind.admits(value)) {
            let (key, value) = (visible(name).into_owned(), visible(&value.to_string()).chars().take(60).collect());
            return Err(Problem::OutsideSchema { owner: owner(), key, value, kind: kind.to_string() });
        }
        // The type that is stated reads back what another type's notation would not: an empty list is one of texts, too.
        let kind = self.stated.unwrap_or_else(|| PropertyType::of_value(value));
        self.kind = Some(self.kind.map_or(kind, |known| if known == kind { known } else { PropertyType::ANY }));
        self.literal = self.literal || kind == PropertyType::ANY || !is_exact(value, formulas);
        if !kind.list && !self.literal && !self.guess.is_settled() {
            let mut text = String::new();
            plain(value, &mut text);
            self.guess.see(&text);
        }
        Ok(())
    }

    /// The column for all values seen. `alone` says that no other file has values of this property, so that its type may be
    /// left to be seen from them.
    pub(super) fn column(&self, name: &str, alone: bool) -> Column {
        let kind = self.kind.or(self.stated).unwrap_or(PropertyType::STRING);
        let literal = self.literal || kind == PropertyType::ANY;
        let plain = name_header(name);
        let stated = self.stated.or(self.is_new.then_some(kind));
        let is_plain = match stated {
            Some(stated) => (stated == PropertyType::ANY) == literal,
            None => !literal && alone && self.inferred(name) == kind,
        };
        let header = if is_plain { plain.into_owned() } else { format!("{plain}:{}", if literal { PropertyType::ANY } else { kind }) };
        Column { header, literal, new: self.is_new.then(|| Property::of(kind)) }
    }

    /// The type that loading would see in the column.
    fn inferred(&self, name: &str) -> PropertyType {
        PropertyType::of(fixed(name).or_else(|| self.guess.scalar()).unwrap_or(Scalar::String))
    }
}
