//! The rows that a query gives, with the snapshot that their entities stand in.

use super::{Batch, Changes, Column, Trace};
use crate::graph::Graph;
use crate::text::Name;
use crate::value::Value;

/// An answer: columns of values, kept as the program made them.
#[derive(Debug)]
pub struct Answer {
    columns: Vec<Name>,
    chunks: Vec<Chunk>,
    rows: usize,
    graph: Graph,
    trace: Trace,
    changes: Option<Changes>,
}

/// Some rows of an answer.
#[derive(Debug)]
struct Chunk {
    columns: Vec<Column>,
    /// The first row's number in the answer.
    first: usize,
    rows: usize,
}

impl Answer {
    /// An answer without rows yet.
    pub(super) fn new(columns: Vec<Name>, graph: Graph) -> Self {
        Self { columns, chunks: Vec::new(), rows: 0, graph, trace: Trace::default(), changes: None }
    }

    /// Adds rows without selection and fan.
    pub(super) fn push(&mut self, batch: &Batch<'_>) {
        if batch.rows() > 0 {
            self.chunks.push(Chunk { columns: batch.columns().to_vec(), first: self.rows, rows: batch.rows() });
            self.rows += batch.rows();
        }
    }

    /// Gives it the trace of its run.
    pub(super) fn traced(mut self, trace: Trace) -> Self {
        self.trace = trace;
        self
    }

    /// Gives it what its statement wrote.
    pub(super) fn written(self, graph: Graph, changes: Changes) -> Self {
        Self { graph, changes: Some(changes), ..self }
    }

    /// What the statement wrote, if it is one that writes.
    pub fn changes(&self) -> Option<&Changes> {
        self.changes.as_ref()
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[Name] {
        &self.columns
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The snapshot in which nodes and relationships of the answer are found: after what the statement wrote.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// How many rows each operator gave.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.chunks.iter().flat_map(|chunk| (0..chunk.rows).map(move |row| Row { columns: &chunk.columns, row }))
    }

    /// The row of a number.
    pub fn row(&self, number: usize) -> Option<Row<'_>> {
        let chunk = self.chunks.partition_point(|chunk| chunk.first + chunk.rows <= number);
        let chunk = self.chunks.get(chunk)?;
        Some(Row { columns: &chunk.columns, row: number - chunk.first })
    }

    /// All values, row by row.
    pub fn to_values(&self) -> Vec<Vec<Value>> {
        self.rows().map(|row| row.values().collect()).collect()
    }
}

/// A row of an answer: values are made when they are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    columns: &'a [Column],
    row: usize,
}

impl<'a> Row<'a> {
    /// The value in a column; null outside of the columns.
    pub fn value(&self, column: usize) -> Value {
        self.columns.get(column).map_or(Value::Null, |column| column.value(self.row))
    }

    /// The values, column by column.
    pub fn values(self) -> impl ExactSizeIterator<Item = Value> + 'a {
        self.columns.iter().map(move |column| column.value(self.row))
    }
}
