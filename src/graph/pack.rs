//! Making pages of values: each gets the narrowest type that holds all of it.

use std::collections::HashSet;
use std::mem::discriminant;
use std::ops::Range;
use std::sync::Arc;

use ahash::RandomState;

use super::bitmap::members;
use super::column::{Column, Data, Stored};
use super::page::{Bits, PAGE, set_bit};
use super::values::{Valid, Values, counts};
use crate::value::{Date, Type, Value};

/// A dictionary may have this many texts however few texts the column has.
const SMALL_DICTIONARY: usize = 256;

/// An array over a whole page, which slots of it count, and how many.
struct Gathered<T> {
    values: Box<[T; PAGE]>,
    valid: Option<Box<Bits>>,
    count: u32,
}

/// Values with their slots, which ascend; the rest of the page is filled up.
fn gather<T: Clone>(filler: &T, found: impl Iterator<Item = (usize, T)>) -> Option<Gathered<T>> {
    let mut values = vec![filler.clone(); PAGE];
    let mut bits: Bits = [0; PAGE / 64];
    let mut count = 0;
    for (slot, value) in found {
        values[slot] = value;
        set_bit(&mut bits, slot);
        count += 1;
    }
    if count == 0 {
        return None;
    }
    let valid = (count < PAGE as u32).then(|| Box::new(bits));
    Some(Gathered { values: values.into_boxed_slice().try_into().ok()?, valid, count })
}

/// The values of some slots with their slots.
fn found<T>(slots: Range<usize>, get: impl Fn(usize) -> Option<T>) -> impl Iterator<Item = (usize, T)> {
    slots.filter_map(move |slot| Some((slot, get(slot)?)))
}

impl<T: Copy> Gathered<T> {
    /// Folds the values that count.
    fn fold<A>(&self, start: A, join: impl Fn(A, T) -> A) -> A {
        match &self.valid {
            None => self.values.iter().copied().fold(start, join),
            Some(bits) => members(bits, 0).map(|slot| self.values[slot]).fold(start, join),
        }
    }
}

fn booleans(slots: Range<usize>, get: impl Fn(usize) -> Option<bool>) -> Option<Stored> {
    let Gathered { values, valid, count } = gather(&false, found(slots, get))?;
    Some(Stored { data: Data::Boolean(values), valid, count })
}

fn integers(slots: Range<usize>, get: impl Fn(usize) -> Option<i64>) -> Option<Stored> {
    let all = gather(&0, found(slots, get))?;
    let (min, max) = all.fold((i64::MAX, i64::MIN), |(min, max), value| (min.min(value), max.max(value)));
    Some(Stored { data: Data::Integer { values: all.values, min, max }, valid: all.valid, count: all.count })
}

fn floats(slots: Range<usize>, get: impl Fn(usize) -> Option<f64>) -> Option<Stored> {
    let all = gather(&0.0, found(slots, get))?;
    // `min` and `max` of floats pass over NaN.
    let (min, max) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), value| (min.min(value), max.max(value)));
    Some(Stored { data: Data::Float { values: all.values, min, max }, valid: all.valid, count: all.count })
}

fn dates(slots: Range<usize>, get: impl Fn(usize) -> Option<Date>) -> Option<Stored> {
    let all = gather(&Date(0), found(slots, get))?;
    let (min, max) = all.fold((Date(i64::MAX), Date(i64::MIN)), |(min, max), value| (min.min(value), max.max(value)));
    Some(Stored { data: Data::Date { values: all.values, min, max }, valid: all.valid, count: all.count })
}

/// Texts with their slots become codes while the dictionary stays under half of the column's texts.
fn texts<T: AsRef<str> + Copy>(column: &Column, found: &[(usize, T)], shared: impl Fn(T) -> Arc<str>) -> Option<Stored> {
    if let Some(codes) = codes(column, found, &shared) {
        let Gathered { values, valid, count } = gather(&0, found.iter().zip(codes).map(|(&(slot, _), code)| (slot, code)))?;
        return Some(Stored { data: Data::Code(values), valid, count });
    }
    let Gathered { values, valid, count } = gather(&Arc::from(""), found.iter().map(|&(slot, text)| (slot, shared(text))))?;
    Some(Stored { data: Data::Text(values), valid, count })
}

/// The codes of texts, or none if there are too many different ones.
fn codes<T: AsRef<str> + Copy>(column: &Column, found: &[(usize, T)], shared: impl Fn(T) -> Arc<str>) -> Option<Vec<u32>> {
    let dictionary = &column.dictionary;
    if dictionary.len() as usize + found.len() > SMALL_DICTIONARY {
        let rows = column.texts as usize + found.len();
        let most = SMALL_DICTIONARY.max(rows / 2);
        let mut fresh: HashSet<&str, RandomState> = HashSet::default();
        for (_, text) in found {
            let text = text.as_ref();
            // A page whose texts are all known stays readable by code, whatever the rest of the column does.
            if dictionary.find(text).is_none() && fresh.insert(text) && dictionary.len() as usize + fresh.len() > most {
                return None;
            }
        }
    }
    found.iter().map(|&(_, text)| dictionary.intern(text.as_ref(), || shared(text))).collect()
}

/// A page of any values, by slot; missing at the end is null.
pub(super) fn pack(column: &Column, values: &[Value]) -> Option<Stored> {
    let mut types = values.iter().filter(|value| !value.is_null()).map(Value::type_of);
    let first = types.next()?;
    let kind = if types.all(|kind| kind == first) { first } else { Type::Any };
    let slots = 0..values.len();
    macro_rules! of {
        ($variant:ident) => {
            |slot: usize| match &values[slot] {
                Value::$variant(value) => Some(*value),
                _ => None,
            }
        };
    }
    let text = |slot: usize| match &values[slot] {
        Value::String(text) => Some(text),
        _ => None,
    };
    match kind {
        Type::Boolean => booleans(slots, of!(Boolean)),
        Type::Integer => integers(slots, of!(Integer)),
        Type::Float => floats(slots, of!(Float)),
        Type::Date => dates(slots, of!(Date)),
        Type::String => texts(column, &found(slots, text).collect::<Vec<_>>(), Arc::clone),
        _ => {
            let Gathered { values, count, .. } =
                gather(&Value::Null, found(slots, |slot| Some(values[slot].clone()).filter(|value| !value.is_null())))?;
            Some(Stored { data: Data::Generic(values), valid: None, count })
        }
    }
}

/// A page of raw values of some slots: `place` names a slot's run among `runs` and the position there.
pub(super) fn pack_runs(
    column: &Column,
    runs: &[&Values],
    slots: Range<usize>,
    place: impl Fn(usize) -> Option<(usize, usize)>,
) -> Option<Stored> {
    macro_rules! of {
        ($variant:ident) => {{
            let lists: Vec<_> = runs
                .iter()
                .filter_map(|run| if let Values::$variant(values, valid) = run { Some((values, valid)) } else { None })
                .collect();
            move |slot| {
                let (run, position) = place(slot)?;
                let (values, valid): &(_, &Valid) = &lists[run];
                if counts(valid, position) { values.get(position) } else { None }
            }
        }};
    }
    let first = runs.first()?;
    match first {
        _ if runs.iter().any(|run| discriminant(*run) != discriminant(*first)) => pack(column, &values(runs, slots, place)),
        Values::Boolean(..) => booleans(slots, copied(of!(Boolean))),
        Values::Integer(..) => integers(slots, copied(of!(Integer))),
        Values::Float(..) => floats(slots, copied(of!(Float))),
        Values::Date(..) => dates(slots, copied(of!(Date))),
        Values::Text(..) => {
            let mut list = Vec::with_capacity(slots.len());
            list.extend(found(slots, of!(Text)));
            texts(column, &list, Arc::from)
        }
        Values::Any(_) => pack(column, &values(runs, slots, place)),
    }
}

fn copied<'v, T: Copy + 'v>(get: impl Fn(usize) -> Option<&'v T>) -> impl Fn(usize) -> Option<T> {
    move |slot| get(slot).copied()
}

/// The values of slots up to the last of some; null where there is none.
fn values(runs: &[&Values], slots: Range<usize>, place: impl Fn(usize) -> Option<(usize, usize)>) -> Vec<Value> {
    let value = |slot| place(slot).map_or(Value::Null, |(run, position)| runs[run].get(position));
    (0..slots.end).map(value).collect()
}
