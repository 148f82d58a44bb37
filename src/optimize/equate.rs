//! Puts equal properties into the key of a join: an expansion whose far ends must have the same property as a node bound before
//! (`(a)-->(f)<--(b) WHERE a.region = b.region`) becomes a join with the expansion of all nodes `f`, on `f` and on the property.
//! So the far ends with another value are not enumerated at all, where each hub would have paired all with all.

use std::collections::BTreeSet;

use super::estimate::Estimator;
use crate::graph::Statistics;
use crate::plan::{Comparison, Expr, ExprKind, Hop, JoinKind, Plan, Reference};
use crate::text::Name;
use crate::value::LabelId;

/// So many rows of an expansion take as long as one row of either side of a join, which is hashed.
const WORTH: f64 = 8.0;

/// The rule.
pub(super) fn apply(mut plan: Plan, statistics: &Statistics, _: &BTreeSet<Name>) -> Plan {
    let estimator = Estimator::new(&plan, statistics);
    plan.rewrite(&mut |operator| {
        if let Some(joined) = joined(operator, &estimator) {
            *operator = joined;
        }
    });
    plan
}

/// The join, if the operator is such an expansion and the join is expected to take less time.
fn joined(operator: &mut Plan, estimator: &Estimator<'_>) -> Option<Plan> {
    let Plan::Filter { input: expand, predicate } = operator else { return None };
    let Plan::Expand { input: below, hop, into: false } = &mut **expand else { return None };
    let bound = entities(below);
    let (equal, rest): (Vec<_>, Vec<_>) =
        predicate.clone().into_conjuncts().into_iter().map(|test| sides(test, hop, &bound)).partition(Result::is_ok);
    let mut on: Vec<(Expr, Expr)> = equal.into_iter().filter_map(Result::ok).collect();
    if on.is_empty() || below.writes() {
        return None;
    }
    let again = Name::from(format!("{} {}", hop.from, hop.to));
    let right = all_of(hop, &again, label(below, &hop.from));
    let left_rows = estimator.rows(below, 1.0);
    let all_rows = estimator.rows(&right, 1.0);
    let degree = estimator.degree(&hop.from, &hop.types, hop.direction);
    if left_rows * degree < WORTH * (left_rows + all_rows) {
        return None;
    }
    on.insert(0, (Expr::variable(&hop.from), Expr::variable(&again)));
    let join = Plan::Join { left: Box::new(below.take()), right: Box::new(right), on, kind: JoinKind::Inner };
    Some(match Expr::all_of(rest.into_iter().filter_map(Result::err).collect()) {
        Some(predicate) => Plan::Filter { input: Box::new(join), predicate },
        None => join,
    })
}

/// What the hop leads to from every node that it may begin at, under another name.
fn all_of(hop: &Hop, from: &Name, label: Option<Reference<LabelId>>) -> Plan {
    let scan = Plan::Scan { input: Box::new(Plan::unit()), variable: Name::clone(from), label };
    Plan::Expand { input: Box::new(scan), hop: Hop { from: Name::clone(from), ..hop.clone() }, into: false }
}

/// The label that a plan scans a node by.
fn label(plan: &Plan, node: &Name) -> Option<Reference<LabelId>> {
    let mut found = None;
    plan.visit(&mut |operator| {
        if let Plan::Scan { variable, label: Some(label), .. } | Plan::Seek { variable, label, .. } = operator
            && variable == node
        {
            found = Some(label.clone());
        }
    });
    found
}

/// The nodes and relationships that a plan finds.
fn entities(plan: &Plan) -> BTreeSet<Name> {
    let mut found = BTreeSet::new();
    plan.visit(&mut |operator| {
        if let Plan::Scan { .. } | Plan::Seek { .. } | Plan::Expand { .. } | Plan::Intersect { .. } = operator {
            found.extend(operator.introduced());
        }
    });
    let columns = plan.columns();
    found.retain(|name| columns.contains(name));
    found
}

/// The two sides of a test that a property bound before equals one of what the hop leads to; any other test is given back.
/// Properties of entities never fail, so that it does no harm to read them of rows that do not join.
fn sides(test: Expr, hop: &Hop, bound: &BTreeSet<Name>) -> Result<(Expr, Expr), Expr> {
    let own = |side: &Expr| property(side).is_some_and(|name| *name == hop.to || *name == hop.relationship);
    let other = |side: &Expr| property(side).is_some_and(|name| *name != hop.from && bound.contains(name));
    match test.kind {
        ExprKind::Compare { operator: Comparison::Equal, left, right } if other(&left) && own(&right) => Ok((*left, *right)),
        ExprKind::Compare { operator: Comparison::Equal, left, right } if own(&left) && other(&right) => Ok((*right, *left)),
        kind => Err(Expr { kind, place: test.place }),
    }
}

/// The variable whose property an expression is.
fn property(side: &Expr) -> Option<&Name> {
    match &side.kind {
        ExprKind::Property { of, .. } => match &of.kind {
            ExprKind::Variable(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}
