//! Files that hold a whole graph.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use super::csv::record::line_ends;
use super::graphml;
use super::jsonl;
use super::loading::Loading;
use super::problem::Problem;
use super::report::spot;
use super::things::Things;
use crate::schema::Schema;

/// What a file of a graph says beside its nodes and relationships.
#[derive(Default)]
pub(super) struct About {
    /// The text of the schema.
    pub(super) schema: Option<String>,
    /// Labels and properties that are unique in them.
    pub(super) unique: Vec<(String, String)>,
}

/// Reads a format.
type Reader = fn(&mut Things<'_, '_>, &mut Bounded<'_>, &Arc<str>) -> Result<About, Problem>;

/// The formats, by the ending of their files.
const READERS: &[(&str, Reader)] = &[("jsonl", jsonl::read), ("ndjson", jsonl::read), ("graphml", graphml::read)];

/// How the files of a path are read, if it has one of the endings.
pub(super) fn reader(path: &Path) -> Option<Reader> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    READERS.iter().find(|row| row.0 == ending).map(|row| row.1)
}

/// Reads a file into the graph.
pub(super) fn read(loading: &mut Loading<'_>, path: &Path, reader: Reader) {
    let shown = path.display().to_string();
    let unreadable = |error: &io::Error| Problem::Unreadable { file: shown.clone(), reason: error.to_string() };
    let file = match File::open(path).and_then(|file| Ok((file.metadata()?.len(), file))) {
        Ok((bytes, _)) if bytes > loading.options.total_bytes => {
            loading.report.push(Problem::TooLarge { path: shown.clone(), bytes, limit: loading.options.total_bytes });
            return;
        }
        Ok((_, file)) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            loading.report.push(Problem::Missing { path: shown.clone() });
            return;
        }
        Err(error) => {
            loading.report.push(unreadable(&error));
            return;
        }
    };
    let name = path.file_stem().map_or_else(|| "data".into(), |name| name.to_string_lossy().into_owned());
    read_from(loading, &mut BufReader::with_capacity(256 << 10, file), (&shown.as_str().into(), &name), reader);
}

/// Reads a file that is in memory into the graph, if its name has one of the endings.
pub(super) fn read_bytes(loading: &mut Loading<'_>, path: &str, bytes: &[u8]) {
    let limit = loading.options.total_bytes;
    if bytes.len() as u64 > limit {
        loading.report.push(Problem::TooLarge { path: path.to_owned(), bytes: bytes.len() as u64, limit });
    } else if let Some(reader) = reader(Path::new(path)) {
        read_from(loading, &mut &*bytes, (&path.into(), "data"), reader);
    }
}

/// Reads an input into the graph. `file` is how messages name it, `name` that of the graph where no schema gives one.
pub(super) fn read_from(loading: &mut Loading<'_>, input: &mut dyn BufRead, (file, name): (&Arc<str>, &str), reader: Reader) {
    let mut input = Bounded { input, limit: loading.options.record_bytes, left: loading.options.record_bytes, lines: 0 };
    let mut things = Things::new(loading);
    let read = reader(&mut things, &mut input, file).and_then(|about| Ok((about, things.finish()?)));
    let (about, observed) = match read {
        Ok(read) => read,
        Err(problem) => {
            loading.report.push(problem);
            return;
        }
    };
    let mut schema = match &about.schema {
        Some(text) => loading.schema_of(file, text),
        None => Schema { language: "en".into(), ..Schema::default() },
    };
    if schema.name.is_empty() {
        name.clone_into(&mut schema.name);
    }
    for (label, key) in about.unique {
        let catalogue = Arc::clone(loading.builder.catalogue());
        match catalogue.intern_label(&label).and_then(|label| Ok((label, catalogue.intern_key(&key)?))) {
            Ok(unique) => drop(loading.indexed.insert(unique)),
            Err(full) => loading.report.push(full),
        }
    }
    loading.add_schema(schema, &observed);
}

/// An input of which one record takes no more than so many bytes.
pub(super) struct Bounded<'i> {
    input: &'i mut dyn BufRead,
    limit: usize,
    left: usize,
    /// Line ends passed.
    lines: u64,
}

impl Bounded<'_> {
    /// Begins the next record.
    pub(super) fn next_record(&mut self) {
        self.left = self.limit;
    }

    /// The line that it has come to.
    pub(super) fn line(&self) -> u64 {
        self.lines + 1
    }

    /// The problem of a line that cannot be read.
    pub(super) fn problem(&self, error: &io::Error, file: &Arc<str>, line: u64) -> Problem {
        let at = spot(file, line, 0);
        match error.kind() {
            io::ErrorKind::FileTooLarge => Problem::LongRecord { at, limit: self.limit },
            _ => Problem::Unreadable { file: at.to_string(), reason: error.to_string() },
        }
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        buffer[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Bounded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let available = self.input.fill_buf()?;
        if self.left == 0 && !available.is_empty() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(&available[..available.len().min(self.left)])
    }

    fn consume(&mut self, length: usize) {
        self.left -= length.min(self.left);
        // What is consumed has been looked at, and is still there.
        self.lines += self.input.fill_buf().map_or(0, |seen| line_ends(&seen[..length.min(seen.len())])) as u64;
        self.input.consume(length);
    }
}

/// The problem of a record that is none.
pub(super) fn wrong(file: &Arc<str>, line: u64, reason: impl Into<String>) -> Problem {
    Problem::NotAGraph { at: spot(file, line, 0), reason: reason.into() }
}
