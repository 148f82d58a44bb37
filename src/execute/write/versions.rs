//! The graph as a statement sees it between its own writes.

use std::cell::Cell;

use elsa::FrozenVec;

use super::Writer;
use crate::graph::Graph;

/// Snapshots of one run of a plan, made when the graph is read after it was written. All live as long as the run, so that
/// operators may hold on to what they read.
#[derive(Default)]
pub struct Versions {
    snapshots: FrozenVec<Box<Graph>>,
    /// How many writes the last snapshot contains; none if it stays the last.
    seen: Cell<Option<u64>>,
}

impl Versions {
    /// Begins with what the writer has made so far.
    pub fn new(writer: &Writer) -> Self {
        let versions = Self::fixed(writer);
        versions.seen.set(Some(writer.writes()));
        versions
    }

    /// What the writer has made so far, whatever it makes later.
    pub fn fixed(writer: &Writer) -> Self {
        let versions = Self::default();
        versions.snapshots.push(Box::new(writer.snapshot()));
        versions
    }

    /// The graph with all that was written.
    pub fn current(&self, writer: &Writer) -> &Graph {
        match self.snapshots.last() {
            Some(last) if self.seen.get().is_none_or(|seen| seen == writer.writes()) => last,
            _ => {
                self.seen.set(Some(writer.writes()));
                self.snapshots.push_get(Box::new(writer.snapshot()))
            }
        }
    }
}

impl std::fmt::Debug for Versions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Versions").field("snapshots", &self.snapshots.len()).field("seen", &self.seen).finish()
    }
}
