//! What can go wrong in operators themselves; expressions have their own errors.

use miette::Diagnostic;
use thiserror::Error;

use crate::text::{Name, Span, indefinite};

/// An error of an operator.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// SKIP or LIMIT of something else than an integer.
    #[error("{clause} takes an integer, not {}", indefinite(found))]
    #[diagnostic(code("SyntaxError: InvalidArgumentType"), help("give the number of rows as an integer that is not negative"))]
    NotACount {
        /// SKIP or LIMIT.
        clause: &'static str,
        /// The type of what was given.
        found: &'static str,
        /// Where it stands.
        #[label("this is {}", indefinite(found))]
        span: Span,
    },
    /// A negative SKIP or LIMIT.
    #[error("{clause} takes no negative number")]
    #[diagnostic(code("SyntaxError: NegativeIntegerArgument"), help("give the number of rows as an integer that is not negative"))]
    NegativeCount {
        /// SKIP or LIMIT.
        clause: &'static str,
        /// The number.
        count: i64,
        /// Where it stands.
        #[label("this is {count}")]
        span: Span,
    },
    /// UNWIND of something else than a list.
    #[error("UNWIND takes a list, not {}", indefinite(found))]
    #[diagnostic(code("TypeError: InvalidArgumentType"), help("put the value in brackets to make a list of one item"))]
    NotAList {
        /// The type of what was given.
        found: &'static str,
        /// Where it stands.
        #[label("this is {}", indefinite(found))]
        span: Span,
    },
    /// A pattern over a variable that holds something else than a node.
    #[error("`{variable}` is used as a node in a pattern, but holds {}", indefinite(found))]
    #[diagnostic(code("TypeError: InvalidArgumentType"), help("use a variable that holds a node"))]
    NotANode {
        /// The variable.
        variable: Name,
        /// The type of what it holds.
        found: &'static str,
    },
    /// A plan that writes where it may only read: a defect of the stage that runs it.
    #[error("internal error: the statement writes where it may only read")]
    #[diagnostic(code("internal: no_writer"), help("please report this query"))]
    NoWriter,
    /// A plan that uses a column that is not there: a defect of the stage that made it.
    #[error("the plan uses `{name}`, which {operator} does not have")]
    #[diagnostic(code("internal::column"), help("please report this query"))]
    UnknownColumn {
        /// The column.
        name: Name,
        /// The operator that uses it.
        operator: &'static str,
    },
}
