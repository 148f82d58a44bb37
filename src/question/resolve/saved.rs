//! Questions that are kept under a name, as nouns: the nodes that such a question is about, under all of its conditions.

use elsa::FrozenVec;

use super::super::ast::{Ask, Body, Condition, Object, ObjectKind, PhraseKind, Question, Subject, Tail, Test, Word};
use super::super::error::Error;
use super::super::meaning::{Clause, Fact, NounId};
use super::super::vocabulary::{NounMeaning, Vocabulary, split};
use super::super::words::{RunKind, Words};
use super::super::{parse, words};
use super::{Candidate, Resolved, Resolver};
use crate::schema::SavedQuestion;
use crate::text::Span;

/// How deeply kept questions may speak of others.
const DEEPEST: usize = 16;

/// The sentences of kept questions that are read while another is resolved.
pub(in crate::question) type Sentences = FrozenVec<Box<(String, Words)>>;

impl Resolver<'_> {
    /// The number of the kept question that a word means, if it means one.
    pub(super) fn saved_meaning(&self, word: Word) -> Option<usize> {
        let found = self.noun_meanings(word).into_iter().find(|meaning| matches!(meaning, NounMeaning::Saved(_)))?;
        if let NounMeaning::Saved(index) = found { Some(index) } else { None }
    }

    /// The nodes that a kept question is about.
    pub(super) fn saved_noun(&mut self, index: usize, depth: usize, span: Span) -> Resolved<NounId> {
        let Some(saved) = self.data.vocabulary.saved(index) else { return Err(Error::QuantityWithoutNoun { span }) };
        if self.open.contains(&index) {
            return Err(Error::SavedCycle { name: saved.name.clone(), span });
        }
        if self.open.len() >= DEEPEST {
            return Err(Error::TooDeep { limit: DEEPEST, span });
        }
        let argument = self.argument.take();
        let text = filled(saved, argument.as_deref(), span)?;
        let within = |reason: String| Error::InSaved { name: saved.name.clone(), reason, span };
        let mut tokens = words(&text, self.data.vocabulary).map_err(|problems| within(problems.to_string()))?;
        let sentence = parse(&mut tokens, self.data.vocabulary).map_err(|problems| within(problems.to_string()))?;
        let Body::Question(question) = sentence.body else { return Err(Error::SavedNoNoun { name: saved.name.clone(), span }) };
        let told = self.sentences.push_get(Box::new((text, tokens)));
        let outer = (self.text, self.words);
        (self.text, self.words) = (&told.0, &told.1);
        self.open.push(index);
        let turned = self.turned(&question).unwrap_or(question);
        let found = self.saved_question(&turned, depth, &saved.name, span);
        self.open.pop();
        (self.text, self.words) = outer;
        found.map_err(|error| match error {
            Error::SavedCycle { .. } | Error::SavedNoNoun { .. } | Error::InSaved { .. } | Error::TooDeep { .. } => error.moved(span),
            other => within(other.to_string()),
        })
    }

    /// The main noun of a question, with what holds of it.
    fn saved_question(&mut self, question: &Question, depth: usize, name: &str, span: Span) -> Resolved<NounId> {
        // `top 3 partners by …` is cut at what stands in the form of a group.
        let groups = question.tails.iter().filter(|tail| matches!(tail, Tail::Grouped { .. })).count();
        let most = usize::from(matches!(question.ask, Ask::Few { .. }));
        let laid_out = groups > most || question.tails.iter().any(|tail| matches!(tail, Tail::Part(_)));
        if !matches!(question.ask, Ask::List | Ask::Few { .. }) || laid_out {
            return Err(Error::SavedNoNoun { name: name.to_owned(), span });
        }
        let mut failed = None;
        for candidate in self.subject_candidates(&question.subject)? {
            let before = (self.nouns.len(), self.notes.len());
            match self.saved_candidate(question, &candidate, depth) {
                Ok(noun) => return Ok(noun),
                Err(error) => {
                    self.nouns.truncate(before.0);
                    self.notes.truncate(before.1);
                    failed = failed.or(Some(error));
                }
            }
        }
        Err(failed.unwrap_or(Error::SavedNoNoun { name: name.to_owned(), span }))
    }

    fn saved_candidate(&mut self, question: &Question, candidate: &Candidate, depth: usize) -> Resolved<NounId> {
        let main = match (&question.subject, candidate) {
            (Subject::Phrase { phrase, .. }, Candidate::Entry(meaning)) => {
                let noun = self.entry_noun(*meaning, depth, phrase.noun.span)?;
                self.modifiers(noun, phrase)?;
                noun
            }
            (_, Candidate::Node(node)) => self.node_noun(*node, depth),
            (Subject::Those(span), _) => self.previous(*span)?,
            (subject, _) => return Err(Error::Empty { example: "`partners in WCO`".to_owned(), span: Self::subject_span(subject) }),
        };
        self.conditions(main, &question.conditions)?;
        if let Ask::Few { count, bottom } = question.ask {
            let few = self.few(main, count, bottom, &mut question.tails.clone(), question)?;
            let fact = Fact::Extreme { measure: few.measure, noun: main, least: few.least, count };
            let text = self.said(question.span);
            self.nouns[main].clauses.push(Clause { or: false, fact, span: question.span, text });
        }
        Ok(main)
    }

    /// The labels of the nodes that a kept question is about.
    pub(super) fn saved_labels(&self, index: usize) -> Vec<String> {
        let Some(saved) = self.data.vocabulary.saved(index).filter(|_| !self.open.contains(&index) && self.open.len() < DEEPEST) else {
            return Vec::new();
        };
        let Ok(mut tokens) = words(&saved.sentence, self.data.vocabulary) else { return Vec::new() };
        let Ok(sentence) = parse(&mut tokens, self.data.vocabulary) else { return Vec::new() };
        let Body::Question(question) = sentence.body else { return Vec::new() };
        let sentences = Sentences::new();
        let mut inner = Resolver::new(&saved.sentence, &tokens, self.data, self.options, &sentences);
        inner.open.clone_from(&self.open);
        inner.open.push(index);
        let turned = inner.turned(&question).unwrap_or(question);
        inner.subject_labels(&turned.subject)
    }

    /// What is named for a kept question that a question begins with, and the conditions that are left: `ties of Brazil`, `ties Brazil`.
    pub(super) fn argument_of(&self, question: &Question) -> Option<(String, Vec<Condition>)> {
        let Subject::Phrase { phrase, .. } = &question.subject else { return None };
        self.data.vocabulary.saved(self.saved_meaning(phrase.noun)?)?.parameter.as_ref()?;
        let (first, rest) = question.conditions.split_first()?;
        Some((argument(first, self.text, self.words)?, rest.to_vec()))
    }
}

/// The sentence of a kept question with what is named put in.
pub(in crate::question) fn filled(saved: &SavedQuestion, argument: Option<&str>, span: Span) -> Result<String, Error> {
    match (&saved.parameter, argument) {
        (None, None) => Ok(saved.sentence.clone()),
        (None, Some(argument)) => Err(Error::SavedArgument {
            name: saved.name.clone(),
            problem: format!("takes nothing, and `{argument}` is named"),
            help: saved.name.clone(),
            span,
        }),
        (Some(noun), None) => Err(Error::SavedArgument {
            name: saved.name.clone(),
            problem: format!("needs a {noun}"),
            help: format!("{} of …", saved.name),
            span,
        }),
        (Some(noun), Some(argument)) => Ok(substituted(&saved.sentence, noun, argument)),
    }
}

/// A sentence in which a word stands for another.
fn substituted(sentence: &str, noun: &str, argument: &str) -> String {
    let of = |text: &str| split(text).into_iter().map(|(_, _, word)| word).collect::<Vec<_>>();
    let sought = of(noun);
    let found = split(sentence);
    let (mut text, mut after, mut at) = (String::new(), 0, 0);
    while at < found.len() {
        let run = &found[at..(at + sought.len()).min(found.len())];
        if !sought.is_empty() && run.iter().map(|(_, _, word)| word).eq(&sought) {
            text.push_str(&sentence[after..run[0].0]);
            text.push_str(argument);
            after = run[run.len() - 1].1;
            at += sought.len();
        } else {
            at += 1;
        }
    }
    text.push_str(&sentence[after..]);
    text
}

/// The name in a condition such as `of Brazil`, or that is a condition by itself.
fn argument(condition: &Condition, text: &str, words: &Words) -> Option<String> {
    let objects = match &condition.test {
        Test::Related { relation, objects } if matches!(relation.kind, PhraseKind::General) => objects,
        Test::Inverse { objects, relation: None, .. } => objects,
        _ => return None,
    };
    let [(None, object)] = objects.items.as_slice() else { return None };
    if condition.negated || condition.joint.is_some() {
        return None;
    }
    argument_object(object, text, words)
}

/// The name that an object is, as it can be written again.
pub(super) fn argument_object(object: &Object, text: &str, words: &Words) -> Option<String> {
    let (ObjectKind::Name { name, .. } | ObjectKind::Text(name)) = &object.kind else { return None };
    Some(match words.runs().get(name.index).map(|run| &run.kind) {
        Some(RunKind::Quoted(inner)) if !inner.contains('"') => format!("\"{inner}\""),
        _ => name.span.of(text).to_owned(),
    })
}

/// The kept question that a whole sentence is, and what is named for it.
pub(in crate::question) fn by_name(
    question: &Question,
    text: &str,
    words: &Words,
    vocabulary: &Vocabulary,
) -> Option<(usize, Option<String>)> {
    let Subject::Phrase { phrase, count: None } = &question.subject else { return None };
    if question.ask != Ask::List || !question.tails.is_empty() || !phrase.modifiers.is_empty() {
        return None;
    }
    let meanings = words.meanings(phrase.noun, vocabulary)?;
    let index = meanings.nouns.iter().find_map(|meaning| if let NounMeaning::Saved(index) = meaning { Some(*index) } else { None })?;
    match (vocabulary.saved(index)?.parameter.as_ref(), question.conditions.as_slice()) {
        (_, []) => Some((index, None)),
        (Some(_), [only]) => Some((index, Some(argument(only, text, words)?))),
        _ => None,
    }
}
