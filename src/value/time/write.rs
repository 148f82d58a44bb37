//! Temporal values as ISO 8601 text: seconds that are zero are left out, fractions without trailing zeros.

use std::fmt::{Display, Formatter, Result};

use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, SECOND, Time, TimeZone, Zone};

impl Display for Date {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let civil = self.civil();
        match civil.year {
            0..=9999 => write!(f, "{:04}", civil.year)?,
            ..0 => write!(f, "-{:04}", -civil.year)?,
            _ => write!(f, "+{}", civil.year)?,
        }
        write!(f, "-{:02}-{:02}", civil.month, civil.day)
    }
}

/// A fraction of a second, without trailing zeros; nothing if it is zero.
fn fraction(f: &mut Formatter<'_>, nanoseconds: u32) -> Result {
    if nanoseconds == 0 {
        return Ok(());
    }
    let digits = format!("{nanoseconds:09}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}

impl Display for LocalTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let seconds = self.0 / SECOND as u64;
        let nanoseconds = (self.0 % SECOND as u64) as u32;
        write!(f, "{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
        if !seconds.is_multiple_of(60) || nanoseconds != 0 {
            write!(f, ":{:02}", seconds % 60)?;
        }
        fraction(f, nanoseconds)
    }
}

/// An offset from UTC: `Z`, `+01:00`, `+00:53:28`.
pub fn offset_text(seconds: i32) -> String {
    TimeZone::Fixed(seconds).to_string()
}

impl Display for TimeZone {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Fixed(seconds) => offset(f, *seconds),
            Self::Named(zone) => f.write_str(zone.iana_name().unwrap_or_default()),
        }
    }
}

fn offset(f: &mut Formatter<'_>, offset: i32) -> Result {
    if offset == 0 {
        return f.write_str("Z");
    }
    let seconds = offset.unsigned_abs();
    write!(f, "{}{:02}:{:02}", if offset < 0 { '-' } else { '+' }, seconds / 3600, seconds / 60 % 60)?;
    if seconds.is_multiple_of(60) { Ok(()) } else { write!(f, ":{:02}", seconds % 60) }
}

impl Display for Time {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.local.fmt(f)?;
        offset(f, self.offset)
    }
}

impl Display for LocalDateTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}T{}", self.date(), self.time())
    }
}

impl Display for DateTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.local.fmt(f)?;
        offset(f, self.offset)?;
        match &self.zone {
            Zone::Offset => Ok(()),
            Zone::Named(name) => write!(f, "[{name}]"),
        }
    }
}

/// One part of a duration with its letter; nothing if it is zero.
fn part(f: &mut Formatter<'_>, amount: i64, letter: char) -> Result {
    if amount == 0 { Ok(()) } else { write!(f, "{amount}{letter}") }
}

impl Display for Duration {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("P")?;
        part(f, self.months / 12, 'Y')?;
        part(f, self.months % 12, 'M')?;
        part(f, self.days, 'D')?;
        // All parts of the time carry one sign: 59.999 s is stored as 59 s and 999,000,000 ns, -0.001 s as -1 s and 999,000,000 ns.
        let borrow = self.seconds < 0 && self.nanoseconds > 0;
        let seconds = self.seconds + i64::from(borrow);
        let nanoseconds = if borrow { SECOND as u32 - self.nanoseconds } else { self.nanoseconds };
        if seconds != 0 || nanoseconds != 0 {
            f.write_str("T")?;
            part(f, seconds / 3600, 'H')?;
            part(f, seconds / 60 % 60, 'M')?;
            if seconds % 60 != 0 || nanoseconds != 0 {
                let sign = if self.seconds < 0 && seconds % 60 == 0 { "-" } else { "" };
                write!(f, "{sign}{}", seconds % 60)?;
                fraction(f, nanoseconds)?;
                f.write_str("S")?;
            }
        } else if self.months == 0 && self.days == 0 {
            f.write_str("T0S")?;
        }
        Ok(())
    }
}
