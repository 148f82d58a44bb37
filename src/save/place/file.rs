//! A file that is written beside its place and then takes it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

use super::super::{Problem, Stopped};
use super::target::Place;

/// Writes a file and puts it in its place.
pub(in crate::save) fn write_file(place: &Place, write: impl FnOnce(&mut dyn Write) -> Result<(), Stopped>) -> Result<(), Problem> {
    let temporary = place.beside("saving");
    let written = try_write(place, &temporary, write);
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    match written {
        Ok(()) => place.sync(),
        Err(Stopped::Problem(problem)) => Err(problem),
        Err(Stopped::Refused(error)) => Err(Problem::refused(&place.given, &error)),
    }
}

fn try_write(place: &Place, temporary: &std::path::Path, write: impl FnOnce(&mut dyn Write) -> Result<(), Stopped>) -> Result<(), Stopped> {
    // What an interrupted save has left. It is made anew, so that nothing is written through a link.
    match fs::remove_file(temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut out = BufWriter::with_capacity(256 << 10, File::create_new(temporary)?);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Ok(about) = fs::metadata(place.path()) {
        file.set_permissions(about.permissions())?;
    }
    file.sync_all()?;
    Ok(fs::rename(temporary, place.path())?)
}
