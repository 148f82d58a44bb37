//! The node or relationship that is written to.

use super::Writer;
use crate::execute::expression::Fault;
use crate::function::Failure;
use crate::graph::Transaction;
use crate::value::{KeyId, NodeId, RelationshipId, Value};

/// An entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A node.
    Node(NodeId),
    /// A relationship.
    Relationship(RelationshipId),
}

impl Target {
    /// The entity that a value is; none for null.
    pub fn of(value: &Value, clause: &'static str) -> Result<Option<Self>, Fault> {
        match value {
            Value::Null => Ok(None),
            Value::Node(node) => Ok(Some(Self::Node(*node))),
            Value::Relationship(relationship) => Ok(Some(Self::Relationship(*relationship))),
            other => {
                let found = other.type_of().name();
                Err(Failure::Type { function: clause, expected: "a node or a relationship", found }.into())
            }
        }
    }

    /// As [`Target::of`], but an entity that was deleted is an error.
    pub fn present(value: &Value, clause: &'static str, writer: &Writer) -> Result<Option<Self>, Fault> {
        let target = Self::of(value, clause)?;
        match target {
            Some(target) if !writer.read(|transaction| target.is_in(transaction)) => Err(Failure::Deleted(clause).into()),
            target => Ok(target),
        }
    }

    fn is_in(self, transaction: &Transaction<'_>) -> bool {
        match self {
            Self::Node(node) => transaction.has_node(node),
            Self::Relationship(relationship) => transaction.relationship_ends(relationship).is_some(),
        }
    }

    /// Its properties, in order of their keys' ids.
    pub fn properties(self, transaction: &Transaction<'_>) -> Vec<(KeyId, Value)> {
        match self {
            Self::Node(node) => transaction.node_properties(node),
            Self::Relationship(relationship) => transaction.relationship_properties(relationship),
        }
    }

    /// Sets one; null removes it.
    pub fn set(self, writer: &Writer, key: KeyId, value: Value) -> Result<(), Fault> {
        match self {
            Self::Node(node) => writer.set_node_property(node, key, value),
            Self::Relationship(relationship) => writer.set_relationship_property(relationship, key, value),
        }
    }
}
