//! What must hold of every plan: columns are there when they are read, and none is declared twice.

use std::collections::BTreeSet;

use super::{ApplyKind, JoinKind, Plan, Statement};
use crate::text::Name;

/// What is wrong with a plan: a defect of the program, never of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// The operator.
    pub operator: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for Defect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.operator, self.reason)
    }
}

/// Checks a statement: its plan, and that all shown variables are columns.
pub fn check(statement: &Statement) -> Result<(), Defect> {
    let columns = columns_of(&statement.plan, &BTreeSet::new())?;
    for column in &statement.columns {
        if !columns.contains(&column.variable) {
            return defect(&statement.plan, format!("the answer's column `{}` is not there", column.variable));
        }
    }
    Ok(())
}

fn defect<T>(plan: &Plan, reason: String) -> Result<T, Defect> {
    Err(Defect { operator: plan.name(), reason })
}

/// The columns of a plan whose arguments come from `outside`.
fn columns_of(plan: &Plan, outside: &BTreeSet<Name>) -> Result<BTreeSet<Name>, Defect> {
    let mut sets = Vec::new();
    match plan {
        Plan::Argument { variables } => {
            if let Some(missing) = variables.iter().find(|name| !outside.contains(*name)) {
                return defect(plan, format!("`{missing}` does not come from outside"));
            }
            return Ok(variables.iter().cloned().collect());
        }
        Plan::Apply { outer, inner, kind } => {
            let outer = columns_of(outer, outside)?;
            let inner = match kind {
                ApplyKind::Repeat(repeat) => columns_of(inner, &add(plan, outer.clone(), BTreeSet::from([Name::clone(&repeat.enter)]))?)?,
                _ => columns_of(inner, &outer)?,
            };
            sets.extend([outer, inner]);
        }
        _ => {
            for child in plan.children() {
                sets.push(columns_of(child, outside)?);
            }
        }
    }
    combine(plan, sets)
}

fn combine(plan: &Plan, mut sets: Vec<BTreeSet<Name>>) -> Result<BTreeSet<Name>, Defect> {
    match plan {
        Plan::Product { .. } | Plan::Join { .. } => {
            if let Some(both) = sets[0].intersection(&sets[1]).next() {
                return defect(plan, format!("`{both}` is on both sides"));
            }
            if let Plan::Join { on, .. } = plan {
                for (left, right) in on {
                    present(plan, &left.names(), &sets[0])?;
                    present(plan, &right.names(), &sets[1])?;
                }
            }
            let right = sets.pop().unwrap_or_default();
            if !matches!(plan, Plan::Join { kind: JoinKind::Semi | JoinKind::Anti, .. }) {
                sets[0].extend(right);
            }
        }
        Plan::Union { .. } => {
            if sets.windows(2).any(|pair| pair[0] != pair[1]) {
                return defect(plan, "its inputs have different columns".to_owned());
            }
        }
        Plan::Apply { kind, .. } => return apply(plan, kind, sets),
        _ => {
            let columns = sets.first().cloned().unwrap_or_default();
            present(plan, &plan.reads(), &columns)?;
        }
    }
    let columns = sets.into_iter().next().unwrap_or_default();
    let added = plan.introduced();
    let distinct: BTreeSet<Name> = added.iter().cloned().collect();
    if distinct.len() != added.len() {
        return defect(plan, "it declares a column twice".to_owned());
    }
    match plan {
        Plan::Project { .. } | Plan::Aggregate { .. } => Ok(distinct),
        _ => add(plan, columns, distinct),
    }
}

fn apply(plan: &Plan, kind: &ApplyKind, mut sets: Vec<BTreeSet<Name>>) -> Result<BTreeSet<Name>, Defect> {
    let inner = sets.pop().unwrap_or_default();
    let outer = sets.pop().unwrap_or_default();
    match kind {
        ApplyKind::Semi | ApplyKind::Anti | ApplyKind::Each => Ok(outer),
        ApplyKind::Merge(merge) => {
            present(plan, &plan.reads(), &outer)?;
            present(plan, &merge.pattern.variables().cloned().collect(), &inner)?;
            Ok(outer.union(&inner).chain(&merge.created).cloned().collect())
        }
        ApplyKind::Rows | ApplyKind::Optional => Ok(outer.union(&inner).cloned().collect()),
        ApplyKind::Mark(name) | ApplyKind::Count(name) => add(plan, outer, BTreeSet::from([Name::clone(name)])),
        ApplyKind::Repeat(repeat) => {
            present(plan, &plan.reads(), &outer)?;
            present(plan, &repeat.of_inner().cloned().collect(), &inner)?;
            add(plan, outer, repeat.introduced().cloned().collect())
        }
        ApplyKind::Collect { variable, item } => {
            present(plan, &BTreeSet::from([Name::clone(item)]), &inner)?;
            add(plan, outer, BTreeSet::from([Name::clone(variable)]))
        }
    }
}

fn present(plan: &Plan, read: &BTreeSet<Name>, columns: &BTreeSet<Name>) -> Result<(), Defect> {
    match read.difference(columns).next() {
        Some(missing) => defect(plan, format!("it reads `{missing}`, which is not there")),
        None => Ok(()),
    }
}

fn add(plan: &Plan, mut columns: BTreeSet<Name>, more: BTreeSet<Name>) -> Result<BTreeSet<Name>, Defect> {
    if let Some(twice) = more.intersection(&columns).next() {
        defect(plan, format!("`{twice}` is there already"))
    } else {
        columns.extend(more);
        Ok(columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Column, Expr};

    #[test]
    fn a_missing_column_is_a_defect() {
        let name = |text: &str| Name::from(text);
        let scan = Plan::Scan { input: Box::new(Plan::unit()), variable: name("a"), label: None };
        let plan = Plan::Filter { input: Box::new(scan), predicate: Expr::variable(&name("b")) };
        let statement = Statement::new(plan, vec![Column { name: name("a"), variable: name("a") }]);
        assert_eq!(check(&statement).unwrap_err().to_string(), "Filter: it reads `b`, which is not there");
    }
}
