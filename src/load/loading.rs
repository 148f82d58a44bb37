//! Packages into one graph.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::csv::record::buffer;
use super::csv::{node, relationship};
use super::folder::{Folder, Table};
use super::options::Options;
use super::problem::{Problem, SchemaMistake};
use super::report::{Report, spot};
use super::space::Spaces;
use crate::graph::{Builder, Catalogue, Graph};
use crate::schema::{Observed, ObservedProperty, QUESTIONS, SavedQuestion, Schema};
use crate::text::Source;
use crate::value::{KeyId, LabelId, NodeId};

/// What has been loaded so far.
pub(super) struct Loading<'o> {
    pub(super) options: &'o Options,
    pub(super) report: Report,
    pub(super) builder: Builder,
    pub(super) spaces: Spaces,
    /// The first node of the package that is being read.
    pub(super) first: NodeId,
    /// Properties that are unique within labels.
    pub(super) indexed: BTreeSet<(LabelId, KeyId)>,
    /// What files are read through, one after the other.
    pub(super) buffer: Vec<u8>,
    observed: Observed,
    schema: Option<Schema>,
}

impl<'o> Loading<'o> {
    pub(super) fn new(options: &'o Options) -> Self {
        Self {
            options,
            report: Report::new(options.problems),
            builder: Builder::new(Arc::new(Catalogue::default())),
            spaces: Spaces::default(),
            first: NodeId(0),
            indexed: BTreeSet::new(),
            buffer: Vec::new(),
            observed: Observed::default(),
            schema: None,
        }
    }

    /// Reads a package in memory.
    pub(super) fn read_files(&mut self, name: &str, files: &[(&str, &[u8])]) {
        if let Some(folder) = super::folder::in_memory(name, files, self.options, &mut self.report) {
            self.read(&folder);
        }
    }

    /// Reads a package.
    pub(super) fn read(&mut self, folder: &Folder<'_>) {
        self.first = NodeId(self.builder.node_count());
        self.observed = Observed::default();
        let schema = self.read_schema(folder);
        self.buffer = buffer(folder.largest());
        self.read_all(&folder.nodes, &schema, node::load);
        self.read_all(&folder.relationships, &schema, relationship::load);
        self.buffer = Vec::new();
        let observed = std::mem::take(&mut self.observed);
        self.add_schema(schema, &observed);
    }

    /// Adds what a package states, and what was seen of it.
    pub(super) fn add_schema(&mut self, mut schema: Schema, observed: &Observed) {
        schema.complete(observed);
        match &mut self.schema {
            Some(known) => known.merge(schema),
            None => self.schema = Some(schema),
        }
    }

    fn read_all(&mut self, tables: &[Table<'_>], schema: &Schema, load: fn(&mut Self, &Table<'_>, &Schema) -> Result<(), Problem>) {
        for table in tables {
            if let Err(problem) = load(self, table, schema) {
                self.report.push(problem);
            }
        }
    }

    /// The package's schema.
    fn read_schema(&mut self, folder: &Folder<'_>) -> Schema {
        let mut schema = match &folder.schema {
            None => Schema { language: "en".into(), ..Schema::default() },
            Some((file, text)) => self.schema_of(file, text),
        };
        if schema.name.is_empty() {
            schema.name.clone_from(&folder.name);
        }
        schema.documents.clone_from(&folder.documents);
        for document in folder.documents.iter().filter(|document| document.name == QUESTIONS) {
            if let Err(error) = SavedQuestion::read(document.source.text()) {
                let place = document.source.position(error.span().start as usize);
                let at = spot(&document.source.name().into(), place.line as u64, place.column);
                self.report.push(SchemaMistake { at, error });
            }
        }
        schema
    }

    /// The schema of a text. Where it is wrong, which is reported, an empty one, against which only the form of the files is checked.
    pub(super) fn schema_of(&mut self, file: &Arc<str>, text: &str) -> Schema {
        match Schema::read(text) {
            Ok(schema) => schema,
            Err(errors) => {
                let source = Source::new(Arc::clone(file), text);
                for error in errors {
                    let place = source.position(error.span().start as usize);
                    let at = spot(file, place.line as u64, place.column);
                    self.report.push(SchemaMistake { at, error });
                }
                self.spaces.incomplete = true;
                Schema { language: "en".into(), ..Schema::default() }
            }
        }
    }

    /// Remembers what a file showed of a label.
    pub(super) fn see_label(&mut self, label: &str, properties: impl FnOnce() -> Vec<(String, ObservedProperty)>) {
        let seen = self.observed.labels.entry(label.into()).or_default();
        for (name, property) in properties() {
            seen.entry(name).or_insert(property);
        }
    }

    /// Remembers what a file showed of a relationship type.
    pub(super) fn see_relationship(
        &mut self,
        kind: &str,
        from: &BTreeSet<usize>,
        to: &BTreeSet<usize>,
        properties: Vec<(String, ObservedProperty)>,
    ) {
        let name = |spaces: &BTreeSet<usize>| -> Vec<String> { spaces.iter().flat_map(|&space| self.label_names(space)).collect() };
        let (from, to) = (name(from), name(to));
        let seen = self.observed.relationships.entry(kind.into()).or_default();
        seen.from.extend(from);
        seen.to.extend(to);
        for (name, property) in properties {
            seen.properties.entry(name).or_insert(property);
        }
    }

    /// The labels by which the nodes of a space are spoken of.
    fn label_names(&self, space: usize) -> Vec<String> {
        self.spaces.main_labels(space).iter().map(|&label| self.builder.catalogue().label_name(label).to_string()).collect()
    }

    /// The graph and its schema, if nothing is wrong.
    pub(super) fn finish(mut self) -> Result<(Graph, Schema), Report> {
        for (label, key) in std::mem::take(&mut self.indexed) {
            self.builder.add_index(label, key);
        }
        if self.report.count() > 0 {
            return Err(self.report);
        }
        match self.builder.finish() {
            Ok(graph) => Ok((graph, self.schema.unwrap_or_default())),
            Err(error) => {
                self.report.push(error);
                Err(self.report)
            }
        }
    }
}
