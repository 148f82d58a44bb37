//! What was typed: kept without duplicates in a file that only the user may read, and written before it is carried out.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use indexmap::IndexSet;

/// How many entries are kept.
pub(super) const MOST: usize = 10_000;

/// The entries, oldest first, each once.
#[derive(Debug, Default)]
pub(super) struct History {
    entries: IndexSet<String>,
    /// Where they are kept; none where they are not.
    path: Option<PathBuf>,
}

/// How an entry was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Added {
    /// It is new.
    New,
    /// It was there, and is the last one now.
    Moved,
    /// It is nothing to be kept.
    No,
}

impl History {
    /// The history in a file, which need not be there yet; what is wrong with the file is told.
    pub fn open(path: Option<PathBuf>) -> (Self, Option<io::Error>) {
        let mut history = Self { entries: IndexSet::new(), path };
        let read = history.path.clone().map_or(Ok(()), |path| history.read(&path));
        (history, read.err())
    }

    fn read(&mut self, path: &Path) -> io::Result<()> {
        let about = match fs::metadata(path) {
            Ok(about) => about,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        if !about.is_file() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        let lines = text.lines().filter(|line| !line.is_empty()).count();
        self.entries = text.lines().rev().filter(|line| !line.is_empty()).map(unescaped).take(MOST).collect();
        self.entries.reverse();
        protect(path)?;
        // A file that holds much more than is kept of it is written anew, whole or not at all.
        if lines > 2 * self.entries.len() + 100 {
            let whole: String = self.entries.iter().map(|entry| line(entry)).collect();
            let beside = path.with_extension(format!("{}", std::process::id()));
            create(&beside)?.write_all(whole.as_bytes())?;
            fs::rename(&beside, path)?;
        }
        Ok(())
    }

    /// Adds an entry, and to the file. One that begins with a space is kept nowhere.
    pub fn add(&mut self, entry: &str) -> (Added, io::Result<()>) {
        let entry = entry.trim_end();
        if entry.is_empty() || entry.starts_with(' ') || self.entries.last().is_some_and(|last| last == entry) {
            return (Added::No, Ok(()));
        }
        let moved = self.entries.shift_remove(entry);
        self.entries.insert(entry.to_owned());
        if self.entries.len() > MOST {
            self.entries.shift_remove_index(0);
        }
        let written = self.path.as_deref().map_or(Ok(()), |path| append(path, entry));
        (if moved { Added::Moved } else { Added::New }, written)
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.entries.iter().map(String::as_str)
    }

    /// The last entry that begins with a text and goes on.
    pub fn continuing(&self, text: &str) -> Option<&str> {
        self.entries().rev().find(|entry| entry.len() > text.len() && entry.starts_with(text))
    }
}

/// Appends an entry. The file is opened each time, so that another session may have replaced it.
fn append(path: &Path, entry: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        folders(folder)?;
    }
    create(path)?.write_all(line(entry).as_bytes())
}

/// Makes the folders that are missing, for the user only.
fn folders(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens a file to append to, made for the user only.
fn create(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Takes a file away from others than the user.
#[cfg(unix)]
fn protect(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if fs::metadata(path)?.permissions().mode().trailing_zeros() >= 6 {
        Ok(())
    } else {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))
    }
}

#[cfg(not(unix))]
fn protect(_: &Path) -> io::Result<()> {
    Ok(())
}

/// An entry as a line of the file.
fn line(entry: &str) -> String {
    format!("{}\n", entry.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r"))
}

/// The entry of a line.
fn unescaped(line: &str) -> String {
    let mut entry = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => entry.push('\n'),
                Some('r') => entry.push('\r'),
                Some(other) => entry.push(other),
                None => entry.push('\\'),
            },
            other => entry.push(other),
        }
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(history: &History) -> Vec<&str> {
        history.entries().collect()
    }

    #[test]
    fn entries_are_kept_once_and_in_order_of_use() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/history");
        let (mut history, problem) = History::open(Some(path.clone()));
        assert!(problem.is_none());
        for entry in ["a\nb", "c\\n", "a\nb", "", " secret", "a\nb"] {
            history.add(entry).1.unwrap();
        }
        assert_eq!(entries(&history), ["c\\n", "a\nb"]);
        assert_eq!(history.continuing("c"), Some("c\\n"));
        assert_eq!(history.continuing("a\nb"), None);
        let (again, _) = History::open(Some(path.clone()));
        assert_eq!(entries(&again), ["c\\n", "a\nb"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_of_repetitions_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history");
        fs::write(&path, "one\ntwo\n".repeat(500)).unwrap();
        let (history, problem) = History::open(Some(path.clone()));
        assert!(problem.is_none());
        assert_eq!(entries(&history), ["one", "two"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
    }
}
