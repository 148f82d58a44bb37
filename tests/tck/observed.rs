//! The engine's values in the TCK's notation, and back for parameters.

use std::collections::BTreeMap;

use legation::graph::Graph;
use legation::value::{KeyId, NodeId, Path, RelationshipId, Value};

use crate::notation::{Node, Relationship, Shown, Step};

/// A value as it is seen in a graph.
pub fn shown(value: &Value, graph: &Graph) -> Shown {
    match value {
        Value::Null => Shown::Null,
        Value::Boolean(truth) => Shown::Boolean(*truth),
        Value::Integer(integer) => Shown::Integer(*integer),
        Value::Float(float) => Shown::Float(*float),
        Value::String(text) => Shown::String(text.to_string()),
        Value::Date(date) => Shown::String(date.to_string()),
        Value::LocalTime(time) => Shown::String(time.to_string()),
        Value::Time(time) => Shown::String(time.to_string()),
        Value::LocalDateTime(time) => Shown::String(time.to_string()),
        Value::DateTime(time) => Shown::String(time.to_string()),
        Value::Duration(duration) => Shown::String(duration.to_string()),
        Value::Node(id) => Shown::Node(node(*id, graph)),
        Value::Relationship(id) => Shown::Relationship(relationship(*id, graph)),
        Value::Path(found) => path(found, graph),
        Value::List(items) => Shown::List(items.iter().map(|item| shown(item, graph)).collect()),
        Value::Map(map) => Shown::Map(map.iter().map(|(key, value)| (key.to_string(), shown(value, graph))).collect()),
    }
}

fn node(id: NodeId, graph: &Graph) -> Node {
    let mut labels: Vec<String> = graph.labels(id).iter().map(|label| graph.catalogue().label_name(*label).to_string()).collect();
    labels.sort();
    Node { labels, properties: properties(graph.node_properties(id), graph) }
}

fn relationship(id: RelationshipId, graph: &Graph) -> Relationship {
    let kind = graph.catalogue().type_name(id.kind).to_string();
    Relationship { kind, properties: properties(graph.relationship_properties(id), graph) }
}

fn properties(properties: Vec<(KeyId, Value)>, graph: &Graph) -> BTreeMap<String, Shown> {
    properties.iter().map(|(key, value)| (graph.catalogue().key_name(*key).to_string(), shown(value, graph))).collect()
}

fn path(path: &Path, graph: &Graph) -> Shown {
    let steps = path.relationships.iter().enumerate().map(|(at, id)| {
        let forward = graph.relationship_ends(*id).is_some_and(|(start, _)| start == path.nodes[at]);
        Step { relationship: relationship(*id, graph), forward, node: node(path.nodes[at + 1], graph) }
    });
    Shown::Path(node(path.nodes[0], graph), steps.collect())
}

/// The value of a parameter; none for entities, which no parameter can be.
pub fn parameter(value: &Shown) -> Option<Value> {
    Some(match value {
        Shown::Null => Value::Null,
        Shown::Boolean(truth) => Value::Boolean(*truth),
        Shown::Integer(integer) => Value::Integer(*integer),
        Shown::Float(float) => Value::Float(*float),
        Shown::String(text) => Value::string(text.as_str()),
        Shown::List(items) => Value::list(items.iter().map(parameter).collect::<Option<Vec<_>>>()?),
        Shown::Map(map) => {
            let entries = map.iter().map(|(key, value)| Some((key.as_str().into(), parameter(value)?)));
            Value::Map(std::sync::Arc::new(entries.collect::<Option<_>>()?))
        }
        Shown::Node(_) | Shown::Relationship(_) | Shown::Path(..) => return None,
    })
}
