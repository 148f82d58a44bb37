//! Errors that only very large texts, very many names, entities that are gone, or defects lead to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use insta::assert_snapshot;
use legation::cypher::{LARGEST_QUERY, MOST_COLUMNS, MOST_RELATIONSHIPS};
use legation::diagnose::{Diagnostics, Style, render};
use legation::execute::{self, expression};
use legation::function::Failure;
use legation::graph::Catalogue;
use legation::limit::{Guard, Limits};
use legation::load;
use legation::plan::{NameKind, UnknownName};
use legation::procedure;
use legation::session::{self, Request, Session};
use legation::text::{Place, Source, Span};
use legation::value::Date;

/// An error as a terminal of 80 columns shows it.
fn shown(problem: impl Into<Diagnostics>) -> String {
    render(&problem.into(), &Source::new("query", "MATCH (n) RETURN n.x"), Style { width: 80, colour: false })
}

/// Code and message of the error that a text is answered with.
fn refused(text: &str) -> String {
    let mut session = Session::new(load::embedded().unwrap(), Limits::default(), Arc::default());
    let problems = session.ask(text, &Request::default()).unwrap_err();
    format!("{}: {problems}", problems.code().unwrap_or_default())
}

#[test]
fn very_large_queries() {
    let columns: Vec<String> = (0..=MOST_COLUMNS).map(|n| format!("{n} AS c{n}")).collect();
    assert_snapshot!(refused(&format!("RETURN {}", columns.join(", "))), @"cypher::too_large: a query has at most 4096 columns");
    assert_snapshot!(refused(&format!("MATCH (a){} RETURN 1", "-->()".repeat(MOST_RELATIONSHIPS + 1))), @"cypher::too_large: a query has at most 100 relationship patterns in one `MATCH`");
    assert_snapshot!(refused(&format!("{}RETURN 1", "WITH 1 AS a ".repeat(LARGEST_QUERY + 1))), @"cypher::too_large: a query has at most 300 clauses, changes, relationship patterns and subqueries one after the other");
}

#[test]
fn very_large_questions() {
    assert_snapshot!(refused(&"partners in WCO ".repeat(5_000)), @"question::too_long: a question has at most 65536 bytes, and this one has 80000");
    assert_snapshot!(refused(&format!("partners in WCO{}", " and WCO".repeat(7_000))), @"question::too_many: a question names at most 1000 things, and this one names 7003");
    assert_snapshot!(refused(&format!("partners {}", "(".repeat(1_000))), @"question::too_deep: this question nests more than 32 levels deep");
}

#[test]
fn a_picture_that_cannot_be_painted() {
    assert_snapshot!(shown(legation::draw::Error::Paint("no memory".to_owned())), @r#"
    draw::paint

      × the picture cannot be painted: no memory
      help: `as svg` writes it without painting it
    "#);
}

#[test]
fn very_many_names() {
    let catalogue = Catalogue::default();
    let full = (0..).find_map(|n| catalogue.intern_label(&format!("Label{n}")).err()).unwrap();
    assert_snapshot!(shown(full), @"
    graph::catalogue_full

      × `Label65535` cannot be added: a graph has at most 65535 names of this kind
      help: use fewer labels, types or property keys, and put what varies into
            values
    ");
}

#[test]
fn entities_that_are_gone() {
    assert_snapshot!(shown(Failure::Deleted("a property")), @"
    EntityNotFound: DeletedEntityAccess

      × a property of an entity that was deleted
      help: read what is needed of it in a `WITH` before the `DELETE`
    ");
}

#[test]
fn an_interruption() {
    let cancelled = Guard::new(Limits::default(), Arc::new(AtomicBool::new(true)));
    assert_snapshot!(shown(cancelled.check().unwrap_err()), @"
    limit::interrupted

      × interrupted
    ");
}

#[test]
fn values_without_bounds() {
    assert_snapshot!(shown(Failure::Nesting), @"
    limit::nesting

      × a list or map nests deeper than 256 levels
      help: keep what repeats in rows, with UNWIND, or in one flat list
    ");
}

#[test]
fn texts_that_are_no_time() {
    assert_snapshot!("2008-13-01".parse::<Date>().unwrap_err(), @"not a date, which is written as 2008-05-01");
}

#[test]
fn names_that_a_graph_does_not_have() {
    let unknown = UnknownName { kind: NameKind::Key, name: "x".into(), place: Span::new(19, 20), help: Some("did you mean `y`?".into()) };
    assert_snapshot!(shown(unknown), @"
    cypher::unknown_name

      ⚠ the graph has no property `x`
       ╭─[query:1:20]
     1 │ MATCH (n) RETURN n.x
       ·                    ┬
       ·                    ╰── it is always null
       ╰────
      help: did you mean `y`?
    ");
}

#[test]
fn writing() {
    let place = Place(Span::new(17, 18));
    let error = |fault| shown(expression::Error { fault, place }).lines().collect::<Vec<_>>().join("\n");
    assert!(
        error(expression::Fault::MergeNull("x".into())).contains("SemanticError: MergeReadOwnWrites\n\n  × MERGE cannot use null for `x`")
    );
    assert!(error(expression::Fault::NoEnd("n".into())).contains("a relationship cannot be created: `n` is null"));
    assert!(
        shown(execute::Error::NoWriter).contains("internal: no_writer\n\n  × internal error: the statement writes where it may only read")
    );
}

#[test]
fn procedures() {
    let signature = "test.echo(x :: STRING?) :: (y :: STRING?)".to_owned();
    assert_snapshot!(shown(procedure::Error::ArgumentCount { procedure: "test.echo".into(), found: 2, signature }), @"
    SyntaxError: InvalidNumberOfArguments

      × test.echo was called with 2 arguments
      help: it is called as test.echo(x :: STRING?) :: (y :: STRING?)
    ");
    assert_snapshot!(shown(procedure::Error::Failed("the echo is broken".to_owned())), @"
    ProcedureError: ProcedureCallFailed

      × the echo is broken
    ");
}

/// What no text leads to while the program is right, and what is said nevertheless.
#[test]
fn defects() {
    assert_snapshot!(shown(session::Error::Internal("index out of bounds".to_owned())), @"
    session::internal

      × this is a defect of Legation: index out of bounds
      help: the data is unharmed; please report the sentence that led here
    ");
    assert_snapshot!(shown(execute::Error::UnknownColumn { name: "n".into(), operator: "Filter" }), @"
    internal::column

      × the plan uses `n`, which Filter does not have
      help: please report this query
    ");
    let place = Place(Span::new(17, 18));
    let column = expression::Error { fault: expression::Fault::Column("n".into()), place };
    assert_snapshot!(shown(column), @"
    internal::column

      × the plan has no column `n` here
       ╭─[query:1:18]
     1 │ MATCH (n) RETURN n.x
       ·                  ┬
       ·                  ╰── here
       ╰────
      help: please report this query
    ");
    let depth = expression::Error { fault: expression::Fault::Depth(1_000), place };
    assert_snapshot!(shown(depth), @"
    limit::depth

      × the expression nests deeper than 1000 levels
       ╭─[query:1:18]
     1 │ MATCH (n) RETURN n.x
       ·                  ┬
       ·                  ╰── here
       ╰────
      help: compute a part of it in a WITH before
    ");
}

#[test]
fn procedures_of_a_user_and_very_many_paths() {
    let unreadable = "my.proc(x) :: (".parse::<procedure::Signature>().unwrap_err();
    assert_snapshot!(shown(unreadable), @"
    procedure::signature

      × not a signature of a procedure: an argument without `::` and a type in
      │ `my.proc(x) :: (`
      help: write `name(in :: INTEGER?) :: (out :: STRING?)`
    ");
    assert_snapshot!(shown(legation::algorithm::Error::TooManyPaths), @"
    ProcedureError: TooManyPaths

      × there are more shortest paths between two nodes than can be counted
      help: take a smaller part of the graph by `labels` and `types`
    ");
}
