//! The meaning of a query: names are resolved, types and scopes checked. All errors are found in one pass.

mod call;
mod error;
mod expression;
mod pattern;
mod projection;
mod scope;
mod subquery;

pub use error::Error;

use std::collections::HashSet;

use hashbrown::HashMap;

use self::scope::Frame;
use super::ast::{Clause, Query, SingleQuery, Unwind};
use super::bound::{Bound, BoundClause, BoundPart, BoundQuery, BoundSubquery, BoundUnwind, captured};
use crate::diagnose::Diagnostics;
use crate::graph::Catalogue;
use crate::plan::{Aggregate, Column, UnknownName};
use crate::text::{Name, Place};
use crate::value::Type;

/// How many clauses (with `ORDER BY`, `SKIP`, `LIMIT`, `WHERE` of their own), relationship patterns and subqueries a query
/// may chain: its plan is that deep, and a thread with 2 MiB holds it.
pub const LARGEST_QUERY: usize = 300;

/// How many relationship patterns one `MATCH` may have: each pair of them is compared.
pub const MOST_RELATIONSHIPS: usize = 100;

/// How many columns a `WITH` or `RETURN` may have.
pub const MOST_COLUMNS: usize = 4096;

/// Whether aggregates may stand where the analyser is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aggregating {
    /// Not here.
    Forbidden,
    /// Here, in an item of a projection.
    Allowed,
    /// In the argument of one.
    Inside,
}

/// The state of one analysis.
struct Analyser<'a> {
    catalogue: &'a Catalogue,
    problems: Diagnostics,
    warnings: Vec<UnknownName>,
    /// Variables of the plan, each with the last number given to a later one of its name.
    taken: HashMap<Name, u32, std::hash::RandomState>,
    /// How many variables have no name of the user's.
    unnamed: u32,
    /// Undefined variables that were reported.
    reported: HashSet<Name>,
    /// What can be seen, the innermost level last.
    frames: Vec<Frame>,
    /// Subqueries of the expression that is being read.
    pending: Vec<BoundSubquery>,
    /// Whether a pattern may stand where the analyser is.
    patterns: bool,
    aggregating: Aggregating,
    /// Aggregates of the projection that is being read.
    aggregates: Vec<(Name, Aggregate)>,
    /// Items of the projection that is being read that have no name; reported after what else is wrong with it.
    nameless: Vec<Place>,
    /// Clauses, relationship patterns and subqueries so far.
    size: usize,
}

/// Analyses a query.
///
/// Labels, types and properties that the catalogue does not know are warnings; all else that is wrong is an error.
pub fn analyse(query: &Query, catalogue: &Catalogue) -> Result<Bound, Diagnostics> {
    let mut analyser = Analyser {
        catalogue,
        problems: Diagnostics::new(),
        warnings: Vec::new(),
        taken: HashMap::default(),
        unnamed: 0,
        reported: HashSet::default(),
        frames: vec![Frame::default()],
        pending: Vec::new(),
        patterns: false,
        aggregating: Aggregating::Forbidden,
        aggregates: Vec::new(),
        nameless: Vec::new(),
        size: 0,
    };
    let query = analyser.query(query, true);
    analyser.warnings.sort_by_key(|warning| warning.place);
    let bound = Bound { query, warnings: analyser.warnings };
    analyser.problems.into_result(bound)
}

impl Analyser<'_> {
    /// A query; one that is the `whole` statement must return something.
    fn query(&mut self, query: &Query, whole: bool) -> BoundQuery {
        self.grow(query.first.place);
        let size = self.size;
        let mut parts = vec![self.part(&query.first, whole)];
        let distinct = query.unions.first().is_some_and(|union| !union.all);
        for union in &query.unions {
            if union.all == distinct {
                self.problems.push(Error::InvalidClauseComposition {
                    message: "`UNION` and `UNION ALL` cannot be mixed",
                    help: "use one of them throughout",
                    place: union.place.0,
                });
            }
            self.size = size;
            let part = self.part(&union.query, whole);
            let names = |part: &BoundPart| part.columns.iter().map(|column| Name::clone(&column.name)).collect::<Vec<Name>>();
            let (mut first, mut other) = (names(&parts[0]), names(&part));
            let shown = [first.join(", "), other.join(", ")];
            first.sort();
            other.sort();
            if first != other {
                let [first, other] = shown;
                self.problems.push(Error::DifferentColumnsInUnion { first, other, place: union.query.place.0 });
            }
            parts.push(part);
        }
        let columns = if parts.len() == 1 {
            parts[0].columns.clone()
        } else {
            let names: Vec<Name> = parts[0].columns.iter().map(|column| Name::clone(&column.name)).collect();
            names.into_iter().map(|name| Column { variable: self.named(&name), name }).collect()
        };
        BoundQuery { parts, distinct, columns }
    }

    /// The clauses between two `UNION`s.
    fn part(&mut self, query: &SingleQuery, whole: bool) -> BoundPart {
        self.frames.push(Frame::default());
        let mut clauses = Vec::with_capacity(query.clauses.len());
        let mut columns = Vec::new();
        let last = query.clauses.len().saturating_sub(1);
        for (index, clause) in query.clauses.iter().enumerate() {
            let place = clause.place();
            if !self.grow(place) {
                break;
            }
            match clause {
                Clause::Match(clause) => {
                    clauses.push(BoundClause::Match(self.pattern(&clause.pattern, clause.condition.as_ref(), clause.optional, false)));
                }
                Clause::Unwind(clause) => clauses.push(BoundClause::Unwind(self.unwind(clause))),
                Clause::With(clause) => {
                    let (bound, _) = self.projection(&clause.projection, clause.condition.as_ref(), false, place);
                    clauses.push(BoundClause::Project(Box::new(bound)));
                }
                Clause::Return(clause) => {
                    let (bound, shown) = self.projection(&clause.projection, None, true, place);
                    columns = shown;
                    clauses.push(BoundClause::Project(Box::new(bound)));
                }
                _ => self.problems.push(Error::NotYet {
                    message: "this clause is not carried out yet",
                    help: "this version only reads: MATCH, OPTIONAL MATCH, UNWIND, WITH, RETURN and UNION",
                    place: place.0,
                }),
            }
            self.check_order(clause, index == last, whole);
        }
        self.frames.pop();
        let captured = captured(&clauses);
        BoundPart { clauses, columns, captured }
    }

    fn unwind(&mut self, clause: &Unwind) -> BoundUnwind {
        let (list, kind) = self.value(&clause.list);
        let subqueries = std::mem::take(&mut self.pending);
        let item = if kind.of == Type::List || kind.of == Type::Any { kind.of_item() } else { kind };
        let variable = self.declare_new(&clause.variable, item);
        BoundUnwind { subqueries, list, variable }
    }

    /// `RETURN` stands last, and a whole statement ends with it.
    fn check_order(&mut self, clause: &Clause, last: bool, whole: bool) {
        let (message, help) = match clause {
            Clause::Return(_) if !last => ("nothing can follow `RETURN`", "use `WITH` to go on"),
            Clause::Return(_) => return,
            _ if last && whole => ("a query cannot end here", "say what the answer is, with `RETURN`"),
            _ => return,
        };
        self.problems.push(Error::InvalidClauseComposition { message, help, place: clause.place().0 });
    }

    /// Counts a part of the plan; false (with an error) if there are too many.
    fn grow(&mut self, place: Place) -> bool {
        self.size += 1;
        if self.size == LARGEST_QUERY + 1 {
            self.problems.push(Error::TooLarge {
                limit: LARGEST_QUERY,
                of: "clauses, relationship patterns and subqueries one after the other",
                place: place.0,
            });
        }
        self.size <= LARGEST_QUERY
    }
}
