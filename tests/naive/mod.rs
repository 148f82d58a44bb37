//! A naive evaluator over the syntax tree: what a statement means, with no thought of speed.
//!
//! It shares only values and their three relations with the engine: matching is backtracking over lists, nothing is
//! planned, and each clause is done for all rows, one after the other, before the next clause begins.

mod clause;
mod expression;
pub mod generate;
mod graph;
mod pattern;
pub mod statement;
mod subquery;
pub mod write;

pub use graph::{NaiveGraph, Node, Properties, Relationship};

use std::collections::BTreeMap;
use std::sync::Arc;

use legation::value::Value;

/// Variables of a row.
pub type Row = BTreeMap<Arc<str>, Value>;

/// A statement has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// The evaluator does not know it, or it is too large.
    Unknown(String),
    /// It is an error of this class while reading; an engine need not compute what nothing uses.
    Reading(&'static str),
    /// It is an error of this class while writing.
    Writing(&'static str),
}

/// Something that the evaluator does not know.
fn unknown<T>(what: impl Into<String>) -> Result<T, Failed> {
    Err(Failed::Unknown(what.into()))
}

/// The class of errors about what was deleted.
const DELETED: &str = "EntityNotFound";

/// More rows than this are no longer evaluated: the query is too large for a naive evaluator.
const MOST_ROWS: usize = 5_000;

/// Refuses a query of too many rows.
fn bounded(rows: usize) -> Result<(), Failed> {
    if rows > MOST_ROWS { unknown("too many rows") } else { Ok(()) }
}

/// Columns and rows.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Column names.
    pub columns: Vec<Arc<str>>,
    /// Rows.
    pub rows: Vec<Vec<Value>>,
}
