//! `WITH` and `RETURN`.

use std::collections::BTreeSet;

use super::{attach, filter, rejoin};
use crate::cypher::bound::{BoundProjection, BoundQuery, BoundSubquery, Test};
use crate::plan::{Expr, Item, Plan};
use crate::text::Name;

/// A projection of `plan`'s rows.
///
/// If sorting or the condition read what is not projected, the items are computed beside what is there, and the rest is dropped last.
pub(super) fn projection(plan: Plan, clause: &BoundProjection) -> Plan {
    let mut plan = attach(plan, &clause.subqueries);
    if let Some(grouping) = &clause.grouping {
        plan = Plan::Aggregate { input: Box::new(plan), keys: grouping.keys.clone(), aggregates: grouping.aggregates.clone() };
    }
    let results: BTreeSet<Name> = clause.items.iter().map(|item| Name::clone(&item.variable)).collect();
    let needed = needed(clause);
    let late = !clause.distinct
        && !needed.is_subset(&results)
        && plan.columns().iter().any(|name| needed.contains(name) && !results.contains(name));
    if late {
        let items: Vec<Item> = clause.items.iter().filter(|item| !item.value.is_variable(&item.variable)).cloned().collect();
        if !items.is_empty() {
            plan = Plan::Extend { input: Box::new(plan), items };
        }
    } else {
        plan = project(plan, &clause.items);
    }
    if clause.distinct {
        plan = Plan::Distinct { input: Box::new(plan) };
    }
    plan = rejoin(plan, needed.into_iter().collect());
    plan = attach(plan, &clause.order_subqueries);
    plan = sort(plan, clause);
    plan = filter(plan, &clause.conditions);
    let kept: Vec<Item> =
        clause.items.iter().map(|item| Item { variable: Name::clone(&item.variable), value: Expr::variable(&item.variable) }).collect();
    project(plan, &kept)
}

/// Only the items; nothing to do where they are all there is.
fn project(plan: Plan, items: &[Item]) -> Plan {
    let columns = plan.columns();
    let same = items.len() == columns.len() && items.iter().all(|item| item.value.is_variable(&item.variable));
    if same && columns.iter().all(|name| items.iter().any(|item| item.variable == *name)) {
        return plan;
    }
    Plan::Project { input: Box::new(plan), items: items.to_vec() }
}

fn sort(mut plan: Plan, clause: &BoundProjection) -> Plan {
    if !clause.order.is_empty() {
        plan = Plan::Sort { input: Box::new(plan), keys: clause.order.clone() };
    }
    if let Some(count) = &clause.skip {
        plan = Plan::Skip { input: Box::new(plan), count: count.clone() };
    }
    if let Some(count) = &clause.limit {
        plan = Plan::Limit { input: Box::new(plan), count: count.clone() };
    }
    plan
}

/// What sorting and the condition read, without the results of their own subqueries.
fn needed(clause: &BoundProjection) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    let mut own = BTreeSet::new();
    clause.order.iter().for_each(|key| key.value.collect_names(&mut names));
    subqueries(&clause.order_subqueries, &mut names, &mut own);
    for condition in &clause.conditions {
        subqueries(&condition.subqueries, &mut names, &mut own);
        match &condition.test {
            Test::Holds(test) => test.collect_names(&mut names),
            Test::Exists(query) | Test::Missing(query) => captured(query, &mut names),
        }
    }
    names.retain(|name| !own.contains(name));
    names
}

fn subqueries(all: &[BoundSubquery], names: &mut BTreeSet<Name>, own: &mut BTreeSet<Name>) {
    for subquery in all {
        captured(&subquery.query, names);
        own.insert(Name::clone(subquery.result.variable()));
    }
}

fn captured(query: &BoundQuery, names: &mut BTreeSet<Name>) {
    names.extend(query.parts.iter().flat_map(|part| &part.captured).map(|(name, _)| Name::clone(name)));
}
