//! The contract between operators: rows are pulled, a batch at a time.

use std::fmt;

use super::{Batch, Context};
use crate::diagnose::Diagnostics;

/// An operator of a program: immutable, so that any number of runs and threads share it. What changes during a run
/// is in the [`Rows`] that it starts.
pub trait Operator: fmt::Debug + Send + Sync {
    /// Begins a run. `argument` holds the rows that the enclosing apply gives to the leaves of its inner plan: one row
    /// without columns at the top.
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics>;
}

/// A run of an operator.
pub trait Rows<'r> {
    /// The next batch, which may be empty; none when there are no more. It asks the guard once per batch whether to go on.
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics>;
}
