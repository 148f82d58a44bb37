//! The graph: immutable snapshots of columns and adjacency, and transactions on them.
//!
//! A [`Graph`] is a snapshot. Nodes stand in pages of [`PAGE`] ids, over all labels; properties in columns by key,
//! whose pages each have their own type; relationships in two tables of neighbour lists per type. All of it is
//! shared between snapshots page by page. A [`Builder`] makes a graph from columns at
//! once; a [`Transaction`] makes the next snapshot from the changes to one, and a [`Store`] holds the current one.

mod adjacency;
mod bitmap;
mod builder;
mod catalogue;
mod column;
mod dictionary;
mod error;
mod estimate;
mod index;
mod label;
mod merge;
mod pack;
mod page;
mod patch;
mod relationships;
mod snapshot;
mod sort;
mod statistics;
mod store;
mod transaction;
mod values;
mod view;
mod visit;

pub use adjacency::{Locals, Neighbours, Way};
pub use bitmap::{BitPage, Bitmap};
pub use builder::Builder;
pub use catalogue::{Catalogue, Full};
pub use column::{Column, Page, Validity};
pub use dictionary::Dictionary;
pub use error::Error;
pub use label::{CodePage, Labels};
pub use page::{Bits, PAGE, first_of, pages_for, split};
pub use snapshot::Graph;
pub use statistics::{Degrees, PropertyEstimate, Statistics, TypeStatistics};
pub use store::Store;
pub use transaction::Transaction;
pub use values::{Texts, Valid, Values};
pub use view::{All, Edge, Undirected, View, ViewOptions, Walk};
pub use visit::{Adjacent, Edges, NodeReferences, Nodes, Visited};
