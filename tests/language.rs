//! What a query means where the language has several ways to say it, or where systems differ: each with its rows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use legation::graph::Graph;
use legation::limit::Limits;
use legation::load;
use legation::procedure::{self, Procedure};
use legation::schema::Schema;
use legation::session::{Request, Session};
use legation::value::{NodeId, Value};

/// The rows of a query on the embedded data, one line each; an error's code and message.
fn rows(text: &str) -> String {
    session_rows(&mut session(), text)
}

fn session() -> Session {
    static PACKAGE: OnceLock<load::Package> = OnceLock::new();
    Session::new(PACKAGE.get_or_init(|| load::embedded().unwrap()).clone(), Limits::default(), Arc::default())
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

/// A session on an empty graph, to which anything can be written.
fn blank() -> Session {
    let package = load::Package { graph: Graph::default(), schema: Schema::default() };
    Session::new(package, Limits::default(), Arc::default())
}

/// A session with a procedure in the place of `graph.betweenness`, and how often it was called.
fn counting(mut session: Session, pure: bool) -> (Session, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let signature = "graph.betweenness(config = {} :: MAP) :: (node :: NODE, score :: FLOAT)".parse().unwrap();
    let procedure = Procedure::new(signature, move |context, _| {
        counter.fetch_add(1, Ordering::Relaxed);
        Ok(procedure::rows((0..context.graph.node_bound()).map(NodeId).map(|node| [Value::Node(node), Value::Float(f64::from(node.0))])))
    });
    session.register(if pure { procedure.pure() } else { procedure });
    (session, calls)
}

#[test]
fn equal_calls_on_one_snapshot_compute_once() {
    for (text, pure, expected) in [
        ("top 3 partners by betweenness", true, 1),
        ("MATCH (p:Partner) CALL graph.betweenness() YIELD node, score WHERE node = p RETURN p.name, score", true, 1),
        ("MATCH (p:Partner) CALL graph.betweenness() YIELD node, score WHERE node = p RETURN count(*)", false, 18),
        ("MATCH (p:Partner) CALL graph.betweenness({direction: p.name}) YIELD node RETURN count(*)", true, 18),
        (
            "CALL graph.betweenness() YIELD node AS a WITH count(*) AS n CREATE (:New) WITH n CALL graph.betweenness() YIELD node RETURN n, count(*)",
            true,
            2,
        ),
    ] {
        let (mut session, calls) = counting(if text.contains("CREATE") { blank() } else { session() }, pure);
        let before = session_rows(&mut session, text);
        assert_eq!(calls.swap(0, Ordering::Relaxed), expected, "{text}: {before}");
        if text.contains("CREATE") {
            assert_eq!(before, "0 1");
        }
    }
}

#[test]
fn arguments_that_are_left_out_are_parameters() {
    let mut session = session();
    let signature = "test.add(a :: INTEGER, b = 10 :: INTEGER, c = 100 :: INTEGER) :: (sum :: INTEGER)".parse().unwrap();
    session.register(Procedure::new(signature, |_, arguments| {
        let sum = arguments.iter().map(|value| if let Value::Integer(value) = value { *value } else { 0 }).sum();
        Ok(procedure::rows([[Value::Integer(sum)]]))
    }));
    let mut run = |given: &[(&str, i64)]| {
        let parameters = given.iter().map(|(name, value)| ((*name).into(), Value::Integer(*value))).collect();
        let request = Request { parameters, ..Request::default() };
        session
            .ask("CALL test.add", &request)
            .map(|reply| reply.answer.row(0).unwrap().value(0).to_string())
            .map_err(|problems| problems.to_string())
    };
    assert_eq!(run(&[("a", 1)]), Ok("111".to_owned()));
    assert_eq!(run(&[("a", 1), ("c", 5)]), Ok("16".to_owned()));
    assert_eq!(run(&[("a", 1), ("b", 2), ("c", 5)]), Ok("8".to_owned()));
    assert!(run(&[("b", 2)]).unwrap_err().contains("$a"));
}

#[test]
fn durations_are_aggregated() {
    check(&[
        (
            "UNWIND [duration('P1D'), duration('PT12H'), null] AS d RETURN sum(d), avg(d), min(d), max(d)",
            "duration('P1DT12H') duration('PT18H') duration('PT12H') duration('P1D')",
        ),
        ("UNWIND [duration('P1M')] AS d WITH sum(d) AS total RETURN toString(date('2020-01-31') + total), total.months", "'2020-02-29' 1"),
        ("UNWIND [] AS d RETURN sum(d), avg(d)", "0 null"),
        (
            "UNWIND [1, duration('P1D')] AS d RETURN sum(d)",
            "TypeError: InvalidArgumentValue: sum takes numbers or durations, but not both, not a duration",
        ),
    ]);
}

#[test]
fn subqueries_in_merge_use_what_it_finds_or_makes() {
    for (text, expected) in [
        (
            "UNWIND [1, 2, 1] AS x MERGE (n:New {x: x}) ON CREATE SET n.made = COUNT { (n) }, n.twice = n.made * 2 \
             ON MATCH SET n.again = COUNT { MATCH (m:New) WHERE m.x = n.x } RETURN n.x, n.made, n.twice, n.again",
            "1 1 2 1; 2 1 2 null; 1 1 2 1",
        ),
        (
            "MERGE p = (a:New {x: 1})-[r:T]->(b:New) ON CREATE SET r.n = COUNT { (a)-->() }, a:Old ON MATCH SET a.never = EXISTS { (b) } \
             RETURN r.n, labels(a), a.never, length(p)",
            "1 ['New', 'Old'] null 1",
        ),
        (
            "FOREACH (x IN [1, 2] | MERGE (n:New {x: x}) ON CREATE SET n.all = COUNT { (:New) WHERE n.x > 0 }) \
             WITH 1 AS one MATCH (n:New) RETURN n.all ORDER BY n.all",
            "1; 2",
        ),
        ("CREATE (:A {x: 1}) WITH 1 AS one MERGE (a:A {x: 1}) ON MATCH SET a.n = COUNT { (a) } RETURN a.n", "1"),
    ] {
        assert_eq!(session_rows(&mut blank(), text), expected, "{text}");
    }
}

#[test]
fn subqueries_in_reduce_use_its_item() {
    check(&[
        (
            "MATCH (f:Forum) WHERE f.acronym IN ['WCO', 'WTO'] WITH collect(f) AS fs \
             RETURN reduce(n = 0, f IN fs | n + COUNT { (:Partner)-[:MEMBER_OF]->(f) } + size(f.acronym)) = \
             COUNT { MATCH (f) WHERE f IN fs MATCH (:Partner)-[:MEMBER_OF]->(f) } + 6",
            "true",
        ),
        ("RETURN reduce(n = 0, x IN [1, 2] | n + size([y IN [1, 2, 3] WHERE EXISTS { MATCH (:Partner) WHERE y > x }])) AS n", "3"),
        ("RETURN reduce(n = 0, x IN null | n + COUNT { MATCH (:Partner) WHERE x > 0 }) AS n", "null"),
        (
            "RETURN reduce(n = 0, x IN [1] | n + COUNT { MATCH (:Partner) WHERE n < x }) AS n",
            "NotImplemented: a subquery in `reduce` cannot use what has been gathered so far",
        ),
    ]);
}

#[test]
fn what_is_written_elsewhere_is_told_what_to_write_here() {
    for (text, help) in [
        ("LOAD CSV FROM 'x' AS row RETURN row", "UNWIND $rows"),
        ("MATCH (n) LOAD CSV FROM 'x' AS row RETURN row", "UNWIND $rows"),
        ("CREATE INDEX FOR (n:A) ON (n.x)", "unique = true"),
        ("create fulltext index x", "unique = true"),
        ("DROP CONSTRAINT c", "schema.toml"),
        ("CREATE CONSTRAINT c FOR (n:A) REQUIRE n.x IS UNIQUE", "schema.toml"),
        ("SHOW PROCEDURES", ":help"),
        ("USE neo4j MATCH (n) RETURN n", "--data"),
        ("INSERT (n:A)", "CREATE"),
        ("MATCH (n) FILTER n.x > 1 RETURN n", "WITH * WHERE"),
        ("LET x = 1 RETURN x", "WITH *"),
        ("FOR x IN [1] RETURN x", "UNWIND"),
        ("RETURN 1 AS x NEXT RETURN x", "WITH"),
        ("RETURN 1 != 2", "<>"),
        ("RETURN 1 == 2", "`=`"),
        ("MATCH (n) FINISH", "leave it out"),
    ] {
        let problems = session().ask(text, &Request::default()).unwrap_err();
        let problem = problems.iter().next().unwrap();
        let found = problem.help().map(|help| help.to_string()).unwrap_or_default();
        assert!(found.contains(help), "{text}: {problem}: {found}");
    }
}

#[test]
fn explain_and_profile_show_the_plan() {
    for text in ["EXPLAIN MATCH (n:Forum) RETURN count(*)", "PROFILE MATCH (n:Forum) RETURN count(*)", "profile RETURN 1"] {
        assert!(rows(text).contains("operator"), "{text}");
    }
    let mut session = session();
    session_rows(&mut session, "EXPLAIN CREATE (:New)");
    assert_eq!(session_rows(&mut session, "MATCH (n:New) RETURN count(*)"), "0");
}

#[test]
fn functions_of_other_systems() {
    check(&[
        ("RETURN nullIf(1, 1.0), nullIf(1, 2), nullIf(null, 1), nullIf(1, null)", "null 1 null 1"),
        ("RETURN btrim('xyWCOyx', 'xy'), ltrim('aab', 'a'), rtrim(' b '), btrim(null, 'x')", "'WCO' 'b' ' b' null"),
        ("RETURN normalize('e\u{301}') = 'é', size(normalize('é', 'NFD'))", "true 2"),
        ("UNWIND range(1, 5) AS x WITH x ORDER BY x OFFSET 1 LIMIT 2 RETURN x", "2; 3"),
        (
            "RETURN point({x: 1, y: 2})",
            "NotImplemented: `point` is not there: it belongs to the spatial functions, which are left out; keep coordinates as two numbers, and compute distances with `haversin`",
        ),
    ]);
}
