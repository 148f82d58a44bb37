//! The logical plan: relational algebra over a property graph.

mod check;
mod columns;
mod expression;
mod operator;
mod print;
mod print_expression;
mod repeat;
mod tree;
mod walk;
mod warning;
mod write;

pub use check::{Defect, check};
pub use expression::{Arithmetic, Comparison, Expr, ExprKind, Labels, Quantifier, Reference, TextTest};
pub use operator::{Aggregate, ApplyKind, Column, Hop, Item, JoinKind, Lengths, Plan, SortKey, Statement};
pub use repeat::Repeat;
pub use warning::{NameKind, UnknownName};
pub use write::{Merge, NewNode, NewPattern, NewRelationship, Properties, Update};
