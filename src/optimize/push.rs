//! Moves conditions down to where their columns first are, so that fewer rows go on.
//!
//! Conditions keep their order among those that end up at one place. None moves below `SKIP` and `LIMIT`,
//! into the inner side of an optional match, or if it is random.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Statistics;
use crate::plan::{ApplyKind, Expr, ExprKind, Item, Plan};
use crate::text::Name;

/// The rule.
pub(super) fn apply(plan: Plan, _: &Statistics, _: &BTreeSet<Name>) -> Plan {
    push(plan, Vec::new())
}

/// A plan of the rows of `plan` for which the conditions hold.
fn push(mut plan: Plan, mut conditions: Vec<Expr>) -> Plan {
    if let Plan::Filter { input, predicate } = plan {
        let mut own = predicate.into_conjuncts();
        if own.iter().chain(&conditions).all(Expr::is_deterministic) {
            own.append(&mut conditions);
            return push(*input, own);
        }
        let input = push(*input, Vec::new());
        own.append(&mut conditions);
        return filter(input, own);
    }
    let mut here = Vec::new();
    let mut below: Vec<Vec<Expr>> = plan.children().iter().map(|_| Vec::new()).collect();
    for condition in conditions {
        match route(&plan, &condition) {
            Some(moved) => {
                for (child, condition) in moved {
                    below[child].push(condition);
                }
            }
            None => here.push(condition),
        }
    }
    for (child, conditions) in plan.children_mut().into_iter().zip(below) {
        *child = push(child.take(), conditions);
    }
    filter(plan, here)
}

fn filter(plan: Plan, conditions: Vec<Expr>) -> Plan {
    match Expr::all_of(conditions) {
        Some(predicate) => Plan::Filter { input: Box::new(plan), predicate },
        None => plan,
    }
}

/// Where a condition above `plan` may move: the inputs that take it, and what it is there.
fn route(plan: &Plan, condition: &Expr) -> Option<Vec<(usize, Expr)>> {
    let names = condition.names();
    let first = || Some(vec![(0, condition.clone())]);
    if names.is_empty() && !matches!(plan, Plan::Union { .. }) {
        // What depends on no row is decided where it stands.
        return None;
    }
    match plan {
        Plan::Scan { .. }
        | Plan::Seek { .. }
        | Plan::Expand { .. }
        | Plan::ExpandPath { .. }
        | Plan::ShortestPath { .. }
        | Plan::Extend { .. }
        | Plan::Unwind { .. } => {
            if plan.introduced().iter().any(|name| names.contains(name)) {
                None
            } else {
                first()
            }
        }
        Plan::Sort { .. } | Plan::Distinct { .. } => first(),
        Plan::Project { items, .. } => through(items, &names, condition),
        Plan::Aggregate { keys, .. } => through(keys, &names, condition),
        Plan::Union { inputs } => Some((0..inputs.len()).map(|input| (input, condition.clone())).collect()),
        Plan::Product { left, right } | Plan::Join { left, right, .. } => {
            side(left, right, &names).map(|side| vec![(side, condition.clone())])
        }
        Plan::Apply { outer, inner, kind } => match kind {
            ApplyKind::Rows => side(outer, inner, &names).map(|side| vec![(side, condition.clone())]),
            _ => {
                if subset(&names, outer) {
                    first()
                } else {
                    None
                }
            }
        },
        Plan::Argument { .. } | Plan::Empty { .. } | Plan::Filter { .. } | Plan::Top { .. } | Plan::Skip { .. } | Plan::Limit { .. } => {
            None
        }
    }
}

fn subset(names: &BTreeSet<Name>, plan: &Plan) -> bool {
    let columns: BTreeSet<Name> = plan.columns().into_iter().collect();
    names.is_subset(&columns)
}

fn side(left: &Plan, right: &Plan, names: &BTreeSet<Name>) -> Option<usize> {
    if subset(names, left) {
        return Some(0);
    }
    subset(names, right).then_some(1)
}

/// A condition on items as one on what they are computed from, if they are cheap.
fn through(items: &[Item], names: &BTreeSet<Name>, condition: &Expr) -> Option<Vec<(usize, Expr)>> {
    let mut by = BTreeMap::new();
    for name in names {
        let item = items.iter().find(|item| item.variable == *name)?;
        let cheap = match &item.value.kind {
            ExprKind::Variable(_) | ExprKind::Literal(_) | ExprKind::Parameter(_) => true,
            ExprKind::Property { of, .. } => matches!(of.kind, ExprKind::Variable(_)),
            _ => false,
        };
        if !cheap || (!matches!(item.value.kind, ExprKind::Variable(_)) && needs_column(condition, name)) {
            return None;
        }
        by.insert(Name::clone(name), item.value.clone());
    }
    let mut moved = condition.clone();
    moved.substitute(&by);
    Some(vec![(0, moved)])
}

/// Whether a condition uses this name where only a column can stand.
fn needs_column(condition: &Expr, name: &Name) -> bool {
    let mut found = false;
    condition.visit(&mut |part| {
        found |= match &part.kind {
            ExprKind::Path(names) => names.contains(name),
            ExprKind::Distinct(left, right) => left == name || right == name,
            _ => false,
        };
    });
    found
}
