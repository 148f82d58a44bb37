//! Betweenness by Brandes' algorithm: through which share of the shortest paths between others each node lies.

use super::distance::{Distances, near};
use super::{Error, Network};
use crate::limit::Steps;

/// The betweenness of each node, by position: the sum, over all ordered pairs of other nodes (unordered ones where
/// relationships are followed both ways), of the share of their shortest paths that go through the node. Weights are
/// lengths, and greater than zero. O(nodes · relationships), with weights times a logarithm.
///
/// `normalized` divides by the number of such pairs.
pub fn betweenness(network: &Network<'_>, normalized: bool) -> Result<Vec<f64>, Error> {
    let count = network.len();
    let _held = network.room(5)?;
    let mut steps = Steps::new(network.guard());
    let mut distances = Distances::new(count);
    let (mut paths, mut shares) = (vec![0.0; count], vec![0.0; count]);
    let mut scores = vec![0.0; count];
    for from in 0..count {
        distances.measure(network, from, &mut steps)?;
        count_paths(network, &distances, from, &mut paths, &mut steps)?;
        for &node in distances.order.iter().rev() {
            let node = node as usize;
            let share = lead_on(network, &distances, node).map(|(_, end)| paths[node] / paths[end] * (1.0 + shares[end])).sum::<f64>();
            steps.take(network.list(node).len() + 1)?;
            shares[node] = share;
            if node != from {
                scores[node] += share;
            }
        }
        for &node in &distances.order {
            (paths[node as usize], shares[node as usize]) = (0.0, 0.0);
        }
    }
    scale(&mut scores, network, normalized);
    Ok(scores)
}

/// The places of a node's list that lie on shortest paths, with the nodes at their ends.
fn lead_on<'a>(network: &'a Network<'_>, distances: &'a Distances, node: usize) -> impl Iterator<Item = (usize, usize)> + 'a {
    let here = distances.to[node];
    network.list(node).filter_map(move |place| {
        let end = network.end(place);
        let there = distances.to[end];
        let far = here + network.weight(place);
        (there > here && (far == there || (network.is_weighted() && near(far, there)))).then_some((place, end))
    })
}

/// How many shortest paths lead to each node that can be reached.
fn count_paths(network: &Network<'_>, distances: &Distances, from: usize, paths: &mut [f64], steps: &mut Steps<'_>) -> Result<(), Error> {
    paths[from] = 1.0;
    for &node in &distances.order {
        let here = paths[node as usize];
        if !here.is_finite() {
            return Err(Error::TooManyPaths);
        }
        steps.take(network.list(node as usize).len() + 1)?;
        for (_, end) in lead_on(network, distances, node as usize) {
            paths[end] += here;
        }
    }
    Ok(())
}

/// Without direction each pair was seen from both of its nodes.
fn scale(scores: &mut [f64], network: &Network<'_>, normalized: bool) {
    let others = scores.len().saturating_sub(1) as f64;
    let pairs = others * (others - 1.0);
    let factor = match (normalized, network.is_undirected()) {
        (true, _) if pairs > 0.0 => 1.0 / pairs,
        (false, true) => 0.5,
        _ => return,
    };
    for score in scores {
        *score *= factor;
    }
}
