//! What may make a condition hold for a node: sets of facts that are worth a try.

use indexmap::IndexMap;

use super::{Asking, asked};
use crate::cypher::ast::Query;
use crate::diagnose::Diagnostics;
use crate::execute::Parameters;
use crate::graph::Way;
use crate::question::ways::has_one;
use crate::question::{Counted, Ground, Wanted};
use crate::value::{NodeId, TypeId, Value};

/// So many sets of facts about counted nodes are tried.
const SETS: usize = 12;

/// So many of the counted nodes are looked at to see whether others are related to them, too.
const SAMPLE: usize = 8;

/// What may make a condition hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// Sets of facts, as `suppose` reads them.
    pub sets: Vec<Vec<String>>,
    /// How far a number is from what is wanted.
    pub note: Option<String>,
}

/// Nodes with their names, in name order.
type Named = IndexMap<NodeId, String>;

impl Asking<'_> {
    /// What may make a condition hold for a node of this name, which it does not yet; no set has more than `most` facts for what is
    /// counted.
    pub fn ways(&self, ground: &Ground, node: NodeId, name: &str, most: usize) -> Result<Ways, Diagnostics> {
        let said = ground.ways.iter().map(|way| way.iter().map(|fact| fact.of(name)).collect());
        let mut ways = Ways { sets: said.collect(), note: None };
        if let Some(counted) = &ground.counted {
            self.count(counted, &ground.text, node, name, most, &mut ways)?;
        }
        Ok(ways)
    }

    /// The facts that make a number right: about those that are not yet counted, or about those that are.
    fn count(&self, counted: &Counted, text: &str, node: NodeId, name: &str, most: usize, ways: &mut Ways) -> Result<(), Diagnostics> {
        let related = self.objects(&counted.related, node)?;
        let others = self.objects(std::slice::from_ref(&counted.others), node)?;
        let have = related.len();
        let (needed, denied) = match &counted.wanted {
            Wanted::Between(least, _) if (have as u64) < *least => (*least, false),
            Wanted::Between(_, most) => (*most, true),
            Wanted::Every => ((have + others.len()) as u64, false),
            Wanted::Most(needed) => (self.number(needed)?, false),
            Wanted::Fewest(needed) => (self.number(needed)?, true),
        };
        let needed = usize::try_from(needed).unwrap_or(usize::MAX);
        let (take, from) = if denied { (have.saturating_sub(needed), &related) } else { (needed.saturating_sub(have), &others) };
        if take == 0 {
            return Ok(());
        }
        // That there should be one, or none, is no news.
        if take > most || needed > 1 && !matches!(counted.wanted, Wanted::Every) {
            let change = if denied { "fewer" } else { "more" };
            ways.note = Some(format!("`{text}` takes {needed}; there {}, so {take} {change}", are(have)));
        }
        if take > most {
            return Ok(());
        }
        let fact = |other: &str| counted.tie.fact(other, denied).of(name);
        let is_new = !denied && self.are_owned(&counted.types, related.keys().chain(others.keys()));
        if let Some(noun) = counted.noun.as_ref().filter(|_| is_new) {
            let new = |number: usize| format!("{name} has {noun} \"new {noun} {number}\"");
            let only = || vec![has_one(noun).of(name)];
            ways.sets.push(if needed == 1 { only() } else { (1..=take).map(new).collect() });
            return Ok(());
        }
        let facts: Vec<String> = from.values().filter_map(|other| quoted(other)).map(|other| fact(&other)).take(SETS + take).collect();
        ways.sets.extend(facts.windows(take).take(SETS).map(<[String]>::to_vec));
        Ok(())
    }

    /// What is in the third column of queries about a node, by the names in the second.
    fn objects(&self, queries: &[Query], node: NodeId) -> Result<Named, Diagnostics> {
        let mut found = Named::new();
        for query in queries {
            for row in (self.run)(query, &asked(&[node]))?.rows() {
                let Value::Node(object) = row.value(2) else { continue };
                found.insert(object, self.called(object, &row.value(1)));
            }
        }
        found.sort_by(|_, one, _, other| one.cmp(other));
        Ok(found)
    }

    /// The number that a query gives.
    fn number(&self, query: &Query) -> Result<u64, Diagnostics> {
        let answer = (self.run)(query, &Parameters::default())?;
        let number = answer.row(0).map_or(Value::Null, |row| row.value(0));
        Ok(if let Value::Integer(number) = number { u64::try_from(number).unwrap_or(0) } else { 0 })
    }

    /// Whether each of these nodes belongs to one other at most, as far as a few of them tell: then one more of them is a new one.
    fn are_owned<'n>(&self, types: &[String], mut nodes: impl Iterator<Item = &'n NodeId>) -> bool {
        let kinds: Vec<TypeId> = types.iter().filter_map(|name| self.graph.catalogue().relationship_type(name)).collect();
        let related = |node: NodeId| {
            let ways = kinds.iter().flat_map(|kind| [(kind, Way::Out), (kind, Way::In)]);
            ways.map(|(kind, way)| self.graph.neighbours(node, *kind, way).len()).sum::<usize>()
        };
        nodes.by_ref().take(SAMPLE).all(|node| related(*node) < 2)
    }
}

/// A name as it stands in a sentence; nothing where no quotes can hold it.
fn quoted(name: &str) -> Option<String> {
    if name.chars().all(|character| character.is_alphanumeric() || matches!(character, ' ' | '-')) {
        return Some(name.to_owned());
    }
    (!name.contains(['"', '\n'])).then(|| format!("\"{name}\""))
}

fn are(count: usize) -> String {
    if count == 1 { "is 1".to_owned() } else { format!("are {count}") }
}
