//! Walking plans.

use std::collections::BTreeMap;

use super::{ApplyKind, Expr, Plan};
use crate::text::Name;

impl Plan {
    /// One row without columns.
    pub fn unit() -> Self {
        Self::Argument { variables: Vec::new() }
    }

    /// The inputs, outer ones first.
    pub fn children(&self) -> Vec<&Plan> {
        match self {
            Self::Argument { .. } | Self::Empty { .. } => Vec::new(),
            Self::Scan { input, .. }
            | Self::ScanRelationships { input, .. }
            | Self::Seek { input, .. }
            | Self::Expand { input, .. }
            | Self::Intersect { input, .. }
            | Self::ExpandPath { input, .. }
            | Self::Reach { input, .. }
            | Self::Degrees { input, .. }
            | Self::Triangles { input, .. }
            | Self::ShortestPath { input, .. }
            | Self::Filter { input, .. }
            | Self::Project { input, .. }
            | Self::Extend { input, .. }
            | Self::Aggregate { input, .. }
            | Self::Distinct { input }
            | Self::Sort { input, .. }
            | Self::Top { input, .. }
            | Self::Skip { input, .. }
            | Self::Limit { input, .. }
            | Self::Unwind { input, .. }
            | Self::Call { input, .. }
            | Self::Create { input, .. }
            | Self::Update { input, .. }
            | Self::Delete { input, .. } => vec![input],
            Self::Union { inputs } => inputs.iter().collect(),
            Self::Product { left, right } | Self::Join { left, right, .. } => vec![left, right],
            Self::Apply { outer, inner, .. } => vec![outer, inner],
        }
    }

    /// The inputs, to be changed in place.
    pub fn children_mut(&mut self) -> Vec<&mut Plan> {
        match self {
            Self::Argument { .. } | Self::Empty { .. } => Vec::new(),
            Self::Scan { input, .. }
            | Self::ScanRelationships { input, .. }
            | Self::Seek { input, .. }
            | Self::Expand { input, .. }
            | Self::Intersect { input, .. }
            | Self::ExpandPath { input, .. }
            | Self::Reach { input, .. }
            | Self::Degrees { input, .. }
            | Self::Triangles { input, .. }
            | Self::ShortestPath { input, .. }
            | Self::Filter { input, .. }
            | Self::Project { input, .. }
            | Self::Extend { input, .. }
            | Self::Aggregate { input, .. }
            | Self::Distinct { input }
            | Self::Sort { input, .. }
            | Self::Top { input, .. }
            | Self::Skip { input, .. }
            | Self::Limit { input, .. }
            | Self::Unwind { input, .. }
            | Self::Call { input, .. }
            | Self::Create { input, .. }
            | Self::Update { input, .. }
            | Self::Delete { input, .. } => vec![input],
            Self::Union { inputs } => inputs.iter_mut().collect(),
            Self::Product { left, right } | Self::Join { left, right, .. } => vec![left, right],
            Self::Apply { outer, inner, .. } => vec![outer, inner],
        }
    }

    /// The only input of an operator that has one.
    pub fn input(&self) -> Option<&Plan> {
        match self.children()[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Takes the plan out, leaving a unit in its place.
    #[must_use]
    pub fn take(&mut self) -> Plan {
        std::mem::replace(self, Self::unit())
    }

    /// Calls `change` with every operator, inputs first.
    pub fn rewrite(&mut self, change: &mut dyn FnMut(&mut Plan)) {
        for child in self.children_mut() {
            child.rewrite(change);
        }
        change(self);
    }

    /// Calls `visit` with every operator, parents first.
    pub fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a Plan)) {
        visit(self);
        for child in self.children() {
            child.visit(visit);
        }
    }

    /// Calls `visit` with each expression of this operator itself.
    pub fn each_expression<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match self {
            Self::Argument { .. }
            | Self::Empty { .. }
            | Self::Scan { .. }
            | Self::ScanRelationships { .. }
            | Self::Expand { .. }
            | Self::Intersect { .. }
            | Self::Reach { .. }
            | Self::Degrees { .. }
            | Self::Triangles { .. }
            | Self::Distinct { .. }
            | Self::Union { .. }
            | Self::Product { .. } => {}
            Self::Apply { kind, .. } => {
                if let ApplyKind::Merge(merge) = kind {
                    merge.each_expression(visit);
                }
            }
            Self::Create { pattern, .. } => pattern.each_expression(visit),
            Self::Update { update, .. } => update.each_expression(visit),
            Self::Delete { entities, .. } => entities.iter().for_each(visit),
            Self::Seek { value, .. } => visit(value),
            Self::ExpandPath { each, .. } | Self::ShortestPath { each, .. } => {
                if let Some((_, condition)) = each {
                    visit(condition);
                }
            }
            Self::Filter { predicate, .. } => visit(predicate),
            Self::Project { items, .. } | Self::Extend { items, .. } => items.iter().for_each(|item| visit(&item.value)),
            Self::Aggregate { keys, aggregates, .. } => {
                for item in keys {
                    visit(&item.value);
                }
                aggregates.iter().flat_map(|(_, aggregate)| &aggregate.arguments).for_each(visit);
            }
            Self::Sort { keys, .. } => keys.iter().for_each(|key| visit(&key.value)),
            Self::Top { keys, skip, limit, .. } => {
                for key in keys {
                    visit(&key.value);
                }
                skip.iter().for_each(&mut *visit);
                visit(limit);
            }
            Self::Skip { count, .. } | Self::Limit { count, .. } => visit(count),
            Self::Unwind { list, .. } => visit(list),
            Self::Call { arguments, .. } => arguments.iter().for_each(visit),
            Self::Join { on, .. } => on.iter().for_each(|(left, right)| {
                visit(left);
                visit(right);
            }),
        }
    }

    /// Calls `change` with each expression of this operator itself.
    pub fn each_expression_mut(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        match self {
            Self::Argument { .. }
            | Self::Empty { .. }
            | Self::Scan { .. }
            | Self::ScanRelationships { .. }
            | Self::Expand { .. }
            | Self::Intersect { .. }
            | Self::Reach { .. }
            | Self::Degrees { .. }
            | Self::Triangles { .. }
            | Self::Distinct { .. }
            | Self::Union { .. }
            | Self::Product { .. } => {}
            Self::Apply { kind, .. } => {
                if let ApplyKind::Merge(merge) = kind {
                    merge.each_expression_mut(change);
                }
            }
            Self::Create { pattern, .. } => pattern.each_expression_mut(change),
            Self::Update { update, .. } => update.each_expression_mut(change),
            Self::Delete { entities, .. } => entities.iter_mut().for_each(change),
            Self::Seek { value, .. } => change(value),
            Self::ExpandPath { each, .. } | Self::ShortestPath { each, .. } => {
                if let Some((_, condition)) = each {
                    change(condition);
                }
            }
            Self::Filter { predicate, .. } => change(predicate),
            Self::Project { items, .. } | Self::Extend { items, .. } => items.iter_mut().for_each(|item| change(&mut item.value)),
            Self::Aggregate { keys, aggregates, .. } => {
                for item in keys {
                    change(&mut item.value);
                }
                aggregates.iter_mut().flat_map(|(_, aggregate)| &mut aggregate.arguments).for_each(change);
            }
            Self::Sort { keys, .. } => keys.iter_mut().for_each(|key| change(&mut key.value)),
            Self::Top { keys, skip, limit, .. } => {
                for key in keys {
                    change(&mut key.value);
                }
                skip.iter_mut().for_each(&mut *change);
                change(limit);
            }
            Self::Skip { count, .. } | Self::Limit { count, .. } => change(count),
            Self::Unwind { list, .. } => change(list),
            Self::Call { arguments, .. } => arguments.iter_mut().for_each(change),
            Self::Join { on, .. } => on.iter_mut().for_each(|(left, right)| {
                change(left);
                change(right);
            }),
        }
    }

    /// Puts expressions in place of columns in this operator's own expressions.
    pub fn substitute(&mut self, by: &BTreeMap<Name, Expr>) {
        self.each_expression_mut(&mut |expression| expression.substitute(by));
    }
}
