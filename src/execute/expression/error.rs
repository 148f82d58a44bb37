//! Errors of evaluation, with the place of the expression.

use std::fmt;

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::function::Failure;
use crate::graph;
use crate::limit::Exceeded;
use crate::procedure;
use crate::text::{Name, Place, indefinite};

/// What can go wrong.
#[derive(Debug, Error, Diagnostic)]
pub enum Fault {
    /// A function or an operator that has no value for its operands, or a limit.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Failure(#[from] Failure),
    /// A procedure that gives no rows; apart, so that results stay small in the frames of deep expressions.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Procedure(Box<procedure::Error>),
    /// A list position that is no integer.
    #[error("the position in a list is an integer, not {}", indefinite(.0))]
    #[diagnostic(code("TypeError: ListElementAccessByNonInteger"))]
    Position(&'static str),
    /// A key that is no text.
    #[error("the key of a map, a node or a relationship is a string, not {}", indefinite(.0))]
    #[diagnostic(code("TypeError: MapElementAccessByNonString"))]
    Key(&'static str),
    /// A text that is no regular expression.
    #[error("not a regular expression: {0}")]
    #[diagnostic(
        code("ArgumentError: InvalidRegularExpression"),
        help("put a backslash (written `\\\\`) before characters that are meant as they are")
    )]
    Pattern(String),
    /// A parameter without a value.
    #[error("the parameter `${0}` has no value")]
    #[diagnostic(code("ParameterMissing: MissingParameter"), help("give it one with `--param {0}=JSON`"))]
    Parameter(Name),
    /// A change that the graph does not take.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Graph(#[from] graph::Error),
    /// A name that the graph has no room for.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Full(#[from] graph::Full),
    /// A null value in what is to be found or created.
    #[error("MERGE cannot use null for `{0}`")]
    #[diagnostic(
        code("SemanticError: MergeReadOwnWrites"),
        help(
            "nothing that is stored equals null, so that each run would create another: leave the property out, or filter with `IS NOT NULL` first"
        )
    )]
    MergeNull(Name),
    /// A relationship that would end at nothing.
    #[error("a relationship cannot be created: `{0}` is null")]
    #[diagnostic(code("TypeError: InvalidArgumentType"), help("keep only rows that have this node: `WITH * WHERE {0} IS NOT NULL`"))]
    NoEnd(Name),
    /// An expression that nests too deep.
    #[error("the expression nests deeper than {0} levels")]
    #[diagnostic(code("limit::depth"), help("compute a part of it in a WITH before"))]
    Depth(usize),
    /// A name that is no column: a defect of planning.
    #[error("the plan has no column `{0}` here")]
    #[diagnostic(code("internal::column"), help("please report this query"))]
    Column(Name),
}

impl From<procedure::Error> for Fault {
    fn from(error: procedure::Error) -> Self {
        Self::Procedure(Box::new(error))
    }
}

impl From<Exceeded> for Fault {
    fn from(exceeded: Exceeded) -> Self {
        Self::Failure(Failure::Exceeded(exceeded))
    }
}

/// A [`Fault`] and the place of the expression that it came from.
#[derive(Debug)]
pub struct Error {
    /// What went wrong.
    pub fault: Fault,
    /// Where.
    pub place: Place,
}

impl Error {
    /// A fault at a place.
    pub(in crate::execute) fn new(fault: impl Into<Fault>, place: Place) -> Self {
        Self { fault: fault.into(), place }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

impl std::error::Error for Error {}

impl Diagnostic for Error {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.fault.code()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.fault.help()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.place.0;
        // Where the time ends is chance; and what lowering made up has no place.
        let failure = match &self.fault {
            Fault::Failure(failure) => Some(failure),
            Fault::Procedure(error) => error.failure(),
            _ => None,
        };
        let chance = matches!(failure, Some(Failure::Exceeded(Exceeded::Time(_) | Exceeded::Interrupted)));
        (span.start < span.end && !chance)
            .then(|| Box::new(std::iter::once(LabeledSpan::new_with_span(Some("here".to_owned()), span))) as Box<dyn Iterator<Item = _>>)
    }
}
