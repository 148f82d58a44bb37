//! Values as people read them, in tables and CSV.

use std::borrow::Cow;
use std::fmt::Write;

use super::Graph;
use crate::text::Name;
use crate::value::{Map, NodeId, Path, RelationshipId, Value};

/// The text of a value: text as it is, dates, times and durations by ISO 8601, nothing for null, lists of these joined
/// by `; `, entities and other containers in the notation of patterns and literals.
pub fn plain(value: &Value, graph: &Graph, decimals: Option<usize>) -> String {
    let mut out = String::new();
    match value {
        Value::Null => {}
        Value::String(text) => out.push_str(text),
        Value::Float(number) => float(&mut out, *number, decimals),
        Value::List(items) if !items.is_empty() && items.iter().all(|item| words(item).is_some()) => {
            out.push_str(&items.iter().filter_map(words).collect::<Vec<_>>().join("; "));
        }
        other => match words(other) {
            Some(words) => out.push_str(&words),
            None => literal(&mut out, other, graph),
        },
    }
    out
}

/// The text of what needs no quotes and no notation; none for anything else.
fn words(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Date(date) => Some(date.to_string().into()),
        Value::LocalTime(time) => Some(time.to_string().into()),
        Value::Time(time) => Some(time.to_string().into()),
        Value::LocalDateTime(time) => Some(time.to_string().into()),
        Value::DateTime(time) => Some(time.to_string().into()),
        Value::Duration(duration) => Some(duration.to_string().into()),
        _ => None,
    }
}

/// A float with a fixed number of decimals, or in full.
fn float(out: &mut String, number: f64, decimals: Option<usize>) {
    match decimals {
        Some(decimals) if number.is_finite() => {
            let _ = write!(out, "{number:.decimals$}");
        }
        _ => {
            let _ = write!(out, "{}", Value::Float(number));
        }
    }
}

/// A value in the notation of literals, entities resolved.
fn literal(out: &mut String, value: &Value, graph: &Graph) {
    match value {
        Value::Node(node) => node_text(out, *node, graph),
        Value::Relationship(relationship) => {
            let (start, end) = graph.relationship_ends(*relationship).unwrap_or((NodeId(u32::MAX), NodeId(u32::MAX)));
            relationship_text(out, *relationship, start, end, start, graph);
        }
        Value::Path(path) => path_text(out, path, graph),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                literal(out, item, graph);
            }
            out.push(']');
        }
        Value::Map(map) => map_text(out, map, graph),
        scalar => {
            let _ = write!(out, "{scalar}");
        }
    }
}

fn map_text(out: &mut String, map: &Map, graph: &Graph) {
    out.push('{');
    for (index, (key, value)) in map.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        let _ = write!(out, "{key}: ");
        literal(out, value, graph);
    }
    out.push('}');
}

fn node_text(out: &mut String, node: NodeId, graph: &Graph) {
    out.push('(');
    for label in label_names(graph, node) {
        let _ = write!(out, ":{label}");
    }
    let properties = properties(graph, graph.node_properties(node));
    if !properties.is_empty() {
        out.push(' ');
        map_text(out, &properties, graph);
    }
    out.push(')');
}

/// `-[:TYPE {…}]->`, pointing away from `from`.
fn relationship_text(out: &mut String, id: RelationshipId, start: NodeId, end: NodeId, from: NodeId, graph: &Graph) {
    let backwards = from == end && start != end;
    out.push_str(if backwards { "<-[:" } else { "-[:" });
    out.push_str(&graph.catalogue().type_name(id.kind));
    let properties = properties(graph, graph.relationship_properties(id));
    if !properties.is_empty() {
        out.push(' ');
        map_text(out, &properties, graph);
    }
    out.push_str(if backwards { "]-" } else { "]->" });
}

fn path_text(out: &mut String, path: &Path, graph: &Graph) {
    for (index, node) in path.nodes.iter().enumerate() {
        node_text(out, *node, graph);
        if let Some(relationship) = path.relationships.get(index) {
            let (start, end) = graph.relationship_ends(*relationship).unwrap_or((*node, *node));
            relationship_text(out, *relationship, start, end, *node, graph);
        }
    }
}

/// The names of a node's labels, in order of name.
pub(crate) fn label_names(graph: &Graph, node: NodeId) -> Vec<Name> {
    let mut names: Vec<Name> = graph.labels(node).iter().map(|label| graph.catalogue().label_name(*label)).collect();
    names.sort();
    names
}

/// Properties by name.
pub(crate) fn properties(graph: &Graph, properties: Vec<(crate::value::KeyId, Value)>) -> Map {
    properties.into_iter().map(|(key, value)| (graph.catalogue().key_name(key), value)).collect()
}
