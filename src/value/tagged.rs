//! Values as JSON that says their types: what JSON has no value for is an object with one key, the type
//! (`{"date":"2008-05-01"}`, `{"float":"NaN"}`). Properties hold no maps, so that nothing else is an object.

use serde_json::{Map as JsonMap, Number, Value as Json};

use super::print::float_text;
use super::{Type, Value};

/// JSON from which [`from_tagged`] reads the same value; none for maps, nodes, relationships and paths.
pub fn to_tagged(value: &Value) -> Option<Json> {
    let tagged = |text: String| {
        let entry = (value.type_of().name().to_owned(), Json::String(text));
        Some(Json::Object(JsonMap::from_iter([entry])))
    };
    match value {
        Value::Null => Some(Json::Null),
        Value::Boolean(truth) => Some(Json::Bool(*truth)),
        Value::Integer(integer) => Some(Json::from(*integer)),
        Value::Float(float) => Number::from_f64(*float).map(Json::Number).or_else(|| tagged(float_text(*float))),
        Value::String(text) => Some(Json::String(text.to_string())),
        Value::Date(date) => tagged(date.to_string()),
        Value::LocalTime(time) => tagged(time.to_string()),
        Value::Time(time) => tagged(time.to_string()),
        Value::LocalDateTime(time) => tagged(time.to_string()),
        Value::DateTime(time) => tagged(time.to_string()),
        Value::Duration(duration) => tagged(duration.to_string()),
        Value::List(items) => items.iter().map(to_tagged).collect::<Option<_>>().map(Json::Array),
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) | Value::Map(_) => None,
    }
}

/// The value of such JSON; none if it has none.
pub fn from_tagged(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => Value::Integer(integer),
            None => Value::Float(number.as_f64().filter(|_| number.is_f64())?),
        },
        Json::String(text) => Value::string(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(from_tagged).collect::<Option<Vec<_>>>()?),
        Json::Object(entries) => {
            let (name, text) = entries.iter().next().filter(|_| entries.len() == 1)?;
            from_text(name, text.as_str()?)?
        }
    })
}

/// A value of a type by its name and text.
pub fn from_text(kind: &str, text: &str) -> Option<Value> {
    const TEXTUAL: &[Type] = &[
        Type::Boolean,
        Type::Integer,
        Type::Float,
        Type::String,
        Type::Date,
        Type::LocalTime,
        Type::Time,
        Type::LocalDateTime,
        Type::DateTime,
        Type::Duration,
    ];
    let kind = TEXTUAL.iter().find(|known| known.name() == kind)?;
    Some(match kind {
        Type::Boolean => Value::Boolean(text.parse().ok()?),
        Type::Integer => Value::Integer(text.parse().ok()?),
        Type::Float => match text {
            "NaN" => Value::Float(f64::NAN),
            "Infinity" => Value::Float(f64::INFINITY),
            "-Infinity" => Value::Float(f64::NEG_INFINITY),
            _ => Value::Float(text.parse().ok().filter(|float: &f64| float.is_finite())?),
        },
        Type::Date => Value::Date(text.parse().ok()?),
        Type::LocalTime => Value::LocalTime(text.parse().ok()?),
        Type::Time => Value::Time(text.parse().ok()?),
        Type::LocalDateTime => Value::LocalDateTime(text.parse().ok()?),
        Type::DateTime => Value::DateTime(std::sync::Arc::new(text.parse().ok()?)),
        Type::Duration => Value::Duration(std::sync::Arc::new(text.parse().ok()?)),
        _ => Value::string(text),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Map, read_literal};
    use super::*;

    #[test]
    fn types_come_back() {
        for literal in ["1", "1.0", "-0.0", "NaN", "-Infinity", "'a'", "null", "time('12:00Z')", "[1, 1.0, date('2008-05-01'), []]"] {
            let value = read_literal(literal).unwrap();
            let text = to_tagged(&value).unwrap().to_string();
            let back = from_tagged(&serde_json::from_str(&text).unwrap());
            assert_eq!(back, Some(value), "{text}");
        }
        assert_eq!(to_tagged(&Value::Map(Map::new().into())), None);
        for text in ["{}", r#"{"date":1}"#, r#"{"date":"x"}"#, r#"{"node":"1"}"#, "18446744073709551615", r#"{"float":"1e999"}"#] {
            assert_eq!(from_tagged(&serde_json::from_str(text).unwrap()), None, "{text}");
        }
    }
}
