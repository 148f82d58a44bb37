//! Why a node is in an answer, why another is not, and what nearly is.
//!
//! An answer rests on an [`Account`]: the candidates, and one query for each condition, which gives all
//! candidates for which it holds. [`why`] says of one node how it stands with each condition and which facts are behind that;
//! [`near_misses`] gives the nodes that fail just one. Both run each query once, for all nodes together. What would make a node an
//! answer is proposed by [`Asking::ways`] and tried by the session, which can suppose facts.

mod cypher;
mod error;
mod facts;
mod layout;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

pub use cypher::account;
pub use error::Error;
pub use facts::Facts;
pub use layout::{Change, NEAR_MISSES, WHY, near_rows, why_rows};
pub use ways::Ways;

use crate::cypher::ast::Query;
use crate::diagnose::Diagnostics;
use crate::execute::{Answer, Parameters};
use crate::gap;
use crate::graph::{Graph, plain};
use crate::question::Account;
use crate::schema::Schema;
use crate::text::Name;
use crate::value::{KeyId, NodeId, Value};

/// Runs a query.
pub type Run<'a> = &'a dyn Fn(&Query, &Parameters) -> Result<Answer, Diagnostics>;

/// The data that is asked, and how a query of it is run.
pub struct Asking<'a> {
    graph: &'a Graph,
    schema: &'a Schema,
    run: Run<'a>,
    /// The properties that say where a fact stands, and what is doubtful about it.
    source: Option<KeyId>,
    caveat: Option<KeyId>,
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
    if !asking.is_among(&account.candidates.among, node)? {
        let facts = Facts::default();
        return Ok(vec![Finding { ground: None, text: account.kind.clone(), holds: false, facts }]);
    }
    let mut findings = Vec::with_capacity(account.grounds.len());
    for (number, ground) in account.grounds.iter().enumerate() {
        let holds = asking.is_among(&ground.holds.among, node)?;
        let facts = asking.facts(ground, &[node])?.remove(&node).unwrap_or_default();
        findings.push(Finding { ground: Some(number), text: ground.text.clone(), holds, facts });
        if account.in_order && !holds {
            break;
        }
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
    let candidates = asking.nodes(&account.candidates.all, &Parameters::default())?;
    let mut failed: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
    for (number, ground) in account.grounds.iter().enumerate() {
        let holding: BTreeSet<NodeId> = asking.nodes(&ground.holds.all, &Parameters::default())?.into_keys().collect();
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

impl<'a> Asking<'a> {
    /// Asks a graph of this schema.
    pub fn new(graph: &'a Graph, schema: &'a Schema, run: Run<'a>) -> Self {
        let key = |name| graph.catalogue().key(name);
        Self { graph, schema, run, source: key("source"), caveat: key("caveat") }
    }

    /// Whether a node is among those that a query gives of the nodes in `$nodes`.
    pub fn is_among(&self, query: &Query, node: NodeId) -> Result<bool, Diagnostics> {
        Ok(self.nodes(query, &asked(&[node]))?.contains_key(&node))
    }

    /// What is doubtful about a node or relationship.
    pub fn caveat(&self, of: &Value) -> Option<String> {
        self.stated(of, self.caveat)
    }

    /// Where a node or relationship stands.
    fn source(&self, of: &Value) -> Option<String> {
        self.stated(of, self.source)
    }

    fn stated(&self, of: &Value, key: Option<KeyId>) -> Option<String> {
        let value = match of {
            Value::Node(node) => self.graph.node_property(*node, key?),
            Value::Relationship(relationship) => self.graph.relationship_property(*relationship, key?),
            _ => return None,
        };
        (value != Value::Null).then(|| plain(&value, self.graph, None))
    }

    /// What a node is called: by its name in the language that is spoken, else as the query names it.
    fn called(&self, node: NodeId, name: &Value) -> String {
        let catalogue = self.graph.catalogue();
        let labels: Vec<_> = self.graph.labels(node).iter().map(|label| catalogue.label_name(*label)).collect();
        let label = self.schema.ranked(labels.iter().map(|label| &**label)).into_iter().find(|label| label.display().is_some());
        let key = label.and_then(|label| label.spoken.as_deref()).and_then(|spoken| catalogue.key(spoken));
        let spoken = key.is_some_and(|key| self.graph.node_property(node, key) != Value::Null);
        if spoken || *name == Value::Null { gap::name(self.graph, self.schema, node) } else { plain(name, self.graph, None) }
    }

    /// The nodes in the first column of a query, with their names in the second.
    fn nodes(&self, query: &Query, parameters: &Parameters) -> Result<BTreeMap<NodeId, String>, Diagnostics> {
        let answer = (self.run)(query, parameters)?;
        let row = |row: crate::execute::Row<'_>| match row.value(0) {
            Value::Node(node) => Some((node, self.called(node, &row.values().nth(1).unwrap_or(Value::Null)))),
            _ => None,
        };
        Ok(answer.rows().filter_map(row).collect())
    }
}

/// The parameters of a query about these nodes.
fn asked(nodes: &[NodeId]) -> Parameters {
    let ids = nodes.iter().map(|node| Value::Integer(i64::from(node.0))).collect::<Vec<_>>();
    [(Name::from("nodes"), Value::list(ids))].into()
}
