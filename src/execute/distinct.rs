//! Each distinct row once, in order of first occurrence.

use super::compile::{Compiled, Compiler, Live};
use super::groups::Groups;
use super::{Batch, Column, Context, Operator, Rows};
use crate::diagnose::Diagnostics;
use crate::plan::Plan;

#[derive(Debug)]
struct Distinct {
    input: Box<dyn Operator>,
}

/// Compiles a distinct, which looks at all columns of its input, the number of the outer row among them.
pub fn compile(compiler: &mut Compiler, input: &Plan, live: &Live) -> Result<Compiled, Diagnostics> {
    let row = compiler.row().cloned();
    let compared: Live = input.columns().into_iter().chain(row).collect();
    let input = compiler.input(input, live, compared)?;
    Ok(Compiled::new(Distinct { input: input.operator }, input.layout))
}

struct DistinctRows<'r> {
    input: Box<dyn Rows<'r> + 'r>,
    /// None until the first batch tells how many columns there are.
    groups: Option<Groups<'r>>,
}

impl Operator for Distinct {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(DistinctRows { input: self.input.start(context, argument)?, groups: None }))
    }
}

impl<'r> Rows<'r> for DistinctRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        let mut numbers = Vec::new();
        while let Some(batch) = self.input.next(context)? {
            let columns: Vec<&Column> = batch.columns().iter().collect();
            let groups = self.groups.get_or_insert_with(|| Groups::new(columns.len(), context));
            let mut known = groups.len() as u32;
            groups.assign(&columns, batch.positions(), &mut numbers)?;
            let mut first = Vec::new();
            for (row, &number) in batch.positions().zip(&numbers) {
                if number == known {
                    known += 1;
                    first.push(row as u32);
                }
            }
            let batch = batch.select(first);
            if !batch.is_empty() {
                return Ok(Some(batch));
            }
        }
        Ok(None)
    }
}
