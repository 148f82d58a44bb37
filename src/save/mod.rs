//! Graphs into files and folders, to be read back by `load`: one row per format in [`FORMATS`].
//!
//! What is saved reads back as the same graph: every node with its labels, every relationship, every property with the
//! same value of the same type (all NaNs are one value). Nodes and relationships have no numbers of their own in the
//! formats of CSV; their order may differ there.
//!
//! # What a crash leaves
//!
//! Everything is written beside its place under a name that begins with a dot, synced to the disk, and put in place by one
//! rename; a folder that is there already changes places with the new one in one step (`renameat2` with `RENAME_EXCHANGE`).
//! So a reader that opens the path finds the old state or the new one, whole, whenever the process is killed or the power
//! fails; and at worst a leftover beside it, which the next save of that path clears. Where the system or the file system
//! cannot exchange folders (Windows, some network file systems), there is an instant between two renames in which nothing is at the
//! path and the old folder stands beside it as `.NAME.old`; the next save puts it back first.
//!
//! Saving holds a lock on the folder around the path, so that two processes save one after the other.
//!
//! Symbolic links are not followed where the graph is put, and nothing is replaced that does not look like a saved graph of
//! the same format, unless [`Options::replace`] says so. What else lies in a folder of a package (a README, a repository)
//! stays in it.
//!
//! # Formulas in CSV
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula. Answers put an apostrophe before such a
//! text, which changes it; data must come back exactly. So a column that holds one is written as literals of the language,
//! in quotes (`note:any`, `'=1+1'`), which a spreadsheet takes for text. [`Formulas::Kept`] writes the text as it is.

mod csv;
mod cypher;
mod error;
mod graphml;
mod jsonl;
mod place;
mod schema;
mod things;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

pub use error::Problem;

use crate::diagnose::Diagnostics;
pub use crate::export::Formulas;
use crate::graph::Graph;
use crate::load;
use crate::schema::Schema;
use place::{Folder, Place, write_file};

/// How a graph is saved.
#[derive(Clone, Debug)]
pub struct Options {
    /// What happens to text that a spreadsheet would run.
    pub formulas: Formulas,
    /// Whether something else at the path may be replaced.
    pub replace: bool,
}

impl Default for Options {
    /// Formulas are disarmed, and nothing else is replaced.
    fn default() -> Self {
        Self { formulas: Formulas::Disarmed, replace: false }
    }
}

/// A graph with what is known of it, to be saved.
#[derive(Clone, Copy, Debug)]
pub struct Content<'g> {
    /// The graph.
    pub graph: &'g Graph,
    /// Its schema.
    pub schema: &'g Schema,
}

/// A format in which graphs are saved.
#[derive(Debug)]
pub struct Format {
    /// Its name, as in `--format`.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// Endings of its files; none for a folder.
    pub endings: &'static [&'static str],
    /// How messages call something saved in it.
    pub called: &'static str,
    write: Write,
    /// Whether what is at a path looks as if it were saved in it.
    is_one: fn(&Path) -> bool,
}

/// How a format is written.
#[derive(Debug)]
enum Write {
    Folder(fn(Content<'_>, &Options, &mut Folder) -> Result<(), Problem>),
    File(fn(Content<'_>, &mut dyn io::Write) -> Result<(), Stopped>),
}

/// Why a file is not written to its end.
#[derive(Debug)]
enum Stopped {
    /// The graph has no form in the format.
    Problem(Problem),
    /// The system refuses.
    Refused(io::Error),
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Refused(error)
    }
}

/// All formats. The first is that of a path without a known ending.
pub const FORMATS: &[Format] = &[
    Format {
        name: "package",
        summary: "a data package: a folder with `schema.toml` and CSV files",
        endings: &[],
        called: "a data package",
        write: Write::Folder(csv::package),
        is_one: csv::is_package,
    },
    Format {
        name: "csv",
        summary: "a folder with `nodes_<Label>.csv` and `rels_<TYPE>.csv`, without a schema",
        endings: &[],
        called: "a folder of such CSV files",
        write: Write::Folder(csv::plain),
        is_one: csv::is_plain,
    },
    Format {
        name: "jsonl",
        summary: "a file of JSON Lines: one node or relationship a line",
        endings: &["jsonl", "ndjson"],
        called: "a graph saved as JSON Lines",
        write: Write::File(jsonl::write),
        is_one: |path| begins_with(path, jsonl::BEGIN),
    },
    Format {
        name: "graphml",
        summary: "a GraphML file, for programs that draw and analyse graphs",
        endings: &["graphml"],
        called: "a graph saved as GraphML",
        write: Write::File(graphml::write),
        is_one: |path| begins_with(path, graphml::BEGIN),
    },
    Format {
        name: "cypher",
        summary: "a script of CREATE statements, without the schema",
        endings: &["cypher", "cql"],
        called: "a graph saved as a Cypher script",
        write: Write::File(cypher::write),
        is_one: |path| begins_with(path, cypher::BEGIN),
    },
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format that a path has by its ending: a data package where the ending says nothing.
pub fn format_of(path: &Path) -> &'static Format {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    FORMATS.iter().find(|format| format.endings.contains(&&*ending)).unwrap_or(&FORMATS[0])
}

/// Saves a graph. Where this fails, what stood at the path stays.
pub fn save(content: Content<'_>, path: &Path, format: &Format, options: &Options) -> Result<(), Diagnostics> {
    let place = Place::find(path)?;
    place.check(format, options)?;
    match format.write {
        Write::Folder(write) => {
            let mut folder = Folder::begin(place)?;
            write(content, options, &mut folder)?;
            verify(content, folder.path(), path)?;
            folder.publish()?;
        }
        Write::File(write) => write_file(&place, |out| write(content, out))?,
    }
    Ok(())
}

/// Writes a file whole or not at all, in the place of one that is there.
pub fn replace_file(path: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<(), Problem> {
    write_file(&Place::find(path)?, |out| Ok(write(out)?))
}

/// Whether a file begins with the text that a format begins with.
fn begins_with(path: &Path, text: &str) -> bool {
    let mut begin = vec![0; text.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut begin)).is_ok_and(|()| begin == text.as_bytes())
}

/// Loads what was written, before it replaces anything: a graph that breaks the rules of its own schema would not come back.
fn verify(content: Content<'_>, written: &Path, path: &Path) -> Result<(), Diagnostics> {
    let unsound = || Problem::Unsound { path: path.display().to_string() };
    let limits = load::Options { record_bytes: usize::MAX, total_bytes: u64::MAX, ..load::Options::default() };
    match load::load_named(written, path, &limits) {
        Ok(package) => {
            let counts = |graph: &Graph| (graph.node_count(), graph.relationship_count());
            if counts(&package.graph) == counts(content.graph) { Ok(()) } else { Err(unsound().into()) }
        }
        Err(problems) => {
            let mut all: Diagnostics = unsound().into();
            all.append(problems);
            Err(all)
        }
    }
}
