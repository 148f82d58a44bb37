//! The procedures that can be called, by name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use super::rows::{Rows, rows};
use super::setting::{self, Setting};
use super::{Error, Signature, TABLE};
use crate::diagnose::did_you_mean;
use crate::function::Context;
use crate::value::{Value, equivalent};

/// A procedure of the program, as its table states it.
#[derive(Debug)]
pub struct Row {
    /// The signature, in its notation.
    pub signature: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// The keys of its settings, which are its argument `config`.
    pub settings: &'static [&'static Setting],
    /// A query with its result.
    pub example: Example,
    /// The rows of one call.
    pub call: Call,
}

/// What gives the rows of one call. The arguments are complete and of the types that the signature states.
pub type Call = for<'a> fn(Context<'a>, &[Value]) -> Result<Box<dyn Rows + 'a>, Error>;

/// A query over the embedded data, with its result: run by a test and shown by the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The query.
    pub query: &'static str,
    /// Its rows: values as printed, joined by `, `; rows by `; `.
    pub result: &'static str,
}

/// A function that gives the rows of one call.
type Shared = dyn for<'a> Fn(Context<'a>, &[Value]) -> Result<Box<dyn Rows + 'a>, Error> + Send + Sync;

/// Where rows come from.
#[derive(Clone)]
enum Body {
    Call(Call),
    Shared(Arc<Shared>),
    /// A table of the arguments and results of each row.
    Table(Vec<Vec<Value>>),
}

/// A procedure: everything that is known of it.
#[derive(Clone, Debug)]
pub struct Procedure {
    /// What it takes and gives.
    pub signature: Signature,
    /// One sentence.
    pub summary: Cow<'static, str>,
    /// The keys of its settings.
    pub settings: &'static [&'static Setting],
    /// An example.
    pub example: Option<Example>,
    pure: bool,
    body: Body,
}

impl PartialEq for Procedure {
    fn eq(&self, other: &Self) -> bool {
        self.signature == other.signature
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Call(_) | Self::Shared(_) => "function",
            Self::Table(_) => "table",
        })
    }
}

impl Procedure {
    /// A procedure that gives the rows that a function gives.
    pub fn new<F>(signature: Signature, call: F) -> Self
    where
        F: for<'a> Fn(Context<'a>, &[Value]) -> Result<Box<dyn Rows + 'a>, Error> + Send + Sync + 'static,
    {
        Self { signature, summary: Cow::Borrowed(""), settings: &[], example: None, pure: false, body: Body::Shared(Arc::new(call)) }
    }

    /// A procedure that looks its results up: each row of the table holds the values of all arguments, then those of all
    /// results. It gives the rows whose arguments are those of the call.
    pub fn table(signature: Signature, rows: Vec<Vec<Value>>) -> Self {
        Self { signature, summary: Cow::Borrowed(""), settings: &[], example: None, pure: true, body: Body::Table(rows) }
    }

    /// Equal arguments give equal rows on one snapshot, and nothing else comes of a call, so that one call may stand for
    /// several. The procedures of the program and tables are like that; a function is if it is said here.
    #[must_use]
    pub fn pure(mut self) -> Self {
        self.pure = true;
        self
    }

    /// Whether one call may stand for several equal ones.
    pub fn is_pure(&self) -> bool {
        self.pure && !self.signature.yields.is_empty()
    }

    /// With a sentence.
    #[must_use]
    pub fn about(mut self, summary: impl Into<Cow<'static, str>>) -> Self {
        self.summary = summary.into();
        self
    }

    /// The rows of one call.
    pub fn call<'a>(&self, context: Context<'a>, arguments: Vec<Value>) -> Result<Box<dyn Rows + 'a>, Error> {
        let arguments = self.signature.complete(arguments)?;
        match &self.body {
            Body::Call(call) => {
                if let (false, Some(Value::Map(map))) = (self.settings.is_empty(), arguments.last()) {
                    setting::check(&self.signature.name, self.settings, map)?;
                }
                call(context, &arguments)
            }
            Body::Shared(call) => call(context, &arguments),
            Body::Table(table) => {
                let agrees = |row: &&Vec<Value>| row.len() >= arguments.len() && row.iter().zip(&arguments).all(|(a, b)| equivalent(a, b));
                let found: Vec<Vec<Value>> = table.iter().filter(agrees).map(|row| row[arguments.len()..].to_vec()).collect();
                Ok(rows(found))
            }
        }
    }
}

/// All procedures that can be called. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Procedures {
    /// By name in lower case.
    all: Arc<BTreeMap<String, Arc<Procedure>>>,
}

/// The procedures of the program, read from their table once.
static BUILT_IN: LazyLock<Procedures> = LazyLock::new(|| {
    let read = |row: &Row| {
        let signature: Signature = row.signature.parse().ok()?;
        let summary = Cow::Borrowed(row.summary);
        let procedure =
            Procedure { signature, summary, settings: row.settings, example: Some(row.example), pure: true, body: Body::Call(row.call) };
        Some((procedure.signature.name.to_lowercase(), Arc::new(procedure)))
    };
    Procedures { all: Arc::new(TABLE.iter().copied().flatten().filter_map(read).collect()) }
});

impl Default for Procedures {
    /// The procedures of the program.
    fn default() -> Self {
        BUILT_IN.clone()
    }
}

impl Procedures {
    /// Adds a procedure, in the place of one of the same name.
    pub fn register(&mut self, procedure: Procedure) {
        Arc::make_mut(&mut self.all).insert(procedure.signature.name.to_lowercase(), Arc::new(procedure));
    }

    /// The procedure of this name, without regard to case.
    pub fn find(&self, name: &str) -> Option<&Arc<Procedure>> {
        self.all.get(&name.to_lowercase())
    }

    /// All procedures, in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Procedure>> {
        self.all.values()
    }

    /// A sentence that names the procedures that are nearest to a name that none has.
    pub fn suggestion(&self, name: &str) -> Option<String> {
        did_you_mean(name, self.iter().map(|procedure| &*procedure.signature.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_in_the_registry() {
        let rows: usize = TABLE.iter().map(|family| family.len()).sum();
        assert_eq!(Procedures::default().iter().count(), rows);
        for row in TABLE.iter().copied().flatten() {
            assert_eq!(row.signature.parse::<Signature>().unwrap().to_string(), row.signature);
            assert!(row.summary.ends_with('.'), "{}", row.signature);
        }
    }

    #[test]
    fn names_are_found_without_regard_to_case_and_suggested() {
        let procedures = Procedures::default();
        assert_eq!(&*procedures.find("DB.relationshiptypes").unwrap().signature.name, "db.relationshipTypes");
        assert_eq!(procedures.suggestion("db.label").as_deref(), Some("did you mean `db.labels`?"));
    }
}
