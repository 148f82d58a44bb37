//! What is printed reads back as the same tree.
#![allow(clippy::panic, reason = "a test fails by panicking")]

#[path = "../fuzz/properties/cypher_parse.rs"]
mod property;
mod strategies;

use legation::cypher::{parse, parse_expression};
use proptest::prelude::*;

/// Words and marks of the language, from which texts are made that are almost statements.
const TOKENS: &[&str] = &[
    "MATCH",
    "RETURN",
    "WITH",
    "WHERE",
    "UNWIND",
    "AS",
    "UNION",
    "ALL",
    "OPTIONAL",
    "ORDER BY",
    "SKIP",
    "LIMIT",
    "DISTINCT",
    "AND",
    "OR",
    "NOT",
    "XOR",
    "IN",
    "IS NULL",
    "IS NOT NULL",
    "STARTS WITH",
    "CONTAINS",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "EXISTS {",
    "COUNT {",
    "CREATE",
    "SET",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "(a)",
    "(b)",
    "-",
    "->",
    "<-",
    "--",
    "-->",
    "<--",
    "-[",
    "]-",
    "]->",
    ":",
    ".",
    ",",
    "|",
    "..",
    "*",
    "+",
    "/",
    "%",
    "^",
    "=",
    "<>",
    "<",
    "<=",
    "=~",
    "&",
    "!",
    "$",
    ";",
    "a",
    "b",
    "x",
    "n.name",
    "1",
    "0",
    "1.5",
    "'text'",
    "\"",
    "'",
    "`q r`",
    "`",
    "all(",
    "reduce(",
    "count(*)",
    "f(",
    "x IN",
    "shortestPath(",
    "null",
    "true",
    "-9223372036854775808",
    "9223372036854775808",
    "//",
    "/*",
    "*/",
    "\n",
    "é",
    "—",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn expressions_read_back(tree in strategies::expression()) {
        let text = tree.to_string();
        let read = parse_expression(&text).map_err(|problems| TestCaseError::fail(format!("{text}\n{problems}")))?;
        prop_assert_eq!(&read, &tree, "{}", text);
    }

    #[test]
    fn almost_statements_are_read_back_or_refused(tokens in proptest::collection::vec(proptest::sample::select(TOKENS), 0..24)) {
        property::holds(&tokens.join(" "));
        property::holds(&tokens.concat());
        property::holds(&format!("MATCH (a) WHERE {} RETURN a", tokens.join(" ")));
        property::holds(&format!("RETURN a {}", tokens.join(" ")));
    }

    #[test]
    fn queries_read_back(tree in strategies::query()) {
        let text = tree.to_string();
        let read = parse(&text).map_err(|problems| TestCaseError::fail(format!("{text}\n{problems}")))?;
        prop_assert_eq!(&read, &tree, "{}", text);
        let lines = tree.lines();
        prop_assert_eq!(&parse(&lines).map_err(|problems| TestCaseError::fail(format!("{lines}\n{problems}")))?, &tree, "{}", lines);
    }
}

/// Prints what was read.
fn again(text: &str) -> String {
    parse_expression(text).unwrap_or_else(|problems| panic!("{text}: {problems}")).to_string()
}

#[test]
fn parentheses_stand_only_where_they_are_needed() {
    for text in [
        "a OR b AND c",
        "(a OR b) AND c",
        "NOT a AND b",
        "NOT (a AND b)",
        "NOT NOT a",
        "a = b = c",
        "(a = b) = c",
        "a + b - c",
        "a - (b - c)",
        "a * (b + c) ^ 2",
        "(a ^ b) ^ c",
        "a ^ (b ^ c)",
        "-a ^ 2",
        "-(a ^ 2)",
        "- -1",
        "-9223372036854775808",
        "a IN b IS NULL",
        "a IN (b IS NULL)",
        "(a = b) IS NULL",
        "a = b IS NULL",
        "(a + b).c[1..2][..][0]",
        "(1).c",
        "n:A:B AND n:(A|!B)",
        "(n:A).b",
        "[(x IN xs), y IN ys]",
        "[x IN xs]",
        "[x IN xs WHERE x:A | x.name]",
        "[x IN (a + b) | x]",
        "(a OR b) - (-(c + d))",
        "(a OR b) - ([x])",
        "(a OR b) < (-c)",
        "(a)-->(b) AND NOT (a {x: 1})<-[:R*1..2]-(:B)",
        "CASE x WHEN 1 THEN 2 ELSE 3 END",
        "EXISTS { MATCH (a)-->(b) WHERE a.x = 1 }",
        "COUNT { MATCH (a) RETURN a UNION MATCH (b) RETURN b }",
        "reduce(total = 0, x IN xs | total + x)",
        "all(x IN xs WHERE x > 1)",
        "`all`(x)",
        "$`a b` + $0 + `order`.order",
        "duration.between(a, b)",
        "{a: 1, `b c`: {}}",
        "'it\\'s \\\\ \\n \\u202e'",
    ] {
        let printed = again(text);
        if text == "(a ^ b) ^ c" {
            assert_eq!(printed, "a ^ b ^ c");
            continue;
        }
        assert_eq!(printed, text);
    }
}
