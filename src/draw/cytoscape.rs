//! JSON for Cytoscape and Cytoscape.js.

use serde_json::{Map, Value, json};

use super::graphml::{EDGE, NODE};
use super::model::Drawing;
use crate::export::json_text;

/// Writes a drawing: `data` about it, `elements` with `nodes` and `edges`. Groups are nodes that others have as `parent`.
pub(super) fn write(drawing: &Drawing) -> String {
    let groups = drawing.groups.iter().enumerate().map(|(number, name)| json!({ "data": { "id": group(number), "label": name } }));
    let nodes = drawing.nodes.iter().map(|node| {
        let mut data = fields(&node.id, NODE.iter().filter_map(|(name, read)| Some((*name, read(node)?))));
        let look = drawing.look(node);
        data.extend(look.colour.map(|colour| ("colour".to_owned(), Value::from(colour.to_string()))));
        data.insert("shape".to_owned(), json!(look.shape));
        data.extend(node.group.map(|number| ("parent".to_owned(), Value::from(group(number)))));
        json!({ "data": data })
    });
    let edges = drawing.edges.iter().map(|edge| {
        let mut data = fields(&edge.id, EDGE.iter().filter_map(|(name, read)| Some((*name, read(edge)?))));
        data.insert("source".to_owned(), Value::from(drawing.nodes[edge.from].id.as_str()));
        data.insert("target".to_owned(), Value::from(drawing.nodes[edge.to].id.as_str()));
        data.extend(edge.source.as_ref().map(|stands| ("stands".to_owned(), Value::from(stands.as_str()))));
        json!({ "data": data })
    });
    let whole = json!({
        "data": {
            "title": drawing.caption.title,
            "understood": drawing.caption.understood,
            "edition": drawing.caption.edition,
            "sources": drawing.caption.sources,
            "notes": drawing.caption.notes,
        },
        "elements": { "nodes": groups.chain(nodes).collect::<Vec<_>>(), "edges": edges.collect::<Vec<_>>() },
    });
    format!("{}\n", json_text(&whole))
}

fn group(number: usize) -> String {
    format!("g{}", number + 1)
}

fn fields(id: &str, fields: impl Iterator<Item = (&'static str, String)>) -> Map<String, Value> {
    let id = ("id".to_owned(), Value::from(id));
    std::iter::once(id).chain(fields.map(|(name, value)| (name.to_owned(), Value::from(value)))).collect()
}
