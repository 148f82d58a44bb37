//! Where it makes no difference how many chains lead to a node, as under `DISTINCT`, `count(DISTINCT …)` and `EXISTS`, each node
//! is found once, by a search in breadth, in place of each of the chains, of which there are exponentially many.
//!
//! Chains use no relationship twice; a search in breadth does not look at that. For chains of at least none or one
//! relationship in one direction both lead to the same nodes: a way that uses a relationship twice can be cut short between
//! the two. With a higher least length, or in either direction (there and back over one relationship), they do not.

use std::collections::BTreeSet;

use crate::graph::Statistics;
use crate::plan::{Aggregate, ApplyKind, Plan};
use crate::text::Name;
use crate::value::Direction;

/// The rule.
pub(super) fn apply(mut plan: Plan, _: &Statistics, wanted: &BTreeSet<Name>) -> Plan {
    let mut read = wanted.clone();
    plan.visit(&mut |operator| {
        read.extend(operator.reads());
        if let Plan::Distinct { .. } | Plan::Union { .. } = operator {
            read.extend(operator.columns());
        }
    });
    replace(&mut plan, false, &read);
    plan
}

/// Replaces expansions in a plan. `once` says whether it makes no difference how often its rows stand there.
fn replace(plan: &mut Plan, once: bool, read: &BTreeSet<Name>) {
    if let Plan::ExpandPath { input, hop, lengths, into: false, each: None } = plan
        && once
        && hop.direction != Direction::Both
        && lengths.min <= 1
        && !read.contains(&hop.relationship)
    {
        *plan = Plan::Reach { input: Box::new(input.take()), hop: hop.clone(), lengths: *lengths };
    }
    if let Plan::Apply { outer, inner, kind } = plan {
        let exists = matches!(kind, ApplyKind::Semi | ApplyKind::Anti | ApplyKind::Mark(_));
        let joins = matches!(kind, ApplyKind::Rows | ApplyKind::Optional);
        replace(outer, once && !matches!(kind, ApplyKind::Each | ApplyKind::Merge(_)) && !inner.writes(), read);
        replace(inner, exists || once && joins, read);
        return;
    }
    let once = keeps(plan, once);
    for child in plan.children_mut() {
        replace(child, once, read);
    }
}

/// Whether it makes no difference to an operator how often the rows of its input stand there; `once` says so of its own rows.
fn keeps(plan: &Plan, once: bool) -> bool {
    match plan {
        Plan::Distinct { .. } => true,
        Plan::Aggregate { aggregates, .. } => aggregates.iter().all(|(_, aggregate)| ignores_repeats(aggregate)),
        Plan::Filter { .. } | Plan::Project { .. } | Plan::Extend { .. } | Plan::Unwind { .. } => {
            let mut same = once;
            plan.each_expression(&mut |expression| same &= expression.is_deterministic());
            same
        }
        Plan::Scan { .. }
        | Plan::ScanRelationships { .. }
        | Plan::Seek { .. }
        | Plan::Expand { .. }
        | Plan::ExpandPath { .. }
        | Plan::Intersect { .. }
        | Plan::Reach { .. }
        | Plan::Degrees { .. }
        | Plan::Triangles { .. }
        | Plan::Sort { .. }
        | Plan::Union { .. }
        | Plan::Product { .. }
        | Plan::Join { .. } => once,
        // What counts rows, writes, or calls a procedure.
        _ => false,
    }
}

/// Whether an aggregate is the same of a value that comes once or more often, and in whatever order.
fn ignores_repeats(aggregate: &Aggregate) -> bool {
    let name = aggregate.function.map(|function| function.name);
    aggregate.distinct && name == Some("count") || matches!(name, Some("min" | "max"))
}
