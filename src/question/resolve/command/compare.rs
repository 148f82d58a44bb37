//! `compare X with Y`: what both have, what only one has, and their properties side by side.
//!
//! Rows: `phrase` (the property, or the relation's phrase), `kind` (what the others are), `both`, `first`, `second`: for a property the value that
//! both have or the value of each; for a relation the lists of things. Beside them `sources` and `caveats`.

use std::collections::BTreeSet;

use super::super::{Resolved, Resolver};
use super::known::{Known, once};
use super::thing::{Named, ordinal};
use super::written::{property, quoted, read};
use super::{Commanded, Evidence};
use crate::cypher::ast::Query;
use crate::question::ast::Thing;
use crate::question::presentation::Presentation;
use crate::text::Span;

impl Resolver<'_> {
    /// Two things side by side.
    pub(super) fn compare(mut self, things: &[Thing; 2]) -> Resolved<Commanded> {
        let span = things[0].span.join(things[1].span);
        let named = self.different(things, &ordinal)?;
        let [first, second] = named.as_slice() else { return Err(self.unknown_name(things[0].name)) };
        let picture = self.pictured(&named, span)?;
        let mut parts = self.compared_values(first, second);
        let mut known = self.known_relations(&first.labels, span)?;
        let of_second = self.known_relations(&second.labels, span)?;
        let is_new = |known: &[Known], other: &Known| !known.iter().any(|own| own.is(other));
        let more: Vec<Known> = of_second.iter().filter(|other| is_new(&known, other)).cloned().collect();
        let own: Vec<bool> = known.iter().map(|own| of_second.iter().any(|other| own.is(other))).collect();
        let both = own.into_iter().map(|both| (true, both)).chain(more.iter().map(|_| (false, true))).collect::<Vec<_>>();
        known.extend(more);
        for (known, (of_first, of_second)) in known.iter().zip(both) {
            let has = (of_first && self.begins(known, first), of_second && self.begins(known, second));
            if has.0 || has.1 {
                parts.push(self.compared_rows(known, [(first, has.0), (second, has.1)]));
            }
        }
        Ok(Commanded {
            query: read(&parts.join("\nUNION ALL\n"), "compare", span)?,
            understood: format!("{} (first) compared with {} (second)", first.name, second.name),
            notes: std::mem::take(&mut self.notes),
            presentation: Presentation::Comparison { first: first.name.clone(), second: second.name.clone() },
            nothing: None,
            evidence: Evidence::Aside,
            nodes: None,
            keeping: None,
            picture,
        })
    }

    /// The query for the relationships of things: `node`, `other`, `facts`; none where they have none.
    pub(super) fn pictured(&self, things: &[Named], span: Span) -> Resolved<Option<Query>> {
        let mut parts = Vec::new();
        for named in things {
            let known = self.known_relations(&named.labels, span)?;
            for known in known.iter().filter(|known| known.direct && self.begins(known, named)) {
                let mut taken: BTreeSet<String> = [named.variable.as_str(), "other"].map(str::to_owned).into();
                let written = Self::written(known, &named.variable, "other", &mut taken);
                let facts = written.links.join(", ");
                parts.push(format!(
                    "MATCH {} {} RETURN {} AS node, other, [{facts}] AS facts",
                    named.pattern,
                    written.matched(),
                    named.variable
                ));
            }
        }
        if parts.is_empty() { Ok(None) } else { read(&parts.join("\nUNION ALL\n"), "draw", span).map(Some) }
    }

    fn compared_values(&self, first: &Named, second: &Named) -> Vec<String> {
        let mut keys = self.properties_of(first);
        keys.extend(self.properties_of(second).into_iter().filter(|key| !keys.contains(key)).collect::<Vec<_>>());
        keys.retain(|key| key != "id" && !key.starts_with("source"));
        let rows = keys.iter().map(|key| {
            let (one, other) = (property(&first.variable, key), property(&second.variable, key));
            format!(
                "MATCH {}, {} RETURN {} AS phrase, null AS kind, CASE WHEN {one} = {other} THEN {one} END AS both, CASE WHEN {one} = {other} THEN null ELSE {one} END AS first, CASE WHEN {one} = {other} THEN null ELSE {other} END AS second, [] AS sources, [] AS caveats",
                first.pattern,
                second.pattern,
                quoted(key)
            )
        });
        rows.collect()
    }

    /// The things of one relation: those of both, and those of one.
    fn compared_rows(&self, known: &Known, sides: [(&Named, bool); 2]) -> String {
        let shown = self.shown("other", &known.labels);
        let gathered = |(named, has): (&Named, bool)| {
            if !has {
                return "[]".to_owned();
            }
            let mut taken: BTreeSet<String> = [named.variable.as_str(), "other"].map(str::to_owned).into();
            let written = Self::written(known, &named.variable, "other", &mut taken);
            format!("COLLECT {{ {} WITH DISTINCT other, {shown} AS name ORDER BY name RETURN other }}", written.matched())
        };
        let evidence = |key: &str| {
            let of_side = |(named, has): (&Named, bool)| {
                let mut taken: BTreeSet<String> = [named.variable.as_str(), "other"].map(str::to_owned).into();
                let written = Self::written(known, &named.variable, "other", &mut taken);
                let said = written.listed(key, if key == "caveat" { &["other"] } else { &[] });
                has.then(|| format!("COLLECT {{ {} UNWIND {said} AS said RETURN DISTINCT said }}", written.matched()))
            };
            let lists: Vec<String> = sides.into_iter().filter_map(of_side).collect();
            once(&lists.join(" + "))
        };
        let (sources, caveats) = (evidence("source"), evidence("caveat"));
        let [one, other] = sides.map(gathered);
        let kind = known.labels.first().map_or_else(|| "thing".to_owned(), |label| self.names_of_label(label).0);
        format!(
            "MATCH {}, {} WITH {one} AS ofFirst, {other} AS ofSecond, {sources} AS sources, {caveats} AS caveats WHERE ofFirst + ofSecond <> [] RETURN {} AS phrase, {} AS kind, [other IN ofFirst WHERE other IN ofSecond | {shown}] AS both, [other IN ofFirst WHERE NOT other IN ofSecond | {shown}] AS first, [other IN ofSecond WHERE NOT other IN ofFirst | {shown}] AS second, sources, caveats",
            sides[0].0.pattern,
            sides[1].0.pattern,
            quoted(&known.phrase),
            quoted(&kind)
        )
    }
}
