//! Sets of node ids, paged, with a tag for pages that are all or nothing.

use std::sync::Arc;

use super::page::{Bits, PAGE, bit, first_of, split};
use crate::value::NodeId;

/// The members of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BitPage {
    /// No id of the page.
    #[default]
    Empty,
    /// Every id of the page.
    Full,
    /// Those whose bit is set: at least one, not all.
    Some(Arc<Bits>),
}

/// A set of node ids, shared page by page between snapshots.
#[derive(Clone, Debug, Default)]
pub struct Bitmap {
    pages: Vec<BitPage>,
    count: u64,
}

impl Bitmap {
    /// How many ids are in the set.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether the set holds an id.
    pub fn contains(&self, id: u32) -> bool {
        let (page, slot) = split(id);
        match self.pages.get(page) {
            None | Some(BitPage::Empty) => false,
            Some(BitPage::Full) => true,
            Some(BitPage::Some(bits)) => bit(bits, slot),
        }
    }

    /// A page of the set; pages past its end are empty.
    pub fn page(&self, page: usize) -> &BitPage {
        self.pages.get(page).unwrap_or(&BitPage::Empty)
    }

    /// How many pages there are, up to the last one that is not empty.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Adds an id.
    pub(super) fn insert(&mut self, id: u32) {
        self.change(id, true);
    }

    /// Takes an id out.
    pub(super) fn remove(&mut self, id: u32) {
        self.change(id, false);
    }

    fn change(&mut self, id: u32, member: bool) {
        if self.contains(id) == member {
            return;
        }
        let (number, slot) = split(id);
        if number >= self.pages.len() {
            self.pages.resize(number + 1, BitPage::Empty);
        }
        let page = &mut self.pages[number];
        let mut bits = match std::mem::take(page) {
            BitPage::Empty => Arc::new([0; PAGE / 64]),
            BitPage::Full => Arc::new([u64::MAX; PAGE / 64]),
            BitPage::Some(bits) => bits,
        };
        Arc::make_mut(&mut bits)[slot / 64] ^= 1 << (slot % 64);
        *page = if bits.iter().all(|&word| word == 0) {
            BitPage::Empty
        } else if bits.iter().all(|&word| word == u64::MAX) {
            BitPage::Full
        } else {
            BitPage::Some(bits)
        };
        self.count = if member { self.count + 1 } else { self.count - 1 };
    }

    /// Adds the ids `first..end`, none of which is in the set yet.
    pub(super) fn insert_run(&mut self, first: u32, end: u32) {
        let mut id = first;
        while id < end {
            let (number, slot) = split(id);
            if slot == 0 && end - id >= PAGE as u32 {
                self.pages.resize(self.pages.len().max(number + 1), BitPage::Empty);
                self.pages[number] = BitPage::Full;
                self.count += PAGE as u64;
                id += PAGE as u32;
            } else {
                self.insert(id);
                id += 1;
            }
        }
    }

    /// Appends members with id `from` or above, in order, until `out` holds `limit` more; says where to go on.
    pub fn scan(&self, from: u32, limit: usize, out: &mut Vec<NodeId>) -> Option<u32> {
        let stop = out.len().saturating_add(limit);
        let (mut number, mut slot) = split(from);
        while number < self.pages.len() {
            let base = first_of(number);
            match &self.pages[number] {
                BitPage::Empty => {}
                BitPage::Full => {
                    let take = (PAGE - slot).min(stop - out.len());
                    let first = base + slot as u32;
                    out.extend((first..first + take as u32).map(NodeId));
                    if take < PAGE - slot {
                        return Some(first + take as u32);
                    }
                }
                BitPage::Some(bits) => {
                    for id in members(bits, slot) {
                        if out.len() == stop {
                            return Some(base + id as u32);
                        }
                        out.push(NodeId(base + id as u32));
                    }
                }
            }
            (number, slot) = (number + 1, 0);
        }
        None
    }

    /// All members, in order.
    pub fn iter(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.pages.iter().enumerate().flat_map(|(number, page)| {
            let bits: &Bits = match page {
                BitPage::Empty => &[0; PAGE / 64],
                BitPage::Full => &[u64::MAX; PAGE / 64],
                BitPage::Some(bits) => bits,
            };
            members(bits, 0).map(move |slot| NodeId(first_of(number) + slot as u32))
        })
    }
}

/// The slots of set bits, from `slot` on.
pub(super) fn members(bits: &Bits, slot: usize) -> impl Iterator<Item = usize> + '_ {
    let first = slot / 64;
    bits.iter().enumerate().skip(first).flat_map(move |(number, &word)| {
        let mut rest = if number == first { word & (u64::MAX << (slot % 64)) } else { word };
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let found = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                number * 64 + found
            })
        })
    })
}
