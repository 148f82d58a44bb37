//! Conditions that compare: common neighbours, the same neighbours, values.

use super::super::ast::{Comparator, Comparison, Joint, Key, KeyKind, Object, ObjectKind, Objects, Phrase, PhraseKind, Word};
use super::super::build;
use super::super::error::Error;
use super::super::meaning::{Amount, Clause, Fact, Link, Linked, Measure, NounId};
use super::super::vocabulary::fold;
use super::super::words::RunKind;
use super::objects::Relating;
use super::{Candidate, Resolved, Resolver, denied};
use crate::cypher::ast::{BinaryOperator, ComparisonOperator, Expression, ExpressionKind, Literal, UnaryOperator};
use crate::text::Span;

impl Resolver<'_> {
    /// `sharing APEC with a core partner`: another node that has the same neighbours, too.
    pub(super) fn sharing(&mut self, noun: NounId, what: &Objects, with: Option<&Objects>) -> Resolved<Fact> {
        let Some(with) = with else {
            let Some(other) = self.pair.filter(|other| *other != noun) else {
                return Err(Error::NeedsAnother { what: "sharing", missing: "with", span: what.span });
            };
            return self.shared(noun, other, what);
        };
        let mut facts = Vec::new();
        for (_, object) in &with.items {
            let other = self.other(noun, object)?;
            let fact = self.shared(noun, other, what)?;
            let text = self.said(what.span);
            self.nouns[other].clauses.push(Clause { or: false, fact, span: what.span, text });
            facts.push(Fact::Some { noun: other, other: noun });
        }
        let or = self.joint_of_objects(&with.items, with.span)?;
        Ok(if facts.len() == 1 {
            facts.remove(0)
        } else if or {
            Fact::Any(facts)
        } else {
            Fact::All(facts)
        })
    }

    /// The one with whom something is shared, as a noun.
    fn other(&mut self, noun: NounId, object: &Object) -> Resolved<NounId> {
        let depth = self.nouns[noun].depth + 1;
        match &object.kind {
            ObjectKind::Name { noun: own, name } => {
                let node = self.named_node(*name, *own)?;
                Ok(self.node_noun(node, depth))
            }
            ObjectKind::Phrase { quantity: None | Some(super::super::ast::Quantity::Any), phrase } => {
                let Some(meaning) = self.noun_meanings(phrase.noun).into_iter().next() else {
                    return Err(Error::QuantityWithoutNoun { span: object.span });
                };
                let other = self.entry_noun(meaning, depth, phrase.noun.span)?;
                self.modifiers(other, phrase)?;
                Ok(other)
            }
            _ => Err(Error::Misplaced {
                what: "this",
                help: "share something with a name or with nodes of a kind: `sharing … with a …`",
                span: object.span,
            }),
        }
    }

    /// Both are related to each of the objects.
    fn shared(&mut self, noun: NounId, other: NounId, what: &Objects) -> Resolved<Fact> {
        let phrase = Phrase { kind: PhraseKind::General, span: Span { start: what.span.start, end: what.span.start } };
        let mut facts = Vec::new();
        for (_, object) in &what.items {
            let one = Objects { mode: None, items: vec![(None, object.clone())], span: object.span };
            let (fact, _) = self.objects(noun, Relating { phrase, inverse: false, denied: false }, &one)?;
            let Fact::Linked(linked) = fact else {
                return Err(Error::Misplaced { what: "this", help: "share nodes: `sharing a … with …`", span: object.span });
            };
            let tied = Link { subject: other, ..linked.link.clone() };
            let text = self.nouns[other].singular.clone();
            self.nouns[linked.link.object].clauses.push(Clause { or: false, fact: Fact::Tied(tied), span: object.span, text });
            facts.push(Fact::Linked(linked));
        }
        let or = self.joint_of_objects(&what.items, what.span)?;
        Ok(if facts.len() == 1 {
            facts.remove(0)
        } else if or {
            Fact::Any(facts)
        } else {
            Fact::All(facts)
        })
    }

    /// `the same forums as Brazil`: the same set of neighbours, or the same value.
    pub(super) fn same_as(
        &mut self,
        noun: NounId,
        phrase: Option<Phrase>,
        word: Word,
        other: Option<&Object>,
        span: Span,
    ) -> Resolved<Fact> {
        let (second, exists) = match other {
            Some(object) => (self.other(noun, object)?, true),
            None => match self.pair.filter(|other| *other != noun) {
                Some(pair) => (pair, false),
                None => return Err(Error::NeedsAnother { what: "the same", missing: "as", span }),
            },
        };
        let fact = match self.same_value(noun, second, word) {
            Some(fact) => fact,
            None => self.same_neighbours(noun, second, phrase, word, span)?,
        };
        if !exists {
            return Ok(fact);
        }
        let text = self.said(span);
        self.nouns[second].clauses.push(Clause { or: false, fact, span, text });
        Ok(Fact::Some { noun: second, other: noun })
    }

    fn same_value(&mut self, noun: NounId, second: NounId, word: Word) -> Option<Fact> {
        if self.meanings(word).is_some_and(|meanings| !meanings.nouns.is_empty() && meanings.attributes.is_empty()) {
            return None;
        }
        let left = self.attribute(noun, word)?;
        let right = self.attribute(second, word)?;
        Some(Fact::Condition { expression: build::equal(left, right), text: format!("the same {}", self.said(word.span)) })
    }

    fn same_neighbours(&mut self, noun: NounId, second: NounId, phrase: Option<Phrase>, word: Word, span: Span) -> Resolved<Fact> {
        let general = Phrase { kind: PhraseKind::General, span: Span { start: span.start, end: span.start } };
        let phrase = phrase.unwrap_or(general);
        let candidates: Vec<Candidate> = self.noun_meanings(word).into_iter().map(Candidate::Entry).collect();
        let found = self.read_candidates(noun, phrase, &candidates, false);
        if found.is_empty() {
            return Err(self.unknown_attribute(noun, word));
        }
        let (candidate, reading) = self.one_candidate(noun, phrase, found, word.span)?;
        let Candidate::Entry(meaning) = candidate else { return Err(self.unknown_attribute(noun, word)) };
        let depth = self.nouns[noun].depth + 1;
        let make = |resolver: &mut Self, subject: NounId, untied: Option<NounId>| -> Resolved<Fact> {
            let object = resolver.entry_noun(meaning, depth, word.span)?;
            let link = resolver.link(subject, object, reading, "with", false, span)?;
            if let Some(untied) = untied {
                let fact = denied(Fact::Tied(Link { subject: untied, ..link.clone() }));
                resolver.nouns[object].clauses.push(Clause { or: false, fact, span, text: "other".to_owned() });
            }
            Ok(Fact::Linked(Box::new(Linked { link, amount: if untied.is_some() { Amount::No } else { Amount::Some } })))
        };
        Ok(Fact::All(vec![make(self, noun, None)?, make(self, noun, Some(second))?, make(self, second, Some(noun))?]))
    }

    /// Comparisons in a list.
    pub(super) fn comparisons(&mut self, noun: NounId, comparisons: &[(Option<Joint>, Comparison)], span: Span) -> Resolved<Fact> {
        let joints: Vec<Joint> = comparisons.iter().filter_map(|(joint, _)| *joint).collect();
        let spans: Vec<Span> = comparisons.iter().map(|(_, comparison)| comparison.span).collect();
        let or = self.joint_of(&joints, &spans, span)?;
        let mut facts = Vec::new();
        for (_, comparison) in comparisons {
            facts.push(match self.comparison(noun, comparison)? {
                // Its words say the denial themselves.
                Fact::Condition { expression, text } if comparison.negated => Fact::Condition { expression: build::not(expression), text },
                fact if comparison.negated => denied(fact),
                fact => fact,
            });
        }
        Ok(if facts.len() == 1 {
            facts.remove(0)
        } else if or {
            Fact::Any(facts)
        } else {
            Fact::All(facts)
        })
    }

    fn comparison(&mut self, noun: NounId, comparison: &Comparison) -> Resolved<Fact> {
        let text = self.said(comparison.span);
        if let (KeyKind::Word(word), Comparator::Equal, Some(value)) = (&comparison.key.kind, comparison.comparator, comparison.value)
            && self.attribute(noun, *word).is_none()
        {
            return self.related_value(noun, *word, value);
        }
        let measure = self.measure(noun, &comparison.key)?;
        let Some(value) = comparison.value else {
            let Measure::Value { expression, .. } = measure else { return Ok(Fact::All(Vec::new())) };
            return Ok(Fact::Condition { expression: build::unary(UnaryOperator::IsNull, expression), text });
        };
        let operator = match comparison.comparator {
            Comparator::Less => ComparisonOperator::Less,
            Comparator::LessOrEqual => ComparisonOperator::LessOrEqual,
            Comparator::Greater => ComparisonOperator::Greater,
            Comparator::GreaterOrEqual => ComparisonOperator::GreaterOrEqual,
            Comparator::NotEqual => ComparisonOperator::NotEqual,
            _ => ComparisonOperator::Equal,
        };
        let expression = match measure {
            Measure::Count(_) => return Ok(Fact::Compared { measure, operator, value: self.value(noun, &comparison.key, value), text }),
            Measure::Value { expression, .. } => expression,
        };
        let value = self.value(noun, &comparison.key, value);
        let is_list = self.is_list(noun, &comparison.key);
        let binary = |operator| build::binary(expression.clone(), operator, value.clone());
        let expression = match comparison.comparator {
            Comparator::Equal | Comparator::Contains if is_list => build::binary(value, BinaryOperator::In, expression),
            Comparator::Contains => binary(BinaryOperator::Contains),
            Comparator::StartsWith => binary(BinaryOperator::StartsWith),
            Comparator::EndsWith => binary(BinaryOperator::EndsWith),
            _ => build::compare(expression, operator, value),
        };
        Ok(Fact::Condition { expression, text })
    }

    /// `region is Asia-Pacific`: a relation to a named node.
    fn related_value(&mut self, noun: NounId, word: Word, value: Word) -> Resolved<Fact> {
        if self.noun_meanings(word).is_empty() {
            return Err(self.unknown_attribute(noun, word));
        }
        let phrase = Phrase { kind: PhraseKind::General, span: Span { start: word.span.start, end: word.span.start } };
        let object = Object { kind: ObjectKind::Name { noun: Some(word), name: value }, span: word.span.join(value.span) };
        let objects = Objects { mode: None, items: vec![(None, object)], span: value.span };
        Ok(self.objects(noun, Relating { phrase, inverse: false, denied: false }, &objects)?.0)
    }

    /// The value that a key is compared with: an enumerated value in its own spelling, else as written.
    fn value(&self, noun: NounId, key: &Key, word: Word) -> Expression {
        match self.words.runs().get(word.index).map(|run| &run.kind) {
            Some(RunKind::Integer(value)) => return build::integer(*value),
            Some(RunKind::Float(value)) => return ExpressionKind::Literal(Literal::Float(*value)).into(),
            _ => {}
        }
        let text = self.literal_text(word);
        let folded = fold(&text);
        let known = self.values_of(noun, key);
        match known.iter().find(|value| fold(value) == folded) {
            Some(value) => build::text(value),
            None if matches!(folded.as_str(), "true" | "yes") => build::boolean(true),
            None if matches!(folded.as_str(), "false") => build::boolean(false),
            None => build::text(&text),
        }
    }
}
