//! `connect X, Y and Z`: the fewest relationships that join them all.
//!
//! Rows, one for each relationship: `from`, `relation` (its type), `to`, `exact` (whether it is proven that there are no fewer); `sources` where
//! they are asked for.

use super::super::{Resolved, Resolver};
use super::share::joined;
use super::thing::ordinal;
use super::written::read;
use super::{Commanded, Evidence};
use crate::question::ast::{Limits, Thing};
use crate::question::error::Error;
use crate::question::presentation::Presentation;
use crate::text::Span;

impl Resolver<'_> {
    /// The smallest network that joins things.
    pub(super) fn connect(mut self, things: &[Thing], limits: &Limits) -> Resolved<Commanded> {
        let span = things.iter().map(|thing| thing.span).reduce(Span::join).unwrap_or_default();
        if things.len() < 2 {
            return Err(Error::OneThing { what: "connect", help: format!("connect {} and …", self.said(span)), span });
        }
        let named = self.different(things, &ordinal)?;
        let region = self.region(&named, limits)?;
        let patterns: Vec<&str> =
            named.iter().map(|named| named.pattern.as_str()).chain(region.patterns.iter().map(String::as_str)).collect();
        let variables: Vec<&str> = named.iter().map(|named| named.variable.as_str()).collect();
        let found = format!(
            "MATCH {}\nCALL graph.steinerTree([{}], {{{}}}) YIELD relationship, exact\n",
            patterns.join(", "),
            variables.join(", "),
            region.settings.join(", ")
        );
        let text = format!(
            "{found}WITH startNode(relationship) AS one, relationship, endNode(relationship) AS other, exact\nRETURN {} AS from, type(relationship) AS relation, {} AS to, exact, [item IN [relationship.source] WHERE item IS NOT NULL] AS sources, [item IN [relationship.caveat, one.caveat, other.caveat] WHERE item IS NOT NULL] AS caveats ORDER BY from, to, relation",
            self.shown("one", &region.labels),
            self.shown("other", &region.labels),
        );
        if region.narrowed {
            self.note(
                "remarks on the data, and relations that are only mentioned, are left out; `through` says what the network may meet"
                    .to_owned(),
            );
        }
        let names: Vec<&str> = named.iter().map(|named| named.name.as_str()).collect();
        Ok(Commanded {
            query: read(&text, "connect", span)?,
            understood: format!("the smallest network that joins {}{}", joined(&names), region.described),
            notes: std::mem::take(&mut self.notes),
            presentation: Presentation::Network { spoken: self.spoken_relationships() },
            nothing: Some("nothing joins them all".to_owned()),
            evidence: Evidence::Aside,
            nodes: None,
            keeping: None,
            picture: Some(read(&format!("{found}RETURN [{}] AS things, relationship", variables.join(", ")), "connect", span)?),
        })
    }
}
