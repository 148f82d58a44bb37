//! The folders of the user, by the XDG base directory specification.

use std::path::PathBuf;

/// A kind of folder: the variable that names it, and its place below the home folder where the variable does not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folder {
    variable: &'static str,
    default: &'static str,
}

/// What the program keeps between two runs: the history.
pub(super) const STATE: Folder = Folder { variable: "XDG_STATE_HOME", default: ".local/state" };

/// What the user makes with the program: the kept questions.
pub(super) const DATA: Folder = Folder { variable: "XDG_DATA_HOME", default: ".local/share" };

/// What the user writes for the program: the start file.
pub(super) const CONFIG: Folder = Folder { variable: "XDG_CONFIG_HOME", default: ".config" };

impl Folder {
    /// The path of one of the program's files in it; none where nobody has a home. A relative path is no path, says the specification.
    pub fn file(self, name: &str) -> Option<PathBuf> {
        let stated = std::env::var_os(self.variable).map(PathBuf::from).filter(|path| path.is_absolute());
        let folder = stated.or_else(|| Some(std::env::home_dir().filter(|home| home.is_absolute())?.join(self.default)))?;
        Some(folder.join("legation").join(name))
    }
}
