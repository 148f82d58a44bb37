//! Building a graph from columns of raw data.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::bitmap::Bitmap;
use super::catalogue::Catalogue;
use super::column::Column;
use super::error::Error;
use super::estimate::Estimates;
use super::index::Index;
use super::label::Labels;
use super::pack::{pack, pack_runs};
use super::page::{PAGE, first_of, pages_for};
use super::relationships::Relationships;
use super::snapshot::{Graph, State};
use super::sort::arrange;
use super::statistics::{Change, Statistics, TypeStatistics};
use super::values::{Runs, Values};
use crate::limit::both;
use crate::value::{KeyId, LabelId, NodeId, TypeId, Value};

/// Ids that nodes, and relationships of one type, may have. The last one stands for none.
pub(super) const LIMIT: u32 = u32::MAX;

/// Nodes and relationships from which on a second thread is worth its start.
const MANY: usize = 1000;

/// Values given for the things of one kind, by key.
#[derive(Debug, Default)]
struct Properties {
    runs: BTreeMap<KeyId, Runs>,
    /// Given one by one; they win over runs.
    single: BTreeMap<KeyId, BTreeMap<u32, Value>>,
}

/// Relationships of one type, in order of arrival.
#[derive(Debug, Default)]
struct Arrivals {
    starts: Vec<NodeId>,
    ends: Vec<NodeId>,
    properties: Properties,
}

/// Collects nodes, relationships and their properties by columns, and makes a graph of them at once.
#[derive(Debug, Default)]
pub struct Builder {
    catalogue: Arc<Catalogue>,
    bound: u32,
    labels: Labels,
    nodes: Properties,
    types: BTreeMap<TypeId, Arrivals>,
    indexes: BTreeSet<(LabelId, KeyId)>,
}

impl Builder {
    /// A builder for a graph with these names.
    pub fn new(catalogue: Arc<Catalogue>) -> Self {
        Self { catalogue, ..Self::default() }
    }

    /// The names of labels, types and property keys.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Adds a run of nodes with one set of labels; gives the first one's id, the others follow.
    pub fn add_nodes(&mut self, labels: &[LabelId], count: u32) -> Result<NodeId, Error> {
        let first = self.bound;
        let end = first.checked_add(count).ok_or(Error::TooManyNodes { limit: LIMIT })?;
        let code = self.labels.intern(labels);
        self.labels.append(first, end, code);
        self.bound = end;
        Ok(NodeId(first))
    }

    /// Adds labels to a node that was added before.
    pub fn add_labels(&mut self, node: NodeId, labels: &[LabelId]) {
        let mut set = self.labels.set(self.labels.code(node.0)).to_vec();
        set.extend_from_slice(labels);
        let code = self.labels.intern(&set);
        if node.0 < self.bound && code != self.labels.code(node.0) {
            self.labels.change(node.0, code);
        }
    }

    /// How many nodes were added.
    pub fn node_count(&self) -> u32 {
        self.bound
    }

    /// How many relationships of a type were added.
    pub fn relationship_count(&self, kind: TypeId) -> u32 {
        self.types.get(&kind).map_or(0, |arrivals| arrivals.starts.len() as u32)
    }

    /// Gives the nodes from `first` on their values of a property. A missing value leaves what is there.
    pub fn set_node_values(&mut self, key: KeyId, first: NodeId, values: Values) {
        self.nodes.runs.entry(key).or_default().add(first.0, values);
    }

    /// Sets one property of one node; null removes it. It wins over `set_node_values`.
    pub fn set_node_property(&mut self, node: NodeId, key: KeyId, value: Value) {
        self.nodes.single.entry(key).or_default().insert(node.0, value);
    }

    /// Adds relationships of one type between nodes that were added before; gives their arrival numbers.
    pub fn add_relationships(&mut self, kind: TypeId, mut starts: Vec<NodeId>, mut ends: Vec<NodeId>) -> Result<Range<u32>, Error> {
        if starts.len() != ends.len() {
            return Err(Error::UnevenBatch { starts: starts.len(), ends: ends.len() });
        }
        if let Some(&node) = starts.iter().chain(&ends).find(|node| node.0 >= self.bound) {
            return Err(Error::UnknownNode { node });
        }
        let arrivals = self.types.entry(kind).or_default();
        let first = arrivals.starts.len();
        let end = first + starts.len();
        if end > LIMIT as usize {
            return Err(Error::TooManyRelationships { kind: self.catalogue.type_name(kind), limit: LIMIT });
        }
        if first == 0 {
            (arrivals.starts, arrivals.ends) = (starts, ends);
        } else {
            arrivals.starts.append(&mut starts);
            arrivals.ends.append(&mut ends);
        }
        Ok(first as u32..end as u32)
    }

    /// Gives the relationships of a type with arrival numbers from `first` on their values of a property.
    pub fn set_relationship_values(&mut self, kind: TypeId, first: u32, key: KeyId, values: Values) {
        self.types.entry(kind).or_default().properties.runs.entry(key).or_default().add(first, values);
    }

    /// Sets one property of the relationship with an arrival number; null removes it.
    pub fn set_relationship_property(&mut self, kind: TypeId, arrival: u32, key: KeyId, value: Value) {
        self.types.entry(kind).or_default().properties.single.entry(key).or_default().insert(arrival, value);
    }

    /// Makes a property unique within a label, and indexed.
    pub fn add_index(&mut self, label: LabelId, key: KeyId) {
        self.indexes.insert((label, key));
    }

    /// The graph. Relationships and the values of nodes know nothing of each other, so that two threads can make them.
    pub fn finish(self) -> Result<Graph, Error> {
        let Self { catalogue, bound, labels, nodes, types, indexes } = self;
        let things = types.values().fold(bound as usize, |sum, arrivals| sum + arrivals.starts.len());
        let related = || Related::finish(types, &labels);
        let valued = || Valued::finish(nodes, &catalogue, &labels, &indexes, bound);
        let (related, valued) = if things < MANY { (related(), valued()) } else { both(related, valued) };
        let (related, valued) = (related, valued?);
        let mut live = Bitmap::default();
        live.insert_run(0, bound);
        let statistics = Statistics {
            nodes: u64::from(bound),
            relationships: related.count,
            labels: labels.counts(),
            types: related.statistics,
            properties: Estimates::of(&labels, &valued.columns),
            unique: indexes,
        };
        Ok(Graph::new(State {
            catalogue,
            bound,
            live: Arc::new(live),
            labels: Arc::new(labels),
            columns: valued.columns,
            types: related.types,
            indexes: valued.indexes,
            statistics,
            estimated: u64::from(bound),
        }))
    }
}

/// All that is made of relationships.
#[derive(Default)]
struct Related {
    /// By number of the type.
    types: Vec<Option<Arc<Relationships>>>,
    statistics: BTreeMap<TypeId, TypeStatistics>,
    count: u64,
}

impl Related {
    fn finish(types: BTreeMap<TypeId, Arrivals>, labels: &Labels) -> Self {
        let mut related = Self::default();
        for (kind, arrivals) in types {
            let relationships = arrivals.finish(kind);
            if relationships.count > 0 {
                related.count += relationships.count;
                related.statistics.insert(kind, count(&relationships, labels));
                related.types.resize_with(usize::from(kind.0) + 1, || None);
                related.types[usize::from(kind.0)] = Some(Arc::new(relationships));
            }
        }
        related
    }
}

/// All that is made of the values of nodes.
struct Valued {
    columns: BTreeMap<KeyId, Arc<Column>>,
    indexes: BTreeMap<(LabelId, KeyId), Arc<Index>>,
}

impl Valued {
    fn finish(
        nodes: Properties,
        catalogue: &Catalogue,
        labels: &Labels,
        unique: &BTreeSet<(LabelId, KeyId)>,
        bound: u32,
    ) -> Result<Self, Error> {
        let columns = nodes.finish(bound, None);
        let mut indexes = BTreeMap::new();
        for &(label, key) in unique {
            let index = index(catalogue, labels, columns.get(&key).map(|column| &**column), label, key)?;
            indexes.insert((label, key), Arc::new(index));
        }
        Ok(Self { columns, indexes })
    }
}

/// The unique index of a property within a label.
pub(super) fn index(catalogue: &Catalogue, labels: &Labels, column: Option<&Column>, label: LabelId, key: KeyId) -> Result<Index, Error> {
    let (Some(members), Some(column)) = (labels.members(label), column) else {
        return Ok(Index::for_entries(0));
    };
    let mut index = Index::for_entries(members.count() as usize);
    for node in members.iter() {
        if let Some(first) = index.insert(column, node) {
            return Err(Error::duplicate(catalogue, label, key, &column.value(node.0), first, node));
        }
    }
    Ok(index)
}

/// Exact statistics of one type, from nothing.
fn count(relationships: &Relationships, labels: &Labels) -> TypeStatistics {
    let mut statistics = TypeStatistics::default();
    for (node, ends) in relationships.out.lists(relationships.kind) {
        statistics.tally_starts(node, labels.set(labels.code(node.0)), ends.nodes, Change::In);
    }
    for (node, starts) in relationships.back.lists(relationships.kind) {
        statistics.tally_ends(labels.set(labels.code(node.0)), starts.len(), Change::In);
    }
    statistics
}

impl Arrivals {
    fn finish(self, kind: TypeId) -> Relationships {
        let (mut relationships, order) = arrange(kind, self.starts, self.ends);
        relationships.columns = self.properties.finish(relationships.bound, order.as_deref());
        relationships
    }
}

impl Properties {
    /// The columns. `order` gives the arrival number by id where they differ.
    fn finish(self, bound: u32, order: Option<&[u32]>) -> BTreeMap<KeyId, Arc<Column>> {
        let Self { runs, mut single } = self;
        let mut columns = BTreeMap::new();
        for (key, runs) in runs {
            let column = column(bound, &runs, &single.remove(&key).unwrap_or_default(), order);
            columns.insert(key, Arc::new(column));
        }
        for (key, single) in single {
            columns.insert(key, Arc::new(column(bound, &Runs::default(), &single, order)));
        }
        columns.retain(|_, column| column.count() > 0);
        columns
    }
}

/// One column of values given by runs and one by one.
fn column(bound: u32, runs: &Runs, single: &BTreeMap<u32, Value>, order: Option<&[u32]>) -> Column {
    let mut column = Column::default();
    for page in 0..pages_for(bound) {
        let base = first_of(page);
        let part = Part { base, slots: ((bound - base) as usize).min(PAGE), order };
        let near: Vec<(u32, &Values)> = runs.list.iter().filter(|run| part.meets(run)).map(|(first, values)| (*first, values)).collect();
        let values: Vec<&Values> = near.iter().map(|(_, values)| *values).collect();
        let stored = if part.has_any(single) {
            let places = part.places(&near);
            let value = |slot: usize| match (single.get(&part.arrival(slot)), places[slot]) {
                (Some(value), _) => value.clone(),
                (None, NOWHERE) => Value::Null,
                (None, (run, position)) => values[run as usize].get(position as usize),
            };
            pack(&column, &(0..part.slots).map(value).collect::<Vec<_>>())
        } else if let [(first, one)] = near[..] {
            let place = |slot| Some((0, part.arrival(slot).checked_sub(first)? as usize));
            pack_runs(&column, &values, part.slots_of(first, one), place)
        } else {
            let places = part.places(&near);
            let place = |slot: usize| Some(places[slot]).filter(|place| *place != NOWHERE);
            pack_runs(&column, &values, 0..part.slots, |slot| place(slot).map(|(run, position)| (run as usize, position as usize)))
        };
        column.put(page, stored);
    }
    column
}

/// The place of a slot without a value.
const NOWHERE: (u32, u32) = (u32::MAX, u32::MAX);

/// One page of ids with their arrival numbers.
struct Part<'a> {
    base: u32,
    slots: usize,
    /// Arrival number by id, where they differ.
    order: Option<&'a [u32]>,
}

impl Part<'_> {
    fn arrival(&self, slot: usize) -> u32 {
        let id = self.base + slot as u32;
        self.order.map_or(id, |order| order[id as usize])
    }

    /// Whether a run may have values for the page.
    fn meets(&self, (first, values): &(u32, Values)) -> bool {
        let (first, base) = (*first as usize, self.base as usize);
        self.order.is_some() || (first < base + self.slots && base < first + values.len())
    }

    /// Whether any of these is for the page; with an order, whether there is any at all.
    fn has_any(&self, single: &BTreeMap<u32, Value>) -> bool {
        match self.order {
            None => single.range(self.base..self.base + self.slots as u32).next().is_some(),
            Some(_) => !single.is_empty(),
        }
    }

    /// The slots for which a run may have values.
    fn slots_of(&self, first: u32, values: &Values) -> Range<usize> {
        match self.order {
            None => {
                let (first, base) = (first as usize, self.base as usize);
                first.saturating_sub(base)..(first + values.len()).saturating_sub(base).min(self.slots)
            }
            Some(_) => 0..self.slots,
        }
    }

    /// Where each slot's value is: its run and the position there. Later runs win where they have a value.
    fn places(&self, runs: &[(u32, &Values)]) -> Vec<(u32, u32)> {
        let mut places = vec![NOWHERE; self.slots];
        for (number, &(first, values)) in runs.iter().enumerate() {
            for slot in self.slots_of(first, values) {
                if let Some(position) = self.arrival(slot).checked_sub(first).filter(|&position| values.has(position as usize)) {
                    places[slot] = (number as u32, position);
                }
            }
        }
        places
    }
}
