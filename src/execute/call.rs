//! The rows of a procedure.

use std::sync::Arc;

use super::calls::{Calls, Recorded};
use super::compile::{Compiled, Compiler, Live, programs, reads};
use super::expression::{self, Error};
use super::{Batch, Column, Context, Operator, ROWS, Rows};
use crate::diagnose::Diagnostics;
use crate::function;
use crate::plan::{Expr, Plan};
use crate::procedure::{self, Filled, Procedure};
use crate::text::{Name, Place};
use crate::value::Value;

#[derive(Debug)]
struct Call {
    input: Box<dyn Operator>,
    keep: Vec<usize>,
    procedure: Arc<Procedure>,
    arguments: Vec<expression::Program>,
    /// Whether they are parameters, of which those may be missing that have a default.
    implicit: bool,
    /// The results that are read, by their positions in the signature.
    yields: Vec<usize>,
    place: Place,
}

/// What is called, and what is taken of it.
type Called<'p> = (&'p Arc<Procedure>, (&'p [Expr], bool), &'p [(usize, Name)], Place);

/// Compiles a call.
pub fn compile(compiler: &mut Compiler, input: &Plan, called: Called<'_>, live: &Live) -> Result<Compiled, Diagnostics> {
    let (procedure, (arguments, implicit), yields, place) = called;
    let input = compiler.input(input, live, reads(arguments))?;
    let keep = input.keep(live);
    let mut layout = input.kept(&keep);
    let read: Vec<&(usize, Name)> = yields.iter().filter(|(_, name)| live.contains(name)).collect();
    layout.extend(read.iter().map(|(_, name)| Name::clone(name)));
    let call = Call {
        keep,
        procedure: Arc::clone(procedure),
        arguments: programs(arguments, &input.layout)?,
        implicit,
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
    batch: Option<(Batch<'r>, Vec<Given>)>,
    row: usize,
    /// The rows of the current call.
    rows: Option<Box<dyn procedure::Rows + 'r>>,
    /// What the current call has given so far, if it is to be kept.
    recorded: Option<Recorded>,
}

/// The rows of a call, and where they are recorded.
type Started<'r> = (Box<dyn procedure::Rows + 'r>, Option<Recorded>);

/// The values of an argument.
enum Given {
    Column(Column),
    /// The default of one that is left out, for every row.
    Default(Value),
}

impl Given {
    fn value(&self, row: usize) -> Value {
        match self {
            Self::Column(column) => column.value(row),
            Self::Default(value) => value.clone(),
        }
    }
}

impl Call {
    /// The arguments for the rows of a batch.
    fn given<'r>(&self, batch: &Batch<'r>, context: &Context<'r>) -> Result<Vec<Given>, Diagnostics> {
        let mut given = Vec::with_capacity(self.arguments.len());
        for (program, argument) in self.arguments.iter().zip(&self.procedure.signature.arguments) {
            let missing = self.implicit && !context.parameters.contains_key(&argument.name);
            given.push(match &argument.default {
                Some(default) if missing => Given::Default(default.clone()),
                _ => Given::Column(program.evaluate(batch, context)?),
            });
        }
        Ok(given)
    }

    /// The rows of one call: those of an equal one that was made before, where one may stand for the other.
    fn rows<'r>(&self, given: Vec<Value>, context: &Context<'r>) -> Result<Started<'r>, procedure::Error> {
        let pure = self.procedure.is_pure();
        if pure && let Some(again) = context.guard.kept().of::<Calls>().find(context.graph(), &self.procedure, &given) {
            return Ok((Box::new(again), None));
        }
        let recorded = pure.then(|| Recorded::new(context.graph(), given.clone(), self.procedure.signature.yields.len()));
        let functions = function::Context { graph: context.graph(), guard: context.guard };
        Ok((self.procedure.call(functions, given)?, recorded))
    }
}

impl Operator for Call {
    fn start<'r>(&'r self, context: &Context<'r>, argument: &Batch<'r>) -> Result<Box<dyn Rows<'r> + 'r>, Diagnostics> {
        let input = self.input.start(context, argument)?;
        Ok(Box::new(CallRows { call: self, input, batch: None, row: 0, rows: None, recorded: None }))
    }
}

impl<'r> Rows<'r> for CallRows<'r> {
    fn next(&mut self, context: &Context<'r>) -> Result<Option<Batch<'r>>, Diagnostics> {
        loop {
            if self.batch.is_none() {
                let Some(batch) = self.input.next(context)? else { return Ok(None) };
                let batch = batch.compact();
                let arguments = self.call.given(&batch, context)?;
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
                    let given = arguments.iter().map(|given| given.value(self.row)).collect();
                    let (rows, recorded) = self.call.rows(given, context)?;
                    self.recorded = recorded;
                    none.insert(rows)
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
            self.recorded = self.recorded.take().and_then(|recorded| recorded.add(&filled, before, context.guard));
            if done {
                if let Some(recorded) = self.recorded.take() {
                    context.guard.kept().of::<Calls>().keep(&self.call.procedure, recorded, context.guard);
                }
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
