//! Statements that write, by themselves or within a transaction that the user has begun.

use std::sync::Arc;
use std::time::SystemTime;

use super::{Error, Session, stage};
use crate::diagnose::Diagnostics;
use crate::execute::{Answer, Parameters, Program, Timing};
use crate::graph::{Graph, Transaction, constraints};
use crate::limit::Guard;

/// A transaction is a version of the graph that only this session has: to roll back is to drop it.
impl Session {
    /// Begins a transaction: what follows is seen by later statements of the session, and kept by [`Session::commit`].
    pub fn begin(&mut self) -> Result<(), Diagnostics> {
        if self.open.is_some() {
            return Err(Error::TransactionOpen.into());
        }
        self.open = Some(self.committed.clone());
        self.begun = SystemTime::now();
        Ok(())
    }

    /// Keeps what was written since the transaction began.
    pub fn commit(&mut self) -> Result<(), Diagnostics> {
        let graph = self.open.take().ok_or(Error::NoTransaction { command: ":commit" })?;
        self.committed = graph;
        Ok(())
    }

    /// Forgets what was written since the transaction began.
    pub fn rollback(&mut self) -> Result<(), Diagnostics> {
        self.open.take().ok_or(Error::NoTransaction { command: ":rollback" })?;
        self.forget();
        Ok(())
    }

    /// Whether a transaction is open.
    pub fn in_transaction(&self) -> bool {
        self.open.is_some()
    }

    /// The bounds of a statement, with the clocks that it sees.
    pub(super) fn guard(&self) -> Guard {
        let guard = Guard::new(self.limits.clone(), Arc::clone(&self.cancel));
        if self.in_transaction() { guard.in_transaction(self.begun) } else { guard }
    }

    /// Runs a program on the graph as it is; what it writes must keep to the schema. Nothing is kept of it unless
    /// [`Session::advance`] is told to.
    pub(super) fn carry_out(&self, program: &Program, parameters: &Parameters, guard: &Guard) -> Result<Answer, Diagnostics> {
        let check = |transaction: &Transaction<'_>| constraints(transaction, &self.schema);
        program.run_checked(self.graph(), parameters, guard, Timing::Off, &check)
    }

    /// Makes what a statement has written the graph that the next one sees.
    pub(super) fn advance(&mut self, graph: Graph) {
        match &mut self.open {
            Some(open) => *open = graph,
            None => self.committed = graph,
        }
        self.forget();
    }

    /// Forgets what was made from the graph as it was: names, and plans that rest on its statistics.
    fn forget(&mut self) {
        self.vocabulary.take();
        self.prepared = stage::Cache::default();
    }
}
