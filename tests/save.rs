//! Saving and loading again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

mod saved;

use std::fs;
use std::path::Path;

use legation::graph::Graph;
use legation::load::{self, Package};
use legation::save::{Content, Formulas, Options, format, save};
use legation::schema::Schema;
use proptest::prelude::*;
use saved::{described, graph};

/// Saves and loads again.
fn again(graph: &Graph, schema: &Schema, path: &Path, kind: &str, options: &Options) -> Package {
    if let Err(problems) = save(Content { graph, schema }, path, format(kind).unwrap(), options) {
        panic!("{problems}");
    }
    load::load(&[path.to_path_buf()], &load::Options::default()).unwrap_or_else(|problems| panic!("{problems}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_graph_comes_back(graph in graph(), kept: bool) {
        let folder = tempfile::tempdir().unwrap();
        let formulas = if kept { Formulas::Kept } else { Formulas::Disarmed };
        let options = Options { formulas, ..Options::default() };
        for kind in ["package", "csv", "jsonl", "graphml"] {
            let ending = if matches!(kind, "jsonl" | "graphml") { format!("x.{kind}") } else { kind.into() };
            let path = folder.path().join(ending);
            let first = again(&graph, &Schema::default(), &path, kind, &options);
            prop_assert_eq!(described(&first.graph, "n"), described(&graph, "n"), "{}", kind);
            // Again, over what is there.
            let second = again(&first.graph, &first.schema, &path, kind, &options);
            prop_assert_eq!(described(&second.graph, "n"), described(&graph, "n"), "{} again", kind);
            let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).filter(|name| name.to_string_lossy().starts_with('.')).collect();
            prop_assert!(left.is_empty(), "{left:?}");
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)
        } else {
            fs::copy(entry.path(), target).map(|_| ()).unwrap();
        }
    }
}

/// Every file below a folder, with its text.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push((path.strip_prefix(folder).unwrap().display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn the_framework_is_saved_as_it_was_written() {
    let framework = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/framework");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework");
    copy(&framework, &path);
    let package = load::load(std::slice::from_ref(&path), &load::Options::default()).unwrap();
    let options = Options::default();
    let saved = again(&package.graph, &package.schema, &path, "package", &options);
    assert_eq!(described(&saved.graph, "id"), described(&package.graph, "id"));
    let (before, after) = (files(&framework), files(&path));
    assert_eq!(before.len(), after.len());
    for (old, new) in before.iter().zip(&after) {
        assert_eq!(old, new);
    }
    // Elsewhere only the order of relationships differs.
    let other = folder.path().join("other");
    let saved = again(&package.graph, &package.schema, &other, "package", &options);
    assert_eq!(saved.schema, Schema { texts: saved.schema.texts.clone(), ..package.schema });
}

#[test]
fn plain_files_are_saved_as_they_were_written() {
    let shared = std::env::var("LEGATION_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    for name in ["cia_orgs", "world_groups"] {
        let from = Path::new(&shared).join("datasets").join(name);
        if !from.is_dir() {
            println!("skipped: {} is not there", from.display());
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        copy(&from, &path);
        let options = Options { replace: true, ..Options::default() };
        let package = load::load(std::slice::from_ref(&path), &load::Options::default()).unwrap();
        again(&package.graph, &package.schema, &path, "csv", &options);
        let (before, after) = (files(&from), files(&path));
        for (old, new) in before.iter().zip(&after) {
            assert!(old == new, "{name}: {} {}", old.0, new.0);
        }
        // As a package, and back.
        let other = folder.path().join("package");
        let saved = again(&package.graph, &package.schema, &other, "package", &options);
        assert_eq!(described(&saved.graph, "id"), described(&package.graph, "id"));
        assert_eq!(saved.schema.lexicon, package.schema.lexicon);
        let plain = folder.path().join("plain");
        let saved = again(&saved.graph, &saved.schema, &plain, "csv", &options);
        assert_eq!(described(&saved.graph, "id"), described(&package.graph, "id"));
    }
}
