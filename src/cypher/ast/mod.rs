//! The syntax tree of the language compatible with openCypher.
//!
//! The names are those of the openCypher 9 grammar. A tree holds places for errors, but two trees are equal
//! wherever they were read from (see [`Place`]). The question language is lowered to this tree as well.

mod clause;
mod expression;
mod pattern;

use crate::text::{Name, Place, Spanned};

pub use clause::{
    Call, CallSubquery, Clause, Create, Delete, Foreach, Imports, Match, Merge, MergeAction, MergeEvent, Projection, ProjectionItem,
    Remove, RemoveItem, Return, Set, SetItem, SortItem, Unwind, With, Written, Yield, YieldItem,
};
pub use expression::{
    BinaryOperator, ComparisonOperator, Expression, ExpressionKind, Literal, ProjectionEntry, Quantifier, Subquery, UnaryOperator,
};
pub use pattern::{Group, LabelExpression, Length, NodePattern, Pattern, PatternElement, PatternPart, RelationshipPattern, Selector};

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

/// A variable where it is declared or used.
pub type Variable = Spanned<Name>;
