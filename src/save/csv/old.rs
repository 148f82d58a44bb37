//! The order of rows and columns in the file that is replaced: whoever edits files and compares versions wants what did not change to stay
//! where it was.

use std::fs::File;
use std::hash::RandomState;
use std::path::Path;

use csv::{Reader, ReaderBuilder};
use hashbrown::HashMap;

use super::layout::Layout;
use super::relationships::all;
use super::text::name_header;
use crate::graph::Graph;
use crate::value::TypeId;

/// The order in which relationships are written.
#[derive(Debug)]
pub(super) enum Order {
    /// That of the graph: by start and end where it was loaded, new ones behind.
    Own,
    /// By number within the type.
    Kept(Vec<u32>),
}

/// Relationships up to which an old order is looked at: it is for files that people read.
const MOST: u64 = 1_000_000;

impl Order {
    /// The order of the rows in an old file, by their ends; rows that it does not have follow in the graph's order.
    pub(super) fn of(old: &Path, graph: &Graph, layout: &Layout, kind: TypeId) -> Self {
        if graph.statistics().types.get(&kind).is_none_or(|statistics| statistics.count > MOST) {
            return Self::Own;
        }
        let Some(places) = places(old) else { return Self::Own };
        let mut key = String::new();
        let mut met: HashMap<String, usize, RandomState> = HashMap::default();
        let mut order: Vec<(u64, u32)> = Vec::new();
        for (relationship, start, end) in all(graph, kind) {
            key.clear();
            layout.address(graph, start, &mut key);
            key.push('\0');
            layout.address(graph, end, &mut key);
            // Parallel relationships take the rows of their ends in turn.
            let place = places.get(&key).and_then(|rows| {
                let turn = met.entry_ref(&key).or_default();
                *turn += 1;
                rows.get(*turn - 1).copied()
            });
            order.push((place.unwrap_or(u64::MAX), relationship.local));
        }
        order.sort_unstable();
        Self::Kept(order.into_iter().map(|(_, local)| local).collect())
    }
}

/// The places of columns in the header of a file.
#[derive(Debug, Default)]
pub(super) struct Header(Vec<String>);

impl Header {
    /// The header of an old file; an empty one where there is none.
    pub(super) fn of(old: &Path) -> Self {
        let header = reader(old).and_then(|mut reader| Some(reader.headers().ok()?.iter().map(str::to_owned).collect()));
        Self(header.unwrap_or_default())
    }

    /// The place of a property; behind all others if it has none.
    pub(super) fn place(&self, name: &str) -> usize {
        let name = name_header(name);
        let is_it = |header: &String| header.strip_prefix(&*name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
        self.0.iter().position(is_it).unwrap_or(self.0.len())
    }
}

fn reader(old: &Path) -> Option<Reader<File>> {
    if !std::fs::symlink_metadata(old).ok()?.is_file() {
        return None;
    }
    Some(ReaderBuilder::new().flexible(true).from_reader(File::open(old).ok()?))
}

/// The rows of a file by their ends, which stand in its first two columns. None if it cannot be read, which is no harm.
fn places(old: &Path) -> Option<HashMap<String, Vec<u64>, RandomState>> {
    let mut reader = reader(old)?;
    let mut places: HashMap<String, Vec<u64>, RandomState> = HashMap::default();
    for (row, record) in reader.records().enumerate() {
        let record = record.ok().filter(|_| (row as u64) < MOST)?;
        let key = format!("{}\0{}", record.get(0)?, record.get(1)?);
        places.entry(key).or_default().push(row as u64);
    }
    Some(places)
}
