//! Taking an old package's data away, and keeping what else lay in its folder.

use std::fs;
use std::io;
use std::path::Path;

use super::target::is_data;

/// The folders of a package.
pub(super) const PLACES: &[&str] = &["", "nodes", "relationships"];

/// Deletes the data in an old folder, and moves what is no data into the folder that has taken its place, if there is one. The
/// old folder is gone then, unless something in it could not be moved. Links are moved or deleted as links.
pub(super) fn retire(old: &Path, new: Option<&Path>) -> io::Result<()> {
    for place in PLACES.iter().rev() {
        let folder = old.join(place);
        if !fs::symlink_metadata(&folder).is_ok_and(|about| about.is_dir()) {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let about = fs::symlink_metadata(entry.path())?;
            if place.is_empty() && about.is_dir() && PLACES.contains(&&*entry.file_name().to_string_lossy()) {
                continue;
            }
            if is_data(place, &entry.file_name()) && !about.is_dir() {
                fs::remove_file(entry.path())?;
            } else if let Some(new) = new {
                let target = new.join(place).join(entry.file_name());
                if fs::symlink_metadata(&target).is_err() {
                    fs::create_dir_all(new.join(place))?;
                    fs::rename(entry.path(), target)?;
                }
            }
        }
        // What could not be moved keeps the folder.
        let _ = fs::remove_dir(&folder);
    }
    Ok(())
}
