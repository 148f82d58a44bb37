//! The files of a package, in a folder or in memory.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::csv::header::{Content, Header};
use super::csv::record::{Records, Step, line_ends};
use super::options::Options;
use super::problem::Problem;
use super::report::Report;
use crate::schema::{DOCUMENTS, Document};
use crate::text::Source;

/// The files of one package, in the order in which they are read.
pub(super) struct Folder<'b> {
    /// Its name where no schema gives one.
    pub(super) name: String,
    /// The schema's file and text.
    pub(super) schema: Option<(Arc<str>, String)>,
    /// The texts beside its tables.
    pub(super) documents: Vec<Document>,
    pub(super) nodes: Vec<Table<'b>>,
    pub(super) relationships: Vec<Table<'b>>,
}

/// A CSV file.
pub(super) struct Table<'b> {
    /// How messages name it.
    pub(super) file: Arc<str>,
    /// The label or type that its name states.
    pub(super) name: Option<String>,
    input: Input<'b>,
}

/// Where bytes come from.
enum Input<'b> {
    /// A file, with its size when it was found.
    File(PathBuf, u64),
    /// Bytes in memory.
    Memory(&'b [u8]),
}

impl Table<'_> {
    /// Its records from the beginning, by way of a buffer.
    pub(super) fn records(&self, limit: usize, buffer: Vec<u8>) -> Result<Records<'_>, Problem> {
        Ok(Records::new(self.open()?, self.input.size(), limit, buffer))
    }

    fn open(&self) -> Result<Box<dyn Read + '_>, Problem> {
        self.input.open().map_err(|error| unreadable(&self.file, &error))
    }
}

impl Input<'_> {
    fn open(&self) -> std::io::Result<Box<dyn Read + '_>> {
        match self {
            Self::Memory(bytes) => Ok(Box::new(*bytes)),
            Self::File(path, _) => Ok(Box::new(File::open(path)?)),
        }
    }

    fn size(&self) -> u64 {
        match self {
            Self::File(_, bytes) => *bytes,
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }
}

/// A file that may belong to the package.
struct Entry<'b> {
    /// The folder within the package that it stands in.
    place: &'static str,
    name: String,
    /// Its path as messages give it.
    shown: String,
    input: Input<'b>,
}

/// The folders within a package that count.
const PLACES: &[&str] = &["", "nodes", "relationships"];

/// Names of files and folders that hold data: the folder, what the file's name begins with, and the content.
const LAYOUT: &[(&str, &str, Content)] = &[
    ("nodes", "", Content::Nodes),
    ("relationships", "", Content::Relationships),
    ("", "nodes_", Content::Nodes),
    ("", "rels_", Content::Relationships),
    ("", "relationships_", Content::Relationships),
];

/// Finds the files of the package in a folder, which messages call by the path `named`. None if there is nothing to read,
/// which is reported.
pub(super) fn find(path: &Path, named: &Path, options: &Options, report: &mut Report) -> Option<Folder<'static>> {
    let shown = named.display().to_string();
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => report.push(Problem::Missing { path: shown }),
        Err(error) => report.push(unreadable(&shown, &error)),
        Ok(about) if !about.is_dir() => report.push(Problem::NotAFolder { path: shown }),
        Ok(_) => {
            let name = named.file_name().map_or_else(|| "data".into(), |name| name.to_string_lossy().into_owned());
            let before = report.count();
            let entries = PLACES.iter().flat_map(|place| list((path, named), place, report)).collect();
            return assemble(name, shown, entries, options, (report, before));
        }
    }
    None
}

/// The files of a package in memory, by their paths within it.
pub(super) fn in_memory<'b>(name: &str, files: &[(&str, &'b [u8])], options: &Options, report: &mut Report) -> Option<Folder<'b>> {
    let entry = |&(shown, bytes): &(&str, &'b [u8])| {
        let (place, file) = shown.rsplit_once('/').unwrap_or(("", shown));
        let place = PLACES.iter().find(|known| **known == place)?;
        counts(place, file).then(|| Entry { place, name: file.into(), shown: shown.into(), input: Input::Memory(bytes) })
    };
    let mut entries: Vec<Entry<'b>> = Vec::with_capacity(files.len());
    entries.extend(files.iter().filter_map(entry));
    entries.sort_by(|a, b| a.shown.cmp(&b.shown));
    let before = report.count();
    assemble(name.into(), name.into(), entries, options, (report, before))
}

/// Sorts files by what they hold. None if there is nothing to read; that is reported unless something was before.
fn assemble<'b>(
    name: String,
    path: String,
    entries: Vec<Entry<'b>>,
    options: &Options,
    (report, before): (&mut Report, u64),
) -> Option<Folder<'b>> {
    let bytes: u64 = entries.iter().map(|entry| entry.input.size()).sum();
    if bytes > options.total_bytes {
        report.push(Problem::TooLarge { path, bytes, limit: options.total_bytes });
        return None;
    }
    let mut folder = Folder { name, schema: None, documents: Vec::new(), nodes: Vec::new(), relationships: Vec::new() };
    for entry in entries {
        folder.add(entry, options, report);
    }
    if folder.nodes.is_empty() && folder.relationships.is_empty() {
        if report.count() == before {
            report.push(Problem::NoNodes { path });
        }
        return None;
    }
    Some(folder)
}

/// Whether a file by its name is one that a package may have: the schema, a text beside the tables, or CSV.
fn counts(place: &str, name: &str) -> bool {
    let is_csv = Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    !name.starts_with('.') && (is_csv || (place.is_empty() && (name == "schema.toml" || DOCUMENTS.contains(&name))))
}

/// The files of a folder that count, by name. A folder that is not there has none.
fn list((path, named): (&Path, &Path), place: &'static str, report: &mut Report) -> Vec<Entry<'static>> {
    let mut entries = Vec::new();
    let within = |path: &Path| if place.is_empty() { path.to_path_buf() } else { path.join(place) };
    let (path, named) = (&within(path), &within(named));
    let listing = match std::fs::read_dir(path) {
        Ok(listing) => listing,
        Err(error) => {
            if error.kind() != std::io::ErrorKind::NotFound || place.is_empty() {
                report.push(unreadable(&named.display().to_string(), &error));
            }
            return entries;
        }
    };
    for entry in listing {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                report.push(unreadable(&named.display().to_string(), &error));
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy().into_owned();
        if !counts(place, &name) {
            continue;
        }
        let shown = named.join(entry.file_name()).display().to_string();
        // What is no plain file could keep its reader waiting for ever.
        match std::fs::metadata(entry.path()) {
            Ok(about) if about.is_file() => entries.push(Entry { place, name, shown, input: Input::File(entry.path(), about.len()) }),
            Ok(_) => report.push(Problem::Unreadable { file: shown, reason: "not a plain file".into() }),
            Err(error) => report.push(unreadable(&shown, &error)),
        }
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    entries
}

impl<'b> Folder<'b> {
    /// The bytes of its largest table.
    pub(super) fn largest(&self) -> u64 {
        self.nodes.iter().chain(&self.relationships).map(|table| table.input.size()).max().unwrap_or_default()
    }

    fn add(&mut self, entry: Entry<'b>, options: &Options, report: &mut Report) {
        if entry.name == "schema.toml" {
            self.schema = text(&entry, options, report).map(|text| (entry.shown.into(), text));
            return;
        }
        if let Some(name) = DOCUMENTS.iter().find(|name| entry.place.is_empty() && **name == entry.name) {
            self.documents.extend(text(&entry, options, report).map(|text| Document { name, source: Source::new(entry.shown, text) }));
            return;
        }
        let stem = entry.name.rsplit_once('.').map_or(&*entry.name, |(stem, _)| stem);
        let known = LAYOUT.iter().filter(|row| row.0 == entry.place).find_map(|row| Some((stem.strip_prefix(row.1)?, row.2)));
        let mut table = Table { file: entry.shown.into(), name: known.map(|(name, _)| name.into()), input: entry.input };
        match known.map(|(_, content)| content).or_else(|| table.content(options)) {
            Some(Content::Nodes) => self.nodes.push(table),
            Some(Content::Relationships) => self.relationships.push(table),
            None => {
                table.name = None;
                report.push(Problem::UnrecognizedFile { file: table.file.to_string() });
            }
        }
    }
}

impl Table<'_> {
    /// What a file holds by the marks in its header.
    fn content(&self, options: &Options) -> Option<Content> {
        let mut records = self.records(options.record_bytes, Vec::new()).ok()?;
        match records.step() {
            Step::Record(record) => Header::content(record),
            Step::Flaw(_) | Step::End => None,
        }
    }
}

/// The text of a schema or of a text beside the tables.
fn text(entry: &Entry<'_>, options: &Options, report: &mut Report) -> Option<String> {
    const LARGEST: u64 = 64 << 20;
    let (bytes, limit) = (entry.input.size(), LARGEST.min(options.total_bytes));
    if bytes > limit {
        report.push(Problem::TooLarge { path: entry.shown.clone(), bytes, limit });
        return None;
    }
    let mut read = Vec::new();
    if let Err(error) = entry.input.open().and_then(|mut input| input.read_to_end(&mut read)) {
        report.push(unreadable(&entry.shown, &error));
        return None;
    }
    match String::from_utf8(read) {
        Ok(text) => Some(text),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let line = line_ends(&error.as_bytes()[..valid]) as u64 + 1;
            report.push(Problem::InvalidUtf8 { at: super::report::spot(&entry.shown.as_str().into(), line, 0) });
            None
        }
    }
}

fn unreadable(file: &str, error: &std::io::Error) -> Problem {
    Problem::Unreadable { file: file.into(), reason: error.to_string() }
}
