//! Dictionaries of texts: they only grow, and snapshots share them.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use ahash::RandomState;
use hashbrown::HashTable;

/// Entries of the first block; each block doubles.
const FIRST: u32 = 32;

/// Enough doubling blocks for every 32-bit code.
const BLOCKS: usize = 27;

type Block = Box<[OnceLock<Arc<str>>]>;

/// The distinct texts of one property. A code is the number of a text in order of arrival, and says nothing
/// about order. Reading a text takes no lock; a text stays when the transaction that brought it is rolled back.
#[derive(Debug, Default)]
pub struct Dictionary {
    blocks: [OnceLock<Block>; BLOCKS],
    count: AtomicU32,
    codes: RwLock<HashTable<u32>>,
    hasher: RandomState,
}

fn place(code: u32) -> (usize, usize) {
    let shifted = u64::from(code) + u64::from(FIRST);
    let block = shifted.ilog2() - FIRST.ilog2();
    (block as usize, (shifted - (u64::from(FIRST) << block)) as usize)
}

impl Dictionary {
    /// How many texts it has; codes are below.
    pub fn len(&self) -> u32 {
        self.count.load(Ordering::Acquire)
    }

    /// Whether it has no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<&Arc<str>> {
        let (block, offset) = place(code);
        self.blocks.get(block)?.get()?.get(offset)?.get()
    }

    /// The text of a code; empty for a code that is not of this dictionary.
    pub fn text(&self, code: u32) -> &str {
        self.get(code).map_or("", |text| text)
    }

    /// The code of a text, if it has one.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.find_hashed(self.hasher.hash_one(text), text)
    }

    /// The code of a text, added if it is new; none when all codes are taken. `shared` gives the text to keep.
    pub(super) fn intern(&self, text: &str, shared: impl FnOnce() -> Arc<str>) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.find_hashed(hash, text).or_else(|| self.add(hash, shared()))
    }

    fn find_hashed(&self, hash: u64, text: &str) -> Option<u32> {
        let codes = self.codes.read().unwrap_or_else(PoisonError::into_inner);
        codes.find(hash, |&code| self.text(code) == text).copied()
    }

    fn add(&self, hash: u64, text: Arc<str>) -> Option<u32> {
        let mut codes = self.codes.write().unwrap_or_else(PoisonError::into_inner);
        // Another writer may have been faster between the two locks.
        if let Some(&code) = codes.find(hash, |&code| self.text(code) == &*text) {
            return Some(code);
        }
        let code = self.len();
        let next = code.checked_add(1)?;
        let (block, offset) = place(code);
        let block = self.blocks.get(block)?.get_or_init(|| {
            let size = (FIRST as usize) << block;
            std::iter::repeat_with(OnceLock::new).take(size).collect()
        });
        block.get(offset)?.set(text).ok()?;
        self.count.store(next, Ordering::Release);
        codes.insert_unique(hash, code, |&code| self.hasher.hash_one(self.text(code)));
        Some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_their_texts() {
        let dictionary = Dictionary::default();
        for number in 0..1000 {
            let text = number.to_string();
            assert_eq!(dictionary.intern(&text, || Arc::from(&*text)), Some(number));
        }
        assert_eq!(dictionary.find("999"), Some(999));
        assert_eq!(dictionary.text(31), "31");
        assert_eq!(dictionary.text(32), "32");
        assert_eq!(dictionary.get(1000), None);
    }
}
