//! Kept rows, handed on a batch at a time.

use super::memory::Held;
use super::{Batch, ROWS};

/// Rows of a table in a given order.
#[derive(Debug)]
pub struct Chunks<'r> {
    rows: Batch<'r>,
    /// The columns that are handed on.
    keep: Vec<usize>,
    /// None for the order of the table.
    order: Option<Vec<u32>>,
    next: usize,
    _held: Held<'r>,
}

impl<'r> Chunks<'r> {
    /// The columns at `keep` of the rows at `order`, or of all.
    pub fn new((rows, held): (Batch<'r>, Held<'r>), keep: Vec<usize>, order: Option<Vec<u32>>) -> Self {
        Self { rows, keep, order, next: 0, _held: held }
    }

    /// The next rows.
    pub fn next(&mut self) -> Option<Batch<'r>> {
        let length = self.order.as_ref().map_or(self.rows.rows(), Vec::len);
        let end = length.min(self.next + ROWS);
        if self.next >= end {
            return None;
        }
        let part = match &self.order {
            Some(order) => self.rows.widen(&self.keep, &order[self.next..end], []),
            None if self.next == 0 && end == length => self.rows.project(&self.keep),
            None => self.rows.widen(&self.keep, &(self.next as u32..end as u32).collect::<Vec<_>>(), []),
        };
        self.next = end;
        Some(part)
    }
}
