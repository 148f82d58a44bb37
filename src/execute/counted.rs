//! Counts the rows of an operator, and asks the guard before each batch.

use std::time::Instant;

use super::{Batch, Context, Operator, Rows};
use crate::diagnose::Diagnostics;

/// An operator of the plan, by its number.
#[derive(Debug)]
pub struct Counted {
    operator: Box<dyn Operator>,
    number: usize,
}

impl Counted {
    /// Counts the rows of `operator`.
    pub fn new(operator: Box<dyn Operator>, number: usize) -> Self {
        Self { operator, number }
    }
}

struct CountedRows<'r> {
    rows: Box<dyn Rows<'r> + 'r>,
    number: usize,
}

impl Operator for Counted {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(CountedRows { rows: self.operator.start(context, argument)?, number: self.number }))
    }
}

impl<'r> Rows<'r> for CountedRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        context.guard.check()?;
        let begin = context.trace.is_timed().then(Instant::now);
        let batch = self.rows.next(context)?;
        if let Some(batch) = &batch {
            context.trace.add_rows(self.number, batch.count());
        }
        if let Some(begin) = begin {
            context.trace.add_time(self.number, begin.elapsed());
        }
        Ok(batch)
    }
}
