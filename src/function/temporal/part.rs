//! The parts of instants and durations: `d.year`, `d.offset`, `d.minutesOfHour`.
//!
//! The parts of a duration are whole numbers, cut off towards zero. `seconds` and what is counted in seconds go with
//! the fraction of the second, which is never negative: of -0.5 s, `seconds` is -1 and `millisecondsOfSecond` 500.

use super::error::{failure_with_help, shown};
use super::instant::moment;
use crate::diagnose::did_you_mean;
use crate::function::Failure;
use crate::value::{Date, DateTime, Duration, LocalTime, Moment, Value};

/// How a part is read.
#[derive(Clone, Copy, Debug)]
enum Get {
    Date(fn(Date) -> i64),
    Time(fn(LocalTime) -> u64),
    /// Of the offset in seconds.
    Offset(fn(i32) -> Value),
    Zone,
    /// Of what has a date and a zone.
    Epoch(fn(&DateTime) -> Option<i64>),
    /// None is out of range.
    Duration(fn(Duration) -> Option<i64>),
}

/// A part: what is known of it.
#[derive(Debug)]
pub struct Part {
    /// Name, as written.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    get: Get,
}

const fn row(name: &'static str, summary: &'static str, get: Get) -> Part {
    Part { name, summary, get }
}

/// All parts.
static PARTS: &[Part] = &[
    row("year", "The year; 0 is 1 BC.", Get::Date(|date| date.civil().year)),
    row("quarter", "The quarter of the year, 1 to 4.", Get::Date(|date| i64::from(date.quarter()))),
    row("month", "The month of the year, 1 to 12.", Get::Date(|date| i64::from(date.civil().month))),
    row("week", "The ISO week, 1 to 53.", Get::Date(|date| date.week().1)),
    row("weekYear", "The year that the ISO week counts for.", Get::Date(|date| date.week().0)),
    row("day", "The day of the month.", Get::Date(|date| i64::from(date.civil().day))),
    row("dayOfQuarter", "The day of the quarter, from 1.", Get::Date(Date::day_of_quarter)),
    row("ordinalDay", "The day of the year, from 1.", Get::Date(Date::ordinal)),
    row("dayOfWeek", "The day of the week, Monday being 1.", Get::Date(|date| i64::from(date.weekday()))),
    row("weekDay", "The day of the week, Monday being 1.", Get::Date(|date| i64::from(date.weekday()))),
    row("hour", "The hour, 0 to 23.", Get::Time(|time| time.0 / 3_600_000_000_000)),
    row("minute", "The minute of the hour.", Get::Time(|time| time.0 / 60_000_000_000 % 60)),
    row("second", "The second of the minute.", Get::Time(|time| time.0 / 1_000_000_000 % 60)),
    row("millisecond", "The whole milliseconds of the second.", Get::Time(|time| time.nanoseconds() / 1_000_000)),
    row("microsecond", "The whole microseconds of the second.", Get::Time(|time| time.nanoseconds() / 1_000)),
    row("nanosecond", "The nanoseconds of the second.", Get::Time(LocalTime::nanoseconds)),
    row("timezone", "The name of the zone, or its offset.", Get::Zone),
    row("offset", "The offset from UTC, as +01:00 or Z.", Get::Offset(|offset| Value::string(crate::value::offset_text(offset)))),
    row("offsetMinutes", "The offset from UTC in minutes.", Get::Offset(|offset| Value::Integer(i64::from(offset / 60)))),
    row("offsetSeconds", "The offset from UTC in seconds.", Get::Offset(|offset| Value::Integer(i64::from(offset)))),
    row("epochSeconds", "The seconds since 1970-01-01T00:00Z.", Get::Epoch(|moment| Some(moment.utc().seconds))),
    row("epochMillis", "The milliseconds since 1970-01-01T00:00Z.", Get::Epoch(millis)),
    row("years", "The whole years of the months.", Get::Duration(|duration| Some(duration.months / 12))),
    row("quarters", "The whole quarters of the months.", Get::Duration(|duration| Some(duration.months / 3))),
    row("months", "The months.", Get::Duration(|duration| Some(duration.months))),
    row("weeks", "The whole weeks of the days.", Get::Duration(|duration| Some(duration.days / 7))),
    row("days", "The days.", Get::Duration(|duration| Some(duration.days))),
    row("hours", "The whole hours of the time.", Get::Duration(|duration| Some(duration.seconds / 3_600))),
    row("minutes", "The whole minutes of the time.", Get::Duration(|duration| Some(duration.seconds / 60))),
    row("seconds", "The whole seconds of the time.", Get::Duration(|duration| Some(duration.seconds))),
    row("milliseconds", "The whole milliseconds of the time.", Get::Duration(|duration| within(duration, 1_000_000))),
    row("microseconds", "The whole microseconds of the time.", Get::Duration(|duration| within(duration, 1_000))),
    row("nanoseconds", "The nanoseconds of the time.", Get::Duration(|duration| within(duration, 1))),
    row("quartersOfYear", "The quarters without the whole years.", Get::Duration(|duration| Some(duration.months / 3 % 4))),
    row("monthsOfYear", "The months without the whole years.", Get::Duration(|duration| Some(duration.months % 12))),
    row("monthsOfQuarter", "The months without the whole quarters.", Get::Duration(|duration| Some(duration.months % 3))),
    row("daysOfWeek", "The days without the whole weeks.", Get::Duration(|duration| Some(duration.days % 7))),
    row("minutesOfHour", "The minutes without the whole hours.", Get::Duration(|duration| Some(duration.seconds / 60 % 60))),
    row("secondsOfMinute", "The seconds without the whole minutes.", Get::Duration(|duration| Some(duration.seconds % 60))),
    row("millisecondsOfSecond", "The milliseconds of the second.", Get::Duration(|duration| fraction(duration, 1_000_000))),
    row("microsecondsOfSecond", "The microseconds of the second.", Get::Duration(|duration| fraction(duration, 1_000))),
    row("nanosecondsOfSecond", "The nanoseconds of the second.", Get::Duration(|duration| fraction(duration, 1))),
];

fn millis(moment: &DateTime) -> Option<i64> {
    let utc = moment.utc();
    utc.seconds.checked_mul(1_000)?.checked_add(i64::from(utc.nanoseconds / 1_000_000))
}

/// The time in units of so many nanoseconds.
fn within(duration: Duration, size: i128) -> Option<i64> {
    i64::try_from(duration.time().div_euclid(size)).ok()
}

/// The fraction of the second in units of so many nanoseconds.
#[expect(clippy::unnecessary_wraps, reason = "the rows of the table take functions of one form")]
fn fraction(duration: Duration, size: u32) -> Option<i64> {
    Some(i64::from(duration.nanoseconds / size))
}

/// All parts of temporal values.
pub fn parts() -> impl Iterator<Item = &'static Part> {
    PARTS.iter()
}

/// The part of this name; an error for a name that no part of the value has.
pub fn part(of: &Value, name: &str) -> Result<Value, Failure> {
    let duration = if let Value::Duration(duration) = of { Some(**duration) } else { None };
    let moment = moment(of).unwrap_or_default();
    let row = PARTS.iter().find(|part| part.name == name).filter(|part| part.get.is_of(of));
    let Some(Part { name, get, .. }) = row else { return Err(missing(of, name)) };
    let value = match (*get, duration, of) {
        (Get::Date(get), ..) => moment.date.map(|date| Value::Integer(get(date))),
        (Get::Time(get), ..) => moment.time.map(|time| Value::Integer(get(time) as i64)),
        (Get::Offset(get), ..) => moment.offset.map(get),
        (Get::Zone, ..) => zone(&moment),
        (Get::Epoch(get), _, Value::DateTime(of)) => get(of).map(Value::Integer),
        (Get::Duration(get), Some(duration), _) => get(duration).map(Value::Integer),
        _ => None,
    };
    value.ok_or(Failure::Overflow(name))
}

impl Get {
    /// Whether a value has such a part.
    fn is_of(self, value: &Value) -> bool {
        matches!(
            (self, value),
            (Self::Date(_), Value::Date(_) | Value::LocalDateTime(_) | Value::DateTime(_))
                | (Self::Time(_), Value::LocalTime(_) | Value::Time(_) | Value::LocalDateTime(_) | Value::DateTime(_))
                | (Self::Offset(_) | Self::Zone, Value::Time(_) | Value::DateTime(_))
                | (Self::Epoch(_), Value::DateTime(_))
                | (Self::Duration(_), Value::Duration(_))
        )
    }
}

/// The name of the zone, or its offset.
fn zone(moment: &Moment) -> Option<Value> {
    let zone = moment.zone.as_ref()?;
    Some(Value::string(zone.to_string()))
}

fn missing(of: &Value, name: &str) -> Failure {
    let known = || PARTS.iter().filter(|part| part.get.is_of(of)).map(|part| part.name);
    let help = did_you_mean(name, known()).unwrap_or_else(|| format!("its parts are {}", known().collect::<Vec<_>>().join(", ")));
    failure_with_help(format!("a {} has no part `{}`", of.type_of().name(), shown(name)), Some(help))
}
