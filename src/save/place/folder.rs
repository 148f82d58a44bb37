//! A folder that is written beside its place and then takes it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::super::Problem;
use super::clear::{PLACES, retire};
use super::swap::exchange;
use super::target::{Place, sync_folder};

/// A package's folder while it is written.
#[derive(Debug)]
pub(in crate::save) struct Folder {
    place: Place,
    temporary: PathBuf,
    /// Folders made within it.
    made: BTreeSet<&'static str>,
    published: bool,
}

impl Folder {
    /// Makes an empty folder beside the place. What an interrupted save left there is cleared first.
    pub(in crate::save) fn begin(place: Place) -> Result<Self, Problem> {
        let refused = |error: &io::Error| Problem::refused(&place.given, error);
        let path = place.path();
        let (old, temporary) = (place.beside("old"), place.beside("saving"));
        if fs::symlink_metadata(&old).is_ok() {
            if fs::symlink_metadata(&path).is_err() {
                fs::rename(&old, &path).map_err(|error| refused(&error))?;
            } else {
                retire(&old, Some(&path)).map_err(|error| refused(&error))?;
            }
        }
        if fs::symlink_metadata(&temporary).is_ok_and(|about| about.is_dir()) {
            let keeper = fs::symlink_metadata(&path).is_ok_and(|about| about.is_dir()).then_some(&*path);
            retire(&temporary, keeper).map_err(|error| refused(&error))?;
        }
        fs::create_dir(&temporary).map_err(|error| refused(&error))?;
        Ok(Self { place, temporary, made: BTreeSet::new(), published: false })
    }

    /// Where it is written.
    pub(in crate::save) fn path(&self) -> &Path {
        &self.temporary
    }

    /// The folder that it will replace, if there is one.
    pub(in crate::save) fn replaced(&self) -> PathBuf {
        self.place.path()
    }

    /// Writes one file in it, in a folder of the package or at the top.
    pub(in crate::save) fn file(
        &mut self,
        folder: &'static str,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Problem> {
        self.write(folder, name, write).map_err(|error| Problem::refused(&self.place.given.join(folder).join(name), &error))
    }

    fn write(&mut self, folder: &'static str, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let path = self.temporary.join(folder);
        if !folder.is_empty() && self.made.insert(folder) {
            fs::create_dir(&path)?;
        }
        let mut out = BufWriter::with_capacity(256 << 10, File::create_new(path.join(name))?);
        write(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }

    /// Puts it in its place.
    pub(in crate::save) fn publish(mut self) -> Result<(), Problem> {
        self.take_place().map_err(|error| Problem::refused(&self.place.given, &error))?;
        self.published = true;
        self.place.sync()
    }

    fn take_place(&self) -> io::Result<()> {
        for folder in &self.made {
            sync_folder(&self.temporary.join(folder))?;
        }
        sync_folder(&self.temporary)?;
        let path = self.place.path();
        let Ok(about) = fs::symlink_metadata(&path) else {
            return fs::rename(&self.temporary, path);
        };
        fs::set_permissions(&self.temporary, about.permissions())?;
        let old = if exchange(&self.temporary, &path)? {
            self.temporary.clone()
        } else {
            let old = self.place.beside("old");
            fs::rename(&path, &old)?;
            fs::rename(&self.temporary, &path)?;
            old
        };
        // The new state is there, whatever happens to the old one.
        sync_folder(&self.place.parent)?;
        let _ = retire(&old, Some(&path));
        for folder in PLACES {
            let _ = sync_folder(&path.join(folder));
        }
        Ok(())
    }
}

impl Drop for Folder {
    /// A folder that was not published goes away.
    fn drop(&mut self) {
        if !self.published {
            let _ = retire(&self.temporary, None);
        }
    }
}
