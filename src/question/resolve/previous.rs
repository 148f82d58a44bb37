//! `those`: the nodes of the last answer.

use super::super::build;
use super::super::error::Error;
use super::super::meaning::{Noun, NounId, Range};
use super::{Resolved, Resolver};
use crate::text::Span;
use crate::value::NodeId;

/// An answer of more nodes is not asked about with `those`: each of them is named in the next question.
const MOST_PREVIOUS: usize = 10_000;

/// The nodes of an answer, for which `those` stands.
#[derive(Clone, Debug, Default)]
pub struct Previous {
    /// The nodes.
    pub nodes: Vec<NodeId>,
    /// What they are, where the answer's question said it.
    pub about: Option<Topic>,
}

/// What an answer is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// A label of its nodes.
    pub label: String,
    /// What one is called.
    pub singular: String,
    /// What several are called.
    pub plural: String,
}

impl Resolver<'_> {
    /// What `those` means.
    pub(super) fn previous(&mut self, span: Span) -> Resolved<NounId> {
        let Some(previous) = &self.options.previous else { return Err(Error::NoPreviousAnswer { span }) };
        if previous.nodes.len() > MOST_PREVIOUS {
            return Err(Error::ManyPrevious { count: previous.nodes.len(), most: MOST_PREVIOUS, span });
        }
        let labels = self.previous_labels();
        let stated = previous.about.as_ref();
        let label = stated.map_or_else(|| self.indexed_label(&labels), |about| about.label.clone());
        let key = self.key_of_label(&label);
        let values = previous.nodes.iter().filter_map(|node| build::literal(&self.property_of(*node, &key))).collect();
        let named = stated.map(|about| (about.singular.clone(), about.plural.clone()));
        let mixed = || label.is_empty().then(|| ("thing".to_owned(), "things".to_owned()));
        let (singular, plural) = named.or_else(mixed).unwrap_or_else(|| self.names_of_label(&label));
        let noun = Noun {
            variable: self.fresh(&singular),
            singular,
            plural,
            range: Range::Previous { label, key: (key, values) },
            own: Vec::new(),
            restrictions: Vec::new(),
            clauses: Vec::new(),
            depth: 0,
            same: None,
        };
        Ok(self.add(noun))
    }

    /// The labels that all nodes of the last answer have.
    pub(super) fn previous_labels(&self) -> Vec<String> {
        let Some(previous) = &self.options.previous else { return Vec::new() };
        let mut nodes = previous.nodes.iter();
        let mut labels = nodes.next().map(|node| self.node_labels(*node)).unwrap_or_default();
        for node in nodes {
            let own = self.data.graph.labels(*node);
            let catalogue = self.data.graph.catalogue();
            labels.retain(|label| catalogue.label(label).is_some_and(|label| own.contains(&label)));
        }
        if labels.is_empty() { previous.about.iter().map(|about| about.label.clone()).collect() } else { labels }
    }
}
