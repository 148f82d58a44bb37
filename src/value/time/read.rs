//! Temporal values from ISO 8601 text, in the extended and the basic forms.

use std::str::FromStr;

use thiserror::Error;

use super::amount::{Amount, Sums, Unit};
use super::civil::LAST_YEAR;
use super::{Civil, Date, DateTime, Duration, LocalDateTime, LocalTime, SECOND, Time, TimeZone, Zone};

/// A text that is not a temporal value.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a {kind}, which is written as {example}")]
pub struct Unreadable {
    /// What was to be read.
    pub kind: &'static str,
    /// How one is written.
    pub example: &'static str,
}

/// What is left of a text while it is read.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    /// Takes the character if it is next.
    fn accept(&mut self, character: char) -> bool {
        let rest = self.0.strip_prefix(character);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// How many digits are next.
    fn digits_ahead(self) -> usize {
        self.0.bytes().take_while(u8::is_ascii_digit).count()
    }

    /// Takes exactly so many digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        if count == 0 || self.digits_ahead() < count {
            return None;
        }
        let (number, rest) = self.0.split_at(count);
        self.0 = rest;
        number.parse().ok()
    }

    /// Takes a decimal fraction after its point, as so many digits of it; further ones are cut off.
    fn fraction(&mut self, places: usize) -> Option<i64> {
        let count = self.digits_ahead();
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        let kept = digits.get(..count.min(places)).filter(|kept| !kept.is_empty())?;
        Some(kept.parse::<i64>().ok()? * 10_i64.pow((places - kept.len()) as u32))
    }

    fn rest(self) -> &'a str {
        self.0
    }
}

/// Reads all of the text, or nothing.
fn whole<T>(text: &str, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Option<T> {
    let mut reader = Reader(text);
    let value = read(&mut reader)?;
    reader.rest().is_empty().then_some(value)
}

/// A year: four digits, or a sign and up to nine.
fn year(reader: &mut Reader<'_>) -> Option<i64> {
    let negative = reader.accept('-');
    if negative || reader.accept('+') {
        let year = reader.digits(reader.digits_ahead().min(10))?;
        return (year <= LAST_YEAR).then_some(if negative { -year } else { year });
    }
    reader.digits(4)
}

/// A date in any of its forms: by month and day, ordinal day, week or quarter.
fn date(reader: &mut Reader<'_>) -> Option<Date> {
    let year = year(reader)?;
    let extended = reader.accept('-');
    let dashed = |reader: &mut Reader<'_>| if extended { reader.accept('-') } else { reader.digits_ahead() > 0 };
    if reader.accept('W') {
        let week = reader.digits(2)?;
        let day = if dashed(reader) { reader.digits(1)? } else { 1 };
        return Date::from_week(year, week, day);
    }
    if reader.accept('Q') {
        let quarter = reader.digits(1)?;
        let day = if dashed(reader) { reader.digits(reader.digits_ahead().min(2))? } else { 1 };
        return Date::from_quarter(year, quarter as u8, day);
    }
    let (month, day) = match (reader.digits_ahead(), extended) {
        (0, false) => (1, 1),
        (3, _) => return Date::from_ordinal(year, reader.digits(3)?),
        (2, true) => (reader.digits(2)?, if reader.accept('-') { reader.digits(2)? } else { 1 }),
        (2, false) => (reader.digits(2)?, 1),
        (4, false) => (reader.digits(2)?, reader.digits(2)?),
        _ => return None,
    };
    Date::from_civil(Civil { year, month: month as u8, day: day as u8 })
}

/// A time of day, to the hour, minute, second or a fraction of it.
fn local_time(reader: &mut Reader<'_>) -> Option<LocalTime> {
    let hour = reader.digits(2)?;
    let extended = reader.accept(':');
    let mut minute = 0;
    let mut second = 0;
    let mut billionths = 0;
    if extended || reader.digits_ahead() > 0 {
        minute = reader.digits(2)?;
        let more = if extended { reader.accept(':') } else { reader.digits_ahead() > 0 };
        if more {
            second = reader.digits(2)?;
            if reader.accept('.') || reader.accept(',') {
                billionths = reader.fraction(9)?;
            }
        }
    }
    (hour < 24 && minute < 60 && second < 60).then(|| LocalTime(((hour * 3600 + minute * 60 + second) * SECOND + billionths) as u64))
}

/// Whether an offset is next.
fn offset_ahead(reader: Reader<'_>) -> bool {
    reader.rest().starts_with(['Z', 'z', '+', '-'])
}

/// An offset from UTC in seconds: `Z`, `+01`, `+0100`, `+01:00`, `+01:00:30`; at most 18 hours.
fn offset(reader: &mut Reader<'_>) -> Option<i32> {
    if reader.accept('Z') || reader.accept('z') {
        return Some(0);
    }
    let negative = reader.accept('-');
    if !negative && !reader.accept('+') {
        return None;
    }
    let mut seconds = reader.digits(2)? * 3600;
    let extended = reader.accept(':');
    if extended || reader.digits_ahead() > 0 {
        let minutes = reader.digits(2)?;
        let more = if extended { reader.accept(':') } else { reader.digits_ahead() > 0 };
        let rest = if more { reader.digits(2)? } else { 0 };
        if minutes > 59 || rest > 59 {
            return None;
        }
        seconds += minutes * 60 + rest;
    }
    let seconds = i32::try_from(seconds).ok().filter(|seconds| *seconds <= 18 * 3600)?;
    Some(if negative { -seconds } else { seconds })
}

/// A zone in brackets.
fn zone(reader: &mut Reader<'_>) -> Option<TimeZone> {
    if !reader.accept('[') {
        return None;
    }
    let (name, rest) = reader.0.split_once(']')?;
    reader.0 = rest;
    TimeZone::named(name)
}

/// A time of day with its offset; without one it is UTC.
fn time(reader: &mut Reader<'_>) -> Option<Time> {
    let local = local_time(reader)?;
    let offset = if offset_ahead(*reader) { offset(reader)? } else { 0 };
    Some(Time { local, offset })
}

fn local_date_time(reader: &mut Reader<'_>) -> Option<LocalDateTime> {
    let date = date(reader)?;
    let time = if reader.accept('T') || reader.accept('t') || reader.accept(' ') { local_time(reader)? } else { LocalTime(0) };
    Some(LocalDateTime::new(date, time))
}

fn date_time(reader: &mut Reader<'_>) -> Option<DateTime> {
    let local = local_date_time(reader)?;
    let stated = if offset_ahead(*reader) { Some(offset(reader)?) } else { None };
    if !reader.rest().starts_with('[') {
        return Some(DateTime { local, offset: stated.unwrap_or(0), zone: Zone::Offset });
    }
    let moment = zone(reader)?.at_local(local, stated)?;
    // What was written when the zone had other rules stays as it was written.
    Some(stated.map_or_else(|| moment.clone(), |offset| DateTime { local, offset, zone: moment.zone.clone() }))
}

/// One amount of a duration.
fn amount(reader: &mut Reader<'_>) -> Option<Amount> {
    let negative = reader.accept('-');
    if !negative {
        reader.accept('+');
    }
    let whole = reader.digits(reader.digits_ahead().min(19))?;
    let fraction = if reader.accept('.') || reader.accept(',') { reader.fraction(Amount::DIGITS)? } else { 0 };
    let amount = Amount::of(whole)?.plus(Amount::of_smallest(fraction))?;
    if negative { Amount::of(0)?.minus(amount) } else { Some(amount) }
}

/// A duration by its units in falling order, each at most once.
fn duration_by_units(reader: &mut Reader<'_>) -> Option<Duration> {
    const DATE: [(char, Unit, i64); 4] = [('Y', Unit::Month, 12), ('M', Unit::Month, 1), ('W', Unit::Day, 7), ('D', Unit::Day, 1)];
    const TIME: [(char, Unit, i64); 3] = [('H', Unit::Second, 3600), ('M', Unit::Second, 60), ('S', Unit::Second, 1)];
    let mut sums = Sums::default();
    let mut any = false;
    let mut units: &[(char, Unit, i64)] = &DATE;
    let mut in_time = false;
    while !reader.rest().is_empty() {
        if !in_time && reader.accept('T') {
            (units, in_time) = (&TIME, true);
            any = false;
            continue;
        }
        let amount = amount(reader)?;
        let position = units.iter().position(|(letter, ..)| reader.accept(*letter) || reader.accept(letter.to_ascii_lowercase()))?;
        let (_, unit, factor) = units[position];
        units = &units[position + 1..];
        sums.add(unit, amount.times(factor, 1)?)?;
        any = true;
    }
    if any { sums.carry() } else { None }
}

/// A duration in the form of a date and time: `P2012-02-02T14:37:21.545`.
fn duration_by_date(reader: &mut Reader<'_>) -> Option<Duration> {
    let years = reader.digits(4)?;
    let months = if reader.accept('-') { reader.digits(2)? } else { return None };
    let days = if reader.accept('-') { reader.digits(2)? } else { return None };
    let time = if reader.accept('T') { local_time(reader)? } else { LocalTime(0) };
    (months <= 12 && days <= 31).then(|| Duration {
        months: years * 12 + months,
        days,
        seconds: (time.0 / SECOND as u64) as i64,
        nanoseconds: (time.0 % SECOND as u64) as u32,
    })
}

fn duration(text: &str) -> Option<Duration> {
    let text = text.strip_prefix(['P', 'p'])?;
    whole(text, duration_by_date).or_else(|| whole(text, duration_by_units))
}

/// `FromStr` of a type by one of the readers above.
macro_rules! readable {
    ($type:ty, $read:expr, $kind:literal, $example:literal) => {
        impl FromStr for $type {
            type Err = Unreadable;

            fn from_str(text: &str) -> Result<Self, Unreadable> {
                ($read)(text).ok_or(Unreadable { kind: $kind, example: $example })
            }
        }
    };
}

readable!(Date, |text| whole(text, date), "date", "2008-05-01");
readable!(LocalTime, |text| whole(text, local_time), "local time", "21:40:32.142");
readable!(Time, |text| whole(text, time), "time", "21:40:32+01:00");
readable!(LocalDateTime, |text| whole(text, local_date_time), "local date and time", "2008-05-01T21:40:32");
readable!(DateTime, |text| whole(text, date_time), "date and time", "2008-05-01T21:40:32+02:00[Europe/Stockholm]");
readable!(Duration, duration, "duration", "P1Y2M3DT4H5M6.7S");
readable!(
    TimeZone,
    |text| whole(text, offset).map(TimeZone::Fixed).or_else(|| TimeZone::named(text)),
    "time zone",
    "+01:00 or Europe/Stockholm"
);

#[cfg(test)]
mod tests {
    use super::*;

    fn again<T: FromStr<Err = Unreadable> + ToString>(text: &str) -> String {
        text.parse::<T>().map_or_else(|error| error.to_string(), |value| value.to_string())
    }

    #[test]
    fn dates_in_all_forms() {
        for text in ["2015-07-21", "20150721", "2015-W30-2", "2015W302", "2015-202", "2015202", "2015-Q3-21"] {
            assert_eq!(again::<Date>(text), "2015-07-21", "{text}");
        }
        assert_eq!(again::<Date>("2015-07"), "2015-07-01");
        assert_eq!(again::<Date>("201507"), "2015-07-01");
        assert_eq!(again::<Date>("2015-W30"), "2015-07-20");
        assert_eq!(again::<Date>("2015"), "2015-01-01");
        assert_eq!(again::<Date>("+999999999-12-31"), "+999999999-12-31");
        assert_eq!(again::<Date>("-0001-12-31"), "-0001-12-31");
        for text in ["", "2015-", "2015-13-01", "2015-02-29", "2015-7-1", "20150721x", "2015-07-", "１234-01-01", "+9999999999-01-01"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn times_and_offsets_in_all_forms() {
        assert_eq!(again::<LocalTime>("214032.142"), "21:40:32.142");
        assert_eq!(again::<LocalTime>("2140"), "21:40");
        assert_eq!(again::<LocalTime>("21"), "21:00");
        assert!("24:00".parse::<LocalTime>().is_err());
        assert_eq!(again::<Time>("21:40:32.142+0100"), "21:40:32.142+01:00");
        assert_eq!(again::<Time>("2140-00:00"), "21:40Z");
        assert_eq!(again::<Time>("22+18:00"), "22:00+18:00");
        assert!("22+18:01".parse::<Time>().is_err());
        assert_eq!(again::<LocalDateTime>("2015-W30-2T214032.142"), "2015-07-21T21:40:32.142");
        assert_eq!(again::<LocalDateTime>("2015T214032"), "2015-01-01T21:40:32");
        assert_eq!(again::<DateTime>("2015202T21+18:00"), "2015-07-21T21:00+18:00");
    }

    #[test]
    fn named_zones_know_their_offsets() {
        for (text, printed) in [
            ("2015-07-21T21:40:32.142+02:00[Europe/Stockholm]", "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]"),
            ("2015-07-21T21:40:32.142+0845[Australia/Eucla]", "2015-07-21T21:40:32.142+08:45[Australia/Eucla]"),
            ("2015-07-21T21:40:32.142[Europe/London]", "2015-07-21T21:40:32.142+01:00[Europe/London]"),
            ("1818-07-21T21:40:32.142[Europe/Stockholm]", "1818-07-21T21:40:32.142+00:53:28[Europe/Stockholm]"),
        ] {
            assert_eq!(again::<DateTime>(text), printed);
        }
        assert!("2015-07-21T21:40:32[Europe/Nowhere]".parse::<DateTime>().is_err());
        for (text, agrees) in [
            ("2015-07-21T21:40+02:00[Europe/Stockholm]", true),
            ("2015-07-21T21:40+01:00[Europe/Stockholm]", false),
            ("2017-10-29T02:30+02:00[Europe/Stockholm]", true),
            ("2017-10-29T02:30+01:00[Europe/Stockholm]", true),
            ("2017-03-26T02:30+01:00[Europe/Stockholm]", false),
        ] {
            let moment = text.parse::<DateTime>().unwrap();
            assert_eq!((moment.to_string().as_str(), moment.agrees()), (text, agrees));
        }
    }

    #[test]
    fn durations_carry_fractions_and_keep_signs() {
        for (text, printed) in [
            ("P14DT16H12M", "P14DT16H12M"),
            ("P5M1.5D", "P5M1DT12H"),
            ("P0.75M", "P22DT19H51M49.5S"),
            ("PT0.75M", "PT45S"),
            ("P2.5W", "P17DT12H"),
            ("P0.5M0.9D", "P16DT2H50M33S"),
            ("P0.333333333333333333M", "P10DT3H29M42S"),
            ("P12Y5M14DT16H12M70S", "P12Y5M14DT16H13M10S"),
            ("P2012-02-02T14:37:21.545", "P2012Y2M2DT14H37M21.545S"),
            ("PT0S", "PT0S"),
            ("PT-0.001S", "PT-0.001S"),
            ("PT-60.001S", "PT-1M-0.001S"),
            ("PT-59.999S", "PT-59.999S"),
        ] {
            assert_eq!(again::<Duration>(text), printed);
        }
        for text in ["P", "PT", "P1DT", "P1S", "PT1D", "P1D1M", "1D", "P99999999999999999999D"] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }
}
