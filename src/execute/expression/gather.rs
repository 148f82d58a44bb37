//! A column made value by value, with the type that its values turn out to have.

use std::sync::Arc;

use super::rows::Rows;
use crate::execute::memory::Held;
use crate::execute::{Column, Vector};
use crate::limit::{Exceeded, Guard};
use crate::value::{NodeId, RelationshipId, Value, bytes_beyond, is_shared};

/// A typed vector while it is filled.
#[derive(Debug)]
struct Filling<T> {
    values: Vec<T>,
    valid: Vec<bool>,
}

impl<T: Clone> Filling<T> {
    fn new(length: usize, filler: T) -> Self {
        Self { values: vec![filler; length], valid: vec![false; length] }
    }

    fn set(&mut self, row: usize, value: T) {
        self.values[row] = value;
        self.valid[row] = true;
    }
}

#[derive(Debug)]
enum Kind {
    Nothing,
    Node(Filling<NodeId>),
    Relationship(Filling<RelationshipId>),
    Boolean(Filling<bool>),
    Integer(Filling<i64>),
    Float(Filling<f64>),
    Text(Filling<Arc<str>>),
    Mixed(Vec<Value>),
}

/// A column while it is filled. As long as all values have one type, it is a vector of this type.
#[derive(Debug)]
pub(super) struct Gather<'a> {
    rows: Rows<'a>,
    kind: Kind,
}

impl<'a> Gather<'a> {
    /// A column of nulls.
    pub(super) fn new(rows: Rows<'a>) -> Self {
        Self { rows, kind: Kind::Nothing }
    }

    /// Sets the value of a row, once.
    pub(super) fn set(&mut self, row: usize, value: Value) {
        if value.is_null() {
            return;
        }
        if matches!(self.kind, Kind::Nothing) {
            self.kind = Self::kind_for(&value, self.rows.length());
        }
        match (&mut self.kind, value) {
            (Kind::Node(filling), Value::Node(node)) => filling.set(row, node),
            (Kind::Relationship(filling), Value::Relationship(relationship)) => filling.set(row, relationship),
            (Kind::Boolean(filling), Value::Boolean(truth)) => filling.set(row, truth),
            (Kind::Integer(filling), Value::Integer(integer)) => filling.set(row, integer),
            (Kind::Float(filling), Value::Float(float)) => filling.set(row, float),
            (Kind::Text(filling), Value::String(text)) => filling.set(row, text),
            (_, value) => {
                let mut values = self.take_mixed();
                values[row] = value;
                self.kind = Kind::Mixed(values);
            }
        }
    }

    fn kind_for(value: &Value, length: usize) -> Kind {
        match value {
            Value::Node(node) => Kind::Node(Filling::new(length, *node)),
            Value::Relationship(relationship) => Kind::Relationship(Filling::new(length, *relationship)),
            Value::Boolean(_) => Kind::Boolean(Filling::new(length, false)),
            Value::Integer(_) => Kind::Integer(Filling::new(length, 0)),
            Value::Float(_) => Kind::Float(Filling::new(length, 0.0)),
            Value::String(text) => Kind::Text(Filling::new(length, Arc::clone(text))),
            _ => Kind::Mixed(vec![Value::Null; length]),
        }
    }

    /// The values so far as a vector of any type, taken out.
    fn take_mixed(&mut self) -> Vec<Value> {
        match std::mem::replace(&mut self.kind, Kind::Nothing) {
            Kind::Mixed(values) => values,
            typed => {
                let length = self.rows.length();
                let column = Self { rows: Rows::All(length), kind: typed }.finish();
                (0..length).map(|row| column.value(row)).collect()
            }
        }
    }

    /// The column.
    pub(super) fn finish(self) -> Column {
        match self.kind {
            Kind::Nothing => Column::Constant(Value::Null),
            Kind::Node(filling) => Column::Node(vector(self.rows, filling)),
            Kind::Relationship(filling) => Column::Relationship(vector(self.rows, filling)),
            Kind::Boolean(filling) => Column::Boolean(vector(self.rows, filling)),
            Kind::Integer(filling) => Column::Integer(vector(self.rows, filling)),
            Kind::Float(filling) => Column::Float(vector(self.rows, filling)),
            Kind::Text(filling) => Column::Text(vector(self.rows, filling)),
            Kind::Mixed(values) => Column::values(values),
        }
    }
}

/// A vector that is valid throughout if all evaluated rows have a value: kernels then need no mask.
fn vector<T: Clone>(rows: Rows<'_>, filling: Filling<T>) -> Vector<T> {
    if rows.iter().all(|row| filling.valid[row]) {
        Vector::new(filling.values)
    } else {
        Vector::with_validity(filling.values, filling.valid)
    }
}

/// The memory of the values that one evaluation makes, from the first until it ends, and its time.
#[derive(Debug)]
pub(super) struct Made<'a> {
    guard: &'a Guard,
    held: Held<'a>,
    /// Bytes that are not held yet.
    pending: u64,
    values: u32,
}

impl<'a> Made<'a> {
    /// Values between two looks at the clock.
    const VALUES: u32 = 256;
    /// Bytes that are held at once.
    const BYTES: u64 = 1 << 16;

    /// Nothing made yet.
    pub(super) fn new(guard: &'a Guard) -> Self {
        Self { guard, held: Held::new(guard), pending: 0, values: 0 }
    }

    /// Takes a value into account that was made beside those before it.
    pub(super) fn count(&mut self, value: &Value) -> Result<(), Exceeded> {
        let beyond = if is_shared(value) { 0 } else { bytes_beyond(value) };
        self.pending += size_of::<Value>() as u64 + beyond;
        self.values += 1;
        if self.pending >= Self::BYTES {
            self.held.grow(std::mem::take(&mut self.pending))?;
            self.guard.check()?;
        } else if self.values.is_multiple_of(Self::VALUES) {
            self.guard.check()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_keeps_its_type_until_another_comes() {
        let mut gather = Gather::new(Rows::Some(4, &[0, 2]));
        gather.set(0, Value::Integer(1));
        gather.set(2, Value::Integer(3));
        assert!(matches!(gather.finish(), Column::Integer(Vector { validity: crate::execute::Validity::All, .. })));
        let mut gather = Gather::new(Rows::All(3));
        gather.set(0, Value::Integer(1));
        gather.set(2, Value::string("x"));
        let column = gather.finish();
        assert_eq!([column.value(0), column.value(1), column.value(2)], [Value::Integer(1), Value::Null, Value::string("x")]);
    }
}
