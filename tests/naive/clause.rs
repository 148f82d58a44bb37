//! Clauses, one after the other over lists of rows.

use std::cmp::Ordering;
use std::sync::Arc;

use legation::cypher::ast::{Clause, Expression, ExpressionKind, Match, Projection, ProjectionItem, Query, SingleQuery};
use legation::value::{Value, equivalent, order};

use super::expression::{evaluate as value_of, keep};
use super::pattern::matches;
use super::write::Run;
use super::{Failed, NaiveGraph, Row, Table, bounded, unknown};

/// Carries out the clauses of a statement.
impl Run {
    /// The answer of a query that begins with `row`; `outer` are variables from outside, which no projection hides.
    pub fn query(&mut self, query: &Query, row: &Row, outer: &Row) -> Result<Table, Failed> {
        let mut table = self.single(&query.first, row, outer)?;
        for union in &query.unions {
            let next = self.single(&union.query, row, outer)?;
            let places: Option<Vec<usize>> = table.columns.iter().map(|name| next.columns.iter().position(|other| other == name)).collect();
            let Some(places) = places else { return unknown("union columns") };
            table.rows.extend(next.rows.into_iter().map(|row| places.iter().map(|at| row[*at].clone()).collect::<Vec<_>>()));
            if !union.all {
                table.rows = distinct(table.rows);
            }
        }
        Ok(table)
    }

    fn single(&mut self, query: &SingleQuery, row: &Row, outer: &Row) -> Result<Table, Failed> {
        let mut rows = vec![row.clone()];
        for clause in &query.clauses {
            if let Clause::Return(clause) = clause {
                return project(&self.graph, &clause.projection, rows);
            }
            rows = self.clause(clause, rows, outer)?;
        }
        Ok(Table::default())
    }

    /// The rows after a clause.
    pub fn clause(&mut self, clause: &Clause, rows: Vec<Row>, outer: &Row) -> Result<Vec<Row>, Failed> {
        let graph = &self.graph;
        match clause {
            Clause::Match(clause) => match_rows(graph, clause, rows),
            Clause::Unwind(unwind) => {
                let mut next = Vec::new();
                for row in rows {
                    let items = match value_of(graph, &unwind.list, &row)? {
                        Value::Null => Vec::new(),
                        Value::List(items) => items.to_vec(),
                        other => vec![other],
                    };
                    for item in items {
                        let mut row = row.clone();
                        row.insert(Arc::clone(&unwind.variable.node), item);
                        next.push(row);
                    }
                }
                bounded(next.len())?;
                Ok(next)
            }
            Clause::With(with) => {
                let table = project(graph, &with.projection, rows)?;
                let mut rows: Vec<Row> = table.rows.into_iter().map(|row| table.columns.iter().cloned().zip(row).collect()).collect();
                for row in &mut rows {
                    for (name, value) in outer {
                        row.entry(Arc::clone(name)).or_insert_with(|| value.clone());
                    }
                }
                match &with.condition {
                    Some(condition) => keep(graph, rows, condition),
                    None => Ok(rows),
                }
            }
            Clause::CallSubquery(clause) => self.called(clause, rows),
            Clause::Call(_) | Clause::Return(_) => unknown("a procedure"),
            _ => self.write(clause, rows),
        }
    }
}

fn match_rows(graph: &NaiveGraph, clause: &Match, rows: Vec<Row>) -> Result<Vec<Row>, Failed> {
    let mut next = Vec::new();
    for row in rows {
        let mut found = matches(graph, &clause.pattern, &row)?;
        if let Some(condition) = &clause.condition {
            found = keep(graph, found, condition)?;
        }
        graph.disorder(&mut found);
        if found.is_empty() && clause.optional {
            let mut row = row.clone();
            for name in variables(clause) {
                row.entry(name).or_insert(Value::Null);
            }
            found.push(row);
        }
        next.extend(found);
        bounded(next.len())?;
    }
    Ok(next)
}

/// The variables that a pattern declares.
fn variables(clause: &Match) -> Vec<Arc<str>> {
    let mut names = Vec::new();
    for part in &clause.pattern.parts {
        names.extend(part.variable.as_ref().map(|variable| Arc::clone(&variable.node)));
        names.extend(part.element.start.variable.as_ref().map(|variable| Arc::clone(&variable.node)));
        for (relationship, node) in &part.element.chain {
            names.extend(relationship.variable.as_ref().map(|variable| Arc::clone(&variable.node)));
            names.extend(node.variable.as_ref().map(|variable| Arc::clone(&variable.node)));
        }
    }
    names
}

pub fn project(graph: &NaiveGraph, projection: &Projection, rows: Vec<Row>) -> Result<Table, Failed> {
    let starred = starred(projection, &rows);
    let projection = &starred;
    let columns: Vec<Arc<str>> = projection.items.iter().map(name_of).collect::<Result<_, _>>()?;
    let aggregating = projection.items.iter().any(|item| is_aggregate(&item.expression));
    let mut made: Vec<(Vec<Value>, Row)> = Vec::new();
    if aggregating {
        for (values, row) in groups(graph, projection, rows)? {
            made.push((values, row));
        }
    } else {
        for row in rows {
            let values = projection.items.iter().map(|item| value_of(graph, &item.expression, &row)).collect::<Result<Vec<_>, _>>()?;
            made.push((values, row));
        }
    }
    if projection.distinct {
        let mut kept: Vec<(Vec<Value>, Row)> = Vec::new();
        for (values, row) in made {
            if !kept.iter().any(|(other, _)| alike(other, &values)) {
                kept.push((values, row));
            }
        }
        made = kept;
    }
    if aggregating || projection.distinct {
        graph.disorder(&mut made);
    }
    sort(graph, projection, &columns, &mut made)?;
    let count = |expression: &Option<Expression>| match expression.as_ref().map(|count| value_of(graph, count, &Row::new())).transpose()? {
        None => Ok(None),
        Some(Value::Integer(count)) if count >= 0 => Ok(Some(count as usize)),
        _ => unknown("a count is needed"),
    };
    let skip = count(&projection.skip)?.unwrap_or(0);
    let limit = count(&projection.limit)?.unwrap_or(usize::MAX);
    Ok(Table { columns, rows: made.into_iter().map(|(values, _)| values).skip(skip).take(limit).collect() })
}

/// A projection without `*`.
fn starred(projection: &Projection, rows: &[Row]) -> Projection {
    let mut projection = projection.clone();
    if std::mem::take(&mut projection.all) {
        let names = rows.first().into_iter().flat_map(Row::keys);
        let variable = |name: &Arc<str>| ProjectionItem {
            expression: ExpressionKind::Variable(Arc::clone(name)).into(),
            alias: None,
            text: Default::default(),
        };
        projection.items.splice(0..0, names.map(variable));
    }
    projection
}

fn name_of(item: &ProjectionItem) -> Result<Arc<str>, Failed> {
    match (&item.alias, &item.expression.kind) {
        (Some(alias), _) => Ok(Arc::clone(&alias.node)),
        (None, ExpressionKind::Variable(name)) => Ok(Arc::clone(name)),
        _ => unknown("an alias is needed"),
    }
}

/// Sorts by keys that see the projected columns first, then the row behind them.
fn sort(graph: &NaiveGraph, projection: &Projection, columns: &[Arc<str>], made: &mut Vec<(Vec<Value>, Row)>) -> Result<(), Failed> {
    let mut keyed = Vec::new();
    for (values, row) in made.drain(..) {
        let mut scope = row.clone();
        scope.extend(columns.iter().cloned().zip(values.iter().cloned()));
        let keys = projection.order.iter().map(|item| value_of(graph, &item.expression, &scope)).collect::<Result<Vec<_>, _>>()?;
        keyed.push((keys, values, row));
    }
    keyed.sort_by(|(a, ..), (b, ..)| {
        let mut pairs = a.iter().zip(b).zip(&projection.order);
        pairs
            .find_map(|((a, b), item)| {
                let order = order(a, b);
                let order = if item.descending { order.reverse() } else { order };
                (order != Ordering::Equal).then_some(order)
            })
            .unwrap_or(Ordering::Equal)
    });
    made.extend(keyed.into_iter().map(|(_, values, row)| (values, row)));
    Ok(())
}

fn alike(a: &[Value], b: &[Value]) -> bool {
    a.iter().zip(b).all(|(a, b)| equivalent(a, b))
}

/// Equivalent rows once.
fn distinct(rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    let mut kept: Vec<Vec<Value>> = Vec::new();
    for row in rows {
        if !kept.iter().any(|other| alike(other, &row)) {
            kept.push(row);
        }
    }
    kept
}

fn is_aggregate(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::CountAll => true,
        ExpressionKind::Call { name, .. } => ["count", "sum", "min", "max", "collect"].contains(&&*name.node),
        _ => false,
    }
}

/// One result row per group; an aggregate stands alone in its item.
fn groups(graph: &NaiveGraph, projection: &Projection, rows: Vec<Row>) -> Result<Vec<(Vec<Value>, Row)>, Failed> {
    let keys: Vec<&ProjectionItem> = projection.items.iter().filter(|item| !is_aggregate(&item.expression)).collect();
    let mut groups: Vec<(Vec<Value>, Vec<Row>)> = Vec::new();
    for row in rows {
        let key = keys.iter().map(|item| value_of(graph, &item.expression, &row)).collect::<Result<Vec<_>, _>>()?;
        match groups.iter_mut().find(|(other, _)| alike(other, &key)) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((key, vec![row])),
        }
    }
    if keys.is_empty() && groups.is_empty() {
        groups.push((Vec::new(), Vec::new()));
    }
    let mut made = Vec::new();
    for (key, rows) in groups {
        let mut key = key.into_iter();
        let mut values = Vec::new();
        for item in &projection.items {
            values.push(if is_aggregate(&item.expression) {
                aggregate(graph, &item.expression, &rows)?
            } else {
                key.next().unwrap_or(Value::Null)
            });
        }
        made.push((values, Row::new()));
    }
    Ok(made)
}

fn aggregate(graph: &NaiveGraph, expression: &Expression, rows: &[Row]) -> Result<Value, Failed> {
    let ExpressionKind::Call { name, distinct, arguments } = &expression.kind else {
        return Ok(Value::Integer(rows.len() as i64));
    };
    let mut values = Vec::new();
    for row in rows {
        let value = value_of(graph, &arguments[0], row)?;
        let again = *distinct && values.iter().any(|other| equivalent(other, &value));
        if !value.is_null() && !again {
            values.push(value);
        }
    }
    Ok(match &*name.node {
        "count" => Value::Integer(values.len() as i64),
        "collect" => Value::list(values),
        "min" => values.into_iter().min_by(order).unwrap_or(Value::Null),
        "max" => values.into_iter().max_by(order).unwrap_or(Value::Null),
        "sum" => {
            let mut total = 0i64;
            for value in &values {
                let Value::Integer(number) = value else { return unknown("sum of something else") };
                total = total.checked_add(*number).ok_or_else(|| Failed::Unknown("overflow".into()))?;
            }
            Value::Integer(total)
        }
        other => return unknown(format!("aggregate {other}")),
    })
}
