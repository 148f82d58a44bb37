//! Estimates of how many values a property has, from a sample of pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use ahash::RandomState;

use super::bitmap::{BitPage, Bitmap, members};
use super::column::{Column, Page, Validity};
use super::index::hash_key;
use super::label::Labels;
use super::page::{Bits, PAGE, set_bit};
use super::statistics::PropertyEstimate;
use crate::value::{KeyId, LabelId};

/// Pages of a label that are looked at.
const SAMPLE: usize = 4;

/// Estimates by label and property. Each is made when it is first asked for: a question needs few of them, and one that a
/// program starts for waits for what it does not need.
#[derive(Clone, Default)]
pub struct Estimates(Arc<Source>);

/// What estimates are made from, and those that were made.
#[derive(Default)]
struct Source {
    samples: BTreeMap<LabelId, Sample>,
    /// Only with the pages of the samples, so that no others are kept from being given back.
    columns: BTreeMap<KeyId, Column>,
    made: RwLock<BTreeMap<(LabelId, KeyId), Option<PropertyEstimate>>>,
}

/// Some pages of a label, with its nodes there.
struct Sample {
    pages: Vec<(usize, Bits)>,
    /// The nodes in these pages.
    seen: u64,
    /// All nodes of the label.
    nodes: u64,
}

impl Estimates {
    /// Estimates for every label and every property that its nodes have.
    pub(super) fn of(labels: &Labels, columns: &BTreeMap<KeyId, Arc<Column>>) -> Self {
        let samples: BTreeMap<LabelId, Sample> = labels.all().map(|(label, nodes)| (label, Sample::of(nodes))).collect();
        let pages: BTreeSet<usize> = samples.values().flat_map(|sample| &sample.pages).map(|(page, _)| *page).collect();
        let columns = columns.iter().map(|(&key, column)| (key, column.only(&pages))).collect();
        Self(Arc::new(Source { samples, columns, made: RwLock::default() }))
    }

    /// The estimate for a property within a label, if any of the label's nodes seems to have it.
    pub fn get(&self, label: LabelId, key: KeyId) -> Option<PropertyEstimate> {
        let known = self.0.made.read().unwrap_or_else(PoisonError::into_inner).get(&(label, key)).copied();
        known.unwrap_or_else(|| {
            let estimate = self.0.estimate(label, key);
            self.0.made.write().unwrap_or_else(PoisonError::into_inner).insert((label, key), estimate);
            estimate
        })
    }

    /// All estimates.
    fn all(&self) -> BTreeMap<(LabelId, KeyId), PropertyEstimate> {
        let given = self.0.made.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect::<Vec<_>>();
        let pairs = self.0.samples.keys().flat_map(|&label| self.0.columns.keys().map(move |&key| (label, key)));
        pairs.chain(given).filter_map(|(label, key)| Some(((label, key), self.get(label, key)?))).collect()
    }
}

/// Estimates that are given.
impl From<BTreeMap<(LabelId, KeyId), PropertyEstimate>> for Estimates {
    fn from(given: BTreeMap<(LabelId, KeyId), PropertyEstimate>) -> Self {
        let made = RwLock::new(given.into_iter().map(|(place, estimate)| (place, Some(estimate))).collect());
        Self(Arc::new(Source { made, ..Source::default() }))
    }
}

impl PartialEq for Estimates {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.all() == other.all()
    }
}

impl fmt::Debug for Estimates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.all().fmt(f)
    }
}

impl Source {
    fn estimate(&self, label: LabelId, key: KeyId) -> Option<PropertyEstimate> {
        let (sample, column) = (self.samples.get(&label)?, self.columns.get(&key)?);
        // Fixed seeds: two loads of the same data print the same estimates.
        let hasher = RandomState::with_seeds(1, 2, 3, 4);
        let mut hashes = Vec::new();
        for (page, bits) in &sample.pages {
            let values = column.page(*page);
            let Some(bits) = present(&values, bits) else { continue };
            hashes.extend(members(&bits, 0).map(|slot| match values {
                // A code stands for its text, and needs no hash to be told from others.
                Page::Code { codes, .. } => u64::from(codes[slot]),
                _ => hash_key(&hasher, &values.value(slot)),
            }));
        }
        (!hashes.is_empty()).then(|| extrapolate(&mut hashes, sample.seen, sample.nodes))
    }
}

impl Sample {
    /// Some pages of a set, spread evenly, with its members there.
    fn of(nodes: &Bitmap) -> Self {
        let pages: Vec<usize> = (0..nodes.pages()).filter(|&page| *nodes.page(page) != BitPage::Empty).collect();
        let count = pages.len().min(SAMPLE);
        let chosen = (0..count).map(|number| pages[number * (pages.len() - 1) / (count - 1).max(1)]);
        let bits = |page: usize| match nodes.page(page) {
            BitPage::Empty => [0; PAGE / 64],
            BitPage::Full => [u64::MAX; PAGE / 64],
            BitPage::Some(bits) => **bits,
        };
        let pages: Vec<(usize, Bits)> = chosen.map(|page| (page, bits(page))).collect();
        let seen = pages.iter().map(|(_, bits)| members(bits, 0).count() as u64).sum();
        Self { pages, seen, nodes: nodes.count() }
    }
}

/// Those of a page's slots that have a value, if any has one.
fn present(page: &Page<'_>, slots: &Bits) -> Option<Bits> {
    let mut bits = *slots;
    match page.valid() {
        Some(Validity::All) => {}
        Some(Validity::Bits(valid)) => bits.iter_mut().zip(valid).for_each(|(word, valid)| *word &= valid),
        None => {
            bits = [0; PAGE / 64];
            members(slots, 0).filter(|&slot| page.has(slot)).for_each(|slot| set_bit(&mut bits, slot));
        }
    }
    bits.iter().any(|&word| word != 0).then_some(bits)
}

/// What a sample says about the whole. Values seen once stand for those not seen (the estimator of Charikar and
/// others).
fn extrapolate(hashes: &mut [u64], seen: u64, nodes: u64) -> PropertyEstimate {
    hashes.sort_unstable();
    let groups = || hashes.chunk_by(|left, right| left == right);
    let once = groups().filter(|group| group.len() == 1).count() as f64;
    let more = groups().count() as f64 - once;
    let scale = nodes as f64 / seen as f64;
    let values = hashes.len() as f64 * scale;
    PropertyEstimate { values, distinct: (more + once * scale.sqrt()).min(values) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Builder, Catalogue, Values};

    #[test]
    fn an_estimate_is_made_when_it_is_asked_for() {
        let mut builder = Builder::new(Arc::new(Catalogue::default()));
        let label = builder.catalogue().intern_label("A").unwrap();
        let key = builder.catalogue().intern_key("k").unwrap();
        let first = builder.add_nodes(&[label], 3000).unwrap();
        builder.set_node_values(key, first, Values::Integer((0..3000).map(|number| number % 7).collect(), None));
        let graph = builder.finish().unwrap();
        let estimates = graph.statistics().properties.clone();
        assert!(estimates.0.made.read().unwrap().is_empty());
        let estimate = PropertyEstimate { values: 3000.0, distinct: 7.0 };
        assert_eq!(estimates.get(label, key), Some(estimate));
        assert_eq!(estimates.get(LabelId(9), key), None);
        assert_eq!(estimates, Estimates::from(BTreeMap::from([((label, key), estimate)])));
        assert_ne!(estimates, Estimates::default());
    }
}
