//! A merge of many rows is as many merges of one row each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use legation::cypher::parse;
use legation::execute::Parameters;
use legation::graph::{Graph, Way};
use legation::limit::Guard;
use legation::optimize::Settings;
use legation::session::prepare;
use legation::value::{NodeId, Value};
use proptest::collection::vec;
use proptest::prelude::*;

const PATTERNS: &[&str] = &[
    "(x:X {k: row.k})",
    "(x:N {id: row.k})",
    "(a)-[r:R]->(b)",
    "(a)-[r:R]-(b)",
    "(a)-[r:R {k: row.k}]-(b)",
    "(a)-[r:R {k: row.k}]->(b)",
    "(a)-[r:R]-(x:X {k: row.k})",
    "(x:X)-[r:R]-(a)",
    "(x:X {k: row.k})-[r:R]-(y:X {k: row.a})",
    "(x:X {k: row.k})-[r:R]->(y:X {k: row.a})",
    "(a)-[:R]->(x:X {k: row.k})-[:S]->(b)",
    "(a)-[:R]->(x:X)<-[:R]-(b)",
    "(a)-[:R {k: row.k}]->(x:X)<-[:R {k: row.a}]-(b)",
    "(a)-[:R]->(x:X)<-[:S]-(b)",
    "(a)<-[:R]-(x:X)-[:R]->(b)",
    "(a)-[:R]->(x)-[:R]->(b)",
    "(a)-[:R]->(x:N)-[:R]->(b)",
    "(a)-[:R]-(x:X)-[:S]-(b)",
    "(a)-[:R]-(x)-[:R]-(b)",
    "(a)-[:R]->(b)-[:S]->(a)",
    "(a)-[:R]->(b)-[:R]->(x:X)",
    "(a)-[:R]->(x:X)-[:R]->(y:X {k: row.k})",
    "(a)-[:R]->(x:X {k: row.k})-[:S]->(y:X {k: row.a})",
    "(a)-[:R]->(x:X {k: row.k})-[:S]->(y:X {k: row.a})-[:T]->(b)",
    "(a)-[:R]-(x:X {k: row.k})-[:S]-(y:X {k: row.a})-[:T]-(b)",
    "(x:X {k: row.k})-[:S]->(y:X {k: row.a})<-[:S]-(z:X {k: row.b})",
    "(x:X {k: row.k})-[:S]-(y:X {k: row.a})-[:S]-(z:X {k: row.b})",
    "(x:X {k: row.k})-[:S]-(y:X {k: row.a})-[:S]->(z:X {k: row.b})",
    "(x:X {k: row.k, l: row.a})-[:S {m: row.b}]-(y:X {l: row.k, k: row.a})-[:S {m: row.k}]-(z:X {k: row.b, l: row.k})",
    "(x:X {k: row.k})-[:S]->(y:X {k: row.a})-[:S]->(z:X {k: row.b})-[:S]->(w:X)",
    "(x:X {k: row.k})-[:S]->(y {k: row.a})<-[:T]-(z)<-[:S]-(w:Y {k: row.b})",
    "(x:X {k: row.k})-[:S]->(y:X {k: row.a})-[:T]->(x)",
    "(x:X {k: row.k})-[:S]-(y:X {k: row.a})-[:S]-(x)",
    "(x:X {k: row.k})-[:S]-(x)",
    "(a)-[:R]->(x:X {k: row.k})-[:S]->(x)",
];

const CHANGES: &[&str] = &[
    "",
    "ON CREATE SET a.n = 1 ON MATCH SET a.n = a.n + 1",
    "ON MATCH SET b.n = coalesce(a.n, 0) + 1",
    "ON CREATE SET a.c = row.k, b.d = row.k ON MATCH SET a.c = row.a",
    "ON CREATE SET a.c = coalesce(b.c, 0) + 1, b.c = a.c ON MATCH SET a.c = row.k, b.c = row.a",
    "ON CREATE SET a:X, a.k = row.k ON MATCH SET b.k = row.k",
    "ON MATCH SET a = {id: a.id, k: row.k}",
];

/// Runs a statement with rows of `a`, `b` and `k`.
fn run(graph: &Graph, text: &str, rows: &[(i64, i64, i64)]) -> Graph {
    let row = |&(a, b, k): &(i64, i64, i64)| {
        let entries = [("a", a), ("b", b), ("k", k)].map(|(name, value)| (name.into(), Value::Integer(value)));
        Value::Map(std::sync::Arc::new(entries.into()))
    };
    let parameters: Parameters = [("rows".into(), Value::list(rows.iter().map(row).collect::<Vec<_>>()))].into();
    let prepared = prepare(graph, &parse(text).unwrap(), &Settings::default()).unwrap();
    let answer = prepared.program.run(graph, &parameters, &Guard::default()).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    answer.graph().clone()
}

/// Everything, by ids.
fn everything(graph: &Graph) -> Vec<String> {
    let mut all = Vec::new();
    let name = |key| graph.catalogue().key_name(key);
    for node in (0..graph.node_bound()).map(NodeId) {
        let properties: Vec<_> = graph.node_properties(node).into_iter().map(|(key, value)| (name(key), value)).collect();
        all.push(format!("{node:?} {:?} {properties:?}", graph.labels(node)));
        for kind in graph.types() {
            for (end, relationship) in graph.neighbours(node, kind, Way::Out).iter() {
                all.push(format!("{relationship:?} {node:?} {end:?} {:?}", graph.relationship_properties(relationship)));
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn many_rows_are_merged_as_one_after_the_other(
        pattern in proptest::sample::select(PATTERNS),
        changes in proptest::sample::select(CHANGES),
        rows in vec((0..4_i64, 0..4_i64, 0..3_i64), 1..8),
        links in vec((0..4_i64, 0..4_i64, 0..3_i64), 0..4),
    ) {
        let start = run(&Graph::default(), "UNWIND range(0, 3) AS id CREATE (:N {id: id})", &[]);
        let link = "UNWIND $rows AS row MATCH (a:N {id: row.a}), (b:N {id: row.b}) CREATE (a)-[:R]->(b), (b)-[:S {k: row.k}]->(a)";
        let start = run(&start, link, &links);
        let text = format!("UNWIND $rows AS row MATCH (a:N {{id: row.a}}), (b:N {{id: row.b}}) WITH row, a, b MERGE {pattern} {changes}");
        let together = run(&start, &text, &rows);
        let apart = rows.iter().fold(start, |graph, row| run(&graph, &text, &[*row]));
        prop_assert_eq!(everything(&together), everything(&apart), "{}", text);
    }
}

/// The rows of all operators of a statement that merges a pattern for each of `count` values.
fn work(pattern: &str, count: usize) -> u64 {
    let text = format!("UNWIND range(1, {count}) AS i MERGE {pattern}");
    let prepared = prepare(&Graph::default(), &parse(&text).unwrap(), &Settings::default()).unwrap();
    let answer = prepared.program.run(&Graph::default(), &Parameters::new(), &Guard::default()).unwrap();
    (0..answer.trace().len()).map(|operator| answer.trace().rows(operator)).sum()
}

#[test]
fn merging_new_patterns_takes_time_linear_in_what_is_created() {
    for pattern in [
        "(:A {id: i})",
        "(:A {id: i})-[:R]->(:B {id: i})",
        "(:A {id: i})-[:R]-(:A {id: i + 1})",
        "(:A {id: i})-[:R]->(:B {id: i})-[:S]->(:C {id: i})-[:T]->(:D {id: i})",
        "(:A {id: i})-[:R]->(:A {id: i + 1})-[:R]->(:A {id: i + 2})-[:R]->(:A {id: i + 3})",
        "(:A {id: i})-[:R]->(:A {id: i + 1})<-[:R]-(:A {id: i + 2})",
    ] {
        let (some, twice) = (work(pattern, 4000), work(pattern, 8000));
        assert!(twice <= 2 * some, "{pattern}: {some}, then {twice}");
    }
}
