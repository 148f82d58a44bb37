//! Putting files and folders in place, whole or not at all.

mod clear;
mod file;
mod folder;
mod swap;
mod target;

pub(super) use file::write_file;
pub(super) use folder::Folder;
pub(super) use target::Place;
