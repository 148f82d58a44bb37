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
mod error;
mod place;

use std::path::Path;

pub use error::Problem;

use crate::diagnose::Diagnostics;
pub use crate::export::Formulas;
use crate::graph::Graph;
use crate::load;
use crate::schema::Schema;
use place::{Folder, Place};

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
    }
    Ok(())
}

/// Loads what was written, before it replaces anything: a graph that breaks the rules of its own schema would not come back.
fn verify(content: Content<'_>, written: &Path, path: &Path) -> Result<(), Diagnostics> {
    let unsound = || Problem::Unsound { path: path.display().to_string() };
    let limits = load::Options { record_bytes: usize::MAX, total_bytes: u64::MAX, ..load::Options::default() };
    match load::load(&[written.to_path_buf()], &limits) {
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
