//! Groups of a pattern that are repeated (quantified path patterns of ISO/IEC 39075).
//!
//! Within a group its variables stand for one repetition, outside of it for the list of all of them. A group of one relationship
//! whose conditions are about the relationship alone is followed as a relationship with a length is.

use super::pattern::{Declarations, Member, unique_relationships};
use super::scope::{Frame, Kind};
use super::{Analyser, Error};
use crate::cypher::ast::{Group, Length, PatternPart, Selector};
use crate::cypher::bound::{BoundChain, BoundCondition, BoundGroup, BoundHop, BoundMatch, Test};
use crate::function::scalar;
use crate::plan::{Expr, ExprKind, Item, Lengths};
use crate::text::{Name, Place, Spanned};
use crate::value::{Direction, Value};

/// What can be seen within a group, between the two passes over a pattern.
pub(super) struct Within {
    frame: Frame,
    own: Declarations,
}

impl Analyser<'_> {
    /// The variables of a group; declares the lists that they are outside of it. The node after the group is not known yet.
    pub(super) fn group_variables(&mut self, group: &Group, length: Option<Length>, seen: &mut Declarations) -> BoundHop {
        let part = part_of(group);
        let bound: Vec<&Spanned<Name>> = named(group).filter(|name| self.find(&name.node).is_some()).collect();
        self.frames.push(Frame::default());
        for name in bound {
            self.problems.push(Error::VariableAlreadyBound { name: Name::clone(&name.node), place: name.span() });
            self.declare(&name.node, Kind::ANY);
        }
        let mut own = Declarations::default();
        let chain = self.chain_variables(&part, &mut own);
        let frame = self.frames.pop().unwrap_or_default();
        let mut lists: Vec<(Name, Name)> = Vec::new();
        for name in named(group) {
            let Some(binding) = frame.names.get(&name.node) else { continue };
            if lists.iter().all(|(inner, _)| *inner != binding.variable) {
                let list = self.declare(&name.node, Kind::list(binding.kind.of));
                seen.declares.push(Name::clone(&list));
                lists.push((Name::clone(&binding.variable), list));
            }
        }
        let relationship = self.anonymous();
        seen.declares.push(Name::clone(&relationship));
        let any = own.members.iter().any(|member| member.types.is_empty());
        let types = if any { Vec::new() } else { own.members.iter().flat_map(|member| member.types.clone()).collect() };
        seen.members.push(Member { variable: Name::clone(&relationship), types, selected: false });
        seen.groups.push_back(Within { frame, own });
        let pattern = BoundMatch { chains: vec![chain], ..BoundMatch::default() };
        BoundHop {
            relationship,
            types: Vec::new(),
            direction: Direction::Outgoing,
            lengths: length.map(|length| Lengths { min: length.min.unwrap_or_default(), max: length.max }),
            each: None,
            group: Some(Box::new(BoundGroup { pattern, lists })),
            to: Name::default(),
        }
    }

    /// The conditions of a group whose chain goes on from the node `from`.
    pub(super) fn group_conditions(&mut self, group: &Group, from: &Name, hop: &mut BoundHop, seen: &mut Declarations) {
        let (Some(within), Some(bound)) = (seen.groups.pop_front(), &mut hop.group) else { return };
        let Within { frame, mut own } = within;
        let part = part_of(group);
        self.enclosed(frame, |this| {
            let BoundMatch { chains, conditions, .. } = &mut bound.pattern;
            for chain in chains.iter_mut() {
                this.chain_conditions(&part, chain, &mut own, conditions);
            }
            conditions.extend(unique_relationships(&own.members));
            if let Some(condition) = &group.condition {
                this.conditions(condition, conditions);
            }
        });
        bound.pattern.declares = own.declares;
        if bound.captured().iter().any(|name| seen.declares.contains(name)) {
            self.problems.push(Error::UnexpectedSyntax {
                message: "a condition in a group that is repeated cannot use other variables of the same `MATCH`",
                help: "match them in a `MATCH` before, or test the group's lists after the pattern, as in `WHERE all(x IN xs WHERE …)`",
                place: group.condition.as_ref().map_or(group.element.place, |condition| condition.place).0,
            });
        }
        if let Some(tests) = bound.of_relationship() {
            seen.lists.extend(lists(bound, [from, &hop.relationship, &hop.to]));
            if let Some(inner) = bound.pattern.chains.pop().and_then(|mut chain| chain.hops.pop()) {
                hop.each = Expr::all_of(tests).map(|test| (inner.relationship, test));
                (hop.types, hop.direction) = (inner.types, inner.direction);
            }
            hop.group = None;
        }
    }

    /// Makes a relationship with a length one that is repeated with a condition that needs subqueries.
    pub(super) fn repeat_relationship(&mut self, hop: &mut BoundHop, each: Name, condition: BoundCondition) {
        let [start, to] = [self.anonymous(), self.anonymous()];
        let declares = vec![Name::clone(&start), Name::clone(&each), Name::clone(&to)];
        let (types, direction) = (std::mem::take(&mut hop.types), hop.direction);
        let inner = BoundHop { relationship: each, types, direction, lengths: None, each: None, group: None, to };
        let chain = BoundChain { start, hops: vec![inner], path: None, selector: Selector::All };
        let pattern = BoundMatch { chains: vec![chain], conditions: vec![condition], declares, ..BoundMatch::default() };
        hop.group = Some(Box::new(BoundGroup { pattern, lists: Vec::new() }));
    }
}

impl BoundGroup {
    /// What is said of each relationship, if there is one in each repetition and nothing is said of the nodes.
    fn of_relationship(&self) -> Option<Vec<Expr>> {
        let [chain] = &self.pattern.chains[..] else { return None };
        let [hop] = &chain.hops[..] else { return None };
        if chain.start == hop.to {
            return None;
        }
        let mut tests = Vec::new();
        for condition in &self.pattern.conditions {
            match &condition.test {
                Test::Holds(test) if condition.subqueries.is_empty() => tests.push(test.clone()),
                _ => return None,
            }
        }
        let of_node = |test: &Expr| test.reads(&chain.start) || test.reads(&hop.to);
        (!tests.iter().any(of_node)).then_some(tests)
    }
}

/// The lists of a group of one relationship: its relationships are those of the chain, its nodes those of the path along it.
fn lists(group: &BoundGroup, [from, relationships, to]: [&Name; 3]) -> Vec<Item> {
    let (Some(nodes), Some(chain)) = (scalar("nodes"), group.pattern.chains.first()) else { return Vec::new() };
    let expression = |kind| Expr { kind, place: Place::default() };
    let path = expression(ExprKind::Path([from, relationships, to].map(Name::clone).to_vec()));
    let nodes = expression(ExprKind::Call { function: nodes, arguments: vec![path] });
    let bound = |at: i64| Some(Box::new(Expr::literal(Value::Integer(at))));
    let slice = |from, to| expression(ExprKind::Slice { of: Box::new(nodes.clone()), from, to });
    let value = |inner: &Name| {
        if *inner == chain.start {
            slice(bound(0), bound(-1))
        } else if chain.hops.iter().any(|hop| hop.to == *inner) {
            slice(bound(1), None)
        } else {
            Expr::variable(relationships)
        }
    };
    group.lists.iter().map(|(inner, list)| Item { variable: Name::clone(list), value: value(inner) }).collect()
}

/// A group as a part of a pattern.
fn part_of(group: &Group) -> PatternPart {
    PatternPart { variable: None, selector: Selector::All, element: group.element.clone() }
}

/// The variables of a group, in order.
fn named(group: &Group) -> impl Iterator<Item = &Spanned<Name>> {
    let chain = group.element.chain.iter().flat_map(|(relationship, node)| [relationship.variable.as_ref(), node.variable.as_ref()]);
    std::iter::once(group.element.start.variable.as_ref()).chain(chain).flatten()
}
