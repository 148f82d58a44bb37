//! `MATCH`: each chain is walked from a node that is there already, else from a scan of its first node.

use std::collections::HashSet;

use super::filter;
use crate::cypher::ast::Selector;
use crate::cypher::bound::{BoundChain, BoundGroup, BoundHop, BoundMatch};
use crate::function::scalar;
use crate::plan::{ApplyKind, Comparison, Expr, ExprKind, Hop, Item, Lengths, Plan, Repeat};
use crate::text::{Name, Place};
use crate::value::{Direction, Value};

/// A pattern and its conditions on top of `plan`.
pub(super) fn pattern(plan: Plan, clause: &BoundMatch) -> Plan {
    let columns = plan.columns().into_iter().collect();
    let mut steps = Steps { plan, columns };
    for chain in clause.chains.iter().filter(|chain| chain.selector == Selector::All) {
        steps.chain(chain, clause);
    }
    for chain in clause.chains.iter().filter(|chain| chain.selector != Selector::All) {
        steps.shortest(chain);
    }
    let paths: Vec<Item> = clause.chains.iter().filter_map(path).chain(clause.lists.iter().cloned()).collect();
    if !paths.is_empty() {
        steps.push(|input| Plan::Extend { input, items: paths });
    }
    filter(steps.plan, &clause.conditions)
}

/// The path of a chain that has a variable for it.
fn path(chain: &BoundChain) -> Option<Item> {
    let mut names = vec![Name::clone(&chain.start)];
    names.extend(chain.hops.iter().flat_map(|hop| [Name::clone(&hop.relationship), Name::clone(&hop.to)]));
    let variable = Name::clone(chain.path.as_ref()?);
    Some(Item { variable, value: Expr { kind: ExprKind::Path(names), place: Place::default() } })
}

/// A plan that grows, and its columns.
struct Steps {
    plan: Plan,
    columns: HashSet<Name>,
}

impl Steps {
    fn push(&mut self, operator: impl FnOnce(Box<Plan>) -> Plan) {
        self.plan = operator(Box::new(self.plan.take()));
        self.columns.extend(self.plan.introduced());
    }

    fn has(&self, name: &Name) -> bool {
        self.columns.contains(name)
    }

    fn filter(&mut self, predicate: Expr) {
        self.push(|input| Plan::Filter { input, predicate });
    }

    fn scan(&mut self, variable: &Name) {
        if !self.has(variable) {
            self.push(|input| Plan::Scan { input, variable: Name::clone(variable), label: None });
        }
    }

    fn chain(&mut self, chain: &BoundChain, clause: &BoundMatch) {
        let nodes: Vec<&Name> = std::iter::once(&chain.start).chain(chain.hops.iter().map(|hop| &hop.to)).collect();
        if chain.hops.is_empty() && self.has(nodes[0]) && !clause.declares.contains(nodes[0]) {
            self.filter(present(nodes[0]));
            return;
        }
        let mut first = nodes.iter().position(|name| self.has(name));
        let mut done = None;
        if first.is_none()
            && let Some(at) = chain.hops.iter().position(|hop| hop.lengths.is_none() && self.has(&hop.relationship))
        {
            self.ends(nodes[at], &chain.hops[at], nodes[at + 1]);
            first = Some(at);
            done = Some(at);
        }
        let first = first.unwrap_or(0);
        self.scan(nodes[first]);
        for at in (first..chain.hops.len()).filter(|at| done != Some(*at)) {
            self.expand(nodes[at], &chain.hops[at], nodes[at + 1], false);
        }
        for at in (0..first).rev() {
            self.expand(nodes[at + 1], &chain.hops[at], nodes[at], true);
        }
    }

    /// Follows a hop from the node `from`; `back` if that is the one on its right.
    fn expand(&mut self, from: &Name, along: &BoundHop, to: &Name, back: bool) {
        if let (Some(group), Some(lengths)) = (&along.group, along.lengths) {
            self.repeat((from, to), (&along.relationship, group, lengths), back);
            return;
        }
        let bound = self.has(&along.relationship);
        if bound && along.lengths.is_none() {
            let (left, right) = if back { (to, from) } else { (from, to) };
            self.ends(left, along, right);
            return;
        }
        let into = self.has(to);
        let again = Name::from(format!("{}#again", along.relationship));
        let wanted = if bound { &again } else { &along.relationship };
        let mut hop = Hop {
            from: Name::clone(from),
            relationship: Name::clone(wanted),
            to: Name::clone(to),
            types: along.types.clone(),
            direction: if back { along.direction.reverse() } else { along.direction },
        };
        let Some(lengths) = along.lengths else {
            self.push(|input| Plan::Expand { input, hop, into });
            return;
        };
        let each = along.each.clone();
        let reversed = if back { reversed(&mut hop.relationship) } else { None };
        self.push(|input| Plan::ExpandPath { input, hop, lengths, into, each });
        if let Some(item) = reversed {
            self.push(|input| Plan::Extend { input, items: vec![item] });
        }
        if bound {
            self.filter(equal(Expr::variable(&again), Expr::variable(&along.relationship)));
        }
    }

    /// Repeats a group from the node `from`; `back` if that is the one on its right.
    fn repeat(&mut self, (from, to): (&Name, &Name), (trail, group, lengths): (&Name, &BoundGroup, Lengths), back: bool) {
        let [chain] = &group.pattern.chains[..] else { return };
        let last = chain.hops.last().map_or(&chain.start, |hop| &hop.to);
        let (enter, exit) = if back { (last, &chain.start) } else { (&chain.start, last) };
        let mut variables = vec![Name::clone(enter)];
        variables.extend(group.captured());
        let inner = Box::new(pattern(Plan::Argument { variables }, &group.pattern));
        let bound = self.has(trail);
        let again = if bound { Name::from(format!("{trail}#again")) } else { Name::clone(trail) };
        let repeat = Repeat {
            from: Name::clone(from),
            enter: Name::clone(enter),
            exit: Name::clone(exit),
            relationships: chain.hops.iter().map(|hop| Name::clone(&hop.relationship)).collect(),
            lengths,
            back,
            trail: Name::clone(&again),
            lists: group.lists.clone(),
            to: Name::clone(to),
            into: self.has(to),
        };
        self.push(|outer| Plan::Apply { outer, inner, kind: ApplyKind::Repeat(Box::new(repeat)) });
        if bound {
            self.filter(equal(Expr::variable(&again), Expr::variable(trail)));
        }
    }

    /// The ends of a relationship that is there already.
    fn ends(&mut self, left: &Name, along: &BoundHop, right: &Name) {
        let (Some(start), Some(end), Some(kind)) = (scalar("startNode"), scalar("endNode"), scalar("type")) else { return };
        let relationship = Expr::variable(&along.relationship);
        let call = |function| Expr { kind: ExprKind::Call { function, arguments: vec![relationship.clone()] }, place: Place::default() };
        self.filter(present(&along.relationship));
        if !along.types.is_empty() {
            let names = along.types.iter().map(|name| Value::String(Name::clone(&name.name)));
            let list = Box::new(Expr::literal(Value::List(names.collect())));
            self.filter(Expr { kind: ExprKind::In { item: Box::new(call(kind)), list }, place: Place::default() });
        }
        match along.direction {
            Direction::Outgoing => {
                self.equate(left, call(start));
                self.equate(right, call(end));
            }
            Direction::Incoming => {
                self.equate(left, call(end));
                self.equate(right, call(start));
            }
            Direction::Both => {
                let loops = equal(call(start), call(end));
                let list = |items| Expr { kind: ExprKind::List(items), place: Place::default() };
                if self.has(left) {
                    let either = ExprKind::In { item: Box::new(Expr::variable(left)), list: Box::new(list(vec![call(start), call(end)])) };
                    self.filter(Expr { kind: either, place: Place::default() });
                } else {
                    let list = choice(loops, list(vec![call(start)]), list(vec![call(start), call(end)]));
                    self.push(|input| Plan::Unwind { input, list, variable: Name::clone(left) });
                }
                self.equate(right, choice(equal(Expr::variable(left), call(start)), call(end), call(start)));
            }
        }
    }

    /// Makes `node` stand for a value: a new column, or a test of the one that there is.
    fn equate(&mut self, node: &Name, value: Expr) {
        if self.has(node) {
            self.filter(equal(Expr::variable(node), value));
        } else {
            let items = vec![Item { variable: Name::clone(node), value }];
            self.push(|input| Plan::Extend { input, items });
        }
    }

    /// A shortest path between two nodes, which are scanned if they are not there.
    fn shortest(&mut self, chain: &BoundChain) {
        let [along] = &chain.hops[..] else { return };
        self.scan(&chain.start);
        self.scan(&along.to);
        let hop = Hop {
            from: Name::clone(&chain.start),
            relationship: Name::clone(&along.relationship),
            to: Name::clone(&along.to),
            types: along.types.clone(),
            direction: along.direction,
        };
        let (Some(lengths), each, all) = (along.lengths, along.each.clone(), chain.selector == Selector::AllShortest) else { return };
        self.push(|input| Plan::ShortestPath { input, hop, lengths, all, each });
    }
}

/// Renames a list that is found from its far end, and turns it round.
fn reversed(relationship: &mut Name) -> Option<Item> {
    let function = scalar("reverse")?;
    let variable = std::mem::replace(relationship, format!("{relationship}#back").into());
    let value = ExprKind::Call { function, arguments: vec![Expr::variable(relationship)] };
    Some(Item { variable, value: Expr { kind: value, place: Place::default() } })
}

fn present(name: &Name) -> Expr {
    let null = Expr { kind: ExprKind::IsNull(Box::new(Expr::variable(name))), place: Place::default() };
    Expr { kind: ExprKind::Not(Box::new(null)), place: Place::default() }
}

fn equal(left: Expr, right: Expr) -> Expr {
    let kind = ExprKind::Compare { operator: Comparison::Equal, left: Box::new(left), right: Box::new(right) };
    Expr { kind, place: Place::default() }
}

fn choice(condition: Expr, then: Expr, otherwise: Expr) -> Expr {
    let kind = ExprKind::Case { branches: vec![(condition, then)], otherwise: Some(Box::new(otherwise)) };
    Expr { kind, place: Place::default() }
}
