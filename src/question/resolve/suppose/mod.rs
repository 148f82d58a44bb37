//! `suppose FACT: …`, `ignoring NAME: …`: what would have to be written for a premise to hold.
//!
//! A fact is a sentence of its own with a name and its conditions, and finds its meaning as a question does. From the meaning a
//! [`plan::Plan`] is made: nodes and relationships that are new, those that go, values that change. A condition can be supposed if
//! one set of changes makes it hold: counts, choices and comparisons cannot.

mod condition;
mod likeness;
mod pattern;
mod plan;
mod write;

use std::collections::BTreeMap;

use plan::Plan;

use super::super::ast::{Question, Thing as Called, Word};
use super::super::error::Error;
use super::super::meaning::{Amount, Fact, Linked, NounId, Range};
use super::super::template;
use super::super::vocabulary::NounMeaning;
use super::super::words::{RunKind, Words};
use super::super::{build, lower};
use super::objects::Relating;
use super::reading::Reading;
use super::{Candidate, Data, Options, Resolved, Resolver, meaning};
use crate::cypher::ast::{Clause, Delete, Projection, Query};
use crate::text::{Place, Span};
use crate::value::{NodeId, Value};

/// A fact that is supposed.
#[derive(Clone, Debug)]
pub struct Supposed {
    /// The query that gives 1 where the fact holds, and 0 where it does not.
    pub holds: Query,
    /// What has to be written, in order, for a fact that does not hold.
    pub changes: Vec<Query>,
    /// What is new then, for people.
    pub made: Vec<String>,
    /// What has to be said beside it: caveats of names, what is not recorded.
    pub notes: Vec<String>,
}

/// A node that a plan speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    /// One of the graph.
    Known(NodeId),
    /// A new one, by its number.
    New(usize),
}

/// A new node.
#[derive(Clone, Debug, Default)]
struct New {
    labels: Vec<String>,
    /// What it is called: `CMAA`.
    kind: String,
    properties: BTreeMap<String, Value>,
    /// What it has in common with those like it, and how many these are.
    like: Option<usize>,
}

/// A new relationship.
#[derive(Clone, Debug)]
struct Edge {
    kind: String,
    start: Thing,
    end: Thing,
    properties: BTreeMap<String, Value>,
}

/// What a fact means, and what makes it hold.
pub(in crate::question) fn supposed(fact: &Question, text: &str, words: &Words, data: Data<'_>, options: &Options) -> Resolved<Supposed> {
    let meaning = meaning(fact, text, words, data, options)?;
    let sentences = super::saved::Sentences::new();
    let resolver = Resolver::new(text, words, data, options, &sentences);
    let mut plan = Plan::new(&resolver, &meaning)?;
    let subject = plan.subject;
    for clause in &meaning.nouns[meaning.main].clauses {
        if clause.or {
            return Err(plan.refused(clause.span, "of two facts joined by `or` it is open which one holds"));
        }
        plan.fact(&clause.fact, subject, true, clause.span)?;
    }
    plan.complete(fact.span)?;
    let made = plan.made();
    Ok(Supposed { holds: lower::count(&meaning), changes: plan.queries(), made, notes: meaning.notes.clone() })
}

/// That a node is not there, and its removal.
pub(in crate::question) fn left_out(thing: &Called, text: &str, words: &Words, data: Data<'_>, options: &Options) -> Resolved<Supposed> {
    let sentences = super::saved::Sentences::new();
    let mut resolver = Resolver::new(text, words, data, options, &sentences);
    let node = resolver.named_node(thing.name, thing.noun)?;
    let noun = resolver.node_noun(node, 0);
    let Range::Node { label, key: (key, value), .. } = &resolver.nouns[noun].range else { return Err(resolver.unknown_name(thing.name)) };
    let pattern = || build::nodes(vec![build::node(Some("ignored"), Some(label), Some((key, value.clone())))]);
    let is_gone = build::item(build::equal(build::count(pattern(), None), build::integer(0)), None);
    let delete = Clause::Delete(Delete { detach: true, targets: vec![build::variable("ignored")], place: Place::default() });
    Ok(Supposed {
        holds: build::query(vec![build::returning(Projection { items: vec![is_gone], ..Projection::default() })]),
        changes: vec![build::query(vec![build::matching(pattern(), None), delete])],
        made: Vec::new(),
        notes: Vec::new(),
    })
}

impl Resolver<'_> {
    /// A name, perhaps told apart by its noun; in what is supposed perhaps of a new node.
    pub(super) fn named_object(
        &mut self,
        noun: NounId,
        relating: Relating,
        name: Word,
        own: Option<Word>,
        span: Span,
    ) -> Resolved<(Fact, Vec<NounId>, bool)> {
        let nodes = self.name_candidates(name, own);
        if self.is_new(name, &nodes) {
            return self.new_name(noun, relating, name, own);
        }
        let (node, reading) = self.read_name(noun, relating.phrase, name, nodes, relating.inverse)?;
        self.linked_node(noun, relating, node, reading, span)
    }

    /// `(a post) in "Dakar"`: where nothing has the name, a new node of the one kind that the phrase can lead to in one step.
    fn new_name(&mut self, noun: NounId, relating: Relating, name: Word, own: Option<Word>) -> Resolved<(Fact, Vec<NounId>, bool)> {
        let nouns = own.map(|own| self.noun_meanings(own)).unwrap_or_default();
        let labels_of = |resolver: &Self, noun: NounMeaning| resolver.candidate_labels(&Candidate::Entry(noun));
        let said: Vec<String> = nouns.iter().flat_map(|noun| labels_of(self, *noun)).collect();
        let named = |label: &&String| self.data.schema.labels.get(*label).is_some_and(|known| known.display().is_some());
        let labels: Vec<String> =
            self.data.schema.labels.keys().filter(|label| said.is_empty() || said.contains(label)).filter(named).cloned().collect();
        let subject = self.noun_labels(noun);
        let mut found = Vec::new();
        for label in labels {
            let object = [label.clone()];
            let readings = if relating.inverse {
                self.readings(relating.phrase, &object, &subject).into_iter().map(Reading::turned).collect()
            } else {
                self.readings(relating.phrase, &subject, &object)
            };
            found.extend(readings.into_iter().filter(|reading| self.is_one_step(reading.index)).map(|reading| (label.clone(), reading)));
        }
        let strongest = found.iter().map(|(_, reading)| reading.strength()).max();
        found.retain(|(_, reading)| Some(reading.strength()) == strongest);
        let [(label, reading)] = found.as_slice() else {
            let kinds: Vec<String> = found.iter().map(|(label, _)| self.names_of_label(label).0).collect();
            return Err(if kinds.is_empty() { self.unknown_name(name) } else { self.unclear_kind(name, &kinds) });
        };
        let depth = self.nouns[noun].depth + 1;
        // What the noun says of its nodes holds of the new one, too.
        let object = match nouns.into_iter().find(|noun| labels_of(self, *noun).contains(label)) {
            Some(noun) => self.entry_noun(noun, depth, name.span)?,
            None => self.implied(Some(label.clone()), depth),
        };
        self.call(object, label, &self.literal_text(name));
        let phrase = self.phrase_text(relating.phrase);
        let link = self.link(noun, object, *reading, &phrase, relating.inverse, name.span)?;
        let linked = Linked { link, amount: Amount::Some };
        Ok((Fact::Linked(Box::new(linked)), vec![object], false))
    }

    /// Whether a text in quotes names something that is not there yet.
    fn is_new(&self, name: Word, nodes: &[NodeId]) -> bool {
        let quoted = self.words.runs().get(name.index).is_some_and(|run| matches!(run.kind, RunKind::Quoted(_)));
        self.options.supposing && nodes.is_empty() && quoted
    }

    fn unclear_kind(&self, name: Word, kinds: &[String]) -> Error {
        let name_text = self.literal_text(name);
        let help = format!("{} \"{name_text}\"", kinds.first().map_or("", String::as_str));
        Error::UnclearKind { name: name_text, kinds: kinds.join("; "), help, span: name.span }
    }

    /// Whether a relation is a single relationship.
    fn is_one_step(&self, relation: usize) -> bool {
        let entry = &self.data.schema.lexicon.relations[relation];
        template::pattern(&entry.pattern, &entry.name, Span::default())
            .is_ok_and(|template| template.pattern.parts.iter().map(|part| part.element.chain.len()).sum::<usize>() == 1)
    }

    /// Gives the nodes of a noun a name.
    fn call(&mut self, noun: NounId, label: &str, name: &str) {
        let display = self.data.schema.display([label]).unwrap_or("id");
        let expression = build::equal(build::property(build::variable(&self.nouns[noun].variable), display), build::text(name));
        self.nouns[noun].own.push(Fact::Condition { expression, text: String::new() });
    }
}
