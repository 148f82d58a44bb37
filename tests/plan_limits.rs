//! Large and deep queries are planned, or refused by name, within a small stack and in little time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at what must not happen")]

use std::time::{Duration, Instant};

use legation::cypher::{NESTING, analyse, lower, parse};
use legation::graph::{Catalogue, Statistics};
use legation::optimize::{Settings, optimize};

/// Plans a query on a thread with 2 MiB, the least that a user's thread has; gives the first error's code.
fn plan(text: String) -> Option<String> {
    let run = move || {
        let begun = Instant::now();
        let planned = parse(&text).and_then(|tree| analyse(&tree, &Catalogue::default())).map(|bound| {
            let statement = optimize(lower(bound), &Statistics::default(), &Settings::default());
            assert!(!statement.plan.to_string().is_empty());
        });
        let time = begun.elapsed();
        assert!(time < Duration::from_secs(20), "{time:?} for {}", &text[..text.len().min(60)]);
        planned.err().and_then(|problems| problems.code())
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap()
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
