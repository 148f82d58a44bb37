//! Results of procedures that are kept while a request runs, so that equal calls on one snapshot compute once: a call with
//! the same arguments for every row, one statement that calls twice, the statements behind one question.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::graph::Graph;
use crate::limit::Guard;
use crate::procedure::{Error, Filled, Procedure, Rows};
use crate::value::{Value, bytes_beyond};

/// Results of more rows are computed again: to keep them would cost more than it is worth.
const MOST_ROWS: usize = 1 << 18;

/// So many results are kept; those of later calls are computed each time.
const MOST_CALLS: usize = 16;

/// The results of a request.
#[derive(Debug, Default)]
pub struct Calls(Mutex<Vec<Result>>);

/// The result of one call. It holds its snapshot, so that no other can be taken for it.
#[derive(Debug)]
struct Result {
    graph: Graph,
    procedure: Arc<Procedure>,
    arguments: Vec<Value>,
    columns: Arc<Vec<Vec<Value>>>,
}

impl Calls {
    fn results(&self) -> MutexGuard<'_, Vec<Result>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The rows of an equal call, if they were kept.
    pub fn find(&self, graph: &Graph, procedure: &Arc<Procedure>, arguments: &[Value]) -> Option<Again> {
        let results = self.results();
        let same =
            |result: &&Result| Arc::ptr_eq(&result.procedure, procedure) && result.graph.is_same(graph) && result.arguments == arguments;
        let columns = Arc::clone(&results.iter().find(same)?.columns);
        Some(Again { columns, at: 0 })
    }

    /// Keeps the result of a call that is complete.
    pub fn keep(&self, procedure: &Arc<Procedure>, recorded: Recorded, guard: &Guard) {
        let mut results = self.results();
        let Recorded { graph, arguments, columns, bytes } = recorded;
        if results.len() < MOST_CALLS {
            results.push(Result { graph, procedure: Arc::clone(procedure), arguments, columns: Arc::new(columns) });
        } else {
            guard.release(bytes);
        }
    }
}

/// The rows of a call while they are computed.
#[derive(Debug)]
pub struct Recorded {
    graph: Graph,
    arguments: Vec<Value>,
    columns: Vec<Vec<Value>>,
    /// What is reserved for the rows.
    bytes: u64,
}

impl Recorded {
    /// No rows yet.
    pub fn new(graph: &Graph, arguments: Vec<Value>, width: usize) -> Self {
        Self { graph: graph.clone(), arguments, columns: vec![Vec::new(); width], bytes: 0 }
    }

    /// Takes in what was added from a row on; none where that is too much to be kept.
    pub fn add(mut self, filled: &Filled, from: usize, guard: &Guard) -> Option<Self> {
        let rows = self.columns.first().map_or(0, Vec::len) + filled.len() - from;
        let added = || filled.columns().iter().flat_map(|column| &column[from..]);
        let bytes: u64 = added().map(|value| size_of::<Value>() as u64 + bytes_beyond(value)).sum();
        if rows > MOST_ROWS || guard.reserve(bytes).is_err() {
            guard.release(self.bytes);
            return None;
        }
        self.bytes += bytes;
        for (column, added) in self.columns.iter_mut().zip(filled.columns()) {
            column.extend_from_slice(&added[from..]);
        }
        Some(self)
    }
}

/// The rows of a call that was made before.
#[derive(Debug)]
pub struct Again {
    columns: Arc<Vec<Vec<Value>>>,
    at: usize,
}

impl Rows for Again {
    fn fill(&mut self, into: &mut Filled) -> std::result::Result<(), Error> {
        let rows = self.columns.first().map_or(0, Vec::len);
        while self.at < rows && !into.is_full() {
            into.push(self.columns.iter().map(|column| column[self.at].clone()));
            self.at += 1;
        }
        Ok(())
    }
}
