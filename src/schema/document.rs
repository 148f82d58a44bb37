//! Texts of a package that stand beside its tables and are read by those who need them.

use crate::text::Source;

/// The names of such texts, in the folder of the package. Each is read by the module that it belongs to, when it is needed.
pub const DOCUMENTS: &[&str] = &["expectations.toml", super::QUESTIONS, REPORTS];

/// The name of the file that states reports.
pub const REPORTS: &str = "reports.toml";

/// A text of a package, as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Which of [`DOCUMENTS`] it is.
    pub name: &'static str,
    /// The text, with the file in which it stands.
    pub source: Source,
}
