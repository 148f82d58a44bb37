//! The schema of a graph that is saved: what was written, and what the graph has beyond it.

use super::{Content, Problem};
use crate::schema::{Additions, Label, Lexicon, Relationship, Schema};
use crate::text::Place;

/// What the texts of a schema state, without what was inferred from data. A schema without a text states its name.
pub(super) fn stated(schema: &Schema) -> Result<Schema, Problem> {
    let mut all: Option<Schema> = None;
    for text in &schema.texts {
        let read = Schema::read(text).map_err(|_| Problem::Schema)?;
        match &mut all {
            Some(all) => all.merge(read),
            None => all = Some(read),
        }
    }
    Ok(all.unwrap_or_else(|| Schema { name: schema.name.clone(), language: schema.language.clone(), ..Schema::default() }))
}

/// The text of the schema for a file that holds the whole graph; none where none was ever written.
pub(super) fn text(content: Content<'_>) -> Result<Option<String>, Problem> {
    if content.schema.texts.is_empty() {
        return Ok(None);
    }
    let stated = stated(content.schema)?;
    let additions = additions(content, &stated);
    stated.write_with(&additions).map(Some).ok_or(Problem::Schema)
}

/// What a graph has that its schema does not state: labels and types that loading would refuse, and words that were inferred
/// for a part of the data and would not be again.
pub(super) fn additions(content: Content<'_>, stated: &Schema) -> Additions {
    let catalogue = content.graph.catalogue();
    let mut additions = Additions::default();
    if !stated.labels.is_empty() {
        for (label, _) in content.graph.label_sets().all() {
            let name = catalogue.label_name(label).to_string();
            if !stated.labels.contains_key(&name) {
                let known = content.schema.labels.get(&name).cloned().unwrap_or_default();
                additions.schema.labels.insert(name, Label { place: Place::default(), ..known });
            }
        }
    }
    if !stated.relationships.is_empty() {
        for kind in content.graph.types() {
            let name = catalogue.type_name(kind).to_string();
            if !stated.relationships.contains_key(&name) {
                // Its ends may stand anywhere: what was seen of them need not hold of what comes.
                additions.schema.relationships.insert(name, Relationship::default());
            }
        }
    }
    if !stated.lexicon.is_empty() {
        additions.schema.lexicon = beyond(&content.schema.lexicon, &stated.lexicon);
    }
    additions
}

/// The words of one lexicon that another does not have.
fn beyond(all: &Lexicon, known: &Lexicon) -> Lexicon {
    fn rest<T: PartialEq + Clone>(all: &[T], known: &[T]) -> Vec<T> {
        all.iter().filter(|item| !known.contains(item)).cloned().collect()
    }
    Lexicon {
        nouns: rest(&all.nouns, &known.nouns),
        adjectives: rest(&all.adjectives, &known.adjectives),
        relations: rest(&all.relations, &known.relations),
        predicates: rest(&all.predicates, &known.predicates),
        attributes: rest(&all.attributes, &known.attributes),
        options: rest(&all.options, &known.options),
        conflicts: rest(&all.conflicts, &known.conflicts),
    }
}
