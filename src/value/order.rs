//! The total order of `ORDER BY`, `min` and `max`.

use std::cmp::Ordering;

use super::number::integer_to_float;
use super::{DateTime, Duration, Map, Path, Time, Value};

/// Every value against every other, ascending. Equal exactly where the two are equivalent.
///
/// The order of types is openCypher's: map, node, relationship, list, path, date and time, local date and time, date,
/// time, local time, duration, string, boolean, number, null; NaN is the greatest number.
pub fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => order_floats(*a, *b),
        (Value::Integer(a), Value::Float(b)) => integer_to_float(*a, *b).unwrap_or(Ordering::Less),
        (Value::Float(a), Value::Integer(b)) => integer_to_float(*b, *a).map_or(Ordering::Greater, Ordering::reverse),
        // UTF-8 keeps the order of code points.
        (Value::String(a), Value::String(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::LocalTime(a), Value::LocalTime(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => times(*a, *b),
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => a.cmp(b),
        (Value::DateTime(a), Value::DateTime(b)) => date_times(a, b),
        (Value::Duration(a), Value::Duration(b)) => durations(**a, **b),
        (Value::Node(a), Value::Node(b)) => a.cmp(b),
        (Value::Relationship(a), Value::Relationship(b)) => a.cmp(b),
        (Value::Path(a), Value::Path(b)) => paths(a, b),
        (Value::List(a), Value::List(b)) => lists(a, b),
        (Value::Map(a), Value::Map(b)) => maps(a, b),
        _ => rank(left).cmp(&rank(right)),
    }
}

/// The place of a value's type in the order of types.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Map(_) => 0,
        Value::Node(_) => 1,
        Value::Relationship(_) => 2,
        Value::List(_) => 3,
        Value::Path(_) => 4,
        Value::DateTime(_) => 5,
        Value::LocalDateTime(_) => 6,
        Value::Date(_) => 7,
        Value::Time(_) => 8,
        Value::LocalTime(_) => 9,
        Value::Duration(_) => 10,
        Value::String(_) => 11,
        Value::Boolean(_) => 12,
        Value::Integer(_) | Value::Float(_) => 13,
        Value::Null => 14,
    }
}

/// Floats in order, NaN last and equal to itself, -0.0 equal to 0.0.
pub fn order_floats(left: f64, right: f64) -> Ordering {
    left.partial_cmp(&right).unwrap_or_else(|| left.is_nan().cmp(&right.is_nan()))
}

/// By the moment in UTC, then by the offset.
pub(super) fn times(left: Time, right: Time) -> Ordering {
    let moment = |time: Time| i128::from(time.local.0) - i128::from(time.offset) * 1_000_000_000;
    moment(left).cmp(&moment(right)).then(left.offset.cmp(&right.offset))
}

/// By the moment, then by the offset, then by the zone.
pub(super) fn date_times(left: &DateTime, right: &DateTime) -> Ordering {
    let moment = |time: &DateTime| (i128::from(time.local.seconds) - i128::from(time.offset), time.local.nanoseconds);
    moment(left).cmp(&moment(right)).then(left.offset.cmp(&right.offset)).then_with(|| left.zone.cmp(&right.zone))
}

/// By the length with average months (a year of the Gregorian calendar has 365.2425 days), then by the parts.
fn durations(left: Duration, right: Duration) -> Ordering {
    const MONTH: i128 = 2_629_746;
    const DAY: i128 = 86_400;
    let length = |duration: Duration| {
        let seconds = i128::from(duration.months) * MONTH + i128::from(duration.days) * DAY + i128::from(duration.seconds);
        (seconds, duration.nanoseconds)
    };
    let parts = |duration: Duration| (duration.months, duration.days, duration.seconds, duration.nanoseconds);
    length(left).cmp(&length(right)).then_with(|| parts(left).cmp(&parts(right)))
}

/// Node by node and relationship by relationship; a path that another one begins with is first.
fn paths(left: &Path, right: &Path) -> Ordering {
    for (index, (a, b)) in left.nodes.iter().zip(&right.nodes).enumerate() {
        let relationships = (left.relationships.get(index), right.relationships.get(index));
        let decided = a.cmp(b).then_with(|| match relationships {
            (Some(a), Some(b)) => a.cmp(b),
            _ => Ordering::Equal,
        });
        if decided.is_ne() {
            return decided;
        }
    }
    left.nodes.len().cmp(&right.nodes.len())
}

/// Item by item; a list that another one begins with is first.
fn lists(left: &[Value], right: &[Value]) -> Ordering {
    let pairs = left.iter().zip(right).map(|(a, b)| order(a, b));
    pairs.into_iter().find(|decided| decided.is_ne()).unwrap_or_else(|| left.len().cmp(&right.len()))
}

/// By size, then by the sorted keys, then by their values.
fn maps(left: &Map, right: &Map) -> Ordering {
    let values = || left.values().zip(right.values()).map(|(a, b)| order(a, b)).find(|decided| decided.is_ne()).unwrap_or(Ordering::Equal);
    left.len().cmp(&right.len()).then_with(|| left.keys().cmp(right.keys())).then_with(values)
}
