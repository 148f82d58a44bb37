//! Algorithms of graph theory on a part of a graph: what is measured of each node, groups of nodes, and paths.
//!
//! A [`Network`] is the part: nodes by label, relationships by type, followed in a direction, perhaps weighted. What
//! petgraph and rustworkx-core have in a form that suits is theirs, run on the [`View`](crate::graph::View) as it is: components
//! ([`connected`], [`strongly_connected`]), [`core_numbers`], and the [`eigenvector`] centrality. Written here, over slices and
//! with a look at the clock every few thousand steps, is what those crates lack (communities, paths one at a time, weighted
//! betweenness), what they cannot be stopped in though it takes time in the square of the graph (betweenness, closeness), and
//! `PageRank`, which petgraph computes otherwise than it is defined.
//!
//! Everything is deterministic: nodes are taken in the order of their ids, sums are made in one order, on one thread.
//! Parallel relationships count as often as there are; a self-loop counts once.

mod betweenness;
mod closeness;
mod community;
mod components;
mod distance;
mod error;
mod neighbour;
mod network;
mod pagerank;
mod shortest;
mod simple;
mod steiner;

pub use betweenness::betweenness;
pub use closeness::closeness;
pub use community::communities;
pub use components::{connected, core_numbers, eigenvector, strongly_connected};
pub use error::Error;
pub use neighbour::{Similar, common, jaccard};
pub use network::{Network, Part};
pub use pagerank::{PageRank, pagerank};
pub use shortest::{AllShortest, Route};
pub use simple::k_shortest;
pub use steiner::{SteinerTree, steiner_tree, steiner_tree_within};
