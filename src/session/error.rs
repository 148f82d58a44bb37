//! What goes wrong outside of the stages.

use miette::Diagnostic;
use thiserror::Error;

/// An error of the session itself.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// A defect of the program; the session goes on.
    #[error("this is a defect of Legation: {0}")]
    #[diagnostic(code(session::internal), help("the data is unharmed; please report the sentence that led here"))]
    Internal(String),
    /// A transaction within a transaction.
    #[error("a transaction is open already")]
    #[diagnostic(code(session::transaction_open), help("`:commit` keeps what it has written, `:rollback` forgets it"))]
    TransactionOpen,
    /// The end of a transaction that was not begun.
    #[error("there is no transaction for {command} to end")]
    #[diagnostic(code(session::no_transaction), help("`:begin` begins one; without it, each statement is kept by itself"))]
    NoTransaction {
        /// What was asked for.
        command: &'static str,
    },
    /// A fact supposed where facts are supposed already.
    #[error("something is supposed already")]
    #[diagnostic(code(session::nested_premise), help("name all facts in one place, with commas: `suppose …, …: …`"))]
    NestedPremise,
    /// A fact that does not come to hold.
    #[error("`{fact}` does not hold even if it is written: {reason}")]
    #[diagnostic(code(session::supposed_in_vain), help("suppose what it is instead, or first what it rests on"))]
    SupposedInVain {
        /// As it was said.
        fact: String,
        /// What is known of it.
        reason: String,
    },
    /// Something to be stored where something is supposed.
    #[error("nothing is stored where something is supposed")]
    #[diagnostic(code(session::not_stored), help("a question shows what would be; to write or keep something, leave out `suppose …:`"))]
    NotStored,
    /// A package without expectations.
    #[error("this data says nothing of what is expected of it")]
    #[diagnostic(
        code(session::no_expectations),
        help("state it in `expectations.toml` in the folder of the package, or ask once: `every … should …`")
    )]
    NoExpectations,
    /// The file of the user's own kept questions.
    #[error("the kept questions in {file} cannot be read or written: {reason}")]
    #[diagnostic(code(session::questions), help("correct or move the file; it is not touched"))]
    Questions {
        /// Which.
        file: String,
        /// Why.
        reason: String,
    },
    /// A kept question that is not the user's own.
    #[error("`{name}` is a question of the data, and stays")]
    #[diagnostic(code(session::not_own), help("`define {name} as …` keeps another in its place"))]
    NotOwn {
        /// Its name.
        name: String,
    },
    /// A language in which the data has no names and no nouns.
    #[error("this data has nothing in the language `{language}`")]
    #[diagnostic(code(session::unknown_language), help("it has {languages}"))]
    UnknownLanguage {
        /// As given.
        language: String,
        /// Those that there are.
        languages: String,
    },
    /// An option that the data package does not have.
    #[error("there is no option `{name}` in this data")]
    #[diagnostic(code(session::unknown_option))]
    UnknownOption {
        /// As given.
        name: String,
        /// The options that there are.
        #[help]
        help: Option<String>,
    },
}
