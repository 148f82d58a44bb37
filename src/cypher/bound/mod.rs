//! A query whose names are resolved: variables are unique, labels and keys are ids, and every subquery stands
//! beside the expression that uses its result.

mod captured;

use std::sync::Arc;

use crate::plan::{Aggregate, Column, Expr, Item, Lengths, Merge, NewPattern, Reference, SortKey, UnknownName, Update};
use crate::procedure::Procedure;
use crate::text::{Name, Place};
use crate::value::{Direction, TypeId};

use super::ast::Selector;

pub(super) use captured::captured;

/// An analysed statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// What it says.
    pub query: BoundQuery,
    /// Names that the graph does not have.
    pub warnings: Vec<UnknownName>,
}

/// One or several parts joined by `UNION`.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundQuery {
    /// The parts; at least one.
    pub parts: Vec<BoundPart>,
    /// Whether equal rows of the union are given once.
    pub distinct: bool,
    /// Columns of the result: those of the first part. Empty in a subquery without `RETURN`.
    pub columns: Vec<Column>,
}

/// Clauses in order.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundPart {
    /// The clauses.
    pub clauses: Vec<BoundClause>,
    /// What it returns, in order.
    pub columns: Vec<Column>,
    /// Variables from outside, each with the index of the last clause that uses it. Empty but in subqueries.
    pub captured: Vec<(Name, usize)>,
}

/// A clause.
#[derive(Clone, Debug, PartialEq)]
pub enum BoundClause {
    /// `MATCH`.
    Match(BoundMatch),
    /// `UNWIND`.
    Unwind(BoundUnwind),
    /// `WITH`, `RETURN`.
    Project(Box<BoundProjection>),
    /// `CREATE`.
    Create(BoundCreate),
    /// `MERGE`.
    Merge(Box<BoundMerge>),
    /// One item of `SET` or `REMOVE`.
    Update(BoundUpdate),
    /// `DELETE`.
    Delete(BoundDelete),
    /// `FOREACH`.
    Foreach(BoundForeach),
    /// `CALL` of a procedure.
    Call(BoundCall),
    /// `CALL` of a subquery.
    Subquery(BoundCalled),
}

/// `CREATE`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoundCreate {
    /// Results that the properties use.
    pub subqueries: Vec<BoundSubquery>,
    /// What is created.
    pub pattern: NewPattern,
    /// The paths that have a variable.
    pub paths: Vec<Item>,
}

/// `MERGE`.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundMerge {
    /// Results that what is created or set uses.
    pub subqueries: Vec<BoundSubquery>,
    /// What is looked for.
    pub pattern: BoundMatch,
    /// What is created and set.
    pub merge: Merge,
    /// The path, if it has a variable.
    pub paths: Vec<Item>,
    /// What is set after all rows: from the first item on whose subqueries use what is found or made.
    pub after: Vec<BoundUpdate>,
}

/// One item of `SET` or `REMOVE`.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundUpdate {
    /// Results that it uses.
    pub subqueries: Vec<BoundSubquery>,
    /// The change.
    pub update: Update,
}

/// `DELETE`.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundDelete {
    /// Results that the expressions use.
    pub subqueries: Vec<BoundSubquery>,
    /// What is deleted.
    pub entities: Vec<Expr>,
    /// Whether the relationships of a deleted node go with it.
    pub detach: bool,
}

/// `FOREACH`.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundForeach {
    /// The list and the item.
    pub items: BoundUnwind,
    /// What is done for each item.
    pub clauses: Vec<BoundClause>,
}

/// `CALL` of a procedure.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundCall {
    /// Results that the arguments use.
    pub subqueries: Vec<BoundSubquery>,
    /// The procedure.
    pub procedure: Arc<Procedure>,
    /// Its arguments.
    pub arguments: Vec<Expr>,
    /// Whether they are parameters of the arguments' names, of which those may be missing that have a default.
    pub implicit: bool,
    /// The results that become columns, by their positions in the signature.
    pub yields: Vec<(usize, Name)>,
    /// `WHERE`.
    pub conditions: Vec<BoundCondition>,
    /// Where it is called.
    pub place: Place,
}

/// `CALL` of a subquery.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundCalled {
    /// The query; without columns it runs for what it writes.
    pub query: BoundQuery,
    /// Whether a row without rows of the subquery is kept.
    pub optional: bool,
}

/// `MATCH`: the pattern and all of its conditions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoundMatch {
    /// Whether a row without a match is kept.
    pub optional: bool,
    /// The pattern's parts.
    pub chains: Vec<BoundChain>,
    /// Labels, properties, inline conditions, uniqueness of relationships, and `WHERE`: all of them hold.
    pub conditions: Vec<BoundCondition>,
    /// Variables that it declares.
    pub declares: Vec<Name>,
    /// Variables of groups that are computed from the chain that they are in.
    pub lists: Vec<Item>,
}

/// Nodes and relationships in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundChain {
    /// The first node.
    pub start: Name,
    /// Relationship and next node.
    pub hops: Vec<BoundHop>,
    /// The path's variable.
    pub path: Option<Name>,
    /// Which of the paths are meant.
    pub selector: Selector,
}

/// A relationship pattern and the node at its far end.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundHop {
    /// The relationship, or the list of them.
    pub relationship: Name,
    /// Types, any of them; empty means every type.
    pub types: Vec<Reference<TypeId>>,
    /// Direction, as seen from the node before.
    pub direction: Direction,
    /// The number of relationships; none means one, and no list.
    pub lengths: Option<Lengths>,
    /// A condition on each relationship of a list; it reads nothing that this pattern declares.
    pub each: Option<(Name, Expr)>,
    /// What is repeated in place of one relationship; `relationship` is the list of all of its relationships, in order.
    pub group: Option<Box<BoundGroup>>,
    /// The node after.
    pub to: Name,
}

/// What is repeated in a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundGroup {
    /// One repetition: a single chain, and what holds of it.
    pub pattern: BoundMatch,
    /// Its variables that the user named, each with the list of what it stands for, repetition by repetition.
    pub lists: Vec<(Name, Name)>,
}

/// `UNWIND`.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundUnwind {
    /// Results that the list uses.
    pub subqueries: Vec<BoundSubquery>,
    /// The list.
    pub list: Expr,
    /// The item.
    pub variable: Name,
}

/// `WITH`, `RETURN`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoundProjection {
    /// Results that items, keys and aggregates use.
    pub subqueries: Vec<BoundSubquery>,
    /// How rows are grouped, if any item aggregates.
    pub grouping: Option<Grouping>,
    /// The items; over keys and aggregates if rows are grouped.
    pub items: Vec<Item>,
    /// `DISTINCT`.
    pub distinct: bool,
    /// Results that the sort keys use.
    pub order_subqueries: Vec<BoundSubquery>,
    /// `ORDER BY`.
    pub order: Vec<SortKey>,
    /// `SKIP`.
    pub skip: Option<Expr>,
    /// `LIMIT`.
    pub limit: Option<Expr>,
    /// `WHERE`.
    pub conditions: Vec<BoundCondition>,
    /// Whether it is the answer's own (`RETURN`).
    pub last: bool,
}

/// Keys and aggregates of a projection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grouping {
    /// What groups rows.
    pub keys: Vec<Item>,
    /// What is computed per group.
    pub aggregates: Vec<(Name, Aggregate)>,
}

/// A condition with the results that it uses.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundCondition {
    /// Those results.
    pub subqueries: Vec<BoundSubquery>,
    /// The test.
    pub test: Test,
}

/// A test on a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The expression is true.
    Holds(Expr),
    /// There is a row.
    Exists(BoundQuery),
    /// There is no row.
    Missing(BoundQuery),
}

/// A subquery whose result is a column.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundSubquery {
    /// The query.
    pub query: BoundQuery,
    /// What becomes of its rows.
    pub result: SubqueryResult,
}

/// The column that a subquery gives.
#[derive(Clone, Debug, PartialEq)]
pub enum SubqueryResult {
    /// Whether there is a row.
    Mark(Name),
    /// How many rows there are.
    Count(Name),
    /// A list of the values of the query's only column.
    Collect(Name),
}

impl BoundSubquery {
    /// Whether it takes a variable from outside.
    pub fn reads(&self, name: &Name) -> bool {
        self.query.parts.iter().flat_map(|part| &part.captured).any(|(own, _)| own == name)
    }
}

impl SubqueryResult {
    /// The column.
    pub fn variable(&self) -> &Name {
        match self {
            Self::Mark(name) | Self::Count(name) | Self::Collect(name) => name,
        }
    }
}
