//! `duration(…)`, and the durations between two instants.

use std::sync::Arc;

use super::error::{failure, failure_with_help, out_of_range, shown};
use super::instant::moment;
use crate::diagnose::did_you_mean;
use crate::function::argument::{at, mismatch};
use crate::function::{Context, Failure};
use crate::value::{Amount, Duration, Map, Measure, Sums, Unit, Value, between};

/// The units that a map may give amounts of, each as a fraction of months, days or seconds.
const UNITS: &[(&str, Unit, i64, i64)] = &[
    ("years", Unit::Month, 12, 1),
    ("quarters", Unit::Month, 3, 1),
    ("months", Unit::Month, 1, 1),
    ("weeks", Unit::Day, 7, 1),
    ("days", Unit::Day, 1, 1),
    ("hours", Unit::Second, 3_600, 1),
    ("minutes", Unit::Second, 60, 1),
    ("seconds", Unit::Second, 1, 1),
    ("milliseconds", Unit::Second, 1, 1_000),
    ("microseconds", Unit::Second, 1, 1_000_000),
    ("nanoseconds", Unit::Second, 1, 1_000_000_000),
];

/// A duration as a value.
fn value(duration: Duration) -> Value {
    Value::Duration(Arc::new(duration))
}

/// `duration(…)`.
pub(super) fn make(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match at(arguments, 0) {
        Value::String(text) => {
            let read = text.parse::<Duration>().map(value);
            read.map_err(|unreadable| failure(format!("`{}` is {unreadable}", shown(text))))
        }
        Value::Map(map) => of_map(map),
        Value::Duration(_) => Ok(at(arguments, 0).clone()),
        other => Err(mismatch("duration", "a string, a map or a duration", other)),
    }
}

fn of_map(map: &Map) -> Result<Value, Failure> {
    if map.is_empty() {
        return Err(failure("a duration is not made of nothing"));
    }
    let mut sums = Sums::default();
    let mut null = false;
    for (name, given) in map {
        let Some((name, unit, numerator, denominator)) = UNITS.iter().find(|(own, ..)| *own == &**name) else {
            let known = || UNITS.iter().map(|(name, ..)| *name);
            let help = did_you_mean(name, known()).unwrap_or_else(|| format!("its parts are {}", known().collect::<Vec<_>>().join(", ")));
            return Err(failure_with_help(format!("a duration has no part `{}`", shown(name)), Some(help)));
        };
        let amount = match given {
            Value::Integer(number) => Amount::of(*number),
            Value::Float(number) => Amount::of_float(*number),
            Value::Null => {
                null = true;
                continue;
            }
            other => return Err(mismatch(name, "a number", other)),
        };
        let added = amount.and_then(|amount| amount.times(*numerator, *denominator)).and_then(|amount| sums.add(*unit, amount));
        added.ok_or_else(|| failure(format!("`{name}: {given}` is no amount of a duration")))?;
    }
    if null { Ok(Value::Null) } else { sums.carry().map(value).ok_or(Failure::Overflow("duration")) }
}

/// `duration.between(from, to)` and its kind.
pub(super) fn from_to(measure: Measure, arguments: &[Value]) -> Result<Value, Failure> {
    let instant = |index| {
        let given = at(arguments, index);
        moment(given).ok_or_else(|| mismatch("duration.between", "two instants", given))
    };
    between(measure, &instant(0)?, &instant(1)?).map(value).ok_or_else(|| out_of_range("duration"))
}
