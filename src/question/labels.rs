//! Which labels can belong to one node: decides which readings of a phrase are possible.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;

/// The sets of labels that nodes carry.
#[derive(Debug)]
pub(super) struct LabelSets {
    sets: Vec<BTreeSet<String>>,
    /// For each label the sets that hold it (bit per set).
    holders: BTreeMap<String, Vec<u64>>,
}

impl LabelSets {
    /// The label sets of a graph.
    pub(super) fn new(graph: &Graph) -> Self {
        let labels = graph.label_sets();
        let catalogue = graph.catalogue();
        let names = |code: usize| labels.set(code as u32).iter().map(|label| catalogue.label_name(*label).to_string()).collect();
        let sets: Vec<BTreeSet<String>> = (0..labels.sets()).map(names).collect();
        let mut holders = BTreeMap::new();
        for (number, set) in sets.iter().enumerate() {
            for label in set {
                holders.entry(label.clone()).or_insert_with(|| vec![0; sets.len().div_ceil(64)])[number / 64] |= 1 << (number % 64);
            }
        }
        Self { sets, holders }
    }

    /// How well nodes with the label `inner` fit where `outer` is expected: 3 the same label, 2 all of them carry it,
    /// 1 some may carry it, 0 none.
    fn fit_one(&self, inner: &str, outer: &str) -> u32 {
        if inner == outer {
            return 3;
        }
        let (Some(inner), Some(outer)) = (self.holders.get(inner), self.holders.get(outer)) else { return 0 };
        let pairs = || inner.iter().zip(outer);
        if pairs().all(|(inner, outer)| inner & !outer == 0) { 2 } else { u32::from(pairs().any(|(inner, outer)| inner & outer != 0)) }
    }

    /// The best fit of any of the labels; where nothing is expected, everything fits a little.
    pub(super) fn fit<S: AsRef<str>>(&self, inner: &[S], outer: &[String]) -> u32 {
        if outer.is_empty() {
            return 1;
        }
        let pairs = inner.iter().flat_map(|inner| outer.iter().map(move |outer| self.fit_one(inner.as_ref(), outer)));
        pairs.max().unwrap_or(0)
    }

    /// All sets.
    pub(super) fn sets(&self) -> impl Iterator<Item = &BTreeSet<String>> {
        self.sets.iter()
    }

    /// The sets that hold a label.
    pub(super) fn with<'s>(&'s self, label: &'s str) -> impl Iterator<Item = &'s BTreeSet<String>> {
        self.sets.iter().filter(move |set| set.contains(label))
    }
}
