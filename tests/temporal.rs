//! Dates, times and durations in expressions: exact texts, and the errors of what there is not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

mod expression;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use expression::Run;
use legation::function::{part, parts};
use legation::limit::{Guard, Limits};
use legation::load;
use legation::session::{Request, Session};
use legation::value::Value;

/// Each expression with its value, or with the code of its error.
fn check(cases: &[(&str, &str)]) {
    let run = Run::new();
    for (text, expected) in cases {
        assert_eq!(run.print(text), *expected, "{text}");
    }
}

/// Each expression with its value as text.
fn check_text(cases: &[(&str, &str)]) {
    let run = Run::new();
    for (text, expected) in cases {
        assert_eq!(run.print(&format!("toString({text})")), format!("'{expected}'"), "{text}");
    }
}

#[test]
fn dates_of_their_parts() {
    check_text(&[
        ("date({year: 1817, week: 1, dayOfWeek: 2})", "1816-12-31"),
        ("date({date: date('1816-12-31'), week: 2})", "1817-01-07"),
        ("date({year: 1984, ordinalDay: 202})", "1984-07-20"),
        ("date({year: 1984, quarter: 3, dayOfQuarter: 45})", "1984-08-14"),
        ("date({date: date('1984-11-11'), quarter: 3})", "1984-08-11"),
        ("date({date: date('1984-11-11'), week: 1})", "1984-01-08"),
        ("date({date: date('1984-11-11'), year: 28})", "0028-11-11"),
        ("date({date: datetime('2015-07-21T23:00-10:00'), day: 1})", "2015-07-01"),
        // What is left out is as near to the given date as there is a day.
        ("date({date: date('2016-02-29'), year: 2015})", "2015-02-28"),
        ("date({date: date('2015-01-31'), month: 2})", "2015-02-28"),
        ("date({date: date('2015-12-31'), year: 2016, dayOfWeek: 1})", "2016-12-26"),
        ("date({date: date('2015-07-31'), quarter: 1})", "2015-01-31"),
        ("date({date: date('2015-12-31'), quarter: 1})", "2015-03-31"),
        ("date({year: -999999999})", "-999999999-01-01"),
    ]);
    check(&[
        ("date({year: null, month: 3})", "null"),
        ("date({year: 2015, month: 13})", "ArgumentError: InvalidArgument"),
        ("date({year: 2015, month: 2, day: 29})", "ArgumentError: InvalidArgument"),
        ("date({date: date('2015-01-30'), month: 2, day: 30})", "ArgumentError: InvalidArgument"),
        ("date({year: 2015, week: 53, dayOfWeek: 8})", "ArgumentError: InvalidArgument"),
        ("date({year: 1000000000})", "ArgumentError: InvalidArgument"),
        ("date({month: 3})", "ArgumentError: InvalidArgument"),
        ("date({year: 2015, day: 3})", "ArgumentError: InvalidArgument"),
        ("date({year: 2015, dayOfWeek: 3})", "ArgumentError: InvalidArgument"),
        ("date({year: 2015, month: 3, week: 3})", "ArgumentError: InvalidArgument"),
        ("date({year: 2015, hour: 3})", "ArgumentError: InvalidArgument"),
        ("date({year: 2015, yaer: 3})", "ArgumentError: InvalidArgument"),
        ("date({})", "ArgumentError: InvalidArgument"),
        ("date({date: localtime('12:00')})", "ArgumentError: InvalidArgument"),
        ("date({a: localtime('12:00')}.a)", "TypeError: InvalidArgumentValue"),
        ("date({a: 1}.a)", "TypeError: InvalidArgumentValue"),
        ("date('2015-02-29')", "ArgumentError: InvalidArgument"),
        ("date('')", "ArgumentError: InvalidArgument"),
    ]);
}

#[test]
fn times_and_moments_of_their_parts() {
    check_text(&[
        ("localtime({hour: 12, minute: 31, second: 14, nanosecond: 789, millisecond: 123, microsecond: 456})", "12:31:14.123456789"),
        ("localtime({time: time('12:31:14.645+01:00'), second: 42})", "12:31:42.645"),
        ("localtime({time: time('12:31:14.645+01:00'), microsecond: 7})", "12:31:14.000007"),
        ("time({time: time('12:31:14+01:00'), timezone: '+05:00'})", "16:31:14+05:00"),
        ("time({time: localtime('12:31:14'), timezone: '+05:00'})", "12:31:14+05:00"),
        ("time({time: datetime('2015-07-21T12:00Z'), timezone: 'Europe/Stockholm'})", "14:00+02:00"),
        ("localdatetime({date: date('1984-10-11'), hour: 10})", "1984-10-11T10:00"),
        ("localdatetime(date('1984-10-11'))", "1984-10-11T00:00"),
        ("datetime({date: datetime('1984-10-11T12:00+01:00'), hour: 10})", "1984-10-11T10:00Z"),
        (
            "datetime({date: date('1984-03-28'), time: datetime('1984-10-11T12:00[Europe/Stockholm]')})",
            "1984-03-28T12:00+02:00[Europe/Stockholm]",
        ),
        (
            "datetime({datetime: datetime('1984-10-11T12:00[Europe/Stockholm]'), timezone: 'Pacific/Honolulu'})",
            "1984-10-11T01:00-10:00[Pacific/Honolulu]",
        ),
        (
            "datetime({year: 2017, month: 3, day: 26, hour: 2, minute: 30, timezone: 'Europe/Stockholm'})",
            "2017-03-26T03:30+02:00[Europe/Stockholm]",
        ),
        ("datetime({epochSeconds: -1, nanosecond: 5})", "1969-12-31T23:59:59.000000005Z"),
        ("datetime({epochMillis: 1500, nanosecond: 5, timezone: '+01:00'})", "1970-01-01T01:00:01.500000005+01:00"),
        ("datetime.fromEpochMillis(-1)", "1969-12-31T23:59:59.999Z"),
        ("datetime.fromEpoch(-1, 1500000000)", "1970-01-01T00:00:00.5Z"),
    ]);
    check(&[
        ("localtime({hour: 24})", "ArgumentError: InvalidArgument"),
        ("localtime({minute: 3})", "ArgumentError: InvalidArgument"),
        ("localtime({hour: 3, second: 3})", "ArgumentError: InvalidArgument"),
        ("localtime({hour: 3, minute: 3, second: 3, millisecond: 1, microsecond: 1000})", "ArgumentError: InvalidArgument"),
        ("localtime({hour: 3, timezone: 'Z'})", "ArgumentError: InvalidArgument"),
        ("time({hour: 3, timezone: '+19:00'})", "ArgumentError: InvalidArgument"),
        ("time({hour: 3, timezone: 'Europe/Nowhere'})", "ArgumentError: InvalidArgument"),
        ("datetime({datetime: datetime(), date: date()})", "ArgumentError: InvalidArgument"),
        ("datetime({epochSeconds: 1, epochMillis: 1})", "ArgumentError: InvalidArgument"),
        ("datetime({epochSeconds: 1, year: 1})", "ArgumentError: InvalidArgument"),
        ("datetime({epochSeconds: 9223372036854775807})", "ArgumentError: InvalidArgument"),
        ("datetime.fromEpoch(9223372036854775807, 9223372036854775807)", "ArgumentError: InvalidArgument"),
        ("datetime('2015-07-21T21:40+05:00[Europe/Stockholm]')", "ArgumentError: InvalidArgument"),
    ]);
}

#[test]
fn values_cut_off_at_a_unit() {
    check_text(&[
        ("date.truncate('millennium', date('2017-10-11'), {day: 2})", "2000-01-02"),
        ("date.truncate('century', date('-0001-10-11'))", "-0100-01-01"),
        ("date.truncate('decade', localdatetime('1984-10-11T12:00'))", "1980-01-01"),
        ("date.truncate('weekYear', date('1984-02-01'), {day: 5})", "1984-01-05"),
        ("date.truncate('weekYear', date('1984-01-01'))", "1983-01-03"),
        ("date.truncate('quarter', date('1984-11-11'))", "1984-10-01"),
        ("date.truncate('week', date('1984-10-11'), {dayOfWeek: 2})", "1984-10-09"),
        ("localtime.truncate('day', localtime('12:31:14.645'), {nanosecond: 2})", "00:00:00.000000002"),
        ("localtime.truncate('millisecond', time('12:31:14.645876123Z'), {nanosecond: 2})", "12:31:14.645000002"),
        ("localtime.truncate('millisecond', time('12:31:14.645876123Z'), {microsecond: 1, nanosecond: 2})", "12:31:14.645001002"),
        ("localtime.truncate('microsecond', time('12:31:14.645876123Z'), {nanosecond: 2})", "12:31:14.645876002"),
        ("localtime.truncate('microsecond', time('12:31:14.645876123Z'), {millisecond: 1})", "12:31:14.001"),
        ("time.truncate('hour', time('12:31-01:00'), {timezone: '+01:00'})", "12:00+01:00"),
        ("localdatetime.truncate('day', date('2015-07-21'), {hour: 6})", "2015-07-21T06:00"),
        (
            "datetime.truncate('hour', datetime('1984-10-11T12:31-01:00'), {timezone: 'Europe/Stockholm'})",
            "1984-10-11T12:00+01:00[Europe/Stockholm]",
        ),
        ("datetime.truncate('year', datetime('2015-07-21T12:31[Europe/Stockholm]'))", "2015-01-01T00:00+01:00[Europe/Stockholm]"),
        ("datetime.truncate('millennium', date('2017-10-11'), {timezone: 'Europe/Stockholm'})", "2000-01-01T00:00+01:00[Europe/Stockholm]"),
    ]);
    check(&[
        ("date.truncate('year') = date.truncate('year', date())", "true"),
        ("date.truncate('year', null)", "null"),
        ("date.truncate('year', date(), {day: null})", "null"),
        ("date.truncate('hour', date())", "ArgumentError: InvalidArgument"),
        ("date.truncate('mont', date())", "ArgumentError: InvalidArgument"),
        ("time.truncate('month', time())", "ArgumentError: InvalidArgument"),
        ("date.truncate('year', localtime())", "ArgumentError: InvalidArgument"),
        ("localdatetime.truncate('hour', date())", "ArgumentError: InvalidArgument"),
        ("localtime.truncate('day', date())", "ArgumentError: InvalidArgument"),
        ("date.truncate('year', date(), {date: date()})", "ArgumentError: InvalidArgument"),
        ("date.truncate('millennium', date('-999999999-01-01'))", "ArgumentError: InvalidArgument"),
    ]);
}

#[test]
fn parts_of_instants() {
    check(&[
        (
            "[x IN [date('1984-01-01')] | [x.year, x.quarter, x.month, x.week, x.weekYear, x.day, x.ordinalDay, x.weekDay, x.dayOfQuarter]]",
            "[[1984, 1, 1, 52, 1983, 1, 1, 7, 1]]",
        ),
        (
            "[x IN [time('12:31:14.645876123+01:00')] | [x.hour, x.minute, x.second, x.millisecond, x.microsecond, x.nanosecond]]",
            "[[12, 31, 14, 645, 645876, 645876123]]",
        ),
        ("[x IN [time('12:31+01:00')] | [x.timezone, x.offset, x.offsetMinutes, x.offsetSeconds]]", "[['+01:00', '+01:00', 60, 3600]]"),
        (
            "[x IN [datetime('1984-11-11T12:31:14.645[Europe/Stockholm]')] | [x.timezone, x.offset, x.epochSeconds, x.epochMillis]]",
            "[['Europe/Stockholm', '+01:00', 469020674, 469020674645]]",
        ),
        ("datetime('2015-07-21T12:00Z').timezone", "'Z'"),
        ("datetime('1969-12-31T23:59:59.999Z').epochMillis", "-1"),
        ("date('2015-07-21')['year']", "2015"),
        ("date('2015-07-21').hour", "ArgumentError: InvalidArgument"),
        ("date('2015-07-21').yaer", "ArgumentError: InvalidArgument"),
        ("localdatetime('2015-07-21T12:00').offset", "ArgumentError: InvalidArgument"),
    ]);
}

#[test]
fn parts_of_durations() {
    check(&[
        (
            "[x IN [duration('P1Y4M10DT1H1M1.111111111S')] | [x.years, x.quarters, x.months, x.weeks, x.days, x.hours, x.minutes, x.seconds]]",
            "[[1, 5, 16, 1, 10, 1, 61, 3661]]",
        ),
        (
            "[x IN [duration('P1Y4M10DT1H1M1.111111111S')] | [x.milliseconds, x.microseconds, x.nanoseconds]]",
            "[[3661111, 3661111111, 3661111111111]]",
        ),
        (
            "[x IN [duration('P1Y4M10DT1H1M1.111111111S')] | [x.quartersOfYear, x.monthsOfQuarter, x.monthsOfYear, x.daysOfWeek]]",
            "[[1, 1, 4, 3]]",
        ),
        (
            "[x IN [duration('P1Y4M10DT1H1M1.111111111S')] | [x.minutesOfHour, x.secondsOfMinute, x.millisecondsOfSecond, x.microsecondsOfSecond, x.nanosecondsOfSecond]]",
            "[[1, 1, 111, 111111, 111111111]]",
        ),
        ("[x IN [duration('PT-0.5S')] | [x.seconds, x.millisecondsOfSecond]]", "[[-1, 500]]"),
        ("duration({seconds: 9223372036854775807}).nanoseconds", "ArithmeticError: IntegerOverflow"),
        ("duration('P1D').year", "ArgumentError: InvalidArgument"),
    ]);
}

#[test]
fn every_part_is_of_some_value() {
    let run = Run::new();
    let values = ["datetime('2015-07-21T21:40:32Z')", "duration('P1D')"].map(|text| run.over(text, &[], 1).unwrap().remove(0));
    for row in parts() {
        assert!(values.iter().any(|value| part(value, row.name).is_ok()), "{}", row.name);
        assert!(row.summary.ends_with('.'));
    }
}

#[test]
fn durations_of_their_parts() {
    check_text(&[
        ("duration({months: 0.75})", "P22DT19H51M49.5S"),
        ("duration({quarters: 1, weeks: 2.5})", "P3M17DT12H"),
        ("duration({days: 1 / 3.0})", "PT8H"),
        ("duration({seconds: 0.1, milliseconds: 0.1, microseconds: 0.1, nanoseconds: 0.6})", "PT0.100100101S"),
        ("duration({minutes: 12, seconds: -60})", "PT11M"),
        ("duration({seconds: 2, milliseconds: -1})", "PT1.999S"),
        ("duration({days: 1, milliseconds: -1})", "P1DT-0.001S"),
        ("duration({seconds: -60, milliseconds: 1})", "PT-59.999S"),
        ("duration({seconds: -60, milliseconds: -1})", "PT-1M-0.001S"),
    ]);
    check(&[
        ("duration({months: 1, days: null})", "null"),
        ("duration({})", "ArgumentError: InvalidArgument"),
        ("duration({day: 1})", "ArgumentError: InvalidArgument"),
        ("duration({days: 1e300})", "ArgumentError: InvalidArgument"),
        ("duration({days: 0.0 / 0.0})", "ArgumentError: InvalidArgument"),
        ("duration({days: 'x'})", "TypeError: InvalidArgumentValue"),
        ("duration({hours: 9223372036854775807})", "ArgumentError: InvalidArgument"),
        ("duration({minutes: 9223372036854775807 / 50})", "ArithmeticError: IntegerOverflow"),
        ("duration('P1')", "ArgumentError: InvalidArgument"),
    ]);
}

#[test]
fn arithmetic() {
    check_text(&[
        ("date('1984-10-11') + duration('P12Y5M14DT16H13M10S')", "1997-03-25"),
        ("date('1984-10-11') - duration('P1M-14DT16H')", "1984-09-25"),
        ("date('2015-07-21') + duration('PT-0.5S')", "2015-07-21"),
        ("duration('P1M') + date('2015-01-31')", "2015-02-28"),
        ("localtime('12:31:14') + duration('P1DT16H')", "04:31:14"),
        ("time('12:31:14+01:00') - duration('PT16H')", "20:31:14+01:00"),
        ("datetime('2017-03-25T02:30[Europe/Stockholm]') + duration('P1D')", "2017-03-26T03:30+02:00[Europe/Stockholm]"),
        ("datetime('2017-03-25T02:30[Europe/Stockholm]') + duration('PT24H')", "2017-03-26T03:30+02:00[Europe/Stockholm]"),
        ("datetime('2017-03-26T12:00[Europe/Stockholm]') - duration('PT24H')", "2017-03-25T11:00+01:00[Europe/Stockholm]"),
        ("datetime('2017-03-26T12:00[Europe/Stockholm]') - duration('P1D')", "2017-03-25T12:00+01:00[Europe/Stockholm]"),
        ("duration('P1M-14DT15H49M10S') - duration('P1M-14DT15H49M10S')", "PT0S"),
        ("-duration('P1DT-0.5S')", "P-1DT0.5S"),
        ("2 * duration('P1Y')", "P2Y"),
        ("duration('PT10S') * 0.3", "PT3S"),
        ("duration('P1M') / 3", "P10DT3H29M42S"),
        ("duration('P1D') / 0.5", "P2D"),
    ]);
    check(&[
        ("date('2015-07-21') + null", "null"),
        ("[date('2015-07-21')] + date('2015-07-22')", "[date('2015-07-21'), date('2015-07-22')]"),
        ("date('2015-07-21') - date('2015-07-20')", "TypeError: InvalidArgumentType"),
        ("date('2015-07-21') + 1", "TypeError: InvalidArgumentType"),
        ("duration('P1D') * duration('P1D')", "TypeError: InvalidArgumentType"),
        ("duration('P1D') - date('2015-07-21')", "TypeError: InvalidArgumentType"),
        ("1 / duration('P1D')", "TypeError: InvalidArgumentType"),
        ("duration('P1D') % 2", "TypeError: InvalidArgumentType"),
        ("duration('P1D') / 0", "ArithmeticError: DivisionByZero"),
        ("duration('P1D') / 0.0", "ArithmeticError: DivisionByZero"),
        ("duration('P1D') * (0.0 / 0.0)", "ArgumentError: InvalidArgument"),
        ("duration('P1Y') * 9223372036854775807", "ArithmeticError: IntegerOverflow"),
        ("-duration({months: -9223372036854775807 - 1})", "ArithmeticError: IntegerOverflow"),
        ("date('+999999999-12-31') + duration('P1D')", "ArgumentError: InvalidArgument"),
        ("localdatetime('-999999999-01-01') - duration('PT0.001S')", "ArgumentError: InvalidArgument"),
        ("datetime('2015-07-21') + duration({months: 9223372036854775807})", "ArgumentError: InvalidArgument"),
    ]);
}

#[test]
fn durations_between_instants() {
    check_text(&[
        ("duration.between(date('1984-10-11'), datetime('2015-07-21T21:40:32.142+0100'))", "P30Y9M10DT21H40M32.142S"),
        ("duration.between(datetime('2014-07-21T21:40:36.143+0200'), time('16:30+0100'))", "PT-4H-10M-36.143S"),
        ("duration.between(time('14:30'), time('16:30+0100'))", "PT1H"),
        ("duration.inMonths(localtime('14:30'), localtime('16:30'))", "PT0S"),
        ("duration.inDays(localdatetime('2015-07-21T21:40'), date('2015-06-24'))", "P-27D"),
        ("duration.inSeconds(datetime('2017-10-29T00:00[Europe/Stockholm]'), date('2017-10-30'))", "PT25H"),
        ("duration.inSeconds(localdatetime('-999999999-01-01'), localdatetime('+999999999-12-31T23:59:59'))", "PT17531639991215H59M59S"),
        (
            "duration.between(datetime('+999999999-01-01T00:00[Europe/Stockholm]'), datetime('+999999999-07-01T00:00[Europe/Stockholm]'))",
            "P6M",
        ),
        ("duration.inSeconds(datetime('-999999999-01-01T00:00+18:00'), datetime('+999999999-12-31T23:59-18:00'))", "PT17531639991251H59M"),
        ("duration.inSeconds(localtime('12:44:54.7'), localtime('12:34:55.3'))", "PT-9M-59.4S"),
    ]);
    check(&[("duration.between(date(), null)", "null"), ("duration.between(date(), {a: 1}.a)", "TypeError: InvalidArgumentValue")]);
}

#[test]
fn the_clocks_of_a_statement_stand_still() {
    let moment = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let mut run = Run::new();
    run.guard = Guard::new(Limits::default(), Arc::default()).in_transaction(moment(1_000_000_000));
    for (text, expected) in [
        ("datetime.transaction()", "datetime('2001-09-09T01:46:40Z')"),
        ("datetime.transaction('Asia/Tokyo')", "datetime('2001-09-09T10:46:40+09:00[Asia/Tokyo]')"),
        ("localtime.transaction('+05:30')", "localtime('07:16:40')"),
        ("date.transaction()", "date('2001-09-09')"),
        ("datetime.statement() = datetime()", "true"),
        ("datetime() > datetime.transaction()", "true"),
        ("datetime.realtime() >= datetime()", "true"),
        ("datetime({timezone: 'Asia/Tokyo'}) = datetime.statement('Asia/Tokyo')", "true"),
        ("timestamp() = datetime().epochMillis", "true"),
        ("date.transaction('Nowhere')", "ArgumentError: InvalidArgument"),
    ] {
        assert_eq!(run.print(text), expected, "{text}");
    }
    let values = run.over("datetime()", &[], 1).unwrap();
    std::thread::sleep(Duration::from_millis(2));
    assert_eq!(run.over("datetime()", &[], 1).unwrap(), values);
    assert!(matches!(values[0], Value::DateTime(_)));
}

#[test]
fn the_clock_of_a_transaction_stands_still_over_its_statements() {
    let mut session = Session::new(load::embedded().unwrap(), Limits::default(), Arc::default());
    let mut ask = |begin: bool| {
        if begin {
            session.begin().unwrap();
        }
        let query = "RETURN datetime.transaction() AS transaction, datetime() AS statement";
        let row = session.ask(query, &Request::default()).unwrap().answer.to_values().remove(0);
        std::thread::sleep(Duration::from_millis(2));
        row
    };
    let alone = ask(false);
    assert_eq!(alone[0], alone[1]);
    let (first, second) = (ask(true), ask(false));
    assert_eq!(first[0], second[0]);
    assert!(first[0] != alone[0] && first[1] != second[1]);
    session.commit().unwrap();
}
