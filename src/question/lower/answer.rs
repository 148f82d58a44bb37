//! The clauses of an answer without groups.

use super::super::build;
use super::super::meaning::{Column, Fact, GroupKey, Link, Range, Value, Whether};
use super::Lowerer;
use super::pattern::{Standing, conjunction};
use crate::cypher::ast::{Clause, ComparisonOperator, Expression, Projection, ProjectionItem, Query, SortItem};

/// Columns that were computed before the end, by their variable.
struct Computed {
    clauses: Vec<Clause>,
    /// Variables that hold the columns' values, then those that hold the order's.
    columns: Vec<Expression>,
    order: Vec<(Expression, bool)>,
}

impl Lowerer<'_> {
    /// The whole query.
    pub(super) fn answer(&self) -> Query {
        let layout = &self.meaning.layout;
        if !layout.groups.is_empty() {
            return self.grouped();
        }
        if layout.count {
            return self.count();
        }
        if let Some(whether) = layout.whether {
            return self.whether(whether);
        }
        let matching = self.matched();
        let computed = self.computed();
        let mut clauses = vec![matching];
        clauses.extend(computed.clauses);
        let aggregated = layout.columns.iter().any(|column| column.aggregate.is_some());
        clauses.push(if aggregated { self.aggregated(&computed.columns) } else { self.listed(computed.columns, computed.order) });
        self.after_cuts(clauses)
    }

    /// The number of rows.
    pub(super) fn count(&self) -> Query {
        let main = self.meaning.main;
        let matching = self.matched();
        let counted = if self.meaning.pair.is_some() {
            crate::cypher::ast::ExpressionKind::CountAll.into()
        } else {
            build::call("count", vec![self.variable(main)])
        };
        let projection = Projection { items: vec![build::item(counted, Some("count"))], ..Projection::default() };
        self.after_cuts(vec![matching, build::returning(projection)])
    }

    /// Yes or no; null where what is asked is not recorded.
    fn whether(&self, whether: Whether) -> Query {
        let main = self.noun(self.meaning.main);
        let (operator, found) = match whether {
            Whether::Some => (ComparisonOperator::Greater, true),
            Whether::None => (ComparisonOperator::Equal, false),
        };
        let number = build::call("count", vec![self.variable(self.meaning.main)]);
        let mut answer = build::compare(number, operator, build::integer(0));
        if main.clauses.iter().any(|clause| is_unrecorded(&clause.fact)) {
            // Nothing is found, whatever the truth is.
            answer = build::when(build::equal(answer, build::boolean(found)), build::boolean(found));
        }
        let projection = Projection { items: vec![build::item(answer, Some("answer"))], ..Projection::default() };
        let matching = self.matched();
        self.after_cuts(vec![matching, build::returning(projection)])
    }

    /// `MATCH … WHERE …` of the main noun, and of the other of a pair.
    pub(super) fn matched(&self) -> Clause {
        let (pattern, condition) = self.main_pattern();
        build::matching(pattern, condition)
    }

    /// The main noun's pattern and all of its conditions.
    pub(super) fn main_pattern(&self) -> (crate::cypher::ast::Pattern, Option<Expression>) {
        let main = self.meaning.main;
        let (mut pattern, mut conditions) = self.domain(main);
        conditions.extend(self.conditions(main));
        if let Some(few) = &self.meaning.layout.few {
            let cut = self.cut(main, &few.measure, few.least, few.count);
            let operator = if few.least { ComparisonOperator::LessOrEqual } else { ComparisonOperator::GreaterOrEqual };
            conditions.push(build::compare(self.measure(&few.measure), operator, cut));
            conditions.extend(self.recorded_measure(&few.measure));
        }
        for group in &self.meaning.layout.groups {
            if let GroupKey::Value { measure, .. } = &group.key {
                conditions.extend(self.recorded_measure(measure));
            }
        }
        if let Some(other) = self.meaning.pair {
            let (more, own) = self.domain(other);
            pattern.parts.extend(more.parts);
            conditions.extend(own);
            conditions.extend(self.conditions(other));
            conditions.push(build::compare(self.display(main), ComparisonOperator::Less, self.display(other)));
        }
        (pattern, build::condition(build::all(conditions)))
    }

    /// Numbers and lists of names that columns and the order need, as variables.
    fn computed(&self) -> Computed {
        let layout = &self.meaning.layout;
        let mut kept = self.carried();
        let mut clauses = Vec::new();
        let mut number = 0;
        let mut compute =
            |value: &Value, ordering: bool, aggregated: bool, kept: &mut Vec<String>, clauses: &mut Vec<Clause>| -> Expression {
                let expression = match value {
                    Value::Measure(measure) => self.measure(measure),
                    Value::Names(link) if aggregated => self.number(link),
                    Value::Names(link) => {
                        number += 1;
                        let name = format!("names{number}");
                        clauses.extend(self.names(link, &name, kept));
                        kept.push(name.clone());
                        return build::variable(&name);
                    }
                    Value::Size | Value::Key(_) => build::integer(0),
                };
                // Where it sorts, a column's name may hide the node that it speaks of.
                if !is_subquery(&expression) && !ordering {
                    return expression;
                }
                number += 1;
                let name = format!("value{number}");
                let mut items: Vec<ProjectionItem> = kept.iter().map(|name| build::item(build::variable(name), None)).collect();
                items.push(build::item(expression, Some(&name)));
                clauses.push(build::with(Projection { items, ..Projection::default() }, None));
                kept.push(name.clone());
                build::variable(&name)
            };
        let columns = layout
            .columns
            .iter()
            .map(|column| compute(&column.value, false, column.aggregate.is_some(), &mut kept, &mut clauses))
            .collect();
        let mut order: Vec<(Expression, bool)> = Vec::new();
        if let Some(few) = &layout.few {
            let value = compute(&Value::Measure(few.measure.clone()), true, true, &mut kept, &mut clauses);
            order.push((value, !few.least));
        }
        for (value, descending) in &layout.order {
            order.push((compute(value, true, true, &mut kept, &mut clauses), *descending));
        }
        Computed { clauses, columns, order }
    }

    /// The names of related nodes, in name order, as one variable.
    pub(super) fn names(&self, link: &Link, name: &str, kept: &[String]) -> Vec<Clause> {
        let object = self.noun(link.object).variable.to_string();
        let carry = || kept.iter().map(|name| build::item(build::variable(name), None)).collect::<Vec<_>>();
        let display = self.display(link.object);
        let mut ordered = carry();
        ordered.push(build::item(build::variable(&object), None));
        let ordered = Projection { items: ordered, order: vec![build::sort(display.clone(), false)], ..Projection::default() };
        let mut collected = carry();
        collected.push(build::item(build::call_distinct("collect", vec![display]), Some(name)));
        let collected = Projection { items: collected, ..Projection::default() };
        vec![self.optional(link), build::with(ordered, None), build::with(collected, None)]
    }

    /// `OPTIONAL MATCH` of a link.
    pub(super) fn optional(&self, link: &Link) -> Clause {
        let own = self.domain(link.object).1;
        if let [template] = link.templates.as_slice() {
            let (pattern, condition) = self.pattern(link, template, Standing::Named);
            let others = own.into_iter().chain(self.conditions(link.object)).collect();
            return build::optional(pattern, conjunction(condition, others));
        }
        let (pattern, mut conditions) = self.domain(link.object);
        conditions.push(self.tied(link));
        conditions.extend(self.conditions(link.object));
        build::optional(pattern, build::condition(build::all(conditions)))
    }

    /// `RETURN` of functions over all nodes.
    fn aggregated(&self, values: &[Expression]) -> Clause {
        let mut items: Vec<ProjectionItem> = Vec::new();
        for (column, value) in self.meaning.layout.columns.iter().zip(values) {
            let expression = match column.aggregate {
                Some(function) => build::call(function, vec![value.clone()]),
                None => value.clone(),
            };
            items.push(build::item(expression, Some(&unique(&column.name, &items))));
        }
        build::returning(Projection { items, ..Projection::default() })
    }

    /// `RETURN` of the nodes' names and the columns, in order.
    fn listed(&self, values: Vec<Expression>, order: Vec<(Expression, bool)>) -> Clause {
        let main = self.meaning.main;
        let layout = &self.meaning.layout;
        let mut items: Vec<ProjectionItem> = Vec::new();
        let mut names: Vec<SortItem> = Vec::new();
        let mut shown = |noun: usize, items: &mut Vec<ProjectionItem>| {
            let name = unique(&self.column_name(noun), items);
            names.push(build::sort(build::variable(&name), false));
            items.push(build::item(self.display(noun), Some(&name)));
        };
        if layout.nodes || layout.columns.is_empty() {
            shown(main, &mut items);
            if let Some(other) = self.meaning.pair {
                shown(other, &mut items);
            }
        }
        for (column, value) in layout.columns.iter().zip(values) {
            let name = unique(&column.name, &items);
            if !layout.nodes {
                names.push(build::sort(build::variable(&name), false));
            }
            items.push(build::item(value, Some(&name)));
        }
        let aliases: Vec<(String, Expression)> =
            items.iter().filter_map(|item| item.alias.as_ref().map(|alias| (alias.node.to_string(), item.expression.clone()))).collect();
        let alias_of = |expression: Expression| {
            aliases.iter().find(|(_, own)| *own == expression).map_or(expression, |(alias, _)| build::variable(alias))
        };
        let order = order.into_iter().map(|(expression, descending)| build::sort(alias_of(expression), descending)).chain(names).collect();
        build::returning(Projection { items, order, ..Projection::default() })
    }

    /// The column of a noun: its singular, or that of the name's label.
    pub(super) fn column_name(&self, noun: usize) -> String {
        match &self.noun(noun).range {
            Range::Node { kind, .. } => kind.clone(),
            _ => self.noun(noun).singular.clone(),
        }
    }
}

/// Whether a fact speaks of a named node for which its relation is not recorded.
fn is_unrecorded(fact: &Fact) -> bool {
    match fact {
        Fact::Linked(linked) => linked.link.known == Some(false),
        Fact::Not(inner) => is_unrecorded(inner),
        Fact::All(facts) | Fact::Any(facts) => facts.iter().any(is_unrecorded),
        _ => false,
    }
}

/// Whether an expression is a subquery, which is computed once, before it is returned or ordered by.
fn is_subquery(expression: &Expression) -> bool {
    matches!(expression.kind, crate::cypher::ast::ExpressionKind::Count(_) | crate::cypher::ast::ExpressionKind::Exists(_))
}

/// A column name that no column before has.
pub(super) fn unique(name: &str, items: &[ProjectionItem]) -> String {
    let taken = |name: &str| items.iter().any(|item| item.alias.as_ref().is_some_and(|alias| &*alias.node == name));
    let mut candidate = name.to_owned();
    let mut number = 2;
    while taken(&candidate) {
        candidate = format!("{name} {number}");
        number += 1;
    }
    candidate
}

impl Column {
    /// Whether it shows the names of related nodes.
    pub(super) fn is_names(&self) -> bool {
        matches!(self.value, Value::Names(_))
    }
}
