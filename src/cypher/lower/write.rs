//! Clauses that write or call. Each is one operator, or an apply, on top of what the clauses before give.

use super::{attach, clauses, filter, pattern, query};
use crate::cypher::bound::{
    BoundCall, BoundCalled, BoundClause, BoundCreate, BoundDelete, BoundForeach, BoundMerge, BoundUpdate, captured,
};
use crate::plan::{ApplyKind, Item, Plan};
use crate::text::Name;

pub(super) fn create(plan: Plan, clause: &BoundCreate) -> Plan {
    let input = Box::new(attach(plan, &clause.subqueries));
    paths(Plan::Create { input, pattern: clause.pattern.clone() }, &clause.paths)
}

pub(super) fn merge(plan: Plan, clause: &BoundMerge) -> Plan {
    let outer = Box::new(attach(plan, &clause.subqueries));
    let own = [BoundClause::Match(clause.pattern.clone())];
    let inner = Box::new(pattern::pattern(argument(&own), &clause.pattern));
    let merged = paths(Plan::Apply { outer, inner, kind: ApplyKind::Merge(Box::new(clause.merge.clone())) }, &clause.paths);
    clause.after.iter().fold(merged, update)
}

/// The paths of what was created or found.
fn paths(plan: Plan, paths: &[Item]) -> Plan {
    if paths.is_empty() { plan } else { Plan::Extend { input: Box::new(plan), items: paths.to_vec() } }
}

pub(super) fn update(plan: Plan, clause: &BoundUpdate) -> Plan {
    Plan::Update { input: Box::new(attach(plan, &clause.subqueries)), update: clause.update.clone() }
}

pub(super) fn delete(plan: Plan, clause: &BoundDelete) -> Plan {
    let input = Box::new(attach(plan, &clause.subqueries));
    Plan::Delete { input, entities: clause.entities.clone(), detach: clause.detach }
}

/// `FOREACH`: the list is unwound for each row, and what is done runs for one item after the other, each seeing what those
/// before it have done.
pub(super) fn foreach(plan: Plan, clause: &BoundForeach) -> Plan {
    let outer = attach(plan, &clause.items.subqueries);
    let mut taken: Vec<Name> = captured(&clause.clauses).into_iter().map(|(name, _)| name).collect();
    let body = clauses(Plan::Argument { variables: taken.clone() }, &clause.clauses, &[]);
    let (list, variable) = (clause.items.list.clone(), Name::clone(&clause.items.variable));
    taken.retain(|name| *name != variable);
    list.names().into_iter().for_each(|name| {
        if !taken.contains(&name) {
            taken.push(name);
        }
    });
    let items = Plan::Unwind { input: Box::new(Plan::Argument { variables: taken }), list, variable };
    let each = Plan::Apply { outer: Box::new(items), inner: Box::new(body), kind: ApplyKind::Each };
    Plan::Apply { outer: Box::new(outer), inner: Box::new(each), kind: ApplyKind::Each }
}

pub(super) fn call(plan: Plan, clause: &BoundCall) -> Plan {
    let called = Plan::Call {
        input: Box::new(attach(plan, &clause.subqueries)),
        procedure: clause.procedure.clone(),
        arguments: clause.arguments.clone(),
        implicit: clause.implicit,
        yields: clause.yields.clone(),
        place: clause.place,
    };
    filter(called, &clause.conditions)
}

pub(super) fn subquery(plan: Plan, clause: &BoundCalled) -> Plan {
    let kind = match (clause.query.columns.is_empty(), clause.optional) {
        (true, _) => ApplyKind::Each,
        (false, true) => ApplyKind::Optional,
        (false, false) => ApplyKind::Rows,
    };
    Plan::Apply { outer: Box::new(plan), inner: Box::new(query(&clause.query)), kind }
}

/// The leaf of an inner plan: what its clauses take from outside.
fn argument(clauses: &[BoundClause]) -> Plan {
    Plan::Argument { variables: captured(clauses).into_iter().map(|(name, _)| name).collect() }
}
