//! Computes what does not depend on any row: connectives of constants, lists of constants, negated numbers.
//!
//! Only what cannot fail is computed, so that an error stays where it is raised.

use std::collections::BTreeSet;

use crate::graph::Statistics;
use crate::plan::{Expr, ExprKind, Plan};
use crate::text::Name;
use crate::value::Value;

/// The rule.
pub(super) fn apply(mut plan: Plan, _: &Statistics, _: &BTreeSet<Name>) -> Plan {
    plan.rewrite(&mut |operator| {
        operator.each_expression_mut(&mut |expression| expression.rewrite(&mut fold));
        if let Plan::Filter { input, predicate } = operator {
            let never = |test: &Expr| matches!(&test.kind, ExprKind::Literal(value) if *value != Value::Boolean(true));
            match &predicate.kind {
                ExprKind::Literal(Value::Boolean(true)) => *operator = input.take(),
                ExprKind::And(all) if all.iter().any(never) && !input.writes() => *operator = Plan::Empty { variables: input.columns() },
                _ if never(predicate) && !input.writes() => *operator = Plan::Empty { variables: input.columns() },
                _ => {}
            }
        }
    });
    plan
}

fn fold(expression: &mut Expr) {
    let folded = match &mut expression.kind {
        ExprKind::And(all) => connective(all, false, ExprKind::And),
        ExprKind::Or(all) => connective(all, true, ExprKind::Or),
        ExprKind::Not(inner) => match &inner.kind {
            ExprKind::Literal(Value::Boolean(value)) => Some(ExprKind::Literal(Value::Boolean(!*value))),
            ExprKind::Literal(Value::Null) => Some(ExprKind::Literal(Value::Null)),
            _ => None,
        },
        ExprKind::IsNull(inner) => match &inner.kind {
            ExprKind::Literal(value) => Some(ExprKind::Literal(Value::Boolean(value.is_null()))),
            _ => None,
        },
        ExprKind::Negate(inner) => match &inner.kind {
            ExprKind::Literal(Value::Integer(value)) => value.checked_neg().map(|value| ExprKind::Literal(Value::Integer(value))),
            ExprKind::Literal(Value::Float(value)) => Some(ExprKind::Literal(Value::Float(-value))),
            _ => None,
        },
        ExprKind::List(items) => {
            let values: Option<Vec<Value>> = items.iter().map(constant).collect();
            values.map(|values| ExprKind::Literal(Value::list(values)))
        }
        ExprKind::Map(entries) => {
            let entries: Option<crate::value::Map> =
                entries.iter().map(|(key, value)| Some((Name::clone(key), constant(value)?))).collect();
            entries.map(|entries| ExprKind::Literal(Value::Map(entries.into())))
        }
        _ => None,
    };
    if let Some(kind) = folded {
        expression.kind = kind;
    }
}

fn constant(expression: &Expr) -> Option<Value> {
    match &expression.kind {
        ExprKind::Literal(value) => Some(value.clone()),
        _ => None,
    }
}

/// A connective whose result is `decides` as soon as one operand is, and that ignores the opposite.
///
/// Operands before a deciding constant are still evaluated first, so they stay unless they are constants themselves.
fn connective(all: &mut Vec<Expr>, decides: bool, of: fn(Vec<Expr>) -> ExprKind) -> Option<ExprKind> {
    let is = |expression: &Expr, value: bool| matches!(expression.kind, ExprKind::Literal(Value::Boolean(own)) if own == value);
    let neutral = all.iter().any(|one| is(one, !decides));
    let first = all.iter().position(|one| is(one, decides));
    if !neutral && first.is_none_or(|at| at + 1 == all.len() && at > 0) {
        return None;
    }
    let mut kept = std::mem::take(all);
    if let Some(at) = first {
        kept.truncate(at + 1);
    }
    kept.retain(|one| !is(one, !decides));
    if kept.len() > 1 {
        return Some(of(kept));
    }
    Some(kept.pop().map_or(ExprKind::Literal(Value::Boolean(!decides)), boolean))
}

/// An operand that is left alone: a connective of one would have tested that it is a boolean, and so does a double negation.
fn boolean(only: Expr) -> ExprKind {
    match only.kind {
        ExprKind::Literal(_)
        | ExprKind::Compare { .. }
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Xor(_)
        | ExprKind::Not(_)
        | ExprKind::IsNull(_)
        | ExprKind::In { .. }
        | ExprKind::Text { .. }
        | ExprKind::HasLabels { .. }
        | ExprKind::IsTyped { .. }
        | ExprKind::Quantifier { .. }
        | ExprKind::Distinct(..) => only.kind,
        _ => {
            let place = only.place;
            let not = Expr { kind: ExprKind::Not(Box::new(only)), place };
            ExprKind::Not(Box::new(not))
        }
    }
}
