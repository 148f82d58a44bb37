//! Mathematical functions.

use std::hash::{BuildHasher, RandomState};

use super::argument::{at, count, float, mismatch, text};
use super::decimal::{Mode, round_decimal};
use super::row::NUMBER;
use super::table::{Context, Failure, Function, Parameter};
use crate::value::{Type, Value};

/// All of them but the trigonometric ones.
pub(super) static NUMBERS: &[Function] = &[
    Function::new("abs", &[NUMBER], Type::Number, abs).about("The number without its sign.", "abs(-5)", "5"),
    Function::new("sign", &[NUMBER], Type::Integer, sign).about("The sign of the number: -1, 0 or 1.", "sign(-0.5)", "-1"),
    Function::new("ceil", &[NUMBER], Type::Float, |_, arguments| real("ceil", arguments, f64::ceil)).about(
        "The least whole number that is not less.",
        "ceil(0.1)",
        "1.0",
    ),
    Function::new("ceiling", &[NUMBER], Type::Float, |_, arguments| real("ceiling", arguments, f64::ceil)).about(
        "The least whole number that is not less.",
        "ceiling(0.1)",
        "1.0",
    ),
    Function::new("floor", &[NUMBER], Type::Float, |_, arguments| real("floor", arguments, f64::floor)).about(
        "The greatest whole number that is not greater.",
        "floor(0.9)",
        "0.0",
    ),
    Function::new(
        "round",
        &[NUMBER, Parameter::of("precision", &[Type::Integer]), Parameter::of("mode", &[Type::String])],
        Type::Float,
        round,
    )
    .needs(1)
    .about(
        "The nearest whole number, or the nearest one with so many decimals. Halves go up, or as the mode says: \
         UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN.",
        "round(3.141592, 3)",
        "3.142",
    ),
    Function::new("sqrt", &[NUMBER], Type::Float, |_, arguments| real("sqrt", arguments, f64::sqrt)).about(
        "The square root.",
        "sqrt(12.96)",
        "3.6",
    ),
    Function::new("exp", &[NUMBER], Type::Float, |_, arguments| real("exp", arguments, f64::exp)).about(
        "e to the power of the number.",
        "exp(0)",
        "1.0",
    ),
    Function::new("log", &[NUMBER, NUMBER], Type::Float, logarithm).needs(1).about(
        "The natural logarithm; with two numbers, the logarithm of the second to the base of the first.",
        "log(2, 8)",
        "3.0",
    ),
    Function::new("mod", &[NUMBER, NUMBER], Type::Number, modulo).about(
        "What is left of the first number when it is divided by the second, as `a % b` says it.",
        "mod(7, 4)",
        "3",
    ),
    Function::new("power", &[NUMBER, NUMBER], Type::Float, |_, arguments| {
        Ok(Value::Float(float("power", arguments, 0)?.powf(float("power", arguments, 1)?)))
    })
    .about("The first number to the power of the second, as `a ^ b` says it.", "power(2, 10)", "1024.0"),
    Function::new("ln", &[NUMBER], Type::Float, |_, arguments| real("ln", arguments, f64::ln)).about(
        "The natural logarithm.",
        "ln(1)",
        "0.0",
    ),
    Function::new("log10", &[NUMBER], Type::Float, |_, arguments| real("log10", arguments, f64::log10)).about(
        "The logarithm to base 10.",
        "log10(1000)",
        "3.0",
    ),
    Function::new("e", &[], Type::Float, |_, _| Ok(Value::Float(std::f64::consts::E))).about(
        "The base of the natural logarithm.",
        "e()",
        "2.718281828459045",
    ),
    Function::new("rand", &[], Type::Float, |_, _| Ok(Value::Float(rand()))).varies().about(
        "A random number, at least 0 and below 1.",
        "0 <= rand() < 1",
        "true",
    ),
    Function::new("randomUUID", &[], Type::String, |_, _| Ok(Value::string(random_uuid()))).varies().about(
        "A random identifier, a UUID of version 4 (RFC 9562).",
        "size(randomUUID())",
        "36",
    ),
    Function::new("isNaN", &[NUMBER], Type::Boolean, |_, arguments| Ok(Value::Boolean(float("isNaN", arguments, 0)?.is_nan()))).about(
        "Whether the number is not a number, as 0.0 / 0.0 is.",
        "isNaN(0.0 / 0.0)",
        "true",
    ),
];

/// A function of one float.
pub(super) fn real(function: &'static str, arguments: &[Value], apply: fn(f64) -> f64) -> Result<Value, Failure> {
    Ok(Value::Float(apply(float(function, arguments, 0)?)))
}

fn logarithm(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    if arguments.len() < 2 {
        return real("log", arguments, f64::ln);
    }
    let (base, number) = (float("log", arguments, 0)?, float("log", arguments, 1)?);
    // These two are exact for powers of their bases.
    Ok(Value::Float(match base {
        2.0 => number.log2(),
        10.0 => number.log10(),
        _ => number.ln() / base.ln(),
    }))
}

fn modulo(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match (at(arguments, 0), at(arguments, 1)) {
        (Value::Integer(_), Value::Integer(0)) => Err(Failure::DivisionByZero),
        (Value::Integer(number), Value::Integer(by)) => Ok(Value::Integer(number.wrapping_rem(*by))),
        _ => Ok(Value::Float(float("mod", arguments, 0)? % float("mod", arguments, 1)?)),
    }
}

fn abs(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match at(arguments, 0) {
        Value::Integer(integer) => integer.checked_abs().map(Value::Integer).ok_or(Failure::Overflow("abs")),
        Value::Float(float) => Ok(Value::Float(float.abs())),
        other => Err(mismatch("abs", "a number", other)),
    }
}

fn sign(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match at(arguments, 0) {
        Value::Integer(integer) => Ok(Value::Integer(integer.signum())),
        Value::Float(float) if float.is_nan() => Ok(Value::Null),
        Value::Float(float) => Ok(Value::Integer(i64::from(*float > 0.0) - i64::from(*float < 0.0))),
        other => Err(mismatch("sign", "a number", other)),
    }
}

fn round(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let number = float("round", arguments, 0)?;
    if arguments.len() < 2 {
        // Halves go towards positive infinity here, and away from zero where a precision is given.
        return Ok(Value::Float(round_decimal(number, 0, if number < 0.0 { Mode::HalfDown } else { Mode::HalfUp })));
    }
    let precision = count("round", "precision", arguments, 1)?;
    let mode = if arguments.len() > 2 {
        let name = text("round", arguments, 2)?;
        Mode::named(name).ok_or_else(|| Failure::Undefined(format!("`{name}` is no rounding mode; the modes are {}", Mode::names())))?
    } else {
        Mode::HalfUp
    };
    Ok(Value::Float(round_decimal(number, precision, mode)))
}

/// The standard library's randomly keyed hasher is as good a source as these functions need.
fn random_bits() -> u64 {
    RandomState::new().hash_one(0_u8)
}

/// The top 53 bits fill a float.
fn rand() -> f64 {
    (random_bits() >> 11) as f64 / (1_u64 << 53) as f64
}

/// All bits are random but those of the version, 4, and of the variant, binary 10.
fn random_uuid() -> String {
    let (high, low) = (random_bits() & !0xf000 | 0x4000, random_bits() >> 2 | 1 << 63);
    format!("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff, high & 0xffff, low >> 48, low & 0xffff_ffff_ffff)
}
