//! The files of a package.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::csv::header::{Content, Header};
use super::csv::record::{Records, Step, line_ends};
use super::options::Options;
use super::problem::Problem;
use super::report::Report;

/// The files of one package, in the order in which they are read.
pub(super) struct Folder {
    /// Its name where no schema gives one.
    pub(super) name: String,
    /// Its path, for messages.
    pub(super) path: String,
    /// The schema's file and text.
    pub(super) schema: Option<(Arc<str>, String)>,
    pub(super) nodes: Vec<Table>,
    pub(super) relationships: Vec<Table>,
}

/// A CSV file.
pub(super) struct Table {
    /// How messages name it.
    pub(super) file: Arc<str>,
    /// The label or type that its name states.
    pub(super) name: Option<String>,
    input: Input,
}

/// Where bytes come from.
enum Input {
    /// A file, with its size when it was found.
    File(PathBuf, u64),
    Embedded(&'static [u8]),
}

impl Table {
    /// A file in memory.
    pub(super) fn embedded(file: &str, name: &str, bytes: &'static [u8]) -> Self {
        Self { file: file.into(), name: Some(name.into()), input: Input::Embedded(bytes) }
    }

    /// Its records from the beginning.
    pub(super) fn records(&self, limit: usize) -> Result<Records<'_>, Problem> {
        let size = match &self.input {
            Input::File(_, bytes) => *bytes,
            Input::Embedded(bytes) => bytes.len() as u64,
        };
        Ok(Records::new(self.open()?, size, limit))
    }

    fn open(&self) -> Result<Box<dyn Read + '_>, Problem> {
        match &self.input {
            Input::Embedded(bytes) => Ok(Box::new(*bytes)),
            Input::File(path, _) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(unreadable(&self.file, &error)),
            },
        }
    }
}

/// A file found in a folder.
struct Entry {
    name: String,
    /// Its path as messages give it.
    shown: String,
    path: PathBuf,
    bytes: u64,
}

/// Names of files and folders that hold data: the folder, what the file's name begins with, and the content.
const LAYOUT: &[(&str, &str, Content)] = &[
    ("nodes", "", Content::Nodes),
    ("relationships", "", Content::Relationships),
    ("", "nodes_", Content::Nodes),
    ("", "rels_", Content::Relationships),
    ("", "relationships_", Content::Relationships),
];

/// Finds the files of the package in a folder. None if there is nothing to read, which is reported.
pub(super) fn find(path: &Path, options: &Options, report: &mut Report) -> Option<Folder> {
    let shown = path.display().to_string();
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => report.push(Problem::Missing { path: shown }),
        Err(error) => report.push(unreadable(&shown, &error)),
        Ok(about) if !about.is_dir() => report.push(Problem::NotAFolder { path: shown }),
        Ok(_) => return read(path, shown, options, report),
    }
    None
}

fn read(path: &Path, shown: String, options: &Options, report: &mut Report) -> Option<Folder> {
    let name = path.file_name().map_or_else(|| "data".into(), |name| name.to_string_lossy().into_owned());
    let mut folder = Folder { name, path: shown, schema: None, nodes: Vec::new(), relationships: Vec::new() };
    let mut bytes = 0;
    let before = report.count();
    for place in ["", "nodes", "relationships"] {
        let entries = list(path, place, report);
        bytes += entries.iter().map(|entry| entry.bytes).sum::<u64>();
        for entry in entries {
            folder.add(place, entry, options, report);
        }
    }
    if bytes > options.total_bytes {
        report.push(Problem::TooLarge { path: folder.path.clone(), bytes, limit: options.total_bytes });
        return None;
    }
    if folder.nodes.is_empty() && folder.relationships.is_empty() {
        if report.count() == before {
            report.push(Problem::NoNodes { path: folder.path });
        }
        return None;
    }
    Some(folder)
}

/// The files of a folder that count, by name. A folder that is not there has none.
fn list(path: &Path, place: &str, report: &mut Report) -> Vec<Entry> {
    let mut entries = Vec::new();
    let path = &if place.is_empty() { path.to_path_buf() } else { path.join(place) };
    let listing = match std::fs::read_dir(path) {
        Ok(listing) => listing,
        Err(error) => {
            if error.kind() != std::io::ErrorKind::NotFound || place.is_empty() {
                report.push(unreadable(&path.display().to_string(), &error));
            }
            return entries;
        }
    };
    for entry in listing {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                report.push(unreadable(&path.display().to_string(), &error));
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_csv = Path::new(&name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        if name.starts_with('.') || !(is_csv || (place.is_empty() && name == "schema.toml")) {
            continue;
        }
        let shown = entry.path().display().to_string();
        // What is no plain file could keep its reader waiting for ever.
        match std::fs::metadata(entry.path()) {
            Ok(about) if about.is_file() => entries.push(Entry { name, shown, path: entry.path(), bytes: about.len() }),
            Ok(_) => report.push(Problem::Unreadable { file: shown, reason: "not a plain file".into() }),
            Err(error) => report.push(unreadable(&shown, &error)),
        }
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    entries
}

impl Folder {
    fn add(&mut self, place: &str, entry: Entry, options: &Options, report: &mut Report) {
        if entry.name == "schema.toml" {
            self.schema = text(&entry, options, report).map(|text| (entry.shown.into(), text));
            return;
        }
        let stem = entry.name.rsplit_once('.').map_or(&*entry.name, |(stem, _)| stem);
        let known = LAYOUT.iter().filter(|row| row.0 == place).find_map(|row| Some((stem.strip_prefix(row.1)?, row.2)));
        let mut table =
            Table { file: entry.shown.into(), name: known.map(|(name, _)| name.into()), input: Input::File(entry.path, entry.bytes) };
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

impl Table {
    /// What a file holds by the marks in its header.
    fn content(&self, options: &Options) -> Option<Content> {
        let mut records = self.records(options.record_bytes).ok()?;
        match records.step() {
            Step::Record(record) => Header::content(record),
            Step::Flaw(_) | Step::End => None,
        }
    }
}

/// The text of a schema.
fn text(entry: &Entry, options: &Options, report: &mut Report) -> Option<String> {
    const LARGEST: u64 = 64 << 20;
    if entry.bytes > LARGEST.min(options.total_bytes) {
        report.push(Problem::TooLarge { path: entry.shown.clone(), bytes: entry.bytes, limit: LARGEST.min(options.total_bytes) });
        return None;
    }
    match std::fs::read(&entry.path) {
        Err(error) => report.push(unreadable(&entry.shown, &error)),
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => return Some(text),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let line = line_ends(&error.as_bytes()[..valid]) as u64 + 1;
                report.push(Problem::InvalidUtf8 { at: super::report::spot(&entry.shown.as_str().into(), line, 0) });
            }
        },
    }
    None
}

fn unreadable(file: &str, error: &std::io::Error) -> Problem {
    Problem::Unreadable { file: file.into(), reason: error.to_string() }
}
