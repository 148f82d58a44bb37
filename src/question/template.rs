//! Snippets of the lexicon, parsed and with other variables.

use super::error::Error;
use super::meaning::Template;
use super::rename;
use crate::cypher::ast::{Expression, Pattern};
use crate::cypher::{parse_expression, parse_pattern_fragment};
use crate::schema::Snippet;
use crate::text::{Name, Span};

/// Parses a pattern of the lexicon's entry.
pub(super) fn pattern(snippet: &Snippet, entry: &str, span: Span) -> Result<Template, Error> {
    match parse_pattern_fragment(&snippet.text) {
        Ok((pattern, _)) if pattern.parts.iter().flat_map(|part| &part.element.chain).any(|(step, _)| step.group.is_some()) => {
            Err(Error::BrokenEntry { entry: entry.to_owned(), reason: "no group in its pattern can be repeated".to_owned(), span })
        }
        Ok((pattern, condition)) => Ok(Template { pattern, condition }),
        Err(problems) => Err(Error::BrokenEntry { entry: entry.to_owned(), reason: problems.to_string(), span }),
    }
}

/// Parses an expression of the lexicon's entry.
pub(super) fn expression(snippet: &Snippet, entry: &str, span: Span) -> Result<Expression, Error> {
    parse_expression(&snippet.text).map_err(|problems| Error::BrokenEntry { entry: entry.to_owned(), reason: problems.to_string(), span })
}

/// Gives the variables of a snippet other names; those that are not named here are kept unless `taken` says that they are in use.
fn renamed(name: &Name, pairs: &[(&str, &str)], taken: &dyn Fn(&str) -> bool) -> Name {
    if let Some((_, to)) = pairs.iter().find(|(from, _)| *from == &**name) {
        return (*to).into();
    }
    let mut candidate = name.to_string();
    let mut number = 2;
    while taken(&candidate) {
        candidate = format!("{name}{number}");
        number += 1;
    }
    candidate.into()
}

/// An expression with its variables renamed.
pub(super) fn with_names(tree: &Expression, pairs: &[(&str, &str)], taken: &dyn Fn(&str) -> bool) -> Expression {
    let mut tree = tree.clone();
    rename::expression(&mut tree, &mut |name| renamed(name, pairs, taken));
    tree
}

/// A pattern with its variables renamed.
pub(super) fn pattern_with_names(
    template: &Template,
    pairs: &[(&str, &str)],
    taken: &dyn Fn(&str) -> bool,
) -> (Pattern, Option<Expression>) {
    let mut pattern = template.pattern.clone();
    rename::pattern(&mut pattern, &mut |name| renamed(name, pairs, taken));
    (pattern, template.condition.as_ref().map(|condition| with_names(condition, pairs, taken)))
}

/// The label that a pattern gives to one of its variables.
pub(super) fn label_of(pattern: &Pattern, variable: &str) -> Option<String> {
    use crate::cypher::ast::LabelExpression;
    let nodes =
        pattern.parts.iter().flat_map(|part| std::iter::once(&part.element.start).chain(part.element.chain.iter().map(|(_, node)| node)));
    let mut found = nodes.filter(|node| node.variable.as_ref().is_some_and(|name| &*name.node == variable));
    found.find_map(|node| match &node.labels {
        Some(LabelExpression::Label(label)) => Some(label.node.to_string()),
        _ => None,
    })
}

/// The labels of a pattern's nodes, in order.
pub(super) fn labels_of(pattern: &Pattern) -> Vec<String> {
    use crate::cypher::ast::LabelExpression;
    let nodes =
        pattern.parts.iter().flat_map(|part| std::iter::once(&part.element.start).chain(part.element.chain.iter().map(|(_, node)| node)));
    let label = |labels: &LabelExpression| if let LabelExpression::Label(label) = labels { Some(label.node.to_string()) } else { None };
    nodes.filter_map(|node| node.labels.as_ref().and_then(label)).collect()
}

/// The types of the relationships that a pattern names, in order.
pub(super) fn types_of(pattern: &Pattern) -> Vec<String> {
    let steps = pattern.parts.iter().flat_map(|part| part.element.chain.iter().map(|(step, _)| step));
    steps.flat_map(|step| step.types.iter().map(|kind| kind.node.to_string())).collect()
}
