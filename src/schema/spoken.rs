//! The schema in another language that the data has: how nodes and nouns are shown. What is understood stays the same.

use std::collections::BTreeSet;

use super::{Noun, Schema};

/// The language of the further forms of nouns.
const FRENCH: &str = "fr";

impl Schema {
    /// The languages that the data can be shown in, as codes: its own, and those in which it has names or nouns.
    pub fn languages(&self) -> BTreeSet<&str> {
        let properties = self.labels.values().flat_map(|label| label.properties.values());
        let names = properties.filter_map(|property| property.language.as_deref());
        let nouns = self.lexicon.nouns.iter().any(|noun| !noun.french.is_empty()).then_some(FRENCH);
        names.chain(nouns).chain([self.language.as_str()]).collect()
    }

    /// The same schema, which shows names and nouns in a language where the data has them; none if it has nothing in it.
    #[must_use]
    pub fn spoken_in(&self, language: &str) -> Option<Self> {
        if !self.languages().contains(language) {
            return None;
        }
        let mut spoken = self.clone();
        if language == self.language {
            return Some(spoken);
        }
        for label in spoken.labels.values_mut() {
            let named = label.properties.iter().find(|(_, property)| property.language.as_deref() == Some(language));
            label.spoken = named.map(|(name, _)| name.clone());
        }
        let nouns = spoken.lexicon.nouns.iter_mut().filter(|noun| language == FRENCH && !noun.french.is_empty());
        nouns.for_each(Noun::speak_french);
        Some(spoken)
    }

    /// The properties that are shown for a node with these labels: the first that it has. Those of the language come first.
    pub fn shown<'s>(&'s self, labels: impl IntoIterator<Item = &'s str>) -> Vec<&'s str> {
        let label = self.ranked(labels).into_iter().find(|label| label.display().is_some());
        label.map(|label| label.spoken.as_deref().into_iter().chain(label.display()).collect()).unwrap_or_default()
    }
}
