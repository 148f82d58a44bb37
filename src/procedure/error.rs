//! What can go wrong in a procedure. The place is added by the clause that called it.

use miette::Diagnostic;
use thiserror::Error;

use crate::function::Failure;
use crate::limit::Exceeded;
use crate::text::Name;

/// Why a call gives no rows.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// An argument of a type that the procedure does not take.
    #[error("`{argument}` of {procedure} is {expected}, not {found}")]
    #[diagnostic(code("TypeError: InvalidArgumentType"), help("it is called as {signature}"))]
    Argument {
        /// The procedure.
        procedure: Name,
        /// The argument.
        argument: Name,
        /// What it takes, in words.
        expected: &'static str,
        /// What it was given, in words.
        found: &'static str,
        /// The signature.
        signature: String,
    },
    /// Too few or too many arguments.
    #[error("{procedure} was called with {found} arguments")]
    #[diagnostic(code("SyntaxError: InvalidNumberOfArguments"), help("it is called as {signature}"))]
    ArgumentCount {
        /// The procedure.
        procedure: Name,
        /// How many there were.
        found: usize,
        /// The signature.
        signature: String,
    },
    /// What a procedure of the user says of its failure.
    #[error("{0}")]
    #[diagnostic(code("ProcedureError: ProcedureCallFailed"))]
    Failed(String),
    /// As a function fails.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Failure(#[from] Failure),
}

impl Error {
    /// The failure that a function could have had too.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        if let Self::Failure(failure) = self { Some(failure) } else { None }
    }
}

impl From<Exceeded> for Error {
    fn from(exceeded: Exceeded) -> Self {
        Self::Failure(exceeded.into())
    }
}
