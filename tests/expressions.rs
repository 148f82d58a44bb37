//! Evaluation of expressions: the standard's rules on single values, and the same over batches.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

mod expression;

use std::sync::{Arc, LazyLock};

use expression::Run;
use legation::execute::expression::Program;
use legation::execute::{Batch, Column, Layout, Vector};
use legation::limit::{Guard, Limits};
use legation::value::{NodeId, Value};
use proptest::prelude::*;

fn check(cases: &[(&str, &str)]) {
    let mut run = Run::new();
    run.parameters.extend([("one".into(), Value::Integer(1)), ("text".into(), Value::string("x")), ("none".into(), Value::Null)]);
    for (text, expected) in cases {
        assert_eq!(run.print(text), *expected, "{text}");
    }
}

#[test]
fn logic_is_three_valued() {
    check(&[
        ("null AND false", "false"),
        ("null AND true", "null"),
        ("null OR true", "true"),
        ("null OR false", "null"),
        ("true XOR null", "null"),
        ("true XOR true XOR true", "true"),
        ("NOT null", "null"),
        ("null = null", "null"),
        ("null <> null", "null"),
        ("null IS NULL", "true"),
        ("n.nothing IS NULL", "true"),
        ("1 < 2 < 3", "true"),
        ("1 < 3 < 2", "false"),
        ("false AND 1 / 0 = 1", "false"),
        ("true OR 1 / 0 = 1", "true"),
    ]);
}

#[test]
fn equality_and_comparison_follow_the_standard() {
    check(&[
        ("1 = 1.0", "true"),
        ("9007199254740993 = 9007199254740992.0", "false"),
        ("1 = '1'", "false"),
        ("0.0 / 0.0 = 0.0 / 0.0", "false"),
        ("0.0 / 0.0 <> 0.0 / 0.0", "true"),
        ("0.0 / 0.0 > 1", "false"),
        ("0.0 / 0.0 > 'a'", "null"),
        ("[1, 2] = [1, null]", "null"),
        ("[1, 2] = [null, 'foo']", "false"),
        ("[1] = [1, null]", "false"),
        ("{k: null} = {k: null}", "null"),
        ("{k: 1} = {k: 1, l: null}", "false"),
        ("[1, 0] >= [1]", "true"),
        ("[1, 2] >= [1, null]", "null"),
        ("[1, 2] >= [3, null]", "false"),
        ("'a' < 'b'", "true"),
        ("'1' < 1", "null"),
        ("n = n", "true"),
        ("n = m", "false"),
        ("n < m", "null"),
        ("n = r", "false"),
    ]);
}

#[test]
fn arithmetic_is_exact_or_an_error() {
    check(&[
        ("7 / 2", "3"),
        ("-7 / 2", "-3"),
        ("-7 % 2", "-1"),
        ("7 / 2.0", "3.5"),
        ("2 ^ 10", "1024.0"),
        ("1 / 0", "ArithmeticError: DivisionByZero"),
        ("1 % 0", "ArithmeticError: DivisionByZero"),
        ("1.0 / 0", "Infinity"),
        ("9223372036854775807 + 1", "ArithmeticError: IntegerOverflow"),
        ("(-9223372036854775807 - 1) / -1", "ArithmeticError: IntegerOverflow"),
        ("(-9223372036854775807 - 1) % -1", "0"),
        ("-(-9223372036854775807 - 1)", "ArithmeticError: IntegerOverflow"),
        ("'a' + 'b'", "'ab'"),
        ("'a' + 1", "'a1'"),
        ("1.5 + 'a'", "'1.5a'"),
        ("[1] + [2]", "[1, 2]"),
        ("[1] + 2", "[1, 2]"),
        ("0 + [1]", "[0, 1]"),
        ("[1] + null", "null"),
        ("12 / 4 * (3 - 2 * 4)", "-15"),
        ("$text * 2", "TypeError: InvalidArgumentType"),
    ]);
}

#[test]
fn parts_of_values() {
    check(&[
        ("n.name", "'Brazil'"),
        ("r.since", "1995"),
        ("{a: 1}.a", "1"),
        ("{a: 1}.b", "null"),
        ("$none.a", "null"),
        ("$one.a", "TypeError: InvalidArgumentType"),
        ("n['name']", "'Brazil'"),
        ("n[$one]", "TypeError: MapElementAccessByNonString"),
        ("[1, 2, 3][-1]", "3"),
        ("[1, 2, 3][3]", "null"),
        ("[1, 2, 3][$none]", "null"),
        ("[1, 2, 3][$text]", "TypeError: ListElementAccessByNonInteger"),
        ("$one[0]", "TypeError: InvalidArgumentType"),
        ("[1, 2, 3, 4, 5][1..3]", "[2, 3]"),
        ("[1, 2, 3][-3..-1]", "[1, 2]"),
        ("[1, 2, 3][3..1]", "[]"),
        ("[1, 2, 3][-5..5]", "[1, 2, 3]"),
        ("[1, 2, 3][..$none]", "null"),
        ("n:Party", "true"),
        ("n:Party:Partner", "true"),
        ("n:Forum", "false"),
        ("m:Party", "false"),
        ("r:MEMBER_OF", "true"),
        ("$missing", "ParameterMissing: MissingParameter"),
    ]);
}

#[test]
fn membership_text_and_case() {
    check(&[
        ("1 IN [1, 2]", "true"),
        ("1.0 IN [1, 2]", "true"),
        ("3 IN [1, null]", "null"),
        ("null IN []", "false"),
        ("null IN [1]", "null"),
        ("1 IN null", "null"),
        ("[1] IN [[1], 2]", "true"),
        ("[] IN [1, 2, null]", "null"),
        ("[null] IN [[1]]", "null"),
        ("0.0 / 0.0 IN [1, 0.0 / 0.0]", "false"),
        ("n.name IN ['Brazil', 'India']", "true"),
        ("n.name IN []", "false"),
        ("n.nothing IN []", "false"),
        ("1 IN $one", "TypeError: InvalidArgumentType"),
        ("'abc' STARTS WITH 'ab'", "true"),
        ("'abc' ENDS WITH ''", "true"),
        ("'abc' CONTAINS 'bc'", "true"),
        ("'abc' CONTAINS $none", "null"),
        ("$one CONTAINS 'a'", "null"),
        ("n.name =~ 'Bra.*'", "true"),
        ("n.name =~ 'ra'", "false"),
        ("n.name =~ $text", "false"),
        ("n.name =~ '('", "ArgumentError: InvalidRegularExpression"),
        ("CASE n.name WHEN 'Brazil' THEN 1 ELSE 1 / 0 END", "1"),
        ("CASE WHEN false THEN 1 END", "null"),
        ("CASE WHEN null THEN 1 ELSE 2 END", "2"),
    ]);
}

#[test]
fn comprehensions_quantifiers_and_folds() {
    check(&[
        ("[x IN range(1, 5) WHERE x % 2 = 1 | x * x]", "[1, 9, 25]"),
        ("[x IN [1, null, 2] WHERE x > 1]", "[2]"),
        ("[x IN [[1, 2], [3]] | [y IN x | y + size(x)]]", "[[3, 4], [4]]"),
        ("[x IN $none | x]", "null"),
        ("[n IN [1, 2] | n + 1]", "[2, 3]"),
        ("all(x IN [1, null] WHERE x = 1)", "null"),
        ("all(x IN [2, null] WHERE x = 1)", "false"),
        ("any(x IN [1, null] WHERE x = 1)", "true"),
        ("any(x IN [2, null] WHERE x = 1)", "null"),
        ("none(x IN [2, null] WHERE x = 1)", "null"),
        ("none(x IN [] WHERE x = 1)", "true"),
        ("single(x IN [1, 2] WHERE x = 1)", "true"),
        ("single(x IN [1, 1, null] WHERE x = 1)", "false"),
        ("single(x IN [1, null] WHERE x = 1)", "null"),
        ("single(x IN [2, null] WHERE x = 1)", "null"),
        ("reduce(sum = 0, x IN [1, 2, 3] | sum + x)", "6"),
        ("[x IN nodes(p) | x.name]", "['Brazil', 'WTO']"),
    ]);
}

#[test]
fn growth_ends_in_a_limit() {
    let mut run = Run::new();
    run.guard = Guard::new(Limits { memory: 1 << 20, ..Limits::default() }, Arc::default());
    for text in [
        "range(1, 1000000000000)",
        "reduce(text = 'ab', x IN range(1, 64) | text + text)",
        "reduce(list = [1], x IN range(1, 64) | list + list)",
        "reduce(text = 'ab', x IN range(1, 64) | replace(text, 'a', 'aa'))",
        "reduce(list = [1], x IN range(1, 64) | [list, list])",
        "reduce(list = [1], x IN range(1, 10000) | [list])",
    ] {
        let found = run.print(text);
        assert!(found.contains("limit"), "{text} gave {found}");
    }
}

#[test]
fn errors_know_their_place() {
    let run = Run::new();
    let error = run.over("1 + 2 / 0", &[], 1).unwrap_err();
    let label = miette::Diagnostic::labels(&error).unwrap().next().unwrap();
    assert_eq!((label.offset(), label.len()), ("RETURN 1 + ".len(), "2 / 0".len()));
}

#[test]
fn later_operands_see_only_the_rows_that_need_them() {
    let run = Run::new();
    let x = Column::integers(vec![0, 1, 2, 0]);
    let values = |text: &str| {
        run.over(text, &[("x", x.clone())], 4).map_or_else(|error| error.to_string(), |values| Value::list(values).to_string())
    };
    assert_eq!(values("x <> 0 AND 2 / x > 1"), "[false, true, false, false]");
    assert_eq!(values("x = 0 OR 2 / x > 1"), "[true, true, false, true]");
    assert_eq!(values("CASE WHEN x = 0 THEN null ELSE 2 / x END"), "[null, 2, 1, null]");
    assert_eq!(values("2 / x"), "division by zero");
}

#[test]
fn a_filter_is_a_part_of_the_selection() {
    let run = Run::new();
    let layout = Layout::new(["x".into()]);
    let program = Program::compile(&expression::expression("x > 1 AND 6 / x > 1", &run.graph, &["x"]), &layout).unwrap();
    let batch = Batch::new(5, vec![Column::integers(vec![0, 2, 3, 6, 2])]).select(vec![0, 2, 3, 4]);
    assert_eq!(program.select(&batch, &run.context()).unwrap(), [2, 4]);
}

#[test]
fn properties_are_tested_where_they_are_stored() {
    let run = Run::new();
    let nodes = Column::Node(Vector::with_validity(vec![NodeId(0), NodeId(1), NodeId(0)], vec![true, true, false]));
    let values = |text: &str| Value::list(run.over(text, &[("x", nodes.clone())], 3).unwrap()).to_string();
    assert_eq!(values("x.name"), "['Brazil', 'WTO', null]");
    assert_eq!(values("x.id"), "[1, null, null]");
    assert_eq!(values("x.name = 'WTO'"), "[false, true, null]");
    assert_eq!(values("'M' > x.name"), "[true, false, null]");
    assert_eq!(values("x.id < 1.5"), "[true, null, null]");
    assert_eq!(values("x.id <> 'a'"), "[true, null, null]");
    assert_eq!(values("x.name IN ['WTO', null]"), "[null, true, null]");
    assert_eq!(values("x.name CONTAINS 'T'"), "[false, true, null]");
    assert_eq!(values("x.name =~ 'W..'"), "[false, true, null]");
    assert_eq!(values("x:Party"), "[true, false, null]");
    assert_eq!(values("x.name IS NOT NULL"), "[true, true, false]");
}

/// Values of one type, or of any, with nulls among them.
fn cells() -> impl Strategy<Value = Vec<Value>> {
    let integer = prop_oneof![(-3..4_i64), Just(i64::MAX), Just(i64::MIN)].prop_map(Value::Integer);
    let float = prop_oneof![Just(0.0), Just(1.0), Just(-1.5), Just(f64::NAN), Just(9_223_372_036_854_775_808.0)].prop_map(Value::Float);
    let text = "[ab]{0,2}".prop_map(Value::string);
    let boolean = any::<bool>().prop_map(Value::Boolean);
    let node = (0..2_u32).prop_map(|node| Value::Node(NodeId(node)));
    let list = proptest::collection::vec(prop_oneof![Just(Value::Null), (0..3_i64).prop_map(Value::Integer)], 0..3).prop_map(Value::list);
    let typed = [integer.boxed(), float.boxed(), text.boxed(), boolean.boxed(), node.boxed()];
    let any = proptest::strategy::Union::new(typed.clone().into_iter().chain([list.boxed(), Just(Value::Null).boxed()])).boxed();
    proptest::sample::select(typed.into_iter().chain([any]).collect::<Vec<_>>())
        .prop_flat_map(|kind| proptest::collection::vec(prop_oneof![5 => kind, 1 => Just(Value::Null)], 6))
}

/// The values as a column of their own type, if they have one.
fn column(values: &[Value]) -> Column {
    let valid: Vec<_> = values.iter().map(|value| !value.is_null()).collect();
    macro_rules! typed {
        ($variant:ident, $column:ident, $filler:expr) => {
            if values.iter().all(|value| matches!(value, Value::$variant(_) | Value::Null)) {
                let items = values.iter().map(|value| if let Value::$variant(item) = value { item.clone() } else { $filler }).collect();
                return Column::$column(Vector::with_validity(items, valid));
            }
        };
    }
    typed!(Integer, Integer, 0);
    typed!(Float, Float, 0.0);
    typed!(String, Text, "".into());
    typed!(Boolean, Boolean, false);
    typed!(Node, Node, NodeId(0));
    Column::values(values.to_vec())
}

/// Expressions over `a` and `b`: one for each kernel, and nests of them.
const EXPRESSIONS: [&str; 34] = [
    "a = b",
    "a <> b",
    "a < b",
    "a >= b",
    "a = 1",
    "a < 1.0",
    "1 > a",
    "1.5 <= a",
    "a = 'a'",
    "'a' < a",
    "a = true",
    "a + b",
    "a - b",
    "a * b",
    "a / b",
    "a % b",
    "a ^ b",
    "a + 1",
    "1 - a",
    "2.0 * a",
    "a = 1 AND b = 2",
    "a = 1 OR b < 2",
    "NOT a = b",
    "a IS NULL",
    "a IN [1, 'a', null]",
    "a IN b",
    "a STARTS WITH 'a'",
    "a CONTAINS b",
    "CASE WHEN a = b THEN a ELSE b END",
    "coalesce(a, b)",
    "a.name",
    "a.name = 'WTO'",
    "a[0]",
    "[x IN [a, b] | x = a]",
];

/// The expressions, compiled once.
static PROGRAMS: LazyLock<Vec<(&str, Program)>> = LazyLock::new(|| {
    let layout = Layout::new(["a".into(), "b".into()]);
    let graph = expression::graph();
    let compile = |text| (text, Program::compile(&expression::expression(text, &graph, &["a", "b"]), &layout).unwrap());
    EXPRESSIONS.map(compile).into_iter().collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Typed columns, untyped columns, selections, constants and single rows all give the same values, or errors of the same rows.
    #[test]
    fn kernels_agree_with_rows(a in cells(), b in cells(), selected in proptest::sample::subsequence(vec![0_u32, 1, 2, 3, 4, 5], 0..=6)) {
        let run = Run::new();
        let context = run.context();
        for (text, program) in PROGRAMS.iter() {
            let single = |row: usize, constant: bool| {
                let columns = [&a, &b].map(|values| if constant { Column::Constant(values[row].clone()) } else { Column::values(vec![values[row].clone()]) });
                program.evaluate(&Batch::new(1, columns.to_vec()), &context).map(|column| column.value(0)).map_err(|error| error.to_string())
            };
            for columns in [vec![column(&a), column(&b)], vec![Column::values(a.clone()), Column::values(b.clone())], vec![column(&a), Column::values(b.clone())]] {
                let batch = Batch::new(6, columns).select(selected.clone());
                match program.evaluate(&batch, &context) {
                    Ok(found) => for row in batch.positions() {
                        prop_assert_eq!(Ok(found.value(row)), single(row, false), "{} over {} and {}", text, &a[row], &b[row]);
                        prop_assert_eq!(Ok(found.value(row)), single(row, true), "{} over constants {} and {}", text, &a[row], &b[row]);
                    },
                    Err(error) => prop_assert!(batch.positions().any(|row| single(row, false) == Err(error.to_string())), "{}: {}", text, error),
                }
            }
        }
    }
}

#[test]
fn deep_expressions_fit_a_small_stack() {
    let run = Run::new();
    for text in [
        format!("x{}", " + 1".repeat(290)),
        format!("{}x = 1", "NOT ".repeat(290)),
        format!("{}x{}", "CASE WHEN x = 1 THEN ".repeat(90), " END".repeat(90)),
        format!("{}x{}", "coalesce(null, ".repeat(90), ")".repeat(90)),
        format!("{}[x]{}", "[y IN ".repeat(90), "]".repeat(90)),
    ] {
        run.over(&text, &[("x", Column::integers(vec![1]))], 1).unwrap();
        run.over(&text, &[("x", Column::values(vec![Value::Integer(1)]))], 1).unwrap();
    }
}
