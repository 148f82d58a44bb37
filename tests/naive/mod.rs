//! A naive evaluator over the syntax tree: what a query means, with no thought of speed.
//!
//! It shares only values and their three relations with the engine: matching is backtracking over lists,
//! and nothing is planned.

mod clause;
mod expression;
pub mod generate;
mod graph;
mod pattern;

pub use clause::evaluate;
pub use graph::{NaiveGraph, Node, Relationship};

use std::collections::BTreeMap;
use std::sync::Arc;

use legation::value::Value;

/// Variables of a row.
pub type Row = BTreeMap<Arc<str>, Value>;

/// A query has no answer: a run-time error, or something that the evaluator does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed(pub String);

/// More rows than this are no longer evaluated: the query is too large for a naive evaluator.
const MOST_ROWS: usize = 5_000;

/// Refuses a query of too many rows.
fn bounded(rows: usize) -> Result<(), Failed> {
    if rows > MOST_ROWS { Err(Failed("too many rows".into())) } else { Ok(()) }
}

/// Columns and rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// Column names.
    pub columns: Vec<Arc<str>>,
    /// Rows.
    pub rows: Vec<Vec<Value>>,
}
