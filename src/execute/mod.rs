//! Running a plan: a program of operators that hand batches of typed columns to each other.
//!
//! [`compile`] makes a [`Program`] of a plan, whose [`Program::run`] gives an [`Answer`]. An operator is an immutable part of
//! the program; a run pulls batches through it ([`Operator`], [`Rows`]). An expression is compiled against a [`Layout`] to a
//! program of its own, evaluated over a [`Batch`]: it gives a column of the batch's full length, right at the selected
//! rows, or the part of the selection where it is true.

mod aggregate;
mod aggregate_fold;
mod answer;
mod apply;
mod apply_rows;
mod apply_value;
mod argument;
mod batch;
mod call;
mod calls;
mod chunks;
mod column;
mod compile;
mod context;
mod counted;
mod degrees;
mod dense;
mod distinct;
mod error;
mod expand;
mod expand_path;
pub mod expression;
mod fan;
mod filter;
mod flatten;
mod follow;
mod groups;
mod intersect;
mod join;
mod layout;
mod limit;
mod meet;
mod memory;
mod operator;
mod pairing;
mod product;
mod program;
mod project;
mod reach;
mod repeat;
mod scan;
mod scan_relationships;
mod seek;
mod semi_join;
mod shortest_path;
mod sort;
mod table;
mod top;
mod trace;
mod trail;
mod triangles;
mod union;
mod unwind;
mod write;

pub use answer::{Answer, Row};
pub use batch::{Batch, Positions, ROWS};
pub use column::{Column, Validity, Vector};
pub use context::{Context, Parameters};
pub use error::Error;
pub use fan::Fan;
pub use layout::Layout;
pub use operator::{Operator, Rows};
pub use program::{Program, Timing, compile};
pub use trace::Trace;
pub use write::{Changes, Versions, Writer};
