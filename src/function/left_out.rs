//! Functions that other systems have and this program leaves out, so that a query that uses one is told so by name.
//!
//! Points: they are no part of openCypher 9, and no data of the kind that is explored here holds coordinates beside names
//! of places; they would bring a type of value with four systems of coordinates into storage, order, formats and indexes.
//! Coordinates can be kept as two properties, and the great-circle distance written with `haversin`.

use super::table::LeftOut;

/// All of them.
pub(super) const LEFT_OUT: &[LeftOut] = &[LeftOut {
    names: &["point", "point.", "distance"],
    sentence: "belongs to the spatial functions, which are left out; keep coordinates as two numbers, and compute distances with `haversin`",
}];
