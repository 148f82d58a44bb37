//! One relationship from a bound node to a new node, or to a bound one.

use super::compile::{Compiled, Compiler, FanColumns, Live, position};
use super::follow::{Follow, Following};
use super::{Batch, Context, Fan, Operator, Rows};
use crate::diagnose::Diagnostics;
use crate::plan::{Hop, Plan};
use crate::text::Name;

#[derive(Debug)]
struct Expand {
    input: Box<dyn Operator>,
    follow: Follow,
    from: (usize, Name),
    /// The bound node at the far end, for expand-into.
    to: Option<(usize, Name)>,
}

/// Compiles an expand. Its batches have a fan.
pub fn compile(compiler: &mut Compiler, input: &Plan, hop: &Hop, into: bool, live: &Live) -> Result<Compiled, Diagnostics> {
    let ends = if into { vec![&hop.from, &hop.to] } else { vec![&hop.from] };
    let input = compiler.input(input, live, ends.into_iter().cloned())?;
    let bound = |name: &Name| Ok::<_, Diagnostics>((position(&input.layout, name, "Expand")?, Name::clone(name)));
    let to = if into { Some(bound(&hop.to)?) } else { None };
    let from = bound(&hop.from)?;
    let fan = FanColumns { relationship: live.get(&hop.relationship).cloned(), node: if into { None } else { live.get(&hop.to).cloned() } };
    let operator = Expand { input: input.operator, follow: Follow::new(hop), from, to };
    Ok(Compiled { operator: Box::new(operator), layout: input.layout, fan: Some(fan) })
}

struct ExpandRows<'r> {
    expand: &'r Expand,
    input: Box<dyn Rows<'r> + 'r>,
    following: Following,
}

impl Operator for Expand {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let input = self.input.start(context, argument)?;
        Ok(Box::new(ExpandRows { expand: self, input, following: self.follow.resolve(context) }))
    }
}

impl<'r> Rows<'r> for ExpandRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        let Some(batch) = self.input.next(context)? else { return Ok(None) };
        let mut fan = Fan::with_capacity(batch.rows());
        let mut selected = batch.selection().map(|rows| rows.iter().copied().peekable());
        for row in 0..batch.rows() {
            let skip = selected.as_mut().is_some_and(|rows| rows.next_if_eq(&(row as u32)).is_none());
            if !skip {
                self.fill(context, &batch, row, &mut fan)?;
            }
            fan.end_row();
        }
        Ok(Some(batch.with_fan(fan)))
    }
}

impl<'r> ExpandRows<'r> {
    fn fill(&self, context: &Context<'r>, batch: &Batch<'r>, row: usize, fan: &mut Fan<'r>) -> Result<(), Diagnostics> {
        let (position, name) = &self.expand.from;
        let Some(from) = batch.column(*position).node(row, name)? else { return Ok(()) };
        match &self.expand.to {
            None => self.following.slices(context, from, |slice| fan.push(slice)),
            Some((position, name)) => {
                if let Some(to) = batch.column(*position).node(row, name)? {
                    self.following.between(context, from, to, |slice| fan.push(slice));
                }
            }
        }
        Ok(())
    }
}
