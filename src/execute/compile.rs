//! From a plan to a program: names become positions, and columns that nothing reads any more are left behind.
//!
//! **Subqueries.** The inner plan of an apply runs once per batch of outer rows. Its leaves give the outer rows with one
//! more column, the row's number in the batch; every operator of the inner plan carries that column along, and those that
//! look at several rows at once (aggregates, limits, sorting, products …) do so per number. So a subquery is decorrelated
//! by the way it runs. An inner plan that reads nothing from outside runs once and its rows serve every outer row.

use std::collections::BTreeSet;

use super::argument::{Argument, Unit};
use super::counted::Counted;
use super::error::Error;
use super::flatten::Flatten;
use super::write::{create, delete, update};
use super::{Layout, Operator, expression};
use super::{
    aggregate, apply, call, degrees, distinct, expand, expand_path, filter, intersect, join, limit, product, project, reach, scan,
    scan_relationships, seek, semi_join, shortest_path, sort, top, triangles,
};
use super::{union, unwind};
use crate::diagnose::Diagnostics;
use crate::plan::{Expr, JoinKind, Plan};
use crate::text::Name;

/// The columns that are still read above an operator.
pub type Live = BTreeSet<Name>;

/// A compiled operator and the columns that it gives.
#[derive(Debug)]
pub struct Compiled {
    /// The operator.
    pub operator: Box<dyn Operator>,
    /// Its columns, those of a fan left out.
    pub layout: Layout,
    /// Its last expand, if its batches have one that is not multiplied out.
    pub fan: Option<FanColumns>,
}

/// The columns that a fan becomes when it is multiplied out; those that nothing reads have no name.
#[derive(Clone, Debug, Default)]
pub struct FanColumns {
    /// The relationship.
    pub relationship: Option<Name>,
    /// The node at the far end.
    pub node: Option<Name>,
}

impl FanColumns {
    /// Whether the name is one of its columns.
    pub fn contains(&self, name: &Name) -> bool {
        self.relationship.as_ref() == Some(name) || self.node.as_ref() == Some(name)
    }
}

impl Compiled {
    /// An operator without fan.
    pub fn new(operator: impl Operator + 'static, layout: Layout) -> Self {
        Self { operator: Box::new(operator), layout, fan: None }
    }

    /// The operator, with its rows counted under a number.
    fn counted(self, number: usize) -> Self {
        Self { operator: Box::new(Counted::new(self.operator, number)), ..self }
    }

    /// The positions of the columns that are still read.
    pub fn keep(&self, live: &Live) -> Vec<usize> {
        (0..self.layout.len()).filter(|&position| live.contains(&self.layout.names()[position])).collect()
    }

    /// The operator with its fan, if it has one, multiplied out.
    pub fn multiplied(self, live: &Live) -> Self {
        let Some(fan) = &self.fan else { return self };
        let keep = self.keep(live);
        let mut layout = self.kept(&keep);
        layout.extend(fan.relationship.iter().chain(&fan.node).cloned());
        let (relationship, node) = (fan.relationship.is_some(), fan.node.is_some());
        Self::new(Flatten { input: self.operator, keep, relationship, node }, layout)
    }

    /// The layout of the columns at these positions.
    pub fn kept(&self, keep: &[usize]) -> Layout {
        Layout::new(keep.iter().map(|&position| Name::clone(&self.layout.names()[position])))
    }
}

/// What surrounds the plan that is being compiled.
#[derive(Debug, Default)]
struct Scope {
    /// The column with the number of the outer row; none at the top.
    row: Option<Name>,
    /// The columns that the leaves can take.
    argument: Layout,
}

/// The state of compiling one plan.
#[derive(Debug, Default)]
pub struct Compiler {
    scope: Scope,
    /// Number of the next operator, in the order in which the plan prints them.
    next: usize,
    depth: usize,
}

impl Compiler {
    /// Compiles a plan whose columns in `live` are read. Its batches may have a fan.
    pub fn plan(&mut self, plan: &Plan, live: &Live) -> Result<Compiled, Diagnostics> {
        let number = self.next;
        self.next += 1;
        self.operator(plan, live).map(|compiled| compiled.counted(number))
    }

    /// Compiles the operator at the top of a plan, and its inputs. No arm looks at its result: each would add to a frame of
    /// which there are as many as the plan is deep.
    fn operator(&mut self, plan: &Plan, live: &Live) -> Result<Compiled, Diagnostics> {
        match plan {
            Plan::Argument { variables } => self.argument(variables, live),
            Plan::Empty { variables } => Ok(self.empty(variables, live)),
            Plan::Scan { input, variable, label } => scan::compile(self, input, variable, label.as_ref(), live),
            Plan::ScanRelationships { input, variable, types } => scan_relationships::compile(self, input, variable, types, live),
            Plan::Seek { input, variable, label, key, value } => seek::compile(self, input, (variable, label, key, value), live),
            Plan::Expand { input, hop, into } => expand::compile(self, input, hop, *into, live),
            Plan::Intersect { input, hops } => intersect::compile(self, input, hops, live),
            Plan::ExpandPath { input, hop, lengths, into, each } => {
                expand_path::compile(self, input, (hop, *lengths, *into, each.as_ref()), live)
            }
            Plan::Degrees { input, hops, variable } => degrees::compile(self, input, hops, variable, live),
            Plan::Triangles { input, hops, variable } => triangles::compile(self, input, hops, variable, live),
            Plan::Reach { input, hop, lengths } => reach::compile(self, input, hop, *lengths, live),
            Plan::ShortestPath { input, hop, lengths, all, each } => {
                shortest_path::compile(self, input, (hop, *lengths, *all, each.as_ref()), live)
            }
            Plan::Filter { input, predicate } => filter::compile(self, input, predicate, live),
            Plan::Project { input, items } => project::compile_project(self, input, items, live),
            Plan::Extend { input, items } => project::compile_extend(self, input, items, live),
            Plan::Aggregate { input, keys, aggregates } => aggregate::compile(self, input, keys, aggregates, live),
            Plan::Distinct { input } => distinct::compile(self, input, live),
            Plan::Sort { input, keys } => sort::compile(self, input, keys, live),
            Plan::Top { input, keys, skip, limit } => top::compile(self, input, keys, (skip.as_ref(), limit), live),
            Plan::Skip { input, count } => limit::compile(self, input, limit::Clause::Skip, count, live),
            Plan::Limit { input, count } => limit::compile(self, input, limit::Clause::Limit, count, live),
            Plan::Unwind { input, list, variable } => unwind::compile(self, input, list, variable, live),
            Plan::Call { input, procedure, arguments, implicit, yields, place } => {
                call::compile(self, input, (procedure, (arguments, *implicit), yields, *place), live)
            }
            Plan::Union { inputs } => union::compile(self, inputs, live),
            Plan::Product { left, right } => product::compile(self, left, right, live),
            Plan::Join { left, right, on, kind: JoinKind::Inner } => join::compile(self, left, right, on, live),
            Plan::Join { left, right, on, kind } => semi_join::compile(self, left, right, (on, *kind == JoinKind::Anti), live),
            Plan::Create { input, pattern } => create::compile(self, input, pattern, live),
            Plan::Update { input, update } => update::compile(self, input, update, live),
            Plan::Delete { input, entities, detach } => delete::compile(self, input, entities, *detach, live),
            Plan::Apply { outer, inner, kind } => apply::compile(self, outer, inner, kind, live),
        }
    }

    /// Compiles an input of which `reads` is read besides `live`, with its fan multiplied out.
    pub fn input(&mut self, plan: &Plan, live: &Live, reads: impl IntoIterator<Item = Name>) -> Result<Compiled, Diagnostics> {
        let mut wanted = live.clone();
        wanted.extend(reads);
        self.flat(plan, &wanted)
    }

    /// Compiles a plan with its fan multiplied out.
    pub fn flat(&mut self, plan: &Plan, live: &Live) -> Result<Compiled, Diagnostics> {
        self.plan(plan, live).map(|compiled| compiled.multiplied(live))
    }

    /// Compiles the inner plan of an apply, whose leaves see the columns of `outer`. Gives also the name of the column with
    /// the number of the outer row; none where the plan reads nothing from outside and so was compiled to run by itself.
    pub fn inner(&mut self, plan: &Plan, outer: &Layout, live: &Live) -> Result<(Compiled, Option<Name>), Diagnostics> {
        self.depth += 1;
        // A name with a space is none that lowering gives.
        let row = (!needed_arguments(plan).is_empty()).then(|| Name::from(format!("row {}", self.depth)));
        let mut argument = outer.clone();
        argument.extend(row.clone());
        let scope = std::mem::replace(&mut self.scope, Scope { row: row.clone(), argument });
        let mut live = live.clone();
        live.extend(row.clone());
        let compiled = self.plan(plan, &live);
        self.scope = scope;
        self.depth -= 1;
        Ok((compiled?, row))
    }

    /// Compiles a plan that takes nothing from outside, to be run by itself.
    pub fn separate(&mut self, plan: &Plan, live: &Live) -> Result<Compiled, Diagnostics> {
        let scope = std::mem::take(&mut self.scope);
        let compiled = self.flat(plan, live);
        self.scope = scope;
        compiled
    }

    /// Whether a plan takes columns from the enclosing apply.
    pub fn is_correlated(&self, plan: &Plan) -> bool {
        self.scope.row.is_some() && !needed_arguments(plan).is_empty()
    }

    /// The column with the number of the outer row, within the inner plan of an apply.
    pub fn row(&self) -> Option<&Name> {
        self.scope.row.as_ref()
    }

    fn argument(&self, variables: &[Name], live: &Live) -> Result<Compiled, Diagnostics> {
        let Some(row) = &self.scope.row else {
            return Ok(Compiled::new(Unit, Layout::default()));
        };
        let names = variables.iter().filter(|name| live.contains(*name)).chain([row]).cloned();
        let layout = Layout::new(names);
        let positions = layout.names().iter().map(|name| position(&self.scope.argument, name, "Argument")).collect::<Result<_, _>>()?;
        Ok(Compiled::new(Argument { positions }, layout))
    }

    fn empty(&self, variables: &[Name], live: &Live) -> Compiled {
        let names = variables.iter().filter(|name| live.contains(*name)).chain(&self.scope.row).cloned();
        Compiled::new(super::argument::Empty, Layout::new(names))
    }
}

/// The columns that a plan takes from outside and looks at.
pub fn needed_arguments(plan: &Plan) -> Live {
    let mut read = Live::new();
    let mut all = false;
    plan.visit(&mut |operator| {
        all |= matches!(operator, Plan::Distinct { .. } | Plan::Union { .. });
        read.extend(operator.reads());
    });
    plan.arguments().into_iter().filter(|name| all || read.contains(name)).collect()
}

/// The position of a column that `operator` reads.
pub fn position(layout: &Layout, name: &Name, operator: &'static str) -> Result<usize, Diagnostics> {
    layout.position(name).ok_or_else(|| Error::UnknownColumn { name: Name::clone(name), operator }.into())
}

/// The programs of several expressions.
pub fn programs<'e>(expressions: impl IntoIterator<Item = &'e Expr>, layout: &Layout) -> Result<Vec<expression::Program>, Diagnostics> {
    expressions.into_iter().map(|expression| Ok(expression::Program::compile(expression, layout)?)).collect()
}

/// The columns that expressions read.
pub fn reads<'e>(expressions: impl IntoIterator<Item = &'e Expr>) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    for expression in expressions {
        expression.collect_names(&mut names);
    }
    names
}
