//! Aggregating functions.

use super::table::AggregateFunction;

/// All of them.
pub(super) static AGGREGATES: &[AggregateFunction] = &[];
