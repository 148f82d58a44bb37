//! One aggregate over all groups.

use super::compile::{FanColumns, Live, programs};
use super::expression::{self, Fault};
use super::groups::Groups;
use super::memory::Held;
use super::{Batch, Column, Context, Layout, Validity, Vector};
use crate::diagnose::Diagnostics;
use crate::function::{self, Accumulator, AggregateFunction, Failure};
use crate::limit::Exceeded;
use crate::plan::{self, Expr, ExprKind};
use crate::text::Place;
use crate::value::{NodeId, Value};

/// An aggregate, compiled.
#[derive(Debug)]
pub enum Take {
    /// `count(*)`, or the count of a column of the fan: each row counts.
    Rows,
    /// The distinct nodes over all rows in one group: those of the fan, or of a column.
    Nodes(Option<expression::Program>),
    /// A function of arguments.
    Function {
        /// The function; none is `count`.
        function: Option<&'static AggregateFunction>,
        /// Whether equivalent arguments count once.
        distinct: bool,
        /// Its arguments.
        arguments: Vec<expression::Program>,
        /// Where the first stands, for errors.
        place: Place,
    },
}

impl Take {
    /// Compiles an aggregate over an input with a fan that it can take. `nodes` are columns whose distinct values can be marked:
    /// they hold nodes, and all rows are one group.
    pub fn new(aggregate: &plan::Aggregate, layout: &Layout, fan: &FanColumns, nodes: &Live) -> Result<Self, Diagnostics> {
        let Some(function) = aggregate.function else { return Ok(Self::Rows) };
        let count = function.name == "count";
        if let [Expr { kind: ExprKind::Variable(name), .. }] = &aggregate.arguments[..]
            && count
            && fan.contains(name)
        {
            return Ok(if aggregate.distinct { Self::Nodes(None) } else { Self::Rows });
        }
        let mut arguments = programs(&aggregate.arguments, layout)?;
        if let [Expr { kind: ExprKind::Variable(name), .. }] = &aggregate.arguments[..]
            && count
            && aggregate.distinct
            && nodes.contains(name)
        {
            return Ok(Self::Nodes(arguments.pop()));
        }
        let place = aggregate.arguments.first().map(|argument| argument.place).unwrap_or_default();
        Ok(Self::Function { function: (!count).then_some(function), distinct: aggregate.distinct, arguments, place })
    }

    /// A failure with the place of the argument.
    fn error(&self, failure: Failure) -> expression::Error {
        let place = if let Self::Function { place, .. } = self { *place } else { Place::default() };
        expression::Error { fault: Fault::Failure(failure), place }
    }
}

/// The state of an aggregate for all groups.
#[derive(Debug)]
pub struct Fold<'r> {
    take: &'r Take,
    states: States,
    /// The distinct arguments, with their group in front.
    distinct: Option<Groups<'r>>,
    held: Held<'r>,
}

#[derive(Debug)]
enum States {
    Counts(Vec<i64>),
    /// A bit for each node that was seen.
    Nodes(Vec<u64>),
    Functions(&'static AggregateFunction, Vec<Box<dyn Accumulator>>),
}

/// What an accumulator takes, roughly, before it keeps values, for which it asks itself.
const STATE_BYTES: u64 = 64;

impl<'r> Fold<'r> {
    /// No groups yet.
    pub fn new(take: &'r Take, context: &Context<'r>) -> Self {
        let (states, distinct) = match take {
            Take::Rows => (States::Counts(Vec::new()), None),
            Take::Nodes(_) => (States::Nodes(Vec::new()), None),
            Take::Function { function, distinct, arguments, .. } => {
                let states = function.map_or_else(|| States::Counts(Vec::new()), |function| States::Functions(function, Vec::new()));
                (states, distinct.then(|| Groups::new(arguments.len() + 1, context)))
            }
        };
        Self { take, states, distinct, held: Held::new(context.guard) }
    }

    /// Makes room for `groups` groups.
    pub fn grow(&mut self, groups: usize) -> Result<(), Exceeded> {
        match &mut self.states {
            States::Counts(counts) => {
                self.held.grow(8 * groups.saturating_sub(counts.len()) as u64)?;
                counts.resize(groups.max(counts.len()), 0);
            }
            States::Functions(function, states) => {
                self.held.grow(STATE_BYTES * groups.saturating_sub(states.len()) as u64)?;
                states.resize_with(groups.max(states.len()), || (function.start)());
            }
            States::Nodes(_) => {}
        }
        Ok(())
    }

    /// Takes in a batch. `groups` names the group of each selected row, `u32::MAX` for none.
    pub fn take(&mut self, batch: &Batch<'r>, groups: &[u32], context: &Context<'r>) -> Result<(), Diagnostics> {
        match (self.take, &mut self.states) {
            (Take::Rows, States::Counts(counts)) => count_rows(batch, groups, counts),
            (Take::Nodes(of), States::Nodes(seen)) => {
                // A statement that writes may have made nodes since the last batch.
                let words = (context.graph().node_bound() as usize).div_ceil(64);
                if seen.len() < words {
                    self.held.grow(8 * (words - seen.len()) as u64)?;
                    seen.resize(words, 0);
                }
                mark_nodes(batch, of.as_ref(), seen, context)?;
            }
            (Take::Function { arguments, .. }, _) => self.take_arguments(batch, arguments, groups, context)?,
            _ => {}
        }
        Ok(())
    }

    fn take_arguments(
        &mut self,
        batch: &Batch<'r>,
        programs: &[expression::Program],
        groups: &[u32],
        context: &Context<'r>,
    ) -> Result<(), Diagnostics> {
        let arguments = programs.iter().map(|program| program.evaluate(batch, context)).collect::<Result<Vec<_>, _>>()?;
        let Some(first) = arguments.first() else { return Ok(()) };
        if let (States::Functions(_, states), None, None) = (&mut self.states, &self.distinct, batch.selection())
            && let ([state], [Column::Integer(Vector { values, validity: Validity::All })]) = (&mut states[..], &arguments[..])
            && state.add_integers(values)
        {
            return Ok(());
        }
        // Nulls are passed over.
        let mut rows: Vec<(usize, u32)> = batch.positions().zip(groups.iter().copied()).filter(|&(row, _)| !first.is_null(row)).collect();
        if let Some(distinct) = &mut self.distinct {
            rows = new_rows(distinct, &arguments, batch.rows(), rows)?;
        }
        match &mut self.states {
            States::Counts(counts) => rows.iter().for_each(|&(_, group)| counts[group as usize] += 1),
            States::Functions(_, states) => {
                let context = function::Context { graph: context.graph(), guard: context.guard };
                let mut values: Vec<Value> = Vec::with_capacity(arguments.len());
                for (row, group) in rows {
                    values.clear();
                    values.extend(arguments.iter().map(|column| column.value(row)));
                    states[group as usize].add(&context, &values).map_err(|failure| self.take.error(failure))?;
                }
            }
            States::Nodes(_) => {}
        }
        Ok(())
    }

    /// The value of each group.
    pub fn finish(self, context: &Context<'r>) -> Result<Column, Diagnostics> {
        Ok(match self.states {
            States::Counts(counts) => Column::integers(counts),
            States::Nodes(seen) => Column::integers(vec![seen.iter().map(|bits| i64::from(bits.count_ones())).sum()]),
            States::Functions(_, states) => {
                let context = function::Context { graph: context.graph(), guard: context.guard };
                let values = states.into_iter().map(|state| state.finish(&context));
                Column::values(values.collect::<Result<_, _>>().map_err(|failure| self.take.error(failure))?)
            }
        })
    }
}

fn count_rows(batch: &Batch<'_>, groups: &[u32], counts: &mut [i64]) {
    match batch.fan() {
        // One group takes all.
        _ if counts.len() == 1 && groups.iter().all(|&group| group == 0) => counts[0] += batch.count() as i64,
        None => groups.iter().for_each(|&group| counts[group as usize] += 1),
        Some(fan) => {
            for (row, &group) in batch.positions().zip(groups).filter(|&(_, &group)| group != u32::MAX) {
                counts[group as usize] += fan.count(row) as i64;
            }
        }
    }
}

/// Sets the bit of each node of a column, or of the fan.
fn mark_nodes(batch: &Batch<'_>, of: Option<&expression::Program>, seen: &mut [u64], context: &Context<'_>) -> Result<(), Diagnostics> {
    let mut mark = |node: NodeId| seen[node.0 as usize / 64] |= 1 << (node.0 % 64);
    match (of, batch.fan()) {
        (None, None) => {}
        (None, Some(fan)) => batch.positions().flat_map(|row| fan.row(row)).flat_map(|slice| slice.nodes).for_each(|&node| mark(node)),
        (Some(program), _) => match program.evaluate(batch, context)? {
            Column::Node(nodes) => batch.positions().filter_map(|row| nodes.get(row)).for_each(|&node| mark(node)),
            other => batch.positions().for_each(|row| {
                if let Value::Node(node) = other.value(row) {
                    mark(node);
                }
            }),
        },
    }
    Ok(())
}

/// Those of the rows, each with its group, whose arguments are new in their group.
fn new_rows(
    distinct: &mut Groups<'_>,
    arguments: &[Column],
    length: usize,
    rows: Vec<(usize, u32)>,
) -> Result<Vec<(usize, u32)>, Exceeded> {
    let mut group_of = vec![0; length];
    for &(row, group) in &rows {
        group_of[row] = i64::from(group);
    }
    let group_of = Column::integers(group_of);
    let columns: Vec<&Column> = std::iter::once(&group_of).chain(arguments).collect();
    let mut known = distinct.len() as u32;
    let mut numbers = Vec::new();
    let positions: Vec<usize> = rows.iter().map(|&(row, _)| row).collect();
    distinct.assign(&columns, positions.into_iter(), &mut numbers)?;
    let is_new = |&number: &u32| {
        let new = number == known;
        known += u32::from(new);
        new
    };
    let new: Vec<bool> = numbers.iter().map(is_new).collect();
    Ok(rows.into_iter().zip(new).filter_map(|(row, new)| new.then_some(row)).collect())
}
