//! Parts of values: properties, positions, slices, membership, labels.

use std::sync::Arc;

use super::error::Fault;
use super::logic::Truth;
use super::program::Members;
use crate::function::{Failure, part};
use crate::graph::Graph;
use crate::plan::{Labels, Reference};
use crate::value::{Grouped, KeyId, LabelId, Value, equals};

/// The key's id: a plan that was made before the graph had the name looks it up again.
pub(super) fn key(graph: &Graph, key: &Reference<KeyId>) -> Option<KeyId> {
    key.id.or_else(|| graph.catalogue().key(&key.name))
}

/// A property of a value, by a key that is looked up already.
pub(super) fn property(graph: &Graph, of: &Value, name: &str, id: Option<KeyId>) -> Result<Value, Fault> {
    match of {
        Value::Null => Ok(Value::Null),
        Value::Node(node) if graph.has_node(*node) => Ok(id.map_or(Value::Null, |id| graph.node_property(*node, id))),
        Value::Relationship(relationship) if graph.has_relationship(*relationship) => {
            Ok(id.map_or(Value::Null, |id| graph.relationship_property(*relationship, id)))
        }
        Value::Node(_) | Value::Relationship(_) => Err(Failure::Deleted("a property").into()),
        Value::Map(map) => Ok(map.get(name).cloned().unwrap_or(Value::Null)),
        Value::Date(_) | Value::LocalTime(_) | Value::Time(_) | Value::LocalDateTime(_) | Value::DateTime(_) | Value::Duration(_) => {
            Ok(part(of, name)?)
        }
        other => Err(mismatch("the property access", "a node, a relationship or a map", other)),
    }
}

fn mismatch(function: &'static str, expected: &'static str, given: &Value) -> Fault {
    Fault::Failure(Failure::Type { function, expected, found: given.type_of().name() })
}

/// `of[index]`.
pub(super) fn index(graph: &Graph, of: &Value, index: &Value) -> Result<Value, Fault> {
    match (of, index) {
        (Value::Null, _) | (Value::List(_) | Value::Map(_) | Value::Node(_) | Value::Relationship(_), Value::Null) => Ok(Value::Null),
        (Value::List(items), Value::Integer(position)) => {
            Ok(place(*position, items.len()).and_then(|place| items.get(place)).cloned().unwrap_or(Value::Null))
        }
        (Value::List(_), other) => Err(Fault::Position(other.type_of().name())),
        (Value::Map(_) | Value::Node(_) | Value::Relationship(_), Value::String(name)) => {
            property(graph, of, name, graph.catalogue().key(name))
        }
        (
            Value::Date(_) | Value::LocalTime(_) | Value::Time(_) | Value::LocalDateTime(_) | Value::DateTime(_) | Value::Duration(_),
            Value::String(name),
        ) => Ok(part(of, name)?),
        (Value::Map(_) | Value::Node(_) | Value::Relationship(_), other) => Err(Fault::Key(other.type_of().name())),
        (other, _) => Err(mismatch("[…]", "a list, a map, a node or a relationship", other)),
    }
}

/// A position counted from the end if it is negative; none before the beginning.
fn place(position: i64, length: usize) -> Option<usize> {
    if position >= 0 { usize::try_from(position).ok() } else { length.checked_sub(usize::try_from(position.unsigned_abs()).ok()?) }
}

/// `of[from..to]`; a bound that is left out is none.
pub(super) fn slice(of: &Value, from: Option<&Value>, to: Option<&Value>) -> Result<Value, Fault> {
    let items = match of {
        Value::Null => return Ok(Value::Null),
        Value::List(items) => items,
        other => return Err(mismatch("[…..…]", "a list", other)),
    };
    let bound = |given: Option<&Value>, default: usize| match given {
        None => Ok(Some(default)),
        Some(Value::Null) => Ok(None),
        Some(Value::Integer(position)) => Ok(Some(place(*position, items.len()).unwrap_or(0).min(items.len()))),
        Some(other) => Err(Fault::Position(other.type_of().name())),
    };
    let (Some(from), Some(to)) = (bound(from, 0)?, bound(to, items.len())?) else { return Ok(Value::Null) };
    if from == 0 && to == items.len() {
        return Ok(of.clone());
    }
    Ok(Value::list(items.get(from..to).unwrap_or_default()))
}

/// `item IN list`.
pub(super) fn contains(item: &Value, list: &Value) -> Result<Truth, Fault> {
    match list {
        Value::Null => Ok(None),
        Value::List(items) => Ok(any_equal(item, items)),
        other => Err(mismatch("IN", "a list on its right", other)),
    }
}

fn any_equal(item: &Value, items: &[Value]) -> Truth {
    let mut known = true;
    for other in items {
        match equals(item, other) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => known = false,
        }
    }
    known.then_some(false)
}

/// `item IN list` for a list that is a table.
pub(super) fn is_member(item: &Value, members: &Members) -> Truth {
    match item {
        Value::Null if members.list.is_empty() => Some(false),
        Value::Null => None,
        // These may hold nulls of their own.
        Value::List(_) | Value::Map(_) => any_equal(item, &members.list),
        // NaN is a member of nothing, though it is equivalent to itself.
        Value::Float(float) if float.is_nan() => (!members.has_null).then_some(false),
        item if members.items.contains(&Grouped(item.clone())) => Some(true),
        _ => (!members.has_null).then_some(false),
    }
}

/// Whether a set of labels fulfils a label expression; labels are looked up by `has`.
pub(super) fn fulfils<Id: Copy>(labels: &Labels, has_any: bool, has: &mut dyn FnMut(&Reference<LabelId>) -> Option<Id>) -> bool {
    match labels {
        Labels::Label(label) => has(label).is_some(),
        Labels::And(all) => all.iter().all(|part| fulfils(part, has_any, has)),
        Labels::Or(any) => any.iter().any(|part| fulfils(part, has_any, has)),
        Labels::Not(part) => !fulfils(part, has_any, has),
        Labels::Any => has_any,
    }
}

/// The label's id: a plan that was made before the graph had the name looks it up again.
pub(super) fn label(graph: &Graph, label: &Reference<LabelId>) -> Option<LabelId> {
    label.id.or_else(|| graph.catalogue().label(&label.name))
}

/// A label test on a set of labels.
pub(super) fn set_fulfils(graph: &Graph, labels: &Labels, set: &[LabelId]) -> bool {
    fulfils(labels, !set.is_empty(), &mut |wanted| label(graph, wanted).filter(|label| set.contains(label)))
}

/// A label test on a node, or a type test on a relationship.
pub(super) fn has_labels(graph: &Graph, of: &Value, labels: &Labels) -> Result<Truth, Fault> {
    match of {
        Value::Null => Ok(None),
        Value::Node(node) if graph.has_node(*node) => Ok(Some(set_fulfils(graph, labels, graph.labels(*node)))),
        Value::Node(_) => Err(Failure::Deleted("labels").into()),
        Value::Relationship(relationship) => {
            let kind = relationship.kind;
            Ok(Some(fulfils(labels, true, &mut |wanted| graph.catalogue().relationship_type(&wanted.name).filter(|other| *other == kind))))
        }
        other => Err(mismatch("the label test", "a node or a relationship", other)),
    }
}

/// The items of a list that is run through; none for null.
pub(super) fn items(function: &'static str, list: &Value) -> Result<Option<Arc<[Value]>>, Fault> {
    match list {
        Value::Null => Ok(None),
        Value::List(items) => Ok(Some(Arc::clone(items))),
        other => Err(mismatch(function, "a list", other)),
    }
}
