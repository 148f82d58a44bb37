//! What nodes have in common: shared neighbours, and their share of all neighbours of both.

use super::{Error, Network};
use crate::limit::Steps;

/// The neighbours of a node, each once and in order; a node is no neighbour of itself.
fn neighbours(network: &Network<'_>, node: usize) -> Vec<u32> {
    let mut ends: Vec<u32> = network.ends(node).iter().copied().filter(|&end| end as usize != node).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// The neighbours that two nodes share, in order; the two themselves are left out.
pub fn common(network: &Network<'_>, first: usize, second: usize) -> Vec<u32> {
    let others = neighbours(network, second);
    let is_common = |end: &u32| others.binary_search(end).is_ok() && ![first, second].contains(&(*end as usize));
    neighbours(network, first).into_iter().filter(is_common).collect()
}

/// A node that shares neighbours with another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similar {
    /// Its position.
    pub node: u32,
    /// How many neighbours they share.
    pub shared: u32,
    /// The share of these in all neighbours of both.
    pub score: f64,
}

/// The nodes that share a neighbour with a node, in order, with Jaccard's measure. `reversed` is the network followed the
/// other way.
pub fn jaccard(network: &Network<'_>, reversed: &Network<'_>, node: usize) -> Result<Vec<Similar>, Error> {
    let _held = network.room(1)?;
    let mut steps = Steps::new(network.guard());
    let own = neighbours(network, node);
    let mut shared = vec![0_u32; network.len()];
    for &neighbour in &own {
        let sharing = neighbours(reversed, neighbour as usize);
        steps.take(sharing.len() + 1)?;
        for other in sharing {
            shared[other as usize] += 1;
        }
    }
    let mut found = Vec::new();
    for (other, &count) in shared.iter().enumerate() {
        if count == 0 || other == node {
            continue;
        }
        let all = own.len() + neighbours(network, other).len() - count as usize;
        steps.take(network.list(other).len() + 1)?;
        found.push(Similar { node: other as u32, shared: count, score: f64::from(count) / all as f64 });
    }
    Ok(found)
}
