//! A matrix: for each node of the main noun and each of another whether they are related.

use super::super::build;
use super::super::meaning::{Link, Meaning};
use super::super::template;
use super::Lowerer;
use super::pattern::Standing;
use crate::cypher::ast::{BinaryOperator, Clause, Expression, ExpressionKind, Projection, Query, UnaryOperator};

/// Rows of `row`, `column`, `mark` (`yes`, `no`, `not recorded`), `sources`, `caveats`.
pub(in crate::question) fn matrix(meaning: &Meaning, link: &Link) -> Query {
    Lowerer::new(meaning, None).matrix(link)
}

/// The same as nodes: `row`, `column`, `mark`.
pub(in crate::question) fn matrix_of_nodes(meaning: &Meaning, link: &Link) -> Query {
    let lowerer = Lowerer::new(meaning, None);
    let [row, column] = [meaning.main, link.object].map(|noun| lowerer.variable(noun));
    let items = vec![build::item(row, Some("row")), build::item(column, Some("column")), build::item(lowerer.mark(link), Some("mark"))];
    lowerer.marked(link, build::returning(Projection { items, ..Projection::default() }))
}

impl Lowerer<'_> {
    fn matrix(&self, link: &Link) -> Query {
        let (main, other) = (self.meaning.main, link.object);
        let items = vec![
            build::item(self.display(main), Some("row")),
            build::item(self.display(other), Some("column")),
            build::item(self.mark(link), Some("mark")),
            build::item(self.told(link, "source", &[]), Some("sources")),
            build::item(self.told(link, "caveat", &[main, other]), Some("caveats")),
        ];
        let order = ["row", "column"].map(|name| build::sort(build::variable(name), false)).into();
        self.marked(link, build::returning(Projection { items, order, ..Projection::default() }))
    }

    /// Each row with each column and whether they are related, before what is returned of them.
    fn marked(&self, link: &Link, returned: Clause) -> Query {
        let (main, other) = (self.meaning.main, link.object);
        let rows = self.matched();
        let (pattern, mut conditions) = self.domain(other);
        conditions.extend(self.conditions(other));
        let columns = build::matching(pattern, build::condition(build::all(conditions)));
        let carried = [main, other].map(|noun| self.noun(noun).variable.to_string());
        let mut items: Vec<_> = carried.iter().map(|name| build::item(build::variable(name), None)).collect();
        items.push(build::item(self.tied(link), Some("marked")));
        let marked = build::with(Projection { items, ..Projection::default() }, None);
        self.after_cuts(vec![rows, columns, marked, returned])
    }

    /// `yes`, and where that is not so whether it is known to be so.
    fn mark(&self, link: &Link) -> Expression {
        let (own, other) = (self.noun(link.subject).variable.clone(), self.noun(link.object).variable.clone());
        let (from, to) = if link.forward { (own, other) } else { (other, own) };
        let mut branches = vec![(build::variable("marked"), build::text("yes"))];
        let otherwise = match &link.recorded {
            Some(recorded) => {
                branches.push((template::with_names(recorded, &[("from", &from), ("to", &to)], &|_| false), build::text("no")));
                "not recorded"
            }
            None => "no",
        };
        ExpressionKind::Case { operand: None, branches, otherwise: Some(Box::new(build::text(otherwise))) }.into()
    }

    /// What the relationships behind a mark say of themselves, and what is said of the nodes.
    fn told(&self, link: &Link, key: &str, nodes: &[usize]) -> Expression {
        let mut lists: Vec<Expression> = Vec::new();
        for template in &link.templates {
            let (mut pattern, condition) = self.pattern(link, template, Standing::Bound);
            let mut names = Vec::new();
            for (step, _) in pattern.parts.iter_mut().flat_map(|part| part.element.chain.iter_mut()) {
                let name = step.variable.get_or_insert_with(|| build::named(&format!("step{}", names.len() + 1)));
                names.push(name.node.clone());
            }
            let values = names.iter().map(|name| build::property(build::variable(name), key)).collect();
            let returned = Projection { items: vec![build::item(build::list(values), Some("told"))], ..Projection::default() };
            let inner = build::query(vec![build::matching(pattern, condition), build::returning(returned)]);
            lists.push(flat(ExpressionKind::Collect(Box::new(inner)).into()));
        }
        if !nodes.is_empty() {
            let values = nodes.iter().map(|noun| build::property(self.variable(*noun), key)).collect();
            let branches = vec![(build::variable("marked"), build::list(values))];
            lists.push(ExpressionKind::Case { operand: None, branches, otherwise: Some(Box::new(build::list(Vec::new()))) }.into());
        }
        let mut lists = lists.into_iter();
        let first = lists.next().unwrap_or_else(|| build::list(Vec::new()));
        let all = lists.fold(first, |all, list| build::binary(all, BinaryOperator::Add, list));
        ExpressionKind::ListComprehension {
            variable: build::named("item"),
            list: Box::new(all),
            filter: Some(Box::new(build::unary(UnaryOperator::IsNotNull, build::variable("item")))),
            map: None,
        }
        .into()
    }

    /// The nodes of the main noun, under all of its conditions.
    pub(super) fn nodes(&self) -> Query {
        let matching = self.matched();
        let items = vec![build::item(self.variable(self.meaning.main), Some("node"))];
        let returned: Clause = build::returning(Projection { items, distinct: true, ..Projection::default() });
        self.after_cuts(vec![matching, returned])
    }
}

/// One list of the items of lists.
fn flat(lists: Expression) -> Expression {
    ExpressionKind::Reduce {
        accumulator: build::named("told"),
        initial: Box::new(build::list(Vec::new())),
        variable: build::named("items"),
        list: Box::new(lists),
        step: Box::new(build::binary(build::variable("told"), BinaryOperator::Add, build::variable("items"))),
    }
    .into()
}
