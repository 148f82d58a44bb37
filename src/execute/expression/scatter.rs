//! Properties of entities that stand anywhere, as the far ends of an expansion do: the pages of the column are looked up once for
//! a batch, so that each row costs an access to its page and no more.

use std::sync::Arc;

use super::rows::Rows;
use super::run::{Stores, stored};
use crate::execute::{Column, Vector};
use crate::graph::{Column as Stored, Graph, PAGE, Page, Validity, split};
use crate::value::KeyId;

/// Where one entity stands: page and slot.
type Place = (usize, usize);

/// The property of each row; none where the entities are of several types or may be null, the pages are of several types or of
/// one that has no vector, or there are more pages than rows.
pub(super) fn load<T: Stores>(graph: &Graph, entities: &Vector<T>, key: KeyId, rows: Rows<'_>) -> Option<Column> {
    let values = &entities.values[..];
    let kind = values.get(rows.iter().next()?)?.place().0;
    let column = stored(graph, kind, key)?;
    let mixed = || rows.iter().any(|row| values[row].place().0 != kind);
    if !matches!(entities.validity, crate::execute::Validity::All) || column.pages() > rows.count() || mixed() {
        return None;
    }
    let place = |row: usize| split(values[row].place().1);
    match (0..column.pages()).map(|page| column.page(page)).find(|page| !matches!(page, Page::Absent))? {
        Page::Integer { .. } => {
            let of = |page| if let Page::Integer { values, valid, .. } = page { Some((values, valid)) } else { None };
            gather(column, of, rows, place, 0).map(Column::Integer)
        }
        Page::Float { .. } => {
            let of = |page| if let Page::Float { values, valid, .. } = page { Some((values, valid)) } else { None };
            gather(column, of, rows, place, 0.0).map(Column::Float)
        }
        Page::Boolean { .. } => {
            let of = |page| if let Page::Boolean { values, valid } = page { Some((values, valid)) } else { None };
            gather(column, of, rows, place, false).map(Column::Boolean)
        }
        Page::Code { .. } => {
            let of = |page| if let Page::Code { codes, valid, .. } = page { Some((codes, valid)) } else { None };
            gather(column, of, rows, place, 0).map(|codes| Column::Code(codes, Arc::clone(column.dictionary())))
        }
        _ => None,
    }
}

/// The values at some places of a column whose pages are all of one type.
fn gather<'g, V: Copy + 'g>(
    column: &'g Stored,
    of: impl Fn(Page<'g>) -> Option<(&'g [V; PAGE], Validity<'g>)>,
    rows: Rows<'_>,
    place: impl Fn(usize) -> Place,
    filler: V,
) -> Option<Vector<V>> {
    let absent = ([filler; PAGE], [0; PAGE / 64]);
    let mut pages = Vec::with_capacity(column.pages());
    for page in (0..column.pages()).map(|page| column.page(page)) {
        pages.push(if matches!(page, Page::Absent) { (&absent.0, Validity::Bits(&absent.1)) } else { of(page)? });
    }
    let mut values = vec![filler; rows.length()];
    let mut missing = false;
    for row in rows.iter() {
        let (page, slot) = place(row);
        let Some((stored, valid)) = pages.get(page) else {
            missing = true;
            continue;
        };
        values[row] = stored[slot];
        missing |= !valid.has(slot);
    }
    if !missing {
        return Some(Vector::new(values));
    }
    let mut valid = vec![false; rows.length()];
    for row in rows.iter() {
        let (page, slot) = place(row);
        valid[row] = pages.get(page).is_some_and(|(_, valid)| valid.has(slot));
    }
    Some(Vector::with_validity(values, valid))
}
