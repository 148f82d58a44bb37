//! `ORDER BY … LIMIT` keeps only the first rows while it sorts.

use std::collections::BTreeSet;

use crate::graph::Statistics;
use crate::plan::{Expr, Plan};
use crate::text::Name;

/// The rule.
pub(super) fn apply(mut plan: Plan, _: &Statistics, _: &BTreeSet<Name>) -> Plan {
    plan.rewrite(&mut |operator| {
        let Plan::Limit { input, count: limit } = operator else { return };
        *operator = match input.take() {
            Plan::Sort { input, keys } => Plan::Top { input, keys, skip: None, limit: limit.clone() },
            Plan::Skip { input: below, count } => match *below {
                Plan::Sort { input, keys } => Plan::Top { input, keys, skip: Some(count), limit: limit.clone() },
                other => limited(Plan::Skip { input: Box::new(other), count }, limit.clone()),
            },
            Plan::Project { input: below, items } => match *below {
                Plan::Sort { input, keys } => {
                    Plan::Project { input: Box::new(Plan::Top { input, keys, skip: None, limit: limit.clone() }), items }
                }
                other => limited(Plan::Project { input: Box::new(other), items }, limit.clone()),
            },
            other => limited(other, limit.clone()),
        };
    });
    plan
}

fn limited(plan: Plan, count: Expr) -> Plan {
    Plan::Limit { input: Box::new(plan), count }
}
