//! Functions on nodes, relationships and paths. The examples stand on one small graph: `n` is the node
//! `(:Party:Partner {id: 1, name: 'Brazil'})`, `m` the node `(:Forum {name: 'WTO'})`, `r` the relationship
//! `[:MEMBER_OF {since: 1995}]` from `n` to `m`, and `p` the path along it.

use std::sync::Arc;

use super::argument::{at, mismatch};
use super::table::{Context, Failure, Function, Parameter};
use crate::graph::Graph;
use crate::value::{KeyId, Map, NodeId, Path, RelationshipId, Type, Value};

const NODE: Parameter = Parameter::of("node", &[Type::Node]);
const RELATIONSHIP: Parameter = Parameter::of("relationship", &[Type::Relationship]);
const PATH: Parameter = Parameter::of("path", &[Type::Path]);
const ENTITY: Parameter = Parameter::of("entity", &[Type::Node, Type::Relationship]);
const KEYED: Parameter = Parameter::of("entity", &[Type::Node, Type::Relationship, Type::Map]);

/// All of them.
pub(super) static ENTITIES: &[Function] = &[
    Function::new("id", &[ENTITY], Type::Integer, id).about("A number that no other node (or relationship) has.", "id(n) = id(m)", "false"),
    Function::new("elementId", &[ENTITY], Type::String, element_id).about(
        "A text that no other node or relationship has.",
        "elementId(n) = elementId(r)",
        "false",
    ),
    Function::new("labels", &[NODE], Type::List, labels).about("The labels of a node, by name.", "labels(n)", "['Partner', 'Party']"),
    Function::new("type", &[RELATIONSHIP], Type::String, type_of).about("The type of a relationship.", "type(r)", "'MEMBER_OF'"),
    Function::new("properties", &[KEYED], Type::Map, properties).about(
        "The properties of a node or relationship as a map; a map is its own.",
        "properties(n)",
        "{id: 1, name: 'Brazil'}",
    ),
    Function::new("mergeMaps", &[Parameter::of("first", &[Type::Map]), Parameter::of("second", &[Type::Map])], Type::Map, merge_maps)
        .about("The entries of two maps; of a key that both have, the second's.", "mergeMaps({a: 1, b: 1}, {b: 2})", "{a: 1, b: 2}"),
    Function::new("keys", &[KEYED], Type::List, keys).about(
        "The names of the properties of a node or relationship, or of the entries of a map.",
        "keys(n)",
        "['id', 'name']",
    ),
    Function::new("startNode", &[RELATIONSHIP], Type::Node, |context, arguments| end(context, "startNode", arguments, |ends| ends.0))
        .about("The node that a relationship starts at.", "startNode(r) = n", "true"),
    Function::new("endNode", &[RELATIONSHIP], Type::Node, |context, arguments| end(context, "endNode", arguments, |ends| ends.1)).about(
        "The node that a relationship ends at.",
        "endNode(r) = m",
        "true",
    ),
    Function::new("nodes", &[PATH], Type::List, nodes).about("The nodes of a path.", "nodes(p) = [n, m]", "true"),
    Function::new("relationships", &[PATH], Type::List, relationships).about(
        "The relationships of a path.",
        "relationships(p) = [r]",
        "true",
    ),
    Function::new("rels", &[PATH], Type::List, relationships).about("The relationships of a path.", "rels(p) = [r]", "true"),
    Function::new("length", &[PATH], Type::Integer, |_, arguments| {
        Ok(Value::Integer(path("length", arguments)?.relationships.len() as i64))
    })
    .about("The number of relationships of a path.", "length(p)", "1"),
];

fn merge_maps(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match (at(arguments, 0), at(arguments, 1)) {
        (Value::Map(first), Value::Map(second)) => {
            let mut merged: Map = Map::clone(first);
            merged.extend(second.iter().map(|(key, value)| (Arc::clone(key), value.clone())));
            Ok(Value::Map(Arc::new(merged)))
        }
        (Value::Map(_), other) | (other, _) => Err(mismatch("mergeMaps", "a map", other)),
    }
}

fn node(function: &'static str, context: &Context<'_>, arguments: &[Value]) -> Result<NodeId, Failure> {
    match at(arguments, 0) {
        Value::Node(node) if context.graph.has_node(*node) => Ok(*node),
        Value::Node(_) => Err(Failure::Deleted(function)),
        other => Err(mismatch(function, "a node", other)),
    }
}

fn relationship(function: &'static str, arguments: &[Value]) -> Result<RelationshipId, Failure> {
    match at(arguments, 0) {
        Value::Relationship(relationship) => Ok(*relationship),
        other => Err(mismatch(function, "a relationship", other)),
    }
}

fn path<'a>(function: &'static str, arguments: &'a [Value]) -> Result<&'a Path, Failure> {
    match at(arguments, 0) {
        Value::Path(path) => Ok(path),
        other => Err(mismatch(function, "a path", other)),
    }
}

/// The number of a relationship over all types.
fn number(relationship: RelationshipId) -> i64 {
    i64::from(relationship.kind.0) << 32 | i64::from(relationship.local)
}

fn id(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match at(arguments, 0) {
        Value::Node(node) => Ok(Value::Integer(i64::from(node.0))),
        Value::Relationship(relationship) => Ok(Value::Integer(number(*relationship))),
        other => Err(mismatch("id", "a node or a relationship", other)),
    }
}

fn element_id(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    match at(arguments, 0) {
        Value::Node(node) => Ok(Value::string(format!("n{}", node.0))),
        Value::Relationship(relationship) => Ok(Value::string(format!("r{}", number(*relationship)))),
        other => Err(mismatch("elementId", "a node or a relationship", other)),
    }
}

fn labels(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let labels = context.graph.labels(node("labels", context, arguments)?);
    Ok(texts(labels.iter().map(|label| context.graph.catalogue().label_name(*label)).collect()))
}

/// A list of names, sorted.
fn texts(mut names: Vec<Arc<str>>) -> Value {
    names.sort();
    Value::list(names.into_iter().map(Value::String).collect::<Vec<_>>())
}

fn type_of(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    // The type is part of the id, and is told even of a deleted relationship.
    Ok(Value::String(context.graph.catalogue().type_name(relationship("type", arguments)?.kind)))
}

/// The properties of a node or relationship by their keys.
fn stored(function: &'static str, context: &Context<'_>, arguments: &[Value]) -> Result<Vec<(KeyId, Value)>, Failure> {
    match at(arguments, 0) {
        Value::Node(_) => Ok(context.graph.node_properties(node(function, context, arguments)?)),
        Value::Relationship(relationship) if context.graph.has_relationship(*relationship) => {
            Ok(context.graph.relationship_properties(*relationship))
        }
        Value::Relationship(_) => Err(Failure::Deleted(function)),
        other => Err(mismatch(function, "a node, a relationship or a map", other)),
    }
}

/// The properties of a node or relationship by their names.
fn properties(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    if let Value::Map(_) = at(arguments, 0) {
        return Ok(at(arguments, 0).clone());
    }
    let stored = stored("properties", context, arguments)?;
    Ok(Value::Map(Arc::new(named(context.graph, stored))))
}

fn named(graph: &Graph, stored: Vec<(KeyId, Value)>) -> Map {
    stored.into_iter().map(|(key, value)| (graph.catalogue().key_name(key), value)).collect()
}

fn keys(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    if let Value::Map(map) = at(arguments, 0) {
        return Ok(texts(map.keys().cloned().collect()));
    }
    let stored = stored("keys", context, arguments)?;
    Ok(texts(stored.into_iter().map(|(key, _)| context.graph.catalogue().key_name(key)).collect()))
}

fn end(
    context: &Context<'_>,
    function: &'static str,
    arguments: &[Value],
    choose: fn((NodeId, NodeId)) -> NodeId,
) -> Result<Value, Failure> {
    let ends = context.graph.relationship_ends(relationship(function, arguments)?).ok_or(Failure::Deleted(function))?;
    Ok(Value::Node(choose(ends)))
}

fn nodes(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let nodes = &path("nodes", arguments)?.nodes;
    context.guard.fits((nodes.len() * size_of::<Value>()) as u64)?;
    Ok(Value::List(nodes.iter().copied().map(Value::Node).collect()))
}

fn relationships(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Failure> {
    let relationships = &path("relationships", arguments)?.relationships;
    context.guard.fits((relationships.len() * size_of::<Value>()) as u64)?;
    Ok(Value::List(relationships.iter().copied().map(Value::Relationship).collect()))
}
