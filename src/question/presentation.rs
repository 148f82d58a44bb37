//! How people read the rows of an answer: what a table's layout has to know beside the rows.

/// The form of an answer for people. The rows are the same in every format; these are for tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Presentation {
    /// A row is a row.
    #[default]
    Rows,
    /// All that is known of a thing, by phrase.
    Description,
    /// Two things side by side.
    Comparison {
        /// What the first is called.
        first: String,
        /// What the second is called.
        second: String,
    },
    /// What things share, by phrase.
    Shared,
    /// Ways from one thing to another.
    Paths {
        /// How relationships are said.
        spoken: Vec<Spoken>,
    },
    /// A network, relationship by relationship.
    Network {
        /// How relationships are said.
        spoken: Vec<Spoken>,
    },
    /// Rows that are the cells of a matrix.
    Matrix {
        /// Short names of the things in its columns.
        short: Vec<(String, String)>,
    },
    /// Gaps, by severity, state and expectation.
    Gaps,
    /// How it stands with each who by each expectation.
    GapMatrix {
        /// The expectations in its columns: ids and titles.
        titles: Vec<(String, String)>,
    },
    /// How a thing stands with each condition of a question, and what would make it an answer.
    Why {
        /// What it is called.
        name: String,
        /// Whether it is an answer.
        is_member: bool,
    },
    /// What fails just one condition, by condition.
    NearMisses,
    /// Contradictions, one below the other.
    Conflicts,
}

/// How relationships of a type are said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The type.
    pub kind: String,
    /// The phrase.
    pub phrase: String,
    /// Whether it reads from the relationship's start to its end.
    pub along: bool,
}
