//! Where a graph is put.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};

use super::super::{Format, Options, Problem, Write};
use crate::schema::DOCUMENTS;

/// A path in a folder that is there, and the lock on that folder.
#[derive(Debug)]
pub(in crate::save) struct Place {
    /// As the user gave it, for messages.
    pub(super) given: PathBuf,
    /// The folder around it, without symbolic links.
    pub(super) parent: PathBuf,
    pub(super) name: OsString,
    /// Held while the graph is saved; none where the system has no such locks.
    lock: Option<File>,
}

impl Place {
    /// The place of a path, locked.
    pub(in crate::save) fn find(path: &Path) -> Result<Self, Problem> {
        let no_name = || Problem::NoName { path: path.display().to_string() };
        let refused = |error: &std::io::Error| Problem::refused(path, error);
        // `.` has a name, if one looks from above.
        let known = if path.file_name().is_none() { path.canonicalize().map_err(|error| refused(&error))? } else { path.to_path_buf() };
        let name = known.file_name().ok_or_else(no_name)?.to_owned();
        let parent = known.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let parent = parent.canonicalize().map_err(|error| refused(&error))?;
        let lock = File::open(&parent).ok().filter(|folder| folder.lock().is_ok());
        Ok(Self { given: path.to_path_buf(), parent, name, lock })
    }

    /// The path itself.
    pub(super) fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// A path beside it that no reader looks at.
    pub(super) fn beside(&self, what: &str) -> PathBuf {
        // The name may be as long as names can be.
        let short: String = self.name.to_string_lossy().chars().take(60).collect();
        let process = if self.lock.is_some() { String::new() } else { format!("-{}", std::process::id()) };
        self.parent.join(format!(".{short}.{what}{process}"))
    }

    /// Whether the path is free, or what is there may be replaced.
    pub(in crate::save) fn check(&self, format: &Format, options: &Options) -> Result<(), Problem> {
        let path = self.path();
        let is_folder = matches!(format.write, Write::Folder(_));
        let shown = || self.given.display().to_string();
        let found = match fs::symlink_metadata(&path) {
            Ok(about) => in_the_way(&about, is_folder),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Problem::refused(&self.given, &error)),
        };
        if let Some(found) = found {
            return Err(Problem::InTheWay { path: shown(), found });
        }
        if is_folder {
            for place in ["nodes", "relationships"] {
                if fs::symlink_metadata(path.join(place)).is_ok_and(|about| !about.is_dir()) {
                    return Err(Problem::InTheWay { path: path.join(place).display().to_string(), found: "not a folder" });
                }
            }
        }
        if options.replace || (format.is_one)(&path) || is_empty(&path, is_folder) {
            return Ok(());
        }
        Err(Problem::NotReplaced { path: shown(), expected: format.called })
    }

    /// Makes the names in the folder around it last.
    pub(super) fn sync(&self) -> Result<(), Problem> {
        sync_folder(&self.parent).map_err(|error| Problem::refused(&self.given, &error))
    }
}

/// What is at a path, if it is of another kind than the graph would be.
fn in_the_way(about: &Metadata, is_folder: bool) -> Option<&'static str> {
    if about.is_symlink() {
        Some("a symbolic link")
    } else if about.is_dir() {
        (!is_folder).then_some("a folder")
    } else if !about.is_file() {
        Some("a device or pipe")
    } else {
        is_folder.then_some("a file")
    }
}

fn is_empty(path: &Path, is_folder: bool) -> bool {
    if is_folder {
        fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
    } else {
        fs::metadata(path).is_ok_and(|about| about.len() == 0)
    }
}

/// Makes the names in a folder last, where the system can.
pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Whether a file in a package's folder holds its data: what `load` would read there.
pub(super) fn is_data(place: &str, name: &OsStr) -> bool {
    let text = name.to_string_lossy();
    let is_csv = Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    (place.is_empty() && (text == "schema.toml" || DOCUMENTS.contains(&&*text))) || (is_csv && !text.starts_with('.'))
}
