//! The nodes themselves instead of their names: for those who go on with them.

use super::super::build;
use super::super::meaning::{Link, Meaning};
use super::Lowerer;
use super::evidence::{joined, positive, without_nulls};
use crate::cypher::ast::{Clause, Projection, ProjectionItem, Query};

/// One row for each node: `node`, `name`, in name order.
pub(in crate::question) fn members(meaning: &Meaning) -> Query {
    members_without(meaning, None)
}

/// The same, without one of the main noun's conditions.
pub(in crate::question) fn members_without(meaning: &Meaning, condition: Option<usize>) -> Query {
    let lowerer = Lowerer::new(meaning, condition);
    let items = vec![build::item(lowerer.variable(meaning.main), Some("node")), build::item(lowerer.display(meaning.main), Some("name"))];
    let order = vec![build::sort(build::variable("name"), false)];
    let clauses = vec![lowerer.matched(), build::returning(Projection { items, order, ..Projection::default() })];
    lowerer.after_cuts(clauses)
}

/// One row for each node, with the facts of its conditions: `node`, `name`, `found` and `names` (what its relations lead to, in
/// name order), `sources` and `caveats`.
pub(in crate::question) fn facts(meaning: &Meaning) -> Query {
    let lowerer = Lowerer::new(meaning, None);
    let main = meaning.main;
    let noun = lowerer.noun(main);
    let mut links: Vec<&Link> = Vec::new();
    for clause in noun.restrictions.iter().chain(&noun.clauses) {
        positive(&clause.fact, &mut links);
    }
    let mut clauses = vec![lowerer.matched()];
    let mut kept = lowerer.carried();
    let (mut found, mut names, mut sources, mut caveats) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (number, link) in links.into_iter().enumerate() {
        let name = |what: &str| format!("{what}{}", number + 1);
        clauses.extend(lowerer.found(link, [&name("found"), &name("names")], &kept));
        kept.extend([name("found"), name("names")]);
        clauses.extend(lowerer.collected(link, number + 1, &name("sources"), &name("caveats"), &kept));
        kept.extend([name("sources"), name("caveats")]);
        found.push(build::variable(&name("found")));
        names.push(build::variable(&name("names")));
        sources.push(build::variable(&name("sources")));
        caveats.push(build::variable(&name("caveats")));
    }
    let items = vec![
        build::item(lowerer.variable(main), Some("node")),
        build::item(lowerer.display(main), Some("name")),
        build::item(joined(found), Some("found")),
        build::item(joined(names), Some("names")),
        build::item(without_nulls(joined(sources)), Some("sources")),
        build::item(without_nulls(joined(caveats)), Some("caveats")),
    ];
    let order = vec![build::sort(build::variable("name"), false)];
    clauses.push(build::returning(Projection { items, order, ..Projection::default() }));
    lowerer.after_cuts(clauses)
}

impl Lowerer<'_> {
    /// The objects of a link and their names, in name order, as two variables.
    fn found(&self, link: &Link, [found, names]: [&str; 2], kept: &[String]) -> Vec<Clause> {
        let object = self.noun(link.object).variable.to_string();
        let carry = || kept.iter().map(|name| build::item(build::variable(name), None)).collect::<Vec<ProjectionItem>>();
        let mut ordered = carry();
        ordered.push(build::item(build::variable(&object), None));
        ordered.push(build::item(self.display(link.object), Some("shown")));
        let order = vec![build::sort(build::variable("shown"), false)];
        let mut collected = carry();
        collected.push(build::item(build::call_distinct("collect", vec![build::variable(&object)]), Some(found)));
        collected.push(build::item(build::call_distinct("collect", vec![build::variable("shown")]), Some(names)));
        vec![
            self.optional(link),
            build::with(Projection { items: ordered, order, ..Projection::default() }, None),
            build::with(Projection { items: collected, ..Projection::default() }, None),
        ]
    }
}
