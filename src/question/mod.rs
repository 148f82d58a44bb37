//! The question language: sentences in the data's own words.
//!
//! ```text
//! text → words → ast → meaning → cypher::ast
//! ```
//!
//! [`words`] replaces the longest runs of the data's words by tokens, [`parse`] reads the shape of the sentence, [`resolve`] finds
//! the nodes and relations that its words mean and writes the question as Cypher. [`ask`] does all three.

mod account;
pub mod ast;
mod beginning;
pub(crate) mod build;
mod draw;
mod error;
mod expected;
mod following;
mod keyword;
mod labels;
mod lower;
mod meaning;
mod near;
mod outline;
mod parse;
mod presentation;
mod quote;
pub(crate) mod rename;
mod resolve;
mod resolved;
mod run;
mod suggest;
mod suppose;
mod template;
mod understood;
mod vocabulary;
pub(crate) mod ways;
mod why;
mod words;

pub(crate) use account::properties_of;
pub use account::{Account, Accounted, Counted, Found, Ground, Sought, Supposition, Tie, Wanted};
pub use draw::{Drawn, drawn};
pub use error::Error;
pub use following::{Following, Governing, following};
pub use outline::{Token, TokenKind, outline, standing};
pub use parse::parse;
pub use presentation::{Presentation, Spoken};
pub use resolve::{About, Data, Evidence, Gaps, Keeping, Options, Previous, Supposed, Topic, Whom};
pub use resolved::{Condition, Expectation, Resolved, ask, brief, gaps, read, resolve};
pub use suppose::{Premise, PremiseKind, Premised, fact, left_out, may_have_premises, premised};
#[cfg(test)]
pub(crate) use vocabulary::LOOKED_AT;
pub use vocabulary::{AdjectiveMeaning, AttributeMeaning, Meanings, NounMeaning, Owner, RelationMeaning, Vocabulary};
pub use why::{Asked, Explained, Why, why};
pub use words::{DEEPEST, LONGEST, Run, RunKind, Words, words};
