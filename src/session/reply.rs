//! What is asked, and what comes back.

use std::path::PathBuf;
use std::time::Duration;

use super::Difference;
use crate::execute::{Answer, Parameters};
use crate::gap::Severity;
use crate::question::Presentation;

/// What is asked beside the text.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The values of parameters.
    pub parameters: Parameters,
    /// Whether each row says where its facts stand.
    pub sources: bool,
    /// Options of the data package that are switched on.
    pub options: Vec<String>,
    /// The language, as a code, in which names and nouns are shown where the data has them; none is that of the data.
    pub language: Option<String>,
}

/// An answer and what is said around it.
#[derive(Debug)]
pub struct Reply {
    /// The rows.
    pub answer: Answer,
    /// The text that the answer consists of, where it is one text (`explain`, `translate`) and not a table.
    pub text: Option<String>,
    /// How a question was understood.
    pub understood: Option<String>,
    /// Caveats, what is not recorded, which condition emptied the answer, the edition.
    pub notes: Vec<String>,
    /// Names that the graph does not have, and other likely mistakes.
    pub warnings: Vec<String>,
    /// Decimals of floats where people read them; none prints them in full.
    pub decimals: Option<usize>,
    /// What is other today, where something was supposed.
    pub difference: Option<Difference>,
    /// For gaps: how many are open, by severity.
    pub open_gaps: Option<Vec<(Severity, usize)>>,
    /// A picture that is to be written into a file.
    pub picture: Option<PictureFile>,
    /// How people read the rows.
    pub presentation: Presentation,
    /// From text to rows.
    pub elapsed: Duration,
}

/// A picture in a format, for a file.
#[derive(Clone, Debug)]
pub struct PictureFile {
    /// The file.
    pub file: PathBuf,
    /// The name of the format.
    pub format: &'static str,
    /// What the file is to hold.
    pub content: Vec<u8>,
}

impl Reply {
    /// Says doubts that are not said yet; a note on a name ends with its doubt.
    pub(super) fn doubt(&mut self, caveats: impl IntoIterator<Item = impl AsRef<str>>) {
        for caveat in caveats {
            let caveat = caveat.as_ref();
            if !self.notes.iter().any(|note| note.ends_with(caveat)) {
                self.notes.push(format!("caveat: {caveat}"));
            }
        }
    }

    /// Rows of which nothing more is said.
    pub(super) fn of(answer: Answer) -> Self {
        Self {
            answer,
            text: None,
            understood: None,
            notes: Vec::new(),
            warnings: Vec::new(),
            decimals: None,
            difference: None,
            open_gaps: None,
            picture: None,
            presentation: Presentation::Rows,
            elapsed: Duration::ZERO,
        }
    }
}
