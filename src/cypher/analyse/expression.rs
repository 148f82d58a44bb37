//! Expressions: names become columns and ids, types that can never fit are errors.

use super::arithmetic::{number, sum};
use super::scope::Kind;
use super::{Analyser, Error};
use crate::cypher::ast::{self, BinaryOperator, ComparisonOperator, Expression, ExpressionKind, LabelExpression, Literal, UnaryOperator};
use crate::function::{NormalForm, ValueType, scalar};
use crate::plan::{Arithmetic, Comparison, Expr, ExprKind, Labels, Quantifier, TextTest};
use crate::text::{Name, Place, indefinite};
use crate::value::{Type, Value};

impl Analyser<'_> {
    /// An expression whose value is used as it is.
    pub(super) fn value(&mut self, expression: &Expression) -> (Expr, Kind) {
        let patterns = std::mem::replace(&mut self.patterns, false);
        let found = self.expression(expression);
        self.patterns = patterns;
        found
    }

    /// An expression whose value is used as a condition, so that it may be a pattern.
    pub(super) fn condition(&mut self, expression: &Expression, of: &str) -> Expr {
        let patterns = std::mem::replace(&mut self.patterns, true);
        let found = self.boolean(expression, of);
        self.patterns = patterns;
        found
    }

    fn boolean(&mut self, expression: &Expression, of: &str) -> Expr {
        let (found, kind) = self.expression(expression);
        self.require(kind, &[Type::Boolean], of, expression.place);
        found
    }

    /// An error if values of `kind` are never of one of these types.
    pub(super) fn require(&mut self, kind: Kind, types: &[Type], of: &str, place: Place) {
        let number = |kind: Type| matches!(kind, Type::Integer | Type::Float | Type::Number);
        if types.iter().any(|&wanted| kind.may_be(wanted) || (wanted == Type::Number && number(kind.of))) {
            return;
        }
        let names: Vec<String> = types.iter().map(|wanted| indefinite(wanted.name())).collect();
        let expected = names.join(" or ");
        self.problems.push(Error::InvalidArgumentType { of: of.to_owned(), expected, found: kind.of.name(), place: place.0 });
    }

    /// An expression, where patterns are allowed or not as `self.patterns` says.
    pub(super) fn expression(&mut self, expression: &Expression) -> (Expr, Kind) {
        let place = expression.place;
        let plain = |kind: ExprKind, of: Kind| (Expr { kind, place }, of);
        match &expression.kind {
            ExpressionKind::And(all) => plain(ExprKind::And(self.booleans(all, "AND")), Kind::BOOLEAN),
            ExpressionKind::Or(all) => plain(ExprKind::Or(self.booleans(all, "OR")), Kind::BOOLEAN),
            ExpressionKind::Xor(all) => plain(ExprKind::Xor(self.booleans(all, "XOR")), Kind::BOOLEAN),
            ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => {
                plain(ExprKind::Not(Box::new(self.boolean(operand, "NOT"))), Kind::BOOLEAN)
            }
            ExpressionKind::Pattern(element) => self.pattern_predicate(element, place),
            _ => {
                let patterns = std::mem::replace(&mut self.patterns, false);
                let found = self.inner(expression);
                self.patterns = patterns;
                found
            }
        }
    }

    fn booleans(&mut self, all: &[Expression], of: &str) -> Vec<Expr> {
        all.iter().map(|one| self.boolean(one, of)).collect()
    }

    #[expect(clippy::too_many_lines, reason = "a flat match over the kinds of expression")]
    fn inner(&mut self, expression: &Expression) -> (Expr, Kind) {
        let place = expression.place;
        let (kind, of) = match &expression.kind {
            ExpressionKind::Literal(literal) => constant(literal),
            ExpressionKind::Parameter(name) => (ExprKind::Parameter(Name::clone(name)), Kind::ANY),
            ExpressionKind::Variable(name) => match self.resolve(name, place) {
                Some(binding) => (ExprKind::Variable(binding.variable), binding.kind),
                None => (ExprKind::Literal(Value::Null), Kind::ANY),
            },
            ExpressionKind::Property { of, key } => {
                let (base, kind) = self.value(of);
                if matches!(kind.of, Type::Path) {
                    self.require(kind, &[Type::Node, Type::Relationship, Type::Map], "property access", of.place);
                }
                let key = self.key(&key.node, key.place, kind);
                (ExprKind::Property { of: Box::new(base), key }, Kind::ANY)
            }
            ExpressionKind::HasLabels { of, labels } => {
                let (base, kind) = self.value(of);
                self.require(kind, &[Type::Node, Type::Relationship], "a label test", of.place);
                return (self.has_labels(base, labels, kind, place), Kind::BOOLEAN);
            }
            ExpressionKind::IsTyped { of, negated, kind } => return (self.is_typed(of, *negated, kind, place), Kind::BOOLEAN),
            ExpressionKind::IsNormalized { of, negated, form } => return (self.is_normalized(of, *negated, *form, place), Kind::BOOLEAN),
            ExpressionKind::Unary { operator, operand } => return self.unary(*operator, operand, place),
            ExpressionKind::Binary { operator, left, right } => self.binary(*operator, left, right),
            ExpressionKind::Comparison { first, rest } => {
                let first = self.value(first).0;
                let rest = rest.iter().map(|(operator, right)| (comparison(*operator), self.value(right).0)).collect();
                return (self.chain(first, rest, place), Kind::BOOLEAN);
            }
            ExpressionKind::List(items) => self.list(items),
            ExpressionKind::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| (Name::clone(&key.node), self.value(value).0)).collect();
                (ExprKind::Map(entries), Kind::of(Type::Map))
            }
            ExpressionKind::Index { of, index } => {
                let (base, kind) = self.value(of);
                let index = self.value(index).0;
                (ExprKind::Index { of: Box::new(base), index: Box::new(index) }, kind.of_item())
            }
            ExpressionKind::Slice { of, from, to } => {
                let (base, kind) = self.value(of);
                self.require(kind, &[Type::List], "a slice", of.place);
                let mut bound = |bound: &Option<Box<Expression>>| bound.as_ref().map(|bound| Box::new(self.value(bound).0));
                let (from, to) = (bound(from), bound(to));
                (ExprKind::Slice { of: Box::new(base), from, to }, Kind::list(kind.of_item().of))
            }
            ExpressionKind::Case { operand, branches, otherwise } => {
                return self.case(operand.as_deref(), branches, otherwise.as_deref(), place);
            }
            ExpressionKind::Call { name, distinct, arguments } => return self.call(name, *distinct, arguments, place),
            ExpressionKind::CountAll => return self.count_all(place),
            ExpressionKind::ListComprehension { variable, list, filter, map } => {
                return self.list_comprehension(variable, list, filter.as_deref(), map.as_deref(), place);
            }
            ExpressionKind::Quantifier { quantifier, variable, list, predicate } => {
                return self.quantifier(quantifier_of(*quantifier), variable, list, predicate, place);
            }
            ExpressionKind::Reduce { accumulator, initial, variable, list, step } => {
                return self.reduce((accumulator, initial), (variable, list), step, place);
            }
            ExpressionKind::Exists(subquery) => return self.exists(subquery, place),
            ExpressionKind::Count(subquery) => return self.count(subquery, place),
            ExpressionKind::Collect(query) => return self.collect(query, place),
            ExpressionKind::PatternComprehension { path, element, condition, map } => {
                return self.pattern_comprehension((path.as_ref(), element), condition.as_deref(), map, place);
            }
            ExpressionKind::MapProjection { of, entries } => return self.map_projection(of, entries, place),
            ExpressionKind::PathSelector(selector, element) => return self.path_selector(*selector, element, place),
            ExpressionKind::And(_) | ExpressionKind::Or(_) | ExpressionKind::Xor(_) | ExpressionKind::Pattern(_) => {
                return self.expression(expression);
            }
        };
        (Expr { kind, place }, of)
    }

    fn list(&mut self, items: &[Expression]) -> (ExprKind, Kind) {
        let mut of = Kind::of(Type::Null);
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            let (value, kind) = self.value(item);
            of = of.or(Kind::of(kind.of));
            values.push(value);
        }
        let item = if of.of == Type::Null { Type::Any } else { of.of };
        (ExprKind::List(values), Kind::list(item))
    }

    fn unary(&mut self, operator: UnaryOperator, operand: &Expression, place: Place) -> (Expr, Kind) {
        let numbers = [Type::Number, Type::Duration];
        let (inner, kind) = self.value(operand);
        match operator {
            UnaryOperator::Not => (Expr { kind: ExprKind::Not(Box::new(inner)), place }, Kind::BOOLEAN),
            UnaryOperator::Minus => {
                self.require(kind, &numbers, "`-`", operand.place);
                (Expr { kind: ExprKind::Negate(Box::new(inner)), place }, kind)
            }
            UnaryOperator::Plus => {
                self.require(kind, &numbers, "`+`", operand.place);
                (inner, kind)
            }
            UnaryOperator::IsNull => (Expr { kind: ExprKind::IsNull(Box::new(inner)), place }, Kind::BOOLEAN),
            UnaryOperator::IsNotNull => {
                let test = Expr { kind: ExprKind::IsNull(Box::new(inner)), place };
                (Expr { kind: ExprKind::Not(Box::new(test)), place }, Kind::BOOLEAN)
            }
        }
    }

    fn binary(&mut self, operator: BinaryOperator, left: &Expression, right: &Expression) -> (ExprKind, Kind) {
        let (a, a_kind) = self.value(left);
        let (b, b_kind) = self.value(right);
        let (left_place, right_place) = (left.place, right.place);
        let (left, right) = (Box::new(a), Box::new(b));
        let arithmetic = match operator {
            BinaryOperator::In => {
                self.require(b_kind, &[Type::List], "IN", right_place);
                return (ExprKind::In { item: left, list: right }, Kind::BOOLEAN);
            }
            BinaryOperator::StartsWith => return (ExprKind::Text { test: TextTest::StartsWith, left, right }, Kind::BOOLEAN),
            BinaryOperator::EndsWith => return (ExprKind::Text { test: TextTest::EndsWith, left, right }, Kind::BOOLEAN),
            BinaryOperator::Contains => return (ExprKind::Text { test: TextTest::Contains, left, right }, Kind::BOOLEAN),
            BinaryOperator::Matches => return (ExprKind::Text { test: TextTest::Matches, left, right }, Kind::BOOLEAN),
            BinaryOperator::Concatenate => return self.concatenation([(*left, a_kind, left_place), (*right, b_kind, right_place)]),
            BinaryOperator::Add => Arithmetic::Add,
            BinaryOperator::Subtract => Arithmetic::Subtract,
            BinaryOperator::Multiply => Arithmetic::Multiply,
            BinaryOperator::Divide => Arithmetic::Divide,
            BinaryOperator::Modulo => Arithmetic::Modulo,
            BinaryOperator::Power => Arithmetic::Power,
        };
        let kind = if arithmetic == Arithmetic::Add {
            sum(a_kind, b_kind)
        } else {
            for (kind, place) in [(a_kind, left_place), (b_kind, right_place)] {
                if matches!(kind.of, Type::Boolean | Type::String | Type::List | Type::Map | Type::Node | Type::Relationship | Type::Path) {
                    self.require(kind, &[Type::Number], &format!("`{arithmetic}`"), place);
                }
            }
            number(arithmetic, a_kind, b_kind)
        };
        (ExprKind::Arithmetic { operator: arithmetic, left, right }, kind)
    }

    /// `a < b <= c` as a conjunction; an operand in the middle is computed once.
    fn chain(&mut self, left: Expr, mut rest: Vec<(Comparison, Expr)>, place: Place) -> Expr {
        let compare =
            |operator, left, right| Expr { kind: ExprKind::Compare { operator, left: Box::new(left), right: Box::new(right) }, place };
        let (operator, right) = rest.remove(0);
        if rest.is_empty() {
            return compare(operator, left, right);
        }
        self.shared(right, |this, middle| {
            let mut all = vec![compare(operator, left, middle.clone())];
            all.extend(this.chain(middle, rest, place).into_conjuncts());
            Expr { kind: ExprKind::And(all), place }
        })
    }

    /// `body` with an expression that it may use several times: itself if it is cheap and small, else
    /// a variable of a comprehension over the one value.
    pub(super) fn shared(&mut self, value: Expr, body: impl FnOnce(&mut Self, Expr) -> Expr) -> Expr {
        let place = value.place;
        let simple = match &value.kind {
            ExprKind::Variable(_) | ExprKind::Parameter(_) => true,
            ExprKind::Literal(value) => !matches!(value, Value::String(_)),
            ExprKind::Property { of, .. } => matches!(of.kind, ExprKind::Variable(_)),
            _ => false,
        };
        if simple {
            return body(self, value);
        }
        let variable = self.unique("#value");
        let map = Some(Box::new(body(self, Expr::variable(&variable))));
        let list = Box::new(Expr { kind: ExprKind::List(vec![value]), place });
        let one = Expr { kind: ExprKind::ListComprehension { variable, list, filter: None, map }, place };
        Expr { kind: ExprKind::Index { of: Box::new(one), index: Box::new(Expr::literal(Value::Integer(0))) }, place }
    }

    fn case(
        &mut self,
        operand: Option<&Expression>,
        branches: &[(Expression, Expression)],
        otherwise: Option<&Expression>,
        place: Place,
    ) -> (Expr, Kind) {
        let tested = operand.map(|operand| self.value(operand).0);
        let mut kind = Kind::of(Type::Null);
        let mut bound = Vec::with_capacity(branches.len());
        for (condition, result) in branches {
            let condition = if tested.is_some() { self.value(condition).0 } else { self.condition(condition, "WHEN") };
            let (result, of) = self.value(result);
            kind = kind.or(of);
            bound.push((condition, result));
        }
        let otherwise = otherwise.map(|otherwise| {
            let (value, of) = self.value(otherwise);
            kind = kind.or(of);
            Box::new(value)
        });
        let case = |branches| Expr { kind: ExprKind::Case { branches, otherwise }, place };
        let found = match tested {
            None => case(bound),
            Some(tested) => self.shared(tested, |_, tested| {
                let equal =
                    |value| ExprKind::Compare { operator: Comparison::Equal, left: Box::new(tested.clone()), right: Box::new(value) };
                case(bound.into_iter().map(|(value, result)| (Expr { place: value.place, kind: equal(value) }, result)).collect())
            }),
        };
        (found, kind)
    }

    /// `of IS [NOT] :: TYPE`.
    fn is_typed(&mut self, of: &Expression, negated: bool, kind: &ValueType, place: Place) -> Expr {
        let (value, _) = self.value(of);
        let test = Expr { kind: ExprKind::IsTyped { of: Box::new(value), kind: kind.clone() }, place };
        if negated { Expr { kind: ExprKind::Not(Box::new(test)), place } } else { test }
    }

    /// `of IS [NOT] NFC NORMALIZED`.
    fn is_normalized(&mut self, of: &Expression, negated: bool, form: NormalForm, place: Place) -> Expr {
        let (value, _) = self.value(of);
        let Some(function) = scalar("isNormalized") else { return value };
        let test = Expr { kind: ExprKind::Call { function, arguments: vec![value, Expr::literal(Value::string(form.name()))] }, place };
        if negated { Expr { kind: ExprKind::Not(Box::new(test)), place } } else { test }
    }

    /// A label test, or a test of the type of what is known to be a relationship.
    pub(super) fn has_labels(&mut self, of: Expr, labels: &LabelExpression, kind: Kind, place: Place) -> Expr {
        if kind.of == Type::Relationship
            && let Some(function) = scalar("type")
        {
            let name = Expr { kind: ExprKind::Call { function, arguments: vec![of] }, place };
            return type_test(&name, labels, place);
        }
        let labels = self.labels(labels);
        Expr { kind: ExprKind::HasLabels { of: Box::new(of), labels }, place }
    }

    /// A label expression over ids.
    pub(super) fn labels(&mut self, labels: &LabelExpression) -> Labels {
        match labels {
            LabelExpression::Label(name) => Labels::Label(self.label(&name.node, name.place)),
            LabelExpression::And(all) => Labels::And(all.iter().map(|one| self.labels(one)).collect()),
            LabelExpression::Or(all) => Labels::Or(all.iter().map(|one| self.labels(one)).collect()),
            LabelExpression::Not(one) => Labels::Not(Box::new(self.labels(one))),
            LabelExpression::Any => Labels::Any,
        }
    }
}

/// A test of a relationship's type.
fn type_test(name: &Expr, labels: &LabelExpression, place: Place) -> Expr {
    let all = |all: &[LabelExpression]| all.iter().map(|one| type_test(name, one, place)).collect();
    let kind = match labels {
        LabelExpression::Label(label) => ExprKind::Compare {
            operator: Comparison::Equal,
            left: Box::new(name.clone()),
            right: Box::new(Expr { kind: ExprKind::Literal(Value::String(Name::clone(&label.node))), place: label.place }),
        },
        LabelExpression::And(labels) => ExprKind::And(all(labels)),
        LabelExpression::Or(labels) => ExprKind::Or(all(labels)),
        LabelExpression::Not(label) => ExprKind::Not(Box::new(type_test(name, label, place))),
        LabelExpression::Any => ExprKind::Not(Box::new(Expr { kind: ExprKind::IsNull(Box::new(name.clone())), place })),
    };
    Expr { kind, place }
}

fn constant(literal: &Literal) -> (ExprKind, Kind) {
    let value = match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(value) => Value::Boolean(*value),
        Literal::Integer(value) => Value::Integer(*value),
        Literal::Float(value) => Value::Float(*value),
        Literal::String(text) => Value::String(Name::clone(text)),
    };
    let kind = Kind::of(value.type_of());
    (ExprKind::Literal(value), kind)
}

fn comparison(operator: ComparisonOperator) -> Comparison {
    match operator {
        ComparisonOperator::Equal => Comparison::Equal,
        ComparisonOperator::NotEqual => Comparison::NotEqual,
        ComparisonOperator::Less => Comparison::Less,
        ComparisonOperator::LessOrEqual => Comparison::LessOrEqual,
        ComparisonOperator::Greater => Comparison::Greater,
        ComparisonOperator::GreaterOrEqual => Comparison::GreaterOrEqual,
    }
}

fn quantifier_of(quantifier: ast::Quantifier) -> Quantifier {
    match quantifier {
        ast::Quantifier::All => Quantifier::All,
        ast::Quantifier::Any => Quantifier::Any,
        ast::Quantifier::None => Quantifier::None,
        ast::Quantifier::Single => Quantifier::Single,
    }
}
