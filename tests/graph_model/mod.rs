//! A naive model of a graph in ordered maps, and its comparison with the real one.

use std::collections::{BTreeMap, BTreeSet};

use legation::graph::{Degrees, Graph, Statistics, Transaction, TypeStatistics, Way};
use legation::value::{KeyId, LabelId, NodeId, RelationshipId, TypeId, Value};

type Properties = BTreeMap<KeyId, Value>;

/// Nodes and relationships with everything that they have.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub nodes: BTreeMap<NodeId, (BTreeSet<LabelId>, Properties)>,
    pub relationships: BTreeMap<RelationshipId, (NodeId, NodeId, Properties)>,
    /// Unique properties.
    pub unique: BTreeSet<(LabelId, KeyId)>,
}

/// A change. Numbers choose among what is there, with some misses.
#[derive(Clone, Debug)]
pub enum Step {
    CreateNode(BTreeSet<u16>),
    CreateRelationship(u16, u8, u8),
    DeleteNode(u8),
    DetachDeleteNode(u8),
    DeleteRelationship(u16),
    SetNodeProperty(u8, u32, Value),
    SetRelationshipProperty(u16, u32, Value),
    AddLabel(u8, u16),
    RemoveLabel(u8, u16),
    /// Reading everything in the middle.
    Snapshot,
}

fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Integer(integer), Value::Float(float)) | (Value::Float(float), Value::Integer(integer)) => *integer as f64 == *float,
        (Value::Float(left), Value::Float(right)) => left == right,
        _ => left == right && *left != Value::Null,
    }
}

impl Model {
    /// What a graph holds, by its adjacency and its property lists.
    pub fn of(graph: &Graph) -> Self {
        let mut nodes = Vec::new();
        graph.scan(None, 0, usize::MAX, &mut nodes);
        let mut model = Self { unique: graph.indexes().collect(), ..Self::default() };
        for node in nodes {
            model.nodes.insert(node, (graph.labels(node).iter().copied().collect(), graph.node_properties(node).into_iter().collect()));
            for kind in graph.types() {
                for (end, relationship) in graph.neighbours(node, kind, Way::Out).iter() {
                    let properties = graph.relationship_properties(relationship).into_iter().collect();
                    model.relationships.insert(relationship, (node, end, properties));
                }
            }
        }
        model
    }

    fn lists(&self, way: Way) -> BTreeMap<(TypeId, NodeId), Vec<(NodeId, RelationshipId)>> {
        let mut lists: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (&relationship, &(start, end, _)) in &self.relationships {
            let (from, to) = if way == Way::Out { (start, end) } else { (end, start) };
            lists.entry((relationship.kind, from)).or_default().push((to, relationship));
        }
        for list in lists.values_mut() {
            list.sort_unstable();
        }
        lists
    }

    fn attached(&self, node: NodeId) -> Vec<RelationshipId> {
        let touches = |(_, (start, end, _)): &(&RelationshipId, &(NodeId, NodeId, Properties))| *start == node || *end == node;
        self.relationships.iter().filter(touches).map(|(&relationship, _)| relationship).collect()
    }

    /// Whether a node may have these labels and properties.
    fn is_free(&self, node: NodeId, labels: &BTreeSet<LabelId>, properties: &Properties) -> bool {
        self.unique.iter().filter(|(label, _)| labels.contains(label)).all(|(label, key)| {
            let Some(value) = properties.get(key) else { return true };
            let clash = |(other, (labels, properties)): (&NodeId, &(BTreeSet<LabelId>, Properties))| {
                *other != node && labels.contains(label) && properties.get(key).is_some_and(|other| same(other, value))
            };
            !self.nodes.iter().any(clash)
        })
    }

    fn change_node(&mut self, node: NodeId, change: impl FnOnce(&mut BTreeSet<LabelId>, &mut Properties)) -> bool {
        let Some((mut labels, mut properties)) = self.nodes.get(&node).cloned() else { return false };
        change(&mut labels, &mut properties);
        let free = self.is_free(node, &labels, &properties);
        if free {
            self.nodes.insert(node, (labels, properties));
        }
        free
    }

    fn statistics(&self) -> Statistics {
        let mut labels = BTreeMap::new();
        for label in self.nodes.values().flat_map(|(labels, _)| labels) {
            *labels.entry(*label).or_default() += 1;
        }
        let mut types: BTreeMap<TypeId, TypeStatistics> = BTreeMap::new();
        let mut pairs = BTreeSet::new();
        for (relationship, &(start, end, _)) in &self.relationships {
            let entry = types.entry(relationship.kind).or_default();
            entry.count += 1;
            entry.self_loops += u64::from(start == end);
            entry.parallels += u64::from(!pairs.insert((relationship.kind, start, end)));
            for (node, counts) in [(start, &mut entry.starts), (end, &mut entry.ends)] {
                for label in &self.nodes[&node].0 {
                    *counts.entry(*label).or_default() += 1;
                }
            }
        }
        for (&kind, entry) in &mut types {
            let degrees = |way| {
                let mut degrees = Degrees::default();
                for (_, list) in self.lists(way).iter().filter(|((other, _), _)| *other == kind) {
                    *degrees.histogram.entry(list.len() as u32).or_default() += 1;
                }
                degrees
            };
            (entry.out, entry.back) = (degrees(Way::Out), degrees(Way::In));
        }
        let (nodes, relationships) = (self.nodes.len() as u64, self.relationships.len() as u64);
        Statistics { nodes, relationships, labels, types, unique: self.unique.clone(), ..Statistics::default() }
    }
}

fn set(properties: &mut Properties, key: KeyId, value: &Value) {
    if value.is_null() {
        properties.remove(&key);
    } else {
        properties.insert(key, value.clone());
    }
}

/// Does one step to both; they must agree whether it can be done.
#[expect(clippy::too_many_lines, reason = "a flat match, one arm per step")]
pub fn step(transaction: &mut Transaction<'_>, model: &mut Model, step: &Step) {
    let bound = transaction.node_bound();
    let node = |number: u8| NodeId(990 + u32::from(number) % (bound - 990 + 2));
    let known: Vec<RelationshipId> = model.relationships.keys().copied().collect();
    let relationship = |place: u16| {
        let missing = RelationshipId { kind: TypeId(1), local: 10_000 };
        known.get(usize::from(place) % (known.len() + 1)).copied().unwrap_or(missing)
    };
    let (done, expected) = match step {
        Step::CreateNode(labels) => {
            let labels: Vec<LabelId> = labels.iter().copied().map(LabelId).collect();
            let node = transaction.create_node(&labels).unwrap();
            model.nodes.insert(node, (labels.into_iter().collect(), Properties::new()));
            (node == NodeId(bound), true)
        }
        &Step::CreateRelationship(kind, start, end) => {
            let (start, end) = (node(start), node(end));
            let created = transaction.create_relationship(TypeId(kind), start, end);
            let expected = model.nodes.contains_key(&start) && model.nodes.contains_key(&end);
            if let Ok(relationship) = created {
                assert!(model.relationships.insert(relationship, (start, end, Properties::new())).is_none());
            }
            (created.is_ok(), expected)
        }
        &Step::DeleteNode(number) => {
            let node = node(number);
            let expected = model.nodes.contains_key(&node) && model.attached(node).is_empty();
            if expected {
                model.nodes.remove(&node);
            }
            (transaction.delete_node(node).is_ok(), expected)
        }
        &Step::DetachDeleteNode(number) => {
            let node = node(number);
            let attached = model.attached(node);
            for relationship in &attached {
                model.relationships.remove(relationship);
            }
            let deleted = transaction.detach_delete_node(node).map(|mut deleted| {
                deleted.sort_unstable();
                assert_eq!(deleted, attached);
            });
            (deleted.is_ok(), model.nodes.remove(&node).is_some())
        }
        &Step::DeleteRelationship(place) => {
            let relationship = relationship(place);
            (transaction.delete_relationship(relationship).is_ok(), model.relationships.remove(&relationship).is_some())
        }
        Step::SetNodeProperty(number, key, value) => {
            let (node, key) = (node(*number), KeyId(*key));
            let done = transaction.set_node_property(node, key, value.clone()).is_ok();
            (done, model.change_node(node, |_, properties| set(properties, key, value)))
        }
        Step::SetRelationshipProperty(place, key, value) => {
            let (relationship, key) = (relationship(*place), KeyId(*key));
            let entry = model.relationships.get_mut(&relationship);
            let expected = entry.map(|(_, _, properties)| set(properties, key, value)).is_some();
            (transaction.set_relationship_property(relationship, key, value.clone()).is_ok(), expected)
        }
        &Step::AddLabel(number, label) => {
            let (node, label) = (node(number), LabelId(label));
            let done = transaction.add_label(node, label).is_ok();
            (
                done,
                model.change_node(node, |labels, _| {
                    labels.insert(label);
                }),
            )
        }
        &Step::RemoveLabel(number, label) => {
            let (node, label) = (node(number), LabelId(label));
            let done = transaction.remove_label(node, label).is_ok();
            (
                done,
                model.change_node(node, |labels, _| {
                    labels.remove(&label);
                }),
            )
        }
        Step::Snapshot => {
            compare(&transaction.snapshot(), model);
            (true, true)
        }
    };
    assert_eq!(done, expected, "{step:?}");
}

/// A graph is exactly its model, statistics included.
pub fn compare(graph: &Graph, model: &Model) {
    let mut scanned = Vec::new();
    let mut from = Some(0);
    while let Some(next) = from {
        from = graph.scan(None, next, 300, &mut scanned);
    }
    assert!(scanned.iter().eq(model.nodes.keys()), "nodes");
    assert!(scanned.iter().all(|node| node.0 < graph.node_bound()));
    for (&node, (labels, properties)) in &model.nodes {
        assert!(graph.has_node(node) && graph.labels(node).iter().eq(labels), "labels of {node:?}");
        assert_eq!(&graph.node_properties(node).into_iter().collect::<Properties>(), properties, "{node:?}");
    }
    for label in (0..3).map(LabelId) {
        let mut with = Vec::new();
        graph.scan(Some(label), 0, usize::MAX, &mut with);
        assert!(with.iter().eq(model.nodes.iter().filter(|(_, (labels, _))| labels.contains(&label)).map(|(node, _)| node)));
        assert!(with.iter().all(|&node| graph.has_label(node, label)));
    }
    for way in [Way::Out, Way::In] {
        let lists = model.lists(way);
        for kind in (0..3).map(TypeId) {
            for node in (0..=graph.node_bound()).map(NodeId) {
                let list = graph.neighbours(node, kind, way);
                match lists.get(&(kind, node)) {
                    Some(expected) => assert_eq!(&list.iter().collect::<Vec<_>>(), expected),
                    None => assert!(list.is_empty()),
                }
            }
        }
    }
    for kind in (0..2).map(TypeId) {
        for local in 0..=graph.relationship_bound(kind) {
            let relationship = RelationshipId { kind, local };
            let expected = model.relationships.get(&relationship);
            assert_eq!(graph.relationship_ends(relationship), expected.map(|&(start, end, _)| (start, end)));
            let properties: Properties = graph.relationship_properties(relationship).into_iter().collect();
            assert_eq!(Some(properties), expected.map(|(_, _, properties)| properties.clone()).or(Some(Properties::new())));
        }
    }
    for &(label, key) in &model.unique {
        let own = |(&node, (labels, properties)): (&NodeId, &(BTreeSet<LabelId>, Properties))| {
            let value = properties.get(&key).filter(|_| labels.contains(&label))?;
            (!matches!(value, Value::Float(float) if float.is_nan())).then(|| (node, value.clone()))
        };
        let keys: Vec<(NodeId, Value)> = model.nodes.iter().filter_map(own).collect();
        for (node, value) in &keys {
            assert_eq!(graph.seek(label, key, value), Some(Some(*node)), "{value:?}");
        }
        for value in (990..1040).map(Value::Integer).chain(["a", "b", "ab"].map(Value::string)) {
            let expected = keys.iter().find(|(_, other)| same(other, &value)).map(|(node, _)| *node);
            assert_eq!(graph.seek(label, key, &value), Some(expected), "{value:?}");
        }
    }
    let found = Statistics { properties: Statistics::default().properties, ..graph.statistics().clone() };
    assert_eq!(found, model.statistics());
}

/// An open transaction is exactly its model.
pub fn compare_open(transaction: &Transaction<'_>, model: &Model) {
    let lists = [Way::Out, Way::In].map(|way| (way, model.lists(way)));
    for node in (985..=transaction.node_bound()).map(NodeId) {
        let expected = model.nodes.get(&node);
        assert_eq!(transaction.has_node(node), expected.is_some());
        let (labels, properties) = expected.cloned().unwrap_or_default();
        assert!(transaction.labels(node).iter().eq(&labels));
        assert_eq!(transaction.node_properties(node).into_iter().collect::<Properties>(), properties);
        assert!((0..3).map(KeyId).all(|key| transaction.node_property(node, key) == properties.get(&key).cloned().unwrap_or(Value::Null)));
        for kind in (0..2).map(TypeId) {
            for (way, lists) in &lists {
                let expected = lists.get(&(kind, node)).cloned().unwrap_or_default();
                assert_eq!(transaction.degree(node, kind, *way) as usize, expected.len());
                assert_eq!(transaction.neighbours(node, kind, *way), expected);
            }
        }
    }
    for (&relationship, (start, end, properties)) in &model.relationships {
        assert_eq!(transaction.relationship_ends(relationship), Some((*start, *end)));
        assert_eq!(&transaction.relationship_properties(relationship).into_iter().collect::<Properties>(), properties);
    }
}
