//! The last expand of a batch, not yet multiplied out: slices of neighbours per row.

use crate::value::{NodeId, RelationshipId, TypeId};

/// Numbers of the relationships of a slice within their type.
#[derive(Clone, Copy, Debug)]
pub enum Numbers<'g> {
    /// Consecutive from this one.
    From(u32),
    /// One for each neighbour.
    Listed(&'g [u32]),
}

/// A run of neighbours over one type in one direction, borrowed from the graph; sorted by (neighbour, relationship).
#[derive(Clone, Copy, Debug)]
pub struct Slice<'g> {
    /// The type of the relationships.
    pub kind: TypeId,
    /// The neighbours.
    pub nodes: &'g [NodeId],
    /// The relationships to them.
    pub numbers: Numbers<'g>,
}

impl Slice<'_> {
    /// How many relationships.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The relationship at `index`.
    pub fn relationship(&self, index: usize) -> RelationshipId {
        let local = match self.numbers {
            Numbers::From(first) => first + index as u32,
            Numbers::Listed(locals) => locals[index],
        };
        RelationshipId { kind: self.kind, local }
    }

    /// The part from `from` to `to` (excluded).
    #[must_use]
    pub fn part(&self, from: usize, to: usize) -> Self {
        let numbers = match self.numbers {
            Numbers::From(first) => Numbers::From(first + from as u32),
            Numbers::Listed(locals) => Numbers::Listed(&locals[from..to]),
        };
        Self { kind: self.kind, nodes: &self.nodes[from..to], numbers }
    }

    /// Where the relationships to `node` begin and end.
    pub fn range(&self, node: NodeId) -> (usize, usize) {
        let from = self.nodes.partition_point(|&other| other < node);
        let to = from + self.nodes[from..].partition_point(|&other| other == node);
        (from, to)
    }
}

/// For each row of a batch (selected or not) the slices that its last expand reaches. Each entry of each slice is a
/// row of its own, with up to two more columns: the relationship and the node.
#[derive(Clone, Debug, Default)]
pub struct Fan<'g> {
    slices: Vec<Slice<'g>>,
    ends: Vec<u32>,
}

impl<'g> Fan<'g> {
    /// A fan to be filled row by row.
    pub fn with_capacity(rows: usize) -> Self {
        Self { slices: Vec::with_capacity(rows), ends: Vec::with_capacity(rows) }
    }

    /// Adds a slice to the row that is being filled; empty ones are left out.
    pub fn push(&mut self, slice: Slice<'g>) {
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
    pub fn row(&self, row: usize) -> &[Slice<'g>] {
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
