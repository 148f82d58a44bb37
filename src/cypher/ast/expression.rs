//! Expressions.

use super::{LabelExpression, Pattern, PatternElement, Query, Selector, Variable};
use crate::function::{NormalForm, ValueType};
use crate::text::{Name, Place, Spanned};

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Where it stands.
    pub place: Place,
}

impl Expression {
    /// An expression read at `place`.
    pub fn new(kind: ExpressionKind, place: impl Into<Place>) -> Self {
        Self { kind, place: place.into() }
    }
}

impl From<ExpressionKind> for Expression {
    /// An expression that was not read from text.
    fn from(kind: ExpressionKind) -> Self {
        Self { kind, place: Place::default() }
    }
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    /// `null`, `true`, `1`, `1.5`, `'text'`.
    Literal(Literal),
    /// `$name`.
    Parameter(Name),
    /// A variable.
    Variable(Name),
    /// `of.key`.
    Property {
        /// Node, relationship, map or temporal value.
        of: Box<Expression>,
        /// The key.
        key: Spanned<Name>,
    },
    /// `of:Label`: a test, null for null.
    HasLabels {
        /// Node (or relationship, whose type is tested).
        of: Box<Expression>,
        /// The labels.
        labels: LabelExpression,
    },
    /// `of IS [NOT] :: TYPE`: never null.
    IsTyped {
        /// Any value.
        of: Box<Expression>,
        /// Whether it is of another type.
        negated: bool,
        /// The type.
        kind: ValueType,
    },
    /// `of IS [NOT] NFC NORMALIZED`: null for what is no text.
    IsNormalized {
        /// A text.
        of: Box<Expression>,
        /// Whether it is not in the form.
        negated: bool,
        /// The form.
        form: NormalForm,
    },
    /// `NOT`, `-`, `+`, `IS NULL`, `IS NOT NULL`.
    Unary {
        /// Operator.
        operator: UnaryOperator,
        /// Operand.
        operand: Box<Expression>,
    },
    /// Arithmetic, text and list operators with two operands.
    Binary {
        /// Operator.
        operator: BinaryOperator,
        /// Left operand.
        left: Box<Expression>,
        /// Right operand.
        right: Box<Expression>,
    },
    /// `a AND b AND c`: two or more operands, flattened.
    And(Vec<Expression>),
    /// `a OR b OR c`: two or more operands, flattened.
    Or(Vec<Expression>),
    /// `a XOR b XOR c`: two or more operands, flattened.
    Xor(Vec<Expression>),
    /// `a < b <= c`: a chain means that each neighbouring pair holds.
    Comparison {
        /// The first operand.
        first: Box<Expression>,
        /// Operators and operands that follow; at least one.
        rest: Vec<(ComparisonOperator, Expression)>,
    },
    /// `[a, b]`.
    List(Vec<Expression>),
    /// `{key: value}`.
    Map(Vec<(Spanned<Name>, Expression)>),
    /// `list[index]`, `map[key]`, `node[key]`.
    Index {
        /// Container.
        of: Box<Expression>,
        /// Position or key.
        index: Box<Expression>,
    },
    /// `list[from..to]`.
    Slice {
        /// List.
        of: Box<Expression>,
        /// First position.
        from: Option<Box<Expression>>,
        /// Position after the last.
        to: Option<Box<Expression>>,
    },
    /// `CASE`.
    Case {
        /// The tested value, if the form has one.
        operand: Option<Box<Expression>>,
        /// `WHEN … THEN …`, at least one.
        branches: Vec<(Expression, Expression)>,
        /// `ELSE …`.
        otherwise: Option<Box<Expression>>,
    },
    /// `name(arguments)`, functions and aggregates alike.
    Call {
        /// Name as written; namespaces are joined by dots.
        name: Spanned<Name>,
        /// `DISTINCT` before the arguments.
        distinct: bool,
        /// Arguments.
        arguments: Vec<Expression>,
    },
    /// `count(*)`.
    CountAll,
    /// `[variable IN list WHERE filter | map]`.
    ListComprehension {
        /// The item.
        variable: Variable,
        /// The list.
        list: Box<Expression>,
        /// Which items.
        filter: Option<Box<Expression>>,
        /// What of each.
        map: Option<Box<Expression>>,
    },
    /// `all|any|none|single(variable IN list WHERE predicate)`.
    Quantifier {
        /// Which.
        quantifier: Quantifier,
        /// The item.
        variable: Variable,
        /// The list.
        list: Box<Expression>,
        /// The condition.
        predicate: Box<Expression>,
    },
    /// `reduce(accumulator = initial, variable IN list | step)`.
    Reduce {
        /// The accumulator.
        accumulator: Variable,
        /// Its first value.
        initial: Box<Expression>,
        /// The item.
        variable: Variable,
        /// The list.
        list: Box<Expression>,
        /// The next value of the accumulator.
        step: Box<Expression>,
    },
    /// A pattern as a condition: `(a)-->(b)`.
    Pattern(Box<PatternElement>),
    /// `EXISTS { … }`.
    Exists(Box<Subquery>),
    /// `COUNT { … }`.
    Count(Box<Subquery>),
    /// `COLLECT { … }`.
    Collect(Box<Query>),
    /// `[path = (a)-->(b) WHERE condition | map]`.
    PatternComprehension {
        /// The path's variable.
        path: Option<Variable>,
        /// The pattern.
        element: Box<PatternElement>,
        /// Which matches.
        condition: Option<Box<Expression>>,
        /// What of each.
        map: Box<Expression>,
    },
    /// `of {.key, .*, key: value, variable}`.
    MapProjection {
        /// A variable: a node, relationship or map.
        of: Spanned<Name>,
        /// What the map holds.
        entries: Vec<ProjectionEntry>,
    },
    /// `shortestPath(…)` or `allShortestPaths(…)` as an expression.
    PathSelector(Selector, Box<PatternElement>),
}

/// What stands in the braces of `EXISTS`, `COUNT`.
#[derive(Clone, Debug, PartialEq)]
pub enum Subquery {
    /// `pattern [WHERE …]`, with or without the word `MATCH`.
    Pattern {
        /// The pattern.
        pattern: Pattern,
        /// Its condition.
        condition: Option<Expression>,
    },
    /// A whole query.
    Query(Query),
}

/// An entry of a map projection.
#[derive(Clone, Debug, PartialEq)]
pub enum ProjectionEntry {
    /// `.key`: this property.
    Property(Spanned<Name>),
    /// `.*`: all properties.
    All,
    /// `key: value`.
    Entry(Spanned<Name>, Expression),
    /// `variable`: its value, under its name.
    Variable(Variable),
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true`, `false`.
    Boolean(bool),
    /// Not negative, or `i64::MIN` where a minus sign stood before 2⁶³.
    Integer(i64),
    /// Finite.
    Float(f64),
    /// Unescaped text.
    String(Name),
}

/// An operator with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOperator {
    /// `NOT`.
    Not,
    /// `-`.
    Minus,
    /// `+`.
    Plus,
    /// `IS NULL`.
    IsNull,
    /// `IS NOT NULL`.
    IsNotNull,
}

/// An operator with two operands, other than connectives and comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `+`.
    Add,
    /// `||`, of texts and lists.
    Concatenate,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `%`.
    Modulo,
    /// `^`.
    Power,
    /// `IN`.
    In,
    /// `STARTS WITH`.
    StartsWith,
    /// `ENDS WITH`.
    EndsWith,
    /// `CONTAINS`.
    Contains,
    /// `=~`.
    Matches,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ComparisonOperator {
    /// `=`.
    Equal,
    /// `<>`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

/// A quantifier over a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// Every item.
    All,
    /// At least one.
    Any,
    /// Not one.
    None,
    /// Exactly one.
    Single,
}
