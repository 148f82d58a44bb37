//! Patterns: nodes, relationships and labels.

use super::{Expression, Variable};
use crate::text::{Name, Place, Spanned};
use crate::value::Direction;

/// Comma-separated pattern parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// The parts.
    pub parts: Vec<PatternPart>,
}

/// `[variable =] [shortestPath](element)`.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternPart {
    /// The path's variable.
    pub variable: Option<Variable>,
    /// Which of the paths are meant.
    pub selector: Selector,
    /// Nodes and relationships.
    pub element: PatternElement,
}

/// Which of the paths that fit are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Selector {
    /// All that fit.
    #[default]
    All,
    /// `shortestPath(…)`: one of the shortest. From a node to itself it is the shortest way round, or nothing but the node where
    /// `*0..` allows it: an end that is found at the start is no other case.
    Shortest,
    /// `allShortestPaths(…)`: all of the shortest.
    AllShortest,
}

/// A chain `node (relationship node)*`. What is repeated stands where a relationship does; a node that is not written beside it is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternElement {
    /// The first node.
    pub start: NodePattern,
    /// Relationship and next node.
    pub chain: Vec<(RelationshipPattern, NodePattern)>,
    /// Place of the whole.
    pub place: Place,
}

/// `(variable:Label {key: value} WHERE …)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodePattern {
    /// Its variable.
    pub variable: Option<Variable>,
    /// Its labels; `:A:B` is a conjunction.
    pub labels: Option<LabelExpression>,
    /// A map or a parameter of property values to be equal.
    pub properties: Option<Expression>,
    /// Inline condition.
    pub condition: Option<Expression>,
    /// Its place.
    pub place: Place,
}

/// `-[variable:TYPE|TYPE *min..max {key: value} WHERE …]->`.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationshipPattern {
    /// Its variable: a relationship, or a list of them with a length.
    pub variable: Option<Variable>,
    /// Its types: any of them; none means any type.
    pub types: Vec<Spanned<Name>>,
    /// A condition on its type that is no choice of names, as `!A`; there are no `types` then.
    pub type_expression: Option<LabelExpression>,
    /// Its direction, as seen from the node on the left.
    pub direction: Direction,
    /// `*min..max`; absent is exactly one.
    pub length: Option<Length>,
    /// A map or a parameter of property values to be equal.
    pub properties: Option<Expression>,
    /// Inline condition.
    pub condition: Option<Expression>,
    /// What is repeated, as often as `length` says, in place of one relationship; all else but the place is empty then.
    pub group: Option<Box<Group>>,
    /// Its place.
    pub place: Place,
}

/// `((a)-[:TYPE]->(b) WHERE …)`, which is repeated.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Nodes and relationships of one repetition.
    pub element: PatternElement,
    /// What holds of each repetition.
    pub condition: Option<Expression>,
}

/// `*min..max`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Least number of relationships; absent is 1.
    pub min: Option<u64>,
    /// Greatest number; absent is without limit.
    pub max: Option<u64>,
}

/// A label expression: `A`, `A&B` (also `A:B`), `A|B`, `!A`, `%`.
#[derive(Clone, Debug, PartialEq)]
pub enum LabelExpression {
    /// A label.
    Label(Spanned<Name>),
    /// All of them (at least two).
    And(Vec<LabelExpression>),
    /// Any of them (at least two).
    Or(Vec<LabelExpression>),
    /// Not it.
    Not(Box<LabelExpression>),
    /// `%`: any label at all.
    Any,
}

impl LabelExpression {
    /// The names in it, each once, in order.
    pub fn names(&self) -> Vec<&Spanned<Name>> {
        let mut names: Vec<&Spanned<Name>> = Vec::new();
        let mut open = vec![self];
        while let Some(part) = open.pop() {
            match part {
                Self::Label(name) if names.iter().all(|known| known.node != name.node) => names.push(name),
                Self::Label(_) | Self::Any => {}
                Self::Not(inner) => open.push(inner),
                Self::And(all) | Self::Or(all) => open.extend(all.iter().rev()),
            }
        }
        names
    }

    /// Whether it holds for what has one name (a relationship has one type), or, for none, a name that is not in it.
    pub fn accepts(&self, name: Option<&str>) -> bool {
        match self {
            Self::Label(own) => name.is_some_and(|name| name == &*own.node),
            Self::And(all) => all.iter().all(|part| part.accepts(name)),
            Self::Or(any) => any.iter().any(|part| part.accepts(name)),
            Self::Not(inner) => !inner.accepts(name),
            Self::Any => true,
        }
    }
}
