//! Groups of rows, and what is computed of each group. Within a subquery rows are grouped per outer row.

use super::aggregate_fold::{Fold, Take};
use super::chunks::Chunks;
use super::compile::{Compiled, Compiler, FanColumns, Live, programs, reads};
use super::groups::Groups;
use super::table::Table;
use super::{Batch, Column, Context, Layout, Operator, Rows, expression};
use crate::diagnose::Diagnostics;
use crate::plan::{self, Expr, ExprKind, Item, Plan};
use crate::text::Name;

#[derive(Debug)]
struct Aggregate {
    input: Box<dyn Operator>,
    keys: Vec<expression::Program>,
    /// The column with the number of the outer row.
    row: Option<usize>,
    takes: Vec<Take>,
}

/// Compiles an aggregate. Counts take the fan of its input as it is.
pub fn compile(
    compiler: &mut Compiler,
    input: &Plan,
    keys: &[Item],
    aggregates: &[(Name, plan::Aggregate)],
    live: &Live,
) -> Result<Compiled, Diagnostics> {
    let row = compiler.row().cloned();
    let aggregates: Vec<&(Name, plan::Aggregate)> = aggregates.iter().filter(|(name, _)| live.contains(name)).collect();
    let mut wanted: Live = reads(keys.iter().map(|key| &key.value));
    wanted.extend(row.clone());
    let arguments = reads(aggregates.iter().flat_map(|(_, aggregate)| &aggregate.arguments));
    let all: Live = wanted.union(&arguments).cloned().collect();
    let plan = input;
    let mut input = compiler.plan(plan, &all)?;
    if input.fan.as_ref().is_some_and(|fan| !takes_fan(fan, &wanted, &aggregates, keys.is_empty() && row.is_none())) {
        input = input.multiplied(&all);
    }
    let programs = programs(keys.iter().map(|key| &key.value), &input.layout)?;
    let fan = input.fan.clone().unwrap_or_default();
    let nodes = if keys.is_empty() && row.is_none() { nodes(plan) } else { Live::new() };
    let takes = aggregates.iter().map(|(_, aggregate)| Take::new(aggregate, &input.layout, &fan, &nodes)).collect::<Result<_, _>>()?;
    let position = row.as_ref().and_then(|row| input.layout.position(row));
    let names = row.into_iter().chain(keys.iter().map(|key| Name::clone(&key.variable)));
    let layout = Layout::new(names.chain(aggregates.iter().map(|(name, _)| Name::clone(name))));
    Ok(Compiled::new(Aggregate { input: input.operator, keys: programs, row: position, takes }, layout))
}

/// The columns of a plan that hold nodes or null, as it says itself.
fn nodes(plan: &Plan) -> Live {
    let mut found = Live::new();
    plan.visit(&mut |operator| {
        found.extend(match operator {
            Plan::Scan { variable, .. } | Plan::Seek { variable, .. } => Some(Name::clone(variable)),
            Plan::Expand { hop, .. } | Plan::ExpandPath { hop, .. } | Plan::Reach { hop, .. } | Plan::Intersect { hops: [hop, _], .. } => {
                Some(Name::clone(&hop.to))
            }
            _ => None,
        });
    });
    found
}

/// Whether all aggregates can be computed without multiplying out the fan: they count its entries, or its distinct nodes
/// where there is only one group, and nothing else looks at its columns.
fn takes_fan(fan: &FanColumns, keys: &Live, aggregates: &[&(Name, plan::Aggregate)], one_group: bool) -> bool {
    let counts = |aggregate: &plan::Aggregate| match (&aggregate.function, &aggregate.arguments[..]) {
        (None, _) => true,
        (Some(function), [Expr { kind: ExprKind::Variable(name), .. }]) if function.name == "count" => {
            if aggregate.distinct {
                one_group && fan.node.as_ref() == Some(name)
            } else {
                fan.contains(name)
            }
        }
        _ => false,
    };
    !keys.iter().any(|name| fan.contains(name)) && aggregates.iter().all(|(_, aggregate)| counts(aggregate))
}

struct AggregateRows<'r> {
    aggregate: &'r Aggregate,
    input: Box<dyn Rows<'r> + 'r>,
    /// How many rows the enclosing apply gives.
    outer: usize,
    result: Option<Chunks<'r>>,
}

impl Operator for Aggregate {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let input = self.input.start(context, argument)?;
        Ok(Box::new(AggregateRows { aggregate: self, input, outer: argument.rows(), result: None }))
    }
}

impl<'r> Rows<'r> for AggregateRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        if self.result.is_none() {
            self.result = Some(self.aggregate(context)?);
        }
        Ok(self.result.as_mut().and_then(Chunks::next))
    }
}

impl<'r> AggregateRows<'r> {
    /// Reads the whole input. There may be as many of this frame as the plan is deep, so that all else is done elsewhere.
    fn aggregate(&mut self, context: &Context<'r>) -> Result<Chunks<'r>, Diagnostics> {
        let mut state = State::new(self.aggregate, self.outer, context)?;
        while let Some(batch) = self.input.next(context)? {
            state.take(&batch, context)?;
        }
        state.finish(context)
    }
}

/// The groups so far.
struct State<'r> {
    aggregate: &'r Aggregate,
    groups: Groups<'r>,
    folds: Vec<Fold<'r>>,
    /// Without keys there is a group for each outer row, whether or not it has rows: so many.
    fixed: Option<usize>,
    /// The group of each row of a batch; kept for its memory.
    numbers: Vec<u32>,
}

impl<'r> State<'r> {
    fn new(aggregate: &'r Aggregate, outer: usize, context: &Context<'r>) -> Result<Box<Self>, Diagnostics> {
        let width = aggregate.keys.len() + usize::from(aggregate.row.is_some());
        let mut folds: Vec<Fold<'r>> = aggregate.takes.iter().map(|take| Fold::new(take, context)).collect();
        let fixed = aggregate.keys.is_empty().then(|| if aggregate.row.is_some() { outer } else { 1 });
        for fold in &mut folds {
            fold.grow(fixed.unwrap_or(0))?;
        }
        Ok(Box::new(Self { aggregate, groups: Groups::new(width, context), folds, fixed, numbers: Vec::new() }))
    }

    fn take(&mut self, batch: &Batch<'r>, context: &Context<'r>) -> Result<(), Diagnostics> {
        let mut keys: Vec<Column> = self.aggregate.row.iter().map(|&row| batch.column(row).clone()).collect();
        for program in &self.aggregate.keys {
            keys.push(program.evaluate(batch, context)?);
        }
        match (self.fixed, &keys[..]) {
            (Some(_), [row]) => {
                self.numbers.clear();
                self.numbers.extend(batch.positions().map(|at| row.index(at) as u32));
            }
            (Some(_), _) => {
                self.numbers.clear();
                self.numbers.resize(batch.len(), 0);
            }
            (None, keys) => assign(&mut self.groups, batch, keys, &mut self.numbers)?,
        }
        for fold in &mut self.folds {
            fold.grow(self.fixed.unwrap_or(self.groups.len()))?;
            fold.take(batch, &self.numbers, context)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, context: &Context<'r>) -> Result<Chunks<'r>, Diagnostics> {
        let Self { aggregate, groups, folds, fixed, .. } = *self;
        let count = fixed.unwrap_or(groups.len());
        let (rows, held) = match fixed {
            Some(outer) => numbered(outer, aggregate.row.is_some(), context)?,
            None => groups.finish(),
        };
        let mut columns = Vec::with_capacity(folds.len());
        for fold in folds {
            columns.push(fold.finish(context)?);
        }
        let rows = rows.extend(columns);
        debug_assert_eq!(rows.rows(), count);
        let keep = (0..rows.columns().len()).collect();
        Ok(Chunks::new((rows, held), keep, None))
    }
}

/// The groups of the rows of a batch; of a batch with a fan only rows that have entries belong to a group.
fn assign(groups: &mut Groups<'_>, batch: &Batch<'_>, keys: &[Column], numbers: &mut Vec<u32>) -> Result<(), Diagnostics> {
    let columns: Vec<&Column> = keys.iter().collect();
    let Some(fan) = batch.fan() else {
        return Ok(groups.assign(&columns, batch.positions(), numbers)?);
    };
    let rows: Vec<usize> = batch.positions().filter(|&row| fan.count(row) > 0).collect();
    let mut found = Vec::new();
    groups.assign(&columns, rows.iter().copied(), &mut found)?;
    numbers.clear();
    let mut found = rows.iter().zip(found).peekable();
    numbers.extend(batch.positions().map(|row| found.next_if(|(at, _)| **at == row).map_or(u32::MAX, |(_, number)| number)));
    Ok(())
}

/// A row for each outer row, with its number if there are outer rows.
fn numbered<'r>(outer: usize, rows: bool, context: &Context<'r>) -> Result<(Batch<'r>, super::memory::Held<'r>), Diagnostics> {
    let mut table = Table::new(usize::from(rows), context);
    if rows {
        let numbers = Column::integers((0..outer as i64).collect());
        table.append_columns(&[&numbers], &(0..outer))?;
    } else {
        table.append_columns(&[], &(0..outer))?;
    }
    Ok(table.finish())
}
