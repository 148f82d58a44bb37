//! Subqueries in expressions: each becomes a column that is computed beside the expression.

use std::collections::BTreeSet;

use super::scope::{Frame, Kind};
use super::{Aggregating, Analyser, Error};
use crate::cypher::ast::{Expression, Pattern, PatternElement, PatternPart, Selector, Subquery, Variable};
use crate::cypher::bound::{
    BoundClause, BoundCondition, BoundMatch, BoundPart, BoundProjection, BoundQuery, BoundSubquery, BoundUnwind, SubqueryResult, Test,
    captured,
};
use crate::plan::{Column, Expr, ExprKind, Item, Quantifier};
use crate::text::{Name, Place};
use crate::value::{Type, Value};

/// What was computed by another scope's rules and is put back after a subquery.
struct Outside {
    patterns: bool,
    aggregating: Aggregating,
    aggregates: Vec<(Name, crate::plan::Aggregate)>,
    pending: Vec<BoundSubquery>,
}

impl Analyser<'_> {
    /// Runs `body` in a new query's scope that sees the outer one.
    fn inside<T>(&mut self, body: impl FnOnce(&mut Self) -> T) -> T {
        let outside = Outside {
            patterns: std::mem::replace(&mut self.patterns, false),
            aggregating: std::mem::replace(&mut self.aggregating, Aggregating::Forbidden),
            aggregates: std::mem::take(&mut self.aggregates),
            pending: std::mem::take(&mut self.pending),
        };
        self.frames.push(Frame::default());
        let result = body(self);
        self.frames.pop();
        self.patterns = outside.patterns;
        self.aggregating = outside.aggregating;
        self.aggregates = outside.aggregates;
        self.pending = outside.pending;
        result
    }

    /// The query in the braces.
    pub(super) fn subquery(&mut self, subquery: &Subquery) -> BoundQuery {
        match subquery {
            Subquery::Pattern { pattern, condition } => self.pattern_query(pattern, condition.as_ref(), false),
            Subquery::Query(query) => self.inside(|this| this.query(query, false)),
        }
    }

    /// A query of one `MATCH`; `fixed` patterns may not declare variables.
    fn pattern_query(&mut self, pattern: &Pattern, condition: Option<&Expression>, fixed: bool) -> BoundQuery {
        self.inside(|this| {
            let clause = this.pattern(pattern, condition, false, fixed);
            one_part(vec![BoundClause::Match(clause)], Vec::new())
        })
    }

    /// `EXISTS { … }`.
    pub(super) fn exists(&mut self, subquery: &Subquery, place: Place) -> (Expr, Kind) {
        let query = self.subquery(subquery);
        let name = self.unique("#exists");
        (self.pend(query, SubqueryResult::Mark(name), place), Kind::BOOLEAN)
    }

    /// `COUNT { … }`.
    pub(super) fn count(&mut self, subquery: &Subquery, place: Place) -> (Expr, Kind) {
        let query = self.subquery(subquery);
        let name = self.unique("#count");
        (self.pend(query, SubqueryResult::Count(name), place), Kind::of(Type::Integer))
    }

    /// A pattern as a condition.
    pub(super) fn pattern_predicate(&mut self, element: &PatternElement, place: Place) -> (Expr, Kind) {
        if !self.patterns {
            self.problems.push(Error::UnexpectedSyntax {
                message: "a pattern is a condition, and no value",
                help: "put it into `EXISTS { … }` or `COUNT { … }`",
                place: place.0,
            });
            return (Expr { kind: ExprKind::Literal(Value::Null), place }, Kind::BOOLEAN);
        }
        let query = self.predicate_query(element);
        let name = self.unique("#exists");
        (self.pend(query, SubqueryResult::Mark(name), place), Kind::BOOLEAN)
    }

    /// The query of a pattern used as a condition.
    pub(super) fn predicate_query(&mut self, element: &PatternElement) -> BoundQuery {
        let part = PatternPart { variable: None, selector: Selector::All, element: element.clone() };
        self.pattern_query(&Pattern { parts: vec![part] }, None, true)
    }

    /// `shortestPath(…)`, `allShortestPaths(…)` as a value: the path, or the list of paths.
    pub(super) fn path_selector(&mut self, selector: Selector, element: &PatternElement, place: Place) -> (Expr, Kind) {
        let path = self.unique("#path");
        let query = self.inside(|this| {
            let part = PatternPart { variable: None, selector, element: element.clone() };
            let mut clause = this.pattern(&Pattern { parts: vec![part] }, None, false, true);
            if let Some(chain) = clause.chains.first_mut() {
                chain.path = Some(Name::clone(&path));
            }
            clause.declares.push(Name::clone(&path));
            one_part(vec![BoundClause::Match(clause)], vec![Column { name: Name::clone(&path), variable: Name::clone(&path) }])
        });
        let name = self.unique("#paths");
        let list = self.pend(query, SubqueryResult::Collect(name), place);
        if selector == Selector::AllShortest {
            return (list, Kind::list(Type::Path));
        }
        let first = ExprKind::Index { of: Box::new(list), index: Box::new(Expr::literal(Value::Integer(0))) };
        (Expr { kind: first, place }, Kind::of(Type::Path))
    }

    /// Leaves a subquery to be computed before the expression, which reads its column.
    fn pend(&mut self, query: BoundQuery, result: SubqueryResult, place: Place) -> Expr {
        let column = ExprKind::Variable(Name::clone(result.variable()));
        self.pending.push(BoundSubquery { query, result });
        Expr { kind: column, place }
    }

    /// What is done to each item of a list, with the subqueries that it needs; they stay with it if they use the item.
    fn per_item<T>(&mut self, locals: &[(&Name, Kind)], body: impl FnOnce(&mut Self, &[Name]) -> T) -> (T, Vec<Name>, Vec<BoundSubquery>) {
        let pending = std::mem::take(&mut self.pending);
        let aggregating = match self.aggregating {
            Aggregating::Allowed => std::mem::replace(&mut self.aggregating, Aggregating::Forbidden),
            other => other,
        };
        let mut names = Vec::new();
        let (result, captured) = self.with_locals(locals, |this, variables| {
            names = variables.to_vec();
            body(this, variables)
        });
        self.aggregating = aggregating;
        let mut own = std::mem::replace(&mut self.pending, pending);
        if !captured {
            self.pending.append(&mut own);
        }
        (result, names, own)
    }

    /// `[variable IN list WHERE filter | map]`.
    pub(super) fn list_comprehension(
        &mut self,
        variable: &Variable,
        list: &Expression,
        filter: Option<&Expression>,
        map: Option<&Expression>,
        place: Place,
    ) -> (Expr, Kind) {
        let (list, item) = self.list_operand(list, "a list comprehension");
        let ((filter, map), names, own) = self.per_item(&[(&variable.node, item)], |this, _| {
            let filter = filter.map(|filter| this.condition(filter, "WHERE"));
            (filter, map.map(|map| this.value(map)))
        });
        let variable = Name::clone(&names[0]);
        let kind = Kind::list(map.as_ref().map_or(item, |(_, kind)| *kind).of);
        let map = map.map(|(map, _)| map);
        if own.is_empty() {
            let (list, filter, map) = (Box::new(list), filter.map(Box::new), map.map(Box::new));
            return (Expr { kind: ExprKind::ListComprehension { variable, list, filter, map }, place }, kind);
        }
        let map = map.unwrap_or_else(|| Expr::variable(&variable));
        let found = self.unwound((variable, list), own, filter, map, place);
        (found, kind)
    }

    /// `all(variable IN list WHERE predicate)` and its like.
    pub(super) fn quantifier(
        &mut self,
        quantifier: Quantifier,
        variable: &Variable,
        list: &Expression,
        predicate: &Expression,
        place: Place,
    ) -> (Expr, Kind) {
        let (list, item) = self.list_operand(list, "a quantifier");
        let (predicate, names, own) = self.per_item(&[(&variable.node, item)], |this, _| this.condition(predicate, "WHERE"));
        let mut variable = Name::clone(&names[0]);
        let (mut list, mut predicate) = (list, predicate);
        if !own.is_empty() {
            list = self.unwound((variable, list), own, None, predicate, place);
            variable = self.unique("#holds");
            predicate = Expr::variable(&variable);
        }
        let kind = ExprKind::Quantifier { quantifier, variable, list: Box::new(list), predicate: Box::new(predicate) };
        (Expr { kind, place }, Kind::BOOLEAN)
    }

    /// `reduce(accumulator = initial, variable IN list | step)`.
    pub(super) fn reduce(
        &mut self,
        (accumulator, initial): (&Variable, &Expression),
        (variable, list): (&Variable, &Expression),
        step: &Expression,
        place: Place,
    ) -> (Expr, Kind) {
        let (initial, _) = self.value(initial);
        let (list, item) = self.list_operand(list, "reduce");
        let locals = [(&accumulator.node, Kind::ANY), (&variable.node, item)];
        let ((step, _), names, own) = self.per_item(&locals, |this, _| this.value(step));
        if !own.is_empty() {
            self.problems.push(Error::NotYet {
                message: "a subquery in `reduce` cannot use its variables",
                help: "compute what the subquery gives for each item in a list comprehension, and reduce that list",
                place: place.0,
            });
        }
        let kind = ExprKind::Reduce {
            accumulator: Name::clone(&names[0]),
            initial: Box::new(initial),
            variable: Name::clone(&names[1]),
            list: Box::new(list),
            step: Box::new(step),
        };
        (Expr { kind, place }, Kind::ANY)
    }

    fn list_operand(&mut self, list: &Expression, of: &str) -> (Expr, Kind) {
        let (bound, kind) = self.value(list);
        self.require(kind, &[Type::List], of, list.place);
        (bound, kind.of_item())
    }

    /// A comprehension whose subqueries use the item: the list is unwound in a subquery, and its rows are collected.
    fn unwound(&mut self, (variable, list): (Name, Expr), own: Vec<BoundSubquery>, filter: Option<Expr>, map: Expr, place: Place) -> Expr {
        let column = self.unique("#item");
        let mut clauses = vec![BoundClause::Unwind(BoundUnwind { subqueries: Vec::new(), list: list.clone(), variable })];
        let mut subqueries = own;
        if let Some(filter) = filter {
            let condition = BoundCondition { subqueries: std::mem::take(&mut subqueries), test: Test::Holds(filter) };
            clauses.push(BoundClause::Match(BoundMatch { conditions: vec![condition], ..BoundMatch::default() }));
        }
        let items = vec![Item { variable: Name::clone(&column), value: map }];
        clauses.push(BoundClause::Project(Box::new(BoundProjection { subqueries, items, last: true, ..BoundProjection::default() })));
        let columns = vec![Column { name: Name::clone(&column), variable: column }];
        let query = one_part(clauses, columns);
        let used: BTreeSet<Name> = query.parts.iter().flat_map(|part| &part.captured).map(|(name, _)| Name::clone(name)).collect();
        self.mark_captured(&used);
        let name = self.unique("#items");
        let collected = self.pend(query, SubqueryResult::Collect(name), place);
        if matches!(list.kind, ExprKind::List(_)) {
            return collected;
        }
        let null = Expr { kind: ExprKind::IsNull(Box::new(list)), place };
        let branches = vec![(null, Expr { kind: ExprKind::Literal(Value::Null), place })];
        Expr { kind: ExprKind::Case { branches, otherwise: Some(Box::new(collected)) }, place }
    }
}

/// A query of one part.
pub(super) fn one_part(clauses: Vec<BoundClause>, columns: Vec<Column>) -> BoundQuery {
    let captured = captured(&clauses);
    BoundQuery { parts: vec![BoundPart { clauses, columns: columns.clone(), captured }], distinct: false, columns }
}
