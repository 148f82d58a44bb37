//! What can be wrong with a question.

use miette::Diagnostic;
use thiserror::Error;

use crate::schema::Schema;
use crate::text::Span;

/// A problem with a question. Places are in the question's text; texts of help are complete sentences.
#[derive(Debug, Error, Diagnostic)]
#[expect(missing_docs, reason = "each variant's message says what its fields hold")]
pub enum Error {
    #[error("a question has at most {} bytes, and this one has {length}", super::words::LONGEST)]
    #[diagnostic(code(question::too_long), help("ask several shorter questions"))]
    TooLong {
        length: usize,
        #[label("the limit is here")]
        span: Span,
    },

    #[error("a question names at most {} things, and this one names {count}", super::words::MOST)]
    #[diagnostic(code(question::too_many), help("ask several shorter questions"))]
    TooMany {
        count: usize,
        #[label("the limit is here")]
        span: Span,
    },

    #[error("this question nests more than {limit} levels deep")]
    #[diagnostic(code(question::too_deep), help("take it apart: name an intermediate answer, and go on with `those`"))]
    TooDeep {
        limit: usize,
        #[label("one level too many")]
        span: Span,
    },

    #[error("this quoted text does not end")]
    #[diagnostic(code(question::unclosed_quote), help("close it with the same quote"))]
    UnclosedQuote {
        #[label("opened here")]
        span: Span,
    },

    #[error("this number is too large")]
    #[diagnostic(code(question::number_too_large), help("whole numbers go up to {}", i64::MAX))]
    NumberTooLarge {
        #[label("does not fit into 64 bits")]
        span: Span,
    },

    #[error("nobody here knows the word `{word}`")]
    #[diagnostic(code(question::unknown_word))]
    UnknownWord {
        word: String,
        #[help]
        help: Option<String>,
        #[label("not a word of this data, nor of the language")]
        span: Span,
    },

    #[error("`{word}` is not in the language")]
    #[diagnostic(code(question::not_in_the_language), help("{help}"))]
    Foreign {
        word: String,
        help: &'static str,
        #[label("cannot be said so")]
        span: Span,
    },

    #[error("{expected} expected")]
    #[diagnostic(code(question::unexpected))]
    Unexpected {
        expected: String,
        #[help]
        help: Option<String>,
        #[label("the sentence cannot go on like this")]
        span: Span,
    },

    #[error("`{fact}` cannot be supposed: {reason}")]
    #[diagnostic(
        code(question::not_supposed),
        help("suppose single facts of what has a name: `… has a …`, `… is in …`, `… is not in …`, `the … of … is …`")
    )]
    NotSupposed {
        fact: String,
        reason: String,
        #[label("is no fact that could be written")]
        span: Span,
    },

    #[error("what is supposed or left out has no end")]
    #[diagnostic(
        code(question::premise_without_colon),
        help("write a colon behind it, and then the sentence: `suppose …, …: …`, `ignoring …: …`")
    )]
    PremiseWithoutColon {
        #[label("`:` expected")]
        span: Span,
    },

    #[error("it is not clear what kind of thing `{name}` would be: {kinds}")]
    #[diagnostic(code(question::unclear_kind), help("put the noun before it: `{help}`"))]
    UnclearKind {
        name: String,
        kinds: String,
        help: String,
        #[label("nothing has this name yet")]
        span: Span,
    },

    #[error("nothing is asked")]
    #[diagnostic(code(question::empty), help("name what you look for: {example}"))]
    Empty {
        example: String,
        #[label("a noun is expected here")]
        span: Span,
    },

    #[error("the command `{name}` is not there yet")]
    #[diagnostic(code(question::later_command), help("ask a question about nodes instead, such as {example}"))]
    LaterCommand {
        name: &'static str,
        example: String,
        #[label("comes with a later version")]
        span: Span,
    },

    #[error("`and` and `or` are mixed at one level")]
    #[diagnostic(code(question::mixed_joints), help("write one of these:\n  {first}\n  {second}"))]
    MixedJoints {
        first: String,
        second: String,
        #[label("it could be read in two ways")]
        span: Span,
    },

    #[error("`{phrase}` can mean several things between {between}: {readings}")]
    #[diagnostic(code(question::ambiguous_phrase), help("say which is meant by a phrase of its own: {help}"))]
    AmbiguousPhrase {
        phrase: String,
        between: String,
        readings: String,
        help: String,
        #[label("could be read in several ways")]
        span: Span,
    },

    #[error("`{phrase}` does not fit between {subject} and {object}")]
    #[diagnostic(code(question::phrase_does_not_fit))]
    DoesNotFit {
        phrase: String,
        subject: String,
        object: String,
        #[help]
        help: Option<String>,
        #[label("no such relation between them")]
        span: Span,
    },

    #[error("`{condition}` says nothing about {subject}")]
    #[diagnostic(code(question::condition_does_not_fit))]
    ConditionDoesNotFit {
        condition: String,
        subject: String,
        #[help]
        help: Option<String>,
        #[label("does not hold of any noun before it")]
        span: Span,
    },

    #[error("`{word}` does not describe {noun}")]
    #[diagnostic(code(question::adjective_does_not_fit))]
    AdjectiveDoesNotFit {
        word: String,
        noun: String,
        #[help]
        help: Option<String>,
        #[label("not an adjective of this noun")]
        span: Span,
    },

    #[error("the name `{name}` means several things: {candidates}")]
    #[diagnostic(code(question::ambiguous_name), help("put the noun before it, as in `{help}`"))]
    AmbiguousName {
        name: String,
        candidates: String,
        help: String,
        #[label("which one?")]
        span: Span,
    },

    #[error("nothing is named `{name}`")]
    #[diagnostic(code(question::unknown_name))]
    UnknownName {
        name: String,
        #[help]
        help: Option<String>,
        #[label("no node has this name")]
        span: Span,
    },

    #[error("{noun} can mean several things: {readings}")]
    #[diagnostic(code(question::ambiguous_noun), help("use a noun that means one of them only"))]
    AmbiguousNoun {
        noun: String,
        readings: String,
        #[label("could be read in several ways")]
        span: Span,
    },

    #[error("`{word}` is neither an attribute of {noun} nor a noun related to them")]
    #[diagnostic(code(question::unknown_attribute))]
    UnknownAttribute {
        word: String,
        noun: String,
        #[help]
        help: Option<String>,
        #[label("has no meaning here")]
        span: Span,
    },

    #[error("there is no answer before this one for `those` to mean")]
    #[diagnostic(code(question::no_previous_answer), help("ask a question about nodes first, or repeat the noun here"))]
    NoPreviousAnswer {
        #[label("means the nodes of the last answer")]
        span: Span,
    },

    #[error("`{what}` takes several things")]
    #[diagnostic(code(question::one_thing), help("name another: `{help}`"))]
    OneThing {
        what: &'static str,
        help: String,
        #[label("only one is named")]
        span: Span,
    },

    #[error("`{name}` is named twice")]
    #[diagnostic(code(question::same_thing), help("name different things"))]
    SameThing {
        name: String,
        #[label("the same as before")]
        span: Span,
    },

    #[error("`those` stands for at most {most} nodes, and the last answer has {count}")]
    #[diagnostic(code(question::many_previous), help("narrow the question before, or repeat its conditions here"))]
    ManyPrevious {
        count: usize,
        most: usize,
        #[label("too many to go on with")]
        span: Span,
    },

    #[error("the kept question `{name}` comes back to itself")]
    #[diagnostic(code(question::saved_cycle), help("say what it means without its own name"))]
    SavedCycle {
        name: String,
        #[label("speaks of itself in the end")]
        span: Span,
    },

    #[error("the kept question `{name}` does not say things of one noun")]
    #[diagnostic(code(question::saved_no_noun), help("ask it by itself, or keep a question such as `partners in WCO`"))]
    SavedNoNoun {
        name: String,
        #[label("cannot stand for things here")]
        span: Span,
    },

    #[error("the kept question `{name}` has no meaning here: {reason}")]
    #[diagnostic(code(question::in_saved), help("`saved questions` shows its sentence; `define` keeps another"))]
    InSaved {
        name: String,
        reason: String,
        #[label("is used here")]
        span: Span,
    },

    #[error("`{name}` cannot be kept: {reason}")]
    #[diagnostic(code(question::not_kept))]
    NotKept {
        name: String,
        reason: String,
        #[help]
        help: Option<String>,
        #[label("this has no meaning")]
        span: Span,
    },

    #[error("the kept question `{name}` {problem}")]
    #[diagnostic(code(question::saved_argument), help("say it as `{help}`"))]
    SavedArgument {
        name: String,
        problem: String,
        help: String,
        #[label("is used here")]
        span: Span,
    },

    #[error("`{name}` cannot be the name of a question")]
    #[diagnostic(code(question::name_taken), help("take words that mean nothing yet, without marks between them"))]
    NameTaken {
        name: String,
        #[label("means something, or holds a mark")]
        span: Span,
    },

    #[error("no question is kept as `{name}`")]
    #[diagnostic(code(question::not_saved))]
    NotSaved {
        name: String,
        #[help]
        help: Option<String>,
        #[label("not the name of a question")]
        span: Span,
    },

    #[error("a quantity needs one noun after it")]
    #[diagnostic(code(question::quantity_without_noun), help("put it before a noun, as in `at least 2 …`"))]
    QuantityWithoutNoun {
        #[label("this is counted by nothing")]
        span: Span,
    },

    #[error("`{what}` works with `pairs of` only, or needs `{missing}`")]
    #[diagnostic(code(question::needs_another), help("say with whom, or ask for pairs: `pairs of …`"))]
    NeedsAnother {
        what: &'static str,
        missing: &'static str,
        #[label("with what else?")]
        span: Span,
    },

    #[error("`{what}` has no order to cut at")]
    #[diagnostic(code(question::no_order), help("say by what: `top 5 … by number of …`"))]
    NoOrder {
        what: &'static str,
        #[label("by what?")]
        span: Span,
    },

    #[error("{what} cannot be said here")]
    #[diagnostic(code(question::misplaced), help("{help}"))]
    Misplaced {
        what: &'static str,
        help: &'static str,
        #[label("not possible in this place")]
        span: Span,
    },

    #[error("the lexicon's entry `{entry}` is broken: {reason}")]
    #[diagnostic(code(question::broken_entry), help("correct it in the package's schema.toml"))]
    BrokenEntry {
        entry: String,
        reason: String,
        #[label("is used here")]
        span: Span,
    },
}

/// A question about the first noun of the data.
pub(super) fn example(schema: &Schema) -> String {
    let noun = schema.lexicon.nouns.first().map(|noun| noun.plural().to_owned());
    let plural = noun.or_else(|| schema.labels.keys().next().map(|label| label.to_lowercase()));
    plural.map_or_else(|| "`how many …`".to_owned(), |plural| format!("`{}`", crate::text::visible(&plural)))
}

impl Error {
    /// A problem with a kept question, said of the place where the outermost one is used.
    pub(super) fn moved(mut self, to: Span) -> Self {
        if let Self::SavedCycle { span, .. } | Self::SavedNoNoun { span, .. } | Self::InSaved { span, .. } | Self::TooDeep { span, .. } =
            &mut self
        {
            *span = to;
        }
        self
    }

    /// Whether a condition that fails so is not tried on another noun.
    pub(super) fn is_decisive(&self) -> bool {
        matches!(
            self,
            Self::MixedJoints { .. }
                | Self::AmbiguousPhrase { .. }
                | Self::AmbiguousName { .. }
                | Self::UnknownName { .. }
                | Self::UnclearKind { .. }
                | Self::TooDeep { .. }
                | Self::BrokenEntry { .. }
                | Self::QuantityWithoutNoun { .. }
                | Self::NeedsAnother { .. }
                | Self::SavedCycle { .. }
                | Self::SavedNoNoun { .. }
                | Self::InSaved { .. }
                | Self::SavedArgument { .. }
        )
    }
}
