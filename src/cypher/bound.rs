//! A query whose names are resolved: variables are unique, labels and keys are ids, and every subquery stands
//! beside the expression that uses its result.

use std::collections::BTreeSet;

use crate::plan::{Aggregate, Column, Expr, Item, Lengths, Reference, SortKey, UnknownName};
use crate::text::Name;
use crate::value::{Direction, TypeId};

use super::ast::Selector;

/// An analysed statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// What it says.
    pub query: BoundQuery,
    /// Names that the graph does not have.
    pub warnings: Vec<UnknownName>,
}

/// One or several parts joined by `UNION`.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundQuery {
    /// The parts; at least one.
    pub parts: Vec<BoundPart>,
    /// Whether equal rows of the union are given once.
    pub distinct: bool,
    /// Columns of the result: those of the first part. Empty in a subquery without `RETURN`.
    pub columns: Vec<Column>,
}

/// Clauses in order.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundPart {
    /// The clauses.
    pub clauses: Vec<BoundClause>,
    /// What it returns, in order.
    pub columns: Vec<Column>,
    /// Variables from outside, each with the index of the last clause that uses it. Empty but in subqueries.
    pub captured: Vec<(Name, usize)>,
}

/// A clause.
#[derive(Clone, Debug, PartialEq)]
pub enum BoundClause {
    /// `MATCH`.
    Match(BoundMatch),
    /// `UNWIND`.
    Unwind(BoundUnwind),
    /// `WITH`, `RETURN`.
    Project(Box<BoundProjection>),
}

/// `MATCH`: the pattern and all of its conditions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoundMatch {
    /// Whether a row without a match is kept.
    pub optional: bool,
    /// The pattern's parts.
    pub chains: Vec<BoundChain>,
    /// Labels, properties, inline conditions, uniqueness of relationships, and `WHERE`: all of them hold.
    pub conditions: Vec<BoundCondition>,
    /// Variables that it declares.
    pub declares: Vec<Name>,
}

/// Nodes and relationships in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundChain {
    /// The first node.
    pub start: Name,
    /// Relationship and next node.
    pub hops: Vec<BoundHop>,
    /// The path's variable.
    pub path: Option<Name>,
    /// Which of the paths are meant.
    pub selector: Selector,
}

/// A relationship pattern and the node at its far end.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundHop {
    /// The relationship, or the list of them.
    pub relationship: Name,
    /// Types, any of them; empty means every type.
    pub types: Vec<Reference<TypeId>>,
    /// Direction, as seen from the node before.
    pub direction: Direction,
    /// The number of relationships; none means one, and no list.
    pub lengths: Option<Lengths>,
    /// A condition on each relationship of a list; it reads nothing that this pattern declares.
    pub each: Option<(Name, Expr)>,
    /// The node after.
    pub to: Name,
}

/// `UNWIND`.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundUnwind {
    /// Results that the list uses.
    pub subqueries: Vec<BoundSubquery>,
    /// The list.
    pub list: Expr,
    /// The item.
    pub variable: Name,
}

/// `WITH`, `RETURN`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoundProjection {
    /// Results that items, keys and aggregates use.
    pub subqueries: Vec<BoundSubquery>,
    /// How rows are grouped, if any item aggregates.
    pub grouping: Option<Grouping>,
    /// The items; over keys and aggregates if rows are grouped.
    pub items: Vec<Item>,
    /// `DISTINCT`.
    pub distinct: bool,
    /// Results that the sort keys use.
    pub order_subqueries: Vec<BoundSubquery>,
    /// `ORDER BY`.
    pub order: Vec<SortKey>,
    /// `SKIP`.
    pub skip: Option<Expr>,
    /// `LIMIT`.
    pub limit: Option<Expr>,
    /// `WHERE`.
    pub conditions: Vec<BoundCondition>,
    /// Whether it is the answer's own (`RETURN`).
    pub last: bool,
}

/// Keys and aggregates of a projection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grouping {
    /// What groups rows.
    pub keys: Vec<Item>,
    /// What is computed per group.
    pub aggregates: Vec<(Name, Aggregate)>,
}

/// A condition with the results that it uses.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundCondition {
    /// Those results.
    pub subqueries: Vec<BoundSubquery>,
    /// The test.
    pub test: Test,
}

/// A test on a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The expression is true.
    Holds(Expr),
    /// There is a row.
    Exists(BoundQuery),
    /// There is no row.
    Missing(BoundQuery),
}

/// A subquery whose result is a column.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundSubquery {
    /// The query.
    pub query: BoundQuery,
    /// What becomes of its rows.
    pub result: SubqueryResult,
}

/// The column that a subquery gives.
#[derive(Clone, Debug, PartialEq)]
pub enum SubqueryResult {
    /// Whether there is a row.
    Mark(Name),
    /// How many rows there are.
    Count(Name),
    /// A list of the values of the query's only column.
    Collect(Name),
}

impl SubqueryResult {
    /// The column.
    pub fn variable(&self) -> &Name {
        match self {
            Self::Mark(name) | Self::Count(name) | Self::Collect(name) => name,
        }
    }
}

/// What a clause reads and declares.
#[derive(Default)]
struct Names {
    read: BTreeSet<Name>,
    declared: BTreeSet<Name>,
}

impl Names {
    fn expressions<'a>(&mut self, all: impl IntoIterator<Item = &'a Expr>) {
        all.into_iter().for_each(|one| one.collect_names(&mut self.read));
    }

    fn query(&mut self, query: &BoundQuery) {
        self.read.extend(query.parts.iter().flat_map(|part| &part.captured).map(|(name, _)| Name::clone(name)));
    }

    fn subqueries(&mut self, all: &[BoundSubquery]) {
        for subquery in all {
            self.query(&subquery.query);
            self.declared.insert(Name::clone(subquery.result.variable()));
        }
    }

    fn conditions(&mut self, all: &[BoundCondition]) {
        for condition in all {
            self.subqueries(&condition.subqueries);
            match &condition.test {
                Test::Holds(expression) => expression.collect_names(&mut self.read),
                Test::Exists(query) | Test::Missing(query) => self.query(query),
            }
        }
    }

    fn pattern(&mut self, clause: &BoundMatch) {
        self.declared.extend(clause.declares.iter().cloned());
        for chain in &clause.chains {
            self.read.insert(Name::clone(&chain.start));
            for hop in &chain.hops {
                self.read.extend([Name::clone(&hop.to), Name::clone(&hop.relationship)]);
                if let Some((own, condition)) = &hop.each {
                    self.read.extend(condition.names().into_iter().filter(|name| name != own));
                }
            }
        }
        self.conditions(&clause.conditions);
    }

    fn projection(&mut self, clause: &BoundProjection) {
        self.subqueries(&clause.subqueries);
        self.subqueries(&clause.order_subqueries);
        if let Some(grouping) = &clause.grouping {
            self.expressions(grouping.keys.iter().map(|key| &key.value));
            self.expressions(grouping.aggregates.iter().flat_map(|(_, aggregate)| &aggregate.arguments));
            self.declared
                .extend(grouping.keys.iter().filter(|key| !key.value.is_variable(&key.variable)).map(|key| Name::clone(&key.variable)));
            self.declared.extend(grouping.aggregates.iter().map(|(name, _)| Name::clone(name)));
        }
        self.expressions(clause.items.iter().map(|item| &item.value));
        self.expressions(clause.order.iter().map(|key| &key.value));
        self.declared
            .extend(clause.items.iter().filter(|item| !item.value.is_variable(&item.variable)).map(|item| Name::clone(&item.variable)));
        self.conditions(&clause.conditions);
    }
}

/// The variables that clauses take from outside, each with the last clause that uses it.
pub(super) fn captured(clauses: &[BoundClause]) -> Vec<(Name, usize)> {
    let mut declared = BTreeSet::new();
    let mut last = std::collections::BTreeMap::new();
    for (index, clause) in clauses.iter().enumerate() {
        let mut names = Names::default();
        match clause {
            BoundClause::Match(clause) => names.pattern(clause),
            BoundClause::Unwind(clause) => {
                names.subqueries(&clause.subqueries);
                clause.list.collect_names(&mut names.read);
                names.declared.insert(Name::clone(&clause.variable));
            }
            BoundClause::Project(clause) => names.projection(clause),
        }
        declared.append(&mut names.declared);
        for name in names.read {
            last.insert(name, index);
        }
    }
    last.into_iter().filter(|(name, _)| !declared.contains(name)).collect()
}
