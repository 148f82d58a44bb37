//! Subqueries: in expressions, and called.

use std::sync::Arc;

use legation::cypher::ast::{
    CallSubquery, Clause, Expression, Imports, PatternElement, PatternPart, ProjectionItem, Query, Selector, Subquery, Variable,
};
use legation::cypher::ast::{ExpressionKind, Pattern};
use legation::value::Value;

use super::expression::{evaluate as value_of, keep};
use super::pattern::matches;
use super::write::Run;
use super::{Failed, NaiveGraph, Row, Table, unknown};

/// The answer of a query in an expression: it sees every variable of the row, behind its projections too.
pub fn query(graph: &NaiveGraph, query: &Query, row: &Row) -> Result<Table, Failed> {
    Run::new(graph).query(query, row, row)
}

/// How many rows a subquery in braces has.
pub fn count(graph: &NaiveGraph, subquery: &Subquery, row: &Row) -> Result<usize, Failed> {
    match subquery {
        Subquery::Query(inner) => {
            let last = inner.first.clauses.last();
            if matches!(last, Some(Clause::Return(_))) {
                return Ok(query(graph, inner, row)?.rows.len());
            }
            // Without RETURN, its rows are those of its last clause.
            let mut run = Run::new(graph);
            inner.first.clauses.iter().try_fold(vec![row.clone()], |rows, clause| run.clause(clause, rows, row)).map(|rows| rows.len())
        }
        Subquery::Pattern { pattern, condition } => {
            let mut rows = matches(graph, pattern, row)?;
            if let Some(condition) = condition {
                rows = keep(graph, rows, condition)?;
            }
            Ok(rows.len())
        }
    }
}

/// `COLLECT { … }`.
pub fn collect(graph: &NaiveGraph, inner: &Query, row: &Row) -> Result<Value, Failed> {
    let table = query(graph, inner, row)?;
    Ok(Value::list(table.rows.into_iter().map(|mut row| row.swap_remove(0)).collect::<Vec<_>>()))
}

/// `[path = pattern WHERE condition | map]`.
pub fn comprehension(
    graph: &NaiveGraph,
    path: Option<&Variable>,
    element: &PatternElement,
    condition: Option<&Expression>,
    map: &Expression,
    row: &Row,
) -> Result<Value, Failed> {
    let part = PatternPart { variable: path.cloned(), selector: Selector::All, element: element.clone() };
    let mut rows = matches(graph, &Pattern { parts: vec![part] }, row)?;
    if let Some(condition) = condition {
        rows = keep(graph, rows, condition)?;
    }
    graph.disorder(&mut rows);
    Ok(Value::list(rows.iter().map(|row| value_of(graph, map, row)).collect::<Result<Vec<_>, _>>()?))
}

impl Run {
    /// `CALL { … }`: for each row, joined with what it gives; a subquery that gives no columns keeps each row as it is.
    pub fn called(&mut self, clause: &CallSubquery, rows: Vec<Row>) -> Result<Vec<Row>, Failed> {
        let columns = returned(&clause.query)?;
        let mut next = Vec::new();
        for row in rows {
            let table = match &clause.imports {
                Imports::With if imports(&clause.query) => self.query(&clause.query, &row, &Row::new())?,
                Imports::With => self.query(&clause.query, &Row::new(), &Row::new())?,
                Imports::All => self.query(&clause.query, &row, &row)?,
                Imports::Variables(names) => {
                    let seen = |name: &Variable| Some((Arc::clone(&name.node), row.get(&name.node)?.clone()));
                    let seen: Row = names.iter().filter_map(seen).collect();
                    self.query(&clause.query, &seen, &seen)?
                }
            };
            let Some(columns) = &columns else {
                next.push(row);
                continue;
            };
            if clause.optional && table.rows.is_empty() {
                let mut row = row.clone();
                row.extend(columns.iter().map(|name| (Arc::clone(name), Value::Null)));
                next.push(row);
            }
            for inner in table.rows {
                let mut row = row.clone();
                row.extend(table.columns.iter().cloned().zip(inner));
                next.push(row);
            }
            super::bounded(next.len())?;
        }
        Ok(next)
    }
}

/// Whether the parts of a query begin with the `WITH` that names what they import.
fn imports(query: &Query) -> bool {
    matches!(query.first.clauses.first(), Some(Clause::With(_)))
}

/// The columns of a query; none if it returns nothing.
fn returned(query: &Query) -> Result<Option<Vec<Arc<str>>>, Failed> {
    let Some(Clause::Return(last)) = query.first.clauses.last() else { return Ok(None) };
    let name = |item: &ProjectionItem| match (&item.alias, &item.expression.kind) {
        (Some(alias), _) => Ok(Arc::clone(&alias.node)),
        (None, ExpressionKind::Variable(name)) => Ok(Arc::clone(name)),
        _ => unknown("an alias is needed"),
    };
    last.projection.items.iter().map(name).collect::<Result<_, _>>().map(Some)
}
