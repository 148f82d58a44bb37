//! An immutable snapshot of a graph.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::adjacency::{Neighbours, Way};
use super::bitmap::Bitmap;
use super::catalogue::Catalogue;
use super::column::Column;
use super::index::Index;
use super::label::Labels;
use super::relationships::Relationships;
use super::statistics::Statistics;
use crate::value::{KeyId, LabelId, NodeId, RelationshipId, TypeId, Value};

/// An immutable snapshot of a graph. Cloning it is cheap, and it may be read from many threads; no later commit
/// changes it.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub(super) state: Arc<State>,
}

/// What a snapshot consists of: shared parts, so that the next snapshot copies little.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) catalogue: Arc<Catalogue>,
    /// Node ids are below.
    pub(super) bound: u32,
    pub(super) live: Arc<Bitmap>,
    pub(super) labels: Arc<Labels>,
    pub(super) columns: BTreeMap<KeyId, Arc<Column>>,
    pub(super) types: Vec<Option<Arc<Relationships>>>,
    pub(super) indexes: BTreeMap<(LabelId, KeyId), Arc<Index>>,
    pub(super) statistics: Statistics,
    /// How many nodes there were when the estimates were made.
    pub(super) estimated: u64,
}

impl State {
    pub(super) fn relationships(&self, kind: TypeId) -> Option<&Arc<Relationships>> {
        self.types.get(usize::from(kind.0))?.as_ref()
    }
}

impl Graph {
    /// Whether it is the same snapshot, and not only an equal one.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.state, &other.state)
    }

    pub(super) fn new(state: State) -> Self {
        Self { state: Arc::new(state) }
    }

    /// The names of labels, types and property keys.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.state.catalogue
    }

    /// Exact counts and estimates.
    pub fn statistics(&self) -> &Statistics {
        &self.state.statistics
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> u64 {
        self.state.live.count()
    }

    /// How many relationships there are.
    pub fn relationship_count(&self) -> u64 {
        self.state.statistics.relationships
    }

    /// Node ids are below this bound; below it are holes where nodes were deleted.
    pub fn node_bound(&self) -> u32 {
        self.state.bound
    }

    /// The local numbers of a type's relationships are below this bound.
    pub fn relationship_bound(&self, kind: TypeId) -> u32 {
        self.state.relationships(kind).map_or(0, |relationships| relationships.bound)
    }

    /// Whether a node is there.
    pub fn has_node(&self, node: NodeId) -> bool {
        self.state.live.contains(node.0)
    }

    /// Whether a relationship is there.
    pub fn has_relationship(&self, relationship: RelationshipId) -> bool {
        self.relationship_ends(relationship).is_some()
    }

    /// Whether a node carries a label.
    pub fn has_label(&self, node: NodeId, label: LabelId) -> bool {
        self.state.labels.members(label).is_some_and(|members| members.contains(node.0))
    }

    /// A node's labels, in order of their ids.
    pub fn labels(&self, node: NodeId) -> &[LabelId] {
        if self.has_node(node) { self.state.labels.set(self.state.labels.code(node.0)) } else { &[] }
    }

    /// The label sets by page, and the bitmap of each label.
    pub fn label_sets(&self) -> &Labels {
        &self.state.labels
    }

    /// All nodes, as a bitmap.
    pub fn live(&self) -> &Bitmap {
        &self.state.live
    }

    /// Appends up to `limit` nodes with ids from `from` on, in order, of one label or all; says where to go on.
    pub fn scan(&self, label: Option<LabelId>, from: u32, limit: usize, out: &mut Vec<NodeId>) -> Option<u32> {
        match label {
            None => self.state.live.scan(from, limit, out),
            Some(label) => self.state.labels.members(label)?.scan(from, limit, out),
        }
    }

    /// Appends up to `limit` relationships of a type, by their numbers from `from` on. Gives the number to go on from, none at the
    /// end.
    pub fn scan_relationships(&self, kind: TypeId, from: u32, limit: usize, out: &mut Vec<RelationshipId>) -> Option<u32> {
        let relationships = self.state.relationships(kind)?;
        let relationship = |local| RelationshipId { kind, local };
        if relationships.count == u64::from(relationships.bound) {
            let to = relationships.bound.min(from.saturating_add(limit as u32));
            out.extend((from..to).map(relationship));
            return (to < relationships.bound).then_some(to);
        }
        let full = out.len() + limit;
        for local in from..relationships.bound {
            if out.len() == full {
                return Some(local);
            }
            if relationships.ends.get(local).is_some() {
                out.push(relationship(local));
            }
        }
        None
    }

    /// How many nodes carry a label.
    pub fn count_with_label(&self, label: LabelId) -> u64 {
        self.state.labels.members(label).map_or(0, Bitmap::count)
    }

    /// A node's neighbours along one type in one direction.
    pub fn neighbours(&self, node: NodeId, kind: TypeId, way: Way) -> Neighbours<'_> {
        self.state.relationships(kind).map_or(Neighbours::none(kind), |relationships| relationships.neighbours(node, way))
    }

    /// How many relationships of one type a node has in one direction.
    pub fn degree(&self, node: NodeId, kind: TypeId, way: Way) -> u32 {
        self.neighbours(node, kind, way).len() as u32
    }

    /// Adds to each number how many relationships of one type a node has in one direction. `sums` is as long as `nodes`.
    pub fn add_degrees(&self, nodes: &[NodeId], kind: TypeId, way: Way, sums: &mut [i64]) {
        if let Some(relationships) = self.state.relationships(kind) {
            relationships.lists(way).add_degrees(nodes, sums);
        }
    }

    /// The types that have relationships, ascending.
    pub fn types(&self) -> impl Iterator<Item = TypeId> + '_ {
        self.state.types.iter().flatten().filter(|relationships| relationships.count > 0).map(|relationships| relationships.kind)
    }

    /// The start and the end of a relationship; none if it is not there.
    pub fn relationship_ends(&self, relationship: RelationshipId) -> Option<(NodeId, NodeId)> {
        self.state.relationships(relationship.kind)?.ends.get(relationship.local)
    }

    /// A property of a node; null if it is missing.
    pub fn node_property(&self, node: NodeId, key: KeyId) -> Value {
        self.node_column(key).map_or(Value::Null, |column| column.value(node.0))
    }

    /// A property of a relationship; null if it is missing.
    pub fn relationship_property(&self, relationship: RelationshipId, key: KeyId) -> Value {
        self.relationship_column(relationship.kind, key).map_or(Value::Null, |column| column.value(relationship.local))
    }

    /// A node's properties, in order of their keys' ids.
    pub fn node_properties(&self, node: NodeId) -> Vec<(KeyId, Value)> {
        values_at(&self.state.columns, node.0)
    }

    /// A relationship's properties, in order of their keys' ids.
    pub fn relationship_properties(&self, relationship: RelationshipId) -> Vec<(KeyId, Value)> {
        let relationships = self.state.relationships(relationship.kind);
        relationships.map(|relationships| values_at(&relationships.columns, relationship.local)).unwrap_or_default()
    }

    /// The values of a property over all nodes, by node id.
    pub fn node_column(&self, key: KeyId) -> Option<&Column> {
        self.state.columns.get(&key).map(|column| &**column)
    }

    /// The values of a property over the relationships of a type, by local number.
    pub fn relationship_column(&self, kind: TypeId, key: KeyId) -> Option<&Column> {
        self.state.relationships(kind)?.columns.get(&key).map(|column| &**column)
    }

    /// The keys that any node has, ascending.
    pub fn node_keys(&self) -> impl Iterator<Item = KeyId> + '_ {
        self.state.columns.keys().copied()
    }

    /// The keys that any relationship of a type has, ascending.
    pub fn relationship_keys(&self, kind: TypeId) -> impl Iterator<Item = KeyId> + '_ {
        self.state.relationships(kind).into_iter().flat_map(|relationships| relationships.columns.keys().copied())
    }

    /// The node of a label whose property equals a value, by index. The outer none says that there is no index
    /// for this label and key.
    pub fn seek(&self, label: LabelId, key: KeyId, value: &Value) -> Option<Option<NodeId>> {
        let index = self.state.indexes.get(&(label, key))?;
        Some(self.node_column(key).and_then(|column| index.find(column, value)))
    }

    /// The properties that are unique within a label, and indexed.
    pub fn indexes(&self) -> impl Iterator<Item = (LabelId, KeyId)> + '_ {
        self.state.indexes.keys().copied()
    }

    /// Whether a property is unique within a label, and indexed.
    pub fn has_index(&self, label: LabelId, key: KeyId) -> bool {
        self.state.indexes.contains_key(&(label, key))
    }
}

fn values_at(columns: &BTreeMap<KeyId, Arc<Column>>, index: u32) -> Vec<(KeyId, Value)> {
    columns.iter().map(|(&key, column)| (key, column.value(index))).filter(|(_, value)| !value.is_null()).collect()
}
