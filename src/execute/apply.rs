//! A subquery for each row of the outer plan. It runs once per batch, with the rows' numbers (see [`super::compile`]).

use super::compile::{Compiled, Compiler, Live, needed_arguments};
use super::write::{each, merge};
use super::{Batch, Column, Context, Layout, Operator};
use super::{apply_rows, apply_value, repeat};
use crate::diagnose::Diagnostics;
use crate::plan::{ApplyKind, Plan};
use crate::text::Name;

/// Compiles an apply.
pub fn compile(compiler: &mut Compiler, outer: &Plan, inner: &Plan, kind: &ApplyKind, live: &Live) -> Result<Compiled, Diagnostics> {
    let outer = compiler.input(outer, live, reads(inner, kind))?;
    match kind {
        ApplyKind::Merge(merge) => merge::compile(compiler, outer, inner, merge, live),
        ApplyKind::Repeat(repeat) => repeat::compile(compiler, outer, inner, repeat, live),
        _ if inner.writes() => each::compile(compiler, outer, inner, kind, live),
        ApplyKind::Rows | ApplyKind::Optional => apply_rows::compile(compiler, outer, inner, kind, live),
        _ => apply_value::compile(compiler, outer, inner, kind),
    }
}

/// The columns of the outer plan that are read. There are as many frames of its caller as subqueries follow on each other, so
/// that what needs room is done here.
fn reads(inner: &Plan, kind: &ApplyKind) -> Live {
    needed_arguments(inner).into_iter().chain(item_of(kind, inner)).chain(merge::reads(kind)).chain(repeat::reads(kind)).collect()
}

/// The outer column that a collect reads, if it reads one.
fn item_of(kind: &ApplyKind, inner: &Plan) -> Option<Name> {
    match kind {
        ApplyKind::Collect { item, .. } if !inner.columns().contains(item) => Some(Name::clone(item)),
        _ => None,
    }
}

/// The columns of the inner plan that the outer one does not have, with their positions.
pub fn inner_columns(inner: &Layout, outer: &Layout, live: &Live) -> Vec<(usize, Name)> {
    let new = |name: &&Name| live.contains(*name) && !outer.contains(name);
    inner.names().iter().enumerate().filter(|(_, name)| new(name)).map(|(position, name)| (position, Name::clone(name))).collect()
}

/// An inner plan.
#[derive(Debug)]
pub struct Inner {
    /// The plan.
    pub operator: Box<dyn Operator>,
    /// Its column with the number of the outer row; none where it runs once for all of them.
    pub row: Option<usize>,
}

impl Inner {
    /// The compiled inner plan.
    pub fn new(compiled: Compiled, row: Option<&Name>) -> Self {
        Self { row: row.and_then(|row| compiled.layout.position(row)), operator: compiled.operator }
    }

    /// Begins a run for the rows of a batch without selection, which get their numbers.
    pub fn start<'r>(&'r self, context: &Context<'r>, outer: &Batch<'r>) -> Result<Box<dyn super::Rows<'r> + 'r>, Diagnostics> {
        if self.row.is_none() {
            return self.operator.start(context, &Batch::unit());
        }
        let numbers = (0..outer.rows() as i64).collect();
        self.operator.start(context, &outer.clone().extend([Column::integers(numbers)]))
    }
}
