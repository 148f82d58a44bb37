//! Values from and to JSON.

use std::sync::Arc;

use miette::Diagnostic;
use serde_json::{Number, Value as Json};
use thiserror::Error;

use super::Value;
use super::print::float_text;

/// Why a JSON text is no value of the language.
#[derive(Debug, Error, Diagnostic)]
pub enum Unusable {
    /// It is no JSON.
    #[error("this is no JSON: {0}")]
    #[diagnostic(code(value::json), help("texts stand in double quotes"))]
    Syntax(serde_json::Error),
    /// A number that no integer holds.
    #[error("the number {0} does not fit into a 64-bit integer")]
    #[diagnostic(code(value::integer_range), help("write it with a point (1.0) as a float, or as a text"))]
    Range(String),
}

/// The value of a JSON text: integers stay integers, all other numbers are floats.
pub fn read_json(text: &str) -> Result<Value, Unusable> {
    match wide_integer(text) {
        Some(number) => Err(Unusable::Range(number.to_owned())),
        None => from_json(&serde_json::from_str(text).map_err(Unusable::Syntax)?),
    }
}

/// The first whole number in a JSON text that a 64-bit integer does not hold. Once it is parsed, it looks like a float.
fn wide_integer(text: &str) -> Option<&str> {
    let mut at = 0;
    let mut quoted = false;
    while let Some(&byte) = text.as_bytes().get(at) {
        match byte {
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b'-' | b'0'..=b'9' if !quoted => {
                let rest = &text[at..];
                let end = rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')).unwrap_or(rest.len());
                let number = &rest[..end];
                if !number.contains(['.', 'e', 'E']) && number.parse::<i64>().is_err() {
                    return Some(number);
                }
                at += end - 1;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// A value of the same shape: integers stay integers, all other numbers are floats. What was wider than 64 bits in a text is
/// a float here; [`read_json`] refuses it.
pub fn from_json(json: &Json) -> Result<Value, Unusable> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => match (number.as_i64(), number.is_f64(), number.as_f64()) {
            (Some(integer), ..) => Value::Integer(integer),
            (None, true, Some(float)) => Value::Float(float),
            _ => return Err(Unusable::Range(number.to_string())),
        },
        Json::String(text) => Value::string(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(from_json).collect::<Result<Vec<_>, _>>()?),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| Ok((Arc::from(key.as_str()), from_json(value)?)));
            Value::Map(Arc::new(entries.collect::<Result<_, Unusable>>()?))
        }
    })
}

/// JSON of a value. What JSON has no number for is a text (`NaN`, `Infinity`), and so are temporal values (ISO 8601);
/// nodes, relationships and paths are written by `entity`, which knows their graph.
pub fn to_json(value: &Value, entity: &mut dyn FnMut(&Value) -> Json) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(truth) => Json::Bool(*truth),
        Value::Integer(integer) => Json::from(*integer),
        Value::Float(float) => Number::from_f64(*float).map_or_else(|| Json::String(float_text(*float)), Json::Number),
        Value::String(text) => Json::String(text.to_string()),
        Value::Date(date) => Json::String(date.to_string()),
        Value::LocalTime(time) => Json::String(time.to_string()),
        Value::Time(time) => Json::String(time.to_string()),
        Value::LocalDateTime(time) => Json::String(time.to_string()),
        Value::DateTime(time) => Json::String(time.to_string()),
        Value::Duration(duration) => Json::String(duration.to_string()),
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) => entity(value),
        Value::List(items) => Json::Array(items.iter().map(|item| to_json(item, entity)).collect()),
        Value::Map(map) => Json::Object(map.iter().map(|(key, value)| (key.to_string(), to_json(value, entity))).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_comes_back_as_it_was() {
        let json: Json = serde_json::from_str(r#"{"a":[1,2.0,null,"x"],"b":{"c":true}}"#).unwrap();
        let value = from_json(&json).unwrap();
        assert_eq!(value.to_string(), "{a: [1, 2.0, null, 'x'], b: {c: true}}");
        assert_eq!(to_json(&value, &mut |_| Json::Null), json);
        assert!(from_json(&serde_json::from_str("18446744073709551615").unwrap()).is_err());
    }

    #[test]
    fn no_integer_becomes_a_float() {
        let read = |text: &str| read_json(text).map_or_else(|problem| problem.to_string(), |value| value.to_string());
        assert_eq!(
            read("[-9223372036854775808, 1e3, \"99999999999999999999\\\"8\"]"),
            "[-9223372036854775808, 1000.0, '99999999999999999999\"8']"
        );
        assert_eq!(read("[1, {\"a\": -9223372036854775809}]"), "the number -9223372036854775809 does not fit into a 64-bit integer");
        assert_eq!(read("99999999999999999999999"), "the number 99999999999999999999999 does not fit into a 64-bit integer");
        assert_eq!(read("1 2"), "this is no JSON: trailing characters at line 1 column 3");
        let code = read_json("1 2").err().and_then(|problem| problem.code().map(|code| code.to_string()));
        assert_eq!(code.as_deref(), Some("value::json"));
    }
}
