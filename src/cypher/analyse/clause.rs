//! Clauses, one after the other, and the order in which they may stand.

use super::scope::{Binding, Frame, Kind};
use super::{Analyser, Error};
use crate::cypher::ast::{Clause, SingleQuery, Unwind};
use crate::cypher::bound::{BoundClause, BoundPart, BoundUnwind, captured};
use crate::plan::Column;
use crate::text::Name;
use crate::value::Type;

/// What a query is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Role<'a> {
    /// It is the statement.
    Statement,
    /// Its rows are counted: `EXISTS`, `COUNT`.
    Rows,
    /// Its rows are used: `COLLECT`.
    Values,
    /// It is called, and sees what the frame around it has.
    Called,
    /// It is called with the variables that a `WITH` at the beginning of each part names.
    Importing(&'a [(Name, Binding)]),
}

/// What the clauses of a part have done so far.
#[derive(Default)]
struct Progress {
    clauses: Vec<BoundClause>,
    columns: Vec<Column>,
    kinds: Vec<Kind>,
    /// Whether a clause has written, and no `WITH` stood after it.
    wrote: bool,
}

impl Analyser<'_> {
    /// The clauses between two `UNION`s, and what is known of the columns. One that stands `alone` has no `UNION` beside it.
    pub(super) fn part(&mut self, query: &SingleQuery, role: Role<'_>, alone: bool) -> (BoundPart, Vec<Kind>) {
        let mut frame = Frame::default();
        let mut clauses = &query.clauses[..];
        if let Role::Importing(outside) = role
            && let Some(names) = imported(clauses, outside)
        {
            frame.names.extend(names);
            clauses = &clauses[1..];
        }
        self.frames.push(frame);
        let mut progress = Progress::default();
        let last = clauses.len().saturating_sub(1);
        for (index, clause) in clauses.iter().enumerate() {
            // A `CREATE` goes on the one before.
            let goes_on = matches!((clause, progress.clauses.last()), (Clause::Create(_), Some(BoundClause::Create(_))));
            if !goes_on && !self.grow(clause.place()) {
                break;
            }
            self.check_order(clause, progress.wrote, index == last);
            let standalone = alone && clauses.len() == 1 && matches!(role, Role::Statement);
            self.clause(clause, standalone, &mut progress);
            if index == last {
                self.check_end(clause, &progress, role, standalone);
            }
        }
        if clauses.is_empty() {
            self.cannot_end(query.clauses.last());
        }
        self.frames.pop();
        let Progress { clauses, columns, kinds, .. } = progress;
        let captured = captured(&clauses);
        (BoundPart { clauses, columns, captured }, kinds)
    }

    /// Each clause is bound by a function of its own, so that this one stays small on the stack.
    fn clause(&mut self, clause: &Clause, standalone: bool, progress: &mut Progress) {
        let bound = match clause {
            Clause::Match(clause) => BoundClause::Match(self.pattern(&clause.pattern, clause.condition.as_ref(), clause.optional, false)),
            Clause::Unwind(clause) => BoundClause::Unwind(self.unwind(clause)),
            Clause::With(clause) => {
                progress.wrote = false;
                let (bound, _) = self.projection(&clause.projection, clause.condition.as_ref(), false, clause.place);
                BoundClause::Project(Box::new(bound))
            }
            Clause::Return(clause) => {
                let (bound, columns) = self.projection(&clause.projection, None, true, clause.place);
                progress.kinds = columns.iter().map(|column| self.find(&column.name).map_or(Kind::ANY, |binding| binding.kind)).collect();
                progress.columns = columns;
                BoundClause::Project(Box::new(bound))
            }
            Clause::Call(clause) => {
                let (bound, columns) = self.procedure_call(clause, standalone);
                progress.kinds = vec![Kind::ANY; columns.len()];
                progress.columns = columns;
                match bound {
                    Some(bound) => BoundClause::Call(bound),
                    None => return,
                }
            }
            Clause::CallSubquery(clause) => BoundClause::Subquery(self.called(clause)),
            _ => {
                progress.wrote = true;
                return self.writing_clause(clause, &mut progress.clauses);
            }
        };
        progress.clauses.push(bound);
    }

    /// A clause that writes; one of several items becomes several.
    pub(super) fn writing_clause(&mut self, clause: &Clause, into: &mut Vec<BoundClause>) {
        if self.reading {
            self.problems.push(Error::InvalidClauseComposition {
                message: "a subquery in an expression cannot write",
                help: "write in a clause of its own, or in `CALL () { … }`",
                place: clause.place().0,
            });
        }
        match clause {
            Clause::Create(clause) => self.create(clause, into),
            Clause::Merge(clause) => {
                let bound = self.merge(clause);
                into.push(BoundClause::Merge(Box::new(bound)));
            }
            Clause::Set(clause) => self.set(&clause.items, into),
            Clause::Remove(clause) => self.remove(clause, into),
            Clause::Delete(clause) => {
                let bound = self.delete(clause);
                into.push(BoundClause::Delete(bound));
            }
            Clause::Foreach(clause) => {
                let bound = self.foreach(clause);
                into.push(BoundClause::Foreach(bound));
            }
            other => self.problems.push(Error::InvalidClauseComposition {
                message: "only clauses that write can stand in `FOREACH`",
                help: "to read for each item, use `UNWIND` or `CALL () { … }`",
                place: other.place().0,
            }),
        }
    }

    fn unwind(&mut self, clause: &Unwind) -> BoundUnwind {
        let (list, kind) = self.value(&clause.list);
        let subqueries = std::mem::take(&mut self.pending);
        let item = if kind.of == Type::List || kind.of == Type::Any { kind.of_item() } else { kind };
        let variable = self.declare_new(&clause.variable, item);
        BoundUnwind { subqueries, list, variable }
    }

    /// `RETURN` stands last, and `WITH` between writing and reading.
    fn check_order(&mut self, clause: &Clause, wrote: bool, last: bool) {
        let (message, help) = match clause {
            Clause::Return(_) if !last => ("nothing can follow `RETURN`", "use `WITH` to go on"),
            Clause::Match(_) | Clause::Unwind(_) | Clause::Call(_) | Clause::CallSubquery(_) if wrote => {
                ("a clause that reads cannot follow one that writes", "put a `WITH` between them, as in `CREATE (n) WITH n MATCH (m)`")
            }
            _ => return,
        };
        self.problems.push(Error::InvalidClauseComposition { message, help, place: clause.place().0 });
    }

    /// A query ends with what it returns, what it writes, or what it calls.
    fn check_end(&mut self, clause: &Clause, progress: &Progress, role: Role<'_>, standalone: bool) {
        let values = matches!(role, Role::Values);
        let ends = match clause {
            Clause::Return(_) => true,
            _ if matches!(role, Role::Rows) => true,
            Clause::Call(call) => !values && (standalone || call.results.is_none()),
            Clause::CallSubquery(_) => {
                !values && matches!(progress.clauses.last(), Some(BoundClause::Subquery(called)) if called.query.columns.is_empty())
            }
            _ => clause.writes() && !values,
        };
        if !ends {
            self.cannot_end(Some(clause));
        }
    }

    fn cannot_end(&mut self, clause: Option<&Clause>) {
        let place = clause.map(Clause::place).unwrap_or_default();
        let (message, help) = ("a query cannot end here", "say what the answer is, with `RETURN`");
        self.problems.push(Error::InvalidClauseComposition { message, help, place: place.0 });
    }
}

/// What a `WITH` at the beginning of a called subquery imports, if it does nothing else than to name variables.
fn imported(clauses: &[Clause], outside: &[(Name, Binding)]) -> Option<Vec<(Name, Binding)>> {
    let Some(Clause::With(with)) = clauses.first() else { return None };
    let projection = &with.projection;
    let plain = with.condition.is_none()
        && !projection.distinct
        && projection.order.is_empty()
        && projection.skip.is_none()
        && projection.limit.is_none();
    if !plain {
        return None;
    }
    if projection.all {
        return projection.items.is_empty().then(|| outside.to_vec());
    }
    let item = |item: &crate::cypher::ast::ProjectionItem| {
        let crate::cypher::ast::ExpressionKind::Variable(name) = &item.expression.kind else { return None };
        let unnamed = item.alias.as_ref().is_none_or(|alias| alias.node == *name);
        outside.iter().find(|(known, _)| known == name).filter(|_| unnamed).cloned()
    };
    projection.items.iter().map(item).collect()
}
