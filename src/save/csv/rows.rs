//! The rows of the files.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::super::Problem;
use super::super::place::Folder;
use super::super::things::nodes as all_nodes;
use super::layout::{Layout, NodeFile};
use super::old::{Header, Order};
use super::relationships::{Part, TypeFiles, all};
use super::seen::Column;
use super::text::{name_cell, plain};
use crate::graph::Graph;
use crate::value::{KeyId, NodeId, RelationshipId, Value};

/// How files and columns are named: the folder and how the names of files begin, and the columns of ends.
pub(super) struct Style {
    pub(super) nodes: (&'static str, &'static str),
    pub(super) relationships: (&'static str, &'static str),
    pub(super) ends: (&'static str, &'static str),
}

/// A record while it is made; its text is reused.
#[derive(Default)]
struct Record {
    text: String,
    ends: Vec<usize>,
}

impl Record {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Adds a field.
    fn field(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push(self.text.len());
    }

    fn value(&mut self, value: &Value, literal: bool) {
        self.field(|out| match value {
            Value::Null => {}
            value if literal => out.push_str(&value.to_string()),
            value => plain(value, out),
        });
    }

    fn write(&self, out: &mut Writer<&mut dyn Write>) -> io::Result<()> {
        let mut start = 0;
        for &end in &self.ends {
            out.write_field(&self.text[start..end])?;
            start = end;
        }
        Ok(out.write_record(None::<&[u8]>)?)
    }
}

fn writer(out: &mut dyn Write) -> Writer<&mut dyn Write> {
    WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out)
}

/// Writes the files of nodes that have any; an empty graph has one without rows.
pub(super) fn nodes(graph: &Graph, layout: &Layout, style: &Style, folder: &mut Folder) -> Result<(), Problem> {
    let mut counts = vec![0_u64; layout.files.len()];
    for node in all_nodes(graph) {
        counts[layout.file_of(graph, node)] += 1;
    }
    for (number, file) in layout.files.iter().enumerate() {
        if counts[number] > 0 || (graph.node_count() == 0 && file.own.is_none()) {
            let name = format!("{}{}.csv", style.nodes.1, file.stem);
            let old = Header::of(&folder.replaced().join(style.nodes.0).join(&name));
            folder.file(style.nodes.0, &name, |out| write_nodes(graph, layout, number, &old, out))?;
        }
    }
    Ok(())
}

/// The column of labels: what it is called, if there is one.
fn labels_header(graph: &Graph, file: &NodeFile) -> Option<String> {
    let named = |name: &str| file.columns.iter().any(|(key, _)| *graph.catalogue().key_name(*key) == *name);
    if file.own.is_none() {
        return Some(":LABEL".into());
    }
    // A property `labels` would be taken for the labels, if these had no column.
    if !named("labels") {
        return file.extra.then(|| "labels".into());
    }
    let mut name = "labels_".to_owned();
    while named(&name) {
        name.push('_');
    }
    Some(format!("{name}:LABEL"))
}

/// Columns in the order of an old file, new ones behind in their own.
fn arranged<'c>(graph: &Graph, columns: impl Iterator<Item = &'c (KeyId, Column)>, old: &Header) -> Vec<&'c (KeyId, Column)> {
    let mut columns: Vec<_> = columns.collect();
    columns.sort_by_key(|(key, _)| old.place(&graph.catalogue().key_name(*key)));
    columns
}

fn write_nodes(graph: &Graph, layout: &Layout, number: usize, old: &Header, out: &mut dyn Write) -> io::Result<()> {
    let file = &layout.files[number];
    let catalogue = graph.catalogue();
    let mut out = writer(out);
    let mut record = Record::default();
    let labels = labels_header(graph, file);
    let is_id = |key: KeyId| !file.keyed && *catalogue.key_name(key) == *"id";
    let id = file.columns.iter().find(|(key, _)| is_id(*key));
    let columns = arranged(graph, file.columns.iter().filter(|(key, _)| !is_id(*key)), old);
    record.field(|out| match id {
        Some((_, column)) => out.push_str(&column.header),
        None if file.own.is_none() => out.extend([":KEY(", &*file.stem, ")"]),
        None => out.push_str(":KEY"),
    });
    if let Some(labels) = &labels {
        record.field(|out| out.push_str(labels));
    }
    for (_, column) in &columns {
        record.field(|out| out.push_str(&column.header));
    }
    record.write(&mut out)?;
    let members = file.own.and_then(|own| graph.label_sets().members(own)).unwrap_or(graph.live());
    for node in members.iter().filter(|node| layout.file_of(graph, *node) == number) {
        record.clear();
        record.field(|out| layout.address(graph, node, out));
        if labels.is_some() {
            record.field(|out| labels_cell(graph, file, node, out));
        }
        for (key, column) in &columns {
            record.value(&graph.node_property(node, *key), column.literal);
        }
        record.write(&mut out)?;
    }
    out.flush()
}

fn labels_cell(graph: &Graph, file: &NodeFile, node: NodeId, out: &mut String) {
    let others = graph.labels(node).iter().filter(|label| Some(**label) != file.own);
    for (index, &label) in others.enumerate() {
        if index > 0 {
            out.push(';');
        }
        out.push_str(&name_cell(&graph.catalogue().label_name(label)));
    }
}

/// Writes the files of a type.
pub(super) fn relationships(graph: &Graph, layout: &Layout, kind: &TypeFiles, style: &Style, folder: &mut Folder) -> Result<(), Problem> {
    for part in &kind.parts {
        let name = format!("{}{}.csv", style.relationships.1, part.stem);
        let old = folder.replaced().join(style.relationships.0).join(&name);
        let (header, order) = (Header::of(&old), Order::of(&old, graph, layout, kind.kind));
        let write = |out: &mut dyn Write| write_relationships(graph, layout, (kind, part), style, (&header, &order), out);
        folder.file(style.relationships.0, &name, write)?;
    }
    Ok(())
}

fn write_relationships(
    graph: &Graph,
    layout: &Layout,
    (kind, part): (&TypeFiles, &Part),
    style: &Style,
    (old, order): (&Header, &Order),
    out: &mut dyn Write,
) -> io::Result<()> {
    const ROLES: &[&str] = &["start", "end", "start_id", "end_id"];
    let catalogue = graph.catalogue();
    let mut out = writer(out);
    let mut record = Record::default();
    let marked = kind.columns.iter().any(|(key, _)| ROLES.contains(&&*catalogue.key_name(*key)));
    for (plain, mark, file) in
        [(style.ends.0, ":START_ID", part.ends.map(|ends| ends.0)), (style.ends.1, ":END_ID", part.ends.map(|ends| ends.1))]
    {
        record.field(|out| match file {
            Some(file) => out.extend([mark, "(", &*layout.files[file].stem, ")"]),
            None => out.push_str(if marked { mark } else { plain }),
        });
    }
    if kind.own.is_none() {
        record.field(|out| out.push_str(":TYPE"));
    }
    let columns = arranged(graph, kind.columns.iter(), old);
    for (_, column) in &columns {
        record.field(|out| out.push_str(&column.header));
    }
    record.write(&mut out)?;
    let name = catalogue.type_name(kind.kind);
    let mut row = |relationship: RelationshipId, start: NodeId, end: NodeId| {
        if part.ends.is_some_and(|ends| ends != (layout.file_of(graph, start), layout.file_of(graph, end))) {
            return Ok(());
        }
        record.clear();
        record.field(|out| layout.address(graph, start, out));
        record.field(|out| layout.address(graph, end, out));
        if kind.own.is_none() {
            record.field(|out| out.push_str(&name_cell(&name)));
        }
        for (key, column) in &columns {
            record.value(&graph.relationship_property(relationship, *key), column.literal);
        }
        record.write(&mut out)
    };
    match order {
        Order::Own => all(graph, kind.kind).try_for_each(|(relationship, start, end)| row(relationship, start, end))?,
        Order::Kept(order) => {
            for &local in order {
                let relationship = RelationshipId { kind: kind.kind, local };
                if let Some((start, end)) = graph.relationship_ends(relationship) {
                    row(relationship, start, end)?;
                }
            }
        }
    }
    out.flush()
}
