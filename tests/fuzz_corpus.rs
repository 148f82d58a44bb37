//! What the fuzzers know, replayed: every input of `fuzz/corpus` keeps the property of its target.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../fuzz/properties/csv_load.rs"]
mod csv_load;
#[path = "../fuzz/properties/cypher_parse.rs"]
mod cypher_parse;
#[path = "../fuzz/properties/graph_load.rs"]
mod graph_load;
#[path = "../fuzz/properties/question_parse.rs"]
mod question_parse;
#[path = "../fuzz/properties/schema_read.rs"]
mod schema_read;
#[path = "../fuzz/properties/script.rs"]
mod script;
#[path = "../fuzz/properties/sound.rs"]
mod sound;
#[path = "../fuzz/properties/statement.rs"]
mod statement;

use std::path::Path;

/// Gives each input of a target's corpus to its property, in order.
fn replay(target: &str, holds: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        holds(&std::fs::read(path).unwrap());
    }
}

#[test]
fn csv_load() {
    replay("csv_load", csv_load::holds);
}

#[test]
fn cypher_parse() {
    replay("cypher_parse", |bytes| cypher_parse::holds(&String::from_utf8_lossy(bytes)));
}

#[test]
fn question_parse() {
    replay("question_parse", |bytes| question_parse::holds(&String::from_utf8_lossy(bytes)));
}

#[test]
fn statement() {
    replay("statement", statement::holds);
}

#[test]
fn jsonl_load() {
    replay("jsonl_load", |bytes| graph_load::holds("graph.jsonl", bytes));
}

#[test]
fn graphml_load() {
    replay("graphml_load", |bytes| graph_load::holds("graph.graphml", bytes));
}

#[test]
fn schema_read() {
    replay("schema_read", |bytes| schema_read::holds(&String::from_utf8_lossy(bytes)));
}

#[test]
fn script() {
    replay("script", script::holds);
}
