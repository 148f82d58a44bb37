//! What a transaction has touched.

use std::collections::BTreeSet;

use super::patch::Patch;
use super::snapshot::Graph;
use crate::value::{NodeId, RelationshipId};

/// Nodes and relationships that a transaction has created, or whose labels or properties it has set, in order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Nodes.
    pub nodes: BTreeSet<NodeId>,
    /// Of these, the ones that were created or got other labels.
    pub relabelled: BTreeSet<NodeId>,
    /// Relationships.
    pub relationships: BTreeSet<RelationshipId>,
}

impl Touched {
    /// Adds what a patch on a graph touches, also what it deletes.
    pub(super) fn add(&mut self, patch: &Patch, base: &Graph) {
        self.relabelled.extend(patch.labels.keys().copied());
        self.nodes.extend(patch.labels.keys().copied());
        self.nodes.extend(patch.properties.values().flat_map(|values| values.keys().map(|node| NodeId(*node))));
        for (&kind, changes) in &patch.types {
            let first = base.relationship_bound(kind);
            let created = (first..).take(changes.created.len());
            let changed = changes.properties.values().flat_map(|values| values.keys().copied());
            self.relationships.extend(created.chain(changed).map(|local| RelationshipId { kind, local }));
        }
    }
}
