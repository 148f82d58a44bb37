//! What a query means where the language has several ways to say it, or where systems differ: each with its rows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use legation::limit::Limits;
use legation::load;
use legation::session::{Request, Session};

/// The rows of a query on the embedded data, one line each; an error's code and message.
fn rows(text: &str) -> String {
    session_rows(&mut session(), text)
}

fn session() -> Session {
    Session::new(load::embedded().unwrap(), Limits::default(), std::sync::Arc::default())
}

fn session_rows(session: &mut Session, text: &str) -> String {
    match session.ask(text, &Request::default()) {
        Ok(reply) => {
            let line = |row: legation::execute::Row<'_>| row.values().map(|value| value.to_string()).collect::<Vec<_>>().join(" ");
            reply.answer.rows().map(line).collect::<Vec<_>>().join("; ")
        }
        Err(problems) => {
            let problem = problems.iter().next().unwrap();
            format!("{}: {problem}", problem.code().unwrap())
        }
    }
}

/// Each query gives its rows.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(rows(text), *expected, "{text}");
    }
}

#[test]
fn types_are_tested_by_name() {
    check(&[
        ("RETURN 1 IS :: INTEGER, 1.0 IS :: INT, null IS :: INTEGER, null IS :: INTEGER NOT NULL", "true false true false"),
        ("RETURN 1 IS NOT :: STRING, 'a' IS TYPED STRING, 'a' IS NOT TYPED VARCHAR", "true true false"),
        (
            "RETURN [1, 'a'] IS :: LIST<INTEGER | STRING>, [] IS :: LIST<FLOAT>, [[1]] IS :: LIST<LIST<INTEGER NOT NULL> NOT NULL>",
            "true true true",
        ),
        ("RETURN [x IN [1, 'a', null] WHERE x IS :: INTEGER! | x + 1] AS list", "[2]"),
        ("RETURN 1 IS :: INTEGER AND date('2020-01-01') IS :: DATE OR false AS x", "true"),
        (
            "RETURN valueType(1.5), valueType([1, null]), valueType({}), valueType(duration('P1D'))",
            "'FLOAT NOT NULL' 'LIST<INTEGER> NOT NULL' 'MAP NOT NULL' 'DURATION NOT NULL'",
        ),
        (
            "MATCH (p:Partner {name: 'Brazil'})-[r]->(f:Forum) RETURN p IS :: NODE, r IS :: RELATIONSHIP, f IS :: MAP LIMIT 1",
            "true true false",
        ),
        ("RETURN 1 IS :: NUMBR AS x", "SyntaxError: UnexpectedSyntax: there is no type of values of this name"),
    ]);
}

#[test]
fn quantifiers_and_lengths_mean_the_same() {
    check(&[
        (
            "MATCH (p {name: 'Brazil'})-[r:MEMBER_OF]->{1,2}(f) WITH p, count(f) AS n, collect(r)[0] AS one RETURN n = COUNT { (p)-[:MEMBER_OF*1..2]->() }, size(one)",
            "true 1",
        ),
        ("MATCH (p:Partner {name: 'Brazil'})-->*(p) RETURN count(*)", "1"),
        ("MATCH (a)-[:X*2]->{1,2}(b) RETURN a", "SyntaxError: UnexpectedSyntax: this relationship says twice how often it is repeated"),
        (
            "MATCH ((a)-[:X]->(b)){1,2} RETURN a",
            "SyntaxError: UnexpectedSyntax: a group of a path in parentheses cannot be repeated or have a condition of its own",
        ),
    ]);
}
