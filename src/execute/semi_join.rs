//! Rows that agree with a row of another side in keys, or that agree with none.
//!
//! The other side takes nothing from outside, so that within a subquery it serves all outer rows.

use super::column::NOWHERE;
use super::compile::{Compiled, Compiler, Live, programs, reads};
use super::groups::Groups;
use super::join::keys;
use super::{Batch, Column, Context, Operator, Rows, expression};
use crate::diagnose::Diagnostics;
use crate::plan::{Expr, Plan};

#[derive(Debug)]
struct SemiJoin {
    left: Box<dyn Operator>,
    left_keys: Vec<expression::Program>,
    right: Box<dyn Operator>,
    right_keys: Vec<expression::Program>,
    /// Whether the rows are kept that agree with none.
    anti: bool,
}

/// Compiles a semi-join, or an anti-join.
pub fn compile(
    compiler: &mut Compiler,
    left: &Plan,
    right: &Plan,
    (on, anti): (&[(Expr, Expr)], bool),
    live: &Live,
) -> Result<Compiled, Diagnostics> {
    let (left_on, right_on) = (|| on.iter().map(|(left, _)| left), || on.iter().map(|(_, right)| right));
    let left = compiler.input(left, live, reads(left_on()))?;
    let right = compiler.separate(right, &reads(right_on()))?;
    let left_keys = programs(left_on(), &left.layout)?;
    let right_keys = programs(right_on(), &right.layout)?;
    let join = SemiJoin { left: left.operator, left_keys, right: right.operator, right_keys, anti };
    Ok(Compiled::new(join, left.layout))
}

struct SemiJoinRows<'r> {
    join: &'r SemiJoin,
    left: Box<dyn Rows<'r> + 'r>,
    right: Box<dyn Rows<'r> + 'r>,
    /// The keys of the right side, once it was read.
    known: Option<Groups<'r>>,
    /// Their numbers of the rows of a batch; kept for its memory.
    numbers: Vec<u32>,
}

impl Operator for SemiJoin {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (left, right) = (self.left.start(context, argument)?, self.right.start(context, argument)?);
        Ok(Box::new(SemiJoinRows { join: self, left, right, known: None, numbers: Vec::new() }))
    }
}

impl<'r> Rows<'r> for SemiJoinRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        while let Some(batch) = self.left.next(context)? {
            if self.known.is_none() {
                self.known = Some(self.read(context)?);
            }
            let Some(known) = &mut self.known else { return Ok(None) };
            let (keys, joins) = keys(Vec::new(), &self.join.left_keys, &batch, context)?;
            let keys: Vec<&Column> = keys.iter().collect();
            known.look_up(&keys, batch.positions(), &mut self.numbers)?;
            let agrees = |row: usize, number: u32| joins[row] && number != NOWHERE;
            let rows = batch.positions().zip(&self.numbers).filter(|&(row, &number)| agrees(row, number) != self.join.anti);
            let rows = rows.map(|(row, _)| row as u32).collect();
            let batch = batch.select(rows);
            if !batch.is_empty() {
                return Ok(Some(batch));
            }
        }
        Ok(None)
    }
}

impl<'r> SemiJoinRows<'r> {
    fn read(&mut self, context: &Context<'r>) -> Result<Groups<'r>, Diagnostics> {
        let mut known = Groups::new(self.join.right_keys.len(), context);
        while let Some(batch) = self.right.next(context)? {
            let (keys, joins) = keys(Vec::new(), &self.join.right_keys, &batch, context)?;
            let rows: Vec<usize> = batch.positions().filter(|&row| joins[row]).collect();
            known.assign(&keys.iter().collect::<Vec<_>>(), rows.iter().copied(), &mut self.numbers)?;
        }
        Ok(known)
    }
}
