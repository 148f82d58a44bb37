//! How much memory a value takes.

use std::sync::Arc;

use super::Value;

/// Roughly how many bytes a value takes beyond its own place. What several values share is counted in equal parts for each
/// that there is now, so that a sum over all of them is what they take together.
pub fn bytes_beyond(value: &Value) -> u64 {
    match value {
        Value::String(text) => text_bytes(text),
        Value::List(items) => (size_of_val(&**items) as u64 + items.iter().map(bytes_beyond).sum::<u64>()) / sharers(items),
        Value::Map(map) => map.values().map(|item| 64 + bytes_beyond(item)).sum::<u64>() / sharers(map),
        Value::Path(path) => (12 * path.nodes.len()) as u64,
        _ => 0,
    }
}

/// Roughly how many bytes a text takes beyond its own place, counted as [`bytes_beyond`] does.
pub fn text_bytes(text: &Arc<str>) -> u64 {
    /// Up to this length a text is not worth a look at how many share it.
    const SHORT: usize = 64;
    if text.len() <= SHORT { text.len() as u64 } else { text.len() as u64 / sharers(text) }
}

/// Whether something else holds the same value, so that it takes no memory of its own.
pub fn is_shared(value: &Value) -> bool {
    match value {
        Value::String(text) => sharers(text) > 1,
        Value::List(items) => sharers(items) > 1,
        Value::Map(map) => sharers(map) > 1,
        Value::Path(path) => sharers(path) > 1,
        _ => false,
    }
}

fn sharers<T: ?Sized>(shared: &Arc<T>) -> u64 {
    Arc::strong_count(shared).max(1) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_is_counted_once_in_all() {
        let text = Value::string("x".repeat(1000));
        assert_eq!(bytes_beyond(&text), 1000);
        let place = size_of::<Value>() as u64;
        let pair = Value::list([text.clone(), text]);
        assert_eq!(bytes_beyond(&pair), 1000 + 2 * place);
        let pairs = Value::list([pair.clone(), pair]);
        assert_eq!(bytes_beyond(&pairs), 1000 + 4 * place);
        assert_eq!(bytes_beyond(&Value::Integer(1)), 0);
    }
}
