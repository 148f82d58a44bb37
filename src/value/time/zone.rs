//! Time zones: fixed offsets and the named zones of the IANA time zone database.
//!
//! The database is the one that jiff brings along, so that the same program gives the same answers on every machine.
//! jiff's own calendar ends at the years -9999 and 9999, the language's at ±999,999,999. Beyond jiff's years a moment
//! is looked up in a year that has the same calendar, a multiple of 400 years away: after the last change that the
//! database knows, the rules of a zone depend on month, weekday and day only, which repeat after 400 years, and before
//! the first change a zone keeps its local mean time. So this is exact, as far as a rule can be for those years.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone as Named, TimeZoneDatabase};

use super::{Civil, DAY, Date, DateTime, LocalDateTime, LocalTime, SECOND, Time, Zone};

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Days after which the calendar repeats, weekdays included: 400 years.
const CYCLE: i64 = 146_097;

/// The years in which jiff is asked.
const NEAR: std::ops::Range<i64> = -9_000..9_000;

/// A time zone that can tell offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeZone {
    /// Always so many seconds east of UTC.
    Fixed(i32),
    /// A zone of the IANA time zone database.
    Named(Named),
}

impl TimeZone {
    /// Universal time.
    pub const UTC: Self = Self::Fixed(0);

    /// The zone of this name, without regard to case.
    pub fn named(name: &str) -> Option<Self> {
        DATABASE.get(name).ok().filter(|zone| zone.iana_name().is_some()).map(Self::Named)
    }

    /// The moment at which the clocks of the zone show this.
    ///
    /// What they show twice is the moment of the preferred offset if that is one of the two, else the first. What they
    /// skip is as much later as they were put forward.
    pub fn at_local(&self, local: LocalDateTime, preferred: Option<i32>) -> Option<DateTime> {
        let Self::Named(zone) = self else { return self.at(local, self.offset_at(local)) };
        match zone.to_ambiguous_timestamp(civil(nearby(local)?)?).offset() {
            AmbiguousOffset::Unambiguous { offset } => self.at(local, offset.seconds()),
            AmbiguousOffset::Fold { before, after } => {
                let second = preferred == Some(after.seconds());
                self.at(local, if second { after } else { before }.seconds())
            }
            AmbiguousOffset::Gap { before, after } => {
                let skipped = i64::from(after.seconds()) - i64::from(before.seconds());
                self.at(local.plus_seconds(skipped, 0)?, after.seconds())
            }
        }
    }

    /// The moment in this zone.
    pub fn at_utc(&self, utc: LocalDateTime) -> Option<DateTime> {
        let offset = self.offset_at(utc);
        self.at(LocalDateTime { seconds: utc.seconds.checked_add(i64::from(offset))?, ..utc }, offset)
    }

    /// Seconds east of UTC at a moment.
    pub fn offset_at(&self, utc: LocalDateTime) -> i32 {
        match self {
            Self::Fixed(offset) => *offset,
            Self::Named(zone) => {
                let moment = nearby(utc).and_then(|near| Timestamp::from_second(near.seconds).ok());
                moment.map_or(0, |moment| zone.to_offset(moment).seconds())
            }
        }
    }

    fn at(&self, local: LocalDateTime, offset: i32) -> Option<DateTime> {
        let zone = match self {
            Self::Fixed(_) => Zone::Offset,
            Self::Named(zone) => Zone::Named(Arc::from(zone.iana_name()?)),
        };
        Some(DateTime { local: local.within()?, offset, zone })
    }
}

/// A local time of the same month, day, weekday and clock time in the years that jiff has.
fn nearby(local: LocalDateTime) -> Option<LocalDateTime> {
    let year = local.date().civil().year;
    if NEAR.contains(&year) {
        return Some(local);
    }
    let bound = if year < 0 { NEAR.start } else { NEAR.end };
    let away = (year - bound).div_euclid(400) * CYCLE * DAY;
    Some(LocalDateTime { seconds: local.seconds.checked_sub(away)?, ..local })
}

/// As jiff has it, to the second: no zone changes within one.
fn civil(local: LocalDateTime) -> Option<jiff::civil::DateTime> {
    let Civil { year, month, day } = local.date().civil();
    let seconds = local.seconds.rem_euclid(DAY);
    let (hour, minute, second) = ((seconds / 3600) as i8, (seconds / 60 % 60) as i8, (seconds % 60) as i8);
    jiff::civil::DateTime::new(i16::try_from(year).ok()?, month as i8, day as i8, hour, minute, second, 0).ok()
}

impl DateTime {
    /// Whether its zone has its offset and its clock time at that moment, by the rules that the database has.
    pub fn agrees(&self) -> bool {
        self.time_zone().at_utc(self.utc()).as_ref() == Some(self)
    }

    /// The moment in universal time.
    pub fn utc(&self) -> LocalDateTime {
        LocalDateTime { seconds: self.local.seconds.saturating_sub(i64::from(self.offset)), ..self.local }
    }

    /// Its zone; one whose name the database does not have is what it was at this moment.
    pub fn time_zone(&self) -> TimeZone {
        match &self.zone {
            Zone::Offset => TimeZone::Fixed(self.offset),
            Zone::Named(name) => TimeZone::named(name).unwrap_or(TimeZone::Fixed(self.offset)),
        }
    }
}

impl Time {
    /// The same moment of the day at another offset.
    #[must_use]
    pub fn at_offset(self, offset: i32) -> Self {
        let later = i128::from(offset) - i128::from(self.offset);
        Self { local: self.local.plus_nanoseconds(later * i128::from(SECOND)), offset }
    }
}

/// A moment as seconds since 1970 in universal time.
impl From<std::time::SystemTime> for LocalDateTime {
    fn from(moment: std::time::SystemTime) -> Self {
        let start = Self::new(Date(0), LocalTime(0));
        let moved = match moment.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).ok().and_then(|seconds| start.plus_seconds(seconds, after.subsec_nanos())),
            // A clock before 1970 is wrong anyway; to the second is enough.
            Err(before) => i64::try_from(before.duration().as_secs()).ok().and_then(|seconds| start.plus_seconds(-seconds, 0)),
        };
        moved.unwrap_or(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(zone: &str, local: &str, preferred: Option<i32>) -> String {
        let moment = TimeZone::named(zone).unwrap().at_local(local.parse().unwrap(), preferred).unwrap();
        assert_eq!(moment.time_zone().at_utc(moment.utc()).as_ref(), Some(&moment));
        moment.to_string()
    }

    #[test]
    fn what_clocks_show_twice_and_never() {
        assert_eq!(shown("europe/stockholm", "2017-10-29T02:30", None), "2017-10-29T02:30+02:00[Europe/Stockholm]");
        assert_eq!(shown("Europe/Stockholm", "2017-10-29T02:30", Some(3600)), "2017-10-29T02:30+01:00[Europe/Stockholm]");
        assert_eq!(shown("Europe/Stockholm", "2017-10-29T02:30", Some(0)), "2017-10-29T02:30+02:00[Europe/Stockholm]");
        assert_eq!(shown("Europe/Stockholm", "2017-03-26T02:30", None), "2017-03-26T03:30+02:00[Europe/Stockholm]");
    }

    #[test]
    fn years_that_jiff_does_not_have() {
        assert_eq!(shown("Europe/Stockholm", "+999999999-07-01T12:00", None), "+999999999-07-01T12:00+02:00[Europe/Stockholm]");
        assert_eq!(shown("Europe/Stockholm", "+123456-01-01T12:00", None), "+123456-01-01T12:00+01:00[Europe/Stockholm]");
        assert_eq!(shown("Europe/Stockholm", "-999999999-07-01T12:00", None), "-999999999-07-01T12:00+00:53:28[Europe/Stockholm]");
        for local in ["+123456-02-29T03:00", "-123456-02-29T03:00", "9001-03-25T03:00"] {
            let local = local.parse::<LocalDateTime>().unwrap();
            let near = nearby(local).unwrap();
            let of = |date: Date| (date.civil().month, date.civil().day, date.weekday(), date.civil().year.rem_euclid(400));
            assert_eq!((of(near.date()), near.time()), (of(local.date()), local.time()));
            assert!((-9_000..9_400).contains(&near.date().civil().year));
        }
        assert!(TimeZone::UTC.at_local("+999999999-12-31T23:59".parse().unwrap(), None).is_some());
        assert!(TimeZone::Fixed(3600).at_utc("+999999999-12-31T23:59".parse().unwrap()).is_none());
    }
}
