//! A label test on the far end of a relationship is dropped if the statistics say that all far ends of its types pass it.

use std::collections::BTreeSet;

use crate::graph::Statistics;
use crate::plan::{Expr, Hop, Plan};
use crate::text::Name;
use crate::value::{Direction, LabelId};

use super::scan::label_of;

/// The rule.
pub(super) fn apply(mut plan: Plan, statistics: &Statistics, _: &BTreeSet<Name>) -> Plan {
    plan.rewrite(&mut |operator| {
        let Plan::Filter { input, predicate } = operator else { return };
        let mut conjuncts = predicate.clone().into_conjuncts();
        let before = conjuncts.len();
        conjuncts.retain(|test| !follows(test, input, statistics));
        if conjuncts.len() == before {
            return;
        }
        match Expr::all_of(conjuncts) {
            Some(rest) => *predicate = rest,
            None => *operator = input.take(),
        }
    });
    plan
}

/// Whether a label test holds for every row of `plan`, because a hop leads to or from the node.
fn follows(test: &Expr, plan: &Plan, statistics: &Statistics) -> bool {
    match plan {
        Plan::Expand { input, hop, .. } => {
            if let Some(label) = label_of(test, &hop.to) {
                return label.id.is_some_and(|label| all_ends(hop, hop.direction, label, statistics)) || follows(test, input, statistics);
            }
            if let Some(label) = label_of(test, &hop.from) {
                let ends = label.id.is_some_and(|label| all_ends(hop, hop.direction.reverse(), label, statistics));
                return ends || follows(test, input, statistics);
            }
            follows(test, input, statistics)
        }
        Plan::Filter { input, predicate } => {
            predicate.clone().into_conjuncts().iter().any(|known| known == test) || follows(test, input, statistics)
        }
        Plan::Scan { input, variable, label } => {
            (label.is_some() && label_of(test, variable) == label.as_ref()) || follows(test, input, statistics)
        }
        Plan::Seek { input, variable, label, .. } => label_of(test, variable) == Some(label) || follows(test, input, statistics),
        Plan::ExpandPath { input, hop, lengths, .. } => {
            let far = label_of(test, &hop.to).and_then(|label| label.id);
            far.is_some_and(|label| lengths.min > 0 && all_ends(hop, hop.direction, label, statistics)) || follows(test, input, statistics)
        }
        Plan::Intersect { input, .. }
        | Plan::Reach { input, .. }
        | Plan::Degrees { input, .. }
        | Plan::Triangles { input, .. }
        | Plan::ShortestPath { input, .. }
        | Plan::Sort { input, .. }
        | Plan::Extend { input, .. }
        | Plan::Unwind { input, .. }
        | Plan::Call { input, .. } => follows(test, input, statistics),
        Plan::Apply { outer, kind, .. } => !matches!(kind, crate::plan::ApplyKind::Rows) && follows(test, outer, statistics),
        _ => false,
    }
}

/// Whether all relationships that a hop may follow in a direction lead to nodes with a label.
pub(super) fn all_ends(hop: &Hop, direction: Direction, label: LabelId, statistics: &Statistics) -> bool {
    let kinds: Vec<_> = if hop.types.is_empty() {
        statistics.types.keys().copied().collect()
    } else {
        hop.types.iter().filter_map(|kind| kind.id).collect()
    };
    kinds.into_iter().all(|kind| match direction {
        Direction::Outgoing => statistics.all_end_at(kind, label),
        Direction::Incoming => statistics.all_start_at(kind, label),
        Direction::Both => statistics.all_end_at(kind, label) && statistics.all_start_at(kind, label),
    })
}
