//! The facts that an answer rests on: for each row the sources and caveats of its node and of the relationships used.

use super::super::build;
use super::super::meaning::{Amount, Fact, Link};
use super::Lowerer;
use super::pattern::{Standing, conjunction};
use crate::cypher::ast::{BinaryOperator, Clause, Expression, ExpressionKind, Pattern, Projection, ProjectionItem, Query, UnaryOperator};

impl Lowerer<'_> {
    /// One row for each of the answer's rows, in name order: its name, `sources`, `caveats`. Nothing for groups, numbers and pairs.
    pub(super) fn evidence(&self) -> Option<Query> {
        let layout = &self.meaning.layout;
        let main = self.meaning.main;
        let aggregated = layout.columns.iter().any(|column| column.aggregate.is_some());
        if !layout.groups.is_empty() || self.meaning.pair.is_some() || aggregated {
            return None;
        }
        let mut clauses = vec![self.matched()];
        let mut kept = self.carried();
        let mut sources = vec![build::list(vec![build::property(self.variable(main), "source")])];
        let mut caveats = vec![build::list(vec![build::property(self.variable(main), "caveat")])];
        let mut number = 0;
        let data = self.noun(main);
        let facts = data.restrictions.iter().chain(&data.clauses).map(|clause| &clause.fact);
        let mut links = Vec::new();
        facts.for_each(|fact| positive(fact, &mut links));
        for column in &layout.columns {
            if let (true, super::super::meaning::Value::Names(link)) = (column.is_names(), &column.value) {
                links.push(link);
            }
        }
        for link in links {
            number += 1;
            let (source, caveat) = (format!("sources{number}"), format!("caveats{number}"));
            clauses.extend(self.collected(link, number, &source, &caveat, &kept));
            sources.push(build::variable(&source));
            caveats.push(build::variable(&caveat));
            kept.extend([source, caveat]);
        }
        let name = self.column_name(main);
        let items = vec![
            build::item(self.display(main), Some(&name)),
            build::item(without_nulls(joined(sources)), Some("sources")),
            build::item(without_nulls(joined(caveats)), Some("caveats")),
        ];
        let order = vec![build::sort(build::variable(&name), false)];
        clauses.push(build::returning(Projection { items, order, ..Projection::default() }));
        Some(self.after_cuts(clauses))
    }

    /// The sources and caveats of all relationships of a link, and the caveats of its objects.
    pub(super) fn collected(&self, link: &Link, number: usize, source: &str, caveat: &str, kept: &[String]) -> Vec<Clause> {
        let (mut pattern, condition) = self.pattern(link, &link.templates[0], Standing::Named);
        let names = named_facts(&mut pattern, number);
        let own = self.domain(link.object).1;
        let others = own.into_iter().chain(self.conditions(link.object)).collect();
        let matching = build::optional(pattern, conjunction(condition, others));
        let all = |key: &str, extra: Option<String>| {
            let of = |name: &String| build::call_distinct("collect", vec![build::property(build::variable(name), key)]);
            joined(names.iter().chain(extra.as_ref()).map(of).collect())
        };
        let object = self.noun(link.object).variable.to_string();
        let mut items: Vec<ProjectionItem> = kept.iter().map(|name| build::item(build::variable(name), None)).collect();
        items.push(build::item(all("source", None), Some(source)));
        items.push(build::item(all("caveat", Some(object)), Some(caveat)));
        vec![matching, build::with(Projection { items, ..Projection::default() }, None)]
    }
}

/// The variables of a pattern's relationships, each of which has one then.
pub(super) fn named_facts(pattern: &mut Pattern, number: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (relationship, _) in pattern.parts.iter_mut().flat_map(|part| &mut part.element.chain) {
        let name = format!("fact{number}_{}", names.len() + 1);
        names.push(relationship.variable.get_or_insert_with(|| build::named(&name)).node.to_string());
    }
    names
}

/// The links that hold, outside of any denial.
pub(super) fn positive<'f>(fact: &'f Fact, links: &mut Vec<&'f Link>) {
    match fact {
        Fact::Linked(linked) if !matches!(linked.amount, Amount::No) => links.push(&linked.link),
        Fact::All(facts) | Fact::Any(facts) => facts.iter().for_each(|fact| positive(fact, links)),
        _ => {}
    }
}

/// Lists one after the other.
pub(super) fn joined(lists: Vec<Expression>) -> Expression {
    let mut lists = lists.into_iter();
    let first = lists.next().unwrap_or_else(|| build::list(Vec::new()));
    lists.fold(first, |all, list| build::binary(all, BinaryOperator::Add, list))
}

/// A list without missing values.
pub(super) fn without_nulls(list: Expression) -> Expression {
    ExpressionKind::ListComprehension {
        variable: build::named("item"),
        list: Box::new(list),
        filter: Some(Box::new(build::unary(UnaryOperator::IsNotNull, build::variable("item")))),
        map: None,
    }
    .into()
}
