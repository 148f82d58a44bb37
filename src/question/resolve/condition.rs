//! One condition on one noun.

use super::super::ast::{Condition, ObjectKind, Objects, Phrase, PhraseKind, Quantity, Test, Word};
use super::super::error::Error;
use super::super::meaning::{Clause, Fact, Link, NounId, Range};
use super::super::template;
use super::super::vocabulary::NounMeaning;
use super::objects::{Opened, Relating};
use super::{Candidate, Resolved, Resolver, denied};

impl Condition {
    /// Whether it compares the two of a pair.
    pub(super) fn compares_pair(&self) -> bool {
        let same = |objects: &Objects| objects.items.iter().any(|(_, object)| matches!(object.kind, ObjectKind::Same { other: None, .. }));
        match &self.test {
            Test::Sharing { with, .. } => with.is_none(),
            Test::Related { objects, .. } | Test::Inverse { objects, .. } => same(objects),
            _ => false,
        }
    }
}

impl Resolver<'_> {
    /// What a condition says of a noun, and the nouns to which later conditions may attach.
    pub(super) fn condition(&mut self, noun: NounId, condition: &Condition) -> Resolved<Opened> {
        let denied_here = condition.negated;
        match &condition.test {
            Test::Group(conditions) => {
                let clauses = self.clauses(noun, conditions, vec![noun])?;
                self.check_clauses(&clauses)?;
                let fact = joined(clauses);
                Ok((if denied_here { denied(fact) } else { fact }, Vec::new()))
            }
            Test::Related { relation, objects } => {
                let denied = denied_here != (relation.kind == PhraseKind::Without);
                self.related(noun, Relating { phrase: *relation, inverse: false, denied }, objects)
            }
            Test::Inverse { objects, relation: Some(phrase), negated } => {
                let phrase = if phrase.kind == PhraseKind::Before { self.phrase_before(phrase.span)? } else { *phrase };
                let phrase = &phrase;
                self.objects(noun, Relating { phrase: *phrase, inverse: true, denied: denied_here != *negated }, objects)
            }
            Test::Inverse { objects, relation: None, .. } => self.kind(noun, objects, denied_here, condition),
            Test::Sharing { what, with } => {
                let fact = self.sharing(noun, what, with.as_ref())?;
                Ok((if denied_here { denied(fact) } else { fact }, Vec::new()))
            }
            Test::Comparisons(comparisons) => {
                let fact = self.comparisons(noun, comparisons, condition.span)?;
                Ok((if denied_here { denied(fact) } else { fact }, Vec::new()))
            }
            Test::Outnumbers(stated) => {
                let fact = self.outnumbers(noun, stated)?;
                Ok((if denied_here { denied(fact) } else { fact }, Vec::new()))
            }
            Test::Superlative { greatest, key } => {
                let measure = self.measure_or_count(noun, key)?;
                Ok((Fact::Extreme { measure, noun, least: !greatest, count: 1 }, Vec::new()))
            }
            Test::Predicate(word) => {
                let (fact, opened) = self.predicate(noun, *word)?;
                Ok((if denied_here { denied(fact) } else { fact }, opened))
            }
            Test::Adjectives(adjectives) => Ok((self.adjectives(noun, adjectives, denied_here)?, Vec::new())),
        }
    }

    /// The phrase that `(but India) is not` repeats.
    fn phrase_before(&self, span: crate::text::Span) -> Resolved<Phrase> {
        self.inverse.ok_or(Error::Misplaced {
            what: "this without a relation",
            help: "say the relation again: `but India is not in`",
            span,
        })
    }

    /// A relation; `with the same …` needs no relation of its own.
    fn related(&mut self, noun: NounId, relating: Relating, objects: &Objects) -> Resolved<Opened> {
        self.objects(noun, relating, objects)
    }

    /// `on the negotiation list`, and the noun that complements speak of.
    fn predicate(&mut self, noun: NounId, word: Word) -> Resolved<Opened> {
        let labels = self.noun_labels(noun);
        let lexicon = &self.data.schema.lexicon;
        let known: Vec<usize> = self.meanings(word).map(|meanings| meanings.predicates.clone()).unwrap_or_default();
        let mut fitting: Vec<(u32, usize)> =
            known.iter().map(|index| (self.labels.fit(&labels, &lexicon.predicates[*index].from), *index)).collect();
        fitting.retain(|(fit, _)| *fit > 0);
        let best = fitting.iter().map(|(fit, _)| *fit).max();
        let text = self.said(word.span);
        let Some((_, index)) = fitting.into_iter().find(|(fit, _)| Some(*fit) == best) else {
            let expected: Vec<String> =
                known.iter().flat_map(|index| lexicon.predicates[*index].from.iter().map(|label| self.names_of_label(label).1)).collect();
            return Err(Error::ConditionDoesNotFit {
                condition: text,
                subject: self.nouns[noun].plural.clone(),
                help: (!expected.is_empty()).then(|| format!("it is said of {}", expected.join(", "))),
                span: word.span,
            });
        };
        let entry = &lexicon.predicates[index];
        if let Some(condition) = &entry.condition {
            let tree = template::expression(condition, &text, word.span)?;
            let expression = self.about(&tree, &self.nouns[noun].variable);
            return Ok((Fact::Condition { expression, text }, Vec::new()));
        }
        let Some(snippet) = &entry.pattern else {
            return Err(Error::BrokenEntry { entry: text, reason: "it has neither `pattern` nor `where`".to_owned(), span: word.span });
        };
        let parsed = template::pattern(snippet, &text, word.span)?;
        let label = template::label_of(&parsed.pattern, "to");
        let recorded = entry.recorded.as_ref().map(|snippet| template::expression(snippet, &text, word.span)).transpose()?;
        let source = entry.source.clone();
        let depth = self.nouns[noun].depth + 1;
        Self::check_depth(depth, word.span)?;
        let object = self.implied(label.clone(), depth);
        let link = Link {
            subject: noun,
            object,
            forward: true,
            templates: vec![parsed],
            phrase: text,
            tie: None,
            inverse: false,
            source,
            recorded,
            known: None,
            repeats: true,
        };
        let opened = if label.is_some() { vec![object] } else { Vec::new() };
        Ok((Fact::Linked(Box::new(super::super::meaning::Linked { link, amount: super::super::meaning::Amount::Some })), opened))
    }

    /// The noun that a predicate's complements speak of.
    pub(super) fn implied(&mut self, label: Option<String>, depth: usize) -> NounId {
        let (singular, plural) = label.as_deref().map_or_else(|| ("it".to_owned(), "them".to_owned()), |label| self.names_of_label(label));
        let variable = self.fresh(&singular);
        self.add(super::Noun {
            singular,
            plural,
            variable,
            range: Range::Label(label.unwrap_or_default()),
            own: Vec::new(),
            restrictions: Vec::new(),
            clauses: Vec::new(),
            depth,
            same: None,
        })
    }

    /// `(but not) partners`, `(that are) core`: what the noun is.
    fn kind(&mut self, noun: NounId, objects: &Objects, denied_here: bool, condition: &Condition) -> Resolved<Opened> {
        let denied_all = denied_here != (objects.mode == Some(super::super::ast::Mode::Neither));
        let mut facts = Vec::new();
        let mut open = Vec::new();
        for (_, object) in &objects.items {
            let (fact, opened) = self.one_kind(noun, &object.kind, condition)?;
            facts.push(fact);
            open.extend(opened);
        }
        let or = self.joint_of_objects(&objects.items, objects.span)?;
        if facts.len() == 1 {
            let fact = facts.remove(0);
            return Ok((if denied_all { denied(fact) } else { fact }, open));
        }
        Ok((
            match (denied_all, or) {
                (true, _) => Fact::All(facts.into_iter().map(denied).collect()),
                (false, true) => Fact::Any(facts),
                (false, false) => Fact::All(facts),
            },
            open,
        ))
    }

    fn one_kind(&mut self, noun: NounId, kind: &ObjectKind, condition: &Condition) -> Resolved<Opened> {
        let labels = self.noun_labels(noun);
        let depth = self.nouns[noun].depth + 1;
        match kind {
            ObjectKind::Phrase { quantity: None | Some(Quantity::Any), phrase } => {
                let meanings = self.noun_meanings(phrase.noun);
                for meaning in meanings {
                    let candidate = self.candidate_labels(&Candidate::Entry(meaning));
                    if matches!(meaning, NounMeaning::Entry(_)) && self.labels.fit(&labels, &candidate) > 0 {
                        let object = self.entry_noun(meaning, depth, phrase.noun.span)?;
                        self.nouns[object].same = Some(noun);
                        self.modifiers(object, phrase)?;
                        return Ok((Fact::Is(object), vec![object]));
                    }
                }
                if let Some(fact) = self.as_adjective(noun, phrase.noun, phrase.modifiers.is_empty()) {
                    return Ok((fact, Vec::new()));
                }
            }
            ObjectKind::Name { name, noun: own } => {
                let nodes = self.lowest_rank(self.name_candidates(*name, *own));
                let fitting: Vec<_> = nodes.into_iter().filter(|node| self.labels.fit(&labels, &self.node_labels(*node)) > 0).collect();
                if let ([_], Range::Node { .. }) = (fitting.as_slice(), &self.nouns[noun].range) {
                    let help = "ask about one thing after the other, or about the nodes of a noun";
                    return Err(Error::Misplaced { what: "a second name", help, span: name.span });
                }
                if let [node] = fitting.as_slice() {
                    let object = self.node_noun(*node, depth);
                    return Ok((Fact::Is(object), Vec::new()));
                }
                if let Some(fact) = self.as_adjective(noun, *name, own.is_none()) {
                    return Ok((fact, Vec::new()));
                }
            }
            ObjectKind::Valued { no: false, word } if self.phrase.is_none() => {
                if let Some(fact) = self.as_adjective(noun, *word, true) {
                    return Ok((fact, Vec::new()));
                }
            }
            _ => {}
        }
        if let (ObjectKind::Phrase { quantity: Some(Quantity::Every), .. }, None) = (kind, self.phrase) {
            // `(which partners) is every objective …`: what follows would not be said of every one.
            return Err(self.says_nothing(noun, condition));
        }
        // After a joint the phrase before is repeated (`in WTO but not APEC`); else it is the relation between the labels, if there is one.
        let nothing = crate::text::Span { start: condition.span.start, end: condition.span.start };
        let general = Phrase { kind: PhraseKind::General, span: nothing };
        let phrase = self.phrase.unwrap_or(general);
        let object = super::super::ast::Object { kind: kind.clone(), span: condition.span };
        let objects = Objects { mode: None, items: vec![(None, object)], span: condition.span };
        let mut outcome = self.objects(noun, Relating { phrase, inverse: false, denied: false }, &objects);
        // The phrase before may have belonged to a noun inside (`an objective on X but no indicator`).
        if let (Some(_), Err(Error::DoesNotFit { .. })) = (self.phrase, &outcome) {
            outcome = self.objects(noun, Relating { phrase: general, inverse: false, denied: false }, &objects).or(outcome);
        }
        outcome.map_err(|error| match error {
            Error::DoesNotFit { .. } => self.says_nothing(noun, condition),
            other => other,
        })
    }

    fn says_nothing(&self, noun: NounId, condition: &Condition) -> Error {
        let help = Some("say how they are related, by a phrase such as `with`, `without` or `of`".to_owned());
        Error::ConditionDoesNotFit {
            condition: self.said(condition.span),
            subject: self.nouns[noun].plural.clone(),
            help,
            span: condition.span,
        }
    }

    /// A noun, a name or a property whose word is an adjective as well.
    fn as_adjective(&mut self, noun: NounId, word: Word, alone: bool) -> Option<Fact> {
        let is_one = self.meanings(word).is_some_and(|meanings| !meanings.adjectives.is_empty());
        if !alone || !is_one {
            return None;
        }
        let adjective = super::super::ast::Adjective { negated: false, word };
        let list = super::super::ast::Adjectives { items: vec![(None, adjective)], span: word.span };
        self.adjectives(noun, &list, false).ok()
    }
}

/// The conditions that hold of each node of a pair by itself.
pub(super) fn without_comparison(conditions: &[Condition]) -> Vec<Condition> {
    conditions.iter().filter(|condition| !condition.compares_pair()).cloned().collect()
}

/// The fact that conditions of one level say together; their joints were checked to be of one kind.
pub(super) fn joined(clauses: Vec<Clause>) -> Fact {
    let or = clauses.iter().skip(1).any(|clause| clause.or);
    let mut facts: Vec<Fact> = clauses.into_iter().map(|clause| clause.fact).collect();
    match facts.len() {
        1 => facts.remove(0),
        _ if or => Fact::Any(facts),
        _ => Fact::All(facts),
    }
}
