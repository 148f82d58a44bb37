//! The relation of `=`: three-valued.

use super::number::integer_to_float;
use super::{Map, Value};

/// Whether two values are equal; none where null makes it unknown.
///
/// Numbers are equal by their exact value (`1 = 1.0`), NaN is equal to nothing, values of different types are not
/// equal. Lists and maps are equal where all of their items are; one unequal item decides, whatever is unknown.
pub fn equals(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Float(a), Value::Float(b)) => Some(a == b),
        (Value::Integer(a), Value::Float(b)) | (Value::Float(b), Value::Integer(a)) => {
            Some(integer_to_float(*a, *b).is_some_and(std::cmp::Ordering::is_eq))
        }
        (Value::List(a), Value::List(b)) => lists(a, b),
        (Value::Map(a), Value::Map(b)) => maps(a, b),
        // The rest has no part that could be null or a float.
        _ => Some(left == right),
    }
}

fn lists(left: &[Value], right: &[Value]) -> Option<bool> {
    if left.len() != right.len() {
        return Some(false);
    }
    all(left.iter().zip(right))
}

fn maps(left: &Map, right: &Map) -> Option<bool> {
    if left.len() != right.len() || !left.keys().eq(right.keys()) {
        return Some(false);
    }
    all(left.values().zip(right.values()))
}

/// Three-valued conjunction of the equality of pairs.
fn all<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    let mut known = true;
    for (left, right) in pairs {
        match equals(left, right) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = false,
        }
    }
    known.then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: &[Value]) -> Value {
        Value::list(items)
    }

    #[test]
    fn null_makes_equality_unknown_unless_something_else_decides() {
        let one = Value::Integer(1);
        let two = Value::Integer(2);
        assert_eq!(equals(&list(&[one.clone(), Value::Null]), &list(&[one.clone(), two.clone()])), None);
        assert_eq!(equals(&list(&[one.clone(), Value::Null]), &list(&[two.clone(), two])), Some(false));
        assert_eq!(equals(&list(&[Value::Null]), &list(&[])), Some(false));
        assert_eq!(equals(&one, &Value::Float(1.0)), Some(true));
        assert_eq!(equals(&one, &Value::string("1")), Some(false));
        assert_eq!(equals(&Value::Float(f64::NAN), &Value::Float(f64::NAN)), Some(false));
        assert_eq!(equals(&Value::Integer(9_007_199_254_740_993), &Value::Float(9_007_199_254_740_992.0)), Some(false));
    }
}
