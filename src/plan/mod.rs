//! The logical plan: relational algebra over a property graph.

mod expression;
mod operator;

pub use expression::{Arithmetic, Comparison, Expr, ExprKind, Labels, Quantifier, Reference, TextTest};
pub use operator::{Aggregate, ApplyKind, Column, Hop, Item, Lengths, Plan, SortKey, Statement};
