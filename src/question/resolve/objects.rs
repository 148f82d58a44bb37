//! The objects of a phrase: each finds its nodes and its relation, and the list joins them.

use super::super::ast::{Mode, Modifier, Object, ObjectKind, Objects, Phrase, PhraseKind, Quantity, Word};
use super::super::build;
use super::super::error::Error;
use super::super::meaning::{Amount, Fact, Linked, NounId, Range};
use super::super::vocabulary::NounMeaning;
use super::reading::Reading;
use super::{Candidate, Resolved, Resolver, denied};
use crate::cypher::ast::{BinaryOperator, ComparisonOperator, UnaryOperator};
use crate::text::Span;
use crate::value::NodeId;

/// How objects stand to their phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relating {
    /// The phrase.
    pub phrase: Phrase,
    /// Whether the objects stand before the phrase ("Russia is in").
    pub inverse: bool,
    /// Whether the relation is denied.
    pub denied: bool,
}

/// A fact, and the nouns to which later conditions may attach.
pub(super) type Opened = (Fact, Vec<NounId>);

impl Resolver<'_> {
    /// Objects in a list (rules 2 and 3).
    pub(super) fn objects(&mut self, noun: NounId, relating: Relating, objects: &Objects) -> Resolved<Opened> {
        let denied_all = relating.denied != (objects.mode == Some(Mode::Neither));
        let mut facts = Vec::new();
        let mut open = Vec::new();
        let mut single = true;
        for (_, object) in &objects.items {
            let (fact, opened, one) = self.object(noun, relating, object)?;
            single &= one;
            facts.push(fact);
            open.extend(opened);
        }
        for fact in &facts {
            self.note_scope(fact, denied_all);
        }
        let or = self.joint_of_objects(&objects.items, objects.span)? || objects.mode == Some(Mode::Either);
        if objects.mode == Some(Mode::Only) {
            let only = self.only(&facts);
            return Ok((if denied_all { denied(only) } else { only }, open));
        }
        let several = facts.len() > 1;
        let both = objects.mode == Some(Mode::Both) || self.is_sharing(relating.phrase);
        let any = or || (several && single && !both);
        if several && single && !or && !both && !denied_all {
            self.note(format!("`{}` means any of them: there is one each", self.said(objects.span)));
        }
        let fact = match (denied_all, several) {
            (false, false) => facts.remove(0),
            (true, false) => denied(facts.remove(0)),
            (false, true) if any => Fact::Any(facts),
            (false, true) => Fact::All(facts),
            (true, true) if both => denied(Fact::All(facts)),
            (true, true) => Fact::All(facts.into_iter().map(denied).collect()),
        };
        Ok((fact, open))
    }

    /// Nothing but these objects.
    fn only(&mut self, facts: &[Fact]) -> Fact {
        let mut all = facts.to_vec();
        let links: Vec<&Linked> =
            facts.iter().filter_map(|fact| if let Fact::Linked(linked) = fact { Some(&**linked) } else { None }).collect();
        let Some(first) = links.first().copied().cloned() else { return Fact::All(all) };
        // Any other node of the relation is not one of the objects.
        let label = match &self.nouns[first.link.object].range {
            Range::Label(label) | Range::Node { label, .. } | Range::Previous { label, .. } => label.clone(),
            Range::Links { .. } => return Fact::All(all),
        };
        let (singular, plural) = self.names_of_label(&label);
        let objects: Vec<NounId> = links.iter().map(|linked| linked.link.object).collect();
        let variable = self.fresh(&singular);
        let is_one = objects.into_iter().map(Fact::Is).map(denied).collect::<Vec<_>>();
        let restrictions =
            is_one.into_iter().map(|fact| super::Clause { or: false, fact, span: Span::default(), text: "other".to_owned() }).collect();
        let depth = self.nouns[first.link.object].depth;
        let other = self.add(super::Noun {
            singular,
            plural,
            variable,
            range: Range::Label(label),
            own: Vec::new(),
            restrictions,
            clauses: Vec::new(),
            depth,
            same: None,
        });
        let link = super::super::meaning::Link { object: other, ..first.link };
        all.push(Fact::Linked(Box::new(Linked { link, amount: Amount::No })));
        Fact::All(all)
    }

    /// One object: its fact, its nouns, and whether the relation has at most one value here.
    fn object(&mut self, noun: NounId, relating: Relating, object: &Object) -> Resolved<(Fact, Vec<NounId>, bool)> {
        Self::check_depth(self.nouns[noun].depth + 1, object.span)?;
        if let Some(fact) = self.stated_in(noun, relating, object) {
            return Ok((fact, Vec::new(), false));
        }
        if let Range::Links { .. } = self.nouns[noun].range {
            let (fact, open) = self.end_of_link(noun, object)?;
            return Ok((fact, open, false));
        }
        match &object.kind {
            ObjectKind::Valued { no, word } => {
                let fact = self.valued(noun, relating.phrase, *word, object.span)?;
                Ok((if *no { denied(fact) } else { fact }, Vec::new(), false))
            }
            ObjectKind::Bracket { quantity, objects, conditions } => self.bracket(noun, relating, *quantity, objects, conditions),
            ObjectKind::Same { word, other } => {
                let fact = self.same_as(noun, Some(relating.phrase), *word, other.as_deref(), object.span)?;
                Ok((fact, Vec::new(), false))
            }
            ObjectKind::Name { noun: Some(own), .. } if self.saved_meaning(*own).is_some() => {
                self.argument = super::saved::argument_object(object, self.text, self.words);
                let phrase = super::super::ast::NounPhrase { indefinite: false, modifiers: Vec::new(), noun: *own, span: object.span };
                let kind = ObjectKind::Phrase { quantity: None, phrase };
                self.object(noun, relating, &Object { kind, span: object.span })
            }
            ObjectKind::Name { noun: own, name } => self.named_object(noun, relating, *name, *own, object.span),
            ObjectKind::Text(name) => self.named_object(noun, relating, *name, None, object.span),
            ObjectKind::Phrase { quantity, phrase } => {
                let candidates: Vec<Candidate> = self.noun_meanings(phrase.noun).into_iter().map(Candidate::Entry).collect();
                let found = self.read_candidates(noun, relating.phrase, &candidates, relating.inverse);
                if found.is_empty() {
                    return self.instead_of_phrase(noun, relating, *quantity, object, &candidates);
                }
                let (candidate, reading) = self.one_candidate(noun, relating.phrase, found, phrase.noun.span)?;
                self.linked_phrase(noun, relating, *quantity, phrase, &candidate, reading)
            }
        }
    }

    /// `according to Appendix D`, where no relation of the data says so: the place stands in the source.
    fn stated_in(&self, noun: NounId, relating: Relating, object: &Object) -> Option<Fact> {
        let (ObjectKind::Name { name, .. } | ObjectKind::Text(name)) = &object.kind else { return None };
        if !self.phrase_text(relating.phrase).eq_ignore_ascii_case("according to") {
            return None;
        }
        let subject = self.noun_labels(noun);
        let nodes = self.name_candidates(*name, None);
        if nodes.iter().any(|node| !self.readings(relating.phrase, &subject, &self.node_labels(*node)).is_empty()) {
            return None;
        }
        let source = build::property(build::variable(&self.nouns[noun].variable), "source");
        let place = nodes.first().map_or_else(|| self.literal_text(*name), |node| self.shown_name(*node));
        let expression = build::binary(source, BinaryOperator::Contains, build::text(&place));
        Some(Fact::Condition { expression, text: format!("according to {place}") })
    }

    /// `with a deadline`: the attribute has a value.
    fn valued(&self, noun: NounId, phrase: Phrase, word: Word, span: Span) -> Resolved<Fact> {
        let Some(value) = self.attribute(noun, word).filter(|_| self.is_having(phrase)) else {
            return Err(match phrase.kind {
                PhraseKind::Word(_) => self.unknown_name(word),
                _ => self.unknown_attribute(noun, word),
            });
        };
        // What is true or false is had where it is true.
        let expression = if self.is_boolean(noun, word) { value } else { build::unary(UnaryOperator::IsNotNull, value) };
        Ok(Fact::Condition { expression, text: format!("with {}", self.said(span)) })
    }

    /// A noun that does not fit may be a name, an attribute, or count links themselves.
    fn instead_of_phrase(
        &mut self,
        noun: NounId,
        relating: Relating,
        quantity: Option<Quantity>,
        object: &Object,
        candidates: &[Candidate],
    ) -> Resolved<(Fact, Vec<NounId>, bool)> {
        let ObjectKind::Phrase { phrase, .. } = &object.kind else { return Err(Error::QuantityWithoutNoun { span: object.span }) };
        if quantity.is_none() && phrase.modifiers.is_empty() {
            let nodes = self.name_candidates(phrase.noun, None);
            if !nodes.is_empty() {
                let (node, reading) = self.read_name(noun, relating.phrase, phrase.noun, nodes, relating.inverse)?;
                return self.linked_node(noun, relating, node, reading, object.span);
            }
        }
        if matches!(quantity, None | Some(Quantity::Any | Quantity::No)) && phrase.modifiers.is_empty() {
            let fact = self.valued(noun, relating.phrase, phrase.noun, object.span);
            if let Ok(fact) = fact {
                return Ok((if quantity == Some(Quantity::No) { denied(fact) } else { fact }, Vec::new(), false));
            }
        }
        for candidate in candidates {
            let Candidate::Entry(NounMeaning::Relation(index)) = candidate else { continue };
            let relation = &self.data.schema.lexicon.relations[*index];
            let subject = self.noun_labels(noun);
            let forward = self.labels.fit(&subject, &relation.from) >= self.labels.fit(&subject, &relation.to);
            let other = if forward { &relation.to } else { &relation.from };
            let Some(label) = other.first().cloned() else { continue };
            // `with a WCO mark`: the name is the other end.
            if let [Modifier::Name(name)] = phrase.modifiers.as_slice() {
                let nodes = self.name_candidates(*name, None);
                let fitting = nodes.into_iter().filter(|node| self.labels.fit(&self.node_labels(*node), other) > 0).collect();
                if let [node] = *self.lowest_rank(fitting) {
                    let (fact, open, single) = self.linked_node(noun, relating, node, Reading::stated(*index, forward), object.span)?;
                    return Ok((if quantity == Some(Quantity::No) { denied(fact) } else { fact }, open, single));
                }
                continue;
            }
            let entry = self.data.schema.lexicon.nouns.iter().position(|entry| entry.label == label);
            if let Some(entry) = entry {
                let (word, plural) = (relation.noun.first().cloned(), relation.noun.get(1).cloned());
                let reading = Reading::stated(*index, forward);
                let candidate = Candidate::Entry(NounMeaning::Entry(entry));
                let outcome = self.linked_phrase(noun, relating, quantity, phrase, &candidate, reading)?;
                if let Some(object) = self.nouns.last_mut() {
                    object.singular = word.unwrap_or_default();
                    object.plural = plural.unwrap_or_default();
                }
                return Ok(outcome);
            }
        }
        let labels: Vec<String> = candidates.iter().flat_map(|candidate| self.candidate_labels(candidate)).collect();
        Err(self
            .one_reading(noun, relating.phrase, &self.said(phrase.span), phrase.span, &[], &labels)
            .err()
            .unwrap_or(Error::QuantityWithoutNoun { span: object.span }))
    }

    /// The one candidate with its one reading.
    pub(super) fn one_candidate(
        &self,
        noun: NounId,
        phrase: Phrase,
        found: Vec<(Candidate, Vec<Reading>)>,
        span: Span,
    ) -> Resolved<(Candidate, Reading)> {
        let best = found.iter().flat_map(|(_, readings)| readings).map(Reading::weight).max();
        let mut kept = found;
        kept.retain(|(_, readings)| readings.iter().map(Reading::weight).max() == best);
        let several = kept.len() > 1;
        let Some((candidate, readings)) = kept.into_iter().next() else { return Err(Error::QuantityWithoutNoun { span }) };
        let labels = self.candidate_labels(&candidate);
        if several {
            return Err(Error::AmbiguousNoun { noun: format!("`{}`", self.said(span)), readings: labels.join("; "), span });
        }
        let reading = self.one_reading(noun, phrase, &self.said(span), span, &readings, &labels)?;
        Ok((candidate, reading))
    }

    /// A relation to a named node.
    pub(super) fn linked_node(
        &mut self,
        noun: NounId,
        relating: Relating,
        node: NodeId,
        reading: Reading,
        span: Span,
    ) -> Resolved<(Fact, Vec<NounId>, bool)> {
        let object = self.node_noun(node, self.nouns[noun].depth + 1);
        let phrase = self.phrase_text(relating.phrase);
        let link = self.link(noun, object, reading, &phrase, relating.inverse, span)?;
        let single = reading.forward && self.data.schema.lexicon.relations[reading.index].single;
        Ok((Fact::Linked(Box::new(Linked { link, amount: Amount::Some })), Vec::new(), single))
    }

    /// A relation to the nodes of a noun phrase.
    fn linked_phrase(
        &mut self,
        noun: NounId,
        relating: Relating,
        quantity: Option<Quantity>,
        phrase: &super::super::ast::NounPhrase,
        candidate: &Candidate,
        reading: Reading,
    ) -> Resolved<(Fact, Vec<NounId>, bool)> {
        let Candidate::Entry(meaning) = candidate else { return Err(Error::QuantityWithoutNoun { span: phrase.span }) };
        let object = self.entry_noun(*meaning, self.nouns[noun].depth + 1, phrase.noun.span)?;
        self.modifiers(object, phrase)?;
        let text = self.phrase_text(relating.phrase);
        let link = self.link(noun, object, reading, &text, relating.inverse, phrase.span)?;
        let single = quantity.is_none() && reading.forward && self.data.schema.lexicon.relations[reading.index].single;
        Ok((Self::counted(link, quantity), vec![object], single))
    }

    /// The fact of a relation and a quantity.
    fn counted(link: super::super::meaning::Link, quantity: Option<Quantity>) -> Fact {
        let amount = match quantity {
            None | Some(Quantity::Any | Quantity::AtLeast(1)) => Amount::Some,
            Some(Quantity::No | Quantity::AtMost(0) | Quantity::Exactly(0)) => Amount::No,
            Some(Quantity::Every) => Amount::Every,
            Some(Quantity::AtLeast(count)) => Amount::Number(ComparisonOperator::GreaterOrEqual, count),
            Some(Quantity::AtMost(count)) => Amount::Number(ComparisonOperator::LessOrEqual, count),
            Some(Quantity::Exactly(count)) => Amount::Number(ComparisonOperator::Equal, count),
            Some(quantity @ (Quantity::Most | Quantity::Fewest)) => {
                let noun = link.subject;
                let measure = super::super::meaning::Measure::Count(link);
                return Fact::Extreme { measure, noun, least: quantity == Quantity::Fewest, count: 1 };
            }
        };
        Fact::Linked(Box::new(Linked { link, amount }))
    }

    /// Objects in parentheses: with a quantity they are one noun, without one a list of their own.
    fn bracket(
        &mut self,
        noun: NounId,
        relating: Relating,
        quantity: Option<Quantity>,
        objects: &Objects,
        conditions: &[super::Condition],
    ) -> Resolved<(Fact, Vec<NounId>, bool)> {
        if let (Some(quantity), [(None, only)]) = (quantity, objects.items.as_slice()) {
            let ObjectKind::Phrase { quantity: None, phrase } = &only.kind else {
                return Err(Error::QuantityWithoutNoun { span: only.span });
            };
            let inner = Object { kind: ObjectKind::Phrase { quantity: Some(quantity), phrase: phrase.clone() }, span: only.span };
            let (fact, open, single) = self.object(noun, relating, &inner)?;
            if let Some(object) = open.first() {
                self.conditions(*object, conditions)?;
            }
            return Ok((fact, Vec::new(), single));
        }
        if quantity.is_some() {
            return Err(Error::QuantityWithoutNoun { span: objects.span });
        }
        let (fact, open) = self.objects(noun, Relating { denied: false, ..relating }, objects)?;
        if let Some(last) = open.last() {
            let clauses = self.clauses(*last, conditions, open.clone())?;
            self.nouns[*last].clauses.extend(clauses);
        } else if let Some(condition) = conditions.first() {
            return Err(Error::ConditionDoesNotFit {
                condition: self.said(condition.span),
                subject: self.said(objects.span),
                help: Some("names take no conditions".to_owned()),
                span: condition.span,
            });
        }
        Ok((fact, Vec::new(), false))
    }

    /// An object of links: the end whose label fits.
    fn end_of_link(&mut self, link: NounId, object: &Object) -> Resolved<Opened> {
        let Range::Links { from, to, .. } = &self.nouns[link].range else { return Err(Error::QuantityWithoutNoun { span: object.span }) };
        let ends = [(true, from.clone()), (false, to.clone())];
        let depth = self.nouns[link].depth + 1;
        let candidates: Vec<Candidate> = match &object.kind {
            ObjectKind::Name { noun, name } => {
                self.lowest_rank(self.name_candidates(*name, *noun)).into_iter().map(Candidate::Node).collect()
            }
            ObjectKind::Text(name) => self.lowest_rank(self.name_candidates(*name, None)).into_iter().map(Candidate::Node).collect(),
            ObjectKind::Phrase { quantity: None, phrase } => self.noun_meanings(phrase.noun).into_iter().map(Candidate::Entry).collect(),
            _ => return Err(Error::QuantityWithoutNoun { span: object.span }),
        };
        for candidate in candidates {
            let labels = self.candidate_labels(&candidate);
            for (is_from, label) in &ends {
                if self.labels.fit(&labels, std::slice::from_ref(label)) == 0 {
                    continue;
                }
                let noun = match (&candidate, &object.kind) {
                    (Candidate::Node(node), _) => self.node_noun(*node, depth),
                    (Candidate::Entry(meaning), ObjectKind::Phrase { phrase, .. }) => {
                        let noun = self.entry_noun(*meaning, depth, phrase.noun.span)?;
                        self.modifiers(noun, phrase)?;
                        noun
                    }
                    _ => continue,
                };
                return Ok((Fact::End { from: *is_from, noun }, vec![noun]));
            }
        }
        Err(Error::DoesNotFit {
            phrase: "of".to_owned(),
            subject: self.nouns[link].plural.clone(),
            object: self.said(object.span),
            help: None,
            span: object.span,
        })
    }
}

impl Reading {
    /// How strongly a reading is meant, against readings of other nouns.
    fn weight(&self) -> (bool, u32) {
        (self.is_listed(), self.strength())
    }
}
