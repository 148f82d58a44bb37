//! What goes wrong outside of the stages.

use miette::Diagnostic;
use thiserror::Error;

/// An error of the session itself.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// A defect of the program; the session goes on.
    #[error("this is a defect of Legation: {0}")]
    #[diagnostic(code(session::internal), help("the data is unharmed; please report the sentence that led here"))]
    Internal(String),
    /// An option that the data package does not have.
    #[error("there is no option `{name}` in this data")]
    #[diagnostic(code(session::unknown_option))]
    UnknownOption {
        /// As given.
        name: String,
        /// The options that there are.
        #[help]
        help: Option<String>,
    },
}
