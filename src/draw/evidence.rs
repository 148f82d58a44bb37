//! An answer with what it rests on: for each condition the relationships that were found, and those that are not there.

use std::collections::BTreeSet;

use super::collect::Collector;
use super::model::Role;
use crate::cypher::ast::Query;
use crate::diagnose::Diagnostics;
use crate::execute::Parameters;
use crate::explain::Run;
use crate::question::{Account, Sought};
use crate::text::Name;
use crate::value::{NodeId, Value};

/// Gathers the answers of an account, and for each of its conditions what it speaks of.
///
/// # Errors
/// Limits that a query reaches.
pub fn evidence(account: &Account, run: Run<'_>, collector: &mut Collector<'_>) -> Result<(), Diagnostics> {
    let candidates = nodes(&account.candidates.all, &Parameters::default(), run)?;
    let members = nodes(&account.members, &asked(&candidates), run)?;
    for node in &members {
        collector.node(*node, Role::Answer);
    }
    for sought in account.grounds.iter().flat_map(|ground| &ground.sought) {
        related(sought, &members, run, collector)?;
    }
    Ok(())
}

fn related(sought: &Sought, members: &BTreeSet<NodeId>, run: Run<'_>, collector: &mut Collector<'_>) -> Result<(), Diagnostics> {
    let asked = asked(members);
    let absence = if sought.phrase == "with" { "without".to_owned() } else { format!("not {}", sought.phrase) };
    let mut found: BTreeSet<NodeId> = BTreeSet::new();
    for query in &sought.found {
        for row in run(query, &asked)?.rows() {
            if let Value::Node(node) = row.value(0) {
                found.insert(node);
            }
            row.values().skip(2).for_each(|value| collector.value(&value, Role::Related));
        }
    }
    if let Some(query) = &sought.missing {
        for row in run(query, &asked)?.rows() {
            if let (Value::Node(node), Value::Node(other)) = (row.value(0), row.value(2)) {
                collector.missing(node, other, &absence);
            }
        }
    }
    let recorded = sought.recorded.as_ref().map(|query| nodes(query, &asked, run)).transpose()?;
    let objects = sought.object.as_ref().map(|query| nodes(query, &Parameters::default(), run)).transpose()?.unwrap_or_default();
    for node in members.difference(&found) {
        if recorded.as_ref().is_some_and(|recorded| !recorded.contains(node)) {
            collector.absent(*node, &format!("{}: not recorded", sought.wanted), "not recorded");
        } else if sought.denied && objects.is_empty() {
            collector.absent(*node, &format!("no {}", sought.wanted), &absence);
        } else if sought.denied {
            for object in &objects {
                collector.missing(*node, *object, &absence);
            }
        }
    }
    Ok(())
}

/// The nodes in the first column of a query.
fn nodes(query: &Query, parameters: &Parameters, run: Run<'_>) -> Result<BTreeSet<NodeId>, Diagnostics> {
    let answer = run(query, parameters)?;
    Ok(answer.rows().filter_map(|row| if let Value::Node(node) = row.value(0) { Some(node) } else { None }).collect())
}

/// The parameters of a query about these nodes.
fn asked(nodes: &BTreeSet<NodeId>) -> Parameters {
    let ids = nodes.iter().map(|node| Value::Integer(i64::from(node.0))).collect::<Vec<_>>();
    [(Name::from("nodes"), Value::list(ids))].into()
}
