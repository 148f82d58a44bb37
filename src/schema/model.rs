//! The graph schema: labels, relationship types, and their properties.

use std::ops::Deref;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize, Serializer};

use super::{Document, Lexicon, PropertyType, Style};
use crate::text::{Name, Place};

/// What a package states about its graph and the words for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// The package's name; of several, the first one's.
    pub name: String,
    /// The title for readers.
    pub title: Option<String>,
    /// The state of the facts ("as of 2008, as printed"), said under every answer.
    pub edition: Option<String>,
    /// What the package does not speak of.
    pub scope: Vec<String>,
    /// Names of those whose data it is: what a text says of them says no more than `we`.
    pub ours: Vec<String>,
    /// The language of its words, as a code.
    pub language: String,
    /// Whether every node and relationship of the package must say its source.
    pub require_source: bool,
    /// The labels, in the order stated.
    pub labels: IndexMap<String, Label>,
    /// The relationship types, in the order stated.
    pub relationships: IndexMap<String, Relationship>,
    /// The words.
    pub lexicon: Lexicon,
    /// How things look in pictures.
    pub style: Style,
    /// The texts that it was read from, in order, so that saving keeps what was written. None for what was only inferred.
    pub texts: Vec<Name>,
    /// Texts that stand beside the tables, in the order of the packages.
    pub documents: Vec<Document>,
}

/// A word that asks for the nodes of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum QuestionWord {
    /// `who`.
    Who,
    /// `where`.
    Where,
}

/// What is known of the nodes with a label.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// What the label means, for readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The property that is shown for a node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// The properties by which a node is found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Where one name fits nodes of several labels, the lowest rank wins.
    #[serde(default = "Label::default_rank", skip_serializing_if = "Label::is_default_rank")]
    pub rank: u32,
    /// Whether its nodes are found only under their own noun.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reference: bool,
    /// The word that asks for its nodes, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<QuestionWord>,
    /// Whether facts stand in its nodes, so that a question may name one without asking about it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cited: bool,
    /// The properties. Where none is stated, any may occur.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub properties: IndexMap<String, Property>,
    /// The property that is shown for a node that has it, in the language that answers are shown in.
    #[serde(skip)]
    pub spoken: Option<String>,
    /// Where it stands in the schema's file.
    #[serde(skip)]
    pub place: Place,
}

/// What is known of the relationships of a type.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Relationship {
    /// What the type means, for readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The labels at its start; none stated means any.
    #[serde(default, skip_serializing_if = "Names::is_none")]
    pub from: Names,
    /// The labels at its end; none stated means any.
    #[serde(default, skip_serializing_if = "Names::is_none")]
    pub to: Names,
    /// The properties. Where none is stated, any may occur.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub properties: IndexMap<String, Property>,
    /// Where it stands in the schema's file.
    #[serde(skip)]
    pub place: Place,
}

/// What is known of a property.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: PropertyType,
    /// What it means, for readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Whether every node (relationship) has it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Whether no two nodes of the label share a value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
    /// All values that may occur; empty means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Whether its values are adjectives ("emerging").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adjective: bool,
    /// The language of its texts, as a code, where it holds the names of nodes in another language than the package's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Words for the property itself, beside its name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

/// One name or a list of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(pub Vec<String>);

impl Deref for Names {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl Names {
    fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

/// One name as a text, several as a list.
impl Serialize for Names {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0[..] {
            [one] => serializer.serialize_str(one),
            several => several.serialize(serializer),
        }
    }
}

impl Default for Label {
    fn default() -> Self {
        Self {
            about: None,
            display: None,
            names: Vec::new(),
            rank: Self::default_rank(),
            reference: false,
            asked: None,
            cited: false,
            properties: IndexMap::new(),
            spoken: None,
            place: Place::default(),
        }
    }
}

impl Property {
    /// An optional property of this type, without anything else stated.
    pub fn of(kind: PropertyType) -> Self {
        Self { kind, about: None, required: false, unique: false, values: Vec::new(), adjective: false, language: None, words: Vec::new() }
    }
}

/// The properties that are shown for a node where the schema names none: the first that its label has.
const DISPLAY: &[&str] = &["name", "title", "id"];

/// The properties by which a node is found, beside the one shown, where the schema names none.
const NAMES: &[&str] = &["name", "aliases", "acronym", "code", "id"];

impl Label {
    /// The rank of a label that states none.
    const fn default_rank() -> u32 {
        5
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_default_rank(rank: &u32) -> bool {
        *rank == Self::default_rank()
    }

    /// The property that is shown for a node, if the label has one.
    pub fn display(&self) -> Option<&str> {
        self.display.as_deref().or_else(|| DISPLAY.iter().copied().find(|name| self.properties.contains_key(*name)))
    }

    /// The properties by which a node is found, the strongest first.
    pub fn names(&self) -> Vec<&str> {
        if !self.names.is_empty() {
            return self.names.iter().map(String::as_str).collect();
        }
        let mut names: Vec<&str> = self.display().into_iter().collect();
        names.extend(NAMES.iter().copied().filter(|name| self.properties.contains_key(*name)));
        let mut kept: Vec<&str> = Vec::new();
        for name in names {
            if !kept.contains(&name) {
                kept.push(name);
            }
        }
        kept
    }
}

impl Schema {
    /// The property that is shown for a node with these labels: that of the label with the lowest rank, the first stated of equals.
    pub fn display<'s>(&'s self, labels: impl IntoIterator<Item = &'s str>) -> Option<&'s str> {
        self.ranked(labels).into_iter().find_map(|label| label.display())
    }

    /// The labels that the schema knows among these, by rank and then in the order stated.
    pub fn ranked<'s>(&'s self, labels: impl IntoIterator<Item = &'s str>) -> Vec<&'s Label> {
        let mut known: Vec<(u32, usize, &Label)> =
            labels.into_iter().filter_map(|name| self.labels.get_full(name)).map(|(index, _, label)| (label.rank, index, label)).collect();
        known.sort_by_key(|&(rank, index, _)| (rank, index));
        known.into_iter().map(|(_, _, label)| label).collect()
    }

    /// What the schema states about a property of a label.
    pub fn property(&self, label: &str, property: &str) -> Option<&Property> {
        self.labels.get(label)?.properties.get(property)
    }

    /// What the schema states about a property of a relationship type.
    pub fn relationship_property(&self, kind: &str, property: &str) -> Option<&Property> {
        self.relationships.get(kind)?.properties.get(property)
    }
}
