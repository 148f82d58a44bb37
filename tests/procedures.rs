//! Procedures, called from plans and queries.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use legation::diagnose::Diagnostics;
use legation::execute::{Parameters, compile};
use legation::graph::Graph;
use legation::limit::{Guard, Limits};
use legation::plan::{ApplyKind, Column, Expr, ExprKind, Plan, Statement};
use legation::procedure::{Procedure, Procedures, rows};
use legation::text::{Name, Place};
use legation::value::Value;

fn name(text: &str) -> Name {
    Name::from(text)
}

fn int(integer: i64) -> Expr {
    Expr { kind: ExprKind::Literal(Value::Integer(integer)), place: Place::default() }
}

/// A row for each integer.
fn unwind(integers: &[i64], variable: &str) -> Plan {
    let list = Expr { kind: ExprKind::List(integers.iter().map(|&integer| int(integer)).collect()), place: Place::default() };
    Plan::Unwind { input: Box::new(Plan::unit()), list, variable: name(variable) }
}

fn call(input: Plan, procedure: &Arc<Procedure>, arguments: Vec<Expr>, yields: &[(usize, &str)]) -> Plan {
    let yields = yields.iter().map(|(position, variable)| (*position, name(variable))).collect();
    Plan::Call { input: Box::new(input), procedure: Arc::clone(procedure), arguments, implicit: false, yields, place: Place::default() }
}

fn try_run(plan: Plan, columns: &[&str]) -> Result<Vec<String>, Diagnostics> {
    let columns = columns.iter().map(|column| Column { name: name(column), variable: name(column) }).collect();
    let statement = Statement::new(plan, columns);
    legation::plan::check(&statement).unwrap();
    let guard = Guard::new(Limits::default(), Arc::default());
    let answer = compile(&statement)?.run(&Graph::default(), &Parameters::default(), &guard)?;
    let shown = |row: Vec<Value>| row.iter().map(Value::to_string).collect::<Vec<_>>().join(" ");
    Ok(answer.to_values().into_iter().map(shown).collect())
}

fn run(plan: Plan, columns: &[&str]) -> Vec<String> {
    try_run(plan, columns).unwrap_or_else(|problems| panic!("{problems}"))
}

/// `numbers.below(limit)`: the numbers below a limit, and their squares.
fn below() -> Arc<Procedure> {
    let signature = "numbers.below(limit = 3 :: INTEGER) :: (number :: INTEGER, square :: INTEGER)".parse().unwrap();
    Arc::new(Procedure::new(signature, |_, arguments| {
        let Value::Integer(limit) = arguments[0] else { panic!("checked before") };
        Ok(rows((0..limit).map(|number| [Value::Integer(number), Value::Integer(number * number)])))
    }))
}

#[test]
fn each_row_is_followed_by_the_rows_of_its_call() {
    let plan = call(unwind(&[2, 0, 1], "n"), &below(), vec![Expr::variable(&name("n"))], &[(1, "s"), (0, "i")]);
    assert_eq!(run(plan, &["n", "i", "s"]), ["2 0 0", "2 1 1", "1 0 0"]);
    let plan = call(Plan::unit(), &below(), vec![], &[(0, "i")]);
    assert_eq!(run(plan, &["i"]), ["0", "1", "2"]);
}

#[test]
fn calls_cross_the_bounds_of_batches() {
    let plan = call(unwind(&[5000, 1], "n"), &below(), vec![Expr::variable(&name("n"))], &[(0, "i")]);
    let rows = run(plan, &["n", "i"]);
    assert_eq!((rows.len(), &*rows[4999], &*rows[5000]), (5001, "5000 4999", "1 0"));
}

#[test]
fn results_that_nothing_reads_are_left_out() {
    let plan = call(unwind(&[2], "n"), &below(), vec![Expr::variable(&name("n"))], &[(0, "i"), (1, "s")]);
    assert_eq!(run(plan, &["n"]), ["2", "2"]);
}

#[test]
fn calls_in_subqueries_run_for_their_row() {
    let inner = |variables: &[&str]| Plan::Argument { variables: variables.iter().map(|variable| name(variable)).collect() };
    let apply = |inner: Plan, kind: ApplyKind| Plan::Apply { outer: Box::new(unwind(&[2, 0], "n")), inner: Box::new(inner), kind };
    let with_row = call(inner(&["n"]), &below(), vec![Expr::variable(&name("n"))], &[(0, "i")]);
    assert_eq!(run(apply(with_row.clone(), ApplyKind::Count(name("c"))), &["n", "c"]), ["2 2", "0 0"]);
    assert_eq!(run(apply(with_row.clone(), ApplyKind::Optional), &["n", "i"]), ["2 0", "2 1", "0 null"]);
    assert_eq!(run(apply(with_row, ApplyKind::Anti), &["n"]), ["0"]);
    let without = call(inner(&[]), &below(), vec![int(2)], &[(0, "i")]);
    assert_eq!(run(apply(without, ApplyKind::Rows), &["n", "i"]), ["2 0", "2 1", "0 0", "0 1"]);
}

#[test]
fn a_procedure_without_results_passes_rows_on() {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let nothing = Arc::new(Procedure::new("test.doNothing() :: ()".parse().unwrap(), move |_, _| {
        seen.fetch_add(1, Ordering::Relaxed);
        Ok(rows([[], []]))
    }));
    assert_eq!(run(call(unwind(&[1, 2], "n"), &nothing, vec![], &[]), &["n"]), ["1", "2"]);
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

#[test]
fn tables_are_looked_up_by_arguments() {
    let signature = "test.my.proc(in :: FLOAT?) :: (out :: STRING?)".parse().unwrap();
    let row = |number: Value, text: &str| vec![number, Value::string(text)];
    let mut procedures = Procedures::default();
    procedures.register(Procedure::table(signature, vec![row(Value::Float(42.0), "close enough"), row(Value::Null, "nix")]));
    let procedure = procedures.find("test.my.proc").unwrap();
    assert_eq!(
        run(call(unwind(&[1, 42], "n"), procedure, vec![Expr::variable(&name("n"))], &[(0, "out")]), &["n", "out"]),
        ["42 'close enough'"]
    );
    let null = Expr { kind: ExprKind::Literal(Value::Null), place: Place::default() };
    assert_eq!(run(call(Plan::unit(), procedure, vec![null], &[(0, "out")]), &["out"]), ["'nix'"]);
}

#[test]
fn wrong_arguments_are_errors_with_the_signature() {
    let truth = Expr { kind: ExprKind::Literal(Value::Boolean(true)), place: Place::default() };
    let problems = try_run(call(Plan::unit(), &below(), vec![truth], &[(0, "i")]), &["i"]).unwrap_err();
    assert_eq!(problems.code().as_deref(), Some("TypeError: InvalidArgumentType"));
    assert_eq!(problems.to_string(), "`limit` of numbers.below is integer, not boolean");
    let help = "it is called as numbers.below(limit = 3 :: INTEGER) :: (number :: INTEGER, square :: INTEGER)";
    assert_eq!(problems.help().as_deref(), Some(help));
}

/// A session on the embedded data.
fn session() -> legation::session::Session {
    legation::session::Session::new(legation::load::embedded().unwrap(), Limits::default(), Arc::default())
}

/// The rows of a query: values joined by commas, rows by semicolons.
fn asked(session: &mut legation::session::Session, query: &str) -> String {
    let reply = session.ask(query, &legation::session::Request::default()).unwrap_or_else(|problems| panic!("{query}\n{problems}"));
    let row = |row: Vec<Value>| row.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    reply.answer.to_values().into_iter().map(row).collect::<Vec<_>>().join("; ")
}

#[test]
fn every_example_gives_its_result() {
    let mut session = session();
    let mut wrong = Vec::new();
    for procedure in Procedures::default().iter() {
        let example = procedure.example.unwrap();
        assert!(example.query.contains(&*procedure.signature.name), "the example of {} does not call it", procedure.signature.name);
        let found = asked(&mut session, example.query);
        if found != example.result {
            wrong.push(format!("{}\n  {found}\n  {}", example.query, example.result));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An error as code, message and help.
fn error(query: &str) -> String {
    let problems = session().ask(query, &legation::session::Request::default()).expect_err(query);
    let place = problems.span().map(|span| span.of(query).to_owned()).unwrap_or_default();
    let help = problems.help().map(|help| format!(" [{help}]")).unwrap_or_default();
    format!("{}: {problems} at `{place}`{help}", problems.code().unwrap_or_default())
}

#[test]
fn settings_are_checked() {
    let shown = [
        "CALL graph.pagerank({dampin: 0.5}) YIELD score RETURN score",
        "CALL graph.degree({damping: 0.5}) YIELD score RETURN score",
        "CALL graph.pagerank({damping: 1.5}) YIELD score RETURN score",
        "CALL graph.degree({direction: 'up'}) YIELD score RETURN score",
        "CALL graph.degree({labels: ['Partnr']}) YIELD score RETURN score",
        "CALL graph.degree({types: 'MEMBER'}) YIELD score RETURN score",
        "CALL graph.degree({types: 1}) YIELD score RETURN score",
        "CALL graph.degree({weight: 'sinc'}) YIELD score RETURN score",
        "CALL graph.degree({weight: 'source'}) YIELD score RETURN score",
        "CALL graph.degree({without: 'WCO'}) YIELD score RETURN score",
        "CALL graph.betweenness({normalized: 1}) YIELD score RETURN score",
        "CALL graph.pagerank({iterations: 0}) YIELD score RETURN score",
        "CALL graph.pagerank({iterations: 1}) YIELD score RETURN score",
        "MATCH (n:Partner) WITH n LIMIT 1 CALL graph.kShortestPaths(n, n, -1) YIELD cost RETURN cost",
        "CALL graph.pagernk() YIELD score RETURN score",
    ]
    .map(error)
    .join("\n");
    insta::assert_snapshot!(shown, @r"
    ProcedureError: UnknownSetting: graph.pagerank has no setting `dampin` at `graph.pagerank` [did you mean `damping`?]
    ProcedureError: UnknownSetting: graph.degree has no setting `damping` at `graph.degree` [its settings are labels, types, direction, without, weight]
    ProcedureError: InvalidSetting: `damping` is a number from 0 to 1, not 1.5 at `graph.pagerank`
    ProcedureError: InvalidSetting: `direction` is 'outgoing', 'incoming' or 'both', not 'up' at `graph.degree`
    ProcedureError: UnknownName: the graph has no label `Partnr` at `graph.degree` [did you mean `Partner`?]
    ProcedureError: UnknownName: the graph has no relationship type `MEMBER` at `graph.degree` [did you mean `MEMBER_OF`?]
    ProcedureError: InvalidSetting: `types` is a relationship type or a list of types, not 1 at `graph.degree`
    ProcedureError: UnknownName: the graph has no property `sinc` at `graph.degree`
    ProcedureError: InvalidWeight: the weight `source` of a relationship `STANDS_FOR` is 'Appendix K (L1067)', but a weight is a number at `graph.degree` [name another property, or leave relationships without a meaningful weight out by `types`]
    ProcedureError: InvalidSetting: `without` is a node or a list of nodes, not 'WCO' at `graph.degree`
    ProcedureError: InvalidSetting: `normalized` is a boolean, not 1 at `graph.betweenness`
    ProcedureError: InvalidSetting: `iterations` is an integer from 1 to 100000, not 0 at `graph.pagerank`
    ProcedureError: NotConverged: PageRank did not converge within 1 iterations at `graph.pagerank` [raise `iterations` or `tolerance`, or take relationships in both directions]
    ProcedureError: InvalidSetting: `k` is an integer that is not negative, not -1 at `graph.kShortestPaths`
    ProcedureError: ProcedureNotFound: there is no procedure `graph.pagernk` at `graph.pagernk` [did you mean `graph.pagerank`?]
    ");
}

#[test]
fn what_is_left_out_is_not_there() {
    let mut session = session();
    let query = "MATCH (wco:Forum {acronym: 'WCO'}) CALL graph.degree({types: ['MEMBER_OF'], without: wco}) YIELD node WHERE node = wco RETURN count(*)";
    assert_eq!(asked(&mut session, query), "0");
    let query = "MATCH (a:Partner {name: 'Brazil'}), (f:Forum {acronym: 'WTO'})
        CALL graph.allShortestPaths(a, f, {without: [f]}) YIELD path RETURN count(path)";
    assert_eq!(asked(&mut session, query), "0");
    // Null settings are none; a call gives as many rows whether it stands alone or not.
    assert_eq!(asked(&mut session, "CALL graph.degree(null) YIELD node RETURN count(*)"), asked(&mut session, "MATCH (n) RETURN count(*)"));
}

#[test]
fn a_session_takes_procedures_of_its_user() {
    let mut session = session();
    assert!(session.ask("CALL test.twice(21)", &legation::session::Request::default()).is_err());
    let signature = "test.twice(number :: INTEGER) :: (twice :: INTEGER)".parse().unwrap();
    session.register(Procedure::new(signature, |_, arguments| {
        let Value::Integer(number) = arguments[0] else { panic!("checked before") };
        let twice = number.checked_mul(2).ok_or(legation::procedure::Error::Failed("too large".to_owned()))?;
        Ok(rows([[Value::Integer(twice)]]))
    }));
    assert_eq!(asked(&mut session, "CALL test.twice(21)"), "42");
    assert_eq!(asked(&mut session, "UNWIND [1, 2] AS n CALL test.twice(n) YIELD twice AS t RETURN sum(t)"), "6");
    let problems = session.ask("CALL test.twice(9223372036854775807)", &legation::session::Request::default()).unwrap_err();
    assert_eq!((problems.code().as_deref(), &*problems.to_string()), (Some("ProcedureError: ProcedureCallFailed"), "too large"));
}
