//! `conflicts`: where the data contradicts itself, each with both places.
//!
//! Rows: `conflict` (what it is about), `place_1`, `says_1`, `place_2`, `says_2`, `held` (how the data holds it).
//!
//! The lexicon says which nodes are contradictions on record. Where it says nothing, relationships of the type `CONTRADICTS` are contradictions
//! between their ends.

use super::super::{Resolved, Resolver};
use super::share::joined;
use super::thing::{Named, ordinal};
use super::written::read;
use super::{Commanded, Evidence};
use crate::question::ast::Thing;
use crate::question::presentation::Presentation;
use crate::schema::{Conflict, Snippet};
use crate::text::Span;

/// The type of relationships between what contradicts each other.
const CONTRADICTS: &str = "CONTRADICTS";

/// A kind of contradictions on record, in Cypher.
pub(super) struct Recorded {
    /// The clauses that find them, as `it`.
    pub matched: String,
    /// What each is about.
    pub matter: String,
    /// Its two places.
    pub places: [String; 2],
    /// What each of them says.
    pub says: [String; 2],
    /// How the data holds it.
    pub held: String,
    /// What orders them.
    pub order: String,
}

impl Recorded {
    /// Those about these things, or all.
    pub(super) fn new(conflict: &Conflict, about: &[&Named], span: Span) -> Resolved<Self> {
        let text = |snippet: &Snippet| -> Resolved<String> {
            Ok(crate::question::template::expression(snippet, &conflict.label, span)?.to_string())
        };
        let mut clauses = String::new();
        let mut conditions = Vec::new();
        for named in about {
            clauses.extend(["MATCH ", &named.pattern, " "]);
            let Some(concerns) = &conflict.concerns else { continue };
            let template = crate::question::template::pattern(concerns, &conflict.label, span)?;
            let (pattern, condition) = crate::question::template::pattern_with_names(&template, &[("about", &named.variable)], &|_| false);
            let condition = condition.map_or_else(String::new, |condition| format!(" WHERE {condition}"));
            conditions.push(format!("EXISTS {{ MATCH {pattern}{condition} }}"));
        }
        let label = crate::question::build::variable(&conflict.label).to_string();
        let matter = text(&conflict.matter)?;
        Ok(Self {
            matched: format!("{clauses}MATCH (it:{label}){}", super::written::filtered(&conditions)),
            places: [text(&conflict.places[0])?, text(&conflict.places[1])?],
            says: [text(&conflict.says[0])?, text(&conflict.says[1])?],
            held: conflict.held.as_ref().map(text).transpose()?.unwrap_or_else(|| "null".to_owned()),
            order: conflict.order.as_ref().map(text).transpose()?.unwrap_or_else(|| matter.clone()),
            matter,
        })
    }
}

impl Resolver<'_> {
    /// Contradictions on record, about these things or all.
    pub(super) fn conflicts(mut self, things: &[Thing], span: Span) -> Resolved<Commanded> {
        let named = self.different(things, &ordinal)?;
        let conflicts = &self.data.schema.lexicon.conflicts;
        let mut parts: Vec<String> = Vec::new();
        for conflict in conflicts {
            let about: Vec<&Named> = named.iter().collect();
            parts.push(Self::recorded_conflicts(conflict, &about, span)?);
        }
        if parts.is_empty() && self.data.graph.catalogue().relationship_type(CONTRADICTS).is_some() {
            parts.push(self.contradictions(&named));
        }
        if parts.is_empty() {
            parts.push(
                "UNWIND [] AS conflict RETURN conflict, null AS place_1, null AS says_1, null AS place_2, null AS says_2, null AS held"
                    .to_owned(),
            );
        }
        let names: Vec<&str> = named.iter().map(|named| named.name.as_str()).collect();
        let about = if names.is_empty() { String::new() } else { format!(" about {}", joined(&names)) };
        Ok(Commanded {
            query: read(&parts.join("\nUNION ALL\n"), "conflicts", span)?,
            understood: format!("contradictions on record{about}"),
            notes: std::mem::take(&mut self.notes),
            presentation: Presentation::Conflicts,
            nothing: Some("none on record".to_owned()),
            evidence: Evidence::None,
            nodes: None,
            keeping: None,
            picture: None,
        })
    }

    /// Those that the lexicon knows.
    fn recorded_conflicts(conflict: &Conflict, about: &[&Named], span: Span) -> Resolved<String> {
        let Recorded { matched, matter, places, says, held, order } = Recorded::new(conflict, about, span)?;
        let ([place_1, place_2], [says_1, says_2]) = (places, says);
        Ok(format!(
            "{matched} RETURN {matter} AS conflict, {place_1} AS place_1, {says_1} AS says_1, {place_2} AS place_2, {says_2} AS says_2, {held} AS held ORDER BY {order}, conflict"
        ))
    }

    /// Relationships that say it themselves.
    fn contradictions(&self, about: &[Named]) -> String {
        let mut clauses = String::new();
        let mut conditions = Vec::new();
        for named in about {
            let name = &named.variable;
            clauses.extend(["MATCH ", &named.pattern, " "]);
            conditions.push(format!(
                "({name} = one OR {name} = other OR EXISTS {{ MATCH ({name})--(one) }} OR EXISTS {{ MATCH ({name})--(other) }})"
            ));
        }
        format!(
            "{clauses}MATCH (one)-[link:{CONTRADICTS}]->(other){} RETURN link.note AS conflict, one.source AS place_1, {} AS says_1, other.source AS place_2, {} AS says_2, null AS held ORDER BY says_1, says_2",
            super::written::filtered(&conditions),
            self.shown("one", &[]),
            self.shown("other", &[]),
        )
    }
}
