//! `schema.toml` to [`Schema`]: every mistake at once, each with its place.

use std::fmt;

use indexmap::IndexMap;
use serde::de::{DeserializeOwned, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::kind::SCALARS;
use super::pieces::pieces;
use super::{Adjective, Attribute, Conflict, Error, Label, Names, Noun, Predicate, PropertyType, Relation, Relationship, Schema, Widening};
use crate::diagnose::did_you_mean;
use crate::text::{Place, Span};

/// The keys of a schema.
const KEYS: &[&str] = &[
    "format",
    "name",
    "title",
    "edition",
    "scope",
    "ours",
    "language",
    "require_source",
    "label",
    "relationship",
    "noun",
    "adjective",
    "relation",
    "predicate",
    "attribute",
    "option",
    "conflict",
    "style",
];

/// The format of data packages. A schema that states none has this one.
pub const FORMAT: i64 = 1;

impl Schema {
    /// Reads the text of a `schema.toml`. A schema that breaks its own rules is refused with all its mistakes, in the order in which they stand.
    pub fn read(text: &str) -> Result<Self, Vec<Error>> {
        let mut schema = pieces(text).map_or_else(|| part(text).map(|(schema, _)| schema), Ok).map_err(in_order)?;
        let mut errors = Vec::new();
        super::check::check(&schema, &mut errors);
        if !errors.is_empty() {
            return Err(in_order(errors));
        }
        schema.texts.push(text.into());
        Ok(schema)
    }
}

/// The keys of a text, or of a piece of one, with their places.
pub(super) type Keys = Vec<(String, Span)>;

/// Reads a text, or a piece of one; the mistakes if there are any.
pub(super) fn part(text: &str) -> Result<(Schema, Keys), Vec<Error>> {
    let (root, syntax) = DeTable::parse_recoverable(text);
    if !syntax.is_empty() {
        let mistake = |error: &toml::de::Error| Error::Syntax { message: one_line(error.message()), span: span_of(error) };
        return Err(syntax.iter().map(mistake).collect());
    }
    let mut reader = Reader { errors: Vec::new() };
    let mut schema = Schema { language: "en".into(), ..Schema::default() };
    let mut keys = Vec::new();
    for (key, value) in root.into_inner() {
        let span = Span::from(key.span());
        reader.key(&mut schema, key.get_ref(), span, value);
        keys.push((key.into_inner().into_owned(), span));
    }
    if reader.errors.is_empty() { Ok((schema, keys)) } else { Err(reader.errors) }
}

/// The mistakes by place.
fn in_order(mut errors: Vec<Error>) -> Vec<Error> {
    errors.sort_by_key(|error| error.span().start);
    errors
}

/// Collects mistakes while parts are read.
struct Reader {
    errors: Vec<Error>,
}

type Item<'i> = toml::Spanned<DeValue<'i>>;

impl Reader {
    fn key(&mut self, schema: &mut Schema, key: &str, span: Span, value: Item<'_>) {
        match key {
            "format" => self.format(value),
            "name" => self.into(&mut schema.name, "`name`", value),
            "title" => schema.title = self.part("`title`", value),
            "edition" => schema.edition = self.part("`edition`", value),
            "scope" => self.into(&mut schema.scope, "`scope`", value),
            "ours" => self.into(&mut schema.ours, "`ours`", value),
            "language" => self.into(&mut schema.language, "`language`", value),
            "require_source" => self.into(&mut schema.require_source, "`require_source`", value),
            "label" => schema.labels = self.named("label", value, |label: &mut Label, place| label.place = place),
            "relationship" => schema.relationships = self.named("relationship", value, |kind: &mut Relationship, place| kind.place = place),
            "noun" => schema.lexicon.nouns = self.entries("noun", value, |entry: &mut Noun, place| entry.place = place),
            "adjective" => schema.lexicon.adjectives = self.entries("adjective", value, |entry: &mut Adjective, place| entry.place = place),
            "relation" => schema.lexicon.relations = self.entries("relation", value, |entry: &mut Relation, place| entry.place = place),
            "predicate" => schema.lexicon.predicates = self.entries("predicate", value, |entry: &mut Predicate, place| entry.place = place),
            "attribute" => schema.lexicon.attributes = self.entries("attribute", value, |entry: &mut Attribute, place| entry.place = place),
            "option" => schema.lexicon.options = self.entries("option", value, |entry: &mut Widening, place| entry.place = place),
            "conflict" => schema.lexicon.conflicts = self.entries("conflict", value, |entry: &mut Conflict, place| entry.place = place),
            "style" => {
                self.into(&mut schema.style, "`style`", value);
                schema.style.place = Place(span);
            }
            _ => {
                let help = did_you_mean(key, KEYS.iter().copied()).unwrap_or_else(|| format!("a schema has {}", KEYS.join(", ")));
                self.errors.push(Error::UnknownKey { name: key.into(), help, span });
            }
        }
    }

    /// The format of the package must be one that is known.
    fn format(&mut self, value: Item<'_>) {
        let span = value.span().into();
        if let Some(format) = self.part::<i64>("`format`", value).filter(|format| *format != FORMAT) {
            let message = format!("{format} is not a format that this program reads");
            let help = Some(format!("it reads format {FORMAT}; a newer program wrote this, or the number is wrong"));
            self.errors.push(Error::Form { what: "`format`".into(), message, help, span });
        }
    }

    /// Reads one part by its type.
    fn part<T: DeserializeOwned>(&mut self, what: &str, value: Item<'_>) -> Option<T> {
        let place: Span = value.span().into();
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(part) => Some(part),
            Err(error) => {
                let (message, help) = explain(error.message());
                let span = error.span().map_or(place, Span::from);
                self.errors.push(Error::Form { what: what.into(), message, help, span });
                None
            }
        }
    }

    fn into<T: DeserializeOwned>(&mut self, target: &mut T, what: &str, value: Item<'_>) {
        if let Some(part) = self.part(what, value) {
            *target = part;
        }
    }

    /// Reads `[kind.Name]` tables.
    fn named<T: DeserializeOwned>(&mut self, kind: &str, value: Item<'_>, locate: fn(&mut T, Place)) -> IndexMap<String, T> {
        let span = value.span().into();
        let DeValue::Table(table) = value.into_inner() else {
            let message = "expected tables".to_owned();
            self.errors.push(Error::Form { what: format!("`{kind}`"), message, help: Some(format!("write `[{kind}.Name]`")), span });
            return IndexMap::new();
        };
        let mut read = IndexMap::with_capacity(table.len());
        for (name, item) in table {
            let place = Place(name.span().into());
            if let Some(mut part) = self.part::<T>(&format!("{kind} `{}`", name.get_ref()), item) {
                locate(&mut part, place);
                read.insert(name.into_inner().into_owned(), part);
            }
        }
        read
    }

    /// Reads `[[kind]]` tables.
    fn entries<T: DeserializeOwned>(&mut self, kind: &str, value: Item<'_>, locate: fn(&mut T, Place)) -> Vec<T> {
        let span: Span = value.span().into();
        let DeValue::Array(items) = value.into_inner() else {
            let message = "expected a list of tables".to_owned();
            self.errors.push(Error::Form { what: format!("`{kind}`"), message, help: Some(format!("write `[[{kind}]]`")), span });
            return Vec::new();
        };
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let place = Place(item.span().into());
            if let Some(mut part) = self.part::<T>(&format!("{kind} {}", index + 1), item) {
                locate(&mut part, place);
                read.push(part);
            }
        }
        read
    }
}

fn span_of(error: &toml::de::Error) -> Span {
    error.span().map_or(Span::default(), Span::from)
}

fn one_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join("; ")
}

/// A decoder's message, and what to do: the nearest of the fields that it expected.
fn explain(message: &str) -> (String, Option<String>) {
    let message = one_line(message);
    if !message.starts_with("unknown field") {
        return (message, None);
    }
    let mut quoted = message.split('`').skip(1).step_by(2);
    let field = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    let help = did_you_mean(field, known.iter().copied()).unwrap_or_else(|| format!("it may have {}", known.join(", ")));
    (format!("unknown field `{field}`"), Some(help))
}

impl<'de> Deserialize<'de> for PropertyType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| {
            let names: Vec<&str> = SCALARS.iter().filter(|(name, kind)| *name == kind.name()).map(|(name, _)| *name).collect();
            serde::de::Error::custom(format!("unknown type `{text}`; types are {}, and lists as `string[]`", names.join(", ")))
        })
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Names;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a label or a list of labels")
            }
            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Names, E> {
                Ok(Names(vec![name.into()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = items.next_element()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    /// The mistakes of a schema, one a line, with the text that each points at.
    fn mistakes(text: &str) -> String {
        let errors = Schema::read(text).expect_err("mistakes");
        let line = |error: &Error| {
            let help = miette::Diagnostic::help(error).map(|help| help.to_string()).unwrap_or_default();
            format!("{error} @ {} -- {help}\n", error.span().of(text).lines().next().unwrap_or_default())
        };
        errors.iter().map(line).collect()
    }

    #[test]
    fn a_whole_schema_is_read_in_order() {
        let text = r#"
name = "small"
edition = "as printed"
[label.Party]
display = "name"
[label.Party.properties]
id = { type = "string", required = true, unique = true }
name = { type = "string" }
category = { type = "string", values = ["core", "key"], adjective = true }
aliases = { type = "string[]" }
[label.Forum]
rank = 1
[relationship.MEMBER_OF]
from = "Party"
to = ["Forum"]
[[noun]]
words = ["partner", "partners"]
label = "Party"
where = "it.category IS NOT NULL"
[[relation]]
name = "membership"
from = "Party"
to = "Forum"
pattern = "(from)-[link:MEMBER_OF]->(to)"
forward = ["in"]
"#;
        let schema = Schema::read(text).expect("a schema");
        let party = &schema.labels["Party"];
        assert_eq!(party.properties.keys().collect::<Vec<_>>(), ["id", "name", "category", "aliases"]);
        assert_eq!(party.names(), ["name", "aliases", "id"]);
        assert_eq!(schema.display(["Forum", "Party"]), Some("name"));
        assert_eq!(&*schema.relationships["MEMBER_OF"].to, ["Forum"]);
        let noun = &schema.lexicon.nouns[0];
        assert_eq!(noun.plural(), "partners");
        assert_eq!(noun.condition.as_ref().map(|c| c.span().of(text)), Some("\"it.category IS NOT NULL\""));
        assert_eq!(schema.lexicon.relations[0].forward, ["in"]);
    }

    #[test]
    fn looks_are_read_and_checked() {
        let text = "[label.A]\n[relationship.R]\n[style.label.A]\nshape = \"hexagon\"\ncolour = \"sky blue\"\ngroup = \"R\"\n[style.relationship.R]\nline = \"dotted\"\n";
        let schema = Schema::read(text).expect("a schema");
        assert_eq!(schema.style.label["A"].colour.map(|colour| colour.to_string()).as_deref(), Some("#56B4E9"));
        let again = Schema::read(&schema.write().expect("a text")).expect("a schema");
        assert_eq!(again.style, schema.style);
        // A package without labels may speak of those of another.
        assert!(Schema::read("[style.label.B]\ncolour = \"#00ff00\"\n").is_ok());
        assert_snapshot!(mistakes("[label.A]\n[relationship.R]\n[style.label.AA]\n[style.relationship.RR]\nline = \"solid\"\n"), @r#"
    `style` speaks of the label `AA`, which the schema does not declare @ style -- did you mean `A`?
    `style` speaks of the relationship type `RR`, which the schema does not declare @ style -- did you mean `R`?
    "#);
        assert_snapshot!(mistakes("[style.label.A]\ncolour = \"pink\"\n"), @r#"`style`: unknown colour `pink`; colours are sky blue, orange, green, yellow, purple, vermillion, blue, black, grey, light grey, and such as `#56B4E9` @ "pink" --"#);
        assert_snapshot!(mistakes("[style.label.A]\nshape = \"star\"\n"), @r#"`style`: unknown variant `star`, expected one of `rectangle`, `rounded`, `ellipse`, `hexagon`, `octagon`, `parallelogram`, `trapezium` @ "star" --"#);
    }

    #[test]
    fn every_mistake_is_found_at_once() {
        assert_snapshot!(mistakes("name = \"a\nb = 1\n[[x"), @r#"
        not valid TOML: invalid basic string, expected `"` @  -- tables are `[label.Name]`, texts stand in double quotes
        not valid TOML: unclosed array table, expected `]]` @  -- tables are `[label.Name]`, texts stand in double quotes
        "#);
        assert_snapshot!(mistakes(
            r#"
nmae = "x"
noun = 3
[relationship.R]
fron = "A"
[label.A.properties]
id = { type = "number" }
"#), @r#"
        `nmae` is not part of a schema @ nmae -- did you mean `name`?
        `noun`: expected a list of tables @ 3 -- write `[[noun]]`
        relationship `R`: unknown field `fron` @ fron -- did you mean `from`?
        label `A`: unknown type `number`; types are string, integer, float, boolean, date, localtime, time, localdatetime, datetime, duration, any, and lists as `string[]` @ "number" --
        "#);
        assert_snapshot!(mistakes(
            r#"
[label.Party]
display = "nam"
[label.Party.properties]
name = { type = "string" }
[relationship.R]
from = "Partey"
[[noun]]
words = []
label = "Party"
[[predicate]]
words = ["p"]
from = "Party"
[[relation]]
name = "r"
from = "Party"
to = "Other"
pattern = "(from)-->(to)"
[[relation]]
name = "r"
from = "Party"
to = "Party"
pattern = "(from)-->(to)"
[[option]]
name = "o"
title = "t"
relation = "rr"
also = "(from)"
"#), @r"
        label `Party` is named by the property `nam`, which it does not have @ Party -- did you mean `name`?
        relationship `R` speaks of the label `Partey`, which the schema does not declare @ R -- did you mean `Party`?
        the noun `` has no words @ [[noun]] -- give at least one word, and no empty ones; a noun has its singular first, then its plural
        the predicate `p` needs either a `pattern` or a `where` @ [[predicate]] -- write a pattern with the variable `from`, or a condition on `it`, not both
        the relation `r` speaks of the label `Other`, which the schema does not declare @ [[relation]] -- declare it as `[label.Other]`
        there are two entries named `r` @ [[relation]] -- names of relations and options must be unique: rename one of them
        the option `o` widens the relation `rr`, which the lexicon does not have @ [[option]] -- did you mean `r`?
        ");
    }
}
