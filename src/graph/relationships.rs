//! The relationships of one type: both directions, ends and properties.
//!
//! Local numbers follow (start, end) when loaded; later ones follow in order of creation. Numbers do not change
//! while a graph is in memory, so that ids in answers and open transactions stay right: only loading sorts again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::adjacency::{Adjacency, Neighbours, Way};
use super::column::Column;
use super::page::{PAGE, split};
use crate::value::{KeyId, NodeId, TypeId};

/// What stands for the start of a deleted relationship. No node has this id.
pub(super) const DELETED: NodeId = NodeId(u32::MAX);

/// Start and end of each relationship, by local number.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    pages: Vec<Arc<Vec<(NodeId, NodeId)>>>,
}

impl Ends {
    pub(super) fn get(&self, local: u32) -> Option<(NodeId, NodeId)> {
        let (page, slot) = split(local);
        self.pages.get(page)?.get(slot).copied().filter(|(start, _)| *start != DELETED)
    }

    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, count: usize) {
        if self.pages.is_empty() && count > 0 {
            self.pages.push(Arc::new(Vec::with_capacity(count.min(PAGE))));
        }
    }

    /// Appends the next relationship's ends.
    pub(super) fn push(&mut self, start: NodeId, end: NodeId) {
        match self.pages.last_mut() {
            Some(page) if page.len() < PAGE => Arc::make_mut(page).push((start, end)),
            _ => {
                let mut page = Vec::with_capacity(PAGE);
                page.push((start, end));
                self.pages.push(Arc::new(page));
            }
        }
    }

    /// Gives back memory that the last page does not use.
    pub(super) fn trim(&mut self) {
        if let Some(page) = self.pages.last_mut() {
            Arc::make_mut(page).shrink_to_fit();
        }
    }

    pub(super) fn delete(&mut self, local: u32) {
        let (page, slot) = split(local);
        if let Some(ends) = self.pages.get_mut(page).and_then(|page| Arc::make_mut(page).get_mut(slot)) {
            *ends = (DELETED, DELETED);
        }
    }
}

/// All relationships of one type.
#[derive(Clone, Debug)]
pub(super) struct Relationships {
    pub(super) kind: TypeId,
    /// Local numbers are below.
    pub(super) bound: u32,
    pub(super) count: u64,
    pub(super) out: Arc<Adjacency>,
    pub(super) back: Arc<Adjacency>,
    pub(super) ends: Arc<Ends>,
    pub(super) columns: BTreeMap<KeyId, Arc<Column>>,
}

impl Relationships {
    pub(super) fn new(kind: TypeId) -> Self {
        Self { kind, bound: 0, count: 0, out: Arc::default(), back: Arc::default(), ends: Arc::default(), columns: BTreeMap::new() }
    }

    pub(super) fn neighbours(&self, node: NodeId, way: Way) -> Neighbours<'_> {
        self.lists(way).get(node, self.kind)
    }

    pub(super) fn lists(&self, way: Way) -> &Adjacency {
        match way {
            Way::Out => &self.out,
            Way::In => &self.back,
        }
    }
}
