//! Laws of the whole chain: every plan gives the rows that the naive evaluator gives.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

mod naive;

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use legation::execute::Parameters;
use legation::graph::{Builder, Catalogue, Graph};
use legation::limit::{Guard, Limits};
use legation::optimize::{RULES, Settings};
use legation::value::{NodeId, RelationshipId, Value};
use naive::NaiveGraph;
use naive::generate::{Tape, graph, query};
use naive::statement::statement;
use naive::write::carry_out;
use proptest::prelude::*;

/// The engine's graph of a naive one.
fn build(naive: &NaiveGraph) -> Graph {
    let catalogue = Arc::new(Catalogue::default());
    let mut builder = Builder::new(Arc::clone(&catalogue));
    for node in &naive.nodes {
        let labels: Vec<_> = node.labels.iter().map(|label| catalogue.intern_label(label).unwrap()).collect();
        let id = builder.add_nodes(&labels, 1).unwrap();
        for (key, value) in &node.properties {
            builder.set_node_property(id, catalogue.intern_key(key).unwrap(), value.clone());
        }
    }
    for relationship in &naive.relationships {
        let kind = catalogue.intern_type(&relationship.kind).unwrap();
        let ends = (NodeId(relationship.start as u32), NodeId(relationship.end as u32));
        let arrival = builder.add_relationships(kind, vec![ends.0], vec![ends.1]).unwrap().start;
        for (key, value) in &relationship.properties {
            builder.set_relationship_property(kind, arrival, catalogue.intern_key(key).unwrap(), value.clone());
        }
    }
    builder.finish().unwrap()
}

/// A value as text in which entities are known by their `id` property.
fn text(value: &Value, node: &dyn Fn(NodeId) -> Value, relationship: &dyn Fn(RelationshipId) -> Value) -> String {
    match value {
        Value::Node(id) => format!("node {}", node(*id)),
        Value::Relationship(id) => format!("relationship {}", relationship(*id)),
        Value::List(items) => items.iter().fold("[".to_owned(), |mut out, item| {
            let _ = write!(out, "{}, ", text(item, node, relationship));
            out
        }),
        other => other.to_string(),
    }
}

/// What the naive evaluator answers, each row as text; none where it has no answer, or one of several.
fn expected(naive: &NaiveGraph, query: &legation::cypher::ast::Query, sorted: bool) -> Option<Vec<String>> {
    let in_order = |order| {
        let mut rows = rows(&NaiveGraph { order, ..naive.clone() }, query)?;
        if !sorted {
            rows.sort();
        }
        Some(rows)
    };
    let first = in_order(0)?;
    (1..4).all(|order| in_order(order).as_ref() == Some(&first)).then_some(first)
}

fn rows(naive: &NaiveGraph, query: &legation::cypher::ast::Query) -> Option<Vec<String>> {
    let node = |id: NodeId| naive.node(id).properties["id"].clone();
    let relationship = |id: RelationshipId| naive.relationship(id).properties["id"].clone();
    let (table, ..) = carry_out(naive, query).ok()?;
    Some(table.rows.iter().map(|row| row.iter().map(|value| text(value, &node, &relationship) + " | ").collect()).collect())
}

/// What the engine answers with some of its rules. None where it runs out of time without some of them: a plan that walks
/// every trail before it looks at a condition may take for ever, and says nothing about its rows. With all rules there is
/// time enough: what the naive evaluator answers in its few steps is not long for an engine.
fn answered(graph: &Graph, query: &legation::cypher::ast::Query, rules: &Settings) -> Option<Vec<String>> {
    let time = Duration::from_secs(if *rules == Settings::default() { 20 } else { 1 });
    let guard = Guard::new(Limits { time: Some(time), ..Limits::default() }, Arc::default());
    let prepared = legation::session::prepare(graph, query, rules).unwrap_or_else(|problems| panic!("{problems}"));
    let answer = match prepared.program.run(graph, &Parameters::default(), &guard) {
        Err(problems) if problems.code().as_deref() == Some("limit::time") && *rules != Settings::default() => return None,
        answer => answer.unwrap_or_else(|problems| panic!("{problems}")),
    };
    let id = graph.catalogue().key("id").unwrap();
    let node = |node: NodeId| graph.node_property(node, id);
    let relationship = |relationship: RelationshipId| graph.relationship_property(relationship, id);
    Some(answer.rows().map(|row| row.values().map(|value| text(&value, &node, &relationship) + " | ").collect()).collect())
}

/// All rules, no rule, all but each one, and each one alone.
fn choices() -> Vec<Settings> {
    let without = RULES.iter().map(|rule| Settings::default().without(rule.name));
    let alone = RULES.iter().map(|rule| Settings::none().with(rule.name));
    [Settings::default(), Settings::none()].into_iter().chain(without).chain(alone).collect()
}

/// Compares all ways of answering; rows in order where the query sorts by all of its columns.
fn agree(tape: &[u16]) -> Result<(), TestCaseError> {
    let mut tape = Tape::new(tape);
    let naive = graph(&mut tape);
    let written = query(&mut tape);
    let query = legation::cypher::parse(&written).map_err(|problems| TestCaseError::fail(format!("{written}\n{problems}")))?;
    let sorted = written.contains("ORDER BY") && !written.contains("UNION");
    let Some(expected) = expected(&naive, &query, sorted) else { return Ok(()) };
    let engine = build(&naive);
    let mut slow = 0;
    for rules in choices() {
        let Some(mut rows) = answered(&engine, &query, &rules) else {
            slow += 1;
            // Most plans of such a query are as slow.
            if slow == 3 {
                return Ok(());
            }
            continue;
        };
        if !sorted {
            rows.sort();
        }
        prop_assert_eq!(&rows, &expected, "{}\nwith {:?}\non {:#?}", written, rules, naive);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_gives_the_rows_of_the_naive_evaluator(tape in prop::collection::vec(any::<u16>(), 40..160)) {
        agree(&tape)?;
    }

    #[test]
    fn a_query_printed_and_read_again_is_the_same(writes: bool, tape in prop::collection::vec(any::<u16>(), 10..160)) {
        let mut tape = Tape::new(&tape);
        let _ = graph(&mut tape);
        let written = if writes { statement(&mut tape) } else { query(&mut tape) };
        let tree = legation::cypher::parse(&written).unwrap();
        let again = legation::cypher::parse(&tree.to_string()).unwrap();
        prop_assert_eq!(tree, again, "{}", written);
    }
}

/// How many random cases are tried: `LEGATION_CASES`, or few enough for every run of the tests.
fn cases() -> u32 {
    std::env::var("LEGATION_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}
