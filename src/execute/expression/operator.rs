//! Comparison, arithmetic and text tests on single values.

use std::cmp::Ordering;

use super::error::Fault;
use super::logic::Truth;
use super::{pattern, temporal};
use crate::function::{Context, Failure};
use crate::plan::{Arithmetic, Comparison, TextTest};
use crate::value::{Value, compare, equals};

/// Whether an ordering fulfils a comparison.
pub(super) fn holds(operator: Comparison, ordering: Ordering) -> bool {
    match operator {
        Comparison::Equal => ordering.is_eq(),
        Comparison::NotEqual => ordering.is_ne(),
        Comparison::Less => ordering.is_lt(),
        Comparison::LessOrEqual => ordering.is_le(),
        Comparison::Greater => ordering.is_gt(),
        Comparison::GreaterOrEqual => ordering.is_ge(),
    }
}

/// A comparison of two values.
pub(super) fn compared(operator: Comparison, left: &Value, right: &Value) -> Truth {
    match operator {
        Comparison::Equal => equals(left, right),
        Comparison::NotEqual => equals(left, right).map(|equal| !equal),
        _ => compare(left, right).holds(|ordering| holds(operator, ordering)),
    }
}

/// The sign of an arithmetic operator, for messages.
pub(super) fn sign(operator: Arithmetic) -> &'static str {
    match operator {
        Arithmetic::Add => "+",
        Arithmetic::Subtract => "-",
        Arithmetic::Multiply => "*",
        Arithmetic::Divide => "/",
        Arithmetic::Modulo => "%",
        Arithmetic::Power => "^",
    }
}

/// Arithmetic on integers; a power is a float and has no place here.
pub(super) fn integers(operator: Arithmetic, left: i64, right: i64) -> Result<i64, Failure> {
    let result = match operator {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide | Arithmetic::Modulo if right == 0 => return Err(Failure::DivisionByZero),
        Arithmetic::Divide => left.checked_div(right),
        // The remainder of the smallest integer by -1 is 0, which only the division on the way to it overflows.
        Arithmetic::Modulo => Some(left.wrapping_rem(right)),
        Arithmetic::Power => None,
    };
    result.ok_or(Failure::Overflow(sign(operator)))
}

/// Arithmetic on floats: IEEE 754 throughout.
pub(super) fn floats(operator: Arithmetic, left: f64, right: f64) -> f64 {
    match operator {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Divide => left / right,
        Arithmetic::Modulo => left % right,
        Arithmetic::Power => left.powf(right),
    }
}

/// Arithmetic on any values, also `+` on texts and lists.
pub(super) fn arithmetic(context: &Context<'_>, operator: Arithmetic, left: &Value, right: &Value) -> Result<Value, Fault> {
    Ok(match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (Value::Integer(a), Value::Integer(b)) if operator != Arithmetic::Power => Value::Integer(integers(operator, *a, *b)?),
        (Value::Integer(a), Value::Integer(b)) => Value::Float(floats(operator, *a as f64, *b as f64)),
        (Value::Float(a), Value::Float(b)) => Value::Float(floats(operator, *a, *b)),
        (Value::Integer(a), Value::Float(b)) => Value::Float(floats(operator, *a as f64, *b)),
        (Value::Float(a), Value::Integer(b)) => Value::Float(floats(operator, *a, *b as f64)),
        (Value::List(_), _) | (_, Value::List(_)) if operator == Arithmetic::Add => return add(context, left, right),
        _ => match temporal::arithmetic(operator, left, right)? {
            Some(value) => value,
            None if operator == Arithmetic::Add => return add(context, left, right),
            None => return Err(refused(operator, left, right)),
        },
    })
}

/// `+` on other values than two numbers.
fn add(context: &Context<'_>, left: &Value, right: &Value) -> Result<Value, Fault> {
    match (left, right) {
        (Value::List(a), Value::List(b)) => joined(context, a, b),
        (Value::List(a), item) => joined(context, a, std::slice::from_ref(item)),
        (item, Value::List(b)) => joined(context, std::slice::from_ref(item), b),
        (Value::String(a), Value::String(b)) => concatenated(context, a, b),
        (Value::String(a), Value::Integer(_) | Value::Float(_)) => concatenated(context, a, &right.to_string()),
        (Value::Integer(_) | Value::Float(_), Value::String(b)) => concatenated(context, &left.to_string(), b),
        _ => Err(refused(Arithmetic::Add, left, right)),
    }
}

/// Whether a value of so many bytes may be made now. A large one takes time worth a look at the clock.
fn may_make(context: &Context<'_>, bytes: usize) -> Result<(), Fault> {
    /// From so many bytes on, the clock is looked at.
    const LARGE: usize = 1 << 20;
    if bytes >= LARGE {
        context.guard.check()?;
    }
    Ok(context.guard.fits(bytes as u64)?)
}

fn joined(context: &Context<'_>, left: &[Value], right: &[Value]) -> Result<Value, Fault> {
    may_make(context, (left.len() + right.len()) * size_of::<Value>())?;
    Ok(Value::List(left.iter().chain(right).cloned().collect()))
}

fn concatenated(context: &Context<'_>, left: &str, right: &str) -> Result<Value, Fault> {
    may_make(context, left.len() + right.len())?;
    Ok(Value::string([left, right].concat()))
}

fn refused(operator: Arithmetic, left: &Value, right: &Value) -> Fault {
    let number = |value: &Value| matches!(value, Value::Integer(_) | Value::Float(_));
    if temporal::is_temporal(left) || temporal::is_temporal(right) {
        return temporal::refused(operator, left, right);
    }
    let expected = if operator == Arithmetic::Add { "two numbers, strings or lists" } else { "numbers" };
    let odd = if number(left) { right } else { left };
    Fault::Failure(Failure::Type { function: sign(operator), expected, found: odd.type_of().name() })
}

/// `-value`.
pub(super) fn negated(value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Integer(integer) => Ok(Value::Integer(integer.checked_neg().ok_or(Failure::Overflow("-"))?)),
        Value::Float(float) => Ok(Value::Float(-float)),
        Value::Duration(duration) => Ok(duration.negated().ok_or(Failure::Overflow("-"))?.into()),
        other => Err(Fault::Failure(Failure::Type { function: "-", expected: "a number", found: other.type_of().name() })),
    }
}

/// A test on two texts; unknown for anything else.
pub(super) fn tested(test: TextTest, text: &Value, part: &Value) -> Result<Truth, Fault> {
    let (Value::String(text), Value::String(part)) = (text, part) else { return Ok(None) };
    Ok(Some(match test {
        TextTest::Matches => pattern::compile(part)?.is_match(text),
        plain => fulfils(plain, text, part),
    }))
}

/// A test on two texts that is not a regular expression.
pub(super) fn fulfils(test: TextTest, text: &str, part: &str) -> bool {
    match test {
        TextTest::StartsWith => text.starts_with(part),
        TextTest::EndsWith => text.ends_with(part),
        TextTest::Contains => text.contains(part),
        TextTest::Matches => false,
    }
}
