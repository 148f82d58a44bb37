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

/// Columns and rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// Column names.
    pub columns: Vec<Arc<str>>,
    /// Rows.
    pub rows: Vec<Vec<Value>>,
}
