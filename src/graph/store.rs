//! The current snapshot of a graph, read by many and written by one at a time.

use std::sync::{Mutex, PoisonError, RwLock};

use super::snapshot::Graph;
use super::transaction::Transaction;

/// Holds the current snapshot. Readers take it and are never blocked by a writer; a writer works on its own
/// version and publishes it in one step.
#[derive(Debug, Default)]
pub struct Store {
    current: RwLock<Graph>,
    writer: Mutex<()>,
}

impl Store {
    /// A store that begins with a graph.
    pub fn new(graph: Graph) -> Self {
        Self { current: RwLock::new(graph), writer: Mutex::new(()) }
    }

    /// The current snapshot.
    pub fn snapshot(&self) -> Graph {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A transaction on the current snapshot; waits until no other is open.
    pub fn write(&self) -> Transaction<'_> {
        // A writer that panicked published nothing, so its lock guards nothing broken.
        let guard = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        Transaction::in_store(self.snapshot(), self, guard)
    }

    pub(super) fn publish(&self, graph: Graph) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = graph;
    }
}
