//! A compiled statement, and its run.

use super::compile::{Compiler, position};
use super::{Answer, Batch, Context, Operator, Parameters, Trace, Versions, Writer};
use crate::diagnose::Diagnostics;
use crate::graph::{Graph, Transaction};
use crate::limit::{Exceeded, Guard};
use crate::plan::Statement;
use crate::text::Name;

/// A statement ready to run, any number of times and on any snapshot that shares the catalogue it was planned with.
#[derive(Debug)]
pub struct Program {
    root: Box<dyn Operator>,
    columns: Vec<Name>,
    positions: Vec<usize>,
    operators: usize,
    writes: bool,
}

/// Whether the time of operators is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Timing {
    /// Rows are counted only.
    #[default]
    Off,
    /// The time of each operator is taken too.
    On,
}

/// Compiles a statement.
pub fn compile(statement: &Statement) -> Result<Program, Diagnostics> {
    let live = statement.columns.iter().map(|column| Name::clone(&column.variable)).collect();
    let root = Compiler::default().flat(&statement.plan, &live)?;
    let positions = statement.columns.iter().map(|column| position(&root.layout, &column.variable, "Statement"));
    let mut operators = 0;
    statement.plan.visit(&mut |_| operators += 1);
    Ok(Program {
        positions: positions.collect::<Result<_, _>>()?,
        root: root.operator,
        columns: statement.columns.iter().map(|column| Name::clone(&column.name)).collect(),
        operators,
        writes: statement.plan.writes(),
    })
}

impl Program {
    /// Whether it changes the graph.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// The answer on a snapshot. Where the statement writes, the answer's graph is the new snapshot.
    pub fn run(&self, graph: &Graph, parameters: &Parameters, guard: &Guard) -> Result<Answer, Diagnostics> {
        self.run_timed(graph, parameters, guard, Timing::Off)
    }

    /// As [`Program::run`], with the choice of taking the time of each operator.
    pub fn run_timed(&self, graph: &Graph, parameters: &Parameters, guard: &Guard, timing: Timing) -> Result<Answer, Diagnostics> {
        self.run_checked(graph, parameters, guard, timing, &|_| Ok(()))
    }

    /// As [`Program::run_timed`]; where the statement writes, `check` looks at its transaction before the answer's graph
    /// has what it did. Where anything fails, nothing was done.
    pub fn run_checked(
        &self,
        graph: &Graph,
        parameters: &Parameters,
        guard: &Guard,
        timing: Timing,
        check: &dyn Fn(&Transaction<'_>) -> Result<(), Diagnostics>,
    ) -> Result<Answer, Diagnostics> {
        let trace = Trace::new(self.operators, timing == Timing::On);
        let context = Context::reading(graph, guard, parameters, &trace);
        if !self.writes {
            return Ok(self.answer(&context)?.traced(trace));
        }
        let writer = Writer::new(graph);
        let versions = Versions::new(&writer);
        let answer = self.answer(&context.writing(&writer, &versions))?;
        let (transaction, changes) = writer.finish()?;
        check(&transaction)?;
        Ok(answer.traced(trace).written(transaction.commit(), changes))
    }

    fn answer(&self, context: &Context<'_>) -> Result<Answer, Diagnostics> {
        let mut answer = Answer::new(self.columns.clone(), context.graph().clone());
        let limit = context.guard.limits().rows;
        let mut rows = self.root.start(context, &Batch::unit())?;
        while let Some(batch) = rows.next(context)? {
            if self.positions.is_empty() {
                // A statement that only writes has no rows; they are taken so that all is done.
                continue;
            }
            let batch = batch.project(&self.positions).compact();
            if (answer.len() + batch.rows()) as u64 > limit {
                return Err(Exceeded::Rows(limit).into());
            }
            // What an answer holds is given back with the guard.
            context.guard.reserve(batch.bytes())?;
            answer.push(&batch);
        }
        Ok(answer)
    }
}
