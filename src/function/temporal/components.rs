//! The map that an instant is made of: `{year: 1984, month: 10, day: 11}`, `{date: other, hour: 12}`.

use std::collections::BTreeMap;

use super::error::{failure, failure_with_help, shown};
use super::instant::{Instant, moment, since_epoch};
use super::{clock, date, time, zone};
use crate::diagnose::did_you_mean;
use crate::function::argument::mismatch;
use crate::function::{Context, Failure};
use crate::value::{LocalDateTime, Map, Moment, Time, TimeZone, Value};

/// The offset that a zone has for a time of day: on the date that it comes from, or today.
fn offset_for(zone: &TimeZone, base: Option<&Moment>, context: &Context<'_>) -> i32 {
    let known = base.and_then(Moment::date_time);
    zone.offset_at(known.map_or_else(|| LocalDateTime::from(context.guard.began()), |moment| moment.utc()))
}

/// A part that is given by a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    OrdinalDay,
    DayOfWeek,
    DayOfQuarter,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
    EpochSeconds,
    EpochMillis,
}

/// A part of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Number(Field),
    Date,
    Time,
    DateTime,
    TimeZone,
}

/// All parts.
const KEYS: &[(&str, Key)] = &[
    ("date", Key::Date),
    ("time", Key::Time),
    ("datetime", Key::DateTime),
    ("timezone", Key::TimeZone),
    ("year", Key::Number(Field::Year)),
    ("quarter", Key::Number(Field::Quarter)),
    ("month", Key::Number(Field::Month)),
    ("week", Key::Number(Field::Week)),
    ("day", Key::Number(Field::Day)),
    ("ordinalDay", Key::Number(Field::OrdinalDay)),
    ("dayOfWeek", Key::Number(Field::DayOfWeek)),
    ("dayOfQuarter", Key::Number(Field::DayOfQuarter)),
    ("hour", Key::Number(Field::Hour)),
    ("minute", Key::Number(Field::Minute)),
    ("second", Key::Number(Field::Second)),
    ("millisecond", Key::Number(Field::Millisecond)),
    ("microsecond", Key::Number(Field::Microsecond)),
    ("nanosecond", Key::Number(Field::Nanosecond)),
    ("epochSeconds", Key::Number(Field::EpochSeconds)),
    ("epochMillis", Key::Number(Field::EpochMillis)),
];

impl Field {
    /// Its name.
    pub(super) fn name(self) -> &'static str {
        KEYS.iter().find(|(_, key)| *key == Key::Number(self)).map_or("", |(name, _)| name)
    }

    fn is_of_epoch(self) -> bool {
        matches!(self, Self::EpochSeconds | Self::EpochMillis)
    }
}

impl Key {
    /// Whether an instant of this type has such a part.
    fn belongs_to(self, kind: Instant) -> bool {
        match self {
            Self::Date => kind.has_date(),
            Self::Time => kind.has_time(),
            // A zone alone asks for the present there.
            Self::DateTime | Self::TimeZone => true,
            Self::Number(field) if field.is_of_epoch() => kind == Instant::DateTime,
            Self::Number(field) => {
                if field < Field::Hour {
                    kind.has_date()
                } else {
                    kind.has_time()
                }
            }
        }
    }
}

/// What a map says.
#[derive(Clone, Debug, Default)]
pub(super) struct Components {
    date: Option<Moment>,
    time: Option<Moment>,
    datetime: Option<Moment>,
    zone: Option<TimeZone>,
    numbers: BTreeMap<Field, i64>,
}

impl Components {
    /// The parts of a map; none if one of them is null.
    pub(super) fn read(kind: Instant, map: &Map) -> Result<Option<Self>, Failure> {
        let mut read = Self::default();
        let mut null = false;
        for (name, value) in map {
            let known = || KEYS.iter().filter(|(_, key)| key.belongs_to(kind)).map(|(name, _)| *name);
            let key = KEYS.iter().find(|(own, key)| *own == &**name && key.belongs_to(kind)).map(|(_, key)| *key);
            let Some(key) = key else {
                let help =
                    did_you_mean(name, known()).unwrap_or_else(|| format!("its parts are {}", known().collect::<Vec<_>>().join(", ")));
                return Err(failure_with_help(format!("a {} has no part `{}`", kind.name(), shown(name)), Some(help)));
            };
            if value.is_null() { null = true } else { read.take(kind, key, name, value)? }
        }
        Ok((!null).then_some(read))
    }

    fn take(&mut self, kind: Instant, key: Key, name: &str, value: &Value) -> Result<(), Failure> {
        let based = |fits: fn(&Moment) -> bool| {
            let message = || failure(format!("`{name}` of a {} is an instant that has one, not a {}", kind.name(), value.type_of().name()));
            moment(value).filter(fits).map(Some).ok_or_else(message)
        };
        match (key, value) {
            (Key::Date, _) => self.date = based(|moment| moment.date.is_some())?,
            (Key::Time, _) => self.time = based(|moment| moment.time.is_some())?,
            (Key::DateTime, _) => self.datetime = based(|moment| moment.date.is_some() && moment.time.is_some())?,
            (Key::TimeZone, Value::String(text)) => self.zone = Some(zone::read(text)?),
            (Key::TimeZone, other) => return Err(mismatch("timezone", "a string", other)),
            (Key::Number(field), Value::Integer(number)) => {
                self.numbers.insert(field, *number);
            }
            (Key::Number(field), other) => return Err(mismatch(field.name(), "an integer", other)),
        }
        Ok(())
    }

    /// Whether it says something of the instant that others are cut off or taken from.
    pub(super) fn has_base(&self) -> bool {
        self.date.is_some() || self.time.is_some() || self.datetime.is_some()
    }

    /// Puts the instant in that the parts change; a zone that is given is where its clock time is meant.
    pub(super) fn change(&mut self, kind: Instant, base: Moment, context: &Context<'_>) {
        self.datetime = Some(match self.zone.take_if(|_| kind.has_zone()) {
            None => base,
            Some(zone) if kind == Instant::Time => {
                let offset = offset_for(&zone, Some(&base), context);
                Moment { zone: Some(TimeZone::Fixed(offset)), offset: Some(offset), ..base }
            }
            Some(zone) => Moment { zone: Some(zone), offset: None, ..base },
        });
    }

    /// The number of a part.
    pub(super) fn number(&self, field: Field) -> Option<i64> {
        self.numbers.get(&field).copied()
    }

    /// Gives a part a number, unless it has one.
    pub(super) fn default_number(&mut self, field: Field, number: i64) {
        self.numbers.entry(field).or_insert(number);
    }

    /// The numbers as they were given, for messages.
    pub(super) fn given(&self) -> String {
        let numbers: Vec<String> = self.numbers.iter().map(|(field, number)| format!("{}: {number}", field.name())).collect();
        format!("{{{}}}", numbers.join(", "))
    }

    /// The instant.
    pub(super) fn assemble(&self, kind: Instant, context: &Context<'_>) -> Result<Value, Failure> {
        if !self.has_base() && self.numbers.is_empty() {
            return match &self.zone {
                Some(zone) => clock::now(kind, context.guard.began(), zone),
                None => Err(failure(format!("a {} is not made of nothing", kind.name()))),
            };
        }
        if self.zone.is_some() && !kind.has_zone() {
            return Err(failure_with_help(format!("a {} has no time zone", kind.name()), Some("leave out `timezone`".to_owned())));
        }
        if self.datetime.is_some() && (self.date.is_some() || self.time.is_some()) {
            return Err(failure("`datetime` holds a date and a time, and stands with neither `date` nor `time`"));
        }
        if self.numbers.keys().any(|field| field.is_of_epoch()) {
            return self.of_epoch();
        }
        let days = self.date.as_ref().or(self.datetime.as_ref());
        let clock = self.time.as_ref().or(self.datetime.as_ref());
        let moment = Moment {
            date: if kind.has_date() { Some(date::date(self, days.and_then(|base| base.date))?) } else { None },
            time: time::time(self, kind, clock.and_then(|base| base.time))?,
            zone: clock.and_then(|base| base.zone.clone()),
            offset: clock.and_then(|base| base.offset),
        };
        self.in_zone(kind, &moment, clock, context)
    }

    /// In the zone that is given: the same moment, if it was one in another zone, else the same clock time.
    fn in_zone(&self, kind: Instant, moment: &Moment, clock: Option<&Moment>, context: &Context<'_>) -> Result<Value, Failure> {
        let Some(zone) = self.zone.clone() else { return kind.of(moment) };
        let had_zone = moment.zone.is_some();
        match kind.of(moment)? {
            Value::DateTime(before) if had_zone => {
                kind.of(&zone.at_utc(before.utc()).map(|after| Moment::from(&after)).unwrap_or_default())
            }
            Value::Time(before) => {
                let offset = offset_for(&zone, clock, context);
                Ok(Value::Time(if had_zone { before.at_offset(offset) } else { Time { offset, ..before } }))
            }
            _ => kind.of(&Moment { zone: Some(zone), offset: None, ..moment.clone() }),
        }
    }

    /// The moment by the seconds or milliseconds since 1970.
    fn of_epoch(&self) -> Result<Value, Failure> {
        let zone = self.zone.as_ref().unwrap_or(&TimeZone::UTC);
        let others = |field: &&Field| !matches!(field, Field::Millisecond | Field::Microsecond | Field::Nanosecond) && !field.is_of_epoch();
        let other = self.numbers.keys().find(others).map(|field| field.name());
        if other.is_some() || self.has_base() {
            return Err(failure(format!("a moment since 1970 has no `{}`", other.unwrap_or("date` and no `time"))));
        }
        match (self.number(Field::EpochSeconds), self.number(Field::EpochMillis)) {
            (Some(seconds), None) => since_epoch(seconds, time::nanoseconds(self, false)?, zone),
            (None, Some(millis)) if self.number(Field::Millisecond).is_none() => {
                let rest = time::nanoseconds(self, true)?;
                since_epoch(millis.div_euclid(1_000), millis.rem_euclid(1_000) * 1_000_000 + rest, zone)
            }
            _ => Err(failure("a moment since 1970 is given by `epochSeconds` or by `epochMillis`")),
        }
    }
}
