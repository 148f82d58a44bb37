//! A column of a batch: one typed vector.

use std::sync::Arc;

use super::Error;
use crate::graph::Dictionary;
use crate::text::Name;
use crate::value::{NodeId, RelationshipId, Value, bytes_beyond, text_bytes};

/// The origin of a value that is null because there is no row.
pub const NOWHERE: u32 = u32::MAX;

/// What stands in the place of a relationship that is null.
pub const NO_RELATIONSHIP: RelationshipId = RelationshipId { kind: crate::value::TypeId(0), local: 0 };

/// Which values of a vector are there; the rest is null.
#[derive(Clone, Debug, Default)]
pub enum Validity {
    /// All of them: kernels have a loop without a test for this.
    #[default]
    All,
    /// Those whose entry is true; as long as the vector.
    Some(Arc<Vec<bool>>),
}

impl Validity {
    /// From one entry per value; `All` where every entry is true.
    pub fn new(entries: Vec<bool>) -> Self {
        if entries.iter().all(|&valid| valid) { Self::All } else { Self::Some(Arc::new(entries)) }
    }

    /// Whether the value at `index` is there.
    pub fn is_valid(&self, index: usize) -> bool {
        match self {
            Self::All => true,
            Self::Some(entries) => entries.get(index).copied().unwrap_or(false),
        }
    }

    /// The validity of the values at `origins`, in that order.
    #[must_use]
    pub fn gather(&self, origins: &[u32]) -> Self {
        match self {
            Self::All => Self::All,
            Self::Some(entries) => Self::new(origins.iter().map(|&row| entries[row as usize]).collect()),
        }
    }
}

/// Values of one type. What stands at an invalid place has no meaning.
#[derive(Clone, Debug)]
pub struct Vector<T> {
    /// One value per row of the batch.
    pub values: Arc<Vec<T>>,
    /// Which are not null.
    pub validity: Validity,
}

impl<T: Clone> Vector<T> {
    /// A vector without nulls.
    pub fn new(values: Vec<T>) -> Self {
        Self { values: Arc::new(values), validity: Validity::All }
    }

    /// A vector whose valid entries are given by `valid`, as long as `values`.
    pub fn with_validity(values: Vec<T>, valid: Vec<bool>) -> Self {
        Self { values: Arc::new(values), validity: Validity::new(valid) }
    }

    /// The value at `row` unless it is null.
    pub fn get(&self, row: usize) -> Option<&T> {
        if self.validity.is_valid(row) { self.values.get(row) } else { None }
    }

    fn gather_or_null(&self, origins: &[u32], filler: T) -> Self {
        let value = |&row: &u32| if row == NOWHERE { filler.clone() } else { self.values[row as usize].clone() };
        let valid = |&row: &u32| row != NOWHERE && self.validity.is_valid(row as usize);
        Self::with_validity(origins.iter().map(value).collect(), origins.iter().map(valid).collect())
    }

    fn gather(&self, origins: &[u32]) -> Self {
        let values = origins.iter().map(|&row| self.values[row as usize].clone()).collect();
        Self { values: Arc::new(values), validity: self.validity.gather(origins) }
    }
}

/// A column: as long as its batch has rows, and cheap to clone. The variant is the type that is known of all of its
/// values; a column whose values have no common type is `Value`.
#[derive(Clone, Debug)]
pub enum Column {
    /// The same value in every row.
    Constant(Value),
    /// Nodes.
    Node(Vector<NodeId>),
    /// Relationships.
    Relationship(Vector<RelationshipId>),
    /// Truth values.
    Boolean(Vector<bool>),
    /// Integers.
    Integer(Vector<i64>),
    /// Floats.
    Float(Vector<f64>),
    /// Texts.
    Text(Vector<Arc<str>>),
    /// Texts, by their codes in a dictionary of the graph.
    Code(Vector<u32>, Arc<Dictionary>),
    /// Anything, null included.
    Value(Arc<Vec<Value>>),
}

impl Column {
    /// Nodes without nulls.
    pub fn nodes(nodes: Vec<NodeId>) -> Self {
        Self::Node(Vector::new(nodes))
    }

    /// Relationships without nulls.
    pub fn relationships(relationships: Vec<RelationshipId>) -> Self {
        Self::Relationship(Vector::new(relationships))
    }

    /// Integers without nulls.
    pub fn integers(integers: Vec<i64>) -> Self {
        Self::Integer(Vector::new(integers))
    }

    /// Truth values without nulls.
    pub fn booleans(booleans: Vec<bool>) -> Self {
        Self::Boolean(Vector::new(booleans))
    }

    /// Any values.
    pub fn values(values: Vec<Value>) -> Self {
        Self::Value(Arc::new(values))
    }

    /// Any values, as a column of their type if they have one and none is null.
    pub fn typed(values: Vec<Value>) -> Self {
        fn all<T: Clone>(values: &[Value], get: impl Fn(&Value) -> Option<T>) -> Option<Vector<T>> {
            values.iter().map(get).collect::<Option<Vec<T>>>().map(Vector::new)
        }
        let typed = match values.first() {
            Some(Value::Node(_)) => all(&values, |value| if let Value::Node(node) = value { Some(*node) } else { None }).map(Self::Node),
            Some(Value::Integer(_)) => {
                all(&values, |value| if let Value::Integer(integer) = value { Some(*integer) } else { None }).map(Self::Integer)
            }
            Some(Value::Float(_)) => {
                all(&values, |value| if let Value::Float(float) = value { Some(*float) } else { None }).map(Self::Float)
            }
            Some(Value::String(_)) => {
                all(&values, |value| if let Value::String(text) = value { Some(Arc::clone(text)) } else { None }).map(Self::Text)
            }
            _ => None,
        };
        typed.unwrap_or_else(|| Self::values(values))
    }

    /// The value at `row`; null outside of the column.
    pub fn value(&self, row: usize) -> Value {
        match self {
            Self::Constant(value) => Some(value.clone()),
            Self::Node(vector) => vector.get(row).map(|&node| Value::Node(node)),
            Self::Relationship(vector) => vector.get(row).map(|&relationship| Value::Relationship(relationship)),
            Self::Boolean(vector) => vector.get(row).map(|&truth| Value::Boolean(truth)),
            Self::Integer(vector) => vector.get(row).map(|&integer| Value::Integer(integer)),
            Self::Float(vector) => vector.get(row).map(|&float| Value::Float(float)),
            Self::Text(vector) => vector.get(row).map(|text| Value::String(Arc::clone(text))),
            Self::Code(codes, dictionary) => {
                codes.get(row).and_then(|&code| dictionary.get(code)).map(|text| Value::String(Arc::clone(text)))
            }
            Self::Value(values) => values.get(row).cloned(),
        }
        .unwrap_or(Value::Null)
    }

    /// Whether the value at `row` is null.
    pub fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Constant(value) => value.is_null(),
            Self::Node(vector) => !vector.validity.is_valid(row),
            Self::Relationship(vector) => !vector.validity.is_valid(row),
            Self::Boolean(vector) => !vector.validity.is_valid(row),
            Self::Integer(vector) => !vector.validity.is_valid(row),
            Self::Float(vector) => !vector.validity.is_valid(row),
            Self::Text(vector) => !vector.validity.is_valid(row),
            Self::Code(codes, _) => !codes.validity.is_valid(row),
            Self::Value(values) => values.get(row).is_none_or(Value::is_null),
        }
    }

    /// The integer at `row` as an index: what a column of row numbers holds.
    pub fn index(&self, row: usize) -> usize {
        match self {
            Self::Integer(vector) => vector.values[row] as usize,
            Self::Constant(Value::Integer(number)) => *number as usize,
            _ => 0,
        }
    }

    /// The node at `row`, none for null; an error that names the variable where it is anything else.
    pub fn node(&self, row: usize, variable: &Name) -> Result<Option<NodeId>, Error> {
        match self {
            Self::Node(vector) => Ok(vector.get(row).copied()),
            _ => match self.value(row) {
                Value::Node(node) => Ok(Some(node)),
                Value::Null => Ok(None),
                other => Err(Error::NotANode { variable: Name::clone(variable), found: other.type_of().name() }),
            },
        }
    }

    /// The same values, with texts in place of codes.
    #[must_use]
    pub fn decoded(&self) -> Self {
        let Self::Code(codes, dictionary) = self else { return self.clone() };
        let empty: Arc<str> = Arc::from("");
        let values = codes.values.iter().map(|&code| Arc::clone(dictionary.get(code).unwrap_or(&empty))).collect();
        Self::Text(Vector { values: Arc::new(values), validity: codes.validity.clone() })
    }

    /// The text at `row`, in a column of texts.
    pub fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(vector) => vector.get(row).map(|text| &**text),
            Self::Code(codes, dictionary) => codes.get(row).map(|&code| dictionary.text(code)),
            _ => None,
        }
    }

    /// The values at `origins`, in that order; an origin may stand there several times.
    #[must_use]
    pub fn gather(&self, origins: &[u32]) -> Self {
        match self {
            Self::Constant(value) => Self::Constant(value.clone()),
            Self::Node(vector) => Self::Node(vector.gather(origins)),
            Self::Relationship(vector) => Self::Relationship(vector.gather(origins)),
            Self::Boolean(vector) => Self::Boolean(vector.gather(origins)),
            Self::Integer(vector) => Self::Integer(vector.gather(origins)),
            Self::Float(vector) => Self::Float(vector.gather(origins)),
            Self::Text(vector) => Self::Text(vector.gather(origins)),
            Self::Code(codes, dictionary) => Self::Code(codes.gather(origins), Arc::clone(dictionary)),
            Self::Value(values) => Self::Value(Arc::new(origins.iter().map(|&row| values[row as usize].clone()).collect())),
        }
    }

    /// As [`Column::gather`], with null for each origin that is `NOWHERE`.
    #[must_use]
    pub fn gather_or_null(&self, origins: &[u32]) -> Self {
        if !origins.contains(&NOWHERE) {
            return self.gather(origins);
        }
        match self {
            Self::Node(vector) => Self::Node(vector.gather_or_null(origins, NodeId(0))),
            Self::Relationship(vector) => Self::Relationship(vector.gather_or_null(origins, NO_RELATIONSHIP)),
            Self::Boolean(vector) => Self::Boolean(vector.gather_or_null(origins, false)),
            Self::Integer(vector) => Self::Integer(vector.gather_or_null(origins, 0)),
            Self::Float(vector) => Self::Float(vector.gather_or_null(origins, 0.0)),
            Self::Text(vector) => Self::Text(vector.gather_or_null(origins, Arc::from(""))),
            Self::Code(codes, dictionary) => Self::Code(codes.gather_or_null(origins, 0), Arc::clone(dictionary)),
            Self::Constant(_) | Self::Value(_) => {
                let value = |&row: &u32| if row == NOWHERE { Value::Null } else { self.value(row as usize) };
                Self::values(origins.iter().map(value).collect())
            }
        }
    }

    /// Roughly how many bytes the column takes with `rows` rows. What several values share is counted in equal parts.
    pub fn bytes(&self, rows: usize) -> u64 {
        let each = match self {
            Self::Constant(value) => return size_of::<Value>() as u64 + bytes_beyond(value),
            Self::Node(_) | Self::Code(..) => 4,
            Self::Relationship(_) | Self::Integer(_) | Self::Float(_) => 8,
            Self::Boolean(_) => 1,
            Self::Text(_) => size_of::<Arc<str>>(),
            Self::Value(_) => size_of::<Value>(),
        };
        (each * rows) as u64 + self.beyond(0..rows)
    }

    /// Roughly how many bytes the values at `rows` take beyond their own places.
    pub fn beyond(&self, mut rows: impl Iterator<Item = usize>) -> u64 {
        match self {
            Self::Text(vector) => rows.map(|row| text_bytes(&vector.values[row])).sum(),
            Self::Value(values) => {
                // One value for many rows one after the other is looked at once.
                let mut last: Option<(&Value, u64)> = None;
                let bytes = |row: usize| match (&values[row], last) {
                    (Value::List(items), Some((Value::List(before), bytes))) if Arc::ptr_eq(items, before) => bytes,
                    (value, _) => last.insert((value, bytes_beyond(value))).1,
                };
                rows.map(bytes).sum()
            }
            // What is shared by all rows is there already.
            Self::Constant(value) => rows.next().map_or(0, |_| bytes_beyond(value)),
            _ => 0,
        }
    }
}
