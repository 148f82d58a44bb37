//! Expressions, evaluated one row at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use legation::cypher::ast::{
    BinaryOperator, ComparisonOperator, Expression, ExpressionKind, Literal, ProjectionEntry, Quantifier, UnaryOperator, Variable,
};
use legation::value::Value;

use super::pattern::{element_matches, has_labels};
use super::{DELETED, Failed, NaiveGraph, Properties, Row, subquery, unknown};

/// The value of an expression without aggregates.
pub fn evaluate(graph: &NaiveGraph, expression: &Expression, row: &Row) -> Result<Value, Failed> {
    use ExpressionKind as E;
    let eval = |inner: &Expression| evaluate(graph, inner, row);
    Ok(match &expression.kind {
        E::Literal(literal) => match literal {
            Literal::Null => Value::Null,
            Literal::Boolean(truth) => Value::Boolean(*truth),
            Literal::Integer(number) => Value::Integer(*number),
            Literal::Float(number) => Value::Float(*number),
            Literal::String(text) => Value::String(Arc::clone(text)),
        },
        E::Variable(name) => row.get(name).cloned().ok_or_else(|| Failed::Unknown(format!("no variable {name}")))?,
        E::Property { of, key } => property(graph, &eval(of)?, &key.node)?,
        E::HasLabels { of, labels } => match eval(of)? {
            Value::Null => Value::Null,
            Value::Node(id) if graph.node(id).deleted => return Err(Failed::Reading(DELETED)),
            Value::Node(node) => Value::Boolean(has_labels(&graph.node(node).labels, labels)),
            Value::Relationship(id) => Value::Boolean(has_labels(&[Arc::clone(&graph.relationship(id).kind)].into(), labels)),
            _ => return unknown("labels of something else"),
        },
        E::Unary { operator, operand } => unary(*operator, &eval(operand)?)?,
        E::Binary { operator, left, right } => binary(*operator, &eval(left)?, &eval(right)?)?,
        E::And(parts) => logic(graph, parts, row, false)?,
        E::Or(parts) => logic(graph, parts, row, true)?,
        E::Xor(parts) => {
            let mut result = Some(false);
            for part in parts {
                let value = truth(&eval(part)?)?;
                result = result.zip(value).map(|(a, b)| a != b);
            }
            boolean(result)
        }
        E::Comparison { first, rest } => {
            let mut result = Some(true);
            let mut left = eval(first)?;
            for (operator, next) in rest {
                let right = eval(next)?;
                result = and(result, compare(*operator, &left, &right));
                left = right;
            }
            boolean(result)
        }
        E::List(items) => Value::list(items.iter().map(eval).collect::<Result<Vec<_>, _>>()?),
        E::Map(entries) => {
            let mut map = BTreeMap::new();
            for (key, value) in entries {
                map.insert(Arc::clone(&key.node), eval(value)?);
            }
            Value::Map(Arc::new(map))
        }
        E::Index { of, index } => index_of(graph, &eval(of)?, &eval(index)?)?,
        E::Case { operand, branches, otherwise } => {
            let operand = operand.as_ref().map(|operand| eval(operand)).transpose()?;
            for (when, then) in branches {
                let when = eval(when)?;
                let holds = match &operand {
                    Some(operand) => same(operand, &when),
                    None => truth(&when)?,
                };
                if holds == Some(true) {
                    return eval(then);
                }
            }
            otherwise.as_ref().map_or(Ok(Value::Null), |otherwise| eval(otherwise))?
        }
        E::ListComprehension { variable, list, filter, map } => {
            let Some(items) = list_of(&eval(list)?)? else { return Ok(Value::Null) };
            let mut kept = Vec::new();
            for item in items {
                let mut inner = row.clone();
                inner.insert(Arc::clone(&variable.node), item.clone());
                let holds = match filter {
                    Some(filter) => truth(&evaluate(graph, filter, &inner)?)? == Some(true),
                    None => true,
                };
                if holds {
                    kept.push(map.as_ref().map_or(Ok(item), |map| evaluate(graph, map, &inner))?);
                }
            }
            Value::list(kept)
        }
        E::Quantifier { quantifier, variable, list, predicate } => {
            let Some(items) = list_of(&eval(list)?)? else { return Ok(Value::Null) };
            let mut truths = Vec::new();
            for item in items {
                let mut inner = row.clone();
                inner.insert(Arc::clone(&variable.node), item);
                truths.push(truth(&evaluate(graph, predicate, &inner)?)?);
            }
            boolean(quantified(*quantifier, &truths))
        }
        E::Pattern(element) => Value::Boolean(!element_matches(graph, element, row)?.is_empty()),
        E::Exists(subquery) => Value::Boolean(subquery::count(graph, subquery, row)? > 0),
        E::Count(subquery) => Value::Integer(subquery::count(graph, subquery, row)? as i64),
        E::Call { name, arguments, .. } => call(graph, &name.node, &arguments.iter().map(eval).collect::<Result<Vec<_>, _>>()?)?,
        E::Collect(query) => subquery::collect(graph, query, row)?,
        E::PatternComprehension { path, element, condition, map } => {
            subquery::comprehension(graph, path.as_ref(), element, condition.as_deref(), map, row)?
        }
        E::Reduce { accumulator, initial, variable, list, step } => {
            let mut value = eval(initial)?;
            let Some(items) = list_of(&eval(list)?)? else { return Ok(Value::Null) };
            for item in items {
                let mut inner = row.clone();
                inner.insert(Arc::clone(&accumulator.node), value);
                inner.insert(Arc::clone(&variable.node), item);
                value = evaluate(graph, step, &inner)?;
            }
            value
        }
        E::MapProjection { of, entries } => projected(graph, of, entries, row)?,
        other => return unknown(format!("not evaluated here: {other:?}")),
    })
}

/// `of {.key, .*, key: value, variable}`.
fn projected(graph: &NaiveGraph, of: &Variable, entries: &[ProjectionEntry], row: &Row) -> Result<Value, Failed> {
    let variable = |name: &Arc<str>| row.get(name).cloned().ok_or_else(|| Failed::Unknown(format!("no variable {name}")));
    let of = variable(&of.node)?;
    if of.is_null() {
        return Ok(Value::Null);
    }
    let mut map = BTreeMap::new();
    for entry in entries {
        match entry {
            ProjectionEntry::Property(key) => {
                map.insert(Arc::clone(&key.node), property(graph, &of, &key.node)?);
            }
            ProjectionEntry::All => map.extend(properties(graph, &of)?),
            ProjectionEntry::Entry(key, value) => {
                map.insert(Arc::clone(&key.node), evaluate(graph, value, row)?);
            }
            ProjectionEntry::Variable(name) => {
                map.insert(Arc::clone(&name.node), variable(&name.node)?);
            }
        }
    }
    Ok(Value::Map(Arc::new(map)))
}

/// All properties of a node, relationship or map.
fn properties(graph: &NaiveGraph, of: &Value) -> Result<Properties, Failed> {
    match of {
        Value::Node(id) if graph.node(*id).deleted => Err(Failed::Reading(DELETED)),
        Value::Relationship(id) if graph.relationship(*id).deleted => Err(Failed::Reading(DELETED)),
        Value::Node(id) => Ok(graph.node(*id).properties.clone()),
        Value::Relationship(id) => Ok(graph.relationship(*id).properties.clone()),
        Value::Map(map) => Ok(map.iter().map(|(key, value)| (Arc::clone(key), value.clone())).collect()),
        _ => unknown("no properties"),
    }
}

/// The rows for which a condition is true.
pub fn keep(graph: &NaiveGraph, rows: Vec<Row>, condition: &Expression) -> Result<Vec<Row>, Failed> {
    let mut kept = Vec::new();
    for row in rows {
        if truth(&evaluate(graph, condition, &row)?)? == Some(true) {
            kept.push(row);
        }
    }
    Ok(kept)
}

fn logic(graph: &NaiveGraph, parts: &[Expression], row: &Row, decisive: bool) -> Result<Value, Failed> {
    let mut unknown = false;
    for part in parts {
        match truth(&evaluate(graph, part, row)?)? {
            Some(value) if value == decisive => return Ok(Value::Boolean(decisive)),
            None => unknown = true,
            Some(_) => {}
        }
    }
    Ok(if unknown { Value::Null } else { Value::Boolean(!decisive) })
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn boolean(value: Option<bool>) -> Value {
    value.map_or(Value::Null, Value::Boolean)
}

/// Truth of a value; only booleans and null have one.
pub fn truth(value: &Value) -> Result<Option<bool>, Failed> {
    match value {
        Value::Null => Ok(None),
        Value::Boolean(truth) => Ok(Some(*truth)),
        _ => unknown("a boolean is needed"),
    }
}

/// `=`.
pub fn same(a: &Value, b: &Value) -> Option<bool> {
    legation::value::equals(a, b)
}

fn compare(operator: ComparisonOperator, a: &Value, b: &Value) -> Option<bool> {
    use std::cmp::Ordering::{Greater, Less};
    let ordered = legation::value::compare(a, b);
    match operator {
        ComparisonOperator::Equal => same(a, b),
        ComparisonOperator::NotEqual => same(a, b).map(|equal| !equal),
        ComparisonOperator::Less => ordered.holds(|order| order == Less),
        ComparisonOperator::LessOrEqual => ordered.holds(|order| order != Greater),
        ComparisonOperator::Greater => ordered.holds(|order| order == Greater),
        ComparisonOperator::GreaterOrEqual => ordered.holds(|order| order != Less),
    }
}

fn unary(operator: UnaryOperator, value: &Value) -> Result<Value, Failed> {
    Ok(match (operator, value) {
        (UnaryOperator::IsNull, value) => Value::Boolean(value.is_null()),
        (UnaryOperator::IsNotNull, value) => Value::Boolean(!value.is_null()),
        (UnaryOperator::Not, value) => boolean(truth(value)?.map(|truth| !truth)),
        (_, Value::Null) => Value::Null,
        (UnaryOperator::Plus, value @ (Value::Integer(_) | Value::Float(_))) => value.clone(),
        (UnaryOperator::Minus, Value::Integer(number)) => {
            Value::Integer(number.checked_neg().ok_or_else(|| Failed::Unknown("overflow".into()))?)
        }
        (UnaryOperator::Minus, Value::Float(number)) => Value::Float(-number),
        _ => return unknown("a number is needed"),
    })
}

fn binary(operator: BinaryOperator, a: &Value, b: &Value) -> Result<Value, Failed> {
    use BinaryOperator as B;
    if operator == B::In {
        let Some(items) = list_of(b)? else { return Ok(Value::Null) };
        let mut unknown = false;
        for item in items {
            match same(a, &item) {
                Some(true) => return Ok(Value::Boolean(true)),
                None => unknown = true,
                Some(false) => {}
            }
        }
        return Ok(if unknown { Value::Null } else { Value::Boolean(false) });
    }
    Ok(match (operator, a, b) {
        (_, Value::Null, _) | (_, _, Value::Null) => Value::Null,
        (B::StartsWith, Value::String(a), Value::String(b)) => Value::Boolean(a.starts_with(&**b)),
        (B::EndsWith, Value::String(a), Value::String(b)) => Value::Boolean(a.ends_with(&**b)),
        (B::Contains, Value::String(a), Value::String(b)) => Value::Boolean(a.contains(&**b)),
        (B::StartsWith | B::EndsWith | B::Contains, _, _) => Value::Null,
        (B::Add, Value::String(a), Value::String(b)) => Value::string(format!("{a}{b}")),
        (B::Add, Value::Integer(a), Value::Integer(b)) => {
            Value::Integer(a.checked_add(*b).ok_or_else(|| Failed::Unknown("overflow".into()))?)
        }
        (B::Subtract, Value::Integer(a), Value::Integer(b)) => {
            Value::Integer(a.checked_sub(*b).ok_or_else(|| Failed::Unknown("overflow".into()))?)
        }
        (B::Multiply, Value::Integer(a), Value::Integer(b)) => {
            Value::Integer(a.checked_mul(*b).ok_or_else(|| Failed::Unknown("overflow".into()))?)
        }
        _ => return unknown(format!("{operator:?} of {a:?} and {b:?}")),
    })
}

fn list_of(value: &Value) -> Result<Option<Vec<Value>>, Failed> {
    match value {
        Value::Null => Ok(None),
        Value::List(items) => Ok(Some(items.to_vec())),
        _ => unknown("a list is needed"),
    }
}

fn index_of(graph: &NaiveGraph, of: &Value, index: &Value) -> Result<Value, Failed> {
    Ok(match (of, index) {
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (Value::List(items), Value::Integer(at)) => {
            let at = if *at < 0 { *at + items.len() as i64 } else { *at };
            usize::try_from(at).ok().and_then(|at| items.get(at)).cloned().unwrap_or(Value::Null)
        }
        (entity, Value::String(key)) => property(graph, entity, key)?,
        _ => return unknown("not indexable"),
    })
}

fn quantified(quantifier: Quantifier, truths: &[Option<bool>]) -> Option<bool> {
    let yes = truths.iter().filter(|truth| **truth == Some(true)).count();
    let unknown = truths.contains(&None);
    let no = truths.contains(&Some(false));
    match quantifier {
        Quantifier::All => {
            if no {
                Some(false)
            } else if unknown {
                None
            } else {
                Some(true)
            }
        }
        Quantifier::Any => {
            if yes > 0 {
                Some(true)
            } else if unknown {
                None
            } else {
                Some(false)
            }
        }
        Quantifier::None => {
            if yes > 0 {
                Some(false)
            } else if unknown {
                None
            } else {
                Some(true)
            }
        }
        Quantifier::Single => {
            if yes > 1 {
                Some(false)
            } else if unknown {
                None
            } else {
                Some(yes == 1)
            }
        }
    }
}

/// A property of a node, relationship or map.
pub fn property(graph: &NaiveGraph, of: &Value, key: &str) -> Result<Value, Failed> {
    if of.is_null() { Ok(Value::Null) } else { Ok(properties(graph, of)?.get(key).cloned().unwrap_or(Value::Null)) }
}

/// The few functions that generated queries use.
fn call(graph: &NaiveGraph, name: &str, arguments: &[Value]) -> Result<Value, Failed> {
    Ok(match (name, arguments) {
        ("coalesce", values) => values.iter().find(|value| !value.is_null()).cloned().unwrap_or(Value::Null),
        (_, [Value::Null]) => Value::Null,
        ("size", [Value::List(items)]) => Value::Integer(items.len() as i64),
        ("size", [Value::String(text)]) => Value::Integer(text.chars().count() as i64),
        ("length", [Value::Path(path)]) => Value::Integer(path.relationships.len() as i64),
        ("labels", [Value::Node(id)]) if graph.node(*id).deleted => return Err(Failed::Reading(DELETED)),
        ("labels", [Value::Node(id)]) => Value::list(graph.node(*id).labels.iter().cloned().map(Value::String).collect::<Vec<_>>()),
        ("keys", [of]) => Value::list(properties(graph, of)?.into_keys().map(Value::String).collect::<Vec<_>>()),
        ("properties", [of]) => Value::Map(Arc::new(properties(graph, of)?)),
        ("type", [Value::Relationship(id)]) => Value::String(Arc::clone(&graph.relationship(*id).kind)),
        ("startNode" | "endNode", [Value::Relationship(id)]) if graph.relationship(*id).deleted => return Err(Failed::Reading(DELETED)),
        ("startNode", [Value::Relationship(id)]) => NaiveGraph::node_value(graph.relationship(*id).start),
        ("endNode", [Value::Relationship(id)]) => NaiveGraph::node_value(graph.relationship(*id).end),
        ("nodes", [Value::Path(path)]) => Value::list(path.nodes.iter().map(|node| Value::Node(*node)).collect::<Vec<_>>()),
        ("relationships", [Value::Path(path)]) => {
            Value::list(path.relationships.iter().map(|id| Value::Relationship(*id)).collect::<Vec<_>>())
        }
        ("head", [Value::List(items)]) => items.first().cloned().unwrap_or(Value::Null),
        ("range", [Value::Integer(from), Value::Integer(to)]) => Value::list((*from..=*to).map(Value::Integer).collect::<Vec<_>>()),
        ("last", [Value::List(items)]) => items.last().cloned().unwrap_or(Value::Null),
        _ => return unknown(format!("function {name}")),
    })
}
