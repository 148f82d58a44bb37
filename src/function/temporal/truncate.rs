//! `date.truncate(unit, instant, parts)` and its kind.

use super::components::{Components, Field};
use super::error::{failure, failure_with_help, out_of_range, shown};
use super::instant::{Instant, moment};
use crate::diagnose::did_you_mean;
use crate::function::argument::{mismatch, text};
use crate::function::{Context, Failure};
use crate::value::{Granularity, LocalDateTime, LocalTime, Moment, TimeZone, Value};

/// The instant at the beginning of the unit, with some of its parts changed.
pub(super) fn truncate(kind: Instant, context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let unit = unit(kind, text("truncate", arguments, 0)?)?;
    let input = match arguments.get(1) {
        None => {
            let now = TimeZone::UTC.at_utc(LocalDateTime::from(context.guard.began())).ok_or_else(|| out_of_range(kind.name()))?;
            Moment::from(&now)
        }
        Some(value) => moment(value).ok_or_else(|| mismatch("truncate", "an instant", value))?,
    };
    let truncated = cut(kind, unit, &input)?;
    let Some(Value::Map(map)) = arguments.get(2) else { return kind.of(&truncated) };
    let Some(mut parts) = Components::read(kind, map)? else { return Ok(Value::Null) };
    if parts.has_base() {
        return Err(failure("what is cut off is the second argument: the third one has no `date`, `time` or `datetime`"));
    }
    keep_fraction(&mut parts, unit, &truncated);
    parts.change(kind, truncated, context);
    parts.assemble(kind, context)
}

/// The unit, if values of this type can be cut off at it.
fn unit(kind: Instant, name: &str) -> Result<Granularity, Failure> {
    let fits = |unit: Granularity| (kind.has_time() || unit.is_of_dates()) && (kind.has_date() || unit >= Granularity::Day);
    let known = || Granularity::ALL.iter().filter(|(_, unit)| fits(*unit)).map(|(name, _)| *name);
    Granularity::named(name).filter(|unit| fits(*unit)).ok_or_else(|| {
        let help = did_you_mean(name, known()).unwrap_or_else(|| format!("the units are {}", known().collect::<Vec<_>>().join(", ")));
        failure_with_help(format!("a {} is not cut off at `{}`", kind.name(), shown(name)), Some(help))
    })
}

fn cut(kind: Instant, unit: Granularity, input: &Moment) -> Result<Moment, Failure> {
    let needs = |what: &str| failure(format!("an instant without a {what} is not cut off to a {} at this unit", kind.name()));
    let date = match input.date {
        Some(date) => Some(date.truncated(unit).ok_or_else(|| out_of_range(kind.name()))?),
        None if kind.has_date() => return Err(needs("date")),
        None => None,
    };
    let time = match input.time {
        None if !kind.has_date() => return Err(needs("time")),
        _ if unit.is_of_dates() => LocalTime(0),
        Some(time) => time.truncated(unit),
        None => return Err(needs("time")),
    };
    Ok(Moment { date, time: Some(time), ..input.clone() })
}

/// Below a second, what is left of the fraction stays where a smaller part of it is given.
fn keep_fraction(parts: &mut Components, unit: Granularity, truncated: &Moment) {
    let nanoseconds = truncated.time.map_or(0, LocalTime::nanoseconds) as i64;
    let (has_micros, has_nanos) = (parts.number(Field::Microsecond).is_some(), parts.number(Field::Nanosecond).is_some());
    match unit {
        Granularity::Millisecond if has_micros || has_nanos => parts.default_number(Field::Millisecond, nanoseconds / 1_000_000),
        Granularity::Microsecond if has_nanos && parts.number(Field::Millisecond).is_none() => {
            parts.default_number(Field::Microsecond, nanoseconds / 1_000);
        }
        _ => {}
    }
}
