//! Columns of typed values while they are filled from text.

use super::guess::boolean;
use crate::graph::{Texts, Values};
use crate::schema::{PropertyType, Scalar};
use crate::value::{Date, Value, read_literal, unstorable};

/// A column that grows by one value a record.
#[derive(Debug)]
pub(in crate::load) struct Filling {
    store: Store,
    kind: PropertyType,
    /// The type that the values must have, where the texts could be of another.
    required: Option<PropertyType>,
    length: usize,
    /// Which values count; made at the first that does not.
    valid: Option<Vec<bool>>,
    /// Whether any value counts.
    any: bool,
}

#[derive(Debug)]
enum Store {
    Boolean(Vec<bool>),
    Integer(Vec<i64>),
    Float(Vec<f64>),
    Date(Vec<Date>),
    Text(Texts),
    Any(Vec<Value>),
}

impl Filling {
    pub(in crate::load) fn new(kind: PropertyType, required: Option<PropertyType>) -> Self {
        let store = match (kind.list, kind.scalar) {
            (false, Scalar::Boolean) => Store::Boolean(Vec::new()),
            (false, Scalar::Integer) => Store::Integer(Vec::new()),
            (false, Scalar::Float) => Store::Float(Vec::new()),
            (false, Scalar::Date) => Store::Date(Vec::new()),
            (false, Scalar::String) => Store::Text(Texts::default()),
            _ => Store::Any(Vec::new()),
        };
        Self { store, kind, required, length: 0, valid: None, any: false }
    }

    /// Appends a value; false, and a missing value, if the text is not of the column's type.
    pub(in crate::load) fn push(&mut self, text: &str) -> bool {
        if text.is_empty() {
            self.push_missing();
            return true;
        }
        let fits = match &mut self.store {
            Store::Text(texts) => {
                texts.push(text);
                true
            }
            Store::Boolean(values) => put(values, boolean(text.trim())),
            Store::Integer(values) => put(values, integer(text)),
            Store::Float(values) => put(values, float(text)),
            Store::Date(values) => put(values, text.trim().parse().ok()),
            Store::Any(values) => put(values, value(self.kind, text).filter(|value| fits(self.required, value))),
        };
        if fits {
            self.any = true;
            self.length += 1;
            if let Some(valid) = &mut self.valid {
                valid.push(true);
            }
        } else {
            self.push_missing();
        }
        fits
    }

    pub(in crate::load) fn push_missing(&mut self) {
        match &mut self.store {
            Store::Boolean(values) => values.push(false),
            Store::Integer(values) => values.push(0),
            Store::Float(values) => values.push(0.0),
            Store::Date(values) => values.push(Date(0)),
            Store::Text(texts) => texts.push(""),
            Store::Any(values) => values.push(Value::Null),
        }
        let length = self.length;
        self.valid.get_or_insert_with(|| vec![true; length]).push(false);
        self.length += 1;
    }

    /// The values; none if all are missing.
    pub(in crate::load) fn finish(self) -> Option<Values> {
        let values = match self.store {
            Store::Boolean(values) => Values::Boolean(values, self.valid),
            Store::Integer(values) => Values::Integer(values, self.valid),
            Store::Float(values) => Values::Float(values, self.valid),
            Store::Date(values) => Values::Date(values, self.valid),
            Store::Text(texts) => Values::Text(texts, self.valid),
            Store::Any(values) => Values::Any(values),
        };
        self.any.then_some(values)
    }
}

/// Whether a value is of the type that it must have, if there is one.
pub(in crate::load) fn fits(required: Option<PropertyType>, value: &Value) -> bool {
    required.is_none_or(|kind| kind.admits(value))
}

fn put<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
    value.map(|value| values.push(value)).is_some()
}

/// An integer, as generously as a stated type allows: spaces around it, a plus, leading zeros.
pub(in crate::load) fn integer(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

/// A number, also `NaN` and `Infinity`, which exports write.
fn float(text: &str) -> Option<f64> {
    let text = text.trim();
    let number: f64 = text.parse().ok()?;
    // Digits that overflow to infinity have lost their value.
    (number.is_finite() || text.trim_start_matches(['-', '+']).starts_with(|first: char| first.is_alphabetic())).then_some(number)
}

/// The value that a text is in a type; none if it is none. The text is not empty.
pub(in crate::load) fn value(kind: PropertyType, text: &str) -> Option<Value> {
    if !kind.list {
        return scalar(kind.scalar, text);
    }
    let items = text.split(';').map(str::trim).filter(|item| !item.is_empty());
    let items = items.map(|item| scalar(kind.scalar, item)).collect::<Option<Vec<Value>>>()?;
    Some(Value::list(items)).filter(|list| unstorable(list).is_none())
}

fn scalar(kind: Scalar, text: &str) -> Option<Value> {
    if kind == Scalar::String {
        return Some(Value::string(text));
    }
    let text = text.trim();
    match kind {
        Scalar::String => None,
        // A null is a missing value, which has no text.
        Scalar::Any => read_literal(text).filter(|value| !value.is_null() && unstorable(value).is_none()),
        Scalar::Boolean => boolean(text).map(Value::Boolean),
        Scalar::Integer => integer(text).map(Value::Integer),
        Scalar::Float => float(text).map(Value::Float),
        Scalar::Date => text.parse().ok().map(Value::Date),
        Scalar::LocalTime => text.parse().ok().map(Value::LocalTime),
        Scalar::Time => text.parse().ok().map(Value::Time),
        Scalar::LocalDateTime => text.parse().ok().map(Value::LocalDateTime),
        Scalar::DateTime => text.parse().ok().map(|time| Value::DateTime(std::sync::Arc::new(time))),
        Scalar::Duration => text.parse().ok().map(|duration| Value::Duration(std::sync::Arc::new(duration))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(kind: &str, texts: &[&str]) -> (Vec<Value>, Vec<bool>) {
        let mut filling = Filling::new(kind.parse().unwrap(), None);
        let all_fit = texts.iter().map(|text| filling.push(text)).collect();
        let values = filling.finish().map_or(Vec::new(), |values| (0..values.len()).map(|index| values.get(index)).collect());
        (values, all_fit)
    }

    #[test]
    fn values_of_each_type() {
        assert_eq!(filled("int", &["1", "", " 007 ", "x"]).0, [Value::Integer(1), Value::Null, Value::Integer(7), Value::Null]);
        assert_eq!(filled("int", &["1", "9223372036854775808"]).1, [true, false]);
        assert_eq!(filled("double", &["1", "2.5", "1e999", "-Infinity"]).1, [true, true, false, true]);
        assert_eq!(filled("bool", &["true", "yes"]).1, [true, false]);
        assert_eq!(filled("string[]", &["a; b;;"]).0, [Value::list([Value::string("a"), Value::string("b")])]);
        assert_eq!(filled("int[]", &["1;x"]).1, [false]);
        assert_eq!(filled("date", &["1970-01-02"]).0, [Value::Date(Date(1))]);
        for (kind, text) in [
            ("localtime", "09:30:00"),
            ("time", "09:30:00+01:00"),
            ("localdatetime", "2008-05-01T09:30:00"),
            ("datetime", "2008-05-01T09:30:00Z"),
            ("duration", "P15D"),
        ] {
            assert_eq!(filled(kind, &[text, "soon"]).1, [true, false], "{kind}");
        }
        assert_eq!(filled("string", &["", ""]).0, []);
        assert_eq!(
            filled("any", &["''", "1", "", "a"]),
            (vec![Value::string(""), Value::Integer(1), Value::Null, Value::Null], vec![true, true, true, false])
        );
    }
}
