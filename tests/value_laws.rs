//! The laws of the value relations, on random values with numbers near each other, nulls and NaN.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::cmp::Ordering;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;

use legation::value::{
    Compared, Date, DateTime, Duration, Grouped, LocalDateTime, LocalTime, NodeId, Path, RelationshipId, Time, TypeId, Value, Zone,
    compare, equals, equivalent, from_json, order, to_json,
};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

fn number() -> impl Strategy<Value = Value> {
    let edges = [0, 1, -1, 2, (1 << 53) - 1, 1 << 53, (1 << 53) + 1, i64::MAX, i64::MAX - 1, i64::MIN];
    let integer = prop_oneof![proptest::sample::select(edges.to_vec()), any::<i64>()];
    let floats = [0.0, -0.0, 0.5, 1.5, f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 9_223_372_036_854_775_808.0, 1e300];
    prop_oneof![
        integer.clone().prop_map(Value::Integer),
        integer.prop_map(|integer| Value::Float(integer as f64)),
        proptest::sample::select(floats.to_vec()).prop_map(Value::Float),
        any::<f64>().prop_map(Value::Float),
    ]
}

fn temporal() -> impl Strategy<Value = Value> {
    let time = || (0..3_u64, -2..2_i32).prop_map(|(hours, offset)| (LocalTime(hours * 3_600_000_000_000), offset * 3600));
    let local = || (-90_000..90_000_i64, 0..2_u32).prop_map(|(seconds, nanoseconds)| LocalDateTime { seconds, nanoseconds });
    let zone = prop_oneof![Just(Zone::Offset), Just(Zone::Named("Europe/Stockholm".into()))];
    prop_oneof![
        (-3..3_i64).prop_map(|days| Value::Date(Date(days))),
        time().prop_map(|(local, _)| Value::LocalTime(local)),
        time().prop_map(|(local, offset)| Value::Time(Time { local, offset })),
        local().prop_map(Value::LocalDateTime),
        (local(), -2..2_i32, zone).prop_map(|(local, hours, zone)| Value::DateTime(Arc::new(DateTime {
            local,
            offset: hours * 3600,
            zone
        }))),
        (-2..2_i64, -31..31_i64, -86_400..86_400_i64, 0..2_u32)
            .prop_map(|(months, days, seconds, nanoseconds)| Value::Duration(Arc::new(Duration { months, days, seconds, nanoseconds }))),
    ]
}

fn entity() -> impl Strategy<Value = Value> {
    let relationship = || (0..2_u16, 0..2_u32).prop_map(|(kind, local)| RelationshipId { kind: TypeId(kind), local });
    let path = vec((0..2_u32, relationship()), 1..3).prop_map(|steps| {
        let nodes = steps.iter().map(|step| NodeId(step.0)).collect();
        Value::Path(Arc::new(Path { nodes, relationships: steps.iter().skip(1).map(|step| step.1).collect() }))
    });
    prop_oneof![(0..3_u32).prop_map(|node| Value::Node(NodeId(node))), relationship().prop_map(Value::Relationship), path]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        2 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Boolean),
        6 => number(),
        2 => "[aé\u{10FFFF}]{0,2}".prop_map(Value::string),
        2 => temporal(),
        2 => entity(),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let map = btree_map("[ab]", inner.clone(), 0..3).prop_map(|map| map.into_iter().map(|(key, value)| (key.into(), value)).collect());
        prop_oneof![vec(inner, 0..3).prop_map(Value::list), map.prop_map(|map| Value::Map(Arc::new(map)))]
    })
}

/// A value with another one that is often like it.
fn pair() -> impl Strategy<Value = (Value, Value)> {
    prop_oneof![(value(), value()), (number(), number()), value().prop_map(|one| (one.clone(), one))]
}

fn hash(value: &Value) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(Grouped(value.clone()))
}

/// Whether a value has a part for which `=` is not reflexive.
fn has(value: &Value, test: &dyn Fn(&Value) -> bool) -> bool {
    match value {
        Value::List(items) => items.iter().any(|item| has(item, test)),
        Value::Map(map) => map.values().any(|item| has(item, test)),
        leaf => test(leaf),
    }
}

fn is_nan(value: &Value) -> bool {
    matches!(value, Value::Float(float) if float.is_nan())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn equality_is_symmetric_and_implies_equivalence((a, b) in pair()) {
        prop_assert_eq!(equals(&a, &b), equals(&b, &a));
        if equals(&a, &b) == Some(true) {
            prop_assert!(equivalent(&a, &b));
        }
        if equivalent(&a, &b) {
            let expected = if has(&a, &is_nan) { Some(false) } else if has(&a, &Value::is_null) { None } else { Some(true) };
            prop_assert_eq!(equals(&a, &b), expected);
        }
    }

    #[test]
    fn equivalence_is_an_equivalence_that_the_hash_and_the_order_agree_with(a in value(), (b, c) in pair()) {
        prop_assert!(equivalent(&a, &a));
        for (x, y) in [(&a, &b), (&b, &c)] {
            prop_assert_eq!(equivalent(x, y), equivalent(y, x));
            prop_assert_eq!(equivalent(x, y), order(x, y) == Ordering::Equal);
            if equivalent(x, y) {
                prop_assert_eq!(hash(x), hash(y));
            }
        }
    }

    #[test]
    fn the_order_is_total(mut values in vec(prop_oneof![value(), number()], 3..6)) {
        for a in &values {
            for b in &values {
                prop_assert_eq!(order(a, b), order(b, a).reverse());
                for c in &values {
                    if order(a, b).is_le() && order(b, c).is_le() {
                        prop_assert!(order(a, c).is_le(), "{} <= {} <= {}", a, b, c);
                        if equivalent(a, b) && equivalent(b, c) {
                            prop_assert!(equivalent(a, c));
                        }
                    }
                }
            }
        }
        // `sort_by` panics where it finds an order that is not total.
        values.sort_by(order);
        prop_assert!(values.windows(2).all(|pair| order(&pair[0], &pair[1]).is_le()));
    }

    #[test]
    fn comparison_agrees_with_order_and_equality((a, b) in pair()) {
        match (compare(&a, &b), compare(&b, &a)) {
            (Compared::Ordered(one), Compared::Ordered(other)) => {
                prop_assert_eq!(one, other.reverse());
                if !has(&a, &Value::is_null) && !has(&b, &Value::is_null) {
                    prop_assert_eq!(one, order(&a, &b));
                    prop_assert_eq!(one.is_eq(), equals(&a, &b) == Some(true));
                }
            }
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    #[test]
    fn temporal_text_reads_back(value in temporal()) {
        let text = to_json(&value, &mut |_| serde_json::Value::Null);
        let text = text.as_str().unwrap_or_default();
        let back = match &value {
            Value::Date(_) => Value::Date(text.parse().unwrap()),
            Value::LocalTime(_) => Value::LocalTime(text.parse().unwrap()),
            Value::Time(_) => Value::Time(text.parse().unwrap()),
            Value::LocalDateTime(_) => Value::LocalDateTime(text.parse().unwrap()),
            Value::DateTime(_) => Value::DateTime(Arc::new(text.parse().unwrap())),
            _ => Value::Duration(Arc::new(text.parse().unwrap())),
        };
        prop_assert_eq!(back, value);
    }

    #[test]
    fn no_text_breaks_the_temporal_readers(text in "[-+0-9PTWQDHMSYZ:.,é\\[\\]]{0,24}") {
        let _ = (text.parse::<Date>(), text.parse::<Time>(), text.parse::<DateTime>(), text.parse::<Duration>().map(|duration| duration.to_string()));
    }

    #[test]
    fn finite_values_go_through_json(a in value()) {
        let plain = |leaf: &Value| matches!(leaf, Value::Null | Value::Boolean(_) | Value::Integer(_) | Value::String(_)) || matches!(leaf, Value::Float(float) if float.is_finite());
        if !has(&a, &|leaf| !plain(leaf)) {
            let json = serde_json::to_string(&to_json(&a, &mut |_| serde_json::Value::Null)).unwrap();
            prop_assert_eq!(from_json(&serde_json::from_str(&json).unwrap()).unwrap(), a);
        }
    }
}
