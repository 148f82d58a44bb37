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
    let package = load_files(&[("graph.jsonl", GRAPH)], &Options::default()).expect("a graph");
    let limits = Limits { time: Some(Duration::from_millis(20)), memory: 4 << 20, rows: ROWS };
    let mut session = Session::new(package, limits, Arc::default());
    let request = Request { parameters: parameters(), ..Request::default() };
    let mut now = fingerprint(session.graph());
    // What a rollback leads back to.
    let mut begun = now;
    for statement in text.split(';').take(STATEMENTS) {
        let before = now;
        match statement.trim() {
            ":begin" => drop(session.begin().map(|()| begun = before)),
            ":commit" => drop(session.commit()),
            ":rollback" => {
                let rolled_back = session.rollback().is_ok();
                now = fingerprint(session.graph());
                assert_eq!(now, if rolled_back { begun } else { before }, "a rollback leads elsewhere\n{text}");
            }
            statement => {
                let wrote = asked(&mut session, statement, &request);
                now = fingerprint(session.graph());
                if wrote {
                    sound::holds(session.graph());
                } else {
                    assert_eq!(now, before, "something changed\n{statement}");
                }
            }
        }
    }
    if session.in_transaction() {
        assert!(session.rollback().is_ok());
        assert_eq!(fingerprint(session.graph()), begun, "a rollback leads elsewhere\n{text}");
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

/// Whether a statement has written something. A defect panics.
fn asked(session: &mut Session, text: &str, request: &Request) -> bool {
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
            reply.text.is_none() && reply.answer.changes().is_some()
        }
        Err(problems) => {
            let code = problems.code().expect("a code");
            assert_ne!(code, "session::internal", "{problems}\n{text}");
            if let Some(span) = problems.span() {
                assert!(text.get(span.start as usize..span.end as usize).is_some(), "{text}\n{span:?}");
            }
            let _ = render(&problems, &Source::new("", text), Style { width: 80, colour: false });
            false
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
