//! What can be wrong with reports.

use miette::Diagnostic;
use thiserror::Error;

/// A mistake in `reports.toml`, or in what a report is given.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// A file has not the form that it must have.
    #[error("{file}: {message}")]
    #[diagnostic(code(report::form))]
    Form {
        /// Which, with the line.
        file: String,
        /// What is wrong.
        message: String,
        /// What to do.
        #[help]
        help: Option<String>,
    },
    /// A section that cannot be filled in.
    #[error("section `{heading}`: {reason}")]
    #[diagnostic(code(report::section))]
    Section {
        /// Its heading.
        heading: String,
        /// Why.
        reason: String,
        /// What to do.
        #[help]
        help: Option<String>,
    },
    /// A package without such a report.
    #[error("this data has no report `{name}`{about}")]
    #[diagnostic(code(report::none), help("state it as `[[report]]` in `reports.toml` in the folder of the package"))]
    None {
        /// Its name.
        name: String,
        /// About what, if that is known.
        about: String,
    },
}
