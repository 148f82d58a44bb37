//! The current graph, its words, the settings, and what happens to a text: [`Session::ask`] shows the whole chain.

mod accompany;
mod ask;
mod change;
mod draw;
mod error;
mod explain;
mod gaps;
mod keep;
mod preview;
mod previous;
mod reply;
mod report;
mod stage;
mod suppose;
mod transaction;
mod why;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

pub use error::Error;
pub use preview::Members;
pub use reply::{PictureFile, Reply, Request};
pub use stage::{Prepared, prepare, prepare_with};
pub use suppose::Difference;
use transaction::Open;

use crate::graph::{Graph, Store};
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
    /// Where this conversation and those that share the data with it commit.
    store: Arc<Store>,
    /// The graph with all that was committed when the last statement began.
    committed: Graph,
    /// The open transaction, if one was begun.
    open: Option<Open>,
    /// When the transaction was begun, which is the last one if none is open.
    begun: SystemTime,
    schema: Arc<Schema>,
    procedures: Procedures,
    limits: Limits,
    cancel: Arc<AtomicBool>,
    /// Made from the schema and the names in the graph when the first question needs it.
    vocabulary: OnceLock<Vocabulary>,
    /// The schema in the other language that was last asked for.
    spoken: Mutex<Option<(String, Arc<Schema>)>>,
    prepared: stage::Cache<ask::Meaning>,
    /// Made ready when gaps are first asked for.
    expectations: Option<gaps::Ready>,
    /// What `those` stands for.
    last: Option<previous::Last>,
    /// The last question or query, of which may be asked why.
    asked: Option<Arc<ask::Meaning>>,
    /// The user's own kept questions.
    kept: keep::Kept,
    /// The moment at which all clocks stand, if the day is fixed.
    today: Option<SystemTime>,
    /// Whether this is a conversation about what is supposed: nothing is kept of it.
    supposing: bool,
}

impl Session {
    /// A conversation with a package. Setting `cancel` stops the query that runs.
    pub fn new(package: Package, limits: Limits, cancel: Arc<AtomicBool>) -> Self {
        let Package { graph, schema } = package;
        let store = Arc::new(Store::new(graph.clone()));
        Self {
            store,
            committed: graph,
            open: None,
            begun: SystemTime::UNIX_EPOCH,
            schema: Arc::new(schema),
            procedures: Procedures::default(),
            limits,
            cancel,
            vocabulary: OnceLock::new(),
            spoken: Mutex::default(),
            prepared: stage::Cache::default(),
            expectations: None,
            last: None,
            asked: None,
            kept: keep::Kept::default(),
            today: None,
            supposing: false,
        }
    }

    /// Another conversation with the same data, for another thread or user. Each statement reads what was committed when it
    /// began and is never blocked by a writer. One writes at a time: a statement that writes, or a transaction from its
    /// beginning to its end. Who writes meanwhile waits, as long as the limit of time allows.
    ///
    /// ```
    /// use legation::{limit::Limits, load, session::{Request, Session}};
    ///
    /// let mut one = Session::new(load::embedded().unwrap(), Limits::default(), Default::default());
    /// let mut other = one.share(Default::default());
    /// let count = |session: &mut Session| session.ask("MATCH (d:Draft) RETURN d", &Request::default()).unwrap().answer.len();
    /// one.begin().unwrap();
    /// one.ask("CREATE (:Draft {source: 'a note'})", &Request::default()).unwrap();
    /// assert_eq!((count(&mut one), count(&mut other)), (1, 0));
    /// one.commit().unwrap();
    /// assert_eq!(count(&mut other), 1);
    /// ```
    #[must_use]
    pub fn share(&self, cancel: Arc<AtomicBool>) -> Self {
        Self {
            store: Arc::clone(&self.store),
            committed: self.store.snapshot(),
            open: None,
            begun: SystemTime::UNIX_EPOCH,
            schema: Arc::clone(&self.schema),
            procedures: self.procedures.clone(),
            limits: self.limits.clone(),
            cancel,
            vocabulary: OnceLock::new(),
            spoken: Mutex::default(),
            prepared: stage::Cache::default(),
            expectations: None,
            last: None,
            asked: None,
            kept: self.kept.clone(),
            today: self.today,
            supposing: self.supposing,
        }
    }

    /// The graph as the last statement left it: that of the open transaction, or what was committed.
    pub fn graph(&self) -> &Graph {
        self.open.as_ref().map_or(&self.committed, |open| &open.graph)
    }

    /// Fixes the moment that `date()` and all other clocks show, so that answers can be repeated.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use legation::{limit::Limits, load, session::{Request, Session}};
    ///
    /// let mut session = Session::new(load::embedded().unwrap(), Limits::default(), Default::default());
    /// session.as_of(SystemTime::UNIX_EPOCH + Duration::from_secs(86_400));
    /// let reply = session.ask("RETURN toString(date()) AS day", &Request::default()).unwrap();
    /// assert_eq!(reply.answer.row(0).unwrap().value(0).to_string(), "'1970-01-02'");
    /// ```
    pub fn as_of(&mut self, moment: SystemTime) {
        self.today = Some(moment);
    }

    /// The procedures that can be called.
    pub fn procedures(&self) -> &Procedures {
        &self.procedures
    }

    /// Adds a procedure, in the place of one of the same name.
    pub fn register(&mut self, procedure: Procedure) {
        self.procedures.register(procedure);
        self.prepared = stage::Cache::default();
        self.expectations = None;
    }

    /// The schema and the lexicon of the data.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The schema in the language that is asked for.
    fn spoken(&self, request: &Request) -> Result<Arc<Schema>, Error> {
        let Some(language) = request.language.as_ref().filter(|language| **language != self.schema.language) else {
            return Ok(Arc::clone(&self.schema));
        };
        let mut known = self.spoken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, schema)) = known.as_ref().filter(|(own, _)| own == language) {
            return Ok(Arc::clone(schema));
        }
        let schema = self.schema.spoken_in(language).ok_or_else(|| {
            let languages = self.schema.languages().into_iter().map(|own| format!("`{own}`")).collect::<Vec<_>>().join(", ");
            Error::UnknownLanguage { language: language.clone(), languages }
        })?;
        let schema = Arc::new(schema);
        *known = Some((language.clone(), Arc::clone(&schema)));
        Ok(schema)
    }

    /// What the loaded data calls itself.
    pub fn title(&self) -> String {
        self.schema.title.clone().unwrap_or_else(|| self.schema.name.clone())
    }

    /// Forgets an interruption, so that the next query runs.
    pub fn resume(&self) {
        self.cancel.store(false, Ordering::Relaxed);
    }

    /// The words of the data; made when they are first needed.
    pub fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::new(&self.schema, self.graph()).with_saved(self.saved_questions()))
    }
}
