//! A part of a graph as flat neighbour lists, for algorithms that go over it many times.

use petgraph::visit::{EdgeRef, IntoEdges};

use super::Error;
use crate::graph::{Graph, View, ViewOptions, Way};
use crate::limit::{Guard, Held, Steps};
use crate::value::{Direction, KeyId, LabelId, NodeId, RelationshipId, TypeId, Value};

/// A part of a graph.
#[derive(Clone, Debug)]
pub struct Part {
    /// Nodes with any of these labels; all if empty.
    pub labels: Vec<LabelId>,
    /// Relationships of any of these types; all if empty.
    pub types: Vec<TypeId>,
    /// Nodes that are left out.
    pub without: Vec<NodeId>,
    /// How relationships are followed.
    pub direction: Direction,
    /// The property that is a relationship's weight; where it is missing, the weight is 1.
    pub weight: Option<KeyId>,
    /// Whether a weight of zero is an error too.
    pub positive: bool,
}

impl Default for Part {
    /// Everything, as it is, unweighted.
    fn default() -> Self {
        Self { labels: Vec::new(), types: Vec::new(), without: Vec::new(), direction: Direction::Outgoing, weight: None, positive: false }
    }
}

impl Part {
    /// The part as a view under a guard. Both ways are the view's own and its [`View::undirected`].
    pub fn view<'g>(&self, graph: &'g Graph, guard: &'g Guard) -> View<'g> {
        let way = if self.direction == Direction::Incoming { Way::In } else { Way::Out };
        let (labels, types, without) = (self.labels.clone(), self.types.clone(), self.without.clone());
        View::new(graph, &ViewOptions { labels, types, way, without, weight: self.weight }).watched(guard)
    }

    /// The same part, followed the other way.
    #[must_use]
    pub fn reverse(&self) -> Self {
        Self { direction: self.direction.reverse(), ..self.clone() }
    }
}

/// A part of a graph: nodes by position, each with the list of what can be followed from it, in the order of the graph.
#[derive(Debug)]
pub struct Network<'g> {
    nodes: Vec<NodeId>,
    /// Where each node's list begins, and where the last ends.
    starts: Vec<usize>,
    ends: Vec<u32>,
    relationships: Vec<RelationshipId>,
    weights: Option<Vec<f64>>,
    is_undirected: bool,
    guard: &'g Guard,
    held: Held<'g>,
}

impl<'g> Network<'g> {
    /// The lists of a part of a graph, its weights checked.
    pub fn new(graph: &'g Graph, part: &Part, guard: &'g Guard) -> Result<Self, Error> {
        let view = part.view(graph, guard);
        let is_undirected = part.direction == Direction::Both;
        let mut held = Held::new(guard);
        held.grow((view.len() * (size_of::<NodeId>() + size_of::<usize>())) as u64)?;
        let mut network = Self {
            nodes: (0..view.len()).map(|position| view.node(position)).collect(),
            starts: Vec::with_capacity(view.len() + 1),
            ends: Vec::new(),
            relationships: Vec::new(),
            weights: part.weight.map(|_| Vec::new()),
            is_undirected,
            guard,
            held,
        };
        if is_undirected {
            let both = view.undirected();
            network.fill(&view, &both, graph, part)?;
        } else {
            network.fill(&view, &view, graph, part)?;
        }
        view.stopped()?;
        Ok(network)
    }

    fn fill<'a, V>(&mut self, view: &View<'_>, followed: V, graph: &Graph, part: &Part) -> Result<(), Error>
    where
        V: IntoEdges<NodeId = NodeId, EdgeId = RelationshipId> + Copy + 'a,
    {
        let each = size_of::<u32>() + size_of::<RelationshipId>() + if part.weight.is_some() { size_of::<f64>() } else { 0 };
        let mut steps = Steps::new(self.guard);
        for position in 0..self.nodes.len() {
            let before = self.ends.len();
            self.starts.push(before);
            for edge in followed.edges(self.nodes[position]) {
                self.ends.push(view.position(edge.target()) as u32);
                self.relationships.push(edge.id());
                if let (Some(weights), Some(key)) = (&mut self.weights, part.weight) {
                    weights.push(weight(graph, edge.id(), key, part.positive)?);
                }
            }
            self.held.grow(((self.ends.len() - before) * each) as u64)?;
            steps.take(self.ends.len() - before + 1)?;
        }
        self.starts.push(self.ends.len());
        Ok(())
    }

    /// How many nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are no nodes.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The nodes, by position.
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    /// The position of a node, if it is in the part.
    pub fn position(&self, node: NodeId) -> Option<usize> {
        self.nodes.binary_search(&node).ok()
    }

    /// Whether relationships are followed both ways.
    pub fn is_undirected(&self) -> bool {
        self.is_undirected
    }

    /// Whether relationships have weights.
    pub fn is_weighted(&self) -> bool {
        self.weights.is_some()
    }

    /// The places of a node's list in the lists of all.
    pub fn list(&self, node: usize) -> std::ops::Range<usize> {
        self.starts[node]..self.starts[node + 1]
    }

    /// The nodes at the far ends of a node's list.
    pub fn ends(&self, node: usize) -> &[u32] {
        &self.ends[self.list(node)]
    }

    /// The node at the far end of a place.
    pub fn end(&self, place: usize) -> usize {
        self.ends[place] as usize
    }

    /// The weight of a place.
    pub fn weight(&self, place: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[place])
    }

    /// The relationship of a place.
    pub fn relationship(&self, place: usize) -> RelationshipId {
        self.relationships[place]
    }

    /// The guard under which it was made.
    pub fn guard(&self) -> &'g Guard {
        self.guard
    }

    /// Asks for the memory of `vectors` numbers per node.
    pub(super) fn room(&self, vectors: usize) -> Result<Held<'g>, Error> {
        let mut held = Held::new(self.guard);
        held.grow((self.len() * vectors * size_of::<f64>()) as u64)?;
        Ok(held)
    }
}

/// The weight of a relationship, checked.
pub(super) fn weight(graph: &Graph, relationship: RelationshipId, key: KeyId, positive: bool) -> Result<f64, Error> {
    let value = graph.relationship_property(relationship, key);
    let (weight, expected) = match &value {
        Value::Null => return Ok(1.0),
        Value::Integer(integer) => (Some(*integer as f64), ""),
        Value::Float(float) => (Some(*float), ""),
        _ => (None, "a weight is a number"),
    };
    let expected = match weight {
        None => expected,
        Some(weight) if !weight.is_finite() => "a weight is a finite number",
        Some(weight) if weight < 0.0 => "a weight is not negative",
        Some(weight) if positive && weight == 0.0 => "a distance between different places is greater than zero",
        Some(weight) => return Ok(weight),
    };
    let catalogue = graph.catalogue();
    let (key, kind) = (catalogue.key_name(key), catalogue.type_name(relationship.kind));
    Err(Error::Weight { key, kind, found: value.to_string(), expected })
}
