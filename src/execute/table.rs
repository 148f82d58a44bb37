//! Rows that are kept: columns that grow by batches.

use std::sync::Arc;

use super::column::NO_RELATIONSHIP;
use super::memory::Held;
use super::{Batch, Column, Context, Vector};
use crate::graph::Dictionary;
use crate::limit::Exceeded;
use crate::value::{NodeId, RelationshipId, Value, equivalent};

/// A growing vector of one type.
#[derive(Clone, Debug)]
struct Buffer<T> {
    values: Vec<T>,
    /// None while all values are valid.
    valid: Option<Vec<bool>>,
}

impl<T: Clone> Buffer<T> {
    fn nulls(count: usize, filler: T) -> Self {
        let valid = if count == 0 { None } else { Some(vec![false; count]) };
        Self { values: vec![filler; count], valid }
    }

    fn append(&mut self, vector: &Vector<T>, rows: impl Iterator<Item = usize> + Clone) {
        let before = self.values.len();
        self.values.extend(rows.clone().map(|row| vector.values[row].clone()));
        if let (super::Validity::All, None) = (&vector.validity, &self.valid) {
            return;
        }
        let valid = self.valid.get_or_insert_with(|| vec![true; before]);
        valid.extend(rows.map(|row| vector.validity.is_valid(row)));
    }

    fn append_null(&mut self, count: usize, filler: T) {
        let before = self.values.len();
        self.values.resize(before + count, filler);
        self.valid.get_or_insert_with(|| vec![true; before]).resize(before + count, false);
    }

    fn append_value(&mut self, count: usize, value: T) {
        let length = self.values.len() + count;
        self.values.resize(length, value);
        if let Some(valid) = &mut self.valid {
            valid.resize(length, true);
        }
    }

    fn get(&self, at: usize) -> Option<&T> {
        if self.valid.as_ref().is_none_or(|valid| valid[at]) { self.values.get(at) } else { None }
    }

    fn finish(self) -> Vector<T> {
        match self.valid {
            None => Vector::new(self.values),
            Some(valid) => Vector::with_validity(self.values, valid),
        }
    }
}

/// A growing column: typed as long as all that comes has one type, then of any values.
#[derive(Clone, Debug)]
enum Growing {
    /// This many nulls and nothing else so far.
    Nulls(usize),
    Node(Buffer<NodeId>),
    Relationship(Buffer<RelationshipId>),
    Boolean(Buffer<bool>),
    Integer(Buffer<i64>),
    Float(Buffer<f64>),
    Text(Buffer<Arc<str>>),
    Code(Buffer<u32>, Arc<Dictionary>),
    Value(Vec<Value>),
}

impl Growing {
    /// An empty buffer of the type of `column`, after `count` nulls.
    fn of_type(column: &Column, count: usize) -> Self {
        let text = || Arc::<str>::from("");
        match column {
            Column::Node(_) | Column::Constant(Value::Node(_)) => Self::Node(Buffer::nulls(count, NodeId(0))),
            Column::Relationship(_) | Column::Constant(Value::Relationship(_)) => Self::Relationship(Buffer::nulls(count, NO_RELATIONSHIP)),
            Column::Boolean(_) | Column::Constant(Value::Boolean(_)) => Self::Boolean(Buffer::nulls(count, false)),
            Column::Integer(_) | Column::Constant(Value::Integer(_)) => Self::Integer(Buffer::nulls(count, 0)),
            Column::Float(_) | Column::Constant(Value::Float(_)) => Self::Float(Buffer::nulls(count, 0.0)),
            Column::Text(_) | Column::Constant(Value::String(_)) => Self::Text(Buffer::nulls(count, text())),
            Column::Code(_, dictionary) => Self::Code(Buffer::nulls(count, 0), Arc::clone(dictionary)),
            Column::Constant(Value::Null) => Self::Nulls(count),
            Column::Constant(_) | Column::Value(_) => Self::Value(vec![Value::Null; count]),
        }
    }

    fn append(&mut self, column: &Column, rows: impl ExactSizeIterator<Item = usize> + Clone) {
        if let Self::Nulls(count) = self {
            *self = Self::of_type(column, *count);
        }
        let count = rows.len();
        match (&mut *self, column) {
            (Self::Nulls(nulls), _) => *nulls += count,
            (Self::Value(values), column) => values.extend(rows.map(|row| column.value(row))),
            (Self::Node(buffer), Column::Node(vector)) => buffer.append(vector, rows),
            (Self::Relationship(buffer), Column::Relationship(vector)) => buffer.append(vector, rows),
            (Self::Boolean(buffer), Column::Boolean(vector)) => buffer.append(vector, rows),
            (Self::Integer(buffer), Column::Integer(vector)) => buffer.append(vector, rows),
            (Self::Float(buffer), Column::Float(vector)) => buffer.append(vector, rows),
            (Self::Text(buffer), Column::Text(vector)) => buffer.append(vector, rows),
            (Self::Code(buffer, known), Column::Code(codes, dictionary)) if Arc::ptr_eq(known, dictionary) => buffer.append(codes, rows),
            (Self::Node(buffer), Column::Constant(Value::Node(node))) => buffer.append_value(count, *node),
            (Self::Relationship(buffer), Column::Constant(Value::Relationship(id))) => buffer.append_value(count, *id),
            (Self::Boolean(buffer), Column::Constant(Value::Boolean(truth))) => buffer.append_value(count, *truth),
            (Self::Integer(buffer), Column::Constant(Value::Integer(integer))) => buffer.append_value(count, *integer),
            (Self::Float(buffer), Column::Constant(Value::Float(float))) => buffer.append_value(count, *float),
            (Self::Text(buffer), Column::Constant(Value::String(text))) => buffer.append_value(count, Arc::clone(text)),
            (_, Column::Constant(Value::Null)) => self.append_nulls(count),
            // Texts of different dictionaries have no codes in common.
            (Self::Text(buffer), Column::Code(..)) => {
                if let Column::Text(vector) = column.decoded() {
                    buffer.append(&vector, rows);
                }
            }
            (Self::Code(..), Column::Code(..) | Column::Text(_) | Column::Constant(Value::String(_))) => {
                self.decode();
                self.append(column, rows);
            }
            _ => {
                let mut values = std::mem::replace(self, Self::Nulls(0)).into_values();
                values.extend(rows.map(|row| column.value(row)));
                *self = Self::Value(values);
            }
        }
    }

    fn append_nulls(&mut self, count: usize) {
        match self {
            Self::Nulls(nulls) => *nulls += count,
            Self::Node(buffer) => buffer.append_null(count, NodeId(0)),
            Self::Relationship(buffer) => buffer.append_null(count, NO_RELATIONSHIP),
            Self::Boolean(buffer) => buffer.append_null(count, false),
            Self::Integer(buffer) => buffer.append_null(count, 0),
            Self::Float(buffer) => buffer.append_null(count, 0.0),
            Self::Text(buffer) => buffer.append_null(count, Arc::from("")),
            Self::Code(buffer, _) => buffer.append_null(count, 0),
            Self::Value(values) => values.resize(values.len() + count, Value::Null),
        }
    }

    /// Whether the value at `at` falls into one group with that of a column.
    fn is_equivalent(&self, at: usize, column: &Column, row: usize) -> bool {
        match (self, column) {
            (Self::Node(buffer), Column::Node(vector)) => buffer.get(at) == vector.get(row),
            (Self::Integer(buffer), Column::Integer(vector)) => buffer.get(at) == vector.get(row),
            (Self::Code(buffer, known), Column::Code(codes, dictionary)) if Arc::ptr_eq(known, dictionary) => {
                buffer.get(at) == codes.get(row)
            }
            (Self::Text(_) | Self::Code(..), Column::Text(_) | Column::Code(..)) => self.text(at) == column.text(row),
            _ => equivalent(&self.value(at), &column.value(row)),
        }
    }

    fn value(&self, at: usize) -> Value {
        match self {
            Self::Nulls(_) => None,
            Self::Node(buffer) => buffer.get(at).map(|&node| Value::Node(node)),
            Self::Relationship(buffer) => buffer.get(at).map(|&relationship| Value::Relationship(relationship)),
            Self::Boolean(buffer) => buffer.get(at).map(|&truth| Value::Boolean(truth)),
            Self::Integer(buffer) => buffer.get(at).map(|&integer| Value::Integer(integer)),
            Self::Float(buffer) => buffer.get(at).map(|&float| Value::Float(float)),
            Self::Text(buffer) => buffer.get(at).map(|text| Value::String(Arc::clone(text))),
            Self::Code(buffer, dictionary) => {
                buffer.get(at).and_then(|&code| dictionary.get(code)).map(|text| Value::String(Arc::clone(text)))
            }
            Self::Value(values) => values.get(at).cloned(),
        }
        .unwrap_or(Value::Null)
    }

    fn text(&self, at: usize) -> Option<&str> {
        match self {
            Self::Text(buffer) => buffer.get(at).map(|text| &**text),
            Self::Code(buffer, dictionary) => buffer.get(at).map(|&code| dictionary.text(code)),
            _ => None,
        }
    }

    /// Puts texts in place of codes.
    fn decode(&mut self) {
        if let Self::Code(buffer, dictionary) = std::mem::replace(self, Self::Nulls(0)) {
            let empty: Arc<str> = Arc::from("");
            let values = buffer.values.iter().map(|&code| Arc::clone(dictionary.get(code).unwrap_or(&empty))).collect();
            *self = Self::Text(Buffer { values, valid: buffer.valid });
        }
    }

    fn into_values(self) -> Vec<Value> {
        (0..self.len()).map(|at| self.value(at)).collect()
    }

    fn len(&self) -> usize {
        match self {
            Self::Nulls(count) => *count,
            Self::Node(buffer) => buffer.values.len(),
            Self::Relationship(buffer) => buffer.values.len(),
            Self::Boolean(buffer) => buffer.values.len(),
            Self::Integer(buffer) => buffer.values.len(),
            Self::Float(buffer) => buffer.values.len(),
            Self::Text(buffer) => buffer.values.len(),
            Self::Code(buffer, _) => buffer.values.len(),
            Self::Value(values) => values.len(),
        }
    }

    fn finish(self) -> Column {
        match self {
            Self::Nulls(_) => Column::Constant(Value::Null),
            Self::Node(buffer) => Column::Node(buffer.finish()),
            Self::Relationship(buffer) => Column::Relationship(buffer.finish()),
            Self::Boolean(buffer) => Column::Boolean(buffer.finish()),
            Self::Integer(buffer) => Column::Integer(buffer.finish()),
            Self::Float(buffer) => Column::Float(buffer.finish()),
            Self::Text(buffer) => Column::Text(buffer.finish()),
            Self::Code(buffer, dictionary) => Column::Code(buffer.finish(), dictionary),
            Self::Value(values) => Column::values(values),
        }
    }
}

/// Rows that are kept in memory, in order of arrival.
#[derive(Debug)]
pub struct Table<'r> {
    columns: Vec<Growing>,
    rows: usize,
    held: Held<'r>,
}

impl<'r> Table<'r> {
    /// An empty table of `width` columns.
    pub fn new(width: usize, context: &Context<'r>) -> Self {
        Self { columns: vec![Growing::Nulls(0); width], rows: 0, held: Held::new(context.guard) }
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Adds the selected rows of a batch.
    pub fn append(&mut self, batch: &Batch<'_>) -> Result<(), Exceeded> {
        let columns: Vec<&Column> = batch.columns().iter().collect();
        self.append_columns(&columns, &batch.positions())
    }

    /// Adds rows of as many columns as it has.
    pub fn append_columns(&mut self, columns: &[&Column], rows: &(impl ExactSizeIterator<Item = usize> + Clone)) -> Result<(), Exceeded> {
        let count = rows.len();
        // A constant takes as much as other columns once it is spread.
        let beyond: u64 = columns.iter().map(|column| column.beyond(rows.clone())).sum();
        self.held.grow((columns.len() * count * size_of::<Value>()) as u64 + beyond)?;
        for (growing, column) in self.columns.iter_mut().zip(columns) {
            growing.append(column, rows.clone());
        }
        self.rows += count;
        Ok(())
    }

    /// Whether the row at `at` falls into one group with that of other columns.
    pub fn is_equivalent(&self, at: usize, columns: &[&Column], row: usize) -> bool {
        self.columns.iter().zip(columns).all(|(growing, column)| growing.is_equivalent(at, column, row))
    }

    /// The values of a row.
    pub fn values(&self, row: usize) -> impl Iterator<Item = Value> {
        self.columns.iter().map(move |column| column.value(row))
    }

    /// The rows as one batch, and the memory that they hold.
    pub fn finish<'g>(self) -> (Batch<'g>, Held<'r>) {
        let columns = self.columns.into_iter().map(Growing::finish).collect();
        (Batch::new(self.rows, columns), self.held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Graph;
    use crate::limit::{Guard, Limits};

    fn grown(columns: &[(&Column, usize)]) -> Vec<Value> {
        let mut growing = Growing::Nulls(0);
        for (column, rows) in columns {
            growing.append(column, 0..*rows);
        }
        growing.into_values()
    }

    #[test]
    fn a_column_keeps_its_type_until_another_comes() {
        let null = Column::Constant(Value::Null);
        let values = grown(&[(&null, 2), (&Column::integers(vec![1, 2]), 2), (&null, 1), (&Column::Constant(Value::Integer(3)), 1)]);
        let int = Value::Integer;
        assert_eq!(values, [Value::Null, Value::Null, int(1), int(2), Value::Null, int(3)]);
        let values = grown(&[(&Column::integers(vec![1]), 1), (&Column::booleans(vec![true]), 1), (&null, 1)]);
        assert_eq!(values, [int(1), Value::Boolean(true), Value::Null]);
    }

    #[test]
    fn memory_is_asked_for_before_rows_are_kept() {
        let guard = Guard::new(Limits { memory: 1000, ..Limits::default() }, Arc::default());
        let (graph, parameters, trace) = (Graph::default(), super::super::Parameters::new(), super::super::Trace::default());
        let context = Context::reading(&graph, &guard, &parameters, &trace);
        let mut table = Table::new(1, &context);
        assert!(table.append(&Batch::new(10, vec![Column::integers(vec![0; 10])])).is_ok());
        assert!(table.append(&Batch::new(100, vec![Column::integers(vec![0; 100])])).is_err());
        assert_eq!(table.len(), 10);
    }
}
