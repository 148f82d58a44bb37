//! What can be wrong with a schema.

use miette::Diagnostic;
use thiserror::Error;

use crate::text::Span;

/// A mistake in `schema.toml`.
#[derive(Clone, Debug, Error, Diagnostic, PartialEq, Eq)]
pub enum Error {
    /// The text is not TOML.
    #[error("not valid TOML: {message}")]
    #[diagnostic(code(schema::syntax), help("tables are `[label.Name]`, texts stand in double quotes"))]
    Syntax {
        /// What the parser says.
        message: String,
        /// Where.
        #[label("here")]
        span: Span,
    },
    /// An entry has not the form that it must have.
    #[error("{what}: {message}")]
    #[diagnostic(code(schema::form))]
    Form {
        /// The entry ("label `Party`").
        what: String,
        /// What is wrong with it.
        message: String,
        /// What to do.
        #[help]
        help: Option<String>,
        /// Where.
        #[label("here")]
        span: Span,
    },
    /// A table or key at the top that a schema does not have.
    #[error("`{name}` is not part of a schema")]
    #[diagnostic(code(schema::unknown_key))]
    UnknownKey {
        /// The key.
        name: String,
        /// What to do.
        #[help]
        help: String,
        /// Where.
        #[label("unknown")]
        span: Span,
    },
    /// An entry speaks of a label that is not declared.
    #[error("{what} speaks of the label `{label}`, which the schema does not declare")]
    #[diagnostic(code(schema::unknown_label))]
    UnknownLabel {
        /// The entry.
        what: String,
        /// The label.
        label: String,
        /// What to do.
        #[help]
        help: String,
        /// Where.
        #[label("unknown label")]
        span: Span,
    },
    /// The looks speak of a relationship type that is not declared.
    #[error("`style` speaks of the relationship type `{name}`, which the schema does not declare")]
    #[diagnostic(code(schema::unknown_type))]
    UnknownType {
        /// The type.
        name: String,
        /// What to do.
        #[help]
        help: String,
        /// Where.
        #[label("here")]
        span: Span,
    },
    /// A label's display or name property is not among its properties.
    #[error("label `{label}` is named by the property `{property}`, which it does not have")]
    #[diagnostic(code(schema::unknown_property))]
    UnknownProperty {
        /// The label.
        label: String,
        /// The property.
        property: String,
        /// What to do.
        #[help]
        help: String,
        /// Where.
        #[label("this label")]
        span: Span,
    },
    /// An option widens a relation that is not there.
    #[error("the option `{option}` widens the relation `{relation}`, which the lexicon does not have")]
    #[diagnostic(code(schema::unknown_relation))]
    UnknownRelation {
        /// The option.
        option: String,
        /// The relation.
        relation: String,
        /// What to do.
        #[help]
        help: String,
        /// Where.
        #[label("here")]
        span: Span,
    },
    /// Two relations or options share a name.
    #[error("there are two entries named `{name}`")]
    #[diagnostic(code(schema::duplicate_name), help("names of relations and options must be unique: rename one of them"))]
    DuplicateName {
        /// The name.
        name: String,
        /// Where the second stands.
        #[label("the second one")]
        span: Span,
    },
    /// An entry has no words, or an empty one.
    #[error("{what} has no words")]
    #[diagnostic(code(schema::no_words), help("give at least one word, and no empty ones; a noun has its singular first, then its plural"))]
    NoWords {
        /// The entry.
        what: String,
        /// Where.
        #[label("here")]
        span: Span,
    },
    /// A predicate has neither or both of `pattern` and `where`.
    #[error("the predicate `{words}` needs either a `pattern` or a `where`")]
    #[diagnostic(code(schema::predicate), help("write a pattern with the variable `from`, or a condition on `it`, not both"))]
    Predicate {
        /// Its first words.
        words: String,
        /// Where.
        #[label("here")]
        span: Span,
    },
}

impl Error {
    /// Where the mistake is.
    pub fn span(&self) -> Span {
        match self {
            Self::Syntax { span, .. }
            | Self::Form { span, .. }
            | Self::UnknownKey { span, .. }
            | Self::UnknownLabel { span, .. }
            | Self::UnknownProperty { span, .. }
            | Self::UnknownType { span, .. }
            | Self::UnknownRelation { span, .. }
            | Self::DuplicateName { span, .. }
            | Self::NoWords { span, .. }
            | Self::Predicate { span, .. } => *span,
        }
    }
}
