//! What a merge has created, by the values that a later row would find it by.

use std::collections::HashMap;

use super::create::Pattern;
use crate::execute::{Batch, Column};
use crate::plan::{NewPattern, Plan, Properties};
use crate::value::{Direction, Grouped, Value, equals};

/// The variables of each pattern that was created, by its bound nodes and its properties.
#[derive(Debug, Default)]
pub struct Made(HashMap<Key, Batch<'static>>);

/// Bound nodes, then properties, in order.
pub type Key = Vec<Grouped>;

impl Made {
    /// Whether a pattern that was created for one row matches for another exactly if bound nodes and properties are
    /// equal. That holds of one node, and of one relationship: what is created besides is connected to nothing else. A
    /// relationship in either direction could be found from both ends of what was created.
    pub fn tells(pattern: &NewPattern, inner: &Plan) -> bool {
        let mut either = false;
        inner.visit(&mut |operator| {
            if let Plan::Expand { hop, .. } | Plan::ExpandPath { hop, .. } = operator {
                either |= hop.direction == Direction::Both;
            }
            if let Plan::Intersect { hops, .. } = operator {
                either |= hops.iter().any(|hop| hop.direction == Direction::Both);
            }
        });
        let each = |properties: &Properties| matches!(properties, Properties::Each(_));
        pattern.relationships.len() <= 1 && !either && pattern.properties().all(each)
    }

    /// The key of a row; none if a value equals nothing, as null and NaN do.
    pub fn key(pattern: &Pattern, outer: &Batch<'_>, row: usize, values: &[Vec<Column>]) -> Option<Key> {
        let properties = values.iter().flatten().map(|column| column.value(row));
        let findable = |value: &Value| equals(value, value) == Some(true);
        pattern.bound(outer, row).chain(properties).map(|value| findable(&value).then_some(Grouped(value))).collect()
    }

    /// What was created with this key.
    pub fn get(&self, key: &Key) -> Option<Batch<'static>> {
        self.0.get(key).cloned()
    }

    /// Keeps what was created.
    pub fn insert(&mut self, key: Key, created: Batch<'static>) {
        self.0.insert(key, created);
    }
}
