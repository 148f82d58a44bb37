//! The question language: sentences in the data's own words.
//!
//! ```text
//! text → words → ast → meaning → cypher::ast
//! ```
//!
//! [`words`] replaces the longest runs of the data's words by tokens, [`parse`] reads the shape of the sentence.

pub mod ast;
mod error;
mod expected;
mod parse;
mod vocabulary;
mod words;

pub use error::Error;
pub use parse::parse;
pub use vocabulary::{AdjectiveMeaning, AttributeMeaning, Meanings, NounMeaning, Owner, RelationMeaning, Vocabulary};
pub use words::{DEEPEST, LONGEST, Run, RunKind, Words, words};
