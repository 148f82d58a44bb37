//! The last expand of a batch, not yet multiplied out: slices of neighbours per row.

use crate::graph::{Locals, Neighbours};

/// The part of a slice from `from` to `to` (excluded).
pub fn part<'g>(slice: &Neighbours<'g>, from: usize, to: usize) -> Neighbours<'g> {
    let locals = match slice.locals {
        Locals::Run(first) => Locals::Run(first + from as u32),
        Locals::Each(locals) => Locals::Each(&locals[from..to]),
    };
    Neighbours { nodes: &slice.nodes[from..to], locals, kind: slice.kind }
}

/// For each row of a batch (selected or not) the slices that its last expand reaches. Each entry of each slice is a
/// row of its own, with up to two more columns: the relationship and the node.
#[derive(Clone, Debug, Default)]
pub struct Fan<'g> {
    slices: Vec<Neighbours<'g>>,
    ends: Vec<u32>,
}

impl<'g> Fan<'g> {
    /// A fan to be filled row by row.
    pub fn with_capacity(rows: usize) -> Self {
        Self { slices: Vec::with_capacity(rows), ends: Vec::with_capacity(rows) }
    }

    /// Adds a slice to the row that is being filled; empty ones are left out.
    pub fn push(&mut self, slice: Neighbours<'g>) {
        if !slice.is_empty() {
            self.slices.push(slice);
        }
    }

    /// Ends the row that is being filled.
    pub fn end_row(&mut self) {
        self.ends.push(self.slices.len() as u32);
    }

    /// How many rows it has been filled with.
    pub fn rows(&self) -> usize {
        self.ends.len()
    }

    /// The slices of a row.
    pub fn row(&self, row: usize) -> &[Neighbours<'g>] {
        let from = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.slices[from..self.ends[row] as usize]
    }

    /// How many rows a row becomes.
    pub fn count(&self, row: usize) -> u64 {
        self.row(row).iter().map(|slice| slice.len() as u64).sum()
    }

    /// How many rows all of its rows become.
    pub fn total(&self) -> u64 {
        self.slices.iter().map(|slice| slice.len() as u64).sum()
    }
}
