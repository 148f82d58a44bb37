//! JSON.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};
use serde_json::{Map as JsonMap, Serializer, Value as Json, json};

use super::Options;
use crate::execute::{Answer, Changes, Row};
use crate::graph::{Graph, label_names, properties};
use crate::text::is_unsafe;
use crate::value::{NodeId, Path, RelationshipId, Value, to_json};

/// Writes an array of objects keyed by column. For a statement that writes, an object of this array as `rows` and of the
/// counts of what was done as `changes`.
pub(super) fn write(answer: &Answer, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let Some(changes) = answer.changes() else {
        rows(answer, out)?;
        return out.write_all(b"\n");
    };
    out.write_all(b"{\"rows\":")?;
    rows(answer, out)?;
    writeln!(out, ",\"changes\":{}}}", json_text(&changes_json(changes)))
}

/// What a statement has done: each count that is not zero, `{"nodes_created": 1}`.
pub fn changes_json(changes: &Changes) -> Json {
    let counts = changes.counts().into_iter().filter(|(_, count)| *count > 0);
    Json::Object(counts.map(|(name, count)| (name.replace(' ', "_"), Json::from(count))).collect())
}

fn rows(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (number, row) in answer.rows().enumerate() {
        out.write_all(if number == 0 { b"" } else { b",\n " })?;
        out.write_all(json_text(&object(answer, row)).as_bytes())?;
    }
    out.write_all(b"]")
}

/// A row as an object keyed by column.
pub(super) fn object(answer: &Answer, row: Row<'_>) -> Json {
    let cells = answer.columns().iter().zip(row.values());
    Json::Object(cells.map(|(name, value)| (name.to_string(), json_value(&value, answer.graph()))).collect())
}

/// A value as JSON. Nodes are `{"id", "labels", "properties"}`, relationships `{"id", "type", "start", "end", "properties"}`,
/// paths alternate between them. An entity's id is its `id` property if it has one, else its number in the graph;
/// numbers that JSON cannot hold (NaN, infinities) are texts.
pub fn json_value(value: &Value, graph: &Graph) -> Json {
    to_json(value, &mut |entity| match entity {
        Value::Node(node) => node_json(*node, graph),
        Value::Relationship(relationship) => relationship_json(*relationship, graph),
        Value::Path(path) => path_json(path, graph),
        _ => Json::Null,
    })
}

/// The id that a user knows a node by.
fn node_id(node: NodeId, graph: &Graph) -> Json {
    match graph.catalogue().key("id").map(|key| graph.node_property(node, key)) {
        Some(Value::String(id)) => Json::String(id.to_string()),
        Some(Value::Integer(id)) => Json::from(id),
        _ => Json::from(node.0),
    }
}

fn property_map(map: &crate::value::Map, graph: &Graph) -> Json {
    let entries: JsonMap<String, Json> = map.iter().map(|(key, value)| (key.to_string(), json_value(value, graph))).collect();
    Json::Object(entries)
}

fn node_json(node: NodeId, graph: &Graph) -> Json {
    let labels: Vec<String> = label_names(graph, node).iter().map(ToString::to_string).collect();
    json!({ "id": node_id(node, graph), "labels": labels, "properties": property_map(&properties(graph, graph.node_properties(node)), graph) })
}

fn relationship_json(id: RelationshipId, graph: &Graph) -> Json {
    let kind = graph.catalogue().type_name(id.kind);
    let (start, end) = match graph.relationship_ends(id) {
        Some((start, end)) => (node_id(start, graph), node_id(end, graph)),
        None => (Json::Null, Json::Null),
    };
    let properties = property_map(&properties(graph, graph.relationship_properties(id)), graph);
    json!({ "id": format!("{kind}:{}", id.local), "type": kind.to_string(), "start": start, "end": end, "properties": properties })
}

fn path_json(path: &Path, graph: &Graph) -> Json {
    let mut steps = Vec::with_capacity(path.nodes.len() + path.relationships.len());
    for (index, node) in path.nodes.iter().enumerate() {
        steps.push(node_json(*node, graph));
        if let Some(relationship) = path.relationships.get(index) {
            steps.push(relationship_json(*relationship, graph));
        }
    }
    Json::Array(steps)
}

/// JSON on one line in which no character could steer a terminal: such characters are written as `\u` escapes.
pub fn json_text(json: &Json) -> String {
    let mut out = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut out, Guarded);
    if json.serialize(&mut serializer).is_err() {
        return "null".to_owned();
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Compact JSON whose strings have every unsafe character escaped.
struct Guarded;

impl Formatter for Guarded {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut clean = 0;
        for (at, character) in fragment.char_indices().filter(|(_, character)| is_unsafe(*character)) {
            CompactFormatter.write_string_fragment(writer, &fragment[clean..at])?;
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            clean = at + character.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[clean..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_escaped() {
        let text = json_text(&json!({ "name": "a\u{1b}[31m\u{9b}\u{202e}é" }));
        assert_eq!(text, r#"{"name":"a\u001b[31m\u009b\u202eé"}"#);
        let back: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(back["name"], "a\u{1b}[31m\u{9b}\u{202e}é");
    }
}
