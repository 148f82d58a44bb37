//! JSON Lines. `load` says what the lines are.

use std::io::Write;

use serde_json::{Map as JsonMap, Value as Json, json};

use super::things::{Numbers, Properties, each_relationship, labels, node_properties, nodes, relationship_properties};
use super::{Content, Stopped, schema};
use crate::export::json_text;
use crate::load::JSONL_FORMAT;
use crate::value::to_tagged;

/// What a file begins with.
pub(super) const BEGIN: &str = "{\"legation\":\"graph\",";

/// Writes a graph.
pub(super) fn write(content: Content<'_>, out: &mut dyn Write) -> Result<(), Stopped> {
    let graph = content.graph;
    let catalogue = graph.catalogue();
    let unique = |(label, key)| json!([catalogue.label_name(label).to_string(), catalogue.key_name(key).to_string()]);
    let mut header = json!({
        "legation": "graph",
        "format": JSONL_FORMAT,
        "nodes": graph.node_count(),
        "relationships": graph.relationship_count(),
        "unique": graph.indexes().map(unique).collect::<Vec<_>>(),
    });
    if let Some(text) = schema::text(content)? {
        header["schema"] = Json::String(text);
    }
    line(out, &header)?;
    let numbers = Numbers::of(graph);
    for node in nodes(graph) {
        let labels: Vec<String> = labels(graph, node).iter().map(ToString::to_string).collect();
        let properties = object(node_properties(graph, node)?);
        line(out, &json!({ "node": numbers.get(node), "labels": labels, "properties": properties }))?;
    }
    each_relationship(graph, |relationship, start, end| {
        let kind = catalogue.type_name(relationship.kind).to_string();
        let properties = object(relationship_properties(graph, relationship)?);
        let (start, end) = (numbers.get(start), numbers.get(end));
        line(out, &json!({ "relationship": kind, "start": start, "end": end, "properties": properties }))
    })
}

fn object(properties: Properties) -> JsonMap<String, Json> {
    properties.into_iter().map(|(name, value)| (name.to_string(), to_tagged(&value).unwrap_or_default())).collect()
}

fn line(out: &mut dyn Write, json: &Json) -> Result<(), Stopped> {
    Ok(writeln!(out, "{}", json_text(json))?)
}
