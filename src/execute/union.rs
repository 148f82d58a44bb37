//! The rows of all inputs, one input after the other.

use super::compile::{Compiled, Compiler, Live, position};
use super::{Batch, Context, Layout, Operator, Rows};
use crate::diagnose::Diagnostics;
use crate::plan::Plan;
use crate::text::Name;

#[derive(Debug)]
struct Union {
    /// With the positions of the columns, which the inputs may have in different orders.
    inputs: Vec<(Box<dyn Operator>, Vec<usize>)>,
}

/// Compiles a union.
pub fn compile(compiler: &mut Compiler, inputs: &[Plan], live: &Live) -> Result<Compiled, Diagnostics> {
    let names = inputs.first().map(Plan::columns).unwrap_or_default();
    let names: Vec<Name> = names.into_iter().filter(|name| live.contains(name)).chain(compiler.row().cloned()).collect();
    let mut compiled = Vec::with_capacity(inputs.len());
    for input in inputs {
        let input = compiler.flat(input, live)?;
        let positions = names.iter().map(|name| position(&input.layout, name, "Union")).collect::<Result<_, _>>()?;
        compiled.push((input.operator, positions));
    }
    Ok(Compiled::new(Union { inputs: compiled }, Layout::new(names)))
}

struct UnionRows<'r> {
    union: &'r Union,
    argument: Batch<'r>,
    next: usize,
    current: Option<Box<dyn Rows<'r> + 'r>>,
}

impl Operator for Union {
    fn start<'r>(&'r self, _: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(UnionRows { union: self, argument: argument.clone(), next: 0, current: None }))
    }
}

impl<'r> Rows<'r> for UnionRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            let Some(current) = &mut self.current else {
                // An input begins when it is reached: a limit above may never reach it.
                let Some((input, _)) = self.union.inputs.get(self.next) else { return Ok(None) };
                self.current = Some(input.start(context, &self.argument)?);
                continue;
            };
            if let Some(batch) = current.next(context)? {
                return Ok(Some(batch.project(&self.union.inputs[self.next].1)));
            }
            self.current = None;
            self.next += 1;
        }
    }
}
