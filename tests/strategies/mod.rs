//! Random syntax trees, as the parser could have made them.

mod writing;

use legation::cypher::ast::{
    BinaryOperator, Clause, ComparisonOperator, Expression, ExpressionKind, Group, LabelExpression, Length, Literal, Match, NodePattern,
    Pattern, PatternElement, PatternPart, Projection, ProjectionEntry, ProjectionItem, Quantifier, Query, RelationshipPattern, Return,
    Selector, SingleQuery, SortItem, Subquery, UnaryOperator, Union, Unwind, With, Written,
};
use legation::function::NormalForm;
use legation::text::{Name, Place, Span, Spanned};
use legation::value::Direction;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

type Tree<T> = BoxedStrategy<T>;

/// Names that are odd in one way or another.
const NAMES: &[&str] = &[
    "n",
    "m",
    "x1",
    "count",
    "collect",
    "exists",
    "all",
    "reduce",
    "order",
    "CASE",
    "end",
    "null",
    "True",
    "in",
    "a b",
    "é",
    "日本",
    "1a",
    "_",
    "`",
    "a``b",
    "x'y",
    "-- \n",
    "shortestPath",
    "starts",
    "d\u{202e}r",
];

/// Any name: plain, odd, or a keyword.
fn name() -> Tree<Name> {
    prop_oneof![4 => proptest::sample::select(NAMES).prop_map(Name::from), 1 => "\\PC{1,6}".prop_map(Name::from)].boxed()
}

fn spanned() -> Tree<Spanned<Name>> {
    name().prop_map(|name| Spanned::new(name, Span::default())).boxed()
}

fn text() -> Tree<Name> {
    prop_oneof![
        Just("it's".into()),
        Just("\\u0041 \\ \" `".into()),
        Just("\n\t\u{7}\u{1b}[0m".into()),
        any::<String>().prop_map(Name::from)
    ]
    .boxed()
}

fn literal() -> Tree<ExpressionKind> {
    prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Boolean),
        (0..=i64::MAX).prop_map(Literal::Integer),
        Just(Literal::Integer(i64::MIN)),
        (0..9_i64).prop_map(Literal::Integer),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| Literal::Float(number.abs())),
        text().prop_map(Literal::String),
    ]
    .prop_map(ExpressionKind::Literal)
    .boxed()
}

fn labels() -> Tree<LabelExpression> {
    prop_oneof![4 => spanned().prop_map(LabelExpression::Label), 1 => Just(LabelExpression::Any)]
        .prop_recursive(3, 8, 3, |inner| {
            prop_oneof![
                vec(inner.clone(), 2..4).prop_map(LabelExpression::And),
                vec(inner.clone(), 2..4).prop_map(LabelExpression::Or),
                inner.prop_map(|inner| LabelExpression::Not(Box::new(inner))),
            ]
        })
        .boxed()
}

fn selector() -> Tree<Selector> {
    prop_oneof![Just(Selector::All), Just(Selector::Shortest), Just(Selector::AllShortest)].boxed()
}

/// Expressions, to a small depth.
pub fn expression() -> Tree<Expression> {
    let leaf = prop_oneof![
        2 => literal(),
        1 => name().prop_map(ExpressionKind::Parameter),
        3 => name().prop_map(ExpressionKind::Variable),
        1 => Just(ExpressionKind::CountAll),
    ];
    leaf.prop_map(Expression::from).prop_recursive(4, 40, 4, |inner| compound(inner).prop_map(Expression::from)).boxed()
}

/// Expressions made of others.
fn compound(inner: Tree<Expression>) -> Tree<ExpressionKind> {
    prop_oneof![3 => operators(&inner), 2 => containers(inner.clone()), 1 => binders(&inner), 1 => subqueries(inner)].boxed()
}

fn boxed(inner: &Tree<Expression>) -> Tree<Box<Expression>> {
    inner.clone().prop_map(Box::new).boxed()
}

/// A condition: a value, or a pattern.
fn truth(inner: &Tree<Expression>) -> Tree<Expression> {
    prop_oneof![
        5 => inner.clone(),
        1 => element(inner.clone(), 1).prop_map(|element| ExpressionKind::Pattern(Box::new(element)).into()),
    ]
    .boxed()
}

fn operators(inner: &Tree<Expression>) -> Tree<ExpressionKind> {
    use BinaryOperator::{Add, Concatenate, Contains, Divide, EndsWith, In, Matches, Modulo, Multiply, Power, StartsWith, Subtract};
    use ComparisonOperator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let binary = proptest::sample::select(
        &[Add, Concatenate, Subtract, Multiply, Divide, Modulo, Power, In, StartsWith, EndsWith, Contains, Matches][..],
    );
    let compare = proptest::sample::select(&[Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual][..]);
    let unary = proptest::sample::select(&[UnaryOperator::Minus, UnaryOperator::Plus, UnaryOperator::IsNull, UnaryOperator::IsNotNull][..]);
    let truth = truth(inner);
    prop_oneof![
        (binary, boxed(inner), boxed(inner)).prop_map(|(operator, left, right)| ExpressionKind::Binary { operator, left, right }),
        (unary, boxed(inner)).prop_map(|(operator, operand)| unary_of(operator, operand)),
        truth.clone().prop_map(|operand| ExpressionKind::Unary { operator: UnaryOperator::Not, operand: Box::new(operand) }),
        (boxed(inner), vec((compare, inner.clone()), 1..3)).prop_map(|(first, rest)| ExpressionKind::Comparison { first, rest }),
        vec(truth.clone(), 2..4).prop_map(ExpressionKind::And),
        vec(truth.clone(), 2..4).prop_map(ExpressionKind::Or),
        vec(truth, 2..4).prop_map(ExpressionKind::Xor),
        (boxed(inner), spanned()).prop_map(|(of, key)| ExpressionKind::Property { of, key }),
        (boxed(inner), labels()).prop_map(|(of, labels)| ExpressionKind::HasLabels { of, labels }),
        (boxed(inner), any::<bool>(), value_type()).prop_map(|(of, negated, kind)| ExpressionKind::IsTyped { of, negated, kind }),
        (boxed(inner), any::<bool>(), proptest::sample::select(&NormalForm::ALL[..]))
            .prop_map(|(of, negated, form)| ExpressionKind::IsNormalized { of, negated, form }),
        (boxed(inner), boxed(inner)).prop_map(|(of, index)| ExpressionKind::Index { of, index }),
        (boxed(inner), option::of(boxed(inner)), option::of(boxed(inner))).prop_map(|(of, from, to)| ExpressionKind::Slice {
            of,
            from,
            to
        }),
    ]
    .boxed()
}

fn value_type() -> Tree<legation::function::ValueType> {
    const TEXTS: &[&str] =
        &["INTEGER", "LOCAL DATETIME NOT NULL", "LIST<ANY>", "STRING | LIST<LIST<DATE> NOT NULL | FLOAT>", "ANY PROPERTY VALUE"];
    proptest::sample::select(TEXTS).prop_filter_map("a type", |text: &str| text.parse().ok()).boxed()
}

fn unary_of(operator: UnaryOperator, operand: Box<Expression>) -> ExpressionKind {
    ExpressionKind::Unary { operator, operand }
}

fn containers(inner: Tree<Expression>) -> Tree<ExpressionKind> {
    let truth = truth(&inner);
    prop_oneof![
        vec(inner.clone(), 0..4).prop_map(ExpressionKind::List),
        map(inner.clone()),
        (option::of(boxed(&inner)), vec((inner.clone(), inner.clone()), 1..3), option::of(boxed(&inner)))
            .prop_map(|(operand, branches, otherwise)| ExpressionKind::Case { operand, branches, otherwise }),
        (vec((truth, inner.clone()), 1..3), option::of(boxed(&inner))).prop_map(|(branches, otherwise)| ExpressionKind::Case {
            operand: None,
            branches,
            otherwise
        }),
        (name(), any::<bool>(), vec(inner, 0..3)).prop_map(|(name, distinct, arguments)| ExpressionKind::Call {
            name: Spanned::new(name, Span::default()),
            distinct,
            arguments
        }),
    ]
    .boxed()
}

fn map(inner: Tree<Expression>) -> Tree<ExpressionKind> {
    vec((spanned(), inner), 0..3).prop_map(ExpressionKind::Map).boxed()
}

fn binders(inner: &Tree<Expression>) -> Tree<ExpressionKind> {
    let truth = truth(inner).prop_map(Box::new).boxed();
    let quantifier = proptest::sample::select(&[Quantifier::All, Quantifier::Any, Quantifier::None, Quantifier::Single][..]);
    prop_oneof![
        (spanned(), boxed(inner), option::of(truth.clone()), option::of(boxed(inner)))
            .prop_map(|(variable, list, filter, map)| ExpressionKind::ListComprehension { variable, list, filter, map }),
        (quantifier, spanned(), boxed(inner), truth).prop_map(|(quantifier, variable, list, predicate)| ExpressionKind::Quantifier {
            quantifier,
            variable,
            list,
            predicate
        }),
        (spanned(), boxed(inner), spanned(), boxed(inner), boxed(inner)).prop_map(|(accumulator, initial, variable, list, step)| {
            ExpressionKind::Reduce { accumulator, initial, variable, list, step }
        }),
    ]
    .boxed()
}

fn subqueries(inner: Tree<Expression>) -> Tree<ExpressionKind> {
    let inside = prop_oneof![
        (pattern(inner.clone()), option::of(truth(&inner))).prop_map(|(pattern, condition)| Subquery::Pattern { pattern, condition }),
        query_of(inner.clone()).prop_map(Subquery::Query),
    ]
    .prop_map(Box::new)
    .boxed();
    prop_oneof![
        inside.clone().prop_map(ExpressionKind::Exists),
        inside.prop_map(ExpressionKind::Count),
        query_of(inner.clone()).prop_map(|query| ExpressionKind::Collect(Box::new(query))),
        (option::of(spanned()), element(inner.clone(), 1), option::of(truth(&inner).prop_map(Box::new)), boxed(&inner)).prop_map(
            |(path, element, condition, map)| ExpressionKind::PatternComprehension { path, element: Box::new(element), condition, map }
        ),
        (spanned(), vec(projection_entry(inner.clone()), 0..4)).prop_map(|(of, entries)| ExpressionKind::MapProjection { of, entries }),
        (prop_oneof![Just(Selector::Shortest), Just(Selector::AllShortest)], element(inner, 0))
            .prop_map(|(selector, element)| ExpressionKind::PathSelector(selector, Box::new(element))),
    ]
    .boxed()
}

fn projection_entry(inner: Tree<Expression>) -> Tree<ProjectionEntry> {
    prop_oneof![
        spanned().prop_map(ProjectionEntry::Property),
        Just(ProjectionEntry::All),
        (spanned(), inner).prop_map(|(key, value)| ProjectionEntry::Entry(key, value)),
        spanned().prop_map(ProjectionEntry::Variable),
    ]
    .boxed()
}

fn pattern(inner: Tree<Expression>) -> Tree<Pattern> {
    let element = prop_oneof![4 => element(inner.clone(), 0), 1 => repeated(inner)];
    let part =
        (option::of(spanned()), selector(), element).prop_map(|(variable, selector, element)| PatternPart { variable, selector, element });
    vec(part, 1..3).prop_map(|parts| Pattern { parts }).boxed()
}

/// An element in which some relationships are groups that are repeated.
fn repeated(inner: Tree<Expression>) -> Tree<PatternElement> {
    let length = prop_oneof![
        (0..3_u64).prop_map(|min| Length { min: Some(min), max: None }),
        (0..3_u64, 0..3_u64).prop_map(|(min, more)| Length { min: Some(min), max: Some(min + more) }),
    ];
    let group = (element(inner.clone(), 1), option::of(truth(&inner)), length).prop_map(|(mut element, condition, length)| {
        element.chain.iter_mut().for_each(|(relationship, _)| relationship.length = None);
        RelationshipPattern {
            variable: None,
            types: Vec::new(),
            type_expression: None,
            direction: Direction::Outgoing,
            length: Some(length),
            properties: None,
            condition: None,
            group: Some(Box::new(Group { element, condition })),
            place: Place::default(),
        }
    });
    let link = prop_oneof![relationship(inner.clone()), group];
    (node(inner.clone()), vec((link, node(inner)), 1..3))
        .prop_map(|(start, chain)| PatternElement { start, chain, place: Place::default() })
        .boxed()
}

fn element(inner: Tree<Expression>, least: usize) -> Tree<PatternElement> {
    (node(inner.clone()), vec((relationship(inner.clone()), node(inner)), least..3))
        .prop_map(|(start, chain)| PatternElement { start, chain, place: Place::default() })
        .boxed()
}

/// Properties to be equal: a map or a parameter.
fn properties(inner: Tree<Expression>) -> Tree<Option<Expression>> {
    option::of(prop_oneof![map(inner), name().prop_map(ExpressionKind::Parameter)].prop_map(Expression::from)).boxed()
}

fn node(inner: Tree<Expression>) -> Tree<NodePattern> {
    (option::of(spanned()), option::of(labels()), properties(inner.clone()), option::of(inner))
        .prop_map(|(variable, labels, properties, condition)| NodePattern {
            variable,
            labels,
            properties,
            condition,
            place: Place::default(),
        })
        .boxed()
}

/// Whether an expression of labels is a choice of names.
fn is_choice(expression: &LabelExpression) -> bool {
    match expression {
        LabelExpression::Label(_) => true,
        LabelExpression::Or(any) => any.iter().all(|one| matches!(one, LabelExpression::Label(_))),
        _ => false,
    }
}

fn relationship(inner: Tree<Expression>) -> Tree<RelationshipPattern> {
    let direction = prop_oneof![Just(Direction::Outgoing), Just(Direction::Incoming), Just(Direction::Both)];
    let length = option::of(prop_oneof![
        Just(Length { min: None, max: None }),
        (0..5_u64).prop_map(|min| Length { min: Some(min), max: None }),
        (0..5_u64).prop_map(|max| Length { min: None, max: Some(max) }),
        (0..3_u64, 0..5_u64).prop_map(|(min, max)| Length { min: Some(min), max: Some(max) }),
    ]);
    let types = (vec(spanned(), 0..3), option::of(labels()));
    (option::of(spanned()), types, direction, length, properties(inner.clone()), option::of(inner))
        .prop_map(|(variable, (types, expression), direction, length, properties, condition)| RelationshipPattern {
            variable,
            // A plain choice of names is no condition.
            types: if expression.as_ref().is_some_and(|one| !is_choice(one)) { Vec::new() } else { types },
            type_expression: expression.filter(|one| !is_choice(one)),
            direction,
            length,
            properties,
            condition,
            group: None,
            place: Place::default(),
        })
        .boxed()
}

fn projection(inner: Tree<Expression>) -> Tree<Projection> {
    let item =
        (inner.clone(), option::of(spanned())).prop_map(|(expression, alias)| ProjectionItem { expression, alias, text: Written(None) });
    let order = (inner.clone(), any::<bool>()).prop_map(|(expression, descending)| SortItem { expression, descending });
    (any::<bool>(), any::<bool>(), vec(item, 0..3), vec(order, 0..2), option::of(inner.clone()), option::of(inner))
        .prop_map(|(distinct, all, items, order, skip, limit)| {
            let all = all || items.is_empty();
            Projection { distinct, all, items, order, skip, limit }
        })
        .boxed()
}

fn reading(inner: Tree<Expression>) -> Tree<Clause> {
    let place = Place::default();
    let condition = option::of(truth(&inner));
    prop_oneof![
        (any::<bool>(), pattern(inner.clone()), condition.clone()).prop_map(move |(optional, pattern, condition)| Clause::Match(Match {
            optional,
            pattern,
            condition,
            place
        })),
        (inner.clone(), spanned()).prop_map(move |(list, variable)| Clause::Unwind(Unwind { list, variable, place })),
        (projection(inner), condition).prop_map(move |(projection, condition)| Clause::With(With { projection, condition, place })),
    ]
    .boxed()
}

/// A query of clauses of this kind, to return something or to end with a clause that writes.
fn single_query(inner: Tree<Expression>, clause: Tree<Clause>) -> Tree<SingleQuery> {
    let returned = projection(inner.clone()).prop_map(|projection| Clause::Return(Return { projection, place: Place::default() }));
    // A `MATCH` alone in the braces of a subquery would be read as its pattern, so that one that does not return writes.
    let last = prop_oneof![3 => returned, 1 => writing::clause(inner)];
    (vec(clause, 0..3), last)
        .prop_map(|(mut clauses, last)| {
            clauses.push(last);
            SingleQuery { clauses, place: Place::default() }
        })
        .boxed()
}

fn query_of(inner: Tree<Expression>) -> Tree<Query> {
    let plain = prop_oneof![3 => reading(inner.clone()), 1 => writing::clause(inner.clone())].boxed();
    let called = single_query(inner.clone(), plain.clone()).prop_map(|first| Query { first, unions: Vec::new() }).boxed();
    let clause = prop_oneof![5 => plain, 1 => writing::call(inner.clone(), called)].boxed();
    let union =
        (any::<bool>(), single_query(inner.clone(), clause.clone())).prop_map(|(all, query)| Union { all, query, place: Place::default() });
    (single_query(inner, clause), vec(union, 0..2)).prop_map(|(first, unions)| Query { first, unions }).boxed()
}

/// Statements.
pub fn query() -> Tree<Query> {
    query_of(expression())
}
