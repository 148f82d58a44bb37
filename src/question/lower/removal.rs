//! Relationships that go, so that a relation no longer holds of a node.

use super::super::build;
use super::super::meaning::{Link, Meaning};
use super::Lowerer;
use super::pattern::{Standing, conjunction};
use crate::cypher::ast::{Clause, Delete, Query};
use crate::text::Place;

/// Deletes of a link's pattern, wherever it holds of its subject and an object, the relationship next to the lexicon's `from`: that is
/// whose own relation the pattern states. Nothing where the pattern has no relationship there.
pub(in crate::question) fn removal(meaning: &Meaning, link: &Link) -> Option<Query> {
    const GONE: &str = "gone";
    let lowerer = Lowerer::new(meaning, None);
    let (mut pattern, condition) = lowerer.pattern(link, link.templates.first()?, Standing::Named);
    let from = &lowerer.noun(if link.forward { link.subject } else { link.object }).variable;
    let step = pattern.parts.iter_mut().find_map(|part| {
        let element = &mut part.element;
        let is_from = |node: &crate::cypher::ast::NodePattern| node.variable.as_ref().is_some_and(|name| name.node == *from);
        let at = if is_from(&element.start) { 0 } else { element.chain.iter().position(|(_, node)| is_from(node))? };
        element.chain.get_mut(at).map(|(step, _)| step)
    })?;
    let gone = step.variable.get_or_insert_with(|| build::named(GONE)).node.clone();
    let others = lowerer.domain(link.object).1.into_iter().chain(lowerer.conditions(link.object)).collect();
    let delete = Delete { detach: false, targets: vec![build::variable(&gone)], place: Place::default() };
    let (subject, conditions) = lowerer.domain(link.subject);
    let clauses = vec![
        build::matching(subject, conjunction(None, conditions)),
        build::matching(pattern, conjunction(condition, others)),
        Clause::Delete(delete),
    ];
    Some(lowerer.after_cuts(clauses))
}
