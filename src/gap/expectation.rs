//! Expectations as data.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};

use crate::load::Spot;

/// What a package expects of its data, by id, in the order stated.
#[derive(Clone, Debug, Default)]
pub struct Expectations {
    /// What is expected.
    pub expectations: IndexMap<String, Expectation>,
    /// Who is left out of some of it.
    pub exemptions: IndexMap<String, Exemption>,
}

/// How much it matters that an expectation is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The most.
    High,
    /// Less.
    Medium,
    /// The least.
    Low,
}

impl Severity {
    /// All, the greatest first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// How far an expectation can be judged from the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Judged {
    /// Altogether.
    #[default]
    Fully,
    /// In part; `limits` says how far.
    Partly,
    /// Not at all; `limits` says why.
    Not,
}

/// What the absence of a fact says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Absence {
    /// That there is none: a gap.
    #[default]
    Gap,
    /// Nothing, since the data keeps no full list: it cannot be judged.
    Unknown,
}

/// How it stands with one whom an expectation concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It falls short.
    Open,
    /// It falls short, but what is expected is under way.
    InProgress,
    /// The data does not say.
    CannotBeJudged,
    /// It does what is expected.
    Met,
    /// Nothing is expected of it.
    NotApplicable,
}

impl State {
    /// All, the worst first.
    pub const ALL: [Self; 5] = [Self::Open, Self::InProgress, Self::CannotBeJudged, Self::Met, Self::NotApplicable];

    /// Its words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in progress",
            Self::CannotBeJudged => "cannot be judged",
            Self::Met => "met",
            Self::NotApplicable => "not applicable",
        }
    }

    /// Its mark in a matrix.
    pub fn mark(self) -> char {
        match self {
            Self::Open => 'G',
            Self::InProgress => 'P',
            Self::CannotBeJudged => '?',
            Self::Met => 'M',
            Self::NotApplicable => '-',
        }
    }
}

/// A phrase of the question language, and the byte at which it stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    /// Its words.
    pub text: String,
    /// Where it stands.
    pub start: usize,
}

impl<'de> Deserialize<'de> for Phrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = toml::Spanned::<String>::deserialize(deserializer)?;
        let start = text.span().start;
        Ok(Self { text: text.into_inner(), start })
    }
}

/// What all of some nodes should.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// Its short name.
    pub id: String,
    /// What is expected, in a line.
    pub title: String,
    /// `every … should …`. Missing where it cannot be judged at all.
    pub sentence: Option<Phrase>,
    /// Whom it concerns, where there is no sentence: a noun phrase.
    pub whom: Option<Phrase>,
    /// How much it matters.
    pub severity: Severity,
    /// Why it is expected.
    pub reason: String,
    /// Where the document says so.
    pub source: String,
    /// What to do about a gap.
    pub advice: String,
    /// Which reading was taken where the document leaves several: whether all or any of what it names is expected.
    pub reading: Option<String>,
    /// How far the data can tell.
    #[serde(default)]
    pub judged: Judged,
    /// What it cannot tell, and why.
    pub limits: Option<String>,
    /// What the absence of a fact says.
    #[serde(default)]
    pub absence: Absence,
    /// The words for what is missing: `no agreement`.
    pub missing: Option<String>,
    /// What counts as being under way: a condition.
    pub in_progress: Option<Phrase>,
    /// The words for that, where the condition leads to no other node.
    pub in_progress_because: Option<String>,
    /// What comes nearest to what is missing: a condition whose facts are shown.
    pub nearest: Option<Phrase>,
    /// Who need not: a condition.
    pub not_applicable: Option<Phrase>,
    /// Why they need not.
    pub not_applicable_because: Option<String>,
    /// Ids of exemptions that hold here.
    #[serde(default)]
    pub exempt: Vec<String>,
    /// Whose gap it is, where it is not that of the node itself: a condition that leads there.
    pub owner: Option<Phrase>,
    /// Where the entry stands.
    #[serde(skip)]
    pub(super) place: Option<Arc<Places>>,
}

/// Who is left out of some expectations.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Its short name.
    pub id: String,
    /// Who: a name or a noun phrase.
    pub whom: Phrase,
    /// Why.
    pub reason: String,
    /// Where the document says so.
    pub source: String,
    /// Where the entry stands.
    #[serde(skip)]
    pub(super) place: Option<Arc<Places>>,
}

/// The lines of a file, to say where something stands in it.
#[derive(Debug)]
pub(super) struct Places(pub(super) crate::text::Source);

impl Places {
    /// The line of a byte.
    pub(super) fn spot(&self, start: usize) -> Spot {
        let position = self.0.position(start);
        Spot { file: self.0.name().into(), line: position.line as u64, column: position.column }
    }
}
