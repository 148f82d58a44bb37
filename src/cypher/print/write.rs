//! Clauses that write as text.

use std::fmt::{self, Display, Formatter};

use super::super::ast::{Delete, Expression, ExpressionKind, Foreach, Merge, MergeAction, MergeEvent, Remove, RemoveItem, Set, SetItem};
use super::expression::Shown;
use super::name::{SchemaName, VariableName};
use super::{joined, prefixed};
use crate::text::{Name, Spanned};

impl Display for Merge {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "MERGE {}", self.part)?;
        self.actions.iter().try_for_each(|action| write!(f, " {action}"))
    }
}

impl Display for MergeAction {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self.event {
            MergeEvent::Create => "ON CREATE SET ",
            MergeEvent::Match => "ON MATCH SET ",
        })?;
        joined(f, &self.items, ", ")
    }
}

impl Display for Set {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("SET ")?;
        joined(f, &self.items, ", ")
    }
}

impl Display for SetItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property { target, value } => write!(f, "{} = {value}", Target(target)),
            Self::Properties { of, value } => write!(f, "{} = {value}", Whole(of)),
            Self::Merge { of, value } => write!(f, "{} += {value}", Whole(of)),
            Self::Labels { of, labels } => write!(f, "{}{}", Target(of), Names(labels)),
        }
    }
}

impl Display for Remove {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("REMOVE ")?;
        joined(f, &self.items, ", ")
    }
}

impl Display for RemoveItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(target) => Target(target).fmt(f),
            Self::Labels { of, labels } => write!(f, "{}{}", Target(of), Names(labels)),
        }
    }
}

impl Display for Delete {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.detach { "DETACH DELETE " } else { "DELETE " })?;
        joined(f, &self.targets, ", ")
    }
}

impl Display for Foreach {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // Labels at the end of the list would take the bar for their own.
        write!(f, "FOREACH ({} IN {} | ", VariableName(&self.variable.node), Shown::before_bar(&self.list))?;
        joined(f, &self.clauses, " ")?;
        f.write_str(")")
    }
}

/// What is set or removed: properties of a variable, or of anything in parentheses.
struct Target<'a>(&'a Expression);

impl Display for Target<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            ExpressionKind::Property { of, key } => write!(f, "{}.{}", Target(of), SchemaName(&key.node)),
            ExpressionKind::Index { of, index } => write!(f, "{}[{index}]", Target(of)),
            ExpressionKind::Slice { of, from, to } => {
                write!(f, "{}[", Target(of))?;
                prefixed(f, "", from.as_ref())?;
                f.write_str("..")?;
                prefixed(f, "", to.as_ref())?;
                f.write_str("]")
            }
            _ => Whole(self.0).fmt(f),
        }
    }
}

/// What gets properties as a whole: a variable, or anything in parentheses.
struct Whole<'a>(&'a Expression);

impl Display for Whole<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            ExpressionKind::Variable(name) => VariableName(name).fmt(f),
            _ => write!(f, "({})", self.0),
        }
    }
}

/// Labels one after the other.
struct Names<'a>(&'a [Spanned<Name>]);

impl Display for Names<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|name| write!(f, ":{}", SchemaName(&name.node)))
    }
}
