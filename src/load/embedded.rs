//! The framework, compiled into the program.

use include_dir::{Dir, include_dir};

use super::folder::{Folder, Table};

static FRAMEWORK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/framework");

/// The framework's files.
pub(super) fn folder() -> Folder {
    let schema = FRAMEWORK.get_file("schema.toml").and_then(|file| file.contents_utf8());
    Folder {
        name: "framework".into(),
        path: "framework".into(),
        schema: schema.map(|text| ("schema.toml".into(), text.into())),
        nodes: tables("nodes"),
        relationships: tables("relationships"),
    }
}

/// The CSV files of a folder, by name.
fn tables(folder: &str) -> Vec<Table> {
    let files = FRAMEWORK.get_dir(folder).map(Dir::files).into_iter().flatten();
    let mut tables: Vec<(&str, Table)> = files
        .filter_map(|file| {
            let path = file.path();
            let name = path.file_stem()?.to_str()?;
            let shown = path.to_str()?;
            path.extension().is_some_and(|ending| ending == "csv").then(|| (shown, Table::embedded(shown, name, file.contents())))
        })
        .collect();
    tables.sort_by_key(|(shown, _)| *shown);
    tables.into_iter().map(|(_, table)| table).collect()
}
