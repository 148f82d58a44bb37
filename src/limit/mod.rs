//! Bounds on time, memory and size, set before a query runs and asked before anything is spent.

mod guard;

pub use guard::{Exceeded, Guard, Limits};
