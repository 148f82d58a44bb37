//! The current graph, its words, the settings, and what happens to a text: [`Session::ask`] shows the whole chain.

mod accompany;
mod ask;
mod error;
mod explain;
mod reply;
mod stage;
mod transaction;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

pub use error::Error;
pub use reply::{Reply, Request};
pub use stage::{Prepared, prepare, prepare_with};

use crate::graph::Graph;
use crate::limit::Limits;
use crate::load::Package;
use crate::procedure::{Procedure, Procedures};
use crate::question::Vocabulary;
use crate::schema::Schema;

/// A conversation with a graph.
///
/// ```
/// use legation::{limit::Limits, load, session::{Request, Session}};
///
/// let mut session = Session::new(load::embedded().unwrap(), Limits::default(), Default::default());
/// let reply = session.ask("emerging partners in WCO and WTO without CMAA", &Request::default()).unwrap();
/// assert_eq!(reply.answer.len(), 4);
/// assert_eq!(reply.answer.row(0).unwrap().value(0).to_string(), "'Brazil'");
/// ```
#[derive(Debug)]
pub struct Session {
    /// The graph with all that was committed.
    committed: Graph,
    /// The open transaction's own version, if one was begun.
    open: Option<Graph>,
    /// When the transaction was begun, which is the last one if none is open.
    begun: SystemTime,
    schema: Schema,
    procedures: Procedures,
    limits: Limits,
    cancel: Arc<AtomicBool>,
    /// Made from the schema and the names in the graph when the first question needs it.
    vocabulary: OnceLock<Vocabulary>,
    prepared: stage::Cache<ask::Meaning>,
}

impl Session {
    /// A conversation with a package. Setting `cancel` stops the query that runs.
    pub fn new(package: Package, limits: Limits, cancel: Arc<AtomicBool>) -> Self {
        let Package { graph, schema } = package;
        Self {
            committed: graph,
            open: None,
            begun: SystemTime::UNIX_EPOCH,
            schema,
            procedures: Procedures::default(),
            limits,
            cancel,
            vocabulary: OnceLock::new(),
            prepared: stage::Cache::default(),
        }
    }

    /// The graph as the next statement sees it: that of the open transaction, or what was committed.
    pub fn graph(&self) -> &Graph {
        self.open.as_ref().unwrap_or(&self.committed)
    }

    /// The procedures that can be called.
    pub fn procedures(&self) -> &Procedures {
        &self.procedures
    }

    /// Adds a procedure, in the place of one of the same name.
    pub fn register(&mut self, procedure: Procedure) {
        self.procedures.register(procedure);
        self.prepared = stage::Cache::default();
    }

    /// The schema and the lexicon of the data.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// What the loaded data calls itself.
    pub fn title(&self) -> String {
        self.schema.title.clone().unwrap_or_else(|| self.schema.name.clone())
    }

    /// Forgets an interruption, so that the next query runs.
    pub fn resume(&self) {
        self.cancel.store(false, Ordering::Relaxed);
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::new(&self.schema, self.graph()))
    }
}
