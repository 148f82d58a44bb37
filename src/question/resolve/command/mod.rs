//! Commands: each finds its things and is written as Cypher. One file for each.
//!
//! Their queries are put together as text, from the lexicon's patterns and quoted names, and read as any other: what
//! `translate` shows is what is run.

mod compare;
mod conflicts;
mod connect;
mod define;
mod describe;
mod known;
mod matrix;
mod obstacle;
mod path;
mod schema;
mod share;
mod thing;
mod way;
mod written;

pub use define::Keeping;
pub(in crate::question) use obstacle::on_path;

use super::saved::Sentences;
use super::{Data, Options, Resolved, Resolver};
use crate::cypher::ast::Query;
use crate::question::ast::Command;
use crate::question::error::Error;
use crate::question::presentation::Presentation;
use crate::question::words::Words;
use crate::text::Span;

/// A command that found its things.
#[derive(Clone, Debug)]
pub(in crate::question) struct Commanded {
    /// The command in Cypher.
    pub query: Query,
    /// How it was understood.
    pub understood: String,
    /// What is said beside the answer.
    pub notes: Vec<String>,
    /// What is said where there are no rows.
    pub nothing: Option<String>,
    /// How people read the rows.
    pub presentation: Presentation,
    /// What the last columns hold.
    pub evidence: Evidence,
    /// The query for the nodes that are the answer, if it is made of nodes of one kind.
    pub nodes: Option<Query>,
    /// What becomes of the kept questions.
    pub keeping: Option<Keeping>,
    /// The query for the nodes, relationships and paths of its picture; those of the first column were asked about.
    pub picture: Option<Query>,
}

/// What the last columns of a command's rows say of their facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing.
    None,
    /// The last two are lists of sources and of caveats, which are shown only where they are asked for.
    Aside,
    /// The last two are lists of sources and of caveats, which belong to the answer.
    Shown,
}

/// What a command means.
pub(in crate::question) fn command(
    command: &Command,
    span: Span,
    text: &str,
    words: &Words,
    data: Data<'_>,
    options: &Options,
) -> Resolved<Commanded> {
    let sentences = Sentences::new();
    let resolver = Resolver::new(text, words, data, options, &sentences);
    match command {
        Command::Describe(thing) => resolver.describe(thing),
        Command::Compare(things) => resolver.compare(things),
        Command::Share(things) => resolver.share(things),
        Command::Path(way) => resolver.path(way),
        Command::Connect { things, limits } => resolver.connect(things, limits),
        Command::Matrix(sides) => resolver.matrix(sides),
        Command::Conflicts(things) => resolver.conflicts(things, span),
        Command::Schema => resolver.schema(span),
        Command::Why(_) | Command::NearMisses(_) => {
            Err(Error::Misplaced { what: "`why` and `near misses`", help: "ask them by themselves: `why … in …`", span })
        }
        // The session answers these two itself.
        Command::Brief(_) => Err(Error::LaterCommand { name: "brief", example: super::super::error::example(data.schema), span }),
        Command::Gaps(_) => Err(Error::LaterCommand { name: "gaps", example: super::super::error::example(data.schema), span }),
        Command::SavedQuestions => resolver.saved_questions(span),
        Command::Define { name, parameter, sentence } => resolver.define(*name, *parameter, *sentence),
        Command::Forget(name) => resolver.forget(*name),
        Command::Nothing => Err(Error::Empty { example: super::super::error::example(data.schema), span }),
    }
}
