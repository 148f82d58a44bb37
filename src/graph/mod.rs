//! The graph: immutable snapshots of columns and adjacency, and transactions on them.
//!
//! A [`Graph`] is a snapshot. Nodes stand in pages of [`PAGE`] ids, over all labels; properties in columns by key,
//! whose pages each have their own type; relationships in two tables of neighbour lists per type. All of it is
//! shared between snapshots page by page. A [`Builder`] makes a graph from columns at
//! once; a [`Transaction`] makes the next snapshot from the changes to one, and a [`Store`] holds the current one.
//!
//! ```
//! use std::sync::Arc;
//! use legation::graph::{Builder, Catalogue, Store, Values, Way};
//! use legation::value::{NodeId, Value};
//!
//! let catalogue = Arc::new(Catalogue::default());
//! let forum = catalogue.intern_label("Forum")?;
//! let name = catalogue.intern_key("name")?;
//! let near = catalogue.intern_type("NEAR")?;
//!
//! let mut builder = Builder::new(catalogue);
//! let first = builder.add_nodes(&[forum], 2)?;
//! builder.set_node_values(name, first, Values::Text(["WCO", "WTO"].into_iter().collect(), None));
//! builder.add_index(forum, name);
//! let store = Store::new(builder.finish()?);
//!
//! let mut transaction = store.write();
//! let new = transaction.create_node(&[forum])?;
//! transaction.set_node_property(new, name, Value::string("APEC"))?;
//! transaction.create_relationship(near, new, first)?;
//! let before = store.snapshot();
//! let after = transaction.commit();
//!
//! assert_eq!((before.node_count(), after.node_count()), (2, 3));
//! assert_eq!(after.seek(forum, name, &Value::string("APEC")), Some(Some(new)));
//! assert_eq!(store.snapshot().neighbours(first, near, Way::In).nodes, [NodeId(2)]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod adjacency;
mod bitmap;
mod builder;
mod catalogue;
mod column;
mod constraint;
mod dictionary;
mod error;
mod estimate;
mod index;
mod label;
mod merge;
mod pack;
mod page;
mod patch;
mod plain;
mod relationships;
mod snapshot;
mod sort;
mod statistics;
mod store;
mod touched;
mod transaction;
mod values;
mod view;
mod visit;

pub use adjacency::{Locals, Neighbours, Way};
pub use bitmap::{BitPage, Bitmap};
pub use builder::Builder;
pub use catalogue::{Catalogue, Full};
pub use column::{Column, Page, Validity};
pub use constraint::{Violation, constraints};
pub use dictionary::Dictionary;
pub use error::Error;
pub use estimate::Estimates;
pub use label::{CodePage, Labels};
pub use page::{Bits, PAGE, first_of, pages_for, split};
pub use plain::plain;
pub(crate) use plain::{label_names, properties};
pub use snapshot::Graph;
pub use statistics::{Degrees, PropertyEstimate, Statistics, TypeStatistics};
pub use store::{Store, Turn};
pub use touched::Touched;
pub use transaction::Transaction;
pub use values::{Texts, Valid, Values};
pub use view::{All, Edge, Undirected, View, ViewOptions, Walk};
pub use visit::{Adjacent, Edges, NodeReferences, Nodes, Visited};
