//! Counts the matches of a triangle without enumerating its sides: `(a)-->(b)-->(c)-->(a)`, each side of one type and direction.
//!
//! Without self-loops the three nodes differ, and so do the relationships.

use std::collections::BTreeSet;

use super::degrees::{counts_matches, turned};
use super::label::all_ends;
use crate::function;
use crate::graph::Statistics;
use crate::plan::{Aggregate, Expr, ExprKind, Hop, Plan};
use crate::text::Name;
use crate::value::Direction;

/// The rule.
pub(super) fn apply(mut plan: Plan, statistics: &Statistics, _: &BTreeSet<Name>) -> Plan {
    plan.rewrite(&mut |operator| {
        let Plan::Aggregate { input, keys, aggregates } = operator else { return };
        let Some(hops) = triangle(input, statistics).filter(|_| keys.is_empty()) else { return };
        let Some(sum) = function::aggregate("sum") else { return };
        if !aggregates.iter().all(|(_, aggregate)| counts_matches(aggregate, &hops[0].from, hops.iter())) {
            return;
        }
        let variable = Name::from(format!("{} triangles", hops[0].from));
        for (_, aggregate) in aggregates {
            *aggregate = Aggregate { function: Some(sum), distinct: false, arguments: vec![Expr::variable(&variable)] };
        }
        **input = Plan::Triangles { input: Box::new(Plan::unit()), hops: Box::new(hops), variable };
    });
    plan
}

/// The sides of a triangle, if a plan finds all triangles and no more is asked of them.
fn triangle(plan: &Plan, statistics: &Statistics) -> Option<[Hop; 3]> {
    let Plan::Intersect { input, hops: [opening, closing] } = that_differ(plan) else { return None };
    let Plan::Expand { input, hop: first, into: false } = that_differ(input) else { return None };
    let Plan::Scan { input, variable, label } = &**input else { return None };
    // The first side leads from the scanned node to where one of both others begins.
    let (second, last) = if opening.from == first.to { (opening, closing) } else { (closing, opening) };
    if **input != Plan::unit() || *variable != first.from || second.from != first.to || last.from != first.from {
        return None;
    }
    let hops = [first.clone(), second.clone(), turned(last)];
    let is_proved =
        label.as_ref().is_none_or(|label| label.id.is_some_and(|id| all_ends(first, first.direction.reverse(), id, statistics)));
    (is_proved && hops.iter().all(|hop| is_simple(hop, statistics))).then_some(hops)
}

/// Whether a hop has one direction and one type, which has no self-loops.
fn is_simple(hop: &Hop, statistics: &Statistics) -> bool {
    let [kind] = &hop.types[..] else { return false };
    let known = kind.id.and_then(|id| statistics.types.get(&id));
    hop.direction != Direction::Both && known.is_some_and(|known| known.self_loops == 0)
}

/// What is below tests that relationships differ.
fn that_differ(plan: &Plan) -> &Plan {
    match plan {
        Plan::Filter { input, predicate } if differ(predicate) => input,
        _ => plan,
    }
}

fn differ(predicate: &Expr) -> bool {
    match &predicate.kind {
        ExprKind::And(all) => all.iter().all(differ),
        kind => matches!(kind, ExprKind::Distinct(..)),
    }
}
