//! Folders of CSV files: the data package with its schema, and plain files without one.

mod layout;
mod names;
mod old;
mod relationships;
mod rows;
mod seen;
mod text;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use indexmap::IndexMap;

use super::place::Folder;
use super::schema;
use super::{Content, Options, Problem};
use crate::graph::Catalogue;
use crate::schema::{Additions, DOCUMENTS, Property, Schema};
use crate::value::KeyId;
use layout::Layout;
use rows::Style;
use seen::Column;

/// How the files of a package are named.
const PACKAGE: Style = Style { nodes: ("nodes", ""), relationships: ("relationships", ""), ends: ("start", "end") };

/// How files without a schema are named.
const PLAIN: Style = Style { nodes: ("", "nodes_"), relationships: ("", "rels_"), ends: ("start_id", "end_id") };

/// Writes a data package.
pub(super) fn package(content: Content<'_>, options: &Options, folder: &mut Folder) -> Result<(), Problem> {
    let stated = schema::stated(content.schema)?;
    let additions = tables(content, &stated, &PACKAGE, options, folder)?;
    let text = stated.write_with(&additions).ok_or(Problem::Schema)?;
    folder.file("", "schema.toml", |out| out.write_all(text.as_bytes()))?;
    documents(content.schema, folder)
}

/// Writes the texts beside the tables as they were found. They consist of arrays of tables, so that those of several packages,
/// one after the other, are one.
fn documents(schema: &Schema, folder: &mut Folder) -> Result<(), Problem> {
    for name in DOCUMENTS {
        let texts: Vec<&str> =
            schema.documents.iter().filter(|document| document.name == *name).map(|document| document.source.text()).collect();
        if !texts.is_empty() {
            folder.file("", name, |out| out.write_all(texts.join("\n").as_bytes()))?;
        }
    }
    Ok(())
}

/// Writes CSV files whose headers state types where they could be misread.
pub(super) fn plain(content: Content<'_>, options: &Options, folder: &mut Folder) -> Result<(), Problem> {
    tables(content, &Schema::default(), &PLAIN, options, folder).map(|_| ())
}

/// Writes the tables, and says what the schema must learn.
fn tables(content: Content<'_>, stated: &Schema, style: &Style, options: &Options, folder: &mut Folder) -> Result<Additions, Problem> {
    let layout = Layout::make(content, stated, options.formulas)?;
    let types = relationships::files(content, stated, &layout, options.formulas)?;
    rows::nodes(content.graph, &layout, style, folder)?;
    for kind in &types {
        rows::relationships(content.graph, &layout, kind, style, folder)?;
    }
    let mut additions = schema::additions(content, stated);
    let catalogue = content.graph.catalogue();
    for file in &layout.files {
        let new = new_properties(catalogue, &file.columns);
        if let Some(own) = file.own.filter(|_| !new.is_empty()) {
            additions.labels.insert(catalogue.label_name(own).to_string(), new);
        }
    }
    for kind in &types {
        let new = new_properties(catalogue, &kind.columns);
        if !new.is_empty() {
            additions.relationships.insert(catalogue.type_name(kind.kind).to_string(), new);
        }
    }
    Ok(additions)
}

/// The properties that the schema must learn.
fn new_properties(catalogue: &Catalogue, columns: &[(KeyId, Column)]) -> IndexMap<String, Property> {
    columns.iter().filter_map(|(key, column)| Some((catalogue.key_name(*key).to_string(), column.new.clone()?))).collect()
}

/// Whether a folder is a data package: whether it has a schema.
pub(super) fn is_package(path: &Path) -> bool {
    let schema = path.join("schema.toml");
    fs::symlink_metadata(&schema).is_ok_and(|about| about.is_file())
        && fs::read_to_string(&schema).is_ok_and(|text| Schema::read(&text).is_ok())
}

/// Whether a folder holds plain CSV files only, as they are saved.
pub(super) fn is_plain(path: &Path) -> bool {
    let Ok(entries) = fs::read_dir(path) else { return false };
    let names: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    let is_csv = |name: &OsStr| Path::new(name).extension().is_some_and(|ending| ending == "csv");
    let is_ours = |name: &OsStr| is_csv(name) && [PLAIN.nodes.1, PLAIN.relationships.1].iter().any(|begin| begins(name, begin));
    names.iter().any(|name| is_ours(name) && begins(name, PLAIN.nodes.1)) && names.iter().all(|name| is_ours(name))
}

fn begins(name: &OsStr, with: &str) -> bool {
    name.to_string_lossy().starts_with(with)
}
