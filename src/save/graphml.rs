//! GraphML. `load` says how labels, types and values are held.

use std::borrow::Cow;
use std::io::Write;

use indexmap::IndexSet;
use quick_xml::escape::escape;

use super::things::{Numbers, Properties, each_relationship, labels, node_properties, nodes, relationship_properties};
use super::{Content, Stopped, schema};
use crate::graph::Graph;
use crate::load::GRAPHML_FORMAT;
use crate::schema::{PropertyType, Scalar};
use crate::text::Name;
use crate::value::{Value, float_text};

/// What a file begins with.
pub(super) const BEGIN: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:legation=\"urn:legation:graphml\">\n"
);

/// A property of a type: what one key of the file stands for.
type Key = (Name, PropertyType);

/// The keys of nodes, and those of relationships.
#[derive(Default)]
struct Keys {
    nodes: IndexSet<Key>,
    edges: IndexSet<Key>,
}

/// Writes a graph.
pub(super) fn write(content: Content<'_>, out: &mut dyn Write) -> Result<(), Stopped> {
    let graph = content.graph;
    let catalogue = graph.catalogue();
    let keys = keys(graph)?;
    let text = schema::text(content)?;
    out.write_all(BEGIN.as_bytes())?;
    declare(&keys, text.is_some(), out)?;
    writeln!(out, "  <graph id=\"G\" edgedefault=\"directed\" legation:format=\"{GRAPHML_FORMAT}\">")?;
    if let Some(text) = text {
        writeln!(out, "    <data key=\"schema\">{}</data>", content_text(&text))?;
    }
    let unique: Vec<_> =
        graph.indexes().map(|(label, key)| [catalogue.label_name(label).to_string(), catalogue.key_name(key).to_string()]).collect();
    let unique = crate::export::json_text(&serde_json::json!(unique));
    writeln!(out, "    <data key=\"unique\">{}</data>", content_text(&unique))?;
    let numbers = Numbers::of(graph);
    for node in nodes(graph) {
        write!(out, "    <node id=\"n{}\">", numbers.get(node))?;
        let mut labels_text = String::new();
        for label in labels(graph, node) {
            labels_text.extend([":", &*name_text(&label, true)]);
        }
        if !labels_text.is_empty() {
            write!(out, "<data key=\"labels\">{}</data>", content_text(&labels_text))?;
        }
        data(node_properties(graph, node)?, &keys.nodes, 'n', out)?;
        writeln!(out, "</node>")?;
    }
    each_relationship(graph, |relationship, start, end| {
        let kind = catalogue.type_name(relationship.kind);
        write!(out, "    <edge source=\"n{}\" target=\"n{}\">", numbers.get(start), numbers.get(end))?;
        write!(out, "<data key=\"label\">{}</data>", content_text(&name_text(&kind, false)))?;
        data(relationship_properties(graph, relationship)?, &keys.edges, 'e', out)?;
        Ok(writeln!(out, "</edge>")?)
    })?;
    Ok(out.write_all(b"  </graph>\n</graphml>\n")?)
}

/// Every property with every type that it has.
fn keys(graph: &Graph) -> Result<Keys, Stopped> {
    let mut keys = Keys::default();
    for node in nodes(graph) {
        keys.nodes.extend(node_properties(graph, node)?.into_iter().map(|(name, value)| (name, kind(&value))));
    }
    each_relationship(graph, |relationship, _, _| {
        keys.edges.extend(relationship_properties(graph, relationship)?.into_iter().map(|(name, value)| (name, kind(&value))));
        Ok(())
    })?;
    Ok(keys)
}

/// The type under which a value is written: lists, and texts that XML cannot hold, as literals.
fn kind(value: &Value) -> PropertyType {
    match value {
        Value::String(text) if !is_legal(text) => PropertyType::ANY,
        Value::List(_) => PropertyType::ANY,
        value => PropertyType::of_value(value),
    }
}

fn declare(keys: &Keys, has_schema: bool, out: &mut dyn Write) -> Result<(), Stopped> {
    if has_schema {
        writeln!(out, "  <key id=\"schema\" for=\"graph\" attr.name=\"schema\" attr.type=\"string\" legation:type=\"schema\"/>")?;
    }
    writeln!(out, "  <key id=\"unique\" for=\"graph\" attr.name=\"unique\" attr.type=\"string\" legation:type=\"unique\"/>")?;
    writeln!(out, "  <key id=\"labels\" for=\"node\" attr.name=\"labels\" attr.type=\"string\"/>")?;
    writeln!(out, "  <key id=\"label\" for=\"edge\" attr.name=\"label\" attr.type=\"string\"/>")?;
    for (keys, of, letter) in [(&keys.nodes, "node", 'n'), (&keys.edges, "edge", 'e')] {
        for (number, (name, kind)) in keys.iter().enumerate() {
            write!(out, "  <key id=\"{letter}{number}\" for=\"{of}\" ")?;
            if is_legal(name) {
                write!(out, "attr.name=\"{}\"", attribute_text(name))?;
            } else {
                let shown: String = name.chars().filter(|character| is_legal_character(*character)).collect();
                let literal = literal(&Value::String(Name::clone(name)));
                write!(out, "attr.name=\"{}\" legation:name=\"{}\"", attribute_text(&shown), attribute_text(&literal))?;
            }
            match kind.scalar {
                Scalar::Boolean => writeln!(out, " attr.type=\"boolean\"/>")?,
                Scalar::Integer => writeln!(out, " attr.type=\"long\"/>")?,
                Scalar::Float => writeln!(out, " attr.type=\"double\"/>")?,
                Scalar::String => writeln!(out, " attr.type=\"string\"/>")?,
                _ => writeln!(out, " attr.type=\"string\" legation:type=\"{kind}\"/>")?,
            }
        }
    }
    Ok(())
}

fn data(properties: Properties, keys: &IndexSet<Key>, letter: char, out: &mut dyn Write) -> Result<(), Stopped> {
    for (name, value) in properties {
        let kind = kind(&value);
        let text = match &value {
            value if kind == PropertyType::ANY => literal(value),
            Value::String(text) => text.to_string(),
            Value::Float(float) => float_text(*float),
            Value::Boolean(truth) => truth.to_string(),
            Value::Integer(integer) => integer.to_string(),
            Value::Date(date) => date.to_string(),
            Value::LocalTime(time) => time.to_string(),
            Value::Time(time) => time.to_string(),
            Value::LocalDateTime(time) => time.to_string(),
            Value::DateTime(time) => time.to_string(),
            Value::Duration(duration) => duration.to_string(),
            other => other.to_string(),
        };
        let number = keys.get_index_of(&(name, kind)).unwrap_or_default();
        write!(out, "<data key=\"{letter}{number}\">{}</data>", content_text(&text))?;
    }
    Ok(())
}

/// Whether XML 1.0 can hold a character (production 2, `Char`).
fn is_legal_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn is_legal(text: &str) -> bool {
    text.chars().all(is_legal_character)
}

/// A literal without characters that XML cannot hold.
fn literal(value: &Value) -> String {
    let text = value.to_string();
    if is_legal(&text) { text } else { text.replace('\u{fffe}', "\\uFFFE").replace('\u{ffff}', "\\uFFFF") }
}

/// A label behind a colon, or a type: plain, or a literal where a plain one would be misread.
fn name_text(name: &str, is_label: bool) -> Cow<'_, str> {
    let odd = name.is_empty() || name.trim() != name || name.starts_with('\'') || (is_label && name.contains(':')) || !is_legal(name);
    if odd { Cow::Owned(literal(&Value::string(name))) } else { Cow::Borrowed(name) }
}

/// A text between tags. A carriage return would be read as a line feed.
fn content_text(text: &str) -> Cow<'_, str> {
    let escaped = escape(text);
    if escaped.contains('\r') { Cow::Owned(escaped.replace('\r', "&#13;")) } else { escaped }
}

/// A text in an attribute, where line ends and tabs would be read as spaces.
fn attribute_text(text: &str) -> String {
    escape(text).replace('\r', "&#13;").replace('\n', "&#10;").replace('\t', "&#9;")
}
