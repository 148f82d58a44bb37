//! Questions that are asked the other way round.

use super::super::ast::{Ask, Condition, NounPhrase, Object, ObjectKind, Objects, Phrase, PhraseKind, Question, Subject, Test, Word};
use super::super::meaning::{Clause, NounId};
use super::{Resolved, Resolver, condition, denied};
use crate::text::Span;

impl Resolver<'_> {
    /// `objectives of Brazil`, where the first word is no attribute, is a question about that noun.
    pub(super) fn turned(&self, question: &Question) -> Option<Question> {
        let Ask::Values { keys, of: true } = &question.ask else { return None };
        let [key] = keys.as_slice() else { return None };
        let super::super::ast::KeyKind::Word(word) = key.kind else { return None };
        let meanings = self.meanings(word)?;
        let subject = self.subject_labels(&question.subject);
        let is_attribute = subject.iter().any(|label| self.has_attribute(meanings, label));
        if is_attribute || meanings.nouns.is_empty() || key.aggregate.is_some() {
            return None;
        }
        Some(turn(question, word))
    }

    /// `are all partners with a CMAA in WTO`: the last condition, with those joined to it, is asked; nodes of which it does not hold are
    /// looked for.
    pub(super) fn whether_every(&mut self, main: NounId, conditions: &[Condition]) -> Resolved<()> {
        let asked = conditions.iter().rposition(|condition| condition.joint.is_none()).unwrap_or(0);
        self.conditions(main, &conditions[..asked])?;
        let clauses = self.clauses(main, &conditions[asked..], vec![main])?;
        self.check_clauses(&clauses)?;
        let span = clauses.iter().map(|clause| clause.span).reduce(Span::join).unwrap_or_default();
        let fact = denied(condition::joined(clauses));
        let text = format!("not {}", self.said(span));
        self.nouns[main].clauses.push(Clause { or: false, fact, span, text });
        Ok(())
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
