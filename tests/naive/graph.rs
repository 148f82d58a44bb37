//! A graph as two lists. What is deleted stays in its place, so that an entity is its position.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use legation::value::{NodeId, RelationshipId, TypeId, Value};

use super::{Failed, unknown};

/// More steps than this are not made: the query is too large for a naive evaluator.
const MOST_STEPS: u32 = 100_000;

/// Properties, without nulls.
pub type Properties = BTreeMap<Arc<str>, Value>;

/// A node.
#[derive(Clone, Debug)]
pub struct Node {
    /// Labels.
    pub labels: BTreeSet<Arc<str>>,
    /// Properties.
    pub properties: Properties,
    /// Whether it is gone.
    pub deleted: bool,
}

/// A relationship.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// Type.
    pub kind: Arc<str>,
    /// Position of the start node.
    pub start: usize,
    /// Position of the end node.
    pub end: usize,
    /// Properties.
    pub properties: Properties,
    /// Whether it is gone.
    pub deleted: bool,
}

/// Nodes and relationships; entity values are positions in these lists.
#[derive(Clone, Debug, Default)]
pub struct NaiveGraph {
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Relationships.
    pub relationships: Vec<Relationship>,
    /// Which order rows have where the language leaves it open: 0 as found, 1 the other way round, else by chance.
    pub order: u64,
    /// How many steps of matching this graph and its copies were used for; a statement of too many is not evaluated.
    pub steps: Rc<Cell<u32>>,
}

impl NaiveGraph {
    /// The value of the node at a position.
    pub fn node_value(at: usize) -> Value {
        Value::Node(NodeId(at as u32))
    }

    /// The node of a value.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The relationship of a value.
    pub fn relationship(&self, id: RelationshipId) -> &Relationship {
        &self.relationships[id.local as usize]
    }

    /// Counts a step of matching.
    pub fn step(&self) -> Result<(), Failed> {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > MOST_STEPS { unknown("too many steps") } else { Ok(()) }
    }

    /// Puts rows into one of the orders that they may have.
    pub fn disorder<T>(&self, rows: &mut [T]) {
        match self.order {
            0 => {}
            1 => rows.reverse(),
            seed => {
                let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
                for at in (1..rows.len()).rev() {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    rows.swap(at, (state % (at as u64 + 1)) as usize);
                }
            }
        }
    }
}

/// The id that stands for the relationship at a position, whatever its type.
pub fn relationship_id(at: usize) -> RelationshipId {
    RelationshipId { kind: TypeId(0), local: at as u32 }
}
