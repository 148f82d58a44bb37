//! Changes to a graph that are published together or not at all.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::RandomState;
use std::sync::Arc;

use super::adjacency::Way;
use super::builder::LIMIT;
use super::catalogue::Catalogue;
use super::error::Error;
use super::index::{hash_key, is_key, same_key};
use super::merge::merge;
use super::patch::{Patch, TypePatch, overlaid, set};
use super::snapshot::Graph;
use super::store::{Store, Turn};
use super::touched::Touched;
use crate::value::{KeyId, LabelId, NodeId, RelationshipId, TypeId, Value, unstorable};

/// Nodes that got an indexed value during a transaction, by its hash. They are looked at again when found.
type Candidates = BTreeMap<(LabelId, KeyId), HashMap<u64, Vec<NodeId>>>;

/// A writer's own version of a graph. Its methods read and change that version; others see nothing of it before
/// `commit`. Dropping it rolls it back.
#[derive(Debug)]
pub struct Transaction<'s> {
    base: Graph,
    bound: u32,
    patch: Patch,
    candidates: Candidates,
    hasher: RandomState,
    /// What was touched before the last snapshot.
    touched: Touched,
    /// Where to publish.
    turn: Option<Turn<&'s Store>>,
}

impl Graph {
    /// A transaction on this snapshot. Its commit gives a new snapshot and publishes nothing.
    pub fn begin(&self) -> Transaction<'static> {
        Transaction::on(self.clone(), None)
    }
}

impl<'s> Transaction<'s> {
    fn on(base: Graph, turn: Option<Turn<&'s Store>>) -> Self {
        let bound = base.node_bound();
        Self {
            base,
            bound,
            patch: Patch::default(),
            candidates: Candidates::new(),
            hasher: RandomState::new(),
            touched: Touched::default(),
            turn,
        }
    }

    pub(super) fn in_store(base: Graph, turn: Turn<&'s Store>) -> Self {
        Self::on(base, Some(turn))
    }

    /// The names of labels, types and property keys.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        self.base.catalogue()
    }

    /// Publishes the changes in one step and gives the new snapshot.
    #[must_use = "without a store, the new snapshot is the only result"]
    pub fn commit(mut self) -> Graph {
        let graph = self.snapshot();
        if let Some(turn) = &self.turn {
            turn.publish(graph.clone());
        }
        graph
    }

    /// Forgets all changes.
    pub fn rollback(self) {}

    /// The transaction's version as a snapshot of its own, not published. Ids stay.
    pub fn snapshot(&mut self) -> Graph {
        if !self.patch.is_empty() {
            self.touched.add(&self.patch, &self.base);
            self.base = merge(&self.base, &std::mem::take(&mut self.patch), self.bound);
            self.candidates.clear();
        }
        self.base.clone()
    }
}

/// Reading the transaction's own version.
impl Transaction<'_> {
    /// Node ids are below this bound.
    pub fn node_bound(&self) -> u32 {
        self.bound
    }

    /// Whether a node is there.
    pub fn has_node(&self, node: NodeId) -> bool {
        let known = self.base.has_node(node) || (self.base.node_bound()..self.bound).contains(&node.0);
        known && !self.patch.deleted.contains(&node)
    }

    /// A node's labels, in order of their ids.
    pub fn labels(&self, node: NodeId) -> Vec<LabelId> {
        match self.patch.labels.get(&node) {
            _ if !self.has_node(node) => Vec::new(),
            Some(labels) => labels.iter().copied().collect(),
            None => self.base.labels(node).to_vec(),
        }
    }

    /// Whether a node carries a label.
    pub fn has_label(&self, node: NodeId, label: LabelId) -> bool {
        match self.patch.labels.get(&node) {
            Some(labels) => labels.contains(&label) && self.has_node(node),
            None => self.base.has_label(node, label) && self.has_node(node),
        }
    }

    /// A property of a node; null if it is missing.
    pub fn node_property(&self, node: NodeId, key: KeyId) -> Value {
        self.patch.node_value(node, key).cloned().unwrap_or_else(|| self.base.node_property(node, key))
    }

    /// A node's properties, in order of their keys' ids.
    pub fn node_properties(&self, node: NodeId) -> Vec<(KeyId, Value)> {
        overlaid(self.base.node_properties(node), &self.patch.properties, node.0)
    }

    /// The start and the end of a relationship; none if it is not there.
    pub fn relationship_ends(&self, relationship: RelationshipId) -> Option<(NodeId, NodeId)> {
        let Some(patch) = self.patch.types.get(&relationship.kind) else {
            return self.base.relationship_ends(relationship);
        };
        if patch.deleted.contains(&relationship.local) {
            return None;
        }
        match relationship.local.checked_sub(self.base.relationship_bound(relationship.kind)) {
            None => self.base.relationship_ends(relationship),
            Some(new) => patch.created.get(new as usize).copied(),
        }
    }

    /// A property of a relationship; null if it is missing.
    pub fn relationship_property(&self, relationship: RelationshipId, key: KeyId) -> Value {
        let changed = self.patch.relationship_value(relationship, key).cloned();
        changed.unwrap_or_else(|| self.base.relationship_property(relationship, key))
    }

    /// A relationship's properties, in order of their keys' ids.
    pub fn relationship_properties(&self, relationship: RelationshipId) -> Vec<(KeyId, Value)> {
        let base = self.base.relationship_properties(relationship);
        match self.patch.types.get(&relationship.kind) {
            Some(patch) => overlaid(base, &patch.properties, relationship.local),
            None => base,
        }
    }

    /// The types that may have relationships, ascending.
    pub fn types(&self) -> Vec<TypeId> {
        let mut types: Vec<TypeId> = self.base.types().chain(self.patch.types.keys().copied()).collect();
        types.sort_unstable();
        types.dedup();
        types
    }

    /// A node's neighbours along one type in one direction, ordered by (neighbour, relationship).
    pub fn neighbours(&self, node: NodeId, kind: TypeId, way: Way) -> Vec<(NodeId, RelationshipId)> {
        let base = self.base.neighbours(node, kind, way);
        let list = self.patch.types.get(&kind).and_then(|patch| patch.list(node, way));
        let Some(list) = list else {
            return base.iter().collect();
        };
        list.apply(base).into_iter().map(|(other, local)| (other, RelationshipId { kind, local })).collect()
    }

    /// How many relationships of one type a node has in one direction.
    pub fn degree(&self, node: NodeId, kind: TypeId, way: Way) -> u32 {
        let base = self.base.neighbours(node, kind, way).len();
        let list = self.patch.types.get(&kind).and_then(|patch| patch.list(node, way));
        list.map_or(base, |list| list.length(base)) as u32
    }

    /// What was created or changed, as far as it is still there.
    pub fn touched(&self) -> Touched {
        let mut touched = self.touched.clone();
        touched.add(&self.patch, &self.base);
        touched.nodes.retain(|node| self.has_node(*node));
        touched.relabelled.retain(|node| self.has_node(*node));
        touched.relationships.retain(|relationship| self.relationship_ends(*relationship).is_some());
        touched
    }

    /// The node of a label whose property equals a value, by index; the outer none says that there is no index.
    pub fn seek(&self, label: LabelId, key: KeyId, value: &Value) -> Option<Option<NodeId>> {
        let old = self.base.seek(label, key, value)?;
        let new = self.candidates.get(&(label, key)).and_then(|found| found.get(&hash_key(&self.hasher, value)));
        let is_it = |node: &NodeId| self.has_label(*node, label) && same_key(&self.node_property(*node, key), value);
        Some(old.into_iter().chain(new.into_iter().flatten().copied()).find(is_it))
    }
}

/// Changing it.
impl Transaction<'_> {
    /// Adds a node with labels.
    pub fn create_node(&mut self, labels: &[LabelId]) -> Result<NodeId, Error> {
        if self.bound == LIMIT {
            return Err(Error::TooManyNodes { limit: LIMIT });
        }
        let node = NodeId(self.bound);
        self.bound += 1;
        self.patch.labels.insert(node, labels.iter().copied().collect());
        Ok(node)
    }

    /// Adds a relationship.
    pub fn create_relationship(&mut self, kind: TypeId, start: NodeId, end: NodeId) -> Result<RelationshipId, Error> {
        self.need_node(start)?;
        self.need_node(end)?;
        let base = self.base.relationship_bound(kind);
        let created = self.patch.types.get(&kind).map_or(0, |patch| patch.created.len()) as u32;
        let local = base.checked_add(created).filter(|&local| local < LIMIT);
        let local = local.ok_or_else(|| Error::TooManyRelationships { kind: self.catalogue().type_name(kind), limit: LIMIT })?;
        self.type_patch(kind).connect(start, end, local);
        Ok(RelationshipId { kind, local })
    }

    /// Deletes a node, which must have no relationships.
    pub fn delete_node(&mut self, node: NodeId) -> Result<(), Error> {
        self.need_node(node)?;
        let count = self.relationships_of(node).len() as u64;
        if count > 0 {
            return Err(Error::StillConnected { node, count });
        }
        for (key, _) in self.node_properties(node) {
            set(&mut self.patch.properties, key, node.0, Value::Null);
        }
        self.patch.deleted.insert(node);
        Ok(())
    }

    /// Deletes a node and its relationships; gives these.
    pub fn detach_delete_node(&mut self, node: NodeId) -> Result<Vec<RelationshipId>, Error> {
        self.need_node(node)?;
        let relationships = self.relationships_of(node);
        for &relationship in &relationships {
            self.delete_relationship(relationship)?;
        }
        self.delete_node(node)?;
        Ok(relationships)
    }

    /// Deletes a relationship.
    pub fn delete_relationship(&mut self, relationship: RelationshipId) -> Result<(), Error> {
        let (start, end) = self.need_relationship(relationship)?;
        let properties = self.relationship_properties(relationship);
        let patch = self.type_patch(relationship.kind);
        for (key, _) in properties {
            set(&mut patch.properties, key, relationship.local, Value::Null);
        }
        patch.disconnect(start, end, relationship.local);
        Ok(())
    }

    /// Sets a property of a node; null removes it.
    pub fn set_node_property(&mut self, node: NodeId, key: KeyId, value: Value) -> Result<(), Error> {
        self.need_node(node)?;
        self.need_storable(key, &value)?;
        for label in self.labels(node) {
            self.claim(label, key, &value, node)?;
        }
        set(&mut self.patch.properties, key, node.0, value);
        Ok(())
    }

    /// Sets a property of a relationship; null removes it.
    pub fn set_relationship_property(&mut self, relationship: RelationshipId, key: KeyId, value: Value) -> Result<(), Error> {
        self.need_relationship(relationship)?;
        self.need_storable(key, &value)?;
        set(&mut self.type_patch(relationship.kind).properties, key, relationship.local, value);
        Ok(())
    }

    /// Adds a label to a node.
    pub fn add_label(&mut self, node: NodeId, label: LabelId) -> Result<(), Error> {
        self.need_node(node)?;
        if self.has_label(node, label) {
            return Ok(());
        }
        let keys: Vec<KeyId> = self.base.indexes().filter(|(other, _)| *other == label).map(|(_, key)| key).collect();
        for key in keys {
            let value = self.node_property(node, key);
            self.claim(label, key, &value, node)?;
        }
        self.own_labels(node).insert(label);
        Ok(())
    }

    /// Takes a label from a node.
    pub fn remove_label(&mut self, node: NodeId, label: LabelId) -> Result<(), Error> {
        self.need_node(node)?;
        if self.has_label(node, label) {
            self.own_labels(node).remove(&label);
        }
        Ok(())
    }
}

impl Transaction<'_> {
    fn type_patch(&mut self, kind: TypeId) -> &mut TypePatch {
        self.patch.types.entry(kind).or_default()
    }

    fn own_labels(&mut self, node: NodeId) -> &mut BTreeSet<LabelId> {
        let base = &self.base;
        self.patch.labels.entry(node).or_insert_with(|| base.labels(node).iter().copied().collect())
    }

    /// All relationships of a node, each once.
    pub fn relationships_of(&self, node: NodeId) -> Vec<RelationshipId> {
        let mut all = Vec::new();
        for kind in self.types() {
            all.extend(self.neighbours(node, kind, Way::Out).into_iter().map(|(_, relationship)| relationship));
            let back = self.neighbours(node, kind, Way::In).into_iter();
            all.extend(back.filter(|(other, _)| *other != node).map(|(_, relationship)| relationship));
        }
        all
    }

    fn need_node(&self, node: NodeId) -> Result<(), Error> {
        if self.has_node(node) { Ok(()) } else { Err(Error::UnknownNode { node }) }
    }

    fn need_relationship(&self, relationship: RelationshipId) -> Result<(NodeId, NodeId), Error> {
        let unknown = || Error::UnknownRelationship { relationship, kind: self.catalogue().type_name(relationship.kind) };
        self.relationship_ends(relationship).ok_or_else(unknown)
    }

    fn need_storable(&self, key: KeyId, value: &Value) -> Result<(), Error> {
        match unstorable(value) {
            None => Ok(()),
            Some(found) => Err(Error::NotStorable { key: self.catalogue().key_name(key), found }),
        }
    }

    /// Takes a value of a unique property for a node, unless another node has it.
    fn claim(&mut self, label: LabelId, key: KeyId, value: &Value, node: NodeId) -> Result<(), Error> {
        if !is_key(value) || !self.base.has_index(label, key) {
            return Ok(());
        }
        match self.seek(label, key, value).flatten() {
            Some(first) if first != node => Err(Error::duplicate(self.catalogue(), label, key, value, first, node)),
            _ => {
                let hash = hash_key(&self.hasher, value);
                self.candidates.entry((label, key)).or_default().entry(hash).or_default().push(node);
                Ok(())
            }
        }
    }
}
