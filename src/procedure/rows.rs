//! The rows that a call gives, made a batch at a time.

use super::Error;
use crate::value::Value;

/// Rows of a call, by columns: one per result of the signature, in its order.
#[derive(Debug)]
pub struct Filled {
    columns: Vec<Vec<Value>>,
    rows: usize,
    most: usize,
}

impl Filled {
    /// No rows yet, of `width` columns; full with `most` rows.
    pub fn new(width: usize, most: usize) -> Self {
        Self { columns: vec![Vec::new(); width], rows: 0, most }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Whether no more rows are wanted now.
    pub fn is_full(&self) -> bool {
        self.rows >= self.most
    }

    /// Adds a row; what is missing in it is null, and what is too much is dropped.
    pub fn push(&mut self, row: impl IntoIterator<Item = Value>) {
        let mut values = row.into_iter();
        for column in &mut self.columns {
            column.push(values.next().unwrap_or(Value::Null));
        }
        self.rows += 1;
    }

    /// Keeps only the first rows.
    pub fn truncate(&mut self, rows: usize) {
        self.columns.iter_mut().for_each(|column| column.truncate(rows));
        self.rows = self.rows.min(rows);
    }

    /// The columns, as far as they are filled.
    pub fn columns(&self) -> &[Vec<Value>] {
        &self.columns
    }

    /// The columns.
    pub fn into_columns(self) -> Vec<Vec<Value>> {
        self.columns
    }
}

/// The rows of one call, to be asked for until none comes.
pub trait Rows {
    /// Adds rows until there are enough; adds none when there are no more.
    fn fill(&mut self, into: &mut Filled) -> Result<(), Error>;
}

/// Rows out of an iterator of them.
struct Given<I>(I);

impl<I, R> Rows for Given<I>
where
    I: Iterator<Item = Result<R, Error>>,
    R: IntoIterator<Item = Value>,
{
    fn fill(&mut self, into: &mut Filled) -> Result<(), Error> {
        while !into.is_full() {
            let Some(row) = self.0.next() else { break };
            into.push(row?);
        }
        Ok(())
    }
}

/// The rows of an iterator: arrays or lists of values.
pub fn rows<'a, I, R>(rows: I) -> Box<dyn Rows + 'a>
where
    I: IntoIterator<Item = R>,
    I::IntoIter: 'a,
    R: IntoIterator<Item = Value> + 'a,
{
    Box::new(Given(rows.into_iter().map(Ok)))
}

/// As [`rows`], where making a row may fail.
pub fn try_rows<'a, I, R>(rows: I) -> Box<dyn Rows + 'a>
where
    I: IntoIterator<Item = Result<R, Error>>,
    I::IntoIter: 'a,
    R: IntoIterator<Item = Value> + 'a,
{
    Box::new(Given(rows.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_in_parts() {
        let mut source = rows((1..=3).map(|number| [Value::Integer(number)]));
        let mut parts = Vec::new();
        loop {
            let mut part = Filled::new(1, 2);
            source.fill(&mut part).unwrap();
            if part.is_empty() {
                break;
            }
            parts.push(part.len());
        }
        assert_eq!(parts, [2, 1]);
    }
}
