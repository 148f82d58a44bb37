//! A compiled statement, and its run.

use std::collections::BTreeMap;

use super::compile::{Compiler, position};
use super::expression::{self, Fault};
use super::{Answer, Batch, Context, Operator, Parameters, Trace, Versions, Writer};
use crate::diagnose::Diagnostics;
use crate::graph::{Graph, Transaction};
use crate::limit::{Exceeded, Guard};
use crate::plan::{Expr, ExprKind, Plan, Statement};
use crate::text::{Name, Place};

/// A statement ready to run, any number of times and on any snapshot that shares the catalogue it was planned with.
#[derive(Debug)]
pub struct Program {
    root: Box<dyn Operator>,
    columns: Vec<Name>,
    positions: Vec<usize>,
    /// The parameters that it needs, in order of their names, with a place where each stands.
    parameters: BTreeMap<Name, Place>,
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
    let (mut operators, mut parameters) = (0, BTreeMap::new());
    statement.plan.visit(&mut |plan| {
        operators += 1;
        needed(plan, &mut parameters);
    });
    Ok(Program {
        positions: positions.collect::<Result<_, _>>()?,
        root: root.operator,
        columns: statement.columns.iter().map(|column| Name::clone(&column.name)).collect(),
        parameters,
        operators,
        writes: statement.plan.writes(),
    })
}

/// Adds the parameters of one operator that must have a value: all but those that stand for an argument with a default.
fn needed(plan: &Plan, into: &mut BTreeMap<Name, Place>) {
    let mut add = |expression: &Expr| {
        if let ExprKind::Parameter(name) = &expression.kind {
            into.entry(Name::clone(name)).or_insert(expression.place);
        }
    };
    if let Plan::Call { procedure, arguments, implicit: true, .. } = plan {
        let declared = &procedure.signature.arguments;
        arguments.iter().zip(declared).filter(|(_, argument)| argument.default.is_none()).for_each(|(given, _)| add(given));
    } else {
        plan.each_expression(&mut |expression| expression.visit(&mut add));
    }
}

impl Program {
    /// Whether it changes the graph.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// Whether every parameter that it needs has a value; an error names the first that has none.
    pub fn accepts(&self, parameters: &Parameters) -> Result<(), Diagnostics> {
        match self.parameters.iter().find(|(name, _)| !parameters.contains_key(*name)) {
            Some((name, place)) => Err(expression::Error { fault: Fault::Parameter(Name::clone(name)), place: *place }.into()),
            None => Ok(()),
        }
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
        self.accepts(parameters)?;
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
