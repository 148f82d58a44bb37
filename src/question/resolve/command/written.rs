//! Pieces of Cypher as text: names and texts of the data are always quoted here.

use super::super::{Resolved, Resolver};
use crate::cypher;
use crate::cypher::ast::Query;
use crate::question::build;
use crate::question::error::Error;
use crate::text::Span;

/// A text as a literal.
pub(super) fn quoted(text: &str) -> String {
    build::text(text).to_string()
}

/// A list of texts as a literal.
pub(super) fn quoted_list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let items: Vec<String> = texts.into_iter().map(quoted).collect();
    format!("[{}]", items.join(", "))
}

/// A property of a variable.
pub(super) fn property(variable: &str, key: &str) -> String {
    build::property(build::variable(variable), key).to_string()
}

/// Whether a variable has a label.
pub(super) fn has_label(variable: &str, label: &str) -> String {
    build::has_label(build::variable(variable), label).to_string()
}

/// Conditions after `WHERE`, or nothing.
pub(super) fn filtered(conditions: &[String]) -> String {
    if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) }
}

/// Reads a query that was put together.
pub(super) fn read(text: &str, command: &str, span: Span) -> Resolved<Query> {
    cypher::parse(text).map_err(|problems| Error::BrokenEntry { entry: command.to_owned(), reason: problems.to_string(), span })
}

impl Resolver<'_> {
    /// What is shown for a node that has one of these labels; none means any label.
    pub(super) fn shown(&self, variable: &str, labels: &[String]) -> String {
        let mut deciders: Vec<(String, String)> = Vec::new();
        for set in self.labels.sets().filter(|set| labels.is_empty() || labels.iter().any(|label| set.contains(label))) {
            let label = self.indexed_label(&set.iter().cloned().collect::<Vec<_>>());
            let display = match *self.data.schema.shown(set.iter().map(String::as_str)) {
                [] => property(variable, "id"),
                [display] => property(variable, display),
                ref several => format!("coalesce({})", several.iter().map(|name| property(variable, name)).collect::<Vec<_>>().join(", ")),
            };
            if !deciders.contains(&(label.clone(), display.clone())) {
                deciders.push((label, display));
            }
        }
        let count = |display: &str| deciders.iter().filter(|(_, own)| own == display).count();
        let most = deciders.iter().max_by_key(|(_, display)| count(display)).map(|(_, display)| display.clone());
        let usual = most.unwrap_or_else(|| property(variable, "id"));
        let odd: Vec<String> = deciders
            .iter()
            .filter(|(label, display)| *display != usual && !label.is_empty())
            .map(|(label, display)| format!("WHEN {} THEN {display}", has_label(variable, label)))
            .collect();
        if odd.is_empty() { usual } else { format!("CASE {} ELSE {usual} END", odd.join(" ")) }
    }

    /// What a node with one of these labels is called: the noun of its label.
    pub(super) fn called(&self, variable: &str, labels: &[String]) -> String {
        match labels {
            [] => format!("labels({variable})[0]"),
            [label] => quoted(&self.names_of_label(label).0),
            several => {
                let (last, others) = (several.last().map_or("", String::as_str), &several[..several.len() - 1]);
                let cases: Vec<String> = others
                    .iter()
                    .map(|label| format!("WHEN {} THEN {}", has_label(variable, label), quoted(&self.names_of_label(label).0)))
                    .collect();
                format!("CASE {} ELSE {} END", cases.join(" "), quoted(&self.names_of_label(last).0))
            }
        }
    }
}
