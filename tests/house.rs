//! The house rules that a compiler does not check.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every `.rs` file below a folder, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The modules of `lib.rs`, in their order.
fn order() -> BTreeMap<String, usize> {
    let library = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let names = library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.enumerate().map(|(rank, name)| (name.to_owned(), rank)).collect()
}

/// The names that follow `crate::` in code, also in the braces of `use crate::{…}`.
fn used(text: &str) -> Vec<String> {
    let identifier = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut names = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.push(identifier(rest));
            continue;
        };
        let mut depth = 0;
        let mut fresh = true;
        for (offset, character) in group.char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => fresh = true,
                c if fresh && (c.is_alphanumeric() || c == '_') => {
                    names.push(identifier(&group[offset..]));
                    fresh = false;
                }
                _ => {}
            }
        }
    }
    names
}

/// The code of a file without its comment lines.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn modules_use_only_what_stands_above_them() {
    let order = order();
    let source = root().join("src");
    let mut down = Vec::new();
    for path in sources(&source) {
        let place = path.strip_prefix(&source).unwrap().to_owned();
        let module = place.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
        let Some(rank) = order.get(&module) else { continue };
        for name in used(&code(&path)) {
            if order.get(&name).is_some_and(|other| other > rank) {
                down.push(format!("{} uses crate::{name}", place.display()));
            }
        }
    }
    assert!(down.is_empty(), "modules may use only those above them in src/lib.rs:\n{}", down.join("\n"));
}

#[test]
fn every_module_of_the_library_has_its_place_in_the_order() {
    let order = order();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        assert!(order.contains_key(&name) || name == "lib" || name == "main", "src/{name} is not declared in src/lib.rs");
    }
}

#[test]
fn every_file_says_what_it_is() {
    for folder in ["src", "tests"] {
        for path in sources(&root().join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//!"), "{} does not begin with //!", path.display());
        }
    }
}

#[test]
fn files_fit_a_reader() {
    let mut long = Vec::new();
    for path in sources(&root().join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.split("#[cfg(test)]\nmod tests {").next().unwrap().lines().count();
        if lines > 400 && !text.contains("//! A long file: ") {
            long.push(format!("{} has {lines} lines", path.display()));
        }
    }
    assert!(long.is_empty(), "split these, or say why not in a line `//! A long file: …`:\n{}", long.join("\n"));
}

#[test]
fn no_file_is_a_bag_of_things() {
    for path in sources(&root().join("src")) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(!["utils", "util", "common", "misc", "manager", "helpers"].contains(&name.as_str()), "{}", path.display());
    }
}
