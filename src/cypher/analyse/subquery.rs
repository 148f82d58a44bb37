//! Subqueries in expressions: each becomes a column that is computed beside the expression.

use std::collections::BTreeSet;

use super::clause::Role;
use super::scope::{Frame, Kind};
use super::{Aggregating, Analyser, Error};
use crate::cypher::ast::{
    Expression, ExpressionKind, Pattern, PatternElement, PatternPart, ProjectionEntry, Query, Selector, Subquery, Variable,
};
use crate::cypher::bound::{
    BoundClause, BoundCondition, BoundMatch, BoundPart, BoundProjection, BoundQuery, BoundSubquery, BoundUnwind, SubqueryResult, Test,
    captured,
};
use crate::function::scalar;
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
    /// Runs `body` in a new query's scope that sees the outer one, and that cannot write.
    fn inside<T>(&mut self, body: impl FnOnce(&mut Self) -> T) -> T {
        let reading = std::mem::replace(&mut self.reading, true);
        let result = self.enclosed(Frame::default(), body);
        self.reading = reading;
        result
    }

    /// Runs `body` in a new query's scope.
    pub(super) fn enclosed<T>(&mut self, frame: Frame, body: impl FnOnce(&mut Self) -> T) -> T {
        let outside = Outside {
            patterns: std::mem::replace(&mut self.patterns, false),
            aggregating: std::mem::replace(&mut self.aggregating, Aggregating::Forbidden),
            aggregates: std::mem::take(&mut self.aggregates),
            pending: std::mem::take(&mut self.pending),
        };
        self.frames.push(frame);
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
            Subquery::Query(query) => self.inside(|this| this.query(query, Role::Rows).0),
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

    /// `COLLECT { … }`.
    pub(super) fn collect(&mut self, query: &Query, place: Place) -> (Expr, Kind) {
        let (query, kinds) = self.inside(|this| this.query(query, Role::Values));
        if query.columns.len() > 1 {
            self.problems.push(Error::UnexpectedSyntax {
                message: "`COLLECT` gathers one column",
                help: "return one value; a map or a list holds several: `RETURN {name: n.name, age: n.age}`",
                place: place.0,
            });
        }
        let name = self.unique("#collected");
        (self.pend(query, SubqueryResult::Collect(name), place), Kind::list(kinds.first().map_or(Type::Any, |kind| kind.of)))
    }

    /// `[path = (a)-->(b) WHERE condition | map]`.
    pub(super) fn pattern_comprehension(
        &mut self,
        (path, element): (Option<&Variable>, &PatternElement),
        condition: Option<&Expression>,
        map: &Expression,
        place: Place,
    ) -> (Expr, Kind) {
        let column = self.unique("#item");
        let (query, kind) = self.inside(|this| {
            let part = PatternPart { variable: path.cloned(), selector: Selector::All, element: element.clone() };
            let clause = this.pattern(&Pattern { parts: vec![part] }, condition, false, false);
            let (value, kind) = this.value(map);
            let items = vec![Item { variable: Name::clone(&column), value }];
            let projected =
                BoundProjection { subqueries: std::mem::take(&mut this.pending), items, last: true, ..BoundProjection::default() };
            let clauses = vec![BoundClause::Match(clause), BoundClause::Project(Box::new(projected))];
            (one_part(clauses, vec![Column { name: Name::clone(&column), variable: Name::clone(&column) }]), kind)
        });
        let name = self.unique("#items");
        (self.pend(query, SubqueryResult::Collect(name), place), Kind::list(kind.of))
    }

    /// `of {.key, .*, key: value, variable}`: null for null, else the entries, of which a later one hides an earlier.
    pub(super) fn map_projection(&mut self, of: &Variable, entries: &[ProjectionEntry], place: Place) -> (Expr, Kind) {
        let Some(binding) = self.resolve(&of.node, of.place) else {
            return (Expr { kind: ExprKind::Literal(Value::Null), place }, Kind::of(Type::Map));
        };
        self.require(binding.kind, &[Type::Node, Type::Relationship, Type::Map], "a map projection", of.place);
        let base = Expr { kind: ExprKind::Variable(binding.variable), place: of.place };
        let mut parts: Vec<Expr> = Vec::new();
        let mut run = Vec::new();
        let close = |run: &mut Vec<(Name, Expr)>, parts: &mut Vec<Expr>| {
            if !run.is_empty() {
                parts.push(Expr { kind: ExprKind::Map(std::mem::take(run)), place });
            }
        };
        for entry in entries {
            match entry {
                ProjectionEntry::Property(key) => {
                    let property = self.key(&key.node, key.place, binding.kind);
                    let kind = ExprKind::Property { of: Box::new(base.clone()), key: property };
                    run.push((Name::clone(&key.node), Expr { kind, place: key.place }));
                }
                ProjectionEntry::Entry(key, value) => run.push((Name::clone(&key.node), self.value(value).0)),
                ProjectionEntry::Variable(name) => {
                    let variable = Expression::new(ExpressionKind::Variable(Name::clone(&name.node)), name.span());
                    run.push((Name::clone(&name.node), self.value(&variable).0));
                }
                ProjectionEntry::All => {
                    close(&mut run, &mut parts);
                    parts.extend(call("properties", vec![base.clone()], place));
                }
            }
        }
        close(&mut run, &mut parts);
        let whole = parts.into_iter().reduce(|first, second| call("mergeMaps", vec![first, second.clone()], place).unwrap_or(second));
        let whole = whole.unwrap_or(Expr { kind: ExprKind::Map(Vec::new()), place });
        let null = Expr { kind: ExprKind::IsNull(Box::new(base)), place };
        let branches = vec![(null, Expr { kind: ExprKind::Literal(Value::Null), place })];
        (Expr { kind: ExprKind::Case { branches, otherwise: Some(Box::new(whole)) }, place }, Kind::of(Type::Map))
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
        let (list, variable, predicate) = self.per_result((Name::clone(&names[0]), list), own, predicate, place);
        let kind = ExprKind::Quantifier { quantifier, variable, list: Box::new(list), predicate: Box::new(predicate) };
        (Expr { kind, place }, Kind::BOOLEAN)
    }

    /// The list, the variable and the predicate of a quantifier: those given, or, where the predicate needs subqueries, over the list
    /// of its results.
    pub(super) fn per_result(
        &mut self,
        (variable, list): (Name, Expr),
        own: Vec<BoundSubquery>,
        predicate: Expr,
        place: Place,
    ) -> (Expr, Name, Expr) {
        if own.is_empty() {
            return (list, variable, predicate);
        }
        let list = self.unwound((variable, list), own, None, predicate, place);
        let holds = self.unique("#holds");
        let predicate = Expr::variable(&holds);
        (list, holds, predicate)
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
        let ((mut step, _), names, own) = self.per_item(&locals, |this, _| this.value(step));
        let (accumulator, mut variable) = (Name::clone(&names[0]), Name::clone(&names[1]));
        let mut list = list;
        if own.iter().any(|subquery| subquery.reads(&accumulator)) {
            self.problems.push(Error::NotYet {
                message: "a subquery in `reduce` cannot use what has been gathered so far",
                help: "let the subquery use only the item, or gather in rows: `UNWIND` the list, and aggregate",
                place: place.0,
            });
        } else if !own.is_empty() {
            (list, variable) = self.with_results((variable, list), own, &mut step, place);
        }
        let kind = ExprKind::Reduce { accumulator, initial: Box::new(initial), variable, list: Box::new(list), step: Box::new(step) };
        (Expr { kind, place }, Kind::ANY)
    }

    /// A list whose items are lists of an item and of what subqueries give for it, which `step` reads from then on.
    fn with_results(&mut self, (variable, list): (Name, Expr), own: Vec<BoundSubquery>, step: &mut Expr, place: Place) -> (Expr, Name) {
        let both = self.unique("#both");
        let results: Vec<Name> = std::iter::once(&variable).chain(own.iter().map(|subquery| subquery.result.variable())).cloned().collect();
        let part = |position: usize| {
            let index = Box::new(Expr::literal(Value::Integer(position as i64)));
            Expr { kind: ExprKind::Index { of: Box::new(Expr::variable(&both)), index }, place }
        };
        step.substitute(&results.iter().enumerate().map(|(position, name)| (Name::clone(name), part(position))).collect());
        let map = Expr { kind: ExprKind::List(results.iter().map(Expr::variable).collect()), place };
        (self.unwound((variable, list), own, None, map, place), both)
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

/// A call of a function that the table has.
fn call(name: &str, arguments: Vec<Expr>, place: Place) -> Option<Expr> {
    Some(Expr { kind: ExprKind::Call { function: scalar(name)?, arguments }, place })
}

/// A query of one part.
pub(super) fn one_part(clauses: Vec<BoundClause>, columns: Vec<Column>) -> BoundQuery {
    let captured = captured(&clauses);
    BoundQuery { parts: vec![BoundPart { clauses, columns: columns.clone(), captured }], distinct: false, columns }
}
