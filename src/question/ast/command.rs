//! The syntax tree of commands.

use super::{Condition, NounPhrase, Question, Word};
use crate::text::Span;

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// All that is known of a thing.
    Describe(Thing),
    /// What two things have, each by itself and together.
    Compare(Box<[Thing; 2]>),
    /// What things have together.
    Share(Vec<Thing>),
    /// How a thing is joined to another.
    Path(Box<Way>),
    /// What joins several things.
    Connect {
        /// Which.
        things: Vec<Thing>,
        /// Where.
        limits: Limits,
    },
    /// Which of these have which of those.
    Matrix(Box<[Side; 2]>),
    /// Contradictions on record; about these things, or all.
    Conflicts(Vec<Thing>),
    /// What is in the data.
    Schema,
    /// The questions that are kept under a name.
    SavedQuestions,
    /// Keeps a question under a name.
    Define {
        /// The name.
        name: Span,
        /// The noun of what is named when it is asked.
        parameter: Option<Word>,
        /// The question.
        sentence: Span,
    },
    /// Forgets the question of this name.
    Forget(Span),
    /// Where the data falls short of what its package expects.
    Gaps(Box<Gaps>),
    /// A page on a thing.
    Brief(Thing),
    /// Why a thing is in an answer or not.
    Why(Box<Why>),
    /// What fails just one condition of a question; nothing is the last one.
    NearMisses(Option<Box<Question>>),
    /// None: a shape of the grammar without its parts, which no text has.
    Nothing,
}

/// Which gaps are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gaps {
    /// What the expectations speak of.
    pub about: Option<NounPhrase>,
    /// Whose they are: those of a noun.
    pub whom: Option<Side>,
    /// Or these.
    pub things: Vec<Thing>,
    /// Whether they are shown as a matrix.
    pub matrix: bool,
}

/// Why a thing is in an answer or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// Whether it is asked why not.
    pub denied: bool,
    /// Which thing.
    pub thing: Thing,
    /// In which answer; nothing is the last one.
    pub about: Option<Answered>,
}

/// What has an answer of which it can be said why.
#[derive(Clone, Debug, PartialEq)]
pub enum Answered {
    /// A question.
    Question(Box<Question>),
    /// A path.
    Path(Box<Way>),
}

/// A thing by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Thing {
    /// The noun before it.
    pub noun: Option<Word>,
    /// The name, or a text in quotes.
    pub name: Word,
    /// Its place.
    pub span: Span,
}

/// A way from one thing to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// From where.
    pub from: Thing,
    /// To where.
    pub to: Thing,
    /// Whether all shortest ones are asked for.
    pub all: bool,
    /// Where it goes.
    pub limits: Limits,
    /// How long it is at most.
    pub longest: Option<u64>,
}

/// What a way may meet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// Nouns of the only things that it may meet; none means all.
    pub through: Vec<NounPhrase>,
    /// What it may not meet.
    pub avoiding: Vec<Thing>,
}

/// One side of a matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Its noun.
    pub phrase: NounPhrase,
    /// Under which conditions.
    pub conditions: Vec<Condition>,
}
