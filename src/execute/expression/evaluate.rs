//! Evaluation over a batch: a kernel for each known type, and row by row for what has none.

use super::compare::compare;
use super::compile;
use super::error::{Error, Fault};
use super::gather::{Gather, Made};
use super::logic;
use super::program::{Node, Op};
use super::row::{self, Frame};
use super::rows::Rows;
use super::{arithmetic, entity, junction, property};
use crate::execute::{Batch, Column, Context, Validity, Vector};
use crate::function::{self, Function};
use crate::plan::Comparison;
use crate::text::Name;
use crate::value::Value;

/// What an expression is evaluated over.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) batch: &'a Batch<'a>,
    pub(super) context: &'a Context<'a>,
}

impl<'a> Scope<'a> {
    /// What functions may ask.
    pub(super) fn functions(self) -> function::Context<'a> {
        function::Context { graph: self.context.graph(), guard: self.context.guard }
    }

    pub(super) fn parameter(self, name: &Name) -> Result<Value, Fault> {
        self.context.parameters.get(name).cloned().ok_or_else(|| Fault::Parameter(Name::clone(name)))
    }

    pub(super) fn call(self, function: &Function, arguments: &[Value]) -> Result<Value, Fault> {
        if function.null_in_null_out && arguments.iter().any(Value::is_null) {
            return Ok(Value::Null);
        }
        Ok((function.evaluate)(&self.functions(), arguments)?)
    }
}

/// The values of a node at `rows`, as a column of full length.
pub(super) fn column(node: &Node, scope: Scope<'_>, rows: Rows<'_>) -> Result<Column, Error> {
    if rows.count() == 0 {
        return Ok(Column::Constant(Value::Null));
    }
    if node.constant {
        return row::value(node, &mut Frame::new(scope, 0)).map(Column::Constant);
    }
    let at = |fault: Fault| Error::new(fault, node.place);
    match &node.op {
        Op::Column(position) => Ok(scope.batch.column(*position).clone()),
        Op::Property { of, key } => {
            let of = column(of, scope, rows)?;
            property::load(scope, &of, key, rows).map_err(at)
        }
        Op::HasLabels { of, labels } => {
            let of = column(of, scope, rows)?;
            entity::has_labels(scope, &of, labels, rows).map_err(at)
        }
        Op::And(operands) => junction::junction(operands, "AND", false, scope, rows).map(Column::Boolean),
        Op::Or(operands) => junction::junction(operands, "OR", true, scope, rows).map(Column::Boolean),
        Op::Not(of) => {
            let of = column(of, scope, rows)?;
            junction::not(&of, rows).map_err(at)
        }
        Op::IsNull(of) => {
            let of = column(of, scope, rows)?;
            Ok(junction::is_null(&of, rows))
        }
        Op::Compare { operator, left, right } => {
            if let Some(truths) = property::compare(scope, *operator, left, right, rows)? {
                return Ok(Column::Boolean(truths));
            }
            let (left, right) = (column(left, scope, rows)?, column(right, scope, rows)?);
            Ok(compare(*operator, &left, &right, rows))
        }
        Op::Distinct(left, right) => distinct(node, (*left, *right), scope, rows),
        Op::Arithmetic { operator, left, right } => {
            let (left, right) = (column(left, scope, rows)?, column(right, scope, rows)?);
            arithmetic::arithmetic(scope, *operator, &left, &right, rows).map_err(at)
        }
        Op::Member { item, members } => {
            if let Some(truths) = property::member(scope, item, members, rows)? {
                return Ok(Column::Boolean(truths));
            }
            let items = column(item, scope, rows)?;
            Ok(entity::members(&items, members, rows))
        }
        Op::In { item, list } if list.constant => within(node, item, list, scope, rows),
        Op::Text { test, left, right } => match property::text(scope, *test, left, right, rows)? {
            Some(truths) => Ok(Column::Boolean(truths)),
            None => each(node, scope, rows),
        },
        Op::Matches { text, pattern } => match property::matches(scope, text, pattern, rows)? {
            Some(truths) => Ok(Column::Boolean(truths)),
            None => each(node, scope, rows),
        },
        Op::Case { branches, otherwise } => junction::case(branches, otherwise.as_deref(), scope, rows),
        Op::Call { function, arguments } => call(node, function, arguments, scope, rows),
        _ => each(node, scope, rows),
    }
}

/// Whether the relationships of two columns differ, or those of chains.
fn distinct(node: &Node, (left, right): (usize, usize), scope: Scope<'_>, rows: Rows<'_>) -> Result<Column, Error> {
    match (scope.batch.column(left), scope.batch.column(right)) {
        (left @ Column::Relationship(_), right @ Column::Relationship(_)) => Ok(compare(Comparison::NotEqual, left, right, rows)),
        _ => each(node, scope, rows),
    }
}

/// Membership in a list that is the same for all rows.
fn within(node: &Node, item: &Node, list: &Node, scope: Scope<'_>, rows: Rows<'_>) -> Result<Column, Error> {
    let list = column(list, scope, rows)?.value(0);
    let table = if let Value::List(items) = &list { compile::members(items.clone()) } else { None };
    let items = column(item, scope, rows)?;
    match table {
        Some(members) => Ok(entity::members(&items, &members, rows)),
        None => entity::contained(&items, &list, rows).map_err(|fault| Error::new(fault, node.place)),
    }
}

/// Row by row.
fn each(node: &Node, scope: Scope<'_>, rows: Rows<'_>) -> Result<Column, Error> {
    let (mut gather, mut made) = (Gather::new(rows), Made::new(scope.context.guard));
    let mut frame = Frame::new(scope, 0);
    for row in rows.iter() {
        frame.row = row;
        let value = row::value(node, &mut frame)?;
        made.count(&value).map_err(|exceeded| Error::new(exceeded, node.place))?;
        gather.set(row, value);
    }
    Ok(gather.finish())
}

/// A function row by row, on argument columns.
fn call(node: &Node, function: &Function, arguments: &[Node], scope: Scope<'_>, rows: Rows<'_>) -> Result<Column, Error> {
    let columns = arguments.iter().map(|argument| column(argument, scope, rows)).collect::<Result<Vec<_>, _>>()?;
    let (mut gather, mut made) = (Gather::new(rows), Made::new(scope.context.guard));
    let mut values = Vec::with_capacity(columns.len());
    for row in rows.iter() {
        values.clear();
        values.extend(columns.iter().map(|column| column.value(row)));
        let value = scope.call(function, &values).map_err(|fault| Error::new(fault, node.place))?;
        made.count(&value).map_err(|exceeded| Error::new(exceeded, node.place))?;
        gather.set(row, value);
    }
    Ok(gather.finish())
}

/// The rows for which a node is true. Each operand of a conjunction is evaluated only for the rows that are left, and
/// each of a disjunction only for those that are not chosen yet.
pub(super) fn select(node: &Node, scope: Scope<'_>, rows: Rows<'_>) -> Result<Vec<u32>, Error> {
    if let Op::And(operands) = &node.op {
        let Some((first, others)) = operands.split_first() else { return Ok(rows.to_vec()) };
        let mut left = select(first, scope, rows)?;
        for operand in others {
            left = select(operand, scope, rows.only(&left))?;
        }
        return Ok(left);
    }
    let truths = truths(node, "WHERE", scope, rows)?;
    Ok(match &truths.validity {
        Validity::All if matches!(rows, Rows::All(_)) => chosen_of_all(&truths.values[..rows.length()]),
        Validity::All => chosen(rows, |row| truths.values[row]),
        Validity::Some(valid) => chosen(rows, |row| valid[row] & truths.values[row]),
    })
}

/// The rows that pass a test, by a loop without branches.
fn chosen(rows: Rows<'_>, passes: impl Fn(usize) -> bool) -> Vec<u32> {
    let mut chosen = vec![0; rows.count()];
    let mut count = 0;
    for row in rows.iter() {
        chosen[count] = row as u32;
        count += usize::from(passes(row));
    }
    chosen.truncate(count);
    chosen
}

/// The rows that are true. Where few are, most blocks of them are passed over.
fn chosen_of_all(truths: &[bool]) -> Vec<u32> {
    const BLOCK: usize = 16;
    let mut chosen = vec![0; truths.len() + BLOCK];
    let mut count = 0;
    for (number, block) in truths.chunks(BLOCK).enumerate() {
        if block.iter().fold(false, |any, truth| any | truth) {
            for (row, truth) in (number * BLOCK..).zip(block) {
                chosen[count] = row as u32;
                count += usize::from(*truth);
            }
        }
    }
    chosen.truncate(count);
    chosen
}

/// The truth values of a node as an operand of `operator`.
pub(super) fn truths(node: &Node, operator: &'static str, scope: Scope<'_>, rows: Rows<'_>) -> Result<Vector<bool>, Error> {
    let other = match column(node, scope, rows)? {
        Column::Boolean(truths) => return Ok(truths),
        other => other,
    };
    let mut values = vec![false; rows.length()];
    let mut valid = vec![false; rows.length()];
    for row in rows.iter() {
        let truth = logic::truth(operator, &other.value(row)).map_err(|failure| Error::new(failure, node.place))?;
        values[row] = truth == Some(true);
        valid[row] = truth.is_some();
    }
    Ok(Vector::with_validity(values, valid))
}
