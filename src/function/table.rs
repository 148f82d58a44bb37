//! What a row of the function tables holds, and how it is found.

use miette::Diagnostic;
use thiserror::Error;

use crate::graph::Graph;
use crate::limit::{Exceeded, Guard};
use crate::value::{Type, Value};

/// How many arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arity {
    /// At least.
    pub min: usize,
    /// At most; none is any number.
    pub max: Option<usize>,
}

/// A call with its result, run by a test and shown by the help.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// An expression.
    pub expression: &'static str,
    /// Its value as printed.
    pub result: &'static str,
}

/// A scalar function: everything that is known of it.
#[derive(Debug)]
pub struct Function {
    /// Name, as written in the documentation; looked up without regard to case.
    pub name: &'static str,
    /// Parameter names and types, for messages and analysis (a type that can never fit is a compile-time error).
    pub parameters: &'static [(&'static str, Type)],
    /// How many of them are needed.
    pub arity: Arity,
    /// Type of the result.
    pub result: Type,
    /// One sentence.
    pub summary: &'static str,
    /// An example.
    pub example: Example,
    /// Whether a null argument makes the result null without a call.
    pub null_in_null_out: bool,
    /// Whether equal arguments always give equal results (`rand()` does not).
    pub deterministic: bool,
    /// The value for one row.
    pub evaluate: fn(&Context<'_>, &[Value]) -> Result<Value, Failure>,
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl PartialEq for AggregateFunction {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// What a function may ask beside its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The graph that entity ids mean something in.
    pub graph: &'a Graph,
    /// Asked before anything large is made.
    pub guard: &'a Guard,
}

/// Why a call has no value. The place is added by the expression that made the call.
#[derive(Debug, Error, Diagnostic)]
pub enum Failure {
    /// An argument of the wrong type.
    #[error("{function} takes {expected}, not {found}")]
    #[diagnostic(code("TypeError: InvalidArgumentType"))]
    Type {
        /// Function or operator.
        function: &'static str,
        /// What it takes, in words.
        expected: &'static str,
        /// What it was given, in words.
        found: &'static str,
    },
    /// An argument outside of what the function is defined on.
    #[error("{message}")]
    #[diagnostic(code("ArgumentError: {code}"))]
    Argument {
        /// The detail, with the TCK's name where it has one.
        code: &'static str,
        /// A sentence.
        message: String,
    },
    /// A result outside of the integers.
    #[error("the result of {0} does not fit into a 64-bit integer")]
    #[diagnostic(code("ArithmeticError: IntegerOverflow"), help("use floats (1.0 in place of 1) for an approximate result"))]
    Overflow(&'static str),
    /// Division by zero.
    #[error("division by zero")]
    #[diagnostic(code("ArithmeticError: DivisionByZero"))]
    DivisionByZero,
    /// A limit.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Exceeded(#[from] Exceeded),
}

/// An aggregating function: everything that is known of it.
#[derive(Debug)]
pub struct AggregateFunction {
    /// Name, as written in the documentation; looked up without regard to case.
    pub name: &'static str,
    /// Parameter names and types; the first is the aggregated value.
    pub parameters: &'static [(&'static str, Type)],
    /// Type of the result.
    pub result: Type,
    /// One sentence.
    pub summary: &'static str,
    /// An example: the expression follows `UNWIND [1, 2, 3] AS x RETURN`.
    pub example: Example,
    /// An empty group.
    pub start: fn() -> Box<dyn Accumulator>,
}

/// The state of an aggregate over one group. Nulls are not passed in.
pub trait Accumulator: Send + std::fmt::Debug {
    /// Takes in one row's arguments.
    fn add(&mut self, context: &Context<'_>, arguments: &[Value]) -> Result<(), Failure>;
    /// Takes in the state of a later part of the same group.
    fn merge(&mut self, context: &Context<'_>, later: Box<dyn Accumulator>) -> Result<(), Failure>;
    /// The value for the group.
    fn finish(self: Box<Self>, context: &Context<'_>) -> Result<Value, Failure>;
    /// For [`Accumulator::merge`]: the concrete state.
    fn into_any(self: Box<Self>) -> Box<dyn std::any::Any>;
}

/// All scalar functions, by name.
pub fn functions() -> &'static [Function] {
    &[]
}

/// All aggregating functions, by name.
pub fn aggregates() -> &'static [AggregateFunction] {
    &[]
}

/// The scalar function of this name, without regard to case.
pub fn scalar(name: &str) -> Option<&'static Function> {
    functions().iter().find(|function| function.name.eq_ignore_ascii_case(name))
}

/// The aggregating function of this name, without regard to case.
pub fn aggregate(name: &str) -> Option<&'static AggregateFunction> {
    aggregates().iter().find(|function| function.name.eq_ignore_ascii_case(name))
}
