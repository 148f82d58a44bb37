//! The current snapshot of a graph, read by many and written by one at a time.

use std::ops::Deref;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

use super::snapshot::Graph;
use super::transaction::Transaction;
use crate::limit::{Exceeded, Guard};

/// Holds the current snapshot. Readers take it and are never blocked by a writer; a writer works on its own
/// version and publishes it in one step.
#[derive(Debug, Default)]
pub struct Store {
    current: RwLock<Graph>,
    /// Whether a writer has the turn.
    taken: Mutex<bool>,
    free: Condvar,
}

impl Store {
    /// A store that begins with a graph.
    pub fn new(graph: Graph) -> Self {
        Self { current: RwLock::new(graph), ..Self::default() }
    }

    /// The current snapshot.
    pub fn snapshot(&self) -> Graph {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A transaction on the current snapshot; waits until no other is open.
    pub fn write(&self) -> Transaction<'_> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken {
            taken = self.free.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken = true;
        Transaction::in_store(self.snapshot(), Turn { store: self })
    }
}

/// The turn to write to a store, which one writer has at a time, until this is dropped.
#[derive(Debug)]
pub struct Turn<S: Deref<Target = Store>> {
    store: S,
}

impl Turn<Arc<Store>> {
    /// Waits for the turn, as long as the guard allows.
    pub fn wait(store: &Arc<Store>, guard: &Guard) -> Result<Self, Exceeded> {
        /// How often the guard is asked.
        const PAUSE: Duration = Duration::from_millis(10);
        let mut taken = store.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken {
            guard.check()?;
            taken = store.free.wait_timeout(taken, PAUSE).unwrap_or_else(PoisonError::into_inner).0;
        }
        *taken = true;
        drop(taken);
        Ok(Self { store: Arc::clone(store) })
    }
}

impl<S: Deref<Target = Store>> Turn<S> {
    /// Makes a graph the current snapshot.
    pub fn publish(&self, graph: Graph) {
        *self.store.current.write().unwrap_or_else(PoisonError::into_inner) = graph;
    }
}

impl<S: Deref<Target = Store>> Drop for Turn<S> {
    fn drop(&mut self) {
        // A writer that panicked published nothing, so that its turn ends like any other.
        *self.store.taken.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.store.free.notify_one();
    }
}
