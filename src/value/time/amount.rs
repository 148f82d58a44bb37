//! Durations put together from fractional amounts of units.

use super::{DAY, Duration, MONTH, SECOND};

/// What a part of a duration counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Months.
    Month,
    /// Days.
    Day,
    /// Seconds.
    Second,
}

/// A decimal number with 18 places, exact for everything that a duration can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount(i128);

/// The amount 1.
const ONE: i128 = 1_000_000_000_000_000_000;

impl Amount {
    /// How many decimal places it has.
    pub const DIGITS: usize = 18;

    /// A whole number.
    pub fn of(whole: i64) -> Option<Self> {
        i128::from(whole).checked_mul(ONE).map(Self)
    }

    /// So many of the smallest fraction.
    pub(super) fn of_smallest(count: i64) -> Self {
        Self(i128::from(count))
    }

    /// The number that a float is written as: 0.1 is a tenth. None for what is no number or too large.
    pub fn of_float(float: f64) -> Option<Self> {
        let (digits, exponent) = decimal(float)?;
        Some(match exponent + 18 {
            shift @ 0.. => Self(i128::from(digits).checked_mul(10_i128.checked_pow(shift.unsigned_abs())?)?),
            shift => Self(10_i128.checked_pow(shift.unsigned_abs()).map_or(0, |scale| i128::from(digits) / scale)),
        })
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Multiplied by a fraction, whose denominator is not 0.
    pub fn times(self, numerator: i64, denominator: i64) -> Option<Self> {
        let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
        // The product first could leave the range where the result does not; the remainder is small enough.
        let whole = (self.0 / denominator).checked_mul(numerator)?;
        let rest = (self.0 % denominator).checked_mul(numerator)? / denominator;
        whole.checked_add(rest).map(Self)
    }
}

/// The shortest decimal number that reads as this float, as digits and a power of ten.
fn decimal(float: f64) -> Option<(i64, i32)> {
    if !float.is_finite() {
        return None;
    }
    let text = format!("{float:e}");
    let (digits, exponent) = text.split_once('e')?;
    let places = digits.split_once('.').map_or(0, |(_, places)| places.len() as i32);
    Some((digits.replace('.', "").parse().ok()?, exponent.parse::<i32>().ok()? - places))
}

/// A number as a fraction of whole numbers, as near as 64 bits allow; none for what is no number.
fn fraction(float: f64) -> Option<(i64, i64)> {
    let (mut digits, mut exponent) = decimal(float)?;
    while exponent < -18 {
        digits /= 10;
        exponent += 1;
    }
    let power = 10_i64.checked_pow(exponent.unsigned_abs())?;
    if exponent < 0 { Some((digits, power)) } else { Some((digits.checked_mul(power)?, 1)) }
}

/// A duration while it is put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    months: Amount,
    days: Amount,
    seconds: Amount,
}

impl Sums {
    /// Adds so many of a unit; none where that is out of range.
    pub fn add(&mut self, unit: Unit, amount: Amount) -> Option<()> {
        let sum = match unit {
            Unit::Month => &mut self.months,
            Unit::Day => &mut self.days,
            Unit::Second => &mut self.seconds,
        };
        *sum = sum.plus(amount)?;
        Some(())
    }

    /// The duration: whole months and days stay; a fraction of a month goes on into days, a month being a twelfth of
    /// 365.2425 days, and that of a day into seconds. The last nanosecond is the nearest one, of two the even one.
    pub fn carry(self) -> Option<Duration> {
        let day = i128::from(DAY) * ONE;
        // Seconds with 18 places, all below a month and a day.
        let fractions = self.months.0 % ONE * i128::from(MONTH) + self.days.0 % ONE * i128::from(DAY);
        let nanosecond = ONE / i128::from(SECOND);
        let time = (fractions % day).checked_add(self.seconds.0)?;
        let (whole, rest) = (time.div_euclid(nanosecond), time.rem_euclid(nanosecond) * 2);
        let up = rest > nanosecond || (rest == nanosecond && whole % 2 != 0);
        let nanoseconds = whole + i128::from(up);
        Some(Duration {
            months: i64::try_from(self.months.0 / ONE).ok()?,
            days: i64::try_from(self.days.0 / ONE + fractions / day).ok()?,
            seconds: i64::try_from(nanoseconds.div_euclid(i128::from(SECOND))).ok()?,
            nanoseconds: nanoseconds.rem_euclid(i128::from(SECOND)) as u32,
        })
    }
}

impl Duration {
    /// Multiplied by a whole number.
    pub fn times(self, factor: i64) -> Option<Self> {
        self.scaled(factor, 1)
    }

    /// Divided by a whole number that is not 0.
    pub fn over(self, divisor: i64) -> Option<Self> {
        self.scaled(1, divisor)
    }

    /// Multiplied by the number that a float is written as.
    pub fn times_float(self, factor: f64) -> Option<Self> {
        let (numerator, denominator) = fraction(factor)?;
        self.scaled(numerator, denominator)
    }

    /// Divided by the number that a float is written as.
    pub fn over_float(self, divisor: f64) -> Option<Self> {
        let (numerator, denominator) = fraction(divisor)?;
        if numerator == 0 { None } else { self.scaled(denominator, numerator) }
    }

    fn scaled(self, numerator: i64, denominator: i64) -> Option<Self> {
        let seconds = Amount::of(self.seconds)?.plus(Amount(i128::from(self.nanoseconds) * (ONE / i128::from(SECOND))))?;
        let scaled = |amount: Amount| amount.times(numerator, denominator);
        Sums { months: scaled(Amount::of(self.months)?)?, days: scaled(Amount::of(self.days)?)?, seconds: scaled(seconds)? }.carry()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duration(text: &str) -> Duration {
        text.parse().unwrap()
    }

    #[test]
    fn products_and_quotients_are_exact() {
        let long = duration("P12Y5M14DT16H13M10.000000001S");
        for (result, expected) in [
            (long.times(2), "P24Y10M28DT32H26M20.000000002S"),
            (long.over(2), "P6Y2M22DT13H21M8S"),
            (long.times_float(0.5), "P6Y2M22DT13H21M8S"),
            (long.over_float(0.5), "P24Y10M28DT32H26M20.000000002S"),
            (duration("P1M").over(3), "P10DT3H29M42S"),
            (duration("P1D").over(-3), "PT-8H"),
            (duration("PT10S").times_float(0.3), "PT3S"),
            (duration("PT1S").times_float(1e-30), "PT0S"),
            (duration("PT0.1S").times_float(1e10), "PT277777H46M40S"),
        ] {
            assert_eq!(result.unwrap().to_string(), expected);
        }
        for result in
            [long.times(i64::MAX), long.times_float(f64::NAN), long.times_float(1e300), long.over_float(0.0), long.over_float(-0.0)]
        {
            assert_eq!(result, None);
        }
    }

    #[test]
    fn floats_are_what_they_are_written_as() {
        assert_eq!(Amount::of_float(0.1), Some(Amount(ONE / 10)));
        assert_eq!(Amount::of_float(-2.5), Some(Amount(-5 * ONE / 2)));
        assert_eq!(Amount::of_float(1e-40), Some(Amount(0)));
        assert_eq!(Amount::of_float(1e19), Some(Amount(10 * ONE * ONE)));
        assert_eq!(Amount::of_float(1e25), None);
        assert_eq!(Amount::of_float(f64::INFINITY), None);
    }
}
