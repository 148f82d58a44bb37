//! The time of day of a map.
//!
//! Without a time to start from, a part needs the larger ones, and what is left out is 0. With one, what is left out
//! is the time's own; all fractions of the second count as one part.

use super::components::{Components, Field};
use super::error::failure;
use super::instant::Instant;
use crate::function::Failure;
use crate::value::LocalTime;

/// The parts with their sizes in nanoseconds and how many there are, the larger ones first.
const PARTS: [(Field, u64, u64); 3] =
    [(Field::Hour, 3_600_000_000_000, 24), (Field::Minute, 60_000_000_000, 60), (Field::Second, 1_000_000_000, 60)];

/// The fractions of a second, the larger ones first.
const FRACTIONS: [(Field, i64); 3] = [(Field::Millisecond, 1_000_000), (Field::Microsecond, 1_000), (Field::Nanosecond, 1)];

/// The time of day; none where nothing says one and the instant has a date that goes without.
pub(super) fn time(given: &Components, kind: Instant, base: Option<LocalTime>) -> Result<Option<LocalTime>, Failure> {
    if !kind.has_time() {
        return Ok(None);
    }
    let parts = PARTS.iter().map(|(field, ..)| *field).chain(FRACTIONS.iter().map(|(field, _)| *field));
    let first = parts.clone().find(|field| given.number(*field).is_some());
    if first.is_none() && (base.is_some() || kind.has_date()) {
        return Ok(base);
    }
    if base.is_none() {
        complete(given, first)?;
    }
    let mut total = 0;
    for (field, size, count) in PARTS {
        let own = base.map_or(0, |base| base.0 / size % count);
        total += size * given.number(field).map_or(Ok(own), |number| within(field, number, count as i64))?;
    }
    let fraction = if FRACTIONS.iter().any(|(field, _)| given.number(*field).is_some()) {
        nanoseconds(given, false)? as u64
    } else {
        base.map_or(0, LocalTime::nanoseconds)
    };
    Ok(Some(LocalTime(total + fraction)))
}

/// An error where a larger part is missing.
fn complete(given: &Components, first: Option<Field>) -> Result<(), Failure> {
    let missing = PARTS.iter().map(|(field, ..)| *field).find(|field| given.number(*field).is_none());
    let after = |missing: Field| {
        PARTS
            .iter()
            .map(|(field, ..)| *field)
            .chain(FRACTIONS.iter().map(|(field, _)| *field))
            .find(|field| *field > missing && given.number(*field).is_some())
    };
    match missing {
        Some(missing) => match after(missing) {
            Some(smaller) => Err(failure(format!("`{}` of a time needs `{}`", smaller.name(), missing.name()))),
            None if first.is_none() => Err(failure("a time needs an `hour`, or a `time` to start from")),
            None => Ok(()),
        },
        None => Ok(()),
    }
}

/// A number from 0 to below a count.
fn within(field: Field, number: i64, count: i64) -> Result<u64, Failure> {
    match u64::try_from(number) {
        Ok(number) if number < count as u64 => Ok(number),
        _ => Err(failure(format!("`{}` is a number from 0 to {}, not {number}", field.name(), count - 1))),
    }
}

/// The fraction of a second. A smaller part counts within the larger one that is given with it: nanoseconds go to 999
/// beside microseconds, and to 999,999,999 alone. Milliseconds may stand elsewhere.
pub(super) fn nanoseconds(given: &Components, beside_milliseconds: bool) -> Result<i64, Failure> {
    let mut count = if beside_milliseconds { 1_000_000 } else { 1_000_000_000 };
    let mut total = 0;
    for (field, size) in FRACTIONS {
        let Some(number) = given.number(field) else { continue };
        total += size * within(field, number, count / size)? as i64;
        count = size;
    }
    Ok(total)
}
