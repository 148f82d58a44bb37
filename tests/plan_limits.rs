//! Large and deep queries are planned and run, or refused by name, within a small stack and in little time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at what must not happen")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use legation::cypher::{LARGEST_QUERY, NESTING, analyse, lower, parse};
use legation::execute::Parameters;
use legation::graph::{Builder, Catalogue, Graph, Statistics};
use legation::limit::{Guard, Limits};
use legation::optimize::{Settings, optimize};
use legation::session::prepare;
use legation::value::{NodeId, Value};

/// Plans a query on a thread with 2 MiB, the least that a user's thread has; gives the first error's code.
fn plan(text: String) -> Option<String> {
    small_stack(move || {
        let begun = Instant::now();
        let planned = parse(&text).and_then(|tree| analyse(&tree, &Catalogue::default())).map(|bound| {
            let statement = optimize(lower(bound), &Statistics::default(), &Settings::default());
            assert!(!statement.plan.to_string().is_empty());
        });
        let time = begun.elapsed();
        assert!(time < Duration::from_secs(20), "{time:?} for {}", &text[..text.len().min(60)]);
        planned.err().and_then(|problems| problems.code())
    })
}

fn small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap()
}

/// One node whose `x` is 2, with a relationship to itself: every chain of patterns has an answer.
fn loop_graph() -> Graph {
    let catalogue = Arc::new(Catalogue::default());
    let (label, kind, key) =
        (catalogue.intern_label("N").unwrap(), catalogue.intern_type("T").unwrap(), catalogue.intern_key("x").unwrap());
    let mut builder = Builder::new(catalogue);
    builder.add_nodes(&[label], 1).unwrap();
    builder.set_node_property(NodeId(0), key, Value::Integer(2));
    builder.add_relationships(kind, vec![NodeId(0)], vec![NodeId(0)]).unwrap();
    builder.finish().unwrap()
}

/// Takes a query from text to its printed answer on a small stack; gives the first error's code.
fn run(text: String) -> Option<String> {
    small_stack(move || {
        let graph = loop_graph();
        let begun = Instant::now();
        let guard = Guard::new(Limits { memory: 64 << 20, ..Limits::default() }, Arc::default());
        let answer = parse(&text)
            .and_then(|tree| prepare(&graph, &tree, &Settings::default()))
            .and_then(|prepared| prepared.program.run(&graph, &Parameters::default(), &guard))
            .map(|answer| {
                answer.rows().for_each(|row| row.values().for_each(|value| assert!(!value.to_string().is_empty())));
            });
        let time = begun.elapsed();
        assert!(time < Duration::from_secs(20), "{time:?} for {}", &text[..text.len().min(60)]);
        answer.err().and_then(|problems| problems.code())
    })
}

/// `first`, then `clause` as often as a query may have it.
fn longest(first: &str, clause: &str) -> String {
    let text = |times: usize| format!("{first} {}RETURN x", clause.repeat(times));
    let catalogue = Catalogue::default();
    let fits = |times: usize| parse(&text(times)).and_then(|tree| analyse(&tree, &catalogue)).is_ok();
    let (mut least, mut beyond) = (1, LARGEST_QUERY + 1);
    assert!(fits(least) && !fits(beyond), "{clause}");
    while beyond - least > 1 {
        let middle = usize::midpoint(least, beyond);
        if fits(middle) { least = middle } else { beyond = middle }
    }
    text(least)
}

#[test]
fn the_longest_queries_run_on_a_small_stack() {
    let deep = Some("limit::nesting");
    for (first, clause, expected) in [
        ("WITH 1 AS x", "WITH x ", None),
        ("WITH 1 AS x", "WITH x + 1 AS x ", None),
        ("WITH 1 AS x", "WITH [x] AS x ", deep),
        ("WITH 1 AS x", "WITH {x: x} AS x ", deep),
        ("WITH 1 AS x", "WITH collect(x) AS x ", deep),
        ("WITH 1 AS x", "WITH x, count(*) AS y ", None),
        ("WITH 1 AS x", "WITH DISTINCT x ", None),
        ("WITH 1 AS x", "WITH x ORDER BY x SKIP 0 LIMIT 1 WHERE x > 0 ", None),
        ("WITH 1 AS x", "WITH x ORDER BY x ", None),
        ("WITH 1 AS x", "WITH x LIMIT 1 ", None),
        ("WITH 1 AS x", "WITH x WHERE EXISTS { MATCH (a) WHERE a.x > x } ", None),
        ("WITH 1 AS x", "WITH COUNT { MATCH (a) WHERE a.x > x } AS x ", None),
        ("WITH 1 AS x", "UNWIND [x] AS y WITH y AS x ", None),
        ("MATCH (x)", "MATCH (x)-->(x) ", None),
        ("MATCH (x)", "OPTIONAL MATCH (x)-->(x) ", None),
        ("MATCH (x)", "OPTIONAL MATCH (x)-[*1..2]->(x) ", None),
        ("MATCH (x)", "MATCH (y) WITH y AS x ", None),
        ("MATCH (x)", "MATCH (x)-->(y) WITH y AS x ", None),
        ("MATCH (x)", "MATCH p = shortestPath((x)-[*]->(y)) WITH x ", None),
    ] {
        let code = run(longest(first, clause));
        assert_eq!(code.as_deref(), expected, "{clause}");
    }
}

#[test]
fn the_deepest_queries_run_on_a_small_stack() {
    let deep = |open: &str, middle: &str, close: &str, levels: usize| format!("{}{middle}{}", open.repeat(levels), close.repeat(levels));
    let levels = NESTING - 5;
    for text in [
        format!("RETURN {} AS x", deep("[", "1", "]", levels)),
        format!("RETURN {} AS x", deep("[x IN ", "[1]", " WHERE x > 0 | x]", levels)),
        format!("RETURN {} AS x", deep("CASE ", "1", " WHEN 1 THEN 2 ELSE 3 END", levels)),
        format!("RETURN {} AS x", deep("(1 < ", "1", " < 2)", levels)),
        format!("RETURN {} AS x", deep("reduce(a = 0, x IN [1] | ", "x", ")", levels)),
        format!("MATCH (a) WHERE {} RETURN a", deep("EXISTS { MATCH (a)-->(b) WHERE ", "true", " }", levels / 2)),
        format!("MATCH (a) RETURN {} AS c", deep("COUNT { MATCH (a)-->(b) WHERE b.x = ", "1", " }", levels / 2)),
        format!("RETURN 0 AS a {}", " UNION RETURN 1 AS a".repeat(300)),
        format!("MATCH (a) WHERE a.x = 0 {} RETURN a", " OR a.x + 1 = 7".repeat(2_000)),
    ] {
        let code = run(text.clone());
        assert!(code.is_none(), "{code:?} for {}", &text[..80]);
    }
}

#[test]
fn deep_queries_fit_a_small_stack() {
    let deep = |open: &str, middle: &str, close: &str, levels: usize| format!("{}{middle}{}", open.repeat(levels), close.repeat(levels));
    let levels = NESTING - 5;
    assert_eq!(plan(format!("RETURN {} AS x", deep("[", "1", "]", levels))), None);
    assert_eq!(plan(format!("RETURN {} AS x", deep("[x IN ", "[1]", " WHERE x > 0 | x]", levels))), None);
    assert_eq!(plan(format!("RETURN {} AS x", deep("CASE ", "1", " WHEN 1 THEN 2 ELSE 3 END", levels))), None);
    assert_eq!(plan(format!("RETURN {} AS x", deep("(1 < ", "1", " < 2)", levels))), None);
    assert_eq!(plan(format!("MATCH (a) WHERE {} RETURN a", deep("EXISTS { MATCH (a)-->(b) WHERE ", "true", " }", levels / 2))), None);
    assert_eq!(plan(format!("MATCH (a) RETURN {} AS c", deep("COUNT { MATCH (a)-->(b) WHERE b.x = ", "1", " }", levels / 2))), None);
    assert_eq!(
        plan(format!("RETURN {} AS x", deep("[x IN [null] WHERE EXISTS { MATCH (x) WHERE size(", "[true]", ") > 0 } | x]", levels / 4))),
        None
    );
    assert_eq!(plan(format!("RETURN {}1 AS x", "- - ".repeat(60))), None);
    assert_eq!(plan(format!("RETURN 1{} AS x", " + 1".repeat(250))), None);
}

#[test]
fn long_queries_end_soon() {
    let many = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<String>();
    assert_eq!(
        plan(format!("MATCH (a) {} RETURN a", many(200, &|at| format!("MATCH (a)-->(b{at}) ")))).as_deref(),
        Some("cypher::too_large")
    );
    assert_eq!(plan(format!("MATCH (a) {} RETURN a", many(145, &|at| format!("MATCH (a)-->(b{at}) ")))), None);
    assert_eq!(plan(format!("MATCH (a) {} RETURN a", many(145, &|_| "WITH a WHERE a.x > 1 ".into()))), None);
    assert_eq!(plan(format!("MATCH (a) {} RETURN a", many(145, &|at| format!("OPTIONAL MATCH (a)-->(b{at}) ")))), None);
    assert_eq!(plan(format!("MATCH (a) {} RETURN a", many(290, &|at| format!("UNWIND [1] AS b{at} ")))), None);
    assert_eq!(plan(format!("MATCH (a){} RETURN count(*)", "-->()".repeat(90))), None);
    assert_eq!(plan(format!("MATCH (a){} RETURN count(*)", "-->()".repeat(2000))).as_deref(), Some("cypher::too_large"));
    assert_eq!(plan(format!("MATCH (a0){} RETURN count(*)", many(30, &|at| format!("-->(a{})", at + 1)))), None);
    assert_eq!(plan(format!("MATCH (a0){} RETURN count(*)", many(100, &|at| format!(", (a{})", at + 1)))), None);
    assert_eq!(plan(format!("MATCH (a) WHERE a.x = 0 {} RETURN a", many(2_000, &|at| format!(" OR a.x = {at}")))), None);
    assert_eq!(plan(format!("MATCH (a)-->(b) WHERE a.x = 0 {} RETURN a", many(2_000, &|at| format!(" AND b.x <> {at}")))), None);
    assert_eq!(plan(format!("MATCH (a) WHERE true {} RETURN a", many(140, &|_| " AND EXISTS { (a)-->() }".into()))), None);
    assert_eq!(plan(format!("RETURN 0 AS a {}", many(300, &|_| " UNION RETURN 1 AS a".into()))), None);
    assert_eq!(plan(format!("RETURN 0 {}", many(1000, &|at| format!(", {at} AS a{at}")))), None);
    assert_eq!(plan(format!("MATCH (n) RETURN n {}", many(500, &|at| format!(", count(n.a{at}) + n.x AS a{at}")))), None);
    assert_eq!(plan(format!("RETURN [{}] AS list", "1, ".repeat(5_000) + "1")), None);
}
