//! The meaning of a query: names are resolved, types and scopes checked. All errors are found in one pass.

mod arithmetic;
mod call;
mod called;
mod clause;
mod create;
mod error;
mod expression;
mod group;
mod pattern;
mod procedure;
mod projection;
mod scope;
mod subquery;
mod update;
mod written;

pub use error::Error;

use std::collections::HashSet;

use hashbrown::HashMap;

use self::clause::Role;
use self::scope::{Frame, Kind};
use super::ast::Query;
use super::bound::{Bound, BoundPart, BoundQuery, BoundSubquery};
use crate::diagnose::Diagnostics;
use crate::graph::Catalogue;
use crate::plan::{Aggregate, Column, UnknownName};
use crate::procedure::Procedures;
use crate::text::{Name, Place};

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
    procedures: &'a Procedures,
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
    /// Whether the analyser is in a subquery of an expression, which cannot write.
    reading: bool,
}

/// Analyses a query that calls the procedures of the program.
///
/// Labels, types and properties that the catalogue does not know are warnings where they are read and are added to it where
/// they are written; all else that is wrong is an error.
pub fn analyse(query: &Query, catalogue: &Catalogue) -> Result<Bound, Diagnostics> {
    analyse_with(query, catalogue, &Procedures::default())
}

/// As [`analyse`], for a query that may call these procedures.
pub fn analyse_with(query: &Query, catalogue: &Catalogue, procedures: &Procedures) -> Result<Bound, Diagnostics> {
    let mut analyser = Analyser {
        catalogue,
        procedures,
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
        reading: false,
    };
    written::intern(query, catalogue);
    let query = analyser.query(query, Role::Statement).0;
    analyser.warnings.sort_by_key(|warning| warning.place);
    let bound = Bound { query, warnings: analyser.warnings };
    analyser.problems.into_result(bound)
}

impl Analyser<'_> {
    /// A query, with what is known of its columns.
    fn query(&mut self, query: &Query, role: Role<'_>) -> (BoundQuery, Vec<Kind>) {
        self.grow(query.first.place);
        let size = self.size;
        let alone = query.unions.is_empty();
        let (first, mut kinds) = self.part(&query.first, role, alone);
        let mut parts = vec![first];
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
            let (part, others) = self.part(&union.query, role, false);
            kinds = if kinds == others { kinds } else { vec![Kind::ANY; kinds.len()] };
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
        (BoundQuery { parts, distinct, columns }, kinds)
    }

    /// Counts a part of the plan; false (with an error) if there are too many.
    fn grow(&mut self, place: Place) -> bool {
        self.size += 1;
        if self.size == LARGEST_QUERY + 1 {
            self.problems.push(Error::TooLarge {
                limit: LARGEST_QUERY,
                of: "clauses, changes, relationship patterns and subqueries one after the other",
                place: place.0,
            });
        }
        self.size <= LARGEST_QUERY
    }
}
