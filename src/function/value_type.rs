//! Types as the language names them: `INTEGER`, `LIST<STRING NOT NULL>`, `DATE | DURATION`.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use super::argument::at;
use super::table::{Function, Parameter};
use crate::value::{Type, Value};

/// How deep lists may be written in lists.
const DEPTH: usize = 16;

/// The functions that know of types.
pub(super) static TYPES: &[Function] = &[Function::new("valueType", &[Parameter::any("value")], Type::String, |_, arguments| {
    Ok(Value::string(type_of(at(arguments, 0)).to_string()))
})
.takes_null()
.about("The most exact type of a value, by name.", "valueType([1, 'a'])", "'LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL'")];

/// A type of values: one or a choice. Null is of every type that does not exclude it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValueType(BTreeSet<Choice>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Choice {
    of: Kind,
    not_null: bool,
}

/// In the order in which a choice names them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// No value at all: the items of an empty list.
    Nothing,
    Null,
    Boolean,
    String,
    Integer,
    Float,
    Date,
    LocalTime,
    ZonedTime,
    LocalDateTime,
    ZonedDateTime,
    Duration,
    Node,
    Relationship,
    Map,
    List(ValueType),
    Path,
    PropertyValue,
    Any,
}

/// Names and their types; the first name of each is the one that is shown.
static NAMES: &[(&str, Kind)] = &[
    ("NOTHING", Kind::Nothing),
    ("NULL", Kind::Null),
    ("BOOLEAN", Kind::Boolean),
    ("BOOL", Kind::Boolean),
    ("STRING", Kind::String),
    ("VARCHAR", Kind::String),
    ("INTEGER", Kind::Integer),
    ("INT", Kind::Integer),
    ("SIGNED INTEGER", Kind::Integer),
    ("FLOAT", Kind::Float),
    ("DATE", Kind::Date),
    ("LOCAL TIME", Kind::LocalTime),
    ("TIME WITHOUT TIMEZONE", Kind::LocalTime),
    ("TIME WITHOUT TIME ZONE", Kind::LocalTime),
    ("ZONED TIME", Kind::ZonedTime),
    ("TIME WITH TIMEZONE", Kind::ZonedTime),
    ("TIME WITH TIME ZONE", Kind::ZonedTime),
    ("LOCAL DATETIME", Kind::LocalDateTime),
    ("TIMESTAMP WITHOUT TIMEZONE", Kind::LocalDateTime),
    ("TIMESTAMP WITHOUT TIME ZONE", Kind::LocalDateTime),
    ("ZONED DATETIME", Kind::ZonedDateTime),
    ("TIMESTAMP WITH TIMEZONE", Kind::ZonedDateTime),
    ("TIMESTAMP WITH TIME ZONE", Kind::ZonedDateTime),
    ("DURATION", Kind::Duration),
    ("NODE", Kind::Node),
    ("ANY NODE", Kind::Node),
    ("VERTEX", Kind::Node),
    ("ANY VERTEX", Kind::Node),
    ("RELATIONSHIP", Kind::Relationship),
    ("ANY RELATIONSHIP", Kind::Relationship),
    ("EDGE", Kind::Relationship),
    ("ANY EDGE", Kind::Relationship),
    ("MAP", Kind::Map),
    ("ANY MAP", Kind::Map),
    ("PATH", Kind::Path),
    ("PROPERTY VALUE", Kind::PropertyValue),
    ("ANY PROPERTY VALUE", Kind::PropertyValue),
    ("ANY", Kind::Any),
    ("ANY VALUE", Kind::Any),
];

/// A name that no type has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownType {
    /// The name, as written.
    pub name: String,
    /// The byte at which it stands.
    pub at: usize,
}

impl ValueType {
    /// The names of types.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name).chain(["LIST"])
    }

    /// The types, each by its first name.
    pub fn list() -> String {
        let mut seen: Vec<&Kind> = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        for (name, kind) in NAMES {
            if !seen.contains(&kind) {
                seen.push(kind);
                names.push(name);
            }
        }
        format!("{} and LIST<…>", names.join(", "))
    }

    /// Whether a value is of the type. O(size of the value).
    pub fn has(&self, value: &Value) -> bool {
        self.0.iter().any(|choice| choice.has(value))
    }

    fn one(of: Kind, not_null: bool) -> Self {
        Self([Choice { of, not_null }].into())
    }
}

impl Choice {
    fn has(&self, value: &Value) -> bool {
        match (&self.of, value) {
            (Kind::Nothing, _) => false,
            (_, Value::Null) => !self.not_null,
            (Kind::List(items), Value::List(values)) => values.iter().all(|item| items.has(item)),
            (Kind::PropertyValue, Value::List(values)) => values.iter().all(|item| is_stored(&kind_of(item))),
            (Kind::PropertyValue, value) => is_stored(&kind_of(value)),
            (Kind::Any, _) => true,
            (kind, Value::List(_)) => matches!(kind, Kind::List(_)),
            (kind, value) => *kind == kind_of(value),
        }
    }
}

/// Whether a property can hold values of this type.
fn is_stored(kind: &Kind) -> bool {
    (Kind::Boolean..=Kind::Duration).contains(kind)
}

/// The type of a value; the items of a list are not looked at.
fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Boolean(_) => Kind::Boolean,
        Value::Integer(_) => Kind::Integer,
        Value::Float(_) => Kind::Float,
        Value::String(_) => Kind::String,
        Value::Date(_) => Kind::Date,
        Value::LocalTime(_) => Kind::LocalTime,
        Value::Time(_) => Kind::ZonedTime,
        Value::LocalDateTime(_) => Kind::LocalDateTime,
        Value::DateTime(_) => Kind::ZonedDateTime,
        Value::Duration(_) => Kind::Duration,
        Value::Node(_) => Kind::Node,
        Value::Relationship(_) => Kind::Relationship,
        Value::Path(_) => Kind::Path,
        Value::List(_) => Kind::List(ValueType(BTreeSet::new())),
        Value::Map(_) => Kind::Map,
    }
}

/// The most exact type of a value. Values nest no deeper than [`crate::value::MAX_NESTING`].
fn type_of(value: &Value) -> ValueType {
    match value {
        Value::Null => ValueType::one(Kind::Null, false),
        Value::List(values) => ValueType::one(Kind::List(items_of(values)), true),
        value => ValueType::one(kind_of(value), true),
    }
}

/// The type of the items of a list. Lists among them share one type, that of all of their items; a null makes every choice
/// one that allows it.
fn items_of(values: &[Value]) -> ValueType {
    let mut choices = BTreeSet::new();
    let mut inner: Option<Vec<Value>> = None;
    for value in values {
        match value {
            Value::Null => {}
            Value::List(items) => inner.get_or_insert_default().extend(items.iter().cloned()),
            value => {
                choices.insert(Choice { of: kind_of(value), not_null: true });
            }
        }
    }
    if let Some(inner) = inner {
        choices.insert(Choice { of: Kind::List(items_of(&inner)), not_null: true });
    }
    match (values.is_empty(), choices.is_empty()) {
        (true, _) => return ValueType::one(Kind::Nothing, false),
        (false, true) => return ValueType::one(Kind::Null, false),
        _ => {}
    }
    if values.iter().any(Value::is_null) {
        choices = choices.into_iter().map(|choice| Choice { not_null: false, ..choice }).collect();
    }
    ValueType(choices)
}

impl Display for ValueType {
    /// A choice stands in `ANY<…>`, so that what follows is no part of it.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let guarded = self.0.len() > 1;
        f.write_str(if guarded { "ANY<" } else { "" })?;
        self.choices(f)?;
        f.write_str(if guarded { ">" } else { "" })
    }
}

impl ValueType {
    fn choices(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, choice) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" | ")?;
            }
            match &choice.of {
                Kind::List(items) => {
                    f.write_str("LIST<")?;
                    items.choices(f)?;
                    f.write_str(">")?;
                }
                kind => f.write_str(NAMES.iter().find(|(_, named)| named == kind).map_or("ANY", |(name, _)| name))?,
            }
            f.write_str(if choice.not_null { " NOT NULL" } else { "" })?;
        }
        Ok(())
    }
}

impl FromStr for ValueType {
    type Err = UnknownType;

    fn from_str(text: &str) -> Result<Self, UnknownType> {
        let mut reader = Reader { text, at: 0 };
        let kind = reader.choices(DEPTH)?;
        if reader.rest().is_empty() { Ok(kind) } else { Err(reader.unknown()) }
    }
}

/// Reads the notation of types.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    /// What is left, without blanks before it.
    fn rest(&mut self) -> &'t str {
        let rest = self.text[self.at..].trim_start();
        self.at = self.text.len() - rest.len();
        rest
    }

    fn mark(&mut self, mark: char) -> bool {
        let found = self.rest().starts_with(mark);
        self.at += if found { mark.len_utf8() } else { 0 };
        found
    }

    /// The next word, in upper case, and the byte after it.
    fn word(&mut self) -> (String, usize) {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        (rest[..length].to_uppercase(), self.at + length)
    }

    fn unknown(&mut self) -> UnknownType {
        let rest = self.rest();
        let end = rest.find(['<', '>', '|', '!']).unwrap_or(rest.len());
        UnknownType { name: rest[..end].trim_end().to_owned(), at: self.at }
    }

    fn choices(&mut self, depth: usize) -> Result<ValueType, UnknownType> {
        let mut choices = BTreeSet::new();
        loop {
            choices.extend(self.choice(depth)?);
            if !self.mark('|') {
                return Ok(ValueType(choices));
            }
        }
    }

    /// One type, or those of `ANY<…>`.
    fn choice(&mut self, depth: usize) -> Result<BTreeSet<Choice>, UnknownType> {
        self.rest();
        let start = self.at;
        let mut name = String::new();
        loop {
            let (word, end) = self.word();
            if word.is_empty() || word == "NOT" {
                break;
            }
            name = if name.is_empty() { word } else { format!("{name} {word}") };
            self.at = end;
        }
        let bracket = self.mark('<');
        let unknown = |reader: &mut Self| {
            reader.at = start;
            Err(reader.unknown())
        };
        let mut choices = match (name.as_str(), bracket) {
            ("LIST" | "ARRAY" | "ANY" | "ANY VALUE", true) if depth > 0 => {
                let items = self.choices(depth - 1)?;
                if !self.mark('>') {
                    return unknown(self);
                }
                if name.starts_with("ANY") { items.0 } else { ValueType::one(Kind::List(items), false).0 }
            }
            ("LIST" | "ARRAY", false) => ValueType::one(Kind::List(ValueType::one(Kind::Any, false)), false).0,
            (_, false) => match NAMES.iter().find(|(known, _)| *known == name) {
                Some((_, kind)) => ValueType::one(kind.clone(), false).0,
                None => return unknown(self),
            },
            _ => return unknown(self),
        };
        if self.not_null() {
            choices = choices.into_iter().map(|choice| Choice { not_null: true, ..choice }).collect();
        }
        Ok(choices)
    }

    /// `NOT NULL` or `!`.
    fn not_null(&mut self) -> bool {
        if self.mark('!') {
            return true;
        }
        let before = self.at;
        let (not, end) = self.word();
        self.at = end;
        let (null, end) = self.word();
        let found = not == "NOT" && null == "NULL";
        self.at = if found { end } else { before };
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_shown() {
        for (text, shown) in [
            ("int", "INTEGER"),
            ("LIST<string not null|INT>", "LIST<STRING NOT NULL | INTEGER>"),
            ("array", "LIST<ANY>"),
            ("ANY<INTEGER|FLOAT>!", "ANY<INTEGER NOT NULL | FLOAT NOT NULL>"),
            ("timestamp with time  zone", "ZONED DATETIME"),
            ("LIST<LIST<DATE>>", "LIST<LIST<DATE>>"),
        ] {
            let kind: ValueType = text.parse().unwrap();
            assert_eq!(kind.to_string(), shown);
            assert_eq!(shown.parse(), Ok(kind));
        }
        for (text, name, at) in
            [("numbr", "numbr", 0), ("LIST<foo>", "foo", 5), ("INT INT", "INT INT", 0), ("", "", 0), ("INT<INT>", "INT", 0)]
        {
            assert_eq!(text.parse::<ValueType>(), Err(UnknownType { name: name.to_owned(), at }), "{text}");
        }
        assert!(format!("{}INT{}", "LIST<".repeat(1000), ">".repeat(1000)).parse::<ValueType>().is_err());
    }

    #[test]
    fn values_are_of_their_own_type_and_of_wider_ones() {
        let list = |items: &[Value]| Value::list(items.to_vec());
        for (value, kind) in [
            (Value::Null, "NULL"),
            (Value::Integer(1), "INTEGER NOT NULL"),
            (list(&[]), "LIST<NOTHING> NOT NULL"),
            (list(&[Value::Null]), "LIST<NULL> NOT NULL"),
            (list(&[Value::Float(1.0), Value::Null, Value::Boolean(true)]), "LIST<BOOLEAN | FLOAT> NOT NULL"),
            (list(&[list(&[Value::Integer(1)]), list(&[])]), "LIST<LIST<INTEGER NOT NULL> NOT NULL> NOT NULL"),
        ] {
            let own = type_of(&value);
            assert_eq!(own.to_string(), kind);
            assert!(own.has(&value), "{kind}");
            assert!("ANY".parse::<ValueType>().unwrap().has(&value));
        }
        let has = |kind: &str, value: &Value| kind.parse::<ValueType>().unwrap().has(value);
        assert!(has("INTEGER", &Value::Null) && !has("INTEGER NOT NULL", &Value::Null) && !has("NOTHING", &Value::Null));
        assert!(has("LIST<FLOAT>", &list(&[])) && !has("LIST<FLOAT>", &list(&[Value::Integer(1)])));
        assert!(has("PROPERTY VALUE", &list(&[Value::Integer(1)])) && !has("PROPERTY VALUE", &list(&[list(&[])])));
        assert!(!has("INTEGER", &Value::Float(1.0)) && has("INTEGER | FLOAT", &Value::Float(1.0)) && !has("MAP", &list(&[])));
    }
}
