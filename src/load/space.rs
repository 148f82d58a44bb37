//! Id spaces: which node an id means.
//!
//! A space holds the nodes of one label's file, or of one named space of a header. Ids are integers where all ids of the space
//! are, so that large files need neither text nor allocation for them.

use std::collections::BTreeMap;

use ahash::RandomState;
use hashbrown::hash_map::Entry;
use hashbrown::{HashMap, HashTable};
use indexmap::IndexMap;

use super::csv::column::integer;
use crate::value::{LabelId, NodeId};

/// The nodes of one space by id.
pub(super) struct Space {
    keys: Keys,
    /// Labels that every node of the space has.
    always: Vec<LabelId>,
    /// Labels that some node of the space has.
    some: Vec<LabelId>,
}

enum Keys {
    Integer(HashMap<i64, u32, RandomState>),
    Text(Texts),
}

/// Texts one after the other, found by hash.
#[derive(Default)]
struct Texts {
    bytes: String,
    ends: Vec<usize>,
    nodes: Vec<u32>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl Texts {
    fn text(&self, entry: u32) -> &str {
        let entry = entry as usize;
        let start = entry.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[entry]]
    }

    fn find(&self, id: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(id);
        self.table.find(hash, |&entry| self.text(entry) == id).map(|&entry| self.nodes[entry as usize])
    }

    fn insert(&mut self, id: &str, node: u32) {
        let entry = self.nodes.len() as u32;
        self.bytes.push_str(id);
        self.ends.push(self.bytes.len());
        self.nodes.push(node);
        let Self { bytes, ends, table, hasher, .. } = self;
        let hash_of = |&entry: &u32| {
            let entry = entry as usize;
            let start = entry.checked_sub(1).map_or(0, |before| ends[before]);
            hasher.hash_one(&bytes[start..ends[entry]])
        };
        let hash = hasher.hash_one(id);
        table.insert_unique(hash, entry, hash_of);
    }
}

impl Space {
    /// The node of an id.
    pub(super) fn find(&self, id: &str) -> Option<NodeId> {
        match &self.keys {
            Keys::Integer(map) => map.get(&integer(id)?).copied(),
            Keys::Text(texts) => texts.find(id),
        }
        .map(NodeId)
    }

    /// Adds an id; the node that has it already, if one has. An id that is no integer makes the space one of texts.
    pub(super) fn insert(&mut self, id: &str, node: NodeId) -> Option<NodeId> {
        if let Keys::Integer(map) = &mut self.keys {
            if let Some(integer) = integer(id) {
                return match map.entry(integer) {
                    Entry::Occupied(entry) => Some(NodeId(*entry.get())),
                    Entry::Vacant(entry) => {
                        entry.insert(node.0);
                        None
                    }
                };
            }
            self.make_text();
        }
        let Keys::Text(texts) = &mut self.keys else { return None };
        if let Some(known) = texts.find(id) {
            return Some(NodeId(known));
        }
        texts.insert(id, node.0);
        None
    }

    fn note(&mut self, labels: &[LabelId]) {
        for &label in labels {
            if !self.some.contains(&label) {
                self.some.push(label);
            }
        }
    }

    fn make_text(&mut self) {
        let Keys::Integer(map) = &self.keys else { return };
        let mut entries: Vec<(u32, i64)> = map.iter().map(|(&integer, &node)| (node, integer)).collect();
        entries.sort_unstable();
        let mut texts = Texts::default();
        for (node, integer) in entries {
            texts.insert(&integer.to_string(), node);
        }
        self.keys = Keys::Text(texts);
    }
}

/// All spaces, in the order in which they came, and the labels of all nodes.
#[derive(Default)]
pub(super) struct Spaces {
    list: IndexMap<String, Space>,
    /// Runs of nodes with one set of labels: the first node of each.
    runs: Vec<(u32, Vec<LabelId>)>,
    /// Labels that later packages added.
    added: BTreeMap<u32, Vec<LabelId>>,
    /// Whether a file or the schema could not be read in full: then an id that is not found, or found twice, proves nothing.
    pub(super) incomplete: bool,
}

/// Where the ids of a relationship's ends are looked up.
pub(super) struct Candidates {
    /// Space, and whether the node's labels must be looked at.
    spaces: Vec<(usize, bool)>,
    /// The labels that the node may have; empty means any.
    labels: Vec<LabelId>,
}

/// What an id means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// One node, of the space with this number.
    One(NodeId, usize),
    /// No node.
    None,
    /// Not to be said, since a file or the schema was not read in full.
    Unknown,
    /// Nodes of several spaces.
    Several(Vec<usize>),
}

impl Spaces {
    /// The space of this name, made if it is new, with its number.
    pub(super) fn open(&mut self, name: &str, integers: bool, always: &[LabelId]) -> usize {
        if let Some((index, _, space)) = self.list.get_full_mut(name) {
            space.always.retain(|label| always.contains(label));
            space.note(always);
            if !integers {
                space.make_text();
            }
            return index;
        }
        let keys = if integers { Keys::Integer(HashMap::default()) } else { Keys::Text(Texts::default()) };
        self.list.insert_full(name.into(), Space { keys, always: always.to_vec(), some: always.to_vec() }).0
    }

    /// The space with this number.
    pub(super) fn get_mut(&mut self, index: usize) -> &mut Space {
        &mut self.list[index]
    }

    /// The name of a space.
    pub(super) fn name(&self, index: usize) -> &str {
        self.list.get_index(index).map_or("", |(name, _)| name)
    }

    /// Records the labels of a space's nodes from `first` on, up to the next run.
    pub(super) fn add_run(&mut self, space: usize, first: NodeId, labels: &[LabelId]) {
        self.runs.push((first.0, labels.to_vec()));
        self.list[space].note(labels);
    }

    /// Records further labels of a node.
    pub(super) fn add_labels(&mut self, space: usize, node: NodeId, labels: &[LabelId]) {
        self.added.entry(node.0).or_default().extend_from_slice(labels);
        self.list[space].note(labels);
    }

    /// The labels of a node, those added later apart.
    fn labels(&self, node: NodeId) -> (&[LabelId], &[LabelId]) {
        let run = self.runs.partition_point(|&(first, _)| first <= node.0);
        let own = run.checked_sub(1).map_or(&[][..], |run| &self.runs[run].1);
        (own, self.added.get(&node.0).map_or(&[], Vec::as_slice))
    }

    fn has_any(&self, node: NodeId, labels: &[LabelId]) -> bool {
        let (own, added) = self.labels(node);
        labels.iter().any(|label| own.contains(label) || added.contains(label))
    }

    /// Where ids of a named space are looked up, if there is such a space.
    pub(super) fn named(&self, space: &str) -> Option<Candidates> {
        self.list.get_index_of(space).map(Self::only)
    }

    /// Only this space.
    pub(super) fn only(space: usize) -> Candidates {
        Candidates { spaces: vec![(space, false)], labels: Vec::new() }
    }

    /// In no space.
    pub(super) fn nowhere() -> Candidates {
        Candidates { spaces: Vec::new(), labels: Vec::new() }
    }

    /// The labels by which the nodes of a space are spoken of: those of all of them, else those of any.
    pub(super) fn main_labels(&self, space: usize) -> &[LabelId] {
        let space = &self.list[space];
        if space.always.is_empty() { &space.some } else { &space.always }
    }

    /// Where ids of nodes with one of these labels are looked up; no labels mean everywhere.
    pub(super) fn labelled(&self, labels: &[LabelId]) -> Candidates {
        let shares = |own: &[LabelId]| own.iter().any(|label| labels.contains(label));
        let may = |space: &Space| labels.is_empty() || shares(&space.some);
        let look = |space: &Space| !labels.is_empty() && !shares(&space.always);
        let spaces = self.list.values().enumerate().filter(|(_, space)| may(space)).map(|(index, space)| (index, look(space))).collect();
        Candidates { spaces, labels: labels.to_vec() }
    }

    /// The node of an id. Of several, those for which `near` holds win.
    pub(super) fn find(&self, id: &str, candidates: &Candidates, near: impl Fn(NodeId) -> bool) -> Found {
        let mut found: Option<(NodeId, usize)> = None;
        let mut others: Vec<(NodeId, usize)> = Vec::new();
        for &(index, look) in &candidates.spaces {
            let Some(node) = self.list[index].find(id) else { continue };
            if look && !self.has_any(node, &candidates.labels) {
                continue;
            }
            match found {
                None => found = Some((node, index)),
                Some(_) => others.push((node, index)),
            }
        }
        let Some(first) = found else {
            return if self.incomplete { Found::Unknown } else { Found::None };
        };
        if others.is_empty() {
            return Found::One(first.0, first.1);
        }
        others.insert(0, first);
        let own: Vec<(NodeId, usize)> = others.iter().copied().filter(|&(node, _)| near(node)).collect();
        match own[..] {
            [(node, index)] => Found::One(node, index),
            _ if self.incomplete => Found::Unknown,
            _ => Found::Several(others.into_iter().map(|(_, index)| index).collect()),
        }
    }

    /// The spaces that hold an id, whatever its node's labels.
    pub(super) fn holders(&self, id: &str) -> impl Iterator<Item = &str> {
        self.list.iter().filter(move |(_, space)| space.find(id).is_some()).map(|(name, _)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_looked_up_by_label() {
        let (party, forum, partner) = (LabelId(0), LabelId(1), LabelId(2));
        let mut spaces = Spaces::default();
        let parties = spaces.open("Party", true, &[party]);
        let forums = spaces.open("Forum", false, &[forum]);
        for (node, id) in [(0, "1"), (1, "2")] {
            assert_eq!(spaces.get_mut(parties).insert(id, NodeId(node)), None);
        }
        assert_eq!(spaces.get_mut(forums).insert("1", NodeId(2)), None);
        assert_eq!(spaces.get_mut(forums).insert("1", NodeId(3)), Some(NodeId(2)));
        spaces.add_run(parties, NodeId(0), &[party, partner]);
        spaces.add_run(parties, NodeId(1), &[party]);
        spaces.add_run(forums, NodeId(2), &[forum]);
        let find = |id: &str, labels: &[LabelId]| spaces.find(id, &spaces.labelled(labels), |_| false);
        assert_eq!(find("1", &[party]), Found::One(NodeId(0), parties));
        assert_eq!(find("01", &[party]), Found::One(NodeId(0), parties));
        assert_eq!(find("1", &[forum]), Found::One(NodeId(2), forums));
        assert_eq!(find("1", &[partner]), Found::One(NodeId(0), parties));
        assert_eq!(find("2", &[partner]), Found::None);
        assert_eq!(find("1", &[]), Found::Several(vec![parties, forums]));
        assert_eq!(find("1", &[party, forum]), Found::Several(vec![parties, forums]));
        assert_eq!(spaces.find("1", &spaces.labelled(&[]), |node| node.0 == 2), Found::One(NodeId(2), forums));
    }

    #[test]
    fn a_space_of_integers_becomes_one_of_texts() {
        let mut spaces = Spaces::default();
        let index = spaces.open("A", true, &[]);
        let space = spaces.get_mut(index);
        space.insert("7", NodeId(0));
        space.insert("x", NodeId(1));
        assert_eq!((space.find("7"), space.find("x"), space.find("07")), (Some(NodeId(0)), Some(NodeId(1)), None));
    }
}
