//! Rows of a merge whose changes wait, so that they are made together.

use crate::execute::table::Table;
use crate::execute::{Batch, Context, ROWS};
use crate::limit::Exceeded;

/// What became of a row, which says what is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its pattern was created.
    Created,
    /// Its pattern was found.
    Matched,
}

/// Rows after each other of one outcome.
#[derive(Debug)]
pub struct Pending<'r> {
    outcome: Outcome,
    /// The outer row of each.
    origins: Vec<u32>,
    variables: Table<'r>,
}

impl<'r> Pending<'r> {
    /// Nothing waits yet; a pattern has `width` variables.
    pub fn new(outcome: Outcome, width: usize, context: &Context<'r>) -> Self {
        Self { outcome, origins: Vec::new(), variables: Table::new(width, context) }
    }

    /// What became of its rows.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Whether rows of an outcome may be added.
    pub fn takes(&self, outcome: Outcome) -> bool {
        self.outcome == outcome && self.origins.len() < ROWS
    }

    /// Adds what belongs to an outer row.
    pub fn push(&mut self, row: usize, variables: &Batch<'static>) -> Result<(), Exceeded> {
        self.variables.append(variables)?;
        self.origins.resize(self.origins.len() + variables.len(), row as u32);
        Ok(())
    }

    /// The rows: outer columns, then the pattern's variables.
    pub fn beside<'o>(self, outer: &Batch<'o>) -> Batch<'o> {
        let (variables, _held) = self.variables.finish::<'o>();
        let all: Vec<usize> = (0..outer.columns().len()).collect();
        outer.widen(&all, &self.origins, variables.columns().iter().cloned())
    }
}
