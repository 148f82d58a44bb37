//! [`Schema`] to the text of a `schema.toml`.

use indexmap::IndexMap;
use serde::Serialize;

use super::read::FORMAT;
use super::{Adjective, Attribute, Conflict, Label, Lexicon, Noun, Predicate, Property, Relation, Relationship, Schema, Style, Widening};

/// A schema in the layout of its file.
#[derive(Serialize)]
struct Layout<'s> {
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<i64>,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'s str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    scope: &'s [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    ours: &'s [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    language: &'s str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    require_source: bool,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    label: &'s IndexMap<String, Label>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    relationship: &'s IndexMap<String, Relationship>,
    #[serde(skip_serializing_if = "<[Noun]>::is_empty")]
    noun: &'s [Noun],
    #[serde(skip_serializing_if = "<[Adjective]>::is_empty")]
    adjective: &'s [Adjective],
    #[serde(skip_serializing_if = "<[Relation]>::is_empty")]
    relation: &'s [Relation],
    #[serde(skip_serializing_if = "<[Predicate]>::is_empty")]
    predicate: &'s [Predicate],
    #[serde(skip_serializing_if = "<[Attribute]>::is_empty")]
    attribute: &'s [Attribute],
    #[serde(skip_serializing_if = "<[Widening]>::is_empty")]
    option: &'s [Widening],
    #[serde(skip_serializing_if = "<[Conflict]>::is_empty")]
    conflict: &'s [Conflict],
    #[serde(skip_serializing_if = "Style::is_empty")]
    style: &'s Style,
}

/// What a graph has beyond what its schema's texts state.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// New labels, types and words.
    pub schema: Schema,
    /// New properties of labels that are stated.
    pub labels: IndexMap<String, IndexMap<String, Property>>,
    /// New properties of types that are stated.
    pub relationships: IndexMap<String, IndexMap<String, Property>>,
}

impl Additions {
    /// Whether there is nothing new.
    pub fn is_empty(&self) -> bool {
        self.schema == Schema::default() && self.labels.is_empty() && self.relationships.is_empty()
    }
}

impl Schema {
    /// The text of a `schema.toml` that reads as this schema. None if it cannot be written, which no schema that was read is.
    pub fn write(&self) -> Option<String> {
        toml::to_string(&self.layout(Some(FORMAT))).ok()
    }

    fn layout(&self, format: Option<i64>) -> Layout<'_> {
        let Lexicon { nouns, adjectives, relations, predicates, attributes, options, conflicts } = &self.lexicon;
        Layout {
            format,
            name: &self.name,
            title: self.title.as_deref(),
            edition: self.edition.as_deref(),
            scope: &self.scope,
            ours: &self.ours,
            language: &self.language,
            require_source: self.require_source,
            label: &self.labels,
            relationship: &self.relationships,
            noun: nouns,
            adjective: adjectives,
            relation: relations,
            predicate: predicates,
            attribute: attributes,
            option: options,
            conflict: conflicts,
            style: &self.style,
        }
    }

    /// The text for this schema, which is what was stated, with additions. The one text that it was read from stays as it
    /// was written, and additions stand at its end; several become one that says the same.
    pub fn write_with(&self, additions: &Additions) -> Option<String> {
        if let [text] = &self.texts[..]
            && let Some(text) = appended(text, additions)
            && Self::read(&text).is_ok()
        {
            return Some(text);
        }
        let mut whole = self.clone();
        whole.merge(additions.schema.clone());
        for (name, properties) in &additions.labels {
            whole.labels.entry(name.clone()).or_default().properties.extend(properties.clone());
        }
        for (name, properties) in &additions.relationships {
            whole.relationships.entry(name.clone()).or_default().properties.extend(properties.clone());
        }
        whole.write()
    }
}

/// New properties in the layout of a schema's file.
#[derive(Serialize)]
struct Properties<'s> {
    properties: &'s IndexMap<String, Property>,
}

/// A text with additions at its end.
fn appended(text: &str, additions: &Additions) -> Option<String> {
    #[derive(Serialize)]
    struct More<'s> {
        #[serde(skip_serializing_if = "IndexMap::is_empty")]
        label: IndexMap<&'s str, Properties<'s>>,
        #[serde(skip_serializing_if = "IndexMap::is_empty")]
        relationship: IndexMap<&'s str, Properties<'s>>,
    }
    let mut text = with_format(text);
    if additions.is_empty() {
        return Some(text);
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str("\n# Added when the graph was saved.\n\n");
    let more = More {
        label: additions.labels.iter().map(|(name, properties)| (name.as_str(), Properties { properties })).collect(),
        relationship: additions.relationships.iter().map(|(name, properties)| (name.as_str(), Properties { properties })).collect(),
    };
    text.push_str(&toml::to_string(&more).ok()?);
    text.push('\n');
    text.push_str(&toml::to_string(&additions.schema.layout(None)).ok()?);
    Some(text)
}

/// The text with the format before its first statement, if it states none.
fn with_format(text: &str) -> String {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let statement = line.trim();
        if !statement.is_empty() && !statement.starts_with('#') {
            let states = statement.strip_prefix("format").is_some_and(|rest| rest.trim_start().starts_with('='));
            if states {
                return text.into();
            }
            break;
        }
        at += line.len();
    }
    let (before, behind) = text.split_at(at);
    format!("{before}format = {FORMAT}\n{behind}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::PropertyType;

    const FRAMEWORK: &str = include_str!("../../data/framework/schema.toml");

    fn without_texts(mut schema: Schema) -> Schema {
        schema.texts.clear();
        schema
    }

    #[test]
    fn what_is_written_reads_as_the_same() {
        let schema = Schema::read(FRAMEWORK).unwrap();
        let again = Schema::read(&schema.write().unwrap()).unwrap();
        assert_eq!(without_texts(again), without_texts(schema));
    }

    #[test]
    fn a_text_stays_and_additions_stand_at_its_end() {
        let text =
            "# About\n\nname = \"x\"\n[label.A.properties]\nid = { type = \"string\" } # kept\n[[noun]]\nwords = [\"a\"]\nlabel = \"A\"\n";
        let mut additions = Additions::default();
        let any = Property::of(PropertyType::ANY);
        additions.labels.insert("A".into(), [("b c".to_owned(), any)].into());
        additions.schema.labels.insert("B".into(), Label::default());
        let schema = Schema::read(text).unwrap();
        let written = schema.write_with(&additions).unwrap();
        let kept = text.replace("name =", "format = 1\nname =");
        let added = "\n# Added when the graph was saved.\n\n[label.A.properties.\"b c\"]\ntype = \"any\"\n\n[label.B]\n";
        assert_eq!(written, format!("{kept}{added}"));
        // What cannot be added to is written anew.
        let text = "label = { A = { properties = { id = { type = \"string\" } } } }\n";
        let written = Schema::read(text).unwrap().write_with(&additions).unwrap();
        assert_eq!(Schema::read(&written).unwrap().labels["A"].properties.len(), 2);
        let kept = Schema::read(FRAMEWORK).unwrap().write_with(&Additions::default()).unwrap();
        assert_eq!(kept, FRAMEWORK);
    }
}
