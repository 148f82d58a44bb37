//! What a row of the function tables holds, and how it is found.

use miette::Diagnostic;
use thiserror::Error;

use crate::graph::Graph;
use crate::limit::{Exceeded, Guard};
use crate::text::indefinite;
use crate::value::{MAX_NESTING, Type, Value, nests_within};

use super::SCALARS;
use super::aggregate::AGGREGATES;
use super::left_out::LEFT_OUT;
use super::other_names::OTHER_NAMES;

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

/// A parameter of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Name, as in the documentation.
    pub name: &'static str,
    /// Types that it takes, beside null; empty means any.
    pub types: &'static [Type],
}

impl Parameter {
    /// Whether a value of this static type may fit: what is not known may.
    pub fn may_take(&self, given: Type) -> bool {
        let number = |kind: Type| matches!(kind, Type::Integer | Type::Float | Type::Number);
        self.types.is_empty()
            || matches!(given, Type::Any | Type::Null)
            || self.types.iter().any(|&kind| {
                kind == given || kind == Type::Any || ((kind == Type::Number || given == Type::Number) && number(kind) && number(given))
            })
    }
}

/// A scalar function: everything that is known of it.
#[derive(Debug)]
pub struct Function {
    /// Name, as written in the documentation; looked up without regard to case.
    pub name: &'static str,
    /// Parameters, for messages and analysis (a type that can never fit is a compile-time error).
    /// With an unbounded arity the last one stands for all that follow.
    pub parameters: &'static [Parameter],
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
    /// Whether equal arguments always give equal results within one statement (`date()` does, `rand()` does not).
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

impl Context<'_> {
    /// A list or map that was just made, unless it nests too deep or has more parts than memory could hold. Parts that
    /// are shared count each time, since whoever reads the value meets them each time.
    pub fn bounded(&self, value: Value) -> Result<Value, Failure> {
        /// From so many parts on, looking at them takes time worth a look at the clock.
        const MANY: u64 = 1 << 16;
        let memory = self.guard.limits().memory;
        let most = memory / size_of::<Value>() as u64;
        let mut left = most;
        let within = nests_within(&value, MAX_NESTING, &mut left);
        if most - left > MANY {
            self.guard.check()?;
        }
        match (within, left) {
            (true, _) => Ok(value),
            (false, 0) => Err(Exceeded::Memory(memory).into()),
            (false, _) => Err(Failure::Nesting),
        }
    }
}

/// Why a call has no value. The place is added by the expression that made the call.
#[derive(Debug, Error, Diagnostic)]
pub enum Failure {
    /// An operand of the wrong type.
    #[error("{function} takes {expected}, not {}", indefinite(found))]
    #[diagnostic(code("TypeError: InvalidArgumentType"))]
    Type {
        /// The operator.
        function: &'static str,
        /// What it takes, in words.
        expected: &'static str,
        /// What it was given, in words.
        found: &'static str,
    },
    /// An argument of a function whose type only running could tell; what analysis sees is an error of its own.
    #[error("{function} takes {expected}, not {}", indefinite(found))]
    #[diagnostic(code("TypeError: InvalidArgumentValue"))]
    Argument {
        /// The function.
        function: &'static str,
        /// What it takes, in words.
        expected: &'static str,
        /// What it was given, in words.
        found: &'static str,
    },
    /// A bound or step of a range that is no integer; an error of running, whatever analysis could tell.
    #[error("{function} counts in integers, not with {}", indefinite(found))]
    #[diagnostic(code("ArgumentError: InvalidArgumentType"))]
    Counting {
        /// The function.
        function: &'static str,
        /// What it was given, in words.
        found: &'static str,
    },
    /// An argument of a type that the conversion has no value for.
    #[error("{function} cannot convert {}; it takes {expected}", indefinite(found))]
    #[diagnostic(code("TypeError: InvalidArgumentValue"))]
    Conversion {
        /// The function.
        function: &'static str,
        /// What it takes, in words.
        expected: &'static str,
        /// What it was given, in words.
        found: &'static str,
    },
    /// A number outside of what the function is defined on.
    #[error("{0}")]
    #[diagnostic(code("ArgumentError: NumberOutOfRange"))]
    OutOfRange(String),
    /// Another argument outside of what the function is defined on.
    #[error("{0}")]
    #[diagnostic(code("ArgumentError: InvalidArgument"))]
    Undefined(String),
    /// A date, time or duration that there is none of, or that cannot be made of what is given.
    #[error("{message}")]
    #[diagnostic(code("ArgumentError: InvalidArgument"))]
    Temporal {
        /// What is wrong.
        message: String,
        /// What to do.
        #[help]
        help: Option<String>,
    },
    /// An entity that a transaction has deleted.
    #[error("{0} of an entity that was deleted")]
    #[diagnostic(code("EntityNotFound: DeletedEntityAccess"), help("read what is needed of it in a `WITH` before the `DELETE`"))]
    Deleted(&'static str),
    /// A result outside of the integers.
    #[error("the result of {0} does not fit into a 64-bit integer")]
    #[diagnostic(code("ArithmeticError: IntegerOverflow"), help("use floats (1.0 in place of 1) for an approximate result"))]
    Overflow(&'static str),
    /// Division by zero.
    #[error("division by zero")]
    #[diagnostic(code("ArithmeticError: DivisionByZero"))]
    DivisionByZero,
    /// A list or map that nests without bounds.
    #[error("a list or map nests deeper than {MAX_NESTING} levels")]
    #[diagnostic(code("limit::nesting"), help("keep what repeats in rows, with UNWIND, or in one flat list"))]
    Nesting,
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
    /// Parameters, all of them needed; the first is the aggregated value.
    pub parameters: &'static [Parameter],
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
    /// Takes in the first argument of many rows at once, where it knows how to; else false, and nothing has happened.
    fn add_integers(&mut self, _: &[i64]) -> bool {
        false
    }
    /// Takes in the state of a later part of the same group.
    fn merge(&mut self, context: &Context<'_>, later: Box<dyn Accumulator>) -> Result<(), Failure>;
    /// The value for the group.
    fn finish(self: Box<Self>, context: &Context<'_>) -> Result<Value, Failure>;
    /// For [`Accumulator::merge`]: the concrete state.
    fn into_any(self: Box<Self>) -> Box<dyn std::any::Any>;
}

/// A function that other systems have and this program does not.
#[derive(Debug)]
pub struct LeftOut {
    /// Names; one that ends in a dot stands for the whole namespace.
    pub names: &'static [&'static str],
    /// The rest of a sentence that says why, and what to do: "belongs to the spatial functions, which are left out".
    pub sentence: &'static str,
}

/// All scalar functions, family by family.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    SCALARS.iter().copied().flatten()
}

/// All aggregating functions.
pub fn aggregates() -> impl Iterator<Item = &'static AggregateFunction> {
    AGGREGATES.iter()
}

/// Names of ISO GQL, each with the function's name in the tables.
pub fn other_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    OTHER_NAMES.iter().copied()
}

/// The name in the tables, if this is another one.
fn usual(name: &str) -> &str {
    OTHER_NAMES.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map_or(name, |(_, usual)| *usual)
}

/// The scalar function of this name, without regard to case.
pub fn scalar(name: &str) -> Option<&'static Function> {
    let name = usual(name);
    functions().find(|function| function.name.eq_ignore_ascii_case(name))
}

/// The aggregating function of this name, without regard to case.
pub fn aggregate(name: &str) -> Option<&'static AggregateFunction> {
    let name = usual(name);
    aggregates().find(|function| function.name.eq_ignore_ascii_case(name))
}

/// What to say of a function that is left out, if this is the name of one.
pub fn left_out(name: &str) -> Option<&'static str> {
    let matches = |known: &str| {
        let space = known.strip_suffix('.').is_some();
        if space { name.get(..known.len()).is_some_and(|head| head.eq_ignore_ascii_case(known)) } else { known.eq_ignore_ascii_case(name) }
    };
    LEFT_OUT.iter().find(|row| row.names.iter().any(|known| matches(known))).map(|row| row.sentence)
}
