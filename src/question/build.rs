//! Small constructors for the Cypher tree.

use crate::cypher::ast::{
    BinaryOperator, Call, Clause, ComparisonOperator, Expression, ExpressionKind, LabelExpression, Literal, Match, NodePattern, Pattern,
    PatternElement, PatternPart, Projection, ProjectionItem, Query, Return, Selector, SingleQuery, SortItem, Subquery, UnaryOperator,
    Variable, With, Written, Yield, YieldItem,
};
use crate::text::{Name, Place, Span, Spanned};
use crate::value::Value;

/// A name that stands in no text.
pub(crate) fn named(name: &str) -> Spanned<Name> {
    Spanned::new(Name::from(name), Span::default())
}

pub(crate) fn variable(name: &str) -> Expression {
    ExpressionKind::Variable(name.into()).into()
}

pub(crate) fn property(of: Expression, key: &str) -> Expression {
    ExpressionKind::Property { of: Box::new(of), key: named(key) }.into()
}

pub(crate) fn text(text: &str) -> Expression {
    ExpressionKind::Literal(Literal::String(text.into())).into()
}

/// `CALL procedure(argument) YIELD result AS variable, …`.
pub(crate) fn call_procedure(procedure: &str, arguments: Vec<Expression>, results: &[(&str, &str)]) -> Clause {
    let items = results.iter().map(|(result, variable)| YieldItem { name: named(result), alias: Some(named(variable)) });
    let results = Yield { all: false, items: items.collect(), condition: None, place: Place::default() };
    Clause::Call(Call { name: named(procedure), arguments: Some(arguments), results: Some(results), place: Place::default() })
}

pub(crate) fn map(entries: Vec<(&str, Expression)>) -> Expression {
    ExpressionKind::Map(entries.into_iter().map(|(key, value)| (named(key), value)).collect()).into()
}

pub(crate) fn integer(value: i64) -> Expression {
    ExpressionKind::Literal(Literal::Integer(value)).into()
}

pub(crate) fn boolean(value: bool) -> Expression {
    ExpressionKind::Literal(Literal::Boolean(value)).into()
}

/// A literal for a property's value; lists, numbers, texts and truth only.
pub(crate) fn literal(value: &Value) -> Option<Expression> {
    Some(match value {
        Value::Boolean(value) => boolean(*value),
        Value::Integer(value) => integer(*value),
        Value::Float(value) => ExpressionKind::Literal(Literal::Float(*value)).into(),
        Value::String(value) => text(value),
        _ => return None,
    })
}

pub(crate) fn list(items: Vec<Expression>) -> Expression {
    ExpressionKind::List(items).into()
}

pub(crate) fn call(name: &str, arguments: Vec<Expression>) -> Expression {
    ExpressionKind::Call { name: named(name), distinct: false, arguments }.into()
}

pub(crate) fn call_distinct(name: &str, arguments: Vec<Expression>) -> Expression {
    ExpressionKind::Call { name: named(name), distinct: true, arguments }.into()
}

pub(crate) fn compare(left: Expression, operator: ComparisonOperator, right: Expression) -> Expression {
    ExpressionKind::Comparison { first: Box::new(left), rest: vec![(operator, right)] }.into()
}

pub(crate) fn equal(left: Expression, right: Expression) -> Expression {
    compare(left, ComparisonOperator::Equal, right)
}

pub(crate) fn binary(left: Expression, operator: BinaryOperator, right: Expression) -> Expression {
    ExpressionKind::Binary { operator, left: Box::new(left), right: Box::new(right) }.into()
}

pub(crate) fn unary(operator: UnaryOperator, operand: Expression) -> Expression {
    ExpressionKind::Unary { operator, operand: Box::new(operand) }.into()
}

/// `CASE WHEN … THEN … END`.
pub(crate) fn when(condition: Expression, value: Expression) -> Expression {
    ExpressionKind::Case { operand: None, branches: vec![(condition, value)], otherwise: None }.into()
}

/// The denial; a double one is none.
pub(crate) fn not(of: Expression) -> Expression {
    match of.kind {
        ExpressionKind::Unary { operator: UnaryOperator::Not, operand } => *operand,
        ExpressionKind::Literal(Literal::Boolean(value)) => boolean(!value),
        kind => unary(UnaryOperator::Not, kind.into()),
    }
}

/// All of them, flattened; true of none.
pub(crate) fn all(items: Vec<Expression>) -> Expression {
    let mut flat = Vec::new();
    for item in items {
        match item.kind {
            ExpressionKind::And(inner) => flat.extend(inner),
            ExpressionKind::Literal(Literal::Boolean(true)) => {}
            kind => flat.push(kind.into()),
        }
    }
    if flat.len() > 1 { ExpressionKind::And(flat).into() } else { flat.pop().unwrap_or_else(|| boolean(true)) }
}

/// Any of them, flattened; false of none.
pub(crate) fn any(items: Vec<Expression>) -> Expression {
    let mut flat = Vec::new();
    for item in items {
        match item.kind {
            ExpressionKind::Or(inner) => flat.extend(inner),
            kind => flat.push(kind.into()),
        }
    }
    if flat.len() > 1 { ExpressionKind::Or(flat).into() } else { flat.pop().unwrap_or_else(|| boolean(false)) }
}

/// The condition, unless it always holds.
pub(crate) fn condition(of: Expression) -> Option<Expression> {
    (of.kind != ExpressionKind::Literal(Literal::Boolean(true))).then_some(of)
}

pub(crate) fn has_label(of: Expression, label: &str) -> Expression {
    ExpressionKind::HasLabels { of: Box::new(of), labels: LabelExpression::Label(named(label)) }.into()
}

pub(crate) fn exists(pattern: Pattern, condition: Option<Expression>) -> Expression {
    ExpressionKind::Exists(Box::new(Subquery::Pattern { pattern, condition })).into()
}

/// `(name:Label {key: value})`.
pub(crate) fn node(name: Option<&str>, label: Option<&str>, properties: Option<(&str, Expression)>) -> NodePattern {
    NodePattern {
        variable: name.map(named),
        labels: label.map(|label| LabelExpression::Label(named(label))),
        properties: properties.map(|(key, value)| ExpressionKind::Map(vec![(named(key), value)]).into()),
        ..NodePattern::default()
    }
}

/// A pattern of single nodes.
pub(crate) fn nodes(nodes: Vec<NodePattern>) -> Pattern {
    let part = |start| PatternPart {
        variable: None,
        selector: Selector::All,
        element: PatternElement { start, chain: Vec::new(), place: Place::default() },
    };
    Pattern { parts: nodes.into_iter().map(part).collect() }
}

pub(crate) fn matching(pattern: Pattern, condition: Option<Expression>) -> Clause {
    Clause::Match(Match { optional: false, pattern, condition, place: Place::default() })
}

pub(crate) fn optional(pattern: Pattern, condition: Option<Expression>) -> Clause {
    Clause::Match(Match { optional: true, pattern, condition, place: Place::default() })
}

pub(crate) fn item(expression: Expression, alias: Option<&str>) -> ProjectionItem {
    let alias: Option<Variable> = alias.map(named);
    ProjectionItem { expression, alias, text: Written::default() }
}

pub(crate) fn sort(expression: Expression, descending: bool) -> SortItem {
    SortItem { expression, descending }
}

pub(crate) fn with(projection: Projection, condition: Option<Expression>) -> Clause {
    Clause::With(With { projection, condition, place: Place::default() })
}

pub(crate) fn returning(projection: Projection) -> Clause {
    Clause::Return(Return { projection, place: Place::default() })
}

pub(crate) fn query(clauses: Vec<Clause>) -> Query {
    Query { first: SingleQuery { clauses, place: Place::default() }, unions: Vec::new() }
}

/// `COUNT { MATCH … WHERE … RETURN DISTINCT name }`.
pub(crate) fn count_distinct(pattern: Pattern, condition: Option<Expression>, name: &str) -> Expression {
    let projection = Projection { distinct: true, items: vec![item(variable(name), None)], ..Projection::default() };
    let inner = query(vec![matching(pattern, condition), returning(projection)]);
    ExpressionKind::Count(Box::new(Subquery::Query(inner))).into()
}

/// `COUNT { … WHERE … }`.
pub(crate) fn count(pattern: Pattern, condition: Option<Expression>) -> Expression {
    ExpressionKind::Count(Box::new(Subquery::Pattern { pattern, condition })).into()
}
