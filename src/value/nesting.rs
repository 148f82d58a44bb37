//! How deep lists and maps may nest, and how many parts they may have.

use super::{Value, text_bytes};

/// The deepest nesting of a value. Comparing, printing and dropping recurse, so that it bounds their stack.
pub const MAX_NESTING: usize = 256;

/// Whether a value nests at most `levels` deep and has at most `parts` parts, each counted as often as it is met: a
/// list of the same list twice, and so on, grows to the power of its nesting though it takes little memory. A text is as
/// many parts as would take its share of memory.
/// What is not used of `parts` is left in it.
pub fn nests_within(value: &Value, levels: usize, parts: &mut u64) -> bool {
    let weight = |item: &Value| if let Value::String(text) = item { 1 + text_bytes(text) / size_of::<Value>() as u64 } else { 1 };
    let mut each = |item: &Value| {
        let Some(rest) = parts.checked_sub(weight(item)) else {
            *parts = 0;
            return false;
        };
        *parts = rest;
        !matches!(item, Value::List(_) | Value::Map(_)) || nests_within(item, levels - 1, parts)
    };
    match value {
        Value::List(items) => levels > 0 && items.iter().all(&mut each),
        Value::Map(map) => levels > 0 && map.values().all(&mut each),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_and_parts_are_bounded() {
        let mut value = Value::Null;
        for depth in 0..MAX_NESTING {
            assert!(nests_within(&value, depth, &mut 1000));
            value = Value::list([value]);
        }
        assert!(!nests_within(&value, MAX_NESTING - 1, &mut 1000));
        let mut value = Value::Null;
        for _ in 0..64 {
            value = Value::list([value.clone(), value]);
        }
        assert!(!nests_within(&value, MAX_NESTING, &mut 1_000_000));
    }
}
