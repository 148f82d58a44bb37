//! What a property can hold: scalars, temporal values, and lists of these.

use super::Value;

/// The name of what no property can hold within a value, if there is anything; null stands for a property that is missing.
pub fn unstorable(value: &Value) -> Option<&'static str> {
    match value {
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) | Value::Map(_) => Some(value.type_of().name()),
        Value::List(items) => items.iter().find_map(|item| match item {
            Value::List(_) => Some("list of lists"),
            Value::Null => Some("list with null"),
            _ => unstorable(item),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_scalars_are_stored() {
        let list = |items: Vec<Value>| Value::list(items);
        assert_eq!(unstorable(&Value::Null), None);
        assert_eq!(unstorable(&list(vec![Value::Integer(1), Value::string("a"), Value::Boolean(true)])), None);
        assert_eq!(unstorable(&list(vec![Value::Null])), Some("list with null"));
        assert_eq!(unstorable(&list(vec![list(Vec::new())])), Some("list of lists"));
        assert_eq!(unstorable(&list(vec![Value::Map(super::super::Map::new().into())])), Some("map"));
    }
}
