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
fn any_number_of_clauses_that_create_are_one_step() {
    let count = 4 * LARGEST_QUERY;
    let text = |range: std::ops::Range<usize>, clause: &dyn Fn(usize) -> String| range.map(clause).collect::<Vec<_>>().join(" ");
    let nodes = text(0..count, &|at| format!("CREATE (n{at}:N {{id: {at}}})"));
    let relationships = text(1..count, &|at| format!("CREATE (n{})-[:T]->(n{at})", at - 1));
    assert_eq!(run(format!("{nodes} {relationships} RETURN n0")), None);
    let dependent = text(1..count, &|at| format!("CREATE (x{at} {{id: x{}.id}})", at - 1));
    assert_eq!(run(format!("WITH 1 AS x CREATE (x0 {{id: 1}}) {dependent}")).as_deref(), Some("cypher::too_large"));
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

/// The code of the error that a statement ends in, over two nodes, with 16 MiB and a second.
fn outcome(text: &str) -> Option<String> {
    let whole = text.to_owned();
    let (code, took) = small_stack(move || {
        let begun = Instant::now();
        let run = |graph: &Graph, text: &str, guard: &Guard| {
            let prepared = prepare(graph, &parse(text)?, &Settings::default())?;
            prepared.program.run(graph, &Parameters::default(), guard).map(|answer| answer.graph().clone())
        };
        let graph = run(&Graph::default(), "CREATE (:N {x: 1})-[:T]->(:N {x: 2})", &Guard::default()).unwrap();
        let limits = Limits { memory: 16 << 20, time: Some(Duration::from_secs(1)), ..Limits::default() };
        let outcome = run(&graph, &whole, &Guard::new(limits, Arc::default()));
        (outcome.err().map(|problems| problems.code().unwrap_or_default()), begun.elapsed())
    });
    // A second to run, and the rest for a busy machine without optimization.
    assert!(took < Duration::from_secs(20), "{took:?} for {}", &text[..text.len().min(100)]);
    code
}

/// `levels` subqueries or loops within each other; `@` is the number of each.
fn within(first: &str, [open, middle, close]: [&str; 3], last: &str, levels: usize) -> String {
    let open: String = (0..levels).map(|level| open.replace('@', &level.to_string())).collect();
    format!("{first}{open}{middle}{}{last}", close.repeat(levels))
}

#[test]
fn subqueries_within_each_other_run_up_to_the_limit() {
    for (first, parts, last) in [
        ("", ["CALL { ", "CALL { RETURN 1 AS x }", " RETURN x }"], " RETURN x"),
        ("MATCH (n) ", ["CALL (n) { ", "CALL (n) { RETURN n.x AS x }", " RETURN x }"], " RETURN x"),
        ("MATCH (n) ", ["CALL (n) { CREATE (:A) WITH n ", "CALL (n) { RETURN 1 AS x }", " RETURN x }"], " RETURN x"),
        ("MATCH (n) ", ["CALL (n) { MATCH (n)--(m) ", "CALL (n) { SET n.x = 2 }", " SET m.y = 1 }"], ""),
        ("MATCH (n) ", ["OPTIONAL CALL (n) { ", "CALL (n) { MATCH (n)-->(m) RETURN m }", " RETURN m }"], " RETURN m"),
        ("RETURN ", ["COLLECT { RETURN ", "1", " }"], " AS x"),
        ("MATCH (n) RETURN ", ["COLLECT { MATCH (n)-->(m) RETURN ", "m.x", " }"], " AS x"),
        ("MATCH (n) RETURN ", ["COUNT { MATCH (n)--() RETURN ", "n.x", " }"], " AS x"),
        ("MATCH (n) WHERE ", ["EXISTS { MATCH (n)--(m) WHERE ", "m.x > 0", " }"], " RETURN n"),
        ("MATCH (n) WHERE ", ["NOT EXISTS { (n)--() WHERE ", "n.x > 0", " }"], " RETURN n"),
        ("MATCH (n) RETURN ", ["[(n)--(m) | ", "n.x", "]"], " AS x"),
        ("", ["FOREACH (x@ IN [1] | ", "CREATE (:A)", ")"], ""),
        ("MATCH (n) ", ["FOREACH (x@ IN [n] | SET x@.x = 3 ", "MERGE (n)-[:T]->(:A)", ")"], ""),
    ] {
        let text = within(first, parts, last, NESTING / 3);
        // Where there are more rows on each level, their number ends it.
        let code = outcome(&text);
        assert!(
            matches!(code.as_deref(), None | Some("limit::time" | "limit::memory" | "limit::nesting" | "cypher::too_large")),
            "{code:?} {text}"
        );
        for levels in [NESTING + 1, 5_000] {
            let text = within(first, parts, last, levels);
            assert_eq!(outcome(&text).as_deref(), Some("SyntaxError: NestingTooDeep"), "{}", &text[..100]);
        }
    }
}

#[test]
fn what_writes_much_ends_in_a_limit() {
    for text in [
        "UNWIND range(1, 1000000000) AS i CREATE (:A {i: i})",
        "UNWIND range(1, 1000000000) AS i CREATE (:A)-[:R {i: i}]->(:A)",
        "MATCH (n {x: 1}) UNWIND range(1, 1000000000) AS i CREATE (n)-[:R]->(n)",
        "UNWIND range(1, 1000000000) AS i MERGE (:A {i: i})",
        "MATCH (n {x: 1}) UNWIND range(1, 1000000000) AS i MERGE (n)-[:R]->(:A {i: i})",
        "MATCH (n {x: 1}) UNWIND range(1, 1000000000) AS i SET n.y = i",
        "MATCH (n {x: 1}) UNWIND range(1, 1000000000) AS i CALL (n, i) { SET n.y = i }",
        "UNWIND range(1, 1000000000) AS i CALL (i) { CREATE (a:A {i: i}) RETURN a } RETURN count(a) AS n",
        "UNWIND range(1, 1000) AS i UNWIND range(1, 1000) AS j CALL (i, j) { CREATE (a:A {i: i * j}) }",
        "FOREACH (i IN range(1, 1000000000) | CREATE (:A {i: i}))",
        "FOREACH (i IN range(1, 10000) | FOREACH (j IN range(1, 10000) | CREATE (:A {i: i, j: j})))",
        "FOREACH (i IN range(1, 10000) | FOREACH (j IN range(1, 10000) | MERGE (:A {i: i * j})))",
        "MATCH (n) FOREACH (i IN range(1, 100) | SET n.text = coalesce(n.text, 'ab') + coalesce(n.text, 'ab'))",
        "MATCH (n) FOREACH (i IN range(1, 100) | SET n.list = coalesce(n.list, [1]) + coalesce(n.list, [1]))",
        "MATCH (n {x: 1}) UNWIND range(1, 1000) AS i SET n.text = coalesce(n.text, 'ab') + coalesce(n.text, 'ab')",
        "UNWIND range(1, 10000) AS i CREATE (:A {list: range(i, i + 10000)})",
        "WITH reduce(t = 'ab', i IN range(1, 16) | t + t) AS t UNWIND range(1, 10000) AS i CREATE (:A {t: t + i})",
        "WITH [i IN range(1, 100000) | i] AS list UNWIND list AS i UNWIND list AS j MERGE (:A {i: i})-[:R]->(:A {i: j})",
        "UNWIND range(1, 1000000000) AS i CREATE (a:A) DELETE a",
    ] {
        let code = outcome(text);
        assert!(matches!(code.as_deref(), Some("limit::time" | "limit::memory")), "{code:?} {text}");
    }
}

#[test]
fn long_statements_that_write_end_soon() {
    let many = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<String>();
    for count in [100, 2_000] {
        for text in [
            format!("CREATE (){}", many(count, &|at| format!(", (:A {{i: {at}}})"))),
            format!("CREATE (){}", many(count, &|at| format!("-[:T {{i: {at}}}]->()"))),
            format!("MATCH (n) CREATE (n)-[:T]->(n){}", many(count, &|_| ", (n)-[:T]->(n)".into())),
            many(count, &|at| format!("CREATE (:A {{i: {at}}}) ")),
            many(count, &|at| format!("MERGE (:A {{i: {at}}}) ")),
            format!("MERGE (){}", many(count, &|_| "-[:T]->()".into())),
            format!("MATCH (n) SET n.y = 0{}", many(count, &|at| format!(", n.y = {at}"))),
            format!("MATCH (n) SET n:A{}", many(count, &|at| format!(":B{at}"))),
            format!("MATCH (n) REMOVE n:A{}", many(count, &|at| format!(", n.a{at}"))),
            format!("MATCH (n) SET n += {{y: 0{}}}", many(count, &|at| format!(", a{at}: {at}"))),
            format!("MATCH (n) DETACH DELETE n{}", many(count, &|_| ", n".into())),
            format!("FOREACH (i IN [1] | {})", many(count, &|at| format!("CREATE (:A {{i: {at}}}) "))),
            format!("FOREACH (i IN [0{}] | CREATE (:A {{i: i}}))", many(count, &|at| format!(", {at}"))),
            many(count, &|at| format!("CALL {{ CREATE (:A {{i: {at}}}) }} ")),
            format!("MATCH (n) {}RETURN count(*) AS c", many(count, &|at| format!("CALL (n) {{ RETURN n.x AS x{at} }} "))),
        ] {
            let code = outcome(&text);
            let ended = match code.as_deref() {
                // A busy machine may need the second for what is short.
                None | Some("limit::time" | "cypher::too_large") => true,
                Some("limit::memory" | "SyntaxError: NestingTooDeep") => count > 100,
                Some(_) => false,
            };
            assert!(ended, "{code:?} for {count} times {}", &text[..60]);
        }
    }
}
