//! The type of a column that nothing states: boolean, integer, float or text, by all of its values.
//!
//! A text becomes a number only if nothing of its form is lost: `007`, `+49`, and digits beyond what a number holds stay text.

use crate::schema::Scalar;

/// What the values seen so far allow.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one independent answer for each type")]
pub(crate) struct Guess {
    seen: bool,
    boolean: bool,
    integer: bool,
    float: bool,
}

impl Guess {
    pub(crate) const fn new() -> Self {
        Self { seen: false, boolean: true, integer: true, float: true }
    }

    /// Takes a value into account; empty is missing.
    pub(crate) fn see(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.seen = true;
        self.boolean = self.boolean && boolean(text).is_some();
        self.integer = self.integer && is_plain_integer(text);
        self.float = self.float && is_plain_float(text);
    }

    /// Whether it will be text whatever comes.
    pub(crate) fn is_settled(self) -> bool {
        !(self.boolean || self.integer || self.float)
    }

    /// The type; none if there was no value.
    pub(crate) fn scalar(self) -> Option<Scalar> {
        let choices = [(self.boolean, Scalar::Boolean), (self.integer, Scalar::Integer), (self.float, Scalar::Float)];
        let first = choices.into_iter().find(|&(fits, _)| fits).map_or(Scalar::String, |(_, scalar)| scalar);
        self.seen.then_some(first)
    }
}

/// A truth value as CSV files write it.
pub(in crate::load) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "TRUE" | "True" => Some(true),
        "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// Digits that an integer prints in the same way.
fn is_plain_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && (!digits.starts_with('0') || text == "0");
    plain && text.parse::<i64>().is_ok()
}

/// Digits with a point or exponent, no more of them than a double holds.
fn is_plain_float(text: &str) -> bool {
    const EXACT: i64 = 1 << 53;
    const DIGITS: usize = 17;
    if is_plain_integer(text) {
        return text.parse::<i64>().is_ok_and(|integer| (-EXACT..=EXACT).contains(&integer));
    }
    let number = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = number.split_once(['e', 'E']).map_or((number, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let (whole, part) = mantissa.split_once('.').map_or((mantissa, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole_fits = (whole.is_empty() && part.is_some()) || (digits(whole) && (whole == "0" || !whole.starts_with('0')));
    let exponent_fits = exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)));
    let count = whole.trim_start_matches('0').len() + part.map_or(0, str::len);
    whole_fits
        && part.is_none_or(digits)
        && exponent_fits
        && (part.is_some() || exponent.is_some())
        && count <= DIGITS
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(values: &[&str]) -> Option<Scalar> {
        let mut guess = Guess::new();
        for value in values {
            guess.see(value);
        }
        guess.scalar()
    }

    #[test]
    fn a_number_must_keep_its_form() {
        assert_eq!(guess(&["1", "", "-20", "0"]), Some(Scalar::Integer));
        assert_eq!(guess(&["1", "2.5", ".5", "6.02e23"]), Some(Scalar::Float));
        assert_eq!(guess(&["true", "FALSE"]), Some(Scalar::Boolean));
        assert_eq!(guess(&["", ""]), None);
        for text in
            ["007", "+1", "-0", "1.", "1e", "0x1", "inf", "NaN", "12345678901234567890", "1_000", "00.5", "--1", "-", ".", " 1", "1e999"]
        {
            assert_eq!(guess(&[text]), Some(Scalar::String), "{text}");
        }
        assert_eq!(guess(&["9223372036854775807"]), Some(Scalar::Integer));
        assert_eq!(guess(&["9223372036854775807", "0.5"]), Some(Scalar::String));
        assert_eq!(guess(&["1", "true"]), Some(Scalar::String));
    }
}
