//! `what do X and Y share`: what things have together.
//!
//! Rows: `phrase` (the relation's, or the property's name), `kind` (what the shared thing is), `name` (the shared thing, or the shared value);
//! `sources` where they are asked for.

use std::collections::BTreeSet;

use super::super::{Resolved, Resolver};
use super::known::{Known, once};
use super::thing::{Named, ordinal};
use super::written::{property, quoted, read};
use super::{Commanded, Evidence};
use crate::question::ast::Thing;
use crate::question::error::Error;
use crate::question::presentation::Presentation;
use crate::text::Span;

impl Resolver<'_> {
    /// What things have together.
    pub(super) fn share(mut self, things: &[Thing]) -> Resolved<Commanded> {
        let span = things.iter().map(|thing| thing.span).reduce(Span::join).unwrap_or_default();
        if things.len() < 2 {
            return Err(Error::OneThing { what: "share", help: format!("what do {} and … share", self.said(span)), span });
        }
        let named = self.different(things, &ordinal)?;
        let mut sides = Vec::new();
        for one in &named {
            sides.push(self.known_relations(&one.labels, span)?);
        }
        let mut parts = self.shared_values(&named);
        let mut nodes = Vec::new();
        for known in &sides[0] {
            let same: Option<Vec<&Known>> = sides[1..].iter().map(|side| corresponding(known, side)).collect();
            let Some(others) = same else { continue };
            let all: Vec<&Known> = std::iter::once(known).chain(others).collect();
            if all.iter().zip(&named).all(|(known, named)| self.begins(known, named)) {
                let (rows, shared) = self.shared_rows(&all, &named);
                parts.push(rows);
                nodes.push(shared);
            }
        }
        if parts.is_empty() {
            parts.push("UNWIND [] AS name RETURN null AS phrase, null AS kind, name, [] AS sources, [] AS caveats".to_owned());
        }
        let nodes = if nodes.is_empty() { None } else { Some(read(&nodes.join("\nUNION\n"), "share", span)?) };
        let names: Vec<&str> = named.iter().map(|named| named.name.as_str()).collect();
        Ok(Commanded {
            query: read(&parts.join("\nUNION ALL\n"), "share", span)?,
            understood: format!("what {} share", joined(&names)),
            notes: std::mem::take(&mut self.notes),
            presentation: Presentation::Shared,
            nothing: Some("nothing that is on record".to_owned()),
            evidence: Evidence::Aside,
            nodes,
            keeping: None,
            picture: self.pictured(&named, span)?,
        })
    }

    /// The values of enumerated properties that all have.
    fn shared_values(&self, named: &[Named]) -> Vec<String> {
        let schema = self.data.schema;
        let is_enumerated = |key: &&String| {
            named[0]
                .labels
                .iter()
                .any(|label| schema.property(label, key).is_some_and(|property| property.adjective || !property.values.is_empty()))
        };
        let keys = self.properties_of(&named[0]);
        let patterns: Vec<&str> = named.iter().map(|named| named.pattern.as_str()).collect();
        let rows = keys.iter().filter(is_enumerated).map(|key| {
            let own = property(&named[0].variable, key);
            let same: Vec<String> = named[1..].iter().map(|named| format!("{} = {own}", property(&named.variable, key))).collect();
            format!(
                "MATCH {} WHERE {} RETURN {} AS phrase, null AS kind, {own} AS name, [] AS sources, [] AS caveats",
                patterns.join(", "),
                same.join(" AND "),
                quoted(key)
            )
        });
        rows.collect()
    }

    /// The things to which all are joined: the query for the rows, and that for the things.
    fn shared_rows(&self, known: &[&Known], named: &[Named]) -> (String, String) {
        let patterns: Vec<&str> = named.iter().map(|named| named.pattern.as_str()).collect();
        let mut taken: BTreeSet<String> = named.iter().map(|named| named.variable.clone()).collect();
        taken.insert("shared".to_owned());
        let mut clauses = vec![format!("MATCH {}", patterns.join(", "))];
        let (mut sources, mut caveats) = (Vec::new(), Vec::new());
        for (known, named) in known.iter().zip(named) {
            let written = Self::written(known, &named.variable, "shared", &mut taken);
            clauses.push(written.matched());
            sources.push(written.gathered("source", &[]));
            caveats.push(written.gathered("caveat", &[]));
        }
        caveats.push("collect(DISTINCT shared.caveat)".to_owned());
        let nodes = format!("{} RETURN shared AS node", clauses.join(" "));
        let labels = &known[0].labels;
        let (sources, caveats) = (once(&sources.join(" + ")), once(&caveats.join(" + ")));
        clauses.push(format!("WITH shared, {sources} AS sources, {caveats} AS caveats"));
        clauses.push(format!(
            "RETURN {} AS phrase, {} AS kind, {} AS name, sources, caveats ORDER BY kind, name",
            quoted(&known[0].phrase),
            self.called("shared", labels),
            self.shown("shared", labels)
        ));
        (clauses.join(" "), nodes)
    }
}

/// The same relation at another thing; where it cannot have it, one to things of the same kind.
fn corresponding<'k>(known: &Known, side: &'k [Known]) -> Option<&'k Known> {
    let same = side.iter().find(|other| other.is(known));
    same.or_else(|| side.iter().find(|other| other.labels == known.labels && other.direct == known.direct))
}

/// `Brazil, India and China`.
pub(super) fn joined(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}
