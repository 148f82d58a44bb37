//! How the rows of the tables are written: what most functions have in common is left out.

use super::table::{Arity, Context, Example, Failure, Function, Parameter};
use crate::value::Type;

impl Parameter {
    /// A parameter that takes any value.
    pub(super) const fn any(name: &'static str) -> Self {
        Self { name, types: &[] }
    }

    /// A parameter that takes values of some types.
    pub(super) const fn of(name: &'static str, types: &'static [Type]) -> Self {
        Self { name, types }
    }
}

/// A text parameter.
pub(super) const TEXT: Parameter = Parameter::of("text", &[Type::String]);

/// A parameter that takes integers and floats.
pub(super) const NUMBER: Parameter = Parameter::of("number", &[Type::Number]);

/// A list parameter.
pub(super) const LIST: Parameter = Parameter::of("list", &[Type::List]);

impl Function {
    /// A function that needs all of its arguments, is null if one is null, and whose result depends on nothing else.
    pub(super) const fn new(
        name: &'static str,
        parameters: &'static [Parameter],
        result: Type,
        evaluate: fn(&Context<'_>, &[crate::value::Value]) -> Result<crate::value::Value, Failure>,
    ) -> Self {
        Self {
            name,
            parameters,
            arity: Arity { min: parameters.len(), max: Some(parameters.len()) },
            result,
            summary: "",
            example: Example { expression: "", result: "" },
            null_in_null_out: true,
            deterministic: true,
            evaluate,
        }
    }

    /// A sentence, and an example with its result.
    #[must_use]
    pub(super) const fn about(mut self, summary: &'static str, expression: &'static str, result: &'static str) -> Self {
        self.summary = summary;
        self.example = Example { expression, result };
        self
    }

    /// Only the first `min` arguments are needed.
    #[must_use]
    pub(super) const fn needs(mut self, min: usize) -> Self {
        self.arity.min = min;
        self
    }

    /// Any number of arguments, at least one.
    #[must_use]
    pub(super) const fn any_number(mut self) -> Self {
        self.arity = Arity { min: 1, max: None };
        self
    }

    /// Null arguments are passed in.
    #[must_use]
    pub(super) const fn takes_null(mut self) -> Self {
        self.null_in_null_out = false;
        self
    }

    /// Equal arguments may give different results.
    #[must_use]
    pub(super) const fn varies(mut self) -> Self {
        self.deterministic = false;
        self
    }
}
