//! What a data package states about its graph: labels, relationship types and properties ([`Schema`]),
//! and the words by which questions reach them ([`Lexicon`]).
//!
//! Both are read from `schema.toml` by [`Schema::read`]. For data without words,
//! [`Schema::complete`] makes modest ones from what the files hold. Snippets of Cypher stay text here: who uses them parses them, and reports mistakes at [`Snippet::span`].

mod check;
mod document;
mod error;
mod infer;
mod kind;
mod lexicon;
mod merge;
mod model;
mod phrase;
mod pieces;
mod plural;
mod property;
mod read;
mod saved;
mod spoken;
mod stated;
mod style;
mod write;

pub use document::{DOCUMENTS, Document, REPORTS};
pub use error::Error;
pub use infer::{Observed, ObservedProperty, ObservedRelationship};
pub use kind::{PropertyType, Scalar};
pub use lexicon::{Adjective, Attribute, Conflict, Lexicon, Noun, Predicate, Relation, Snippet, Widening};
pub use model::{Label, Names, Property, QuestionWord, Relationship, Schema};
pub use plural::plural;
pub use property::Breach;
pub use read::FORMAT;
pub use saved::{QUESTIONS, SavedQuestion};
pub use stated::Stated;
pub use style::{Colour, Head, LabelStyle, Line, PALETTE, RelationshipStyle, STROKES, Shape, Style};
pub use write::Additions;
