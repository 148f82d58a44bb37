//! Renaming the variables of a piece of Cypher, as the lexicon's snippets need it.

use crate::cypher::ast::{
    Clause, Expression, ExpressionKind, Imports, NodePattern, Pattern, PatternElement, Projection, ProjectionEntry, Query,
    RelationshipPattern, SingleQuery, Subquery, Variable,
};
use crate::text::Name;

/// Gives each variable its new name.
pub(crate) type Renaming<'r> = &'r mut dyn FnMut(&Name) -> Name;

fn variable(variable: &mut Variable, rename: Renaming<'_>) {
    variable.node = rename(&variable.node);
}

/// Renames the variables of an expression, of its subqueries too.
#[expect(clippy::too_many_lines, reason = "one flat row for each kind")]
pub(crate) fn expression(tree: &mut Expression, rename: Renaming<'_>) {
    match &mut tree.kind {
        ExpressionKind::Literal(_) | ExpressionKind::Parameter(_) | ExpressionKind::CountAll => {}
        ExpressionKind::Variable(name) => *name = rename(name),
        ExpressionKind::Property { of, .. }
        | ExpressionKind::HasLabels { of, .. }
        | ExpressionKind::IsTyped { of, .. }
        | ExpressionKind::IsNormalized { of, .. } => {
            expression(of, rename);
        }
        ExpressionKind::Unary { operand, .. } => expression(operand, rename),
        ExpressionKind::Binary { left, right, .. } => {
            expression(left, rename);
            expression(right, rename);
        }
        ExpressionKind::And(items) | ExpressionKind::Or(items) | ExpressionKind::Xor(items) | ExpressionKind::List(items) => {
            for item in items {
                expression(item, rename);
            }
        }
        ExpressionKind::Comparison { first, rest } => {
            expression(first, rename);
            for (_, item) in rest {
                expression(item, rename);
            }
        }
        ExpressionKind::Map(entries) => entries.iter_mut().for_each(|(_, value)| expression(value, rename)),
        ExpressionKind::Index { of, index } => {
            expression(of, rename);
            expression(index, rename);
        }
        ExpressionKind::Slice { of, from, to } => {
            expression(of, rename);
            from.iter_mut().chain(to).for_each(|item| expression(item, rename));
        }
        ExpressionKind::Case { operand, branches, otherwise } => {
            operand.iter_mut().chain(otherwise).for_each(|item| expression(item, rename));
            for (when, then) in branches {
                expression(when, rename);
                expression(then, rename);
            }
        }
        ExpressionKind::Call { arguments, .. } => arguments.iter_mut().for_each(|item| expression(item, rename)),
        ExpressionKind::ListComprehension { variable: item, list, filter, map } => {
            variable(item, rename);
            expression(list, rename);
            filter.iter_mut().chain(map).for_each(|part| expression(part, rename));
        }
        ExpressionKind::Quantifier { variable: item, list, predicate, .. } => {
            variable(item, rename);
            expression(list, rename);
            expression(predicate, rename);
        }
        ExpressionKind::Reduce { accumulator, initial, variable: item, list, step } => {
            variable(accumulator, rename);
            variable(item, rename);
            for part in [initial, list, step] {
                expression(part, rename);
            }
        }
        ExpressionKind::Pattern(tree) | ExpressionKind::PathSelector(_, tree) => element(tree, rename),
        ExpressionKind::PatternComprehension { path, element: pattern, condition, map } => {
            if let Some(name) = path {
                variable(name, rename);
            }
            element(pattern, rename);
            if let Some(condition) = condition {
                expression(condition, rename);
            }
            expression(map, rename);
        }
        ExpressionKind::MapProjection { of, entries } => {
            variable(of, rename);
            for item in entries {
                entry(item, rename);
            }
        }
        ExpressionKind::Collect(inner) => query(inner, rename),
        ExpressionKind::Exists(inner) | ExpressionKind::Count(inner) => subquery(inner, rename),
    }
}

/// An entry's key stays what it was.
fn entry(tree: &mut ProjectionEntry, rename: Renaming<'_>) {
    match tree {
        ProjectionEntry::Property(_) | ProjectionEntry::All => {}
        ProjectionEntry::Entry(_, value) => expression(value, rename),
        ProjectionEntry::Variable(name) => {
            let kind = ExpressionKind::Variable(rename(&name.node));
            *tree = ProjectionEntry::Entry(name.clone(), Expression::new(kind, name.span()));
        }
    }
}

fn subquery(tree: &mut Subquery, rename: Renaming<'_>) {
    match tree {
        Subquery::Pattern { pattern: parts, condition } => {
            pattern(parts, rename);
            if let Some(condition) = condition {
                expression(condition, rename);
            }
        }
        Subquery::Query(tree) => query(tree, rename),
    }
}

/// Renames the variables of a pattern.
pub(crate) fn pattern(tree: &mut Pattern, rename: Renaming<'_>) {
    for part in &mut tree.parts {
        part.variable.iter_mut().for_each(|name| variable(name, rename));
        element(&mut part.element, rename);
    }
}

fn element(tree: &mut PatternElement, rename: Renaming<'_>) {
    node(&mut tree.start, rename);
    for (relationship, next) in &mut tree.chain {
        step(relationship, rename);
        node(next, rename);
    }
}

fn node(tree: &mut NodePattern, rename: Renaming<'_>) {
    tree.variable.iter_mut().for_each(|name| variable(name, rename));
    tree.properties.iter_mut().chain(&mut tree.condition).for_each(|item| expression(item, rename));
}

fn step(tree: &mut RelationshipPattern, rename: Renaming<'_>) {
    if let Some(group) = &mut tree.group {
        element(&mut group.element, rename);
        group.condition.iter_mut().for_each(|item| expression(item, rename));
    }
    tree.variable.iter_mut().for_each(|name| variable(name, rename));
    tree.properties.iter_mut().chain(&mut tree.condition).for_each(|item| expression(item, rename));
}

fn query(tree: &mut Query, rename: Renaming<'_>) {
    single(&mut tree.first, rename);
    tree.unions.iter_mut().for_each(|union| single(&mut union.query, rename));
}

fn single(tree: &mut SingleQuery, rename: Renaming<'_>) {
    tree.clauses.iter_mut().for_each(|item| clause(item, rename));
}

fn clause(tree: &mut Clause, rename: Renaming<'_>) {
    match tree {
        Clause::Match(clause) => {
            pattern(&mut clause.pattern, rename);
            clause.condition.iter_mut().for_each(|item| expression(item, rename));
        }
        Clause::Unwind(clause) => {
            expression(&mut clause.list, rename);
            variable(&mut clause.variable, rename);
        }
        Clause::With(clause) => {
            projection(&mut clause.projection, rename);
            clause.condition.iter_mut().for_each(|item| expression(item, rename));
        }
        Clause::Return(clause) => projection(&mut clause.projection, rename),
        Clause::Call(call) => {
            call.arguments.iter_mut().flatten().for_each(|item| expression(item, rename));
            if let Some(results) = &mut call.results {
                results.items.iter_mut().for_each(|item| {
                    let name = item.alias.get_or_insert_with(|| item.name.clone());
                    variable(name, rename);
                });
                results.condition.iter_mut().for_each(|item| expression(item, rename));
            }
        }
        Clause::CallSubquery(call) => {
            if let Imports::Variables(names) = &mut call.imports {
                for name in names {
                    variable(name, rename);
                }
            }
            query(&mut call.query, rename);
        }
        // A snippet of the lexicon is an expression or a pattern: it cannot write.
        Clause::Create(_) | Clause::Merge(_) | Clause::Set(_) | Clause::Remove(_) | Clause::Delete(_) | Clause::Foreach(_) => {}
    }
}

fn projection(tree: &mut Projection, rename: Renaming<'_>) {
    for item in &mut tree.items {
        expression(&mut item.expression, rename);
        item.alias.iter_mut().for_each(|name| variable(name, rename));
    }
    tree.order.iter_mut().for_each(|item| expression(&mut item.expression, rename));
    tree.skip.iter_mut().chain(&mut tree.limit).for_each(|item| expression(item, rename));
}
