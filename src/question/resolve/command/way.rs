//! Where paths and networks may go: the part of the graph that is given to the procedure.

use super::super::{Resolved, Resolver};
use super::share::joined;
use super::thing::Named;
use super::written::quoted_list;
use crate::question::ast::{Limits, Thing};
use crate::question::error::Error;
use crate::question::presentation::Spoken;
use crate::question::template;
use crate::text::Span;
use crate::value::NodeId;

/// A part of the graph.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// Patterns of what is avoided.
    pub patterns: Vec<String>,
    /// What is avoided.
    pub avoided: Vec<NodeId>,
    /// The settings of the procedure, without braces.
    pub settings: Vec<String>,
    /// The labels of its nodes; none means any.
    pub labels: Vec<String>,
    /// What it is, for the understood line.
    pub described: String,
    /// Whether something is left out that was not asked to be.
    pub narrowed: bool,
}

impl Resolver<'_> {
    /// The part of the graph between things in which ways are sought.
    pub(super) fn region(&mut self, ends: &[Named], limits: &Limits) -> Resolved<Region> {
        let mut region = Region {
            patterns: Vec::new(),
            avoided: Vec::new(),
            settings: Vec::new(),
            labels: Vec::new(),
            described: String::new(),
            narrowed: false,
        };
        if limits.through.is_empty() {
            self.plain_region(ends, &mut region);
        } else {
            self.region_through(ends, limits, &mut region)?;
        }
        let mut avoided: Vec<Named> = Vec::new();
        for (number, thing) in limits.avoiding.iter().enumerate() {
            avoided.push(self.avoided(thing, number, ends)?);
        }
        if !avoided.is_empty() {
            let variables: Vec<&str> = avoided.iter().map(|named| named.variable.as_str()).collect();
            region.settings.push(format!("without: [{}]", variables.join(", ")));
            let names: Vec<&str> = avoided.iter().map(|named| named.name.as_str()).collect();
            region.described.extend([", avoiding ", &joined(&names)]);
        }
        region.avoided = avoided.iter().map(|named| named.node).collect();
        region.patterns.extend(avoided.into_iter().map(|named| named.pattern));
        Ok(region)
    }

    fn avoided(&mut self, thing: &Thing, number: usize, ends: &[Named]) -> Resolved<Named> {
        let named = self.thing(thing, &format!("avoided{}", number + 1))?;
        if ends.iter().any(|end| end.node == named.node) {
            return Err(Error::SameThing { name: named.name, span: thing.span });
        }
        Ok(named)
    }

    /// Everything but what is only looked up: labels that are found under their noun alone, and relations that are no default.
    fn plain_region(&self, ends: &[Named], region: &mut Region) {
        let schema = self.data.schema;
        let is_end = |label: &str| ends.iter().any(|end| end.labels.iter().any(|own| own == label));
        let is_aside = |label: &str| {
            let conflict = schema.lexicon.conflicts.iter().any(|conflict| conflict.label == label);
            (conflict || schema.labels.get(label).is_some_and(|label| label.reference)) && !is_end(label)
        };
        let catalogue = self.data.graph.catalogue();
        let mut labels: Vec<String> = Vec::new();
        let mut aside = false;
        for set in self.labels.sets() {
            let own: Vec<String> = set.iter().cloned().collect();
            let label = self.indexed_label(&own);
            if set.iter().any(|label| is_aside(label)) {
                aside = true;
            } else if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels.retain(|label| catalogue.label(label).is_some());
        if aside {
            region.settings.push(format!("labels: {}", quoted_list(labels.iter().map(String::as_str))));
            region.labels = labels;
        }
        let spoken = self.spoken_types();
        let types: Vec<String> = self.data.graph.types().map(|kind| catalogue.type_name(kind).to_string()).collect();
        let kept: Vec<&str> = types.iter().map(String::as_str).filter(|kind| spoken.iter().any(|spoken| spoken == kind)).collect();
        if kept.len() < types.len() && !kept.is_empty() {
            region.settings.push(format!("types: {}", quoted_list(kept.iter().copied())));
        }
        region.narrowed = aside || kept.len() < types.len();
    }

    /// The types of direct relations that are meant where no phrase decides.
    fn spoken_types(&self) -> Vec<String> {
        let mut types = Vec::new();
        for entry in self.data.schema.lexicon.relations.iter().filter(|entry| entry.default) {
            let Ok(template) = template::pattern(&entry.pattern, &entry.name, Span::default()) else { continue };
            let chain: Vec<_> = template.pattern.parts.iter().flat_map(|part| &part.element.chain).collect();
            if chain.len() == 1 {
                types.extend(template::types_of(&template.pattern));
            }
        }
        types
    }

    /// Things of the ends' kinds and of the nouns, and the relations between them.
    fn region_through(&mut self, ends: &[Named], limits: &Limits, region: &mut Region) -> Resolved<()> {
        let (mut labels, mut types): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let add = |to: &mut Vec<String>, names: Vec<String>| {
            for name in names {
                if !to.contains(&name) {
                    to.push(name);
                }
            }
        };
        let mut failed = None;
        for end in ends {
            add(&mut labels, vec![self.indexed_label(&end.labels)]);
            let noun = self.node_noun(end.node, 0);
            for phrase in &limits.through {
                match self.part(noun, std::slice::from_ref(phrase)) {
                    Ok((more_labels, more_types)) => {
                        add(&mut labels, more_labels);
                        add(&mut types, more_types);
                    }
                    // One end may have no relation of its own to them.
                    Err(error) => failed = Some(error),
                }
            }
        }
        if let (true, Some(error)) = (types.is_empty(), failed) {
            return Err(error);
        }
        // A named node is asked for by the label that it is indexed by.
        labels.retain(|label| self.data.graph.catalogue().label(label).is_some());
        region.settings.push(format!("labels: {}", quoted_list(labels.iter().map(String::as_str))));
        region.settings.push(format!("types: {}", quoted_list(types.iter().map(String::as_str))));
        region.labels = labels;
        let nouns: Vec<String> = limits.through.iter().map(|phrase| self.said(phrase.span)).collect();
        region.described.extend([" through ", &joined(&nouns.iter().map(String::as_str).collect::<Vec<_>>())]);
        Ok(())
    }

    /// How relationships of each type are said.
    pub(super) fn spoken_relationships(&self) -> Vec<Spoken> {
        let mut spoken: Vec<Spoken> = Vec::new();
        let relations = &self.data.schema.lexicon.relations;
        for entry in relations.iter().filter(|entry| entry.default).chain(relations) {
            let Ok(template) = template::pattern(&entry.pattern, &entry.name, Span::default()) else { continue };
            let [part] = template.pattern.parts.as_slice() else { continue };
            let [(step, _)] = part.element.chain.as_slice() else { continue };
            let starts = part.element.start.variable.as_ref().is_some_and(|name| &*name.node == "from");
            let outward = (step.direction == crate::value::Direction::Outgoing) == starts;
            let phrase = match (entry.forward.first(), entry.backward.first()) {
                (Some(phrase), _) => Some((phrase.clone(), outward)),
                (None, Some(phrase)) => Some((phrase.clone(), !outward)),
                (None, None) => Some(("of".to_owned(), outward)),
            };
            let Some((phrase, along)) = phrase else { continue };
            for kind in template::types_of(&template.pattern) {
                if !spoken.iter().any(|known| known.kind == kind) {
                    spoken.push(Spoken { kind, phrase: phrase.clone(), along });
                }
            }
        }
        spoken
    }
}
