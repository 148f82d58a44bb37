//! Functions of the language that this version does not have yet, so that a query that uses one is told so by name.

use super::table::Later;

/// All of them.
pub(super) const LATER: &[Later] = &[Later { names: &["point", "point.", "distance"], sentence: "comes with the spatial functions" }];
