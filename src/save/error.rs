//! Why a graph could not be saved.

use std::path::Path;

use miette::Diagnostic;
use thiserror::Error;

/// A graph that is not saved. What stood at its path stays as it was.
#[derive(Debug, Error, Diagnostic)]
pub enum Problem {
    /// Something else stands where the graph would be saved.
    #[error("{path}: is there already, and is not {expected}")]
    #[diagnostic(code(save::not_replaced), help("give another path, or say that it may be replaced (`--replace`)"))]
    NotReplaced {
        /// The path.
        path: String,
        /// "a data package".
        expected: &'static str,
    },
    /// Something that is never replaced stands where the graph would be saved.
    #[error("{path}: is {found}, which is never replaced")]
    #[diagnostic(code(save::in_the_way), help("give another path, or move it away"))]
    InTheWay {
        /// The path.
        path: String,
        /// "a symbolic link".
        found: &'static str,
    },
    /// A path without a last part, such as `..`.
    #[error("{path}: names no file or folder")]
    #[diagnostic(code(save::no_name), help("give the path with the name that the file or folder shall have"))]
    NoName {
        /// The path.
        path: String,
    },
    /// The system refuses.
    #[error("{path}: cannot be saved: {reason}")]
    #[diagnostic(code(save::refused), help("check that the folder exists, may be written, and has room"))]
    Refused {
        /// The path.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// A value that no property can hold, or that has no text in the format.
    #[error("{owner} has a {found} in {key}, which cannot be saved")]
    #[diagnostic(code(save::not_storable), help("properties hold booleans, numbers, texts, temporal values and lists of these"))]
    NotStorable {
        /// "a node labelled `Party`".
        owner: String,
        /// The property.
        key: String,
        /// The type.
        found: &'static str,
    },
    /// A value that the schema does not allow.
    #[error("{owner} has {key} {value}, which is not of the type {kind} that the schema states")]
    #[diagnostic(code(save::outside_schema), help("change the value, or the type in the schema; nothing was saved"))]
    OutsideSchema {
        /// "a node labelled `Party`".
        owner: String,
        /// The property.
        key: String,
        /// The value.
        value: String,
        /// The type.
        kind: String,
    },
    /// A property that the schema does not allow.
    #[error("{owner} has a property {key}, which the schema does not know")]
    #[diagnostic(code(save::unknown_property), help("declare it in `schema.toml` under a label, or give the node that label"))]
    UnknownProperty {
        /// "a node without label".
        owner: String,
        /// The property.
        key: String,
    },
    /// A name that the format has no form for.
    #[error("the name {name} has no form in {format}")]
    #[diagnostic(code(save::no_form), help("rename it, or save in another format"))]
    NoForm {
        /// The name.
        name: String,
        /// "a Cypher script".
        format: &'static str,
    },
    /// What was written does not read back. Nothing was replaced.
    #[error("what would be saved at {path} does not load, so that nothing was saved; the reasons follow")]
    #[diagnostic(code(save::unsound), help("the graph breaks a rule of its schema: correct the data, or the schema"))]
    Unsound {
        /// The path.
        path: String,
    },
    /// What was written in a transaction is not kept yet.
    #[error("a transaction is open")]
    #[diagnostic(code(save::uncommitted), help("`:commit` or `:rollback` it before saving"))]
    Uncommitted,
    /// The schema has no text.
    #[error("the schema cannot be written")]
    #[diagnostic(code(save::schema), help("save the graph in another format"))]
    Schema,
}

impl Problem {
    /// What the system refused.
    pub(super) fn refused(path: &Path, error: &std::io::Error) -> Self {
        Self::Refused { path: path.display().to_string(), reason: error.to_string() }
    }
}
