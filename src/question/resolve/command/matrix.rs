//! `matrix N by N`: which of these have which of those.
//!
//! Rows, one for each cell: `row`, `column` (their names), `mark` (`yes`, `no`, `not recorded`); `sources` where they are asked for.

use std::collections::BTreeMap;

use super::super::super::meaning::{Layout, Link, Meaning, Noun, Range};
use super::super::{Candidate, Resolved, Resolver};
use super::{Commanded, Evidence};
use crate::question::ast::Side;
use crate::question::error::Error;
use crate::question::presentation::Presentation;
use crate::question::{lower, understood};
use crate::value::{NodeId, Value};

/// Short names are sought for so many nodes at most.
const MOST_SHORT: usize = 1000;

/// A short name has at most so many letters.
const SHORT: usize = 8;

impl Resolver<'_> {
    /// Which of these have which of those.
    pub(super) fn matrix(mut self, sides: &[Side; 2]) -> Resolved<Commanded> {
        let [rows, columns] = sides;
        let mut failed = None;
        for meaning in self.noun_meanings(rows.phrase.noun) {
            self.nouns.clear();
            self.notes.clear();
            match self.sides(&Candidate::Entry(meaning), rows, columns) {
                Ok(link) => return Ok(self.laid_out(&link)),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        Err(failed.unwrap_or(Error::Empty { example: "`matrix`".to_owned(), span: rows.phrase.span }))
    }

    /// Both sides, and the relation between them.
    fn sides(&mut self, candidate: &Candidate, rows: &Side, columns: &Side) -> Resolved<Link> {
        let Candidate::Entry(meaning) = candidate else { return Err(self.unknown_name(rows.phrase.noun)) };
        let main = self.entry_noun(*meaning, 0, rows.phrase.noun.span)?;
        self.modifiers(main, &rows.phrase)?;
        self.conditions(main, &rows.conditions)?;
        let link = self.related_link(main, &columns.phrase)?;
        self.conditions(link.object, &columns.conditions)?;
        self.check_mixing()?;
        if matches!(self.nouns[main].range, Range::Links { .. }) {
            return Err(Error::Misplaced {
                what: "a relation",
                help: "say nouns of things: `matrix partners by forums`",
                span: rows.phrase.span,
            });
        }
        Ok(link)
    }

    fn laid_out(mut self, link: &Link) -> Commanded {
        let short = self.short_names(&self.nouns[link.object]);
        let displays = self.displays();
        let notes = std::mem::take(&mut self.notes);
        let nouns = std::mem::take(&mut self.nouns);
        let meaning =
            Meaning { nouns, main: 0, pair: None, layout: Layout::default(), ranking: None, expected: None, notes: Vec::new(), displays };
        let phrase = if link.phrase == "of" { String::new() } else { format!(" ({})", link.phrase) };
        let rows = understood::understood(&meaning);
        let columns = understood::understood(&Meaning { main: link.object, ..meaning.clone() });
        let columns = columns.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(&columns).to_owned();
        Commanded {
            query: lower::matrix(&meaning, link),
            understood: format!("{rows}, by {columns}{phrase}"),
            notes,
            nothing: Some("nothing to lay out: a side has no rows".to_owned()),
            presentation: Presentation::Matrix { short },
            evidence: Evidence::Aside,
            nodes: None,
            keeping: None,
            picture: Some(lower::matrix_of_nodes(&meaning, link)),
        }
    }

    /// Short names of the nodes that a noun ranges over, each of one node only.
    fn short_names(&self, noun: &Noun) -> Vec<(String, String)> {
        let Range::Label(label) = &noun.range else { return Vec::new() };
        let Some(label) = self.data.graph.catalogue().label(label) else { return Vec::new() };
        let mut nodes = Vec::new();
        self.data.graph.scan(Some(label), 0, MOST_SHORT, &mut nodes);
        let found: Vec<(String, String)> =
            nodes.iter().filter_map(|node| Some((self.shown_name(*node), self.short_name(*node)?))).collect();
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, short) in &found {
            *count.entry(short).or_default() += 1;
        }
        found.iter().filter(|(_, short)| count.get(short.as_str()) == Some(&1)).cloned().collect()
    }

    /// The shortest of a node's names that is one word with capitals, as acronyms are.
    fn short_name(&self, node: NodeId) -> Option<String> {
        let labels = self.node_labels(node);
        let label = self.data.schema.ranked(labels.iter().map(String::as_str)).into_iter().next()?;
        let shown = self.shown_name(node);
        let mut names: Vec<String> = Vec::new();
        for property in label.names() {
            match self.property_of(node, property) {
                Value::String(text) => names.push(text.to_string()),
                Value::List(items) => {
                    names
                        .extend(items.iter().filter_map(|item| if let Value::String(text) = item { Some(text.to_string()) } else { None }));
                }
                _ => {}
            }
        }
        let is_short = |name: &&String| {
            let letters = name.chars().count();
            letters <= SHORT
                && letters < shown.chars().count()
                && !name.contains(char::is_whitespace)
                && name.chars().filter(|c| c.is_uppercase()).count() > 1
        };
        names.iter().filter(is_short).min_by_key(|name| name.chars().count()).map(|name| crate::text::visible(name).into_owned())
    }
}
