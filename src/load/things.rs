//! Nodes and relationships one by one, as files of whole graphs give them, into columns.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::loading::Loading;
use super::observe::Observing;
use super::problem::Problem;
use crate::graph::{Builder, Values};
use crate::schema::Observed;
use crate::value::{KeyId, LabelId, NodeId, TypeId, Value};

/// Things whose values are kept apart before they become part of the columns.
const CHUNK: usize = 4096;

/// The properties of a thing.
pub(super) type Properties = Vec<(KeyId, Value)>;

/// Values of the last things of one kind, by key.
#[derive(Default)]
struct Chunk {
    count: usize,
    columns: BTreeMap<KeyId, Vec<Value>>,
}

/// Relationships of one type.
#[derive(Default)]
struct Links {
    starts: Vec<NodeId>,
    ends: Vec<NodeId>,
    chunk: Chunk,
}

/// The nodes and relationships of one file.
pub(super) struct Things<'l, 'o> {
    pub(super) loading: &'l mut Loading<'o>,
    nodes: Chunk,
    links: IndexMap<TypeId, Links>,
    /// The labels of each node, as a number of their set.
    sets: IndexMap<Vec<LabelId>, ()>,
    set_of: Vec<u32>,
    first: NodeId,
    observing: Observing,
}

impl Chunk {
    fn push(&mut self, properties: Properties) {
        for (key, value) in properties {
            let column = self.columns.entry(key).or_default();
            column.resize(self.count, Value::Null);
            column.push(value);
        }
        self.count += 1;
    }

    fn take(&mut self) -> impl Iterator<Item = (KeyId, Values)> + use<> {
        self.count = 0;
        std::mem::take(&mut self.columns).into_iter().map(|(key, values)| (key, Values::Any(values)))
    }
}

impl Links {
    fn flush(&mut self, kind: TypeId, builder: &mut Builder) -> Result<(), Problem> {
        let arrivals = builder.add_relationships(kind, std::mem::take(&mut self.starts), std::mem::take(&mut self.ends))?;
        for (key, values) in self.chunk.take() {
            builder.set_relationship_values(kind, arrivals.start, key, values);
        }
        Ok(())
    }
}

impl<'l, 'o> Things<'l, 'o> {
    pub(super) fn new(loading: &'l mut Loading<'o>) -> Self {
        let first = NodeId(loading.builder.node_count());
        Self {
            loading,
            nodes: Chunk::default(),
            links: IndexMap::new(),
            sets: IndexMap::new(),
            set_of: Vec::new(),
            first,
            observing: Observing::default(),
        }
    }

    /// Adds a node.
    pub(super) fn node(&mut self, labels: &[LabelId], properties: Properties) -> Result<NodeId, Problem> {
        let node = self.loading.builder.add_nodes(labels, 1)?;
        self.observing.node(labels, &properties);
        let set = match self.sets.get_index_of(labels) {
            Some(set) => set,
            None => self.sets.insert_full(labels.to_vec(), ()).0,
        };
        self.set_of.push(set as u32);
        self.nodes.push(properties);
        if self.nodes.count == CHUNK {
            self.flush_nodes();
        }
        Ok(node)
    }

    fn flush_nodes(&mut self) {
        let first = NodeId(self.loading.builder.node_count() - self.nodes.count as u32);
        for (key, values) in self.nodes.take() {
            self.loading.builder.set_node_values(key, first, values);
        }
    }

    /// Adds a relationship between nodes that were added.
    pub(super) fn relationship(&mut self, kind: TypeId, start: NodeId, end: NodeId, properties: Properties) -> Result<(), Problem> {
        let set = |node: NodeId| {
            let number = self.set_of.get((node.0 - self.first.0) as usize).copied().unwrap_or_default();
            self.sets.get_index(number as usize).map_or(&[][..], |(set, ())| set)
        };
        self.observing.relationship(kind, set(start), set(end), &properties);
        let links = self.links.entry(kind).or_default();
        links.starts.push(start);
        links.ends.push(end);
        links.chunk.push(properties);
        if links.chunk.count == CHUNK { links.flush(kind, &mut self.loading.builder) } else { Ok(()) }
    }

    /// Hands the rest to the builder; what was seen.
    pub(super) fn finish(mut self) -> Result<Observed, Problem> {
        self.flush_nodes();
        let builder = &mut self.loading.builder;
        for (&kind, links) in &mut self.links {
            links.flush(kind, builder)?;
        }
        Ok(self.observing.finish(builder.catalogue()))
    }
}
