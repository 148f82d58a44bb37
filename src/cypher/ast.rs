//! The syntax tree of the language compatible with openCypher.
//!
//! A long file: the tree is one table of shapes, read beside the grammar.
//!
//! The names are those of the openCypher 9 grammar. A tree holds places for errors, but two trees are equal
//! wherever they were read from (see [`Place`]). The question language is lowered to this tree as well.

use crate::text::{Name, Place, Spanned};

/// A statement: one query, or several joined by `UNION`.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The first part.
    pub first: SingleQuery,
    /// `UNION` parts, in order. All are `UNION ALL` or none is (analysis checks it).
    pub unions: Vec<Union>,
}

/// `UNION [ALL] query`.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// Whether equal rows are kept.
    pub all: bool,
    /// The query to the right.
    pub query: SingleQuery,
    /// Place of the keyword.
    pub place: Place,
}

/// Clauses in the order in which they are carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct SingleQuery {
    /// The clauses.
    pub clauses: Vec<Clause>,
    /// Place of the whole.
    pub place: Place,
}

/// A clause.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// `[OPTIONAL] MATCH pattern [WHERE …]`.
    Match(Match),
    /// `UNWIND list AS variable`.
    Unwind(Unwind),
    /// `WITH … [WHERE …]`.
    With(With),
    /// `RETURN …`.
    Return(Return),
}

/// `[OPTIONAL] MATCH pattern [WHERE …]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// `OPTIONAL`: a row without a match is kept, with nulls.
    pub optional: bool,
    /// What is matched; relationships are unique within it.
    pub pattern: Pattern,
    /// The condition.
    pub condition: Option<Expression>,
    /// Place of the clause.
    pub place: Place,
}

/// `UNWIND list AS variable`.
#[derive(Clone, Debug, PartialEq)]
pub struct Unwind {
    /// The list; null gives no row.
    pub list: Expression,
    /// The item's variable.
    pub variable: Variable,
    /// Place of the clause.
    pub place: Place,
}

/// `WITH projection [WHERE …]`.
#[derive(Clone, Debug, PartialEq)]
pub struct With {
    /// What goes on.
    pub projection: Projection,
    /// The condition on the projected rows.
    pub condition: Option<Expression>,
    /// Place of the clause.
    pub place: Place,
}

/// `RETURN projection`.
#[derive(Clone, Debug, PartialEq)]
pub struct Return {
    /// The columns.
    pub projection: Projection,
    /// Place of the clause.
    pub place: Place,
}

/// The body of `WITH` and `RETURN`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projection {
    /// `DISTINCT`.
    pub distinct: bool,
    /// `*`: every variable in scope, before the items.
    pub all: bool,
    /// The items.
    pub items: Vec<ProjectionItem>,
    /// `ORDER BY`.
    pub order: Vec<SortItem>,
    /// `SKIP`.
    pub skip: Option<Expression>,
    /// `LIMIT`.
    pub limit: Option<Expression>,
}

/// `expression [AS alias]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionItem {
    /// What is computed.
    pub expression: Expression,
    /// Its name; without one, the text as written (`text`) names the column.
    pub alias: Option<Variable>,
    /// The expression as it was written, for the column's name; empty in trees that were not read from text.
    pub text: Written,
}

/// A text as it was written; like a place, no part of a tree's identity.
#[derive(Clone, Debug, Default)]
pub struct Written(pub Option<Name>);

impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// One key of `ORDER BY`.
#[derive(Clone, Debug, PartialEq)]
pub struct SortItem {
    /// The key.
    pub expression: Expression,
    /// `DESC`.
    pub descending: bool,
}

/// A variable where it is declared or used.
pub type Variable = Spanned<Name>;

/// Comma-separated pattern parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// The parts.
    pub parts: Vec<PatternPart>,
}

/// `[variable =] [shortestPath](element)`.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternPart {
    /// The path's variable.
    pub variable: Option<Variable>,
    /// Which of the paths are meant.
    pub selector: Selector,
    /// Nodes and relationships.
    pub element: PatternElement,
}

/// Which of the paths that fit are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Selector {
    /// All that fit.
    #[default]
    All,
    /// `shortestPath(…)`: one of the shortest.
    Shortest,
    /// `allShortestPaths(…)`: all of the shortest.
    AllShortest,
}

/// A chain `node (relationship node)*`.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternElement {
    /// The first node.
    pub start: NodePattern,
    /// Relationship and next node.
    pub chain: Vec<(RelationshipPattern, NodePattern)>,
    /// Place of the whole.
    pub place: Place,
}

/// `(variable:Label {key: value} WHERE …)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodePattern {
    /// Its variable.
    pub variable: Option<Variable>,
    /// Its labels; `:A:B` is a conjunction.
    pub labels: Option<LabelExpression>,
    /// A map or a parameter of property values to be equal.
    pub properties: Option<Expression>,
    /// Inline condition.
    pub condition: Option<Expression>,
    /// Its place.
    pub place: Place,
}

/// `-[variable:TYPE|TYPE *min..max {key: value} WHERE …]->`.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationshipPattern {
    /// Its variable: a relationship, or a list of them with a length.
    pub variable: Option<Variable>,
    /// Its types: any of them; none means any type.
    pub types: Vec<Spanned<Name>>,
    /// Its direction, as seen from the node on the left.
    pub direction: crate::value::Direction,
    /// `*min..max`; absent is exactly one.
    pub length: Option<Length>,
    /// A map or a parameter of property values to be equal.
    pub properties: Option<Expression>,
    /// Inline condition.
    pub condition: Option<Expression>,
    /// Its place.
    pub place: Place,
}

/// `*min..max`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Least number of relationships; absent is 1.
    pub min: Option<u64>,
    /// Greatest number; absent is without limit.
    pub max: Option<u64>,
}

/// A label expression: `A`, `A&B` (also `A:B`), `A|B`, `!A`, `%`.
#[derive(Clone, Debug, PartialEq)]
pub enum LabelExpression {
    /// A label.
    Label(Spanned<Name>),
    /// All of them (at least two).
    And(Vec<LabelExpression>),
    /// Any of them (at least two).
    Or(Vec<LabelExpression>),
    /// Not it.
    Not(Box<LabelExpression>),
    /// `%`: any label at all.
    Any,
}

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
