//! Trigonometric functions, in radians.

use super::argument::float;
use super::number::real;
use super::row::NUMBER;
use super::table::{Context, Failure, Function, Parameter};
use crate::value::{Type, Value};

/// All of them.
pub(super) static TRIGONOMETRY: &[Function] = &[
    Function::new("pi", &[], Type::Float, |_, _| Ok(Value::Float(std::f64::consts::PI))).about(
        "The ratio of a circle's circumference to its diameter.",
        "pi()",
        "3.141592653589793",
    ),
    Function::new("sin", &[NUMBER], Type::Float, |_, arguments| real("sin", arguments, f64::sin)).about("The sine.", "sin(0)", "0.0"),
    Function::new("cos", &[NUMBER], Type::Float, |_, arguments| real("cos", arguments, f64::cos)).about("The cosine.", "cos(0)", "1.0"),
    Function::new("tan", &[NUMBER], Type::Float, |_, arguments| real("tan", arguments, f64::tan)).about("The tangent.", "tan(0)", "0.0"),
    Function::new("cot", &[NUMBER], Type::Float, |_, arguments| real("cot", arguments, |angle| 1.0 / angle.tan())).about(
        "The cotangent.",
        "cot(0)",
        "Infinity",
    ),
    Function::new("coth", &[NUMBER], Type::Float, |_, arguments| real("coth", arguments, |number| 1.0 / number.tanh())).about(
        "The hyperbolic cotangent.",
        "isNaN(coth(0.0 / 0.0))",
        "true",
    ),
    Function::new("asin", &[NUMBER], Type::Float, |_, arguments| real("asin", arguments, f64::asin)).about(
        "The angle of a sine.",
        "asin(0)",
        "0.0",
    ),
    Function::new("acos", &[NUMBER], Type::Float, |_, arguments| real("acos", arguments, f64::acos)).about(
        "The angle of a cosine.",
        "acos(1)",
        "0.0",
    ),
    Function::new("atan", &[NUMBER], Type::Float, |_, arguments| real("atan", arguments, f64::atan)).about(
        "The angle of a tangent.",
        "atan(0)",
        "0.0",
    ),
    Function::new("atan2", &[Parameter::of("y", &[Type::Number]), Parameter::of("x", &[Type::Number])], Type::Float, atan2).about(
        "The angle of the point (x, y).",
        "atan2(0, 1)",
        "0.0",
    ),
    Function::new("sinh", &[NUMBER], Type::Float, |_, arguments| real("sinh", arguments, f64::sinh)).about(
        "The hyperbolic sine.",
        "sinh(0)",
        "0.0",
    ),
    Function::new("cosh", &[NUMBER], Type::Float, |_, arguments| real("cosh", arguments, f64::cosh)).about(
        "The hyperbolic cosine.",
        "cosh(0)",
        "1.0",
    ),
    Function::new("tanh", &[NUMBER], Type::Float, |_, arguments| real("tanh", arguments, f64::tanh)).about(
        "The hyperbolic tangent.",
        "tanh(0)",
        "0.0",
    ),
    Function::new("degrees", &[NUMBER], Type::Float, |_, arguments| real("degrees", arguments, f64::to_degrees)).about(
        "An angle in degrees.",
        "degrees(pi())",
        "180.0",
    ),
    Function::new("radians", &[NUMBER], Type::Float, |_, arguments| real("radians", arguments, f64::to_radians)).about(
        "An angle from degrees.",
        "radians(180)",
        "3.141592653589793",
    ),
    Function::new("haversin", &[NUMBER], Type::Float, |_, arguments| real("haversin", arguments, |angle| (1.0 - angle.cos()) / 2.0)).about(
        "Half the versine.",
        "haversin(0)",
        "0.0",
    ),
];

fn atan2(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    Ok(Value::Float(float("atan2", arguments, 0)?.atan2(float("atan2", arguments, 1)?)))
}
