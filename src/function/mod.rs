//! Scalar functions and aggregates: one row of a table each.

mod table;

pub use table::{Accumulator, AggregateFunction, Arity, Context, Example, Failure, Function, aggregate, aggregates, functions, scalar};
