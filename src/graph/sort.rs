//! Bringing loaded relationships into (start, end) order and both adjacency tables.

use std::ops::Range;
use std::sync::Arc;

use super::adjacency::{Adjacency, Locals, Neighbours};
use super::page::PAGE;
use super::relationships::{Ends, Relationships};
use crate::value::{NodeId, TypeId};

/// Things grouped by node.
#[derive(Clone)]
struct Groups {
    /// The first node with a group. A type mostly joins nodes of few labels, which lie close together.
    first: u32,
    /// Where the group of each node from there on begins; one more than nodes.
    begins: Vec<u32>,
}

impl Groups {
    fn of(nodes: &[NodeId]) -> Self {
        let (first, last) = nodes.iter().fold((u32::MAX, 0), |(first, last), node| (first.min(node.0), last.max(node.0)));
        let Some(span) = last.checked_sub(first) else { return Self { first: 0, begins: vec![0] } };
        let mut begins = vec![0_u32; span as usize + 2];
        for node in nodes {
            begins[(node.0 - first) as usize + 1] += 1;
        }
        let mut sum = 0;
        for begin in &mut begins {
            sum += *begin;
            *begin = sum;
        }
        Self { first, begins }
    }

    /// Where a node's group begins.
    fn begin(&mut self, node: NodeId) -> &mut u32 {
        &mut self.begins[(node.0 - self.first) as usize]
    }

    /// Each node with its group.
    fn iter(&self) -> impl Iterator<Item = (NodeId, Range<usize>)> {
        self.begins.windows(2).zip(self.first..).map(|(range, node)| (NodeId(node), range[0] as usize..range[1] as usize))
    }

    /// The group of a node; empty for a node without one.
    fn get(&self, node: usize) -> Range<usize> {
        let at = node.wrapping_sub(self.first as usize);
        match (self.begins.get(at), self.begins.get(at.wrapping_add(1))) {
            (Some(&begin), Some(&end)) => begin as usize..end as usize,
            _ => 0..0,
        }
    }
}

fn pair(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

fn is_sorted(starts: &[NodeId], ends: &[NodeId]) -> bool {
    let pairs = || starts.iter().zip(ends);
    pairs().zip(pairs().skip(1)).all(|(before, after)| before <= after)
}

/// Relationships of one type from their starts and ends in order of arrival. Also gives the arrival number by local
/// number, or none if the order of arrival is the order of numbers.
pub(super) fn arrange(kind: TypeId, starts: Vec<NodeId>, mut ends: Vec<NodeId>) -> (Relationships, Option<Vec<u32>>) {
    let groups = Groups::of(&starts);
    let order = if is_sorted(&starts, &ends) {
        None
    } else {
        let order;
        (ends, order) = sort(&starts, ends, &groups);
        Some(order)
    };
    let count = starts.len();
    drop(starts);
    let mut sources = Ends::default();
    sources.reserve(count);
    for (node, group) in groups.iter() {
        for &end in &ends[group] {
            sources.push(node, end);
        }
    }
    sources.trim();
    let out = table(&groups, |group| Neighbours { locals: Locals::Run(group.start as u32), nodes: &ends[group], kind });
    let back = reverse(kind, &groups, &ends);
    let relationships = Relationships {
        kind,
        bound: count as u32,
        count: count as u64,
        out: Arc::new(out),
        back: Arc::new(back),
        ends: Arc::new(sources),
        ..Relationships::new(kind)
    };
    (relationships, order)
}

/// Ends grouped by start and ordered within each group, with their arrival numbers. One scatter into groups, then
/// a sort of each group, which is short and in the cache.
fn sort(starts: &[NodeId], ends: Vec<NodeId>, groups: &Groups) -> (Vec<NodeId>, Vec<u32>) {
    let mut next = groups.clone();
    let mut grouped = vec![0_u64; ends.len()];
    for (arrival, (&start, end)) in starts.iter().zip(&ends).enumerate() {
        let place = next.begin(start);
        grouped[*place as usize] = pair(end.0, arrival as u32);
        *place += 1;
    }
    let mut sorted = ends;
    for (_, group) in groups.iter() {
        grouped[group].sort_unstable();
    }
    for (end, &entry) in sorted.iter_mut().zip(&grouped) {
        *end = NodeId((entry >> 32) as u32);
    }
    let order = grouped.iter().map(|&entry| entry as u32).collect();
    (sorted, order)
}

/// The other direction. Going through the relationships in order of their numbers leaves each list in order.
fn reverse(kind: TypeId, groups: &Groups, ends: &[NodeId]) -> Adjacency {
    let targets = Groups::of(ends);
    let mut next = targets.clone();
    let mut sources = vec![NodeId(0); ends.len()];
    let mut locals = vec![0_u32; ends.len()];
    for (start, group) in groups.iter() {
        for local in group {
            let place = next.begin(ends[local]);
            sources[*place as usize] = start;
            locals[*place as usize] = local as u32;
            *place += 1;
        }
    }
    drop(next);
    table(&targets, |group| Neighbours { nodes: &sources[group.clone()], locals: Locals::Each(&locals[group]), kind })
}

/// Pages of neighbour lists, from the group of each node and what stands there.
fn table<'a>(groups: &Groups, get: impl Fn(Range<usize>) -> Neighbours<'a>) -> Adjacency {
    let mut table = Adjacency::default();
    let (first, count) = (groups.first as usize, groups.begins.len() - 1);
    for page in 0..(first + count).div_ceil(PAGE) {
        let base = page * PAGE;
        let slots = first.saturating_sub(base).min(PAGE)..(first + count - base).min(PAGE);
        table.push(slots, |slot| get(groups.get(base + slot)));
    }
    table
}
