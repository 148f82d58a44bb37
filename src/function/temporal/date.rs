//! The date of a map: by month and day, by week, by quarter, or by its number in the year.
//!
//! Without a date to start from, a part needs the larger one (`day` needs `month`), and what is left out is 1. With
//! one, what is left out is the date's own; where the month or quarter that is given has no such day, it is its last.

use super::components::{Components, Field};
use super::error::{failure, failure_with_help};
use crate::function::Failure;
use crate::value::{Civil, Date, days_in_month, days_in_quarter};

/// The ways to name a day of a year, each with its parts, the larger one first.
const WAYS: [(Way, &[Field]); 4] = [
    (Way::Calendar, &[Field::Month, Field::Day]),
    (Way::Week, &[Field::Week, Field::DayOfWeek]),
    (Way::Quarter, &[Field::Quarter, Field::DayOfQuarter]),
    (Way::Ordinal, &[Field::OrdinalDay]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Calendar,
    Week,
    Quarter,
    Ordinal,
}

/// The date.
pub(super) fn date(given: &Components, base: Option<Date>) -> Result<Date, Failure> {
    let way = way(given)?;
    if base.is_none() {
        complete(given, way)?;
    }
    let number = |field| given.number(field);
    let found = match way {
        Way::Calendar => by_month(number, base.map(Date::civil)),
        Way::Week => by_week(number, base),
        Way::Quarter => by_quarter(number, base),
        Way::Ordinal => {
            let year = number(Field::Year).or(base.map(|base| base.civil().year));
            year.and_then(|year| Date::from_ordinal(year, number(Field::OrdinalDay).unwrap_or(1)))
        }
    };
    found.ok_or_else(|| failure(format!("there is no date {}", given.given())))
}

/// The one way that parts are given for; by month and day, if none is.
fn way(given: &Components) -> Result<Way, Failure> {
    let mut found: Option<(Way, Field)> = None;
    for (way, fields) in WAYS {
        let Some(field) = fields.iter().find(|field| given.number(**field).is_some()) else { continue };
        if let Some((_, other)) = found {
            let message = format!("a date is not given by `{}` and by `{}`", other.name(), field.name());
            let help = "give it by month and day, by week and dayOfWeek, by quarter and dayOfQuarter, or by ordinalDay";
            return Err(failure_with_help(message, Some(help.to_owned())));
        }
        found = Some((way, *field));
    }
    Ok(found.map_or(Way::Calendar, |(way, _)| way))
}

/// An error where a larger part is missing.
fn complete(given: &Components, way: Way) -> Result<(), Failure> {
    let fields = WAYS.iter().find(|(own, _)| *own == way).map_or(&[][..], |(_, fields)| fields);
    let mut larger = Field::Year;
    if given.number(larger).is_none() {
        return Err(failure("a date needs a `year`, or a `date` to start from"));
    }
    for field in fields {
        if given.number(*field).is_some() && given.number(larger).is_none() {
            return Err(failure(format!("`{}` of a date needs `{}`", field.name(), larger.name())));
        }
        larger = *field;
    }
    Ok(())
}

fn by_month(number: impl Fn(Field) -> Option<i64>, base: Option<Civil>) -> Option<Date> {
    let year = number(Field::Year).or(base.map(|base| base.year))?;
    let month = match number(Field::Month) {
        Some(month) => u8::try_from(month).ok()?,
        None => base.map_or(1, |base| base.month),
    };
    let day = match number(Field::Day) {
        Some(day) => u8::try_from(day).ok()?,
        None => base.map_or(1, |base| base.day.min(days_in_month(year, month))),
    };
    Date::from_civil(Civil { year, month, day })
}

fn by_week(number: impl Fn(Field) -> Option<i64>, base: Option<Date>) -> Option<Date> {
    let year = number(Field::Year).or(base.map(|base| base.week().0))?;
    let day = number(Field::DayOfWeek).or(base.map(|base| i64::from(base.weekday()))).unwrap_or(1);
    if let Some(week) = number(Field::Week) {
        return Date::from_week(year, week, day);
    }
    let week = base.map_or(1, |base| base.week().1);
    Date::from_week(year, week, day).or_else(|| Date::from_week(year, week - 1, day))
}

fn by_quarter(number: impl Fn(Field) -> Option<i64>, base: Option<Date>) -> Option<Date> {
    let year = number(Field::Year).or(base.map(|base| base.civil().year))?;
    let quarter = match number(Field::Quarter) {
        Some(quarter) => u8::try_from(quarter).ok()?,
        None => base.map_or(1, Date::quarter),
    };
    let day = number(Field::DayOfQuarter);
    let day = day.unwrap_or_else(|| base.map_or(1, |base| base.day_of_quarter().min(days_in_quarter(year, quarter))));
    Date::from_quarter(year, quarter, day)
}
