//! `A of B` as a question about A, where A is no attribute of B.

use super::super::ast::{
    Ask, Condition, KeyKind, NounPhrase, Object, ObjectKind, Objects, Phrase, PhraseKind, Question, Subject, Test, Word,
};
use super::Resolver;
use crate::text::Span;

impl Resolver<'_> {
    /// `objectives of Brazil`, where the first word is no attribute, is a question about that noun.
    pub(super) fn turned(&self, question: &Question) -> Option<Question> {
        let Ask::Values { keys, of: true } = &question.ask else { return None };
        let [key] = keys.as_slice() else { return None };
        let KeyKind::Word(word) = key.kind else { return None };
        let meanings = self.meanings(word)?;
        let subject = self.subject_labels(&question.subject);
        let is_attribute = subject.iter().any(|label| self.has_attribute(meanings, label));
        if is_attribute || meanings.nouns.is_empty() || key.aggregate.is_some() {
            return None;
        }
        Some(turn(question, word))
    }
}

/// `A of B …` as a question about A.
fn turn(question: &Question, word: Word) -> Question {
    let kind = match &question.subject {
        Subject::Name(name) => ObjectKind::Name { noun: None, name: *name },
        Subject::Phrase { phrase, .. } | Subject::Pairs(phrase) => ObjectKind::Phrase { quantity: None, phrase: phrase.clone() },
        Subject::Those(_) | Subject::Implied { .. } => return question.clone(),
    };
    let span = match &question.subject {
        Subject::Name(name) => name.span,
        Subject::Phrase { phrase, .. } | Subject::Pairs(phrase) => phrase.span,
        Subject::Those(span) | Subject::Implied { span, .. } => *span,
    };
    let objects = Objects { mode: None, items: vec![(None, Object { kind, span })], span };
    let relation = Phrase { kind: PhraseKind::General, span: Span { start: word.span.end, end: span.start } };
    let first = Condition { joint: None, negated: false, test: Test::Related { relation, objects }, span: relation.span.join(span) };
    let phrase = NounPhrase { indefinite: false, modifiers: Vec::new(), noun: word, span: word.span };
    let conditions = std::iter::once(first).chain(question.conditions.iter().cloned()).collect();
    Question { ask: Ask::List, subject: Subject::Phrase { phrase, count: None }, conditions, ..question.clone() }
}
