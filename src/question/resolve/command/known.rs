//! What a node may be joined to: the relations of the lexicon, and those of the graph that have no phrase.

use std::collections::BTreeSet;

use super::super::{Resolved, Resolver};
use super::thing::Named;
use super::written::property;
use crate::graph::Way;
use crate::question::build;
use crate::question::meaning::Template;
use crate::question::template;
use crate::text::Span;
use crate::value::TypeId;

/// A relation, spoken of from one of its sides.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The phrase from this side.
    pub phrase: String,
    /// The labels at the other side.
    pub labels: Vec<String>,
    /// Labels that the other side must be asked for; its pattern may fit others.
    pub asked: Vec<String>,
    /// The pattern, with `from` and `to`.
    pub template: Template,
    /// Whether this side is its `from`.
    pub forward: bool,
    /// Whether it is a single relationship.
    pub direct: bool,
}

/// A relation written as a pattern between two variables.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// The pattern.
    pub pattern: String,
    /// Its conditions.
    pub conditions: Vec<String>,
    /// The variables of its relationships.
    pub links: Vec<String>,
}

impl Resolver<'_> {
    /// The relations of which a node with these labels may be a side, direct ones first. A direct relation that holds under a
    /// condition only is left out where another has all of its relationships.
    pub(super) fn known_relations(&self, labels: &[String], span: Span) -> Resolved<Vec<Known>> {
        let mut found: Vec<Known> = Vec::new();
        for entry in &self.data.schema.lexicon.relations {
            for forward in [true, false] {
                let (own, other, phrases) =
                    if forward { (&entry.from, &entry.to, &entry.forward) } else { (&entry.to, &entry.from, &entry.backward) };
                if !own.is_empty() && !own.iter().any(|label| labels.contains(label)) {
                    continue;
                }
                let template = template::pattern(&entry.pattern, &entry.name, span)?;
                let [part] = template.pattern.parts.as_slice() else { continue };
                let direct = part.element.chain.len() == 1;
                if direct && template.condition.is_some() || !direct && !entry.default && !entry.single {
                    continue;
                }
                // What is derived is said by a phrase that means nothing else.
                let own = |phrase: &&String| {
                    self.data.vocabulary.find(&phrase.to_lowercase()).is_none_or(|(_, meanings)| meanings.relations.len() == 1)
                };
                let phrase = phrases.iter().find(|phrase| direct || own(phrase)).or_else(|| phrases.first());
                let phrase = phrase.cloned().unwrap_or_else(|| "with".to_owned());
                let same = |known: &&mut Known| known.template.pattern == template.pattern && known.forward == forward;
                if let Some(known) = found.iter_mut().find(same).filter(|known| known.direct) {
                    known.labels.extend(other.iter().filter(|label| !known.labels.contains(label)).cloned().collect::<Vec<_>>());
                    continue;
                }
                let asked = if direct { Vec::new() } else { other.to_vec() };
                found.push(Known { phrase, labels: other.to_vec(), asked, template, forward, direct });
            }
        }
        found.sort_by_key(|known| !known.direct);
        Ok(found)
    }

    /// Whether a node has a relationship that the relation begins with.
    pub(super) fn begins(&self, known: &Known, named: &Named) -> bool {
        let [part] = known.template.pattern.parts.as_slice() else { return true };
        let own = if known.forward { "from" } else { "to" };
        let chain = &part.element.chain;
        let is_own = |node: &crate::cypher::ast::NodePattern| node.variable.as_ref().is_some_and(|name| &*name.node == own);
        let (step, outward) = match (chain.first(), chain.last()) {
            (Some((step, _)), _) if is_own(&part.element.start) => (step, step.direction),
            (_, Some((step, end))) if is_own(end) => (step, step.direction.reverse()),
            _ => return true,
        };
        let catalogue = self.data.graph.catalogue();
        let types: Vec<TypeId> = step.types.iter().filter_map(|name| catalogue.relationship_type(&name.node)).collect();
        let ways = match outward {
            crate::value::Direction::Outgoing => vec![Way::Out],
            crate::value::Direction::Incoming => vec![Way::In],
            crate::value::Direction::Both => vec![Way::Out, Way::In],
        };
        step.types.is_empty() || types.iter().any(|kind| ways.iter().any(|way| self.data.graph.degree(named.node, *kind, *way) > 0))
    }

    /// The relation between two variables; names within that are taken get others.
    pub(super) fn written(known: &Known, own: &str, other: &str, taken: &mut BTreeSet<String>) -> Written {
        let (from, to) = if known.forward { (own, other) } else { (other, own) };
        let used = taken.clone();
        let (mut pattern, condition) =
            template::pattern_with_names(&known.template, &[("from", from), ("to", to)], &|name| used.contains(name));
        let mut links = Vec::new();
        for (step, _) in pattern.parts.iter_mut().flat_map(|part| part.element.chain.iter_mut()) {
            let name = match &step.variable {
                Some(name) => name.node.to_string(),
                None => free("step", taken),
            };
            step.variable = Some(build::named(&name));
            taken.insert(name.clone());
            links.push(name);
        }
        let mut conditions: Vec<String> = condition.map(|condition| format!("({condition})")).into_iter().collect();
        if !known.asked.is_empty() {
            let any: Vec<String> = known.asked.iter().map(|label| super::written::has_label(other, label)).collect();
            conditions.push(if any.len() > 1 { format!("({})", any.join(" OR ")) } else { any.concat() });
        }
        Written { pattern: pattern.to_string(), conditions, links }
    }

    /// Direct relationships of a node whose types no known relation has: each with whether it goes out.
    pub(super) fn unspoken(&self, known: &[Known], named: &Named) -> Vec<(String, bool)> {
        let catalogue = self.data.graph.catalogue();
        let mut found = Vec::new();
        for kind in self.data.graph.types() {
            let name = catalogue.type_name(kind).to_string();
            for (way, out) in [(Way::Out, true), (Way::In, false)] {
                let spoken = known.iter().any(|known| known.direct && known.has(&name, out));
                if !spoken && self.data.graph.degree(named.node, kind, way) > 0 {
                    found.push((name.clone(), out));
                }
            }
        }
        found.sort();
        found
    }
}

impl Known {
    /// Whether it is the same relation, spoken of from the same side.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.template == other.template && self.forward == other.forward && self.asked == other.asked
    }

    /// Whether its one relationship has this type and leaves this side.
    fn has(&self, kind: &str, out: bool) -> bool {
        let chain = self.template.pattern.parts.iter().flat_map(|part| &part.element.chain);
        let from_first = self
            .template
            .pattern
            .parts
            .first()
            .and_then(|part| part.element.start.variable.as_ref())
            .is_some_and(|name| &*name.node == "from");
        chain.into_iter().any(|(step, _)| {
            let forward = from_first == self.forward;
            let direction = if forward { step.direction } else { step.direction.reverse() };
            let fits = match direction {
                crate::value::Direction::Outgoing => out,
                crate::value::Direction::Incoming => !out,
                crate::value::Direction::Both => true,
            };
            fits && step.types.iter().any(|name| &*name.node == kind)
        })
    }
}

/// A list without what it repeats.
pub(super) fn once(list: &str) -> String {
    format!("reduce(kept = [], item IN {list} | CASE WHEN item IN kept THEN kept ELSE kept + item END)")
}

/// A name that is not taken.
fn free(base: &str, taken: &BTreeSet<String>) -> String {
    let mut number = 1;
    while taken.contains(&format!("{base}{number}")) {
        number += 1;
    }
    format!("{base}{number}")
}

impl Written {
    /// `MATCH` of it.
    pub(super) fn matched(&self) -> String {
        format!("MATCH {}{}", self.pattern, super::written::filtered(&self.conditions))
    }

    /// The values of a property of its relationships and of further variables, as an expression that gathers them.
    pub(super) fn gathered(&self, key: &str, further: &[&str]) -> String {
        let of = self.links.iter().map(String::as_str).chain(further.iter().copied());
        of.map(|name| format!("collect(DISTINCT {})", property(name, key))).collect::<Vec<_>>().join(" + ")
    }

    /// The values of a property of its relationships and of further variables, as a list.
    pub(super) fn listed(&self, key: &str, further: &[&str]) -> String {
        let of = self.links.iter().map(String::as_str).chain(further.iter().copied());
        let items: Vec<String> = of.map(|name| property(name, key)).collect();
        format!("[item IN [{}] WHERE item IS NOT NULL]", items.join(", "))
    }
}
