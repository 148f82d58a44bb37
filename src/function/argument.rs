//! Arguments by their types.

use std::sync::Arc;

use super::table::Failure;
use crate::value::Value;

/// The failure of an argument of another type.
pub(super) fn mismatch(function: &'static str, expected: &'static str, given: &Value) -> Failure {
    Failure::Argument { function, expected, found: given.type_of().name() }
}

/// The argument at a position; null where it was left out.
pub(super) fn at(arguments: &[Value], index: usize) -> &Value {
    arguments.get(index).unwrap_or(&Value::Null)
}

/// A text.
pub(super) fn text<'a>(function: &'static str, arguments: &'a [Value], index: usize) -> Result<&'a Arc<str>, Failure> {
    match at(arguments, index) {
        Value::String(text) => Ok(text),
        other => Err(mismatch(function, "a string", other)),
    }
}

/// An integer.
pub(super) fn integer(function: &'static str, arguments: &[Value], index: usize) -> Result<i64, Failure> {
    match at(arguments, index) {
        Value::Integer(integer) => Ok(*integer),
        other => Err(mismatch(function, "an integer", other)),
    }
}

/// An integer that counts something.
pub(super) fn count(function: &'static str, what: &str, arguments: &[Value], index: usize) -> Result<usize, Failure> {
    let given = integer(function, arguments, index)?;
    // More than memory can hold is as good as all there is.
    if given < 0 {
        return Err(Failure::OutOfRange(format!("the {what} of {function} is {given}, but must not be negative")));
    }
    Ok(usize::try_from(given).unwrap_or(usize::MAX))
}

/// A number, as a float.
pub(super) fn float(function: &'static str, arguments: &[Value], index: usize) -> Result<f64, Failure> {
    match at(arguments, index) {
        Value::Integer(integer) => Ok(*integer as f64),
        Value::Float(float) => Ok(*float),
        other => Err(mismatch(function, "a number", other)),
    }
}

/// The items of a list.
pub(super) fn list<'a>(function: &'static str, arguments: &'a [Value], index: usize) -> Result<&'a Arc<[Value]>, Failure> {
    match at(arguments, index) {
        Value::List(items) => Ok(items),
        other => Err(mismatch(function, "a list", other)),
    }
}
