//! The five types of instants: what they hold, and how they are made of each other.

use std::str::FromStr;
use std::sync::Arc;

use super::clock;
use super::components::Components;
use super::error::{failure, failure_with_help, out_of_range, shown};
use crate::function::argument::{at, mismatch};
use crate::function::{Context, Failure};
use crate::value::{Date, DateTime, LocalDateTime, LocalTime, Moment, Time, TimeZone, Unreadable, Value};

/// A type of instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instant {
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
}

impl Instant {
    /// The name of the type and of the function that makes one.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::LocalTime => "localtime",
            Self::Time => "time",
            Self::LocalDateTime => "localdatetime",
            Self::DateTime => "datetime",
        }
    }

    pub(super) fn has_date(self) -> bool {
        matches!(self, Self::Date | Self::LocalDateTime | Self::DateTime)
    }

    pub(super) fn has_time(self) -> bool {
        self != Self::Date
    }

    pub(super) fn has_zone(self) -> bool {
        matches!(self, Self::Time | Self::DateTime)
    }

    /// What it is made of, in words.
    fn sources(self) -> &'static str {
        match self {
            Self::Date | Self::LocalDateTime | Self::DateTime => "a string, a map or an instant with a date",
            Self::LocalTime | Self::Time => "a string, a map or an instant with a time",
        }
    }

    fn read(self, text: &str) -> Result<Value, Unreadable> {
        fn read<T: FromStr<Err = Unreadable> + Into<Value>>(text: &str) -> Result<Value, Unreadable> {
            text.parse::<T>().map(Into::into)
        }
        match self {
            Self::Date => read::<Date>(text),
            Self::LocalTime => read::<LocalTime>(text),
            Self::Time => read::<Time>(text),
            Self::LocalDateTime => read::<LocalDateTime>(text),
            Self::DateTime => read::<DateTime>(text),
        }
    }

    /// The value of this type that knows the same. A time of day that is missing is midnight, a zone UTC.
    pub(super) fn of(self, moment: &Moment) -> Result<Value, Failure> {
        let value = match self {
            Self::Date => moment.date.map(Value::Date),
            Self::LocalTime => moment.time.map(Value::LocalTime),
            Self::Time => moment.time.map(|local| Value::Time(Time { local, offset: offset(moment) })),
            Self::LocalDateTime => moment.local().map(Value::LocalDateTime),
            Self::DateTime => moment.date_time().map(|moment| Value::DateTime(Arc::new(moment))),
        };
        value.ok_or_else(|| out_of_range(self.name()))
    }

    /// Whether an instant of this type can be made of what another one knows.
    pub(super) fn fits(self, moment: &Moment) -> bool {
        if self.has_date() { moment.date.is_some() } else { moment.time.is_some() }
    }
}

/// Seconds east of UTC.
fn offset(moment: &Moment) -> i32 {
    match (moment.offset, &moment.zone) {
        (Some(offset), _) => offset,
        (None, Some(TimeZone::Fixed(offset))) => *offset,
        _ => moment.date_time().map_or(0, |moment| moment.offset),
    }
}

/// What an instant knows; none for what is no instant.
pub(super) fn moment(value: &Value) -> Option<Moment> {
    match value {
        Value::Date(date) => Some((*date).into()),
        Value::LocalTime(time) => Some((*time).into()),
        Value::Time(time) => Some((*time).into()),
        Value::LocalDateTime(time) => Some((*time).into()),
        Value::DateTime(time) => Some((&**time).into()),
        _ => None,
    }
}

/// `date(…)` and its kind.
pub(super) fn make(kind: Instant, context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let Some(from) = arguments.first() else { return clock::now(kind, context.guard.began(), &TimeZone::UTC) };
    match from {
        Value::String(text) => read(kind, text),
        Value::Map(map) => match Components::read(kind, map)? {
            Some(components) => components.assemble(kind, context),
            None => Ok(Value::Null),
        },
        other => match moment(other).filter(|moment| kind.fits(moment)) {
            Some(moment) => kind.of(&moment),
            None => Err(mismatch(kind.name(), kind.sources(), other)),
        },
    }
}

fn read(kind: Instant, text: &str) -> Result<Value, Failure> {
    let value = kind.read(text).map_err(|unreadable| failure(format!("`{}` is {unreadable}", shown(text))))?;
    match &value {
        Value::DateTime(moment) if !moment.agrees() => {
            let help = "leave out the offset, or the zone".to_owned();
            Err(failure_with_help(format!("`{}` has an offset that its zone does not have then", shown(text)), Some(help)))
        }
        _ => Ok(value),
    }
}

/// `datetime.fromEpoch(seconds, nanoseconds)`.
pub(super) fn from_epoch(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match (at(arguments, 0), at(arguments, 1)) {
        (Value::Integer(seconds), Value::Integer(nanoseconds)) => since_epoch(*seconds, *nanoseconds, &TimeZone::UTC),
        (Value::Integer(_), other) | (other, _) => Err(mismatch("datetime.fromEpoch", "two integers", other)),
    }
}

/// `datetime.fromEpochMillis(milliseconds)`.
pub(super) fn from_epoch_millis(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match at(arguments, 0) {
        Value::Integer(millis) => since_epoch(millis.div_euclid(1_000), millis.rem_euclid(1_000) * 1_000_000, &TimeZone::UTC),
        other => Err(mismatch("datetime.fromEpochMillis", "an integer", other)),
    }
}

/// The moment so many seconds and nanoseconds after 1970-01-01T00:00Z.
pub(super) fn since_epoch(seconds: i64, nanoseconds: i64, zone: &TimeZone) -> Result<Value, Failure> {
    let start = LocalDateTime::new(Date(0), LocalTime(0));
    let seconds = seconds.checked_add(nanoseconds.div_euclid(1_000_000_000));
    let utc = seconds.and_then(|seconds| start.plus_seconds(seconds, nanoseconds.rem_euclid(1_000_000_000) as u32));
    let moment = utc.and_then(|utc| zone.at_utc(utc)).ok_or_else(|| out_of_range("datetime"))?;
    Ok(Value::DateTime(Arc::new(moment)))
}
