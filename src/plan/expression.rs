//! Expressions of a plan: names are resolved, subqueries are gone (each is a column of an `Apply`).

use crate::function::{Function, ValueType};
use crate::text::{Name, Place};
use crate::value::{KeyId, LabelId, Value};

/// An expression with the place in the statement that it came from, for run-time errors.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stood.
    pub place: Place,
}

impl Expr {
    /// An expression from `place`.
    pub fn new(kind: ExprKind, place: impl Into<Place>) -> Self {
        Self { kind, place: place.into() }
    }

    /// A column.
    pub fn variable(name: &Name) -> Self {
        Self { kind: ExprKind::Variable(Name::clone(name)), place: Place::default() }
    }

    /// A constant.
    pub fn literal(value: Value) -> Self {
        Self { kind: ExprKind::Literal(value), place: Place::default() }
    }
}

/// A name of the data with its dense id; none where the graph has no such name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<Id> {
    /// As written.
    pub name: Name,
    /// In the catalogue.
    pub id: Option<Id>,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Literal(Value),
    /// A parameter of the query.
    Parameter(Name),
    /// A column, or a variable of an enclosing comprehension.
    Variable(Name),
    /// A property of a node, relationship, map or temporal value.
    Property {
        /// Of what.
        of: Box<Expr>,
        /// Which.
        key: Reference<KeyId>,
    },
    /// A label (or type) test; null for null.
    HasLabels {
        /// Node or relationship.
        of: Box<Expr>,
        /// The labels.
        labels: Labels,
    },
    /// A test of the type of a value; never null.
    IsTyped {
        /// Any value.
        of: Box<Expr>,
        /// The type.
        kind: ValueType,
    },
    /// Three-valued conjunction of two or more operands; later ones are not evaluated where an earlier one is false.
    And(Vec<Expr>),
    /// Three-valued disjunction of two or more operands; later ones are not evaluated where an earlier one is true.
    Or(Vec<Expr>),
    /// Three-valued exclusive disjunction of two or more operands.
    Xor(Vec<Expr>),
    /// Three-valued negation.
    Not(Box<Expr>),
    /// Whether the operand is null; never null.
    IsNull(Box<Expr>),
    /// A comparison; a chain is a conjunction of these.
    Compare {
        /// Which.
        operator: Comparison,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// Arithmetic, also `+` on text and lists.
    Arithmetic {
        /// Which.
        operator: Arithmetic,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `-operand`.
    Negate(Box<Expr>),
    /// A test on two texts.
    Text {
        /// Which.
        test: TextTest,
        /// The text.
        left: Box<Expr>,
        /// The part, or the regular expression.
        right: Box<Expr>,
    },
    /// `item IN list`, three-valued.
    In {
        /// Item.
        item: Box<Expr>,
        /// List.
        list: Box<Expr>,
    },
    /// A list of values.
    List(Vec<Expr>),
    /// A map of values.
    Map(Vec<(Name, Expr)>),
    /// `container[index]`.
    Index {
        /// List, map, node or relationship.
        of: Box<Expr>,
        /// Position or key.
        index: Box<Expr>,
    },
    /// `list[from..to]`.
    Slice {
        /// List.
        of: Box<Expr>,
        /// First position.
        from: Option<Box<Expr>>,
        /// Position after the last.
        to: Option<Box<Expr>>,
    },
    /// The first branch whose condition is true, else `otherwise` (null if absent).
    Case {
        /// Condition and value; the form with an operand is lowered to comparisons.
        branches: Vec<(Expr, Expr)>,
        /// The value if no condition is true.
        otherwise: Option<Box<Expr>>,
    },
    /// A scalar function.
    Call {
        /// The function's row in the table.
        function: &'static Function,
        /// Arguments, as many as its signature takes.
        arguments: Vec<Expr>,
    },
    /// `[variable IN list WHERE filter | map]`.
    ListComprehension {
        /// The item.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// Which items.
        filter: Option<Box<Expr>>,
        /// What of each.
        map: Option<Box<Expr>>,
    },
    /// A quantifier over a list.
    Quantifier {
        /// Which.
        quantifier: Quantifier,
        /// The item.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// The condition.
        predicate: Box<Expr>,
    },
    /// `reduce(accumulator = initial, variable IN list | step)`.
    Reduce {
        /// The accumulator.
        accumulator: Name,
        /// Its first value.
        initial: Box<Expr>,
        /// The item.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// The accumulator's next value.
        step: Box<Expr>,
    },
    /// The path along alternating node and relationship columns; a relationship column may be a list (a chain),
    /// whose inner nodes are found by walking from the node before it.
    Path(Vec<Name>),
    /// Whether two relationship columns (each a relationship or a list of them) have none in common.
    Distinct(Name, Name),
}

/// A label expression over dense ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Labels {
    /// One label.
    Label(Reference<LabelId>),
    /// All of them.
    And(Vec<Labels>),
    /// Any of them.
    Or(Vec<Labels>),
    /// Not it.
    Not(Box<Labels>),
    /// Any label at all.
    Any,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
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

/// Arithmetic operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
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
}

/// Tests on texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextTest {
    /// `STARTS WITH`.
    StartsWith,
    /// `ENDS WITH`.
    EndsWith,
    /// `CONTAINS`.
    Contains,
    /// `=~`: the regular expression matches the whole text.
    Matches,
}

/// Quantifiers.
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
