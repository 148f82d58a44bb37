//! Which relation a phrase means: decided by the labels on both sides.

use super::super::ast::{Phrase, PhraseKind, Word};
use super::super::error::Error;
use super::super::meaning::{Amount, Fact, Link, Measure, NounId, Range};
use super::super::template;
use super::super::vocabulary::RelationMeaning;
use super::super::ways;
use super::{Candidate, Resolved, Resolver};
use crate::cypher::ast::{Expression, ExpressionKind};
use crate::text::Span;
use crate::value::{NodeId, Value};

/// A relation that a phrase may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Entry of the lexicon's relations.
    pub index: usize,
    /// Whether the noun that is spoken of is its `from`.
    pub forward: bool,
    /// Whether the lexicon lists the phrase for it.
    listed: bool,
    /// How well the labels fit.
    fit: u32,
}

/// Words that may mean any relation between two labels.
const GENERAL: &[&str] =
    &["of", "with", "having", "has", "have", "without", "lacking", "lacks", "lack", "shared by", "shared between", "common to"];

impl Resolver<'_> {
    /// The relations that a phrase may mean between a subject and an object with these labels, the best ones.
    pub(super) fn readings(&self, phrase: Phrase, subject: &[String], object: &[String]) -> Vec<Reading> {
        let spoken = self.spoken(phrase);
        let listed = self.data.vocabulary.find(&spoken).map(|(_, meanings)| meanings.relations.as_slice()).unwrap_or_default();
        let general = !matches!(phrase.kind, PhraseKind::Word(_)) || GENERAL.contains(&spoken.as_str());
        let mut found = Vec::new();
        for (index, relation) in self.data.schema.lexicon.relations.iter().enumerate() {
            for forward in [true, false] {
                let listed = listed.contains(&RelationMeaning { index, forward });
                if !listed && !general {
                    continue;
                }
                let (left, right) = if forward { (&relation.from, &relation.to) } else { (&relation.to, &relation.from) };
                let (left, right) = (self.labels.fit(subject, left), self.labels.fit(object, right));
                if left > 0 && right > 0 {
                    found.push(Reading { index, forward, listed, fit: left + right });
                }
            }
        }
        self.best(found)
    }

    /// A listed phrase wins over an unlisted one, then a default relation over another, then the labels that fit best.
    fn best(&self, mut found: Vec<Reading>) -> Vec<Reading> {
        let relations = &self.data.schema.lexicon.relations;
        let narrow = |found: &mut Vec<Reading>, keep: &dyn Fn(&Reading) -> bool| {
            if found.iter().any(keep) {
                found.retain(|reading| keep(reading));
            }
        };
        narrow(&mut found, &|reading| reading.listed);
        narrow(&mut found, &|reading| relations[reading.index].default);
        let most = found.iter().map(|reading| reading.fit).max();
        narrow(&mut found, &|reading| Some(reading.fit) == most);
        let mut kept: Vec<Reading> = Vec::new();
        for reading in found {
            let same = |other: &Reading| {
                relations[other.index].pattern.text == relations[reading.index].pattern.text && other.forward == reading.forward
            };
            if !kept.iter().any(same) {
                kept.push(reading);
            }
        }
        // A relation of a label with itself, meant by a general word, is read as it is stated.
        if let [first, second] = kept.as_slice()
            && first.index == second.index
            && !first.listed
        {
            kept.truncate(1);
        }
        kept
    }

    /// The phrase as folded words; `without` is `with`.
    fn spoken(&self, phrase: Phrase) -> String {
        let words: Vec<String> = super::super::vocabulary::split(phrase.span.of(self.text)).into_iter().map(|(_, _, word)| word).collect();
        let text = words.join(" ");
        match phrase.kind {
            PhraseKind::Without => "with".to_owned(),
            PhraseKind::General if text.is_empty() => "of".to_owned(),
            PhraseKind::General if matches!(text.as_str(), "has" | "have") => "with".to_owned(),
            _ => text,
        }
    }

    /// Whether a phrase says that several have it together: `shared by`, `common to`, `have in common`.
    pub(super) fn is_sharing(&self, phrase: Phrase) -> bool {
        let text = self.said(phrase.span).to_lowercase();
        text.starts_with("share") || text == "common to" || text.ends_with("in common")
    }

    /// Whether a phrase says that something is had: `with`, `has`, `without`.
    pub(super) fn is_having(&self, phrase: Phrase) -> bool {
        phrase.span.start < phrase.span.end && matches!(self.spoken(phrase).as_str(), "with" | "having")
    }

    /// The one reading of a phrase, or the error that says why there is none or more than one.
    pub(super) fn one_reading(
        &self,
        noun: NounId,
        phrase: Phrase,
        object: &str,
        object_span: Span,
        readings: &[Reading],
        labels: &[String],
    ) -> Resolved<Reading> {
        let subject = self.nouns[noun].plural.clone();
        let span = if phrase.span.start == phrase.span.end { object_span } else { phrase.span };
        match readings {
            [reading] => Ok(*reading),
            [] => Err(Error::DoesNotFit {
                phrase: self.phrase_text(phrase),
                subject,
                object: object.to_owned(),
                help: self.fitting_phrases(noun, object, labels),
                span,
            }),
            _ => {
                let relations = &self.data.schema.lexicon.relations;
                let names: Vec<&str> = readings.iter().map(|reading| relations[reading.index].name.as_str()).collect();
                let phrases: Vec<String> =
                    readings.iter().filter_map(|reading| self.own_phrase(*reading)).map(|phrase| format!("`{phrase}`")).collect();
                Err(Error::AmbiguousPhrase {
                    phrase: self.phrase_text(phrase),
                    between: format!("{subject} and {object}"),
                    readings: names.join(", or "),
                    help: phrases.join(" or "),
                    span,
                })
            }
        }
    }

    /// A phrase for the understood line and for messages.
    pub(super) fn phrase_text(&self, phrase: Phrase) -> String {
        let text = self.said(phrase.span);
        match phrase.kind {
            _ if text.is_empty() => "with".to_owned(),
            _ if self.is_sharing(phrase) => "shared by".to_owned(),
            PhraseKind::Without => "with".to_owned(),
            PhraseKind::General if matches!(text.to_lowercase().as_str(), "has" | "have" | "having") => "with".to_owned(),
            _ => text,
        }
    }

    /// A phrase that means one relation only.
    fn own_phrase(&self, reading: Reading) -> Option<&str> {
        let relation = &self.data.schema.lexicon.relations[reading.index];
        let phrases = if reading.forward { &relation.forward } else { &relation.backward };
        let unshared =
            |phrase: &&String| self.data.vocabulary.find(&phrase.to_lowercase()).is_none_or(|(_, meanings)| meanings.relations.len() == 1);
        phrases.iter().find(unshared).or_else(|| phrases.last()).map(String::as_str)
    }

    /// The phrases that fit between a noun and an object.
    fn fitting_phrases(&self, noun: NounId, object: &str, labels: &[String]) -> Option<String> {
        let subject = self.noun_labels(noun);
        let mut phrases: Vec<String> = Vec::new();
        for relation in &self.data.schema.lexicon.relations {
            for (left, right, words) in
                [(&relation.from, &relation.to, &relation.forward), (&relation.to, &relation.from, &relation.backward)]
            {
                if self.labels.fit(&subject, left) > 0 && self.labels.fit(labels, right) > 0 {
                    phrases.extend(words.iter().take(2).map(|phrase| format!("`{phrase}`")));
                }
            }
        }
        phrases.dedup();
        phrases.truncate(8);
        let noun = &self.nouns[noun].plural;
        (!phrases.is_empty()).then(|| format!("phrases between {noun} and {object}: {}", phrases.join(", ")))
    }

    /// The node of a name and the relation to it: of all nodes with the name those that fit the phrase, of these the lowest rank.
    pub(super) fn read_name(
        &self,
        noun: NounId,
        phrase: Phrase,
        name: Word,
        nodes: Vec<NodeId>,
        inverse: bool,
    ) -> Resolved<(NodeId, Reading)> {
        if nodes.is_empty() {
            return Err(self.unknown_name(name));
        }
        let subject = self.noun_labels(noun);
        let readings = |node: NodeId| {
            let labels = self.node_labels(node);
            let found = if inverse { self.readings(phrase, &labels, &subject) } else { self.readings(phrase, &subject, &labels) };
            found.into_iter().map(|reading| if inverse { reading.turned() } else { reading }).collect::<Vec<_>>()
        };
        let fitting: Vec<NodeId> = nodes.iter().copied().filter(|node| !readings(*node).is_empty()).collect();
        let chosen = if fitting.is_empty() { nodes.into_iter().take(1).collect() } else { self.lowest_rank(fitting) };
        match chosen.as_slice() {
            [node] => {
                let labels = self.node_labels(*node);
                let reading = self.one_reading(noun, phrase, &self.said(name.span), name.span, &readings(*node), &labels)?;
                Ok((*node, reading))
            }
            many => Err(self.ambiguous_name(name, many)),
        }
    }

    /// The link of a reading between two nouns.
    pub(super) fn link(
        &mut self,
        subject: NounId,
        object: NounId,
        reading: Reading,
        phrase: &str,
        inverse: bool,
        span: Span,
    ) -> Resolved<Link> {
        let entry = &self.data.schema.lexicon.relations[reading.index];
        let mut templates = vec![template::pattern(&entry.pattern, &entry.name, span)?];
        let recorded = entry.recorded.as_ref().map(|snippet| template::expression(snippet, &entry.name, span)).transpose()?;
        for option in &self.data.schema.lexicon.options {
            if option.relation == entry.name && self.options.widenings.contains(&option.name) {
                templates.push(template::pattern(&option.also, &option.name, span)?);
                self.note(format!("counted in: {}", option.title));
            }
        }
        let repeats = templates.len() > 1 || self.repeats(&templates[0]);
        let source = entry.source.clone();
        let tie = Some(ways::tie(entry, reading.forward, phrase, inverse));
        let phrase = phrase.to_owned();
        let mut link =
            Link { subject, object, forward: reading.forward, templates, phrase, tie, inverse, source, recorded, known: None, repeats };
        link.known = self.recorded_for_name(&link);
        Ok(link)
    }

    /// Whether a pattern can reach one node in several ways.
    fn repeats(&self, template: &super::super::meaning::Template) -> bool {
        let steps: usize = template.pattern.parts.iter().map(|part| part.element.chain.len()).sum();
        let types = template::types_of(&template.pattern);
        let statistics = self.data.graph.statistics();
        let parallel = |kind: &String| {
            let kind = self.data.graph.catalogue().relationship_type(kind);
            kind.and_then(|kind| statistics.types.get(&kind)).is_some_and(|kind| kind.parallels > 0)
        };
        steps != 1 || types.len() != 1 || types.iter().any(parallel)
    }

    /// Where the relation's recording depends on a property of a named node: whether it is recorded; says so if it is not.
    fn recorded_for_name(&mut self, link: &Link) -> Option<bool> {
        let (side, property) = simple_property(link.recorded.as_ref()?)?;
        let noun = if (side == "from") == link.forward { link.subject } else { link.object };
        let Range::Node { label, key, .. } = &self.nouns[noun].range else { return None };
        let node = self.find_node(label, key)?;
        let recorded = matches!(self.property_of(node, &property), Value::Boolean(true));
        if !recorded {
            let name = self.nouns[noun].singular.clone();
            self.note(format!("not recorded: who is {} {name} is printed nowhere, which is not the same as \"no\"", link.phrase));
        }
        Some(recorded)
    }

    /// A denial, a number or `every` ranges over what is recorded: says how much that is.
    pub(super) fn note_scope(&mut self, fact: &Fact, denied: bool) {
        match fact {
            Fact::Linked(linked) if denied || linked.amount != Amount::Some => self.note_recorded(&linked.link),
            Fact::Extreme { measure: Measure::Count(link), .. } => self.note_recorded(link),
            _ => {}
        }
    }

    /// Says of how many nodes a relation is recorded, if not of all.
    pub(super) fn note_recorded(&mut self, link: &Link) {
        let Some((side, property)) = link.recorded.as_ref().and_then(simple_property) else { return };
        let noun = &self.nouns[if (side == "from") == link.forward { link.subject } else { link.object }];
        let Range::Label(label) = &noun.range else { return };
        let graph = self.data.graph;
        let (Some(label), plural) = (graph.catalogue().label(label), noun.plural.clone()) else { return };
        let mut nodes = Vec::new();
        graph.scan(Some(label), 0, usize::MAX, &mut nodes);
        let recorded = nodes.iter().filter(|node| matches!(self.property_of(**node, &property), Value::Boolean(true))).count();
        if recorded < nodes.len() {
            self.note(format!("recorded for {recorded} of {} {plural} only; of the others the answer says nothing", nodes.len()));
        }
    }

    /// The node that a range names.
    pub(super) fn find_node(&self, label: &str, key: &(String, Expression)) -> Option<NodeId> {
        let catalogue = self.data.graph.catalogue();
        let value = match &key.1.kind {
            ExpressionKind::Literal(crate::cypher::ast::Literal::String(text)) => Value::String(text.clone()),
            ExpressionKind::Literal(crate::cypher::ast::Literal::Integer(number)) => Value::Integer(*number),
            _ => return None,
        };
        self.data.graph.seek(catalogue.label(label)?, catalogue.key(&key.0)?, &value)?
    }

    /// Readings of an object's candidates; the first kind of candidate that fits wins.
    pub(super) fn read_candidates(
        &self,
        noun: NounId,
        phrase: Phrase,
        candidates: &[Candidate],
        inverse: bool,
    ) -> Vec<(Candidate, Vec<Reading>)> {
        let subject = self.noun_labels(noun);
        let mut found = Vec::new();
        for candidate in candidates {
            let labels = self.candidate_labels(candidate);
            let readings = if inverse { self.readings(phrase, &labels, &subject) } else { self.readings(phrase, &subject, &labels) };
            if !readings.is_empty() {
                let turned = readings.into_iter().map(|reading| if inverse { reading.turned() } else { reading }).collect();
                found.push((candidate.clone(), turned));
            }
        }
        found
    }
}

impl Reading {
    /// A relation as it is stated.
    pub(super) fn stated(index: usize, forward: bool) -> Self {
        Self { index, forward, listed: true, fit: 0 }
    }

    /// Whether the lexicon lists the phrase for it.
    pub(super) fn is_listed(&self) -> bool {
        self.listed
    }

    /// How well the labels fit.
    pub(super) fn strength(&self) -> u32 {
        self.fit
    }

    /// The same relation, spoken of from its other side.
    pub(super) fn turned(self) -> Self {
        Self { forward: !self.forward, ..self }
    }
}

/// `to.membership_recorded`: the side and the property.
pub(super) fn simple_property(expression: &Expression) -> Option<(String, String)> {
    let ExpressionKind::Property { of, key } = &expression.kind else { return None };
    let ExpressionKind::Variable(side) = &of.kind else { return None };
    Some((side.to_string(), key.node.to_string()))
}
