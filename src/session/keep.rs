//! Questions that the user keeps under a name: in a file of their own, or for as long as the session lasts.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Error, Session};
use crate::diagnose::Diagnostics;
use crate::question::Keeping;
use crate::save::replace_file;
use crate::schema::{QUESTIONS, SavedQuestion};

/// The user's own kept questions.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// Where they are kept.
    file: Option<PathBuf>,
    /// Those of the file, of all data, and those of the session.
    questions: Vec<SavedQuestion>,
}

impl Session {
    /// Keeps the user's questions in this file, and reads those that are there.
    ///
    /// # Errors
    /// If the file is there and cannot be read.
    pub fn keep_questions(&mut self, file: PathBuf) -> Result<(), Diagnostics> {
        self.kept.questions = read(&file)?;
        self.kept.file = Some(file);
        self.forget();
        Ok(())
    }

    /// The questions that are kept under a name for this data: those of the package, and the user's own, which win.
    pub fn saved_questions(&self) -> Vec<SavedQuestion> {
        let documents = self.schema.documents.iter().filter(|document| document.name == QUESTIONS);
        let of_package = documents.flat_map(|document| SavedQuestion::read(document.source.text()).unwrap_or_default());
        let own = self.kept.questions.iter().filter(|saved| self.is_of_this_data(saved)).cloned();
        let mut all: Vec<SavedQuestion> = Vec::new();
        for saved in of_package.chain(own) {
            all.retain(|other| !is_called(other, &saved.name));
            all.push(saved);
        }
        all
    }

    fn is_of_this_data(&self, saved: &SavedQuestion) -> bool {
        saved.data.as_ref().is_none_or(|data| *data == self.schema.name)
    }

    /// Keeps or forgets a question; where it is kept is said.
    pub(super) fn keep(&mut self, keeping: &Keeping) -> Result<Option<&'static str>, Diagnostics> {
        let name = match keeping {
            Keeping::Define(saved) => &saved.name,
            Keeping::Forget(name) => name,
        };
        // Another session may have kept some since.
        let mut questions = match &self.kept.file {
            Some(file) => read(file)?,
            None => self.kept.questions.clone(),
        };
        let before = questions.len();
        questions.retain(|other| !(self.is_of_this_data(other) && is_called(other, name)));
        let was_own = questions.len() < before;
        match keeping {
            Keeping::Define(saved) => questions.push(SavedQuestion { data: Some(self.schema.name.clone()), ..saved.clone() }),
            Keeping::Forget(_) if was_own => {}
            Keeping::Forget(name) => return Err(Error::NotOwn { name: name.clone() }.into()),
        }
        let place = match &self.kept.file {
            Some(file) => {
                write(file, &questions).map_err(|reason| Error::Questions { file: file.display().to_string(), reason })?;
                "kept among your own questions"
            }
            None => "kept for this session",
        };
        self.kept.questions = questions;
        self.forget();
        Ok(matches!(keeping, Keeping::Define(_)).then_some(place))
    }
}

/// Whether a question is called so, without regard to case.
fn is_called(saved: &SavedQuestion, name: &str) -> bool {
    saved.name.to_lowercase() == name.to_lowercase()
}

/// The questions in a file, which need not be there.
fn read(file: &Path) -> Result<Vec<SavedQuestion>, Error> {
    let failed = |reason: String| Error::Questions { file: file.display().to_string(), reason };
    match fs::read_to_string(file) {
        Ok(text) => SavedQuestion::read(&text).map_err(|error| failed(error.to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(failed(error.to_string())),
    }
}

/// Writes the file whole or not at all.
fn write(file: &Path, questions: &[SavedQuestion]) -> Result<(), String> {
    let text = SavedQuestion::write(questions).ok_or("they have no text as TOML")?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    replace_file(file, |out| out.write_all(text.as_bytes())).map_err(|problem| problem.to_string())
}
