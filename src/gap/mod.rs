//! Expectations over the data, and where it falls short of them.
//!
//! A data package states what it expects in `expectations.toml`: sentences of the question language (`every key partner should have
//! an agreement`) with severity, reason, source and advice. Several packages' files are one, a later entry in the place of an
//! earlier one with its id. Nothing is read before gaps are asked for.
//!
//! # The file
//!
//! It consists of `[[expectation]]` and `[[exemption]]` tables, whose keys are the fields of [`Expectation`] and [`Exemption`]. Phrases
//! in it are the question language's: `in_progress`, `nearest`, `not_applicable` and `owner` are conditions, said of the noun
//! of the sentence.
//!
//! # From sentences to states
//!
//! [`Assessor::new`] turns each sentence into queries for nodes: all whom it concerns, those who do, those who fall short, and those
//! for whom each condition holds with its facts. Queries that say the same are one. [`Assessor::assess`] runs each once and joins
//! their rows in memory, so its work is the sum of theirs. [`list`] and [`matrix`] lay the result out; both say their columns.

mod assess;
mod assessor;
mod error;
mod expectation;
mod layout;
mod read;

pub use assess::{Assessment, Finding, Peers, Selection};
pub use assessor::Assessor;
pub use error::Error;
pub use expectation::{Exemption, Expectation, Expectations, Judged, Severity, State};
pub use layout::{GAPS, Matrix, Row, list, matrix, name, open};
pub use read::read;
