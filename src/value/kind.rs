//! The value type of the language.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, NodeId, Path, RelationshipId, Time};

/// A map value: keys in code point order, so that its text is the same on every run.
pub type Map = BTreeMap<Arc<str>, Value>;

/// Any value of the language, in at most 24 bytes. Entities are ids: they mean something together with a graph.
#[derive(Clone, Debug)]
pub enum Value {
    /// No value.
    Null,
    /// Truth.
    Boolean(bool),
    /// 64-bit integer; arithmetic that leaves its range is an error.
    Integer(i64),
    /// IEEE 754 double.
    Float(f64),
    /// Text.
    String(Arc<str>),
    /// Calendar date.
    Date(Date),
    /// Time of day without zone.
    LocalTime(LocalTime),
    /// Time of day with offset.
    Time(Time),
    /// Date and time without zone.
    LocalDateTime(LocalDateTime),
    /// Date and time with zone.
    DateTime(Arc<DateTime>),
    /// Months, days, seconds and nanoseconds.
    Duration(Arc<Duration>),
    /// Node.
    Node(NodeId),
    /// Relationship.
    Relationship(RelationshipId),
    /// Path.
    Path(Arc<Path>),
    /// List.
    List(Arc<[Value]>),
    /// Map.
    Map(Arc<Map>),
}

/// The type of a value, as far as analysis knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Nothing is known.
    Any,
    /// Only null.
    Null,
    /// Truth.
    Boolean,
    /// Integer.
    Integer,
    /// Float.
    Float,
    /// Integer or float.
    Number,
    /// Text.
    String,
    /// Date.
    Date,
    /// Local time.
    LocalTime,
    /// Time.
    Time,
    /// Local date and time.
    LocalDateTime,
    /// Date and time.
    DateTime,
    /// Duration.
    Duration,
    /// Node.
    Node,
    /// Relationship.
    Relationship,
    /// Path.
    Path,
    /// List of anything.
    List,
    /// Map.
    Map,
}

/// Identity: the same value of the same type, floats by their bits. It is what trees and tests compare by;
/// the language's own relations are `equals`, `equivalent` and `order`.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Integer(a), Self::Integer(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a.to_bits() == b.to_bits(),
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::LocalTime(a), Self::LocalTime(b)) => a == b,
            (Self::Time(a), Self::Time(b)) => a == b,
            (Self::LocalDateTime(a), Self::LocalDateTime(b)) => a == b,
            (Self::DateTime(a), Self::DateTime(b)) => a == b,
            (Self::Duration(a), Self::Duration(b)) => a == b,
            (Self::Node(a), Self::Node(b)) => a == b,
            (Self::Relationship(a), Self::Relationship(b)) => a == b,
            (Self::Path(a), Self::Path(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Map(a), Self::Map(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Value {}

impl Value {
    /// A text value.
    pub fn string(text: impl Into<Arc<str>>) -> Self {
        Self::String(text.into())
    }

    /// A list value.
    pub fn list(items: impl Into<Arc<[Self]>>) -> Self {
        Self::List(items.into())
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value's own type.
    pub fn type_of(&self) -> Type {
        match self {
            Self::Null => Type::Null,
            Self::Boolean(_) => Type::Boolean,
            Self::Integer(_) => Type::Integer,
            Self::Float(_) => Type::Float,
            Self::String(_) => Type::String,
            Self::Date(_) => Type::Date,
            Self::LocalTime(_) => Type::LocalTime,
            Self::Time(_) => Type::Time,
            Self::LocalDateTime(_) => Type::LocalDateTime,
            Self::DateTime(_) => Type::DateTime,
            Self::Duration(_) => Type::Duration,
            Self::Node(_) => Type::Node,
            Self::Relationship(_) => Type::Relationship,
            Self::Path(_) => Type::Path,
            Self::List(_) => Type::List,
            Self::Map(_) => Type::Map,
        }
    }
}

/// Values of one type as values of any.
macro_rules! value_from {
    ($($type:ident),+) => {
        $(impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$type(value.into())
            }
        })+
    };
}

value_from!(Date, LocalTime, Time, LocalDateTime, DateTime, Duration);

impl Type {
    /// The name used in messages and signatures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Number => "number",
            Self::String => "string",
            Self::Date => "date",
            Self::LocalTime => "localtime",
            Self::Time => "time",
            Self::LocalDateTime => "localdatetime",
            Self::DateTime => "datetime",
            Self::Duration => "duration",
            Self::Node => "node",
            Self::Relationship => "relationship",
            Self::Path => "path",
            Self::List => "list",
            Self::Map => "map",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_fits_in_24_bytes() {
        assert!(size_of::<Value>() <= 24);
    }
}
