//! How many rows an operator is expected to give. Estimates order plans; no answer depends on them.

use std::collections::BTreeMap;

use crate::graph::Statistics;
use crate::plan::{ApplyKind, Comparison, Expr, ExprKind, Hop, JoinKind, Labels, Lengths, Plan, Reference};
use crate::text::Name;
use crate::value::{Direction, LabelId, TypeId, Value};

/// The share of rows that a condition of which nothing is known keeps.
const UNKNOWN: f64 = 0.5;
/// The share that a comparison by order keeps.
const RANGE: f64 = 0.3;
/// The share that an equality keeps, where the property was not sampled.
const EQUAL: f64 = 0.1;
/// The share that a test of a text's part keeps.
const PART: f64 = 0.1;
/// Steps of a chain that are estimated one by one; longer chains are taken to have seen everything by then.
const STEPS: u64 = 6;
/// What is taken for the number of items of a list, or of rows, of which nothing is known.
const ITEMS: f64 = 10.0;

/// The rows that a plan is expected to give.
pub fn estimate(plan: &Plan, statistics: &Statistics) -> f64 {
    Estimator::new(plan, statistics).rows(plan, 1.0)
}

/// The rows that every operator of a plan is expected to give, in the order of the printed tree.
pub fn estimates(plan: &Plan, statistics: &Statistics) -> Vec<f64> {
    fn walk(plan: &Plan, outer: f64, estimator: &Estimator<'_>, into: &mut Vec<f64>) {
        into.push(estimator.rows(plan, outer));
        if let Plan::Apply { outer: left, inner, .. } = plan {
            walk(left, outer, estimator, into);
            walk(inner, estimator.rows(left, outer), estimator, into);
        } else {
            plan.children().into_iter().for_each(|child| walk(child, outer, estimator, into));
        }
    }
    let mut found = Vec::new();
    walk(plan, 1.0, &Estimator::new(plan, statistics), &mut found);
    found
}

/// Chains from one start, of which the first step has `first` ends and each later one `onward`.
fn chains(first: f64, onward: f64, lengths: Lengths) -> f64 {
    let most = lengths.max.unwrap_or(lengths.min.saturating_add(STEPS)).min(lengths.min.saturating_add(STEPS));
    let ends = |steps: u64| if steps == 0 { 1.0 } else { first * onward.max(0.1).powf((steps - 1).min(40) as f64) };
    (lengths.min..=most).map(ends).sum::<f64>().min(1e15)
}

/// Statistics, with what a plan says of its variables.
pub(super) struct Estimator<'a> {
    pub(super) statistics: &'a Statistics,
    /// Labels that a node has for certain.
    pub(super) labels: BTreeMap<Name, Vec<Option<LabelId>>>,
    /// How a node is reached first.
    reached: BTreeMap<Name, Hop>,
}

impl<'a> Estimator<'a> {
    /// Reads what `plan` says of its variables.
    pub(super) fn new(plan: &Plan, statistics: &'a Statistics) -> Self {
        let mut found = Self { statistics, labels: BTreeMap::new(), reached: BTreeMap::new() };
        plan.visit(&mut |operator| match operator {
            Plan::Scan { variable, label: Some(label), .. } | Plan::Seek { variable, label, .. } => found.label(variable, label),
            Plan::Expand { hop, into: false, .. } | Plan::ExpandPath { hop, into: false, .. } | Plan::Intersect { hops: [hop, _], .. } => {
                found.reached.insert(Name::clone(&hop.to), hop.clone());
            }
            Plan::Filter { predicate, .. } => found.learn(predicate),
            _ => {}
        });
        found
    }

    /// Notes the labels that a condition asks for.
    pub(super) fn learn(&mut self, predicate: &Expr) {
        match &predicate.kind {
            ExprKind::And(all) => all.iter().for_each(|one| self.learn(one)),
            ExprKind::HasLabels { of, labels: Labels::Label(label) } => {
                if let ExprKind::Variable(name) = &of.kind {
                    self.label(name, label);
                }
            }
            _ => {}
        }
    }

    fn label(&mut self, variable: &Name, label: &Reference<LabelId>) {
        let labels = self.labels.entry(Name::clone(variable)).or_default();
        if !labels.contains(&label.id) {
            labels.push(label.id);
        }
    }

    /// Nodes that a variable may stand for, by its labels alone.
    pub(super) fn nodes(&self, variable: &str) -> f64 {
        let all = self.statistics.nodes as f64;
        let labels = self.labels.get(variable).into_iter().flatten();
        labels.map(|label| label.map_or(0.0, |label| self.statistics.label_count(label) as f64)).fold(all, f64::min)
    }

    /// Relationships that a node of `from` is expected to have.
    pub(super) fn degree(&self, from: &str, types: &[Reference<TypeId>], direction: Direction) -> f64 {
        let one = |kind: TypeId| -> f64 {
            let Some(known) = self.statistics.types.get(&kind) else { return 0.0 };
            let side = |ends: &BTreeMap<LabelId, u64>| {
                let any = known.count as f64 / (self.statistics.nodes as f64).max(1.0);
                let labels = self.labels.get(from).into_iter().flatten().flatten();
                let share = |label: &LabelId| {
                    ends.get(label).copied().unwrap_or_default() as f64 / (self.statistics.label_count(*label) as f64).max(1.0)
                };
                labels.map(share).reduce(f64::min).unwrap_or(any)
            };
            match direction {
                Direction::Outgoing => side(&known.starts),
                Direction::Incoming => side(&known.ends),
                Direction::Both => side(&known.starts) + side(&known.ends),
            }
        };
        if types.is_empty() {
            self.statistics.types.keys().map(|kind| one(*kind)).sum()
        } else {
            types.iter().filter_map(|kind| kind.id).map(one).sum()
        }
    }

    /// The share of far ends of a hop that carry a label.
    pub(super) fn far_share(&self, hop: &Hop, label: LabelId) -> f64 {
        let kinds: Vec<TypeId> = if hop.types.is_empty() {
            self.statistics.types.keys().copied().collect()
        } else {
            hop.types.iter().filter_map(|kind| kind.id).collect()
        };
        let (mut with, mut all) = (0.0, 0.0);
        for known in kinds.iter().filter_map(|kind| self.statistics.types.get(kind)) {
            let count = |ends: &BTreeMap<LabelId, u64>| ends.get(&label).copied().unwrap_or_default() as f64;
            if hop.direction != Direction::Incoming {
                with += count(&known.ends);
                all += known.count as f64;
            }
            if hop.direction != Direction::Outgoing {
                with += count(&known.starts);
                all += known.count as f64;
            }
        }
        if all > 0.0 { with / all } else { 0.0 }
    }

    /// The share of rows that a condition keeps.
    pub(super) fn selectivity(&self, predicate: &Expr) -> f64 {
        match &predicate.kind {
            ExprKind::Literal(Value::Boolean(true)) => 1.0,
            ExprKind::Literal(_) => 0.0,
            ExprKind::And(all) => all.iter().map(|one| self.selectivity(one)).product(),
            ExprKind::Or(all) => 1.0 - all.iter().map(|one| 1.0 - self.selectivity(one)).product::<f64>(),
            ExprKind::Not(inner) => match &inner.kind {
                ExprKind::IsNull(_) => 0.9,
                _ => (1.0 - self.selectivity(inner)).max(0.05),
            },
            ExprKind::IsNull(_) => 0.1,
            ExprKind::HasLabels { of, labels } => match &of.kind {
                ExprKind::Variable(name) => self.labelled(name, labels),
                _ => UNKNOWN,
            },
            ExprKind::Compare { operator: Comparison::Equal, left, right } => self.equality(left).min(self.equality(right)),
            ExprKind::Compare { operator: Comparison::NotEqual, .. } | ExprKind::Distinct(..) => 0.9,
            ExprKind::Compare { .. } => RANGE,
            ExprKind::In { item, list } => {
                let items = match &list.kind {
                    ExprKind::List(items) => items.len() as f64,
                    ExprKind::Literal(Value::List(items)) => items.len() as f64,
                    _ => ITEMS,
                };
                (self.equality(item) * items).min(1.0)
            }
            ExprKind::Text { .. } => PART,
            _ => UNKNOWN,
        }
    }

    fn labelled(&self, variable: &Name, labels: &Labels) -> f64 {
        let all = (self.statistics.nodes as f64).max(1.0);
        match labels {
            Labels::Label(label) => label.id.map_or(0.0, |label| match self.reached.get(variable) {
                Some(hop) => self.far_share(hop, label),
                None => self.statistics.label_count(label) as f64 / all,
            }),
            Labels::And(labels) => labels.iter().map(|one| self.labelled(variable, one)).fold(1.0, f64::min),
            Labels::Or(labels) => labels.iter().map(|one| self.labelled(variable, one)).sum::<f64>().min(1.0),
            Labels::Not(one) => 1.0 - self.labelled(variable, one),
            Labels::Any => 1.0,
        }
    }

    /// The share of rows in which an expression has one certain value.
    fn equality(&self, of: &Expr) -> f64 {
        match &of.kind {
            ExprKind::Variable(name) if self.labels.contains_key(name) || self.reached.contains_key(name) => {
                1.0 / self.nodes(name).max(1.0)
            }
            ExprKind::Property { of, key } => {
                let ExprKind::Variable(name) = &of.kind else { return EQUAL };
                let Some(key) = key.id else { return 0.0 };
                let labels = self.labels.get(name).into_iter().flatten().flatten();
                labels.filter_map(|label| self.statistics.selectivity(*label, key)).reduce(f64::min).unwrap_or(EQUAL)
            }
            _ => 1.0,
        }
    }

    /// Far ends of chains from one node.
    pub(super) fn chain(&self, hop: &Hop, lengths: Lengths, each: bool) -> f64 {
        let degree = self.degree(&hop.from, &hop.types, hop.direction) * if each { UNKNOWN } else { 1.0 };
        // After the first step the nodes are those that such relationships lead to, whose labels are not known.
        let onward = self.degree("", &hop.types, hop.direction) * if each { UNKNOWN } else { 1.0 };
        chains(degree, onward, lengths)
    }

    /// Rows of a plan whose arguments come `outer` times.
    #[expect(clippy::too_many_lines, reason = "a flat match over the operators")]
    pub(super) fn rows(&self, plan: &Plan, outer: f64) -> f64 {
        let literal = |count: &Expr| match &count.kind {
            ExprKind::Literal(Value::Integer(count)) => *count as f64,
            _ => ITEMS,
        };
        match plan {
            Plan::Argument { .. } => outer,
            Plan::Empty { .. } => 0.0,
            Plan::Scan { input, label, .. } => {
                let nodes = label
                    .as_ref()
                    .map_or(self.statistics.nodes as f64, |label| label.id.map_or(0.0, |id| self.statistics.label_count(id) as f64));
                self.rows(input, outer) * nodes
            }
            Plan::ScanRelationships { input, types, .. } => {
                let count = |kind: TypeId| self.statistics.types.get(&kind).map_or(0.0, |known| known.count as f64);
                let all: f64 = if types.is_empty() {
                    self.statistics.relationships as f64
                } else {
                    types.iter().filter_map(|kind| kind.id).map(count).sum()
                };
                self.rows(input, outer) * all
            }
            Plan::Seek { input, label, .. } => {
                if label.id.is_some() {
                    self.rows(input, outer)
                } else {
                    0.0
                }
            }
            Plan::Expand { input, hop, into } => {
                let degree = self.degree(&hop.from, &hop.types, hop.direction);
                self.rows(input, outer) * if *into { degree / self.nodes(&hop.to).max(1.0) } else { degree }
            }
            Plan::Intersect { input, hops: [one, two] } => {
                let degree = |hop: &Hop| self.degree(&hop.from, &hop.types, hop.direction);
                self.rows(input, outer) * degree(one) * degree(two) / self.nodes(&one.to).max(1.0)
            }
            Plan::ExpandPath { input, hop, lengths, into, each } => {
                let ends = self.chain(hop, *lengths, each.is_some());
                self.rows(input, outer) * if *into { ends / self.nodes(&hop.to).max(1.0) } else { ends }
            }
            Plan::Reach { input, hop, lengths } => {
                self.rows(input, outer) * self.chain(hop, *lengths, false).min(self.statistics.nodes as f64)
            }
            Plan::Filter { input, predicate } => self.rows(input, outer) * self.selectivity(predicate),
            Plan::ShortestPath { input, .. }
            | Plan::Degrees { input, .. }
            | Plan::Triangles { input, .. }
            | Plan::Project { input, .. }
            | Plan::Extend { input, .. }
            | Plan::Sort { input, .. }
            | Plan::Create { input, .. }
            | Plan::Update { input, .. }
            | Plan::Delete { input, .. } => self.rows(input, outer),
            Plan::Aggregate { input, keys, .. } => {
                let rows = self.rows(input, outer);
                if keys.is_empty() { 1.0 } else { rows.min(rows.powf(0.75).max(1.0)) }
            }
            Plan::Distinct { input } => self.rows(input, outer) * 0.75,
            Plan::Top { input, limit, .. } | Plan::Limit { input, count: limit } => self.rows(input, outer).min(literal(limit)),
            Plan::Skip { input, count } => (self.rows(input, outer) - literal(count)).max(0.0),
            Plan::Unwind { input, list, .. } => {
                self.rows(input, outer)
                    * match &list.kind {
                        ExprKind::List(items) => items.len() as f64,
                        ExprKind::Literal(Value::List(items)) => items.len() as f64,
                        _ => ITEMS,
                    }
            }
            Plan::Call { input, procedure, .. } => {
                self.rows(input, outer) * if procedure.signature.yields.is_empty() { 1.0 } else { ITEMS }
            }
            Plan::Union { inputs } => inputs.iter().map(|input| self.rows(input, outer)).sum(),
            Plan::Product { left, right } => self.rows(left, outer) * self.rows(right, outer),
            Plan::Join { left, kind: JoinKind::Semi | JoinKind::Anti, .. } => self.rows(left, outer) * UNKNOWN,
            Plan::Join { left, right, on, .. } => {
                let keep: f64 = on.iter().map(|(left, right)| self.equality(left).min(self.equality(right)).min(EQUAL)).product();
                self.rows(left, outer) * self.rows(right, outer) * keep
            }
            Plan::Apply { outer: left, inner, kind } => {
                let rows = self.rows(left, outer);
                match kind {
                    ApplyKind::Semi | ApplyKind::Anti => rows * UNKNOWN,
                    ApplyKind::Mark(_) | ApplyKind::Count(_) | ApplyKind::Collect { .. } | ApplyKind::Each => rows,
                    ApplyKind::Rows => self.rows(inner, rows),
                    ApplyKind::Optional | ApplyKind::Merge(_) => self.rows(inner, rows).max(rows),
                    ApplyKind::Repeat(repeat) => {
                        let once = self.rows(inner, 1.0);
                        let ends = rows * chains(once, once, repeat.lengths);
                        if repeat.into { ends / self.nodes(&repeat.to).max(1.0) } else { ends }
                    }
                }
            }
        }
    }
}
