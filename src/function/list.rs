//! Functions on lists, and on anything that has a size.

use std::sync::Arc;

use super::argument::{at, list, mismatch};
use super::row::LIST;
use super::table::{Context, Failure, Function, Parameter};
use crate::value::{Type, Value, equals};

const VALUE: Parameter = Parameter::any("value");

/// All of them.
pub(super) static LISTS: &[Function] =
    &[
        Function::new("size", &[Parameter::of("list", &[Type::List, Type::String, Type::Map])], Type::Integer, size).about(
            "The number of items of a list, of characters of a text, or of entries of a map.",
            "size(['WCO', 'WTO'])",
            "2",
        ),
        Function::new("isEmpty", &[Parameter::of("list", &[Type::List, Type::String, Type::Map])], Type::Boolean, is_empty).about(
            "Whether a list, a text or a map is empty.",
            "isEmpty([])",
            "true",
        ),
        Function::new("head", &[LIST], Type::Any, |_, arguments| Ok(list("head", arguments, 0)?.first().cloned().unwrap_or(Value::Null)))
            .about("The first item of a list; null if it is empty.", "head([1, 2, 3])", "1"),
        Function::new("last", &[LIST], Type::Any, |_, arguments| Ok(list("last", arguments, 0)?.last().cloned().unwrap_or(Value::Null)))
            .about("The last item of a list; null if it is empty.", "last([1, 2, 3])", "3"),
        Function::new("tail", &[LIST], Type::List, |_, arguments| {
            Ok(Value::list(list("tail", arguments, 0)?.get(1..).unwrap_or_default()))
        })
        .about("A list without its first item.", "tail([1, 2, 3])", "[2, 3]"),
        Function::new("reverse", &[Parameter::of("list", &[Type::List, Type::String])], Type::Any, reverse).about(
            "A list or a text from its end to its beginning.",
            "reverse([1, 2, 3])",
            "[3, 2, 1]",
        ),
        Function::new("concat", &[JOINED, JOINED], Type::Any, concat).about(
            "Two texts or two lists, one after the other, as `a || b` says it.",
            "concat('W', 'CO')",
            "'WCO'",
        ),
        Function::new("range", &[Parameter::any("start"), Parameter::any("end"), Parameter::any("step")], Type::List, range)
            .needs(2)
            .about("The integers from a first one to a last one (both included), in steps.", "range(0, 10, 5)", "[0, 5, 10]"),
        Function::new("nullIf", &[VALUE, Parameter::any("other")], Type::Any, |_, arguments| {
            let equal = equals(at(arguments, 0), at(arguments, 1)) == Some(true);
            Ok(if equal { Value::Null } else { at(arguments, 0).clone() })
        })
        .takes_null()
        .about("The value, or null if it equals the other one.", "nullIf('unknown', 'unknown')", "null"),
        Function::new("coalesce", &[VALUE], Type::Any, |_, arguments| {
            Ok(arguments.iter().find(|value| !value.is_null()).cloned().unwrap_or(Value::Null))
        })
        .any_number()
        .takes_null()
        .about("The first argument that is not null.", "coalesce(null, 'none', 'other')", "'none'"),
    ];

fn size(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let size = match at(arguments, 0) {
        Value::List(items) => items.len(),
        Value::String(text) => text.chars().count(),
        Value::Map(map) => map.len(),
        other => return Err(mismatch("size", "a list, a string or a map", other)),
    };
    Ok(Value::Integer(size as i64))
}

fn is_empty(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    Ok(Value::Boolean(match at(arguments, 0) {
        Value::List(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Map(map) => map.is_empty(),
        other => return Err(mismatch("isEmpty", "a list, a string or a map", other)),
    }))
}

/// What can be joined.
const JOINED: Parameter = Parameter::of("list", &[Type::List, Type::String]);

fn concat(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match (at(arguments, 0), at(arguments, 1)) {
        (Value::String(first), Value::String(second)) => {
            context.guard.fits((first.len() + second.len()) as u64)?;
            Ok(Value::string(format!("{first}{second}")))
        }
        (Value::List(first), Value::List(second)) => {
            context.guard.fits(((first.len() + second.len()) * size_of::<Value>()) as u64)?;
            context.bounded(Value::List(first.iter().chain(second.iter()).cloned().collect()))
        }
        (Value::List(_), other) => Err(mismatch("concat", "two lists", other)),
        (Value::String(_), other) => Err(mismatch("concat", "two strings", other)),
        (other, _) => Err(mismatch("concat", "a list or a string", other)),
    }
}

fn reverse(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match at(arguments, 0) {
        Value::List(items) => {
            context.guard.fits((items.len() * size_of::<Value>()) as u64)?;
            Ok(Value::List(items.iter().rev().cloned().collect()))
        }
        Value::String(text) => Ok(Value::string(text.chars().rev().collect::<String>())),
        other => Err(mismatch("reverse", "a list or a string", other)),
    }
}

fn range(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let (start, end) = (range_part(at(arguments, 0))?, range_part(at(arguments, 1))?);
    let step = arguments.get(2).map_or(Ok(1), range_part)?;
    let count = range_length(start, end, step)?;
    context.guard.fits(count.saturating_mul(size_of::<Value>() as u64))?;
    let items: Arc<[Value]> = (0..count).map(|index| Value::Integer(range_item(start, step, index))).collect();
    Ok(Value::List(items))
}

/// The start, end or step of a range.
fn range_part(given: &Value) -> Result<i64, Failure> {
    match given {
        Value::Integer(integer) => Ok(*integer),
        other => Err(Failure::Counting { function: "range", found: other.type_of().name() }),
    }
}

/// How many items `range(start, end, step)` has. So that a range can be run through without being made.
pub fn range_length(start: i64, end: i64, step: i64) -> Result<u64, Failure> {
    if step == 0 {
        return Err(Failure::OutOfRange("the step of range must not be 0".to_owned()));
    }
    if (step > 0 && start > end) || (step < 0 && start < end) {
        return Ok(0);
    }
    Ok((end.abs_diff(start) / step.unsigned_abs()).saturating_add(1))
}

/// The item at an index below [`range_length`].
pub fn range_item(start: i64, step: i64, index: u64) -> i64 {
    // Within the bounds of the range nothing wraps in the end, whatever wraps on the way.
    start.wrapping_add(step.wrapping_mul(index as i64))
}
