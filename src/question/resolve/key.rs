//! Attributes, and the numbers and names that group, order or are shown.

use super::super::ast::{Aggregate, Key, KeyKind, NounPhrase, Phrase, PhraseKind, Word};
use super::super::build;
use super::super::error::Error;
use super::super::meaning::{Link, Measure, NounId, Value};
use super::super::template;
use super::super::vocabulary::{AttributeMeaning, Meanings, Owner};
use super::{Candidate, Resolved, Resolver};
use crate::cypher::ast::Expression;
use crate::diagnose::did_you_mean;
use crate::schema::{Property, Scalar};
use crate::text::Span;

impl Resolver<'_> {
    /// Whether nodes with a label have an attribute of this word.
    pub(super) fn has_attribute(&self, meanings: &Meanings, label: &str) -> bool {
        let labels = [label];
        meanings.attributes.iter().any(|meaning| match meaning {
            AttributeMeaning::Entry(index) => {
                self.labels.fit(&labels, std::slice::from_ref(&self.data.schema.lexicon.attributes[*index].label)) > 0
            }
            AttributeMeaning::Property { owner: Owner::Label(owner), .. } => self.labels.fit(&labels, std::slice::from_ref(owner)) > 0,
            AttributeMeaning::Property { .. } => false,
        })
    }

    /// The meaning of an attribute for a noun: the label that fits best, an entry of the lexicon before a plain property.
    fn attribute_meaning(&self, noun: NounId, word: Word) -> Option<AttributeMeaning> {
        let labels = self.noun_labels(noun);
        let types = self.noun_types(noun);
        let meanings = self.meanings(word)?;
        let mut best: Option<(u32, AttributeMeaning)> = None;
        for meaning in &meanings.attributes {
            let fit = match meaning {
                AttributeMeaning::Entry(index) => {
                    4 * self.labels.fit(&labels, std::slice::from_ref(&self.data.schema.lexicon.attributes[*index].label)) + 1
                }
                AttributeMeaning::Property { owner: Owner::Label(owner), .. } => 4 * self.labels.fit(&labels, std::slice::from_ref(owner)),
                AttributeMeaning::Property { owner: Owner::Type(kind), .. } => 4 * u32::from(types.contains(kind)),
            };
            if fit > 3 && best.as_ref().is_none_or(|(other, _)| fit > *other) {
                best = Some((fit, meaning.clone()));
            }
        }
        best.map(|(_, meaning)| meaning)
    }

    /// An attribute of a noun as an expression.
    pub(super) fn attribute(&self, noun: NounId, word: Word) -> Option<Expression> {
        let variable = &self.nouns[noun].variable;
        match self.attribute_meaning(noun, word)? {
            AttributeMeaning::Entry(index) => {
                let entry = &self.data.schema.lexicon.attributes[index];
                let tree = template::expression(&entry.value, &self.said(word.span), word.span).ok()?;
                Some(self.about(&tree, variable))
            }
            AttributeMeaning::Property { property, .. } => Some(build::property(build::variable(variable), &property)),
        }
    }

    /// What the schema states about a key that is a property.
    fn property(&self, noun: NounId, key: &Key) -> Option<&Property> {
        let KeyKind::Word(word) = key.kind else { return None };
        match self.attribute_meaning(noun, word)? {
            AttributeMeaning::Property { owner: Owner::Label(label), property } => self.data.schema.property(&label, &property),
            AttributeMeaning::Property { owner: Owner::Type(kind), property } => self.data.schema.relationship_property(&kind, &property),
            AttributeMeaning::Entry(_) => None,
        }
    }

    /// All values that a key may have, where the schema states them.
    pub(super) fn values_of(&self, noun: NounId, key: &Key) -> Vec<String> {
        self.property(noun, key).map(|property| property.values.clone()).unwrap_or_default()
    }

    /// Whether a word is a property that is true or false.
    pub(super) fn is_boolean(&self, noun: NounId, word: Word) -> bool {
        let key = Key { aggregate: None, kind: KeyKind::Word(word), span: word.span };
        self.property(noun, &key).is_some_and(|property| property.kind.scalar == Scalar::Boolean)
    }

    /// Whether a key is a property that holds a list.
    pub(super) fn is_list(&self, noun: NounId, key: &Key) -> bool {
        self.property(noun, key).is_some_and(|property| property.kind.list)
    }

    /// A number or value that belongs to each node.
    pub(super) fn measure(&mut self, noun: NounId, key: &Key) -> Resolved<Measure> {
        match &key.kind {
            KeyKind::Count(phrase) => Ok(Measure::Count(self.related_link(noun, phrase)?)),
            KeyKind::Centrality(centrality) => Ok(self.centrality(noun, centrality, key.span)?.0),
            KeyKind::Word(word) => match self.attribute(noun, *word) {
                Some(expression) => Ok(Measure::Value { expression, name: self.said(word.span) }),
                None => Err(self.unknown_attribute(noun, *word)),
            },
        }
    }

    /// A number or value; a noun means how many of them there are.
    pub(super) fn measure_or_count(&mut self, noun: NounId, key: &Key) -> Resolved<Measure> {
        match &key.kind {
            KeyKind::Word(word) if self.attribute(noun, *word).is_none() && !self.noun_meanings(*word).is_empty() => {
                let phrase = NounPhrase { indefinite: false, modifiers: Vec::new(), noun: *word, span: word.span };
                Ok(Measure::Count(self.related_link(noun, &phrase)?))
            }
            _ => self.measure(noun, key),
        }
    }

    /// A value to show, to order by or to group by: an attribute, a number, or the names of related nodes.
    pub(super) fn value_of_key(&mut self, noun: NounId, key: &Key) -> Resolved<(Value, String)> {
        let spelled = self.said(key.span);
        match &key.kind {
            KeyKind::Count(phrase) => {
                let link = self.related_link(noun, phrase)?;
                let name = format!("number of {}", self.said(phrase.span));
                Ok((Value::Measure(Measure::Count(link)), name))
            }
            KeyKind::Centrality(centrality) => {
                let (measure, name) = self.centrality(noun, centrality, key.span)?;
                Ok((Value::Measure(measure), name))
            }
            KeyKind::Word(word) => {
                if let Some(expression) = self.attribute(noun, *word) {
                    return Ok((Value::Measure(Measure::Value { expression, name: spelled.clone() }), spelled));
                }
                if self.noun_meanings(*word).is_empty() {
                    return Err(self.unknown_attribute(noun, *word));
                }
                let phrase = NounPhrase { indefinite: false, modifiers: Vec::new(), noun: *word, span: word.span };
                let link = self.related_link(noun, &phrase).map_err(|error| match error {
                    Error::DoesNotFit { .. } => self.unknown_attribute(noun, *word),
                    other => other,
                })?;
                Ok((Value::Names(link), spelled))
            }
        }
    }

    /// No phrase, in front of a place: any relation between two labels.
    pub(super) fn general(before: Span) -> Phrase {
        Phrase { kind: PhraseKind::General, span: Span { start: before.start, end: before.start } }
    }

    /// The default relation to the nodes of a noun phrase.
    pub(super) fn related_link(&mut self, noun: NounId, phrase: &NounPhrase) -> Resolved<Link> {
        self.related_by(noun, Self::general(phrase.span), phrase)
    }

    /// The relation that a phrase means to the nodes of a noun phrase.
    pub(super) fn related_by(&mut self, noun: NounId, relation: Phrase, phrase: &NounPhrase) -> Resolved<Link> {
        let candidates: Vec<Candidate> = self.noun_meanings(phrase.noun).into_iter().map(Candidate::Entry).collect();
        let mut found = self.read_candidates(noun, relation, &candidates, false);
        // `forums with a chair`: what `with` means is what belongs to them.
        for (_, readings) in &mut found {
            if readings.len() > 1 && !matches!(relation.kind, PhraseKind::Word(_)) {
                readings.truncate(1);
            }
        }
        if found.is_empty() {
            let labels: Vec<String> = candidates.iter().flat_map(|candidate| self.candidate_labels(candidate)).collect();
            self.one_reading(noun, relation, &self.said(phrase.span), phrase.span, &[], &labels)?;
        }
        let (candidate, reading) = self.one_candidate(noun, relation, found, phrase.noun.span)?;
        let Candidate::Entry(meaning) = candidate else { return Err(self.unknown_attribute(noun, phrase.noun)) };
        let object = self.entry_noun(meaning, self.nouns[noun].depth + 1, phrase.noun.span)?;
        self.modifiers(object, phrase)?;
        self.link(noun, object, reading, "of", false, phrase.span)
    }

    pub(super) fn unknown_attribute(&self, noun: NounId, word: Word) -> Error {
        let labels = self.noun_labels(noun);
        let text = self.said(word.span);
        let mut known: Vec<String> = Vec::new();
        for label in &labels {
            let entries = self.data.schema.lexicon.attributes.iter().filter(|entry| entry.label == *label);
            known.extend(entries.filter_map(|entry| entry.words.first().cloned()));
            if let Some(label) = self.data.schema.labels.get(label) {
                known.extend(label.properties.keys().map(|name| name.replace('_', " ")));
            }
        }
        let help = did_you_mean(&text, known.iter().map(String::as_str)).or_else(|| {
            (!known.is_empty()).then(|| format!("attributes: {}", known.iter().take(12).cloned().collect::<Vec<_>>().join(", ")))
        });
        Error::UnknownAttribute { word: text, noun: self.nouns[noun].plural.clone(), help, span: word.span }
    }

    /// The Cypher function that makes one value of several.
    pub(super) fn function(aggregate: Aggregate) -> (&'static str, &'static str) {
        match aggregate {
            Aggregate::Average => ("avg", "average"),
            Aggregate::Sum => ("sum", "sum of"),
            Aggregate::Minimum => ("min", "minimum"),
            Aggregate::Maximum => ("max", "maximum"),
        }
    }
}
