//! Which relationships a hop follows from a node.

use super::Context;
use super::fan::part;
use crate::graph::{Neighbours, Way};
use crate::plan::Hop;
use crate::value::{Direction, NodeId, TypeId};

/// The types and the direction of a hop.
#[derive(Clone, Debug)]
pub struct Follow {
    /// The types in order; none is every type that the graph has.
    types: Option<Vec<TypeId>>,
    direction: Direction,
}

impl Follow {
    /// What a hop follows. A type that the graph does not have leads nowhere.
    pub fn new(hop: &Hop) -> Self {
        let types = (!hop.types.is_empty()).then(|| {
            let mut types: Vec<TypeId> = hop.types.iter().filter_map(|kind| kind.id).collect();
            types.sort_unstable();
            types.dedup();
            types
        });
        Self { types, direction: hop.direction }
    }

    /// The types for one run.
    pub fn resolve(&self, context: &Context<'_>) -> Following {
        let types = self.types.clone().unwrap_or_else(|| context.graph().types().collect());
        Following { types, direction: self.direction }
    }
}

/// A hop's types and direction in one graph.
#[derive(Clone, Debug)]
pub struct Following {
    types: Vec<TypeId>,
    direction: Direction,
}

impl Following {
    /// The same relationships from the other end.
    #[must_use]
    pub fn reverse(&self) -> Self {
        Self { types: self.types.clone(), direction: self.direction.reverse() }
    }

    /// The neighbours of a node, type by type, in a fixed order; a self-loop stands once in either direction.
    pub fn slices<'r>(&self, context: &Context<'r>, node: NodeId, mut push: impl FnMut(Neighbours<'r>)) {
        for &kind in &self.types {
            if self.direction != Direction::Incoming {
                push(context.graph().neighbours(node, kind, Way::Out));
            }
            if self.direction != Direction::Outgoing {
                let slice = context.graph().neighbours(node, kind, Way::In);
                if self.direction == Direction::Incoming {
                    push(slice);
                    continue;
                }
                let (from, to) = range(&slice, node);
                push(part(&slice, 0, from));
                push(part(&slice, to, slice.len()));
            }
        }
    }

    /// How many relationships lead on from a node; a self-loop counts once in either direction.
    pub fn degree(&self, context: &Context<'_>, node: NodeId) -> i64 {
        let mut degree = 0;
        self.slices(context, node, |slice| degree += slice.len() as i64);
        degree
    }

    /// How many relationships lead on from each of some nodes, as [`Following::degree`] counts them.
    pub fn degrees(&self, context: &Context<'_>, nodes: &[NodeId]) -> Vec<i64> {
        let way = match self.direction {
            Direction::Outgoing => Way::Out,
            Direction::Incoming => Way::In,
            Direction::Both => return nodes.iter().map(|&node| self.degree(context, node)).collect(),
        };
        let mut sums = vec![0; nodes.len()];
        for &kind in &self.types {
            context.graph().add_degrees(nodes, kind, way, &mut sums);
        }
        sums
    }

    /// The relationships between two nodes, in a fixed order; a self-loop stands once in either direction.
    pub fn between<'r>(&self, context: &Context<'r>, from: NodeId, to: NodeId, mut push: impl FnMut(Neighbours<'r>)) {
        let mut push = |start: NodeId, end: NodeId, kind: TypeId| push(shorter(context, start, end, kind));
        for &kind in &self.types {
            if self.direction != Direction::Incoming {
                push(from, to, kind);
            }
            if self.direction == Direction::Incoming || (self.direction == Direction::Both && from != to) {
                push(to, from, kind);
            }
        }
    }
}

/// The relationships of a type from `start` to `end`, by the shorter of the two lists. The nodes of the slice mean nothing.
fn shorter<'r>(context: &Context<'r>, start: NodeId, end: NodeId, kind: TypeId) -> Neighbours<'r> {
    let (out, back) = (context.graph().neighbours(start, kind, Way::Out), context.graph().neighbours(end, kind, Way::In));
    if out.len() <= back.len() { out.to(end) } else { back.to(start) }
}

/// Where the relationships to `node` begin and end in a slice.
fn range(slice: &Neighbours<'_>, node: NodeId) -> (usize, usize) {
    let from = slice.nodes.partition_point(|&other| other < node);
    let to = from + slice.nodes[from..].partition_point(|&other| other == node);
    (from, to)
}
