//! Nouns, names and what stands before them.
//! A long file: all ways in which words name nodes, in the order in which they are tried.

use std::collections::BTreeMap;

use super::super::ast::{
    Adjectives, Ask, Condition, Joint, Key, KeyKind, Modifier, NounPhrase, Phrase, PhraseKind, Question, Subject, Test, Word,
};
use super::super::build;
use super::super::error::Error;
use super::super::meaning::{Amount, Clause, Fact, Linked, Noun, NounId, Range};
use super::super::template;
use super::super::vocabulary::{AdjectiveMeaning, NounMeaning, Owner};
use super::{Candidate, Resolved, Resolver, denied};
use crate::cypher::ast::Expression;
use crate::diagnose::did_you_mean;
use crate::schema::QuestionWord;
use crate::text::Span;
use crate::value::{NodeId, Value};

impl Resolver<'_> {
    /// The readings of a question's subject.
    pub(super) fn subject_candidates(&self, subject: &Subject) -> Resolved<Vec<Candidate>> {
        match subject {
            Subject::Those(_) => Ok(vec![Candidate::Previous]),
            Subject::Implied { .. } => Ok(Vec::new()),
            Subject::Name(name) => self.named_node(*name, None).map(|node| vec![Candidate::Node(node)]),
            Subject::Pairs(phrase) | Subject::Phrase { phrase, .. } => {
                Ok(self.noun_meanings(phrase.noun).into_iter().map(Candidate::Entry).collect())
            }
        }
    }

    /// `expansion of MIO`: where a value is asked of a noun whose nodes have none, and the word is also a name of nodes that do.
    pub(super) fn valued_names(&self, question: &Question) -> Option<Vec<Candidate>> {
        let (Ask::Values { keys, of: true }, Subject::Phrase { phrase, count: None }) = (&question.ask, &question.subject) else {
            return None;
        };
        let [Key { kind: KeyKind::Word(word), .. }] = keys.as_slice() else { return None };
        let (value, subject) = (self.meanings(*word)?, self.meanings(phrase.noun)?);
        let has = |candidate: &Candidate| self.candidate_labels(candidate).iter().any(|label| self.has_attribute(value, label));
        if !phrase.modifiers.is_empty() || subject.nouns.iter().copied().map(Candidate::Entry).any(|candidate| has(&candidate)) {
            return None;
        }
        let nodes: Vec<NodeId> = subject.names.iter().copied().filter(|node| has(&Candidate::Node(*node))).collect();
        let [node] = *self.lowest_rank(nodes) else { return None };
        Some(vec![Candidate::Node(node)])
    }

    /// `members of WCO`: the plain nouns of the labels between which and others the first phrase stands; after `who` those of the
    /// labels that the schema says it asks for.
    pub(super) fn implied_candidates(&self, who: bool, conditions: &[Condition]) -> Vec<Candidate> {
        let lexicon = &self.data.schema.lexicon;
        let mut entries: Vec<usize> = Vec::new();
        if who {
            let asked = |label: &str| self.data.schema.labels.get(label).is_some_and(|label| label.asked == Some(QuestionWord::Who));
            let plain = lexicon.nouns.iter().enumerate().filter(|(_, noun)| noun.condition.is_none() && asked(&noun.label));
            for (entry, noun) in plain {
                if !entries.iter().any(|other| lexicon.nouns[*other].label == noun.label) {
                    entries.push(entry);
                }
            }
            if !entries.is_empty() {
                return entries.into_iter().map(|entry| Candidate::Entry(NounMeaning::Entry(entry))).collect();
            }
        }
        let Some(Condition { test: Test::Related { relation, .. }, .. }) = conditions.first() else { return Vec::new() };
        let PhraseKind::Word(word) = relation.kind else { return Vec::new() };
        for meaning in self.meanings(word).map(|meanings| meanings.relations.as_slice()).unwrap_or_default() {
            let relation = &lexicon.relations[meaning.index];
            for label in if meaning.forward { relation.from.iter() } else { relation.to.iter() } {
                let plain = lexicon.nouns.iter().position(|noun| noun.label == *label && noun.condition.is_none());
                entries.extend(plain.filter(|entry| !entries.contains(entry)));
            }
        }
        entries.into_iter().map(|entry| Candidate::Entry(NounMeaning::Entry(entry))).collect()
    }

    /// The labels that a question's subject may have.
    pub(super) fn subject_labels(&self, subject: &Subject) -> Vec<String> {
        let candidates = self.subject_candidates(subject).unwrap_or_default();
        candidates.iter().flat_map(|candidate| self.candidate_labels(candidate)).collect()
    }

    /// The labels of a candidate.
    pub(super) fn candidate_labels(&self, candidate: &Candidate) -> Vec<String> {
        let lexicon = &self.data.schema.lexicon;
        match candidate {
            Candidate::Entry(NounMeaning::Entry(index)) => vec![lexicon.nouns[*index].label.clone()],
            Candidate::Entry(NounMeaning::Relation(_)) => Vec::new(),
            Candidate::Entry(NounMeaning::Saved(index)) => self.saved_labels(*index),
            Candidate::Node(node) => self.node_labels(*node),
            Candidate::Previous => self.previous_labels(),
        }
    }

    /// What a noun may mean: entries whose main words it is come before those whose synonym it is.
    pub(super) fn noun_meanings(&self, word: Word) -> Vec<NounMeaning> {
        let Some(meanings) = self.meanings(word) else { return Vec::new() };
        let spoken = super::super::vocabulary::split(word.span.of(self.text)).into_iter().map(|(_, _, word)| word).collect::<Vec<_>>();
        let is_main = |meaning: &NounMeaning| {
            let NounMeaning::Entry(index) = meaning else { return true };
            let mut forms = self.data.schema.lexicon.nouns[*index].words.iter();
            forms.any(|form| super::super::vocabulary::split(form).into_iter().map(|(_, _, word)| word).eq(spoken.iter().cloned()))
        };
        let main: Vec<NounMeaning> = meanings.nouns.iter().copied().filter(is_main).collect();
        if main.is_empty() { meanings.nouns.clone() } else { main }
    }

    /// The names of a label's plain noun.
    pub(super) fn names_of_label(&self, label: &str) -> (String, String) {
        let mut entries = self.data.schema.lexicon.nouns.iter().filter(|noun| noun.label == label);
        let plain = entries.clone().find(|noun| noun.condition.is_none()).or_else(|| entries.next());
        plain.map_or_else(|| (label.to_lowercase(), label.to_lowercase()), |noun| (noun.singular().to_owned(), noun.plural().to_owned()))
    }

    /// A noun of a meaning.
    pub(super) fn entry_noun(&mut self, meaning: NounMeaning, depth: usize, span: Span) -> Resolved<NounId> {
        Self::check_depth(depth, span)?;
        let lexicon = &self.data.schema.lexicon;
        match meaning {
            NounMeaning::Entry(index) => {
                let entry = &lexicon.nouns[index];
                let variable = self.fresh(entry.singular());
                let mut own = Vec::new();
                if let Some(condition) = &entry.condition {
                    let tree = template::expression(condition, entry.singular(), span)?;
                    let expression = self.about(&tree, &variable);
                    own.push(Fact::Condition { expression, text: String::new() });
                }
                let (singular, plural) = (entry.singular().to_owned(), entry.plural().to_owned());
                let range = Range::Label(entry.label.clone());
                Ok(self.add(Noun {
                    singular,
                    plural,
                    variable,
                    range,
                    own,
                    restrictions: Vec::new(),
                    clauses: Vec::new(),
                    depth,
                    same: None,
                }))
            }
            NounMeaning::Saved(index) => self.saved_noun(index, depth, span),
            NounMeaning::Relation(index) => {
                let entry = &lexicon.relations[index];
                let template = template::pattern(&entry.pattern, &entry.name, span)?;
                let singular = entry.noun.first().cloned().unwrap_or_else(|| entry.name.clone());
                let plural = entry.noun.get(1).cloned().unwrap_or_else(|| singular.clone());
                let range = Range::Links {
                    types: template::types_of(&template.pattern),
                    template,
                    from: entry.from.first().cloned().unwrap_or_default(),
                    to: entry.to.first().cloned().unwrap_or_default(),
                };
                let variable = self.fresh(&singular);
                let own = Vec::new();
                Ok(self.add(Noun {
                    singular,
                    plural,
                    variable,
                    range,
                    own,
                    restrictions: Vec::new(),
                    clauses: Vec::new(),
                    depth,
                    same: None,
                }))
            }
        }
    }

    /// A snippet about `it`, with another variable.
    pub(super) fn about(&self, tree: &Expression, variable: &str) -> Expression {
        let taken = |name: &str| self.nouns.iter().any(|noun| &*noun.variable == name);
        template::with_names(tree, &[("it", variable)], &taken)
    }

    /// A named node as a noun.
    pub(super) fn node_noun(&mut self, node: NodeId, depth: usize) -> NounId {
        let labels = self.node_labels(node);
        let label = self.indexed_label(&labels);
        let property = self.key_of_label(&label);
        let value = build::literal(&self.property_of(node, &property)).unwrap_or_else(|| build::boolean(false));
        let name = self.spoken_name(node);
        let kind = self.names_of_label(&label).0;
        let variable = self.fresh(&kind);
        let range = Range::Node { label, key: (property, value), labels, kind };
        let caveat = self.property_of(node, "caveat");
        if let Value::String(caveat) = caveat {
            self.note(format!("{name}: {caveat}"));
        }
        let (singular, plural) = (name.clone(), name);
        self.add(Noun {
            singular,
            plural,
            variable,
            range,
            own: Vec::new(),
            restrictions: Vec::new(),
            clauses: Vec::new(),
            depth,
            same: None,
        })
    }

    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub(super) fn check_depth(depth: usize, span: Span) -> Resolved<()> {
        let limit = super::super::words::DEEPEST;
        if depth > limit { Err(Error::TooDeep { limit, span }) } else { Ok(()) }
    }

    pub(super) fn node_labels(&self, node: NodeId) -> Vec<String> {
        let catalogue = self.data.graph.catalogue();
        self.data.graph.labels(node).iter().map(|label| catalogue.label_name(*label).to_string()).collect()
    }

    /// Of a node's labels the one that the schema ranks lowest and gives properties.
    pub(super) fn indexed_label(&self, labels: &[String]) -> String {
        let schema = self.data.schema;
        let known = labels.iter().filter_map(|name| schema.labels.get_full(name.as_str()));
        let best = known.min_by_key(|(index, _, label)| (label.properties.is_empty(), label.rank, *index));
        best.map(|(_, name, _)| name.clone()).or_else(|| labels.first().cloned()).unwrap_or_default()
    }

    /// The property by which nodes of a label are found: `id` where they have one.
    pub(super) fn key_of_label(&self, label: &str) -> String {
        let known = self.data.schema.labels.get(label);
        let unique = known.and_then(|label| label.properties.iter().find(|(_, property)| property.unique)).map(|(name, _)| name.clone());
        if self.data.graph.catalogue().key("id").is_some() { "id".to_owned() } else { unique.unwrap_or_else(|| "name".to_owned()) }
    }

    pub(super) fn property_of(&self, node: NodeId, property: &str) -> Value {
        let key = self.data.graph.catalogue().key(property);
        key.map_or(Value::Null, |key| self.data.graph.node_property(node, key))
    }

    /// The name that is shown for a node.
    pub(super) fn shown_name(&self, node: NodeId) -> String {
        let labels = self.node_labels(node);
        let shown = self.data.schema.shown(labels.iter().map(String::as_str));
        let value = shown.into_iter().map(|property| self.property_of(node, property)).find(|value| *value != Value::Null);
        match value.unwrap_or_else(|| self.property_of(node, "id")) {
            Value::String(name) => crate::text::visible(&name).into_owned(),
            Value::Integer(number) => number.to_string(),
            _ => labels.first().cloned().unwrap_or_default(),
        }
    }

    /// What a node is called in a sentence: the first of its names. An answer may show it by a code.
    pub(super) fn spoken_name(&self, node: NodeId) -> String {
        let labels = self.node_labels(node);
        let ranked = self.data.schema.ranked(labels.iter().map(String::as_str));
        let spoken = ranked.iter().find_map(|label| label.spoken.as_deref()).and_then(|name| self.first_text(node, name));
        let first = || ranked.iter().find_map(|label| label.names().into_iter().find_map(|name| self.first_text(node, name)));
        let first = spoken.or_else(first);
        first.unwrap_or_else(|| self.shown_name(node))
    }

    /// The text of a property, or the first of its texts.
    fn first_text(&self, node: NodeId, property: &str) -> Option<String> {
        match self.property_of(node, property) {
            Value::String(text) => Some(crate::text::visible(&text).into_owned()),
            Value::List(items) => items
                .iter()
                .find_map(|item| if let Value::String(text) = item { Some(crate::text::visible(text).into_owned()) } else { None }),
            _ => None,
        }
    }

    /// The nodes of a name, perhaps of a noun's label; those found only under their own noun are left out without it.
    pub(super) fn name_candidates(&self, word: Word, noun: Option<Word>) -> Vec<NodeId> {
        let named = match self.meanings(word) {
            Some(meanings) => meanings.names.clone(),
            None => self.quoted_name(word),
        };
        let labels: Option<Vec<String>> = noun.map(|noun| {
            let meanings = self.noun_meanings(noun).into_iter().map(Candidate::Entry).collect::<Vec<_>>();
            meanings.iter().flat_map(|candidate| self.candidate_labels(candidate)).collect()
        });
        let fits = |node: &NodeId| {
            let own = self.node_labels(*node);
            match &labels {
                Some(labels) => own.iter().any(|label| labels.contains(label)),
                None => !self.data.schema.ranked(own.iter().map(String::as_str)).first().is_some_and(|label| label.reference),
            }
        };
        named.into_iter().filter(fits).collect()
    }

    /// The nodes of a name in quotes.
    fn quoted_name(&self, word: Word) -> Vec<NodeId> {
        let key: Vec<String> = super::super::vocabulary::split(&self.literal_text(word)).into_iter().map(|(_, _, word)| word).collect();
        self.data.vocabulary.find(&key.join(" ")).map(|(_, meanings)| meanings.names.clone()).unwrap_or_default()
    }

    /// Of nodes with one name those of the lowest rank.
    pub(super) fn lowest_rank(&self, nodes: Vec<NodeId>) -> Vec<NodeId> {
        let rank = |node: &NodeId| {
            let labels = self.node_labels(*node);
            self.data.schema.ranked(labels.iter().map(String::as_str)).first().map_or(u32::MAX, |label| label.rank)
        };
        let lowest = nodes.iter().map(rank).min();
        nodes.into_iter().filter(|node| Some(rank(node)) == lowest).collect()
    }

    /// The one node of a name.
    pub(super) fn named_node(&self, word: Word, noun: Option<Word>) -> Resolved<NodeId> {
        let nodes = self.lowest_rank(self.name_candidates(word, noun));
        match nodes.as_slice() {
            [node] => Ok(*node),
            [] => Err(self.unknown_name(word)),
            _ => Err(self.ambiguous_name(word, &nodes)),
        }
    }

    pub(super) fn unknown_name(&self, word: Word) -> Error {
        let name = self.literal_text(word);
        let only_under_noun = self.meanings(word).and_then(|meanings| meanings.names.first()).map(|node| {
            let label = self.indexed_label(&self.node_labels(*node));
            format!("say its noun: `{} {name}`", self.names_of_label(&label).0)
        });
        let help = only_under_noun.or_else(|| did_you_mean(&name, self.data.vocabulary.spellings()));
        Error::UnknownName { name, help, span: word.span }
    }

    pub(super) fn ambiguous_name(&self, word: Word, nodes: &[NodeId]) -> Error {
        let name = self.said(word.span);
        let described: Vec<String> = nodes
            .iter()
            .take(8)
            .map(|node| format!("{} {}", self.names_of_label(&self.indexed_label(&self.node_labels(*node))).0, self.shown_name(*node)))
            .collect();
        let first = nodes.first().map(|node| self.names_of_label(&self.indexed_label(&self.node_labels(*node))).0).unwrap_or_default();
        Error::AmbiguousName { help: format!("{first} {name}"), candidates: described.join("; "), name, span: word.span }
    }

    /// What stands before a noun.
    pub(super) fn modifiers(&mut self, noun: NounId, phrase: &NounPhrase) -> Resolved<()> {
        for modifier in &phrase.modifiers {
            let (fact, span) = match modifier {
                Modifier::Adjectives(adjectives) => {
                    self.check_adjectives(adjectives, phrase)?;
                    (self.adjectives(noun, adjectives, false)?, adjectives.span)
                }
                Modifier::Name(name) => (self.belongs(noun, *name)?, name.span),
            };
            let text = self.said(span);
            self.nouns[noun].restrictions.push(Clause { or: false, fact, span, text });
        }
        Ok(())
    }

    /// `the customs domain`: the one node of the noun that has this name.
    fn by_own_name(&mut self, noun: NounId, name: Word) -> Option<Fact> {
        let labels = self.noun_labels(noun);
        let named = self.meanings(name).map(|meanings| meanings.names.clone()).unwrap_or_default();
        let own: Vec<NodeId> =
            named.into_iter().filter(|node| self.node_labels(*node).iter().any(|label| labels.contains(label))).collect();
        let [node] = *own else { return None };
        let object = self.node_noun(node, self.nouns[noun].depth + 1);
        Some(Fact::Is(object))
    }

    /// `WCO committees`: the default relation to the named node; a noun that also is an adjective's place is tried as one.
    fn belongs(&mut self, noun: NounId, name: Word) -> Resolved<Fact> {
        if let Some(fact) = self.by_own_name(noun, name) {
            return Ok(fact);
        }
        let phrase = Phrase { kind: PhraseKind::General, span: Span { start: name.span.start, end: name.span.start } };
        let nodes = self.name_candidates(name, None);
        let (node, reading) = self.read_name(noun, phrase, name, nodes, false)?;
        let object = self.node_noun(node, self.nouns[noun].depth + 1);
        let link = self.link(noun, object, reading, "of", false, name.span)?;
        Ok(Fact::Linked(Box::new(Linked { link, amount: Amount::Some })))
    }

    /// Adjectives of a noun in a list.
    pub(super) fn adjectives(&mut self, noun: NounId, adjectives: &Adjectives, denied_all: bool) -> Resolved<Fact> {
        let mut facts = Vec::new();
        let mut properties = Vec::new();
        for (_, adjective) in &adjectives.items {
            let (fact, property) = self.adjective(noun, adjective.word)?;
            facts.push(if adjective.negated { denied(fact) } else { fact });
            properties.push(property.filter(|_| !adjective.negated));
        }
        if facts.len() == 1 {
            let fact = facts.remove(0);
            return Ok(if denied_all { denied(fact) } else { fact });
        }
        let joints: Vec<Joint> = adjectives.items.iter().filter_map(|(joint, _)| *joint).collect();
        let spans: Vec<Span> = adjectives.items.iter().map(|(_, adjective)| adjective.word.span).collect();
        let or = self.joint_of(&joints, &spans, adjectives.span)?;
        let single =
            properties.first().cloned().flatten().filter(|first| properties.iter().all(|property| property.as_ref() == Some(first)));
        if let (false, Some(property)) = (or, &single) {
            self.note(format!("`{}` means any of them: there is one {property} each", self.said(adjectives.span)));
        }
        Ok(match (or || single.is_some(), denied_all) {
            (any, true) => {
                let _ = any;
                Fact::All(facts.into_iter().map(denied).collect())
            }
            (true, false) => Fact::Any(facts),
            (false, false) => Fact::All(facts),
        })
    }

    /// One adjective, and the single-valued property that it is a value of.
    fn adjective(&mut self, noun: NounId, word: Word) -> Resolved<(Fact, Option<String>)> {
        let labels = self.noun_labels(noun);
        let types = self.noun_types(noun);
        let lexicon = &self.data.schema.lexicon;
        let mut fitting: Vec<(u32, AdjectiveMeaning)> = Vec::new();
        for meaning in self.meanings(word).map(|meanings| meanings.adjectives.as_slice()).unwrap_or_default() {
            let fit = match meaning {
                AdjectiveMeaning::Entry(index) => self.labels.fit(&labels, std::slice::from_ref(&lexicon.adjectives[*index].label)),
                AdjectiveMeaning::Property { owner: Owner::Label(label), .. } => self.labels.fit(&labels, std::slice::from_ref(label)),
                AdjectiveMeaning::Property { owner: Owner::Type(kind), .. } => u32::from(types.contains(kind)),
            };
            if fit > 0 {
                fitting.push((fit, meaning.clone()));
            }
        }
        let best = fitting.iter().map(|(fit, _)| *fit).max();
        fitting.retain(|(fit, _)| Some(*fit) == best);
        let Some((_, meaning)) = fitting.into_iter().next() else {
            return self.by_own_name(noun, word).map(|fact| (fact, None)).ok_or_else(|| self.no_adjective(noun, word));
        };
        let text = self.said(word.span);
        let variable = self.nouns[noun].variable.clone();
        match meaning {
            AdjectiveMeaning::Entry(index) => {
                let entry = &lexicon.adjectives[index];
                let tree = template::expression(&entry.condition, &text, word.span)?;
                Ok((Fact::Condition { expression: self.about(&tree, &variable), text }, None))
            }
            AdjectiveMeaning::Property { owner, property, value } => {
                let value_of = build::property(build::variable(&variable), &property);
                let is_list = match &owner {
                    Owner::Label(label) => self.data.schema.property(label, &property),
                    Owner::Type(kind) => self.data.schema.relationship_property(kind, &property),
                }
                .is_some_and(|property| property.kind.list);
                let expression = match &value {
                    None => value_of,
                    Some(value) if is_list => build::binary(build::text(value), crate::cypher::ast::BinaryOperator::In, value_of),
                    Some(value) => build::equal(value_of, build::text(value)),
                };
                Ok((Fact::Condition { expression, text }, (!is_list && value.is_some()).then_some(property)))
            }
        }
    }

    fn no_adjective(&self, noun: NounId, word: Word) -> Error {
        let labels = self.noun_labels(noun);
        let schema = self.data.schema;
        let mut known: Vec<String> = Vec::new();
        for label in &labels {
            let entries = schema.lexicon.adjectives.iter().filter(|entry| entry.label == *label);
            known.extend(entries.filter_map(|entry| entry.words.first().cloned()));
            if let Some(label) = schema.labels.get(label) {
                known.extend(label.properties.values().filter(|property| property.adjective).flat_map(|property| property.values.clone()));
            }
        }
        known.truncate(12);
        let help = (!known.is_empty()).then(|| format!("adjectives of {}: {}", self.nouns[noun].plural, known.join(", ")));
        Error::AdjectiveDoesNotFit { word: self.said(word.span), noun: self.nouns[noun].plural.clone(), help, span: word.span }
    }

    /// The labels of a noun's nodes.
    pub(super) fn noun_labels(&self, noun: NounId) -> Vec<String> {
        match &self.nouns[noun].range {
            Range::Label(label) | Range::Previous { label, .. } => vec![label.clone()],
            Range::Node { labels, .. } => labels.clone(),
            Range::Links { .. } => Vec::new(),
        }
    }

    /// The relationship types of a noun that means links.
    pub(super) fn noun_types(&self, noun: NounId) -> Vec<String> {
        match &self.nouns[noun].range {
            Range::Links { types, .. } => types.clone(),
            _ => Vec::new(),
        }
    }

    /// For the label of each noun the properties that are shown.
    pub(super) fn displays(&self) -> BTreeMap<String, Vec<String>> {
        let mut displays = BTreeMap::new();
        let mut labels: Vec<String> = Vec::new();
        for noun in &self.nouns {
            match &noun.range {
                Range::Label(label) | Range::Node { label, .. } | Range::Previous { label, .. } => labels.push(label.clone()),
                Range::Links { from, to, .. } => labels.extend([from.clone(), to.clone()]),
            }
        }
        for label in labels {
            let mut properties: Vec<String> = Vec::new();
            for set in self.labels.with(&label) {
                for property in self.data.schema.shown(set.iter().map(String::as_str)) {
                    if !properties.iter().any(|known| known == property) {
                        properties.push(property.to_owned());
                    }
                }
            }
            if properties.is_empty() {
                let stated = self.data.schema.labels.get(&label).and_then(|label| label.display());
                properties.push(stated.unwrap_or("id").to_owned());
            }
            displays.insert(label, properties);
        }
        displays
    }
}
