//! The things that a command names.

use super::super::super::meaning::Range;
use super::super::{Resolved, Resolver};
use super::written::property;
use crate::question::ast::Thing;
use crate::question::build;
use crate::question::error::Error;
use crate::value::NodeId;

/// A named node.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The node.
    pub node: NodeId,
    /// What it is called.
    pub name: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// The variable that holds it.
    pub variable: String,
    /// The pattern that finds it: `(first:Party {id: 'partner:brazil'})`.
    pub pattern: String,
}

impl Resolver<'_> {
    /// The node of a thing, held by a variable.
    pub(super) fn thing(&mut self, thing: &Thing, variable: &str) -> Resolved<Named> {
        let node = self.named_node(thing.name, thing.noun)?;
        let noun = self.node_noun(node, 0);
        let noun = &self.nouns[noun];
        let name = noun.singular.clone();
        let Range::Node { label, key: (key, value), labels, .. } = &noun.range else { return Err(self.unknown_name(thing.name)) };
        let (label, labels) = (label.clone(), labels.clone());
        let pattern = build::nodes(vec![build::node(Some(variable), Some(&label), Some((key, value.clone())))]).to_string();
        Ok(Named { node, name, labels, variable: variable.to_owned(), pattern })
    }

    /// Several things, which must be different ones.
    pub(super) fn different(&mut self, things: &[Thing], variables: &dyn Fn(usize) -> String) -> Resolved<Vec<Named>> {
        let mut found: Vec<Named> = Vec::new();
        for (number, thing) in things.iter().enumerate() {
            let named = self.thing(thing, &variables(number))?;
            if found.iter().any(|other| other.node == named.node) {
                return Err(Error::SameThing { name: named.name, span: thing.span });
            }
            found.push(named);
        }
        Ok(found)
    }

    /// The properties that a node has, in the order of the schema and then of their names; not those that say where it stands
    /// and what is in doubt.
    pub(super) fn properties_of(&self, named: &Named) -> Vec<String> {
        let graph = self.data.graph;
        let mut has: Vec<String> =
            graph.node_properties(named.node).iter().map(|(key, _)| graph.catalogue().key_name(*key).to_string()).collect();
        has.sort();
        has.retain(|key| key != "source" && key != "caveat");
        let stated = self.data.schema.ranked(named.labels.iter().map(String::as_str));
        let place = |key: &str| stated.iter().enumerate().find_map(|(rank, label)| Some((rank, label.properties.get_index_of(key)?)));
        has.sort_by_key(|key| place(key).unwrap_or((usize::MAX, usize::MAX)));
        has
    }

    /// The lists of a node's own sources and caveats.
    pub(super) fn own_evidence(variable: &str) -> (String, String) {
        let list = |key: &str| format!("[item IN [{}] WHERE item IS NOT NULL]", property(variable, key));
        (list("source"), list("caveat"))
    }
}

/// `first`, `second`, …: the variables of things in order.
pub(super) fn ordinal(number: usize) -> String {
    const WORDS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];
    WORDS.get(number).map_or_else(|| format!("thing{}", number + 1), |word| (*word).to_owned())
}
