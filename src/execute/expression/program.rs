//! The compiled form of an expression.

use std::collections::HashSet;
use std::sync::Arc;

use regex::Regex;

use super::compile;
use super::error::Error;
use super::evaluate::{self, Scope};
use super::rows::Rows;
use crate::execute::{Batch, Column, Context, Layout};
use crate::function::{Function, ValueType};
use crate::plan::{Arithmetic, Comparison, Expr, Labels, Quantifier, Reference, TextTest};
use crate::text::{Name, Place};
use crate::value::{Grouped, KeyId, Value};

/// An expression compiled against the columns of its input. It never changes, so that any number of runs and threads
/// share it.
#[derive(Debug)]
pub struct Program {
    root: Node,
}

impl Program {
    /// Compiles an expression over the columns of `layout`.
    pub fn compile(expr: &Expr, layout: &Layout) -> Result<Self, Error> {
        Ok(Self { root: compile::compile(expr, layout)? })
    }

    /// The expression's value for each row, as a column of the batch's full length that is right at the selected rows.
    pub fn evaluate(&self, batch: &Batch<'_>, context: &Context<'_>) -> Result<Column, Error> {
        evaluate::column(&self.root, Scope { batch, context }, Rows::of(batch))
    }

    /// The selected rows for which the expression is true.
    pub fn select(&self, batch: &Batch<'_>, context: &Context<'_>) -> Result<Vec<u32>, Error> {
        evaluate::select(&self.root, Scope { batch, context }, Rows::of(batch))
    }

    /// The value of an expression that uses no column: of a constant, a parameter or a LIMIT.
    pub fn constant(&self, context: &Context<'_>) -> Result<Value, Error> {
        Ok(self.evaluate(&Batch::unit(), context)?.value(0))
    }

    /// Whether the value is the same for every row.
    pub fn is_constant(&self) -> bool {
        self.root.constant
    }

    /// The column that the expression is, if it is nothing else.
    pub fn as_column(&self) -> Option<usize> {
        match self.root.op {
            Op::Column(position) => Some(position),
            _ => None,
        }
    }
}

/// A part of an expression.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) op: Op,
    pub(super) place: Place,
    /// Whether it uses no column and no variable and always gives the same value.
    pub(super) constant: bool,
}

/// What a part of an expression does. Names are positions: of a column, or of a variable on the stack of the
/// comprehensions around it.
#[derive(Debug)]
pub(super) enum Op {
    Literal(Value),
    Parameter(Name),
    Column(usize),
    Variable(usize),
    Property {
        of: Box<Node>,
        key: Reference<KeyId>,
    },
    HasLabels {
        of: Box<Node>,
        labels: Labels,
    },
    IsTyped {
        of: Box<Node>,
        kind: ValueType,
    },
    And(Vec<Node>),
    Or(Vec<Node>),
    Xor(Vec<Node>),
    Not(Box<Node>),
    IsNull(Box<Node>),
    Compare {
        operator: Comparison,
        left: Box<Node>,
        right: Box<Node>,
    },
    Arithmetic {
        operator: Arithmetic,
        left: Box<Node>,
        right: Box<Node>,
    },
    Negate(Box<Node>),
    Text {
        test: TextTest,
        left: Box<Node>,
        right: Box<Node>,
    },
    /// `=~` with a constant pattern.
    Matches {
        text: Box<Node>,
        pattern: Regex,
    },
    In {
        item: Box<Node>,
        list: Box<Node>,
    },
    /// `IN` with a constant list of plain values.
    Member {
        item: Box<Node>,
        members: Members,
    },
    List(Vec<Node>),
    Map(Vec<(Name, Node)>),
    Index {
        of: Box<Node>,
        index: Box<Node>,
    },
    Slice {
        of: Box<Node>,
        from: Option<Box<Node>>,
        to: Option<Box<Node>>,
    },
    Case {
        branches: Vec<(Node, Node)>,
        otherwise: Option<Box<Node>>,
    },
    Call {
        function: &'static Function,
        arguments: Vec<Node>,
    },
    Comprehension {
        list: Box<Node>,
        filter: Option<Box<Node>>,
        map: Option<Box<Node>>,
    },
    Quantifier {
        quantifier: Quantifier,
        list: Box<Node>,
        predicate: Box<Node>,
    },
    Reduce {
        initial: Box<Node>,
        list: Box<Node>,
        step: Box<Node>,
    },
    Path(Vec<usize>),
    Distinct(usize, usize),
}

/// The items of a constant list that are neither null nor lists or maps: for them `=` and equivalence agree.
#[derive(Clone, Debug)]
pub(super) struct Members {
    pub(super) list: Arc<[Value]>,
    pub(super) items: HashSet<Grouped>,
    pub(super) has_null: bool,
}
