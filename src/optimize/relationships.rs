//! Scans the relationships of a type where a pattern follows them from every node that they may begin at and nothing is asked of
//! either end: `(a:Partner)-[t:TRADES_WITH]->(b:Partner) WHERE t.volume > 100`, if all of them lead from partners to partners.

use std::collections::{BTreeMap, BTreeSet};

use super::label::all_ends;
use crate::graph::Statistics;
use crate::plan::Plan;
use crate::text::Name;
use crate::value::Direction;

/// The rule.
pub(super) fn apply(mut plan: Plan, statistics: &Statistics, wanted: &BTreeSet<Name>) -> Plan {
    let read = readers(&plan, wanted);
    plan.rewrite(&mut |operator| {
        let Plan::Expand { input, hop, into: false } = operator else { return };
        let Plan::Scan { input: below, variable, label } = &mut **input else { return };
        // The expansion itself reads the node that it begins at.
        let asked = read.contains_key(&hop.to) || read.get(&hop.from) != Some(&1);
        if asked || *variable != hop.from || hop.direction == Direction::Both {
            return;
        }
        let proved = |label: &crate::plan::Reference<_>| label.id.is_some_and(|id| all_ends(hop, hop.direction.reverse(), id, statistics));
        if label.as_ref().is_none_or(proved) {
            let (variable, types) = (Name::clone(&hop.relationship), hop.types.clone());
            *operator = Plan::ScanRelationships { input: Box::new(below.take()), variable, types };
        }
    });
    plan
}

/// How many operators read each column.
fn readers(plan: &Plan, wanted: &BTreeSet<Name>) -> BTreeMap<Name, usize> {
    let mut read: BTreeMap<Name, usize> = wanted.iter().map(|name| (Name::clone(name), 1)).collect();
    plan.visit(&mut |operator| {
        let all = matches!(operator, Plan::Distinct { .. } | Plan::Union { .. });
        let names = if all { operator.columns().into_iter().collect() } else { operator.reads() };
        for name in names {
            *read.entry(name).or_default() += 1;
        }
    });
    read
}
