//! A pattern that is made to hold: which of its nodes are there, which are new, and which relationships join them.

use std::collections::BTreeMap;

use super::super::Resolved;
use super::condition::literal;
use super::plan::{Bindings, Bound, Plan};
use super::{Edge, New, Thing};
use crate::cypher::ast::{ExpressionKind, NodePattern, Pattern, PatternPart, RelationshipPattern};
use crate::graph::Way;
use crate::text::Span;
use crate::value::{Direction, Value};

impl Plan<'_> {
    /// Plans all that a pattern says; its variables are bound to what they stand for then.
    pub(super) fn pattern(&mut self, pattern: &Pattern, bindings: &mut Bindings, span: Span) -> Resolved<()> {
        pattern.parts.iter().try_for_each(|part| self.part(part, bindings, span))
    }

    fn part(&mut self, part: &PatternPart, bindings: &mut Bindings, span: Span) -> Resolved<()> {
        let steps: Vec<&RelationshipPattern> = part.element.chain.iter().map(|(step, _)| step).collect();
        let nodes: Vec<&NodePattern> =
            std::iter::once(&part.element.start).chain(part.element.chain.iter().map(|(_, node)| node)).collect();
        let mut things: Vec<Option<Thing>> = nodes.iter().map(|node| known(node, bindings)).collect();
        for at in 0..steps.len() {
            if let (Some(here), None) = (things[at], things[at + 1]) {
                things[at + 1] = self.met(here, steps[at], steps[at].direction, nodes[at + 1]);
            }
        }
        for at in (0..steps.len()).rev() {
            if let (None, Some(here)) = (things[at], things[at + 1]) {
                things[at] = self.met(here, steps[at], steps[at].direction.reverse(), nodes[at]);
            }
        }
        let mut met = Vec::with_capacity(nodes.len());
        for (node, thing) in nodes.iter().zip(things) {
            let thing = match thing {
                Some(thing) => thing,
                None => self.new_node(node, span)?,
            };
            if let Some(variable) = &node.variable {
                bindings.insert(variable.node.clone(), Bound::Node(thing));
            }
            met.push(thing);
        }
        for (at, step) in steps.iter().enumerate() {
            self.step(step, met[at], met[at + 1], bindings, span)?;
        }
        for condition in nodes.iter().filter_map(|node| node.condition.as_ref()) {
            self.condition(condition, bindings, true, span)?;
        }
        Ok(())
    }

    /// The node behind a step that is there already: one that the plan has put there, or the only one to which the node's own
    /// relationship leads. What others have is not taken: who hosts a post has a post of its own.
    fn met(&self, here: Thing, step: &RelationshipPattern, direction: Direction, node: &NodePattern) -> Option<Thing> {
        let named = |kind: &str| step.types.iter().any(|name| *name.node == *kind);
        let fits = |thing: Thing| labels(node).iter().all(|label| self.labels_of(thing).contains(label));
        let planned = self.edges.iter().filter(|edge| named(&edge.kind)).find_map(|edge| match direction {
            Direction::Incoming => (edge.end == here).then_some(edge.start),
            _ => (edge.start == here).then_some(edge.end),
        });
        if let Some(thing) = planned.filter(|thing| fits(*thing)) {
            return Some(thing);
        }
        let (Thing::Known(from), Direction::Outgoing) = (here, direction) else { return None };
        let graph = self.resolver.data.graph;
        let kinds = step.types.iter().filter_map(|name| graph.catalogue().relationship_type(&name.node));
        let mut found = kinds.flat_map(|kind| graph.neighbours(from, kind, Way::Out).nodes.iter().copied()).map(Thing::Known);
        let only = found.next()?;
        (found.next().is_none() && fits(only)).then_some(only)
    }

    /// A new node as a pattern has it.
    fn new_node(&mut self, node: &NodePattern, span: Span) -> Resolved<Thing> {
        let labels = labels(node);
        let Some(label) = labels.first() else { return Err(self.refused(span, "what stands between is of no kind")) };
        let kind = self.resolver.names_of_label(label).0;
        let properties = self.properties(node.properties.as_ref(), span)?;
        self.new.push(New { kind, labels, properties, like: None });
        Ok(Thing::New(self.new.len() - 1))
    }

    /// The relationship of a step, unless it is there.
    fn step(&mut self, step: &RelationshipPattern, left: Thing, right: Thing, bindings: &mut Bindings, span: Span) -> Resolved<()> {
        let (start, end) = if step.direction == Direction::Incoming { (right, left) } else { (left, right) };
        let kind = self.kind(step, start, end, span)?;
        let properties = self.properties(step.properties.as_ref(), span)?;
        let planned = self.edges.iter().position(|edge| edge.kind == kind && edge.start == start && edge.end == end);
        let there = planned.is_none() && step.variable.is_none() && self.is_there(&kind, start, end);
        if there {
            return Ok(());
        }
        let number = planned.unwrap_or(self.edges.len());
        if planned.is_none() {
            self.edges.push(Edge { kind, start, end, properties });
        }
        if let Some(variable) = &step.variable {
            bindings.insert(variable.node.clone(), Bound::Edge(number));
        }
        step.condition.as_ref().map_or(Ok(()), |condition| self.condition(condition, bindings, true, span))
    }

    fn is_there(&self, kind: &str, start: Thing, end: Thing) -> bool {
        let graph = self.resolver.data.graph;
        let (Thing::Known(start), Thing::Known(end), Some(kind)) = (start, end, graph.catalogue().relationship_type(kind)) else {
            return false;
        };
        !graph.neighbours(start, kind, Way::Out).to(end).is_empty()
    }

    /// The type of a step: of several the one whose ends fit.
    fn kind(&self, step: &RelationshipPattern, start: Thing, end: Thing, span: Span) -> Resolved<String> {
        let fits = |kind: &str| {
            let known = self.resolver.data.schema.relationships.get(kind);
            let has =
                |thing: Thing, stated: &[String]| stated.is_empty() || self.labels_of(thing).iter().any(|label| stated.contains(label));
            known.is_none_or(|known| has(start, &known.from) && has(end, &known.to))
        };
        let kinds: Vec<String> = step.types.iter().map(|name| name.node.to_string()).collect();
        let fitting: Vec<&String> = kinds.iter().filter(|kind| fits(kind)).collect();
        match (fitting.as_slice(), step.length) {
            ([kind], None) => Ok((*kind).clone()),
            _ => Err(self.refused(span, "several types of relationships would make it so")),
        }
    }

    /// The values that a pattern states.
    fn properties(&self, stated: Option<&crate::cypher::ast::Expression>, span: Span) -> Resolved<BTreeMap<String, Value>> {
        let Some(stated) = stated else { return Ok(BTreeMap::new()) };
        let ExpressionKind::Map(entries) = &stated.kind else { return Err(self.refused(span, "its values are computed")) };
        let value = |(key, value): &(crate::text::Spanned<crate::text::Name>, _)| Some((key.node.to_string(), literal(value)?));
        entries.iter().map(value).collect::<Option<_>>().ok_or_else(|| self.refused(span, "its values are computed"))
    }
}

/// The node that a pattern's variable stands for.
fn known(node: &NodePattern, bindings: &Bindings) -> Option<Thing> {
    match bindings.get(&node.variable.as_ref()?.node)? {
        Bound::Node(thing) => Some(*thing),
        Bound::Edge(_) => None,
    }
}

/// The labels that a node pattern asks for.
fn labels(node: &NodePattern) -> Vec<String> {
    node.labels.iter().flat_map(|labels| labels.names().into_iter().map(|name| name.node.to_string())).collect()
}
