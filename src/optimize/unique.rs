//! Drops `distinct(r, s)` where two relationships of a pattern cannot be the same.
//!
//! The proof is by their ends: two relationships of which one follows the other in the same direction are the same only
//! if it is a self-loop; where no type that both may have has one, the test always holds. A hub `(a)-->(f)<--(b)` and
//! undirected hops have no such proof by themselves: both may be one relationship there and back. But a condition that holds of
//! different nodes only, as `a.id < b.id` does, says that they begin at different nodes. Nothing is proved of chains.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Statistics;
use crate::plan::{Comparison, Expr, ExprKind, Hop, Plan};
use crate::text::Name;
use crate::value::{Direction, TypeId};

/// The rule.
pub(super) fn apply(mut plan: Plan, statistics: &Statistics, _: &BTreeSet<Name>) -> Plan {
    let mut hops = BTreeMap::new();
    plan.visit(&mut |operator| {
        if let Plan::Expand { hop, .. } = operator {
            hops.insert(Name::clone(&hop.relationship), hop.clone());
        }
    });
    plan.rewrite(&mut |operator| {
        let Plan::Filter { input, predicate } = operator else { return };
        let mut conjuncts = predicate.clone().into_conjuncts();
        let before = conjuncts.len();
        let apart: Vec<(Name, Name)> = conjuncts.iter().filter_map(different).collect();
        conjuncts.retain(|test| !always_differ(test, &hops, &apart, statistics));
        if conjuncts.len() == before {
            return;
        }
        match Expr::all_of(conjuncts) {
            Some(rest) => *predicate = rest,
            None => *operator = input.take(),
        }
    });
    plan
}

/// The two nodes that a condition says to differ: `a <> b`, or an order of one property of theirs. Neither can fail, so that it
/// may be asked of more rows.
fn different(test: &Expr) -> Option<(Name, Name)> {
    let ExprKind::Compare { operator, left, right } = &test.kind else { return None };
    match (operator, &left.kind, &right.kind) {
        (Comparison::NotEqual, ExprKind::Variable(left), ExprKind::Variable(right)) => Some((Name::clone(left), Name::clone(right))),
        // Not `<>`: NaN differs from itself.
        (Comparison::Less | Comparison::Greater, ExprKind::Property { of: left, key: one }, ExprKind::Property { of: right, key: two })
            if one == two =>
        {
            match (&left.kind, &right.kind) {
                (ExprKind::Variable(left), ExprKind::Variable(right)) => Some((Name::clone(left), Name::clone(right))),
                _ => None,
            }
        }
        _ => None,
    }
}

fn always_differ(test: &Expr, hops: &BTreeMap<Name, Hop>, apart: &[(Name, Name)], statistics: &Statistics) -> bool {
    let ExprKind::Distinct(left, right) = &test.kind else { return false };
    let (Some(left), Some(right)) = (hops.get(left), hops.get(right)) else { return false };
    let common = common_types(left, right, statistics);
    if common.is_empty() {
        return true;
    }
    // Start and end node of each, as far as the direction gives them.
    let (Some(one), Some(two)) = (ends(left), ends(right)) else { return false };
    let are_apart = |one: &Name, two: &Name| apart.iter().any(|(left, right)| (left, right) == (one, two) || (left, right) == (two, one));
    if are_apart(one.0, two.0) || are_apart(one.1, two.1) {
        return true;
    }
    let in_line = one.1 == two.0 || two.1 == one.0;
    in_line && common.iter().all(|kind| statistics.types.get(kind).is_none_or(|known| known.self_loops == 0))
}

fn ends(hop: &Hop) -> Option<(&Name, &Name)> {
    match hop.direction {
        Direction::Outgoing => Some((&hop.from, &hop.to)),
        Direction::Incoming => Some((&hop.to, &hop.from)),
        Direction::Both => None,
    }
}

/// Types that both hops may follow and that have relationships.
fn common_types(left: &Hop, right: &Hop, statistics: &Statistics) -> Vec<TypeId> {
    let follows = |hop: &Hop, kind: TypeId| hop.types.is_empty() || hop.types.iter().any(|own| own.id == Some(kind));
    statistics.types.keys().copied().filter(|kind| follows(left, *kind) && follows(right, *kind)).collect()
}
