//! What goes wrong with a command to the shell.

use miette::Diagnostic;
use thiserror::Error;

/// A command that cannot be carried out.
#[derive(Debug, Error, Diagnostic)]
pub(super) enum Error {
    /// There is none of this name.
    #[error("there is no command `:{name}`")]
    #[diagnostic(code(shell::unknown_command))]
    UnknownCommand {
        /// As typed.
        name: String,
        /// The nearest, or where all are listed.
        #[help]
        help: String,
    },
    /// What has to follow it is missing.
    #[error("`:{command}` needs a {argument}")]
    #[diagnostic(code(shell::missing_argument))]
    MissingArgument {
        /// Its name.
        command: &'static str,
        /// What has to follow.
        argument: &'static str,
        /// An example.
        #[help]
        help: String,
    },
    /// Something follows that cannot.
    #[error("`:{command}` stands alone")]
    #[diagnostic(code(shell::unwanted_argument))]
    UnwantedArgument {
        /// Its name.
        command: &'static str,
        /// How it is written.
        #[help]
        help: String,
    },
    /// A setting that does not exist.
    #[error("there is no setting `{name}`")]
    #[diagnostic(code(shell::unknown_setting))]
    UnknownSetting {
        /// As typed.
        name: String,
        /// The nearest, or all.
        #[help]
        help: String,
    },
    /// A value that a setting cannot have.
    #[error("the setting `{name}` cannot be `{value}`")]
    #[diagnostic(code(shell::bad_setting))]
    BadSetting {
        /// Its name.
        name: &'static str,
        /// As typed.
        value: String,
        /// What it may be.
        #[help]
        help: String,
    },
    /// The last answer, before there is one.
    #[error("there is no answer yet")]
    #[diagnostic(code(shell::no_answer), help("ask something first; `:last` then shows its answer again"))]
    NoAnswer,
    /// A search without a result.
    #[error("nothing here speaks of `{pattern}`")]
    #[diagnostic(code(shell::nothing_found))]
    NothingFound {
        /// As typed.
        pattern: String,
        /// The nearest.
        #[help]
        help: Option<String>,
    },
    /// A script that cannot be read.
    #[error("`{file}` cannot be read: {reason}")]
    #[diagnostic(code(shell::unreadable))]
    Unreadable {
        /// Its path.
        file: String,
        /// The system's reason.
        reason: String,
    },
    /// A script that runs itself.
    #[error("scripts are nested more than {limit} deep")]
    #[diagnostic(code(shell::nested_scripts), help("a script that runs itself never ends; take its `:source` out"))]
    NestedScripts {
        /// How deep they may nest.
        limit: usize,
    },
}
