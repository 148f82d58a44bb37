//! All rows of an input, taken before anything is written.

use crate::diagnose::Diagnostics;
use crate::execute::memory::Held;
use crate::execute::{Batch, Context, Operator, Rows};

/// Batches that wait, with the memory that they hold.
#[derive(Debug)]
pub struct Gathered<'r> {
    batches: std::vec::IntoIter<Batch<'r>>,
    _held: Held<'r>,
}

/// Takes all rows of an input, in batches without selection and fan.
pub fn gather<'r>(input: &'r dyn Operator, context: &Context<'r>, argument: &Batch<'r>) -> Result<(Vec<Batch<'r>>, Held<'r>), Diagnostics> {
    let mut rows = input.start(context, argument)?;
    let (mut batches, mut held) = (Vec::new(), Held::new(context.guard));
    while let Some(batch) = rows.next(context)? {
        let batch = batch.compact();
        if batch.rows() > 0 {
            held.grow(batch.bytes())?;
            batches.push(batch);
        }
    }
    Ok((batches, held))
}

impl<'r> Gathered<'r> {
    /// Hands on the batches in order.
    pub fn new(batches: Vec<Batch<'r>>, held: Held<'r>) -> Self {
        Self { batches: batches.into_iter(), _held: held }
    }
}

impl<'r> Rows<'r> for Gathered<'r> {
    fn next(&mut self, _: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        Ok(self.batches.next())
    }
}
