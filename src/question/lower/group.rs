//! Answers in groups: `partners by category`.

use super::super::build;
use super::super::meaning::{Group, GroupKey, Measure, Value};
use super::Lowerer;
use super::answer::unique;
use super::pattern::{Standing, conjunction};
use crate::cypher::ast::{Clause, Expression, Projection, ProjectionItem, Query, UnaryOperator};

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
        self.finish_groups(clauses, &keys, kept, false)
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
        self.finish_groups(vec![unwind, build::optional(pattern, condition)], &[key], kept, true)
    }

    /// Counts, names or values, order; `empty` tells that there may be groups without a node.
    fn finish_groups(&self, mut clauses: Vec<Clause>, keys: &[String], mut kept: Vec<String>, empty: bool) -> Query {
        let layout = &self.meaning.layout;
        let main = self.meaning.main;
        let display = self.display(main);
        let counted = |name: &str| build::call_distinct("count", vec![build::variable(name)]);
        let carry = |names: &[String]| names.iter().map(|name| build::item(build::variable(name), None)).collect::<Vec<_>>();
        let related = layout.having.as_ref().and_then(|having| having.link.as_ref());
        if let Some(link) = related {
            clauses.push(self.optional(link));
            kept.push(self.noun(link.object).variable.to_string());
        }
        let names = !layout.count && layout.columns.is_empty();
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
        if let Some(link) = related {
            items.push(build::item(counted(&self.noun(link.object).variable), Some("related")));
        }
        for (index, column) in layout.columns.iter().enumerate() {
            let value = self.value_in_group(&column.value, empty);
            let of_all = column.aggregate.map_or(value.clone(), |function| build::call(function, vec![value]));
            items.push(build::item(of_all, Some(&value_name(index))));
        }
        let condition = layout.having.as_ref().map(|having| {
            let number = build::variable(if related.is_some() { "related" } else { "number" });
            build::compare(number, having.operator, build::integer(i64::try_from(having.count).unwrap_or(i64::MAX)))
        });
        clauses.push(build::with(Projection { items, ..Projection::default() }, condition));
        clauses.push(self.returned_groups(keys, names));
        self.after_cuts(clauses)
    }

    /// What one node of a group brings to a value of them all; a group without nodes has none.
    fn value_in_group(&self, value: &Value, empty: bool) -> Expression {
        let value = match value {
            Value::Measure(measure) => self.measure(measure),
            Value::Names(link) => self.number(link),
            Value::Size | Value::Key(_) => build::integer(0),
        };
        if !empty {
            return value;
        }
        let is_node = build::unary(UnaryOperator::IsNotNull, self.variable(self.meaning.main));
        build::when(is_node, value)
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
        for (index, column) in layout.columns.iter().enumerate() {
            let name = unique(&column.name, &items);
            items.push(build::item(build::variable(&value_name(index)), Some(&name)));
            columns.push(name);
        }
        let mut count = "number".to_owned();
        if layout.columns.is_empty() {
            count = unique("count", &items);
            items.push(build::item(build::variable("number"), Some(&count)));
        }
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
        order.extend(columns.iter().take(keys.len()).map(|column| build::sort(build::variable(column), false)));
        build::returning(Projection { items, order, ..Projection::default() })
    }
}

/// The variable of a value of all nodes of a group.
fn value_name(index: usize) -> String {
    format!("value{}", index + 1)
}
