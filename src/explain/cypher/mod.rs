//! What makes a node an answer of a Cypher query: a conjunction of patterns and conditions, taken apart.
//!
//! The query is about the node of which its first column speaks. Patterns hang together where they share another variable, or could share a
//! relationship within one `MATCH`; those that hang together are one condition, `EXISTS { … }`, with all predicates that speak of
//! their variables. What speaks of the node alone is a condition of its own. So the conditions hold together exactly where the query
//! has a row with the node.

mod ground;
mod parts;

use self::parts::{Parts, mentioned};
use super::Error;
use crate::cypher::ast::{Clause, Expression, ExpressionKind, Match, NodePattern, PatternPart, Projection, Query, Return, Selector};
use crate::diagnose::Diagnostics;
use crate::function;
use crate::question::Account;
use crate::schema::Lexicon;
use crate::text::{Name, Place};

/// What makes a node an answer; facts that would change that are said in the words of the lexicon.
///
/// # Errors
/// Which part of the query is more than a conjunction.
pub fn account(query: &Query, lexicon: &Lexicon) -> Result<Account, Diagnostics> {
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
    Ok(parts.account(query, lexicon))
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

/// The node of the first column that speaks of one; of `RETURN *` the first of the patterns.
fn first_node(matches: &[&Match], projection: &Projection) -> Result<Name, Diagnostics> {
    let nodes = || matches.iter().flat_map(|clause| &clause.pattern.parts).flat_map(nodes_of).filter_map(|node| node.variable.as_ref());
    let spoken = || projection.items.iter().flat_map(|item| mentioned(&item.expression));
    let found = match projection.items.as_slice() {
        [] => nodes().next().map(|node| node.node.clone()),
        _ => spoken().find(|name| nodes().any(|node| node.node == *name)),
    };
    found.ok_or_else(|| Error::NoNodes.into())
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
