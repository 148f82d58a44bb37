//! The operators of the graph algebra.

use std::sync::Arc;

use crate::procedure::Procedure;
use crate::text::{Name, Place};
use crate::value::{Direction, KeyId, LabelId, TypeId};

use super::{Expr, Merge, NewPattern, Reference, Repeat, UnknownName, Update};
use crate::function::AggregateFunction;

/// A planned statement: what to run, and which of its variables are shown, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The plan; its columns include every shown variable.
    pub plan: Plan,
    /// The answer's columns.
    pub columns: Vec<Column>,
    /// Names that the graph does not have.
    pub warnings: Vec<UnknownName>,
}

impl Statement {
    /// A statement without warnings.
    pub fn new(plan: Plan, columns: Vec<Column>) -> Self {
        Self { plan, columns, warnings: Vec::new() }
    }
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The name that the user sees.
    pub name: Name,
    /// The variable of the plan.
    pub variable: Name,
}

/// A plan: a tree of operators. Each gives rows with named columns; a name means one thing in a whole plan
/// (lowering renames what a later clause declares again).
///
/// The same type stands before and after optimizing.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// The rows that the enclosing [`Plan::Apply`] gives its inner plan; at the top of a plan one row without columns.
    Argument {
        /// Variables that come in from outside.
        variables: Vec<Name>,
    },
    /// No row at all.
    Empty {
        /// Columns that it would have.
        variables: Vec<Name>,
    },
    /// All nodes, or all with a label, for each row of the input.
    Scan {
        /// Where rows come from.
        input: Box<Plan>,
        /// The node.
        variable: Name,
        /// Its label; none means every node.
        label: Option<Reference<LabelId>>,
    },
    /// All relationships of some types, for each row of the input.
    ScanRelationships {
        /// Where rows come from.
        input: Box<Plan>,
        /// The relationship.
        variable: Name,
        /// Types, any of them; empty means every type.
        types: Vec<Reference<TypeId>>,
    },
    /// The nodes with a label whose property equals a value, by the index, for each row of the input.
    Seek {
        /// Where rows come from.
        input: Box<Plan>,
        /// The node.
        variable: Name,
        /// Its label.
        label: Reference<LabelId>,
        /// The property.
        key: Reference<KeyId>,
        /// The value; it may use the input's columns.
        value: Expr,
    },
    /// One relationship from a bound node to a new node or to a bound one.
    Expand {
        /// Where rows come from.
        input: Box<Plan>,
        /// What is followed.
        hop: Hop,
        /// Whether `hop.to` is already a column of the input (expand-into).
        into: bool,
    },
    /// A relationship from each of two bound nodes to the same new node.
    Intersect {
        /// Where rows come from.
        input: Box<Plan>,
        /// What is followed; `to` is the same of both.
        hops: [Hop; 2],
    },
    /// A chain of relationships, each used once, from a bound node to a new node or to a bound one.
    ExpandPath {
        /// Where rows come from.
        input: Box<Plan>,
        /// What is followed; `hop.relationship` is a list.
        hop: Hop,
        /// How many relationships.
        lengths: Lengths,
        /// Whether `hop.to` is already a column of the input.
        into: bool,
        /// A condition that each relationship fulfils, on the variable named here.
        each: Option<(Name, Expr)>,
    },
    /// The nodes that chains of relationships lead to from a bound node, each once for each row.
    Reach {
        /// Where rows come from.
        input: Box<Plan>,
        /// What is followed; `hop.relationship` is no column.
        hop: Hop,
        /// How many relationships; at least none or one.
        lengths: Lengths,
    },
    /// A column that says over how many relationships the hops lead from their bound nodes: the product of the degrees.
    Degrees {
        /// Where rows come from.
        input: Box<Plan>,
        /// What is followed; neither relationships nor far ends are columns.
        hops: Vec<Hop>,
        /// The new column.
        variable: Name,
    },
    /// A column that says how many triangles of relationships the graph has.
    Triangles {
        /// Where rows come from.
        input: Box<Plan>,
        /// What is followed, each from where the one before it ends, back to the first node; nothing of them is a column. Each has
        /// one type and one direction.
        hops: Box<[Hop; 3]>,
        /// The new column.
        variable: Name,
    },
    /// Shortest chains of relationships between two bound nodes.
    ShortestPath {
        /// Where rows come from.
        input: Box<Plan>,
        /// What is followed; `hop.relationship` is a list.
        hop: Hop,
        /// How many relationships.
        lengths: Lengths,
        /// All of the shortest, or the first in order of relationship ids.
        all: bool,
        /// A condition that each relationship fulfils, on the variable named here.
        each: Option<(Name, Expr)>,
    },
    /// Rows for which the predicate is true.
    Filter {
        /// Where rows come from.
        input: Box<Plan>,
        /// The predicate.
        predicate: Expr,
    },
    /// Only the items.
    Project {
        /// Where rows come from.
        input: Box<Plan>,
        /// The columns of the result.
        items: Vec<Item>,
    },
    /// The input's columns and the items.
    Extend {
        /// Where rows come from.
        input: Box<Plan>,
        /// The new columns.
        items: Vec<Item>,
    },
    /// Groups by the keys; without keys exactly one row.
    Aggregate {
        /// Where rows come from.
        input: Box<Plan>,
        /// What groups rows.
        keys: Vec<Item>,
        /// What is computed per group.
        aggregates: Vec<(Name, Aggregate)>,
    },
    /// Each distinct row once, by equivalence, in order of first occurrence.
    Distinct {
        /// Where rows come from.
        input: Box<Plan>,
    },
    /// Rows in order; equal keys keep their order.
    Sort {
        /// Where rows come from.
        input: Box<Plan>,
        /// The keys.
        keys: Vec<SortKey>,
    },
    /// The first rows in order: sort, skip and limit in one.
    Top {
        /// Where rows come from.
        input: Box<Plan>,
        /// The keys.
        keys: Vec<SortKey>,
        /// Rows left out first.
        skip: Option<Expr>,
        /// Rows kept after them.
        limit: Expr,
    },
    /// Without the first rows.
    Skip {
        /// Where rows come from.
        input: Box<Plan>,
        /// How many; it uses no column.
        count: Expr,
    },
    /// Only the first rows.
    Limit {
        /// Where rows come from.
        input: Box<Plan>,
        /// How many; it uses no column.
        count: Expr,
    },
    /// A row per item of a list.
    Unwind {
        /// Where rows come from.
        input: Box<Plan>,
        /// The list.
        list: Expr,
        /// The item.
        variable: Name,
    },
    /// The rows of a procedure, for each row of the input; one without results gives each row as it is.
    Call {
        /// Where rows come from.
        input: Box<Plan>,
        /// The procedure.
        procedure: Arc<Procedure>,
        /// Its arguments; those left out have a default.
        arguments: Vec<Expr>,
        /// Whether they are parameters of the arguments' names, of which those may be missing that have a default.
        implicit: bool,
        /// The results that become columns, by their positions in the signature.
        yields: Vec<(usize, Name)>,
        /// Where it is called.
        place: Place,
    },
    /// The rows of all inputs, one input after the other; all have the same columns.
    Union {
        /// Where rows come from.
        inputs: Vec<Plan>,
    },
    /// Every pair of rows; the inputs share no column.
    Product {
        /// The outer side.
        left: Box<Plan>,
        /// The inner side.
        right: Box<Plan>,
    },
    /// Rows that agree (`=`) in the keys.
    Join {
        /// The probing side, whose order is kept.
        left: Box<Plan>,
        /// The side that is built into a table.
        right: Box<Plan>,
        /// Pairs of expressions over the left and over the right side.
        on: Vec<(Expr, Expr)>,
        /// What becomes of them.
        kind: JoinKind,
    },
    /// Creates nodes and relationships for each row. Like every writing operator it takes all rows of its input
    /// before it writes, so that nothing below sees what it does, and writes all before it gives the first.
    Create {
        /// Where rows come from.
        input: Box<Plan>,
        /// What is created.
        pattern: NewPattern,
    },
    /// Changes properties or labels for each row, one row after the other.
    Update {
        /// Where rows come from.
        input: Box<Plan>,
        /// The change.
        update: Update,
    },
    /// Deletes what the expressions give for each row: nodes, relationships, and all that is in a path.
    Delete {
        /// Where rows come from.
        input: Box<Plan>,
        /// What is deleted.
        entities: Vec<Expr>,
        /// Whether the relationships of a deleted node go with it.
        detach: bool,
    },
    /// The inner plan once for each row of the outer one.
    Apply {
        /// The outer plan.
        outer: Box<Plan>,
        /// The inner plan, whose leaf is [`Plan::Argument`].
        inner: Box<Plan>,
        /// What becomes of the inner rows.
        kind: ApplyKind,
    },
}

/// What [`Plan::Join`] makes of rows that agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinKind {
    /// Pairs of a left and a right row.
    Inner,
    /// Each left row that agrees with a right one, once; no columns of the right side.
    Semi,
    /// Each left row that agrees with none.
    Anti,
}

/// What [`Plan::Apply`] makes of the inner rows of an outer row.
#[derive(Clone, Debug, PartialEq)]
pub enum ApplyKind {
    /// Keeps the outer row if there is an inner one (`WHERE EXISTS {}`).
    Semi,
    /// Keeps the outer row if there is none (`WHERE NOT EXISTS {}`).
    Anti,
    /// Adds a boolean column: whether there is an inner row (`EXISTS {}` as a value).
    Mark(Name),
    /// Adds an integer column: how many there are (`COUNT {}`).
    Count(Name),
    /// Adds a list column: the value of the inner column in each of them (`COLLECT {}`, pattern comprehension).
    Collect {
        /// The new column.
        variable: Name,
        /// The inner column.
        item: Name,
    },
    /// Joins the outer row with each inner one (`CALL {}`).
    Rows,
    /// As `Rows`, but an outer row without inner rows is kept with nulls (`OPTIONAL MATCH`).
    Optional,
    /// Keeps the outer row as it is, whatever the inner rows: the inner plan runs for what it writes
    /// (`FOREACH`, `CALL {}` without `RETURN`).
    Each,
    /// Joins the outer row with each inner one; where there is none, creates the pattern, whose variables are the inner
    /// plan's columns. Row by row: each sees what the rows before it have made.
    Merge(Box<Merge>),
    /// Joins the outer row with each chain of inner rows in which every one begins at the node where the one before it ends, and
    /// no relationship comes twice.
    Repeat(Box<Repeat>),
}

/// What an expansion follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// The bound node.
    pub from: Name,
    /// The relationship, or the list of them.
    pub relationship: Name,
    /// The node at the far end.
    pub to: Name,
    /// Types, any of them; empty means every type. A type that the graph does not have is never followed.
    pub types: Vec<Reference<TypeId>>,
    /// Direction, as seen from `from`.
    pub direction: Direction,
}

/// Bounds of the number of relationships in a chain, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lengths {
    /// Least number.
    pub min: u64,
    /// Greatest number; none is without limit.
    pub max: Option<u64>,
}

/// A computed column.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its name.
    pub variable: Name,
    /// Its value.
    pub value: Expr,
}

/// A key of a sort.
#[derive(Clone, Debug, PartialEq)]
pub struct SortKey {
    /// The value compared, by the total order of values.
    pub value: Expr,
    /// Largest first.
    pub descending: bool,
}

/// An aggregate with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// The function; none is `count(*)`.
    pub function: Option<&'static AggregateFunction>,
    /// Whether equivalent arguments count once.
    pub distinct: bool,
    /// Arguments.
    pub arguments: Vec<Expr>,
}
