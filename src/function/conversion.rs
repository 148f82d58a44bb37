//! Conversions between types. A text that does not read as the other type becomes null; a value of a type that has no
//! conversion is an error, or null in the `…OrNull` forms.

use super::argument::{at, list};
use super::row::LIST;
use super::table::{Context, Failure, Function, Parameter};
use crate::value::{Type, Value, float_text};

const VALUE: Parameter = Parameter::any("value");

/// All of them.
pub(super) static CONVERSION: &[Function] =
    &[
        Function::new("toBoolean", &[VALUE], Type::Boolean, |_, arguments| to_boolean(at(arguments, 0))).about(
            "A truth value from a text or an integer.",
            "toBoolean('true')",
            "true",
        ),
        Function::new("toBooleanOrNull", &[VALUE], Type::Boolean, |_, arguments| Ok(or_null(to_boolean(at(arguments, 0))))).about(
            "As toBoolean, but null for what has no truth value.",
            "toBooleanOrNull([])",
            "null",
        ),
        Function::new("toBooleanList", &[LIST], Type::List, |context, arguments| each(context, "toBooleanList", arguments, to_boolean))
            .about("Each item as toBooleanOrNull.", "toBooleanList(['true', 'x', 1])", "[true, null, true]"),
        Function::new("toInteger", &[VALUE], Type::Integer, |_, arguments| to_integer(at(arguments, 0))).about(
            "An integer from a text or a float, decimals cut off.",
            "toInteger('42')",
            "42",
        ),
        Function::new("toIntegerOrNull", &[VALUE], Type::Integer, |_, arguments| Ok(or_null(to_integer(at(arguments, 0))))).about(
            "As toInteger, but null for what has no integer.",
            "toIntegerOrNull([])",
            "null",
        ),
        Function::new("toIntegerList", &[LIST], Type::List, |context, arguments| each(context, "toIntegerList", arguments, to_integer))
            .about("Each item as toIntegerOrNull.", "toIntegerList(['1', 2.5, 'x'])", "[1, 2, null]"),
        Function::new("toFloat", &[VALUE], Type::Float, |_, arguments| to_float(at(arguments, 0))).about(
            "A float from a text or an integer.",
            "toFloat('1.5')",
            "1.5",
        ),
        Function::new("toFloatOrNull", &[VALUE], Type::Float, |_, arguments| Ok(or_null(to_float(at(arguments, 0))))).about(
            "As toFloat, but null for what has no float.",
            "toFloatOrNull(true)",
            "null",
        ),
        Function::new("toFloatList", &[LIST], Type::List, |context, arguments| each(context, "toFloatList", arguments, to_float)).about(
            "Each item as toFloatOrNull.",
            "toFloatList(['1', 2, 'x'])",
            "[1.0, 2.0, null]",
        ),
        Function::new("toString", &[VALUE], Type::String, |_, arguments| to_text(at(arguments, 0))).about(
            "The text of a number, a truth value or a temporal value.",
            "toString(1.5)",
            "'1.5'",
        ),
        Function::new("toStringOrNull", &[VALUE], Type::String, |_, arguments| Ok(or_null(to_text(at(arguments, 0))))).about(
            "As toString, but null for what has no text.",
            "toStringOrNull([])",
            "null",
        ),
        Function::new("toStringList", &[LIST], Type::List, |context, arguments| each(context, "toStringList", arguments, to_text)).about(
            "Each item as toStringOrNull.",
            "toStringList([1, true, []])",
            "['1', 'true', null]",
        ),
    ];

fn refused(function: &'static str, expected: &'static str, given: &Value) -> Failure {
    Failure::Conversion { function, expected, found: given.type_of().name() }
}

fn or_null(result: Result<Value, Failure>) -> Value {
    result.unwrap_or(Value::Null)
}

fn each(
    context: &Context<'_>,
    function: &'static str,
    arguments: &[Value],
    convert: fn(&Value) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let items = list(function, arguments, 0)?;
    context.guard.fits((items.len() * size_of::<Value>()) as u64)?;
    Ok(Value::List(items.iter().map(|item| if item.is_null() { Value::Null } else { or_null(convert(item)) }).collect()))
}

fn to_boolean(value: &Value) -> Result<Value, Failure> {
    match value {
        Value::Boolean(_) => Ok(value.clone()),
        Value::Integer(integer) => Ok(Value::Boolean(*integer != 0)),
        Value::String(text) => {
            let text = text.trim();
            let truth = if text.eq_ignore_ascii_case("true") { Some(true) } else { text.eq_ignore_ascii_case("false").then_some(false) };
            Ok(truth.map_or(Value::Null, Value::Boolean))
        }
        other => Err(refused("toBoolean", "a boolean, a string or an integer", other)),
    }
}

fn to_integer(value: &Value) -> Result<Value, Failure> {
    match value {
        Value::Integer(_) => Ok(value.clone()),
        Value::Float(float) => truncated(*float),
        Value::String(text) => match text.trim().parse::<i64>() {
            Ok(integer) => Ok(Value::Integer(integer)),
            Err(_) => read_float(text).map_or(Ok(Value::Null), truncated),
        },
        other => Err(refused("toInteger", "a number or a string", other)),
    }
}

fn truncated(float: f64) -> Result<Value, Failure> {
    crate::value::whole(float.trunc()).map(Value::Integer).ok_or(Failure::Overflow("toInteger"))
}

fn to_float(value: &Value) -> Result<Value, Failure> {
    match value {
        Value::Integer(integer) => Ok(Value::Float(*integer as f64)),
        Value::Float(_) => Ok(value.clone()),
        Value::String(text) => Ok(read_float(text).map_or(Value::Null, Value::Float)),
        other => Err(refused("toFloat", "a number or a string", other)),
    }
}

/// A float in decimal notation, or one of the names that floats print with.
fn read_float(text: &str) -> Option<f64> {
    let text = text.trim();
    let named = matches!(text, "NaN" | "Infinity" | "-Infinity");
    let decimal = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
    if named || decimal { text.parse().ok() } else { None }
}

fn to_text(value: &Value) -> Result<Value, Failure> {
    Ok(match value {
        Value::String(_) => value.clone(),
        Value::Boolean(truth) => Value::string(if *truth { "true" } else { "false" }),
        Value::Integer(integer) => Value::string(integer.to_string()),
        Value::Float(float) => Value::string(float_text(*float)),
        Value::Date(date) => Value::string(date.to_string()),
        Value::LocalTime(time) => Value::string(time.to_string()),
        Value::Time(time) => Value::string(time.to_string()),
        Value::LocalDateTime(time) => Value::string(time.to_string()),
        Value::DateTime(time) => Value::string(time.to_string()),
        Value::Duration(duration) => Value::string(duration.to_string()),
        other => return Err(refused("toString", "a boolean, a number, a string or a temporal value", other)),
    })
}
