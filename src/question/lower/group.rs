//! Answers in groups: `partners by category`.

use super::super::build;
use super::super::meaning::{Group, GroupKey, Measure, Value};
use super::Lowerer;
use super::answer::unique;
use super::pattern::{Standing, conjunction};
use crate::cypher::ast::{Clause, Expression, Projection, ProjectionItem, Query};

impl Lowerer<'_> {
    /// One row for each group: its keys, the number of nodes, and their names unless only the number is asked.
    pub(super) fn grouped(&self) -> Query {
        let layout = &self.meaning.layout;
        let main = self.meaning.main;
        let mut clauses = Vec::new();
        let mut keys: Vec<String> = Vec::new();
        if let [Group { key: GroupKey::Value { measure: Measure::Value { expression, .. }, values }, .. }] = layout.groups.as_slice()
            && !values.is_empty()
        {
            return self.grouped_by_values(expression, values);
        }
        clauses.push(self.matched());
        let mut kept = vec![self.noun(main).variable.to_string()];
        kept.extend(self.meaning.ranking.iter().map(|ranking| ranking.variable.to_string()));
        if matches!(self.noun(main).range, super::super::meaning::Range::Links { .. }) {
            kept.extend(["from".to_owned(), "to".to_owned()]);
        }
        for (index, group) in layout.groups.iter().enumerate() {
            let key = format!("key{}", index + 1);
            let value = match &group.key {
                GroupKey::Value { measure, .. } => self.measure(measure),
                GroupKey::Related(link) => {
                    let own = self.domain(link.object).1;
                    let template = &link.templates[0];
                    let (pattern, condition) = self.pattern(link, template, Standing::Named);
                    let others = own.into_iter().chain(self.conditions(link.object)).collect();
                    clauses.push(build::matching(pattern, conjunction(condition, others)));
                    self.display(link.object)
                }
            };
            let mut items: Vec<ProjectionItem> = kept.iter().map(|name| build::item(build::variable(name), None)).collect();
            items.push(build::item(value, Some(&key)));
            clauses.push(build::with(Projection { items, distinct: true, ..Projection::default() }, None));
            kept.push(key.clone());
            keys.push(key);
        }
        self.finish_groups(clauses, &keys, kept)
    }

    /// Groups of an enumerated property: values without nodes are there, too.
    fn grouped_by_values(&self, value: &Expression, values: &[String]) -> Query {
        let key = "key1".to_owned();
        let (pattern, condition) = self.main_pattern();
        let same = build::equal(value.clone(), build::variable(&key));
        let condition = build::condition(build::all(std::iter::once(same).chain(condition).collect()));
        let unwind = Clause::Unwind(crate::cypher::ast::Unwind {
            list: build::list(values.iter().map(|value| build::text(value)).collect()),
            variable: build::named(&key),
            place: crate::text::Place::default(),
        });
        let kept = vec![self.noun(self.meaning.main).variable.to_string(), key.clone()];
        self.finish_groups(vec![unwind, build::optional(pattern, condition)], &[key], kept)
    }

    /// Counts, names, order.
    fn finish_groups(&self, mut clauses: Vec<Clause>, keys: &[String], mut kept: Vec<String>) -> Query {
        let layout = &self.meaning.layout;
        let main = self.meaning.main;
        let display = self.display(main);
        let counted = |name: &str| build::call_distinct("count", vec![build::variable(name)]);
        let carry = |names: &[String]| names.iter().map(|name| build::item(build::variable(name), None)).collect::<Vec<_>>();
        if let Some((link, ..)) = &layout.having {
            clauses.push(self.optional(link));
            kept.push(self.noun(link.object).variable.to_string());
        }
        let names = !layout.count;
        if names {
            let order = vec![build::sort(display.clone(), false)];
            clauses.push(build::with(Projection { items: carry(&kept), order, ..Projection::default() }, None));
        }
        let mut items = carry(keys);
        items.push(build::item(counted(&self.noun(main).variable), Some("number")));
        if names {
            // Rows are nodes: two nodes with one name are two names.
            let node = build::call_distinct("collect", vec![build::variable(&self.noun(main).variable)]);
            items.push(build::item(node, Some("members")));
        }
        let mut condition = None;
        if let Some((link, operator, count)) = &layout.having {
            items.push(build::item(counted(&self.noun(link.object).variable), Some("related")));
            let count = build::integer(i64::try_from(*count).unwrap_or(i64::MAX));
            condition = Some(build::compare(build::variable("related"), *operator, count));
        }
        clauses.push(build::with(Projection { items, ..Projection::default() }, condition));
        clauses.push(self.returned_groups(keys, names));
        self.after_cuts(clauses)
    }

    fn returned_groups(&self, keys: &[String], names: bool) -> Clause {
        let layout = &self.meaning.layout;
        let main = self.meaning.main;
        let mut items: Vec<ProjectionItem> = Vec::new();
        let mut columns = Vec::new();
        for (group, key) in layout.groups.iter().zip(keys) {
            let name = unique(&group.name, &items);
            items.push(build::item(build::variable(key), Some(&name)));
            columns.push(name);
        }
        let count = unique("count", &items);
        items.push(build::item(build::variable("number"), Some(&count)));
        if names {
            let variable = self.noun(main).variable.clone();
            let list = crate::cypher::ast::ExpressionKind::ListComprehension {
                variable: build::named(&variable),
                list: Box::new(build::variable("members")),
                filter: None,
                map: Some(Box::new(self.display(main))),
            };
            items.push(build::item(list.into(), Some(&unique(&self.noun(main).plural, &items))));
        }
        let mut order = Vec::new();
        for (value, descending) in &layout.order {
            let by = match value {
                Value::Key(index) => columns.get(*index).cloned(),
                _ => Some(count.clone()),
            };
            order.extend(by.map(|by| build::sort(build::variable(&by), *descending)));
        }
        order.extend(columns.iter().map(|column| build::sort(build::variable(column), false)));
        build::returning(Projection { items, order, ..Projection::default() })
    }
}
