//! Which rows of a batch an expression is evaluated for.

use std::ops::Range;

use crate::execute::{Batch, Positions};

/// All rows, or some of them in ascending order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rows<'a> {
    /// So many.
    All(usize),
    /// These, of so many.
    Some(usize, &'a [u32]),
}

impl<'a> Rows<'a> {
    /// The selected rows of a batch.
    pub(super) fn of(batch: &'a Batch<'_>) -> Self {
        batch.selection().map_or(Self::All(batch.rows()), |selected| Self::Some(batch.rows(), selected))
    }

    /// The same batch with other rows.
    pub(super) fn only(self, rows: &[u32]) -> Rows<'_> {
        Rows::Some(self.length(), rows)
    }

    /// The full length of a column.
    pub(super) fn length(self) -> usize {
        match self {
            Self::All(rows) | Self::Some(rows, _) => rows,
        }
    }

    /// How many rows are evaluated.
    pub(super) fn count(self) -> usize {
        match self {
            Self::All(rows) => rows,
            Self::Some(_, selected) => selected.len(),
        }
    }

    /// The rows.
    pub(super) fn iter(self) -> Positions<'a> {
        match self {
            Self::All(rows) => Positions::All(0..rows),
            Self::Some(_, selected) => Positions::Some(selected.iter()),
        }
    }

    /// The rows as ranges, each as long as possible.
    pub(super) fn stretches(self) -> Stretches<'a> {
        match self {
            Self::All(rows) => Stretches { whole: Some(0..rows), selected: &[] },
            Self::Some(_, selected) => Stretches { whole: None, selected },
        }
    }

    /// The rows as a vector.
    pub(super) fn to_vec(self) -> Vec<u32> {
        match self {
            Self::All(rows) => (0..rows as u32).collect(),
            Self::Some(_, selected) => selected.to_vec(),
        }
    }
}

/// Ranges of rows, ascending.
pub(super) struct Stretches<'a> {
    whole: Option<Range<usize>>,
    selected: &'a [u32],
}

impl Iterator for Stretches<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if let Some(whole) = self.whole.take() {
            return Some(whole);
        }
        let (&first, rest) = self.selected.split_first()?;
        let more = rest.iter().zip(first + 1..).take_while(|(row, next)| *row == next).count();
        self.selected = &rest[more..];
        Some(first as usize..first as usize + 1 + more)
    }
}
