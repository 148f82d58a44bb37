//! From the shape of a sentence to its meaning: words find their nodes and relations, conditions find their nouns.

mod brief;
mod centrality;
mod command;
mod condition;
mod expectation;
mod gaps;
mod key;
mod layout;
mod mixing;
mod noun;
mod objects;
mod outnumber;
mod previous;
mod reading;
pub(super) mod saved;
mod suppose;
mod test;
mod turn;

use std::collections::{BTreeSet, HashSet, VecDeque};

pub(super) use brief::spoken;
pub(super) use command::{Commanded, command, on_path};
pub use command::{Evidence, Keeping};
pub(super) use gaps::gaps;
pub use gaps::{About, Gaps, Whom};
pub use previous::{Previous, Topic};
pub use suppose::Supposed;
pub(super) use suppose::{left_out, supposed};

use super::ast::{Ask, Condition, Phrase, PhraseKind, Question, Subject, Test, Word};
use super::error::Error;
use super::labels::LabelSets;
use super::meaning::{Clause, Fact, Layout, Meaning, Noun, NounId, Ranking};
use super::vocabulary::{Meanings, NounMeaning, Vocabulary};
use super::words::{RunKind, Words};
use crate::graph::Graph;
use crate::schema::Schema;
use crate::text::{Name, Span};
use crate::value::NodeId;
use condition::without_comparison;

/// The data that a question is about.
#[derive(Clone, Copy, Debug)]
pub struct Data<'d> {
    /// Its schema with its lexicon.
    pub schema: &'d Schema,
    /// The graph.
    pub graph: &'d Graph,
    /// All words of both.
    pub vocabulary: &'d Vocabulary,
}

/// How questions are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What `those` means; nothing before the first answer.
    pub previous: Option<Previous>,
    /// Names of the lexicon's options that are on.
    pub widenings: BTreeSet<String>,
    /// Whether a name in quotes that nothing has is that of a new node.
    pub supposing: bool,
}

/// What is known while a sentence is resolved.
pub(super) struct Resolver<'d> {
    text: &'d str,
    words: &'d Words,
    data: Data<'d>,
    options: &'d Options,
    labels: LabelSets,
    nouns: Vec<Noun>,
    pair: Option<NounId>,
    ranking: Option<Ranking>,
    /// The phrase said last, which a bare object after a joint repeats.
    phrase: Option<Phrase>,
    /// The phrase said last after its objects, which `(but India) is not` repeats.
    inverse: Option<Phrase>,
    notes: Vec<String>,
    /// The sentences of kept questions that were read.
    sentences: &'d saved::Sentences,
    /// The kept questions that are being read, the outer first, and what is named for the next.
    open: Vec<usize>,
    argument: Option<String>,
}

/// What resolving gives: a fact, and the nouns to which later conditions may attach.
type Resolved<T> = Result<T, Error>;

/// The meaning of a question.
pub(super) fn meaning(question: &Question, text: &str, words: &Words, data: Data<'_>, options: &Options) -> Resolved<Meaning> {
    let sentences = saved::Sentences::new();
    let resolver = Resolver::new(text, words, data, options, &sentences);
    if let Some(turned) = resolver.turned(question) {
        return resolver.question(&turned);
    }
    resolver.question(question)
}

impl<'d> Resolver<'d> {
    /// Nothing is resolved yet.
    fn new(text: &'d str, words: &'d Words, data: Data<'d>, options: &'d Options, sentences: &'d saved::Sentences) -> Self {
        let labels = LabelSets::new(data.graph);
        Self {
            sentences,
            open: Vec::new(),
            argument: None,
            text,
            words,
            data,
            options,
            labels,
            nouns: Vec::new(),
            pair: None,
            ranking: None,
            phrase: None,
            inverse: None,
            notes: Vec::new(),
        }
    }
}

impl Resolver<'_> {
    /// The words of a place in the sentence.
    fn said(&self, span: Span) -> String {
        crate::text::visible(span.of(self.text).trim()).into_owned()
    }

    fn meanings(&self, word: Word) -> Option<&Meanings> {
        self.words.meanings(word, self.data.vocabulary)
    }

    /// The text of a quoted token, or a token of the data's words as it was written.
    fn literal_text(&self, word: Word) -> String {
        match self.words.runs().get(word.index).map(|run| &run.kind) {
            Some(RunKind::Quoted(text)) => text.clone(),
            _ => word.span.of(self.text).to_owned(),
        }
    }

    /// A variable that no noun has yet.
    fn fresh(&self, base: &str) -> Name {
        let mut name = String::new();
        for part in super::vocabulary::split(base) {
            if name.is_empty() {
                name.push_str(&part.2);
            } else {
                let mut letters = part.2.chars();
                name.extend(letters.next().into_iter().flat_map(char::to_uppercase).chain(letters));
            }
        }
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            name.insert(0, 'n');
        }
        let taken: HashSet<&str> = self.nouns.iter().map(|noun| &*noun.variable).collect();
        let mut candidate = name.clone();
        let mut number = 2;
        while taken.contains(&*candidate) {
            candidate = format!("{name}{number}");
            number += 1;
        }
        candidate.into()
    }

    fn question(mut self, question: &Question) -> Resolved<Meaning> {
        match &question.subject {
            Subject::Implied { who, span } => {
                let whom = self.implied_candidates(*who, &question.conditions);
                let said = self.implied_candidates(false, &question.conditions);
                match self.of_candidates(question, whom) {
                    // `who reports to …`: whoever the phrase is said of.
                    Err(_) if *who && !said.is_empty() => self.of_candidates(question, said),
                    Err(Error::Empty { .. }) => Err(self.nothing_asked(*span)),
                    outcome => outcome,
                }
            }
            subject => {
                let candidates = self.valued_names(question).map_or_else(|| self.subject_candidates(subject), Ok)?;
                self.of_candidates(question, candidates)
            }
        }
    }

    /// The question in the one reading of its subject that has a meaning.
    fn of_candidates(&mut self, question: &Question, candidates: Vec<Candidate>) -> Resolved<Meaning> {
        let mut best: Option<Result<Meaning, Error>> = None;
        let mut readings = Vec::new();
        for candidate in candidates {
            self.nouns.clear();
            self.notes.clear();
            self.pair = None;
            self.ranking = None;
            self.argument = None;
            self.inverse = None;
            let outcome = self.question_about(question, candidate);
            match (&best, &outcome) {
                (Some(Ok(_)), Ok(meaning)) => readings.push(meaning.nouns[meaning.main].singular.clone()),
                (Some(Ok(_) | Err(_)), Err(_)) => {}
                _ => {
                    if let Ok(meaning) = &outcome {
                        readings.push(meaning.nouns[meaning.main].singular.clone());
                    }
                    best = Some(outcome);
                }
            }
        }
        if readings.len() > 1 {
            let noun = self.said(Self::subject_span(&question.subject));
            return Err(Error::AmbiguousNoun {
                noun: format!("`{noun}`"),
                readings: readings.join("; "),
                span: Self::subject_span(&question.subject),
            });
        }
        best.unwrap_or_else(|| Err(self.nothing_asked(question.span)))
    }

    /// Nothing is asked: an example in the data's own words.
    fn nothing_asked(&self, span: Span) -> Error {
        Error::Empty { example: super::error::example(self.data.schema), span }
    }

    fn subject_span(subject: &Subject) -> Span {
        match subject {
            Subject::Those(span) | Subject::Implied { span, .. } => *span,
            Subject::Pairs(phrase) | Subject::Phrase { phrase, .. } => phrase.noun.span,
            Subject::Name(word) => word.span,
        }
    }

    /// The question, with its subject in one reading.
    fn question_about(&mut self, question: &Question, candidate: Candidate) -> Resolved<Meaning> {
        let named = self.argument_of(question).filter(|_| matches!(candidate, Candidate::Entry(NounMeaning::Saved(_))));
        if let Some((argument, conditions)) = named {
            self.argument = Some(argument);
            return self.question_of(&Question { conditions, ..question.clone() }, candidate);
        }
        self.question_of(question, candidate)
    }

    fn question_of(&mut self, question: &Question, candidate: Candidate) -> Resolved<Meaning> {
        let main = self.main(&question.subject, candidate.clone())?;
        if let Subject::Pairs(_) = question.subject {
            let other = self.main(&question.subject, candidate)?;
            self.pair = Some(other);
            self.conditions(other, &without_comparison(&question.conditions))?;
        }
        match question.ask {
            Ask::Whether { every: true } => self.whether_every(main, &question.conditions)?,
            _ => self.conditions(main, &question.conditions)?,
        }
        let expected = self.expected(main, question)?;
        let layout: Layout = self.layout(main, question)?;
        self.check_mixing()?;
        let displays = self.displays();
        let nouns = std::mem::take(&mut self.nouns);
        let notes = std::mem::take(&mut self.notes);
        Ok(Meaning { nouns, main, pair: self.pair, layout, ranking: self.ranking.take(), expected, notes, displays })
    }

    /// The noun that the question is about.
    fn main(&mut self, subject: &Subject, candidate: Candidate) -> Resolved<NounId> {
        match (subject, candidate) {
            (Subject::Those(span), _) => self.previous(*span),
            (Subject::Implied { span, .. }, Candidate::Entry(entry)) => self.entry_noun(entry, 0, *span),
            (Subject::Name(_) | Subject::Phrase { .. }, Candidate::Node(node)) => Ok(self.node_noun(node, 0)),
            (Subject::Pairs(phrase) | Subject::Phrase { phrase, .. }, Candidate::Entry(entry)) => {
                let noun = self.entry_noun(entry, 0, phrase.noun.span)?;
                self.modifiers(noun, phrase)?;
                Ok(noun)
            }
            (subject, _) => Err(self.nothing_asked(Self::subject_span(subject))),
        }
    }

    fn add(&mut self, noun: Noun) -> NounId {
        self.nouns.push(noun);
        self.nouns.len() - 1
    }

    /// Attaches conditions to their nouns (rule 1): without a joint to the nearest noun that admits it, after one to the main noun.
    fn conditions(&mut self, main: NounId, conditions: &[Condition]) -> Resolved<()> {
        let clauses = self.clauses(main, conditions, vec![main])?;
        self.nouns[main].clauses.extend(clauses);
        Ok(())
    }

    /// Resolves conditions; those of the main noun are returned, the others are attached.
    fn clauses(&mut self, main: NounId, conditions: &[Condition], mut open: Vec<NounId>) -> Resolved<Vec<Clause>> {
        let mut own = Vec::new();
        let mut waiting: VecDeque<Condition> = conditions.iter().cloned().collect();
        let mut phrases: Vec<Phrase> = Vec::new();
        while let Some(condition) = waiting.pop_front() {
            self.phrase = phrases.last().copied().filter(|_| condition.joint.is_some());
            match self.attach(main, &condition, &mut open, &mut own) {
                Ok(()) => match condition.test {
                    Test::Related { relation, .. } => phrases.push(relation),
                    Test::Inverse { relation: Some(relation), .. } if relation.kind != PhraseKind::Before => self.inverse = Some(relation),
                    _ => {}
                },
                Err(error) => match split_list(&condition, &error, &phrases) {
                    Some((first, rest)) => {
                        phrases.pop();
                        waiting.push_front(rest);
                        waiting.push_front(first);
                    }
                    None => return Err(error),
                },
            }
        }
        Ok(own)
    }

    /// Attaches one condition to the first noun that admits it.
    fn attach(&mut self, main: NounId, condition: &Condition, open: &mut Vec<NounId>, own: &mut Vec<Clause>) -> Resolved<()> {
        let nearest = open.iter().rev().take(super::words::DEEPEST).copied();
        let candidates: Vec<NounId> = match condition.joint {
            None => nearest.collect(),
            Some(_) => std::iter::once(main).chain(nearest.filter(|noun| *noun != main)).collect(),
        };
        let mut failed: Option<Error> = None;
        for noun in candidates {
            let before = (self.nouns.len(), self.notes.len());
            match self.condition(noun, condition) {
                Ok((fact, opened)) => {
                    let or = condition.joint == Some(super::ast::Joint::Or);
                    let clause = Clause { or, fact, span: condition.span, text: self.said(condition.span) };
                    if noun == main {
                        own.push(clause);
                    } else {
                        self.nouns[noun].clauses.push(clause);
                    }
                    let place = open.iter().position(|candidate| *candidate == noun).unwrap_or(0);
                    open.truncate(place + 1);
                    open.extend(opened);
                    return Ok(());
                }
                Err(error) => {
                    self.nouns.truncate(before.0);
                    self.notes.truncate(before.1);
                    let decisive = error.is_decisive();
                    if failed.is_none() || decisive || noun == main {
                        failed = Some(error);
                    }
                    if decisive {
                        break;
                    }
                }
            }
        }
        Err(failed.unwrap_or(Error::QuantityWithoutNoun { span: condition.span }))
    }
}

/// `with an objective on X and an indicator`: where an object of the last phrase does not fit it, it goes on with the list of the phrase before.
fn split_list(condition: &Condition, error: &Error, phrases: &[Phrase]) -> Option<(Condition, Condition)> {
    let Test::Related { relation, objects } = &condition.test else { return None };
    let phrase = phrases.last()?;
    let Error::DoesNotFit { span, .. } = error else { return None };
    let inside = |object: &super::ast::Object| object.span.start <= span.start && span.end <= object.span.end;
    // The place is the phrase's own where the phrase is said: then the first object that could begin another list.
    let at = objects.items.iter().position(|(_, object)| inside(object)).filter(|at| *at > 0).unwrap_or(1);
    let (joint, next) = objects.items.get(at)?;
    let mut first = objects.clone();
    first.items.truncate(at);
    let mut rest = objects.clone();
    rest.items.drain(..at);
    if let Some(item) = rest.items.first_mut() {
        item.0 = None;
    }
    first.span.end = first.items.last().map_or(first.span.end, |(_, object)| object.span.end);
    rest.span.start = next.span.start;
    let joint = if *joint == Some(super::ast::Joint::Or) { super::ast::Joint::Or } else { super::ast::Joint::And };
    let span = Span { start: condition.span.start, end: first.span.end };
    let first = Condition { test: Test::Related { relation: *relation, objects: first }, span, ..condition.clone() };
    let negated = false;
    let rest = Condition { joint: Some(joint), negated, span: rest.span, test: Test::Related { relation: *phrase, objects: rest } };
    Some((first, rest))
}

/// One reading of a noun phrase or a name.
#[derive(Clone, Debug)]
pub(super) enum Candidate {
    /// A noun.
    Entry(NounMeaning),
    /// A named node.
    Node(NodeId),
    /// The last answer.
    Previous,
}

/// The denial of a fact.
fn denied(fact: Fact) -> Fact {
    match fact {
        Fact::Not(inner) => *inner,
        other => Fact::Not(Box::new(other)),
    }
}
