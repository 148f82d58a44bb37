//! What can go wrong in a procedure. The place is added by the clause that called it.

use miette::Diagnostic;
use thiserror::Error;

use crate::algorithm;
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
    /// A key of the settings that the procedure does not have.
    #[error("{procedure} has no setting `{setting}`")]
    #[diagnostic(code("ProcedureError: UnknownSetting"), help("{help}"))]
    UnknownSetting {
        /// The procedure.
        procedure: Name,
        /// The key.
        setting: Name,
        /// The nearest keys, or all of them.
        help: String,
    },
    /// A setting with a value that it does not take.
    #[error("`{setting}` is {expected}, not {found}")]
    #[diagnostic(code("ProcedureError: InvalidSetting"))]
    Setting {
        /// The key.
        setting: &'static str,
        /// What it takes, in words.
        expected: &'static str,
        /// The value, as printed.
        found: String,
    },
    /// A name in the settings that the graph does not have.
    #[error("the graph has no {kind} `{}`", crate::text::visible(name))]
    #[diagnostic(code("ProcedureError: UnknownName"))]
    UnknownName {
        /// A name of what.
        kind: &'static str,
        /// The name.
        name: Name,
        /// Nearest names, as a sentence.
        #[help]
        help: Option<String>,
    },
    /// An algorithm without a result.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Algorithm(algorithm::Error),
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

impl From<algorithm::Error> for Error {
    fn from(error: algorithm::Error) -> Self {
        match error {
            algorithm::Error::Exceeded(exceeded) => exceeded.into(),
            other => Self::Algorithm(other),
        }
    }
}

impl From<Exceeded> for Error {
    fn from(exceeded: Exceeded) -> Self {
        Self::Failure(exceeded.into())
    }
}
