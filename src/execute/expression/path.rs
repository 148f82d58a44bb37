//! Paths from the columns of a pattern, and relationships that must differ.

use std::sync::Arc;

use super::error::Fault;
use super::logic::Truth;
use crate::function::Failure;
use crate::graph::Graph;
use crate::value::{NodeId, Path, RelationshipId, Value};

/// The path along alternating nodes and relationships (or chains of them); null if one of them is null.
pub(super) fn path(graph: &Graph, parts: impl Iterator<Item = Value>) -> Result<Value, Fault> {
    let mut path = Path { nodes: Vec::new(), relationships: Vec::new() };
    for part in parts {
        match part {
            Value::Null => return Ok(Value::Null),
            // After a chain its last node is there already.
            Value::Node(node) if path.nodes.len() > path.relationships.len() && path.nodes.last() == Some(&node) => {}
            Value::Node(node) => path.nodes.push(node),
            Value::Relationship(relationship) => path.relationships.push(relationship),
            Value::List(chain) => walk(graph, &chain, &mut path)?,
            other => return Err(mismatch(&other)),
        }
    }
    Ok(Value::Path(Arc::new(path)))
}

fn mismatch(given: &Value) -> Fault {
    Fault::Failure(Failure::Type { function: "a path", expected: "nodes and relationships", found: given.type_of().name() })
}

/// Follows a chain from the last node of the path.
fn walk(graph: &Graph, chain: &[Value], path: &mut Path) -> Result<(), Fault> {
    for step in chain {
        let (Value::Relationship(relationship), Some(from)) = (step, path.nodes.last()) else { return Err(mismatch(step)) };
        let to = other_end(graph, *relationship, *from)?;
        path.relationships.push(*relationship);
        path.nodes.push(to);
    }
    Ok(())
}

/// The node at the other end of a relationship.
fn other_end(graph: &Graph, relationship: RelationshipId, from: NodeId) -> Result<NodeId, Fault> {
    let (start, end) = graph.relationship_ends(relationship).ok_or(Failure::Deleted("a path"))?;
    Ok(if start == from { end } else { start })
}

/// Whether two columns, each a relationship or a chain, have no relationship in common.
pub(super) fn distinct(left: &Value, right: &Value) -> Result<Truth, Fault> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(None),
        (Value::Relationship(a), Value::Relationship(b)) => Ok(Some(a != b)),
        (Value::List(chain), other @ Value::Relationship(_)) | (other @ Value::Relationship(_), Value::List(chain)) => {
            Ok(Some(!chain.contains(other)))
        }
        (Value::List(a), Value::List(b)) => Ok(Some(!a.iter().any(|relationship| b.contains(relationship)))),
        (Value::Relationship(_) | Value::List(_), odd) | (odd, _) => Err(mismatch(odd)),
    }
}
