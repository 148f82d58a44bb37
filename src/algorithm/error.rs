//! Why an algorithm has no result.

use miette::Diagnostic;
use thiserror::Error;

use crate::limit::Exceeded;
use crate::text::Name;

/// An error of an algorithm.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// A weight that the algorithm has no meaning for.
    #[error("the weight `{key}` of a relationship `{kind}` is {found}, but {expected}")]
    #[diagnostic(
        code("ProcedureError: InvalidWeight"),
        help("name another property, or leave relationships without a meaningful weight out by `types`")
    )]
    Weight {
        /// The property.
        key: Name,
        /// The relationship's type.
        kind: Name,
        /// The value, as printed.
        found: String,
        /// What it should be: "is not negative".
        expected: &'static str,
    },
    /// An iteration that did not come to rest.
    #[error("{algorithm} did not converge within {iterations} iterations")]
    #[diagnostic(code("ProcedureError: NotConverged"), help("raise `iterations` or `tolerance`, or take relationships in both directions"))]
    NotConverged {
        /// The algorithm.
        algorithm: &'static str,
        /// How many were made.
        iterations: usize,
    },
    /// More shortest paths between two nodes than a float can count.
    #[error("there are more shortest paths between two nodes than can be counted")]
    #[diagnostic(code("ProcedureError: TooManyPaths"), help("take a smaller part of the graph by `labels` and `types`"))]
    TooManyPaths,
    /// A limit.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Exceeded(#[from] Exceeded),
}
