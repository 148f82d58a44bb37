//! Turns `EXISTS` of a chain of relationships between bound nodes into a join that keeps or drops rows: `(p)-->(m)-->(f)` is found
//! for all `p` at once, and each row asks whether its `p` and `f` are among the pairs. An apply would walk the chain for each row,
//! and so for each `f` anew.
//!
//! The chain begins at a node that the outer plan scans, with the conditions that it puts on it there. It may be walked for more
//! nodes than the outer rows have, so that only conditions that cannot fail are taken along, and none is where a limit may ask for a
//! few rows only.

use std::collections::{BTreeMap, BTreeSet};

use super::degrees::turned;
use super::estimate::Estimator;
use crate::graph::Statistics;
use crate::plan::{ApplyKind, Expr, ExprKind, Hop, JoinKind, Plan};
use crate::text::Name;

/// So many rows of a chain take as long as to begin a chain for one outer row.
const WORTH: f64 = 8.0;

/// The rule.
pub(super) fn apply(mut plan: Plan, statistics: &Statistics, _: &BTreeSet<Name>) -> Plan {
    let estimator = Estimator::new(&plan, statistics);
    rewrite(&mut plan, &estimator, false);
    plan
}

/// Rewrites a plan, of which only the first rows are asked for if it is `limited`.
fn rewrite(plan: &mut Plan, estimator: &Estimator<'_>, limited: bool) {
    let limited = match plan {
        Plan::Limit { .. } => true,
        // They read all of their input.
        Plan::Sort { .. } | Plan::Top { .. } | Plan::Aggregate { .. } => false,
        _ => limited,
    };
    for child in plan.children_mut() {
        rewrite(child, estimator, limited);
    }
    if !limited && let Some(join) = joined(plan, estimator) {
        *plan = join;
    }
}

/// The join, if the plan is such an apply and the join is expected to take less time.
fn joined(plan: &mut Plan, estimator: &Estimator<'_>) -> Option<Plan> {
    let Plan::Apply { outer, inner, kind } = plan else { return None };
    let kind = match kind {
        ApplyKind::Semi => JoinKind::Semi,
        ApplyKind::Anti => JoinKind::Anti,
        _ => return None,
    };
    if outer.writes() {
        return None;
    }
    let chain = Chain::of(inner)?;
    let rows = WORTH * estimator.rows(outer, 1.0);
    let walks = [chain.turned(), chain].into_iter();
    let walks = walks.filter_map(|chain| chain.walked(outer)).map(|walk| (cost(&walk.plan, estimator), walk));
    let (cost, walk) = walks.min_by(|(one, _), (two, _)| one.total_cmp(two))?;
    if cost > rows {
        return None;
    }
    let (on, right) = walk.renamed();
    Some(Plan::Join { left: Box::new(outer.take()), right: Box::new(right), on, kind })
}

/// How many rows all operators give together.
fn cost(plan: &Plan, estimator: &Estimator<'_>) -> f64 {
    let mut sum = 0.0;
    plan.visit(&mut |operator| sum += estimator.rows(operator, 1.0));
    sum
}

/// Relationships in line from one bound node to another, and conditions on what they lead over.
struct Chain {
    hops: Vec<Hop>,
    tests: Vec<Expr>,
}

/// A chain from all nodes that the outer plan scans, and the nodes that rows are joined on.
struct Walk {
    plan: Plan,
    keys: [Name; 2],
    /// What is put behind the names of the keys, to name them anew.
    mark: Name,
}

impl Chain {
    fn of(inner: &Plan) -> Option<Self> {
        let (mut hops, mut tests, mut at) = (Vec::new(), Vec::new(), inner);
        let bound = loop {
            match at {
                Plan::Filter { input, predicate } => {
                    tests.extend(predicate.clone().into_conjuncts());
                    at = input;
                }
                // The last relationship, and no other, leads to a bound node.
                Plan::Expand { input, hop, into } if *into == hops.is_empty() => {
                    hops.push(hop.clone());
                    at = input;
                }
                Plan::Argument { variables } => break variables,
                _ => return None,
            }
        };
        hops.reverse();
        if let [.., before, last] = &mut hops[..]
            && last.to == before.to
        {
            // From the bound node back to where the chain is.
            *last = turned(last);
        }
        let (first, last) = (hops.first()?, hops.last()?);
        let in_line = hops.windows(2).all(|pair| pair[0].to == pair[1].from);
        let ends = [&first.from, &last.to];
        let known: BTreeSet<&Name> = hops.iter().flat_map(|hop| [&hop.from, &hop.relationship, &hop.to]).collect();
        let reads_own = |test: &Expr| never_fails(test) && test.names().iter().all(|name| known.contains(name));
        let are_bound = ends[0] != ends[1] && ends.iter().all(|end| bound.contains(end));
        (in_line && are_bound && tests.iter().all(reads_own)).then_some(Self { hops, tests })
    }

    /// The same from its other end.
    fn turned(&self) -> Self {
        Self { hops: self.hops.iter().rev().map(turned).collect(), tests: self.tests.clone() }
    }

    /// The chain from all nodes that `outer` scans.
    fn walked(self, outer: &Plan) -> Option<Walk> {
        let Self { hops, mut tests } = self;
        let (first, last) = (hops.first()?, hops.last()?);
        let keys = [Name::clone(&first.from), Name::clone(&last.to)];
        let mark = Name::clone(&first.relationship);
        let mut plan = scanned(outer, &first.from)?.clone();
        for hop in hops {
            plan = Plan::Expand { input: Box::new(plan), hop, into: false };
            let columns: BTreeSet<Name> = plan.columns().into_iter().collect();
            let (here, later) = tests.into_iter().partition(|test| test.names().is_subset(&columns));
            tests = later;
            if let Some(predicate) = Expr::all_of(here) {
                plan = Plan::Filter { input: Box::new(plan), predicate };
            }
        }
        Some(Walk { plan, keys, mark })
    }
}

impl Walk {
    /// The pairs of keys, and the plan with other names for its own.
    fn renamed(self) -> (Vec<(Expr, Expr)>, Plan) {
        let Self { mut plan, keys, mark } = self;
        let again = |key: &Name| Name::from(format!("{key} {mark}"));
        let names: BTreeMap<Name, Name> = keys.iter().map(|key| (Name::clone(key), again(key))).collect();
        let by: BTreeMap<Name, Expr> = names.iter().map(|(old, new)| (Name::clone(old), Expr::variable(new))).collect();
        plan.rewrite(&mut |operator| {
            operator.substitute(&by);
            let own: &mut [&mut Name] = match operator {
                Plan::Scan { variable, .. } | Plan::Seek { variable, .. } => &mut [variable],
                Plan::Expand { hop, .. } => &mut [&mut hop.from, &mut hop.to],
                _ => &mut [],
            };
            for name in own {
                if let Some(new) = names.get(&**name) {
                    **name = Name::clone(new);
                }
            }
        });
        // Where the chain begins comes first: its pairs follow each other.
        (keys.iter().map(|key| (Expr::variable(key), Expr::variable(&again(key)))).collect(), plan)
    }
}

/// The part of a plan that scans a node, with the conditions on it there.
fn scanned<'p>(plan: &'p Plan, node: &Name) -> Option<&'p Plan> {
    match plan {
        Plan::Filter { input, predicate }
            if scans(input, node) && never_fails(predicate) && predicate.names().iter().all(|name| name == node) =>
        {
            Some(plan)
        }
        _ if scans(plan, node) => Some(plan),
        // The rows of other inputs are others.
        Plan::Union { .. } | Plan::Apply { .. } => None,
        _ => plan.children().into_iter().find_map(|child| scanned(child, node)),
    }
}

fn scans(plan: &Plan, node: &Name) -> bool {
    match plan {
        Plan::Scan { input, variable, .. } => variable == node && **input == Plan::unit(),
        Plan::Seek { input, variable, value, .. } => variable == node && **input == Plan::unit() && value.names().is_empty(),
        _ => false,
    }
}

/// Whether a condition can be asked of any row: comparisons of properties, labels, and what combines them.
fn never_fails(test: &Expr) -> bool {
    match &test.kind {
        ExprKind::Compare { left, right, .. } => is_plain(left) && is_plain(right),
        ExprKind::HasLabels { of, .. } => matches!(of.kind, ExprKind::Variable(_)),
        ExprKind::Distinct(..) => true,
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.iter().all(never_fails),
        ExprKind::Not(operand) => never_fails(operand),
        _ => false,
    }
}

/// Whether an expression is a value, a variable, or a property of one, and so never fails.
fn is_plain(side: &Expr) -> bool {
    match &side.kind {
        ExprKind::Literal(_) | ExprKind::Parameter(_) | ExprKind::Variable(_) => true,
        ExprKind::Property { of, .. } => matches!(of.kind, ExprKind::Variable(_)),
        _ => false,
    }
}
