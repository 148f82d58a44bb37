//! The patterns and conditions of a query, by what hangs together.

use super::conjuncts;
use crate::cypher::ast::{Expression, ExpressionKind, LabelExpression, NodePattern, Pattern, PatternPart, RelationshipPattern};
use crate::question::{build, rename};
use crate::text::Name;

/// A query taken apart.
pub(super) struct Parts {
    /// The node that is asked about.
    pub(super) variable: Name,
    /// Its labels where it first has any.
    pub(super) labels: Vec<LabelExpression>,
    /// What speaks of it alone.
    pub(super) alone: Vec<Expression>,
    /// What hangs together.
    pub(super) clusters: Vec<Cluster>,
}

/// Patterns that hang together, each with the number of its `MATCH`, and what speaks of their variables.
#[derive(Default)]
pub(super) struct Cluster {
    pub(super) parts: Vec<(usize, PatternPart)>,
    pub(super) conditions: Vec<Expression>,
}

impl Cluster {
    fn variables(&self) -> Vec<Name> {
        let mut pattern = Pattern { parts: self.parts.iter().map(|(_, part)| part.clone()).collect() };
        let mut found = Vec::new();
        rename::pattern(&mut pattern, &mut |name: &Name| {
            found.push(name.clone());
            name.clone()
        });
        found
    }

    /// Whether two patterns of one `MATCH` could meet in one relationship, which may not be.
    fn may_meet(&self, number: usize, part: &PatternPart) -> bool {
        let steps = |part: &PatternPart| part.element.chain.iter().map(|(step, _)| step.clone()).collect::<Vec<_>>();
        let meet = |a: &RelationshipPattern, b: &RelationshipPattern| {
            a.types.is_empty() || b.types.is_empty() || a.types.iter().any(|kind| b.types.iter().any(|other| other.node == kind.node))
        };
        let own = steps(part);
        let same = self.parts.iter().filter(|(other, _)| *other == number);
        same.flat_map(|(_, part)| steps(part)).any(|step| own.iter().any(|other| meet(&step, other)))
    }
}

impl Parts {
    /// Nothing was taken yet.
    pub(super) fn of(variable: Name) -> Self {
        Self { variable, labels: Vec::new(), alone: Vec::new(), clusters: Vec::new() }
    }

    /// Takes a pattern, without what it says of the node by itself.
    pub(super) fn pattern(&mut self, number: usize, part: &PatternPart) {
        let mut part = part.clone();
        let element = &mut part.element;
        for node in std::iter::once(&mut element.start).chain(element.chain.iter_mut().map(|(_, node)| node)) {
            if node.variable.as_ref().is_some_and(|name| name.node == self.variable) {
                let bare = NodePattern { variable: node.variable.clone(), ..NodePattern::default() };
                self.node(std::mem::replace(node, bare));
            }
        }
        let bare = part.element.chain.is_empty() && part.variable.is_none();
        if bare && part.element.start.variable.as_ref().is_some_and(|name| name.node == self.variable) {
            return;
        }
        let own = Cluster { parts: vec![(number, part.clone())], conditions: Vec::new() };
        let names: Vec<Name> = own.variables().into_iter().filter(|name| *name != self.variable).collect();
        self.join(own, |cluster| cluster.may_meet(number, &part) || cluster.variables().iter().any(|name| names.contains(name)));
    }

    /// What a pattern says of the node by itself.
    fn node(&mut self, node: NodePattern) {
        let own = || build::variable(&self.variable);
        match node.labels {
            Some(labels) if self.labels.is_empty() => self.labels.push(labels),
            Some(labels) => self.alone.push(ExpressionKind::HasLabels { of: Box::new(own()), labels }.into()),
            None => {}
        }
        match node.properties {
            Some(Expression { kind: ExpressionKind::Map(entries), .. }) => {
                for (key, value) in entries {
                    self.alone.push(build::equal(build::property(own(), &key.node), value));
                }
            }
            Some(other) => {
                let node = NodePattern { properties: Some(other), variable: node.variable, ..NodePattern::default() };
                self.alone.push(build::exists(build::nodes(vec![node]), None));
            }
            None => {}
        }
        for condition in conjuncts(node.condition.as_ref()) {
            self.condition(condition);
        }
    }

    /// Takes a condition.
    pub(super) fn condition(&mut self, condition: Expression) {
        let names = mentioned(&condition);
        let touches = |cluster: &Cluster| cluster.variables().iter().any(|name| *name != self.variable && names.contains(name));
        if self.clusters.iter().any(touches) {
            let variable = self.variable.clone();
            let own = Cluster { parts: Vec::new(), conditions: vec![condition] };
            self.join(own, |cluster| cluster.variables().iter().any(|name| *name != variable && names.contains(name)));
        } else {
            self.alone.push(condition);
        }
    }

    /// Adds a cluster, joined with those that hang together with it.
    fn join(&mut self, mut own: Cluster, hangs: impl Fn(&Cluster) -> bool) {
        let mut kept = Vec::new();
        let mut joined = Cluster::default();
        for cluster in self.clusters.drain(..) {
            if hangs(&cluster) {
                joined.parts.extend(cluster.parts);
                joined.conditions.extend(cluster.conditions);
            } else {
                kept.push(cluster);
            }
        }
        joined.parts.append(&mut own.parts);
        joined.conditions.append(&mut own.conditions);
        kept.push(joined);
        self.clusters = kept;
    }
}

/// The variables of an expression, those of its subqueries too.
pub(super) fn mentioned(expression: &Expression) -> Vec<Name> {
    let mut found = Vec::new();
    rename::expression(&mut expression.clone(), &mut |name: &Name| {
        found.push(name.clone());
        name.clone()
    });
    found
}
