//! Property columns: for each key, pages that have their own type.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::dictionary::Dictionary;
use super::page::{Bits, PAGE, bit, split};
use crate::value::{Date, Value};

/// Which slots of a page hold a value.
#[derive(Clone, Copy, Debug)]
pub enum Validity<'g> {
    /// Every slot: loops need no mask.
    All,
    /// Those whose bit is set.
    Bits(&'g Bits),
}

impl Validity<'_> {
    /// Whether a slot holds a value.
    pub fn has(&self, slot: usize) -> bool {
        match self {
            Self::All => true,
            Self::Bits(bits) => bit(bits, slot),
        }
    }
}

/// One page of a column, as kernels see it. Arrays span the whole page; slots that hold no value hold a filler.
#[derive(Clone, Copy, Debug)]
pub enum Page<'g> {
    /// No value.
    Absent,
    /// Truth values.
    Boolean {
        /// By slot.
        values: &'g [bool; PAGE],
        /// Which slots count.
        valid: Validity<'g>,
    },
    /// Integers.
    Integer {
        /// By slot.
        values: &'g [i64; PAGE],
        /// Which slots count.
        valid: Validity<'g>,
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// Floats.
    Float {
        /// By slot.
        values: &'g [f64; PAGE],
        /// Which slots count.
        valid: Validity<'g>,
        /// Smallest number; NaN is left out of account, positive infinity if there is nothing else.
        min: f64,
        /// Largest number; NaN is left out of account, negative infinity if there is nothing else.
        max: f64,
    },
    /// Dates.
    Date {
        /// By slot.
        values: &'g [Date; PAGE],
        /// Which slots count.
        valid: Validity<'g>,
        /// Earliest.
        min: Date,
        /// Latest.
        max: Date,
    },
    /// Texts as codes of a dictionary.
    Code {
        /// By slot.
        codes: &'g [u32; PAGE],
        /// Which slots count.
        valid: Validity<'g>,
        /// What the codes mean.
        dictionary: &'g Dictionary,
    },
    /// Texts that rarely repeat.
    Text {
        /// By slot.
        texts: &'g [Arc<str>; PAGE],
        /// Which slots count.
        valid: Validity<'g>,
    },
    /// Values of several types, or of a type without a page of its own; null where there is none.
    Generic {
        /// By slot.
        values: &'g [Value; PAGE],
    },
}

/// What a page holds.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Boolean(Box<[bool; PAGE]>),
    Integer { values: Box<[i64; PAGE]>, min: i64, max: i64 },
    Float { values: Box<[f64; PAGE]>, min: f64, max: f64 },
    Date { values: Box<[Date; PAGE]>, min: Date, max: Date },
    Code(Box<[u32; PAGE]>),
    Text(Box<[Arc<str>; PAGE]>),
    Generic(Box<[Value; PAGE]>),
}

/// A page as it is stored.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) data: Data,
    /// None if every slot holds a value, and for generic pages.
    pub(super) valid: Option<Box<Bits>>,
    pub(super) count: u32,
}

impl Stored {
    fn texts(&self) -> u64 {
        if matches!(self.data, Data::Code(_) | Data::Text(_)) { u64::from(self.count) } else { 0 }
    }

    fn view<'g>(&'g self, dictionary: &'g Dictionary) -> Page<'g> {
        let valid = self.valid.as_deref().map_or(Validity::All, Validity::Bits);
        match &self.data {
            Data::Boolean(values) => Page::Boolean { values, valid },
            Data::Integer { values, min, max } => Page::Integer { values, valid, min: *min, max: *max },
            Data::Float { values, min, max } => Page::Float { values, valid, min: *min, max: *max },
            Data::Date { values, min, max } => Page::Date { values, valid, min: *min, max: *max },
            Data::Code(codes) => Page::Code { codes, valid, dictionary },
            Data::Text(texts) => Page::Text { texts, valid },
            Data::Generic(values) => Page::Generic { values },
        }
    }
}

impl Page<'_> {
    /// The value of a slot; null where there is none.
    pub fn value(&self, slot: usize) -> Value {
        match self {
            Self::Boolean { values, valid } if valid.has(slot) => Value::Boolean(values[slot]),
            Self::Integer { values, valid, .. } if valid.has(slot) => Value::Integer(values[slot]),
            Self::Float { values, valid, .. } if valid.has(slot) => Value::Float(values[slot]),
            Self::Date { values, valid, .. } if valid.has(slot) => Value::Date(values[slot]),
            Self::Code { codes, valid, dictionary } if valid.has(slot) => {
                dictionary.get(codes[slot]).map_or(Value::Null, |text| Value::String(Arc::clone(text)))
            }
            Self::Text { texts, valid } if valid.has(slot) => Value::String(Arc::clone(&texts[slot])),
            Self::Generic { values } => values[slot].clone(),
            _ => Value::Null,
        }
    }

    /// Which slots hold a value, where the page knows it as a whole.
    pub(super) fn valid(&self) -> Option<Validity<'_>> {
        match self {
            Self::Boolean { valid, .. }
            | Self::Integer { valid, .. }
            | Self::Float { valid, .. }
            | Self::Date { valid, .. }
            | Self::Code { valid, .. }
            | Self::Text { valid, .. } => Some(*valid),
            Self::Absent | Self::Generic { .. } => None,
        }
    }

    /// Whether a slot holds a value.
    pub fn has(&self, slot: usize) -> bool {
        match self {
            Self::Generic { values } => !values[slot].is_null(),
            _ => self.valid().is_some_and(|valid| valid.has(slot)),
        }
    }
}

/// The values of one property, by node or by relationship of one type. Pages and the dictionary are shared
/// between snapshots.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub(super) pages: Vec<Option<Arc<Stored>>>,
    pub(super) dictionary: Arc<Dictionary>,
    pub(super) count: u64,
    /// How many of the values are texts.
    pub(super) texts: u64,
}

impl Column {
    /// How many values it holds.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many pages it has, up to the last one with a value.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// A page; pages past the end are absent.
    pub fn page(&self, page: usize) -> Page<'_> {
        match self.pages.get(page) {
            Some(Some(stored)) => stored.view(&self.dictionary),
            _ => Page::Absent,
        }
    }

    /// The value of a node or relationship; null where there is none.
    pub fn value(&self, index: u32) -> Value {
        let (page, slot) = split(index);
        self.page(page).value(slot)
    }

    /// The dictionary of its pages of codes.
    pub fn dictionary(&self) -> &Arc<Dictionary> {
        &self.dictionary
    }

    /// Only some of its pages, to look at their values.
    pub(super) fn only(&self, pages: &BTreeSet<usize>) -> Self {
        let kept = pages.iter().filter_map(|&page| Some((page, self.pages.get(page)?.as_ref()?)));
        let mut only = Self { dictionary: Arc::clone(&self.dictionary), ..Self::default() };
        for (page, stored) in kept {
            only.pages.resize(page, None);
            only.pages.push(Some(Arc::clone(stored)));
        }
        only
    }

    /// Puts a page in place of another.
    pub(super) fn put(&mut self, page: usize, stored: Option<Stored>) {
        if page >= self.pages.len() {
            if stored.is_none() {
                return;
            }
            self.pages.resize(page + 1, None);
        }
        let counts = |stored: Option<&Stored>| stored.map_or((0, 0), |stored| (u64::from(stored.count), stored.texts()));
        let (count, texts) = counts(stored.as_ref());
        let old = std::mem::replace(&mut self.pages[page], stored.map(Arc::new));
        let (old_count, old_texts) = counts(old.as_deref());
        self.count = self.count + count - old_count;
        self.texts = self.texts + texts - old_texts;
        while matches!(self.pages.last(), Some(None)) {
            self.pages.pop();
        }
    }
}
