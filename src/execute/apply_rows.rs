//! Subqueries whose rows are wanted: beside their outer row, with nulls for an outer row without inner ones if it is kept.

use super::apply::{Inner, inner_columns};
use super::chunks::Chunks;
use super::column::NOWHERE;
use super::compile::{Compiled, Compiler, Live};
use super::pairing::{Kept, Pairing};
use super::table::Table;
use super::{Batch, Column, Context, Operator, Rows};
use crate::diagnose::Diagnostics;
use crate::plan::{ApplyKind, Plan};
use crate::text::Name;

#[derive(Debug)]
struct Apply {
    outer: Box<dyn Operator>,
    inner: Inner,
    outer_keep: Vec<usize>,
    inner_keep: Vec<usize>,
    inner_width: usize,
    /// Whether an outer row without inner ones is kept.
    optional: bool,
    /// Whether the inner rows come in the order of the outer ones. Only unions and repetitions break it.
    ordered: bool,
}

/// Compiles an apply of one of these kinds.
pub fn compile(compiler: &mut Compiler, outer: Compiled, inner: &Plan, kind: &ApplyKind, live: &Live) -> Result<Compiled, Diagnostics> {
    let wanted: Live = inner.columns().into_iter().filter(|name| live.contains(name) && !outer.layout.contains(name)).collect();
    let (compiled, row) = compiler.inner(inner, &outer.layout, &wanted)?;
    let compiled = compiled.multiplied(&wanted.iter().cloned().chain(row.clone()).collect());
    let outer_keep = outer.keep(live);
    let mut layout = outer.kept(&outer_keep);
    let (mut inner_keep, inner_width) = (Vec::new(), compiled.layout.len());
    for (position, name) in inner_columns(&compiled.layout, &outer.layout, &wanted) {
        inner_keep.push(position);
        layout.push(Name::clone(&name));
    }
    let mut ordered = true;
    inner.visit(&mut |operator| ordered &= !matches!(operator, Plan::Union { .. } | Plan::Apply { kind: ApplyKind::Repeat(_), .. }));
    let optional = *kind == ApplyKind::Optional;
    let inner = Inner::new(compiled, row.as_ref());
    Ok(Compiled::new(Apply { outer: outer.operator, inner, outer_keep, inner_keep, inner_width, optional, ordered }, layout))
}

/// Inner rows, in the order of the outer ones.
enum Source<'r> {
    Direct(Box<dyn Rows<'r> + 'r>),
    Sorted(Chunks<'r>),
    /// The same rows for every outer row.
    Shared(Pairing<'r>),
}

/// A batch of outer rows whose inner rows are being read.
struct Running<'r> {
    batch: Batch<'r>,
    inner: Source<'r>,
    /// The first outer row of which no inner row was seen, nor of any after it.
    next: usize,
}

struct ApplyRows<'r> {
    apply: &'r Apply,
    outer: Box<dyn Rows<'r> + 'r>,
    running: Option<Running<'r>>,
    /// The inner rows for all outer rows, where the inner plan runs once.
    shared: Option<Kept<'r>>,
}

impl Operator for Apply {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let outer = self.outer.start(context, argument)?;
        Ok(Box::new(ApplyRows { apply: self, outer, running: None, shared: None }))
    }
}

impl<'r> Rows<'r> for ApplyRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            let Some(mut running) = self.running.take() else {
                let Some(batch) = self.outer.next(context)? else { return Ok(None) };
                let batch = batch.compact();
                if !batch.is_empty() {
                    let inner = self.source(&batch, context)?;
                    self.running = Some(Running { batch, inner, next: 0 });
                }
                continue;
            };
            let inner = match &mut running.inner {
                Source::Direct(rows) => rows.next(context)?,
                Source::Sorted(chunks) => chunks.next(),
                Source::Shared(pairing) => {
                    if let Some(pairs) = self.shared_pairs(pairing) {
                        self.running = Some(running);
                        return Ok(Some(pairs));
                    }
                    if self.shared.as_ref().is_some_and(|kept| !kept.is_empty()) {
                        running.next = running.batch.rows();
                    }
                    None
                }
            };
            let batch = match inner {
                Some(inner) => {
                    let batch = self.apply.pair(&mut running, &inner.compact());
                    self.running = Some(running);
                    batch
                }
                None => self.apply.rest(&running),
            };
            if !batch.is_empty() {
                return Ok(Some(batch));
            }
        }
    }
}

impl<'r> ApplyRows<'r> {
    fn source(&mut self, batch: &Batch<'r>, context: &Context<'r>) -> Result<Source<'r>, Diagnostics> {
        let Some(row) = self.apply.inner.row.filter(|_| !self.apply.ordered) else {
            if self.apply.inner.row.is_none() && batch.rows() > 1 {
                return self.shared(batch, context);
            }
            return Ok(Source::Direct(self.apply.inner.start(context, batch)?));
        };
        let (rows, held) = self.table(batch, context)?.finish();
        let mut order: Vec<u32> = (0..rows.rows() as u32).collect();
        order.sort_by_key(|&at| rows.column(row).index(at as usize));
        Ok(Source::Sorted(Chunks::new((rows, held), (0..self.apply.inner_width).collect(), Some(order))))
    }

    /// The rows of the inner plan, kept.
    fn table(&self, batch: &Batch<'r>, context: &Context<'r>) -> Result<Table<'r>, Diagnostics> {
        let mut rows = self.apply.inner.start(context, batch)?;
        let mut table = Table::new(self.apply.inner_width, context);
        while let Some(inner) = rows.next(context)? {
            table.append(&inner)?;
        }
        Ok(table)
    }

    /// The inner plan looks at no outer row: it runs once, and its rows stand beside each of them.
    fn shared(&mut self, batch: &Batch<'r>, context: &Context<'r>) -> Result<Source<'r>, Diagnostics> {
        if self.shared.is_none() {
            self.shared = Some(Kept::all(self.table(batch, context)?.finish()));
        }
        Ok(Source::Shared(Pairing::new(batch.clone(), vec![0; batch.rows()])))
    }

    fn shared_pairs(&self, pairing: &mut Pairing<'r>) -> Option<Batch<'r>> {
        pairing.next(self.shared.as_ref()?, (&self.apply.outer_keep, &self.apply.inner_keep))
    }
}

impl Apply {
    /// Inner rows beside their outer ones; before them the outer rows that were passed over.
    fn pair<'r>(&self, running: &mut Running<'r>, inner: &Batch<'r>) -> Batch<'r> {
        let (mut origins, mut others) = (Vec::with_capacity(inner.rows()), Vec::with_capacity(inner.rows()));
        for at in 0..inner.rows() {
            let row = self.inner.row.map_or(0, |column| inner.column(column).index(at));
            if self.optional {
                origins.extend(running.next as u32..row as u32);
                others.resize(origins.len(), NOWHERE);
            }
            running.next = row + 1;
            origins.push(row as u32);
            others.push(at as u32);
        }
        let more: Vec<Column> = if others.len() == inner.rows() {
            self.inner_keep.iter().map(|&position| inner.column(position).clone()).collect()
        } else {
            self.inner_keep.iter().map(|&position| inner.column(position).gather_or_null(&others)).collect()
        };
        running.batch.widen(&self.outer_keep, &origins, more)
    }

    /// The outer rows after the last with inner ones.
    fn rest<'r>(&self, running: &Running<'r>) -> Batch<'r> {
        let last = if self.optional { running.batch.rows() } else { running.next };
        let origins: Vec<u32> = (running.next as u32..last as u32).collect();
        let nulls = self.inner_keep.iter().map(|_| Column::Constant(crate::value::Value::Null));
        running.batch.widen(&self.outer_keep, &origins, nulls)
    }
}
