//! What a merge has created, by the values that a later row would find it by.

use std::collections::HashMap;

use super::create::Pattern;
use crate::execute::{Batch, Column};
use crate::plan::{NewPattern, Plan, Properties};
use crate::text::Name;
use crate::value::{Direction, Grouped, Value, equals};

/// The variables of each pattern that was created, by its bound nodes and its properties.
#[derive(Debug, Default)]
pub struct Made(HashMap<Key, Batch<'static>>);

/// Bound nodes, then properties, in order.
pub type Key = Vec<Grouped>;

/// How what was created for one row is told to be what another row looks for: bound nodes and properties are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// Each at its own place.
    InOrder,
    /// Also if the two bound nodes have changed places: a relationship between them has either direction.
    EitherWay,
}

impl Made {
    /// Whether, and how, a pattern that was created for one row can be told to match for another. What is created besides
    /// bound nodes is connected to nothing else, and no later row is bound to it, so that this holds of
    ///
    /// - one node;
    /// - one relationship, unless it has either direction between two new nodes, each of which could be at its other end;
    /// - two relationships of one new node with bound ones, if they differ in type or direction, so that neither could be
    ///   taken for the other.
    pub fn tells(pattern: &NewPattern, inner: &Plan) -> Option<Tells> {
        let mut either = false;
        inner.visit(&mut |operator| {
            either |= match operator {
                Plan::Expand { hop, .. } | Plan::ExpandPath { hop, .. } => hop.direction == Direction::Both,
                Plan::Intersect { hops, .. } => hops.iter().any(|hop| hop.direction == Direction::Both),
                _ => false,
            };
        });
        let each = |properties: &Properties| matches!(properties, Properties::Each(_));
        if !pattern.properties().all(each) {
            return None;
        }
        let bound = |name: &Name| pattern.nodes.iter().all(|node| node.variable != *name);
        match &pattern.relationships[..] {
            [] => Some(Tells::InOrder),
            [_] if !either => Some(Tells::InOrder),
            [one] => match (bound(&one.from), bound(&one.to)) {
                (true, true) => Some(Tells::EitherWay),
                (false, false) => None,
                _ => Some(Tells::InOrder),
            },
            [one, other] if !either && pattern.nodes.len() == 1 => {
                let star = [one, other].iter().all(|relationship| bound(&relationship.from) != bound(&relationship.to));
                let differ = one.kind.name != other.kind.name || bound(&one.from) != bound(&other.from);
                (star && differ).then_some(Tells::InOrder)
            }
            _ => None,
        }
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
    pub fn insert(&mut self, key: Key, created: Batch<'static>, tells: Tells) {
        if tells == Tells::EitherWay {
            // The bound nodes are first.
            let mut swapped = key.clone();
            swapped.swap(0, 1);
            self.0.insert(swapped, created.clone());
        }
        self.0.insert(key, created);
    }
}
