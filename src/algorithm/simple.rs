//! The shortest paths between two nodes, one longer than the other, by Yen's algorithm.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap};

use super::distance::Cost;
use super::{Error, Network, Route};
use crate::limit::{Held, Steps};

/// A path by the places of its relationships.
#[derive(Clone, Debug)]
struct Candidate {
    cost: f64,
    places: Vec<usize>,
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By length, then by number of relationships, then by order in the network.
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_cost = self.cost.total_cmp(&other.cost);
        by_cost.then_with(|| self.places.len().cmp(&other.places.len())).then_with(|| self.places.cmp(&other.places))
    }
}

/// What a search from a node on may not use, and what it needs.
#[derive(Debug)]
struct Search<'n, 'g> {
    network: &'n Network<'g>,
    end: usize,
    /// Nodes that are on the path already.
    taken: Vec<bool>,
    distances: Vec<f64>,
    /// The place by which each node was reached, and the node that it starts from.
    via: Vec<(usize, u32)>,
    reached: Vec<u32>,
    heap: BinaryHeap<Reverse<Cost>>,
    steps: Steps<'g>,
}

/// Up to `k` shortest paths between two nodes that meet no node twice, shortest first. Paths that differ in a relationship
/// are different. Weights are lengths.
pub fn k_shortest(network: &Network<'_>, start: usize, end: usize, k: usize) -> Result<Vec<Route>, Error> {
    if start == end {
        return Ok(if k > 0 { vec![Route::new(network, start, &[], 0.0)] } else { Vec::new() });
    }
    let _held = network.room(5)?;
    let mut held = Held::new(network.guard());
    let mut search = Search::new(network, end);
    let mut found: Vec<Candidate> = Vec::new();
    let mut candidates: BTreeSet<Candidate> = search.from(start, &BTreeSet::new())?.into_iter().collect();
    while found.len() < k {
        let Some(next) = candidates.pop_first() else { break };
        let mut root = 0.0;
        let mut spur = start;
        for at in 0..next.places.len() {
            let same = |other: &&Candidate| other.places.len() > at && other.places[..at] == next.places[..at];
            let mut banned: BTreeSet<usize> = found.iter().filter(same).map(|other| other.places[at]).collect();
            banned.insert(next.places[at]);
            if let Some(rest) = search.from(spur, &banned)? {
                let places: Vec<usize> = next.places[..at].iter().chain(&rest.places).copied().collect();
                held.grow((places.len() * size_of::<usize>() + size_of::<Candidate>()) as u64)?;
                candidates.insert(Candidate { cost: root + rest.cost, places });
            }
            search.taken[spur] = true;
            root += network.weight(next.places[at]);
            spur = network.end(next.places[at]);
        }
        search.taken.fill(false);
        found.push(next);
    }
    Ok(found.into_iter().map(|one| Route::new(network, start, &one.places, one.cost)).collect())
}

impl<'n, 'g> Search<'n, 'g> {
    fn new(network: &'n Network<'g>, end: usize) -> Self {
        let count = network.len();
        Self {
            network,
            end,
            taken: vec![false; count],
            distances: vec![f64::INFINITY; count],
            via: vec![(0, 0); count],
            reached: Vec::new(),
            heap: BinaryHeap::new(),
            steps: Steps::new(network.guard()),
        }
    }

    /// The shortest path from a node to the end that does not begin with one of the banned places.
    fn from(&mut self, start: usize, banned: &BTreeSet<usize>) -> Result<Option<Candidate>, Error> {
        for node in self.reached.drain(..) {
            self.distances[node as usize] = f64::INFINITY;
        }
        self.heap.clear();
        self.distances[start] = 0.0;
        self.reached.push(start as u32);
        self.heap.push(Reverse(Cost(0.0, start as u32)));
        while let Some(Reverse(Cost(distance, node))) = self.heap.pop() {
            let node = node as usize;
            if node == self.end {
                return Ok(Some(self.path(start, distance)));
            }
            if distance > self.distances[node] {
                continue;
            }
            let list = self.network.list(node);
            self.steps.take(list.len() + 1)?;
            for place in list {
                let (end, far) = (self.network.end(place), distance + self.network.weight(place));
                if far >= self.distances[end] || self.taken[end] || (node == start && banned.contains(&place)) {
                    continue;
                }
                if self.distances[end] == f64::INFINITY {
                    self.reached.push(end as u32);
                }
                self.distances[end] = far;
                self.via[end] = (place, node as u32);
                self.heap.push(Reverse(Cost(far, end as u32)));
            }
        }
        Ok(None)
    }

    /// The path by which the end was reached.
    fn path(&self, start: usize, cost: f64) -> Candidate {
        let mut places = Vec::new();
        let mut node = self.end;
        while node != start {
            let (place, before) = self.via[node];
            places.push(place);
            node = before as usize;
        }
        places.reverse();
        Candidate { cost, places }
    }
}
