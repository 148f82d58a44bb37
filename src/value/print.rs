//! Values as text of the language: what is printed can be read again.

use std::borrow::Cow;
use std::fmt::{Display, Formatter, Result, Write};

use super::{Path, RelationshipId, Value};

/// The text of a literal of the language. Entities, which have none, are printed by their ids: `(#3)`, `[#0:7]`.
impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(truth) => truth.fmt(f),
            Self::Integer(integer) => integer.fmt(f),
            Self::Float(float) => f.write_str(&float_text(*float)),
            Self::String(text) => quoted(f, text),
            Self::Date(date) => write!(f, "date('{date}')"),
            Self::LocalTime(time) => write!(f, "localtime('{time}')"),
            Self::Time(time) => write!(f, "time('{time}')"),
            Self::LocalDateTime(time) => write!(f, "localdatetime('{time}')"),
            Self::DateTime(time) => write!(f, "datetime('{time}')"),
            Self::Duration(duration) => write!(f, "duration('{duration}')"),
            Self::Node(node) => write!(f, "(#{})", node.0),
            Self::Relationship(relationship) => between(f, *relationship),
            Self::Path(path) => path.fmt(f),
            Self::List(items) => list(f, items),
            Self::Map(map) => {
                f.write_str("{")?;
                for (index, (key, value)) in map.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    write!(f, "{}: {value}", identifier(key))?;
                }
                f.write_str("}")
            }
        }
    }
}

fn list(f: &mut Formatter<'_>, items: &[Value]) -> Result {
    f.write_str("[")?;
    for (index, item) in items.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { ", " })?;
        item.fmt(f)?;
    }
    f.write_str("]")
}

fn between(f: &mut Formatter<'_>, relationship: RelationshipId) -> Result {
    write!(f, "[#{}:{}]", relationship.kind.0, relationship.local)
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("<")?;
        for (index, node) in self.nodes.iter().enumerate() {
            if let Some(relationship) = index.checked_sub(1).and_then(|before| self.relationships.get(before)) {
                f.write_str("-")?;
                between(f, *relationship)?;
                f.write_str("-")?;
            }
            write!(f, "(#{})", node.0)?;
        }
        f.write_str(">")
    }
}

/// A float as the language writes it: the shortest digits that read back the same, always with a point or an exponent.
pub fn float_text(float: f64) -> String {
    if float.is_nan() {
        "NaN".to_owned()
    } else if float.is_infinite() {
        if float > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else {
        format!("{float:?}")
    }
}

/// A text in single quotes, with escapes for quotes, backslashes and control characters.
fn quoted(f: &mut Formatter<'_>, text: &str) -> Result {
    f.write_char('\'')?;
    for character in text.chars() {
        match character {
            '\'' => f.write_str("\\'")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\u{8}' => f.write_str("\\b")?,
            '\u{c}' => f.write_str("\\f")?,
            control if control.is_control() => write!(f, "\\u{:04X}", u32::from(control))?,
            other => f.write_char(other)?,
        }
    }
    f.write_char('\'')
}

/// A name as the language writes it: in backticks unless it is a plain identifier.
pub fn identifier(name: &str) -> Cow<'_, str> {
    let mut characters = name.chars();
    let plain =
        characters.next().is_some_and(|first| first.is_alphabetic() || first == '_') && characters.all(|c| c.is_alphanumeric() || c == '_');
    if plain { Cow::Borrowed(name) } else { Cow::Owned(format!("`{}`", name.replace('`', "``"))) }
}

#[cfg(test)]
mod tests {
    use super::super::Map;
    use super::*;

    #[test]
    fn values_print_as_literals() {
        let map = Map::from([("a".into(), Value::Integer(1)), ("b c".into(), Value::Boolean(true))]);
        let list = Value::list([Value::Integer(1), Value::Float(2.0), Value::Null, Value::string("it's\n"), Value::Map(map.into())]);
        assert_eq!(list.to_string(), r"[1, 2.0, null, 'it\'s\n', {a: 1, `b c`: true}]");
        assert_eq!(float_text(1e10), "10000000000.0");
        assert_eq!(float_text(1e300), "1e300");
        assert_eq!(float_text(0.1 + 0.2), "0.30000000000000004");
        assert_eq!(float_text(f64::NAN), "NaN");
    }
}
