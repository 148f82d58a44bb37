//! Any bytes as a file of a whole graph: it loads as a sound graph, the same at each time, or it has problems.

use std::sync::Arc;

use crate::sound;
use legation::diagnose::{Style, render};
use legation::limit::Limits;
use legation::load::{Options, Package, load_files};
use legation::session::{Request, Session};
use legation::text::Source;

/// Panics where it is not so of a file of this name, whose ending says the format.
pub fn holds(name: &str, bytes: &[u8]) {
    // So small that an input can exceed each of them.
    let options = Options { record_bytes: 1024, total_bytes: 64 << 10, columns: 32, problems: 20 };
    let load = || load_files(&[(name, bytes)], &options);
    match load() {
        Ok(package) => {
            sound::holds(&package.graph);
            let again = load().expect("what loads once loads twice");
            assert!(package.schema == again.schema, "another schema at the second time");
            let rows = everything(package);
            assert!(rows == everything(again), "another graph at the second time\n{rows:?}");
        }
        Err(problems) => {
            assert!(!problems.is_empty() && problems.len() <= options.problems + 1, "{problems}");
            assert!(problems.iter().all(|problem| problem.code().is_some()), "{problems}");
            let _ = render(&problems, &Source::new("", ""), Style { width: 80, colour: false });
        }
    }
}

/// All nodes and relationships, as text.
fn everything(package: Package) -> Vec<String> {
    let (nodes, relationships) = (package.graph.node_count(), package.graph.relationship_count());
    let mut session = Session::new(package, Limits::default(), Arc::default());
    let mut rows = Vec::new();
    for (query, count) in [("MATCH (n) RETURN n, labels(n) AS l, properties(n) AS p", nodes), ("MATCH ()-[r]->() RETURN r", relationships)]
    {
        let reply = session.ask(query, &Request::default()).expect("an answer");
        assert_eq!(reply.answer.len() as u64, count);
        rows.extend(reply.answer.rows().map(|row| format!("{:?}", row.values().collect::<Vec<_>>())));
    }
    rows
}
