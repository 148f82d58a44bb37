//! Operators over small graphs, from plans built by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use legation::execute::{Answer, Parameters, compile};
use legation::graph::{Builder, Catalogue, Graph, Values};
use legation::limit::{Guard, Limits};
use legation::plan::{
    Aggregate, ApplyKind, Arithmetic, Column, Comparison, Expr, ExprKind, Hop, Item, JoinKind, Lengths, Plan, Reference, SortKey, Statement,
};
use legation::text::{Name, Place};
use legation::value::{Direction, NodeId, Value};

use Direction::{Both, Incoming, Outgoing};

/// Nodes 0 to 3 with label P and property x = 10, 20, null, "text"; node 4 with label Q.
/// T: 0→1 twice, 1→2, 2→2, 2→0; U: 0→4.
fn graph() -> Graph {
    let catalogue = Arc::new(Catalogue::default());
    let (p, q) = (catalogue.intern_label("P").unwrap(), catalogue.intern_label("Q").unwrap());
    let (t, u) = (catalogue.intern_type("T").unwrap(), catalogue.intern_type("U").unwrap());
    let (x, id, w) = (catalogue.intern_key("x").unwrap(), catalogue.intern_key("id").unwrap(), catalogue.intern_key("w").unwrap());
    let mut builder = Builder::new(catalogue);
    builder.add_nodes(&[p], 4).unwrap();
    builder.add_nodes(&[q], 1).unwrap();
    builder.set_node_property(NodeId(0), x, Value::Integer(10));
    builder.set_node_property(NodeId(1), x, Value::Integer(20));
    builder.set_node_property(NodeId(3), x, Value::string("text"));
    for node in 0..5 {
        builder.set_node_property(NodeId(node), id, Value::Integer(i64::from(node)));
    }
    let nodes = |ids: &[u32]| ids.iter().map(|&id| NodeId(id)).collect::<Vec<_>>();
    builder.add_relationships(t, nodes(&[0, 0, 1, 2, 2]), nodes(&[1, 1, 2, 2, 0])).unwrap();
    for (arrival, weight) in [1, 2, 3, 4, 5].into_iter().enumerate() {
        builder.set_relationship_property(t, arrival as u32, w, Value::Integer(weight));
    }
    builder.add_relationships(u, nodes(&[0]), nodes(&[4])).unwrap();
    builder.add_index(p, id);
    builder.finish().unwrap()
}

/// A line of `count` nodes N with numbers `n`, each with a relationship T to the next.
fn line(count: u32) -> Graph {
    let catalogue = Arc::new(Catalogue::default());
    let (label, t, n) = (catalogue.intern_label("N").unwrap(), catalogue.intern_type("T").unwrap(), catalogue.intern_key("n").unwrap());
    let mut builder = Builder::new(catalogue);
    let first = builder.add_nodes(&[label], count).unwrap();
    builder.set_node_values(n, first, Values::Any((0..i64::from(count)).map(Value::Integer).collect()));
    builder.add_relationships(t, (0..count - 1).map(NodeId).collect(), (1..count).map(NodeId).collect()).unwrap();
    builder.finish().unwrap()
}

fn name(text: &str) -> Name {
    Name::from(text)
}

fn names(texts: &[&str]) -> Vec<Name> {
    texts.iter().map(|text| name(text)).collect()
}

fn var(text: &str) -> Expr {
    Expr::variable(&name(text))
}

fn int(integer: i64) -> Expr {
    Expr::literal(Value::Integer(integer))
}

fn expr(kind: ExprKind) -> Expr {
    Expr::new(kind, Place::default())
}

fn compare(operator: Comparison, left: Expr, right: Expr) -> Expr {
    expr(ExprKind::Compare { operator, left: Box::new(left), right: Box::new(right) })
}

fn property(graph: &Graph, of: &str, key: &str) -> Expr {
    expr(ExprKind::Property { of: Box::new(var(of)), key: Reference { name: name(key), id: graph.catalogue().key(key) } })
}

fn label(graph: &Graph, text: &str) -> Reference<legation::value::LabelId> {
    Reference { name: name(text), id: graph.catalogue().label(text) }
}

fn scan(graph: &Graph, input: Plan, variable: &str, of: Option<&str>) -> Plan {
    Plan::Scan { input: Box::new(input), variable: name(variable), label: of.map(|text| label(graph, text)) }
}

fn hop(graph: &Graph, from: &str, relationship: &str, to: &str, types: &[&str], direction: Direction) -> Hop {
    let types = types.iter().map(|text| Reference { name: name(text), id: graph.catalogue().relationship_type(text) }).collect();
    Hop { from: name(from), relationship: name(relationship), to: name(to), types, direction }
}

fn expand(input: Plan, hop: Hop) -> Plan {
    Plan::Expand { input: Box::new(input), hop, into: false }
}

fn filter(input: Plan, predicate: Expr) -> Plan {
    Plan::Filter { input: Box::new(input), predicate }
}

fn unwind(input: Plan, list: Expr, variable: &str) -> Plan {
    Plan::Unwind { input: Box::new(input), list, variable: name(variable) }
}

fn numbers(integers: &[i64]) -> Expr {
    Expr::literal(Value::list(integers.iter().map(|&integer| Value::Integer(integer)).collect::<Vec<_>>()))
}

fn range(from: i64, to: i64) -> Expr {
    let function = legation::function::scalar("range").unwrap();
    expr(ExprKind::Call { function, arguments: vec![int(from), int(to)] })
}

fn count_rows(input: Plan, keys: &[&str]) -> Plan {
    let keys = keys.iter().map(|key| Item { variable: name(&format!("k {key}")), value: var(key) }).collect();
    let aggregates = vec![(name("count"), Aggregate { function: None, distinct: false, arguments: Vec::new() })];
    Plan::Aggregate { input: Box::new(input), keys, aggregates }
}

fn count_of(input: Plan, argument: &str, distinct: bool) -> Plan {
    let function = legation::function::aggregate("count");
    let aggregate = Aggregate { function, distinct, arguments: vec![var(argument)] };
    Plan::Aggregate { input: Box::new(input), keys: Vec::new(), aggregates: vec![(name("count"), aggregate)] }
}

fn argument(variables: &[&str]) -> Plan {
    Plan::Argument { variables: names(variables) }
}

fn apply(outer: Plan, inner: Plan, kind: ApplyKind) -> Plan {
    Plan::Apply { outer: Box::new(outer), inner: Box::new(inner), kind }
}

fn run_limited(graph: &Graph, plan: Plan, columns: &[&str], limits: Limits) -> Result<Answer, legation::diagnose::Diagnostics> {
    let columns = columns.iter().map(|column| Column { name: name(column), variable: name(column) }).collect();
    let program = compile(&Statement::new(plan, columns))?;
    program.run(graph, &Parameters::new(), &Guard::new(limits, Arc::new(AtomicBool::new(false))))
}

fn run(graph: &Graph, plan: Plan, columns: &[&str]) -> Answer {
    run_limited(graph, plan, columns, Limits::default()).unwrap()
}

/// The rows as text: nodes by number, relationships as type:number.
fn rows(graph: &Graph, plan: Plan, columns: &[&str]) -> Vec<String> {
    run(graph, plan, columns).rows().map(|row| row.values().map(|value| shown(&value)).collect::<Vec<_>>().join(" ")).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Node(node) => node.0.to_string(),
        Value::Relationship(relationship) => format!("{}:{}", relationship.kind.0, relationship.local),
        Value::Integer(integer) => integer.to_string(),
        Value::String(text) => text.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(",")),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_plan_without_leaves_is_one_row() {
    let one = Item { variable: "one".into(), value: Expr::literal(Value::Integer(1)) };
    assert_eq!(rows(&graph(), Plan::Extend { input: Box::new(Plan::unit()), items: vec![one] }, &["one"]), ["1"]);
    // A statement without columns only does something: it gives no rows.
    assert_eq!(run(&graph(), Plan::unit(), &[]).len(), 0);
    assert_eq!(run(&graph(), Plan::Empty { variables: names(&["a"]) }, &["a"]).len(), 0);
}

#[test]
fn scans_give_nodes_in_order() {
    let graph = graph();
    assert_eq!(rows(&graph, scan(&graph, Plan::unit(), "a", None), &["a"]), ["0", "1", "2", "3", "4"]);
    assert_eq!(rows(&graph, scan(&graph, Plan::unit(), "a", Some("Q")), &["a"]), ["4"]);
    assert_eq!(rows(&graph, scan(&graph, Plan::unit(), "a", Some("Unknown")), &["a"]), Vec::<String>::new());
    let two = scan(&graph, scan(&graph, Plan::unit(), "a", Some("P")), "b", Some("Q"));
    assert_eq!(rows(&graph, two, &["a", "b"]), ["0 4", "1 4", "2 4", "3 4"]);
}

#[test]
fn scans_cross_the_bounds_of_batches() {
    for count in [1023, 1024, 1025, 2047, 2048, 2049, 5000] {
        let graph = line(count);
        let answer = run(&graph, scan(&graph, Plan::unit(), "a", Some("N")), &["a"]);
        assert_eq!(answer.len(), count as usize);
        assert_eq!(answer.row(count as usize - 1).unwrap().value(0), Value::Node(NodeId(count - 1)));
        assert!(answer.row(count as usize).is_none());
        let hops = expand(scan(&graph, Plan::unit(), "a", Some("N")), hop(&graph, "a", "r", "b", &["T"], Outgoing));
        assert_eq!(rows(&graph, count_rows(hops, &[]), &["count"]), [(count - 1).to_string()]);
    }
}

#[test]
fn seeks_find_by_index() {
    let graph = graph();
    let seek = |value: Expr, of: &str| Plan::Seek {
        input: Box::new(unwind(Plan::unit(), numbers(&[3, 0, 9]), "i")),
        variable: name("a"),
        label: label(&graph, of),
        key: Reference { name: name("id"), id: graph.catalogue().key("id") },
        value,
    };
    assert_eq!(rows(&graph, seek(var("i"), "P"), &["i", "a"]), ["3 3", "0 0"]);
    assert_eq!(rows(&graph, seek(Expr::literal(Value::Null), "P"), &["a"]), Vec::<String>::new());
    // Without an index all nodes of the label are looked at.
    assert_eq!(rows(&graph, seek(int(4), "Q"), &["i", "a"]), ["3 4", "0 4", "9 4"]);
}

#[test]
fn expansions_follow_types_and_directions() {
    let graph = graph();
    let from = || scan(&graph, Plan::unit(), "a", None);
    let hops = |types: &[&str], direction| rows(&graph, expand(from(), hop(&graph, "a", "r", "b", types, direction)), &["a", "r", "b"]);
    assert_eq!(hops(&["T"], Outgoing), ["0 0:0 1", "0 0:1 1", "1 0:2 2", "2 0:3 0", "2 0:4 2"]);
    assert_eq!(hops(&["U", "T"], Outgoing), ["0 0:0 1", "0 0:1 1", "0 1:0 4", "1 0:2 2", "2 0:3 0", "2 0:4 2"]);
    assert_eq!(hops(&[], Incoming), ["0 0:3 2", "1 0:0 0", "1 0:1 0", "2 0:2 1", "2 0:4 2", "4 1:0 0"]);
    // The self-loop of node 2 stands once.
    let both = hops(&["T"], Both);
    assert_eq!(both, ["0 0:0 1", "0 0:1 1", "0 0:3 2", "1 0:2 2", "1 0:0 0", "1 0:1 0", "2 0:3 0", "2 0:4 2", "2 0:2 1"]);
    assert_eq!(hops(&["Unknown"], Outgoing), Vec::<String>::new());
}

#[test]
fn expansions_into_bound_nodes_keep_parallels() {
    let graph = graph();
    let pairs = || scan(&graph, scan(&graph, Plan::unit(), "a", Some("P")), "b", Some("P"));
    let into = |direction, types: &[&str]| Plan::Expand {
        input: Box::new(pairs()),
        hop: hop(&graph, "a", "r", "b", types, direction),
        into: true,
    };
    assert_eq!(rows(&graph, into(Outgoing, &["T"]), &["a", "b", "r"]), ["0 1 0:0", "0 1 0:1", "1 2 0:2", "2 0 0:3", "2 2 0:4"]);
    assert_eq!(rows(&graph, into(Incoming, &[]), &["a", "b"]), ["0 2", "1 0", "1 0", "2 1", "2 2"]);
    assert_eq!(rows(&graph, count_rows(into(Both, &["T"]), &[]), &["count"]), ["9"]);
    let own =
        Plan::Expand { input: Box::new(scan(&graph, Plan::unit(), "a", None)), hop: hop(&graph, "a", "r", "a", &[], Both), into: true };
    assert_eq!(rows(&graph, own, &["a", "r"]), ["2 0:4"]);
}

#[test]
fn expansions_from_null_give_nothing_and_from_other_values_an_error() {
    let graph = graph();
    let nulls = unwind(Plan::unit(), Expr::literal(Value::list(vec![Value::Null, Value::Node(NodeId(1))])), "a");
    assert_eq!(rows(&graph, expand(nulls, hop(&graph, "a", "r", "b", &[], Outgoing)), &["a", "b"]), ["1 2"]);
    let text = unwind(Plan::unit(), numbers(&[1]), "a");
    let error = run_limited(&graph, expand(text, hop(&graph, "a", "r", "b", &[], Outgoing)), &["b"], Limits::default()).unwrap_err();
    assert_eq!(error.code().as_deref(), Some("TypeError: InvalidArgumentType"));
}

#[test]
fn counts_take_the_last_expand_as_it_is() {
    let graph = graph();
    let one = || expand(scan(&graph, Plan::unit(), "a", Some("P")), hop(&graph, "a", "r", "b", &["T"], Outgoing));
    let two = || expand(one(), hop(&graph, "b", "s", "c", &["T"], Outgoing));
    assert_eq!(rows(&graph, count_rows(one(), &[]), &["count"]), ["5"]);
    assert_eq!(rows(&graph, count_rows(two(), &[]), &["count"]), ["8"]);
    assert_eq!(rows(&graph, count_of(two(), "c", false), &["count"]), ["8"]);
    assert_eq!(rows(&graph, count_of(two(), "c", true), &["count"]), ["3"]);
    assert_eq!(rows(&graph, count_rows(two(), &["a"]), &["k a", "count"]), ["0 2", "1 2", "2 4"]);
    assert_eq!(rows(&graph, count_rows(two(), &["c"]), &["k c", "count"]), ["2 4", "0 2", "1 2"]);
    let answer = run(&graph, count_rows(two(), &[]), &["count"]);
    assert_eq!([0, 1, 2, 3].map(|operator| answer.trace().rows(operator)), [1, 8, 5, 4]);
}

#[test]
fn groups_have_no_rows_without_entries() {
    let graph = graph();
    let hops = expand(scan(&graph, Plan::unit(), "a", None), hop(&graph, "a", "r", "b", &["U"], Outgoing));
    assert_eq!(rows(&graph, count_rows(hops, &["a"]), &["k a", "count"]), ["0 1"]);
}

#[test]
fn aggregates_without_rows_are_one_row_unless_grouped() {
    let graph = graph();
    let empty = || scan(&graph, Plan::unit(), "a", Some("Unknown"));
    assert_eq!(rows(&graph, count_rows(empty(), &[]), &["count"]), ["0"]);
    assert_eq!(rows(&graph, count_rows(empty(), &["a"]), &["count"]), Vec::<String>::new());
    assert_eq!(rows(&graph, count_of(empty(), "a", true), &["count"]), ["0"]);
}

#[test]
fn groups_are_by_equivalence_in_order_of_first_occurrence() {
    let graph = graph();
    let values = vec![
        Value::Float(1.0),
        Value::Null,
        Value::Integer(1),
        Value::Float(f64::NAN),
        Value::Null,
        Value::Float(f64::NAN),
        Value::string("1"),
    ];
    let list = unwind(Plan::unit(), Expr::literal(Value::list(values)), "x");
    let answer = run(&graph, count_rows(list.clone(), &["x"]), &["count"]).to_values();
    let counts = [2, 2, 2, 1].map(|count| vec![Value::Integer(count)]);
    assert_eq!(answer, counts);
    assert_eq!(rows(&graph, count_of(list.clone(), "x", false), &["count"]), ["5"]);
    assert_eq!(rows(&graph, count_of(list.clone(), "x", true), &["count"]), ["3"]);
    assert_eq!(run(&graph, Plan::Distinct { input: Box::new(list) }, &["x"]).len(), 4);
}

#[test]
fn sorting_is_stable_with_nulls_last() {
    let graph = graph();
    let values = || scan(&graph, Plan::unit(), "a", Some("P"));
    let sort = |descending| Plan::Sort { input: Box::new(values()), keys: vec![SortKey { value: property(&graph, "a", "x"), descending }] };
    assert_eq!(rows(&graph, sort(false), &["a"]), ["3", "0", "1", "2"]);
    assert_eq!(rows(&graph, sort(true), &["a"]), ["2", "1", "0", "3"]);
    let parity = expr(ExprKind::Arithmetic { operator: Arithmetic::Modulo, left: Box::new(var("i")), right: Box::new(int(3)) });
    let input = Box::new(unwind(Plan::unit(), range(0, 8), "i"));
    let stable = Plan::Sort { input, keys: vec![SortKey { value: parity, descending: true }] };
    assert_eq!(rows(&graph, stable, &["i"]), ["2", "5", "8", "1", "4", "7", "0", "3", "6"]);
}

#[test]
fn top_gives_what_sort_skip_and_limit_give() {
    let graph = graph();
    let key = |descending| {
        let value = expr(ExprKind::Arithmetic { operator: Arithmetic::Modulo, left: Box::new(var("i")), right: Box::new(int(97)) });
        vec![SortKey { value, descending }]
    };
    for (skip, limit, descending) in [(0, 0, false), (0, 1, true), (3, 200, false), (0, 6000, true), (20_000, 5, false), (5, 2100, true)] {
        let input = || Box::new(unwind(Plan::unit(), range(0, 9_999), "i"));
        let top = Plan::Top { input: input(), keys: key(descending), skip: Some(int(skip)), limit: int(limit) };
        let sort = Plan::Sort { input: input(), keys: key(descending) };
        let sorted = Plan::Limit { input: Box::new(Plan::Skip { input: Box::new(sort), count: int(skip) }), count: int(limit) };
        assert_eq!(rows(&graph, top, &["i"]), rows(&graph, sorted, &["i"]));
    }
}

#[test]
fn limits_stop_early() {
    let graph = graph();
    let endless = || unwind(Plan::unit(), range(1, 1_000_000_000_000), "i");
    let limit = |count| Plan::Limit { input: Box::new(endless()), count: int(count) };
    assert_eq!(rows(&graph, limit(3), &["i"]), ["1", "2", "3"]);
    assert_eq!(rows(&graph, limit(0), &["i"]), Vec::<String>::new());
    assert_eq!(run(&graph, limit(0), &["i"]).trace().rows(1), 0);
    assert_eq!(run(&graph, limit(5000), &["i"]).len(), 5000);
    let skip = Plan::Skip { input: Box::new(limit(5000)), count: int(4998) };
    assert_eq!(rows(&graph, skip, &["i"]), ["4999", "5000"]);
}

#[test]
fn bad_counts_are_errors() {
    let graph = graph();
    let limit = |count| Plan::Limit { input: Box::new(Plan::unit()), count };
    let code = |count| run_limited(&graph, limit(count), &[], Limits::default()).unwrap_err().code();
    assert_eq!(code(int(-1)).as_deref(), Some("SyntaxError: NegativeIntegerArgument"));
    assert_eq!(code(Expr::literal(Value::Float(1.5))).as_deref(), Some("SyntaxError: InvalidArgumentType"));
}

#[test]
fn unwinding_takes_lists_and_null() {
    let graph = graph();
    let rows_of = |list: Value| rows(&graph, unwind(Plan::unit(), Expr::literal(list), "x"), &["x"]);
    assert_eq!(rows_of(Value::Null), Vec::<String>::new());
    assert_eq!(rows_of(Value::list(vec![])), Vec::<String>::new());
    assert_eq!(rows_of(Value::list(vec![Value::Null, Value::Integer(1), Value::string("a")])), ["null", "1", "a"]);
    let error = run_limited(&graph, unwind(Plan::unit(), int(1), "x"), &["x"], Limits::default()).unwrap_err();
    assert_eq!(error.code().as_deref(), Some("TypeError: InvalidArgumentType"));
    let nested = unwind(unwind(Plan::unit(), numbers(&[1, 2]), "x"), expr(ExprKind::List(vec![var("x"), var("x")])), "y");
    assert_eq!(rows(&graph, nested, &["x", "y"]), ["1 1", "1 1", "2 2", "2 2"]);
    assert_eq!(rows(&graph, unwind(Plan::unit(), range(i64::MAX - 1, i64::MAX), "x"), &["x"]).len(), 2);
    assert_eq!(rows(&graph, unwind(Plan::unit(), range(2, 1), "x"), &["x"]).len(), 0);
}

#[test]
fn unions_keep_order_and_arrange_columns() {
    let graph = graph();
    let left = unwind(unwind(Plan::unit(), numbers(&[1]), "x"), numbers(&[2]), "y");
    let right = unwind(unwind(Plan::unit(), numbers(&[4]), "y"), numbers(&[3]), "x");
    assert_eq!(rows(&graph, Plan::Union { inputs: vec![left, right] }, &["x", "y"]), ["1 2", "3 4"]);
}

#[test]
fn products_and_joins() {
    let graph = graph();
    let side = |list: &[i64], variable: &str| unwind(Plan::unit(), numbers(list), variable);
    let product = Plan::Product { left: Box::new(side(&[1, 2], "x")), right: Box::new(side(&[3, 4], "y")) };
    assert_eq!(rows(&graph, product, &["x", "y"]), ["1 3", "1 4", "2 3", "2 4"]);
    let empty = Plan::Product { left: Box::new(side(&[1, 2], "x")), right: Box::new(side(&[], "y")) };
    assert_eq!(rows(&graph, empty, &["x", "y"]), Vec::<String>::new());
    let large = Plan::Product {
        left: Box::new(unwind(Plan::unit(), range(1, 3000), "x")),
        right: Box::new(unwind(Plan::unit(), range(1, 5), "y")),
    };
    assert_eq!(rows(&graph, count_rows(large, &[]), &["count"]), ["15000"]);

    let mixed = |values: Vec<Value>, variable: &str| unwind(Plan::unit(), Expr::literal(Value::list(values)), variable);
    let nan = Value::Float(f64::NAN);
    let left = vec![Value::Integer(2), Value::Null, nan.clone(), Value::Float(1.0), Value::list(vec![Value::Null])];
    let right = vec![Value::Integer(1), Value::Float(2.0), Value::Null, nan, Value::Integer(1), Value::list(vec![Value::Null])];
    let join = Plan::Join {
        left: Box::new(mixed(left, "x")),
        right: Box::new(mixed(right, "y")),
        on: vec![(var("x"), var("y"))],
        kind: JoinKind::Inner,
    };
    assert_eq!(run(&graph, join, &["x", "y"]).len(), 3);
}

#[test]
fn chains_use_each_relationship_once() {
    let graph = graph();
    let from = |id: i64| filter(scan(&graph, Plan::unit(), "a", None), compare(Comparison::Equal, property(&graph, "a", "id"), int(id)));
    let chains = |id, min, max, direction| Plan::ExpandPath {
        input: Box::new(from(id)),
        hop: hop(&graph, "a", "r", "b", &["T"], direction),
        lengths: Lengths { min, max },
        into: false,
        each: None,
    };
    assert_eq!(rows(&graph, chains(1, 0, Some(2), Outgoing), &["r", "b"]), ["[] 1", "[0:2] 2", "[0:2,0:3] 0", "[0:2,0:4] 2"]);
    assert_eq!(rows(&graph, chains(1, 0, Some(0), Outgoing), &["r", "b"]), ["[] 1"]);
    // 1→2, (loop), →0, →1 by either parallel, and there nothing is left.
    let all = rows(&graph, chains(1, 1, None, Outgoing), &["r"]);
    assert_eq!(all.len(), 8);
    assert!(all.contains(&"[0:2,0:4,0:3,0:1]".to_owned()));
    let answer = rows(&graph, count_rows(chains(2, 2, Some(2), Both), &[]), &["count"]);
    // From 2: 4 (loop) then 3 or 2; 3 then 0 or 1; 2 then 0 or 1.
    assert_eq!(answer, ["6"]);
    let into = Plan::ExpandPath {
        input: Box::new(scan(&graph, from(0), "b", Some("P"))),
        hop: hop(&graph, "a", "r", "b", &["T"], Outgoing),
        lengths: Lengths { min: 0, max: Some(2) },
        into: true,
        each: None,
    };
    assert_eq!(rows(&graph, into, &["b", "r"]), ["0 []", "1 [0:0]", "1 [0:1]", "2 [0:0,0:2]", "2 [0:1,0:2]"]);
}

#[test]
fn chains_hold_a_condition_on_each_relationship() {
    let graph = graph();
    let each = Some((name("e"), compare(Comparison::Greater, property(&graph, "e", "w"), var("least"))));
    let start = scan(&graph, unwind(Plan::unit(), numbers(&[1, 2]), "least"), "a", Some("P"));
    let chains = Plan::ExpandPath {
        input: Box::new(filter(start, compare(Comparison::Equal, property(&graph, "a", "id"), int(0)))),
        hop: hop(&graph, "a", "r", "b", &["T"], Outgoing),
        lengths: Lengths { min: 1, max: Some(2) },
        into: false,
        each,
    };
    // Weights 1 and 2 lead from 0 to 1.
    assert_eq!(rows(&graph, chains, &["least", "r"]), ["1 [0:1]", "1 [0:1,0:2]"]);
}

#[test]
fn long_chains_neither_overflow_nor_forget() {
    let graph = line(5_000);
    let start = filter(scan(&graph, Plan::unit(), "a", None), compare(Comparison::Equal, property(&graph, "a", "n"), int(0)));
    let chains = Plan::ExpandPath {
        input: Box::new(start),
        hop: hop(&graph, "a", "r", "b", &[], Outgoing),
        lengths: Lengths { min: 1, max: None },
        into: false,
        each: None,
    };
    assert_eq!(rows(&graph, count_rows(chains, &[]), &["count"]), ["4999"]);
}

fn shortest(graph: &Graph, (from, to): (i64, i64), lengths: Lengths, all: bool, direction: Direction) -> Vec<String> {
    let ends = scan(graph, scan(graph, Plan::unit(), "a", None), "b", None);
    let ends = filter(ends, compare(Comparison::Equal, property(graph, "a", "id"), int(from)));
    let ends = filter(ends, compare(Comparison::Equal, property(graph, "b", "id"), int(to)));
    let plan = Plan::ShortestPath { input: Box::new(ends), hop: hop(graph, "a", "r", "b", &[], direction), lengths, all, each: None };
    rows(graph, plan, &["r"])
}

#[test]
fn shortest_chains_are_found_from_both_ends() {
    let graph = graph();
    let any = Lengths { min: 1, max: None };
    assert_eq!(shortest(&graph, (0, 2), any, true, Outgoing), ["[0:0,0:2]", "[0:1,0:2]"]);
    assert_eq!(shortest(&graph, (0, 2), any, false, Outgoing), ["[0:0,0:2]"]);
    assert_eq!(shortest(&graph, (0, 2), any, true, Both), ["[0:3]"]);
    assert_eq!(shortest(&graph, (1, 4), any, true, Outgoing), ["[0:2,0:3,1:0]"]);
    assert_eq!(shortest(&graph, (1, 4), Lengths { min: 1, max: Some(2) }, true, Outgoing), Vec::<String>::new());
    assert_eq!(shortest(&graph, (1, 3), any, true, Both), Vec::<String>::new());
    assert_eq!(shortest(&graph, (0, 0), Lengths { min: 0, max: None }, true, Outgoing), ["[]"]);
    assert_eq!(shortest(&graph, (0, 0), any, true, Outgoing), ["[0:0,0:2,0:3]", "[0:1,0:2,0:3]"]);
    // Back over the parallel relationship, not over the same.
    assert_eq!(shortest(&graph, (0, 0), any, false, Both), ["[0:0,0:1]"]);
    assert_eq!(shortest(&graph, (4, 4), any, true, Both), Vec::<String>::new());
    assert_eq!(shortest(&graph, (2, 2), any, true, Outgoing), ["[0:4]"]);
    assert_eq!(shortest(&graph, (0, 2), Lengths { min: 2, max: None }, true, Both).len(), 3);
}

#[test]
fn subqueries_run_per_outer_row() {
    let graph = graph();
    let outer = || scan(&graph, Plan::unit(), "a", None);
    let inner = || expand(argument(&["a"]), hop(&graph, "a", "r", "b", &["T"], Outgoing));
    assert_eq!(rows(&graph, apply(outer(), inner(), ApplyKind::Semi), &["a"]), ["0", "1", "2"]);
    assert_eq!(rows(&graph, apply(outer(), inner(), ApplyKind::Anti), &["a"]), ["3", "4"]);
    let mark = apply(outer(), inner(), ApplyKind::Mark(name("m")));
    assert_eq!(rows(&graph, mark, &["a", "m"]), ["0 true", "1 true", "2 true", "3 false", "4 false"]);
    let count = apply(outer(), inner(), ApplyKind::Count(name("n")));
    assert_eq!(rows(&graph, count, &["a", "n"]), ["0 2", "1 1", "2 2", "3 0", "4 0"]);
    let collect = apply(outer(), inner(), ApplyKind::Collect { variable: name("l"), item: name("b") });
    assert_eq!(rows(&graph, collect, &["a", "l"]), ["0 [1,1]", "1 [2]", "2 [0,2]", "3 []", "4 []"]);
    let collect = apply(outer(), inner(), ApplyKind::Collect { variable: name("l"), item: name("a") });
    assert_eq!(rows(&graph, collect, &["l"]), ["[0,0]", "[1]", "[2,2]", "[]", "[]"]);
    assert_eq!(rows(&graph, apply(outer(), inner(), ApplyKind::Rows), &["a", "b"]), ["0 1", "0 1", "1 2", "2 0", "2 2"]);
    let optional = apply(outer(), inner(), ApplyKind::Optional);
    assert_eq!(
        rows(&graph, optional, &["a", "b", "r"]),
        ["0 1 0:0", "0 1 0:1", "1 2 0:2", "2 0 0:3", "2 2 0:4", "3 null null", "4 null null"]
    );
}

#[test]
fn subqueries_count_limit_and_sort_per_outer_row() {
    let graph = graph();
    let outer = || scan(&graph, Plan::unit(), "a", None);
    let inner = || expand(argument(&["a"]), hop(&graph, "a", "r", "b", &["T"], Outgoing));
    let counted = apply(outer(), count_rows(inner(), &[]), ApplyKind::Rows);
    assert_eq!(rows(&graph, counted, &["a", "count"]), ["0 2", "1 1", "2 2", "3 0", "4 0"]);
    let grouped = apply(outer(), count_rows(inner(), &["b"]), ApplyKind::Rows);
    assert_eq!(rows(&graph, grouped, &["a", "k b", "count"]), ["0 1 2", "1 2 1", "2 0 1", "2 2 1"]);
    let limited = apply(outer(), Plan::Limit { input: Box::new(inner()), count: int(1) }, ApplyKind::Rows);
    assert_eq!(rows(&graph, limited, &["a", "b"]), ["0 1", "1 2", "2 0"]);
    let skipped = apply(outer(), Plan::Skip { input: Box::new(inner()), count: int(1) }, ApplyKind::Optional);
    assert_eq!(rows(&graph, skipped, &["a", "b"]), ["0 1", "1 null", "2 2", "3 null", "4 null"]);
    let keys = vec![SortKey { value: property(&graph, "b", "id"), descending: true }];
    let top = Plan::Top { input: Box::new(inner()), keys, skip: None, limit: int(1) };
    assert_eq!(rows(&graph, apply(outer(), top, ApplyKind::Rows), &["a", "b"]), ["0 1", "1 2", "2 2"]);
    let items = vec![Item { variable: name("c"), value: var("b") }];
    let distinct = Plan::Distinct { input: Box::new(Plan::Project { input: Box::new(inner()), items }) };
    assert_eq!(rows(&graph, apply(outer(), distinct, ApplyKind::Rows), &["a", "c"]), ["0 1", "1 2", "2 0", "2 2"]);
}

#[test]
fn unions_within_subqueries_stay_with_their_row() {
    let graph = graph();
    let outer = || scan(&graph, Plan::unit(), "a", Some("P"));
    let part = |direction| {
        let hops = expand(argument(&["a"]), hop(&graph, "a", "r", "b", &["T"], direction));
        Plan::Project { input: Box::new(hops), items: vec![Item { variable: name("c"), value: var("b") }] }
    };
    let union = Plan::Union { inputs: vec![part(Outgoing), part(Incoming)] };
    let optional = apply(outer(), union, ApplyKind::Optional);
    let expected = ["0 1", "0 1", "0 2", "1 2", "1 0", "1 0", "2 0", "2 2", "2 1", "2 2", "3 null"];
    assert_eq!(rows(&graph, optional, &["a", "c"]), expected);
}

#[test]
fn subqueries_without_outer_columns_run_once() {
    let graph = graph();
    let outer = || scan(&graph, Plan::unit(), "a", Some("P"));
    let inner = |of| scan(&graph, argument(&["a"]), "q", Some(of));
    assert_eq!(rows(&graph, apply(outer(), inner("Q"), ApplyKind::Semi), &["a"]), ["0", "1", "2", "3"]);
    assert_eq!(rows(&graph, apply(outer(), inner("Unknown"), ApplyKind::Semi), &["a"]), Vec::<String>::new());
    assert_eq!(rows(&graph, apply(outer(), inner("P"), ApplyKind::Count(name("n"))), &["n"]), ["4", "4", "4", "4"]);
    let answer = run(&graph, apply(outer(), inner("Q"), ApplyKind::Rows), &["a", "q"]);
    assert_eq!(answer.len(), 4);
    assert_eq!(answer.trace().rows(2), 1);
    assert_eq!(rows(&graph, apply(outer(), inner("Unknown"), ApplyKind::Optional), &["a", "q"]), ["0 null", "1 null", "2 null", "3 null"]);
    assert_eq!(rows(&graph, apply(Plan::unit(), inner("Unknown"), ApplyKind::Optional), &["q"]), ["null"]);
    assert_eq!(rows(&graph, apply(outer(), inner("Unknown"), ApplyKind::Rows), &["a"]), Vec::<String>::new());
}

#[test]
fn subqueries_nest() {
    let graph = graph();
    let outer = || scan(&graph, Plan::unit(), "a", Some("P"));
    let innermost = expand(argument(&["b", "a"]), hop(&graph, "b", "s", "c", &["T"], Outgoing));
    let middle = apply(expand(argument(&["a"]), hop(&graph, "a", "r", "b", &["T"], Outgoing)), innermost, ApplyKind::Count(name("n")));
    let nested = apply(outer(), middle, ApplyKind::Optional);
    assert_eq!(rows(&graph, nested, &["a", "b", "n"]), ["0 1 1", "0 1 1", "1 2 2", "2 0 2", "2 2 2", "3 null null"]);
    let own =
        filter(expand(argument(&["a", "b"]), hop(&graph, "b", "s", "c", &["T"], Outgoing)), compare(Comparison::Equal, var("c"), var("a")));
    let middle = apply(expand(argument(&["a"]), hop(&graph, "a", "r", "b", &["T"], Outgoing)), own, ApplyKind::Semi);
    assert_eq!(rows(&graph, apply(outer(), middle, ApplyKind::Semi), &["a"]), ["2"]);
}

#[test]
fn products_and_joins_within_subqueries_pair_rows_of_one_outer_row() {
    let graph = graph();
    let outer = || scan(&graph, Plan::unit(), "a", Some("P"));
    let side =
        |relationship: &str, node: &str, direction| expand(argument(&["a"]), hop(&graph, "a", relationship, node, &["T"], direction));
    let (left, right) = (|| Box::new(side("r", "b", Outgoing)), || Box::new(side("s", "c", Incoming)));
    let product = Plan::Product { left: left(), right: right() };
    assert_eq!(rows(&graph, apply(outer(), product, ApplyKind::Count(name("n"))), &["n"]), ["2", "2", "4", "0"]);
    let join = Plan::Join { left: left(), right: right(), on: vec![(var("b"), var("c"))], kind: JoinKind::Inner };
    assert_eq!(rows(&graph, apply(outer(), join, ApplyKind::Count(name("n"))), &["n"]), ["0", "0", "1", "0"]);
    let free = Plan::Product { left: left(), right: Box::new(scan(&graph, Plan::unit(), "q", Some("Q"))) };
    assert_eq!(rows(&graph, apply(outer(), free, ApplyKind::Count(name("n"))), &["n"]), ["2", "1", "2", "0"]);
}

#[test]
fn subqueries_cross_the_bounds_of_batches() {
    let graph = line(5_000);
    let outer = || scan(&graph, Plan::unit(), "a", Some("N"));
    let inner = || expand(argument(&["a"]), hop(&graph, "a", "r", "b", &["T"], Both));
    let optional = apply(outer(), filter(inner(), compare(Comparison::Less, property(&graph, "b", "n"), int(3))), ApplyKind::Optional);
    let answer = run(&graph, optional, &["a", "b"]);
    assert_eq!(answer.len(), 5_001);
    assert_eq!(answer.row(5_000).unwrap().values().collect::<Vec<_>>(), [Value::Node(NodeId(4_999)), Value::Null]);
    let count = apply(outer(), inner(), ApplyKind::Count(name("n")));
    let two = filter(count, compare(Comparison::Equal, var("n"), int(2)));
    assert_eq!(rows(&graph, count_rows(two, &[]), &["count"]), ["4998"]);
}

#[test]
fn limits_of_rows_memory_and_time_are_errors() {
    let graph = graph();
    let endless = || unwind(Plan::unit(), range(1, 1_000_000_000_000), "i");
    let code = |plan, limits| run_limited(&graph, plan, &["i"], limits).unwrap_err().code();
    let counted = |plan, limits| run_limited(&graph, plan, &["count"], limits).unwrap_err().code();
    assert_eq!(code(endless(), Limits { rows: 10, ..Limits::default() }).as_deref(), Some("limit::rows"));
    assert_eq!(code(endless(), Limits { memory: 1 << 20, ..Limits::default() }).as_deref(), Some("limit::memory"));
    let sort = Plan::Sort { input: Box::new(endless()), keys: vec![SortKey { value: var("i"), descending: true }] };
    assert_eq!(code(sort, Limits { memory: 1 << 20, ..Limits::default() }).as_deref(), Some("limit::memory"));
    let distinct = Plan::Distinct { input: Box::new(endless()) };
    assert_eq!(counted(count_of(distinct, "i", true), Limits { memory: 1 << 20, ..Limits::default() }).as_deref(), Some("limit::memory"));
    let none = filter(endless(), compare(Comparison::Less, var("i"), int(0)));
    let time = Some(std::time::Duration::from_millis(50));
    assert_eq!(code(none, Limits { time, ..Limits::default() }).as_deref(), Some("limit::time"));
}

#[test]
fn a_program_runs_any_number_of_times() {
    let graph = graph();
    let plan = count_rows(expand(scan(&graph, Plan::unit(), "a", None), hop(&graph, "a", "r", "b", &[], Outgoing)), &["a"]);
    let columns = vec![Column { name: name("node"), variable: name("k a") }, Column { name: name("n"), variable: name("count") }];
    let program = compile(&Statement::new(plan, columns)).unwrap();
    let first = program.run(&graph, &Parameters::new(), &Guard::default()).unwrap();
    let second = program.run(&graph, &Parameters::new(), &Guard::default()).unwrap();
    assert_eq!(first.to_values(), second.to_values());
    assert_eq!(first.columns(), &names(&["node", "n"])[..]);
}

#[test]
fn whether_there_is_a_chain_is_known_at_the_first() {
    let catalogue = Arc::new(Catalogue::default());
    let (label, t) = (catalogue.intern_label("N").unwrap(), catalogue.intern_type("T").unwrap());
    let mut builder = Builder::new(catalogue);
    builder.add_nodes(&[label], 20).unwrap();
    let (starts, ends) = (0..400).map(|pair| (NodeId(pair / 20), NodeId(pair % 20))).unzip();
    builder.add_relationships(t, starts, ends).unwrap();
    let graph = builder.finish().unwrap();
    let chain = |lengths| Plan::ExpandPath {
        input: Box::new(argument(&["a"])),
        hop: hop(&graph, "a", "r", "b", &["T"], Outgoing),
        lengths,
        into: false,
        each: None,
    };
    let outer = || scan(&graph, Plan::unit(), "a", None);
    let any = Lengths { min: 1, max: None };
    assert_eq!(run(&graph, apply(outer(), chain(any), ApplyKind::Semi), &["a"]).len(), 20);
    let first = Plan::Limit { input: Box::new(apply(outer(), chain(any), ApplyKind::Rows)), count: int(3) };
    assert_eq!(rows(&graph, first, &["a", "r"]).len(), 3);
    let time = Some(std::time::Duration::from_millis(50));
    let all = apply(outer(), chain(any), ApplyKind::Rows);
    let error = run_limited(&graph, count_rows(all, &[]), &["count"], Limits { time, ..Limits::default() }).unwrap_err();
    assert_eq!(error.code().as_deref(), Some("limit::time"));
}

#[test]
fn lists_of_chains_count_as_memory() {
    let graph = line(3_000);
    let chains = Plan::ExpandPath {
        input: Box::new(scan(&graph, Plan::unit(), "a", None)),
        hop: hop(&graph, "a", "r", "b", &["T"], Outgoing),
        lengths: Lengths { min: 1, max: None },
        into: false,
        each: None,
    };
    let error = run_limited(&graph, chains, &["r"], Limits { memory: 8 << 20, ..Limits::default() }).unwrap_err();
    assert_eq!(error.code().as_deref(), Some("limit::memory"));
}

#[test]
fn lists_of_lists_of_subqueries_end_in_the_memory_limit() {
    let graph = graph();
    let five = || expand_none(&graph);
    let chained = |correlated: bool, times: usize| {
        let items = vec![Item { variable: name("x0"), value: int(1) }];
        let mut plan = Plan::Project { input: Box::new(Plan::unit()), items };
        for time in 0..times {
            let (before, after) = (format!("x{time}"), format!("x{}", time + 1));
            let inner = if correlated {
                let inner = unwind(argument(&[&before]), range(1, 5), "i");
                Plan::Extend { input: Box::new(inner), items: vec![Item { variable: name("item"), value: var(&before) }] }
            } else {
                five()
            };
            let item = if correlated { name("item") } else { Name::from(before) };
            plan = apply(plan, inner, ApplyKind::Collect { variable: Name::from(after), item });
        }
        plan
    };
    for correlated in [true, false] {
        let limits = || Limits { memory: 8 << 20, ..Limits::default() };
        assert!(run_limited(&graph, chained(correlated, 4), &["x4"], limits()).is_ok());
        let error = run_limited(&graph, chained(correlated, 30), &["x30"], limits()).unwrap_err();
        assert_eq!(error.code().as_deref(), Some("limit::memory"));
    }
}

/// The five nodes, without anything from outside.
fn expand_none(graph: &Graph) -> Plan {
    scan(graph, Plan::unit(), "a", None)
}

/// Twelve nodes with a category c of x, y or null, and another, d, of y or z, by turns.
fn categories() -> Graph {
    let catalogue = Arc::new(Catalogue::default());
    let (label, c, d) = (catalogue.intern_label("N").unwrap(), catalogue.intern_key("c").unwrap(), catalogue.intern_key("d").unwrap());
    let mut builder = Builder::new(catalogue);
    builder.add_nodes(&[label], 12).unwrap();
    for node in 0..12 {
        let text = [Value::string("x"), Value::string("y"), Value::Null][node as usize % 3].clone();
        builder.set_node_property(NodeId(node), c, text);
        builder.set_node_property(NodeId(node), d, Value::string(["y", "z"][node as usize % 2]));
    }
    builder.finish().unwrap()
}

#[test]
fn texts_by_their_codes_are_as_texts() {
    let graph = categories();
    let with = |key: &str, variable: &str| {
        let items = vec![Item { variable: name(variable), value: property(&graph, "n", key) }];
        Plan::Project { input: Box::new(scan(&graph, Plan::unit(), "n", None)), items }
    };
    assert_eq!(rows(&graph, count_rows(with("c", "k"), &["k"]), &["k k", "count"]), ["x 4", "y 4", "null 4"]);
    let sorted = |descending| Plan::Sort {
        input: Box::new(Plan::Distinct { input: Box::new(with("c", "k")) }),
        keys: vec![SortKey { value: var("k"), descending }],
    };
    assert_eq!(rows(&graph, sorted(false), &["k"]), ["x", "y", "null"]);
    assert_eq!(rows(&graph, sorted(true), &["k"]), ["null", "y", "x"]);
    // Two dictionaries meet.
    let union = || Plan::Union { inputs: vec![with("c", "k"), with("d", "k")] };
    assert_eq!(rows(&graph, count_rows(union(), &["k"]), &["k k", "count"]), ["x 4", "y 10", "null 4", "z 6"]);
    let sorted = Plan::Sort { input: Box::new(union()), keys: vec![SortKey { value: var("k"), descending: false }] };
    assert_eq!(rows(&graph, Plan::Distinct { input: Box::new(sorted) }, &["k"]), ["x", "y", "z", "null"]);
    let join = Plan::Join {
        left: Box::new(with("c", "k")),
        right: Box::new(with("d", "l")),
        on: vec![(var("k"), var("l"))],
        kind: JoinKind::Inner,
    };
    assert_eq!(rows(&graph, count_rows(join, &[]), &["count"]), ["24"]);
    let filtered = filter(with("c", "k"), compare(Comparison::Greater, var("k"), Expr::literal(Value::string("x"))));
    assert_eq!(rows(&graph, filtered, &["k"]), ["y", "y", "y", "y"]);
    let nothing = filter(with("c", "k"), expr(ExprKind::IsNull(Box::new(var("k")))));
    assert_eq!(rows(&graph, count_rows(nothing, &[]), &["count"]), ["4"]);
    let top = Plan::Top {
        input: Box::new(union()),
        keys: vec![SortKey { value: var("k"), descending: true }],
        skip: Some(int(3)),
        limit: int(2),
    };
    assert_eq!(rows(&graph, top, &["k"]), ["null", "z"]);
}
