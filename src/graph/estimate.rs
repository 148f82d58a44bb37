//! Estimates of how many values a property has, from a sample of pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use ahash::RandomState;

use super::bitmap::{BitPage, Bitmap, members};
use super::column::{Column, Page};
use super::index::hash_key;
use super::label::Labels;
use super::page::PAGE;
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
        let seen = sample.iter().map(|(_, slots)| slots.len() as u64).sum();
        for (&key, column) in columns {
            let mut hashes = Vec::new();
            for (page, slots) in &sample {
                let values = column.page(*page);
                if !matches!(values, Page::Absent) {
                    let present = slots.iter().filter(|&&slot| values.has(slot));
                    hashes.extend(present.map(|&slot| match values {
                        // A code stands for its text.
                        Page::Code { codes, .. } => hasher.hash_one(codes[slot]),
                        _ => hash_key(&hasher, &values.value(slot)),
                    }));
                }
            }
            if !hashes.is_empty() {
                estimates.insert((label, key), extrapolate(&mut hashes, seen, nodes.count()));
            }
        }
    }
    estimates
}

/// Some pages of a set, spread evenly, with the slots of its members there.
fn sample(nodes: &Bitmap) -> Vec<(usize, Vec<usize>)> {
    let pages: Vec<usize> = (0..nodes.pages()).filter(|&page| *nodes.page(page) != BitPage::Empty).collect();
    let count = pages.len().min(SAMPLE);
    let chosen = (0..count).map(|number| pages[number * (pages.len() - 1) / (count - 1).max(1)]);
    let slots = |page: usize| match nodes.page(page) {
        BitPage::Empty => Vec::new(),
        BitPage::Full => (0..PAGE).collect(),
        BitPage::Some(bits) => members(bits, 0).collect(),
    };
    chosen.map(|page| (page, slots(page))).collect()
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
