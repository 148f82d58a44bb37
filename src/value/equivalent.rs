//! The relation of grouping and DISTINCT, with the hash that agrees with it.

use std::hash::{Hash, Hasher};

use super::number::{integer_to_float, whole};
use super::{Map, Value};

/// Whether two values fall into one group: as `=`, but null with null and NaN with NaN, so that it is always known.
pub fn equivalent(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Float(a), Value::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Value::Integer(a), Value::Float(b)) | (Value::Float(b), Value::Integer(a)) => {
            integer_to_float(*a, *b).is_some_and(std::cmp::Ordering::is_eq)
        }
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equivalent(a, b)),
        (Value::Map(a), Value::Map(b)) => maps(a, b),
        _ => left == right,
    }
}

fn maps(left: &Map, right: &Map) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|((a_key, a), (b_key, b))| a_key == b_key && equivalent(a, b))
}

/// Feeds a value to a hasher so that equivalent values hash alike.
pub fn hash_equivalent<H: Hasher>(value: &Value, state: &mut H) {
    match value {
        Value::Null => state.write_u8(0),
        Value::Boolean(truth) => state.write_u8(1 + u8::from(*truth)),
        Value::Integer(integer) => hash_integer(*integer, state),
        Value::Float(float) => hash_float(*float, state),
        Value::String(text) => tagged(5, &**text, state),
        Value::Date(date) => tagged(6, date, state),
        Value::LocalTime(time) => tagged(7, time, state),
        Value::Time(time) => tagged(8, time, state),
        Value::LocalDateTime(time) => tagged(9, time, state),
        Value::DateTime(time) => tagged(10, &**time, state),
        Value::Duration(duration) => tagged(11, &**duration, state),
        Value::Node(node) => tagged(12, node, state),
        Value::Relationship(relationship) => tagged(13, relationship, state),
        Value::Path(path) => tagged(14, &**path, state),
        Value::List(items) => {
            tagged(15, &items.len(), state);
            for item in items.iter() {
                hash_equivalent(item, state);
            }
        }
        Value::Map(map) => {
            tagged(16, &map.len(), state);
            for (key, item) in map.iter() {
                key.hash(state);
                hash_equivalent(item, state);
            }
        }
    }
}

fn hash_integer<H: Hasher>(integer: i64, state: &mut H) {
    tagged(3, &integer, state);
}

/// A float that is an integer hashes as that integer; all NaNs hash alike.
fn hash_float<H: Hasher>(float: f64, state: &mut H) {
    if let Some(integer) = whole(float) {
        hash_integer(integer, state);
    } else {
        let float = if float.is_nan() { f64::NAN } else { float };
        tagged(4, &float.to_bits(), state);
    }
}

fn tagged<H: Hasher, T: Hash + ?Sized>(tag: u8, value: &T, state: &mut H) {
    state.write_u8(tag);
    value.hash(state);
}

/// A value as the key of a hash table, by equivalence.
#[derive(Clone, Debug)]
pub struct Grouped(pub Value);

impl PartialEq for Grouped {
    fn eq(&self, other: &Self) -> bool {
        equivalent(&self.0, &other.0)
    }
}

impl Eq for Grouped {}

impl Hash for Grouped {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_equivalent(&self.0, state);
    }
}
