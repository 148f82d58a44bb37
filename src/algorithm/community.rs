//! Communities by the method of Louvain: groups within which more is joined than chance would join.

use std::collections::BTreeMap;

use super::{Error, Network};
use crate::limit::{Guard, Held, Steps};

/// Groups as nodes, joined by the sum of what joins their members.
#[derive(Debug)]
struct Level<'g> {
    /// The other nodes that each is joined to, with the weight.
    lists: Vec<Vec<(u32, f64)>>,
    /// The weight of what joins each to itself, counted from both ends.
    loops: Vec<f64>,
    _held: Held<'g>,
}

/// A gain smaller than this, relative to all weight, is rounding.
const LEAST: f64 = 1e-12;

/// The community of each node, by position; communities are numbered in the order of their first nodes. The network must be
/// followed both ways; weights say how strong relationships are. A higher `resolution` gives smaller communities.
pub fn communities(network: &Network<'_>, resolution: f64) -> Result<Vec<u32>, Error> {
    let guard = network.guard();
    let _held = network.room(4)?;
    let mut steps = Steps::new(guard);
    let mut level = first_level(network)?;
    let mut of: Vec<u32> = (0..network.len() as u32).collect();
    loop {
        let (groups, moved) = gather(&level, resolution, &mut steps)?;
        let (groups, count) = renumbered(&groups);
        for group in &mut of {
            *group = groups[*group as usize];
        }
        if !moved || count == level.lists.len() {
            return Ok(renumbered(&of).0);
        }
        level = merged(&level, &groups, count, guard, &mut steps)?;
    }
}

/// Groups numbered in the order of their first members, and how many there are.
fn renumbered(groups: &[u32]) -> (Vec<u32>, usize) {
    let mut names = BTreeMap::new();
    let numbered = groups.iter().map(|group| {
        let next = names.len() as u32;
        *names.entry(*group).or_insert(next)
    });
    (numbered.collect(), names.len())
}

fn first_level<'g>(network: &Network<'g>) -> Result<Level<'g>, Error> {
    let mut held = Held::new(network.guard());
    let mut steps = Steps::new(network.guard());
    let mut level = (Vec::with_capacity(network.len()), Vec::with_capacity(network.len()));
    for node in 0..network.len() {
        held.grow((size_of::<Vec<(u32, f64)>>() + network.list(node).len() * size_of::<(u32, f64)>()) as u64)?;
        steps.take(network.list(node).len() + 1)?;
        let (own, others): (Vec<_>, Vec<_>) = network.list(node).partition(|&place| network.end(place) == node);
        level.0.push(others.into_iter().map(|place| (network.end(place) as u32, network.weight(place))).collect());
        level.1.push(2.0 * own.into_iter().map(|place| network.weight(place)).sum::<f64>());
    }
    Ok(Level { lists: level.0, loops: level.1, _held: held })
}

/// Moves each node to the neighbouring group where it gains most, until none gains.
fn gather(level: &Level<'_>, resolution: f64, steps: &mut Steps<'_>) -> Result<(Vec<u32>, bool), Error> {
    let count = level.lists.len();
    let strengths: Vec<f64> =
        level.lists.iter().zip(&level.loops).map(|(list, own)| own + list.iter().map(|(_, weight)| weight).sum::<f64>()).collect();
    let all: f64 = strengths.iter().sum();
    let mut groups: Vec<u32> = (0..count as u32).collect();
    if all <= 0.0 {
        return Ok((groups, false));
    }
    let mut totals = strengths.clone();
    // What joins the current node to each group, and the groups that this is not zero for.
    let (mut joins, mut near) = (vec![0.0; count], Vec::new());
    let mut ever = false;
    loop {
        let mut moved = false;
        for node in 0..count {
            steps.take(level.lists[node].len() + 1)?;
            let home = groups[node] as usize;
            near.push(home);
            for &(other, weight) in &level.lists[node] {
                let group = groups[other as usize] as usize;
                if joins[group] == 0.0 && group != home {
                    near.push(group);
                }
                joins[group] += weight;
            }
            totals[home] -= strengths[node];
            let gain = |group: usize| joins[group] - resolution * strengths[node] * totals[group] / all;
            // Among equals the node stays, or goes to the group of the lowest number.
            near.sort_unstable();
            let better = |best: usize, &group: &usize| if gain(group) - gain(best) > LEAST * all { group } else { best };
            let best = near.iter().fold(home, better);
            totals[best] += strengths[node];
            groups[node] = best as u32;
            moved |= best != home;
            for group in near.drain(..) {
                joins[group] = 0.0;
            }
        }
        ever |= moved;
        if !moved {
            return Ok((groups, ever));
        }
    }
}

/// The groups of a level as nodes of the next.
fn merged<'g>(level: &Level<'_>, groups: &[u32], count: usize, guard: &'g Guard, steps: &mut Steps<'_>) -> Result<Level<'g>, Error> {
    let mut held = Held::new(guard);
    let mut members = vec![Vec::new(); count];
    for (node, &group) in groups.iter().enumerate() {
        members[group as usize].push(node);
    }
    let (mut lists, mut loops) = (Vec::with_capacity(count), vec![0.0; count]);
    for (group, members) in members.iter().enumerate() {
        let mut joined: BTreeMap<u32, f64> = BTreeMap::new();
        for &node in members {
            loops[group] += level.loops[node];
            steps.take(level.lists[node].len() + 1)?;
            for &(other, weight) in &level.lists[node] {
                match groups[other as usize] {
                    other if other as usize == group => loops[group] += weight,
                    other => *joined.entry(other).or_default() += weight,
                }
            }
        }
        held.grow((size_of::<Vec<(u32, f64)>>() + joined.len() * size_of::<(u32, f64)>()) as u64)?;
        lists.push(joined.into_iter().collect());
    }
    Ok(Level { lists, loops, _held: held })
}
