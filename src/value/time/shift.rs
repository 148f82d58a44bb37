//! Instants moved by durations, and durations added to each other.
//!
//! A duration moves by its months first, then by its days, then by its time. Months keep the day of the month, or take
//! the last one of a shorter month; months and days keep the clock time of a zone, time counts seconds that pass.
//! What a value has no part for is left out: a date moves by whole days, a time of day by the time. None is a moment
//! outside of the years that the language has.

use std::ops::Neg;

use super::{DAY, Date, DateTime, Duration, LocalDateTime, LocalTime, SECOND, Time};

impl Duration {
    /// The duration of these parts, however many nanoseconds.
    pub fn new(months: i64, days: i64, seconds: i64, nanoseconds: i64) -> Option<Self> {
        let seconds = seconds.checked_add(nanoseconds.div_euclid(SECOND))?;
        Some(Self { months, days, seconds, nanoseconds: nanoseconds.rem_euclid(SECOND) as u32 })
    }

    /// The sum, part by part.
    pub fn plus(self, other: Self) -> Option<Self> {
        let nanoseconds = i64::from(self.nanoseconds) + i64::from(other.nanoseconds);
        let (months, days) = (self.months.checked_add(other.months)?, self.days.checked_add(other.days)?);
        Self::new(months, days, self.seconds.checked_add(other.seconds)?, nanoseconds)
    }

    /// Backwards.
    pub fn negated(self) -> Option<Self> {
        let seconds = self.seconds.checked_neg()?;
        Self::new(self.months.checked_neg()?, self.days.checked_neg()?, seconds, i64::from(self.nanoseconds).neg())
    }

    /// The time in nanoseconds.
    pub fn time(self) -> i128 {
        i128::from(self.seconds) * i128::from(SECOND) + i128::from(self.nanoseconds)
    }
}

impl Date {
    /// The date a duration later; of its time, whole days count.
    pub fn plus(self, duration: Duration) -> Option<Self> {
        let days = (duration.time() / (i128::from(DAY) * i128::from(SECOND))) as i64;
        self.plus_months(duration.months)?.plus_days(duration.days.checked_add(days)?)
    }
}

impl LocalTime {
    /// The time of day a duration later, across any number of midnights.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        self.plus_nanoseconds(duration.time())
    }
}

impl Time {
    /// The time of day a duration later, across any number of midnights.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self { local: self.local.plus(duration), ..self }
    }
}

impl LocalDateTime {
    /// The moment a duration later.
    pub fn plus(self, duration: Duration) -> Option<Self> {
        self.plus_calendar(duration.months, duration.days)?.plus_seconds(duration.seconds, duration.nanoseconds)
    }
}

impl DateTime {
    /// The moment a duration later in its zone.
    pub fn plus(&self, duration: Duration) -> Option<Self> {
        let zone = self.time_zone();
        let day = zone.at_local(self.local.plus_calendar(duration.months, duration.days)?, Some(self.offset))?;
        zone.at_utc(day.utc().later(duration.seconds, duration.nanoseconds)?)
    }
}
