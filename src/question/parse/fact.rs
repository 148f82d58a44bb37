//! A premise from tokens to the syntax tree: a fact that is supposed to that of a question about its name.

use pest::Parser;

use super::{Grammar, Node, Reader, Rule, failure_of};
use crate::diagnose::Diagnostics;
use crate::question::ast::{Ask, Comparator, Comparison, Condition, Key, KeyKind, Question, Subject, Test, Thing, Word};
use crate::question::near::advised;
use crate::question::vocabulary::Vocabulary;
use crate::question::words::Words;
use crate::text::Span;

/// Reads a fact. Linear in its tokens.
///
/// # Errors
/// Unknown words, and sentences of another shape.
pub(in crate::question) fn parse_fact(words: &mut Words, vocabulary: &Vocabulary) -> Result<Question, Diagnostics> {
    let text = words.text().to_owned();
    let node = alone(words, vocabulary, &text, Rule::fact, Rule::supposed)?;
    Ok(Reader { words }.supposed(node))
}

/// Reads the name of one thing. Linear in its tokens.
///
/// # Errors
/// Unknown words, and sentences of another shape.
pub(in crate::question) fn parse_thing(words: &mut Words, vocabulary: &Vocabulary) -> Result<Thing, Diagnostics> {
    let text = words.text().to_owned();
    let node = alone(words, vocabulary, &text, Rule::one_thing, Rule::thing)?;
    Ok(Reader { words }.thing(node))
}

/// What a text is that has one part of a kind and nothing else.
fn alone<'t>(words: &mut Words, vocabulary: &Vocabulary, text: &'t str, whole: Rule, part: Rule) -> Result<Node<'t>, Diagnostics> {
    advised(words.take_unknown(), vocabulary).into_result(())?;
    let parsed = Grammar::parse(whole, text).ok();
    let found = parsed.and_then(|mut pairs| pairs.next()?.into_inner().find(|node| node.as_rule() == part));
    found.ok_or_else(|| failure_of(whole, words, text).into())
}

impl Reader<'_> {
    fn supposed(&self, node: Node<'_>) -> Question {
        let span = self.span(&node);
        let nowhere = Word { index: usize::MAX, span };
        let (mut name, mut attribute, mut value, mut negated) = (nowhere, None, None, false);
        let mut conditions = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::string => name = self.word(&part),
                Rule::attribute => attribute = Some(self.word(&part)),
                Rule::value => value = part.into_inner().next().map(|inner| self.word(&inner)),
                Rule::not => negated = true,
                Rule::condition => conditions.push(self.condition(part)),
                _ => {}
            }
        }
        if let Some(attribute) = attribute {
            conditions.push(Self::compared(attribute, negated, value, span));
        }
        Question { ask: Ask::List, subject: Subject::Name(name), conditions, tails: Vec::new(), expected: Vec::new(), span }
    }

    /// `the deadline of … is 20`: as `… where deadline is 20`.
    fn compared(attribute: Word, negated: bool, value: Option<Word>, span: Span) -> Condition {
        let key = Key { aggregate: None, kind: KeyKind::Word(attribute), span: attribute.span };
        let comparison = Comparison { key, negated, comparator: Comparator::Equal, value, span };
        Condition { joint: None, negated: false, test: Test::Comparisons(vec![(None, comparison)]), span }
    }
}
