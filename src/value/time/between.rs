//! The duration from one instant to another.
//!
//! A part that one of the two lacks is that of the other: a time of day is on the other's date, a local time in the
//! other's zone. A date without a time is its midnight. Of two zones, days and months are those of the first.

use super::{Date, DateTime, Duration, LocalDateTime, Moment, TimeZone};

/// What a duration between two instants is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Whole months, then whole days of the rest, then seconds.
    Mixed,
    /// Whole months.
    Months,
    /// Whole days.
    Days,
    /// Seconds and nanoseconds.
    Seconds,
}

/// The duration from the first to the second, negative if the second is earlier; none where a moment lies outside of
/// the years that the language has. Without two dates there are no months and days between them.
///
/// In [`Measure::Mixed`], the first moved by the result is the second.
pub fn between(measure: Measure, from: &Moment, to: &Moment) -> Option<Duration> {
    let dated = from.date.is_some() && to.date.is_some();
    let (from, to) = (completed(from, to)?, completed(to, from)?);
    let end = to.utc();
    // The clock of the first one's zone, be it beyond the last year.
    let there = LocalDateTime { seconds: end.seconds.saturating_add(i64::from(from.time_zone().offset_at(end))), ..end };
    let count = |wanted: &[Measure], count: i64| if dated && wanted.contains(&measure) { count } else { 0 };
    let months = count(&[Measure::Mixed, Measure::Months], whole_months(from.local, there));
    let days = count(&[Measure::Mixed, Measure::Days], whole_days(from.local.plus_calendar(months, 0)?, there));
    if matches!(measure, Measure::Months | Measure::Days) {
        return Duration::new(months, days, 0, 0);
    }
    let start = from.plus(Duration::new(months, days, 0, 0)?)?.utc();
    Duration::new(months, days, end.seconds.checked_sub(start.seconds)?, i64::from(end.nanoseconds) - i64::from(start.nanoseconds))
}

/// A moment with the parts of another one where it has none.
fn completed(moment: &Moment, other: &Moment) -> Option<DateTime> {
    let date = moment.date.or(other.date).unwrap_or(Date(0));
    let zone = moment.zone.clone().or_else(|| other.zone.clone()).unwrap_or(TimeZone::UTC);
    Moment { date: Some(date), zone: Some(zone), ..moment.clone() }.date_time()
}

/// The days from one date to another; the last one does not count where its time of day is not reached.
fn whole_days(from: LocalDateTime, to: LocalDateTime) -> i64 {
    let (start, end) = (from.date(), to.date());
    let unreached = i64::from(end > start && to.time() < from.time()) - i64::from(end < start && to.time() > from.time());
    end.0 - start.0 - unreached
}

/// The months from one date to another; the last one does not count where its day and time are not reached.
fn whole_months(from: LocalDateTime, to: LocalDateTime) -> i64 {
    // A number in which a month is worth more days than it can have.
    let packed = |date: Date| {
        let civil = date.civil();
        (civil.year * 12 + i64::from(civil.month)) * 32 + i64::from(civil.day)
    };
    let start = from.date();
    (packed(Date(start.0 + whole_days(from, to))) - packed(start)) / 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_where_the_last_day_is_reached() {
        let local = |text: &str| text.parse::<LocalDateTime>().unwrap();
        for (from, to, expected) in [
            ("2015-01-31", "2015-02-28", "P28D"),
            ("2015-01-31", "2015-03-01", "P1M1D"),
            ("2015-03-31", "2015-02-28", "P-1M"),
            ("2015-03-31T12:00", "2015-02-28T13:00", "P-30DT-23H"),
            ("2016-02-29", "2017-02-28", "P11M30D"),
            ("-999999999-01-01", "+999999999-12-31", "P1999999998Y11M30D"),
        ] {
            let (from, to) = (local(from), local(to));
            let found = between(Measure::Mixed, &from.into(), &to.into()).unwrap();
            assert_eq!(found.to_string(), expected);
            assert_eq!(from.plus(found), Some(to));
        }
    }
}
