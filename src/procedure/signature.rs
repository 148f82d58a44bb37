//! What a procedure takes and gives, and the notation for it: `name(in :: INTEGER?, k = 3 :: INTEGER) :: (out :: STRING?)`.

use std::fmt;
use std::str::FromStr;

use miette::Diagnostic;
use thiserror::Error;

use super::Error;
use crate::text::Name;
use crate::value::{Type, Value};

/// What a procedure takes and gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// Name with its namespace: `db.labels`.
    pub name: Name,
    /// What it takes, in order; those with a default stand last.
    pub arguments: Vec<Argument>,
    /// What a row of it holds, in order; a procedure without results passes the rows of its caller on.
    pub yields: Vec<Yield>,
}

/// An argument of a procedure.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Name; in a standalone call without parentheses, the parameter that is taken.
    pub name: Name,
    /// Its type.
    pub kind: Type,
    /// Whether it may be null.
    pub nullable: bool,
    /// Its value where it is left out.
    pub default: Option<Value>,
}

/// A result of a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yield {
    /// Name.
    pub name: Name,
    /// Its type.
    pub kind: Type,
    /// Whether it may be null.
    pub nullable: bool,
}

/// A text that is no signature.
#[derive(Clone, Debug, PartialEq, Eq, Error, Diagnostic)]
#[error("not a signature of a procedure: {reason} in `{text}`")]
#[diagnostic(code(procedure::signature), help("write `name(in :: INTEGER?) :: (out :: STRING?)`"))]
pub struct Unreadable {
    /// What is wrong.
    pub reason: &'static str,
    /// The text.
    pub text: String,
}

/// The names of types in signatures.
const TYPES: &[(&str, Type)] = &[
    ("ANY", Type::Any),
    ("BOOLEAN", Type::Boolean),
    ("INTEGER", Type::Integer),
    ("FLOAT", Type::Float),
    ("NUMBER", Type::Number),
    ("STRING", Type::String),
    ("DATE", Type::Date),
    ("LOCALTIME", Type::LocalTime),
    ("TIME", Type::Time),
    ("LOCALDATETIME", Type::LocalDateTime),
    ("DATETIME", Type::DateTime),
    ("DURATION", Type::Duration),
    ("NODE", Type::Node),
    ("RELATIONSHIP", Type::Relationship),
    ("PATH", Type::Path),
    ("LIST", Type::List),
    ("MAP", Type::Map),
];

impl Signature {
    /// How many arguments have no default.
    pub fn needed(&self) -> usize {
        self.arguments.iter().filter(|argument| argument.default.is_none()).count()
    }

    /// The position of a result.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.yields.iter().position(|one| &*one.name == name)
    }

    /// The values that a call passes: each of its argument's type, those that were left out by their defaults.
    pub fn complete(&self, given: Vec<Value>) -> Result<Vec<Value>, Error> {
        if given.len() > self.arguments.len() || given.len() < self.needed() {
            let (procedure, signature) = (Name::clone(&self.name), self.to_string());
            return Err(Error::ArgumentCount { procedure, found: given.len(), signature });
        }
        let mut given = given.into_iter();
        let mut all = Vec::with_capacity(self.arguments.len());
        for argument in &self.arguments {
            let value = match (given.next(), &argument.default) {
                (Some(value), _) => self.fit(argument, value)?,
                (None, default) => default.clone().unwrap_or(Value::Null),
            };
            all.push(value);
        }
        Ok(all)
    }

    /// The value as one of the argument's type.
    fn fit(&self, argument: &Argument, value: Value) -> Result<Value, Error> {
        match (argument.kind, value) {
            (Type::Float, Value::Integer(integer)) => Ok(Value::Float(integer as f64)),
            (_, value) if argument.takes(value.type_of()) => Ok(value),
            (_, value) => Err(Error::Argument {
                procedure: Name::clone(&self.name),
                argument: Name::clone(&argument.name),
                expected: argument.kind.name(),
                found: value.type_of().name(),
                signature: self.to_string(),
            }),
        }
    }
}

impl Argument {
    /// Whether a value of this type, as far as analysis knows it, may be passed. An integer passes for a float.
    pub fn takes(&self, given: Type) -> bool {
        match (self.kind, given) {
            (_, Type::Null) => self.nullable,
            (_, Type::Any)
            | (Type::Any, _)
            | (Type::Number | Type::Float, Type::Integer | Type::Float | Type::Number)
            | (Type::Integer, Type::Number) => true,
            (kind, given) => kind == given,
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.name)?;
        for (index, Argument { name, kind, nullable, default }) in self.arguments.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{name}")?;
            if let Some(value) = default {
                write!(f, " = {value}")?;
            }
            write!(f, " :: {}", Typed(*kind, *nullable))?;
        }
        f.write_str(") :: (")?;
        for (index, Yield { name, kind, nullable }) in self.yields.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{name} :: {}", Typed(*kind, *nullable))?;
        }
        f.write_str(")")
    }
}

/// A type as signatures name it.
pub(super) struct Typed(pub(super) Type, pub(super) bool);

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = TYPES.iter().find(|(_, kind)| *kind == self.0).map_or("ANY", |(name, _)| name);
        write!(f, "{name}{}", if self.1 { "?" } else { "" })
    }
}

impl FromStr for Signature {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let wrong = |reason| Unreadable { reason, text: text.to_owned() };
        let (name, rest) = text.split_once('(').ok_or_else(|| wrong("no `(` after the name"))?;
        let name = name.trim();
        if name.split('.').any(|part| !is_name(part)) {
            return Err(wrong("no name"));
        }
        let (arguments, rest) = rest.split_once(')').ok_or_else(|| wrong("no `)` after the arguments"))?;
        let results = rest.trim().strip_prefix("::").ok_or_else(|| wrong("no `::` before the results"))?.trim();
        let arguments = fields(arguments).map(argument).collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        let last_needed = arguments.iter().rposition(|argument| argument.default.is_none());
        if arguments.iter().take(last_needed.unwrap_or(0)).any(|argument| argument.default.is_some()) {
            return Err(wrong("an argument without a default after one with it"));
        }
        let yields = if results == "VOID" {
            Vec::new()
        } else {
            let inner = results.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            let inner = inner.ok_or_else(|| wrong("no parentheses around the results"))?;
            fields(inner).map(result).collect::<Result<Vec<_>, _>>().map_err(wrong)?
        };
        Ok(Self { name: name.into(), arguments, yields })
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_') && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// What stands between commas; nothing of an empty text.
fn fields(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(move |_| !text.trim().is_empty())
}

fn argument(text: &str) -> Result<Argument, &'static str> {
    let (name, typed) = text.split_once("::").ok_or("an argument without `::` and a type")?;
    let (name, default) = match name.split_once('=') {
        None => (name.trim(), None),
        Some((name, value)) => (name.trim(), Some(constant(value.trim())?)),
    };
    let (kind, nullable) = type_of(typed)?;
    if is_name(name) { Ok(Argument { name: name.into(), kind, nullable, default }) } else { Err("an argument without a name") }
}

fn result(text: &str) -> Result<Yield, &'static str> {
    let (name, typed) = text.split_once("::").ok_or("a result without `::` and a type")?;
    let (kind, nullable) = type_of(typed)?;
    let name = name.trim();
    if is_name(name) { Ok(Yield { name: name.into(), kind, nullable }) } else { Err("a result without a name") }
}

/// A default: null, a truth value, a number, a text or an empty map.
fn constant(text: &str) -> Result<Value, &'static str> {
    let quoted = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).filter(|inner| !inner.contains(['\'', '\\']));
    match text {
        "null" => Ok(Value::Null),
        "true" => Ok(Value::Boolean(true)),
        "false" => Ok(Value::Boolean(false)),
        "{}" => Ok(Value::Map(std::sync::Arc::default())),
        _ => quoted
            .map(Value::string)
            .or_else(|| text.parse().ok().map(Value::Integer))
            .or_else(|| text.parse().ok().map(Value::Float))
            .ok_or("a default that is no plain value"),
    }
}

/// A type, and whether it may be null. What a list holds is not kept.
fn type_of(text: &str) -> Result<(Type, bool), &'static str> {
    let text = text.trim();
    let head = text.split_once(|c: char| c == '<' || c.is_whitespace()).map_or(text, |(head, _)| head);
    let is_list = head.trim_end_matches('?').eq_ignore_ascii_case("LIST");
    let (name, nullable) =
        if is_list { ("LIST", text.ends_with('?') || head.ends_with('?')) } else { (text.trim_end_matches('?'), text.ends_with('?')) };
    let found = TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, kind)| (*kind, nullable)).ok_or("an unknown type")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Signature {
        text.parse().unwrap()
    }

    #[test]
    fn signatures_are_written_as_they_are_read() {
        for text in [
            "test.doNothing() :: ()",
            "test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, country_code :: INTEGER?)",
            "graph.near(node :: NODE, k = 3 :: INTEGER, config = {} :: MAP?) :: (node :: NODE, score :: FLOAT)",
        ] {
            assert_eq!(read(text).to_string(), text);
        }
        assert_eq!(read("f(a::LIST<STRING>?) :: VOID").arguments[0].kind, Type::List);
        assert_eq!(read("f( ) :: (x :: LIST? OF ANY?)").yields[0].kind, Type::List);
    }

    #[test]
    fn what_is_no_signature_says_why() {
        for (text, reason) in [
            ("f", "no `(` after the name"),
            ("1(a :: INTEGER) :: ()", "no name"),
            ("f(a :: INTEGER", "no `)` after the arguments"),
            ("f(a :: INTEGER)", "no `::` before the results"),
            ("f(a) :: ()", "an argument without `::` and a type"),
            ("f(a :: WORD) :: ()", "an unknown type"),
            ("f(a = 1 :: INTEGER, b :: INTEGER) :: ()", "an argument without a default after one with it"),
            ("f() :: x", "no parentheses around the results"),
        ] {
            assert_eq!(text.parse::<Signature>().unwrap_err().reason, reason, "{text}");
        }
    }

    #[test]
    fn arguments_are_completed_and_fitted() {
        let signature = read("f(a :: FLOAT?, k = 3 :: INTEGER) :: ()");
        assert_eq!(signature.complete(vec![Value::Integer(42)]).unwrap(), [Value::Float(42.0), Value::Integer(3)]);
        assert_eq!(signature.complete(vec![Value::Null]).unwrap(), [Value::Null, Value::Integer(3)]);
        assert!(matches!(signature.complete(vec![]), Err(Error::ArgumentCount { found: 0, .. })));
        assert!(matches!(signature.complete(vec![Value::Boolean(true)]), Err(Error::Argument { .. })));
        assert!(matches!(signature.complete(vec![Value::Null, Value::Null]), Err(Error::Argument { .. })));
    }
}
