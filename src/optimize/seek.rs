//! An equality on a unique property of a scanned label becomes a seek in the index.

use std::collections::BTreeSet;

use crate::graph::Statistics;
use crate::plan::{Comparison, Expr, ExprKind, Plan, Reference};
use crate::text::Name;
use crate::value::{KeyId, LabelId};

/// The rule.
pub(super) fn apply(mut plan: Plan, statistics: &Statistics, _: &BTreeSet<Name>) -> Plan {
    plan.rewrite(&mut |operator| {
        let Plan::Filter { input, predicate } = operator else { return };
        let Plan::Scan { variable, label: Some(label), input: below } = &mut **input else { return };
        let mut conjuncts = predicate.clone().into_conjuncts();
        let found = conjuncts.iter().enumerate().find_map(|(at, test)| {
            let (key, value) = equality(test, variable, label, statistics)?;
            Some((at, key.clone(), value.clone()))
        });
        let Some((at, key, value)) = found else { return };
        conjuncts.remove(at);
        let seek = Plan::Seek { input: Box::new(below.take()), variable: Name::clone(variable), label: label.clone(), key, value };
        *operator = match Expr::all_of(conjuncts) {
            Some(predicate) => Plan::Filter { input: Box::new(seek), predicate },
            None => seek,
        };
    });
    plan
}

/// The property and the value of a condition `variable.key = value` that the index on (label, key) answers.
pub(super) fn equality<'a>(
    condition: &'a Expr,
    variable: &str,
    label: &Reference<LabelId>,
    statistics: &Statistics,
) -> Option<(&'a Reference<KeyId>, &'a Expr)> {
    let ExprKind::Compare { operator: Comparison::Equal, left, right } = &condition.kind else { return None };
    let one = |property: &'a Expr, value: &'a Expr| {
        let ExprKind::Property { of, key } = &property.kind else { return None };
        let indexed = of.is_variable(variable) && statistics.unique.contains(&(label.id?, key.id?)) && value.is_deterministic();
        (indexed && !value.reads(variable)).then_some((key, value))
    };
    one(left, right).or_else(|| one(right, left))
}
