//! `CREATE` and `MERGE`: what a pattern makes.

use std::collections::BTreeSet;

use super::scope::Kind;
use super::{Analyser, Error};
use crate::cypher::ast::{
    Create, Expression, ExpressionKind, LabelExpression, Merge, MergeEvent, NodePattern, Pattern, PatternPart, RelationshipPattern,
    Selector,
};
use crate::cypher::bound::{BoundClause, BoundCreate, BoundMerge, BoundSubquery};
use crate::plan::{self, Expr, ExprKind, Item, NewNode, NewPattern, NewRelationship, Properties, Reference};
use crate::text::{Name, Spanned};
use crate::value::{Direction, LabelId, Type, Value};

/// Which clause makes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Making {
    Create,
    Merge,
}

/// The properties of a part's nodes, then of its relationships; all are bound before the part's first variable is declared.
type Values = std::vec::IntoIter<Properties>;

impl Analyser<'_> {
    /// `CREATE`. It goes on the one before, so that any number of them are one step; but a part whose properties read what
    /// an earlier part makes begins a step of its own, and so does one whose subqueries see what an earlier clause made.
    pub(super) fn create(&mut self, clause: &Create, into: &mut Vec<BoundClause>) {
        let mut bound = match into.pop_if(|last| matches!(last, BoundClause::Create(_))) {
            Some(BoundClause::Create(before)) => before,
            _ => BoundCreate::default(),
        };
        let mut goes_on = bound != BoundCreate::default();
        for part in &clause.pattern.parts {
            let values = self.values_of(part, Making::Create);
            let subqueries = std::mem::take(&mut self.pending);
            if (goes_on && !subqueries.is_empty()) || makes_any(&bound, &reads(&values, &subqueries)) {
                into.push(BoundClause::Create(std::mem::take(&mut bound)));
                goes_on = false;
                self.grow(part.element.place);
            }
            bound.subqueries.extend(subqueries);
            self.check_part(part);
            let names = self.created_part(part, &mut values.into_iter(), &mut bound.pattern);
            if let Some(variable) = &part.variable {
                let variable = self.declare_new(variable, Kind::of(Type::Path));
                bound.paths.push(Item { variable, value: Expr { kind: ExprKind::Path(names), place: part.element.place } });
            }
        }
        into.push(BoundClause::Create(bound));
    }

    /// `MERGE`.
    pub(super) fn merge(&mut self, clause: &Merge) -> BoundMerge {
        let part = &clause.part;
        let mut values = self.values_of(part, Making::Merge).into_iter();
        let subqueries = std::mem::take(&mut self.pending);
        self.check_part(part);
        let bound: Vec<bool> = nodes(part).map(|node| node.variable.as_ref().is_some_and(|name| self.find(&name.node).is_some())).collect();
        self.check_merged(part);
        let one = Pattern { parts: vec![PatternPart { variable: None, selector: Selector::All, element: part.element.clone() }] };
        let matched = self.pattern(&one, None, false, false);
        let (mut pattern, mut paths) = (NewPattern::default(), Vec::new());
        if let Some(chain) = matched.chains.first() {
            let ends: Vec<Name> = std::iter::once(&chain.start).chain(chain.hops.iter().map(|hop| &hop.to)).cloned().collect();
            let mut made = BTreeSet::new();
            for ((node, variable), bound) in nodes(part).zip(&ends).zip(bound) {
                let properties = values.next().unwrap_or_else(|| Properties::Each(Vec::new()));
                if !bound && made.insert(Name::clone(variable)) {
                    pattern.nodes.push(NewNode { variable: Name::clone(variable), labels: self.node_labels(node), properties });
                }
            }
            for (index, ((relationship, _), hop)) in part.element.chain.iter().zip(&chain.hops).enumerate() {
                let properties = values.next().unwrap_or_else(|| Properties::Each(Vec::new()));
                let ends = (&ends[index], &ends[index + 1]);
                pattern.relationships.extend(self.new_relationship(relationship, &hop.relationship, ends, properties));
            }
            if let Some(variable) = &part.variable {
                let mut names = vec![Name::clone(&chain.start)];
                names.extend(chain.hops.iter().flat_map(|hop| [Name::clone(&hop.relationship), Name::clone(&hop.to)]));
                let variable = self.declare_new(variable, Kind::of(Type::Path));
                paths.push(Item { variable, value: Expr { kind: ExprKind::Path(names), place: part.element.place } });
            }
        }
        let mut bound =
            BoundMerge { subqueries, pattern: matched, merge: plan::Merge { pattern, ..plan::Merge::default() }, paths, after: Vec::new() };
        self.merge_actions(clause, &mut bound);
        bound
    }

    /// What is set where the pattern was created, and where it was found: row by row, or, from the first item on whose
    /// subqueries use what is found or made, after all rows, as a `SET` behind the clause would be.
    fn merge_actions(&mut self, clause: &Merge, merge: &mut BoundMerge) {
        let created = self.unique("#created");
        for action in &clause.actions {
            let mut bound = Vec::new();
            self.set(&action.items, &mut bound);
            for item in bound {
                let BoundClause::Update(mut item) = item else { continue };
                let own = |subquery: &BoundSubquery| merge.pattern.declares.iter().any(|name| subquery.reads(name));
                if merge.after.is_empty() && !item.subqueries.iter().any(own) {
                    merge.subqueries.extend(item.subqueries);
                    let into = if action.event == MergeEvent::Create { &mut merge.merge.on_create } else { &mut merge.merge.on_match };
                    into.push(item.update);
                } else {
                    item.update.each_expression_mut(&mut |part| only_if(&created, action.event, part));
                    merge.after.push(item);
                }
            }
        }
        merge.merge.created = (!merge.after.is_empty()).then_some(created);
    }

    /// The properties of a part's nodes, then of its relationships.
    fn values_of(&mut self, part: &PatternPart, making: Making) -> Vec<Properties> {
        let of_nodes = nodes(part).map(|node| &node.properties);
        let all = of_nodes.chain(part.element.chain.iter().map(|(relationship, _)| &relationship.properties));
        all.map(|properties| self.new_properties(properties.as_ref(), making)).collect()
    }

    fn new_properties(&mut self, properties: Option<&Expression>, making: Making) -> Properties {
        let Some(properties) = properties else { return Properties::Each(Vec::new()) };
        match &properties.kind {
            ExpressionKind::Map(entries) => {
                let mut each = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    each.push((self.new_key(key), self.value(value).0));
                }
                Properties::Each(each)
            }
            ExpressionKind::Parameter(_) if making == Making::Merge => {
                self.problems.push(Error::InvalidParameterUse { place: properties.place.0 });
                Properties::Each(Vec::new())
            }
            _ => Properties::Map(self.value(properties).0),
        }
    }

    /// What cannot be made in any case: shortest paths, and nodes and relationships with conditions or lengths.
    fn check_part(&mut self, part: &PatternPart) {
        if part.selector != Selector::All {
            self.problems.push(Error::UnexpectedSyntax {
                message: "a shortest path can be found, but not made",
                help: "write the pattern itself, as in `CREATE (a)-[:TYPE]->(b)`",
                place: part.element.place.0,
            });
        }
        let conditions = nodes(part).map(|node| &node.condition);
        for condition in conditions.chain(part.element.chain.iter().map(|(relationship, _)| &relationship.condition)).flatten() {
            self.problems.push(Error::UnexpectedSyntax {
                message: "what is made cannot have a condition",
                help: "give its properties as `{key: value}`; look for other nodes with `MATCH`",
                place: condition.place.0,
            });
        }
    }

    /// A part of `CREATE`: declares what is new, and gives the names along the part.
    fn created_part(&mut self, part: &PatternPart, values: &mut Values, into: &mut NewPattern) -> Vec<Name> {
        let alone = part.element.chain.is_empty();
        let mut ends = Vec::new();
        for node in nodes(part) {
            let properties = values.next().unwrap_or_else(|| Properties::Each(Vec::new()));
            let known = node.variable.as_ref().and_then(|name| Some((name, self.find(&name.node)?)));
            let Some((name, binding)) = known else {
                let variable = match &node.variable {
                    Some(name) => self.declare(&name.node, Kind::of(Type::Node)),
                    None => self.anonymous(),
                };
                let labels = self.node_labels(node);
                into.nodes.push(NewNode { variable: Name::clone(&variable), labels, properties });
                ends.push(variable);
                continue;
            };
            self.check_bound(node, name, binding.kind, alone);
            ends.push(binding.variable);
        }
        let mut names = vec![Name::clone(&ends[0])];
        for (index, (relationship, _)) in part.element.chain.iter().enumerate() {
            let properties = values.next().unwrap_or_else(|| Properties::Each(Vec::new()));
            let variable = match &relationship.variable {
                Some(name) => self.declare_new(name, Kind::of(Type::Relationship)),
                None => self.anonymous(),
            };
            self.check_relationship(relationship, true);
            let pair = (&ends[index], &ends[index + 1]);
            into.relationships.extend(self.new_relationship(relationship, &variable, pair, properties));
            names.extend([variable, Name::clone(&ends[index + 1])]);
        }
        names
    }

    /// A node that is there already may only be the end of a relationship.
    fn check_bound(&mut self, node: &NodePattern, name: &Spanned<Name>, kind: Kind, alone: bool) {
        if alone || node.labels.is_some() || node.properties.is_some() {
            self.problems.push(Error::VariableAlreadyBound { name: Name::clone(&name.node), place: name.span() });
        } else if !kind.may_be(Type::Node) {
            self.conflict(name, kind, "node");
        }
    }

    /// What is wrong with the pattern of a `MERGE`, apart from its properties.
    fn check_merged(&mut self, part: &PatternPart) {
        let alone = part.element.chain.is_empty();
        for node in nodes(part) {
            if let Some(name) = &node.variable
                && let Some(binding) = self.find(&name.node)
                && (alone || node.labels.is_some() || node.properties.is_some())
            {
                self.check_bound(node, name, binding.kind, alone);
            }
        }
        for (relationship, _) in &part.element.chain {
            if let Some(name) = &relationship.variable
                && self.find(&name.node).is_some()
            {
                self.problems.push(Error::VariableAlreadyBound { name: Name::clone(&name.node), place: name.span() });
            }
            self.check_relationship(relationship, false);
        }
    }

    fn check_relationship(&mut self, relationship: &RelationshipPattern, directed: bool) {
        let place = relationship.place.0;
        if relationship.length.is_some() {
            self.problems.push(Error::CreatingVarLength { place });
        }
        if relationship.group.is_some() {
            return;
        }
        if relationship.types.len() != 1 {
            self.problems.push(Error::NoSingleRelationshipType { place });
        }
        if directed && relationship.direction == Direction::Both {
            self.problems.push(Error::RequiresDirectedRelationship { place });
        }
    }

    fn new_relationship(
        &mut self,
        relationship: &RelationshipPattern,
        variable: &Name,
        (left, right): (&Name, &Name),
        properties: Properties,
    ) -> Option<NewRelationship> {
        let kind = self.new_type(relationship.types.first()?);
        let (from, to) = if relationship.direction == Direction::Incoming { (right, left) } else { (left, right) };
        Some(NewRelationship { variable: Name::clone(variable), kind, from: Name::clone(from), to: Name::clone(to), properties })
    }

    /// The labels that a node gets; an error if they are no plain names.
    fn node_labels(&mut self, node: &NodePattern) -> Vec<Reference<LabelId>> {
        self.label_references(node).unwrap_or_else(|| {
            self.problems.push(Error::UnexpectedSyntax {
                message: "a node is made with labels by their names",
                help: "write them one after the other, as in `(n:A:B)`",
                place: node.place.0,
            });
            Vec::new()
        })
    }

    fn label_references(&self, node: &NodePattern) -> Option<Vec<Reference<LabelId>>> {
        match &node.labels {
            None => Some(Vec::new()),
            Some(LabelExpression::Label(name)) => Some(vec![self.new_label(name)]),
            Some(LabelExpression::And(all)) => {
                let label = |label: &LabelExpression| match label {
                    LabelExpression::Label(name) => Some(self.new_label(name)),
                    _ => None,
                };
                all.iter().map(label).collect()
            }
            Some(_) => None,
        }
    }
}

/// Whether one of these variables is made here.
fn makes_any(create: &BoundCreate, read: &BTreeSet<Name>) -> bool {
    let mut made = create.pattern.variables().chain(create.paths.iter().map(|path| &path.variable));
    !read.is_empty() && made.any(|name| read.contains(name))
}

/// The variables that properties, or the results that they use, depend on.
fn reads(values: &[Properties], subqueries: &[BoundSubquery]) -> BTreeSet<Name> {
    let mut read = BTreeSet::new();
    for properties in values {
        match properties {
            Properties::Each(all) => all.iter().for_each(|(_, value)| value.collect_names(&mut read)),
            Properties::Map(map) => map.collect_names(&mut read),
        }
    }
    read.extend(
        subqueries.iter().flat_map(|subquery| &subquery.query.parts).flat_map(|part| &part.captured).map(|(name, _)| Name::clone(name)),
    );
    read
}

/// Makes an expression null where the event did not happen, so that nothing is set there.
fn only_if(created: &Name, event: MergeEvent, part: &mut Expr) {
    let place = part.place;
    let created = Expr::variable(created);
    let happened = match event {
        MergeEvent::Create => created,
        MergeEvent::Match => Expr { kind: ExprKind::Not(Box::new(created)), place },
    };
    let value = std::mem::replace(part, Expr::literal(Value::Null));
    *part = Expr { kind: ExprKind::Case { branches: vec![(happened, value)], otherwise: None }, place };
}

/// The nodes of a part, in order.
fn nodes(part: &PatternPart) -> impl Iterator<Item = &NodePattern> {
    std::iter::once(&part.element.start).chain(part.element.chain.iter().map(|(_, node)| node))
}
