//! Multiplies out the last expand of its batches.

use super::{Batch, Column, Context, Operator, ROWS, Rows};
use crate::diagnose::Diagnostics;

/// Makes a row of each entry of a fan.
#[derive(Debug)]
pub struct Flatten {
    /// Whose batches have a fan.
    pub input: Box<dyn Operator>,
    /// The columns that are still read.
    pub keep: Vec<usize>,
    /// Whether the relationship is read.
    pub relationship: bool,
    /// Whether the node is read.
    pub node: bool,
}

struct FlattenRows<'r> {
    operator: &'r Flatten,
    input: Box<dyn Rows<'r> + 'r>,
    batch: Option<Batch<'r>>,
    /// Position among the selected rows, slice of that row, entry of that slice.
    place: (usize, usize, usize),
}

impl Operator for Flatten {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let input = self.input.start(context, argument)?;
        Ok(Box::new(FlattenRows { operator: self, input, batch: None, place: (0, 0, 0) }))
    }
}

impl<'r> Rows<'r> for FlattenRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            let batch = match self.batch.take() {
                Some(batch) => batch,
                None => match self.input.next(context)? {
                    Some(batch) => {
                        self.place = (0, 0, 0);
                        batch
                    }
                    None => return Ok(None),
                },
            };
            let (flat, done) = self.part(&batch);
            if !done {
                self.batch = Some(batch);
            }
            if flat.rows() > 0 {
                return Ok(Some(flat));
            }
        }
    }
}

impl<'r> FlattenRows<'r> {
    /// The next rows of a batch, and whether they were the last.
    fn part(&mut self, batch: &Batch<'r>) -> (Batch<'r>, bool) {
        let Some(fan) = batch.fan() else { return (batch.clone(), true) };
        let (mut origins, mut nodes, mut relationships) = (Vec::with_capacity(ROWS), Vec::new(), Vec::new());
        let selection = batch.selection();
        let (mut position, mut index, mut entry) = self.place;
        while position < batch.len() && origins.len() < ROWS {
            let row = selection.map_or(position, |rows| rows[position] as usize);
            let Some(slice) = fan.row(row).get(index) else {
                (position, index) = (position + 1, 0);
                continue;
            };
            let end = slice.len().min(entry + ROWS - origins.len());
            origins.resize(origins.len() + end - entry, row as u32);
            if self.operator.node {
                nodes.extend_from_slice(&slice.nodes[entry..end]);
            }
            if self.operator.relationship {
                slice.relationships(entry..end, &mut relationships);
            }
            (index, entry) = if end == slice.len() { (index + 1, 0) } else { (index, end) };
        }
        self.place = (position, index, entry);
        let mut columns = batch.gather(&self.operator.keep, &origins);
        if self.operator.relationship {
            columns.push(Column::relationships(relationships));
        }
        if self.operator.node {
            columns.push(Column::nodes(nodes));
        }
        (Batch::new(origins.len(), columns), position >= batch.len())
    }
}
