//! The rows of a procedure.

use std::sync::Arc;

use super::compile::{Compiled, Compiler, Live, programs, reads};
use super::expression::{self, Error};
use super::{Batch, Column, Context, Operator, ROWS, Rows};
use crate::diagnose::Diagnostics;
use crate::function;
use crate::plan::{Expr, Plan};
use crate::procedure::{self, Filled, Procedure};
use crate::text::{Name, Place};

#[derive(Debug)]
struct Call {
    input: Box<dyn Operator>,
    keep: Vec<usize>,
    procedure: Arc<Procedure>,
    arguments: Vec<expression::Program>,
    /// The results that are read, by their positions in the signature.
    yields: Vec<usize>,
    place: Place,
}

/// What is called, and what is taken of it.
type Called<'p> = (&'p Arc<Procedure>, &'p [Expr], &'p [(usize, Name)], Place);

/// Compiles a call.
pub fn compile(compiler: &mut Compiler, input: &Plan, called: Called<'_>, live: &Live) -> Result<Compiled, Diagnostics> {
    let (procedure, arguments, yields, place) = called;
    let input = compiler.input(input, live, reads(arguments))?;
    let keep = input.keep(live);
    let mut layout = input.kept(&keep);
    let read: Vec<&(usize, Name)> = yields.iter().filter(|(_, name)| live.contains(name)).collect();
    layout.extend(read.iter().map(|(_, name)| Name::clone(name)));
    let call = Call {
        keep,
        procedure: Arc::clone(procedure),
        arguments: programs(arguments, &input.layout)?,
        yields: read.iter().map(|(position, _)| *position).collect(),
        place,
        input: input.operator,
    };
    Ok(Compiled::new(call, layout))
}

struct CallRows<'r> {
    call: &'r Call,
    input: Box<dyn Rows<'r> + 'r>,
    /// With the columns of arguments.
    batch: Option<(Batch<'r>, Vec<Column>)>,
    row: usize,
    /// The rows of the current call.
    rows: Option<Box<dyn procedure::Rows + 'r>>,
}

impl Operator for Call {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let input = self.input.start(context, argument)?;
        Ok(Box::new(CallRows { call: self, input, batch: None, row: 0, rows: None }))
    }
}

impl<'r> Rows<'r> for CallRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            if self.batch.is_none() {
                let Some(batch) = self.input.next(context)? else { return Ok(None) };
                let batch = batch.compact();
                let arguments = self.call.arguments.iter().map(|argument| argument.evaluate(&batch, context));
                let arguments = arguments.collect::<Result<Vec<_>, _>>()?;
                self.row = 0;
                self.batch = Some((batch, arguments));
            }
            context.guard.check()?;
            if let Some(batch) = self.part(context).map_err(|error| Error::new(error, self.call.place))? {
                return Ok(Some(batch));
            }
        }
    }
}

impl<'r> CallRows<'r> {
    /// The next rows of the current batch; none when they are done.
    fn part(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, procedure::Error> {
        let Some((batch, arguments)) = &self.batch else { return Ok(None) };
        let width = self.call.procedure.signature.yields.len();
        let mut filled = Filled::new(width, ROWS);
        let mut origins = Vec::new();
        while self.row < batch.rows() && !filled.is_full() {
            let rows = match &mut self.rows {
                Some(rows) => rows,
                none => {
                    let given = arguments.iter().map(|column| column.value(self.row)).collect();
                    let functions = function::Context { graph: context.graph(), guard: context.guard };
                    none.insert(self.call.procedure.call(functions, given)?)
                }
            };
            let before = filled.len();
            rows.fill(&mut filled)?;
            let done = filled.len() == before;
            if done && width == 0 {
                // Called for what it does: the row goes on once.
                filled.push([]);
            } else if width == 0 {
                filled.truncate(before);
            }
            origins.resize(filled.len(), self.row as u32);
            if done {
                self.rows = None;
                self.row += 1;
            }
        }
        let columns = filled.into_columns();
        let results = self.call.yields.iter().map(|&position| Column::typed(columns.get(position).cloned().unwrap_or_default()));
        let part = batch.widen(&self.call.keep, &origins, results);
        if self.row >= batch.rows() {
            self.batch = None;
        }
        Ok((part.rows() > 0).then_some(part))
    }
}
