//! Every function does what its row in the table says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

mod expression;

use std::collections::BTreeSet;

use expression::Run;
use legation::function::{Context, aggregate, aggregates, functions, left_out, scalar};
use legation::value::Value;

#[test]
fn every_example_gives_its_result() {
    let run = Run::new();
    for function in functions() {
        let example = function.example;
        assert!(
            example.expression.to_lowercase().contains(&function.name.to_lowercase()),
            "the example of {} does not call it",
            function.name
        );
        assert_eq!(run.print(example.expression), example.result, "{}", example.expression);
    }
}

#[test]
fn every_aggregate_gives_its_result() {
    let run = Run::new();
    let context = Context { graph: &run.graph, guard: &run.guard };
    for function in aggregates() {
        let (_, arguments) = function.example.expression.split_once('(').unwrap();
        let share = arguments.trim_end_matches(')').split_once(", ").map(|(_, share)| Value::Float(share.parse().unwrap()));
        let mut state = (function.start)();
        for x in 1..=3 {
            let arguments: Vec<_> = std::iter::once(Value::Integer(x)).chain(share.clone()).collect();
            state.add(&context, &arguments).unwrap();
        }
        assert_eq!(state.finish(&context).unwrap().to_string(), function.example.result, "{}", function.example.expression);
    }
}

#[test]
fn rows_are_complete_and_names_are_unique() {
    let mut names = BTreeSet::new();
    for function in functions() {
        assert!(names.insert(function.name.to_lowercase()), "{} stands there twice", function.name);
        assert!(function.summary.ends_with('.') || function.summary.ends_with(".\""), "{}", function.name);
        assert!(function.arity.max.is_none_or(|max| max == function.parameters.len()), "{}", function.name);
        assert!(left_out(function.name).is_none(), "{} is there and left out", function.name);
    }
    for function in aggregates() {
        assert!(names.insert(function.name.to_lowercase()), "{} stands there twice", function.name);
        assert!(function.summary.contains('.') || function.summary.ends_with(';'), "{}", function.name);
    }
    assert!(scalar("TOUPPER").is_some() && aggregate("COLLECT").is_some());
    assert_eq!(left_out("Point.Distance"), left_out("point"));
    assert_eq!(left_out("pointfoo"), None);
}

#[test]
fn null_in_gives_null_out_without_a_call() {
    let run = Run::new();
    for function in functions().filter(|function| function.null_in_null_out && function.arity.min > 0) {
        let arguments = vec!["null"; function.arity.min].join(", ");
        assert_eq!(run.print(&format!("{}({arguments})", function.name)), "null", "{}", function.name);
    }
}

#[test]
fn wrong_arguments_are_errors_with_the_names_of_the_conformance_kit() {
    let mut run = Run::new();
    run.parameters.insert("one".into(), Value::Integer(1));
    for (call, code) in [
        ("toBoolean(head([1.0]))", "TypeError: InvalidArgumentValue"),
        ("toInteger(head([true]))", "TypeError: InvalidArgumentValue"),
        ("toFloat(head([true]))", "TypeError: InvalidArgumentValue"),
        ("toString(head([[]]))", "TypeError: InvalidArgumentValue"),
        ("toString(n)", "TypeError: InvalidArgumentValue"),
        ("size($one)", "TypeError: InvalidArgumentValue"),
        ("length($one)", "TypeError: InvalidArgumentValue"),
        ("range(1, 2, 0)", "ArgumentError: NumberOutOfRange"),
        ("range(1.0, 2)", "ArgumentError: InvalidArgumentType"),
        ("range(1, '2')", "ArgumentError: InvalidArgumentType"),
        ("range(1, 2, [1])", "ArgumentError: InvalidArgumentType"),
        ("left('a', -1)", "ArgumentError: NumberOutOfRange"),
        ("round(1.5, 1, 'SIDEWAYS')", "ArgumentError: InvalidArgument"),
        ("abs(-9223372036854775807 - 1)", "ArithmeticError: IntegerOverflow"),
        ("toInteger(1e300)", "ArithmeticError: IntegerOverflow"),
        ("range(1, 1000000000000)", "legation::limit::memory"),
    ] {
        let found = run.print(call);
        assert!(found == code || code.ends_with(&found), "{call} gave {found}");
    }
}

#[test]
fn edges() {
    let run = Run::new();
    for (call, result) in [
        ("range(2, 1)", "[]"),
        ("range(9223372036854775806, 9223372036854775807)", "[9223372036854775806, 9223372036854775807]"),
        ("range(10, 0, -5)", "[10, 5, 0]"),
        ("range(-9223372036854775807, 9223372036854775807, 9223372036854775807)", "[-9223372036854775807, 0, 9223372036854775807]"),
        ("substring('Brazil', 4, 99)", "'il'"),
        ("substring('Brazil', 99)", "''"),
        ("left('Brazil', 99)", "'Brazil'"),
        ("right('Côte', 3)", "'ôte'"),
        ("split('', ',')", "['']"),
        ("split('abc', '')", "['a', 'b', 'c']"),
        ("split('a,b;c', [',', ';'])", "['a', 'b', 'c']"),
        ("split('a,b', null)", "null"),
        ("replace('aaa', 'a', 'bb')", "'bbbbbb'"),
        ("reverse('raksO')", "'Oskar'"),
        ("tail([])", "[]"),
        ("head([])", "null"),
        ("coalesce(null, null)", "null"),
        ("toInteger('  42 ')", "42"),
        ("toInteger('4.9')", "4"),
        ("toInteger('x')", "null"),
        ("toFloat('1e3')", "1000.0"),
        ("toFloat('inf')", "null"),
        ("toBoolean(' TRUE ')", "true"),
        ("toString(1e300)", "'1e300'"),
        ("round(-1.5)", "-1.0"),
        ("round(1.5)", "2.0"),
        ("round(-1.55, 1)", "-1.6"),
        ("sign(0.0)", "0"),
        ("labels(m)", "['Forum']"),
        ("properties({b: 1, a: null})", "{a: null, b: 1}"),
        ("keys({b: 1, a: null})", "['a', 'b']"),
        ("size('Côte')", "4"),
        ("isEmpty('')", "true"),
        ("toUpper(null)", "null"),
    ] {
        assert_eq!(run.print(call), result, "{call}");
    }
}
