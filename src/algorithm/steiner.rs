//! The smallest network that joins some nodes: a Steiner tree.
//!
//! Exact by the algorithm of Dreyfus and Wagner where its work stays within a bound: it grows with 3 to the number of nodes that are joined.
//! Beyond, by Mehlhorn's: at most twice as large as the smallest.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use petgraph::unionfind::UnionFind;

use super::distance::Cost;
use super::{Error, Network};
use crate::limit::Steps;
use crate::value::RelationshipId;

/// The most work for which an exact tree is sought: about a second.
const MOST_WORK: u64 = 100_000_000;

/// A network that joins nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct SteinerTree {
    /// Its relationships, in order of their ids.
    pub relationships: Vec<RelationshipId>,
    /// The sum of their weights.
    pub cost: f64,
    /// Whether no other is smaller; otherwise none is smaller than half of it.
    pub exact: bool,
}

/// The smallest network that joins some nodes of a network that is followed both ways. None where nothing joins them all.
pub fn steiner_tree(network: &Network<'_>, terminals: &[usize]) -> Result<Option<SteinerTree>, Error> {
    steiner_tree_within(network, terminals, MOST_WORK)
}

/// As [`steiner_tree`], exact only where that takes at most so much work.
pub fn steiner_tree_within(network: &Network<'_>, terminals: &[usize], most: u64) -> Result<Option<SteinerTree>, Error> {
    let terminals: Vec<usize> = terminals.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    if terminals.len() < 2 {
        return Ok(Some(SteinerTree { relationships: Vec::new(), cost: 0.0, exact: true }));
    }
    let exact = work(network, terminals.len()).is_some_and(|work| work <= most);
    let places = if exact { exact_places(network, &terminals)? } else { near_places(network, &terminals)? };
    Ok(places.map(|places| {
        let cost = places.iter().map(|place| network.weight(*place)).sum();
        let relationships: BTreeSet<RelationshipId> = places.iter().map(|place| network.relationship(*place)).collect();
        SteinerTree { relationships: relationships.into_iter().collect(), cost, exact }
    }))
}

/// How many steps the exact algorithm takes.
fn work(network: &Network<'_>, terminals: usize) -> Option<u64> {
    let (nodes, others) = (network.len() as u64, u32::try_from(terminals).ok()? - 1);
    let list = network.list(network.len().checked_sub(1)?).end as u64;
    let merges = 3_u64.checked_pow(others)?.checked_mul(nodes)?;
    merges.checked_add(2_u64.checked_pow(others)?.checked_mul(nodes + list)?)
}

/// How the best tree of a set of terminals reaches a node.
#[derive(Clone, Copy, Debug)]
enum Via {
    /// It begins there.
    Start,
    /// From another node over this place.
    Step { from: u32, place: u32 },
    /// It is made of the trees of this set and of the others.
    Merge(u32),
}

/// For each set of terminals (all but the last, bit by bit) and each node the smallest tree that joins them.
fn exact_places(network: &Network<'_>, terminals: &[usize]) -> Result<Option<BTreeSet<usize>>, Error> {
    let Some((&root, others)) = terminals.split_last() else { return Ok(None) };
    let (nodes, sets) = (network.len(), 1_usize << others.len());
    let _held = network.room(3 * sets)?;
    let mut steps = Steps::new(network.guard());
    let mut best = vec![f64::INFINITY; sets * nodes];
    let mut via = vec![Via::Start; sets * nodes];
    for (bit, &terminal) in others.iter().enumerate() {
        best[(1 << bit) * nodes + terminal] = 0.0;
    }
    for set in 1..sets {
        let mut part = (set - 1) & set;
        while part > 0 {
            let rest = set ^ part;
            if part < rest {
                steps.take(nodes)?;
                for node in 0..nodes {
                    let joined = best[part * nodes + node] + best[rest * nodes + node];
                    if joined < best[set * nodes + node] {
                        best[set * nodes + node] = joined;
                        via[set * nodes + node] = Via::Merge(part as u32);
                    }
                }
            }
            part = (part - 1) & set;
        }
        let row = set * nodes..(set + 1) * nodes;
        spread(network, &mut best[row.clone()], &mut via[row], &mut steps)?;
    }
    let all = sets - 1;
    if !best[all * nodes + root].is_finite() {
        return Ok(None);
    }
    let (mut places, mut open) = (BTreeSet::new(), vec![(all, root)]);
    while let Some((set, node)) = open.pop() {
        match via[set * nodes + node] {
            Via::Start => {}
            Via::Step { from, place } => {
                places.insert(place as usize);
                open.push((set, from as usize));
            }
            Via::Merge(part) => open.extend([(part as usize, node), (set ^ part as usize, node)]),
        }
    }
    Ok(Some(places))
}

/// Lets trees grow along relationships while they become smaller so: Dijkstra's algorithm from all nodes at once.
fn spread(network: &Network<'_>, best: &mut [f64], via: &mut [Via], steps: &mut Steps<'_>) -> Result<(), Error> {
    let reached = best.iter().enumerate().filter(|(_, cost)| cost.is_finite());
    let mut heap: BinaryHeap<Reverse<Cost>> = reached.map(|(node, cost)| Reverse(Cost(*cost, node as u32))).collect();
    while let Some(Reverse(Cost(cost, node))) = heap.pop() {
        let node = node as usize;
        if cost > best[node] {
            continue;
        }
        let list = network.list(node);
        steps.take(list.len() + 1)?;
        for place in list {
            let (end, far) = (network.end(place), cost + network.weight(place));
            if far < best[end] {
                best[end] = far;
                via[end] = Via::Step { from: node as u32, place: place as u32 };
                heap.push(Reverse(Cost(far, end as u32)));
            }
        }
    }
    Ok(())
}

/// The shortest ways between the surroundings of the terminals, those that are needed to join all.
fn near_places(network: &Network<'_>, terminals: &[usize]) -> Result<Option<BTreeSet<usize>>, Error> {
    let nodes = network.len();
    let _held = network.room(6)?;
    let mut steps = Steps::new(network.guard());
    let (mut best, mut via) = (vec![f64::INFINITY; nodes], vec![Via::Start; nodes]);
    for &terminal in terminals {
        best[terminal] = 0.0;
    }
    spread(network, &mut best, &mut via, &mut steps)?;
    let back = |mut node: usize, places: &mut BTreeSet<usize>| {
        while let Via::Step { from, place } = via[node] {
            places.insert(place as usize);
            node = from as usize;
        }
        node
    };
    let owner: Vec<usize> = (0..nodes).map(|node| back(node, &mut BTreeSet::new())).collect();
    let mut bridges = Vec::new();
    for node in (0..nodes).filter(|node| best[*node].is_finite()) {
        let list = network.list(node);
        steps.take(list.len() + 1)?;
        for place in list.filter(|place| owner[network.end(*place)] != owner[node]) {
            bridges.push((Cost(best[node] + network.weight(place) + best[network.end(place)], node as u32), place));
        }
    }
    bridges.sort();
    let (mut joined, mut places, mut count) = (UnionFind::<usize>::new(nodes), BTreeSet::new(), 1);
    for (Cost(_, node), place) in bridges {
        let (node, end) = (node as usize, network.end(place));
        if joined.union(owner[node], owner[end]) {
            places.insert(place);
            back(node, &mut places);
            back(end, &mut places);
            count += 1;
        }
    }
    Ok((count == terminals.len()).then_some(places))
}
