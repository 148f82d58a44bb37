//! Label tests and membership over a batch.

use super::access;
use super::error::Fault;
use super::evaluate::Scope;
use super::gather::Gather;
use super::logic;
use super::program::Members;
use super::property;
use super::rows::Rows;
use crate::execute::{Column, Vector};
use crate::graph::Graph;
use crate::plan::Labels;
use crate::value::{NodeId, Value};

/// Label tests on nodes, type tests on relationships.
pub(super) fn has_labels(scope: Scope<'_>, of: &Column, labels: &Labels, rows: Rows<'_>) -> Result<Column, Fault> {
    let graph = scope.context.graph();
    property::present(scope, of, rows)?;
    if let Column::Node(nodes) = of {
        return Ok(Column::Boolean(nodes_have(graph, nodes, labels, rows)));
    }
    let mut gather = Gather::new(rows);
    for row in rows.iter() {
        gather.set(row, logic::value(access::has_labels(graph, &of.value(row), labels)?));
    }
    Ok(gather.finish())
}

/// One label by its bitmap, other expressions once for each label set that occurs.
fn nodes_have(graph: &Graph, nodes: &Vector<NodeId>, labels: &Labels, rows: Rows<'_>) -> Vector<bool> {
    let mut values = vec![false; rows.length()];
    if let Labels::Label(label) = labels {
        if let Some(members) = access::label(graph, label).and_then(|label| graph.label_sets().members(label)) {
            for row in rows.iter() {
                values[row] = members.contains(nodes.values[row].0);
            }
        }
    } else {
        let sets = graph.label_sets();
        let mut known = vec![None; sets.sets()];
        for row in rows.iter() {
            let code = sets.code(nodes.values[row].0);
            let decide = || access::set_fulfils(graph, labels, sets.set(code));
            values[row] = match known.get_mut(code as usize) {
                Some(known) => *known.get_or_insert_with(decide),
                None => decide(),
            };
        }
    }
    Vector { values: values.into(), validity: nodes.validity.clone() }
}

/// Membership in a constant list.
pub(super) fn members(items: &Column, members: &Members, rows: Rows<'_>) -> Column {
    let mut gather = Gather::new(rows);
    for row in rows.iter() {
        gather.set(row, logic::value(access::is_member(&items.value(row), members)));
    }
    gather.finish()
}

/// Membership in one list for all rows.
pub(super) fn contained(items: &Column, list: &Value, rows: Rows<'_>) -> Result<Column, Fault> {
    let mut gather = Gather::new(rows);
    for row in rows.iter() {
        gather.set(row, logic::value(access::contains(&items.value(row), list)?));
    }
    Ok(gather.finish())
}
