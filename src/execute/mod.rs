//! Running a plan: a program of operators that hand batches of typed columns to each other.
//!
//! An expression is compiled against a [`Layout`] to a program of its own, evaluated over a [`Batch`]: it gives a
//! column of the batch's full length, right at the selected rows, or the part of the selection where it is true.

mod batch;
mod column;
mod context;
pub mod expression;
mod fan;
mod layout;
mod operator;
mod trace;

pub use batch::{Batch, Positions, ROWS};
pub use column::{Column, Validity, Vector};
pub use context::{Context, Parameters};
pub use fan::{Fan, Numbers, Slice};
pub use layout::Layout;
pub use operator::{Operator, Rows};
pub use trace::Trace;
