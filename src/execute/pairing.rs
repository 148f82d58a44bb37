//! Rows of one side beside matching rows of a kept other side: what products and joins have in common.

use std::ops::Range;

use super::column::NOWHERE;
use super::memory::Held;
use super::{Batch, ROWS};
use crate::limit::Exceeded;

/// The kept side, its rows in buckets.
#[derive(Debug)]
pub struct Kept<'r> {
    /// The rows, bucket by bucket, in order of arrival.
    rows: Batch<'r>,
    /// Where each bucket ends.
    ends: Vec<u32>,
    _held: Held<'r>,
}

impl<'r> Kept<'r> {
    /// One bucket with all rows.
    pub fn all((rows, held): (Batch<'r>, Held<'r>)) -> Self {
        Self { ends: vec![rows.rows() as u32], rows, _held: held }
    }

    /// `count` buckets; `buckets` names that of each row, [`NOWHERE`] for none.
    pub fn in_buckets((rows, mut held): (Batch<'r>, Held<'r>), buckets: &[u32], count: usize) -> Result<Self, Exceeded> {
        held.grow(4 * count as u64)?;
        let mut moving = Held::new(held.guard());
        moving.grow(4 * buckets.len() as u64 + rows.bytes())?;
        let mut ends = vec![0_u32; count + 1];
        let placed = || buckets.iter().enumerate().filter(|&(_, &bucket)| bucket != NOWHERE);
        placed().for_each(|(_, &bucket)| ends[bucket as usize + 1] += 1);
        for bucket in 0..count {
            ends[bucket + 1] += ends[bucket];
        }
        // Each begin moves to its end while its bucket fills.
        let mut order = vec![0; ends[count] as usize];
        for (row, &bucket) in placed() {
            order[ends[bucket as usize] as usize] = row as u32;
            ends[bucket as usize] += 1;
        }
        ends.truncate(count);
        let columns = rows.columns().iter().map(|column| column.gather(&order)).collect();
        Ok(Self { rows: Batch::new(order.len(), columns), ends, _held: held })
    }

    fn bucket(&self, bucket: u32) -> Range<u32> {
        if bucket == NOWHERE {
            return 0..0;
        }
        let end = self.ends.get(bucket as usize).copied().unwrap_or(0);
        let start = if bucket == 0 { 0 } else { self.ends.get(bucket as usize - 1).copied().unwrap_or(end) };
        start..end
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// A batch that is being paired with a kept side.
#[derive(Debug)]
pub struct Pairing<'r> {
    batch: Batch<'r>,
    /// The bucket of each row of the batch, [`NOWHERE`] for none.
    buckets: Vec<u32>,
    row: usize,
    offset: usize,
}

impl<'r> Pairing<'r> {
    /// Pairs the rows of a batch without selection, each with those in its bucket.
    pub fn new(batch: Batch<'r>, buckets: Vec<u32>) -> Self {
        Self { batch, buckets, row: 0, offset: 0 }
    }

    /// The next pairs; none when there are no more. Columns of both sides are chosen by position.
    pub fn next(&mut self, kept: &Kept<'r>, (left, right): (&[usize], &[usize])) -> Option<Batch<'r>> {
        let (mut origins, mut others) = (Vec::with_capacity(ROWS), Vec::with_capacity(ROWS));
        while self.row < self.buckets.len() && origins.len() < ROWS {
            let rows = kept.bucket(self.buckets[self.row]);
            let end = rows.len().min(self.offset + ROWS - origins.len());
            others.extend(rows.start + self.offset as u32..rows.start + end as u32);
            origins.resize(others.len(), self.row as u32);
            (self.row, self.offset) = if end == rows.len() { (self.row + 1, 0) } else { (self.row, end) };
        }
        let more = kept.rows.gather(right, &others);
        (!origins.is_empty()).then(|| self.batch.widen(left, &origins, more))
    }
}
