//! How far a text is a sentence.

/// What a grammar says of a text that may still be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is a sentence.
    Complete,
    /// It is the beginning of one: what is wrong is only that it ends.
    Unfinished,
    /// It is none, and nothing that follows makes it one.
    Wrong,
}
