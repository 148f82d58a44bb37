//! Computed columns: in place of the input's, or beside them.

use super::compile::{Compiled, Compiler, FanColumns, Live, programs, reads};
use super::memory::Held;
use super::{Batch, Column, Context, Layout, Operator, Rows, expression};
use crate::diagnose::Diagnostics;
use crate::plan::{Item, Plan};
use crate::text::Name;

#[derive(Debug)]
struct Project {
    input: Box<dyn Operator>,
    /// The input's columns that stay, in front.
    keep: Vec<usize>,
    programs: Vec<expression::Program>,
}

/// Compiles a projection: the items that are read, and the number of the outer row.
pub fn compile_project(compiler: &mut Compiler, input: &Plan, items: &[Item], live: &Live) -> Result<Compiled, Diagnostics> {
    let kept = compiler.row().into_iter().cloned().collect();
    compile(compiler, input, items, live, &kept)
}

/// Compiles an extension: the items that are read, beside the input's columns.
pub fn compile_extend(compiler: &mut Compiler, input: &Plan, items: &[Item], live: &Live) -> Result<Compiled, Diagnostics> {
    let mut kept = live.clone();
    kept.retain(|name| items.iter().all(|item| item.variable != *name));
    compile(compiler, input, items, live, &kept)
}

fn compile(compiler: &mut Compiler, input: &Plan, items: &[Item], live: &Live, kept: &Live) -> Result<Compiled, Diagnostics> {
    let wanted = wanted(items, live, kept);
    let input = compiler.plan(input, &wanted)?;
    above(input, items, live, kept, &wanted)
}

/// The columns of the input that are kept, or read by items that are read.
fn wanted(items: &[Item], live: &Live, kept: &Live) -> Live {
    let read = reads(items.iter().filter(|item| live.contains(&item.variable)).map(|item| &item.value));
    kept.iter().cloned().chain(read).collect()
}

/// The projection of a compiled input. There are as many frames of its caller as clauses follow on each other, so that what
/// needs room is done here.
fn above(mut input: Compiled, items: &[Item], live: &Live, kept: &Live, wanted: &Live) -> Result<Compiled, Diagnostics> {
    let items: Vec<&Item> = items.iter().filter(|item| live.contains(&item.variable)).collect();
    // A fan passes through where no item looks at it.
    if input.fan.as_ref().is_some_and(|fan| wanted.iter().any(|name| fan.contains(name))) {
        input = input.multiplied(wanted);
    }
    let programs = programs(items.iter().map(|item| &item.value), &input.layout)?;
    let keep = input.keep(kept);
    let mut layout: Layout = input.kept(&keep);
    layout.extend(items.iter().map(|item| Name::clone(&item.variable)));
    let fan = input.fan.as_ref().map(|_| FanColumns::default());
    Ok(Compiled { operator: Box::new(Project { input: input.operator, keep, programs }), layout, fan })
}

struct ProjectRows<'r> {
    project: &'r Project,
    input: Box<dyn Rows<'r> + 'r>,
}

impl Operator for Project {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        Ok(Box::new(ProjectRows { project: self, input: self.input.start(context, argument)? }))
    }
}

impl<'r> Rows<'r> for ProjectRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        let Some(batch) = self.input.next(context)? else { return Ok(None) };
        let mut columns: Vec<Column> = self.project.keep.iter().map(|&position| batch.column(position).clone()).collect();
        // The columns of one batch are there at once; each by itself was bounded where it was made.
        let mut held = Held::new(context.guard);
        for program in &self.project.programs {
            let column = program.evaluate(&batch, context)?;
            if program.as_column().is_none() {
                held.grow(column.beyond(batch.positions()))?;
            }
            columns.push(column);
        }
        Ok(Some(batch.replace(columns)))
    }
}
