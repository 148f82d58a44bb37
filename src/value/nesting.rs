//! How deep lists and maps may nest.

use super::Value;

/// The deepest nesting of a value. Comparing, printing and dropping recurse, so that it bounds their stack.
pub const MAX_NESTING: usize = 256;

/// Whether a value nests at most `levels` deep; a value without parts needs none.
pub fn nests_within(value: &Value, levels: usize) -> bool {
    match value {
        Value::List(items) => levels > 0 && items.iter().all(|item| nests_within(item, levels - 1)),
        Value::Map(map) => levels > 0 && map.values().all(|item| nests_within(item, levels - 1)),
        _ => true,
    }
}
