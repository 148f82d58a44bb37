//! Days since 1970-01-01 to and from year, month and day.
//!
//! The two conversions are those of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
//! (<https://howardhinnant.github.io/date_algorithms.html>): years begin in March, so that the leap day is the last,
//! and eras of 400 years repeat. They hold for every year that the language has, which jiff's (four digits) does not.

use super::Date;

/// A date by its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// Year; 0 is 1 BC.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// The last year that a date may have, and the negative of the first one.
pub(super) const LAST_YEAR: i64 = 999_999_999;

/// Whether the year has 366 days.
pub fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// How many days the month has; 0 for a month that is none.
pub fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 => 28 + u8::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl Date {
    /// The date of these parts; none where there is no such day.
    pub fn from_civil(civil: Civil) -> Option<Self> {
        let Civil { year, month, day } = civil;
        if year.abs() > LAST_YEAR || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self(era * 146_097 + day_of_era - 719_468))
    }

    /// The day of this number in the year, counted from 1; none where the year has no such day.
    pub fn from_ordinal(year: i64, ordinal: i64) -> Option<Self> {
        let first = Self::from_civil(Civil { year, month: 1, day: 1 })?;
        (1..=365 + i64::from(is_leap(year))).contains(&ordinal).then(|| Self(first.0 + ordinal - 1))
    }

    /// The day of an ISO week, Monday being 1; none where the year has no such week.
    pub fn from_week(year: i64, week: i64, day: i64) -> Option<Self> {
        // The fourth of January is always in the first week.
        let fourth = Self::from_civil(Civil { year, month: 1, day: 4 })?;
        let monday = fourth.0 - i64::from(fourth.weekday()) + 1;
        let date = Self(monday + (week - 1) * 7 + day - 1);
        let next = Self::from_civil(Civil { year: year + 1, month: 1, day: 4 })?;
        let weeks = (next.0 - i64::from(next.weekday()) + 1 - monday) / 7;
        ((1..=weeks).contains(&week) && (1..=7).contains(&day)).then_some(date)
    }

    /// The day of a quarter, counted from 1; none where the quarter has no such day.
    pub fn from_quarter(year: i64, quarter: u8, day: i64) -> Option<Self> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let first = quarter * 3 - 2;
        let length: i64 = (first..first + 3).map(|month| i64::from(days_in_month(year, month))).sum();
        let start = Self::from_civil(Civil { year, month: first, day: 1 })?;
        (1..=length).contains(&day).then(|| Self(start.0 + day - 1))
    }

    /// Year, month and day.
    pub fn civil(self) -> Civil {
        let days = self.0.saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Civil { year, month: month as u8, day: day as u8 }
    }

    /// Day of the week, Monday being 1 and Sunday 7.
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        (self.0.rem_euclid(7) + 3) as u8 % 7 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i64, month: u8, day: u8) -> Date {
        Date::from_civil(Civil { year, month, day }).unwrap()
    }

    #[test]
    fn days_and_parts_agree_over_four_centuries_and_at_the_ends() {
        assert_eq!(date(1970, 1, 1), Date(0));
        assert_eq!(date(2008, 5, 1), Date(14_000));
        for days in -200_000..200_000 {
            assert_eq!(Date::from_civil(Date(days).civil()), Some(Date(days)));
        }
        for year in [-LAST_YEAR, LAST_YEAR] {
            assert_eq!(date(year, 12, 31).civil(), Civil { year, month: 12, day: 31 });
        }
        assert_eq!(Date::from_civil(Civil { year: 2007, month: 2, day: 29 }), None);
        assert_eq!(Date(0).weekday(), 4);
    }

    #[test]
    fn weeks_ordinals_and_quarters() {
        assert_eq!(Date::from_week(2015, 30, 2), Some(date(2015, 7, 21)));
        assert_eq!(Date::from_week(2015, 53, 1), Some(date(2015, 12, 28)));
        assert_eq!(Date::from_week(2014, 53, 1), None);
        assert_eq!(Date::from_ordinal(2015, 202), Some(date(2015, 7, 21)));
        assert_eq!(Date::from_ordinal(2015, 366), None);
        assert_eq!(Date::from_quarter(1984, 3, 45), Some(date(1984, 8, 14)));
        assert_eq!(Date::from_quarter(1984, 3, 93), None);
    }
}
