//! `describe X`: all that is known of a thing.
//!
//! Rows: `part` (`label`, `property`, `relationship`, `contradiction`), `phrase` (the label, the property, the relation's phrase, or what
//! the contradiction is about), `kind` (what the other thing is), `name` (the value, the other thing, or what one side says), `details` (what the relationship says of itself), `sources`, `caveats`.

use std::collections::BTreeSet;

use super::super::{Resolved, Resolver};
use super::conflicts::Recorded;
use super::known::{Known, Written, once};
use super::thing::Named;
use super::written::{quoted, quoted_list, read};
use super::{Commanded, Evidence};
use crate::question::ast::Thing;
use crate::question::presentation::Presentation;
use crate::schema::Property;

impl Resolver<'_> {
    /// All that is known of a thing.
    pub(super) fn describe(mut self, thing: &Thing) -> Resolved<Commanded> {
        let named = self.thing(thing, "it")?;
        let known = self.known_relations(&named.labels, thing.span)?;
        let mut parts = vec![self.label_rows(&named)];
        parts.extend(self.property_rows(&named));
        let conflicts = &self.data.schema.lexicon.conflicts;
        let recorded: Vec<_> = conflicts.iter().filter(|conflict| conflict.concerns.is_some()).collect();
        // Both sides of a contradiction are told, which says more than that there is one.
        let told = |known: &Known| recorded.iter().any(|conflict| known.labels.contains(&conflict.label));
        let begun = known.iter().filter(|known| self.begins(known, &named) && !told(known));
        parts.extend(begun.map(|known| self.relation_rows(known, &named)));
        parts.extend(self.unspoken(&known, &named).iter().map(|(kind, out)| self.unspoken_rows(kind, *out, &named)));
        let about = self.thing(thing, "about")?;
        for conflict in recorded {
            parts.push(contradicting_rows(&Recorded::new(conflict, &[&about], thing.span)?));
        }
        let query = read(&parts.join("\nUNION ALL\n"), "describe", thing.span)?;
        let kind = self.names_of_label(&self.indexed_label(&named.labels)).0;
        Ok(Commanded {
            query,
            understood: format!("all that is known of {} ({kind})", named.name),
            notes: Vec::new(),
            presentation: Presentation::Description,
            nothing: None,
            evidence: Evidence::Shown,
            nodes: Some(read(&format!("MATCH {} RETURN it AS node", named.pattern), "describe", thing.span)?),
            keeping: None,
            picture: None,
        })
    }

    /// Its labels, each with its noun.
    fn label_rows(&self, named: &Named) -> String {
        let nouns: Vec<String> = named.labels.iter().map(|label| self.noun_of_label(label)).collect();
        let rows: Vec<String> =
            named.labels.iter().zip(nouns).map(|(label, noun)| format!("[{}, {}]", quoted(label), quoted(&noun))).collect();
        let (sources, caveats) = Self::own_evidence("it");
        format!(
            "MATCH {} UNWIND [{}] AS label RETURN 'label' AS part, label[0] AS phrase, null AS kind, label[1] AS name, [] AS details, {sources} AS sources, {caveats} AS caveats",
            named.pattern,
            rows.join(", ")
        )
    }

    /// The plain noun of a label, or the noun that means just it.
    fn noun_of_label(&self, label: &str) -> String {
        let condition = super::written::has_label("it", label);
        let nouns = &self.data.schema.lexicon.nouns;
        let narrow = nouns
            .iter()
            .find(|noun| noun.condition.as_ref().is_some_and(|snippet| snippet.text.replace(' ', "") == condition.replace(' ', "")));
        narrow.map_or_else(|| self.names_of_label(label).0, |noun| noun.singular().to_owned())
    }

    fn property_rows(&self, named: &Named) -> Option<String> {
        let keys = self.properties_of(named);
        (!keys.is_empty()).then(|| {
            format!(
                "MATCH {} UNWIND {} AS key RETURN 'property' AS part, key AS phrase, null AS kind, it[key] AS name, [] AS details, [] AS sources, [] AS caveats",
                named.pattern,
                quoted_list(keys.iter().map(String::as_str))
            )
        })
    }

    fn relation_rows(&self, known: &Known, named: &Named) -> String {
        let mut taken: BTreeSet<String> = ["it", "other"].map(str::to_owned).into();
        let written = Self::written(known, "it", "other", &mut taken);
        let (kind, name) = (self.called("other", &known.labels), self.shown("other", &known.labels));
        let phrase = quoted(&known.phrase);
        if known.direct {
            let details = self.details(known, &written);
            return format!(
                "MATCH {} {} RETURN 'relationship' AS part, {phrase} AS phrase, {kind} AS kind, {name} AS name, {details} AS details, {} AS sources, {} AS caveats ORDER BY kind, name",
                named.pattern,
                written.matched(),
                written.listed("source", &[]),
                written.listed("caveat", &["other"]),
            );
        }
        format!(
            "MATCH {} {} WITH other, {} AS sources, {} AS caveats RETURN 'relationship' AS part, {phrase} AS phrase, {kind} AS kind, {name} AS name, [] AS details, sources, caveats ORDER BY kind, name",
            named.pattern,
            written.matched(),
            once(&written.gathered("source", &[])),
            once(&written.gathered("caveat", &["other"])),
        )
    }

    /// What the relationships of a direct relation say of themselves.
    fn details(&self, known: &Known, written: &Written) -> String {
        let [link] = written.links.as_slice() else { return "[]".to_owned() };
        let schema = self.data.schema;
        let types = crate::question::template::types_of(&known.template.pattern);
        let mut keys: Vec<&str> = Vec::new();
        let is_shown = |name: &str, property: &Property| !matches!(name, "source" | "caveat") && !property.kind.list;
        for kind in types.iter().filter_map(|kind| schema.relationships.get(kind)) {
            let names = kind.properties.iter().filter(|(name, property)| is_shown(name, property)).map(|(name, _)| name.as_str());
            keys.extend(names.filter(|name| !keys.contains(name)).collect::<Vec<_>>());
        }
        if keys.is_empty() {
            return "[]".to_owned();
        }
        format!("[key IN {} WHERE {link}[key] IS NOT NULL | key + ': ' + toString({link}[key])]", quoted_list(keys))
    }

    /// Relationships for which the lexicon has no phrase: their type stands for it.
    fn unspoken_rows(&self, kind: &str, out: bool, named: &Named) -> String {
        use crate::question::build;
        let name = build::variable(kind).to_string();
        let (left, right) = if out { ("-", "->") } else { ("<-", "-") };
        format!(
            "MATCH {} MATCH (it){left}[link:{name}]{right}(other) RETURN 'relationship' AS part, {} AS phrase, labels(other)[0] AS kind, {} AS name, [] AS details, [item IN [link.source] WHERE item IS NOT NULL] AS sources, [item IN [link.caveat, other.caveat] WHERE item IS NOT NULL] AS caveats ORDER BY kind, name",
            named.pattern,
            quoted(kind),
            self.shown("other", &[]),
        )
    }
}

/// What two places say of the thing that cannot both be so.
fn contradicting_rows(Recorded { matched, matter, places, says, order, .. }: &Recorded) -> String {
    let ([place_1, place_2], [says_1, says_2]) = (places, says);
    format!(
        "{matched} UNWIND [[1, {place_1}, {says_1}], [2, {place_2}, {says_2}]] AS side RETURN 'contradiction' AS part, {matter} AS phrase, null AS kind, side[2] AS name, [] AS details, [place IN [side[1]] WHERE place IS NOT NULL] AS sources, [] AS caveats ORDER BY {order}, phrase, side[0]"
    )
}
