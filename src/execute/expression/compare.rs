//! Comparison kernels.

use std::cmp::Ordering;

use super::gather::Gather;
use super::lane::{Lane, Many, One, Texts, zip};
use super::logic;
use super::operator::{compared, holds};
use super::rows::Rows;
use crate::execute::{Column, Vector};
use crate::plan::Comparison;
use crate::value::{Value, integer_to_float};

/// Compares two columns.
pub(super) fn compare(operator: Comparison, left: &Column, right: &Column, rows: Rows<'_>) -> Column {
    if matches!(left, Column::Code(..)) || matches!(right, Column::Code(..)) {
        return compare(operator, &left.decoded(), &right.decoded(), rows);
    }
    let vector = match (left, right) {
        (Column::Integer(a), Column::Integer(b)) => ordered(operator, rows, &Many(a), &Many(b)),
        (Column::Integer(a), Column::Constant(Value::Integer(b))) => ordered(operator, rows, &Many(a), &One(*b)),
        (Column::Constant(Value::Integer(a)), Column::Integer(b)) => ordered(operator, rows, &One(*a), &Many(b)),
        (Column::Float(a), Column::Float(b)) => ordered(operator, rows, &Many(a), &Many(b)),
        (Column::Float(a), Column::Constant(Value::Float(b))) => ordered(operator, rows, &Many(a), &One(*b)),
        (Column::Constant(Value::Float(a)), Column::Float(b)) => ordered(operator, rows, &One(*a), &Many(b)),
        (Column::Integer(a), Column::Float(b)) => exact(operator, rows, &Many(a), &Many(b)),
        (Column::Integer(a), Column::Constant(Value::Float(b))) => exact(operator, rows, &Many(a), &One(*b)),
        (Column::Constant(Value::Integer(a)), Column::Float(b)) => exact(operator, rows, &One(*a), &Many(b)),
        (Column::Float(a), Column::Integer(b)) => exact(mirrored(operator), rows, &Many(b), &Many(a)),
        (Column::Float(a), Column::Constant(Value::Integer(b))) => exact(mirrored(operator), rows, &One(*b), &Many(a)),
        (Column::Constant(Value::Float(a)), Column::Integer(b)) => exact(mirrored(operator), rows, &Many(b), &One(*a)),
        (Column::Text(a), Column::Text(b)) => ordered(operator, rows, &Texts(a), &Texts(b)),
        (Column::Text(a), Column::Constant(Value::String(b))) => ordered(operator, rows, &Texts(a), &One(&**b)),
        (Column::Constant(Value::String(a)), Column::Text(b)) => ordered(operator, rows, &One(&**a), &Texts(b)),
        (Column::Boolean(a), Column::Boolean(b)) => ordered(operator, rows, &Many(a), &Many(b)),
        (Column::Boolean(a), Column::Constant(Value::Boolean(b))) => ordered(operator, rows, &Many(a), &One(*b)),
        (Column::Constant(Value::Boolean(a)), Column::Boolean(b)) => ordered(operator, rows, &One(*a), &Many(b)),
        (Column::Node(a), Column::Node(b)) if is_equality(operator) => ordered(operator, rows, &Many(a), &Many(b)),
        (Column::Relationship(a), Column::Relationship(b)) if is_equality(operator) => ordered(operator, rows, &Many(a), &Many(b)),
        (Column::Constant(Value::Null), _) | (_, Column::Constant(Value::Null)) => return Column::Constant(Value::Null),
        _ => return each(operator, left, right, rows),
    };
    Column::Boolean(vector)
}

/// Nodes and relationships are equal or not, but in no order.
fn is_equality(operator: Comparison) -> bool {
    matches!(operator, Comparison::Equal | Comparison::NotEqual)
}

/// The comparison with its sides changed.
pub(super) fn mirrored(operator: Comparison) -> Comparison {
    match operator {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}

/// Items of one type, a loop for each operator. NaN is in no order with anything, and unequal to everything.
fn ordered<T: PartialOrd + Copy, A: Lane<Item = T>, B: Lane<Item = T>>(
    operator: Comparison,
    rows: Rows<'_>,
    left: &A,
    right: &B,
) -> Vector<bool> {
    match operator {
        Comparison::Equal => zip(rows, left, right, |a, b| a == b),
        Comparison::NotEqual => zip(rows, left, right, |a, b| a != b),
        Comparison::Less => zip(rows, left, right, |a, b| a < b),
        Comparison::LessOrEqual => zip(rows, left, right, |a, b| a <= b),
        Comparison::Greater => zip(rows, left, right, |a, b| a > b),
        Comparison::GreaterOrEqual => zip(rows, left, right, |a, b| a >= b),
    }
}

/// Integers against floats, by their exact values.
fn exact<A: Lane<Item = i64>, B: Lane<Item = f64>>(operator: Comparison, rows: Rows<'_>, left: &A, right: &B) -> Vector<bool> {
    let decide = |ordering: Option<Ordering>| ordering.map_or(operator == Comparison::NotEqual, |ordering| holds(operator, ordering));
    zip(rows, left, right, |a, b| decide(integer_to_float(a, b)))
}

/// Values of any types.
fn each(operator: Comparison, left: &Column, right: &Column, rows: Rows<'_>) -> Column {
    let mut gather = Gather::new(rows);
    for row in rows.iter() {
        gather.set(row, logic::value(compared(operator, &left.value(row), &right.value(row))));
    }
    gather.finish()
}
