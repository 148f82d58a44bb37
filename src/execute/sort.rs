//! Rows in order; equal keys keep their order. Within a subquery the rows of an outer row stay together.

use std::cmp::Ordering;

use super::chunks::Chunks;
use super::compile::{Compiled, Compiler, Live, programs, reads};
use super::table::Table;
use super::{Batch, Column, Context, Operator, Rows, Validity, Vector, expression};
use crate::diagnose::Diagnostics;
use crate::plan::{Plan, SortKey};
use crate::value::{order, order_floats};

/// The keys of a sort, compiled.
#[derive(Debug)]
pub struct Keys {
    programs: Vec<expression::Program>,
    descending: Vec<bool>,
    /// The column with the number of the outer row, which comes before all keys.
    row: Option<usize>,
}

impl Keys {
    /// Compiles keys over an input.
    pub fn new(compiler: &Compiler, keys: &[SortKey], input: &Compiled) -> Result<Self, Diagnostics> {
        let programs = programs(keys.iter().map(|key| &key.value), &input.layout)?;
        let row = compiler.row().and_then(|row| input.layout.position(row));
        let descending = row.iter().map(|_| false).chain(keys.iter().map(|key| key.descending)).collect();
        Ok(Self { programs, descending, row })
    }

    /// How many columns of keys.
    pub fn len(&self) -> usize {
        self.descending.len()
    }

    /// The columns of keys of a batch.
    pub fn evaluate(&self, batch: &Batch<'_>, context: &Context<'_>) -> Result<Vec<Column>, Diagnostics> {
        let mut columns: Vec<Column> = self.row.iter().map(|&row| batch.column(row).clone()).collect();
        for program in &self.programs {
            columns.push(program.evaluate(batch, context)?);
        }
        Ok(columns)
    }

    /// The rows of a table, whose first columns are keys, in order.
    pub fn order(&self, rows: &Batch<'_>) -> Vec<u32> {
        let keys: Vec<(&Column, bool)> = rows.columns().iter().zip(self.descending.iter().copied()).collect();
        let mut order: Vec<u32> = (0..rows.rows() as u32).collect();
        match keys[..] {
            [(Column::Integer(Vector { values, validity: Validity::All }), false)] => {
                order.sort_by_key(|&row| values[row as usize]);
            }
            _ => order.sort_by(|&left, &right| compare(&keys, left as usize, right as usize)),
        }
        order
    }

    /// The first `wanted` rows of a table, whose first columns are keys, in order; the others are not sorted.
    pub fn first(&self, rows: &Batch<'_>, wanted: usize) -> Vec<u32> {
        let keys: Vec<(&Column, bool)> = rows.columns().iter().zip(self.descending.iter().copied()).collect();
        let mut order: Vec<u32> = (0..rows.rows() as u32).collect();
        // Among equal rows the earlier comes first, as in a stable sort.
        let by = |left: &u32, right: &u32| compare(&keys, *left as usize, *right as usize).then(left.cmp(right));
        if wanted < order.len() {
            order.select_nth_unstable_by(wanted, by);
            order.truncate(wanted);
        }
        order.sort_unstable_by(by);
        order
    }
}

/// Compares two rows by columns, each ascending or descending.
fn compare(keys: &[(&Column, bool)], left: usize, right: usize) -> Ordering {
    for &(column, descending) in keys {
        let ordering = between(column, left, column, right);
        if ordering != Ordering::Equal {
            return if descending { ordering.reverse() } else { ordering };
        }
    }
    Ordering::Equal
}

/// Compares values of two columns by the total order.
pub fn between(left: &Column, at: usize, right: &Column, row: usize) -> Ordering {
    match (left, right) {
        (Column::Integer(left), Column::Integer(right)) => optional(left.get(at), right.get(row)),
        (Column::Float(left), Column::Float(right)) => match (left.get(at), right.get(row)) {
            (Some(left), Some(right)) => order_floats(*left, *right),
            (left, right) => left.is_none().cmp(&right.is_none()),
        },
        (Column::Text(_) | Column::Code(..), Column::Text(_) | Column::Code(..)) => optional(left.text(at), right.text(row)),
        (Column::Value(left), Column::Value(right)) => order(&left[at], &right[row]),
        _ => order(&left.value(at), &right.value(row)),
    }
}

/// Null is greater than everything.
fn optional<T: Ord + ?Sized>(left: Option<&T>, right: Option<&T>) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => left.cmp(right),
        (left, right) => left.is_none().cmp(&right.is_none()),
    }
}

#[derive(Debug)]
struct Sort {
    input: Box<dyn Operator>,
    keys: Keys,
    width: usize,
}

/// Compiles a sort.
pub fn compile(compiler: &mut Compiler, input: &Plan, keys: &[SortKey], live: &Live) -> Result<Compiled, Diagnostics> {
    let input = compiler.input(input, live, reads(keys.iter().map(|key| &key.value)))?;
    let keys = Keys::new(compiler, keys, &input)?;
    let width = input.layout.len();
    Ok(Compiled::new(Sort { input: input.operator, keys, width }, input.layout))
}

struct SortRows<'r> {
    sort: &'r Sort,
    input: Box<dyn Rows<'r> + 'r>,
    sorted: Option<Chunks<'r>>,
}

impl Operator for Sort {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(SortRows { sort: self, input: self.input.start(context, argument)?, sorted: None }))
    }
}

impl<'r> Rows<'r> for SortRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        if self.sorted.is_none() {
            self.sorted = Some(self.sort(context)?);
        }
        Ok(self.sorted.as_mut().and_then(Chunks::next))
    }
}

impl<'r> SortRows<'r> {
    fn sort(&mut self, context: &Context<'r>) -> Result<Chunks<'r>, Diagnostics> {
        let keys = &self.sort.keys;
        let mut table = Table::new(keys.len() + self.sort.width, context);
        while let Some(batch) = self.input.next(context)? {
            let computed = keys.evaluate(&batch, context)?;
            let columns: Vec<&Column> = computed.iter().chain(batch.columns()).collect();
            table.append_columns(&columns, &batch.positions())?;
        }
        let (rows, held) = table.finish();
        let order = keys.order(&rows);
        let keep = (keys.len()..rows.columns().len()).collect();
        Ok(Chunks::new((rows, held), keep, Some(order)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    #[test]
    fn nulls_come_last_in_any_column() {
        let integers = Column::Integer(Vector::with_validity(vec![0, 5], vec![false, true]));
        assert_eq!(between(&integers, 0, &integers, 1), Ordering::Greater);
        let values = Column::values(vec![Value::Null, Value::Integer(5)]);
        assert_eq!(between(&values, 0, &values, 1), Ordering::Greater);
    }
}
