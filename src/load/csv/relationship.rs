//! A file of relationships.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::super::folder::Table;
use super::super::loading::Loading;
use super::super::problem::{Problem, Quoted};
use super::super::report::{Report, spot};
use super::super::space::{Candidates, Found, Spaces};
use super::header::{Content, Header, Role};
use super::name::name;
use super::record::{Record, Step};
use super::table::{Cells, Make, column_count, flaw, guess, untyped};
use crate::diagnose::did_you_mean;
use crate::schema::{Scalar, Schema, Stated};
use crate::value::{LabelId, NodeId, TypeId};

/// One end of the relationships of a type.
struct End {
    field: usize,
    what: &'static str,
    candidates: Candidates,
    /// Names of the labels, or of the space, for messages.
    names: Vec<String>,
    nodes: Vec<NodeId>,
    /// Spaces of the nodes found.
    seen: BTreeSet<usize>,
}

/// Relationships of one type.
struct Batch<'s> {
    kind: TypeId,
    start: End,
    end: End,
    cells: Cells<'s>,
}

/// Rows of one file while they are read.
struct Rows<'s, 'h> {
    schema: &'s Schema,
    header: &'h Header,
    file: Arc<str>,
    guessed: Vec<Option<Scalar>>,
    kind_field: Option<usize>,
    /// By type; none where the type is not known, which has been reported.
    batches: IndexMap<String, Batch<'s>>,
    /// The type of all rows, if the file has one.
    own: Option<String>,
}

/// Reads a file of relationships into the builder. Problems of rows go to the report; one that ends the reading is the result.
pub(in crate::load) fn load(loading: &mut Loading<'_>, table: &Table<'_>, schema: &Schema) -> Result<(), Problem> {
    let limit = loading.options.record_bytes;
    let mut records = table.records(limit, std::mem::take(&mut loading.buffer))?;
    let header = match records.step() {
        Step::End => return Err(Problem::EmptyFile { file: Arc::clone(&table.file) }),
        Step::Flaw(found) => return Err(flaw(found, &table.file, limit)),
        Step::Record(record) => Header::read(record, Content::Relationships, &table.file, loading.options.columns, &mut loading.report),
    };
    let Some(header) = header else { return Ok(()) };
    let Some(mut rows) = Rows::make(loading, table, schema, &header)? else { return Ok(()) };
    loop {
        match records.step() {
            Step::End => {
                loading.buffer = records.into_buffer();
                return rows.finish(loading);
            }
            Step::Flaw(found) => loading.report.push(flaw(found, &table.file, limit)),
            Step::Record(record) => rows.take(loading, record)?,
        }
    }
}

impl<'s, 'h> Rows<'s, 'h> {
    fn make(loading: &mut Loading<'_>, table: &Table<'_>, schema: &'s Schema, header: &'h Header) -> Result<Option<Self>, Problem> {
        let kind_field = header.find(Role::Type);
        let own = if kind_field.is_some() { None } else { table.name.clone() };
        if kind_field.is_none() && own.is_none() {
            let help = "name the file `rels_<TYPE>.csv`, or add a column `:TYPE`".into();
            return Err(Problem::MissingColumn { file: Arc::clone(&table.file), what: "`:TYPE`".into(), help });
        }
        if let Some(problem) = own.as_ref().and_then(|own| unknown_type(schema, &table.file, (1, 0), own)) {
            return Err(problem);
        }
        let stated_here = |name: &str| own.as_deref().map_or(Stated::Open, |own| schema.of_relationship(own, name));
        let wanted = untyped(header, stated_here);
        let guessed =
            if wanted.contains(&true) { guess(table.records(loading.options.record_bytes, Vec::new())?, &wanted) } else { Vec::new() };
        let file = Arc::clone(&table.file);
        let mut rows = Self { schema, header, file, guessed, kind_field, batches: IndexMap::new(), own };
        if let Some(own) = rows.own.clone() {
            let Some(batch) = rows.batch(loading, &own)? else { return Ok(None) };
            rows.batches.insert(own, batch);
        }
        Ok(Some(rows))
    }

    /// The batch of a type that has not occurred yet. None if its ends cannot be looked up, which is reported.
    fn batch(&self, loading: &mut Loading<'_>, kind: &str) -> Result<Option<Batch<'s>>, Problem> {
        let relationship = self.schema.relationships.get(kind);
        let stated = |name: &str| self.schema.of_relationship(kind, name);
        let owner = format!("relationship `{}`", crate::text::visible(kind));
        let require_source = self.schema.require_source;
        let make = Make { header: self.header, guessed: &self.guessed, file: &self.file, owner, require_source, sample: false };
        let cells = Cells::make(make, stated, loading.builder.catalogue(), &mut loading.report)?;
        if let Some(relationship) = relationship {
            cells.missing(&relationship.properties, &mut loading.report);
        }
        let start = self.end(loading, Role::Start, "start", relationship.map(|relationship| &*relationship.from));
        let end = self.end(loading, Role::End, "end", relationship.map(|relationship| &*relationship.to));
        let kind = loading.builder.catalogue().intern_type(kind)?;
        Ok(start.zip(end).map(|(start, end)| Batch { kind, start, end, cells }))
    }

    /// Where one end is looked up: in the header's space or label, else in the schema's labels, else everywhere.
    fn end(&self, loading: &mut Loading<'_>, role: Role, what: &'static str, labels: Option<&[String]>) -> Option<End> {
        let field = self.header.find(role)?;
        let catalogue = Arc::clone(loading.builder.catalogue());
        let with = |candidates, names| Some(End { field, what, candidates, names, nodes: Vec::new(), seen: BTreeSet::new() });
        if let Some(space) = &self.header.columns[field].space {
            let label = || catalogue.label(space).map(|label| loading.spaces.labelled(&[label]));
            let Some(candidates) = loading.spaces.named(space).or_else(label) else {
                if !loading.spaces.incomplete {
                    loading.report.push(Problem::UnknownSpace { at: spot(&self.file, 1, field + 1), space: Quoted::new(space) });
                }
                return None;
            };
            return with(candidates, vec![space.clone()]);
        }
        let names = labels.unwrap_or_default();
        let known: Vec<LabelId> = names.iter().filter_map(|name| catalogue.label(name)).collect();
        let candidates = if known.is_empty() && !names.is_empty() { Spaces::nowhere() } else { loading.spaces.labelled(&known) };
        with(candidates, names.to_vec())
    }

    /// Takes one record.
    fn take(&mut self, loading: &mut Loading<'_>, record: Record<'_>) -> Result<(), Problem> {
        let width = self.header.columns.len();
        if record.len() != width {
            loading.report.push(column_count(&self.file, record, width));
            return Ok(());
        }
        if let Some(field) = self.kind_field {
            let kind = &*name(record.get(field));
            if kind.is_empty() {
                loading.report.push(Problem::MissingKey { at: spot(&self.file, record.line, field + 1), what: "type" });
                return Ok(());
            }
            if !self.batches.contains_key(kind) {
                if let Some(problem) = unknown_type(self.schema, &self.file, (record.line, field + 1), kind) {
                    loading.report.push(problem);
                    return Ok(());
                }
                let Some(batch) = self.batch(loading, kind)? else { return Ok(()) };
                self.batches.insert(kind.into(), batch);
            }
        }
        let batch = match self.kind_field {
            Some(field) => self.batches.get_mut(&*name(record.get(field))),
            None => self.batches.first_mut().map(|(_, batch)| batch),
        };
        if let Some(batch) = batch {
            let (spaces, report) = (&loading.spaces, &mut loading.report);
            let first = loading.first;
            let start = batch.start.find(spaces, first, record, &self.file, report);
            let end = batch.end.find(spaces, first, record, &self.file, report);
            if start && end {
                batch.cells.push(record, report);
            } else {
                // The row counts no more, but its values are checked all the same.
                batch.cells.single(record, report);
            }
        }
        Ok(())
    }

    /// Hands what was read to the builder.
    fn finish(self, loading: &mut Loading<'_>) -> Result<(), Problem> {
        if loading.report.count() > 0 {
            return Ok(());
        }
        for (name, batch) in self.batches {
            let Batch { kind, start, end, cells } = batch;
            loading.see_relationship(&name, &start.seen, &end.seen, cells.observed());
            let arrivals = loading.builder.add_relationships(kind, start.nodes, end.nodes)?;
            for cell in cells.list {
                if let Some(values) = cell.filling.finish() {
                    loading.builder.set_relationship_values(kind, arrivals.start, cell.key, values);
                }
            }
        }
        Ok(())
    }
}

impl End {
    /// Finds a record's node and appends it; what is wrong goes to the report.
    fn find(&mut self, spaces: &Spaces, first: NodeId, record: Record<'_>, file: &Arc<str>, report: &mut Report) -> bool {
        let id = record.get(self.field);
        let at = || spot(file, record.line, self.field + 1);
        if id.is_empty() {
            report.push(Problem::MissingKey { at: at(), what: self.what });
            return false;
        }
        match spaces.find(id, &self.candidates, |node| node >= first) {
            Found::One(node, space) => {
                self.nodes.push(node);
                // Mostly the same space again, which is quicker to see than to insert.
                if self.seen.last() != Some(&space) {
                    self.seen.insert(space);
                }
                return true;
            }
            Found::Unknown => {}
            Found::None => report.push_with(|| self.dangling(spaces, at(), id)),
            Found::Several(several) => report.push_with(|| {
                let names: BTreeSet<&str> = several.iter().map(|&space| spaces.name(space)).collect();
                Problem::AmbiguousEnd { at: at(), id: Quoted::new(id), spaces: listed(names, "and") }
            }),
        }
        false
    }

    fn dangling(&self, spaces: &Spaces, at: super::super::problem::Spot, id: &str) -> Problem {
        let label = if self.names.len() > 1 { "labels" } else { "label" };
        let owner = match self.names[..] {
            [] => "node".to_owned(),
            _ => format!("node with the {label} {}", listed(self.names.iter().map(String::as_str), "or")),
        };
        let holders: Vec<&str> = spaces.holders(id).collect();
        let help = match holders[..] {
            [] => format!("add the node, or correct the {}", self.what),
            _ => format!(
                "it is the id of a node of {}: correct the {}, or the labels that the schema gives the type",
                listed(holders, "and"),
                self.what
            ),
        };
        Problem::Dangling { at, id: Quoted::new(id), owner, help }
    }
}

/// Names in a row: "`A`, `B` and `C`".
fn listed<'n>(names: impl IntoIterator<Item = &'n str>, joint: &str) -> String {
    let mut quoted: Vec<String> = names.into_iter().map(|name| Quoted::new(name).to_string()).collect();
    match quoted.pop() {
        Some(last) if quoted.is_empty() => last,
        Some(last) => format!("{} {joint} {last}", quoted.join(", ")),
        None => String::new(),
    }
}

/// The problem of a type that a schema with types does not declare.
fn unknown_type(schema: &Schema, file: &Arc<str>, (line, column): (u64, usize), kind: &str) -> Option<Problem> {
    if schema.relationships.is_empty() || schema.relationships.contains_key(kind) {
        return None;
    }
    let known = schema.relationships.keys().map(String::as_str);
    let help = did_you_mean(kind, known)
        .unwrap_or_else(|| format!("declare it in `schema.toml` as `[relationship.{}]`", crate::text::visible(kind)));
    Some(Problem::UnknownType { at: spot(file, line, column), kind: Quoted::new(kind), help })
}
