//! From an analysed query to a plan. Each clause becomes operators on top of those of the clause before;
//! conditions stand above their whole pattern, and it is the optimizer that moves them.

mod pattern;
mod projection;
mod write;

use super::bound::{Bound, BoundClause, BoundCondition, BoundMatch, BoundPart, BoundQuery, BoundSubquery, SubqueryResult, Test, captured};
use crate::plan::{ApplyKind, Expr, Item, Plan, Statement};
use crate::text::Name;
use crate::value::Value;

/// The plan of an analysed query.
pub fn lower(bound: Bound) -> Statement {
    let plan = query(&bound.query);
    Statement { plan, columns: bound.query.columns, warnings: bound.warnings }
}

/// The plan of a query; its leaves are the arguments that it takes from outside.
fn query(query: &BoundQuery) -> Plan {
    if let [only] = &query.parts[..] {
        return part(only);
    }
    let inputs = query.parts.iter().map(|one| Plan::Project { items: union_items(query, one), input: Box::new(part(one)) }).collect();
    let union = Plan::Union { inputs };
    if query.distinct { Plan::Distinct { input: Box::new(union) } } else { union }
}

/// The columns of a union, from those of one part. A union without columns gets one that says only that there is a row.
fn union_items(query: &BoundQuery, part: &BoundPart) -> Vec<Item> {
    if query.columns.is_empty() {
        return vec![Item { variable: "#row".into(), value: Expr::literal(Value::Boolean(true)) }];
    }
    let items = query.columns.iter().map(|column| {
        let own = part.columns.iter().find(|own| own.name == column.name).unwrap_or(column);
        Item { variable: Name::clone(&column.variable), value: Expr::variable(&own.variable) }
    });
    items.collect()
}

fn part(part: &BoundPart) -> Plan {
    let argument = Plan::Argument { variables: part.captured.iter().map(|(name, _)| Name::clone(name)).collect() };
    clauses(argument, &part.clauses, &part.captured)
}

/// Clauses on top of a plan. Those variables from outside that later clauses use come back after each projection.
fn clauses(mut plan: Plan, all: &[BoundClause], captured: &[(Name, usize)]) -> Plan {
    for (index, clause) in all.iter().enumerate() {
        plan = match clause {
            BoundClause::Match(clause) if clause.optional => optional(plan, clause),
            BoundClause::Match(clause) => pattern::pattern(plan, clause),
            BoundClause::Unwind(clause) => {
                let input = Box::new(attach(plan, &clause.subqueries));
                Plan::Unwind { input, list: clause.list.clone(), variable: Name::clone(&clause.variable) }
            }
            BoundClause::Project(clause) => {
                let projected = projection::projection(plan, clause);
                let later: Vec<Name> = captured.iter().filter(|(_, last)| *last > index).map(|(name, _)| Name::clone(name)).collect();
                rejoin(projected, later)
            }
            BoundClause::Create(clause) => write::create(plan, clause),
            BoundClause::Merge(clause) => write::merge(plan, clause),
            BoundClause::Update(clause) => write::update(plan, clause),
            BoundClause::Delete(clause) => write::delete(plan, clause),
            BoundClause::Foreach(clause) => write::foreach(plan, clause),
            BoundClause::Call(clause) => write::call(plan, clause),
            BoundClause::Subquery(clause) => write::subquery(plan, clause),
        };
    }
    plan
}

/// `OPTIONAL MATCH`: the pattern runs for each row, and a row without a match is kept.
fn optional(outer: Plan, clause: &BoundMatch) -> Plan {
    let mandatory = [BoundClause::Match(BoundMatch { optional: false, ..clause.clone() })];
    let variables = captured(&mandatory).into_iter().map(|(name, _)| name).collect();
    let inner = pattern::pattern(Plan::Argument { variables }, clause);
    Plan::Apply { outer: Box::new(outer), inner: Box::new(inner), kind: ApplyKind::Optional }
}

/// Brings variables from outside back that a projection in a subquery has dropped.
fn rejoin(plan: Plan, wanted: Vec<Name>) -> Plan {
    let columns = plan.columns();
    let missing: Vec<Name> = wanted.into_iter().filter(|name| !columns.contains(name)).collect();
    if missing.is_empty() {
        return plan;
    }
    let mut variables = plan.arguments();
    for name in missing {
        if !variables.contains(&name) {
            variables.push(name);
        }
    }
    Plan::Apply { outer: Box::new(Plan::Argument { variables }), inner: Box::new(plan), kind: ApplyKind::Rows }
}

/// Computes the columns of subqueries.
fn attach(plan: Plan, subqueries: &[BoundSubquery]) -> Plan {
    subqueries.iter().fold(plan, |outer, subquery| {
        let kind = match &subquery.result {
            SubqueryResult::Mark(name) => ApplyKind::Mark(Name::clone(name)),
            SubqueryResult::Count(name) => ApplyKind::Count(Name::clone(name)),
            SubqueryResult::Collect(name) => {
                let item = subquery.query.columns.first().map(|column| Name::clone(&column.variable)).unwrap_or_default();
                ApplyKind::Collect { variable: Name::clone(name), item }
            }
        };
        Plan::Apply { outer: Box::new(outer), inner: Box::new(query(&subquery.query)), kind }
    })
}

/// Keeps the rows for which all conditions hold.
fn filter(mut plan: Plan, conditions: &[BoundCondition]) -> Plan {
    let mut run = Vec::new();
    for condition in conditions {
        match &condition.test {
            Test::Holds(test) => {
                if !condition.subqueries.is_empty() {
                    plan = attach(filtered(plan, &mut run), &condition.subqueries);
                }
                run.push(test.clone());
            }
            Test::Exists(inner) | Test::Missing(inner) => {
                let kind = if matches!(condition.test, Test::Exists(_)) { ApplyKind::Semi } else { ApplyKind::Anti };
                plan = Plan::Apply { outer: Box::new(filtered(plan, &mut run)), inner: Box::new(query(inner)), kind };
            }
        }
    }
    filtered(plan, &mut run)
}

/// A filter of what has gathered, if anything has.
fn filtered(plan: Plan, run: &mut Vec<Expr>) -> Plan {
    match Expr::all_of(std::mem::take(run)) {
        Some(predicate) => Plan::Filter { input: Box::new(plan), predicate },
        None => plan,
    }
}
