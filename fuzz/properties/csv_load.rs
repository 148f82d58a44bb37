//! Any bytes as the files of a package: they load as a graph whose counts agree wherever they are asked for, or they have problems.

use std::sync::Arc;

use legation::diagnose::{Style, render};
use legation::export::{Formulas, Options as Form, format};
use legation::graph::{Graph, Way};
use legation::limit::Limits;
use legation::load::{Options, Package, load_files};
use legation::schema::{Noun, Schema};
use legation::session::{Request, Session};
use legation::text::Source;
use legation::value::{NodeId, TypeId, equals};

/// Panics where it is not so.
pub fn holds(bytes: &[u8]) {
    let files = split(bytes);
    // So small that an input can exceed each of them.
    let options = Options { record_bytes: 1024, total_bytes: 64 << 10, columns: 32, problems: 20 };
    match load_files(&files, &options) {
        Ok(package) => {
            let again = load_files(&files, &options).expect("what loads once loads twice");
            assert!(package.schema == again.schema, "another schema at the second time");
            counts_agree(&package.graph);
            indexes_find(&package.graph);
            let sentences = sentences(&package.schema);
            let (mut one, mut other) = (session(package), session(again));
            exports_agree(&mut one, &mut other);
            for sentence in sentences {
                // Words that no schema states are proposed, and sound.
                if let Err(code) = answered(&mut one, &sentence) {
                    let stated = files.iter().any(|(path, _)| *path == "schema.toml");
                    assert!(stated || code != "question::broken_entry", "{sentence}");
                }
            }
        }
        Err(problems) => {
            assert!(!problems.is_empty() && problems.len() <= options.problems + 1, "{problems}");
            assert!(problems.iter().all(|problem| problem.code().is_some()), "{problems}");
            let _ = render(&problems, &Source::new("", ""), Style { width: 80, colour: false });
        }
    }
}

/// The files of a package: each follows a line of `@` and its path. What stands before the first is nothing.
fn split(bytes: &[u8]) -> Vec<(&str, &[u8])> {
    let mut files = Vec::new();
    let mut current: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let begin = at;
        at += line.len();
        let path = line.strip_prefix(b"@").and_then(|path| std::str::from_utf8(path).ok());
        if let Some(path) = path {
            files.extend(current.map(|(path, from)| (path, &bytes[from..begin])));
            current = Some((path.trim_end_matches(['\n', '\r']), at));
        }
    }
    files.extend(current.map(|(path, from)| (path, &bytes[from..])));
    files
}

fn session(package: Package) -> Session {
    Session::new(package, Limits::default(), Arc::default())
}

/// Nodes by label and relationships by type and direction, counted one by one, are what the snapshot and its statistics say.
fn counts_agree(graph: &Graph) {
    let nodes: Vec<NodeId> = (0..graph.node_bound()).map(NodeId).collect();
    let statistics = graph.statistics();
    assert!(nodes.iter().all(|&node| graph.has_node(node)));
    assert_eq!(graph.node_count(), nodes.len() as u64);
    assert_eq!(graph.live().count(), nodes.len() as u64);
    assert_eq!(statistics.nodes, nodes.len() as u64);
    for name in graph.catalogue().labels() {
        let label = graph.catalogue().label(&name).expect("a label of the catalogue");
        let members = nodes.iter().filter(|&&node| graph.labels(node).contains(&label)).count() as u64;
        assert_eq!((graph.count_with_label(label), statistics.label_count(label)), (members, members), "{name}");
    }
    let count = |kind: TypeId, way: Way| nodes.iter().map(|&node| graph.neighbours(node, kind, way).len() as u64).sum::<u64>();
    let mut all = 0;
    for kind in graph.types() {
        all += count(kind, Way::Out);
        assert_eq!((count(kind, Way::Out), count(kind, Way::In)), (statistics.type_count(kind), statistics.type_count(kind)));
        for &node in &nodes {
            for (end, relationship) in graph.neighbours(node, kind, Way::Out).iter() {
                assert_eq!(graph.relationship_ends(relationship), Some((node, end)));
            }
        }
    }
    assert_eq!((graph.relationship_count(), statistics.relationships), (all, all));
}

/// An index finds each node by the value that it has, unless that value, like NaN, is not equal to itself.
fn indexes_find(graph: &Graph) {
    for (label, key) in graph.indexes() {
        for node in (0..graph.node_bound()).map(NodeId).filter(|&node| graph.has_label(node, label)) {
            let value = graph.node_property(node, key);
            if equals(&value, &value) == Some(true) {
                assert_eq!(graph.seek(label, key, &value), Some(Some(node)), "{value}");
            }
        }
    }
}

/// Questions in the words of the lexicon, whose snippets may be anything: the first few of each kind.
fn sentences(schema: &Schema) -> Vec<String> {
    let lexicon = &schema.lexicon;
    let nouns: Vec<&str> = lexicon.nouns.iter().take(3).map(Noun::plural).collect();
    let adjectives = lexicon.adjectives.iter().flat_map(|entry| &entry.words).take(3);
    let predicates = lexicon.predicates.iter().flat_map(|entry| &entry.words).take(3);
    let attributes = lexicon.attributes.iter().flat_map(|entry| &entry.words).take(3);
    let relations = lexicon.relations.iter().flat_map(|entry| entry.forward.iter().chain(&entry.backward)).take(4);
    let mut all = Vec::new();
    for noun in &nouns {
        all.push(format!("how many {noun}"));
        all.extend(adjectives.clone().map(|adjective| format!("{adjective} {noun}")));
        all.extend(predicates.clone().map(|predicate| format!("{noun} {predicate}")));
        all.extend(attributes.clone().map(|attribute| format!("{noun} show {attribute}")));
        all.extend(relations.clone().flat_map(|phrase| nouns.iter().map(move |other| format!("{noun} {phrase} at least 1 {other}"))));
    }
    all
}

/// Nodes and relationships are written one a row, and the same at each loading.
fn exports_agree(one: &mut Session, other: &mut Session) {
    let (nodes, relationships) = (one.graph().node_count(), one.graph().relationship_count());
    for (query, count) in [("MATCH (n) RETURN n", nodes), ("MATCH ()-[r]->() RETURN r", relationships)] {
        let rows = answered(one, query).expect("an answer");
        assert_eq!(rows.lines().count() as u64, count, "{rows}");
        assert!(rows == answered(other, query).expect("an answer"), "other rows at the second time\n{rows}");
    }
    for (query, count) in [("MATCH (n) RETURN count(n) AS c", nodes), ("MATCH ()-[r]->() RETURN count(r) AS c", relationships)] {
        assert_eq!(answered(one, query), Ok(format!("{{\"c\":{count}}}\n")));
    }
}

/// The rows as JSON lines, after every other format was written; or the code of the problem. A defect panics.
fn answered(session: &mut Session, text: &str) -> Result<String, String> {
    let reply = match session.ask(text, &Request::default()) {
        Ok(reply) => reply,
        Err(problems) => {
            let code = problems.code().expect("a code");
            assert_ne!(code, "session::internal", "{problems}");
            return Err(code);
        }
    };
    let form = Form {
        width: 80,
        terminal: true,
        decimals: None,
        presentation: legation::question::Presentation::Rows,
        formulas: Formulas::Disarmed,
    };
    let write = |name: &str| {
        let mut out = Vec::new();
        (format(name).expect("a format").write)(&reply.answer, &form, &mut out).expect("memory takes every byte");
        String::from_utf8(out).expect("text")
    };
    for name in ["table", "csv", "json", "markdown"] {
        write(name);
    }
    Ok(write("jsonl"))
}
