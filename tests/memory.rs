//! Values that grow without bounds end in the limit's error, before they take the memory and in little time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at what must not happen")]

use std::time::{Duration, Instant};

use legation::cypher::parse;
use legation::execute::Parameters;
use legation::graph::Graph;
use legation::limit::{Guard, Limits};
use legation::optimize::Settings;
use legation::session::prepare;

/// The code of the error that a query ends in, with 8 MiB and a second.
fn code(text: &str) -> Option<String> {
    let guard = Guard::new(Limits { memory: 8 << 20, time: Some(Duration::from_secs(1)), ..Limits::default() }, std::sync::Arc::default());
    let graph = Graph::default();
    let begun = Instant::now();
    let answer = parse(text)
        .and_then(|tree| prepare(&graph, &tree, &Settings::default()))
        .and_then(|prepared| prepared.program.run(&graph, &Parameters::default(), &guard));
    let time = begun.elapsed();
    assert!(time < Duration::from_secs(10), "{time:?} for {}", &text[..text.len().min(80)]);
    answer.err().and_then(|problems| problems.code())
}

/// The clauses again and again, as often as a query may have them.
fn chain(first: &str, clauses: &str, times: usize) -> String {
    format!("WITH {first} AS x {} RETURN x IS NULL AS y", clauses.repeat(times))
}

#[test]
fn what_doubles_ends_in_the_memory_limit() {
    for text in [
        chain("'ab'", "WITH x + x AS x ", 60),
        chain("[1]", "WITH x + x AS x ", 60),
        chain("[1]", "WITH [x, x] AS x ", 60),
        chain("1", "WITH {a: x, b: x} AS x ", 60),
        chain("1", "UNWIND [x, x] AS y WITH collect(y) AS x ", 60),
        chain("[1]", "UNWIND x + x AS y WITH collect(y) AS x ", 60),
        chain("1", "UNWIND range(1, 10) AS i WITH collect(x) AS x ", 20),
        chain("[1]", "WITH [a IN x | x] AS x WITH x + x AS x ", 20),
        chain("[1]", "WITH [a IN [b IN [c IN x | x] | x] | [x, a]] AS x WITH x + x AS x ", 20),
        chain("'ab'", "WITH replace(x, 'a', x) AS x ", 60),
        "RETURN reduce(a = 'ab', i IN range(1, 100) | a + a) AS x".into(),
        "RETURN reduce(a = [1], i IN range(1, 100) | a + a) AS x".into(),
        "RETURN reduce(a = [1], i IN range(1, 100) | [a, a]) AS x".into(),
    ] {
        assert_eq!(code(&text).as_deref(), Some("limit::memory"), "{}", &text[..text.len().min(80)]);
    }
    assert_eq!(code(&chain("1", "WITH [x] AS x ", 280)).as_deref(), Some("limit::nesting"));
}

#[test]
fn what_is_made_for_many_rows_counts_together() {
    // A hundred thousand characters.
    let long = "reduce(a = 'abcdefghijkl', i IN range(1, 13) | a + a)";
    for text in [
        format!("WITH {long} AS long UNWIND range(1, 100000) AS i RETURN collect(long + i) AS whole"),
        format!("WITH {long} AS long UNWIND range(1, 100000) AS i RETURN long + i AS text"),
        format!("WITH {long} AS long UNWIND range(1, 100000) AS i WITH toUpper(long) AS upper, i RETURN count(DISTINCT upper + i) AS n"),
        format!("WITH {long} AS long UNWIND range(1, 100000) AS i RETURN i, max(long + i) AS last"),
        format!("WITH {long} AS long UNWIND range(1, 100000) AS i WITH long + i AS text ORDER BY text SKIP 10 RETURN count(text) AS n"),
        format!("WITH {long} AS long RETURN [i IN range(1, 100000) | long + i] AS whole"),
        format!("WITH {long} AS long RETURN reduce(whole = [], i IN range(1, 100000) | whole + (long + i)) AS whole"),
        format!(
            "WITH {long} AS long UNWIND [1, 2] AS i RETURN {}",
            (0..200).map(|at| format!("long + i AS a{at}")).collect::<Vec<_>>().join(", ")
        ),
        "RETURN size([a IN range(1, 4000) | [b IN range(1, 4000) | [c IN range(1, 4000) | c]]]) AS n".into(),
        "UNWIND range(1, 1000) AS i RETURN [a IN range(1, 100000) | a + i] AS whole".into(),
    ] {
        let code = code(&text);
        assert_eq!(code.as_deref(), Some("limit::memory"), "{}", &text[..text.len().min(200)]);
    }
}

#[test]
fn what_is_shared_counts_once() {
    let long = "reduce(a = 'abcdefghijkl', i IN range(1, 17) | a + a)";
    for text in [
        format!("WITH {long} AS long UNWIND range(1, 10000) AS i WITH long, i ORDER BY i DESC RETURN size(collect(long)) AS n"),
        format!("WITH {long} AS long UNWIND range(1, 10000) AS i WITH coalesce(long, i) AS long, i ORDER BY i DESC RETURN count(long) AS n"),
        "WITH range(1, 2000) AS whole UNWIND range(1, 10000) AS i WITH whole, i ORDER BY i DESC RETURN count(whole) AS n".into(),
        "WITH range(1, 2000) AS whole UNWIND range(1, 10000) AS i WITH coalesce(null, whole) AS whole, i ORDER BY i DESC RETURN count(whole) AS n"
            .into(),
    ] {
        assert_eq!(code(&text), None, "{text}");
    }
}

#[test]
fn work_without_memory_ends_with_the_time() {
    for text in [
        "RETURN all(a IN range(1, 3000) WHERE all(b IN range(1, 3000) WHERE all(c IN range(1, 3000) WHERE c > 0))) AS x",
        "RETURN size([a IN range(1, 3000) WHERE size([b IN range(1, 3000) WHERE size([c IN range(1, 3000) WHERE c < 0]) > 0]) > 0]) AS x",
        "UNWIND range(1, 2000) AS i RETURN reduce(s = 0, a IN range(1, 100000) | s + a * i % 7) AS x",
        "WITH range(1, 20000) AS whole UNWIND range(1, 100000) AS i WITH size([whole, [i]]) AS n RETURN sum(n) AS n",
        "UNWIND range(1, 1000000000000) AS i WITH i WHERE i < 0 RETURN i",
    ] {
        assert_eq!(code(text).as_deref(), Some("limit::time"), "{text}");
    }
}
