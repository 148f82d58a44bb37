//! The rows of the temporal functions.

use super::instant::Instant;
use super::{clock, duration, instant, truncate};
use crate::function::{Function, Parameter};
use crate::value::{Measure, Type};

/// What a value with a date is made of.
const DATED: Parameter = Parameter::of("from", &[Type::String, Type::Map, Type::Date, Type::LocalDateTime, Type::DateTime]);

/// What a time of day is made of.
const TIMED: Parameter =
    Parameter::of("from", &[Type::String, Type::Map, Type::LocalTime, Type::Time, Type::LocalDateTime, Type::DateTime]);

/// An instant of any type.
const fn any_instant(name: &'static str) -> Parameter {
    Parameter::of(name, &[Type::Date, Type::LocalTime, Type::Time, Type::LocalDateTime, Type::DateTime])
}

const ZONE: &[Parameter] = &[Parameter::of("timezone", &[Type::String])];

const CUT: &[Parameter] = &[Parameter::of("unit", &[Type::String]), any_instant("instant"), Parameter::of("parts", &[Type::Map])];

const TWO: &[Parameter] = &[any_instant("from"), any_instant("to")];

/// The functions that make instants.
pub(in crate::function) static INSTANTS: &[Function] = &[
    Function::new("date", &[DATED], Type::Date, |context, arguments| instant::make(Instant::Date, context, arguments)).needs(0).about(
        "A date from a text, a map of its parts or another instant; without an argument the present one.",
        "date('2015-07-21')",
        "date('2015-07-21')",
    ),
    Function::new("date.transaction", ZONE, Type::Date, |context, arguments| clock::transaction(Instant::Date, context, arguments))
        .needs(0)
        .about("The present when the transaction began, in UTC or a zone.", "date.transaction() = date()", "true"),
    Function::new("date.statement", ZONE, Type::Date, |context, arguments| clock::statement(Instant::Date, context, arguments))
        .needs(0)
        .about("The present when the statement began, in UTC or a zone.", "date.statement() = date()", "true"),
    Function::new("date.realtime", ZONE, Type::Date, |context, arguments| clock::realtime(Instant::Date, context, arguments))
        .needs(0)
        .varies()
        .about("The present at the moment of the call, in UTC or a zone.", "date.realtime() >= date()", "true"),
    Function::new("date.truncate", CUT, Type::Date, |context, arguments| truncate::truncate(Instant::Date, context, arguments))
        .needs(1)
        .about(
            "The date at the beginning of a unit, with some of its parts changed.",
            "date.truncate('month', date('2015-07-21'))",
            "date('2015-07-01')",
        ),
    Function::new("localtime", &[TIMED], Type::LocalTime, |context, arguments| instant::make(Instant::LocalTime, context, arguments))
        .needs(0)
        .about(
            "A local time from a text, a map of its parts or another instant; without an argument the present one.",
            "localtime({hour: 21, minute: 40})",
            "localtime('21:40')",
        ),
    Function::new("localtime.transaction", ZONE, Type::LocalTime, |context, arguments| {
        clock::transaction(Instant::LocalTime, context, arguments)
    })
    .needs(0)
    .about("The present when the transaction began, in UTC or a zone.", "localtime.transaction() = localtime()", "true"),
    Function::new("localtime.statement", ZONE, Type::LocalTime, |context, arguments| {
        clock::statement(Instant::LocalTime, context, arguments)
    })
    .needs(0)
    .about("The present when the statement began, in UTC or a zone.", "localtime.statement() = localtime()", "true"),
    Function::new("localtime.realtime", ZONE, Type::LocalTime, |context, arguments| {
        clock::realtime(Instant::LocalTime, context, arguments)
    })
    .needs(0)
    .varies()
    .about("The present at the moment of the call, in UTC or a zone.", "localtime.realtime() IS NULL", "false"),
    Function::new("localtime.truncate", CUT, Type::LocalTime, |context, arguments| {
        truncate::truncate(Instant::LocalTime, context, arguments)
    })
    .needs(1)
    .about(
        "The local time at the beginning of a unit, with some of its parts changed.",
        "localtime.truncate('hour', localtime('21:40:32'))",
        "localtime('21:00')",
    ),
    Function::new("time", &[TIMED], Type::Time, |context, arguments| instant::make(Instant::Time, context, arguments)).needs(0).about(
        "A time of day from a text, a map of its parts or another instant; without an argument the present one.",
        "time({hour: 21, timezone: '+01:00'})",
        "time('21:00+01:00')",
    ),
    Function::new("time.transaction", ZONE, Type::Time, |context, arguments| clock::transaction(Instant::Time, context, arguments))
        .needs(0)
        .about("The present when the transaction began, in UTC or a zone.", "time.transaction() = time()", "true"),
    Function::new("time.statement", ZONE, Type::Time, |context, arguments| clock::statement(Instant::Time, context, arguments))
        .needs(0)
        .about("The present when the statement began, in UTC or a zone.", "time.statement() = time()", "true"),
    Function::new("time.realtime", ZONE, Type::Time, |context, arguments| clock::realtime(Instant::Time, context, arguments))
        .needs(0)
        .varies()
        .about("The present at the moment of the call, in UTC or a zone.", "time.realtime() IS NULL", "false"),
    Function::new("time.truncate", CUT, Type::Time, |context, arguments| truncate::truncate(Instant::Time, context, arguments))
        .needs(1)
        .about(
            "The time of day at the beginning of a unit, with some of its parts changed.",
            "time.truncate('minute', time('21:40:32+01:00'))",
            "time('21:40+01:00')",
        ),
    Function::new("localdatetime", &[DATED], Type::LocalDateTime, |context, arguments| {
        instant::make(Instant::LocalDateTime, context, arguments)
    })
    .needs(0)
    .about(
        "A local date and time from a text, a map of its parts or another instant; without an argument the present one.",
        "localdatetime('2015-07-21T21:40:32')",
        "localdatetime('2015-07-21T21:40:32')",
    ),
    Function::new("localdatetime.transaction", ZONE, Type::LocalDateTime, |context, arguments| {
        clock::transaction(Instant::LocalDateTime, context, arguments)
    })
    .needs(0)
    .about("The present when the transaction began, in UTC or a zone.", "localdatetime.transaction() = localdatetime()", "true"),
    Function::new("localdatetime.statement", ZONE, Type::LocalDateTime, |context, arguments| {
        clock::statement(Instant::LocalDateTime, context, arguments)
    })
    .needs(0)
    .about("The present when the statement began, in UTC or a zone.", "localdatetime.statement() = localdatetime()", "true"),
    Function::new("localdatetime.realtime", ZONE, Type::LocalDateTime, |context, arguments| {
        clock::realtime(Instant::LocalDateTime, context, arguments)
    })
    .needs(0)
    .varies()
    .about("The present at the moment of the call, in UTC or a zone.", "localdatetime.realtime() >= localdatetime()", "true"),
    Function::new("localdatetime.truncate", CUT, Type::LocalDateTime, |context, arguments| {
        truncate::truncate(Instant::LocalDateTime, context, arguments)
    })
    .needs(1)
    .about(
        "The local date and time at the beginning of a unit, with some of its parts changed.",
        "localdatetime.truncate('day', localdatetime('2015-07-21T21:40'), {hour: 6})",
        "localdatetime('2015-07-21T06:00')",
    ),
    Function::new("datetime", &[DATED], Type::DateTime, |context, arguments| instant::make(Instant::DateTime, context, arguments))
        .needs(0)
        .about(
            "A date and time from a text, a map of its parts or another instant; without an argument the present one.",
            "datetime({year: 1984, month: 10, day: 11, timezone: 'Europe/Stockholm'})",
            "datetime('1984-10-11T00:00+01:00[Europe/Stockholm]')",
        ),
    Function::new("datetime.transaction", ZONE, Type::DateTime, |context, arguments| {
        clock::transaction(Instant::DateTime, context, arguments)
    })
    .needs(0)
    .about("The present when the transaction began, in UTC or a zone.", "datetime.transaction() = datetime()", "true"),
    Function::new("datetime.statement", ZONE, Type::DateTime, |context, arguments| clock::statement(Instant::DateTime, context, arguments))
        .needs(0)
        .about("The present when the statement began, in UTC or a zone.", "datetime.statement() = datetime()", "true"),
    Function::new("datetime.realtime", ZONE, Type::DateTime, |context, arguments| clock::realtime(Instant::DateTime, context, arguments))
        .needs(0)
        .varies()
        .about("The present at the moment of the call, in UTC or a zone.", "datetime.realtime() >= datetime()", "true"),
    Function::new("datetime.truncate", CUT, Type::DateTime, |context, arguments| truncate::truncate(Instant::DateTime, context, arguments))
        .needs(1)
        .about(
            "The date and time at the beginning of a unit, with some of its parts changed.",
            "datetime.truncate('year', datetime('2015-07-21T21:40Z'))",
            "datetime('2015-01-01T00:00Z')",
        ),
    Function::new(
        "datetime.fromEpoch",
        &[Parameter::of("seconds", &[Type::Integer]), Parameter::of("nanoseconds", &[Type::Integer])],
        Type::DateTime,
        instant::from_epoch,
    )
    .about(
        "The moment so many seconds and nanoseconds after 1970-01-01T00:00Z.",
        "datetime.fromEpoch(416779, 999999999)",
        "datetime('1970-01-05T19:46:19.999999999Z')",
    ),
    Function::new(
        "datetime.fromEpochMillis",
        &[Parameter::of("milliseconds", &[Type::Integer])],
        Type::DateTime,
        instant::from_epoch_millis,
    )
    .about(
        "The moment so many milliseconds after 1970-01-01T00:00Z.",
        "datetime.fromEpochMillis(237821673987)",
        "datetime('1977-07-15T13:34:33.987Z')",
    ),
    Function::new("timestamp", &[], Type::Integer, clock::timestamp).about(
        "The milliseconds from 1970-01-01T00:00Z to the beginning of the statement.",
        "timestamp() = datetime().epochMillis",
        "true",
    ),
];

/// The functions that make durations.
pub(in crate::function) static DURATIONS: &[Function] =
    &[
        Function::new("duration", &[Parameter::of("from", &[Type::String, Type::Map, Type::Duration])], Type::Duration, duration::make)
            .about("A duration from a text or a map of its parts.", "duration({days: 1.5, minutes: 90})", "duration('P1DT13H30M')"),
        Function::new("duration.between", TWO, Type::Duration, |_, arguments| duration::from_to(Measure::Mixed, arguments)).about(
            "The duration from one instant to another, in months, days and seconds.",
            "duration.between(date('1984-10-11'), date('2015-06-24'))",
            "duration('P30Y8M13D')",
        ),
        Function::new("duration.inMonths", TWO, Type::Duration, |_, arguments| duration::from_to(Measure::Months, arguments)).about(
            "The whole months from one instant to another.",
            "duration.inMonths(date('1984-10-11'), date('2015-06-24'))",
            "duration('P30Y8M')",
        ),
        Function::new("duration.inDays", TWO, Type::Duration, |_, arguments| duration::from_to(Measure::Days, arguments)).about(
            "The whole days from one instant to another.",
            "duration.inDays(date('1984-10-11'), date('2015-06-24'))",
            "duration('P11213D')",
        ),
        Function::new("duration.inSeconds", TWO, Type::Duration, |_, arguments| duration::from_to(Measure::Seconds, arguments)).about(
            "The seconds from one instant to another.",
            "duration.inSeconds(date('1984-10-11'), date('1984-10-12'))",
            "duration('PT24H')",
        ),
    ];
