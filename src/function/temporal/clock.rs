//! The present: one moment for a whole transaction, for a whole statement, or of each call.
//!
//! Where no zone is given it is UTC, whatever the machine is set to.

use std::time::SystemTime;

use super::error::out_of_range;
use super::instant::Instant;
use super::zone;
use crate::function::argument::text;
use crate::function::{Context, Failure};
use crate::value::{LocalDateTime, Moment, TimeZone, Value};

/// The moment in a zone.
pub(super) fn now(kind: Instant, clock: SystemTime, zone: &TimeZone) -> Result<Value, Failure> {
    let moment = zone.at_utc(clock.into()).ok_or_else(|| out_of_range(kind.name()))?;
    kind.of(&Moment::from(&moment))
}

/// The moment in the zone of the first argument.
fn now_in(kind: Instant, function: &'static str, clock: SystemTime, arguments: &[Value]) -> Result<Value, Failure> {
    let zone = if arguments.is_empty() { TimeZone::UTC } else { zone::read(text(function, arguments, 0)?)? };
    now(kind, clock, &zone)
}

/// When the transaction began.
pub(super) fn transaction(kind: Instant, context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    now_in(kind, "transaction", context.guard.transaction_began(), arguments)
}

/// When the statement began.
pub(super) fn statement(kind: Instant, context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    now_in(kind, "statement", context.guard.began(), arguments)
}

/// When the function is called.
pub(super) fn realtime(kind: Instant, context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    now_in(kind, "realtime", context.guard.now(), arguments)
}

/// `timestamp()`.
#[expect(clippy::unnecessary_wraps, reason = "the rows of the table take functions of one form")]
pub(super) fn timestamp(context: &Context<'_>, _: &[Value]) -> Result<Value, Failure> {
    let now = LocalDateTime::from(context.guard.began());
    Ok(Value::Integer(now.seconds.saturating_mul(1_000).saturating_add(i64::from(now.nanoseconds / 1_000_000))))
}
