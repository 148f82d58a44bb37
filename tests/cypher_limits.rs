//! No text makes reading slow or overflows a stack of 2 MiB: not while reading, printing, copying or dropping.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::time::{Duration, Instant};

use legation::cypher::{DEPTH, NESTING, parse};

/// What takes longer has no end of its own. This is no measure of speed: a busy machine must pass too.
const HANG: Duration = Duration::from_secs(60);

/// Runs on a thread with a small stack and says how long it took.
fn small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> (T, Duration) {
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(|| {
            let start = Instant::now();
            let value = work();
            (value, start.elapsed())
        })
        .unwrap()
        .join()
        .unwrap()
}

/// The code of the error that the text gives, or nothing; the tree is printed, read again, copied and dropped.
fn code(text: String) -> Option<String> {
    let (code, took) = small_stack(move || match parse(&text) {
        Ok(query) => {
            let again = parse(&query.to_string()).map(|again| again == query.clone());
            assert!(!matches!(again, Ok(false)));
            None
        }
        Err(problems) => problems.code(),
    });
    assert!(took < HANG, "{took:?}");
    code
}

/// `depth` times `open`, then `middle`, then as many times `close`.
fn nested(open: &str, middle: &str, close: &str, depth: usize) -> String {
    format!("RETURN {}{middle}{}", open.repeat(depth), close.repeat(depth))
}

const NESTS: [(&str, &str, &str); 20] = [
    ("(", "1", ")"),
    ("[", "1", "]"),
    ("{a: ", "1", "}"),
    ("f(", "1", ")"),
    ("trim(", "1", " FROM t)"),
    ("both(", "1", ")"),
    ("[x IN ", "xs", "]"),
    ("[x IN ", "xs", " WHERE x | x]"),
    ("a[", "1", "]"),
    ("a[..", "1", "]"),
    ("CASE WHEN ", "1", " THEN 1 END"),
    ("all(x IN xs WHERE ", "x", ")"),
    ("reduce(a = 0, x IN xs | ", "x", ")"),
    ("EXISTS { MATCH (a) WHERE ", "a", " }"),
    ("COUNT { (a) WHERE ", "a", " }"),
    ("COUNT { UNWIND 1 AS x RETURN ", "a", " }"),
    ("EXISTS { MATCH (a WHERE ", "a", ") }"),
    ("EXISTS { (a)-[r {x: ", "a", "}]-() }"),
    ("1 - (2 - ", "1", ")"),
    ("a AND NOT (", "1", ")"),
];

#[test]
fn nesting_up_to_the_limit_is_read() {
    for (open, middle, close) in NESTS {
        let brackets = open.matches(['(', '[', '{']).count() - open.matches([')', ']', '}']).count() + open.matches("CASE").count();
        assert_eq!(code(nested(open, middle, close, (NESTING - 1) / brackets)), None, "{open}");
        assert_eq!(code(nested(open, middle, close, NESTING + 1)).as_deref(), Some("SyntaxError: NestingTooDeep"), "{open}");
        assert_eq!(code(nested(open, middle, close, 10_000)).as_deref(), Some("SyntaxError: NestingTooDeep"), "{open}");
    }
}

#[test]
fn broken_nesting_is_refused_in_linear_time() {
    for (open, middle, close) in NESTS {
        for broken in ["1 2", "x IN IN", "|"] {
            let text = nested(open, broken, close, NESTING / 3 - 1);
            assert_eq!(code(text.clone()).as_deref(), Some("SyntaxError: UnexpectedSyntax"), "{text}");
        }
        let unclosed = format!("RETURN {}{middle}", open.repeat(NESTING / 3 - 1));
        assert_eq!(code(unclosed).as_deref(), Some("SyntaxError: UnexpectedSyntax"), "{open}");
    }
}

/// Each is read once: were it read twice, 64 of them would not end.
#[test]
fn nested_comprehensions_are_each_read_once() {
    assert_eq!(code(nested("[x IN ", "xs", " WHERE x | x]", 64)), None);
    assert_eq!(code(nested("[x IN ", "xs", " WHERE x:A|B | x]", 64)), None);
}

#[test]
fn chains_of_operators_up_to_the_limit_are_read() {
    let chains = [
        ("NOT ", "1", ""),
        ("- ", "1", ""),
        ("+ ", "1", ""),
        ("1 + ", "1", ""),
        ("1 ^ ", "1", ""),
        ("", "a", ".b"),
        ("", "a", "[1]"),
        ("", "a", " IS NULL"),
        ("1 - -", "1", ""),
    ];
    for (open, middle, close) in chains {
        let length = open.matches(['N', '-', '+', '^']).count().max(1);
        assert_eq!(code(nested(open, middle, close, (DEPTH - 2) / length)), None, "{open}{close}");
        assert_eq!(code(nested(open, middle, close, DEPTH + 1)).as_deref(), Some("SyntaxError: NestingTooDeep"), "{open}{close}");
        assert_eq!(code(nested(open, middle, close, 20_000)).as_deref(), Some("SyntaxError: NestingTooDeep"), "{open}{close}");
    }
    // Each bracket brings operators: the sum counts, not the longest.
    assert_eq!(code(nested("1 + 2 * 3 ^ (", "1", ")", NESTING)).as_deref(), Some("SyntaxError: NestingTooDeep"));
}

#[test]
fn what_is_flat_may_be_long() {
    for (open, middle, close) in [
        ("a AND ", "1", ""),
        ("a OR NOT b OR ", "1", ""),
        ("a XOR ", "1", ""),
        ("1, ", "1", ""),
        ("", "1", " UNION RETURN 1"),
        ("", "1", " UNION UNWIND xs AS x WITH x AS y RETURN y"),
    ] {
        let text = nested(open, middle, close, 2_000);
        assert_eq!(code(text), None, "{open}{close}");
    }
    assert_eq!(code(format!("MATCH (a){} RETURN a", "-->(b)".repeat(2_000))), None);
}
