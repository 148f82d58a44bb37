//! What a running program may see and must ask.

use std::collections::BTreeMap;

use super::Trace;
use crate::graph::Graph;
use crate::limit::Guard;
use crate::text::Name;
use crate::value::Value;

/// The values of a query's parameters.
pub type Parameters = BTreeMap<Name, Value>;

/// Everything that one run shares between its operators.
#[derive(Clone, Copy, Debug)]
pub struct Context<'r> {
    /// The snapshot that is read.
    pub graph: &'r Graph,
    /// Asked before anything grows, and regularly whether to go on.
    pub guard: &'r Guard,
    /// The parameters.
    pub parameters: &'r Parameters,
    /// Where operators count their rows.
    pub trace: &'r Trace,
}
