//! Dates and times of day put together and taken apart, and moved within the years that the language has.

use super::civil::{Civil, days_in_month};
use super::{DAY, Date, LocalDateTime, LocalTime, SECOND};

/// The nanoseconds of a day.
const DAY_NANOSECONDS: i128 = DAY as i128 * SECOND as i128;

impl Date {
    /// So many months later; the day is the last one of a month that is shorter.
    pub fn plus_months(self, months: i64) -> Option<Self> {
        if months == 0 {
            return Some(self);
        }
        let Civil { year, month, day } = self.civil();
        let months = year.checked_mul(12)?.checked_add(i64::from(month) - 1)?.checked_add(months)?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u8 + 1);
        Self::from_civil(Civil { year, month, day: day.min(days_in_month(year, month)) })
    }

    /// So many days later.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_days(self.0.checked_add(days)?)
    }
}

impl LocalTime {
    /// The time of day so many nanoseconds later, across any number of midnights.
    #[must_use]
    pub fn plus_nanoseconds(self, nanoseconds: i128) -> Self {
        Self((i128::from(self.0) + nanoseconds % DAY_NANOSECONDS).rem_euclid(DAY_NANOSECONDS) as u64)
    }

    /// Its nanoseconds of the second.
    pub fn nanoseconds(self) -> u64 {
        self.0 % SECOND as u64
    }
}

impl LocalDateTime {
    /// The time of day on the date.
    pub fn new(date: Date, time: LocalTime) -> Self {
        let seconds = date.0.saturating_mul(DAY).saturating_add((time.0 / SECOND as u64) as i64);
        Self { seconds, nanoseconds: time.nanoseconds() as u32 }
    }

    /// Its date.
    pub fn date(self) -> Date {
        Date(self.seconds.div_euclid(DAY))
    }

    /// Its time of day.
    pub fn time(self) -> LocalTime {
        LocalTime(self.seconds.rem_euclid(DAY) as u64 * SECOND as u64 + u64::from(self.nanoseconds))
    }

    /// The same clock time on a date so many months, then days, later.
    pub fn plus_calendar(self, months: i64, days: i64) -> Option<Self> {
        Some(Self::new(self.date().plus_months(months)?.plus_days(days)?, self.time()))
    }

    /// So many seconds and nanoseconds of a second later.
    pub fn plus_seconds(self, seconds: i64, nanoseconds: u32) -> Option<Self> {
        self.later(seconds, nanoseconds)?.within()
    }

    /// The same, also beyond the last year: what a moment is in universal time may lie hours outside of it.
    pub(super) fn later(self, seconds: i64, nanoseconds: u32) -> Option<Self> {
        let fraction = self.nanoseconds + nanoseconds;
        let carry = i64::from(fraction >= SECOND as u32);
        let seconds = self.seconds.checked_add(seconds)?.checked_add(carry)?;
        Some(Self { seconds, nanoseconds: fraction % SECOND as u32 })
    }

    /// Itself, if it lies within the years that the language has.
    pub(super) fn within(self) -> Option<Self> {
        (Date::FIRST..=Date::LAST).contains(&self.date()).then_some(self)
    }
}
