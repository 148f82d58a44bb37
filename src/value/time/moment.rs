//! What an instant value knows: its date, its time of day, its zone.

use super::{Date, DateTime, LocalDateTime, LocalTime, Time, TimeZone};

/// The parts of a point in time that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Date.
    pub date: Option<Date>,
    /// Time of day.
    pub time: Option<LocalTime>,
    /// Zone.
    pub zone: Option<TimeZone>,
    /// Seconds east of UTC at that moment: which of two hours that the clocks of the zone show twice.
    pub offset: Option<i32>,
}

impl Moment {
    /// Date and time of day, midnight if there is none; none without a date.
    pub fn local(&self) -> Option<LocalDateTime> {
        Some(LocalDateTime::new(self.date?, self.time.unwrap_or(LocalTime(0))))
    }

    /// The moment in its zone, UTC if there is none; none without a date.
    pub fn date_time(&self) -> Option<DateTime> {
        self.zone.as_ref().unwrap_or(&TimeZone::UTC).at_local(self.local()?, self.offset)
    }
}

impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        Self { date: Some(date), ..Self::default() }
    }
}

impl From<LocalTime> for Moment {
    fn from(time: LocalTime) -> Self {
        Self { time: Some(time), ..Self::default() }
    }
}

impl From<Time> for Moment {
    fn from(time: Time) -> Self {
        Self { time: Some(time.local), zone: Some(TimeZone::Fixed(time.offset)), offset: Some(time.offset), ..Self::default() }
    }
}

impl From<LocalDateTime> for Moment {
    fn from(local: LocalDateTime) -> Self {
        Self { date: Some(local.date()), time: Some(local.time()), ..Self::default() }
    }
}

impl From<&DateTime> for Moment {
    fn from(moment: &DateTime) -> Self {
        Self { zone: Some(moment.time_zone()), offset: Some(moment.offset), ..Self::from(moment.local) }
    }
}
