//! Exact counts that rewriting rules may rest on, beside estimates that only order plans.

use std::collections::{BTreeMap, BTreeSet};

use super::estimate::Estimates;
use crate::value::{KeyId, LabelId, NodeId, TypeId};

/// What is known of a snapshot. Everything is exact but `properties`. Tests write it by hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Nodes.
    pub nodes: u64,
    /// Relationships of all types.
    pub relationships: u64,
    /// Nodes by label; labels without nodes are left out.
    pub labels: BTreeMap<LabelId, u64>,
    /// By type; types without relationships are left out.
    pub types: BTreeMap<TypeId, TypeStatistics>,
    /// Estimates by label and property.
    pub properties: Estimates,
    /// Properties that are unique within a label, and indexed.
    pub unique: BTreeSet<(LabelId, KeyId)>,
}

/// Exact counts for the relationships of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeStatistics {
    /// Relationships.
    pub count: u64,
    /// Those from a node to itself.
    pub self_loops: u64,
    /// Those that have a predecessor with the same start and end.
    pub parallels: u64,
    /// How many starts carry a label, one per relationship.
    pub starts: BTreeMap<LabelId, u64>,
    /// How many ends carry a label, one per relationship.
    pub ends: BTreeMap<LabelId, u64>,
    /// Outgoing degrees.
    pub out: Degrees,
    /// Incoming degrees.
    pub back: Degrees,
}

/// How many nodes have which degree; nodes of degree 0 are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Degrees {
    /// Nodes by degree.
    pub histogram: BTreeMap<u32, u64>,
}

/// What a sample of a property's values within one label suggests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PropertyEstimate {
    /// Nodes of the label that have the property.
    pub values: f64,
    /// Distinct values.
    pub distinct: f64,
}

impl Statistics {
    /// Nodes with a label.
    pub fn label_count(&self, label: LabelId) -> u64 {
        self.labels.get(&label).copied().unwrap_or_default()
    }

    /// Relationships of a type.
    pub fn type_count(&self, kind: TypeId) -> u64 {
        self.types.get(&kind).map_or(0, |kind| kind.count)
    }

    /// Whether every relationship of a type starts at a node with a label. True if there are none.
    pub fn all_start_at(&self, kind: TypeId, label: LabelId) -> bool {
        self.types.get(&kind).is_none_or(|kind| kind.starts.get(&label) == Some(&kind.count))
    }

    /// Whether every relationship of a type ends at a node with a label. True if there are none.
    pub fn all_end_at(&self, kind: TypeId, label: LabelId) -> bool {
        self.types.get(&kind).is_none_or(|kind| kind.ends.get(&label) == Some(&kind.count))
    }

    /// The share of a label's nodes that one value of a property is expected to have, if anything is known.
    pub fn selectivity(&self, label: LabelId, key: KeyId) -> Option<f64> {
        let nodes = self.label_count(label) as f64;
        if nodes > 0.0 && self.unique.contains(&(label, key)) {
            return Some(1.0 / nodes);
        }
        let estimate = self.properties.get(label, key)?;
        (nodes > 0.0 && estimate.distinct > 0.0).then(|| estimate.values / estimate.distinct / nodes)
    }
}

impl Degrees {
    /// Nodes with at least one relationship.
    pub fn nodes(&self) -> u64 {
        self.histogram.values().sum()
    }

    /// The largest degree.
    pub fn largest(&self) -> u32 {
        self.histogram.last_key_value().map_or(0, |(&degree, _)| degree)
    }

    /// Σ d·(d−1): ordered pairs of different relationships at one node.
    pub fn pairs(&self) -> u128 {
        self.histogram.iter().map(|(&degree, &nodes)| u128::from(degree) * u128::from(degree.saturating_sub(1)) * u128::from(nodes)).sum()
    }

    fn adjust(&mut self, degree: u32, change: Change) {
        if degree > 0 {
            adjust(&mut self.histogram, degree, 1, change);
        }
    }
}

/// Whether a node's share is counted in or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    In,
    Out,
}

/// Counts in or out; what falls to zero is left out.
pub(super) fn adjust<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K, amount: u64, change: Change) {
    match change {
        Change::In => *counts.entry(key).or_default() += amount,
        Change::Out => {
            if let Some(count) = counts.get_mut(&key) {
                *count = count.saturating_sub(amount);
                if *count == 0 {
                    counts.remove(&key);
                }
            }
        }
    }
}

impl TypeStatistics {
    /// Counts in or out the relationships that start at a node.
    pub(super) fn tally_starts(&mut self, node: NodeId, labels: &[LabelId], ends: &[NodeId], change: Change) {
        if ends.is_empty() {
            return;
        }
        let degree = ends.len() as u64;
        let loops = ends.iter().filter(|&&end| end == node).count() as u64;
        let parallels = ends.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64;
        match change {
            Change::In => {
                self.count += degree;
                self.self_loops += loops;
                self.parallels += parallels;
            }
            Change::Out => {
                self.count -= degree;
                self.self_loops -= loops;
                self.parallels -= parallels;
            }
        }
        for &label in labels {
            adjust(&mut self.starts, label, degree, change);
        }
        self.out.adjust(degree as u32, change);
    }

    /// Counts in or out the relationships that end at a node.
    pub(super) fn tally_ends(&mut self, labels: &[LabelId], degree: usize, change: Change) {
        if degree == 0 {
            return;
        }
        for &label in labels {
            adjust(&mut self.ends, label, degree as u64, change);
        }
        self.back.adjust(degree as u32, change);
    }
}
