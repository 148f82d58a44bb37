//! Integers against floats, exactly: no integer is rounded to be compared.

use std::cmp::Ordering;

/// The first float above every 64-bit integer: 2⁶³.
const ABOVE: f64 = 9_223_372_036_854_775_808.0;

/// An integer against a float; none for NaN.
pub fn integer_to_float(integer: i64, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float >= ABOVE {
        return Some(Ordering::Less);
    }
    if float < -ABOVE {
        return Some(Ordering::Greater);
    }
    // Within the range, the whole part of a float is an integer exactly.
    let whole = float.trunc();
    let fraction = if float > whole {
        Ordering::Less
    } else if float < whole {
        Ordering::Greater
    } else {
        Ordering::Equal
    };
    Some(integer.cmp(&(whole as i64)).then(fraction))
}

/// The integer that a float is equal to, if there is one.
pub fn whole(float: f64) -> Option<i64> {
    (float.trunc() == float && (-ABOVE..ABOVE).contains(&float)).then_some(float as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_beyond_the_mantissa_are_not_rounded() {
        assert_eq!(integer_to_float(9_007_199_254_740_993, 9_007_199_254_740_992.0), Some(Ordering::Greater));
        assert_eq!(integer_to_float(i64::MAX, ABOVE), Some(Ordering::Less));
        assert_eq!(integer_to_float(i64::MIN, -ABOVE), Some(Ordering::Equal));
        assert_eq!(integer_to_float(-1, -1.5), Some(Ordering::Greater));
        assert_eq!(integer_to_float(1, 1.5), Some(Ordering::Less));
        assert_eq!(integer_to_float(0, f64::NAN), None);
        assert_eq!(whole(ABOVE), None);
        assert_eq!(whole(-0.0), Some(0));
        assert_eq!(whole(f64::INFINITY), None);
    }
}
