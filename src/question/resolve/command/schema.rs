//! `schema`: what is in the data, with the words for it.
//!
//! Rows: `part` (`label`, `relationship`), `name`, `words` (the nouns of a label, the phrases of a type), `count`, `properties`.

use super::super::{Resolved, Resolver};
use super::written::{quoted_list, read};
use super::{Commanded, Evidence};
use crate::question::build;
use crate::question::presentation::Presentation;
use crate::question::template;
use crate::text::Span;

impl Resolver<'_> {
    /// What is in the data.
    pub(super) fn schema(self, span: Span) -> Resolved<Commanded> {
        let text = format!(
            "CALL db.schema() YIELD kind, labels, properties, count WHERE kind = 'node' UNWIND labels AS name WITH name, sum(count) AS count, collect(properties) AS properties RETURN 'label' AS part, name, {}[name] AS words, count, reduce(found = [], keys IN properties | found + [key IN keys WHERE NOT key IN found]) AS properties ORDER BY name\n\
             UNION ALL\n\
             CALL db.schema() YIELD kind, type AS name, properties, count WHERE kind = 'relationship' WITH name, sum(count) AS count, collect(properties) AS properties RETURN 'relationship' AS part, name, {}[name] AS words, count, reduce(found = [], keys IN properties | found + [key IN keys WHERE NOT key IN found]) AS properties ORDER BY name",
            map(self.words_of_labels()),
            map(self.words_of_types()),
        );
        Ok(Commanded {
            query: read(&text, "schema", span)?,
            understood: "what is in the data, and the words for it".to_owned(),
            notes: Vec::new(),
            presentation: Presentation::Rows,
            nothing: None,
            evidence: Evidence::None,
            nodes: None,
            keeping: None,
            picture: None,
        })
    }

    /// For each label its plain nouns.
    fn words_of_labels(&self) -> Vec<(String, Vec<String>)> {
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for label in self.data.graph.catalogue().labels() {
            let narrow = super::written::has_label("it", &label).replace(' ', "");
            let is_plain = |noun: &&crate::schema::Noun| match &noun.condition {
                None => noun.label == *label,
                Some(condition) => condition.text.replace(' ', "") == narrow,
            };
            let nouns: Vec<String> = self.data.schema.lexicon.nouns.iter().filter(is_plain).map(|noun| noun.plural().to_owned()).collect();
            found.push((label.to_string(), nouns));
        }
        found
    }

    /// For each type the phrases of the relations that are it.
    fn words_of_types(&self) -> Vec<(String, Vec<String>)> {
        let mut found: Vec<(String, Vec<String>)> =
            self.data.graph.catalogue().types().iter().map(|name| (name.to_string(), Vec::new())).collect();
        for entry in &self.data.schema.lexicon.relations {
            let Ok(template) = template::pattern(&entry.pattern, &entry.name, Span::default()) else { continue };
            let [part] = template.pattern.parts.as_slice() else { continue };
            if part.element.chain.len() != 1 || template.condition.is_some() {
                continue;
            }
            for kind in template::types_of(&template.pattern) {
                let Some((_, phrases)) = found.iter_mut().find(|(name, _)| *name == kind) else { continue };
                for phrase in entry.forward.first().into_iter().chain(entry.backward.first()) {
                    if !phrases.contains(phrase) {
                        phrases.push(phrase.clone());
                    }
                }
            }
        }
        found
    }
}

/// A map from names to lists of words, as a literal.
fn map(entries: Vec<(String, Vec<String>)>) -> String {
    let entries: Vec<String> = entries
        .into_iter()
        .map(|(name, words)| format!("{}: {}", build::variable(&name), quoted_list(words.iter().map(String::as_str))))
        .collect();
    if entries.is_empty() { format!("{{{}: []}}", build::variable("none")) } else { format!("{{{}}}", entries.join(", ")) }
}
