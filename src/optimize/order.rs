//! The order in which a pattern is walked: from where there are fewest nodes, along what leads to fewest rows.
//!
//! A part of a pattern starts at each of its nodes in turn, follows greedily the relationship that is expected to leave
//! fewest rows, and the start with the least work wins. Parts that are not connected are joined where an equality holds
//! between them, else multiplied, smallest first.

use std::collections::BTreeSet;

use super::estimate::Estimator;
use super::region::{BASE, Condition, Region, Test, Variables, begins, gather};
use super::seek::equality;
use super::walked::{Step, build};
use crate::graph::Statistics;
use crate::plan::{Comparison, Expr, ExprKind, Plan};
use crate::text::Name;

/// A part with more nodes is started only at those that are fewest.
const MOST_STARTS: usize = 12;

/// The rule.
pub(super) fn apply(plan: Plan, statistics: &Statistics, _: &BTreeSet<Name>) -> Plan {
    if begins(&plan) {
        let mut region = gather(plan, statistics);
        region.base = descend(region.base.take(), statistics);
        for condition in &mut region.conditions {
            if let Test::Apply(_, inner) = &mut condition.test {
                *inner = apply(inner.take(), statistics, &BTreeSet::new());
            }
        }
        return Walk::new(&region, statistics).finish();
    }
    descend(plan, statistics)
}

/// Orders the patterns below an operator that is in none.
fn descend(mut plan: Plan, statistics: &Statistics) -> Plan {
    for child in plan.children_mut() {
        *child = apply(child.take(), statistics, &BTreeSet::new());
    }
    plan
}

/// How far a walk has come.
#[derive(Clone, Debug)]
struct State {
    there: Variables,
    /// While a part is walked by itself: what is there outside of it.
    outside: Variables,
    edges: Vec<bool>,
    tests: Vec<bool>,
    rows: f64,
    work: f64,
    steps: Vec<Step>,
}

struct Walk<'a> {
    region: &'a Region,
    estimator: Estimator<'a>,
    statistics: &'a Statistics,
}

impl<'a> Walk<'a> {
    fn new(region: &'a Region, statistics: &'a Statistics) -> Self {
        let mut estimator = Estimator::new(&Plan::unit(), statistics);
        for condition in &region.conditions {
            if let Test::Holds(expression) = &condition.test {
                estimator.learn(expression);
            }
        }
        Self { region, estimator, statistics }
    }

    /// The plan of the whole region.
    fn finish(&self) -> Plan {
        let region = self.region;
        let mut state = State {
            there: region.bound | BASE,
            outside: 0,
            edges: vec![false; region.edges.len()],
            tests: vec![false; region.conditions.len()],
            rows: self.estimator.rows(&region.base, 1.0).max(1.0),
            work: 0.0,
            steps: Vec::new(),
        };
        self.settle(&mut state);
        loop {
            self.go_on(&mut state);
            let Some(part) = self.best_part(&state) else { break };
            self.add_part(&mut state, part);
        }
        let mut there = region.base.columns().into_iter().collect();
        build(region, region.base.clone(), &state.steps, &mut there)
    }

    fn is_there(state: &State, variable: usize) -> bool {
        state.there & (1 << variable) != 0
    }

    /// Applies all conditions whose variables are there; subqueries last.
    fn settle(&self, state: &mut State) {
        for subqueries in [false, true] {
            for (at, condition) in self.region.conditions.iter().enumerate() {
                let now =
                    !state.tests[at] && condition.needs & !state.there == 0 && matches!(condition.test, Test::Apply(..)) == subqueries;
                if now {
                    state.tests[at] = true;
                    state.rows *= self.share(condition, state);
                    state.steps.push(Step::Test(at));
                }
            }
        }
    }

    /// The share of rows that a condition keeps, now that its variables are there.
    fn share(&self, condition: &Condition, state: &State) -> f64 {
        let Some((node, label)) = &condition.label else { return condition.selectivity };
        let reached = state.steps.iter().rev().find_map(|step| match step {
            Step::Follow { edge, back } => {
                let edge = &self.region.edges[*edge];
                (if *back { edge.from } else { edge.to } == *node).then(|| edge.oriented(*back))
            }
            Step::Scan(scanned) if scanned == node => None,
            _ => None,
        });
        match reached {
            Some(hop) => label.id.map_or(0.0, |label| self.estimator.far_share(&hop, label)),
            // A scan counts only the nodes with the label, and a node of the base may be any.
            None if state.steps.iter().any(|step| matches!(step, Step::Scan(scanned) if scanned == node)) => 1.0,
            None => condition.selectivity,
        }
    }

    /// Follows relationships and seeks nodes as long as there is one to follow or to seek.
    fn go_on(&self, state: &mut State) {
        loop {
            let mut best: Option<State> = None;
            for edge in 0..self.region.edges.len() {
                for back in [false, true] {
                    if let Some(next) = self.follow(state, edge, back)
                        && best.as_ref().is_none_or(|best| next.rows < best.rows)
                    {
                        best = Some(next);
                    }
                }
            }
            for &node in &self.region.nodes {
                let missing = (state.there | state.outside) & (1 << node) == 0;
                if missing && state.there != 0 && self.seeks(node, state.there) {
                    let next = self.scan(state, node);
                    if best.as_ref().is_none_or(|best| next.rows < best.rows) {
                        best = Some(next);
                    }
                }
            }
            let Some(next) = best else { return };
            *state = next;
        }
    }

    fn follow(&self, state: &State, at: usize, back: bool) -> Option<State> {
        let edge = &self.region.edges[at];
        let (from, to) = if back { (edge.to, edge.from) } else { (edge.from, edge.to) };
        if state.edges[at] || !Self::is_there(state, from) || edge.needs & !state.there != 0 {
            return None;
        }
        let hop = edge.oriented(back);
        let ends = match &edge.chain {
            None => self.estimator.degree(&hop.from, &hop.types, hop.direction),
            Some((lengths, each)) => self.estimator.chain(&hop, *lengths, each.is_some()),
        };
        let mut next = state.clone();
        next.edges[at] = true;
        next.steps.push(Step::Follow { edge: at, back });
        if Self::is_there(state, to) {
            next.work += state.rows * if edge.chain.is_some() { ends.max(1.0) } else { 1.0 };
            next.rows *= (ends / self.estimator.nodes(&hop.to).max(1.0)).min(ends);
        } else {
            next.rows *= ends;
            next.work += state.rows + next.rows;
        }
        next.there |= (1 << to) | (1 << edge.relationship);
        self.settle(&mut next);
        Some(next)
    }

    /// Whether an index finds the node from what is there.
    fn seeks(&self, node: usize, there: Variables) -> bool {
        let name = &self.region.names[node];
        let labels = self.region.conditions.iter().filter_map(|condition| condition.label.as_ref()).filter(|(of, _)| *of == node);
        labels.into_iter().any(|(_, label)| {
            self.region.conditions.iter().any(|condition| {
                let Test::Holds(test) = &condition.test else { return false };
                condition.needs & !there & !(1 << node) == 0 && equality(test, name, label, self.statistics).is_some()
            })
        })
    }

    fn scan(&self, state: &State, node: usize) -> State {
        let mut next = state.clone();
        let nodes = if self.seeks(node, state.there) { 1.0 } else { self.estimator.nodes(&self.region.names[node]) };
        next.work += state.rows * nodes;
        next.rows *= self.estimator.nodes(&self.region.names[node]);
        next.there |= 1 << node;
        next.steps.push(Step::Scan(node));
        self.settle(&mut next);
        next
    }

    /// The cheapest walk of a part that is not there yet: one that an equality joins, else the smallest.
    fn best_part(&self, state: &State) -> Option<State> {
        let mut left: Vec<usize> = self.region.nodes.iter().copied().filter(|&node| !Self::is_there(state, node)).collect();
        let mut best: Option<(bool, State)> = None;
        while let Some(&first) = left.first() {
            let part = self.connected(first, state);
            left.retain(|&node| part & (1 << node) == 0);
            let Some(walk) = self.best_start(part, state) else { continue };
            let apart = self.joins(state, &walk).is_empty();
            if best.as_ref().is_none_or(|(other, known)| (apart, walk.rows) < (*other, known.rows)) {
                best = Some((apart, walk));
            }
        }
        best.map(|(_, walk)| walk)
    }

    /// The nodes that hang together with `first` and are not there.
    fn connected(&self, first: usize, state: &State) -> Variables {
        let mut part: Variables = 1 << first;
        loop {
            let before = part;
            for edge in &self.region.edges {
                let (from, to) = (1 << edge.from, 1 << edge.to);
                if (from | to) & state.there == 0 && (from | to) & part != 0 {
                    part |= from | to;
                }
            }
            if part == before {
                return part;
            }
        }
    }

    fn best_start(&self, part: Variables, state: &State) -> Option<State> {
        let mut starts: Vec<usize> = self.region.nodes.iter().copied().filter(|&node| part & (1 << node) != 0).collect();
        let few = |node: &usize| if self.seeks(*node, 0) { 0.0 } else { self.estimator.nodes(&self.region.names[*node]) };
        if starts.len() > MOST_STARTS {
            starts.sort_by(|left, right| few(left).total_cmp(&few(right)));
            starts.truncate(MOST_STARTS);
        }
        let empty = State { there: 0, outside: state.there, rows: 1.0, work: 0.0, steps: Vec::new(), ..state.clone() };
        let mut best: Option<State> = None;
        for start in starts {
            let mut walk = self.scan(&empty, start);
            self.go_on(&mut walk);
            // A start that leaves something of its part out is worse than any that does not.
            let left = |walk: &State| (part & !walk.there).count_ones();
            if best.as_ref().is_none_or(|best| (left(&walk), walk.work) < (left(best), best.work)) {
                best = Some(walk);
            }
        }
        best
    }

    /// Conditions that compare what is there with what a part gives.
    fn joins(&self, state: &State, part: &State) -> Vec<usize> {
        let mut found = Vec::new();
        for (at, condition) in self.region.conditions.iter().enumerate() {
            let Test::Holds(test) = &condition.test else { continue };
            if !state.tests[at] && !part.tests[at] && self.sides(test, state.there, part.there).is_some() {
                found.push(at);
            }
        }
        found
    }

    /// The operand of an equality over what is there, and the one over a part.
    fn sides<'e>(&self, test: &'e Expr, there: Variables, part: Variables) -> Option<(&'e Expr, &'e Expr)> {
        let ExprKind::Compare { operator: Comparison::Equal, left, right } = &test.kind else { return None };
        let mask = |side: &Expr| {
            side.names()
                .iter()
                .fold(0, |all: Variables, name| all | self.region.names.iter().position(|own| own == name).map_or(BASE, |at| 1 << at))
        };
        let (a, b) = (mask(left), mask(right));
        let fits = |one: Variables, two: Variables| one != 0 && two != 0 && one & !there == 0 && two & !part == 0;
        if fits(a, b) {
            return Some((left, right));
        }
        fits(b, a).then_some((right, left))
    }

    fn add_part(&self, state: &mut State, part: State) {
        let first = self.region.base.is_unit() && state.steps.iter().all(|step| matches!(step, Step::Test(_)));
        if first {
            // Tests of constants and parameters run once, before anything is scanned.
            let mut steps = std::mem::take(&mut state.steps);
            steps.extend(part.steps);
            let tests = state.tests.iter().zip(&part.tests).map(|(own, other)| *own || *other).collect();
            *state = State { there: part.there | BASE, outside: 0, steps, tests, ..part };
            self.settle(state);
            return;
        }
        let on = self.joins(state, &part);
        state.there |= part.there;
        state.rows *= part.rows;
        state.work += part.work + state.rows;
        for (own, other) in state.edges.iter_mut().zip(&part.edges).chain(state.tests.iter_mut().zip(&part.tests)) {
            *own |= other;
        }
        for &test in &on {
            state.tests[test] = true;
            state.rows *= self.region.conditions[test].selectivity;
        }
        state.steps.push(Step::Part { steps: part.steps, on });
        self.settle(state);
    }
}
