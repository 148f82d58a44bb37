//! Words of the data in the language of the data: `partenaires` are `partners`, `Brésil` is `Brazil`.

use super::super::resolve::Data;
use super::super::vocabulary::{Meanings, NounMeaning, split};
use crate::schema::Noun;
use crate::value::{NodeId, Value};

/// A word of the data in its language, or as it is.
pub(super) fn plain(written: &str, data: Data<'_>) -> String {
    let run = folded(written);
    let found = data.vocabulary.find(&run).and_then(|(_, meanings)| {
        let noun = meanings.nouns.iter().find_map(|noun| match noun {
            NounMeaning::Entry(index) => data.schema.lexicon.nouns.get(*index),
            NounMeaning::Relation(_) | NounMeaning::Saved(_) => None,
        });
        noun.map_or_else(|| plain_name(meanings, &run, data), |noun| plain_noun(noun, &run))
    });
    found.unwrap_or_else(|| written.to_owned())
}

fn folded(text: &str) -> String {
    split(text).into_iter().map(|(_, _, word)| word).collect::<Vec<_>>().join(" ")
}

/// A form of a noun that only the other language has.
fn plain_noun(noun: &Noun, run: &str) -> Option<String> {
    let own = noun.words.iter().any(|word| folded(word) == run);
    // Where singular and plural are alike the plural is meant.
    let place = noun.french.iter().rposition(|form| folded(form) == run)?;
    noun.words.get(place % 2).filter(|_| !own).cloned()
}

/// The name that is shown for a node, where this is its name in another language.
fn plain_name(meanings: &Meanings, run: &str, data: Data<'_>) -> Option<String> {
    let catalogue = data.graph.catalogue();
    let texts = |node: NodeId, property: &str| {
        let key = catalogue.key(property)?;
        Some(data.graph.node_property(node, key))
    };
    let mut shown = None;
    for node in meanings.names.iter().take(4) {
        let labels: Vec<_> = data.graph.labels(*node).iter().map(|label| catalogue.label_name(*label).to_string()).collect();
        let label = data.schema.ranked(labels.iter().map(String::as_str)).into_iter().find(|label| label.display().is_some())?;
        let said = |foreign: bool| {
            let named = label
                .names()
                .into_iter()
                .filter(|name| label.properties.get(*name).is_some_and(|property| property.language.is_some() == foreign));
            named.filter_map(|name| texts(*node, name)).any(|value| says(&value, run))
        };
        // A name in the language of the data stays.
        if said(false) {
            return None;
        }
        if let (true, None, Some(Value::String(name))) = (said(true), &shown, label.display().and_then(|name| texts(*node, name))) {
            shown = Some(name.to_string());
        }
    }
    shown
}

/// Whether a name, or one of several, is this run of words.
fn says(value: &Value, run: &str) -> bool {
    match value {
        Value::String(name) => folded(name) == run,
        Value::List(names) => names.iter().any(|name| says(name, run)),
        _ => false,
    }
}
