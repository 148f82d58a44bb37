//! The lexicon: the only place where words are tied to the graph.

use serde::{Deserialize, Serialize};

use super::Names;
use crate::text::{Place, Span};

/// All words of a package, in the order stated. Case and diacritics of words do not matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    /// Words for nodes.
    pub nouns: Vec<Noun>,
    /// Words that narrow a noun, beside the values of properties that are adjectives.
    pub adjectives: Vec<Adjective>,
    /// Phrases that tie nodes to other nodes.
    pub relations: Vec<Relation>,
    /// Phrases that hold of a node by themselves.
    pub predicates: Vec<Predicate>,
    /// Words for properties and computed values.
    pub attributes: Vec<Attribute>,
    /// Readings that are off by default.
    pub options: Vec<Widening>,
    /// Where contradictions are on record.
    pub conflicts: Vec<Conflict>,
}

/// A piece of Cypher, with the place where it stands in the schema's file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "toml::Spanned<String>", into = "String")]
pub struct Snippet {
    /// The text.
    pub text: String,
    /// Its place.
    pub place: Place,
}

/// A noun: its plain forms, and which nodes it means.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Noun {
    /// Singular and plural; they name an answer's column.
    pub words: Vec<String>,
    /// Further forms: singular, plural, singular, plural, and so on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
    /// French forms, in the same layout.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub french: Vec<String>,
    /// Singular and plural in the language that answers are shown in, where that is another.
    #[serde(skip)]
    pub spoken: Option<[String; 2]>,
    /// The label.
    pub label: String,
    /// A Cypher predicate on `it` that narrows the label.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Snippet>,
    /// Where the entry stands.
    #[serde(skip)]
    pub place: Place,
}

/// A word that narrows a noun.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Adjective {
    /// Its forms.
    pub words: Vec<String>,
    /// The label that it narrows.
    pub label: String,
    /// A Cypher predicate on `it`.
    #[serde(rename = "where")]
    pub condition: Snippet,
    /// Where the entry stands.
    #[serde(skip)]
    pub place: Place,
}

/// A relation between nodes: a pattern, and its phrases in both directions.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// A unique name, used in messages.
    pub name: String,
    /// The labels of `from`.
    pub from: Names,
    /// The labels of `to`.
    pub to: Names,
    /// A Cypher pattern with the variables `from` and `to`, perhaps `link`, and perhaps a `WHERE`.
    pub pattern: Snippet,
    /// Phrases that stand between a `from` and a `to`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forward: Vec<String>,
    /// Phrases that stand between a `to` and a `from`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub backward: Vec<String>,
    /// Whether it is meant where several fit and no phrase decides.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
    /// Whether each `from` has at most one `to`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub single: bool,
    /// Singular and plural of the relation itself as a noun.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub noun: Vec<String>,
    /// A Cypher predicate on `from` and `to` that says whether the relation is recorded at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Snippet>,
    /// Where all of the relation's facts stand, if in one place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where the entry stands.
    #[serde(skip)]
    pub place: Place,
}

/// A condition without an object. It has a pattern or a predicate.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// Its forms.
    pub words: Vec<String>,
    /// The labels that it holds of.
    pub from: Names,
    /// A Cypher pattern with the variable `from`; if it has `to`, complements are relations of that node's label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Snippet>,
    /// A Cypher predicate on `it`.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Snippet>,
    /// Where all of its facts stand, if in one place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// A Cypher predicate on `from` that says whether it is recorded at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Snippet>,
    /// Where the entry stands.
    #[serde(skip)]
    pub place: Place,
}

/// Words for a property or a computed value.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Its forms.
    pub words: Vec<String>,
    /// The label that has it.
    pub label: String,
    /// A Cypher expression on `it`.
    pub value: Snippet,
    /// Where the entry stands.
    #[serde(skip)]
    pub place: Place,
}

/// A wider reading of a relation that is off by default, and said in the answer when it is on.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Widening {
    /// The name by which it is switched on.
    pub name: String,
    /// What it does, as answers say it.
    pub title: String,
    /// The relation that it widens.
    pub relation: String,
    /// A Cypher pattern that holds as well.
    pub also: Snippet,
    /// Where the entry stands.
    #[serde(skip)]
    pub place: Place,
}

/// A label whose nodes are contradictions on record. Its parts are Cypher expressions on `it`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The label.
    pub label: String,
    /// What the contradiction is about.
    pub matter: Snippet,
    /// The two places that contradict each other.
    pub places: [Snippet; 2],
    /// What each of them says.
    pub says: [Snippet; 2],
    /// How the data holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Snippet>,
    /// A Cypher pattern from `it` to each thing that it is about, which is `about`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concerns: Option<Snippet>,
    /// An expression by which they are put in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Snippet>,
    /// Where the entry stands.
    #[serde(skip)]
    pub place: Place,
}

impl Snippet {
    /// A snippet that stands in no file.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), place: Place::default() }
    }

    /// Its place in the schema's file.
    pub fn span(&self) -> Span {
        self.place.0
    }
}

impl From<toml::Spanned<String>> for Snippet {
    fn from(text: toml::Spanned<String>) -> Self {
        let place = Place(text.span().into());
        Self { text: text.into_inner(), place }
    }
}

impl From<Snippet> for String {
    fn from(snippet: Snippet) -> Self {
        snippet.text
    }
}

impl Lexicon {
    /// Whether no words are stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The relation of this name.
    pub fn relation(&self, name: &str) -> Option<&Relation> {
        self.relations.iter().find(|relation| relation.name == name)
    }
}

impl Noun {
    /// The singular that names an answer's column.
    pub fn singular(&self) -> &str {
        self.spoken.as_ref().map(|[singular, _]| singular).or(self.words.first()).map_or("", String::as_str)
    }

    /// The plural; the singular where none is stated.
    pub fn plural(&self) -> &str {
        self.spoken.as_ref().map(|[_, plural]| plural).or(self.words.get(1)).map_or_else(|| self.singular(), String::as_str)
    }

    /// Is shown by its French forms from now on.
    pub(super) fn speak_french(&mut self) {
        if let Some(singular) = self.french.first() {
            self.spoken = Some([singular.clone(), self.french.get(1).unwrap_or(singular).clone()]);
        }
    }

    /// All forms: main, synonyms, French.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.words.iter().chain(&self.synonyms).chain(&self.french).map(String::as_str)
    }
}
