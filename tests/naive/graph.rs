//! A graph as two lists.

use std::collections::BTreeMap;

use legation::value::{NodeId, RelationshipId, TypeId, Value};

/// A node.
#[derive(Clone, Debug)]
pub struct Node {
    /// Labels.
    pub labels: Vec<&'static str>,
    /// Properties, without nulls.
    pub properties: BTreeMap<&'static str, Value>,
}

/// A relationship.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// Type.
    pub kind: &'static str,
    /// Position of the start node.
    pub start: usize,
    /// Position of the end node.
    pub end: usize,
    /// Properties, without nulls.
    pub properties: BTreeMap<&'static str, Value>,
}

/// Nodes and relationships; entity values are positions in these lists.
#[derive(Clone, Debug, Default)]
pub struct NaiveGraph {
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Relationships.
    pub relationships: Vec<Relationship>,
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
}

/// The id that stands for the relationship at a position, whatever its type.
pub fn relationship_id(at: usize) -> RelationshipId {
    RelationshipId { kind: TypeId(0), local: at as u32 }
}
