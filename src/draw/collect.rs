//! What a picture shows, gathered from a graph.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::looks::Looks;
use super::model::{Beyond, Caption, Drawing, Edge, Node, Place, Role};
use crate::gap;
use crate::graph::{Graph, Way, plain};
use crate::schema::Schema;
use crate::value::{NodeId, RelationshipId, TypeId, Value};

/// Nodes and relationships for a picture, each once.
pub struct Collector<'g> {
    graph: &'g Graph,
    schema: &'g Schema,
    nodes: BTreeMap<NodeId, Role>,
    relationships: BTreeSet<RelationshipId>,
    /// What is not there, in words.
    ghosts: IndexMap<String, ()>,
    missing: BTreeSet<Missing>,
}

/// A relationship that is not there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Missing {
    from: NodeId,
    to: End,
    phrase: String,
}

/// Where it would lead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Node(NodeId),
    Ghost(usize),
}

impl<'g> Collector<'g> {
    /// Nothing yet.
    pub fn new(graph: &'g Graph, schema: &'g Schema) -> Self {
        let (nodes, relationships) = (BTreeMap::new(), BTreeSet::new());
        Self { graph, schema, nodes, relationships, ghosts: IndexMap::new(), missing: BTreeSet::new() }
    }

    /// Whether nothing was gathered.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many nodes were gathered.
    pub fn len(&self) -> usize {
        self.nodes.len() + self.ghosts.len()
    }

    /// Adds a node; one that is an answer stays one.
    pub fn node(&mut self, node: NodeId, role: Role) {
        let known = self.nodes.entry(node).or_insert(role);
        *known = (*known).min(role);
    }

    /// Adds a relationship with its ends.
    pub fn relationship(&mut self, relationship: RelationshipId) {
        if let Some((start, end)) = self.graph.relationship_ends(relationship) {
            self.node(start, Role::Related);
            self.node(end, Role::Related);
            self.relationships.insert(relationship);
        }
    }

    /// Adds every node, relationship and path in a value. The ends of a path were asked about.
    pub fn value(&mut self, value: &Value, role: Role) {
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                Value::Node(node) => self.node(*node, role),
                Value::Relationship(relationship) => self.relationship(*relationship),
                Value::Path(path) => {
                    path.nodes.iter().for_each(|node| self.node(*node, Role::Related));
                    path.nodes.first().into_iter().chain(path.nodes.last()).for_each(|node| self.node(*node, Role::Answer));
                    path.relationships.iter().for_each(|relationship| self.relationship(*relationship));
                }
                Value::List(items) => open.extend(items.iter()),
                Value::Map(map) => open.extend(map.values()),
                _ => {}
            }
        }
    }

    /// Adds a relationship that is not there, to a node that is.
    pub fn missing(&mut self, from: NodeId, to: NodeId, phrase: &str) {
        self.node(to, Role::Related);
        self.missing.insert(Missing { from, to: End::Node(to), phrase: phrase.to_owned() });
    }

    /// Adds a relationship that is not there, to what is not there either.
    pub fn absent(&mut self, from: NodeId, what: &str, phrase: &str) {
        let ghost = self.ghosts.insert_full(what.to_owned(), ()).0;
        self.missing.insert(Missing { from, to: End::Ghost(ghost), phrase: phrase.to_owned() });
    }

    fn join(&mut self, types: &[String]) {
        let catalogue = self.graph.catalogue();
        let named = |kind: &TypeId| types.is_empty() || types.iter().any(|name| **name == *catalogue.type_name(*kind));
        let types: Vec<TypeId> = self.graph.types().filter(named).collect();
        let nodes: Vec<NodeId> = self.nodes.keys().copied().collect();
        for node in nodes {
            for &kind in &types {
                let others = self.graph.neighbours(node, kind, Way::Out);
                let among = others.iter().filter(|(other, _)| self.nodes.contains_key(other)).map(|(_, relationship)| relationship);
                let among: Vec<RelationshipId> = among.collect();
                self.relationships.extend(among);
            }
        }
    }

    /// Adds the relationships of these types (of all, if none is named) between the nodes, if there are none yet.
    pub fn join_if_loose(&mut self, types: &[String]) {
        if self.relationships.is_empty() && self.missing.is_empty() {
            self.join(types);
        }
    }

    /// Leaves out of what answers are related to what is only looked up.
    pub fn drop_asides(&mut self) {
        let asides: Vec<NodeId> =
            self.nodes.iter().filter(|(node, role)| **role != Role::Answer && self.is_aside(**node)).map(|(node, _)| *node).collect();
        for node in asides {
            self.nodes.remove(&node);
        }
    }

    /// Keeps of what answers are related to only what all of them have.
    pub fn keep_shared(&mut self) {
        let answers: Vec<NodeId> = self.nodes.iter().filter(|(_, role)| **role == Role::Answer).map(|(node, _)| *node).collect();
        let ends: Vec<(NodeId, NodeId)> =
            self.relationships.iter().filter_map(|relationship| self.graph.relationship_ends(*relationship)).collect();
        let joined = |one: NodeId, other: NodeId| ends.iter().any(|ends| *ends == (one, other) || *ends == (other, one));
        self.nodes.retain(|node, role| *role == Role::Answer || answers.iter().all(|answer| joined(*answer, *node)));
    }

    /// Adds what lies around a node, so many steps far. What is only looked up, such as the sections that facts stand in, is left out.
    pub fn around(&mut self, node: NodeId, steps: usize) {
        self.node(node, Role::Answer);
        let mut edge = BTreeSet::from([node]);
        for _ in 0..steps {
            let mut next = BTreeSet::new();
            for node in edge {
                for kind in self.graph.types() {
                    for way in [Way::Out, Way::In] {
                        let found: Vec<(NodeId, RelationshipId)> = self.graph.neighbours(node, kind, way).iter().collect();
                        for (other, relationship) in found {
                            if self.is_aside(other) {
                                continue;
                            }
                            if !self.nodes.contains_key(&other) {
                                next.insert(other);
                            }
                            self.relationship(relationship);
                        }
                    }
                }
            }
            edge = next;
        }
    }

    /// Whether a node is only looked up.
    fn is_aside(&self, node: NodeId) -> bool {
        let conflicts = &self.schema.lexicon.conflicts;
        let mut names = self.graph.labels(node).iter().map(|label| self.graph.catalogue().label_name(*label));
        names.any(|name| {
            conflicts.iter().any(|conflict| *conflict.label == *name)
                || self.schema.labels.get(&*name).is_some_and(|label| label.reference || label.cited)
        })
    }

    /// The picture.
    pub fn drawing(self, caption: Caption) -> Drawing {
        let mut looks = Looks::new(self.graph, self.schema);
        let mut nodes: Vec<(Option<NodeId>, Option<String>, Node)> = Vec::with_capacity(self.len());
        for (node, role) in &self.nodes {
            let group = if *role == Role::Answer { looks.group(*node) } else { None };
            nodes.push((Some(*node), group, self.drawn(*node, *role, &mut looks)));
        }
        for what in self.ghosts.keys() {
            let look = looks.ghost();
            nodes.push((None, None, Node { label: what.clone(), role: Role::Ghost, look, ..Node::default() }));
        }
        let groups = grouped(&mut nodes);
        nodes.sort_by(|a, b| (a.2.role, a.2.group, &a.2.kind, &a.2.label, a.0).cmp(&(b.2.role, b.2.group, &b.2.kind, &b.2.label, b.0)));
        let places: BTreeMap<NodeId, usize> = nodes.iter().enumerate().filter_map(|(at, (node, ..))| Some(((*node)?, at))).collect();
        let mut edges: Vec<Edge> = self.relationships.iter().filter_map(|known| self.edge(*known, &places, &mut looks)).collect();
        edges.extend(self.absences(&nodes, &places, &mut looks));
        edges.sort_by(|a, b| (a.from, a.to, a.missing, &a.kind, &a.label).cmp(&(b.from, b.to, b.missing, &b.kind, &b.label)));
        let mut nodes: Vec<Node> = nodes.into_iter().map(|(.., node)| node).collect();
        let shown = looks.count();
        let mut beyond = self.beyond(&nodes, places, edges.len(), &mut looks);
        nodes.iter_mut().chain(&mut beyond.nodes).enumerate().for_each(|(number, node)| node.id = format!("n{}", number + 1));
        edges.iter_mut().chain(&mut beyond.edges).enumerate().for_each(|(number, edge)| edge.id = format!("e{}", number + 1));
        let facts = edges.iter().filter_map(|edge| edge.source.clone()).chain(nodes.iter().filter_map(|node| node.source.clone()));
        let sources = facts.collect::<BTreeSet<String>>().into_iter().collect();
        let doubts = nodes.iter().filter_map(|node| node.caveat.clone()).chain(edges.iter().filter_map(|edge| edge.caveat.clone()));
        let doubts: BTreeSet<String> = doubts.filter(|doubt| !caption.notes.iter().any(|note| note.ends_with(doubt.as_str()))).collect();
        let notes = caption.notes.iter().cloned().chain(doubts.into_iter().map(|doubt| format!("caveat: {doubt}"))).collect();
        let (mut node_looks, mut edge_looks) = looks.legend();
        (beyond.node_looks, beyond.edge_looks) = (node_looks.split_off(shown.0), edge_looks.split_off(shown.1));
        let edition = self.schema.edition.clone();
        let caption = Caption { edition, sources, notes, ..caption };
        Drawing { caption, nodes, edges, groups, node_looks, edge_looks, beyond }
    }

    fn drawn(&self, node: NodeId, role: Role, looks: &mut Looks<'_>) -> Node {
        let (kind, category, look) = looks.node(node);
        let value = |key: &str| self.text(&Value::Node(node), key);
        let (source, caveat) = (value("source"), value("caveat"));
        let label = gap::name(self.graph, self.schema, node);
        let mut facts = Vec::new();
        for (key, value) in self.graph.node_properties(node) {
            let key = self.graph.catalogue().key_name(key).to_string();
            let text = plain(&value, self.graph, None);
            if !is_stated(&key) && !text.is_empty() && text != label {
                facts.push((key, text));
            }
        }
        Node { id: String::new(), label, kind, category, role, source, caveat, facts, place: self.place(node, looks), group: None, look }
    }

    /// Where a node is: its own coordinates, or those of a node that it leads to.
    fn place(&self, node: NodeId, looks: &Looks<'_>) -> Option<Place> {
        let others = self.graph.types().flat_map(|kind| self.graph.neighbours(node, kind, Way::Out).iter().collect::<Vec<_>>());
        let mut holders = std::iter::once(node).chain(others.map(|(other, _)| other));
        let (holder, latitude, longitude) = holders.find_map(|holder| {
            let (latitude, longitude) = (self.degrees(holder, &LATITUDE)?, self.degrees(holder, &LONGITUDE)?);
            (latitude.abs() <= 90.0 && longitude.abs() <= 180.0).then_some((holder, latitude, longitude))
        })?;
        let own = || (holder != node).then(|| gap::name(self.graph, self.schema, holder));
        Some(Place { latitude, longitude, name: looks.group(holder).or_else(own) })
    }

    fn degrees(&self, node: NodeId, names: &[&str]) -> Option<f64> {
        names.iter().find_map(|name| match self.graph.node_property(node, self.graph.catalogue().key(name)?) {
            Value::Float(degrees) => Some(degrees),
            Value::Integer(degrees) => Some(degrees as f64),
            _ => None,
        })
    }

    fn edge(&self, relationship: RelationshipId, places: &BTreeMap<NodeId, usize>, looks: &mut Looks<'_>) -> Option<Edge> {
        let (start, end) = self.graph.relationship_ends(relationship)?;
        let (from, to) = (places.get(&start).copied()?, places.get(&end).copied()?);
        let value = |key: &str| self.text(&Value::Relationship(relationship), key);
        let (source, caveat, label) = (value("source"), value("caveat"), self.says(relationship));
        let kind = self.graph.catalogue().type_name(relationship.kind).to_string();
        let look = looks.relationship(&kind);
        Some(Edge { id: String::new(), from, to, kind, label, missing: false, source, caveat, look })
    }

    /// The relationships that are not there.
    fn absences(
        &self,
        nodes: &[(Option<NodeId>, Option<String>, Node)],
        places: &BTreeMap<NodeId, usize>,
        looks: &mut Looks<'_>,
    ) -> Vec<Edge> {
        let ghosts: BTreeMap<&str, usize> =
            nodes.iter().enumerate().filter(|(_, node)| node.0.is_none()).map(|(at, node)| (node.2.label.as_str(), at)).collect();
        let absence = |missing: &Missing| {
            let to = match &missing.to {
                End::Node(node) => places.get(node).copied(),
                End::Ghost(ghost) => self.ghosts.get_index(*ghost).and_then(|(name, ())| ghosts.get(name.as_str()).copied()),
            };
            let (from, to) = places.get(&missing.from).copied().zip(to)?;
            Some(Edge { from, to, kind: missing.phrase.clone(), missing: true, look: looks.absence(), ..Edge::default() })
        };
        self.missing.iter().filter_map(absence).collect()
    }

    /// What lies one step further, as far as [`UNFOLDED`] lets it.
    fn beyond(&self, drawn: &[Node], mut places: BTreeMap<NodeId, usize>, edges: usize, looks: &mut Looks<'_>) -> Beyond {
        let mut beyond = Beyond::default();
        let is_full = |beyond: &Beyond| drawn.len() + beyond.nodes.len() + edges + beyond.edges.len() >= UNFOLDED;
        for &node in self.nodes.keys() {
            for kind in self.graph.types() {
                for way in [Way::Out, Way::In] {
                    for (other, relationship) in self.graph.neighbours(node, kind, way).iter() {
                        if self.nodes.contains_key(&other) || self.is_aside(other) {
                            continue;
                        }
                        if is_full(&beyond) {
                            return beyond;
                        }
                        places.entry(other).or_insert_with(|| {
                            beyond.nodes.push(self.drawn(other, Role::Related, looks));
                            drawn.len() + beyond.nodes.len() - 1
                        });
                        beyond.edges.extend(self.edge(relationship, &places, looks));
                    }
                }
            }
        }
        beyond
    }

    /// What a relationship says of itself, beside where it stands.
    fn says(&self, relationship: RelationshipId) -> Option<String> {
        let catalogue = self.graph.catalogue();
        let mut said: Vec<(String, String)> = Vec::new();
        for (key, value) in self.graph.relationship_properties(relationship) {
            let key = catalogue.key_name(key).to_string();
            if let (false, Value::String(text)) = (is_stated(&key), &value)
                && text.chars().count() <= SHORT
            {
                said.push((key, text.to_string()));
            }
        }
        said.sort();
        (!said.is_empty()).then(|| said.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(", "))
    }

    fn text(&self, of: &Value, key: &str) -> Option<String> {
        let key = self.graph.catalogue().key(key)?;
        let value = match of {
            Value::Node(node) => self.graph.node_property(*node, key),
            Value::Relationship(relationship) => self.graph.relationship_property(*relationship, key),
            _ => Value::Null,
        };
        if let Value::String(text) = value { Some(text.to_string()) } else { None }
    }
}

/// Names of the properties that hold coordinates, in degrees.
const LATITUDE: [&str; 2] = ["latitude", "lat"];
const LONGITUDE: [&str; 4] = ["longitude", "lng", "lon", "long"];

/// Whether a property says where a fact stands, and nothing of what it is about.
fn is_stated(key: &str) -> bool {
    key.starts_with("source") || matches!(key, "caveat" | "derived")
}

/// Nodes and relationships of a picture with what can be unfolded, at most.
const UNFOLDED: usize = 1_000;

/// Characters that a relationship's own words may have to be written beside it.
const SHORT: usize = 40;

/// Gives nodes their groups, and gives the groups' names. One group says nothing, nor do groups of one.
fn grouped(nodes: &mut [(Option<NodeId>, Option<String>, Node)]) -> Vec<String> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    nodes.iter().filter_map(|(_, group, _)| group.clone()).for_each(|name| *names.entry(name).or_default() += 1);
    if names.len() < 2 || names.values().all(|count| *count == 1) {
        return Vec::new();
    }
    let names: Vec<String> = names.into_keys().collect();
    for (_, group, node) in nodes {
        node.group = group.as_ref().and_then(|name| names.iter().position(|known| known == name));
    }
    names
}
