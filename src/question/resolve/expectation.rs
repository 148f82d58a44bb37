//! What all of a noun's nodes should: the denial becomes the last condition of those who fall short.

use super::super::ast::{Question, Subject};
use super::super::meaning::{Clause, Expected, Fact, NounId};
use super::condition::joined;
use super::{Resolved, Resolver};

impl Resolver<'_> {
    /// Adds to the main noun that it falls short of what is expected, if anything is.
    pub(super) fn expected(&mut self, main: NounId, question: &Question) -> Resolved<Option<Expected>> {
        let (Some(first), Some(last)) = (question.expected.first(), question.expected.last()) else { return Ok(None) };
        let span = first.span.join(last.span);
        let clauses = self.clauses(main, &question.expected, vec![main])?;
        self.check_clauses(&clauses)?;
        for clause in &clauses {
            self.note_scope(&clause.fact, true);
        }
        let fact = joined(clauses);
        // What is said of whom it concerns is one condition, whatever joins it within.
        let own = std::mem::take(&mut self.nouns[main].clauses);
        self.check_clauses(&own)?;
        if own.iter().skip(1).any(|clause| clause.or) {
            let whole = own.iter().map(|clause| clause.span).reduce(crate::text::Span::join).unwrap_or_default();
            let text = self.said(whole);
            self.nouns[main].clauses.push(Clause { or: false, text, span: whole, fact: joined(own) });
        } else {
            self.nouns[main].clauses = own;
        }
        let text = self.said(span);
        self.nouns[main].clauses.push(Clause { or: false, fact: short(fact.clone()), span, text: text.clone() });
        Ok(Some(Expected { fact, whom: self.whom(main, question), text }))
    }

    /// The words for all whom it concerns, with the noun in the plural.
    fn whom(&self, main: NounId, question: &Question) -> String {
        let Subject::Phrase { phrase, .. } = &question.subject else { return self.nouns[main].plural.clone() };
        let between = |start: u32, end: u32| self.said(crate::text::Span { start, end });
        let before = between(phrase.span.start, phrase.noun.span.start);
        let end = question.conditions.last().map_or(phrase.span.end, |condition| condition.span.end);
        let after = between(phrase.noun.span.end, end);
        [before.as_str(), &self.nouns[main].plural, after.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// The denial, down to the single facts: what is not recorded of one is no denial of it.
fn short(fact: Fact) -> Fact {
    match fact {
        Fact::All(facts) => Fact::Any(facts.into_iter().map(short).collect()),
        Fact::Any(facts) => Fact::All(facts.into_iter().map(short).collect()),
        Fact::Not(inner) => *inner,
        other => Fact::Not(Box::new(other)),
    }
}
