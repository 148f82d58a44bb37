//! Instants cut off at a unit.

use super::{Civil, Date, LocalTime};

/// The unit that a value is cut off at, from the largest to the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Granularity {
    /// A thousand years, from a year that a thousand divides.
    Millennium,
    /// A hundred years.
    Century,
    /// Ten years.
    Decade,
    /// A calendar year.
    Year,
    /// An ISO week year, from the Monday of its first week.
    WeekYear,
    /// Three months.
    Quarter,
    /// A month.
    Month,
    /// A week, from Monday.
    Week,
    /// A day.
    Day,
    /// An hour.
    Hour,
    /// A minute.
    Minute,
    /// A second.
    Second,
    /// A thousandth of a second.
    Millisecond,
    /// A millionth of a second.
    Microsecond,
}

impl Granularity {
    /// All of them with their names.
    pub const ALL: [(&str, Self); 14] = [
        ("millennium", Self::Millennium),
        ("century", Self::Century),
        ("decade", Self::Decade),
        ("year", Self::Year),
        ("weekYear", Self::WeekYear),
        ("quarter", Self::Quarter),
        ("month", Self::Month),
        ("week", Self::Week),
        ("day", Self::Day),
        ("hour", Self::Hour),
        ("minute", Self::Minute),
        ("second", Self::Second),
        ("millisecond", Self::Millisecond),
        ("microsecond", Self::Microsecond),
    ];

    /// The unit of this name, without regard to case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, unit)| *unit)
    }

    /// Whether it is a day or longer.
    pub fn is_of_dates(self) -> bool {
        self <= Self::Day
    }
}

impl Date {
    /// The first day of the unit that the date is in; none where that is before the first year. Units of less than a
    /// day leave it as it is.
    pub fn truncated(self, unit: Granularity) -> Option<Self> {
        let Civil { year, month, .. } = self.civil();
        let first = |year: i64, month: u8| Self::from_civil(Civil { year, month, day: 1 });
        let years = |count: i64| first(year - year.rem_euclid(count), 1);
        match unit {
            Granularity::Millennium => years(1_000),
            Granularity::Century => years(100),
            Granularity::Decade => years(10),
            Granularity::Year => years(1),
            Granularity::WeekYear => Self::from_week(self.week().0, 1, 1),
            Granularity::Quarter => first(year, self.quarter() * 3 - 2),
            Granularity::Month => first(year, month),
            Granularity::Week => self.plus_days(1 - i64::from(self.weekday())),
            _ => Some(self),
        }
    }
}

impl LocalTime {
    /// The beginning of the unit that the time is in.
    #[must_use]
    pub fn truncated(self, unit: Granularity) -> Self {
        let length = match unit {
            Granularity::Hour => 3_600_000_000_000,
            Granularity::Minute => 60_000_000_000,
            Granularity::Second => 1_000_000_000,
            Granularity::Millisecond => 1_000_000,
            Granularity::Microsecond => 1_000,
            _ => return Self(0),
        };
        Self(self.0 - self.0 % length)
    }
}
