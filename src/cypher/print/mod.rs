//! Tree to text: one line for [`Display`](std::fmt::Display), a clause per line for [`Query::lines`].
//!
//! What is printed reads back as the same tree: parentheses stand where precedence needs them and nowhere else, names
//! that are keywords or hold odd characters stand in backquotes, and texts are escaped, so that hostile text stays text.

mod call;
mod expression;
mod name;
mod pattern;
mod write;

use std::fmt::{self, Display, Formatter};

use self::expression::Shown;
use self::name::VariableName;
use super::ast::{Clause, Match, Projection, ProjectionItem, Query, Return, SingleQuery, SortItem, Subquery, Unwind, With};

impl Query {
    /// The query as text, a clause per line.
    pub fn lines(&self) -> String {
        let mut text = String::new();
        let mut parts = vec![("", &self.first)];
        parts.extend(self.unions.iter().map(|union| (if union.all { "UNION ALL\n" } else { "UNION\n" }, &union.query)));
        for (word, part) in parts {
            text.push_str(word);
            for clause in &part.clauses {
                text.push_str(&clause.to_string());
                text.push('\n');
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        for union in &self.unions {
            f.write_str(if union.all { " UNION ALL " } else { " UNION " })?;
            union.query.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for SingleQuery {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        joined(f, &self.clauses, " ")
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Match(clause) => clause.fmt(f),
            Self::Unwind(clause) => clause.fmt(f),
            Self::With(clause) => clause.fmt(f),
            Self::Return(clause) => clause.fmt(f),
            Self::Create(clause) => write!(f, "CREATE {}", clause.pattern),
            Self::Merge(clause) => clause.fmt(f),
            Self::Set(clause) => clause.fmt(f),
            Self::Remove(clause) => clause.fmt(f),
            Self::Delete(clause) => clause.fmt(f),
            Self::Foreach(clause) => clause.fmt(f),
            Self::Call(clause) => clause.fmt(f),
            Self::CallSubquery(clause) => clause.fmt(f),
        }
    }
}

impl Display for Match {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.optional { "OPTIONAL MATCH " } else { "MATCH " })?;
        self.pattern.fmt(f)?;
        prefixed(f, " WHERE ", self.condition.as_ref())
    }
}

impl Display for Unwind {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "UNWIND {} AS {}", self.list, VariableName(&self.variable.node))
    }
}

impl Display for With {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "WITH {}", self.projection)?;
        prefixed(f, " WHERE ", self.condition.as_ref())
    }
}

impl Display for Return {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "RETURN {}", self.projection)
    }
}

impl Display for Projection {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.distinct {
            f.write_str("DISTINCT ")?;
        }
        if self.all {
            f.write_str(if self.items.is_empty() { "*" } else { "*, " })?;
        }
        joined(f, &self.items, ", ")?;
        if !self.order.is_empty() {
            f.write_str(" ORDER BY ")?;
            joined(f, &self.order, ", ")?;
        }
        prefixed(f, " SKIP ", self.skip.as_ref())?;
        prefixed(f, " LIMIT ", self.limit.as_ref())
    }
}

impl Display for ProjectionItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.expression.fmt(f)?;
        prefixed(f, " AS ", self.alias.as_ref().map(|alias| VariableName(&alias.node)))
    }
}

impl Display for SortItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.expression.fmt(f)?;
        f.write_str(if self.descending { " DESC" } else { "" })
    }
}

impl Display for Subquery {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern { pattern, condition } => {
                write!(f, "MATCH {pattern}")?;
                prefixed(f, " WHERE ", condition.as_ref())
            }
            Self::Query(query) => query.fmt(f),
        }
    }
}

impl Display for super::ast::Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Shown::alone(self).fmt(f)
    }
}

/// The items with `between` between them.
fn joined<T: Display>(f: &mut Formatter<'_>, items: &[T], between: &str) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

/// The item, if it is there, after `before`.
fn prefixed<T: Display>(f: &mut Formatter<'_>, before: &str, item: Option<T>) -> fmt::Result {
    match item {
        Some(item) => {
            f.write_str(before)?;
            item.fmt(f)
        }
        None => Ok(()),
    }
}
