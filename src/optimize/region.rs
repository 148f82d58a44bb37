//! A pattern taken out of a plan: nodes, relationships and conditions, without an order.

use std::collections::BTreeMap;

use super::estimate::Estimator;
use super::scan::label_of;
use crate::graph::Statistics;
use crate::plan::{ApplyKind, Expr, ExprKind, Hop, Labels, Lengths, Plan, Reference};
use crate::text::Name;
use crate::value::LabelId;

/// A set of variables of a region, by their numbers; the last bit stands for the columns of its base.
pub(super) type Variables = u128;

/// The columns of the base.
pub(super) const BASE: Variables = 1 << 127;
/// A region with more relationships stays as it is, so that planning takes no time worth speaking of.
const MOST_EDGES: usize = 32;
/// A region with more conditions stays as it is.
const MOST_CONDITIONS: usize = 2000;

/// The part of a plan that consists of scans, expansions and conditions.
pub(super) struct Region {
    /// What it stands on.
    pub(super) base: Plan,
    /// Variables by number.
    pub(super) names: Vec<Name>,
    /// Nodes that are scanned or reached, by number.
    pub(super) nodes: Vec<usize>,
    /// Variables that the base has as nodes.
    pub(super) bound: Variables,
    pub(super) edges: Vec<Edge>,
    pub(super) conditions: Vec<Condition>,
}

/// The lengths of a chain, and the condition on each of its relationships.
type Chain = (Lengths, Option<(Name, Expr)>);

/// A relationship pattern between two nodes.
pub(super) struct Edge {
    pub(super) hop: Hop,
    pub(super) chain: Option<Chain>,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) relationship: usize,
    /// What its condition reads beside its own variables.
    pub(super) needs: Variables,
}

impl Edge {
    /// The hop as it is followed from its first node, or `back` from its second.
    pub(super) fn oriented(&self, back: bool) -> Hop {
        let mut hop = self.hop.clone();
        if back {
            std::mem::swap(&mut hop.from, &mut hop.to);
            hop.direction = hop.direction.reverse();
        }
        hop
    }
}

/// What a row must fulfil.
pub(super) struct Condition {
    pub(super) test: Test,
    pub(super) needs: Variables,
    pub(super) selectivity: f64,
    /// The node and the label, if it asks for one.
    pub(super) label: Option<(usize, Reference<LabelId>)>,
}

/// A test on rows.
pub(super) enum Test {
    Holds(Expr),
    Apply(ApplyKind, Plan),
}

/// Operators as they are taken off.
#[derive(Default)]
struct Parts {
    scans: Vec<Name>,
    edges: Vec<(Hop, Option<Chain>)>,
    tests: Vec<Test>,
}

/// Whether a plan begins with an operator of a region that has an order to choose.
pub(super) fn begins(plan: &Plan) -> bool {
    let mut at = plan;
    let (mut choices, mut edges) = (0, 0);
    let mut conditions = 0;
    loop {
        at = match at {
            Plan::Scan { input, .. } => {
                choices += 1;
                input
            }
            Plan::Expand { input, .. } | Plan::ExpandPath { input, .. } => {
                choices += 1;
                edges += 1;
                input
            }
            Plan::Filter { input, predicate } => {
                conditions += match &predicate.kind {
                    ExprKind::And(all) => all.len(),
                    _ => 1,
                };
                if !predicate.is_deterministic() {
                    return false;
                }
                input
            }
            Plan::Apply { outer, kind: ApplyKind::Semi | ApplyKind::Anti, .. } => {
                conditions += 1;
                outer
            }
            Plan::Extend { input, .. } if turned(at).is_some() => input,
            _ => break,
        };
    }
    choices > 0 && edges <= MOST_EDGES && choices <= 2 * MOST_EDGES && conditions <= MOST_CONDITIONS
}

/// The list and its opposite, if this turns round what a chain below it gives.
fn turned(plan: &Plan) -> Option<(&Name, &Name)> {
    let Plan::Extend { input, items } = plan else { return None };
    let ([item], Plan::ExpandPath { hop, .. }) = (&items[..], &**input) else { return None };
    let ExprKind::Call { function, arguments } = &item.value.kind else { return None };
    let own = function.name == "reverse" && arguments.len() == 1 && arguments[0].is_variable(&hop.relationship);
    own.then_some((&item.variable, &hop.relationship))
}

/// Takes a region apart.
pub(super) fn gather(plan: Plan, statistics: &Statistics) -> Region {
    let mut estimator = Estimator::new(&Plan::unit(), statistics);
    let (base, parts) = take_apart(plan);
    for test in &parts.tests {
        if let Test::Holds(expression) = test {
            estimator.learn(expression);
        }
    }
    let mut region = Region { base, names: Vec::new(), nodes: Vec::new(), bound: 0, edges: Vec::new(), conditions: Vec::new() };
    let mut numbers = BTreeMap::new();
    let scanned = parts.scans.clone();
    for name in parts.scans.into_iter().rev() {
        let number = region.number(&mut numbers, &name);
        region.nodes.push(number);
    }
    for (hop, chain) in parts.edges.into_iter().rev() {
        let ends = [&hop.from, &hop.to].map(|name| {
            let number = region.number(&mut numbers, name);
            if !region.nodes.contains(&number) {
                region.nodes.push(number);
            }
            number
        });
        let relationship = region.number(&mut numbers, &hop.relationship);
        region.edges.push(Edge { hop, chain, from: ends[0], to: ends[1], relationship, needs: 0 });
    }
    let base: std::collections::BTreeSet<Name> = region.base.columns().into_iter().collect();
    for &node in &region.nodes {
        if base.contains(&region.names[node]) && !scanned.contains(&region.names[node]) {
            region.bound |= 1 << node;
        }
    }
    let needs =
        |names: &mut dyn Iterator<Item = Name>| names.fold(0, |all, name| all | numbers.get(&name).map_or(BASE, |number| 1 << number));
    for edge in &mut region.edges {
        if let Some((_, Some((own, each)))) = &edge.chain {
            edge.needs = needs(&mut each.names().into_iter().filter(|name| name != own));
        }
    }
    for test in parts.tests.into_iter().rev() {
        let condition = match &test {
            Test::Holds(expression) => {
                let label = region.nodes.iter().find_map(|&node| Some((node, label_of(expression, &region.names[node])?.clone())));
                Condition { needs: needs(&mut expression.names().into_iter()), selectivity: estimator.selectivity(expression), label, test }
            }
            Test::Apply(_, inner) => Condition { needs: needs(&mut inner.arguments().into_iter()), selectivity: 0.5, label: None, test },
        };
        region.conditions.push(condition);
    }
    region
}

/// The operators of a region, the last first, and what they stand on.
fn take_apart(mut plan: Plan) -> (Plan, Parts) {
    let mut parts = Parts::default();
    loop {
        let turned = turned(&plan).map(|(list, back)| (Name::clone(list), Name::clone(back)));
        plan = match plan {
            Plan::Extend { input, .. } if turned.is_some() => match (*input, turned) {
                (Plan::ExpandPath { input, mut hop, lengths, each, .. }, Some((list, _))) => {
                    std::mem::swap(&mut hop.from, &mut hop.to);
                    hop.direction = hop.direction.reverse();
                    hop.relationship = list;
                    parts.edges.push((hop, Some((lengths, each))));
                    *input
                }
                (other, _) => other,
            },
            Plan::Scan { input, variable, label } => {
                if let Some(label) = label {
                    let of = Box::new(Expr::variable(&variable));
                    parts.tests.push(Test::Holds(Expr::new(
                        ExprKind::HasLabels { of, labels: Labels::Label(label) },
                        crate::text::Span::default(),
                    )));
                }
                parts.scans.push(variable);
                *input
            }
            Plan::Expand { input, hop, .. } => {
                parts.edges.push((hop, None));
                *input
            }
            Plan::ExpandPath { input, hop, lengths, each, .. } => {
                parts.edges.push((hop, Some((lengths, each))));
                *input
            }
            Plan::Filter { input, predicate } => {
                parts.tests.extend(predicate.into_conjuncts().into_iter().rev().map(Test::Holds));
                *input
            }
            Plan::Apply { outer, inner, kind: kind @ (ApplyKind::Semi | ApplyKind::Anti) } => {
                parts.tests.push(Test::Apply(kind, *inner));
                *outer
            }
            other => return (other, parts),
        };
    }
}

impl Region {
    fn number(&mut self, numbers: &mut BTreeMap<Name, usize>, name: &Name) -> usize {
        *numbers.entry(Name::clone(name)).or_insert_with(|| {
            self.names.push(Name::clone(name));
            self.names.len() - 1
        })
    }
}
