//! What cannot be explained.

use miette::Diagnostic;
use thiserror::Error;

use crate::text::Span;

/// An answer of which it cannot be said why.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// Nothing was asked yet.
    #[error("there is no answer yet to ask about")]
    #[diagnostic(code(explain::no_answer), help("ask a question first, or name it: `why … in …`, `near misses of …`"))]
    NoAnswer,
    /// The answer is not made of single nodes.
    #[error("this can be asked of an answer that is made of single nodes")]
    #[diagnostic(code(explain::no_nodes), help("ask for nodes, not for pairs, relationships or the rows of a command"))]
    NoNodes,
    /// A part of a query that is more than a conjunction of patterns and conditions.
    #[error("{part} is beyond what can be explained")]
    #[diagnostic(code(explain::beyond), help("ask about `MATCH … WHERE … RETURN node`: patterns and conditions that must all hold"))]
    Beyond {
        /// Which.
        part: String,
        /// Where it stands.
        #[label("this part")]
        span: Span,
    },
}
