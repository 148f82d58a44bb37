//! Walking and rewriting expressions, so that rules need not spell out every variant.

use std::collections::{BTreeMap, BTreeSet};

use super::{Expr, ExprKind};
use crate::text::Name;
use crate::value::Type;

impl Expr {
    /// The operands, in order of evaluation.
    pub fn children(&self) -> Vec<&Expr> {
        let mut found = Vec::new();
        self.each_child(&mut |child| found.push(child));
        found
    }

    /// Calls `visit` with each operand, in order of evaluation.
    pub fn each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match &self.kind {
            ExprKind::Literal(_) | ExprKind::Parameter(_) | ExprKind::Variable(_) | ExprKind::Path(_) | ExprKind::Distinct(..) => {}
            ExprKind::Property { of, .. }
            | ExprKind::HasLabels { of, .. }
            | ExprKind::IsTyped { of, .. }
            | ExprKind::Not(of)
            | ExprKind::IsNull(of)
            | ExprKind::Negate(of) => visit(of),
            ExprKind::And(all) | ExprKind::Or(all) | ExprKind::Xor(all) | ExprKind::List(all) => all.iter().for_each(visit),
            ExprKind::Call { arguments, .. } => arguments.iter().for_each(visit),
            ExprKind::Map(entries) => entries.iter().for_each(|(_, value)| visit(value)),
            ExprKind::Compare { left, right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Text { left, right, .. }
            | ExprKind::In { item: left, list: right }
            | ExprKind::Index { of: left, index: right } => {
                visit(left);
                visit(right);
            }
            ExprKind::Slice { of, from, to } => {
                visit(of);
                from.iter().chain(to).for_each(|bound| visit(bound));
            }
            ExprKind::Case { branches, otherwise } => {
                for (condition, value) in branches {
                    visit(condition);
                    visit(value);
                }
                if let Some(value) = otherwise {
                    visit(value);
                }
            }
            ExprKind::ListComprehension { list, filter, map, .. } => {
                visit(list);
                filter.iter().chain(map).for_each(|part| visit(part));
            }
            ExprKind::Quantifier { list, predicate, .. } => {
                visit(list);
                visit(predicate);
            }
            ExprKind::Reduce { initial, list, step, .. } => {
                visit(initial);
                visit(list);
                visit(step);
            }
        }
    }

    /// Calls `change` with each operand, in order of evaluation.
    pub fn each_child_mut(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        match &mut self.kind {
            ExprKind::Literal(_) | ExprKind::Parameter(_) | ExprKind::Variable(_) | ExprKind::Path(_) | ExprKind::Distinct(..) => {}
            ExprKind::Property { of, .. }
            | ExprKind::HasLabels { of, .. }
            | ExprKind::IsTyped { of, .. }
            | ExprKind::Not(of)
            | ExprKind::IsNull(of)
            | ExprKind::Negate(of) => change(of),
            ExprKind::And(all) | ExprKind::Or(all) | ExprKind::Xor(all) | ExprKind::List(all) => all.iter_mut().for_each(change),
            ExprKind::Call { arguments, .. } => arguments.iter_mut().for_each(change),
            ExprKind::Map(entries) => entries.iter_mut().for_each(|(_, value)| change(value)),
            ExprKind::Compare { left, right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Text { left, right, .. }
            | ExprKind::In { item: left, list: right }
            | ExprKind::Index { of: left, index: right } => {
                change(left);
                change(right);
            }
            ExprKind::Slice { of, from, to } => {
                change(of);
                from.iter_mut().chain(to).for_each(|bound| change(bound));
            }
            ExprKind::Case { branches, otherwise } => {
                for (condition, value) in branches {
                    change(condition);
                    change(value);
                }
                if let Some(value) = otherwise {
                    change(value);
                }
            }
            ExprKind::ListComprehension { list, filter, map, .. } => {
                change(list);
                filter.iter_mut().chain(map).for_each(|part| change(part));
            }
            ExprKind::Quantifier { list, predicate, .. } => {
                change(list);
                change(predicate);
            }
            ExprKind::Reduce { initial, list, step, .. } => {
                change(initial);
                change(list);
                change(step);
            }
        }
    }

    /// Calls `visit` with this expression and everything in it, parents first.
    pub fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        visit(self);
        self.each_child(&mut |child| child.visit(visit));
    }

    /// Calls `change` with everything in this expression and then with itself.
    pub fn rewrite(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        self.each_child_mut(&mut |child| child.rewrite(change));
        change(self);
    }

    /// Adds the columns that it reads to `into`. Variables of its own comprehensions are none.
    pub fn collect_names(&self, into: &mut BTreeSet<Name>) {
        let mut own = Vec::new();
        let mut found = Vec::new();
        self.visit(&mut |part| match &part.kind {
            ExprKind::Variable(name) => found.push(name),
            ExprKind::Path(names) => found.extend(names),
            ExprKind::Distinct(left, right) => found.extend([left, right]),
            ExprKind::ListComprehension { variable, .. } | ExprKind::Quantifier { variable, .. } => own.push(variable),
            ExprKind::Reduce { accumulator, variable, .. } => own.extend([accumulator, variable]),
            _ => {}
        });
        into.extend(found.into_iter().filter(|name| !own.contains(name)).cloned());
    }

    /// The columns that it reads.
    pub fn names(&self) -> BTreeSet<Name> {
        let mut names = BTreeSet::new();
        self.collect_names(&mut names);
        names
    }

    /// Whether it reads this column.
    pub fn reads(&self, name: &str) -> bool {
        self.names().contains(name)
    }

    /// Puts expressions in place of columns. A column that must stay one (in a path) is only replaced by a column.
    pub fn substitute(&mut self, by: &BTreeMap<Name, Expr>) {
        let column = |name: &Name| match by.get(name).map(|to| &to.kind) {
            Some(ExprKind::Variable(to)) => Name::clone(to),
            _ => Name::clone(name),
        };
        self.rewrite(&mut |part| match &mut part.kind {
            ExprKind::Variable(name) => {
                if let Some(to) = by.get(name) {
                    *part = to.clone();
                }
            }
            ExprKind::Path(names) => names.iter_mut().for_each(|name| *name = column(name)),
            ExprKind::Distinct(left, right) => {
                *left = column(left);
                *right = column(right);
            }
            _ => {}
        });
    }

    /// Whether equal inputs always give equal results.
    pub fn is_deterministic(&self) -> bool {
        let mut yes = true;
        self.visit(&mut |part| yes &= !matches!(&part.kind, ExprKind::Call { function, .. } if !function.deterministic));
        yes
    }

    /// Whether its value may depend on the graph, and not only on the columns that it reads.
    pub fn reads_graph(&self) -> bool {
        let entity = |kind: &Type| matches!(kind, Type::Any | Type::Node | Type::Relationship | Type::Path);
        let mut reads = false;
        self.visit(&mut |part| {
            reads |= match &part.kind {
                ExprKind::Property { .. } | ExprKind::HasLabels { .. } | ExprKind::Index { .. } | ExprKind::Path(_) => true,
                ExprKind::Call { function, .. } => {
                    function.parameters.iter().any(|parameter| parameter.types.is_empty() || parameter.types.iter().any(entity))
                }
                _ => false,
            };
        });
        reads
    }

    /// The conjunction of `parts`; none if there are none.
    pub fn all_of(mut parts: Vec<Expr>) -> Option<Expr> {
        if parts.len() > 1 {
            return Some(Expr { place: parts[0].place, kind: ExprKind::And(parts) });
        }
        parts.pop()
    }

    /// The operands of a conjunction, or the expression itself.
    pub fn into_conjuncts(self) -> Vec<Expr> {
        match self.kind {
            ExprKind::And(all) => all.into_iter().flat_map(Expr::into_conjuncts).collect(),
            _ => vec![self],
        }
    }

    /// Whether it is this column.
    pub fn is_variable(&self, name: &str) -> bool {
        matches!(&self.kind, ExprKind::Variable(own) if &**own == name)
    }
}
