//! Which labels can belong to one node: decides which readings of a phrase are possible.

use std::collections::BTreeSet;

use crate::graph::Graph;

/// The sets of labels that nodes carry.
#[derive(Debug)]
pub(super) struct LabelSets {
    sets: Vec<BTreeSet<String>>,
}

impl LabelSets {
    /// The label sets of a graph.
    pub(super) fn new(graph: &Graph) -> Self {
        let labels = graph.label_sets();
        let catalogue = graph.catalogue();
        let names = |code: usize| labels.set(code as u32).iter().map(|label| catalogue.label_name(*label).to_string()).collect();
        Self { sets: (0..labels.sets()).map(names).collect() }
    }

    /// How well nodes with the label `inner` fit where `outer` is expected: 3 the same label, 2 all of them carry it,
    /// 1 some may carry it, 0 none.
    fn fit_one(&self, inner: &str, outer: &str) -> u32 {
        if inner == outer {
            return 3;
        }
        let mut with = self.sets.iter().filter(|set| set.contains(inner)).peekable();
        if with.peek().is_none() {
            return 0;
        }
        let (mut all, mut some) = (true, false);
        for set in with {
            let carries = set.contains(outer);
            all &= carries;
            some |= carries;
        }
        if all { 2 } else { u32::from(some) }
    }

    /// The best fit of any of the labels; where nothing is expected, everything fits a little.
    pub(super) fn fit<S: AsRef<str>>(&self, inner: &[S], outer: &[String]) -> u32 {
        if outer.is_empty() {
            return 1;
        }
        let pairs = inner.iter().flat_map(|inner| outer.iter().map(move |outer| self.fit_one(inner.as_ref(), outer)));
        pairs.max().unwrap_or(0)
    }

    /// The sets that hold a label.
    pub(super) fn with<'s>(&'s self, label: &'s str) -> impl Iterator<Item = &'s BTreeSet<String>> {
        self.sets.iter().filter(move |set| set.contains(label))
    }
}
