//! Walking and printing what writing operators hold.

use std::fmt::{self, Display, Formatter};

use super::print_expression::{List, Operand, Shown};
use super::{ApplyKind, Expr, Merge, NewNode, NewPattern, NewRelationship, Plan, Properties, Update};
use crate::text::Name;

impl Plan {
    /// Whether it changes the graph.
    pub fn writes(&self) -> bool {
        let mut writes = false;
        self.visit(&mut |operator| {
            writes |= match operator {
                Self::Create { .. } | Self::Update { .. } | Self::Delete { .. } => true,
                Self::Apply { kind, .. } => matches!(kind, ApplyKind::Merge(_)),
                _ => false,
            }
        });
        writes
    }
}

impl NewPattern {
    /// The nodes that its relationships join.
    pub fn ends(&self) -> impl Iterator<Item = &Name> {
        self.relationships.iter().flat_map(|relationship| [&relationship.from, &relationship.to])
    }

    fn properties(&self) -> impl Iterator<Item = &Properties> {
        let nodes = self.nodes.iter().map(|node| &node.properties);
        nodes.chain(self.relationships.iter().map(|relationship| &relationship.properties))
    }

    /// Calls `visit` with each expression.
    pub fn each_expression<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        for properties in self.properties() {
            match properties {
                Properties::Each(all) => all.iter().for_each(|(_, value)| visit(value)),
                Properties::Map(map) => visit(map),
            }
        }
    }

    /// Calls `change` with each expression.
    pub fn each_expression_mut(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        let nodes = self.nodes.iter_mut().map(|node| &mut node.properties);
        for properties in nodes.chain(self.relationships.iter_mut().map(|relationship| &mut relationship.properties)) {
            match properties {
                Properties::Each(all) => all.iter_mut().for_each(|(_, value)| change(value)),
                Properties::Map(map) => change(map),
            }
        }
    }
}

impl Merge {
    /// Calls `visit` with each expression.
    pub fn each_expression<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        self.pattern.each_expression(visit);
        self.on_create.iter().chain(&self.on_match).for_each(|update| update.each_expression(visit));
    }

    /// Calls `change` with each expression.
    pub fn each_expression_mut(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        self.pattern.each_expression_mut(change);
        self.on_create.iter_mut().chain(&mut self.on_match).for_each(|update| update.each_expression_mut(change));
    }
}

impl Update {
    /// Calls `visit` with each expression.
    pub fn each_expression<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match self {
            Self::Property { of, value, .. } | Self::Replace { of, value } | Self::Extend { of, value } => {
                [of, value].into_iter().for_each(visit);
            }
            Self::Entry { of, key, value } => [of, key, value].into_iter().for_each(visit),
            Self::AddLabels { of, .. } | Self::RemoveLabels { of, .. } => visit(of),
        }
    }

    /// Calls `change` with each expression.
    pub fn each_expression_mut(&mut self, change: &mut dyn FnMut(&mut Expr)) {
        match self {
            Self::Property { of, value, .. } | Self::Replace { of, value } | Self::Extend { of, value } => {
                [of, value].into_iter().for_each(change);
            }
            Self::Entry { of, key, value } => [of, key, value].into_iter().for_each(change),
            Self::AddLabels { of, .. } | Self::RemoveLabels { of, .. } => change(of),
        }
    }
}

impl Display for NewNode {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "({}", Shown(&self.variable))?;
        self.labels.iter().try_for_each(|label| write!(f, ":{}", Shown(&label.name)))?;
        write!(f, "{})", self.properties)
    }
}

impl Display for NewRelationship {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { variable, kind, from, to, properties } = self;
        write!(f, "({})-[{}:{}{properties}]->({})", Shown(from), Shown(variable), Shown(&kind.name), Shown(to))
    }
}

impl Display for Properties {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Each(all) if all.is_empty() => Ok(()),
            Self::Each(all) => {
                for (index, (key, value)) in all.iter().enumerate() {
                    write!(f, "{}{}: {value}", if index > 0 { ", " } else { " {" }, Shown(&key.name))?;
                }
                f.write_str("}")
            }
            Self::Map(map) => write!(f, " {map}"),
        }
    }
}

impl Display for NewPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", List(&self.nodes))?;
        let comma = if self.nodes.is_empty() || self.relationships.is_empty() { "" } else { ", " };
        write!(f, "{comma}{}", List(&self.relationships))
    }
}

impl Display for Update {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property { of, key, value } => write!(f, "{}.{} = {value}", Operand(of), Shown(&key.name)),
            Self::Entry { of, key, value } => write!(f, "{}[{key}] = {value}", Operand(of)),
            Self::Replace { of, value } => write!(f, "{of} = {value}"),
            Self::Extend { of, value } => write!(f, "{of} += {value}"),
            Self::AddLabels { of, labels } | Self::RemoveLabels { of, labels } => {
                write!(f, "{}", Operand(of))?;
                labels.iter().try_for_each(|label| write!(f, ":{}", Shown(&label.name)))
            }
        }
    }
}

impl Display for Merge {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.pattern)?;
        self.on_create.iter().try_for_each(|update| write!(f, " ON CREATE {update}"))?;
        self.on_match.iter().try_for_each(|update| write!(f, " ON MATCH {update}"))
    }
}
