//! Drops columns that nothing reads, and the work that only they need.

use std::collections::BTreeSet;

use crate::graph::Statistics;
use crate::plan::{ApplyKind, Expr, Item, Plan};
use crate::text::Name;

/// The rule.
pub(super) fn apply(mut plan: Plan, _: &Statistics, wanted: &BTreeSet<Name>) -> Plan {
    prune(&mut plan, wanted.clone());
    plan
}

/// Drops what is computed in `plan` and is not needed. The result may have more columns than are needed, never fewer.
fn prune(plan: &mut Plan, mut needed: BTreeSet<Name>) {
    match plan {
        Plan::Extend { input, items } => {
            items.retain(|item| needed.contains(&item.variable));
            if items.is_empty() {
                let mut below = input.take();
                prune(&mut below, needed);
                *plan = below;
                return;
            }
        }
        Plan::Project { items, .. } => {
            if items.iter().any(|item| needed.contains(&item.variable)) {
                items.retain(|item| needed.contains(&item.variable));
            } else {
                items.truncate(1);
            }
            needed.clear();
        }
        Plan::Aggregate { keys, aggregates, .. } => {
            let all = aggregates.len();
            aggregates.retain(|(name, _)| needed.contains(name));
            if aggregates.is_empty() && keys.is_empty() && all > 0 {
                // One row, whatever it holds: it must keep a column to be one.
                aggregates.push((Name::from("#row"), crate::plan::Aggregate { function: None, distinct: false, arguments: Vec::new() }));
            }
            needed.clear();
        }
        Plan::Distinct { input } => needed = input.columns().into_iter().collect(),
        Plan::Union { inputs } => {
            let all: BTreeSet<Name> = inputs.first().map(|first| first.columns().into_iter().collect()).unwrap_or_default();
            let kept: BTreeSet<Name> = all.intersection(&needed).cloned().collect();
            let kept = if kept.is_empty() { all } else { kept };
            for input in inputs {
                prune(input, kept.clone());
                narrow(input, &kept);
            }
            return;
        }
        Plan::Apply { .. } => {
            prune_apply(plan, needed);
            return;
        }
        Plan::Argument { variables } => variables.retain(|name| needed.contains(name)),
        _ => {}
    }
    needed.extend(plan.reads());
    for child in plan.children_mut() {
        prune(child, needed.clone());
    }
    if let Plan::Project { input, items } = plan
        && items.iter().all(|item| item.value.is_variable(&item.variable))
        && input.columns().len() == items.len()
    {
        *plan = input.take();
    }
}

/// Leaves exactly these columns, since all inputs of a union have the same.
fn narrow(plan: &mut Plan, kept: &BTreeSet<Name>) {
    if plan.columns().len() != kept.len() {
        let items = kept.iter().map(|name| Item { variable: Name::clone(name), value: Expr::variable(name) }).collect();
        *plan = Plan::Project { input: Box::new(plan.take()), items };
    }
}

fn prune_apply(plan: &mut Plan, mut needed: BTreeSet<Name>) {
    let Plan::Apply { outer, inner, kind } = plan else { return };
    if let ApplyKind::Repeat(repeat) = kind {
        repeat.lists.retain(|(_, list)| needed.contains(list));
    }
    let of_inner = match kind {
        ApplyKind::Mark(name) | ApplyKind::Count(name) | ApplyKind::Collect { variable: name, .. } if !needed.contains(name) => {
            let mut below = outer.take();
            prune(&mut below, needed);
            *plan = below;
            return;
        }
        ApplyKind::Semi | ApplyKind::Anti | ApplyKind::Mark(_) | ApplyKind::Count(_) | ApplyKind::Each => BTreeSet::new(),
        ApplyKind::Collect { item, .. } => BTreeSet::from([Name::clone(item)]),
        ApplyKind::Rows | ApplyKind::Optional => needed.clone(),
        ApplyKind::Repeat(repeat) => repeat.of_inner().cloned().collect(),
        // What was found and what was created are the same columns.
        ApplyKind::Merge(merge) => needed.iter().chain(merge.pattern.variables()).cloned().collect(),
    };
    prune(inner, of_inner);
    needed.extend(plan.reads());
    let Plan::Apply { outer, inner, kind } = plan else { return };
    let entered = if let ApplyKind::Repeat(repeat) = kind { Some(&repeat.enter) } else { None };
    needed.extend(inner.arguments().into_iter().filter(|name| Some(name) != entered));
    prune(outer, needed);
}
