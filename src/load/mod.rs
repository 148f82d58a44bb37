//! Data packages into graphs.
//!
//! A package is a folder of CSV files: `schema.toml`, `nodes/<Label>.csv` and `relationships/<TYPE>.csv`; or files named
//! `nodes_<Label>.csv` and `rels_<TYPE>.csv` beside each other; or any names, if the headers have the form of neo4j-admin.
//! Without a schema, types and words are made from what the files hold.
//!
//! A package is loaded whole or not at all: every problem of a run is found and reported with its file, line and column.
//! Columns in places count fields, those of a schema count characters. An empty field is a missing value.
//! Several packages are one graph: a node of a later package that has the label and id of an earlier one's adds to it.
//!
//! A path may also lead to a file of a whole graph, as `save` writes it: JSON Lines (`.jsonl`) or GraphML (`.graphml`). Its nodes
//! are always new ones.

use std::path::{Path, PathBuf};

mod csv;
mod embedded;
mod file;
mod folder;
mod graphml;
mod graphml_key;
mod jsonl;
mod loading;
mod observe;
mod options;
mod problem;
mod report;
mod space;
mod things;

pub(crate) use csv::guess::Guess;
pub(crate) use csv::table::{fixed, is_always};
pub(crate) use graphml::FORMAT as GRAPHML_FORMAT;
pub(crate) use jsonl::FORMAT as JSONL_FORMAT;
pub use observe::observe;
pub use options::Options;
pub use problem::{Problem, Quoted, SchemaMistake, Spot};

use loading::Loading;

use crate::diagnose::Diagnostics;
use crate::graph::Graph;
use crate::schema::Schema;

/// A graph, and what is known of it.
#[derive(Clone, Debug)]
pub struct Package {
    /// The graph.
    pub graph: Graph,
    /// Its schema and words.
    pub schema: Schema,
}

/// Loads packages as one, the later ones adding to the earlier. What is wrong with any of them is reported, and then nothing is loaded.
pub fn load(paths: &[PathBuf], options: &Options) -> Result<Package, Diagnostics> {
    all(Loading::new(options), paths)
}

/// Loads a folder that has not the path yet by which messages shall call it.
pub(crate) fn load_named(path: &Path, named: &Path, options: &Options) -> Result<Package, Diagnostics> {
    let mut loading = Loading::new(options);
    if let Some(folder) = folder::find(path, named, options, &mut loading.report) {
        loading.read(&folder);
    }
    all(loading, &[])
}

fn all(mut loading: Loading<'_>, paths: &[PathBuf]) -> Result<Package, Diagnostics> {
    for path in paths {
        if let Some(reader) = file::reader(path).filter(|_| !path.is_dir()) {
            file::read(&mut loading, path, reader);
        } else if let Some(folder) = folder::find(path, path, loading.options, &mut loading.report) {
            loading.read(&folder);
        }
    }
    match loading.finish() {
        Ok((graph, schema)) => Ok(Package { graph, schema }),
        Err(report) => Err(report.finish()),
    }
}

/// Loads the framework, the package that is compiled into the program. It has no privilege: it is read like any other.
pub fn embedded() -> Result<Package, Diagnostics> {
    embedded_with(&[], &Options::default())
}

/// Loads the framework, and packages that add to it.
pub fn embedded_with(paths: &[PathBuf], options: &Options) -> Result<Package, Diagnostics> {
    let mut loading = Loading::new(options);
    loading.read_files("framework", &embedded::files());
    all(loading, paths)
}

/// Loads a package whose files are in memory, named by their paths within it (`nodes/Party.csv`), or files of whole graphs
/// (`data.jsonl`).
pub fn load_files(files: &[(&str, &[u8])], options: &Options) -> Result<Package, Diagnostics> {
    let mut loading = Loading::new(options);
    let (graphs, tables): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| file::reader(Path::new(path)).is_some());
    if graphs.is_empty() || !tables.is_empty() {
        loading.read_files("data", &tables);
    }
    for (path, bytes) in graphs {
        file::read_bytes(&mut loading, path, bytes);
    }
    all(loading, &[])
}

/// Everything that is wrong with a package; nothing if it would load.
pub fn check(path: &Path, options: &Options) -> Diagnostics {
    load(&[path.to_path_buf()], options).err().unwrap_or_default()
}
