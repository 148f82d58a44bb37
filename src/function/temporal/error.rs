//! Failures of temporal functions.

use crate::function::Failure;
use crate::text::visible;

/// How much of a text is shown.
const SHOWN: usize = 60;

/// A failure with a message, and no help.
pub(super) fn failure(message: impl Into<String>) -> Failure {
    Failure::Temporal { message: message.into(), help: None }
}

/// A failure with help.
pub(super) fn failure_with_help(message: impl Into<String>, help: Option<String>) -> Failure {
    Failure::Temporal { message: message.into(), help }
}

/// The failure of what lies outside of the years that the language has.
pub(super) fn out_of_range(what: &str) -> Failure {
    failure_with_help(format!("the {what} is out of range"), Some("years go from -999999999 to 999999999".to_owned()))
}

/// A text as it is shown in a message: safe, and not longer than a line.
pub(super) fn shown(text: &str) -> String {
    let part: String = text.chars().take(SHOWN).collect();
    let more = if part.len() < text.len() { "…" } else { "" };
    format!("{}{more}", visible(&part))
}
