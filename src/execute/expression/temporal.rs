//! Arithmetic on instants and durations.

use super::error::Fault;
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
        (Arithmetic::Multiply | Arithmetic::Divide, Value::Duration(_), Value::Float(by))
        | (Arithmetic::Multiply, Value::Float(by), Value::Duration(_))
            if !by.is_finite() =>
        {
            Err(Failure::Temporal { message: format!("a duration is not multiplied or divided by {by}"), help: None })
        }
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

/// Whether a value is an instant or a duration.
pub(super) fn is_temporal(value: &Value) -> bool {
    matches!(
        value,
        Value::Date(_) | Value::LocalTime(_) | Value::Time(_) | Value::LocalDateTime(_) | Value::DateTime(_) | Value::Duration(_)
    )
}

/// The error of an operator that is not defined on two values, one of them temporal.
pub(super) fn refused(operator: Arithmetic, left: &Value, right: &Value) -> Fault {
    let instant = |value: &Value| is_temporal(value) && !matches!(value, Value::Duration(_));
    let (expected, odd) = match operator {
        Arithmetic::Subtract if instant(left) && instant(right) => {
            ("a duration on its right (duration.between tells that of two instants)", right)
        }
        Arithmetic::Add | Arithmetic::Subtract if instant(left) => ("a duration beside an instant", right),
        Arithmetic::Add if instant(right) => ("a duration beside an instant", left),
        Arithmetic::Add | Arithmetic::Subtract => {
            ("an instant and a duration, or two durations", if is_temporal(left) { right } else { left })
        }
        Arithmetic::Multiply | Arithmetic::Divide => {
            ("a duration and a number", if matches!(left, Value::Duration(_)) { right } else { left })
        }
        Arithmetic::Modulo | Arithmetic::Power => ("numbers", if is_temporal(left) { left } else { right }),
    };
    Fault::Failure(Failure::Type { function: sign(operator), expected, found: odd.type_of().name() })
}
