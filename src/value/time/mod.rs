//! The six temporal values: storage, ISO 8601 text, and the calendar under them.

mod amount;
mod between;
mod civil;
mod kind;
mod local;
mod moment;
mod read;
mod shift;
mod truncate;
mod write;
mod zone;

pub use amount::{Amount, Sums, Unit};
pub use between::{Measure, between};
pub use civil::{Civil, days_in_month, days_in_quarter, is_leap};
pub use kind::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time, Zone};
pub use moment::Moment;
pub use read::Unreadable;
pub use truncate::Granularity;
pub use write::offset_text;
pub use zone::TimeZone;

/// Nanoseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000_000;

/// Seconds in a day.
pub(crate) const DAY: i64 = 86_400;

/// Seconds in an average month: a twelfth of 365.2425 days.
pub(crate) const MONTH: i64 = 2_629_746;
