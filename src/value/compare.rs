//! The relation of `<`, `<=`, `>` and `>=`: three-valued, and with numbers that have no order.

use std::cmp::Ordering;

use super::number::integer_to_float;
use super::order::{date_times, times};
use super::{Value, equals};

/// How two values stand to each other under the ordering comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// They have an order.
    Ordered(Ordering),
    /// They are numbers, one of them NaN: every comparison is false.
    Unordered,
    /// Null, or types that do not compare with each other: every comparison is null.
    Unknown,
}

impl Compared {
    /// The truth of a comparison that holds for these orderings.
    pub fn holds(self, test: impl FnOnce(Ordering) -> bool) -> Option<bool> {
        match self {
            Self::Ordered(ordering) => Some(test(ordering)),
            Self::Unordered => Some(false),
            Self::Unknown => None,
        }
    }
}

/// Compares two values. Only numbers compare across types; maps, entities, paths and durations do not compare.
/// Lists compare by their first items that are not equal.
pub fn compare(left: &Value, right: &Value) -> Compared {
    match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => Compared::Ordered(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => number(a.partial_cmp(b)),
        (Value::Integer(a), Value::Float(b)) => number(integer_to_float(*a, *b)),
        (Value::Float(a), Value::Integer(b)) => number(integer_to_float(*b, *a).map(Ordering::reverse)),
        (Value::String(a), Value::String(b)) => Compared::Ordered(a.as_bytes().cmp(b.as_bytes())),
        (Value::Boolean(a), Value::Boolean(b)) => Compared::Ordered(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Compared::Ordered(a.cmp(b)),
        (Value::LocalTime(a), Value::LocalTime(b)) => Compared::Ordered(a.cmp(b)),
        (Value::Time(a), Value::Time(b)) => Compared::Ordered(times(*a, *b)),
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => Compared::Ordered(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => Compared::Ordered(date_times(a, b)),
        (Value::List(a), Value::List(b)) => lists(a, b),
        _ => Compared::Unknown,
    }
}

fn number(ordering: Option<Ordering>) -> Compared {
    ordering.map_or(Compared::Unordered, Compared::Ordered)
}

fn lists(left: &[Value], right: &[Value]) -> Compared {
    for (a, b) in left.iter().zip(right) {
        match compare(a, b) {
            Compared::Ordered(Ordering::Equal) => {}
            // Items of a type without order may still be equal, and the next ones decide.
            Compared::Unknown if equals(a, b) == Some(true) => {}
            decided => return decided,
        }
    }
    Compared::Ordered(left.len().cmp(&right.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: &[i64]) -> Value {
        Value::list(items.iter().map(|item| if *item < 0 { Value::Null } else { Value::Integer(*item) }).collect::<Vec<_>>())
    }

    #[test]
    fn lists_compare_by_the_first_difference() {
        let at_least = |a: &Value, b: &Value| compare(a, b).holds(Ordering::is_ge);
        assert_eq!(at_least(&list(&[1, 0]), &list(&[1])), Some(true));
        assert_eq!(at_least(&list(&[1, -1]), &list(&[1])), Some(true));
        assert_eq!(at_least(&list(&[1, 2]), &list(&[1, -1])), None);
        assert_eq!(at_least(&list(&[1, 2]), &list(&[3, -1])), Some(false));
    }

    #[test]
    fn not_a_number_is_in_no_order_with_numbers_and_unknown_to_texts() {
        let nan = Value::Float(f64::NAN);
        assert_eq!(compare(&nan, &Value::Integer(1)), Compared::Unordered);
        assert_eq!(compare(&nan, &nan), Compared::Unordered);
        assert_eq!(compare(&nan, &Value::string("a")), Compared::Unknown);
    }
}
