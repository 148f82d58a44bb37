//! Any texts, one after the other, as statements of one session over a small graph, written to or not, in transactions or not:
//! each gives rows or an error within the limits, what failed or was rolled back has changed nothing, and the graph stays sound.

#[path = "chosen.rs"]
mod chosen;

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::Hasher;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::sound;
use legation::diagnose::{Style, render};
use legation::execute::Parameters;
use legation::export::{FORMATS, Formulas, Options as Form};
use legation::graph::{Graph, Way};
use legation::limit::Limits;
use legation::load::{Options, load_files};
use legation::session::{Request, Session};
use legation::text::Source;
use legation::value::{Map, Value};

/// With and without a schema, with values of every type under one key, loops, parallel relationships, and nodes without labels.
const GRAPH: &[u8] = include_bytes!("statement.jsonl");

/// Statements of one input that are looked at.
const STATEMENTS: usize = 12;

/// Rows of an answer.
const ROWS: u64 = 1000;

/// So much longer than its limit may a statement take on a busy machine, without optimization.
const PATIENCE: Duration = Duration::from_secs(10);

/// Panics where it is not so. Statements end with `;`; where the first byte is `#`, the others choose clauses.
pub fn holds(bytes: &[u8]) {
    match bytes.strip_prefix(b"#") {
        Some(choices) => session(&chosen::text(choices)),
        None => session(&String::from_utf8_lossy(bytes)),
    }
}

fn session(text: &str) {
    let mut trial = Trial::new();
    for statement in text.split(';').take(STATEMENTS) {
        trial.failed(statement.trim());
    }
    trial.end(text);
}

/// A text that bytes choose from clauses.
#[allow(dead_code, reason = "only scripts ask for it")]
pub fn chosen(choices: &[u8]) -> String {
    chosen::text(choices)
}

/// A session in which statements are tried.
pub struct Trial {
    session: Session,
    request: Request,
    /// What the graph is.
    now: u64,
    /// What a rollback leads back to.
    begun: u64,
}

impl Trial {
    /// A session over the small graph.
    pub fn new() -> Self {
        let package = load_files(&[("graph.jsonl", GRAPH)], &Options::default()).expect("a graph");
        let limits = Limits { time: Some(Duration::from_millis(20)), memory: 4 << 20, rows: ROWS };
        let session = Session::new(package, limits, Arc::default());
        let now = fingerprint(session.graph());
        Self { session, request: Request { parameters: parameters(), ..Request::default() }, now, begun: now }
    }

    /// Tries a statement, and says whether it failed. A defect panics.
    pub fn failed(&mut self, statement: &str) -> bool {
        let before = self.now;
        match statement {
            ":begin" => self.session.begin().map(|()| self.begun = before).is_err(),
            ":commit" => self.session.commit().is_err(),
            ":rollback" => {
                let failed = self.session.rollback().is_err();
                self.now = fingerprint(self.session.graph());
                assert_eq!(self.now, if failed { before } else { self.begun }, "a rollback leads elsewhere");
                failed
            }
            statement => {
                let wrote = asked(&mut self.session, statement, &self.request);
                self.now = fingerprint(self.session.graph());
                if wrote == Some(true) {
                    sound::holds(self.session.graph());
                } else {
                    assert_eq!(self.now, before, "something changed\n{statement}");
                }
                wrote.is_none()
            }
        }
    }

    /// What is still open is rolled back.
    pub fn end(&mut self, text: &str) {
        if self.session.in_transaction() {
            assert!(self.session.rollback().is_ok());
            assert_eq!(fingerprint(self.session.graph()), self.begun, "a rollback leads elsewhere\n{text}");
        }
    }
}

fn parameters() -> Parameters {
    let map: Map = [("id".into(), Value::Integer(9)), ("name".into(), Value::string("Zoë"))].into();
    [
        ("x".into(), Value::Integer(2)),
        ("s".into(), Value::string("Ada")),
        ("l".into(), Value::list(vec![Value::Integer(1), Value::Null, Value::string("a")])),
        ("m".into(), Value::Map(map.into())),
        ("n".into(), Value::Null),
    ]
    .into()
}

/// Whether a statement has written something; none if it failed. A defect panics.
fn asked(session: &mut Session, text: &str, request: &Request) -> Option<bool> {
    let begun = Instant::now();
    let reply = session.ask(text, request);
    assert!(begun.elapsed() < PATIENCE, "{:?} for\n{text}", begun.elapsed());
    match reply {
        Ok(reply) => {
            assert!(reply.answer.len() as u64 <= ROWS);
            let form = Form {
                width: 80,
                terminal: true,
                decimals: reply.decimals,
                presentation: reply.presentation.clone(),
                formulas: Formulas::Disarmed,
            };
            for format in FORMATS {
                let mut out = Vec::new();
                (format.write)(&reply.answer, &form, &mut out).expect("memory takes every byte");
                assert!(std::str::from_utf8(&out).is_ok(), "{}", format.name);
            }
            Some(reply.text.is_none() && reply.answer.changes().is_some())
        }
        Err(problems) => {
            let code = problems.code().expect("a code");
            assert_ne!(code, "session::internal", "{problems}\n{text}");
            if let Some(span) = problems.span() {
                assert!(text.get(span.start as usize..span.end as usize).is_some(), "{text}\n{span:?}");
            }
            let _ = render(&problems, &Source::new("", text), Style { width: 80, colour: false });
            None
        }
    }
}

/// A number for all that a graph holds, as it is and in its order.
fn fingerprint(graph: &Graph) -> u64 {
    let mut text = String::new();
    for node in sound::nodes(graph) {
        let _ = write!(text, "{node:?}{:?}{:?}", graph.labels(node), graph.node_properties(node));
        for kind in graph.types() {
            for (end, relationship) in graph.neighbours(node, kind, Way::Out).iter() {
                let _ = write!(text, "{relationship:?}{}{:?}", end.0, graph.relationship_properties(relationship));
            }
        }
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}
