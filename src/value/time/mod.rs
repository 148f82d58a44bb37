//! The six temporal values: storage, ISO 8601 text, and the calendar under them.

mod civil;
mod kind;
mod read;
mod write;

pub use civil::{Civil, days_in_month, is_leap};
pub use kind::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time, Zone};
pub use read::Unreadable;

/// Nanoseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000_000;

/// Seconds in a day.
pub(crate) const DAY: i64 = 86_400;

/// Seconds in an average month: a twelfth of 365.2425 days.
pub(crate) const MONTH: i64 = 2_629_746;
