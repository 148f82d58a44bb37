//! Scalar functions and aggregates: one row of a table each, one file per family.

mod aggregate;
mod later;
mod table;

pub use table::{
    Accumulator, AggregateFunction, Arity, Context, Example, Failure, Function, Later, Parameter, aggregate, aggregates, functions, later,
    scalar,
};

/// The scalar functions, family by family.
const SCALARS: &[&[Function]] = &[];
