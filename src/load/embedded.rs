//! The framework, compiled into the program.

use include_dir::{Dir, include_dir};

static FRAMEWORK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/framework");

/// The framework's files, by their paths.
pub(super) fn files() -> Vec<(&'static str, &'static [u8])> {
    let folders = std::iter::once(&FRAMEWORK).chain(FRAMEWORK.dirs());
    folders.flat_map(Dir::files).filter_map(|file| Some((file.path().to_str()?, file.contents()))).collect()
}
