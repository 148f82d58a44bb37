//! Making pages of values: each gets the narrowest type that holds all of it.

use std::collections::HashSet;
use std::sync::Arc;

use super::column::{Column, Data, Stored};
use super::page::{Bits, PAGE, set_bit};
use super::values::{Values, counts};
use crate::value::{Date, Type, Value};

/// A dictionary may have this many texts however few texts the column has.
const SMALL_DICTIONARY: u64 = 256;

/// An array over a whole page, which slots of it count, and how many.
type Gathered<T> = Option<(Box<[T; PAGE]>, Option<Box<Bits>>, u32)>;

/// An array over a whole page, filled from `get`, with its validity and the number of values.
fn gather<T: Clone>(filler: &T, get: impl Fn(usize) -> Option<T>) -> Gathered<T> {
    let mut values = Vec::with_capacity(PAGE);
    let mut bits: Bits = [0; PAGE / 64];
    let mut count = 0;
    for slot in 0..PAGE {
        let value = get(slot);
        if value.is_some() {
            set_bit(&mut bits, slot);
            count += 1;
        }
        values.push(value.unwrap_or_else(|| filler.clone()));
    }
    if count == 0 {
        return None;
    }
    let valid = (count < PAGE as u32).then(|| Box::new(bits));
    Some((values.into_boxed_slice().try_into().ok()?, valid, count))
}

fn booleans(get: impl Fn(usize) -> Option<bool>) -> Option<Stored> {
    let (values, valid, count) = gather(&false, get)?;
    Some(Stored { data: Data::Boolean(values), valid, count })
}

fn integers(get: impl Fn(usize) -> Option<i64>) -> Option<Stored> {
    let (min, max) = (0..PAGE).filter_map(&get).fold((i64::MAX, i64::MIN), |(min, max), value| (min.min(value), max.max(value)));
    let (values, valid, count) = gather(&0, get)?;
    Some(Stored { data: Data::Integer { values, min, max }, valid, count })
}

fn floats(get: impl Fn(usize) -> Option<f64>) -> Option<Stored> {
    // `min` and `max` of floats pass over NaN.
    let (min, max) =
        (0..PAGE).filter_map(&get).fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), value| (min.min(value), max.max(value)));
    let (values, valid, count) = gather(&0.0, get)?;
    Some(Stored { data: Data::Float { values, min, max }, valid, count })
}

fn dates(get: impl Fn(usize) -> Option<Date>) -> Option<Stored> {
    let (min, max) =
        (0..PAGE).filter_map(&get).fold((Date(i64::MAX), Date(i64::MIN)), |(min, max), value| (min.min(value), max.max(value)));
    let (values, valid, count) = gather(&Date(0), get)?;
    Some(Stored { data: Data::Date { values, min, max }, valid, count })
}

/// Texts become codes while the dictionary stays under half of the column's texts.
fn texts<'v>(column: &Column, get: impl Fn(usize) -> Option<&'v str>, shared: impl Fn(usize) -> Arc<str>) -> Option<Stored> {
    let dictionary = &column.dictionary;
    let known: Vec<Option<u32>> = (0..PAGE).map(|slot| get(slot).and_then(|text| dictionary.find(text))).collect();
    let fresh: HashSet<&str> = (0..PAGE).filter(|&slot| known[slot].is_none()).filter_map(&get).collect();
    let rows = column.texts + (0..PAGE).filter(|&slot| get(slot).is_some()).count() as u64;
    let distinct = u64::from(dictionary.len()) + fresh.len() as u64;
    // A page whose texts are all known stays readable by code, whatever the rest of the column does.
    if fresh.is_empty() || distinct <= SMALL_DICTIONARY.max(rows / 2) {
        let codes: Option<Vec<Option<u32>>> = (0..PAGE)
            .map(|slot| match (known[slot], get(slot)) {
                (None, Some(text)) => dictionary.intern(text).map(Some),
                (code, _) => Some(code),
            })
            .collect();
        if let Some(codes) = codes {
            let (values, valid, count) = gather(&0, |slot| codes[slot])?;
            return Some(Stored { data: Data::Code(values), valid, count });
        }
    }
    let (values, valid, count) = gather(&Arc::from(""), |slot| get(slot).map(|_| shared(slot)))?;
    Some(Stored { data: Data::Text(values), valid, count })
}

/// A page of any values, by slot; missing at the end is null.
pub(super) fn pack(column: &Column, values: &[Value]) -> Option<Stored> {
    let mut types = values.iter().filter(|value| !value.is_null()).map(Value::type_of);
    let first = types.next()?;
    let kind = if types.all(|kind| kind == first) { first } else { Type::Any };
    macro_rules! of {
        ($variant:ident) => {
            |slot: usize| match values.get(slot) {
                Some(Value::$variant(value)) => Some(*value),
                _ => None,
            }
        };
    }
    let text = |slot: usize| match values.get(slot) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    match kind {
        Type::Boolean => booleans(of!(Boolean)),
        Type::Integer => integers(of!(Integer)),
        Type::Float => floats(of!(Float)),
        Type::Date => dates(of!(Date)),
        Type::String => texts(column, |slot| text(slot).map(|text| &**text), |slot| text(slot).cloned().unwrap_or_default()),
        _ => {
            let (values, _, count) = gather(&Value::Null, |slot| values.get(slot).filter(|value| !value.is_null()).cloned())?;
            Some(Stored { data: Data::Generic(values), valid: None, count })
        }
    }
}

/// A page of raw values: `position` gives the place of a slot's value among them.
pub(super) fn pack_run(column: &Column, values: &Values, position: impl Fn(usize) -> Option<usize>) -> Option<Stored> {
    macro_rules! of {
        ($values:ident, $valid:ident) => {
            |slot| position(slot).filter(|&index| counts($valid, index)).and_then(|index| $values.get(index).copied())
        };
    }
    match values {
        Values::Boolean(values, valid) => booleans(of!(values, valid)),
        Values::Integer(values, valid) => integers(of!(values, valid)),
        Values::Float(values, valid) => floats(of!(values, valid)),
        Values::Date(values, valid) => dates(of!(values, valid)),
        Values::Text(list, valid) => {
            let get = |slot| position(slot).filter(|&index| index < list.len() && counts(valid, index)).map(|index| list.get(index));
            texts(column, get, |slot| get(slot).map(Arc::from).unwrap_or_default())
        }
        Values::Any(values) => {
            let page: Vec<Value> =
                (0..PAGE).map(|slot| position(slot).and_then(|index| values.get(index).cloned()).unwrap_or(Value::Null)).collect();
            pack(column, &page)
        }
    }
}
