//! What operators that write hold: patterns to create and changes.

use std::fmt::{self, Display, Formatter};

use super::print_expression::{List, Operand, Shown};
use super::{ApplyKind, Expr, ExprKind, Plan, Reference};
use crate::text::Name;
use crate::value::{KeyId, LabelId, TypeId};

/// What `MERGE` does besides looking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merge {
    /// What is created for an outer row without inner rows. Its expressions read outer columns.
    pub pattern: NewPattern,
    /// What is changed where it was created (`ON CREATE`).
    pub on_create: Vec<Update>,
    /// What is changed where it was found (`ON MATCH`), for each inner row.
    pub on_match: Vec<Update>,
    /// A column that says whether it was created, if a later operator asks.
    pub created: Option<Name>,
}

/// Nodes and relationships to create.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewPattern {
    /// The nodes, in order of creation.
    pub nodes: Vec<NewNode>,
    /// The relationships, created after all nodes, in order.
    pub relationships: Vec<NewRelationship>,
}

impl Plan {
    /// Whether a condition or an index of the plan looks at a property of this name.
    pub fn reads_property(&self, key: &str) -> bool {
        self.any(&|operator| matches!(operator, Self::Seek { key: own, .. } if &*own.name == key), &|part| {
            matches!(&part.kind, ExprKind::Property { key: own, .. } if &*own.name == key)
                || matches!(part.kind, ExprKind::Index { .. } | ExprKind::Call { .. })
        })
    }

    /// Whether a scan or a condition of the plan looks at a label of this name.
    pub fn reads_label(&self, label: &str) -> bool {
        self.any(
            &|operator| match operator {
                Self::Scan { label: Some(own), .. } | Self::Seek { label: own, .. } => &*own.name == label,
                _ => false,
            },
            &|part| matches!(part.kind, ExprKind::HasLabels { .. } | ExprKind::Call { .. }),
        )
    }

    /// Whether an operator or a part of an expression is such a one.
    fn any(&self, operator: &dyn Fn(&Plan) -> bool, part: &dyn Fn(&Expr) -> bool) -> bool {
        let mut found = false;
        self.visit(&mut |plan| {
            found |= operator(plan);
            plan.each_expression(&mut |expression| expression.visit(&mut |inner| found |= part(inner)));
        });
        found
    }
}

impl NewPattern {
    /// The variables that it declares.
    pub fn variables(&self) -> impl Iterator<Item = &Name> {
        let nodes = self.nodes.iter().map(|node| &node.variable);
        nodes.chain(self.relationships.iter().map(|relationship| &relationship.variable))
    }
}

/// A node to create.
#[derive(Clone, Debug, PartialEq)]
pub struct NewNode {
    /// Its column.
    pub variable: Name,
    /// Its labels; analysis has given each its id.
    pub labels: Vec<Reference<LabelId>>,
    /// Its properties.
    pub properties: Properties,
}

/// A relationship to create.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRelationship {
    /// Its column.
    pub variable: Name,
    /// Its type; analysis has given it its id.
    pub kind: Reference<TypeId>,
    /// The start: a column of the input or a node of the same pattern.
    pub from: Name,
    /// The end: a column of the input or a node of the same pattern.
    pub to: Name,
    /// Its properties.
    pub properties: Properties,
}

/// Properties of something that is created; null leaves one out.
#[derive(Clone, Debug, PartialEq)]
pub enum Properties {
    /// Each with its expression; analysis has given each key its id.
    Each(Vec<(Reference<KeyId>, Expr)>),
    /// A map.
    Map(Expr),
}

/// A change of an entity; a null entity is left alone.
#[derive(Clone, Debug, PartialEq)]
pub enum Update {
    /// `SET n.key = value`; null removes, as `REMOVE n.key` does.
    Property {
        /// The entity.
        of: Expr,
        /// The property; analysis has given it its id.
        key: Reference<KeyId>,
        /// The new value.
        value: Expr,
    },
    /// `SET n[key] = value`.
    Entry {
        /// The entity.
        of: Expr,
        /// The property's name.
        key: Expr,
        /// The new value.
        value: Expr,
    },
    /// `SET n = value`: exactly the properties of a map or an entity.
    Replace {
        /// The entity.
        of: Expr,
        /// The map or entity.
        value: Expr,
    },
    /// `SET n += value`: the properties of a map or an entity besides those that there are.
    Extend {
        /// The entity.
        of: Expr,
        /// The map or entity.
        value: Expr,
    },
    /// `SET n:Label`.
    AddLabels {
        /// The node.
        of: Expr,
        /// The labels; analysis has given each its id.
        labels: Vec<Reference<LabelId>>,
    },
    /// `REMOVE n:Label`.
    RemoveLabels {
        /// The node.
        of: Expr,
        /// The labels.
        labels: Vec<Reference<LabelId>>,
    },
}

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

    /// The properties of each node and relationship.
    pub fn properties(&self) -> impl Iterator<Item = &Properties> {
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
    /// The entity that is changed.
    pub fn of(&self) -> &Expr {
        match self {
            Self::Property { of, .. }
            | Self::Entry { of, .. }
            | Self::Replace { of, .. }
            | Self::Extend { of, .. }
            | Self::AddLabels { of, .. }
            | Self::RemoveLabels { of, .. } => of,
        }
    }

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
