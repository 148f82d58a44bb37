//! Distances from one node: by breadth where relationships have no weights, else by Dijkstra's algorithm.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::{Error, Network};
use crate::limit::Steps;

/// A number in a heap: smaller ones first where it is reversed, then by node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost(pub f64, pub u32);

impl PartialEq for Cost {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Cost {}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cost {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0).then(self.1.cmp(&other.1))
    }
}

/// Whether two distances are the same but for rounding.
pub(super) fn near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-12 * left.abs().max(right.abs()).max(1.0)
}

/// The distances from one node, made again and again in the same vectors.
#[derive(Debug)]
pub(super) struct Distances {
    /// By node; infinite where there is no way.
    pub to: Vec<f64>,
    /// The nodes that can be reached, nearest first.
    pub order: Vec<u32>,
    heap: BinaryHeap<Reverse<Cost>>,
}

impl Distances {
    /// Nothing reached.
    pub fn new(nodes: usize) -> Self {
        Self { to: vec![f64::INFINITY; nodes], order: Vec::new(), heap: BinaryHeap::new() }
    }

    /// Goes through the network from a node.
    pub fn measure(&mut self, network: &Network<'_>, from: usize, steps: &mut Steps<'_>) -> Result<(), Error> {
        for &node in &self.order {
            self.to[node as usize] = f64::INFINITY;
        }
        self.order.clear();
        if network.is_weighted() { self.by_weight(network, from, steps) } else { self.by_breadth(network, from, steps) }
    }

    fn by_breadth(&mut self, network: &Network<'_>, from: usize, steps: &mut Steps<'_>) -> Result<(), Error> {
        self.to[from] = 0.0;
        self.order.push(from as u32);
        let mut next = 0;
        while let Some(&node) = self.order.get(next) {
            next += 1;
            let ends = network.ends(node as usize);
            steps.take(ends.len() + 1)?;
            let far = self.to[node as usize] + 1.0;
            for &end in ends {
                if self.to[end as usize] == f64::INFINITY {
                    self.to[end as usize] = far;
                    self.order.push(end);
                }
            }
        }
        Ok(())
    }

    fn by_weight(&mut self, network: &Network<'_>, from: usize, steps: &mut Steps<'_>) -> Result<(), Error> {
        self.to[from] = 0.0;
        self.heap.clear();
        self.heap.push(Reverse(Cost(0.0, from as u32)));
        // Each entry of a node is less than the one before: only the last has the node's distance.
        while let Some(Reverse(Cost(distance, node))) = self.heap.pop() {
            let node = node as usize;
            if distance > self.to[node] {
                continue;
            }
            self.order.push(node as u32);
            let list = network.list(node);
            steps.take(list.len() + 1)?;
            for place in list {
                let (end, far) = (network.end(place), distance + network.weight(place));
                if far < self.to[end] {
                    self.to[end] = far;
                    self.heap.push(Reverse(Cost(far, end as u32)));
                }
            }
        }
        Ok(())
    }
}
