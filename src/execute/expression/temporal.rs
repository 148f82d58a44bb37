//! Arithmetic on instants and durations.

use super::operator::sign;
use crate::function::Failure;
use crate::plan::Arithmetic;
use crate::value::{Duration, Value};

/// The result of an operator on temporal values; none where it is not defined on values of these types.
pub(super) fn arithmetic(operator: Arithmetic, left: &Value, right: &Value) -> Result<Option<Value>, Failure> {
    let overflow = || Failure::Overflow(sign(operator));
    let duration = |result: Option<Duration>| result.map(|duration| Some(duration.into())).ok_or_else(overflow);
    match (operator, left, right) {
        (Arithmetic::Add, Value::Duration(a), Value::Duration(b)) => duration(a.plus(**b)),
        (Arithmetic::Add, instant, Value::Duration(by)) | (Arithmetic::Add, Value::Duration(by), instant) => moved(operator, instant, **by),
        (Arithmetic::Subtract, Value::Duration(a), Value::Duration(b)) => duration(b.negated().and_then(|b| a.plus(b))),
        (Arithmetic::Subtract, instant, Value::Duration(by)) => moved(operator, instant, by.negated().ok_or_else(overflow)?),
        (Arithmetic::Multiply, Value::Duration(of), Value::Integer(by))
        | (Arithmetic::Multiply, Value::Integer(by), Value::Duration(of)) => duration(of.times(*by)),
        (Arithmetic::Multiply, Value::Duration(of), Value::Float(by)) | (Arithmetic::Multiply, Value::Float(by), Value::Duration(of)) => {
            duration(of.times_float(*by))
        }
        (Arithmetic::Divide, Value::Duration(_), Value::Integer(0)) => Err(Failure::DivisionByZero),
        (Arithmetic::Divide, Value::Duration(_), Value::Float(by)) if *by == 0.0 => Err(Failure::DivisionByZero),
        (Arithmetic::Divide, Value::Duration(of), Value::Integer(by)) => duration(of.over(*by)),
        (Arithmetic::Divide, Value::Duration(of), Value::Float(by)) => duration(of.over_float(*by)),
        _ => Ok(None),
    }
}

/// An instant moved by a duration; none for what is no instant.
fn moved(operator: Arithmetic, instant: &Value, by: Duration) -> Result<Option<Value>, Failure> {
    let moved = match instant {
        Value::Date(date) => date.plus(by).map(Value::from),
        Value::LocalTime(time) => Some(time.plus(by).into()),
        Value::Time(time) => Some(time.plus(by).into()),
        Value::LocalDateTime(time) => time.plus(by).map(Value::from),
        Value::DateTime(time) => time.plus(by).map(Value::from),
        _ => return Ok(None),
    };
    let beyond = || Failure::Temporal {
        message: format!("the result of {} is out of range", sign(operator)),
        help: Some("years go from -999999999 to 999999999".to_owned()),
    };
    moved.map(Some).ok_or_else(beyond)
}
