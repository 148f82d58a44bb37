//! Rows by columns: what operators hand to each other.

use std::sync::Arc;

use super::{Column, Fan};

/// The most rows that an operator puts into a batch, its last expand not multiplied out.
pub const ROWS: usize = 2_048;

/// Up to [`ROWS`] rows. All columns are equally long; where there is a selection, only the rows that it names exist.
///
/// Kernels compute columns of full length ([`Batch::rows`]) whose values mean something at the selected rows only, so
/// that a filter moves nothing and positions stay the same through an expression.
#[derive(Clone, Debug, Default)]
pub struct Batch<'g> {
    rows: usize,
    columns: Vec<Column>,
    selection: Option<Arc<Vec<u32>>>,
    fan: Option<Fan<'g>>,
}

impl<'g> Batch<'g> {
    /// A batch of `rows` rows, all selected.
    pub fn new(rows: usize, columns: Vec<Column>) -> Self {
        Self { rows, columns, selection: None, fan: None }
    }

    /// One row without columns.
    pub fn unit() -> Self {
        Self::new(1, Vec::new())
    }

    /// The length of the columns: selected rows and others.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, those of the fan left out.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column at a position.
    pub fn column(&self, position: usize) -> &Column {
        &self.columns[position]
    }

    /// The selected rows, ascending; none means all.
    pub fn selection(&self) -> Option<&[u32]> {
        self.selection.as_ref().map(|rows| rows.as_slice())
    }

    /// The last expand where it is not multiplied out.
    pub fn fan(&self) -> Option<&Fan<'g>> {
        self.fan.as_ref()
    }

    /// How many rows are selected, each counted once whatever its fan.
    pub fn len(&self) -> usize {
        self.selection.as_ref().map_or(self.rows, |rows| rows.len())
    }

    /// Whether no row is selected.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows there are when the fan is multiplied out.
    pub fn count(&self) -> u64 {
        match (&self.fan, &self.selection) {
            (None, _) => self.len() as u64,
            (Some(fan), None) => fan.total(),
            (Some(fan), Some(rows)) => rows.iter().map(|&row| fan.count(row as usize)).sum(),
        }
    }

    /// The selected rows, ascending.
    pub fn positions(&self) -> Positions<'_> {
        match &self.selection {
            None => Positions::All(0..self.rows),
            Some(rows) => Positions::Some(rows.iter()),
        }
    }

    /// The same columns with another selection, which must be a part of the present one.
    #[must_use]
    pub fn select(mut self, rows: Vec<u32>) -> Self {
        if rows.len() < self.len() {
            self.selection = Some(Arc::new(rows));
        }
        self
    }

    /// With more columns, each of [`Batch::rows`] values.
    #[must_use]
    pub fn extend(mut self, columns: impl IntoIterator<Item = Column>) -> Self {
        self.columns.extend(columns);
        self
    }

    /// The same rows with other columns, each of [`Batch::rows`] values.
    #[must_use]
    pub fn replace(mut self, columns: Vec<Column>) -> Self {
        self.columns = columns;
        self
    }

    /// Only the columns at these positions, in this order.
    #[must_use]
    pub fn project(&self, positions: &[usize]) -> Self {
        let columns = positions.iter().map(|&position| self.columns[position].clone()).collect();
        Self { rows: self.rows, columns, selection: self.selection.clone(), fan: self.fan.clone() }
    }

    /// With the last expand as slices.
    #[must_use]
    pub fn with_fan(mut self, fan: Fan<'g>) -> Self {
        self.fan = Some(fan);
        self
    }

    /// Without its fan: each selected row once.
    #[must_use]
    pub fn without_fan(mut self) -> Self {
        self.fan = None;
        self
    }

    /// The columns at `keep` with the rows at `origins`, in that order. From a batch of one row they become constants.
    pub fn gather(&self, keep: &[usize], origins: &[u32]) -> Vec<Column> {
        keep.iter()
            .map(|&position| {
                let column = &self.columns[position];
                if self.rows == 1 { Column::Constant(column.value(0)) } else { column.gather(origins) }
            })
            .collect()
    }

    /// The rows at `origins` with the columns at `keep`, and with more columns, each as long as `origins`.
    #[must_use]
    pub fn widen(&self, keep: &[usize], origins: &[u32], more: impl IntoIterator<Item = Column>) -> Self {
        let mut columns = self.gather(keep, origins);
        columns.extend(more);
        Self::new(origins.len(), columns)
    }

    /// Moves the selected rows together, so that there is no selection. The batch must have no fan.
    #[must_use]
    pub fn compact(self) -> Self {
        let Some(rows) = &self.selection else { return self };
        let columns = self.columns.iter().map(|column| column.gather(rows)).collect();
        Self::new(rows.len(), columns)
    }

    /// Roughly how many bytes its columns take.
    pub fn bytes(&self) -> u64 {
        self.columns.iter().map(|column| column.bytes(self.rows)).sum()
    }
}

/// The selected rows of a batch.
#[derive(Clone, Debug)]
pub enum Positions<'b> {
    /// All rows.
    All(std::ops::Range<usize>),
    /// Some rows.
    Some(std::slice::Iter<'b, u32>),
}

impl Iterator for Positions<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            Self::All(range) => range.next(),
            Self::Some(rows) => rows.next().map(|&row| row as usize),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::All(range) => range.size_hint(),
            Self::Some(rows) => rows.size_hint(),
        }
    }
}

impl ExactSizeIterator for Positions<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    #[test]
    fn a_selection_moves_nothing_until_it_is_compacted() {
        let batch = Batch::new(4, vec![Column::integers(vec![10, 20, 30, 40])]).select(vec![1, 3]);
        assert_eq!((batch.rows(), batch.len()), (4, 2));
        assert_eq!(batch.positions().collect::<Vec<_>>(), [1, 3]);
        let batch = batch.compact();
        assert_eq!(batch.rows(), 2);
        assert_eq!(batch.column(0).value(1), Value::Integer(40));
    }

    #[test]
    fn one_row_is_spread_as_a_constant() {
        let batch = Batch::new(1, vec![Column::integers(vec![7])]);
        assert!(matches!(&batch.gather(&[0], &[0, 0, 0])[..], [Column::Constant(Value::Integer(7))]));
    }
}
