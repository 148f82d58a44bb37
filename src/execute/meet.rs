//! Breadth-first search from both ends until they meet.

use super::Context;
use super::follow::Following;
use super::memory::Held;
use super::trail::{Each, Step};
use crate::diagnose::Diagnostics;
use crate::value::{NodeId, RelationshipId};

/// A node that was not reached.
const FAR: u32 = u32::MAX;

/// One of the two searches.
#[derive(Debug)]
struct Side {
    following: Following,
    /// The distance of each node from this end.
    distance: Vec<u32>,
    /// The nodes that were reached, in order; so that distances can be forgotten without going through all.
    reached: Vec<NodeId>,
    /// Where the nodes of the last level begin in `reached`.
    level: usize,
    depth: u32,
}

impl Side {
    fn begin(&mut self, node: NodeId) {
        for node in self.reached.drain(..) {
            self.distance[node.0 as usize] = FAR;
        }
        self.distance[node.0 as usize] = 0;
        self.reached.push(node);
        (self.level, self.depth) = (0, 0);
    }

    fn frontier(&self) -> usize {
        self.reached.len() - self.level
    }
}

/// The memory of searches for shortest chains between pairs of nodes.
#[derive(Debug)]
pub struct Meeting<'r> {
    forward: Side,
    backward: Side,
    steps: Vec<Step>,
    held: Held<'r>,
}

/// Which chains are wanted: the greatest length, and whether all of the shortest.
type Wanted = (Option<u64>, bool);

impl<'r> Meeting<'r> {
    /// Searches along `following` from the first node, and against it from the second.
    pub fn new(following: &Following, context: &Context<'r>) -> Self {
        let side = |following: Following| Side { following, distance: Vec::new(), reached: Vec::new(), level: 0, depth: 0 };
        Self { forward: side(following.clone()), backward: side(following.reverse()), steps: Vec::new(), held: Held::new(context.guard) }
    }

    /// The shortest chains between two different nodes, in order of relationship ids; only the first, or all.
    pub fn search(
        &mut self,
        (from, to): (NodeId, NodeId),
        (max, all): Wanted,
        each: Option<&Each<'r>>,
        context: &Context<'r>,
    ) -> Result<Vec<Vec<RelationshipId>>, Diagnostics> {
        self.prepare(context)?;
        self.forward.begin(from);
        self.backward.begin(to);
        loop {
            let depth = u64::from(self.forward.depth + self.backward.depth);
            if max.is_some_and(|max| depth >= max) || self.forward.frontier() == 0 || self.backward.frontier() == 0 {
                return Ok(Vec::new());
            }
            let met = if self.forward.frontier() <= self.backward.frontier() {
                grow(&mut self.forward, &self.backward, &mut self.steps, each, context)?
            } else {
                grow(&mut self.backward, &self.forward, &mut self.steps, each, context)?
            };
            if met {
                return self.chains(from, all, each, context);
            }
        }
    }

    fn prepare(&mut self, context: &Context<'r>) -> Result<(), Diagnostics> {
        let bound = context.graph().node_bound() as usize;
        if self.forward.distance.len() < bound {
            // Two distances and two places in a list for each node.
            self.held.grow(16 * bound as u64)?;
            self.forward.distance = vec![FAR; bound];
            self.backward.distance = vec![FAR; bound];
        }
        Ok(())
    }

    /// The chains, after the searches met. Their length is the sum of both depths.
    fn chains(
        &mut self,
        from: NodeId,
        all: bool,
        each: Option<&Each<'r>>,
        context: &Context<'r>,
    ) -> Result<Vec<Vec<RelationshipId>>, Diagnostics> {
        let length = (self.forward.depth + self.backward.depth) as usize;
        self.prune(each, context)?;
        let mut chains = Vec::new();
        let mut chain: Vec<RelationshipId> = Vec::with_capacity(length);
        let mut frames = vec![self.onward(from, 0, each, context)?];
        let mut held = Held::new(context.guard);
        while let Some(frame) = frames.last_mut() {
            let Some(step) = frame.pop() else {
                frames.pop();
                chain.pop();
                continue;
            };
            chain.push(step.relationship);
            if chain.len() < length {
                let onward = self.onward(step.node, chain.len() as u32, each, context)?;
                frames.push(onward);
                continue;
            }
            held.grow((length * size_of::<RelationshipId>() + 24) as u64)?;
            context.guard.check()?;
            chains.push(chain.clone());
            chain.pop();
            if !all {
                break;
            }
        }
        Ok(chains)
    }

    /// Takes the distances from nodes of the forward search that lead nowhere, so that no chain is followed in vain.
    fn prune(&mut self, each: Option<&Each<'r>>, context: &Context<'r>) -> Result<(), Diagnostics> {
        let depth = self.forward.depth;
        for index in (0..self.forward.reached.len()).rev() {
            let node = self.forward.reached[index];
            let distance = self.forward.distance[node.0 as usize];
            let leads = if distance == depth {
                self.backward.distance[node.0 as usize] == self.backward.depth
            } else {
                !self.onward(node, distance, each, context)?.is_empty()
            };
            if !leads {
                self.forward.distance[node.0 as usize] = FAR;
            }
        }
        Ok(())
    }

    /// The steps from a node that lies `at` relationships from the beginning of a chain to the next of the chain, the first
    /// in order of relationships last.
    fn onward(&mut self, node: NodeId, at: u32, each: Option<&Each<'r>>, context: &Context<'r>) -> Result<Vec<Step>, Diagnostics> {
        let (forward, backward) = (&self.forward, &self.backward);
        let left = forward.depth + backward.depth - at - 1;
        let leads = |node: NodeId| {
            if at < forward.depth { forward.distance[node.0 as usize] == at + 1 } else { backward.distance[node.0 as usize] == left }
        };
        let mut steps = Vec::new();
        forward.following.slices(context, node, |slice| {
            let step = |(node, relationship)| Step { relationship, node };
            steps.extend(slice.iter().map(step).filter(|step| leads(step.node)));
        });
        if let Some(each) = each {
            each.filter(&mut steps, 0, context)?;
        }
        steps.sort_unstable_by_key(|step| std::cmp::Reverse((step.relationship, step.node)));
        Ok(steps)
    }
}

/// Goes one level further. Gives whether a node was reached that the other search has reached.
fn grow<'r>(
    side: &mut Side,
    other: &Side,
    steps: &mut Vec<Step>,
    each: Option<&Each<'r>>,
    context: &Context<'r>,
) -> Result<bool, Diagnostics> {
    let (begin, end) = (side.level, side.reached.len());
    (side.level, side.depth) = (end, side.depth + 1);
    let mut met = false;
    for index in begin..end {
        if index % 1_024 == 1_023 {
            context.guard.check()?;
        }
        steps.clear();
        side.following.slices(context, side.reached[index], |slice| {
            steps.extend(slice.iter().map(|(node, relationship)| Step { relationship, node }));
        });
        // What was reached already needs no look at its relationships.
        steps.retain(|step| side.distance[step.node.0 as usize] == FAR);
        if let Some(each) = each {
            each.filter(steps, 0, context)?;
        }
        for step in steps.iter() {
            let distance = &mut side.distance[step.node.0 as usize];
            if *distance == FAR {
                *distance = side.depth;
                side.reached.push(step.node);
                met |= other.distance[step.node.0 as usize] != FAR;
            }
        }
    }
    Ok(met)
}
