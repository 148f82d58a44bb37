//! Clauses: those that read, those that write, and calls.

use super::{Expression, Pattern, PatternPart, Query, Variable};
use crate::text::{Name, Place, Spanned};

/// A clause.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// `[OPTIONAL] MATCH pattern [WHERE …]`.
    Match(Match),
    /// `UNWIND list AS variable`.
    Unwind(Unwind),
    /// `WITH … [WHERE …]`.
    With(With),
    /// `RETURN …`.
    Return(Return),
    /// `CREATE pattern`.
    Create(Create),
    /// `MERGE pattern [ON CREATE SET …] [ON MATCH SET …]`.
    Merge(Merge),
    /// `SET …`.
    Set(Set),
    /// `REMOVE …`.
    Remove(Remove),
    /// `[DETACH] DELETE …`.
    Delete(Delete),
    /// `FOREACH (variable IN list | …)`.
    Foreach(Foreach),
    /// `CALL procedure(…) [YIELD …]`.
    Call(Call),
    /// `CALL (…) { … }`.
    CallSubquery(CallSubquery),
}

impl Clause {
    /// Where it stands.
    pub fn place(&self) -> Place {
        match self {
            Self::Match(clause) => clause.place,
            Self::Unwind(clause) => clause.place,
            Self::With(clause) => clause.place,
            Self::Return(clause) => clause.place,
            Self::Create(clause) => clause.place,
            Self::Merge(clause) => clause.place,
            Self::Set(clause) => clause.place,
            Self::Remove(clause) => clause.place,
            Self::Delete(clause) => clause.place,
            Self::Foreach(clause) => clause.place,
            Self::Call(clause) => clause.place,
            Self::CallSubquery(clause) => clause.place,
        }
    }

    /// Whether it writes by itself: it is neither a reading clause nor a call.
    pub fn writes(&self) -> bool {
        matches!(self, Self::Create(_) | Self::Merge(_) | Self::Set(_) | Self::Remove(_) | Self::Delete(_) | Self::Foreach(_))
    }
}

/// `[OPTIONAL] MATCH pattern [WHERE …]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// `OPTIONAL`: a row without a match is kept, with nulls.
    pub optional: bool,
    /// What is matched; relationships are unique within it.
    pub pattern: Pattern,
    /// The condition.
    pub condition: Option<Expression>,
    /// Place of the clause.
    pub place: Place,
}

/// `UNWIND list AS variable`.
#[derive(Clone, Debug, PartialEq)]
pub struct Unwind {
    /// The list; null gives no row.
    pub list: Expression,
    /// The item's variable.
    pub variable: Variable,
    /// Place of the clause.
    pub place: Place,
}

/// `WITH projection [WHERE …]`.
#[derive(Clone, Debug, PartialEq)]
pub struct With {
    /// What goes on.
    pub projection: Projection,
    /// The condition on the projected rows.
    pub condition: Option<Expression>,
    /// Place of the clause.
    pub place: Place,
}

/// `RETURN projection`.
#[derive(Clone, Debug, PartialEq)]
pub struct Return {
    /// The columns.
    pub projection: Projection,
    /// Place of the clause.
    pub place: Place,
}

/// The body of `WITH` and `RETURN`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projection {
    /// `DISTINCT`.
    pub distinct: bool,
    /// `*`: every variable in scope, before the items.
    pub all: bool,
    /// The items.
    pub items: Vec<ProjectionItem>,
    /// `ORDER BY`.
    pub order: Vec<SortItem>,
    /// `SKIP`.
    pub skip: Option<Expression>,
    /// `LIMIT`.
    pub limit: Option<Expression>,
}

/// `expression [AS alias]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionItem {
    /// What is computed.
    pub expression: Expression,
    /// Its name; without one, the text as written (`text`) names the column.
    pub alias: Option<Variable>,
    /// The expression as it was written, for the column's name; empty in trees that were not read from text.
    pub text: Written,
}

/// A text as it was written; like a place, no part of a tree's identity.
#[derive(Clone, Debug, Default)]
pub struct Written(pub Option<Name>);

impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// One key of `ORDER BY`.
#[derive(Clone, Debug, PartialEq)]
pub struct SortItem {
    /// The key.
    pub expression: Expression,
    /// `DESC`.
    pub descending: bool,
}

/// `CREATE pattern`.
#[derive(Clone, Debug, PartialEq)]
pub struct Create {
    /// What is made; variables that are bound already are its ends.
    pub pattern: Pattern,
    /// Place of the clause.
    pub place: Place,
}

/// `MERGE pattern [ON CREATE SET …] [ON MATCH SET …]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// What is found or made, as a whole.
    pub part: PatternPart,
    /// What is set after it, in order.
    pub actions: Vec<MergeAction>,
    /// Place of the clause.
    pub place: Place,
}

/// `ON CREATE SET …`, `ON MATCH SET …`.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeAction {
    /// When it is done.
    pub event: MergeEvent,
    /// What is set.
    pub items: Vec<SetItem>,
}

/// What happened to the pattern of a `MERGE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MergeEvent {
    /// It was made.
    Create,
    /// It was found.
    Match,
}

/// `SET …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// What is set, in order.
    pub items: Vec<SetItem>,
    /// Place of the clause.
    pub place: Place,
}

/// One thing to set.
#[derive(Clone, Debug, PartialEq)]
pub enum SetItem {
    /// `of.key = value`, `of[key] = value`.
    Property {
        /// The property: [`ExpressionKind::Property`](super::ExpressionKind::Property) or
        /// [`ExpressionKind::Index`](super::ExpressionKind::Index).
        target: Expression,
        /// Its new value; null removes it.
        value: Expression,
    },
    /// `of = value`: all properties.
    Properties {
        /// A node or relationship.
        of: Expression,
        /// A map, or a node or relationship whose properties are taken.
        value: Expression,
    },
    /// `of += value`: these properties, beside the others.
    Merge {
        /// A node or relationship.
        of: Expression,
        /// A map, or a node or relationship whose properties are taken.
        value: Expression,
    },
    /// `of:A:B`.
    Labels {
        /// A node.
        of: Expression,
        /// The labels that it gets.
        labels: Vec<Spanned<Name>>,
    },
}

/// `REMOVE …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Remove {
    /// What is removed, in order.
    pub items: Vec<RemoveItem>,
    /// Place of the clause.
    pub place: Place,
}

/// One thing to remove.
#[derive(Clone, Debug, PartialEq)]
pub enum RemoveItem {
    /// `of.key`, `of[key]`.
    Property(Expression),
    /// `of:A:B`.
    Labels {
        /// A node.
        of: Expression,
        /// The labels that it loses.
        labels: Vec<Spanned<Name>>,
    },
}

/// `[DETACH] DELETE …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Delete {
    /// Whether the relationships of a deleted node go with it.
    pub detach: bool,
    /// Nodes, relationships and paths.
    pub targets: Vec<Expression>,
    /// Place of the clause.
    pub place: Place,
}

/// `FOREACH (variable IN list | …)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreach {
    /// The item.
    pub variable: Variable,
    /// The list.
    pub list: Expression,
    /// What is done for each item: clauses that write.
    pub clauses: Vec<Clause>,
    /// Place of the clause.
    pub place: Place,
}

/// `CALL procedure(…) [YIELD …]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The procedure; the names of a namespace are joined by dots.
    pub name: Spanned<Name>,
    /// Its arguments; without parentheses they are the parameters of their names.
    pub arguments: Option<Vec<Expression>>,
    /// Which of its results are used, and how.
    pub results: Option<Yield>,
    /// Place of the clause.
    pub place: Place,
}

/// `YIELD … [WHERE …]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Yield {
    /// `*`: every result, by its own name; there are no items then.
    pub all: bool,
    /// The results.
    pub items: Vec<YieldItem>,
    /// The condition on the rows.
    pub condition: Option<Expression>,
    /// Place of the word.
    pub place: Place,
}

/// `result [AS variable]`.
#[derive(Clone, Debug, PartialEq)]
pub struct YieldItem {
    /// The result's name.
    pub name: Spanned<Name>,
    /// What it is called from here on.
    pub alias: Option<Variable>,
}

/// `[OPTIONAL] CALL (…) { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct CallSubquery {
    /// `OPTIONAL`: a row without rows of the subquery is kept, with nulls.
    pub optional: bool,
    /// Which variables it sees.
    pub imports: Imports,
    /// What is run for each row.
    pub query: Query,
    /// Place of the clause.
    pub place: Place,
}

/// Which variables a called subquery sees.
#[derive(Clone, Debug, PartialEq)]
pub enum Imports {
    /// `CALL { … }`: those that a `WITH` at its beginning names.
    With,
    /// `CALL (*) { … }`: all.
    All,
    /// `CALL (a, b) { … }`: these.
    Variables(Vec<Variable>),
}
