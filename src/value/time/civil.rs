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

/// How many days the quarter has; 0 for a quarter that is none.
pub fn days_in_quarter(year: i64, quarter: u8) -> i64 {
    let Some(last) = quarter.checked_mul(3).filter(|last| *last >= 3) else { return 0 };
    (last - 2..=last).map(|month| i64::from(days_in_month(year, month))).sum()
}

impl Date {
    /// The first of January of the first year.
    pub const FIRST: Self = Self(-365_243_219_162);

    /// The last of December of the last year.
    pub const LAST: Self = Self(365_241_780_471);

    /// The date so many days after 1970-01-01; none outside of the years that a date may have.
    pub fn from_days(days: i64) -> Option<Self> {
        (Self::FIRST.0..=Self::LAST.0).contains(&days).then_some(Self(days))
    }

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
        if !(1..=53).contains(&week) || !(1..=7).contains(&day) {
            return None;
        }
        Self::from_days(monday + (week - 1) * 7 + day - 1).filter(|date| date.week() == (year, week))
    }

    /// The day of a quarter, counted from 1; none where the quarter has no such day.
    pub fn from_quarter(year: i64, quarter: u8, day: i64) -> Option<Self> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let start = Self::from_civil(Civil { year, month: quarter * 3 - 2, day: 1 })?;
        (1..=days_in_quarter(year, quarter)).contains(&day).then(|| Self(start.0 + day - 1))
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

    /// The day's number in its year, from 1.
    pub fn ordinal(self) -> i64 {
        self.days_since(1)
    }

    /// The ISO week: the year that it counts for, and its number.
    pub fn week(self) -> (i64, i64) {
        // A week counts for the year that its Thursday is in.
        let thursday = Self(self.0 - i64::from(self.weekday()) + 4);
        (thursday.civil().year, (thursday.ordinal() - 1) / 7 + 1)
    }

    /// The quarter, 1 to 4.
    pub fn quarter(self) -> u8 {
        self.civil().month.div_ceil(3)
    }

    /// The day's number in its quarter, from 1.
    pub fn day_of_quarter(self) -> i64 {
        self.days_since(self.quarter() * 3 - 2)
    }

    /// The day's number counted from the first day of an earlier month of its year, which is 1.
    fn days_since(self, first: u8) -> i64 {
        let civil = self.civil();
        let months = first..civil.month;
        i64::from(civil.day) + months.map(|month| i64::from(days_in_month(civil.year, month))).sum::<i64>()
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
            let date = Date(days);
            let (civil, (year, week)) = (date.civil(), date.week());
            assert_eq!(Date::from_civil(civil), Some(date));
            assert_eq!(Date::from_ordinal(civil.year, date.ordinal()), Some(date));
            assert_eq!(Date::from_week(year, week, i64::from(date.weekday())), Some(date));
            assert_eq!(Date::from_quarter(civil.year, date.quarter(), date.day_of_quarter()), Some(date));
        }
        for year in [-LAST_YEAR, LAST_YEAR] {
            assert_eq!(date(year, 12, 31).civil(), Civil { year, month: 12, day: 31 });
        }
        assert_eq!((date(-LAST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)), (Date::FIRST, Date::LAST));
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
