//! Memory that a running operator holds, given back when the operator ends.

pub use crate::limit::Held;
