//! Patterns as text.

use std::fmt::{self, Display, Formatter};

use super::super::ast::{Group, LabelExpression, Length, NodePattern, Pattern, PatternElement, PatternPart, RelationshipPattern, Selector};
use super::name::{SchemaName, VariableName};
use super::{joined, prefixed};
use crate::value::Direction;

impl Display for Pattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        joined(f, &self.parts, ", ")
    }
}

impl Display for PatternPart {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(variable) = &self.variable {
            write!(f, "{} = ", VariableName(&variable.node))?;
        }
        selected(f, self.selector, &self.element)
    }
}

/// The element in the words that say which of its paths are meant.
pub(super) fn selected(f: &mut Formatter<'_>, selector: Selector, element: &PatternElement) -> fmt::Result {
    match selector {
        Selector::All => element.fmt(f),
        Selector::Shortest => write!(f, "shortestPath({element})"),
        Selector::AllShortest => write!(f, "allShortestPaths({element})"),
    }
}

impl Display for PatternElement {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.start.fmt(f)?;
        self.chain.iter().try_for_each(|(relationship, node)| write!(f, "{relationship}{node}"))
    }
}

impl Display for NodePattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let variable = self.variable.as_ref().map(|variable| VariableName(&variable.node).to_string());
        let labels = self.labels.as_ref().map(|labels| Labels::in_pattern(labels).to_string());
        if variable.is_some() || labels.is_some() {
            parts.push(variable.unwrap_or_default() + &labels.unwrap_or_default());
        }
        parts.extend(self.properties.as_ref().map(ToString::to_string));
        parts.extend(self.condition.as_ref().map(|condition| format!("WHERE {condition}")));
        write!(f, "({})", parts.join(" "))
    }
}

impl Display for RelationshipPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(group) = &self.group {
            return write!(f, "({group}){}", Quantifier(self.length));
        }
        f.write_str(if self.direction == Direction::Incoming { "<-" } else { "-" })?;
        let mut parts = Vec::new();
        let mut head = self.variable.as_ref().map(|variable| VariableName(&variable.node).to_string()).unwrap_or_default();
        for (index, name) in self.types.iter().enumerate() {
            head += if index == 0 { ":" } else { "|" };
            head += &SchemaName(&name.node).to_string();
        }
        if let Some(types) = &self.type_expression {
            head += ":";
            head += &types.to_string();
        }
        head += &self.length.as_ref().map(ToString::to_string).unwrap_or_default();
        parts.extend(Some(head).filter(|head| !head.is_empty()));
        parts.extend(self.properties.as_ref().map(ToString::to_string));
        parts.extend(self.condition.as_ref().map(|condition| format!("WHERE {condition}")));
        if !parts.is_empty() {
            write!(f, "[{}]", parts.join(" "))?;
        }
        f.write_str(if self.direction == Direction::Outgoing { "->" } else { "-" })
    }
}

impl Display for Group {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.element.fmt(f)?;
        prefixed(f, " WHERE ", self.condition.as_ref())
    }
}

/// How often a group is repeated.
struct Quantifier(Option<Length>);

impl Display for Quantifier {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Length { min, max } = self.0.unwrap_or(Length { min: Some(1), max: Some(1) });
        match (min.unwrap_or_default(), max) {
            (0, None) => f.write_str("*"),
            (1, None) => f.write_str("+"),
            (min, None) => write!(f, "{{{min},}}"),
            (min, Some(max)) if min == max => write!(f, "{{{min}}}"),
            (min, Some(max)) => write!(f, "{{{min},{max}}}"),
        }
    }
}

impl Display for Length {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (None, None) => f.write_str("*"),
            (Some(min), Some(max)) if min == max => write!(f, "*{min}"),
            (min, max) => {
                f.write_str("*")?;
                prefixed(f, "", min)?;
                f.write_str("..")?;
                prefixed(f, "", max)
            }
        }
    }
}

/// Labels, as they are written after a node.
pub(super) struct Labels<'a> {
    labels: &'a LabelExpression,
    /// Whether alternatives stand in parentheses, as in an expression, where a bar may end it.
    guarded: bool,
}

impl<'a> Labels<'a> {
    /// Labels of a node pattern.
    pub fn in_pattern(labels: &'a LabelExpression) -> Self {
        Self { labels, guarded: false }
    }

    /// Labels in an expression.
    pub fn in_expression(labels: &'a LabelExpression) -> Self {
        Self { labels, guarded: true }
    }
}

impl Display for Labels<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.labels {
            LabelExpression::And(all) if all.iter().all(|label| matches!(label, LabelExpression::Label(_))) => {
                all.iter().try_for_each(|label| write!(f, ":{label}"))
            }
            LabelExpression::Or(_) if self.guarded => write!(f, ":({})", self.labels),
            labels => write!(f, ":{labels}"),
        }
    }
}

impl Display for LabelExpression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label(name) => SchemaName(&name.node).fmt(f),
            Self::Any => f.write_str("%"),
            Self::Not(inner) if matches!(**inner, Self::And(_) | Self::Or(_)) => write!(f, "!({inner})"),
            Self::Not(inner) => write!(f, "!{inner}"),
            Self::And(all) => {
                let shown: Vec<String> = all.iter().map(|part| part.within(matches!(part, Self::And(_) | Self::Or(_)))).collect();
                f.write_str(&shown.join("&"))
            }
            Self::Or(any) => {
                let shown: Vec<String> = any.iter().map(|part| part.within(matches!(part, Self::Or(_)))).collect();
                f.write_str(&shown.join("|"))
            }
        }
    }
}

impl LabelExpression {
    /// As a part of a longer one.
    fn within(&self, parentheses: bool) -> String {
        if parentheses { format!("({self})") } else { self.to_string() }
    }
}
