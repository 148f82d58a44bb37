//! Which labels each node has: a code of a label set per node, and a bitmap per label.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexSet;

use super::bitmap::Bitmap;
use super::page::{PAGE, split};
use crate::value::LabelId;

/// The label-set codes of one page of nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodePage {
    /// All nodes of the page have one set.
    All(u32),
    /// By slot.
    Each(Arc<[u32]>),
}

/// The labels of all nodes.
#[derive(Clone, Debug)]
pub struct Labels {
    /// The label sets that occur, each in ascending order; code 0 is the empty set.
    sets: Arc<IndexSet<Box<[LabelId]>>>,
    codes: Vec<CodePage>,
    members: Vec<Arc<Bitmap>>,
}

impl Default for Labels {
    fn default() -> Self {
        Self { sets: Arc::new(IndexSet::from([Box::default()])), codes: Vec::new(), members: Vec::new() }
    }
}

impl Labels {
    /// The code of a node's label set.
    pub fn code(&self, node: u32) -> u32 {
        let (page, slot) = split(node);
        match self.codes.get(page) {
            None => 0,
            Some(CodePage::All(code)) => *code,
            Some(CodePage::Each(codes)) => codes.get(slot).copied().unwrap_or_default(),
        }
    }

    /// The labels of a set, ascending.
    pub fn set(&self, code: u32) -> &[LabelId] {
        self.sets.get_index(code as usize).map_or(&[], |set| set)
    }

    /// How many label sets there are.
    pub fn sets(&self) -> usize {
        self.sets.len()
    }

    /// The codes of a page of nodes.
    pub fn page(&self, page: usize) -> &CodePage {
        self.codes.get(page).unwrap_or(&CodePage::All(0))
    }

    /// The nodes that carry a label.
    pub fn members(&self, label: LabelId) -> Option<&Bitmap> {
        self.members.get(usize::from(label.0)).map(|members| &**members)
    }

    /// Every label that nodes carry, with these nodes.
    pub fn all(&self) -> impl Iterator<Item = (LabelId, &Bitmap)> + '_ {
        let numbered = self.members.iter().enumerate().filter(|(_, members)| members.count() > 0);
        numbered.map(|(label, members)| (LabelId(label as u16), &**members))
    }

    /// Nodes by label.
    pub(super) fn counts(&self) -> BTreeMap<LabelId, u64> {
        self.all().map(|(label, members)| (label, members.count())).collect()
    }

    /// The code of a set, added if it is new.
    pub(super) fn intern(&mut self, labels: &[LabelId]) -> u32 {
        let mut set = labels.to_vec();
        set.sort_unstable();
        set.dedup();
        if let Some(code) = self.sets.get_index_of(&*set) {
            return code as u32;
        }
        Arc::make_mut(&mut self.sets).insert_full(set.into()).0 as u32
    }

    fn member(&mut self, label: LabelId) -> &mut Bitmap {
        let index = usize::from(label.0);
        if index >= self.members.len() {
            self.members.resize_with(index + 1, Arc::default);
        }
        Arc::make_mut(&mut self.members[index])
    }

    /// Gives the new nodes `first..end` one label set. Nodes come in order.
    pub(super) fn append(&mut self, first: u32, end: u32, code: u32) {
        for label in self.set(code).to_vec() {
            self.member(label).insert_run(first, end);
        }
        let mut node = first;
        while node < end {
            let (page, slot) = split(node);
            let take = ((PAGE - slot) as u32).min(end - node);
            if page >= self.codes.len() {
                self.codes.resize(page + 1, CodePage::All(code));
            }
            self.fill(page, slot, take as usize, code);
            node += take;
        }
    }

    fn fill(&mut self, page: usize, slot: usize, take: usize, code: u32) {
        let stored = &mut self.codes[page];
        match stored {
            CodePage::All(old) if *old == code => {}
            // What lies behind the new nodes is not there yet and may have any code.
            CodePage::All(old) => {
                let codes = (0..PAGE).map(|at| if at < slot { *old } else { code }).collect();
                *stored = CodePage::Each(codes);
            }
            CodePage::Each(codes) => Arc::make_mut(codes)[slot..slot + take].fill(code),
        }
    }

    /// Takes the nodes' old labels away and gives them the new set.
    pub(super) fn change(&mut self, node: u32, code: u32) {
        let old = self.code(node);
        for label in self.set(old).to_vec() {
            self.member(label).remove(node);
        }
        for label in self.set(code).to_vec() {
            self.member(label).insert(node);
        }
        let (page, slot) = split(node);
        if page >= self.codes.len() {
            self.codes.resize(page + 1, CodePage::All(0));
        }
        let stored = &mut self.codes[page];
        if let CodePage::All(all) = stored {
            *stored = CodePage::Each(vec![*all; PAGE].into());
        }
        if let CodePage::Each(codes) = stored {
            Arc::make_mut(codes)[slot] = code;
        }
    }

    /// Takes a deleted node out of the bitmaps; its code stays, so that a page of one set stays one.
    pub(super) fn forget(&mut self, node: u32) {
        for label in self.set(self.code(node)).to_vec() {
            self.member(label).remove(node);
        }
    }
}
