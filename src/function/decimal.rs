//! Rounding to decimals.

/// Where a number goes that lies between two candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards positive infinity.
    Ceiling,
    /// Towards negative infinity.
    Floor,
    /// To the nearer one, a half away from zero.
    HalfUp,
    /// To the nearer one, a half towards zero.
    HalfDown,
    /// To the nearer one, a half to the even one.
    HalfEven,
}

const NAMED: [(&str, Mode); 7] = [
    ("UP", Mode::Up),
    ("DOWN", Mode::Down),
    ("CEILING", Mode::Ceiling),
    ("FLOOR", Mode::Floor),
    ("HALF_UP", Mode::HalfUp),
    ("HALF_DOWN", Mode::HalfDown),
    ("HALF_EVEN", Mode::HalfEven),
];

impl Mode {
    /// The mode of this name, without regard to case.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMED.iter().find(|row| row.0.eq_ignore_ascii_case(name)).map(|row| row.1)
    }

    /// All names, for messages.
    pub(super) fn names() -> String {
        NAMED.map(|row| row.0).join(", ")
    }

    /// Whether the kept digits are increased, given the digits cut off.
    fn increases(self, negative: bool, kept_odd: bool, cut: &[u8]) -> bool {
        let any = cut.iter().any(|digit| *digit != b'0');
        let first = cut.first().copied().unwrap_or(b'0');
        let beyond = cut.get(1..).unwrap_or_default().iter().any(|digit| *digit != b'0');
        match self {
            Self::Up => any,
            Self::Down => false,
            Self::Ceiling => any && !negative,
            Self::Floor => any && negative,
            Self::HalfUp => first >= b'5',
            Self::HalfDown => first > b'5' || (first == b'5' && beyond),
            Self::HalfEven => first > b'5' || (first == b'5' && (beyond || kept_odd)),
        }
    }
}

/// A float with at most `precision` decimals. What is rounded is the shortest decimal that reads as the float (so that
/// 1.255 rounds as it is written), not its binary value.
pub(super) fn round_decimal(number: f64, precision: usize, mode: Mode) -> f64 {
    if !number.is_finite() {
        return number;
    }
    // `d.ddde±x`: digits and the place of the point among them.
    let text = format!("{:e}", number.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    let mut point = exponent.parse::<i64>().unwrap_or(0) + 1;
    let kept = point.saturating_add(i64::try_from(precision).unwrap_or(i64::MAX));
    if kept >= digits.len() as i64 {
        return number;
    }
    // Nothing is kept where the last place is before the first digit; zeros in front make it zero digits.
    let lead = usize::try_from(-kept).unwrap_or(0);
    digits.splice(0..0, std::iter::repeat_n(b'0', lead + 1));
    point += lead as i64 + 1;
    let kept = usize::try_from(kept).unwrap_or(0) + 1;
    let cut = digits.split_off(kept);
    let odd = digits.last().is_some_and(|digit| digit % 2 == 1);
    if mode.increases(number.is_sign_negative(), odd, &cut) {
        increase(&mut digits);
    }
    let scale = point - digits.len() as i64;
    let sign = if number.is_sign_negative() { "-" } else { "" };
    format!("{sign}{}e{scale}", String::from_utf8_lossy(&digits)).parse().unwrap_or(number)
}

/// Adds one to the last digit; the first digit is a zero that takes the carry.
fn increase(digits: &mut [u8]) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_round_as_they_are_written() {
        for (number, precision, mode, expected) in [
            (1.255, 2, Mode::HalfUp, 1.26),
            (-1.55, 1, Mode::HalfUp, -1.6),
            (1.249, 1, Mode::Up, 1.3),
            (-1.251, 1, Mode::Ceiling, -1.2),
            (-1.251, 1, Mode::Floor, -1.3),
            (1.25, 1, Mode::HalfDown, 1.2),
            (1.25, 1, Mode::HalfEven, 1.2),
            (1.35, 1, Mode::HalfEven, 1.4),
            (0.5, 0, Mode::HalfUp, 1.0),
            (0.05, 0, Mode::HalfUp, 0.0),
            (0.05, 0, Mode::Up, 1.0),
            (9.99, 1, Mode::HalfUp, 10.0),
            (1e300, 2, Mode::HalfUp, 1e300),
            (1e-300, 2, Mode::Up, 0.01),
            (123_456.789, 1, Mode::Down, 123_456.7),
        ] {
            assert_eq!(round_decimal(number, precision, mode), expected, "{number} {precision} {mode:?}");
        }
    }
}
