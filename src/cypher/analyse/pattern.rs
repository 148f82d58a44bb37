//! Patterns: their variables, and the conditions that labels, properties and inline conditions stand for.

use std::collections::VecDeque;

use super::group::Within;
use super::scope::Kind;
use super::{Analyser, Error, MOST_RELATIONSHIPS};
use crate::cypher::ast::{
    self, Expression, ExpressionKind, LabelExpression, NodePattern, PatternPart, RelationshipPattern, Selector, UnaryOperator,
};
use crate::cypher::bound::{BoundChain, BoundCondition, BoundHop, BoundMatch, BoundSubquery, Test};
use crate::function::scalar;
use crate::plan::{Comparison, Expr, ExprKind, Item, Lengths, Quantifier};
use crate::text::{Name, Place, Spanned};
use crate::value::{Type, Value};

/// A relationship of the pattern, as far as uniqueness goes.
pub(super) struct Member {
    pub(super) variable: Name,
    pub(super) types: Vec<Name>,
    pub(super) selected: bool,
}

/// What the parts of one pattern share.
#[derive(Default)]
pub(super) struct Declarations {
    pub(super) declares: Vec<Name>,
    pub(super) members: Vec<Member>,
    fixed: bool,
    /// What can be seen within each group, in the order of the text.
    pub(super) groups: VecDeque<Within>,
    /// Variables of groups that are computed from their chains.
    pub(super) lists: Vec<Item>,
}

impl Analyser<'_> {
    /// A pattern and its condition. A `fixed` pattern may not declare variables.
    pub(super) fn pattern(&mut self, pattern: &ast::Pattern, condition: Option<&Expression>, optional: bool, fixed: bool) -> BoundMatch {
        let mut seen = Declarations { fixed, ..Declarations::default() };
        let mut chains: Vec<BoundChain> = pattern.parts.iter().map(|part| self.chain_variables(part, &mut seen)).collect();
        let mut conditions = Vec::new();
        for (part, chain) in pattern.parts.iter().zip(&mut chains) {
            self.chain_conditions(part, chain, &mut seen, &mut conditions);
        }
        if seen.members.len() > MOST_RELATIONSHIPS {
            let place = pattern.parts.last().map(|part| part.element.place).unwrap_or_default();
            self.problems.push(Error::TooLarge { limit: MOST_RELATIONSHIPS, of: "relationship patterns in one `MATCH`", place: place.0 });
        } else {
            conditions.extend(unique_relationships(&seen.members));
        }
        if let Some(condition) = condition {
            self.conditions(condition, &mut conditions);
        }
        BoundMatch { optional, chains, conditions, declares: seen.declares, lists: seen.lists }
    }

    /// The variables of a part; declares those that are new.
    pub(super) fn chain_variables(&mut self, part: &PatternPart, seen: &mut Declarations) -> BoundChain {
        let start = self.node_variable(&part.element.start, seen);
        let mut hops = Vec::with_capacity(part.element.chain.len());
        for (relationship, node) in &part.element.chain {
            self.grow(relationship.place);
            if let Some(group) = &relationship.group {
                let group = self.group_variables(group, relationship.length, seen);
                hops.push(BoundHop { to: self.node_variable(node, seen), ..group });
                continue;
            }
            let variable = self.relationship_variable(relationship, part.selector, seen);
            let to = self.node_variable(node, seen);
            hops.push(BoundHop {
                relationship: variable,
                types: type_names(relationship).into_iter().map(|name| self.relationship_type(&name.node, name.place)).collect(),
                direction: relationship.direction,
                lengths: relationship.length.map(|length| Lengths { min: length.min.unwrap_or(1), max: length.max }),
                each: None,
                group: None,
                to,
            });
        }
        if part.selector != Selector::All {
            self.check_selector(part, &mut hops);
        }
        let path = part.variable.as_ref().map(|name| self.declare_new(name, Kind::of(Type::Path)));
        seen.declares.extend(path.clone());
        BoundChain { start, hops, path, selector: part.selector }
    }

    /// A shortest path is asked for along one relationship pattern.
    fn check_selector(&mut self, part: &PatternPart, hops: &mut [BoundHop]) {
        let [hop] = hops else {
            self.problems.push(Error::UnexpectedSyntax {
                message: "a shortest path needs exactly one relationship pattern between two nodes",
                help: "write it as in `shortestPath((a)-[:TYPE*]-(b))`",
                place: part.element.place.0,
            });
            return;
        };
        if hop.group.is_some() {
            self.problems.push(Error::UnexpectedSyntax {
                message: "a shortest path follows single relationships, and no group",
                help: "write it as in `shortestPath((a)-[:TYPE*]-(b))`; of the paths of a group, `ORDER BY length(p) LIMIT 1` gives a shortest",
                place: part.element.place.0,
            });
        }
        hop.lengths.get_or_insert(Lengths { min: 1, max: Some(1) });
    }

    fn node_variable(&mut self, node: &NodePattern, seen: &mut Declarations) -> Name {
        let Some(name) = &node.variable else {
            let variable = self.anonymous();
            seen.declares.push(Name::clone(&variable));
            return variable;
        };
        let kind = Kind::of(Type::Node);
        let Some(binding) = self.find(&name.node) else { return self.new_variable(name, kind, seen) };
        if !binding.kind.may_be(Type::Node) {
            self.conflict(name, binding.kind, "node");
        }
        binding.variable
    }

    fn relationship_variable(&mut self, relationship: &RelationshipPattern, selector: Selector, seen: &mut Declarations) -> Name {
        let list = relationship.length.is_some() || selector != Selector::All;
        let (kind, wanted) =
            if list { (Kind::list(Type::Relationship), "list of relationships") } else { (Kind::of(Type::Relationship), "relationship") };
        let variable = match &relationship.variable {
            None => {
                let variable = self.anonymous();
                seen.declares.push(Name::clone(&variable));
                variable
            }
            Some(name) => match self.find(&name.node) {
                None => self.new_variable(name, kind, seen),
                Some(binding) => {
                    let fits = binding.kind.may_be(kind.of) && (!list || binding.kind.of_item().may_be(Type::Relationship));
                    if !fits {
                        self.conflict(name, binding.kind, wanted);
                    } else if seen.members.iter().any(|member| member.variable == binding.variable) {
                        self.problems.push(Error::RelationshipUniquenessViolation { name: Name::clone(&name.node), place: name.span() });
                    }
                    binding.variable
                }
            },
        };
        let types = type_names(relationship).into_iter().map(|name| Name::clone(&name.node)).collect();
        seen.members.push(Member { variable: Name::clone(&variable), types, selected: selector != Selector::All });
        variable
    }

    fn new_variable(&mut self, name: &ast::Variable, kind: Kind, seen: &mut Declarations) -> Name {
        if seen.fixed {
            self.resolve(&name.node, name.place);
        }
        let variable = self.declare(&name.node, kind);
        seen.declares.push(Name::clone(&variable));
        variable
    }

    pub(super) fn conflict(&mut self, name: &ast::Variable, declared: Kind, wanted: &'static str) {
        let declared = if declared == Kind::list(Type::Relationship) { "list of relationships" } else { declared.of.name() };
        self.problems.push(Error::VariableTypeConflict { name: Name::clone(&name.node), declared, wanted, place: name.span() });
    }

    /// A variable for what the user gave no name.
    pub(super) fn anonymous(&mut self) -> Name {
        self.unnamed += 1;
        let base = format!("#{}", self.unnamed);
        self.unique(&base)
    }

    /// The conditions that the patterns of a part stand for.
    pub(super) fn chain_conditions(
        &mut self,
        part: &PatternPart,
        chain: &mut BoundChain,
        seen: &mut Declarations,
        into: &mut Vec<BoundCondition>,
    ) {
        let mut from = Name::clone(&chain.start);
        let start = Name::clone(&chain.start);
        self.node_conditions(&part.element.start, &start, into);
        for ((relationship, node), hop) in part.element.chain.iter().zip(&mut chain.hops) {
            if let Some(group) = &relationship.group {
                self.group_conditions(group, &from, hop, seen);
            } else if hop.lengths.is_some() {
                // The ends of a shortest path are there before it is looked for.
                let known = if part.selector == Selector::All { Some(&seen.declares[..]) } else { None };
                self.each_condition(relationship, hop, known, into);
            } else {
                let of = Expr { kind: ExprKind::Variable(Name::clone(&hop.relationship)), place: relationship.place };
                if let Some(test) = type_condition(relationship, &of) {
                    into.push(BoundCondition { subqueries: Vec::new(), test: Test::Holds(test) });
                }
                self.property_conditions(relationship.properties.as_ref(), &of, Type::Relationship, into);
                if let Some(condition) = &relationship.condition {
                    self.conditions(condition, into);
                }
            }
            from = Name::clone(&hop.to);
            self.node_conditions(node, &from, into);
        }
    }

    fn node_conditions(&mut self, node: &NodePattern, variable: &Name, into: &mut Vec<BoundCondition>) {
        let of = Expr { kind: ExprKind::Variable(Name::clone(variable)), place: node.place };
        match &node.labels {
            Some(LabelExpression::And(all)) => all.iter().for_each(|one| into.push(self.label_condition(&of, one))),
            Some(one) => into.push(self.label_condition(&of, one)),
            None => {}
        }
        self.property_conditions(node.properties.as_ref(), &of, Type::Node, into);
        if let Some(condition) = &node.condition {
            self.conditions(condition, into);
        }
    }

    fn label_condition(&mut self, of: &Expr, labels: &LabelExpression) -> BoundCondition {
        let test = self.has_labels(of.clone(), labels, Kind::of(Type::Node), of.place);
        BoundCondition { subqueries: Vec::new(), test: Test::Holds(test) }
    }

    fn property_conditions(&mut self, properties: Option<&Expression>, of: &Expr, kind: Type, into: &mut Vec<BoundCondition>) {
        for test in self.property_tests(properties, of, kind) {
            let subqueries = std::mem::take(&mut self.pending);
            into.push(BoundCondition { subqueries, test: Test::Holds(test) });
        }
    }

    /// `{key: value}` as equalities. Subqueries in the values are pending with the first of them.
    fn property_tests(&mut self, properties: Option<&Expression>, of: &Expr, kind: Type) -> Vec<Expr> {
        let Some(properties) = properties else { return Vec::new() };
        match &properties.kind {
            ExpressionKind::Map(entries) => {
                let tests = entries.iter().map(|(key, value)| {
                    let place = Place(key.span().join(value.place.0));
                    let key = self.key(&key.node, key.place, Kind::of(kind));
                    let left = Expr { kind: ExprKind::Property { of: Box::new(of.clone()), key }, place };
                    equal(left, self.value(value).0, place)
                });
                tests.collect()
            }
            ExpressionKind::Parameter(_) => {
                self.problems.push(Error::InvalidParameterUse { place: properties.place.0 });
                Vec::new()
            }
            _ => {
                self.problems.push(Error::UnexpectedSyntax {
                    message: "the properties of a pattern are a map",
                    help: "write them as in `{name: 'Brazil'}`",
                    place: properties.place.0,
                });
                Vec::new()
            }
        }
    }

    /// The condition on each relationship of a list. One that reads what the pattern itself declares is tested on the whole list.
    fn each_condition(
        &mut self,
        relationship: &RelationshipPattern,
        hop: &mut BoundHop,
        declares: Option<&[Name]>,
        into: &mut Vec<BoundCondition>,
    ) {
        if relationship.properties.is_none() && relationship.condition.is_none() && relationship.type_expression.is_none() {
            return;
        }
        let written = relationship.variable.as_ref().map_or_else(|| Name::from("#each"), |name| Name::clone(&name.node));
        let before = self.pending.len();
        let (tests, each) = self
            .with_locals(&[(&written, Kind::of(Type::Relationship))], |this, variables| {
                let each = Name::clone(&variables[0]);
                let of = Expr { kind: ExprKind::Variable(Name::clone(&each)), place: relationship.place };
                let mut tests: Vec<Expr> = type_condition(relationship, &of).into_iter().collect();
                tests.extend(this.property_tests(relationship.properties.as_ref(), &of, Type::Relationship));
                if let Some(condition) = &relationship.condition {
                    tests.extend(this.condition(condition, "WHERE").into_conjuncts());
                }
                (tests, each)
            })
            .0;
        let subqueries = self.pending.split_off(before);
        let Some(test) = Expr::all_of(tests) else { return };
        let later = |name: &Name| test.reads(name) || subqueries.iter().any(|subquery| subquery.reads(name));
        if declares.is_some_and(|declares| declares.iter().any(later)) {
            into.push(self.all_of_list((&hop.relationship, each), subqueries, test, relationship.place));
        } else if subqueries.is_empty() {
            hop.each = Some((each, test));
        } else if declares.is_some() {
            self.repeat_relationship(hop, each, BoundCondition { subqueries, test: Test::Holds(test) });
        } else {
            self.problems.push(Error::NotYet {
                message: "the relationship of a shortest path cannot hold a subquery",
                help: "match what it asks for before, and test for that, as in `WHERE startNode(r) IN nodes`",
                place: relationship.place.0,
            });
        }
    }

    /// A condition on each relationship of a list, tested on the whole list.
    fn all_of_list(&mut self, (list, each): (&Name, Name), subqueries: Vec<BoundSubquery>, test: Expr, place: Place) -> BoundCondition {
        let before = std::mem::take(&mut self.pending);
        let (list, variable, test) = self.per_result((each, Expr::variable(list)), subqueries, test, place);
        let kind = ExprKind::Quantifier { quantifier: Quantifier::All, variable, list: Box::new(list), predicate: Box::new(test) };
        let subqueries = std::mem::replace(&mut self.pending, before);
        BoundCondition { subqueries, test: Test::Holds(Expr { kind, place }) }
    }

    /// The conjuncts of a condition.
    pub(super) fn conditions(&mut self, condition: &Expression, into: &mut Vec<BoundCondition>) {
        if let ExpressionKind::And(all) = &condition.kind {
            for one in all {
                self.conditions(one, into);
            }
            return;
        }
        let (inner, negated) = match &condition.kind {
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => (&**operand, true),
            _ => (condition, false),
        };
        let query = match &inner.kind {
            ExpressionKind::Exists(subquery) => Some(self.subquery(subquery)),
            ExpressionKind::Pattern(element) => Some(self.predicate_query(element)),
            _ => None,
        };
        let test = match query {
            Some(query) if negated => Test::Missing(query),
            Some(query) => Test::Exists(query),
            None => Test::Holds(self.condition(condition, "WHERE")),
        };
        into.push(BoundCondition { subqueries: std::mem::take(&mut self.pending), test });
    }
}

/// The types that a relationship may have, if its pattern leaves only some; none where it leaves any other type, too.
fn type_names(relationship: &RelationshipPattern) -> Vec<Spanned<Name>> {
    let Some(expression) = &relationship.type_expression else { return relationship.types.clone() };
    if expression.accepts(None) {
        return Vec::new();
    }
    expression.names().into_iter().filter(|name| expression.accepts(Some(&name.node))).cloned().collect()
}

/// What a condition on the type says beyond [`type_names`]: which types are left out, or that there is none that it holds for.
fn type_condition(relationship: &RelationshipPattern, of: &Expr) -> Option<Expr> {
    let expression = relationship.type_expression.as_ref()?;
    let place = of.place;
    if !expression.accepts(None) {
        let none = type_names(relationship).is_empty();
        return none.then_some(Expr { kind: ExprKind::Literal(Value::Boolean(false)), place });
    }
    let name = Expr { kind: ExprKind::Call { function: scalar("type")?, arguments: vec![of.clone()] }, place };
    let excluded = expression.names().into_iter().filter(|name| !expression.accepts(Some(&name.node))).map(|excluded| {
        let right = Expr { kind: ExprKind::Literal(Value::String(Name::clone(&excluded.node))), place: excluded.place };
        let kind = ExprKind::Compare { operator: Comparison::NotEqual, left: Box::new(name.clone()), right: Box::new(right) };
        Expr { kind, place }
    });
    Expr::all_of(excluded.collect())
}

fn equal(left: Expr, right: Expr, place: Place) -> Expr {
    Expr { kind: ExprKind::Compare { operator: Comparison::Equal, left: Box::new(left), right: Box::new(right) }, place }
}

/// A test for each pair of relationships that could be the same one: their types do not exclude it.
pub(super) fn unique_relationships(members: &[Member]) -> Vec<BoundCondition> {
    let mut conditions = Vec::new();
    for (index, left) in members.iter().enumerate() {
        for right in &members[index + 1..] {
            let common = left.types.is_empty() || right.types.is_empty() || left.types.iter().any(|name| right.types.contains(name));
            if common && !left.selected && !right.selected && left.variable != right.variable {
                let kind = ExprKind::Distinct(Name::clone(&left.variable), Name::clone(&right.variable));
                let test = Test::Holds(Expr { kind, place: Place::default() });
                conditions.push(BoundCondition { subqueries: Vec::new(), test });
            }
        }
    }
    conditions
}
