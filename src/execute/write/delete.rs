//! Deleting nodes and relationships.

use super::Writer;
use super::gathered::{Gathered, gather};
use crate::diagnose::Diagnostics;
use crate::execute::compile::{Compiled, Compiler, Live, reads};
use crate::execute::expression::{self, Error};
use crate::execute::{Batch, Context, Operator, Rows};
use crate::function::Failure;
use crate::plan::{Expr, Plan};
use crate::text::Place;
use crate::value::Value;

#[derive(Debug)]
struct Delete {
    input: Box<dyn Operator>,
    entities: Vec<(expression::Program, Place)>,
    detach: bool,
    keep: Vec<usize>,
}

/// Compiles a delete.
pub fn compile(compiler: &mut Compiler, input: &Plan, entities: &[Expr], detach: bool, live: &Live) -> Result<Compiled, Diagnostics> {
    let input = compiler.input(input, live, reads(entities))?;
    let program = |expr: &Expr| Ok::<_, Diagnostics>((expression::Program::compile(expr, &input.layout)?, expr.place));
    let entities = entities.iter().map(program).collect::<Result<_, _>>()?;
    let keep = input.keep(live);
    let layout = input.kept(&keep);
    Ok(Compiled::new(Delete { input: input.operator, entities, detach, keep }, layout))
}

impl Operator for Delete {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let (mut batches, held) = gather(&*self.input, context, argument)?;
        // What is to go is known before anything goes: an expression may look at what another row deletes.
        let mut doomed = Vec::new();
        for batch in &mut batches {
            for (program, place) in &self.entities {
                doomed.push((program.evaluate(batch, context)?, batch.rows(), *place));
            }
            *batch = batch.project(&self.keep);
        }
        let writer = context.writer()?;
        for (column, rows, place) in doomed {
            context.guard.check()?;
            context.guard.reserve(64 * rows as u64)?;
            (0..rows).try_for_each(|row| self.delete(&column.value(row), place, writer))?;
        }
        Ok(Box::new(Gathered::new(batches, held)))
    }
}

impl Delete {
    fn delete(&self, value: &Value, place: Place, writer: &Writer) -> Result<(), Error> {
        let at = |fault| Error::new(fault, place);
        match value {
            Value::Null => Ok(()),
            Value::Node(node) => writer.delete_node(*node, self.detach, place).map_err(at),
            Value::Relationship(relationship) => writer.delete_relationship(*relationship).map_err(at),
            Value::Path(path) => {
                path.relationships.iter().try_for_each(|relationship| writer.delete_relationship(*relationship).map_err(at))?;
                path.nodes.iter().try_for_each(|node| writer.delete_node(*node, self.detach, place).map_err(at))
            }
            other => {
                let found = other.type_of().name();
                Err(Error::new(Failure::Type { function: "DELETE", expected: "a node, a relationship or a path", found }, place))
            }
        }
    }
}
