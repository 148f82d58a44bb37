//! Questions that are kept under a name: `questions.toml` of a package, and a file of the user's own.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::text::Span;

/// The name of the file.
pub const QUESTIONS: &str = "questions.toml";

/// A question that is kept under a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SavedQuestion {
    /// The name.
    pub name: String,
    /// What it asks, for readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The noun of what is named when it is asked; it stands in the sentence where that belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// The question.
    pub sentence: String,
    /// In the user's own file, the name of the data that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

/// The layout of the file.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    question: Vec<SavedQuestion>,
}

impl SavedQuestion {
    /// Reads the text of such a file.
    pub fn read(text: &str) -> Result<Vec<Self>, Error> {
        toml::from_str(text).map(|file: File| file.question).map_err(|error| {
            let span = error.span().map_or(Span::new(0, 0), Span::from);
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            let help = Some("each `[[question]]` has a `name` and a `sentence`, and may have `parameter` and `about`".to_owned());
            Error::Form { what: QUESTIONS.into(), message, help, span }
        })
    }

    /// The text of such a file. None if it cannot be written, which no text keeps it from.
    pub fn write(questions: &[Self]) -> Option<String> {
        toml::to_string(&File { question: questions.to_vec() }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reads_back_as_it_was_written() {
        let question =
            SavedQuestion { name: "a \"b\"".into(), parameter: Some("c".into()), sentence: "d\ne".into(), ..SavedQuestion::default() };
        let text = SavedQuestion::write(std::slice::from_ref(&question)).unwrap_or_default();
        assert_eq!(SavedQuestion::read(&text), Ok(vec![question]));
        assert_eq!(SavedQuestion::read(""), Ok(Vec::new()));
        assert!(SavedQuestion::read("[[question]]\nname = 1").is_err());
    }
}
