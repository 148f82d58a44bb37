//! Outer rows beside the rows that were made for them, in order.

use crate::execute::chunks::Chunks;
use crate::execute::memory::Held;
use crate::execute::table::Table;
use crate::execute::{Batch, Column, Context};
use crate::limit::Exceeded;
use crate::value::Value;

/// Grows row by row; `'o` is the life of the outer batch, `'r` that of the run.
#[derive(Debug)]
pub struct Joined<'o, 'r> {
    outer: Batch<'o>,
    origins: Vec<u32>,
    inner: Table<'r>,
    width: usize,
    held: Held<'r>,
}

impl<'o, 'r> Joined<'o, 'r> {
    /// Nothing yet beside an outer batch without selection; inner rows have `width` columns.
    pub fn new(outer: Batch<'o>, width: usize, context: &Context<'r>) -> Self {
        Self { outer, origins: Vec::new(), inner: Table::new(width, context), width, held: Held::new(context.guard) }
    }

    /// The outer rows.
    pub fn outer(&self) -> &Batch<'o> {
        &self.outer
    }

    /// Adds inner rows of an outer one.
    pub fn push(&mut self, row: usize, inner: &Batch<'_>) -> Result<(), Exceeded> {
        let count = inner.len();
        self.held.grow(4 * count as u64)?;
        self.inner.append(inner)?;
        self.origins.resize(self.origins.len() + count, row as u32);
        Ok(())
    }

    /// Adds one inner row of nulls.
    pub fn push_nulls(&mut self, row: usize) -> Result<(), Exceeded> {
        self.push(row, &Batch::new(1, vec![Column::Constant(Value::Null); self.width]))
    }

    /// The outer columns at `keep` beside the inner ones, in batches.
    pub fn finish(self, keep: &[usize], into: &mut Vec<Batch<'o>>)
    where
        'r: 'o,
    {
        let (inner, held) = self.inner.finish();
        let rows: Batch<'o> = self.outer.widen(keep, &self.origins, inner.columns().iter().cloned());
        let all = (0..rows.columns().len()).collect();
        let mut chunks = Chunks::new((rows, held), all, None);
        while let Some(batch) = chunks.next() {
            into.push(batch);
        }
    }
}
