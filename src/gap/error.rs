//! What can be wrong with expectations.

use miette::Diagnostic;
use thiserror::Error;

use crate::load::Spot;

/// A mistake in `expectations.toml`. The message says where; there is no single text to point into.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// An entry has not the form that it must have.
    #[error("{at}: {what}: {message}")]
    #[diagnostic(code(gap::form))]
    Form {
        /// Where.
        at: Spot,
        /// The entry.
        what: String,
        /// What is wrong with it.
        message: String,
        /// What to do.
        #[help]
        help: Option<String>,
    },
    /// A phrase of the question language that means nothing here.
    #[error("{at}: expectation `{id}`: `{text}`: {message}")]
    #[diagnostic(code(gap::sentence))]
    Sentence {
        /// Where.
        at: Spot,
        /// The expectation.
        id: String,
        /// The phrase as it was asked.
        text: String,
        /// What is wrong with it.
        message: String,
        /// What to do.
        #[help]
        help: Option<String>,
    },
}
