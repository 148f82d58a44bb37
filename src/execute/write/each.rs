//! Subqueries that write: the inner plan runs for one outer row after the other, each seeing what those before have done.

use super::gathered::{Gathered, gather};
use super::joined::Joined;
use crate::diagnose::Diagnostics;
use crate::execute::apply::{Inner, inner_columns};
use crate::execute::compile::{Compiled, Compiler, Live};
use crate::execute::{Batch, Context, Operator, Rows, Versions};
use crate::plan::{ApplyKind, Plan};

#[derive(Debug)]
struct Each {
    outer: Box<dyn Operator>,
    inner: Inner,
    outer_keep: Vec<usize>,
    inner_keep: Vec<usize>,
    outcome: Outcome,
}

/// What becomes of an outer row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It is kept as it is.
    Kept,
    /// It is joined with each inner row.
    Joined,
    /// As `Joined`, but where there is no inner row it is kept with nulls.
    Optional,
}

/// Compiles an apply whose inner plan writes.
pub fn compile(compiler: &mut Compiler, outer: Compiled, inner: &Plan, kind: &ApplyKind, live: &Live) -> Result<Compiled, Diagnostics> {
    let outcome = match kind {
        ApplyKind::Rows => Outcome::Joined,
        ApplyKind::Optional => Outcome::Optional,
        _ => Outcome::Kept,
    };
    let columns = if outcome == Outcome::Kept { Vec::new() } else { inner.columns() };
    let wanted: Live = columns.into_iter().filter(|name| live.contains(name) && !outer.layout.contains(name)).collect();
    let (compiled, row) = compiler.inner(inner, &outer.layout, &wanted)?;
    let compiled = compiled.multiplied(&wanted.iter().cloned().chain(row.clone()).collect());
    let outer_keep = outer.keep(live);
    let mut layout = outer.kept(&outer_keep);
    let (inner_keep, names): (Vec<usize>, Vec<_>) = inner_columns(&compiled.layout, &outer.layout, &wanted).into_iter().unzip();
    layout.extend(names);
    let inner = Inner::new(compiled, row.as_ref());
    Ok(Compiled::new(Each { outer: outer.operator, inner, outer_keep, inner_keep, outcome }, layout))
}

impl Operator for Each {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (batches, held) = gather(&*self.outer, context, argument)?;
        let mut joined = Vec::new();
        for batch in batches {
            let mut rows = Joined::new(batch, self.inner_keep.len(), context);
            for row in 0..rows.outer().rows() {
                self.row(row, &mut rows, context)?;
            }
            rows.finish(&self.outer_keep, &mut joined);
        }
        Ok(Box::new(Gathered::new(joined, held)))
    }
}

impl Each {
    /// Runs the inner plan for one outer row.
    fn row(&self, row: usize, joined: &mut Joined<'_, '_>, context: &Context<'_>) -> Result<(), Diagnostics> {
        let writer = context.writer()?;
        let versions = Versions::new(writer);
        let context = context.writing(writer, &versions);
        let one = joined.outer().clone().select(vec![row as u32]).compact();
        let mut rows = self.inner.start(&context, &one)?;
        let mut none = true;
        while let Some(inner) = rows.next(&context)? {
            if self.outcome != Outcome::Kept {
                let inner = inner.compact();
                none &= inner.rows() == 0;
                joined.push(row, &inner.project(&self.inner_keep))?;
            }
        }
        if none && self.outcome != Outcome::Joined {
            joined.push_nulls(row)?;
        }
        Ok(())
    }
}
