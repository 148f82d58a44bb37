//! Logical operators and CASE over a batch: later operands only see the rows that still need them.

use std::sync::Arc;

use super::error::{Error, Fault};
use super::evaluate::{Scope, column, truths};
use super::gather::Gather;
use super::logic;
use super::program::Node;
use super::rows::Rows;
use crate::execute::{Column, Validity, Vector};
use crate::value::Value;

/// Conjunction (`decides` false) or disjunction (true).
pub(super) fn junction(
    operands: &[Node],
    operator: &'static str,
    decides: bool,
    scope: Scope<'_>,
    rows: Rows<'_>,
) -> Result<Vector<bool>, Error> {
    let mut values = vec![!decides; rows.length()];
    let mut valid = Validity::All;
    let mut open = rows.to_vec();
    for operand in operands {
        if open.is_empty() {
            break;
        }
        let truths = truths(operand, operator, scope, rows.only(&open))?;
        open.retain(|&row| {
            let row = row as usize;
            match truths.get(row) {
                Some(&truth) if truth == decides => {
                    values[row] = decides;
                    set_valid(&mut valid, row, true);
                    false
                }
                Some(_) => true,
                None => {
                    if matches!(valid, Validity::All) {
                        valid = Validity::Some(Arc::new(vec![true; values.len()]));
                    }
                    set_valid(&mut valid, row, false);
                    true
                }
            }
        });
    }
    Ok(Vector { values: Arc::new(values), validity: valid })
}

fn set_valid(validity: &mut Validity, row: usize, valid: bool) {
    if let Validity::Some(entries) = validity {
        Arc::make_mut(entries)[row] = valid;
    }
}

/// Negation.
pub(super) fn not(of: &Column, rows: Rows<'_>) -> Result<Column, Fault> {
    if let Column::Boolean(vector) = of {
        let values = vector.values.iter().map(|truth| !truth).collect();
        return Ok(Column::Boolean(Vector { values: Arc::new(values), validity: vector.validity.clone() }));
    }
    let mut gather = Gather::new(rows);
    for row in rows.iter() {
        gather.set(row, logic::value(logic::truth("NOT", &of.value(row))?.map(|truth| !truth)));
    }
    Ok(gather.finish())
}

/// Whether values are null.
pub(super) fn is_null(of: &Column, rows: Rows<'_>) -> Column {
    let validity = match of {
        Column::Node(vector) => &vector.validity,
        Column::Relationship(vector) => &vector.validity,
        Column::Boolean(vector) => &vector.validity,
        Column::Integer(vector) => &vector.validity,
        Column::Float(vector) => &vector.validity,
        Column::Text(vector) => &vector.validity,
        Column::Code(codes, _) => &codes.validity,
        Column::Constant(value) => return Column::Constant(Value::Boolean(value.is_null())),
        Column::Value(values) => return Column::booleans(values.iter().map(Value::is_null).collect()),
    };
    match validity {
        Validity::All => Column::Constant(Value::Boolean(false)),
        Validity::Some(valid) => Column::booleans(valid.iter().take(rows.length()).map(|valid| !valid).collect()),
    }
}

/// The value of the first branch whose condition is true.
pub(super) fn case(branches: &[(Node, Node)], otherwise: Option<&Node>, scope: Scope<'_>, rows: Rows<'_>) -> Result<Column, Error> {
    let mut gather = Gather::new(rows);
    let mut open = rows.to_vec();
    for (condition, value) in branches {
        let truths = truths(condition, "CASE", scope, rows.only(&open))?;
        let (chosen, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|&row| truths.get(row as usize) == Some(&true));
        fill(&mut gather, value, scope, rows.only(&chosen))?;
        open = rest;
        if open.is_empty() {
            return Ok(gather.finish());
        }
    }
    if let Some(value) = otherwise {
        fill(&mut gather, value, scope, rows.only(&open))?;
    }
    Ok(gather.finish())
}

fn fill(gather: &mut Gather<'_>, value: &Node, scope: Scope<'_>, rows: Rows<'_>) -> Result<(), Error> {
    let values = column(value, scope, rows)?;
    rows.iter().for_each(|row| gather.set(row, values.value(row)));
    Ok(())
}
