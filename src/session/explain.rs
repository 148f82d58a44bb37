//! `explain`: the sentence, its Cypher, and its plan with expected and actual rows.

use std::fmt::Write;

use super::Prepared;
use crate::execute::Trace;
use crate::graph::Statistics;
use crate::optimize::estimates;
use crate::plan::Plan;

/// The whole explanation as text.
pub(super) fn explanation(understood: Option<&str>, cypher: &str, prepared: &Prepared, statistics: &Statistics, trace: &Trace) -> String {
    let mut out = String::new();
    if let Some(understood) = understood {
        let _ = writeln!(out, "Understood\n  {understood}\n");
    }
    let _ = writeln!(out, "Cypher");
    for line in cypher.lines() {
        let _ = writeln!(out, "  {line}");
    }
    let _ = write!(out, "\nPlan\n{}", plan_text(&prepared.statement.plan, statistics, trace));
    out
}

/// A line per operator: rows, expected rows, and the operator, indented below the one that reads it.
fn plan_text(plan: &Plan, statistics: &Statistics, trace: &Trace) -> String {
    let mut out = format!("  {:>10} {:>10}  operator", "rows", "expected");
    let expected = estimates(plan, statistics);
    let mut number = 0;
    let mut open = vec![(plan, 0)];
    while let Some((plan, depth)) = open.pop() {
        let _ = write!(out, "\n  {:>10} {:>10}  ", trace.rows(number), rounded(expected.get(number).copied().unwrap_or_default()));
        let _ = write!(out, "{:indent$}{} {}", "", plan.name(), plan.details(), indent = depth * 2);
        out.truncate(out.trim_end().len());
        number += 1;
        open.extend(plan.children().into_iter().rev().map(|child| (child, depth + 1)));
    }
    out
}

/// Expected rows: whole numbers from ten on, one decimal below.
fn rounded(rows: f64) -> String {
    if rows >= 10.0 { format!("{rows:.0}") } else { format!("{rows:.1}") }
}
