//! What would make a node an answer: the smallest sets of facts that do, each of them tried, and the conditions that would have to go.

use std::collections::HashMap;

use super::Session;
use super::why::Explained;
use crate::diagnose::Diagnostics;
use crate::explain::{Asking, Change, Finding};
use crate::graph::Graph;
use crate::limit::Guard;
use crate::value::NodeId;

/// The most facts that are supposed to make a node an answer.
const MOST_FACTS: usize = 3;

/// The most sets of facts that are looked at for that.
const MOST_SETS: usize = 64;

/// The most of them that are shown: all others of their size would do nothing else.
const MOST_SHOWN: usize = 4;

/// Sets of facts that are supposed of a node, in graphs that nobody else sees.
struct Trials<'s> {
    session: &'s Session,
    node: NodeId,
    explained: &'s Explained,
    guard: &'s Guard,
    /// The graph in which each set of facts holds; nothing where one of them cannot be supposed. Each is made from that of a smaller
    /// one, with which it shares what is the same.
    graphs: HashMap<Vec<String>, Option<Graph>>,
    /// Whether the node is an answer there.
    enough: HashMap<Vec<String>, bool>,
}

impl Session {
    /// The smallest changes that make a node an answer: each was tried, and no part of it is enough. And what to drop instead, and what
    /// has to be said of that.
    pub(super) fn changes(
        &self,
        name: &str,
        node: NodeId,
        explained: &Explained,
        findings: &[Finding],
        guard: &Guard,
    ) -> Result<(Vec<Change>, Vec<String>), Diagnostics> {
        let failing: Vec<&Finding> = findings.iter().filter(|finding| !finding.holds).collect();
        let grounds: Option<Vec<usize>> = failing.iter().map(|finding| finding.ground).collect();
        let Some(grounds) = grounds else { return Ok((Vec::new(), Vec::new())) };
        let drop = Change::Drop(failing.iter().map(|finding| finding.text.clone()).collect());
        let run = self.running(self.graph(), explained, guard);
        let asking = Asking::new(self.graph(), self.schema(), &run);
        let mut notes = Vec::new();
        let mut sets: Vec<Vec<String>> = vec![Vec::new()];
        for number in grounds {
            let ground = &explained.accounted.account.grounds[number];
            let ways = asking.ways(ground, node, name, MOST_FACTS)?;
            if ways.sets.is_empty() {
                notes.push(ways.note.unwrap_or_else(|| format!("no single fact makes `{}` hold", ground.text)));
                return Ok((vec![drop], notes));
            }
            notes.extend(ways.note);
            let with = |set: &Vec<String>| ways.sets.iter().map(|way| [set.as_slice(), way].concat()).collect::<Vec<_>>();
            sets = sets.iter().flat_map(with).take(MOST_SETS).collect();
        }
        let mut trials = Trials { session: self, node, explained, guard, graphs: HashMap::new(), enough: HashMap::new() };
        let mut changes = trials.smallest(sets)?;
        if changes.is_empty() {
            notes.push(format!("no change of at most {MOST_FACTS} facts was found that makes it an answer"));
        }
        changes.push(drop);
        Ok((changes, notes))
    }
}

impl Trials<'_> {
    /// The smallest sets that are enough, of which no part is.
    fn smallest(&mut self, mut sets: Vec<Vec<String>>) -> Result<Vec<Change>, Diagnostics> {
        let mut size = MOST_FACTS;
        let mut found = Vec::new();
        sets.retain(|set| set.len() <= MOST_FACTS);
        sets.sort_by_key(Vec::len);
        for set in sets {
            if set.len() <= size && self.is_enough(&set)? && !self.has_less(&set)? {
                size = set.len();
                found.push(Change::Suppose(set));
            }
            if found.len() == MOST_SHOWN {
                break;
            }
        }
        Ok(found)
    }

    /// Whether the node is an answer where these facts hold.
    fn is_enough(&mut self, facts: &[String]) -> Result<bool, Diagnostics> {
        if let Some(known) = self.enough.get(facts) {
            return Ok(*known);
        }
        let enough = match self.graph(facts)? {
            Some(graph) => {
                let run = self.session.running(&graph, self.explained, self.guard);
                Asking::new(&graph, self.session.schema(), &run).is_among(&self.explained.accounted.account.members, self.node)?
            }
            None => false,
        };
        self.enough.insert(facts.to_vec(), enough);
        Ok(enough)
    }

    /// Whether a proper part of the facts is enough.
    fn has_less(&mut self, facts: &[String]) -> Result<bool, Diagnostics> {
        for chosen in 1..(1_usize << facts.len()) - 1 {
            let part: Vec<String> =
                facts.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0).map(|(_, fact)| fact.clone()).collect();
            if self.is_enough(&part)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The graph in which these facts hold.
    fn graph(&mut self, facts: &[String]) -> Result<Option<Graph>, Diagnostics> {
        let Some((last, before)) = facts.split_last() else { return Ok(Some(self.session.graph().clone())) };
        if let Some(known) = self.graphs.get(facts) {
            return Ok(known.clone());
        }
        let graph = match self.graph(before)? {
            Some(graph) => self.session.with_fact(&graph, last, self.guard)?,
            None => None,
        };
        self.graphs.insert(facts.to_vec(), graph.clone());
        Ok(graph)
    }
}
