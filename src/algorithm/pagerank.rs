//! `PageRank`: where a walker is who follows relationships at random, and now and then starts anew anywhere.

use super::{Error, Network};
use crate::limit::Steps;

/// How `PageRank` is computed.
#[derive(Clone, Copy, Debug)]
pub struct PageRank {
    /// The chance that the walker goes on along a relationship.
    pub damping: f64,
    /// It has come to rest when the ranks change by less than this in sum.
    pub tolerance: f64,
    /// At most so many rounds are made.
    pub iterations: usize,
}

impl Default for PageRank {
    /// 0.85, 10⁻⁹, 200 rounds.
    fn default() -> Self {
        Self { damping: 0.85, tolerance: 1e-9, iterations: 200 }
    }
}

/// The rank of each node, by position; their sum is 1. Relationships are followed in proportion to their weights; from a
/// node without any the walker starts anew.
pub fn pagerank(network: &Network<'_>, options: PageRank) -> Result<Vec<f64>, Error> {
    let count = network.len();
    if count == 0 {
        return Ok(Vec::new());
    }
    let _held = network.room(3)?;
    let mut steps = Steps::new(network.guard());
    let sums: Vec<f64> = (0..count).map(|node| network.list(node).map(|place| network.weight(place)).sum()).collect();
    let even = 1.0 / count as f64;
    let mut ranks = vec![even; count];
    let mut next = vec![0.0; count];
    for _ in 0..options.iterations {
        let stuck: f64 = (0..count).filter(|&node| sums[node] <= 0.0).map(|node| ranks[node]).sum();
        next.fill((1.0 - options.damping + options.damping * stuck) * even);
        for node in (0..count).filter(|&node| sums[node] > 0.0) {
            let list = network.list(node);
            steps.take(list.len() + 1)?;
            for place in list {
                next[network.end(place)] += options.damping * ranks[node] * (network.weight(place) / sums[node]);
            }
        }
        let change: f64 = ranks.iter().zip(&next).map(|(before, after)| (before - after).abs()).sum();
        std::mem::swap(&mut ranks, &mut next);
        if change < options.tolerance {
            return Ok(ranks);
        }
    }
    Err(Error::NotConverged { algorithm: "PageRank", iterations: options.iterations })
}
