//! Names that the graph does not have: no error, since another graph may have them, but worth a word.

use miette::Diagnostic;
use thiserror::Error;

use crate::text::{Name, Span};

/// What analysis notes about a statement that it plans nevertheless.
#[derive(Clone, Debug, PartialEq, Eq, Error, Diagnostic)]
#[error("the graph has no {} `{}`", kind.noun(), crate::text::visible(name))]
#[diagnostic(code(cypher::unknown_name), severity(Warning))]
pub struct UnknownName {
    /// A name of what.
    pub kind: NameKind,
    /// The name.
    pub name: Name,
    /// Where it is written.
    #[label("{}", kind.consequence())]
    pub place: Span,
    /// Nearest names, as a sentence.
    #[help]
    pub help: Option<String>,
}

/// The kinds of names in a catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A label.
    Label,
    /// A relationship type.
    Type,
    /// A property key.
    Key,
}

impl NameKind {
    /// The word for it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Type => "relationship type",
            Self::Key => "property",
        }
    }

    fn consequence(self) -> &'static str {
        match self {
            Self::Label => "no node has it",
            Self::Type => "no relationship has it",
            Self::Key => "it is always null",
        }
    }
}
