//! Where the columns of a plan's operator stand in its batches.

use crate::text::Name;

/// The names of a batch's columns, in order. The types stand in the columns themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    names: Vec<Name>,
}

impl Layout {
    /// Columns of these names.
    pub fn new(names: impl IntoIterator<Item = Name>) -> Self {
        Self { names: names.into_iter().collect() }
    }

    /// The position of a column.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|other| &**other == name)
    }

    /// Whether there is such a column.
    pub fn contains(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// Adds a column at the end.
    pub fn push(&mut self, name: Name) {
        self.names.push(name);
    }

    /// Adds columns at the end.
    pub fn extend(&mut self, names: impl IntoIterator<Item = Name>) {
        self.names.extend(names);
    }

    /// The names, in order.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// How many columns.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are no columns.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
