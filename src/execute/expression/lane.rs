//! Loops over one or two typed inputs, each a vector or one value for all rows.

use std::sync::Arc;

use super::rows::Rows;
use crate::execute::{Validity, Vector};

/// One input of a typed loop. What it gives for a row without a value has no meaning.
pub(super) trait Lane {
    /// What it gives.
    type Item: Copy;
    /// The item of a row.
    fn at(&self, row: usize) -> Self::Item;
    /// Which rows have a value.
    fn validity(&self) -> &Validity;
}

/// A vector.
pub(super) struct Many<'a, T>(pub(super) &'a Vector<T>);

impl<T: Copy> Lane for Many<'_, T> {
    type Item = T;

    fn at(&self, row: usize) -> T {
        self.0.values[row]
    }

    fn validity(&self) -> &Validity {
        &self.0.validity
    }
}

/// A vector of texts.
pub(super) struct Texts<'a>(pub(super) &'a Vector<Arc<str>>);

impl<'a> Lane for Texts<'a> {
    type Item = &'a str;

    fn at(&self, row: usize) -> &'a str {
        &self.0.values[row]
    }

    fn validity(&self) -> &Validity {
        &self.0.validity
    }
}

/// One value for all rows.
pub(super) struct One<T>(pub(super) T);

impl<T: Copy> Lane for One<T> {
    type Item = T;

    fn at(&self, _: usize) -> T {
        self.0
    }

    fn validity(&self) -> &Validity {
        &Validity::All
    }
}

/// Where both inputs have a value.
fn both(left: &Validity, right: &Validity) -> Validity {
    match (left, right) {
        (Validity::All, other) | (other, Validity::All) => other.clone(),
        (Validity::Some(a), Validity::Some(b)) => Validity::Some(Arc::new(a.iter().zip(b.iter()).map(|(a, b)| *a && *b).collect())),
    }
}

/// A vector from a function that has a value for whatever it is given.
pub(super) fn zip<A: Lane, B: Lane, T: Clone + Default>(
    rows: Rows<'_>,
    left: &A,
    right: &B,
    apply: impl Fn(A::Item, B::Item) -> T,
) -> Vector<T> {
    let values = match rows {
        Rows::All(count) => (0..count).map(|row| apply(left.at(row), right.at(row))).collect(),
        Rows::Some(count, selected) => {
            let mut values = vec![T::default(); count];
            for &row in selected {
                values[row as usize] = apply(left.at(row as usize), right.at(row as usize));
            }
            values
        }
    };
    Vector { values: Arc::new(values), validity: both(left.validity(), right.validity()) }
}

/// A vector from a function that may fail; it is called only where both inputs have a value.
pub(super) fn try_zip<A: Lane, B: Lane, T: Clone + Default, E>(
    rows: Rows<'_>,
    left: &A,
    right: &B,
    apply: impl Fn(A::Item, B::Item) -> Result<T, E>,
) -> Result<Vector<T>, E> {
    let validity = both(left.validity(), right.validity());
    let mut values = vec![T::default(); rows.length()];
    for row in rows.iter() {
        if validity.is_valid(row) {
            values[row] = apply(left.at(row), right.at(row))?;
        }
    }
    Ok(Vector { values: Arc::new(values), validity })
}
