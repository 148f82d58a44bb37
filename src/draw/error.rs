//! What cannot be drawn.

use miette::Diagnostic;
use thiserror::Error;

use crate::text::Span;

/// A picture that does not come about.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// No sentence after `draw`.
    #[error("nothing is said of what to draw")]
    #[diagnostic(code(draw::nothing_said), help("name it: `draw schema`, or any question or query after `draw`"))]
    NothingSaid,
    /// An answer without nodes and relationships.
    #[error("this answer has nothing that can be drawn")]
    #[diagnostic(code(draw::nothing), help("{help}"))]
    Nothing {
        /// What to ask instead.
        help: &'static str,
    },
    /// A format that there is not.
    #[error("pictures have no format `{name}`")]
    #[diagnostic(code(draw::unknown_format))]
    UnknownFormat {
        /// As written.
        name: String,
        /// The nearest, or all.
        #[help]
        help: String,
        /// Where it stands, if in the sentence.
        #[label("unknown")]
        span: Option<Span>,
    },
    /// A format that is no text.
    #[error("a picture in the format `{name}` is no text")]
    #[diagnostic(code(draw::needs_file), help("write it into a file: `draw … -o picture.{name}`"))]
    NeedsFile {
        /// The format.
        name: &'static str,
    },
    /// A file where none is written.
    #[error("pictures are not written into files here")]
    #[diagnostic(code(draw::no_file), help("leave out `-o`: the picture is the answer"))]
    NoFile,
    /// A matrix in a format for graphs.
    #[error("a matrix has no form in `{name}`")]
    #[diagnostic(code(draw::no_matrix), help("draw it as svg, png, pdf or html; without `draw` it is a table in every format of answers"))]
    NoMatrix {
        /// The format.
        name: &'static str,
    },
    /// More than can be read on a page.
    #[error("a picture of {count} {what} cannot be read: {kind} show at most {most}")]
    #[diagnostic(code(draw::too_large), help("{help}"))]
    TooLarge {
        /// How many there are.
        count: usize,
        /// Of what.
        what: &'static str,
        /// What kind of picture it would be.
        kind: &'static str,
        /// How many there may be.
        most: usize,
        /// What to do.
        help: &'static str,
    },
    /// Graphviz is there, and does not lay it out.
    #[error("`dot` of Graphviz does not lay this out: {reason}")]
    #[diagnostic(code(draw::graphviz), help("take it off the PATH, and the picture is laid out without it"))]
    Graphviz {
        /// Its own words, or what happened.
        reason: String,
    },
    /// A picture that the library which draws it refuses.
    #[error("the picture cannot be painted: {0}")]
    #[diagnostic(code(draw::paint), help("`as svg` writes it without painting it"))]
    Paint(String),
}
