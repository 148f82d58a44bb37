//! A graph as JSON Lines: a line about the file, a line for each node, and then one for each relationship.
//!
//! ```json
//! {"legation":"graph","format":1,"nodes":2,"relationships":1,"unique":[["Forum","id"]],"schema":"…"}
//! {"node":0,"labels":["Forum"],"properties":{"id":"wco","since":{"date":"1952-11-04"}}}
//! {"node":1,"labels":[],"properties":{}}
//! {"relationship":"NEAR","start":0,"end":1,"properties":{}}
//! ```
//!
//! Values are those of JSON, or tagged by their types where JSON has none (`{"date":"…"}`, `{"float":"NaN"}`). The counts
//! tell a file that was cut off.

use std::hash::RandomState;
use std::io::BufRead;
use std::sync::Arc;

use hashbrown::HashMap;
use serde::Deserialize;
use serde_json::{Map as JsonMap, Value as Json};

use super::file::{About, Bounded, wrong};
use super::problem::{Problem, Quoted};
use super::report::spot;
use super::things::{Properties, Things};
use crate::text::visible;
use crate::value::{LabelId, NodeId, from_tagged, unstorable};

/// The format that is written; later ones are not read.
pub(crate) const FORMAT: u64 = 1;

/// The first line.
#[derive(Deserialize)]
struct Header {
    legation: String,
    format: u64,
    nodes: u64,
    relationships: u64,
    #[serde(default)]
    unique: Vec<(String, String)>,
    #[serde(default)]
    schema: Option<String>,
}

/// Any other line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    node: Option<u64>,
    #[serde(default)]
    labels: Vec<String>,
    relationship: Option<String>,
    start: Option<u64>,
    end: Option<u64>,
    #[serde(default)]
    properties: JsonMap<String, Json>,
}

/// What has been read.
struct Reading<'t, 'l, 'o> {
    things: &'t mut Things<'l, 'o>,
    file: Arc<str>,
    line: u64,
    nodes: HashMap<u64, NodeId, RandomState>,
    relationships: u64,
}

/// Reads a file.
pub(super) fn read(things: &mut Things<'_, '_>, input: &mut Bounded<'_>, file: &Arc<str>) -> Result<About, Problem> {
    let mut reading = Reading { things, file: Arc::clone(file), line: 0, nodes: HashMap::default(), relationships: 0 };
    let mut header: Option<Header> = None;
    let mut text = Vec::new();
    loop {
        text.clear();
        input.next_record();
        reading.line += 1;
        let length = input.read_until(b'\n', &mut text).map_err(|error| input.problem(&error, file, reading.line))?;
        if length == 0 {
            break;
        }
        let line = std::str::from_utf8(&text).map_err(|_| Problem::InvalidUtf8 { at: spot(file, reading.line, 0) })?;
        // A byte order mark may stand before the first line.
        let line = if reading.line == 1 { line.trim_start_matches('\u{feff}') } else { line };
        match &header {
            _ if line.trim().is_empty() => {}
            None => header = Some(reading.header(line)?),
            Some(_) => reading.record(line)?,
        }
    }
    let header = header.ok_or_else(|| wrong(file, 1, "the file is empty"))?;
    let found = (reading.nodes.len() as u64, reading.relationships);
    if found != (header.nodes, header.relationships) {
        let (nodes, relationships) = (header.nodes, header.relationships);
        let reason = format!(
            "the file ends after {} nodes and {} relationships, where its first line says {nodes} and {relationships}",
            found.0, found.1
        );
        return Err(wrong(file, reading.line, reason));
    }
    Ok(About { schema: header.schema, unique: header.unique })
}

impl Reading<'_, '_, '_> {
    fn wrong(&self, reason: impl Into<String>) -> Problem {
        wrong(&self.file, self.line, reason)
    }

    fn header(&self, line: &str) -> Result<Header, Problem> {
        let header: Header = serde_json::from_str(line).map_err(|error| self.wrong(shown(&error)))?;
        if header.legation != "graph" {
            return Err(self.wrong("the first line is not that of a saved graph"));
        }
        if header.format != FORMAT {
            return Err(self.wrong(format!("format {} is not one that this program reads; it reads {FORMAT}", header.format)));
        }
        Ok(header)
    }

    fn record(&mut self, line: &str) -> Result<(), Problem> {
        let record: Record = serde_json::from_str(line).map_err(|error| self.wrong(shown(&error)))?;
        let properties = self.properties(&record.properties)?;
        let catalogue = Arc::clone(self.things.loading.builder.catalogue());
        match record {
            Record { node: Some(number), labels, relationship: None, start: None, end: None, .. } => {
                let labels = labels.iter().map(|label| catalogue.intern_label(label)).collect::<Result<Vec<LabelId>, _>>()?;
                let node = self.things.node(&labels, properties)?;
                match self.nodes.insert(number, node) {
                    None => Ok(()),
                    Some(_) => Err(self.wrong(format!("a second node {number}"))),
                }
            }
            Record { node: None, relationship: Some(kind), start: Some(start), end: Some(end), .. } => {
                let find = |number: u64| {
                    self.nodes.get(&number).copied().ok_or_else(|| self.wrong(format!("there is no node {number} before this line")))
                };
                let (start, end) = (find(start)?, find(end)?);
                self.relationships += 1;
                self.things.relationship(catalogue.intern_type(&kind)?, start, end, properties)
            }
            _ => Err(self.wrong("neither a node (`node`, `labels`) nor a relationship (`relationship`, `start`, `end`)")),
        }
    }

    fn properties(&self, entries: &JsonMap<String, Json>) -> Result<Properties, Problem> {
        let catalogue = self.things.loading.builder.catalogue();
        let mut properties = Vec::with_capacity(entries.len());
        for (name, json) in entries {
            let value = from_tagged(json).filter(|value| unstorable(value).is_none()).ok_or_else(|| {
                self.wrong(format!("{} is {}, which no property holds", Quoted::new(name), Quoted::new(&json.to_string())))
            })?;
            if !value.is_null() {
                properties.push((catalogue.intern_key(name)?, value));
            }
        }
        Ok(properties)
    }
}

/// What is wrong with JSON. The column is that within the line.
fn shown(error: &serde_json::Error) -> String {
    const LONGEST: usize = 200;
    let text: String = error.to_string().replace(" at line 1 column", " at column").chars().take(LONGEST).collect();
    visible(&text).into_owned()
}
