//! Pairs of rows that agree in keys. Within a subquery, pairs that belong to the same outer row.

use super::column::NOWHERE;
use super::compile::{Compiled, Compiler, Live, programs, reads};
use super::groups::Groups;
use super::pairing::{Kept, Pairing};
use super::table::Table;
use super::{Batch, Column, Context, Operator, Rows, Validity, expression};
use crate::diagnose::Diagnostics;
use crate::plan::{Expr, Plan};
use crate::value::equals;

/// One side of a join.
#[derive(Debug)]
struct Side {
    input: Box<dyn Operator>,
    keep: Vec<usize>,
    width: usize,
    keys: Vec<expression::Program>,
    /// The column with the number of the outer row, where both sides have one.
    row: Option<usize>,
}

impl Side {
    fn keys(&self, batch: &Batch<'_>, context: &Context<'_>) -> Result<(Vec<Column>, Vec<bool>), Diagnostics> {
        let row = self.row.iter().map(|&row| batch.column(row).clone()).collect();
        keys(row, &self.keys, batch, context)
    }
}

/// The columns of keys of a batch, those in `before` first, and for each of its rows whether all keys equal themselves: null and
/// NaN do not.
pub fn keys(
    before: Vec<Column>,
    programs: &[expression::Program],
    batch: &Batch<'_>,
    context: &Context<'_>,
) -> Result<(Vec<Column>, Vec<bool>), Diagnostics> {
    let mut keys = before;
    for program in programs {
        keys.push(program.evaluate(batch, context)?);
    }
    let mut joins = vec![true; batch.rows()];
    for key in keys.iter().filter(|key| !equals_itself(key)) {
        for row in batch.positions() {
            let value = key.value(row);
            joins[row] &= equals(&value, &value) == Some(true);
        }
    }
    Ok((keys, joins))
}

/// Whether the type of a column says that each of its values equals itself.
fn equals_itself(column: &Column) -> bool {
    match column {
        Column::Node(vector) => matches!(vector.validity, Validity::All),
        Column::Integer(vector) => matches!(vector.validity, Validity::All),
        Column::Text(vector) => matches!(vector.validity, Validity::All),
        Column::Code(codes, _) => matches!(codes.validity, Validity::All),
        _ => false,
    }
}

#[derive(Debug)]
struct Join {
    left: Side,
    right: Side,
}

/// Compiles a join.
pub fn compile(compiler: &mut Compiler, left: &Plan, right: &Plan, on: &[(Expr, Expr)], live: &Live) -> Result<Compiled, Diagnostics> {
    let (left_on, right_on) = (|| on.iter().map(|(left, _)| left), || on.iter().map(|(_, right)| right));
    let left = compiler.input(left, live, reads(left_on()))?;
    let mut wanted = live.clone();
    wanted.extend(reads(right_on()));
    let correlated = compiler.is_correlated(right);
    let right = if correlated { compiler.flat(right, &wanted)? } else { compiler.separate(right, &wanted)? };
    let rows = compiler.row().and_then(|row| Some((left.layout.position(row)?, right.layout.position(row)?)));
    let left_keep = left.keep(live);
    let mut layout = left.kept(&left_keep);
    let right_keep: Vec<usize> =
        right.keep(live).into_iter().filter(|&position| !layout.contains(&right.layout.names()[position])).collect();
    layout.extend(right.kept(&right_keep).names().iter().cloned());
    let side = |input: Compiled, keep, keys, row| Side { width: input.layout.len(), input: input.operator, keep, keys, row };
    let left_keys = programs(left_on(), &left.layout)?;
    let right_keys = programs(right_on(), &right.layout)?;
    let left = side(left, left_keep, left_keys, rows.map(|(left, _)| left));
    let right = side(right, right_keep, right_keys, rows.map(|(_, right)| right));
    Ok(Compiled::new(Join { left, right }, layout))
}

struct JoinRows<'r> {
    join: &'r Join,
    left: Box<dyn Rows<'r> + 'r>,
    right: Box<dyn Rows<'r> + 'r>,
    kept: Option<(Kept<'r>, Groups<'r>)>,
    pairing: Option<Pairing<'r>>,
}

impl Operator for Join {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (left, right) = (self.left.input.start(context, argument)?, self.right.input.start(context, argument)?);
        Ok(Box::new(JoinRows { join: self, left, right, kept: None, pairing: None }))
    }
}

impl<'r> Rows<'r> for JoinRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        if self.kept.is_none() {
            self.kept = Some(self.build(context)?);
        }
        let Some((kept, groups)) = &mut self.kept else { return Ok(None) };
        let keep = (&self.join.left.keep[..], &self.join.right.keep[..]);
        while !kept.is_empty() {
            if let Some(pairs) = self.pairing.as_mut().and_then(|pairing| pairing.next(kept, keep)) {
                return Ok(Some(pairs));
            }
            let Some(batch) = self.left.next(context)? else { break };
            let batch = batch.compact();
            let (keys, joins) = self.join.left.keys(&batch, context)?;
            let keys: Vec<&Column> = keys.iter().collect();
            let mut buckets = Vec::new();
            groups.look_up(&keys, 0..batch.rows(), &mut buckets)?;
            buckets.iter_mut().zip(joins).filter(|(_, joins)| !joins).for_each(|(bucket, _)| *bucket = NOWHERE);
            self.pairing = Some(Pairing::new(batch, buckets));
        }
        Ok(None)
    }
}

impl<'r> JoinRows<'r> {
    /// Keeps the right side, its rows in one bucket for each distinct key.
    fn build(&mut self, context: &Context<'r>) -> Result<(Kept<'r>, Groups<'r>), Diagnostics> {
        let side = &self.join.right;
        let mut table = Table::new(side.width, context);
        let mut groups = Groups::new(side.keys.len() + usize::from(side.row.is_some()), context);
        let (mut buckets, mut numbers) = (Vec::new(), Vec::new());
        while let Some(batch) = self.right.next(context)? {
            let (keys, joins) = side.keys(&batch, context)?;
            let rows: Vec<usize> = batch.positions().filter(|&row| joins[row]).collect();
            groups.assign(&keys.iter().collect::<Vec<_>>(), rows.iter().copied(), &mut numbers)?;
            table.append_columns(&batch.columns().iter().collect::<Vec<_>>(), &rows.iter().copied())?;
            buckets.extend_from_slice(&numbers);
        }
        let count = groups.len();
        Ok((Kept::in_buckets(table.finish(), &buckets, count)?, groups))
    }
}
