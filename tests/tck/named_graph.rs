//! The named graphs of the TCK: the scripts beside the features that make them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The queries that make each named graph.
pub type NamedGraphs = BTreeMap<String, Vec<String>>;

/// The folders of `graphs/`, which stands in the folder of the features or beside it.
pub fn read(folder: &Path) -> NamedGraphs {
    let places = [Some(folder), folder.parent(), folder.parent().and_then(Path::parent)];
    let found = places.into_iter().flatten().map(|place| place.join("graphs")).find(|place| place.is_dir());
    let Some(found) = found else { return NamedGraphs::new() };
    let folders = fs::read_dir(found).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    folders.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), scripts(&path))).collect()
}

fn scripts(folder: &Path) -> Vec<String> {
    let name = folder.file_name().unwrap().to_string_lossy();
    let described: Value = serde_json::from_str(&fs::read_to_string(folder.join(format!("{name}.json"))).unwrap()).unwrap();
    let scripts = described["scripts"].as_array().unwrap().iter().map(|script| script.as_str().unwrap());
    scripts.map(|script| fs::read_to_string(folder.join(format!("{script}.cypher"))).unwrap()).collect()
}
