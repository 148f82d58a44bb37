//! What a property allows: the rules that loading and writing share.

use super::{Property, PropertyType};
use crate::diagnose::did_you_mean;
use crate::value::Value;

/// What is wrong with the value of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breach {
    /// It is missing, and required.
    Missing,
    /// It is of another type than this.
    Type(PropertyType),
    /// It, or an item of it, is not among the values stated.
    Outside(String),
}

impl Property {
    /// What is wrong with a value, if anything.
    pub fn breach(&self, value: &Value) -> Option<Breach> {
        match value {
            Value::Null => self.required.then_some(Breach::Missing),
            _ if !self.kind.admits(value) => Some(Breach::Type(self.kind)),
            _ => self.outside(value).map(Breach::Outside),
        }
    }

    /// The first item of a value that is not among the values stated.
    pub fn outside(&self, value: &Value) -> Option<String> {
        if self.values.is_empty() {
            return None;
        }
        let items = if let Value::List(items) = value { &items[..] } else { std::slice::from_ref(value) };
        let known = |item: &&Value| matches!(item, Value::String(text) if self.values.iter().any(|value| **value == **text));
        items.iter().find(|item| !known(item)).map(|item| if let Value::String(text) = item { text.to_string() } else { item.to_string() })
    }

    /// What may stand in place of a value that is not among those stated.
    pub fn instead_of(&self, odd: &str) -> String {
        let known = || self.values.iter().map(String::as_str);
        did_you_mean(odd, known()).unwrap_or_else(|| format!("it may be {}", known().collect::<Vec<_>>().join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_there_of_its_type_and_among_those_stated() {
        let mut property = Property::of(PropertyType::STRING);
        assert_eq!(property.breach(&Value::Null), None);
        property.required = true;
        property.values = vec!["core".to_owned(), "key".to_owned()];
        assert_eq!(property.breach(&Value::Null), Some(Breach::Missing));
        assert_eq!(property.breach(&Value::Integer(1)), Some(Breach::Type(PropertyType::STRING)));
        assert_eq!(property.breach(&Value::string("cor")), Some(Breach::Outside("cor".to_owned())));
        assert_eq!(property.breach(&Value::string("core")), None);
        assert_eq!(property.instead_of("cor"), "did you mean `core`?");
        assert_eq!(property.instead_of("silver"), "it may be core, key");
        property.kind.list = true;
        assert_eq!(property.breach(&Value::list([Value::string("key"), Value::string("x")])), Some(Breach::Outside("x".to_owned())));
    }
}
