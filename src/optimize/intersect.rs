//! Closes cycles by intersecting neighbours: a hop to a new node and a hop from there to a bound one become one step, which
//! follows both from their bound ends (the multiway join of worst-case optimal join algorithms: Ngo, Porat, Ré and Rudra,
//! "Worst-case optimal join algorithms", 2012). Conditions on the new node are tested after it.

use std::collections::BTreeSet;

use crate::graph::Statistics;
use crate::plan::{Expr, Hop, Plan};
use crate::text::Name;

/// The rule.
pub(super) fn apply(mut plan: Plan, _: &Statistics, _: &BTreeSet<Name>) -> Plan {
    plan.rewrite(&mut |operator| {
        gather(operator);
        let Plan::Expand { input, hop: closing, into: true } = operator else { return };
        let Some((opening, closing)) = closes(input, closing) else { return };
        let (below, predicates) = opened(input.take());
        *operator = Plan::Intersect { input: Box::new(below), hops: [opening, closing] };
        if let Some(predicate) = Expr::all_of(predicates) {
            *operator = Plan::Filter { input: Box::new(operator.take()), predicate };
        }
    });
    plan
}

/// Makes one of the conditions above an intersection and those that stood within it.
fn gather(operator: &mut Plan) {
    let Plan::Filter { input, predicate } = operator else { return };
    let Plan::Filter { input: within, predicate: first } = &mut **input else { return };
    if let Plan::Intersect { .. } = **within {
        let conjuncts = [first, &mut *predicate].into_iter().flat_map(|predicate| predicate.clone().into_conjuncts());
        let Some(all) = Expr::all_of(conjuncts.collect()) else { return };
        let below = within.take();
        *operator = Plan::Filter { input: Box::new(below), predicate: all };
    }
}

/// The hop that opens what `closing` closes, and `closing` turned to lead to the same node.
fn closes(input: &Plan, closing: &Hop) -> Option<(Hop, Hop)> {
    let mut below = input;
    while let Plan::Filter { input, .. } = below {
        below = input;
    }
    let Plan::Expand { hop: opening, into: false, .. } = below else { return None };
    let turned = if closing.to == opening.to {
        closing.clone()
    } else if closing.from == opening.to {
        Hop { from: Name::clone(&closing.to), to: Name::clone(&closing.from), direction: closing.direction.reverse(), ..closing.clone() }
    } else {
        return None;
    };
    (turned.from != opening.to).then(|| (opening.clone(), turned))
}

/// What stands below the opening hop, and the conditions above it.
fn opened(plan: Plan) -> (Plan, Vec<Expr>) {
    match plan {
        Plan::Filter { input, predicate } => {
            let (below, mut predicates) = opened(*input);
            predicates.extend(predicate.into_conjuncts());
            (below, predicates)
        }
        Plan::Expand { input, .. } => (*input, Vec::new()),
        other => (other, Vec::new()),
    }
}
