//! The first rows in order, without keeping all of them.

use super::chunks::Chunks;
use super::compile::{Compiled, Compiler, Live, reads};
use super::limit::{Clause, Count};
use super::sort::{Keys, between};
use super::table::Table;
use super::{Batch, Column, Context, Operator, Rows};
use crate::diagnose::Diagnostics;
use crate::plan::{Expr, Plan, SortKey};

#[derive(Debug)]
struct Top {
    input: Box<dyn Operator>,
    keys: Keys,
    descending: Vec<bool>,
    skip: Option<Count>,
    limit: Count,
    width: usize,
}

/// Compiles a top. Within a subquery it is a sort, a skip and a limit, which count per outer row.
pub fn compile(
    compiler: &mut Compiler,
    input: &Plan,
    keys: &[SortKey],
    (skip, limit): (Option<&Expr>, &Expr),
    live: &Live,
) -> Result<Compiled, Diagnostics> {
    if compiler.row().is_some() {
        let mut compiled = super::sort::compile(compiler, input, keys, live)?;
        if let Some(skip) = skip {
            compiled = super::limit::over(compiler, compiled, Clause::Skip, skip)?;
        }
        return super::limit::over(compiler, compiled, Clause::Limit, limit);
    }
    let input = compiler.input(input, live, reads(keys.iter().map(|key| &key.value)))?;
    let descending = keys.iter().map(|key| key.descending).collect();
    let keys = Keys::new(compiler, keys, &input)?;
    let skip = skip.map(|skip| Count::new(Clause::Skip, skip)).transpose()?;
    let limit = Count::new(Clause::Limit, limit)?;
    let width = input.layout.len();
    Ok(Compiled::new(Top { input: input.operator, keys, descending, skip, limit, width }, input.layout))
}

/// How many more rows than twice the wanted ones are kept before the wanted are chosen anew: the bound is to come soon, since
/// it spares most of the later rows.
const SLACK: usize = 256;

struct TopRows<'r> {
    top: &'r Top,
    input: Box<dyn Rows<'r> + 'r>,
    skip: usize,
    limit: usize,
    chosen: Option<Chunks<'r>>,
}

impl Operator for Top {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let count = |count: &Count| count.evaluate(context).map(|count| usize::try_from(count).unwrap_or(usize::MAX));
        let skip = self.skip.as_ref().map(count).transpose()?.unwrap_or(0);
        let limit = count(&self.limit)?;
        Ok(Box::new(TopRows { top: self, input: self.input.start(context, argument)?, skip, limit, chosen: None }))
    }
}

impl<'r> Rows<'r> for TopRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        if self.limit == 0 {
            return Ok(None);
        }
        if self.chosen.is_none() {
            self.chosen = Some(self.choose(context)?);
        }
        Ok(self.chosen.as_mut().and_then(Chunks::next))
    }
}

impl<'r> TopRows<'r> {
    fn choose(&mut self, context: &Context<'r>) -> Result<Chunks<'r>, Diagnostics> {
        let width = self.top.keys.len() + self.top.width;
        let wanted = self.skip.saturating_add(self.limit);
        let mut table = Table::new(width, context);
        // The row that is last among the wanted: what does not come before it is not kept.
        let mut bound: Option<Batch<'r>> = None;
        while let Some(batch) = self.input.next(context)? {
            let computed = self.top.keys.evaluate(&batch, context)?;
            let columns: Vec<&Column> = computed.iter().chain(batch.columns()).collect();
            let rows: Vec<usize> = batch.positions().filter(|&row| self.top.precedes(&computed, row, bound.as_ref())).collect();
            table.append_columns(&columns, &rows.iter().copied())?;
            if table.len() > wanted.saturating_mul(2).saturating_add(SLACK) {
                let (rows, held) = table.finish();
                let order = self.top.keys.first(&rows, wanted);
                let all: Vec<usize> = (0..width).collect();
                bound = order.last().map(|&last| rows.widen(&all, &[last], []));
                table = Table::new(width, context);
                table.append(&rows.widen(&all, &order, []))?;
                drop(held);
            }
        }
        let (rows, held) = table.finish();
        let mut order = self.top.keys.first(&rows, wanted);
        order.drain(..self.skip.min(order.len()));
        Ok(Chunks::new((rows, held), (self.top.keys.len()..width).collect(), Some(order)))
    }
}

impl Top {
    /// Whether a row comes before the bound; equal rows came later and so do not.
    fn precedes(&self, keys: &[Column], row: usize, bound: Option<&Batch<'_>>) -> bool {
        let Some(bound) = bound else { return true };
        for ((key, last), descending) in keys.iter().zip(bound.columns()).zip(&self.descending) {
            let ordering = between(key, row, last, 0);
            if ordering.is_ne() {
                return ordering.is_lt() != *descending;
            }
        }
        false
    }
}
