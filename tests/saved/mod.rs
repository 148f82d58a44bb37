//! Random graphs with every value and odd names, and what makes two graphs the same.

use std::collections::{BTreeMap, BTreeSet};

use legation::graph::{Graph, Way};
use legation::value::{Date, DateTime, Duration, LocalDateTime, LocalTime, NodeId, Time, Value, Zone};
use proptest::collection::vec;
use proptest::prelude::*;

/// Names that are odd in one way or another.
const NAMES: &[&str] = &[
    "Party",
    "party",
    "A B",
    "a;b",
    "x:y",
    ":y",
    "it's",
    "'q'",
    "'open",
    " lead",
    "trail ",
    "a,b",
    "\"",
    "a{b",
    "`t`",
    "é日本",
    "😀",
    "=1+1",
    "-",
    "@",
    "/../x",
    "C:\\",
    "nul",
    "id",
    "labels",
    "start",
    "end",
    "start_id",
    "end_id",
    "source",
    "since",
    "ID",
    "nodes",
    "relationships",
    "a\nb",
    "\r",
    "\t",
    "\u{0}",
    "\u{202e}",
    "#1",
    "1",
    "<&>",
    "]]>",
    "key",
    "label",
    "type",
    "$date",
    "n0",
];

/// Any name; never empty, which the language has no form for.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => proptest::sample::select(NAMES).prop_map(str::to_owned), 1 => "\\PC{1,4}", 1 => any::<String>().prop_filter("empty", |name| !name.is_empty())]
}

fn text() -> impl Strategy<Value = String> {
    const TEXTS: &[&str] = &[
        "",
        " ",
        "a",
        "1",
        "007",
        "1.5",
        "true",
        "NaN",
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@x",
        "\tx",
        "a;b",
        ";",
        " a ",
        "'",
        "''",
        "\"",
        "\\",
        "\\n",
        "a,b",
        "\"a\"\"b\"",
        "line\nline",
        "cr\r\nlf",
        "\r",
        "\u{0}\u{7}\u{1b}[0m",
        "\u{85}\u{a0}",
        "\u{fffe}\u{ffff}",
        "\u{2028}",
        "😀𐍈",
        "]]>",
        "<a>&amp;",
        "null",
        "2008-05-01",
        "[1]",
        "#0",
        "// no comment",
        "/* x */",
        "`;`",
        "\u{feff}x",
    ];
    prop_oneof![2 => proptest::sample::select(TEXTS).prop_map(str::to_owned), 1 => any::<String>()]
}

fn float() -> impl Strategy<Value = f64> {
    const FLOATS: &[f64] = &[
        0.0,
        -0.0,
        1.0,
        -1.5,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        1e22,
        9_007_199_254_740_993.0,
    ];
    prop_oneof![proptest::sample::select(FLOATS), any::<f64>().prop_map(|float| if float.is_nan() { f64::NAN } else { float })]
}

fn date() -> impl Strategy<Value = Date> {
    // The first and the last day that a date may have.
    prop_oneof![Just(Date(-365_243_219_162)), Just(Date(365_241_780_471)), (-1_000_000..1_000_000_i64).prop_map(Date)]
}

fn local_time() -> impl Strategy<Value = LocalTime> {
    prop_oneof![
        Just(LocalTime(0)),
        Just(LocalTime(86_399_999_999_999)),
        (0..86_400_000_000_000_u64).prop_map(LocalTime),
        (0..1440_u64).prop_map(|minute| LocalTime(minute * 60_000_000_000))
    ]
}

fn offset() -> impl Strategy<Value = i32> {
    prop_oneof![Just(0), Just(64_800), Just(-64_800), Just(-3208), -64_800..=64_800]
}

fn temporal() -> impl Strategy<Value = Value> {
    let local = || (date(), local_time()).prop_map(|(date, time)| LocalDateTime::new(date, time));
    // A zone gives the offset, in the years that zones are known of.
    let zoned = |(local, offset, zone): (LocalDateTime, i32, Option<&str>)| {
        let named = zone.and_then(|zone| format!("{local}[{zone}]").parse::<DateTime>().ok());
        Value::DateTime(named.unwrap_or(DateTime { local, offset, zone: Zone::Offset }).into())
    };
    let zone = prop_oneof![Just(None), Just(Some("Europe/Stockholm")), Just(Some("America/Argentina/Ushuaia"))];
    let part = || prop_oneof![Just(0), Just(i64::MAX / 2), Just(i64::MIN / 2), -100_000..100_000_i64];
    let nanoseconds = prop_oneof![Just(0), Just(999_999_999), 0..1_000_000_000_u32];
    prop_oneof![
        date().prop_map(Value::Date),
        local_time().prop_map(Value::LocalTime),
        (local_time(), offset()).prop_map(|(local, offset)| Value::Time(Time { local, offset })),
        local().prop_map(Value::LocalDateTime),
        (local(), offset(), zone).prop_map(zoned),
        (part(), part(), part(), nanoseconds)
            .prop_map(|(months, days, seconds, nanoseconds)| Value::Duration(Duration { months, days, seconds, nanoseconds }.into())),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0), any::<i64>()].prop_map(Value::Integer),
        float().prop_map(Value::Float),
        text().prop_map(Value::string),
        temporal(),
    ]
}

/// Any value that a property can hold.
pub fn value() -> impl Strategy<Value = Value> {
    prop_oneof![3 => scalar(), 1 => vec(scalar(), 0..4).prop_map(Value::list), 1 => vec(text().prop_map(Value::string), 0..4).prop_map(Value::list)]
}

/// What a column of a file tends to hold: values of one type.
fn column() -> impl Strategy<Value = Vec<Value>> {
    prop_oneof![
        vec(value(), 6),
        vec(text().prop_map(Value::string), 6),
        vec(proptest::sample::select(&["a", "b c", "1"][..]).prop_map(Value::string), 6),
        vec(any::<i64>().prop_map(Value::Integer), 6),
        vec(float().prop_map(Value::Float), 6),
        vec(temporal(), 6),
        vec(any::<bool>().prop_map(Value::Boolean), 6),
    ]
}

/// Ids as data has them: good ones, none, repeated ones, some of each.
fn ids() -> impl Strategy<Value = Vec<Value>> {
    prop_oneof![
        2 => Just((0..6).map(Value::Integer).collect()),
        2 => Just((0..6).map(|id| Value::string(format!("id:{id}"))).collect()),
        1 => Just((0..6).map(|id| Value::string(id.to_string())).collect()),
        1 => Just((0..6).map(|id| Value::string(format!("#{id}"))).collect()),
        1 => Just(vec![Value::Null; 6]),
        1 => vec(prop_oneof![Just(Value::Null), (0..4_i64).prop_map(Value::Integer), Just(Value::Float(1.0)), value()], 6),
        1 => vec((0..4_i64).prop_map(Value::Integer), 6),
    ]
}

/// A random graph: up to six nodes, each with its number as property `n`.
pub fn graph() -> impl Strategy<Value = Graph> {
    let labels = vec(name(), 3);
    let types = vec(name(), 3);
    let keys = vec((name(), column()), 0..4);
    let nodes = vec((vec(0..3_usize, 0..3), vec(any::<bool>(), 4)), 0..6);
    let links = vec((0..3_usize, 0..6_usize, 0..6_usize, vec(any::<bool>(), 4)), 0..10);
    (labels, types, keys, ids(), nodes, links, vec(0..6_usize, 0..2)).prop_map(|(labels, types, keys, ids, nodes, links, deleted)| {
        let mut transaction = Graph::default().begin();
        let catalogue = transaction.catalogue().clone();
        let mut made = Vec::new();
        for (number, (own, has)) in nodes.iter().enumerate() {
            let own: Vec<_> = own.iter().map(|label| catalogue.intern_label(&labels[*label]).unwrap()).collect();
            let node = transaction.create_node(&own).unwrap();
            made.push(node);
            for ((key, column), _) in keys.iter().zip(has).filter(|(_, has)| **has) {
                let key = catalogue.intern_key(key).unwrap();
                transaction.set_node_property(node, key, column[number].clone()).unwrap();
            }
            if !keys.iter().any(|(key, _)| key == "id") {
                transaction.set_node_property(node, catalogue.intern_key("id").unwrap(), ids[number].clone()).unwrap();
            }
            transaction.set_node_property(node, catalogue.intern_key("n").unwrap(), Value::Integer(number as i64)).unwrap();
        }
        for (place, (kind, start, end, has)) in links.into_iter().enumerate().filter(|_| !made.is_empty()) {
            let kind = catalogue.intern_type(&types[kind]).unwrap();
            let link = transaction.create_relationship(kind, made[start % made.len()], made[end % made.len()]).unwrap();
            for ((key, column), _) in keys.iter().zip(has).filter(|(_, has)| *has) {
                let key = catalogue.intern_key(key).unwrap();
                transaction.set_relationship_property(link, key, column[place % 6].clone()).unwrap();
            }
        }
        for place in deleted {
            if !made.is_empty() {
                transaction.detach_delete_node(made.remove(place % made.len())).unwrap();
            }
        }
        transaction.commit()
    })
}

type Properties = BTreeMap<String, Value>;

/// A graph without numbers: its nodes by the property `n`, its relationships by those of their ends.
#[derive(Debug, PartialEq)]
pub struct Described {
    nodes: BTreeMap<String, (BTreeSet<String>, Properties)>,
    relationships: Vec<String>,
}

/// What a graph holds, by names.
pub fn described(graph: &Graph, by: &str) -> Described {
    let catalogue = graph.catalogue();
    let named = |properties: Vec<(legation::value::KeyId, Value)>| -> Properties {
        properties.into_iter().map(|(key, value)| (catalogue.key_name(key).to_string(), value)).collect()
    };
    let name = |node: NodeId| catalogue.key(by).map_or_else(String::new, |key| graph.node_property(node, key).to_string());
    let mut nodes = Vec::new();
    graph.scan(None, 0, usize::MAX, &mut nodes);
    let mut described = Described { nodes: BTreeMap::new(), relationships: Vec::new() };
    for node in nodes {
        let labels = graph.labels(node).iter().map(|label| catalogue.label_name(*label).to_string()).collect();
        let twice = described.nodes.insert(name(node), (labels, named(graph.node_properties(node))));
        assert!(twice.is_none(), "two nodes {}", name(node));
        for kind in graph.types() {
            for (end, relationship) in graph.neighbours(node, kind, Way::Out).iter() {
                let properties = named(graph.relationship_properties(relationship));
                described.relationships.push(format!("{} -{:?}-> {} {properties:?}", name(node), catalogue.type_name(kind), name(end)));
            }
        }
    }
    described.relationships.sort();
    described
}
