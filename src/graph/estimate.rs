//! Estimates of how many values a property has, from a sample of pages.

use std::collections::BTreeMap;
use std::sync::Arc;

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

/// Estimates for every label and every property that its nodes have.
pub(super) fn estimate(labels: &Labels, columns: &BTreeMap<KeyId, Arc<Column>>) -> BTreeMap<(LabelId, KeyId), PropertyEstimate> {
    // Fixed seeds: two loads of the same data print the same estimates.
    let hasher = RandomState::with_seeds(1, 2, 3, 4);
    let mut estimates = BTreeMap::new();
    for (label, nodes) in labels.all() {
        let sample = sample(nodes);
        let seen = sample.iter().map(|(_, bits)| members(bits, 0).count() as u64).sum();
        for (&key, column) in columns {
            let mut hashes = Vec::new();
            for (page, bits) in &sample {
                let values = column.page(*page);
                let Some(bits) = present(&values, bits) else { continue };
                hashes.extend(members(&bits, 0).map(|slot| match values {
                    // A code stands for its text, and needs no hash to be told from others.
                    Page::Code { codes, .. } => u64::from(codes[slot]),
                    _ => hash_key(&hasher, &values.value(slot)),
                }));
            }
            if !hashes.is_empty() {
                estimates.insert((label, key), extrapolate(&mut hashes, seen, nodes.count()));
            }
        }
    }
    estimates
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

/// Some pages of a set, spread evenly, with its members there.
fn sample(nodes: &Bitmap) -> Vec<(usize, Bits)> {
    let pages: Vec<usize> = (0..nodes.pages()).filter(|&page| *nodes.page(page) != BitPage::Empty).collect();
    let count = pages.len().min(SAMPLE);
    let chosen = (0..count).map(|number| pages[number * (pages.len() - 1) / (count - 1).max(1)]);
    let bits = |page: usize| match nodes.page(page) {
        BitPage::Empty => [0; PAGE / 64],
        BitPage::Full => [u64::MAX; PAGE / 64],
        BitPage::Some(bits) => **bits,
    };
    chosen.map(|page| (page, bits(page))).collect()
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
