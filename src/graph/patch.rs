//! What a transaction changes, as differences from its base.

use std::collections::{BTreeMap, BTreeSet};

use super::adjacency::{Neighbours, Way};
use crate::value::{KeyId, LabelId, NodeId, RelationshipId, TypeId, Value};

/// New property values, by key and by node or local number; null removes.
pub(super) type Overlay = BTreeMap<KeyId, BTreeMap<u32, Value>>;

/// The changes of one transaction.
#[derive(Clone, Debug, Default)]
pub(super) struct Patch {
    /// New label sets: of every created node, and of others whose labels changed.
    pub(super) labels: BTreeMap<NodeId, BTreeSet<LabelId>>,
    pub(super) deleted: BTreeSet<NodeId>,
    pub(super) properties: Overlay,
    pub(super) types: BTreeMap<TypeId, TypePatch>,
}

/// The changes to the relationships of one type.
#[derive(Clone, Debug, Default)]
pub(super) struct TypePatch {
    /// Start and end of the new ones; their local numbers follow the base's.
    pub(super) created: Vec<(NodeId, NodeId)>,
    /// Local numbers, of the base or new.
    pub(super) deleted: BTreeSet<u32>,
    pub(super) out: BTreeMap<NodeId, ListPatch>,
    pub(super) back: BTreeMap<NodeId, ListPatch>,
    pub(super) properties: Overlay,
}

/// The changes to one list of neighbours.
#[derive(Clone, Debug, Default)]
pub(super) struct ListPatch {
    added: BTreeSet<(NodeId, u32)>,
    removed: BTreeSet<(NodeId, u32)>,
}

impl ListPatch {
    pub(super) fn add(&mut self, neighbour: NodeId, local: u32) {
        self.added.insert((neighbour, local));
    }

    pub(super) fn remove(&mut self, neighbour: NodeId, local: u32) {
        // What this transaction added is not in the base.
        if !self.added.remove(&(neighbour, local)) {
            self.removed.insert((neighbour, local));
        }
    }

    /// How many entries the list has when the base has `base`.
    pub(super) fn length(&self, base: usize) -> usize {
        base + self.added.len() - self.removed.len()
    }

    /// The list with its changes, in order.
    pub(super) fn apply(&self, base: Neighbours<'_>) -> Vec<(NodeId, u32)> {
        let mut list = Vec::with_capacity(self.length(base.len()));
        let mut added = self.added.iter().copied().peekable();
        for (node, relationship) in base.iter() {
            let entry = (node, relationship.local);
            while let Some(new) = added.next_if(|&new| new < entry) {
                list.push(new);
            }
            if self.removed.is_empty() || !self.removed.contains(&entry) {
                list.push(entry);
            }
        }
        list.extend(added);
        list
    }
}

impl TypePatch {
    pub(super) fn list(&self, node: NodeId, way: Way) -> Option<&ListPatch> {
        match way {
            Way::Out => self.out.get(&node),
            Way::In => self.back.get(&node),
        }
    }

    pub(super) fn connect(&mut self, start: NodeId, end: NodeId, local: u32) {
        self.created.push((start, end));
        self.out.entry(start).or_default().add(end, local);
        self.back.entry(end).or_default().add(start, local);
    }

    pub(super) fn disconnect(&mut self, start: NodeId, end: NodeId, local: u32) {
        self.deleted.insert(local);
        self.out.entry(start).or_default().remove(end, local);
        self.back.entry(end).or_default().remove(start, local);
    }
}

impl Patch {
    pub(super) fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.deleted.is_empty() && self.properties.is_empty() && self.types.is_empty()
    }

    pub(super) fn node_value(&self, node: NodeId, key: KeyId) -> Option<&Value> {
        self.properties.get(&key)?.get(&node.0)
    }

    pub(super) fn relationship_value(&self, relationship: RelationshipId, key: KeyId) -> Option<&Value> {
        self.types.get(&relationship.kind)?.properties.get(&key)?.get(&relationship.local)
    }
}

/// Sets a value in an overlay.
pub(super) fn set(overlay: &mut Overlay, key: KeyId, id: u32, value: Value) {
    overlay.entry(key).or_default().insert(id, value);
}

/// Values of the base with an overlay on them, in order of keys.
pub(super) fn overlaid(base: Vec<(KeyId, Value)>, overlay: &Overlay, id: u32) -> Vec<(KeyId, Value)> {
    let mut values: BTreeMap<KeyId, Value> = base.into_iter().collect();
    for (&key, changes) in overlay {
        match changes.get(&id) {
            Some(Value::Null) => drop(values.remove(&key)),
            Some(value) => drop(values.insert(key, value.clone())),
            None => {}
        }
    }
    values.into_iter().collect()
}
