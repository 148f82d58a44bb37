//! What has to be written, fact by fact.

use std::collections::HashMap;

use super::super::{Resolved, Resolver};
use super::{Edge, New, Thing};
use crate::cypher::ast::Query;
use crate::question::error::Error;
use crate::question::lower;
use crate::question::meaning::{Amount, Fact, Link, Meaning, NounId, Range};
use crate::text::{Name, Span};
use crate::value::{NodeId, Value};

/// What has to be written for a fact to hold.
pub(super) struct Plan<'r> {
    pub(super) resolver: &'r Resolver<'r>,
    pub(super) meaning: &'r Meaning,
    /// The named node that the fact is about.
    pub(super) subject: Thing,
    /// The nodes of nouns, as far as they were met.
    things: HashMap<NounId, Thing>,
    pub(super) new: Vec<New>,
    pub(super) edges: Vec<Edge>,
    /// New values of known nodes; null removes.
    pub(super) values: Vec<(NodeId, String, Value)>,
    /// Labels that known nodes get or lose.
    pub(super) labels: Vec<(NodeId, String, bool)>,
    /// Queries that remove relationships.
    pub(super) removals: Vec<Query>,
}

/// What a variable stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bound {
    /// A node.
    Node(Thing),
    /// A new relationship, by its number.
    Edge(usize),
}

/// Variables of a piece of Cypher, with what they stand for.
pub(super) type Bindings = HashMap<Name, Bound>;

impl<'r> Plan<'r> {
    pub(super) fn new(resolver: &'r Resolver<'r>, meaning: &'r Meaning) -> Resolved<Self> {
        let mut plan = Self {
            resolver,
            meaning,
            subject: Thing::New(0),
            things: HashMap::new(),
            new: Vec::new(),
            edges: Vec::new(),
            values: Vec::new(),
            labels: Vec::new(),
            removals: Vec::new(),
        };
        plan.subject = plan.thing(meaning.main, Span::default())?;
        Ok(plan)
    }

    /// Something that cannot be supposed.
    pub(super) fn refused(&self, span: Span, reason: &str) -> Error {
        Error::NotSupposed { fact: self.resolver.said(span), reason: reason.to_owned(), span }
    }

    /// Plans that a fact holds of a node, or that it does not.
    pub(super) fn fact(&mut self, fact: &Fact, subject: Thing, holds: bool, span: Span) -> Resolved<()> {
        match fact {
            Fact::Not(inner) => self.fact(inner, subject, !holds, span),
            Fact::All(facts) if holds || facts.len() == 1 => facts.iter().try_for_each(|fact| self.fact(fact, subject, holds, span)),
            Fact::Any(facts) if !holds || facts.len() == 1 => facts.iter().try_for_each(|fact| self.fact(fact, subject, holds, span)),
            Fact::All(_) | Fact::Any(_) => Err(self.refused(span, "it is open which of its facts makes it so")),
            Fact::Linked(linked) => match (linked.amount, holds) {
                (Amount::Some, true) | (Amount::No, false) => self.add(&linked.link, subject, span),
                (Amount::Some, false) | (Amount::No, true) => self.remove(&linked.link, span),
                (Amount::Every, _) => Err(self.refused(span, "`every` is no single fact")),
                (Amount::Number(..), _) => Err(self.refused(span, "a count is no single fact")),
            },
            Fact::Condition { expression, .. } => {
                let bindings = self.bindings();
                self.condition(expression, &bindings, holds, span)
            }
            Fact::Is(noun) if holds => {
                self.things.insert(*noun, subject);
                self.described(*noun, subject, span)
            }
            Fact::Is(_) if !holds => Err(self.refused(span, "it is open which of its facts makes it so")),
            Fact::Is(_) | Fact::Some { .. } | Fact::Tied(_) | Fact::End { .. } => Err(self.refused(span, "it is no single fact")),
            Fact::Extreme { .. } | Fact::Outnumbers { .. } | Fact::Compared { .. } => Err(self.refused(span, "a count is no single fact")),
        }
    }

    /// The nouns met so far, by their variables.
    fn bindings(&self) -> Bindings {
        self.things.iter().map(|(noun, thing)| (self.meaning.nouns[*noun].variable.clone(), Bound::Node(*thing))).collect()
    }

    /// The node of a noun: the named one, or a new one as it is described.
    fn thing(&mut self, noun: NounId, span: Span) -> Resolved<Thing> {
        if let Some(thing) = self.things.get(&noun) {
            return Ok(*thing);
        }
        let stated = &self.meaning.nouns[noun];
        match &stated.range {
            Range::Node { label, key, .. } => {
                let node = self.resolver.find_node(label, key).ok_or_else(|| self.refused(span, "one of its nodes has no id"))?;
                self.things.insert(noun, Thing::Known(node));
                Ok(Thing::Known(node))
            }
            Range::Label(label) if !label.is_empty() => {
                let thing = Thing::New(self.new.len());
                self.new.push(New { labels: vec![label.clone()], kind: stated.singular.clone(), ..New::default() });
                self.things.insert(noun, thing);
                self.described(noun, thing, span)?;
                Ok(thing)
            }
            _ => Err(self.refused(span, "it does not say which node is meant")),
        }
    }

    /// All that a noun says holds of a node.
    fn described(&mut self, noun: NounId, thing: Thing, span: Span) -> Resolved<()> {
        let stated = &self.meaning.nouns[noun];
        for fact in &stated.own {
            self.fact(fact, thing, true, span)?;
        }
        for clause in stated.restrictions.iter().chain(&stated.clauses) {
            if clause.or {
                return Err(self.refused(clause.span, "of two facts joined by `or` it is open which one holds"));
            }
            self.fact(&clause.fact, thing, true, clause.span)?;
        }
        Ok(())
    }

    /// Plans the relationships of a relation.
    fn add(&mut self, link: &Link, subject: Thing, span: Span) -> Resolved<()> {
        let object = self.thing(link.object, span)?;
        let Some(template) = link.templates.first() else { return Err(self.refused(span, "it has no pattern")) };
        let (from, to) = if link.forward { (subject, object) } else { (object, subject) };
        let mut bindings: Bindings = [("from".into(), Bound::Node(from)), ("to".into(), Bound::Node(to))].into();
        self.pattern(&template.pattern, &mut bindings, span)?;
        match &template.condition {
            Some(condition) => self.condition(condition, &bindings, true, span),
            None => Ok(()),
        }
    }

    /// Plans that the relation's relationships go.
    fn remove(&mut self, link: &Link, span: Span) -> Resolved<()> {
        let removal = lower::removal(self.meaning, link).ok_or_else(|| self.refused(span, "it is not said by a relationship"))?;
        self.removals.push(removal);
        Ok(())
    }

    /// The labels of a node, old or new.
    pub(super) fn labels_of(&self, thing: Thing) -> Vec<String> {
        match thing {
            Thing::Known(node) => self.resolver.node_labels(node),
            Thing::New(number) => self.new[number].labels.clone(),
        }
    }
}
