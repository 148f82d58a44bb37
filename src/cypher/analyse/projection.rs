//! `WITH` and `RETURN`: items, grouping, and what `ORDER BY` and `WHERE` can see.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::scope::{Binding, Kind};
use super::{Aggregating, Analyser, Error, MOST_COLUMNS};
use crate::cypher::ast::{Expression, ExpressionKind, Projection};
use crate::cypher::bound::{BoundCondition, BoundProjection, BoundSubquery, Grouping, Test};
use crate::plan::{Column, Expr, ExprKind, Item, SortKey};
use crate::text::{Name, Place};
use crate::value::{Type, Value};

/// A column of the projection.
struct Shown {
    name: Name,
    variable: Name,
    /// As bound, before keys were put in place of what they stand for.
    value: Expr,
    kind: Kind,
    aggregated: bool,
}

impl Analyser<'_> {
    /// A projection with the condition after it; the scope becomes what it projects.
    pub(super) fn projection(
        &mut self,
        projection: &Projection,
        condition: Option<&Expression>,
        last: bool,
        place: Place,
    ) -> (BoundProjection, Vec<Column>) {
        let extra =
            [projection.distinct, !projection.order.is_empty(), projection.skip.is_some(), projection.limit.is_some(), condition.is_some()];
        extra.into_iter().filter(|there| *there).for_each(|_| {
            self.grow(place);
        });
        self.aggregates.clear();
        self.aggregating = Aggregating::Allowed;
        let mut shown = self.items(projection, last, place);
        self.aggregating = Aggregating::Forbidden;
        self.name_aggregates(&mut shown);
        let mut bound = BoundProjection {
            subqueries: std::mem::take(&mut self.pending),
            distinct: projection.distinct,
            last,
            ..BoundProjection::default()
        };
        let grouped = !self.aggregates.is_empty();
        bound.items = self.grouped_items(&shown);
        let aliases = shown.iter().map(|one| {
            let binding = Binding { variable: Name::clone(&one.variable), kind: one.kind };
            (Name::clone(&one.name), binding)
        });
        let aliases: IndexMap<Name, Binding> = aliases.collect();
        self.overlay(&aliases);
        self.order(projection, &shown, &mut bound);
        bound.skip = projection.skip.as_ref().and_then(|count| self.row_count(count, "SKIP"));
        bound.limit = projection.limit.as_ref().and_then(|count| self.row_count(count, "LIMIT"));
        if let Some(condition) = condition {
            self.conditions(condition, &mut bound.conditions);
            if projection.distinct || grouped {
                self.narrow_conditions(&mut bound.conditions, &shown);
            }
        }
        if grouped {
            let keys = shown.iter().filter(|one| !one.aggregated);
            let keys = keys.map(|one| Item { variable: Name::clone(&one.variable), value: one.value.clone() }).collect();
            bound.grouping = Some(Grouping { keys, aggregates: std::mem::take(&mut self.aggregates) });
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.names = aliases;
        }
        for place in std::mem::take(&mut self.nameless) {
            self.problems.push(Error::NoExpressionAlias { place: place.0 });
        }
        let columns = shown.into_iter().map(|one| Column { name: one.name, variable: one.variable }).collect();
        (bound, columns)
    }

    /// The items, bound in the scope before.
    fn items(&mut self, projection: &Projection, last: bool, place: Place) -> Vec<Shown> {
        let mut shown = Vec::with_capacity(projection.items.len());
        if projection.all {
            let mut scope: Vec<(Name, Binding)> = self
                .frames
                .last()
                .map(|frame| frame.names.iter().map(|(name, binding)| (Name::clone(name), binding.clone())).collect())
                .unwrap_or_default();
            if scope.is_empty() && last {
                self.problems.push(Error::NoVariablesInScope { place: place.0 });
            }
            scope.sort_by(|left, right| left.0.cmp(&right.0));
            shown.extend(scope.into_iter().map(|(name, Binding { variable, kind })| {
                let value = Expr { kind: ExprKind::Variable(Name::clone(&variable)), place };
                Shown { name, variable, value, kind, aggregated: false }
            }));
        }
        if projection.items.len() > MOST_COLUMNS {
            self.problems.push(Error::TooLarge { limit: MOST_COLUMNS, of: "columns", place: place.0 });
            return shown;
        }
        let mut seen: BTreeSet<Name> = shown.iter().map(|one| Name::clone(&one.name)).collect();
        for item in &projection.items {
            let (value, kind) = self.value(&item.expression);
            let plain = match &item.expression.kind {
                ExpressionKind::Variable(name) => Some(Name::clone(name)),
                _ => None,
            };
            let (name, place) = match (&item.alias, plain, &item.text.0) {
                (Some(alias), ..) => (Name::clone(&alias.node), alias.place),
                (None, Some(name), _) => (name, item.expression.place),
                (None, None, text) => {
                    if !last {
                        self.nameless.push(item.expression.place);
                    }
                    let name = text.clone().unwrap_or_else(|| value.to_string().into());
                    (name, item.expression.place)
                }
            };
            if !seen.insert(Name::clone(&name)) {
                self.problems.push(Error::ColumnNameConflict { name: Name::clone(&name), place: place.0 });
            }
            let same = matches!((&value.kind, &item.expression.kind), (ExprKind::Variable(_), ExpressionKind::Variable(written)) if *written == name);
            let variable = match &value.kind {
                ExprKind::Variable(variable) if same => Name::clone(variable),
                _ => self.named(&name),
            };
            let names = value.names();
            let aggregated = self.aggregates.iter().any(|(column, _)| names.contains(column));
            shown.push(Shown { name, variable, value, kind, aggregated });
        }
        shown
    }

    /// An aggregate that is an item by itself takes the item's name.
    fn name_aggregates(&mut self, shown: &mut [Shown]) {
        let mut renamed = std::collections::BTreeMap::new();
        for one in shown.iter() {
            if let ExprKind::Variable(column) = &one.value.kind
                && let Some((own, _)) = self.aggregates.iter_mut().find(|(own, _)| own == column)
            {
                renamed.insert(Name::clone(own), Expr::variable(&one.variable));
                *own = Name::clone(&one.variable);
            }
        }
        for one in shown.iter_mut() {
            one.value.substitute(&renamed);
        }
    }

    /// The items over keys and aggregates; an error for each part that is neither.
    fn grouped_items(&mut self, shown: &[Shown]) -> Vec<Item> {
        if self.aggregates.is_empty() {
            return shown.iter().map(|one| Item { variable: Name::clone(&one.variable), value: one.value.clone() }).collect();
        }
        let allowed = self.columns_of_groups(shown);
        let mut items = Vec::with_capacity(shown.len());
        for one in shown {
            let mut value = one.value.clone();
            if one.aggregated {
                put_items(&mut value, shown, true);
                self.report_ungrouped(&value, &allowed, |_| true);
            } else {
                value = Expr { kind: ExprKind::Variable(Name::clone(&one.variable)), place: one.value.place };
            }
            items.push(Item { variable: Name::clone(&one.variable), value });
        }
        items
    }

    /// Columns that there are after grouping.
    fn columns_of_groups(&self, shown: &[Shown]) -> BTreeSet<Name> {
        let keys = shown.iter().filter(|one| !one.aggregated).map(|one| Name::clone(&one.variable));
        keys.chain(self.aggregates.iter().map(|(name, _)| Name::clone(name))).collect()
    }

    /// An error for the first column that is not allowed: ambiguous where `grouped` says so, else undefined.
    fn report_ungrouped(&mut self, value: &Expr, allowed: &BTreeSet<Name>, grouped: impl Fn(&Name) -> bool) {
        let names = value.names();
        let Some(name) = names.difference(allowed).next() else { return };
        let mut place = value.place;
        value.visit(&mut |part| {
            if part.is_variable(name) {
                place = part.place;
            }
        });
        if grouped(name) {
            self.problems.push(Error::AmbiguousAggregationExpression { place: place.0 });
            return;
        }
        let written: Name = name.split('#').next().unwrap_or_default().into();
        let help = Some("after `DISTINCT` or aggregation only what is projected can be used; add it to the clause".to_owned());
        self.problems.push(Error::UndefinedVariable { name: written, place: place.0, help });
    }

    /// Makes the aliases visible beside what was visible before.
    fn overlay(&mut self, aliases: &IndexMap<Name, Binding>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.names.extend(aliases.iter().map(|(name, binding)| (Name::clone(name), binding.clone())));
        }
    }

    fn order(&mut self, projection: &Projection, shown: &[Shown], bound: &mut BoundProjection) {
        let known = self.aggregates.len();
        for item in &projection.order {
            self.aggregating = if known > 0 { Aggregating::Allowed } else { Aggregating::Forbidden };
            let (mut value, _) = self.value(&item.expression);
            self.aggregating = Aggregating::Forbidden;
            if known > 0 || projection.distinct {
                self.narrow(&mut value, shown, known);
            } else if let Some(same) = shown.iter().find(|one| one.value == value) {
                value = Expr { kind: ExprKind::Variable(Name::clone(&same.variable)), place: value.place };
            }
            bound.order.push(SortKey { value, descending: item.descending });
        }
        bound.order_subqueries = std::mem::take(&mut self.pending);
        if known > 0 || projection.distinct {
            self.narrow_subqueries(&bound.order_subqueries, shown);
        }
    }

    /// Puts items in place of what they stand for in a sort key after grouping or `DISTINCT`; what remains of other variables is an error.
    fn narrow(&mut self, value: &mut Expr, shown: &[Shown], known: usize) {
        let written = value.clone();
        let aggregating = self.aggregates.iter().any(|(column, _)| value.reads(column));
        put_items(value, shown, aggregating);
        let added: Vec<Expr> = self.aggregates[known..].iter().flat_map(|(_, call)| call.arguments.clone()).collect();
        for argument in added {
            self.report_ungrouped(&argument, &BTreeSet::new(), |_| false);
        }
        let mut allowed = self.columns_of_groups(shown);
        allowed.extend(shown.iter().map(|one| Name::clone(&one.variable)));
        allowed.extend(self.pending.iter().map(|subquery| Name::clone(subquery.result.variable())));
        let in_keys = |name: &Name| aggregating && shown.iter().any(|one| !one.aggregated && one.value.reads(name));
        self.report_ungrouped(value, &allowed, in_keys);
        value.place = written.place;
    }

    /// An error for each variable that subqueries after grouping or `DISTINCT` use and that is not projected.
    fn narrow_subqueries(&mut self, subqueries: &[BoundSubquery], shown: &[Shown]) {
        let names: Vec<Name> = subqueries
            .iter()
            .flat_map(|subquery| &subquery.query.parts)
            .flat_map(|part| &part.captured)
            .map(|(name, _)| Name::clone(name))
            .collect();
        self.narrow_names(names, shown);
    }

    fn narrow_names(&mut self, names: Vec<Name>, shown: &[Shown]) {
        let allowed: BTreeSet<Name> = shown.iter().map(|one| Name::clone(&one.variable)).collect();
        let own: BTreeSet<Name> = self
            .frames
            .last()
            .map(|frame| frame.names.values().map(|binding| Name::clone(&binding.variable)).collect())
            .unwrap_or_default();
        for name in names {
            if own.contains(&name) {
                self.report_ungrouped(&Expr::variable(&name), &allowed, |_| false);
            }
        }
    }

    fn narrow_conditions(&mut self, conditions: &mut [BoundCondition], shown: &[Shown]) {
        for condition in conditions {
            self.narrow_subqueries(&condition.subqueries, shown);
            match &mut condition.test {
                Test::Holds(value) => {
                    put_items(value, shown, false);
                    let names = value.names().into_iter().collect();
                    self.narrow_names(names, shown);
                }
                Test::Exists(query) | Test::Missing(query) => {
                    let names = query.parts.iter().flat_map(|part| &part.captured).map(|(name, _)| Name::clone(name)).collect();
                    self.narrow_names(names, shown);
                }
            }
        }
    }

    /// The number of rows of `SKIP` or `LIMIT`.
    fn row_count(&mut self, count: &Expression, what: &'static str) -> Option<Expr> {
        let known = self.problems.len();
        let (value, kind) = self.value(count);
        let place = count.place;
        let pending = std::mem::take(&mut self.pending);
        if self.problems.len() > known {
            return None;
        }
        if !pending.is_empty() || !value.names().is_empty() {
            self.problems.push(Error::NonConstantExpression { what, help: "use a number or a parameter", place: place.0 });
            return None;
        }
        let negative = match &value.kind {
            ExprKind::Literal(Value::Integer(count)) => *count < 0,
            ExprKind::Negate(inner) => matches!(inner.kind, ExprKind::Literal(Value::Integer(count)) if count > 0),
            _ => false,
        };
        if negative {
            self.problems.push(Error::NegativeIntegerArgument { what, place: place.0 });
            return None;
        }
        let integer = if kind.of == Type::Number { Kind::of(Type::Integer) } else { kind };
        self.require(integer, &[Type::Integer], what, place);
        Some(value)
    }
}

/// Puts the columns of items in place of expressions equal to theirs; beside aggregates only variables and properties of variables.
fn put_items(value: &mut Expr, shown: &[Shown], simple: bool) {
    let is_simple = |value: &Expr| match &value.kind {
        ExprKind::Variable(_) => true,
        ExprKind::Property { of, .. } => matches!(of.kind, ExprKind::Variable(_)),
        _ => false,
    };
    let same = shown.iter().find(|one| (!simple || (is_simple(&one.value) && !one.aggregated)) && one.value == *value);
    if let Some(same) = same {
        *value = Expr { kind: ExprKind::Variable(Name::clone(&same.variable)), place: value.place };
        return;
    }
    value.each_child_mut(&mut |child| put_items(child, shown, simple));
}
