//! The types that a schema can give to a property.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::value::{Type, Value};

/// The type of a property: a scalar, or a list of scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PropertyType {
    /// The type of the value, or of each item.
    pub scalar: Scalar,
    /// Whether the property holds a list. In CSV, items are separated by `;`.
    pub list: bool,
}

/// The type of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// Truth.
    Boolean,
    /// 64-bit integer.
    Integer,
    /// Double.
    Float,
    /// Text.
    String,
    /// Date.
    Date,
    /// Local time.
    LocalTime,
    /// Time with offset.
    Time,
    /// Local date and time.
    LocalDateTime,
    /// Date and time with zone.
    DateTime,
    /// Duration.
    Duration,
    /// Any value. In CSV it is written as a literal of the language (`'text'`, `date('2008-05-01')`, `['a;b', '']`), which
    /// says its type itself.
    Any,
}

/// Every name of a type: ours first, then those of other systems. Messages name the first of each.
pub(crate) const SCALARS: &[(&str, Scalar)] = &[
    ("string", Scalar::String),
    ("integer", Scalar::Integer),
    ("float", Scalar::Float),
    ("boolean", Scalar::Boolean),
    ("date", Scalar::Date),
    ("localtime", Scalar::LocalTime),
    ("time", Scalar::Time),
    ("localdatetime", Scalar::LocalDateTime),
    ("datetime", Scalar::DateTime),
    ("duration", Scalar::Duration),
    ("any", Scalar::Any),
    ("text", Scalar::String),
    ("char", Scalar::String),
    ("int", Scalar::Integer),
    ("long", Scalar::Integer),
    ("short", Scalar::Integer),
    ("byte", Scalar::Integer),
    ("double", Scalar::Float),
    ("bool", Scalar::Boolean),
];

impl Scalar {
    /// The type of its values.
    pub fn value_type(self) -> Type {
        match self {
            Self::Boolean => Type::Boolean,
            Self::Integer => Type::Integer,
            Self::Float => Type::Float,
            Self::String => Type::String,
            Self::Date => Type::Date,
            Self::LocalTime => Type::LocalTime,
            Self::Time => Type::Time,
            Self::LocalDateTime => Type::LocalDateTime,
            Self::DateTime => Type::DateTime,
            Self::Duration => Type::Duration,
            Self::Any => Type::Any,
        }
    }

    /// Its name in a schema.
    pub fn name(self) -> &'static str {
        if self == Self::Any { "any" } else { self.value_type().name() }
    }
}

impl PropertyType {
    /// A single text.
    pub const STRING: Self = Self::of(Scalar::String);

    /// Any value, a list too.
    pub const ANY: Self = Self::of(Scalar::Any);

    /// A single value of this type.
    pub const fn of(scalar: Scalar) -> Self {
        Self { scalar, list: false }
    }

    /// The type of its values.
    pub fn value_type(self) -> Type {
        if self.list { Type::List } else { self.scalar.value_type() }
    }

    /// The type of a value that a property can hold; of lists, if all items have one type. An empty list has that of any.
    pub fn of_value(value: &Value) -> Self {
        let scalar = |value: &Value| {
            let kind = value.type_of();
            SCALARS.iter().find(|(_, scalar)| scalar.value_type() == kind).map_or(Scalar::Any, |row| row.1)
        };
        let Value::List(items) = value else { return Self::of(scalar(value)) };
        let mut kinds = items.iter().map(scalar);
        match kinds.next() {
            Some(first) if first != Scalar::Any && kinds.all(|kind| kind == first) => Self { scalar: first, list: true },
            _ => Self::ANY,
        }
    }

    /// Whether a value is of the type. Null, which is no value, is.
    pub fn admits(self, value: &Value) -> bool {
        match value {
            _ if self.scalar == Scalar::Any => true,
            Value::Null => true,
            Value::List(items) => self.list && items.iter().all(|item| item.type_of() == self.scalar.value_type()),
            one => !self.list && one.type_of() == self.scalar.value_type(),
        }
    }
}

impl fmt::Display for PropertyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.scalar.name(), if self.list { "[]" } else { "" })
    }
}

/// A text that names no type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownType;

impl Serialize for PropertyType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for PropertyType {
    type Err = UnknownType;

    fn from_str(text: &str) -> Result<Self, UnknownType> {
        let (name, list) = text.strip_suffix("[]").map_or((text, false), |name| (name, true));
        let found = SCALARS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).ok_or(UnknownType)?;
        // What a list of anything holds is said by its literal.
        if list && found.1 == Scalar::Any { Err(UnknownType) } else { Ok(Self { scalar: found.1, list }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_several_names_and_print_as_one() {
        let read = |text: &str| text.parse::<PropertyType>().map(|kind| kind.to_string());
        assert_eq!(read("int"), Ok("integer".into()));
        assert_eq!(read("double[]"), Ok("float[]".into()));
        assert_eq!(read("number"), Err(UnknownType));
        assert_eq!(read("string[][]"), Err(UnknownType));
        assert_eq!(read("any"), Ok("any".into()));
        assert_eq!(read("any[]"), Err(UnknownType));
    }

    #[test]
    fn values_have_types() {
        let of = |value: Value| {
            let kind = PropertyType::of_value(&value);
            assert!(kind.admits(&value) && PropertyType::ANY.admits(&value));
            kind.to_string()
        };
        assert_eq!(of(Value::Integer(1)), "integer");
        assert_eq!(of(Value::list([Value::string("a")])), "string[]");
        assert_eq!(of(Value::list([Value::string("a"), Value::Integer(1)])), "any");
        assert_eq!(of(Value::list([])), "any");
        assert!(!PropertyType::STRING.admits(&Value::Integer(1)));
        assert!(!PropertyType::STRING.admits(&Value::list([])));
    }
}
