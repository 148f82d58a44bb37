//! Why a node is in an answer, why another is not, and what nearly is.
//!
//! An answer rests on an [`Account`]: the candidates, and one query for each condition, which gives all
//! candidates for which it holds. [`why`] says of one node how it stands with each condition and which facts are behind that;
//! [`near_misses`] gives the nodes that fail just one. Both run each query once, for all nodes together. What would make a node an
//! answer is tried by the session, which can suppose facts.

mod cypher;
mod error;
mod facts;
mod layout;

use std::collections::{BTreeMap, BTreeSet};

pub use cypher::account;
pub use error::Error;
pub use facts::Facts;
pub use layout::{Change, NEAR_MISSES, WHY, near_rows, why_rows};

use crate::cypher::ast::Query;
use crate::diagnose::Diagnostics;
use crate::execute::{Answer, Parameters};
use crate::gap;
use crate::graph::Graph;
use crate::question::Account;
use crate::schema::Schema;
use crate::value::{NodeId, Value};

/// The data that is asked, and how a query of it is run.
pub struct Asking<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// Its schema.
    pub schema: &'a Schema,
    /// Runs a query.
    pub run: &'a dyn Fn(&Query, &Parameters) -> Result<Answer, Diagnostics>,
}

/// How it stands with one condition.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The condition's number; nothing for being a candidate at all.
    pub ground: Option<usize>,
    /// Its words.
    pub text: String,
    /// Whether it holds.
    pub holds: bool,
    /// The facts behind that.
    pub facts: Facts,
}

/// How a node stands with each condition. Who is no candidate stands so with the noun, and with nothing else.
///
/// # Errors
/// Limits that a query reaches.
pub fn why(account: &Account, node: NodeId, asking: &Asking<'_>) -> Result<Vec<Finding>, Diagnostics> {
    if !asking.nodes(&account.candidates)?.contains_key(&node) {
        let facts = Facts::default();
        return Ok(vec![Finding { ground: None, text: account.kind.clone(), holds: false, facts }]);
    }
    let mut findings = Vec::with_capacity(account.grounds.len());
    for (number, ground) in account.grounds.iter().enumerate() {
        let holds = asking.nodes(&ground.holds)?.contains_key(&node);
        let facts = asking.facts(ground, &[node])?.remove(&node).unwrap_or_default();
        findings.push(Finding { ground: Some(number), text: ground.text.clone(), holds, facts });
    }
    Ok(findings)
}

/// A node that fails just one condition.
#[derive(Clone, Debug)]
pub struct NearMiss {
    /// Which.
    pub node: NodeId,
    /// What it is called.
    pub name: String,
    /// How it stands with the condition.
    pub finding: Finding,
}

/// The nodes that fail just one condition, in the order of the conditions and then of the names.
///
/// # Errors
/// Limits that a query reaches.
pub fn near_misses(account: &Account, asking: &Asking<'_>) -> Result<Vec<NearMiss>, Diagnostics> {
    let candidates = asking.nodes(&account.candidates)?;
    let mut failed: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
    for (number, ground) in account.grounds.iter().enumerate() {
        let holding: BTreeSet<NodeId> = asking.nodes(&ground.holds)?.into_keys().collect();
        for node in candidates.keys().filter(|node| !holding.contains(node)) {
            failed.entry(*node).or_default().push(number);
        }
    }
    let mut misses = Vec::new();
    for (number, ground) in account.grounds.iter().enumerate() {
        let mut nodes: Vec<NodeId> = failed.iter().filter(|(_, failed)| failed.as_slice() == [number]).map(|(node, _)| *node).collect();
        nodes.sort_by(|a, b| candidates[a].cmp(&candidates[b]));
        let mut facts = asking.facts(ground, &nodes)?;
        misses.extend(nodes.into_iter().map(|node| {
            let facts = facts.remove(&node).unwrap_or_default();
            let finding = Finding { ground: Some(number), text: ground.text.clone(), holds: false, facts };
            NearMiss { node, name: candidates[&node].clone(), finding }
        }));
    }
    Ok(misses)
}

impl Asking<'_> {
    /// The nodes in the first column of a query, with their names in the second.
    pub fn nodes(&self, query: &Query) -> Result<BTreeMap<NodeId, String>, Diagnostics> {
        let answer = (self.run)(query, &Parameters::default())?;
        let row = |row: crate::execute::Row<'_>| match row.value(0) {
            Value::Node(node) => {
                let name = row.values().nth(1).filter(|name| *name != Value::Null);
                Some((node, name.map_or_else(|| gap::name(self.graph, self.schema, node), |name| layout::plain(&name))))
            }
            _ => None,
        };
        Ok(answer.rows().filter_map(row).collect())
    }
}
