//! Rows for which a predicate is true.

use super::compile::{Compiled, Compiler, Live, reads};
use super::{Batch, Context, Operator, Rows, expression};
use crate::diagnose::Diagnostics;
use crate::plan::{Expr, Plan};

#[derive(Debug)]
struct Filter {
    input: Box<dyn Operator>,
    predicate: expression::Program,
}

/// Compiles a filter.
pub fn compile(compiler: &mut Compiler, input: &Plan, predicate: &Expr, live: &Live) -> Result<Compiled, Diagnostics> {
    let input = compiler.input(input, live, reads([predicate]))?;
    let predicate = expression::Program::compile(predicate, &input.layout)?;
    Ok(Compiled::new(Filter { input: input.operator, predicate }, input.layout))
}

struct FilterRows<'r> {
    predicate: &'r expression::Program,
    input: Box<dyn Rows<'r> + 'r>,
}

impl Operator for Filter {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(FilterRows { predicate: &self.predicate, input: self.input.start(context, argument)? }))
    }
}

impl<'r> Rows<'r> for FilterRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        while let Some(batch) = self.input.next(context)? {
            let rows = self.predicate.select(&batch, context)?;
            // Where little is left of a batch, the operators above are spared its full columns.
            let sparse = rows.len() * 8 < batch.rows();
            let batch = batch.select(rows);
            if !batch.is_empty() {
                return Ok(Some(if sparse { batch.compact() } else { batch }));
            }
        }
        Ok(None)
    }
}
