//! The lexicon's patterns between two nouns.

use std::collections::HashSet;

use super::super::build;
use super::super::meaning::{Link, Template};
use super::super::template;
use super::Lowerer;
use crate::cypher::ast::{Expression, NodePattern, Pattern};
use crate::text::Name;

/// How the object of a link stands in its pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is bound outside.
    Bound,
    /// It is bound here, and named.
    Named,
    /// It is bound here, and nothing else speaks of it.
    Bare,
}

impl Lowerer<'_> {
    /// A template with its variables renamed; those inside get names of their own.
    pub(super) fn renamed(&self, template: &Template, pairs: &[(&str, &str)]) -> (Pattern, Option<Expression>) {
        let nouns: HashSet<&str> = self.meaning.nouns.iter().map(|noun| &*noun.variable).collect();
        let taken = |name: &str| self.inner.borrow().contains(name) || nouns.contains(name);
        let result = template::pattern_with_names(template, pairs, &taken);
        let mut names = self.inner.borrow_mut();
        let mut pattern = result.0.clone();
        super::super::rename::pattern(&mut pattern, &mut |name: &Name| {
            if !pairs.iter().any(|(_, to)| *to == &**name) {
                names.insert(name.to_string());
            }
            name.clone()
        });
        result
    }

    /// The pattern of a link, from its subject to its object.
    pub(super) fn pattern(&self, link: &Link, template: &Template, standing: Standing) -> (Pattern, Option<Expression>) {
        let (subject, object) = (self.noun(link.subject).variable.clone(), self.noun(link.object).variable.clone());
        let (from, to) = if link.forward { (&subject, &object) } else { (&object, &subject) };
        // `link` stays inside: no other noun has that name.
        let (mut pattern, condition) = self.renamed(template, &[("from", from), ("to", to)]);
        let bare = standing == Standing::Bare && condition.as_ref().is_none_or(|condition| !mentions(condition, &object));
        let decorated = self.node(link.object, !bare);
        let mut first = true;
        for part in &mut pattern.parts {
            let steps = part.element.chain.iter_mut();
            let (relationships, nodes): (Vec<_>, Vec<_>) = steps.map(|(relationship, node)| (relationship, node)).unzip();
            for relationship in relationships {
                let used = |name: &str| condition.as_ref().is_some_and(|condition| mentions(condition, name));
                let idle = relationship.variable.as_ref().is_some_and(|name| name.node.starts_with("link") && !used(&name.node));
                if idle && relationship.properties.is_none() {
                    relationship.variable = None;
                }
            }
            for node in std::iter::once(&mut part.element.start).chain(nodes) {
                if node.variable.as_ref().is_some_and(|name| name.node == object) && standing != Standing::Bound {
                    if first {
                        decorate(node, &decorated);
                    }
                    first = false;
                }
            }
        }
        (pattern, condition)
    }
}

/// Gives a node of a pattern what a noun says of it.
fn decorate(node: &mut NodePattern, by: &NodePattern) {
    node.variable.clone_from(&by.variable);
    if by.labels.is_some() {
        node.labels.clone_from(&by.labels);
    }
    if by.properties.is_some() && node.properties.is_none() {
        node.properties.clone_from(&by.properties);
    }
}

/// Whether an expression speaks of a variable.
pub(super) fn mentions(expression: &Expression, variable: &str) -> bool {
    let mut found = false;
    let mut tree = expression.clone();
    super::super::rename::expression(&mut tree, &mut |name: &Name| {
        found |= &**name == variable;
        name.clone()
    });
    found
}

/// A condition joined with others, or nothing.
pub(super) fn conjunction(condition: Option<Expression>, others: Vec<Expression>) -> Option<Expression> {
    build::condition(build::all(condition.into_iter().chain(others).collect()))
}
