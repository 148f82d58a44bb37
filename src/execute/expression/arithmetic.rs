//! Arithmetic kernels.

use super::error::Fault;
use super::evaluate::Scope;
use super::gather::{Gather, Made};
use super::lane::{Lane, Many, One, try_zip, zip};
use super::operator::{self, floats, integers};
use super::rows::Rows;
use crate::execute::{Column, Vector};
use crate::function::Failure;
use crate::plan::Arithmetic;
use crate::value::Value;

/// An operator over two columns.
pub(super) fn arithmetic(scope: Scope<'_>, operator: Arithmetic, left: &Column, right: &Column, rows: Rows<'_>) -> Result<Column, Fault> {
    let whole = operator != Arithmetic::Power;
    Ok(match (left, right) {
        (Column::Integer(a), Column::Integer(b)) if whole => Column::Integer(exact(operator, rows, &Many(a), &Many(b))?),
        (Column::Integer(a), Column::Constant(Value::Integer(b))) if whole => Column::Integer(exact(operator, rows, &Many(a), &One(*b))?),
        (Column::Constant(Value::Integer(a)), Column::Integer(b)) if whole => Column::Integer(exact(operator, rows, &One(*a), &Many(b))?),
        (Column::Float(a), Column::Float(b)) => Column::Float(real(operator, rows, &Many(a), &Many(b))),
        (Column::Float(a), Column::Constant(Value::Float(b))) => Column::Float(real(operator, rows, &Many(a), &One(*b))),
        (Column::Constant(Value::Float(a)), Column::Float(b)) => Column::Float(real(operator, rows, &One(*a), &Many(b))),
        (Column::Float(a), Column::Constant(Value::Integer(b))) => Column::Float(real(operator, rows, &Many(a), &One(*b as f64))),
        (Column::Constant(Value::Integer(a)), Column::Float(b)) => Column::Float(real(operator, rows, &One(*a as f64), &Many(b))),
        _ => {
            let context = scope.functions();
            let (mut gather, mut made) = (Gather::new(rows), Made::new(context.guard));
            for row in rows.iter() {
                let value = operator::arithmetic(&context, operator, &left.value(row), &right.value(row))?;
                made.count(&value)?;
                gather.set(row, value);
            }
            gather.finish()
        }
    })
}

/// Integers: a loop for each operator, ended by the first result that is none.
fn exact<A: Lane<Item = i64>, B: Lane<Item = i64>>(
    operator: Arithmetic,
    rows: Rows<'_>,
    left: &A,
    right: &B,
) -> Result<Vector<i64>, Failure> {
    match operator {
        Arithmetic::Add => try_zip(rows, left, right, |a, b| integers(Arithmetic::Add, a, b)),
        Arithmetic::Subtract => try_zip(rows, left, right, |a, b| integers(Arithmetic::Subtract, a, b)),
        Arithmetic::Multiply => try_zip(rows, left, right, |a, b| integers(Arithmetic::Multiply, a, b)),
        other => try_zip(rows, left, right, |a, b| integers(other, a, b)),
    }
}

/// Floats: a loop for each operator.
fn real<A: Lane<Item = f64>, B: Lane<Item = f64>>(operator: Arithmetic, rows: Rows<'_>, left: &A, right: &B) -> Vector<f64> {
    match operator {
        Arithmetic::Add => zip(rows, left, right, |a, b| floats(Arithmetic::Add, a, b)),
        Arithmetic::Subtract => zip(rows, left, right, |a, b| floats(Arithmetic::Subtract, a, b)),
        Arithmetic::Multiply => zip(rows, left, right, |a, b| floats(Arithmetic::Multiply, a, b)),
        Arithmetic::Divide => zip(rows, left, right, |a, b| floats(Arithmetic::Divide, a, b)),
        other => zip(rows, left, right, |a, b| floats(other, a, b)),
    }
}
