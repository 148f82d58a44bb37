//! What cannot be done to a graph.

use miette::Diagnostic;
use thiserror::Error;

use super::catalogue::Catalogue;
use crate::text::{Name, indefinite};
use crate::value::{KeyId, LabelId, NodeId, RelationshipId, Value};

/// Why a graph could not be built or changed.
#[derive(Clone, Debug, Error, Diagnostic, PartialEq, Eq)]
pub enum Error {
    /// Node ids have run out.
    #[error("the graph would have more than {limit} nodes")]
    #[diagnostic(code(graph::too_many_nodes), help("split the data into several graphs"))]
    TooManyNodes {
        /// How many there may be.
        limit: u32,
    },
    /// Relationship ids of one type have run out.
    #[error("the graph would have more than {limit} relationships of type `{kind}`")]
    #[diagnostic(code(graph::too_many_relationships), help("split the type into several types"))]
    TooManyRelationships {
        /// The type.
        kind: Name,
        /// How many there may be.
        limit: u32,
    },
    /// A node that is not there, or not any more.
    #[error("there is no node {}", node.0)]
    #[diagnostic(code(graph::unknown_node), help("it was deleted, or its number is from another graph"))]
    UnknownNode {
        /// The node.
        node: NodeId,
    },
    /// A relationship that is not there, or not any more.
    #[error("there is no relationship {} of type `{kind}`", relationship.local)]
    #[diagnostic(code(graph::unknown_relationship), help("it was deleted, or its number is from another graph"))]
    UnknownRelationship {
        /// The relationship.
        relationship: RelationshipId,
        /// Its type.
        kind: Name,
    },
    /// A node was to be deleted that still has relationships.
    #[error("node {} still has {count} {}", node.0, if *count == 1 { "relationship" } else { "relationships" })]
    #[diagnostic(code("ConstraintVerificationFailed: DeleteConnectedNode"), help("delete its relationships first, or use DETACH DELETE"))]
    StillConnected {
        /// The node.
        node: NodeId,
        /// How many relationships it has.
        count: u64,
    },
    /// Two nodes with one value of a unique property.
    #[error("two nodes labelled `{label}` have `{key}` {value}")]
    #[diagnostic(code(graph::duplicate), help("`{key}` is unique among `{label}` nodes: change one of the two values"))]
    Duplicate {
        /// The label.
        label: Name,
        /// The property key.
        key: Name,
        /// The value, as text.
        value: String,
        /// The node that has it.
        first: NodeId,
        /// The other node.
        second: NodeId,
    },
    /// A value that cannot be a property.
    #[error("{} cannot be stored in property `{key}`", indefinite(found))]
    #[diagnostic(
        code("TypeError: InvalidPropertyType"),
        help("properties hold booleans, numbers, texts, temporal values and lists of these")
    )]
    NotStorable {
        /// The property key.
        key: Name,
        /// The type of the value.
        found: &'static str,
    },
    /// Columns of one batch that differ in length.
    #[error("a batch has {starts} starts and {ends} ends")]
    #[diagnostic(code(graph::uneven_batch), help("give one end for each start"))]
    UnevenBatch {
        /// Number of starts.
        starts: usize,
        /// Number of ends.
        ends: usize,
    },
}

impl Error {
    /// The error about two nodes with one value.
    pub(super) fn duplicate(catalogue: &Catalogue, label: LabelId, key: KeyId, value: &Value, first: NodeId, second: NodeId) -> Self {
        let value = match value {
            Value::String(text) => format!("'{text}'"),
            Value::Integer(integer) => integer.to_string(),
            Value::Float(float) => float.to_string(),
            Value::Boolean(truth) => truth.to_string(),
            other => format!("the same {}", other.type_of().name()),
        };
        Self::Duplicate { label: catalogue.label_name(label), key: catalogue.key_name(key), value, first, second }
    }
}
