//! A pattern that is repeated along a chain of nodes. The inner plan is one repetition; it runs for a batch of chains at once.
//!
//! Chains of one length stand together in a front. What a front leads to is searched before the rest of the front, so that no more
//! than a few batches for each length are held. The rows of the outer plan come in no order.

use super::apply::Inner;
use super::compile::{Compiled, Compiler, Live, position};
use super::memory::Held;
use super::{Batch, Column, Context, Operator, ROWS, Rows};
use crate::diagnose::Diagnostics;
use crate::plan::{self, ApplyKind, Lengths, Plan};
use crate::text::Name;
use crate::value::{NodeId, RelationshipId, Value};

#[derive(Debug)]
struct Repeat {
    outer: Box<dyn Operator>,
    inner: Inner,
    /// The columns of the outer rows that are still read.
    keep: Vec<usize>,
    /// The node that chains begin at.
    from: (usize, Name),
    /// The bound node that they lead to.
    to: Option<(usize, Name)>,
    lengths: Lengths,
    back: bool,
    /// Columns of the inner plan: the relationships, what is listed, and the last node.
    relationships: Vec<usize>,
    lists: Vec<usize>,
    exit: (usize, Name),
    /// Whether the list of relationships is read.
    trail: bool,
    /// Whether the node at the end is new and read.
    node: bool,
}

/// The outer columns that a repetition reads beside those of its inner plan.
pub fn reads(kind: &ApplyKind) -> Live {
    let ApplyKind::Repeat(repeat) = kind else { return Live::new() };
    std::iter::once(&repeat.from).chain(repeat.into.then_some(&repeat.to)).cloned().collect()
}

/// Compiles a repetition.
pub fn compile(
    compiler: &mut Compiler,
    outer: Compiled,
    inner: &Plan,
    repeat: &plan::Repeat,
    live: &Live,
) -> Result<Compiled, Diagnostics> {
    let lists: Vec<&(Name, Name)> = repeat.lists.iter().filter(|(_, list)| live.contains(list)).collect();
    let mut wanted: Live = repeat.relationships.iter().chain(lists.iter().map(|(inner, _)| inner)).cloned().collect();
    wanted.insert(Name::clone(&repeat.exit));
    let mut seen = outer.layout.clone();
    seen.extend([Name::clone(&repeat.enter)]);
    let (compiled, row) = compiler.inner(inner, &seen, &wanted)?;
    wanted.extend(row.clone());
    let compiled = compiled.multiplied(&wanted);
    let of_inner = |name: &Name| position(&compiled.layout, name, "Repeat");
    let relationships = repeat.relationships.iter().map(of_inner).collect::<Result<_, _>>()?;
    let listed = lists.iter().map(|(inner, _)| of_inner(inner)).collect::<Result<_, _>>()?;
    let exit = (of_inner(&repeat.exit)?, Name::clone(&repeat.exit));
    let bound = |name: &Name| Ok::<_, Diagnostics>((position(&outer.layout, name, "Repeat")?, Name::clone(name)));
    let from = bound(&repeat.from)?;
    let to = if repeat.into { Some(bound(&repeat.to)?) } else { None };
    let keep = outer.keep(live);
    let mut layout = outer.kept(&keep);
    let (trail, node) = (live.contains(&repeat.trail), !repeat.into && live.contains(&repeat.to));
    layout.extend(trail.then(|| Name::clone(&repeat.trail)));
    layout.extend(lists.iter().map(|(_, list)| Name::clone(list)));
    layout.extend(node.then(|| Name::clone(&repeat.to)));
    let inner = Inner::new(compiled, row.as_ref());
    let (outer, lengths, back) = (outer.operator, repeat.lengths, repeat.back);
    Ok(Compiled::new(Repeat { outer, inner, keep, from, to, lengths, back, relationships, lists: listed, exit, trail, node }, layout))
}

/// Chains of the same length. What they are made of stands row by row.
struct Front<'r> {
    length: u64,
    /// The outer rows.
    origins: Vec<u32>,
    /// The last nodes.
    ends: Vec<NodeId>,
    /// The relationships of each chain, one chain after the other.
    trails: Vec<RelationshipId>,
    /// What is listed of each chain, one chain after the other.
    lists: Vec<Vec<Value>>,
    held: Held<'r>,
}

impl<'r> Front<'r> {
    fn new(length: u64, lists: usize, context: &Context<'r>) -> Self {
        let lists = vec![Vec::new(); lists];
        Self { length, origins: Vec::new(), ends: Vec::new(), trails: Vec::new(), lists, held: Held::new(context.guard) }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    /// The part of a row in values that stand row by row.
    fn part<'v, T>(&self, all: &'v [T], row: usize) -> &'v [T] {
        let width = all.len() / self.len().max(1);
        &all[row * width..(row + 1) * width]
    }

    /// Adds the chains of `before` that are longer by an inner row and use no relationship twice.
    fn lengthen(&mut self, before: &Self, inner: &Batch<'_>, repeat: &Repeat) -> Result<(), Diagnostics> {
        let mut step = Vec::with_capacity(repeat.relationships.len());
        for at in 0..inner.rows() {
            let Some(row) = repeat.inner.row.map(|column| inner.column(column).index(at)) else { return Ok(()) };
            let trail = before.part(&before.trails, row);
            step.clear();
            for &column in &repeat.relationships {
                if let Value::Relationship(relationship) = inner.column(column).value(at) {
                    step.push(relationship);
                }
            }
            let Some(end) = inner.column(repeat.exit.0).node(at, &repeat.exit.1)? else { continue };
            if step.iter().any(|relationship| trail.contains(relationship)) {
                continue;
            }
            let listed = self.lists.len() * before.length as usize + self.lists.len();
            self.held.grow(((trail.len() + step.len()) * size_of::<RelationshipId>() + (listed + 1) * size_of::<Value>()) as u64)?;
            self.origins.push(before.origins[row]);
            self.ends.push(end);
            self.trails.extend_from_slice(trail);
            self.trails.extend_from_slice(&step);
            for ((list, old), &column) in self.lists.iter_mut().zip(&before.lists).zip(&repeat.lists) {
                list.extend_from_slice(before.part(old, row));
                list.push(inner.column(column).value(at));
            }
        }
        Ok(())
    }
}

/// A front whose repetitions are being read.
struct Running<'r> {
    front: Front<'r>,
    /// None when all were read.
    inner: Option<Box<dyn Rows<'r> + 'r>>,
    /// What was read and did not fit.
    waiting: Option<Batch<'r>>,
}

impl<'r> Running<'r> {
    /// The next chains that are longer by one repetition; none at the end.
    fn next(&mut self, repeat: &Repeat, context: &Context<'r>) -> Result<Option<Front<'r>>, Diagnostics> {
        let mut longer = Front::new(self.front.length + 1, repeat.lists.len(), context);
        loop {
            let batch = match (self.waiting.take(), &mut self.inner) {
                (Some(batch), _) => batch,
                (None, None) => break,
                (None, Some(inner)) => {
                    let Some(batch) = inner.next(context)? else {
                        self.inner = None;
                        break;
                    };
                    batch.compact()
                }
            };
            context.guard.check()?;
            if longer.len() > 0 && longer.len() + batch.rows() > ROWS {
                self.waiting = Some(batch);
                break;
            }
            longer.lengthen(&self.front, &batch, repeat)?;
        }
        Ok(Some(longer).filter(|longer| longer.len() > 0))
    }

    fn is_done(&self) -> bool {
        self.inner.is_none() && self.waiting.is_none()
    }
}

struct RepeatRows<'r> {
    repeat: &'r Repeat,
    outer: Box<dyn Rows<'r> + 'r>,
    /// The outer rows of the fronts.
    batch: Batch<'r>,
    /// The longest chains last.
    running: Vec<Running<'r>>,
}

impl Operator for Repeat {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let outer = self.outer.start(context, argument)?;
        Ok(Box::new(RepeatRows { repeat: self, outer, batch: Batch::default(), running: Vec::new() }))
    }
}

impl<'r> Rows<'r> for RepeatRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            let front = if let Some(running) = self.running.last_mut() {
                let front = running.next(self.repeat, context)?;
                if running.is_done() {
                    self.running.pop();
                }
                front
            } else {
                let Some(batch) = self.outer.next(context)? else { return Ok(None) };
                self.batch = batch.compact();
                Some(self.first(context)?)
            };
            let Some(front) = front else { continue };
            let found = if front.length >= self.repeat.lengths.min { self.found(&front, context)? } else { Batch::default() };
            if front.len() > 0 && self.repeat.lengths.max.is_none_or(|max| front.length < max) {
                let all: Vec<usize> = (0..self.batch.columns().len()).collect();
                let argument = self.batch.widen(&all, &front.origins, [Column::nodes(front.ends.clone())]);
                let inner = Some(self.repeat.inner.start(context, &argument)?);
                self.running.push(Running { front, inner, waiting: None });
            }
            if !found.is_empty() {
                return Ok(Some(found));
            }
        }
    }
}

impl<'r> RepeatRows<'r> {
    /// The chains without repetition: one for each outer row whose ends are there.
    fn first(&self, context: &Context<'r>) -> Result<Front<'r>, Diagnostics> {
        let mut front = Front::new(0, self.repeat.lists.len(), context);
        for row in 0..self.batch.rows() {
            let end = |(column, name): &(usize, Name)| self.batch.column(*column).node(row, name);
            let there = match &self.repeat.to {
                None => true,
                Some(to) => end(to)?.is_some(),
            };
            if let (true, Some(from)) = (there, end(&self.repeat.from)?) {
                front.origins.push(row as u32);
                front.ends.push(from);
            }
        }
        Ok(front)
    }

    /// The rows of the chains that lead where they shall.
    fn found(&self, front: &Front<'r>, context: &Context<'r>) -> Result<Batch<'r>, Diagnostics> {
        let repeat = self.repeat;
        let rows: Vec<usize> = match &repeat.to {
            None => (0..front.len()).collect(),
            Some((column, name)) => {
                let mut rows = Vec::new();
                for (row, &origin) in front.origins.iter().enumerate() {
                    if self.batch.column(*column).node(origin as usize, name)? == Some(front.ends[row]) {
                        rows.push(row);
                    }
                }
                rows
            }
        };
        let mut held = Held::new(context.guard);
        held.grow((rows.len() * front.length as usize * size_of::<Value>() * (front.lists.len() + usize::from(repeat.trail))) as u64)?;
        let mut more = Vec::new();
        if repeat.trail {
            let list =
                |&row: &usize| in_order(front.part(&front.trails, row), repeat.relationships.len(), repeat.back, Value::Relationship);
            more.push(Column::values(rows.iter().map(list).collect()));
        }
        for list in &front.lists {
            let list = |&row: &usize| in_order(front.part(list, row), 1, repeat.back, |value| value);
            more.push(Column::values(rows.iter().map(list).collect()));
        }
        if repeat.node {
            more.push(Column::nodes(rows.iter().map(|&row| front.ends[row]).collect()));
        }
        let origins: Vec<u32> = rows.iter().map(|&row| front.origins[row]).collect();
        Ok(self.batch.widen(&repeat.keep, &origins, more))
    }
}

/// What was found, as a list in the order of the pattern; each repetition gives `width` items.
fn in_order<T: Clone>(found: &[T], width: usize, back: bool, value: impl Fn(T) -> Value) -> Value {
    let steps = found.chunks(width.max(1));
    let items: Vec<T> = if back { steps.rev().flatten().cloned().collect() } else { steps.flatten().cloned().collect() };
    Value::list(items.into_iter().map(value).collect::<Vec<_>>())
}
