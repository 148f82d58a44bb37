//! Statements and clauses.

use super::super::ast::{Clause, Match, Projection, ProjectionItem, Query, Return, SingleQuery, SortItem, Union, Unwind, With, Written};
use super::super::ast::{Expression, Subquery};
use super::{Built, Pair, Parts, Reader, Rule, each, name, place};

impl<'t> Reader<'t> {
    /// `query UNION query`.
    pub(super) fn query(self, pair: Pair<'t>) -> Built<Query> {
        let mut parts = self.parts(pair);
        let first = self.single_query(parts.part()?)?;
        let unions = each(parts, |part| self.union(part))?;
        Ok(Query { first, unions })
    }

    fn union(self, pair: Pair<'t>) -> Built<Union> {
        let place = pair.clone().into_inner().next().map(|word| place(&word)).unwrap_or_default();
        let all = pair.clone().into_inner().any(|part| part.as_rule() == Rule::kw_all);
        Ok(Union { all, query: self.single_query(self.only(pair)?)?, place })
    }

    fn single_query(self, pair: Pair<'t>) -> Built<SingleQuery> {
        let place = place(&pair);
        let clauses = each(self.parts(pair), |part| self.clause(part))?;
        Ok(SingleQuery { clauses, place })
    }

    /// A clause, each built by a function of its own, so that this one stays small on the stack.
    pub(super) fn clause(self, pair: Pair<'t>) -> Built<Clause> {
        match pair.as_rule() {
            Rule::r#match => self.match_clause(pair),
            Rule::unwind => self.unwind(pair),
            Rule::with => self.with(pair),
            Rule::r#return => self.return_clause(pair),
            Rule::create => self.create(pair),
            Rule::merge => self.merge(pair),
            Rule::set => self.set(pair),
            Rule::remove => self.remove(pair),
            Rule::delete => self.delete(pair),
            Rule::foreach => self.foreach(pair),
            _ => self.call_clause(pair),
        }
    }

    fn match_clause(self, pair: Pair<'t>) -> Built<Clause> {
        let place = place(&pair);
        let optional = pair.clone().into_inner().next().is_some_and(|word| word.as_rule() == Rule::kw_optional);
        let mut parts = self.parts(pair);
        let pattern = self.pattern(parts.part()?)?;
        let condition = self.optional_condition(&mut parts)?;
        Ok(Clause::Match(Match { optional, pattern, condition, place }))
    }

    fn unwind(self, pair: Pair<'t>) -> Built<Clause> {
        let place = place(&pair);
        let mut parts = self.parts(pair);
        let list = self.expression(parts.part()?)?;
        Ok(Clause::Unwind(Unwind { list, variable: name(&parts.part()?), place }))
    }

    fn with(self, pair: Pair<'t>) -> Built<Clause> {
        let place = place(&pair);
        let mut parts = self.parts(pair);
        let projection = self.projection(parts.part()?)?;
        let condition = self.optional_condition(&mut parts)?;
        Ok(Clause::With(With { projection, condition, place }))
    }

    fn return_clause(self, pair: Pair<'t>) -> Built<Clause> {
        let place = place(&pair);
        Ok(Clause::Return(Return { projection: self.projection(self.only(pair)?)?, place }))
    }

    /// `WHERE condition`.
    pub(super) fn condition(self, pair: Pair<'t>) -> Built<Expression> {
        self.truth(self.only(pair)?)
    }

    /// The condition that may come next.
    pub(super) fn optional_condition(self, parts: &mut Parts<'t>) -> Built<Option<Expression>> {
        match parts.optional(Rule::r#where) {
            Some(pair) => Ok(Some(self.condition(pair)?)),
            None => Ok(None),
        }
    }

    fn projection(self, pair: Pair<'t>) -> Built<Projection> {
        let distinct = pair.clone().into_inner().next().is_some_and(|word| word.as_rule() == Rule::kw_distinct);
        let mut projection = Projection { distinct, ..Projection::default() };
        for part in self.parts(pair) {
            match part.as_rule() {
                Rule::projection_items => {
                    for item in self.parts(part) {
                        if item.as_rule() == Rule::x_star {
                            projection.all = true;
                        } else {
                            projection.items.push(self.projection_item(item)?);
                        }
                    }
                }
                Rule::order => projection.order = each(self.parts(part), |item| self.sort_item(item))?,
                Rule::skip => projection.skip = Some(self.expression(self.only(part)?)?),
                _ => projection.limit = Some(self.expression(self.only(part)?)?),
            }
        }
        Ok(projection)
    }

    fn projection_item(self, pair: Pair<'t>) -> Built<ProjectionItem> {
        let mut parts = self.parts(pair);
        let expression = self.expression(parts.part()?)?;
        let alias = parts.next().map(|alias| name(&alias));
        let text = if alias.is_some() { Written(None) } else { Written(Some(expression.place.0.of(self.text).into())) };
        Ok(ProjectionItem { expression, alias, text })
    }

    fn sort_item(self, pair: Pair<'t>) -> Built<SortItem> {
        let mut parts = self.parts(pair);
        let expression = self.expression(parts.part()?)?;
        Ok(SortItem { expression, descending: parts.next().is_some_and(|word| word.as_rule() == Rule::x_descending) })
    }

    /// What stands in the braces of a subquery. A `MATCH` alone is its pattern.
    pub(super) fn subquery(self, pair: Pair<'t>) -> Built<Box<Subquery>> {
        let mut parts = self.parts(pair);
        let first = parts.part()?;
        if first.as_rule() == Rule::pattern {
            let pattern = self.pattern(first)?;
            let condition = self.optional_condition(&mut parts)?;
            return Ok(Box::new(Subquery::Pattern { pattern, condition }));
        }
        Ok(Box::new(simplified(self.query(first)?)))
    }
}

/// The pattern of a query that is one `MATCH`, else the query.
fn simplified(mut query: Query) -> Subquery {
    if query.unions.is_empty() && query.first.clauses.len() == 1 {
        match query.first.clauses.pop() {
            Some(Clause::Match(Match { optional: false, pattern, condition, .. })) => return Subquery::Pattern { pattern, condition },
            other => query.first.clauses.extend(other),
        }
    }
    Subquery::Query(query)
}
