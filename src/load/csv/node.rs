//! A file of nodes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::super::folder::Table;
use super::super::loading::Loading;
use super::super::problem::{Problem, Quoted};
use super::super::report::spot;
use super::super::space::{Found, Spaces};
use super::header::{Content, Header, Role};
use super::name::names;
use super::record::{Record, Step};
use super::table::{Cells, Make, column_count, flaw, guess, untyped};
use crate::diagnose::did_you_mean;
use crate::graph::Error;
use crate::schema::{Scalar, Schema};
use crate::value::{KeyId, LabelId, NodeId};

/// Rows of one file while they are read.
struct Rows<'s> {
    schema: &'s Schema,
    cells: Cells<'s>,
    file: Arc<str>,
    /// Fields of a record.
    width: usize,
    /// The field by which relationships find a node: its id, or its key in the file.
    id: usize,
    /// The property of the ids; none where the file has keys.
    id_key: Option<KeyId>,
    labels: Option<usize>,
    /// The label of all rows, if the file has one.
    own: Option<LabelId>,
    space: usize,
    /// The number of the first new node, and of the next.
    first: NodeId,
    next: u32,
    /// New nodes: sets of labels, each with the number of nodes in a row.
    runs: Vec<(Arc<[LabelId]>, u32)>,
    /// Nodes of earlier packages that this file has named.
    merged: HashSet<u32>,
    /// Sets of labels by the text that stands for them.
    sets: HashMap<String, Arc<[LabelId]>>,
}

/// Reads a file of nodes into the builder. Problems of rows go to the report; one that ends the reading is the result.
pub(in crate::load) fn load(loading: &mut Loading<'_>, table: &Table<'_>, schema: &Schema) -> Result<(), Problem> {
    let done = read(loading, table, schema);
    // Where nodes or their labels are missing, an id that is not found proves nothing.
    loading.spaces.incomplete |= !matches!(done, Ok(Read::Whole));
    done.map(|_| ())
}

/// Whether all nodes of a file are there.
enum Read {
    Whole,
    InPart,
}

fn read(loading: &mut Loading<'_>, table: &Table<'_>, schema: &Schema) -> Result<Read, Problem> {
    let limit = loading.options.record_bytes;
    let mut records = table.records(limit, std::mem::take(&mut loading.buffer))?;
    let header = match records.step() {
        Step::End => return Err(Problem::EmptyFile { file: Arc::clone(&table.file) }),
        Step::Flaw(found) => return Err(flaw(found, &table.file, limit)),
        Step::Record(record) => Header::read(record, Content::Nodes, &table.file, loading.options.columns, &mut loading.report),
    };
    let Some(header) = header else { return Ok(Read::InPart) };
    let mut whole = true;
    let mut rows = Rows::make(loading, table, schema, &header)?;
    loop {
        match records.step() {
            Step::End => break,
            Step::Flaw(found) => {
                loading.report.push(flaw(found, &table.file, limit));
                whole = false;
            }
            Step::Record(record) => whole &= matches!(rows.take(loading, record)?, Read::Whole),
        }
    }
    rows.finish(loading)?;
    loading.buffer = records.into_buffer();
    Ok(if whole { Read::Whole } else { Read::InPart })
}

impl<'s> Rows<'s> {
    fn make(loading: &mut Loading<'_>, table: &Table<'_>, schema: &'s Schema, header: &Header) -> Result<Self, Problem> {
        // A column of labels in the form of neo4j-admin has all labels; a plain one adds to the file's.
        let marked = header.columns.iter().any(|column| column.role == Role::Labels && column.name.is_empty());
        let own = if marked { None } else { table.name.as_deref() };
        if let Some(problem) = own.and_then(|own| unknown_label(schema, &table.file, (1, 0), own)) {
            return Err(problem);
        }
        let key = header.find(Role::Key);
        let id = key.or(header.find(Role::Id)).unwrap_or_default();
        let id_name = if key.is_none() { Some(header.columns[id].name.as_str()) } else { None };
        let catalogue = Arc::clone(loading.builder.catalogue());
        let cells = Self::cells(loading, table, schema, header, own)?;
        let own_label = own.map(|own| catalogue.intern_label(own)).transpose()?;
        let always: Vec<LabelId> = own_label.into_iter().collect();
        let space = header.columns[id].space.as_deref().or(own).unwrap_or_default();
        let integers = id_name.is_some_and(|name| cells.is_integer(name));
        let space = loading.spaces.open(space, integers, &always);
        let next = loading.builder.node_count();
        Ok(Self {
            schema,
            cells,
            file: Arc::clone(&table.file),
            width: header.columns.len(),
            id,
            id_key: id_name.map(|name| catalogue.intern_key(name)).transpose()?,
            labels: header.find(Role::Labels),
            own: own_label,
            space,
            first: NodeId(next),
            next,
            runs: Vec::new(),
            merged: HashSet::new(),
            sets: HashMap::new(),
        })
    }

    fn cells(
        loading: &mut Loading<'_>,
        table: &Table<'_>,
        schema: &'s Schema,
        header: &Header,
        own: Option<&str>,
    ) -> Result<Cells<'s>, Problem> {
        // Where the file has no label, a type in the header tells which label's property of that name it is.
        let kind_of = |name: &str| header.columns.iter().find(|column| column.name == name).and_then(|column| column.kind);
        let stated = |name: &str| match (own, kind_of(name)) {
            (None, Some(kind)) => schema.of_unlabelled(name, kind),
            _ => schema.of_node(own, name),
        };
        let wanted = untyped(header, stated);
        let mut guessed = Vec::new();
        if wanted.contains(&true) {
            guessed = guess(table.records(loading.options.record_bytes, Vec::new())?, &wanted);
            // Ids are integers or texts.
            if let Some(id) = header.find(Role::Id).and_then(|id| guessed.get_mut(id)) {
                *id = id.filter(|&scalar| scalar == Scalar::Integer);
            }
        }
        let owner = own.map_or_else(|| "nodes".into(), |own| format!("label `{own}`"));
        let (sample, require_source) = (schema.lexicon.is_empty(), schema.require_source);
        let make = Make { header, guessed: &guessed, file: &table.file, owner, require_source, sample };
        let cells = Cells::make(make, stated, loading.builder.catalogue(), &mut loading.report)?;
        if let Some(label) = own.and_then(|own| schema.labels.get(own)) {
            cells.missing(&label.properties, &mut loading.report);
        }
        Ok(cells)
    }

    /// Takes one record; says whether its node is there with all labels.
    fn take(&mut self, loading: &mut Loading<'_>, record: Record<'_>) -> Result<Read, Problem> {
        if record.len() != self.width {
            loading.report.push(column_count(&self.file, record, self.width));
            return Ok(Read::InPart);
        }
        let id = record.get(self.id);
        if id.is_empty() {
            loading.report.push(Problem::MissingKey { at: spot(&self.file, record.line, self.id + 1), what: "id" });
            return Ok(Read::InPart);
        }
        let Some(labels) = self.label_set(loading, record)? else {
            // Nothing is loaded any more, but the values are checked.
            self.cells.push(record, &mut loading.report);
            return Ok(Read::InPart);
        };
        let known = self.known(loading, id);
        if let Some((node, space)) = known.filter(|(node, _)| !self.merged.contains(&node.0)) {
            self.merged.insert(node.0);
            self.merge(loading, record, node, space, &labels)?;
            return Ok(Read::Whole);
        }
        if known.is_some() || loading.spaces.get_mut(self.space).insert(id, NodeId(self.next)).is_some() {
            let space = Quoted::new(loading.spaces.name(self.space));
            let at = spot(&self.file, record.line, self.id + 1);
            loading.report.push_with(|| Problem::DuplicateId { at, id: Quoted::new(id), space });
        }
        self.cells.push(record, &mut loading.report);
        self.next = self.next.checked_add(1).ok_or(Error::TooManyNodes { limit: u32::MAX })?;
        match self.runs.last_mut() {
            Some((set, count)) if *set == labels => *count += 1,
            _ => self.runs.push((labels, 1)),
        }
        Ok(Read::Whole)
    }

    /// The node of an earlier package that the id names, and its space.
    fn known(&self, loading: &Loading<'_>, id: &str) -> Option<(NodeId, usize)> {
        // A key says nothing outside of its file.
        if loading.first.0 == 0 || self.id_key.is_none() {
            return None;
        }
        let candidates = self.own.map_or_else(|| Spaces::only(self.space), |own| loading.spaces.labelled(&[own]));
        match loading.spaces.find(id, &candidates, |node| node < loading.first) {
            Found::One(node, space) if node < loading.first => Some((node, space)),
            _ => None,
        }
    }

    /// Adds a record's labels and values to a node that is there.
    fn merge(
        &mut self,
        loading: &mut Loading<'_>,
        record: Record<'_>,
        node: NodeId,
        space: usize,
        labels: &[LabelId],
    ) -> Result<(), Problem> {
        loading.builder.add_labels(node, labels);
        loading.spaces.add_labels(space, node, labels);
        for (key, value) in self.cells.single(record, &mut loading.report) {
            if Some(key) != self.id_key {
                loading.builder.set_node_property(node, key, value);
            }
        }
        self.note(loading, labels)
    }

    /// The labels of a record; none if one of them is not known, which is reported.
    fn label_set(&mut self, loading: &mut Loading<'_>, record: Record<'_>) -> Result<Option<Arc<[LabelId]>>, Problem> {
        let text = self.labels.map_or("", |field| record.get(field));
        if let Some(set) = self.sets.get(text) {
            return Ok(Some(Arc::clone(set)));
        }
        let mut set: Vec<LabelId> = self.own.into_iter().collect();
        let mut good = true;
        for label in names(text) {
            let label = &*label;
            let field = self.labels.map_or(0, |field| field + 1);
            if let Some(problem) = unknown_label(self.schema, &self.file, (record.line, field), label) {
                loading.report.push(problem);
                good = false;
                continue;
            }
            let label = loading.builder.catalogue().intern_label(label)?;
            if !set.contains(&label) {
                set.push(label);
            }
        }
        // A set with a mistake is not kept, so that each row with it has the mistake.
        if !good {
            return Ok(None);
        }
        let set: Arc<[LabelId]> = set.into();
        self.sets.insert(text.into(), Arc::clone(&set));
        Ok(Some(set))
    }

    /// Remembers what was seen of labels, and which properties are unique in them.
    fn note(&self, loading: &mut Loading<'_>, labels: &[LabelId]) -> Result<(), Problem> {
        for &label in labels {
            loading.indexed.extend(self.id_key.map(|key| (label, key)));
            let catalogue = Arc::clone(loading.builder.catalogue());
            let name = catalogue.label_name(label);
            for (property, stated) in self.schema.labels.get(&*name).into_iter().flat_map(|label| &label.properties) {
                if stated.unique {
                    loading.indexed.insert((label, catalogue.intern_key(property)?));
                }
            }
            loading.see_label(&name, || self.cells.observed());
        }
        Ok(())
    }

    /// Hands what was read to the builder.
    fn finish(mut self, loading: &mut Loading<'_>) -> Result<(), Problem> {
        for (labels, count) in std::mem::take(&mut self.runs) {
            let first = loading.builder.add_nodes(&labels, count)?;
            loading.spaces.add_run(self.space, first, &labels);
        }
        for labels in std::mem::take(&mut self.sets).into_values().collect::<std::collections::BTreeSet<_>>() {
            self.note(loading, &labels)?;
        }
        for cell in self.cells.list {
            if let Some(values) = cell.filling.finish() {
                loading.builder.set_node_values(cell.key, self.first, values);
            }
        }
        Ok(())
    }
}

/// The problem of a label that a schema with labels does not declare.
fn unknown_label(schema: &Schema, file: &Arc<str>, (line, column): (u64, usize), label: &str) -> Option<Problem> {
    if schema.labels.is_empty() || schema.labels.contains_key(label) {
        return None;
    }
    let known = schema.labels.keys().map(String::as_str);
    let help =
        did_you_mean(label, known).unwrap_or_else(|| format!("declare it in `schema.toml` as `[label.{}]`", crate::text::visible(label)));
    Some(Problem::UnknownLabel { at: spot(file, line, column), label: Quoted::new(label), help })
}
