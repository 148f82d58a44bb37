//! How many ways lead on from the nodes of a row: a product of degrees.
//!
//! A degree is the difference of two offsets in the page of the node, so that a row costs a few nanoseconds for each hop.

use super::compile::{Compiled, Compiler, Live, position};
use super::expression::{self, Fault};
use super::follow::{Follow, Following};
use super::{Batch, Column, Context, Operator, Rows, Validity, Vector};
use crate::diagnose::Diagnostics;
use crate::function::Failure;
use crate::plan::{Hop, Plan};
use crate::text::{Name, Place};

#[derive(Debug)]
struct Degrees {
    input: Box<dyn Operator>,
    hops: Vec<(usize, Name, Follow)>,
}

/// Compiles the count of what the hops lead over.
pub fn compile(compiler: &mut Compiler, input: &Plan, hops: &[Hop], variable: &Name, live: &Live) -> Result<Compiled, Diagnostics> {
    let mut live = live.clone();
    live.remove(variable);
    let input = compiler.input(input, &live, hops.iter().map(|hop| Name::clone(&hop.from)))?;
    let hop = |hop: &Hop| Ok::<_, Diagnostics>((position(&input.layout, &hop.from, "Degrees")?, Name::clone(&hop.from), Follow::new(hop)));
    let hops = hops.iter().map(hop).collect::<Result<_, _>>()?;
    let mut layout = input.layout;
    layout.push(Name::clone(variable));
    Ok(Compiled::new(Degrees { input: input.operator, hops }, layout))
}

/// More ways than can be counted.
fn overflow() -> expression::Error {
    expression::Error { fault: Fault::Failure(Failure::Overflow("count")), place: Place::default() }
}

struct DegreesRows<'r> {
    input: Box<dyn Rows<'r> + 'r>,
    hops: Vec<(usize, &'r Name, Following)>,
}

impl Operator for Degrees {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let hops = self.hops.iter().map(|(position, name, follow)| (*position, name, follow.resolve(context))).collect();
        Ok(Box::new(DegreesRows { input: self.input.start(context, argument)?, hops }))
    }
}

impl<'r> Rows<'r> for DegreesRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        let Some(batch) = self.input.next(context)? else { return Ok(None) };
        let mut ways = vec![1_i64; batch.rows()];
        for (position, name, following) in &self.hops {
            let column = batch.column(*position);
            if let (Column::Node(Vector { values: nodes, validity: Validity::All }), None) = (column, batch.selection()) {
                for (ways, degree) in ways.iter_mut().zip(following.degrees(context, nodes)) {
                    *ways = ways.checked_mul(degree).ok_or_else(overflow)?;
                }
                continue;
            }
            for row in batch.positions() {
                let degree = column.node(row, name)?.map_or(0, |node| following.degree(context, node));
                ways[row] = ways[row].checked_mul(degree).ok_or_else(overflow)?;
            }
        }
        Ok(Some(batch.extend([Column::integers(ways)])))
    }
}
