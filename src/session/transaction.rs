//! Statements that write, by themselves or within a transaction that the user has begun.

use std::sync::Arc;
use std::time::SystemTime;

use super::{Error, Session, stage};
use crate::diagnose::Diagnostics;
use crate::execute::{Answer, Parameters, Program, Timing};
use crate::graph::{Graph, Store, Transaction, Turn, constraints};
use crate::limit::Guard;

/// A transaction that the user has begun: a version of the graph that only this session has, and the turn to write.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) graph: Graph,
    turn: Turn<Arc<Store>>,
}

/// To roll back is to drop the transaction's version.
impl Session {
    /// Begins a transaction: what follows is seen by later statements of the session, and kept by [`Session::commit`].
    /// Waits while another session that shares the data writes.
    pub fn begin(&mut self) -> Result<(), Diagnostics> {
        if self.open.is_some() {
            return Err(Error::TransactionOpen.into());
        }
        let turn = Turn::wait(&self.store, &self.guard())?;
        self.catch_up();
        self.open = Some(Open { graph: self.committed.clone(), turn });
        self.begun = SystemTime::now();
        Ok(())
    }

    /// Keeps what was written since the transaction began.
    pub fn commit(&mut self) -> Result<(), Diagnostics> {
        let open = self.open.take().ok_or(Error::NoTransaction { command: ":commit" })?;
        open.turn.publish(open.graph.clone());
        self.committed = open.graph;
        Ok(())
    }

    /// Forgets what was written since the transaction began.
    pub fn rollback(&mut self) -> Result<(), Diagnostics> {
        self.open.take().ok_or(Error::NoTransaction { command: ":rollback" })?;
        // What it created may be what the last answer is made of.
        self.last = None;
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
        match self.today {
            Some(day) => guard.at(day),
            None if self.in_transaction() => guard.in_transaction(self.begun),
            None => guard,
        }
    }

    /// Runs a program on the graph as it is; what it writes must keep to the schema. Nothing is kept of it unless
    /// [`Session::advance`] is told to.
    pub(super) fn carry_out(&self, program: &Program, parameters: &Parameters, guard: &Guard) -> Result<Answer, Diagnostics> {
        let check = |transaction: &Transaction<'_>| constraints(transaction, &self.schema);
        program.run_checked(self.graph(), parameters, guard, Timing::Off, &check)
    }

    /// The turn to write, for a statement that is no part of a transaction.
    pub(super) fn turn(&self, guard: &Guard) -> Result<Option<Turn<Arc<Store>>>, Diagnostics> {
        if self.in_transaction() { Ok(None) } else { Ok(Some(Turn::wait(&self.store, guard)?)) }
    }

    /// Takes what others have committed, unless a transaction is open; whether there was anything.
    pub(super) fn catch_up(&mut self) -> bool {
        let current = self.store.snapshot();
        let behind = !self.in_transaction() && !current.is_same(&self.committed);
        if behind {
            self.committed = current;
            self.forget();
        }
        behind
    }

    /// Makes what a statement has written the graph that the next one sees.
    pub(super) fn advance(&mut self, graph: Graph, turn: Option<Turn<Arc<Store>>>) {
        match (&mut self.open, turn) {
            (Some(open), _) => open.graph = graph,
            (None, turn) => {
                if let Some(turn) = turn {
                    turn.publish(graph.clone());
                }
                self.committed = graph;
            }
        }
        self.forget();
    }

    /// Forgets what was made from the graph as it was: names, and plans that rest on its statistics.
    pub(super) fn forget(&mut self) {
        self.vocabulary.take();
        self.prepared = stage::Cache::default();
        self.expectations = None;
    }
}
