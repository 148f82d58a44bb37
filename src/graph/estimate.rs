//! Estimates of how many values a property has, from a sample of pages.

use std::collections::BTreeMap;
use std::hash::RandomState;
use std::sync::Arc;

use super::bitmap::{BitPage, members};
use super::column::Column;
use super::index::hash_key;
use super::label::Labels;
use super::page::{Bits, PAGE};
use super::statistics::PropertyEstimate;
use crate::value::{KeyId, LabelId};

/// Pages of a label that are looked at.
const SAMPLE: usize = 4;

/// Estimates for every label and every property that its nodes have.
pub(super) fn estimate(labels: &Labels, columns: &BTreeMap<KeyId, Arc<Column>>) -> BTreeMap<(LabelId, KeyId), PropertyEstimate> {
    let hasher = RandomState::new();
    let mut estimates = BTreeMap::new();
    for (label, nodes) in labels.all() {
        let pages: Vec<usize> = (0..nodes.pages()).filter(|&page| *nodes.page(page) != BitPage::Empty).collect();
        let sample: Vec<usize> = if pages.len() <= SAMPLE {
            pages
        } else {
            (0..SAMPLE).map(|number| pages[number * (pages.len() - 1) / (SAMPLE - 1)]).collect()
        };
        for (&key, column) in columns {
            let mut seen = 0_u64;
            let mut hashes = Vec::new();
            for &page in &sample {
                let bits: &Bits = match nodes.page(page) {
                    BitPage::Empty => continue,
                    BitPage::Full => &[u64::MAX; PAGE / 64],
                    BitPage::Some(bits) => bits,
                };
                let values = column.page(page);
                for slot in members(bits, 0) {
                    seen += 1;
                    if values.has(slot) {
                        hashes.push(hash_key(&hasher, &values.value(slot)));
                    }
                }
            }
            if !hashes.is_empty() {
                estimates.insert((label, key), extrapolate(&mut hashes, seen, nodes.count()));
            }
        }
    }
    estimates
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
