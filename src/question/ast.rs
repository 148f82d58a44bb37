//! The syntax tree of the question language.
//! A long file: the types of one tree, each documented.
//!
//! It has the shape of the sentence and knows no labels: a [`Word`] is a run of text whose classes the vocabulary told,
//! and conditions follow each other flatly. Resolution decides which noun each belongs to.

mod command;

pub use command::{Answered, Command, Gaps, Limits, Side, Thing, Way, Why};

use crate::cypher::ast::ComparisonOperator;
use crate::text::Span;

/// A run of words: its number in [`super::Words`], and its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Index of the run.
    pub index: usize,
    /// Where it stands.
    pub span: Span,
}

/// A whole sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Whether it is shown instead of answered.
    pub wrapper: Option<Wrapper>,
    /// What it says.
    pub body: Body,
}

/// How a sentence is shown instead of being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapper {
    /// `explain`: the meaning, the Cypher and the plan.
    Explain,
    /// `translate`: the Cypher.
    Translate,
    /// `draw`: a picture, by the session, which reads what stands around the sentence itself.
    Draw,
    /// `suppose …:`, `ignoring …:`: answered in another graph, by the session, which reads the premises itself.
    Premises,
}

/// A command or a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A command, and the place of its first words.
    Command(Command, Span),
    /// A question.
    Question(Question),
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is asked.
    pub ask: Ask,
    /// About what.
    pub subject: Subject,
    /// Under which conditions, in the order written.
    pub conditions: Vec<Condition>,
    /// How the answer is laid out.
    pub tails: Vec<Tail>,
    /// What all of them should; then those who fall short are asked for.
    pub expected: Vec<Condition>,
    /// Place of the whole.
    pub span: Span,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// The nodes.
    List,
    /// Their number.
    HowMany,
    /// The first or last few of an order.
    Few {
        /// How many.
        count: u64,
        /// Whether the last are meant.
        bottom: bool,
    },
    /// The most central.
    Central {
        /// How many.
        count: u64,
        /// The words.
        span: Span,
    },
    /// Whether the conditions hold of the subject: of one of its nodes, or of all.
    Whether {
        /// Whether of all.
        every: bool,
    },
    /// Values of the subject: `days of`, `average number of forums per`.
    Values {
        /// Which.
        keys: Vec<Key>,
        /// Whether it says `of`, where a first word that is no attribute may be the subject itself.
        of: bool,
    },
}

/// What a question is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// The nodes of the answer before.
    Those(Span),
    /// Pairs of different nodes.
    Pairs(NounPhrase),
    /// Nodes.
    Phrase {
        /// Which.
        phrase: NounPhrase,
        /// A number before them: `the 3 partners with …`.
        count: Option<u64>,
    },
    /// A named node.
    Name(Word),
    /// The nodes of which the first condition can hold.
    Implied {
        /// Where they would be said.
        span: Span,
        /// Whether `who` asks for them.
        who: bool,
    },
}

/// A noun and what narrows it.
#[derive(Clone, Debug, PartialEq)]
pub struct NounPhrase {
    /// Whether it has `a` or `an`.
    pub indefinite: bool,
    /// What stands before the noun.
    pub modifiers: Vec<Modifier>,
    /// The noun.
    pub noun: Word,
    /// Place of the whole.
    pub span: Span,
}

/// What stands before a noun.
#[derive(Clone, Debug, PartialEq)]
pub enum Modifier {
    /// Adjectives.
    Adjectives(Adjectives),
    /// The name of something the nodes belong to.
    Name(Word),
}

/// Adjectives in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjectives {
    /// Each with how it is joined to the one before (nothing for the first).
    pub items: Vec<(Option<Joint>, Adjective)>,
    /// Place of the whole.
    pub span: Span,
}

/// An adjective or its opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adjective {
    /// `non-`.
    pub negated: bool,
    /// The adjective.
    pub word: Word,
}

/// How two things are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// `and`, `but`, or juxtaposition.
    And,
    /// `or`.
    Or,
    /// `nor`.
    Nor,
    /// A comma alone: as the next joint of the list.
    Comma,
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// How it is joined to what stands before; nothing is juxtaposition.
    pub joint: Option<Joint>,
    /// Whether it is denied.
    pub negated: bool,
    /// What is tested.
    pub test: Test,
    /// Place of the whole, without the joint.
    pub span: Span,
}

/// What a condition tests.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Conditions in parentheses.
    Group(Vec<Condition>),
    /// Common neighbours.
    Sharing {
        /// Which.
        what: Objects,
        /// With whom; nothing in pairs.
        with: Option<Objects>,
    },
    /// Comparisons of attributes.
    Comparisons(Vec<(Option<Joint>, Comparison)>),
    /// Two numbers that are compared.
    Outnumbers(Box<Outnumbering>),
    /// The nodes with the greatest or least value.
    Superlative {
        /// Whether the greatest is meant.
        greatest: bool,
        /// Of what.
        key: Key,
    },
    /// A relation and its objects.
    Related {
        /// The phrase.
        relation: Phrase,
        /// Its objects.
        objects: Objects,
    },
    /// A predicate.
    Predicate(Word),
    /// Subjects before a phrase (`Russia is in`), or, without one, what the noun is (`partners`).
    Inverse {
        /// The subjects.
        objects: Objects,
        /// The phrase.
        relation: Option<Phrase>,
        /// Whether it is denied after the subjects.
        negated: bool,
    },
    /// Adjectives.
    Adjectives(Adjectives),
}

/// `in more forums than Brazil`, `with as many indicators as objectives`.
#[derive(Clone, Debug, PartialEq)]
pub struct Outnumbering {
    /// The phrase; nothing is the relation between the labels.
    pub relation: Option<Phrase>,
    /// How the numbers are compared.
    pub operator: ComparisonOperator,
    /// The words for that: `more` and `than`.
    pub words: (&'static str, &'static str),
    /// Of what there are more.
    pub more: NounPhrase,
    /// More than of what, or than whom.
    pub than: Object,
}

/// A relation phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Which.
    pub kind: PhraseKind,
    /// Its place.
    pub span: Span,
}

/// A phrase of the data, or a general word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseKind {
    /// A phrase of the data.
    Word(Word),
    /// `of`, `with`, `having`, `has`, `shared by`: any relation between the two labels.
    General,
    /// `without`, `lacking`: the same, denied.
    Without,
    /// Nothing: the phrase of the condition before.
    Before,
}

/// Objects in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Objects {
    /// A word before the list.
    pub mode: Option<Mode>,
    /// Each with how it is joined to the one before (nothing for the first).
    pub items: Vec<(Option<Joint>, Object)>,
    /// Place of the whole.
    pub span: Span,
}

/// A word before a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `both`.
    Both,
    /// `either`.
    Either,
    /// `neither`.
    Neither,
    /// `only`.
    Only,
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// Its place.
    pub span: Span,
}

/// What an object is.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectKind {
    /// Objects in parentheses.
    Bracket {
        /// How many.
        quantity: Option<Quantity>,
        /// The objects.
        objects: Box<Objects>,
        /// Conditions on the last of them.
        conditions: Vec<Condition>,
    },
    /// The same neighbours or the same value as another's.
    Same {
        /// Noun or attribute.
        word: Word,
        /// Whose; nothing in pairs.
        other: Option<Box<Object>>,
    },
    /// A name, perhaps told apart by its noun.
    Name {
        /// The noun before it.
        noun: Option<Word>,
        /// The name.
        name: Word,
    },
    /// A noun phrase.
    Phrase {
        /// How many.
        quantity: Option<Quantity>,
        /// Of what.
        phrase: NounPhrase,
    },
    /// Any value of an attribute.
    Valued {
        /// Whether there is none.
        no: bool,
        /// The attribute.
        word: Word,
    },
    /// A name or text in quotes.
    Text(Word),
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// At least this many.
    AtLeast(u64),
    /// At most this many.
    AtMost(u64),
    /// Exactly this many.
    Exactly(u64),
    /// None.
    No,
    /// One or more.
    Any,
    /// All there are.
    Every,
    /// As many as the one with the most.
    Most,
    /// As few as the one with the fewest.
    Fewest,
}

/// A comparison of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The attribute or a count.
    pub key: Key,
    /// Whether it is denied.
    pub negated: bool,
    /// The comparator.
    pub comparator: Comparator,
    /// The value; nothing for [`Comparator::Missing`].
    pub value: Option<Word>,
    /// Place of the whole.
    pub span: Span,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// `is`, `=`, `exactly`.
    Equal,
    /// `<>`.
    NotEqual,
    /// `<`, `before`, `fewer than`.
    Less,
    /// `<=`, `at most`.
    LessOrEqual,
    /// `>`, `after`, `more than`.
    Greater,
    /// `>=`, `at least`.
    GreaterOrEqual,
    /// `contains`.
    Contains,
    /// `starts with`.
    StartsWith,
    /// `ends with`.
    EndsWith,
    /// `is missing`.
    Missing,
}

/// How an answer is laid out.
#[derive(Clone, Debug, PartialEq)]
pub enum Tail {
    /// `by`.
    Grouped {
        /// By what.
        keys: Vec<Key>,
        /// Which groups.
        having: Option<(Option<Quantity>, NounPhrase)>,
    },
    /// `sorted by`.
    Sorted(Vec<(Key, bool)>),
    /// `show`.
    Shown(Vec<Key>),
    /// `through …`, `leaving out …`: where the most central are asked for.
    Part(GraphPart),
}

/// What groups, orders, is shown or compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// How several values become one.
    pub aggregate: Option<Aggregate>,
    /// The value.
    pub kind: KeyKind,
    /// Its place.
    pub span: Span,
}

/// How central nodes are, in which group, or how near to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Centrality {
    /// By what.
    pub measure: CentralMeasure,
    /// To whom, for a similarity.
    pub to: Option<Word>,
    /// In which part of the graph.
    pub part: GraphPart,
}

/// A part of the graph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GraphPart {
    /// The nouns through which nodes are joined; none means the whole graph.
    pub through: Vec<NounPhrase>,
    /// What is left out.
    pub without: Vec<Word>,
    /// Place of the whole.
    pub span: Span,
}

/// A measure of how central a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CentralMeasure {
    /// On how many shortest paths it lies.
    Betweenness,
    /// How near it is to others.
    Closeness,
    /// How often a walk comes by.
    PageRank,
    /// How central its neighbours are.
    Eigenvector,
    /// How densely joined the part is that it belongs to.
    Core,
    /// How many relationships it has.
    Degree,
    /// Among whom it is joined more than chance would join them.
    Community,
    /// To whom there is a path.
    Component,
    /// How much it shares with another.
    Similarity,
}

/// The value of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyKind {
    /// `number of forums`.
    Count(NounPhrase),
    /// `betweenness through forums leaving out WCO`.
    Centrality(Centrality),
    /// An attribute or a noun.
    Word(Word),
}

/// How several values become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// Arithmetic mean.
    Average,
    /// Sum.
    Sum,
    /// Least.
    Minimum,
    /// Greatest.
    Maximum,
}
