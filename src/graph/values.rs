//! Columns of raw values, as loaders hand them over.

use crate::value::{Date, Value};

/// Which values of a vector count; none means all.
pub type Valid = Option<Vec<bool>>;

/// Texts one after the other in one buffer.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    buffer: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Appends a text.
    pub fn push(&mut self, text: &str) {
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A text by its position; none past the end.
    pub fn get(&self, index: usize) -> Option<&str> {
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.buffer.get(start..*self.ends.get(index)?)
    }
}

impl<T: AsRef<str>> FromIterator<T> for Texts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut all = Self::default();
        for text in texts {
            all.push(text.as_ref());
        }
        all
    }
}

/// Values of one property for a run of nodes or relationships. A missing value leaves what is there.
#[derive(Clone, Debug)]
pub enum Values {
    /// Truth values.
    Boolean(Vec<bool>, Valid),
    /// Integers.
    Integer(Vec<i64>, Valid),
    /// Floats.
    Float(Vec<f64>, Valid),
    /// Dates.
    Date(Vec<Date>, Valid),
    /// Texts.
    Text(Texts, Valid),
    /// Any values; null is missing.
    Any(Vec<Value>),
}

impl Values {
    /// How many there are, missing ones included.
    pub fn len(&self) -> usize {
        match self {
            Self::Boolean(values, _) => values.len(),
            Self::Integer(values, _) => values.len(),
            Self::Float(values, _) => values.len(),
            Self::Date(values, _) => values.len(),
            Self::Text(texts, _) => texts.len(),
            Self::Any(values) => values.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A value by its position; null if missing.
    pub fn get(&self, index: usize) -> Value {
        match self {
            Self::Boolean(values, valid) if counts(valid, index) => values.get(index).copied().map_or(Value::Null, Value::Boolean),
            Self::Integer(values, valid) if counts(valid, index) => values.get(index).copied().map_or(Value::Null, Value::Integer),
            Self::Float(values, valid) if counts(valid, index) => values.get(index).copied().map_or(Value::Null, Value::Float),
            Self::Date(values, valid) if counts(valid, index) => values.get(index).copied().map_or(Value::Null, Value::Date),
            Self::Text(texts, valid) if counts(valid, index) => texts.get(index).map_or(Value::Null, Value::string),
            Self::Any(values) => values.get(index).cloned().unwrap_or(Value::Null),
            _ => Value::Null,
        }
    }

    /// Whether there is a value at a position.
    pub(super) fn has(&self, index: usize) -> bool {
        match self {
            Self::Boolean(_, valid) | Self::Integer(_, valid) | Self::Float(_, valid) | Self::Date(_, valid) | Self::Text(_, valid) => {
                index < self.len() && counts(valid, index)
            }
            Self::Any(values) => values.get(index).is_some_and(|value| !value.is_null()),
        }
    }

    /// Appends values of the same kind; gives them back if the kinds differ.
    fn append(&mut self, more: Self) -> Option<Self> {
        let length = self.len();
        match (self, more) {
            (Self::Boolean(values, valid), Self::Boolean(new, new_valid)) => extend(values, valid, new, new_valid),
            (Self::Integer(values, valid), Self::Integer(new, new_valid)) => extend(values, valid, new, new_valid),
            (Self::Float(values, valid), Self::Float(new, new_valid)) => extend(values, valid, new, new_valid),
            (Self::Date(values, valid), Self::Date(new, new_valid)) => extend(values, valid, new, new_valid),
            (Self::Text(texts, valid), Self::Text(new, new_valid)) => {
                let shift = texts.buffer.len();
                join(valid, length, new_valid, new.len());
                texts.buffer.push_str(&new.buffer);
                texts.ends.extend(new.ends.into_iter().map(|end| end + shift));
            }
            (Self::Any(values), Self::Any(new)) => values.extend(new),
            (_, more) => return Some(more),
        }
        None
    }
}

fn extend<T>(values: &mut Vec<T>, valid: &mut Valid, new: Vec<T>, new_valid: Valid) {
    join(valid, values.len(), new_valid, new.len());
    values.extend(new);
}

fn join(valid: &mut Valid, length: usize, new: Valid, new_length: usize) {
    if valid.is_none() && new.is_none() {
        return;
    }
    let all = valid.get_or_insert_with(Vec::new);
    // A validity shorter than its values means the rest counts.
    all.resize(length, true);
    all.extend(new.unwrap_or_default());
    all.resize(length + new_length, true);
}

/// Whether the value at a position counts.
pub(super) fn counts(valid: &Valid, index: usize) -> bool {
    valid.as_ref().is_none_or(|valid| valid.get(index).copied().unwrap_or(true))
}

/// The runs of values given for one column, in order of arrival.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub(super) list: Vec<(u32, Values)>,
}

impl Runs {
    /// Adds a run of values for the ids from `first` on.
    pub(super) fn add(&mut self, first: u32, values: Values) {
        let Some((start, last)) = self.list.last_mut() else {
            self.list.push((first, values));
            return;
        };
        if start.checked_add(last.len() as u32) != Some(first) {
            self.list.push((first, values));
        } else if let Some(values) = last.append(values) {
            self.list.push((first, values));
        }
    }
}
