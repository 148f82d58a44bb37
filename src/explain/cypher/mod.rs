//! What makes a node an answer of a Cypher query: a conjunction of patterns and conditions, taken apart.
//!
//! The query is about the node of its first column. Patterns hang together where they share another variable, or could share a
//! relationship within one `MATCH`; those that hang together are one condition, `EXISTS { … }`, with all predicates that speak of
//! their variables. What speaks of the node alone is a condition of its own. So the conditions hold together exactly where the query
//! has a row with the node.

mod ground;
mod parts;

use self::parts::Parts;
use super::Error;
use crate::cypher::ast::{Clause, Expression, ExpressionKind, Match, NodePattern, PatternPart, Projection, Query, Return, Selector};
use crate::diagnose::Diagnostics;
use crate::function;
use crate::question::Account;
use crate::text::{Name, Place};

/// What makes a node an answer.
///
/// # Errors
/// Which part of the query is more than a conjunction.
pub fn account(query: &Query) -> Result<Account, Diagnostics> {
    let (matches, projection) = conjunctive(query)?;
    let variable = first_node(&matches, projection)?;
    let mut parts = Parts::of(variable);
    for (number, clause) in matches.iter().enumerate() {
        for part in &clause.pattern.parts {
            parts.pattern(number, part);
        }
    }
    for clause in &matches {
        for condition in conjuncts(clause.condition.as_ref()) {
            parts.condition(condition);
        }
    }
    Ok(parts.account(query))
}

/// The `MATCH` clauses and the last projection.
fn conjunctive(query: &Query) -> Result<(Vec<&Match>, &Projection), Diagnostics> {
    if let Some(union) = query.unions.first() {
        return Err(beyond("`UNION`", union.query.place));
    }
    let (mut matches, mut last) = (Vec::new(), None);
    for clause in &query.first.clauses {
        match clause {
            Clause::Match(clause) if !clause.optional => matches.push(clause),
            Clause::Return(clause) => last = Some(clause),
            Clause::Match(clause) => return Err(beyond("`OPTIONAL MATCH`", clause.place)),
            other => {
                let text = other.to_string();
                let word = text.split([' ', '(']).next().unwrap_or_default();
                return Err(beyond(&format!("`{word}`"), other.place()));
            }
        }
    }
    let Some(Return { projection, place }) = last else { return Err(Error::NoNodes.into()) };
    if projection.skip.is_some() || projection.limit.is_some() {
        return Err(beyond("a cut by `SKIP` or `LIMIT`", *place));
    }
    for item in &projection.items {
        if aggregates(&item.expression) {
            return Err(beyond(&format!("the aggregate `{}`", item.expression), item.expression.place));
        }
    }
    for part in matches.iter().flat_map(|clause| &clause.pattern.parts) {
        if part.selector != Selector::All {
            return Err(beyond("a shortest path", part.element.place));
        }
        if let Some((step, _)) = part.element.chain.iter().find(|(step, _)| step.group.is_some()) {
            return Err(beyond("a group that is repeated", step.place));
        }
    }
    Ok((matches, projection))
}

fn beyond(part: &str, place: Place) -> Diagnostics {
    let Place(span) = place;
    Error::Beyond { part: part.to_owned(), span }.into()
}

/// Whether an aggregate is the outermost call of an expression.
fn aggregates(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::CountAll => true,
        ExpressionKind::Call { name, arguments, .. } => function::aggregate(&name.node).is_some() || arguments.iter().any(aggregates),
        ExpressionKind::Binary { left, right, .. } => aggregates(left) || aggregates(right),
        _ => false,
    }
}

/// The variable of the first column, which must be a node of the patterns.
fn first_node(matches: &[&Match], projection: &Projection) -> Result<Name, Diagnostics> {
    let nodes = || matches.iter().flat_map(|clause| &clause.pattern.parts).flat_map(nodes_of).filter_map(|node| node.variable.as_ref());
    let found = match projection.items.first() {
        Some(item) => root(&item.expression).filter(|name| nodes().any(|node| node.node == **name)).cloned(),
        None => nodes().next().map(|node| node.node.clone()),
    };
    found.ok_or_else(|| Error::NoNodes.into())
}

/// The variable of which an expression is a property.
fn root(expression: &Expression) -> Option<&Name> {
    match &expression.kind {
        ExpressionKind::Variable(name) => Some(name),
        ExpressionKind::Property { of, .. } => root(of),
        _ => None,
    }
}

fn nodes_of(part: &PatternPart) -> impl Iterator<Item = &NodePattern> {
    std::iter::once(&part.element.start).chain(part.element.chain.iter().map(|(_, node)| node))
}

/// The operands of a conjunction.
fn conjuncts(condition: Option<&Expression>) -> Vec<Expression> {
    match condition {
        None => Vec::new(),
        Some(Expression { kind: ExpressionKind::And(items), .. }) => items.clone(),
        Some(other) => vec![other.clone()],
    }
}
