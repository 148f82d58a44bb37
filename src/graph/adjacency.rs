//! Neighbour lists of one relationship type in one direction, in shared pages.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::page::{PAGE, first_of, split};
use crate::value::{NodeId, RelationshipId, TypeId};

/// Entries that a page holds itself. In a page with more, the longer lists stand for themselves, so that a change
/// near a hub does not copy the hub.
const PAGE_ENTRIES: usize = 65_536;

/// Lists up to this length always stand in their page: a whole page of them fits.
const SHORT: usize = PAGE_ENTRIES / PAGE;

/// The way in which a list of neighbours leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// From starts to ends.
    Out,
    /// From ends to starts.
    In,
}

/// The relationship numbers that go with a list of neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locals<'g> {
    /// Consecutive numbers from here on.
    Run(u32),
    /// One number per neighbour.
    Each(&'g [u32]),
}

/// A node's neighbours along one type in one direction, ordered by (neighbour, relationship).
#[derive(Clone, Copy, Debug)]
pub struct Neighbours<'g> {
    /// The neighbours; one that several relationships lead to stands several times.
    pub nodes: &'g [NodeId],
    /// The relationships that lead there.
    pub locals: Locals<'g>,
    /// Their type.
    pub kind: TypeId,
}

impl<'g> Neighbours<'g> {
    /// No neighbours.
    pub fn none(kind: TypeId) -> Self {
        Self { nodes: &[], locals: Locals::Run(0), kind }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The neighbour at a position below the length.
    pub fn node(&self, position: usize) -> NodeId {
        self.nodes[position]
    }

    /// The relationship to the neighbour at a position below the length.
    pub fn relationship(&self, position: usize) -> RelationshipId {
        let local = match self.locals {
            Locals::Run(first) => first + position as u32,
            Locals::Each(locals) => locals[position],
        };
        RelationshipId { kind: self.kind, local }
    }

    /// Appends the relationships at some positions below the length.
    pub fn relationships(&self, positions: Range<usize>, into: &mut Vec<RelationshipId>) {
        let relationship = |local| RelationshipId { kind: self.kind, local };
        match self.locals {
            Locals::Run(first) => into.extend((first + positions.start as u32..first + positions.end as u32).map(relationship)),
            Locals::Each(locals) => into.extend(locals[positions].iter().copied().map(relationship)),
        }
    }

    /// All neighbours with their relationships, in order.
    pub fn iter(self) -> impl ExactSizeIterator<Item = (NodeId, RelationshipId)> + DoubleEndedIterator + 'g {
        (0..self.nodes.len()).map(move |position| (self.node(position), self.relationship(position)))
    }

    /// Those that lead to one neighbour.
    #[must_use]
    pub fn to(self, node: NodeId) -> Self {
        let start = self.nodes.partition_point(|&other| other < node);
        let length = self.nodes[start..].partition_point(|&other| other == node);
        let locals = match self.locals {
            Locals::Run(first) => Locals::Run(first + start as u32),
            Locals::Each(locals) => Locals::Each(&locals[start..start + length]),
        };
        Self { nodes: &self.nodes[start..start + length], locals, kind: self.kind }
    }
}

/// Relationship numbers of a page's own entries.
#[derive(Clone, Debug)]
enum Numbers {
    /// Consecutive over the page.
    Run(u32),
    /// Consecutive within each slot's list: the first one by slot.
    Runs(Box<[u32]>),
    /// One per entry.
    Each(Box<[u32]>),
}

/// A long list that stands for itself.
#[derive(Clone, Debug)]
struct Hub {
    nodes: Box<[NodeId]>,
    numbers: Numbers,
}

/// The lists of one page of nodes.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    /// Where each slot's list begins; one more than slots. Slots past the end have no list.
    offsets: Box<[u32]>,
    nodes: Box<[NodeId]>,
    numbers: Numbers,
    /// By slot, ascending; the page's own list of a hub is empty.
    hubs: Vec<(u16, Arc<Hub>)>,
}

impl Numbers {
    fn of(&self, slot: usize, start: usize, end: usize) -> Locals<'_> {
        match self {
            Self::Run(first) => Locals::Run(first + start as u32),
            Self::Runs(firsts) => Locals::Run(firsts[slot]),
            Self::Each(locals) => Locals::Each(&locals[start..end]),
        }
    }
}

impl Lists {
    fn get(&self, slot: usize, kind: TypeId) -> Neighbours<'_> {
        let (Some(&start), Some(&end)) = (self.offsets.get(slot), self.offsets.get(slot + 1)) else {
            return Neighbours::none(kind);
        };
        let (start, end) = (start as usize, end as usize);
        if start == end {
            return self.hub(slot).map_or_else(
                || Neighbours::none(kind),
                |hub| Neighbours { nodes: &hub.nodes, locals: hub.numbers.of(0, 0, hub.nodes.len()), kind },
            );
        }
        Neighbours { nodes: &self.nodes[start..end], locals: self.numbers.of(slot, start, end), kind }
    }

    fn len(&self, slot: usize) -> usize {
        let (Some(&start), Some(&end)) = (self.offsets.get(slot), self.offsets.get(slot + 1)) else { return 0 };
        if start == end { self.hub(slot).map_or(0, |hub| hub.nodes.len()) } else { (end - start) as usize }
    }

    fn hub(&self, slot: usize) -> Option<&Arc<Hub>> {
        if self.hubs.is_empty() {
            return None;
        }
        let found = self.hubs.binary_search_by_key(&slot, |(slot, _)| usize::from(*slot)).ok()?;
        Some(&self.hubs[found].1)
    }

    /// A page of the lists of some slots, no others having one; none if all are empty. `keep` names long lists of an
    /// older page that did not change.
    fn build<'a>(slots: Range<usize>, get: impl Fn(usize) -> Neighbours<'a>, keep: impl Fn(usize) -> Option<Arc<Hub>>) -> Option<Self> {
        let lists: Vec<(usize, Neighbours<'a>)> = slots.map(|slot| (slot, get(slot))).filter(|(_, list)| !list.is_empty()).collect();
        let slots = lists.last()?.0 + 1;
        let total: usize = lists.iter().map(|(_, list)| list.len()).sum();
        let longest = if total > PAGE_ENTRIES { SHORT } else { usize::MAX };
        let (own, long): (Vec<_>, Vec<_>) = lists.into_iter().partition(|(_, list)| list.len() <= longest);
        let hubs = long.into_iter().map(|(slot, list)| (slot as u16, keep(slot).unwrap_or_else(|| Arc::new(Hub::new(list))))).collect();
        let mut offsets = vec![0; slots + 1];
        let mut nodes = Vec::with_capacity(own.iter().map(|(_, list)| list.len()).sum());
        let mut next = 0;
        for &(slot, list) in &own {
            offsets[next..=slot].fill(nodes.len() as u32);
            nodes.extend_from_slice(list.nodes);
            next = slot + 1;
        }
        offsets[next..].fill(nodes.len() as u32);
        Some(Self { offsets: offsets.into(), nodes: nodes.into(), numbers: Numbers::build(slots, &own), hubs })
    }
}

impl Numbers {
    /// The most compact form for the lists of a page, which are not empty.
    fn build(slots: usize, lists: &[(usize, Neighbours<'_>)]) -> Self {
        let mut firsts = vec![0; slots];
        let mut next = None;
        let mut consecutive = true;
        for (slot, list) in lists {
            let Locals::Run(first) = list.locals else {
                return Self::Each(lists.iter().flat_map(|(_, list)| list.iter().map(|(_, relationship)| relationship.local)).collect());
            };
            consecutive &= next.is_none_or(|next| next == first);
            next = Some(first + list.len() as u32);
            firsts[*slot] = first;
        }
        match lists.first() {
            Some(&(slot, _)) if consecutive => Self::Run(firsts[slot]),
            _ => Self::Runs(firsts.into()),
        }
    }
}

impl Hub {
    fn new(list: Neighbours<'_>) -> Self {
        Self { nodes: list.nodes.into(), numbers: Numbers::build(1, &[(0, list)]) }
    }
}

/// All neighbour lists of one type in one direction.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjacency {
    pages: Vec<Option<Arc<Lists>>>,
}

/// New lists for some nodes of one page, by slot: neighbours and relationship numbers, in order.
pub(super) type Changes = BTreeMap<usize, (Vec<NodeId>, Vec<u32>)>;

impl Adjacency {
    /// The neighbours of a node.
    pub(super) fn get(&self, node: NodeId, kind: TypeId) -> Neighbours<'_> {
        let (page, slot) = split(node.0);
        match self.pages.get(page) {
            Some(Some(lists)) => lists.get(slot, kind),
            _ => Neighbours::none(kind),
        }
    }

    /// Adds to each number how many neighbours a node has.
    pub(super) fn add_degrees(&self, nodes: &[NodeId], sums: &mut [i64]) {
        let (mut present, mut lists) = (usize::MAX, None);
        for (node, sum) in nodes.iter().zip(sums) {
            let (page, slot) = split(node.0);
            if page != present {
                (present, lists) = (page, self.pages.get(page).and_then(Option::as_deref));
            }
            *sum += lists.map_or(0, |lists| lists.len(slot)) as i64;
        }
    }

    /// All lists that are not empty, by node.
    pub(super) fn lists(&self, kind: TypeId) -> impl Iterator<Item = (NodeId, Neighbours<'_>)> {
        self.pages.iter().enumerate().filter_map(|(page, lists)| Some((page, lists.as_ref()?))).flat_map(move |(page, lists)| {
            let full = move |slot: &usize| !lists.hubs.is_empty() || lists.offsets[*slot] != lists.offsets[slot + 1];
            let slots = (0..lists.offsets.len().saturating_sub(1)).filter(full);
            let list = move |slot: usize| (NodeId(first_of(page) + slot as u32), lists.get(slot, kind));
            slots.map(list).filter(|(_, list)| !list.is_empty())
        })
    }

    /// Appends the next page, of which only these slots may have lists.
    pub(super) fn push<'a>(&mut self, slots: Range<usize>, get: impl Fn(usize) -> Neighbours<'a>) {
        self.pages.push(Lists::build(slots, get, |_| None).map(Arc::new));
    }

    /// Puts new lists in place of a page's old ones.
    pub(super) fn change(&mut self, page: usize, changes: &Changes, kind: TypeId) {
        if page >= self.pages.len() {
            self.pages.resize(page + 1, None);
        }
        let old = self.pages[page].take();
        let get = |slot: usize| match (changes.get(&slot), &old) {
            (Some((nodes, locals)), _) => Neighbours { nodes, locals: Locals::Each(locals), kind },
            (None, Some(old)) => old.get(slot, kind),
            (None, None) => Neighbours::none(kind),
        };
        let keep = |slot: usize| match (changes.get(&slot), &old) {
            (None, Some(old)) => old.hub(slot).map(Arc::clone),
            _ => None,
        };
        self.pages[page] = Lists::build(0..PAGE, get, keep).map(Arc::new);
        while matches!(self.pages.last(), Some(None)) {
            self.pages.pop();
        }
    }
}
