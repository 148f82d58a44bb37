//! Any bytes as the files of a package: they load as a graph whose counts agree wherever they are asked for, or they have problems.

use std::sync::Arc;

use crate::sound;
use legation::diagnose::{Style, render};
use legation::export::{Formulas, Options as Form, format};
use legation::limit::Limits;
use legation::load::{Options, Package, load_files};
use legation::schema::{Noun, Schema};
use legation::session::{Request, Session};
use legation::text::Source;

/// Panics where it is not so.
pub fn holds(bytes: &[u8]) {
    let files = split(bytes);
    // So small that an input can exceed each of them.
    let options = Options { record_bytes: 1024, total_bytes: 64 << 10, columns: 32, problems: 20 };
    match load_files(&files, &options) {
        Ok(package) => {
            let again = load_files(&files, &options).expect("what loads once loads twice");
            assert!(package.schema == again.schema, "another schema at the second time");
            sound::holds(&package.graph);
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
