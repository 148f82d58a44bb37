//! CSV files, plain and with headers in the form of neo4j-admin.

pub(super) mod column;
pub(super) mod guess;
pub(super) mod header;
mod name;
pub(super) mod node;
pub(super) mod record;
pub(super) mod relationship;
pub(super) mod table;
