//! Closeness: how near a node is to those that can reach it.

use super::distance::Distances;
use super::{Error, Network};
use crate::limit::Steps;

/// The closeness of each node, by position: the number of nodes that reach it, divided by the sum of their distances, times
/// their share of all other nodes (the form of Wasserman and Faust, which compares nodes of different components).
///
/// `reversed` is the network followed the other way, since distances are taken to the node. Weights are lengths, and greater
/// than zero. O(nodes · relationships), with weights times a logarithm.
pub fn closeness(reversed: &Network<'_>) -> Result<Vec<f64>, Error> {
    let count = reversed.len();
    let _held = reversed.room(3)?;
    let mut steps = Steps::new(reversed.guard());
    let mut distances = Distances::new(count);
    let mut scores = Vec::with_capacity(count);
    for node in 0..count {
        distances.measure(reversed, node, &mut steps)?;
        let reached = (distances.order.len() - 1) as f64;
        let sum: f64 = distances.order.iter().map(|&other| distances.to[other as usize]).sum();
        scores.push(if sum > 0.0 { reached / sum * (reached / (count - 1) as f64) } else { 0.0 });
    }
    Ok(scores)
}
