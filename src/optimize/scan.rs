//! A label test on a node that is scanned becomes the scan's label; of several the rarest.

use std::collections::BTreeSet;

use crate::graph::Statistics;
use crate::plan::{Expr, ExprKind, Labels, Plan, Reference};
use crate::text::Name;
use crate::value::LabelId;

/// The rule.
pub(super) fn apply(mut plan: Plan, statistics: &Statistics, _: &BTreeSet<Name>) -> Plan {
    plan.rewrite(&mut |operator| {
        let Plan::Filter { input, predicate } = operator else { return };
        let Plan::Scan { variable, label: slot @ None, .. } = &mut **input else { return };
        let mut conjuncts = predicate.clone().into_conjuncts();
        let count = |label: &Reference<LabelId>| label.id.map_or(0, |id| statistics.label_count(id));
        let tests = conjuncts.iter().enumerate().filter_map(|(at, test)| Some((at, label_of(test, variable)?)));
        let Some((at, label)) = tests.min_by_key(|(_, label)| count(label)) else { return };
        *slot = Some(label.clone());
        conjuncts.remove(at);
        match Expr::all_of(conjuncts) {
            Some(rest) => *predicate = rest,
            None => *operator = input.take(),
        }
    });
    plan
}

/// The one label that a condition asks of a node.
pub(super) fn label_of<'a>(condition: &'a Expr, variable: &str) -> Option<&'a Reference<LabelId>> {
    match &condition.kind {
        ExprKind::HasLabels { of, labels: Labels::Label(label) } if of.is_variable(variable) => Some(label),
        _ => None,
    }
}
