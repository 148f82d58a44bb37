//! Unique indexes: from the value of a property to the one node of a label that has it.

use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::Arc;

use hashbrown::HashTable;

use super::column::Column;
use crate::value::{NodeId, Value};

/// Entries that a shard should have: a change copies one shard.
const SHARD: usize = 1024;

/// Nodes by the value of one property, in shards that snapshots share. It holds only ids; the values stand in
/// the column.
#[derive(Clone, Debug)]
pub(super) struct Index {
    shards: Vec<Arc<HashTable<u32>>>,
    hasher: RandomState,
    count: usize,
}

/// The integer that a float is equal to, so that 1 and 1.0 are one key.
fn whole(float: f64) -> Option<i64> {
    let integer = float as i64;
    (integer as f64 == float && integer != i64::MAX).then_some(integer)
}

/// Whether two values are one key: equal, with 1 the same as 1.0. Null and NaN are no keys.
pub(super) fn same_key(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => false,
        (Value::Float(left), Value::Float(right)) => left == right,
        (Value::Integer(integer), Value::Float(float)) | (Value::Float(float), Value::Integer(integer)) => whole(*float) == Some(*integer),
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right.iter()).all(|(left, right)| same_key(left, right))
        }
        _ => left == right,
    }
}

/// Whether a value can be found through an index at all.
pub(super) fn is_key(value: &Value) -> bool {
    match value {
        Value::Null | Value::Map(_) | Value::Path(_) | Value::Node(_) | Value::Relationship(_) => false,
        Value::Float(float) => !float.is_nan(),
        Value::List(items) => items.iter().all(is_key),
        _ => true,
    }
}

fn feed(value: &Value, state: &mut impl Hasher) {
    match value {
        Value::Integer(integer) => (1_u8, integer).hash(state),
        Value::Float(float) => match whole(*float) {
            Some(integer) => (1_u8, integer).hash(state),
            None => (2_u8, float.to_bits()).hash(state),
        },
        Value::Boolean(truth) => (3_u8, truth).hash(state),
        Value::String(text) => (4_u8, text).hash(state),
        Value::Date(date) => (5_u8, date).hash(state),
        Value::LocalTime(time) => (6_u8, time).hash(state),
        Value::Time(time) => (7_u8, time).hash(state),
        Value::LocalDateTime(time) => (8_u8, time).hash(state),
        Value::DateTime(time) => (9_u8, time).hash(state),
        Value::Duration(duration) => (10_u8, duration).hash(state),
        Value::List(items) => {
            (11_u8, items.len()).hash(state);
            items.iter().for_each(|item| feed(item, state));
        }
        Value::Null | Value::Map(_) | Value::Path(_) | Value::Node(_) | Value::Relationship(_) => 0_u8.hash(state),
    }
}

/// A value's hash; equal for values that are one key.
pub(super) fn hash_key(hasher: &impl BuildHasher, value: &Value) -> u64 {
    let mut state = hasher.build_hasher();
    feed(value, &mut state);
    state.finish()
}

impl Index {
    /// An empty index for about so many entries.
    pub(super) fn for_entries(entries: usize) -> Self {
        let shards = entries.div_ceil(SHARD).max(1).next_power_of_two();
        let shard = || Arc::new(HashTable::with_capacity(entries.div_ceil(shards)));
        Self { shards: std::iter::repeat_with(shard).take(shards).collect(), hasher: RandomState::new(), count: 0 }
    }

    /// How the shards are chosen: by bits that the tables themselves do not look at first.
    fn shard(&self, hash: u64) -> usize {
        (hash >> 32) as usize & (self.shards.len() - 1)
    }

    /// The node whose column value is this key.
    pub(super) fn find(&self, column: &Column, value: &Value) -> Option<NodeId> {
        if !is_key(value) {
            return None;
        }
        let hash = hash_key(&self.hasher, value);
        self.shards[self.shard(hash)].find(hash, |&node| same_key(&column.value(node), value)).map(|&node| NodeId(node))
    }

    /// Adds a node by its value in the column; gives the other node if there is one with that value.
    pub(super) fn insert(&mut self, column: &Column, node: NodeId) -> Option<NodeId> {
        let value = column.value(node.0);
        if !is_key(&value) {
            return None;
        }
        let hash = hash_key(&self.hasher, &value);
        let shard = self.shard(hash);
        if let Some(&other) = self.shards[shard].find(hash, |&other| same_key(&column.value(other), &value)) {
            return (other != node.0).then_some(NodeId(other));
        }
        let hasher = &self.hasher;
        Arc::make_mut(&mut self.shards[shard]).insert_unique(hash, node.0, |&other| hash_key(hasher, &column.value(other)));
        self.count += 1;
        None
    }

    /// Takes a node out by the value that it had.
    pub(super) fn remove(&mut self, value: &Value, node: NodeId) {
        if !is_key(value) {
            return;
        }
        let hash = hash_key(&self.hasher, value);
        let shard = self.shard(hash);
        if let Ok(entry) = Arc::make_mut(&mut self.shards[shard]).find_entry(hash, |&other| other == node.0) {
            entry.remove();
            self.count -= 1;
        }
    }

    /// Whether the shards have grown so long that the index should be made again.
    pub(super) fn is_crowded(&self) -> bool {
        self.count > self.shards.len() * SHARD * 4
    }
}
