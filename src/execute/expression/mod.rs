//! Expressions: compiled once against the columns of their input, evaluated over batches.
//!
//! Operations whose operands have known types run as loops over vectors (`compare`, `arithmetic`, `property`,
//! `entity`); everything else runs row by row (`row`), by the same rules on single values (`operator`,
//! `access`). Operands of `AND`, `OR` and `CASE` are evaluated only for the rows that still need them, so that
//! `x <> 0 AND 1 / x > 2` does not divide by zero.

mod access;
mod arithmetic;
mod compare;
mod compile;
mod entity;
mod error;
mod evaluate;
mod gather;
mod junction;
mod lane;
mod logic;
mod operator;
mod path;
mod pattern;
mod program;
mod property;
mod row;
mod rows;
mod run;
mod scatter;
mod temporal;

pub use error::{Error, Fault};
pub use program::Program;
