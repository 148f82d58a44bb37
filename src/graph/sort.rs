//! Bringing loaded relationships into (start, end) order and both adjacency tables.

use std::sync::Arc;

use super::adjacency::{Adjacency, Locals, Neighbours};
use super::page::PAGE;
use super::relationships::{Ends, Relationships};
use crate::value::{NodeId, TypeId};

/// Where each node's group begins among things grouped by node: one more than nodes.
fn group(nodes: &[NodeId], bound: u32) -> Vec<u32> {
    let mut begins = vec![0_u32; bound as usize + 1];
    for node in nodes {
        begins[node.0 as usize + 1] += 1;
    }
    let mut sum = 0;
    for begin in &mut begins {
        sum += *begin;
        *begin = sum;
    }
    begins
}

fn pair(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

fn is_sorted(starts: &[NodeId], ends: &[NodeId]) -> bool {
    let pairs = || starts.iter().zip(ends);
    pairs().zip(pairs().skip(1)).all(|(before, after)| before <= after)
}

/// Relationships of one type from their starts and ends in order of arrival, all below `bound`. Also gives the
/// arrival number by local number, or none if the order of arrival is the order of numbers.
pub(super) fn arrange(kind: TypeId, starts: Vec<NodeId>, mut ends: Vec<NodeId>, bound: u32) -> (Relationships, Option<Vec<u32>>) {
    let begins = group(&starts, bound);
    let order = if is_sorted(&starts, &ends) {
        None
    } else {
        let order;
        (ends, order) = sort(&starts, ends, &begins);
        Some(order)
    };
    let count = starts.len();
    drop(starts);
    let mut sources = Ends::default();
    for (node, range) in begins.windows(2).enumerate() {
        for &end in &ends[range[0] as usize..range[1] as usize] {
            sources.push(NodeId(node as u32), end);
        }
    }
    sources.trim();
    let out = table(&begins, |begin, end| Neighbours { nodes: &ends[begin..end], locals: Locals::Run(begin as u32), kind });
    let back = reverse(kind, &begins, &ends, bound);
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
fn sort(starts: &[NodeId], ends: Vec<NodeId>, begins: &[u32]) -> (Vec<NodeId>, Vec<u32>) {
    let mut next = begins.to_vec();
    let mut grouped = vec![0_u64; ends.len()];
    for (arrival, (start, end)) in starts.iter().zip(&ends).enumerate() {
        let place = &mut next[start.0 as usize];
        grouped[*place as usize] = pair(end.0, arrival as u32);
        *place += 1;
    }
    let mut sorted = ends;
    for range in begins.windows(2) {
        grouped[range[0] as usize..range[1] as usize].sort_unstable();
    }
    for (end, &entry) in sorted.iter_mut().zip(&grouped) {
        *end = NodeId((entry >> 32) as u32);
    }
    let order = grouped.iter().map(|&entry| entry as u32).collect();
    (sorted, order)
}

/// The other direction. Going through the relationships in order of their numbers leaves each list in order.
fn reverse(kind: TypeId, begins: &[u32], ends: &[NodeId], bound: u32) -> Adjacency {
    let targets = group(ends, bound);
    let mut next = targets.clone();
    let mut sources = vec![NodeId(0); ends.len()];
    let mut locals = vec![0_u32; ends.len()];
    for (start, range) in begins.windows(2).enumerate() {
        for local in range[0]..range[1] {
            let place = &mut next[ends[local as usize].0 as usize];
            sources[*place as usize] = NodeId(start as u32);
            locals[*place as usize] = local;
            *place += 1;
        }
    }
    drop(next);
    table(&targets, |begin, end| Neighbours { nodes: &sources[begin..end], locals: Locals::Each(&locals[begin..end]), kind })
}

/// Pages of neighbour lists, from where each node's list begins and what stands there.
fn table<'a>(begins: &[u32], get: impl Fn(usize, usize) -> Neighbours<'a>) -> Adjacency {
    let mut table = Adjacency::default();
    let last = begins.iter().rposition(|begin| begin != begins.last().unwrap_or(begin)).map_or(0, |last| last + 1);
    for page in begins[..last].chunks(PAGE).enumerate() {
        let base = page.0 * PAGE;
        table.push(page.1.len(), |slot| get(begins[base + slot] as usize, begins[base + slot + 1] as usize));
    }
    table
}
