//! The laws of dates, times and durations, on random values over all years and over the changes of zones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::cmp::Ordering;

use legation::value::{
    Compared, Date, DateTime, Duration, Granularity, LocalDateTime, LocalTime, Measure, Moment, Time, TimeZone, Value, between, compare,
};
use proptest::prelude::*;
use proptest::sample::select;

const DAY: i64 = 86_400;

fn date() -> impl Strategy<Value = Date> {
    prop_oneof![
        4 => (-200_000..200_000_i64).prop_map(Date),
        1 => (Date::FIRST.0..=Date::LAST.0).prop_map(Date),
        1 => select(vec![Date::FIRST, Date::LAST, Date(0), Date(-1), Date(16_860), Date(-719_528)]),
    ]
}

fn local_time() -> impl Strategy<Value = LocalTime> {
    prop_oneof![
        (0..86_400_000_000_000_u64).prop_map(LocalTime),
        (0..1_440_u64).prop_map(|minutes| LocalTime(minutes * 60_000_000_000)),
        Just(LocalTime(86_399_999_999_999)),
    ]
}

fn offset() -> impl Strategy<Value = i32> {
    prop_oneof![(-18..=18_i32).prop_map(|hours| hours * 3600), -64_800..=64_800_i32]
}

fn local() -> impl Strategy<Value = LocalDateTime> {
    (date(), local_time()).prop_map(|(date, time)| LocalDateTime::new(date, time))
}

fn zone() -> impl Strategy<Value = TimeZone> {
    let names = ["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Monrovia", "UTC"];
    prop_oneof![select(names.to_vec()).prop_map(|name| TimeZone::named(name).unwrap()), offset().prop_map(TimeZone::Fixed)]
}

fn date_time() -> impl Strategy<Value = DateTime> {
    (local(), zone()).prop_filter_map("out of range", |(utc, zone)| zone.at_utc(utc))
}

fn duration() -> impl Strategy<Value = Duration> {
    let small = (-40..40_i64, -800..800_i64, -200_000..200_000_i64, 0..1_000_000_000_u32);
    let any = (any::<i64>(), any::<i64>(), any::<i64>(), select(vec![0, 1, 500_000_000, 999_999_999_u32]));
    prop_oneof![3 => small, 1 => any].prop_map(|(months, days, seconds, nanoseconds)| Duration { months, days, seconds, nanoseconds })
}

/// What is printed reads back, and prints the same again.
macro_rules! reads_back {
    ($value:expr, $type:ty) => {
        let (value, text) = ($value.clone(), $value.to_string());
        prop_assert_eq!(text.parse::<$type>(), Ok(value), "{}", text);
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn printed_instants_read_back(date in date(), time in local_time(), offset in offset(), local in local(), moment in date_time()) {
        reads_back!(date, Date);
        reads_back!(time, LocalTime);
        reads_back!(Time { local: time, offset }, Time);
        reads_back!(local, LocalDateTime);
        reads_back!(moment, DateTime);
        prop_assert!(moment.agrees());
    }

    #[test]
    fn printed_durations_read_back(duration in duration()) {
        let text = duration.to_string();
        prop_assert_eq!(text.parse::<Duration>(), Ok(duration), "{}", text);
    }

    #[test]
    fn no_text_is_too_odd(text in "[-+PTYMWDHSZQ0-9:.,\\[\\]a-zé/ ]{0,24}") {
        let _ = (text.parse::<Date>(), text.parse::<LocalTime>(), text.parse::<Time>(), text.parse::<LocalDateTime>());
        let _ = (text.parse::<DateTime>(), text.parse::<Duration>(), text.parse::<TimeZone>());
    }

    #[test]
    fn order_is_that_of_the_moments(a in date_time(), b in date_time()) {
        let epoch = |moment: &DateTime| (moment.utc().seconds, moment.utc().nanoseconds);
        let found = compare(&Value::from(a.clone()), &Value::from(b.clone()));
        match epoch(&a).cmp(&epoch(&b)) {
            Ordering::Equal => {}
            decided => prop_assert_eq!(found, Compared::Ordered(decided)),
        }
    }

    #[test]
    fn the_way_to_an_instant_leads_there(a in date_time(), b in date_time(), c in local(), d in local(), e in date(), f in date()) {
        let there = a.time_zone().at_utc(b.utc());
        if let Some(way) = between(Measure::Mixed, &Moment::from(&a), &Moment::from(&b)) {
            prop_assert_eq!(a.plus(way), there.clone(), "{} + {}", a, way);
        }
        let way = between(Measure::Seconds, &Moment::from(&a), &Moment::from(&b)).unwrap();
        prop_assert_eq!(a.plus(way), there);
        prop_assert_eq!(between(Measure::Seconds, &Moment::from(&b), &Moment::from(&a)), way.negated());
        let way = between(Measure::Mixed, &c.into(), &d.into()).unwrap();
        prop_assert_eq!(c.plus(way), Some(d));
        for measure in [Measure::Mixed, Measure::Days] {
            let way = between(measure, &e.into(), &f.into()).unwrap();
            prop_assert_eq!(e.plus(way), Some(f));
        }
    }

    #[test]
    fn months_are_whole_and_as_many_as_fit(from in local(), to in local()) {
        let months = between(Measure::Months, &from.into(), &to.into()).unwrap().months;
        let near = from.plus_calendar(months, 0).unwrap();
        let past = from.plus_calendar(months + if to < from { -1 } else { 1 }, 0);
        if to < from {
            prop_assert!(to <= near && past.is_none_or(|past| past < to || past.date().civil().day < from.date().civil().day));
        } else {
            prop_assert!(near <= to && past.is_none_or(|past| to < past || past.date().civil().day < from.date().civil().day));
        }
    }

    #[test]
    fn durations_add_up(a in duration(), b in duration()) {
        if let Some(sum) = a.plus(b) {
            prop_assert_eq!(b.plus(a), Some(sum));
            if let Some(back) = b.negated() {
                prop_assert_eq!(sum.plus(back), Some(a));
            }
        }
        prop_assert_eq!(a.times(1), Some(a));
        prop_assert_eq!(a.over(1), Some(a));
        prop_assert_eq!(a.times(-1), a.negated());
        prop_assert_eq!(a.times(2), a.plus(a));
        prop_assert_eq!(a.times_float(1.0), Some(a));
    }

    #[test]
    fn what_is_moved_stays_within_the_years(moment in date_time(), by in duration()) {
        if let Some(moved) = moment.plus(by) {
            prop_assert!((Date::FIRST..=Date::LAST).contains(&moved.local.date()) && moved.agrees());
        }
        if let Some(moved) = moment.local.date().plus(by) {
            prop_assert!((Date::FIRST..=Date::LAST).contains(&moved));
        }
        prop_assert!(moment.local.time().plus(by).0 < DAY as u64 * 1_000_000_000);
    }

    #[test]
    fn what_is_cut_off_is_the_beginning(date in date(), time in local_time(), index in 0..Granularity::ALL.len()) {
        let unit = Granularity::ALL[index].1;
        if let Some(cut) = date.truncated(unit) {
            prop_assert!(cut <= date && cut.truncated(unit) == Some(cut));
        }
        let cut = time.truncated(unit);
        prop_assert!(cut <= time && cut.truncated(unit) == cut);
    }
}
