//! Files that are whole or not there.

use std::io::{self, Write};
use std::path::Path;

use super::output::{self, Outcome};
use crate::save::replace_file;
use crate::text::visible;

/// Writes a file, and says so.
pub(super) fn write(path: &Path, format: &str, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Outcome {
    match replace_file(path, content) {
        Ok(()) => {
            output::note(&format!("{}: written ({format})", visible(&path.to_string_lossy())));
            Outcome::Done
        }
        Err(problem) => output::problems(&problem.into(), None),
    }
}
