//! Subqueries of which one value per outer row is wanted: whether there are rows, how many, or a list of them.

use super::apply::Inner;
use super::compile::{Compiled, Compiler, Live, position};
use super::memory::Held;
use super::{Batch, Column, Context, Operator, Rows};
use crate::diagnose::Diagnostics;
use crate::function;
use crate::plan::{ApplyKind, Plan};
use crate::text::Name;
use crate::value::{Value, bytes_beyond};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Semi,
    Anti,
    Mark,
    Count,
    /// With the position of the item in the inner rows.
    Collect(usize),
    /// With the position of the item in the outer rows.
    CollectOuter(usize),
}

#[derive(Debug)]
struct Apply {
    outer: Box<dyn Operator>,
    inner: Inner,
    kind: Kind,
    /// Whether each outer row is run by itself.
    stepwise: bool,
}

/// Compiles an apply of one of these kinds.
pub fn compile(compiler: &mut Compiler, outer: Compiled, inner: &Plan, kind: &ApplyKind) -> Result<Compiled, Diagnostics> {
    let item = match kind {
        ApplyKind::Collect { item, .. } => Live::from([Name::clone(item)]),
        _ => Live::new(),
    };
    let (mut compiled, row) = compiler.inner(inner, &outer.layout, &item)?;
    if !item.is_empty() {
        let wanted = item.into_iter().chain(row.clone()).collect();
        compiled = compiled.multiplied(&wanted);
    }
    let stepwise = is_searching(inner);
    let mut layout = outer.layout;
    let (kind, new) = match kind {
        // Kinds that give rows, and those that write, are compiled elsewhere.
        ApplyKind::Semi | ApplyKind::Rows | ApplyKind::Optional | ApplyKind::Each | ApplyKind::Merge(_) | ApplyKind::Repeat(_) => {
            (Kind::Semi, None)
        }
        ApplyKind::Anti => (Kind::Anti, None),
        ApplyKind::Mark(variable) => (Kind::Mark, Some(variable)),
        ApplyKind::Count(variable) => (Kind::Count, Some(variable)),
        ApplyKind::Collect { variable, item } => match compiled.layout.position(item) {
            Some(position) => (Kind::Collect(position), Some(variable)),
            None => (Kind::CollectOuter(position(&layout, item, "Apply")?), Some(variable)),
        },
    };
    layout.extend(new.cloned());
    let inner = Inner::new(compiled, row.as_ref());
    Ok(Compiled::new(Apply { outer: outer.operator, inner, kind, stepwise }, layout))
}

/// Whether the first row of a plan may come long before its last, and beginning anew costs little: then it is better to stop
/// at the first row of each outer one than to run for many at once.
fn is_searching(inner: &Plan) -> bool {
    let (mut searches, mut keeps) = (false, false);
    inner.visit(&mut |operator| {
        let repeats = matches!(operator, Plan::Apply { kind: ApplyKind::Repeat(_), .. });
        searches |= repeats
            || matches!(
                operator,
                Plan::ExpandPath { .. } | Plan::Reach { .. } | Plan::Scan { .. } | Plan::ScanRelationships { .. } | Plan::Unwind { .. }
            );
        keeps |= !repeats && matches!(operator, Plan::Join { .. } | Plan::Product { .. } | Plan::Apply { .. });
    });
    searches && !keeps
}

struct ApplyRows<'r> {
    apply: &'r Apply,
    outer: Box<dyn Rows<'r> + 'r>,
    /// The one value for all outer rows, where the inner plan runs once.
    value: Option<Value>,
    held: Held<'r>,
}

impl Operator for Apply {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let outer = self.outer.start(context, argument)?;
        Ok(Box::new(ApplyRows { apply: self, outer, value: None, held: Held::new(context.guard) }))
    }
}

impl<'r> Rows<'r> for ApplyRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        while let Some(batch) = self.outer.next(context)? {
            let batch = batch.compact();
            if batch.is_empty() {
                continue;
            }
            let batch = if self.apply.inner.row.is_some() { self.per_row(batch, context)? } else { self.once(batch, context)? };
            if !batch.is_empty() {
                return Ok(Some(batch));
            }
        }
        Ok(None)
    }
}

impl<'r> ApplyRows<'r> {
    fn per_row(&mut self, batch: Batch<'r>, context: &Context<'r>) -> Result<Batch<'r>, Diagnostics> {
        let kept = |found: &[bool], wanted: bool| (0..found.len() as u32).filter(|&row| found[row as usize] == wanted).collect();
        Ok(match self.apply.kind {
            Kind::Semi => {
                let found = self.found(&batch, context)?;
                batch.select(kept(&found, true))
            }
            Kind::Anti => {
                let found = self.found(&batch, context)?;
                batch.select(kept(&found, false))
            }
            Kind::Mark => {
                let found = self.found(&batch, context)?;
                batch.extend([Column::booleans(found)])
            }
            Kind::Count => {
                let counts = self.counts(&batch, context)?;
                batch.extend([Column::integers(counts)])
            }
            Kind::Collect(item) => {
                let lists = self.lists(&batch, item, context)?;
                batch.extend([Column::values(lists)])
            }
            Kind::CollectOuter(item) => {
                let counts = self.counts(&batch, context)?;
                let list = |(row, count)| self.repeated(batch.column(item).value(row), count, context);
                let lists = counts.into_iter().enumerate().map(list).collect::<Result<_, _>>()?;
                batch.extend([Column::values(lists)])
            }
        })
    }

    /// For each outer row whether there is an inner one. No more is asked for when there is one for each.
    fn found(&self, batch: &Batch<'r>, context: &Context<'r>) -> Result<Vec<bool>, Diagnostics> {
        let mut found = vec![false; batch.rows()];
        if self.apply.stepwise && found.len() > 1 {
            for row in 0..batch.rows() as u32 {
                let all: Vec<usize> = (0..batch.columns().len()).collect();
                found[row as usize] = self.found(&batch.widen(&all, &[row], []), context)?[0];
            }
            return Ok(found);
        }
        let mut missing = found.len();
        self.each(batch, context, |row, count, _, _| {
            if count > 0 && !found[row] {
                found[row] = true;
                missing -= 1;
            }
            Ok(missing > 0)
        })?;
        Ok(found)
    }

    fn counts(&self, batch: &Batch<'r>, context: &Context<'r>) -> Result<Vec<i64>, Diagnostics> {
        let mut counts = vec![0; batch.rows()];
        self.each(batch, context, |row, count, _, _| {
            counts[row] += count as i64;
            Ok(true)
        })?;
        Ok(counts)
    }

    fn lists(&mut self, batch: &Batch<'r>, item: usize, context: &Context<'r>) -> Result<Vec<Value>, Diagnostics> {
        let mut held = std::mem::replace(&mut self.held, Held::new(context.guard));
        let mut lists = vec![Vec::new(); batch.rows()];
        self.each(batch, context, |row, _, inner, at| {
            let value = inner.column(item).value(at);
            held.grow(size_of::<Value>() as u64 + bytes_beyond(&value))?;
            lists[row].push(value);
            Ok(true)
        })?;
        self.held = held;
        lists.into_iter().map(|list| bounded(Value::list(list), context)).collect()
    }

    /// A list of one value so many times.
    fn repeated(&mut self, value: Value, count: i64, context: &Context<'r>) -> Result<Value, Diagnostics> {
        self.held.grow((count as u64).saturating_mul(size_of::<Value>() as u64 + bytes_beyond(&value)))?;
        bounded(Value::list(vec![value; count as usize]), context)
    }

    /// Runs the inner plan for a batch and calls `take` for each of its rows with the number of the outer row, how many
    /// rows it stands for, and where it is, until that answers no.
    fn each(
        &self,
        batch: &Batch<'r>,
        context: &Context<'r>,
        mut take: impl FnMut(usize, u64, &Batch<'r>, usize) -> Result<bool, Diagnostics>,
    ) -> Result<(), Diagnostics> {
        let mut rows = self.apply.inner.start(context, batch)?;
        while let Some(inner) = rows.next(context)? {
            for at in inner.positions() {
                let row = self.apply.inner.row.map_or(0, |column| inner.column(column).index(at));
                let count = inner.fan().map_or(1, |fan| fan.count(at));
                if !take(row, count, &inner, at)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// All rows get what the inner plan gives without looking at them.
    fn once(&mut self, batch: Batch<'r>, context: &Context<'r>) -> Result<Batch<'r>, Diagnostics> {
        let value = match self.value.take() {
            Some(value) => value,
            None => self.single(context)?,
        };
        let batch = match (self.apply.kind, &value) {
            (Kind::Semi, Value::Boolean(true)) | (Kind::Anti, Value::Boolean(false)) => batch,
            (Kind::Semi | Kind::Anti, _) => batch.select(Vec::new()),
            (Kind::CollectOuter(item), Value::Integer(count)) => {
                let list = |row| self.repeated(batch.column(item).value(row), *count, context);
                let lists = (0..batch.rows()).map(list).collect::<Result<_, _>>()?;
                batch.extend([Column::values(lists)])
            }
            _ => batch.extend([Column::Constant(value.clone())]),
        };
        self.value = Some(value);
        Ok(batch)
    }

    fn single(&mut self, context: &Context<'r>) -> Result<Value, Diagnostics> {
        let unit = Batch::unit();
        Ok(match self.apply.kind {
            Kind::Semi | Kind::Anti | Kind::Mark => Value::Boolean(self.found(&unit, context)?[0]),
            Kind::Count | Kind::CollectOuter(_) => Value::Integer(self.counts(&unit, context)?[0]),
            Kind::Collect(item) => self.lists(&unit, item, context)?.pop().unwrap_or(Value::Null),
        })
    }
}

/// A list that was just made, unless it grows out of all bounds.
fn bounded(list: Value, context: &Context<'_>) -> Result<Value, Diagnostics> {
    Ok(function::Context { graph: context.graph(), guard: context.guard }.bounded(list)?)
}
