//! From the steps of a walk back to a plan.

use std::collections::BTreeSet;

use super::region::{Edge, Region, Test};
use crate::function::scalar;
use crate::plan::{Expr, ExprKind, Item, JoinKind, Plan};
use crate::text::{Name, Place};

/// A step of a walk.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Scan(usize),
    Follow {
        edge: usize,
        back: bool,
    },
    Test(usize),
    /// Another part, and the conditions that join it.
    Part {
        steps: Vec<Step>,
        on: Vec<usize>,
    },
}

/// The plan of the steps on top of `plan`.
pub(super) fn build(region: &Region, mut plan: Plan, steps: &[Step], there: &mut BTreeSet<Name>) -> Plan {
    let mut run = Vec::new();
    for one in steps {
        if let Step::Test(at) = one
            && let Test::Holds(test) = &region.conditions[*at].test
        {
            run.push(test.clone());
            continue;
        }
        if let Some(predicate) = Expr::all_of(std::mem::take(&mut run)) {
            plan = Plan::Filter { input: Box::new(plan), predicate };
        }
        plan = step(region, plan, one, there);
    }
    match Expr::all_of(run) {
        Some(predicate) => Plan::Filter { input: Box::new(plan), predicate },
        None => plan,
    }
}

fn step(region: &Region, plan: Plan, step: &Step, there: &mut BTreeSet<Name>) -> Plan {
    match step {
        Step::Scan(node) => {
            let variable = Name::clone(&region.names[*node]);
            there.insert(Name::clone(&variable));
            Plan::Scan { input: Box::new(plan), variable, label: None }
        }
        Step::Follow { edge, back } => expand(plan, &region.edges[*edge], *back, there),
        Step::Test(at) => match &region.conditions[*at].test {
            Test::Apply(kind, inner) => Plan::Apply { outer: Box::new(plan), inner: Box::new(inner.clone()), kind: kind.clone() },
            Test::Holds(test) => Plan::Filter { input: Box::new(plan), predicate: test.clone() },
        },
        Step::Part { steps, on } => {
            let mut own = BTreeSet::new();
            let right = build(region, Plan::unit(), steps, &mut own);
            there.append(&mut own);
            let (left, right) = (Box::new(plan), Box::new(right));
            if on.is_empty() {
                return Plan::Product { left, right };
            }
            join(region, left, right, on)
        }
    }
}

fn join(region: &Region, left: Box<Plan>, right: Box<Plan>, on: &[usize]) -> Plan {
    let columns: BTreeSet<Name> = right.columns().into_iter().collect();
    let keys = on.iter().filter_map(|&at| match &region.conditions[at].test {
        Test::Holds(Expr { kind: ExprKind::Compare { left, right, .. }, .. }) => {
            let turned = left.names().is_subset(&columns);
            Some(if turned { ((**right).clone(), (**left).clone()) } else { ((**left).clone(), (**right).clone()) })
        }
        _ => None,
    });
    Plan::Join { left, right, on: keys.collect(), kind: JoinKind::Inner }
}

fn expand(plan: Plan, edge: &Edge, back: bool, there: &mut BTreeSet<Name>) -> Plan {
    let mut hop = edge.oriented(back);
    let into = there.contains(&hop.to);
    there.extend([Name::clone(&hop.to), Name::clone(&hop.relationship)]);
    let input = Box::new(plan);
    let Some((lengths, each)) = edge.chain.clone() else { return Plan::Expand { input, hop, into } };
    let turn = if back { scalar("reverse") } else { None };
    let Some(function) = turn else { return Plan::ExpandPath { input, hop, lengths, into, each } };
    let back = Name::from(format!("{}#back", hop.relationship));
    let variable = std::mem::replace(&mut hop.relationship, back);
    let value = ExprKind::Call { function, arguments: vec![Expr::variable(&hop.relationship)] };
    let chain = Plan::ExpandPath { input, hop, lengths, into, each };
    Plan::Extend { input: Box::new(chain), items: vec![Item { variable, value: Expr { kind: value, place: Place::default() } }] }
}
