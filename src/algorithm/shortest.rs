//! All shortest paths between two nodes, one at a time, since there may be very many.

use super::distance::{Distances, near};
use super::{Error, Network};
use crate::limit::{Held, Steps};
use crate::value::{NodeId, Path};

/// A path with the sum of its weights; without weights, the number of its relationships.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The path.
    pub path: Path,
    /// The sum.
    pub cost: f64,
}

impl Route {
    /// The route from a node along places of the network's lists.
    pub(super) fn new(network: &Network<'_>, start: usize, places: &[usize], cost: f64) -> Self {
        let mut nodes: Vec<NodeId> = Vec::with_capacity(places.len() + 1);
        nodes.push(network.nodes()[start]);
        nodes.extend(places.iter().map(|&place| network.nodes()[network.end(place)]));
        Self { path: Path { nodes, relationships: places.iter().map(|&place| network.relationship(place)).collect() }, cost }
    }
}

/// All shortest paths between two nodes, in the order of the network's lists. No path meets a node twice.
#[derive(Debug)]
pub struct AllShortest<'g> {
    network: Network<'g>,
    start: usize,
    end: usize,
    /// The distance from each node to the end.
    rest: Vec<f64>,
    /// The places that are left to try at each node of the current path, and the length of the path up to it.
    open: Vec<(std::ops::Range<usize>, f64)>,
    /// The places of the current path.
    places: Vec<usize>,
    on_path: Vec<bool>,
    steps: Steps<'g>,
    _held: Held<'g>,
}

impl<'g> AllShortest<'g> {
    /// Those of a network, with the network followed the other way. Weights are lengths.
    pub fn new(network: Network<'g>, reversed: &Network<'_>, start: usize, end: usize) -> Result<Self, Error> {
        let held = network.room(3)?;
        let mut steps = Steps::new(network.guard());
        let mut distances = Distances::new(network.len());
        distances.measure(reversed, end, &mut steps)?;
        let rest = distances.to;
        let mut on_path = vec![false; network.len()];
        on_path[start] = true;
        let open = if rest[start].is_finite() { vec![(network.list(start), 0.0)] } else { Vec::new() };
        Ok(Self { network, start, end, rest, open, places: Vec::new(), on_path, steps, _held: held })
    }

    /// Goes on to the next path.
    fn advance(&mut self) -> Result<Option<Route>, Error> {
        let shortest = self.rest[self.start];
        if self.start == self.end {
            return Ok(self.open.pop().map(|_| Route::new(&self.network, self.start, &[], 0.0)));
        }
        while let Some((places, length)) = self.open.last_mut() {
            self.steps.take(1)?;
            let Some(place) = places.next() else {
                self.open.pop();
                if let Some(place) = self.places.pop() {
                    self.on_path[self.network.end(place)] = false;
                }
                continue;
            };
            let (end, far) = (self.network.end(place), *length + self.network.weight(place));
            if self.on_path[end] || !near(far + self.rest[end], shortest) {
                continue;
            }
            self.places.push(place);
            if end == self.end {
                let route = Route::new(&self.network, self.start, &self.places, far);
                self.places.pop();
                return Ok(Some(route));
            }
            self.on_path[end] = true;
            self.open.push((self.network.list(end), far));
        }
        Ok(None)
    }
}

impl Iterator for AllShortest<'_> {
    type Item = Result<Route, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.advance().transpose()
    }
}
