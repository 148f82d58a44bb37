//! The graph: immutable snapshots of columns and adjacency, and transactions on them.

mod catalogue;

pub use catalogue::{Catalogue, Full};

/// An immutable snapshot of a graph.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    catalogue: std::sync::Arc<Catalogue>,
}

impl Graph {
    /// The names of labels, types and property keys.
    pub fn catalogue(&self) -> &std::sync::Arc<Catalogue> {
        &self.catalogue
    }
}
