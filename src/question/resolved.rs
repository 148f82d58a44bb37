//! A question resolved: its Cypher, and what is said beside its answer.

use super::account::Account;
use super::ast::{Body, Command, Question, Sentence, Wrapper};
use super::error::Error;
use super::lower;
use super::meaning::{Amount, Fact, Meaning, Range};
use super::presentation::Presentation;
use super::resolve::{self, Commanded, Data, Evidence, Gaps, Keeping, Options, Topic};
use super::suggest;
use super::understood;
use super::words::Words;
use super::{parse, words};
use crate::cypher::ast::Query;
use crate::diagnose::Diagnostics;
use crate::text::Span;
use crate::value::NodeId;

/// A question that found its meaning.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The same question in Cypher.
    pub query: Query,
    /// How it was understood, in one line.
    pub understood: String,
    /// What has to be said beside the answer: caveats of names, lists read as "any of them", what is not recorded.
    pub notes: Vec<String>,
    /// The conditions on the main noun, in order.
    pub conditions: Vec<Condition>,
    /// How many rows were wanted, where the order was cut there and ties are kept.
    pub cut: Option<u64>,
    /// The plural of what the question is about.
    pub about: String,
    /// How people read the rows.
    pub presentation: Presentation,
    kind: Kind,
}

/// What a sentence is.
#[derive(Clone, Debug)]
enum Kind {
    /// A question.
    Question { meaning: Box<Meaning>, wider: Option<(String, Query)> },
    /// A command, with what its last columns hold, and what is said where there are no rows.
    Command { evidence: Evidence, nothing: Option<String>, nodes: Option<Query>, keeping: Option<Keeping>, picture: Option<Query> },
}

/// A condition of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its words.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// For a denial, the one place where all facts of the relation stand: "none in Appendix C".
    pub source: Option<String>,
}

impl Resolved {
    /// The query that counts the rows without the condition of this number. Nothing for a command.
    pub fn without(&self, condition: usize) -> Option<Query> {
        self.meaning().map(|meaning| lower::count_without(meaning, condition))
    }

    /// The query that gives the nodes without the condition of this number, `node` and `name`, in name order: those that fail just
    /// that one, where the answer is empty. Nothing where an answer is no single node.
    pub fn members_without(&self, condition: usize) -> Option<Query> {
        let meaning = self.meaning().filter(|meaning| meaning.pair.is_none() && meaning.layout.groups.is_empty())?;
        Some(lower::members_without(meaning, Some(condition)))
    }

    /// The query that counts the rows. Nothing for a command.
    pub fn count(&self) -> Option<Query> {
        self.meaning().map(lower::count)
    }

    /// The query that gives for each row its name, `sources` and `caveats`: lists of the sources and caveats of its node and
    /// of the relationships used. Nothing where a row is no single node.
    pub fn evidence(&self) -> Option<Query> {
        self.meaning().and_then(lower::evidence)
    }

    /// The query that gives the nodes that the question is about, `node` and `name`, in name order. Nothing for a command and for
    /// pairs.
    pub fn members(&self) -> Option<Query> {
        self.meaning().filter(|meaning| meaning.pair.is_none()).map(lower::members)
    }

    /// The query that gives them with the facts of their conditions: `node`, `name`, `found` and `names` (what the relations lead to),
    /// `sources` and `caveats`.
    pub fn facts(&self) -> Option<Query> {
        self.meaning().filter(|meaning| meaning.pair.is_none()).map(lower::facts)
    }

    /// What makes a node an answer, condition by condition. Nothing for a command and where an answer is no single node.
    pub fn account(&self) -> Option<Account> {
        self.meaning().and_then(lower::account)
    }

    /// What all of some should, if the question is who falls short of it.
    pub fn expectation(&self) -> Option<Expectation> {
        let meaning = self.meaning()?;
        let expected = meaning.expected.as_ref()?;
        let with = |fact: Option<&Fact>| {
            let mut other = meaning.clone();
            let clause = other.nouns[other.main].clauses.pop();
            let held = fact.and_then(|fact| Some(super::meaning::Clause { fact: fact.clone(), ..clause? }));
            let main = other.main;
            other.nouns[main].clauses.extend(held);
            other
        };
        let all = with(None);
        let met = with(Some(&expected.fact));
        Some(Expectation {
            counts: [lower::count(&all), lower::count(&met)],
            all: lower::members(&all),
            met: lower::members(&met),
            short: lower::members(meaning),
            whom: expected.whom.clone(),
            text: expected.text.clone(),
            source: self.conditions.last().and_then(|condition| condition.source.clone()),
        })
    }

    /// The nouns that it speaks of, with their labels.
    pub fn nouns(&self) -> Vec<(&str, &str)> {
        let nouns = self.meaning().map(|meaning| meaning.nouns.as_slice()).unwrap_or_default();
        let labelled = nouns.iter().filter_map(|noun| match &noun.range {
            Range::Label(label) | Range::Node { label, .. } | Range::Previous { label, .. } => {
                Some((label.as_str(), noun.singular.as_str()))
            }
            Range::Links { .. } => None,
        });
        labelled.collect()
    }

    /// What the last columns of a command's rows hold. Nothing for a question.
    pub fn columns_of_evidence(&self) -> Option<Evidence> {
        if let Kind::Command { evidence, .. } = self.kind { Some(evidence) } else { None }
    }

    /// What becomes of the kept questions.
    pub fn keeping(&self) -> Option<&Keeping> {
        if let Kind::Command { keeping, .. } = &self.kind { keeping.as_ref() } else { None }
    }

    /// The query for what a picture of it shows, where that is not its account: nodes, relationships and paths. Those of the first
    /// column were asked about.
    pub fn picture(&self) -> Option<Query> {
        match &self.kind {
            Kind::Command { picture, .. } => picture.clone(),
            Kind::Question { meaning, .. } => Some(lower::members(meaning)),
        }
    }

    /// Whether it names one thing, and asks nothing of it.
    pub fn is_name(&self) -> bool {
        let Some(meaning) = self.meaning() else { return false };
        let main = &meaning.nouns[meaning.main];
        let bare = main.restrictions.is_empty() && main.clauses.is_empty() && meaning.layout.columns.is_empty();
        matches!(main.range, Range::Node { .. }) && bare && meaning.pair.is_none()
    }

    /// What is said where a command has no rows.
    pub fn nothing(&self) -> Option<&str> {
        if let Kind::Command { nothing, .. } = &self.kind { nothing.as_deref() } else { None }
    }

    /// Where the noun means some nodes of a wider one ("partners" of "parties"): the wider plural, and the query that counts its rows.
    pub fn wider(&self) -> Option<(&str, &Query)> {
        let Kind::Question { wider, .. } = &self.kind else { return None };
        wider.as_ref().map(|(plural, query)| (plural.as_str(), query))
    }

    /// The query for the nodes that the answer is about, and what they are: `those` in the next question. Nothing where the answer is
    /// not made of nodes.
    pub fn nodes(&self) -> Option<(Query, Option<Topic>)> {
        match &self.kind {
            Kind::Command { nodes, .. } => Some((nodes.clone()?, None)),
            Kind::Question { meaning, .. } => {
                let main = &meaning.nouns[meaning.main];
                let label = match &main.range {
                    Range::Label(label) | Range::Node { label, .. } | Range::Previous { label, .. } => label.clone(),
                    Range::Links { .. } => return None,
                };
                let named = if let Range::Node { kind, .. } = &main.range { (kind, kind) } else { (&main.singular, &main.plural) };
                let about = Topic { label, singular: named.0.clone(), plural: named.1.clone() };
                Some((lower::nodes(meaning), Some(about)))
            }
        }
    }

    fn meaning(&self) -> Option<&Meaning> {
        if let Kind::Question { meaning, .. } = &self.kind { Some(meaning) } else { None }
    }
}

/// What all of some nodes should: queries for nodes, `node` and `name`, in name order.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// How many all are, and how many of them do.
    pub counts: [Query; 2],
    /// All whom it concerns.
    pub all: Query,
    /// Those who do.
    pub met: Query,
    /// Those who do not. Of whom it is not recorded, belongs to neither.
    pub short: Query,
    /// Whom it concerns, in the plural: `key partners`.
    pub whom: String,
    /// What they should: `have an agreement`.
    pub text: String,
    /// The one place where all facts of the relation stand.
    pub source: Option<String>,
}

/// Reads a sentence that asks for gaps; nothing if it is another.
///
/// # Errors
/// Whatever is wrong with it.
pub fn gaps(text: &str, data: Data<'_>, options: &Options) -> Result<Option<Gaps>, Diagnostics> {
    let mut tokens = words(text, data.vocabulary)?;
    match parse(&mut tokens, data.vocabulary)?.body {
        Body::Command(Command::Gaps(asked), _) => Ok(Some(resolve::gaps(&asked, text, &tokens, data, options)?)),
        _ => Ok(None),
    }
}

/// Reads a sentence that asks for a brief, and gives the thing and its name; nothing if it is another.
///
/// # Errors
/// Whatever is wrong with it.
pub fn brief(text: &str, data: Data<'_>) -> Result<Option<(NodeId, String)>, Diagnostics> {
    let mut tokens = words(text, data.vocabulary)?;
    match parse(&mut tokens, data.vocabulary)?.body {
        Body::Command(Command::Brief(thing), _) => Ok(Some(resolve::spoken(&thing, text, &tokens, data)?)),
        _ => Ok(None),
    }
}

/// Resolves a sentence against the data.
///
/// # Errors
/// Words that do not fit together, and readings that compete.
pub fn resolve(sentence: &Sentence, text: &str, words: &Words, data: Data<'_>, options: &Options) -> Result<Resolved, Diagnostics> {
    resolve_within(sentence, text, words, data, options, &[])
}

/// As [`resolve`], within kept questions that are asked by their names.
fn resolve_within(
    sentence: &Sentence,
    text: &str,
    words: &Words,
    data: Data<'_>,
    options: &Options,
    open: &[usize],
) -> Result<Resolved, Diagnostics> {
    if sentence.wrapper == Some(Wrapper::Premises) {
        let help = "ask it by itself: `suppose …: …`, `ignoring …: …`";
        return Err(Error::Misplaced { what: "a premise", help, span: Span::new(0, text.len()) }.into());
    }
    if sentence.wrapper == Some(Wrapper::Draw) {
        return Err(Error::Misplaced { what: "a picture", help: "say `draw` before all else", span: Span::new(0, text.len()) }.into());
    }
    let question = match &sentence.body {
        Body::Command(command, span) => return Ok(resolve::command(command, *span, text, words, data, options)?.into()),
        Body::Question(question) => question,
    };
    resolve_question(question, text, words, data, options, open)
}

/// A question, within kept questions that are asked by their names.
pub(super) fn resolve_question(
    question: &Question,
    text: &str,
    words: &Words,
    data: Data<'_>,
    options: &Options,
    open: &[usize],
) -> Result<Resolved, Diagnostics> {
    if let Some((index, argument)) = resolve::saved::by_name(question, text, words, data.vocabulary) {
        return by_name((index, argument), question.span, data, options, open);
    }
    let meaning = resolve::meaning(question, text, words, data, options)?;
    let wider = wider(&meaning, data);
    let main = &meaning.nouns[meaning.main];
    let conditions = main.restrictions.iter().chain(&main.clauses).map(|clause| Condition {
        text: clause.text.clone(),
        span: clause.span,
        source: denied_source(&clause.fact, false),
    });
    let cut = meaning.layout.few.as_ref().map(|few| few.count).or_else(|| main.clauses.iter().find_map(|clause| extreme(&clause.fact)));
    Ok(Resolved {
        query: lower::query(&meaning),
        understood: understood::understood(&meaning),
        notes: meaning.notes.clone(),
        conditions: conditions.collect(),
        cut,
        about: main.plural.clone(),
        presentation: Presentation::Rows,
        kind: Kind::Question { meaning: Box::new(meaning), wider },
    })
}

impl From<Commanded> for Resolved {
    fn from(command: Commanded) -> Self {
        let Commanded { query, understood, notes, nothing, presentation, evidence, nodes, keeping, picture } = command;
        let kind = Kind::Command { evidence, nothing, nodes, keeping, picture };
        Self { query, understood, notes, conditions: Vec::new(), cut: None, about: String::new(), presentation, kind }
    }
}

/// Reads and resolves a question: `words`, `parse` and `resolve` in one. A text that is no sentence, but says in other words what one
/// says, is that one.
///
/// # Errors
/// Whatever is wrong with the question, with sentences that were probably meant.
pub fn ask(text: &str, data: Data<'_>, options: &Options) -> Result<Resolved, Diagnostics> {
    read(text, data, options).or_else(|problems| {
        suggest::otherwise(&problems, text, data, options).ok_or_else(|| suggest::advised(problems, text, data, options))
    })
}

/// The same, without a look for what was meant.
///
/// # Errors
/// Whatever is wrong with the question.
pub fn read(text: &str, data: Data<'_>, options: &Options) -> Result<Resolved, Diagnostics> {
    read_within(text, data, options, &[])
}

/// The same, within kept questions that are asked by their names.
fn read_within(text: &str, data: Data<'_>, options: &Options, open: &[usize]) -> Result<Resolved, Diagnostics> {
    let mut tokens = words(text, data.vocabulary)?;
    let sentence = parse(&mut tokens, data.vocabulary)?;
    resolve_within(&sentence, text, &tokens, data, options, open)
}

/// A kept question that is asked by its name alone.
fn by_name(
    (index, argument): (usize, Option<String>),
    span: Span,
    data: Data<'_>,
    options: &Options,
    open: &[usize],
) -> Result<Resolved, Diagnostics> {
    let Some(saved) = data.vocabulary.saved(index) else { return Err(Error::QuantityWithoutNoun { span }.into()) };
    if open.contains(&index) {
        return Err(Error::SavedCycle { name: saved.name.clone(), span }.into());
    }
    let text = resolve::saved::filled(saved, argument.as_deref(), span)?;
    let open: Vec<usize> = open.iter().copied().chain([index]).collect();
    read_within(&text, data, options, &open)
        .map_err(|problems| Error::InSaved { name: saved.name.clone(), reason: problems.to_string(), span }.into())
}

fn extreme(fact: &Fact) -> Option<u64> {
    match fact {
        Fact::Extreme { count, .. } => Some(*count),
        Fact::All(facts) => facts.iter().find_map(extreme),
        _ => None,
    }
}

/// The one source of a relation that is denied.
fn denied_source(fact: &Fact, denied: bool) -> Option<String> {
    match fact {
        Fact::Not(inner) => denied_source(inner, !denied),
        Fact::All(facts) => facts.iter().find_map(|fact| denied_source(fact, denied)),
        Fact::Linked(linked) if denied != (linked.amount == Amount::No) => linked.link.source.clone(),
        _ => None,
    }
}

/// The question about the wider noun: where the noun's own condition is a label, and its label has a plain noun.
fn wider(meaning: &Meaning, data: Data<'_>) -> Option<(String, Query)> {
    let main = &meaning.nouns[meaning.main];
    let Range::Label(label) = &main.range else { return None };
    let [Fact::Condition { expression, .. }] = main.own.as_slice() else { return None };
    let crate::cypher::ast::ExpressionKind::HasLabels { .. } = expression.kind else { return None };
    let plain = data.schema.lexicon.nouns.iter().find(|noun| noun.label == *label && noun.condition.is_none())?;
    if meaning.layout.few.is_some() || meaning.ranking.is_some() || cut_anywhere(meaning) {
        return None;
    }
    let mut wide = meaning.clone();
    wide.nouns[meaning.main].own.clear();
    Some((plain.plural().to_owned(), lower::count(&wide)))
}

fn cut_anywhere(meaning: &Meaning) -> bool {
    meaning.nouns[meaning.main].clauses.iter().any(|clause| extreme(&clause.fact).is_some())
}
