//! One scenario's graph, and the way of a query through the engine with the phase in which it fails.

use std::sync::Arc;
use std::time::Duration;

use legation::cypher::{analyse_with, lower, parse};
use legation::diagnose::Diagnostics;
use legation::execute::{Answer, Parameters, compile};
use legation::graph::Graph;
use legation::limit::{Guard, Limits};
use legation::optimize::{Settings, optimize};
use legation::procedure::Procedures;

/// The longest that one query may run, the highest memory that it may use, and the most rows.
const LIMITS: Limits = Limits { time: Some(Duration::from_secs(20)), memory: 1 << 30, rows: 1_000_000 };

/// When an error is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    CompileTime,
    Runtime,
}

/// What a query raised.
#[derive(Debug)]
pub struct Raised {
    pub phase: Phase,
    pub problems: Diagnostics,
}

impl Raised {
    /// The code, in the form `TYPE: DETAIL`.
    pub fn code(&self) -> String {
        self.problems.code().unwrap_or_default()
    }
}

impl std::fmt::Display for Raised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {:?} ({})", self.code(), self.phase, self.problems)
    }
}

/// A graph and what queries on it are given.
#[derive(Default)]
pub struct Engine {
    pub graph: Graph,
    pub parameters: Parameters,
    /// The library's procedures and those of the scenario.
    pub procedures: Procedures,
}

impl Engine {
    /// Runs a query. Where it fails, the graph is as before.
    pub fn execute(&mut self, text: &str) -> Result<Answer, Raised> {
        let at = |phase| move |problems| Raised { phase, problems };
        let program = self.program(text).map_err(at(Phase::CompileTime))?;
        program.accepts(&self.parameters).map_err(at(Phase::CompileTime))?;
        let guard = Guard::new(LIMITS, Arc::default());
        let answer = program.run(&self.graph, &self.parameters, &guard).map_err(at(Phase::Runtime))?;
        self.graph = answer.graph().clone();
        Ok(answer)
    }

    fn program(&self, text: &str) -> Result<legation::execute::Program, Diagnostics> {
        let query = parse(text)?;
        let bound = analyse_with(&query, self.graph.catalogue(), &self.procedures)?;
        compile(&optimize(lower(bound), self.graph.statistics(), &Settings::default()))
    }
}
