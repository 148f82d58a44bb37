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

/// A condition on its way down.
#[derive(Clone)]
struct Condition {
    test: Expr,
    /// What it reads.
    names: BTreeSet<Name>,
}

impl Condition {
    fn new(test: Expr) -> Self {
        Self { names: test.names(), test }
    }
}

/// A plan of the rows of `plan` for which the conditions hold. There are as many frames of this as the plan is deep, so that
/// what needs room is done elsewhere.
fn push(mut plan: Plan, conditions: Vec<Condition>) -> Plan {
    let conditions = collect(&mut plan, conditions);
    let (here, below) = divide(&plan, conditions);
    for (child, conditions) in plan.children_mut().into_iter().zip(below) {
        *child = push(child.take(), conditions);
    }
    filter(plan, here)
}

/// Takes the filters at the top of a plan off, and gives their conditions in front of those from above. One that is random
/// stays where it is.
fn collect(plan: &mut Plan, mut conditions: Vec<Condition>) -> Vec<Condition> {
    while matches!(plan, Plan::Filter { predicate, .. } if predicate.is_deterministic()) {
        let Plan::Filter { input, predicate } = plan.take() else { break };
        let mut own: Vec<Condition> = predicate.into_conjuncts().into_iter().map(Condition::new).collect();
        own.append(&mut conditions);
        conditions = own;
        *plan = *input;
    }
    conditions
}

/// The conditions that stay above a plan, and those that move to each of its inputs.
fn divide(plan: &Plan, conditions: Vec<Condition>) -> (Vec<Condition>, Vec<Vec<Condition>>) {
    let mut here = Vec::new();
    let columns: Vec<BTreeSet<Name>> = sides(plan);
    let mut below: Vec<Vec<Condition>> = plan.children().iter().map(|_| Vec::new()).collect();
    for condition in conditions {
        match route(plan, &columns, &condition) {
            Some(moved) => {
                for (child, condition) in moved {
                    below[child].push(condition);
                }
            }
            None => here.push(condition),
        }
    }
    (here, below)
}

/// The rows of a plan for which conditions hold too; a filter at its top takes them in.
fn filter(plan: Plan, conditions: Vec<Condition>) -> Plan {
    let (plan, conditions) = match plan {
        Plan::Filter { input, predicate } => {
            let own = predicate.into_conjuncts().into_iter().map(Condition::new);
            (*input, own.chain(conditions).collect())
        }
        plan => (plan, conditions),
    };
    match Expr::all_of(conditions.into_iter().map(|one| one.test).collect()) {
        Some(predicate) => Plan::Filter { input: Box::new(plan), predicate },
        None => plan,
    }
}

/// The columns of the inputs between which conditions are divided.
fn sides(plan: &Plan) -> Vec<BTreeSet<Name>> {
    match plan {
        Plan::Product { .. } | Plan::Join { .. } | Plan::Apply { .. } => {
            plan.children().into_iter().map(|child| child.columns().into_iter().collect()).collect()
        }
        _ => Vec::new(),
    }
}

/// Where a condition above `plan` may move: the inputs that take it, and what it is there.
fn route(plan: &Plan, columns: &[BTreeSet<Name>], condition: &Condition) -> Option<Vec<(usize, Condition)>> {
    let names = &condition.names;
    let to = |input: usize| Some(vec![(input, condition.clone())]);
    if names.is_empty() && !matches!(plan, Plan::Union { .. }) {
        // What depends on no row is decided where it stands.
        return None;
    }
    match plan {
        // What is written does not depend on conditions that come after.
        Plan::Create { .. }
        | Plan::Update { .. }
        | Plan::Delete { .. }
        | Plan::Apply { kind: ApplyKind::Merge(_) | ApplyKind::Each, .. } => None,
        Plan::Apply { inner, .. } if inner.writes() => None,
        Plan::Scan { .. }
        | Plan::ScanRelationships { .. }
        | Plan::Seek { .. }
        | Plan::Expand { .. }
        | Plan::ExpandPath { .. }
        | Plan::Intersect { .. }
        | Plan::Reach { .. }
        | Plan::Degrees { .. }
        | Plan::Triangles { .. }
        | Plan::ShortestPath { .. }
        | Plan::Extend { .. }
        | Plan::Unwind { .. }
        | Plan::Call { .. } => {
            if plan.introduced().iter().any(|name| names.contains(name)) {
                None
            } else {
                to(0)
            }
        }
        Plan::Sort { .. } | Plan::Distinct { .. } => to(0),
        Plan::Project { items, .. } => through(items, condition),
        Plan::Aggregate { keys, .. } => through(keys, condition),
        Plan::Union { inputs } => Some((0..inputs.len()).map(|input| (input, condition.clone())).collect()),
        Plan::Product { .. } | Plan::Join { .. } | Plan::Apply { kind: ApplyKind::Rows, .. } => {
            columns.iter().position(|side| names.is_subset(side)).and_then(to)
        }
        Plan::Apply { .. } => {
            if names.is_subset(&columns[0]) {
                to(0)
            } else {
                None
            }
        }
        Plan::Argument { .. } | Plan::Empty { .. } | Plan::Filter { .. } | Plan::Top { .. } | Plan::Skip { .. } | Plan::Limit { .. } => {
            None
        }
    }
}

/// A condition on items as one on what they are computed from, if they are cheap.
fn through(items: &[Item], condition: &Condition) -> Option<Vec<(usize, Condition)>> {
    let mut by = BTreeMap::new();
    for name in &condition.names {
        let item = items.iter().find(|item| item.variable == *name)?;
        let cheap = match &item.value.kind {
            ExprKind::Variable(_) | ExprKind::Literal(_) | ExprKind::Parameter(_) => true,
            ExprKind::Property { of, .. } => matches!(of.kind, ExprKind::Variable(_)),
            _ => false,
        };
        if !cheap || (!matches!(item.value.kind, ExprKind::Variable(_)) && needs_column(&condition.test, name)) {
            return None;
        }
        by.insert(Name::clone(name), item.value.clone());
    }
    let mut moved = condition.test.clone();
    moved.substitute(&by);
    Some(vec![(0, Condition::new(moved))])
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
