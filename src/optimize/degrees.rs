//! Counts the matches of a tree of relationships by the degrees of its inner nodes: `(a)-->(b)-->(c)` has at each `b` as many
//! matches as relationships in times relationships out, so that the outermost relationships are not enumerated at all.
//!
//! Tests that two relationships differ stand in the way, unless statistics proved them away before; so do labels of outer
//! nodes, unless all relationships of the type lead to such nodes.

use std::collections::{BTreeMap, BTreeSet};

use super::estimate::Estimator;
use super::label::all_ends;
use crate::function;
use crate::graph::Statistics;
use crate::plan::{Aggregate, Expr, ExprKind, Hop, Plan, Reference};
use crate::text::Name;
use crate::value::LabelId;

/// The rule.
pub(super) fn apply(mut plan: Plan, statistics: &Statistics, _: &BTreeSet<Name>) -> Plan {
    let estimator = Estimator::new(&plan, statistics);
    plan.rewrite(&mut |operator| {
        let Plan::Aggregate { input, keys, aggregates } = operator else { return };
        let Some(tree) = Tree::of(input).filter(|_| keys.is_empty()) else { return };
        let Some(sum) = function::aggregate("sum") else { return };
        if !aggregates.iter().all(|(_, aggregate)| counts_matches(aggregate, tree.first, tree.hops.iter().copied())) {
            return;
        }
        let Some((counted, paths)) = tree.counted(&estimator, estimator.rows(input, 1.0)) else { return };
        **input = counted;
        for (_, aggregate) in aggregates {
            *aggregate = Aggregate { function: Some(sum), distinct: false, arguments: vec![Expr::variable(&paths)] };
        }
    });
    plan
}

/// A pattern without conditions whose relationships form a tree.
struct Tree<'p> {
    /// The node that is scanned, and its label.
    first: &'p Name,
    label: Option<&'p Reference<LabelId>>,
    /// The relationships, each to a new node.
    hops: Vec<&'p Hop>,
}

impl<'p> Tree<'p> {
    fn of(plan: &'p Plan) -> Option<Self> {
        let (mut at, mut hops) = (plan, Vec::new());
        loop {
            match at {
                Plan::Expand { input, hop, into: false } => {
                    hops.push(hop);
                    at = input;
                }
                Plan::Scan { input, variable, label } if **input == Plan::unit() => {
                    hops.reverse();
                    return Some(Self { first: variable, label: label.as_ref(), hops });
                }
                _ => return None,
            }
        }
    }

    /// Whether a node has one relationship only.
    fn leaves(&self) -> BTreeSet<&'p Name> {
        let mut degrees = BTreeMap::new();
        for name in self.hops.iter().flat_map(|hop| [&hop.from, &hop.to]) {
            *degrees.entry(name).or_insert(0) += 1;
        }
        degrees.into_iter().filter_map(|(name, degree)| (degree == 1).then_some(name)).collect()
    }

    /// The inner nodes with a column that says how many matches each row stands for; none where that may take longer than the
    /// `rows` that the tree is expected to have.
    fn counted(&self, estimator: &Estimator<'_>, rows: f64) -> Option<(Plan, Name)> {
        let ([first, rest @ ..], leaves) = (&self.hops[..], self.leaves()) else { return None };
        if rest.is_empty() {
            return None;
        }
        let mut outer = Vec::new();
        let (root, label, rest) = if leaves.contains(self.first) {
            let proves = |label: &Reference<LabelId>, end| label.id.is_some_and(|id| all_ends(first, end, id, estimator.statistics));
            if self.label.is_some_and(|label| !proves(label, first.direction.reverse())) {
                return None;
            }
            outer.push(turned(first));
            (&first.to, self.label.filter(|label| proves(label, first.direction)), rest)
        } else {
            (self.first, self.label, &self.hops[..])
        };
        let (leads_out, within): (Vec<&Hop>, Vec<&Hop>) = rest.iter().partition(|hop| leaves.contains(&hop.to));
        outer.extend(leads_out.into_iter().cloned());
        let scan = Plan::Scan { input: Box::new(Plan::unit()), variable: Name::clone(root), label: label.cloned() };
        let inner = within.into_iter().fold(scan, |input, hop| Plan::Expand { input: Box::new(input), hop: hop.clone(), into: false });
        if estimator.rows(&inner, 1.0) > rows {
            return None;
        }
        let paths = Name::from(format!("{root} paths"));
        Some((Plan::Degrees { input: Box::new(inner), hops: outer, variable: Name::clone(&paths) }, paths))
    }
}

/// Whether an aggregate counts all matches of a pattern, of which a node and the relationships with their far ends are given.
pub(super) fn counts_matches<'p>(aggregate: &Aggregate, first: &Name, mut hops: impl Iterator<Item = &'p Hop>) -> bool {
    match (aggregate.function, &aggregate.arguments[..]) {
        _ if aggregate.distinct => false,
        (None, _) => true,
        (Some(function), [Expr { kind: ExprKind::Variable(name), .. }]) => {
            function.name == "count" && (name == first || hops.any(|hop| *name == hop.to || *name == hop.relationship))
        }
        _ => false,
    }
}

/// The same relationship, followed from its other end.
pub(super) fn turned(hop: &Hop) -> Hop {
    Hop { from: Name::clone(&hop.to), to: Name::clone(&hop.from), direction: hop.direction.reverse(), ..hop.clone() }
}
