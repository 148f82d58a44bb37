//! A part of a graph as other graph libraries see it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use super::adjacency::{Neighbours, Way};
use super::column::Column;
use super::snapshot::Graph;
use crate::limit::{Exceeded, Guard};
use crate::value::{KeyId, LabelId, NodeId, RelationshipId, TypeId, Value};

/// Which part of a graph a view shows, and how.
#[derive(Clone, Debug)]
pub struct ViewOptions {
    /// Nodes that carry any of these labels; all nodes if empty.
    pub labels: Vec<LabelId>,
    /// Relationships of these types; all types if empty.
    pub types: Vec<TypeId>,
    /// `Out` shows relationships as they are, `In` turns them around.
    pub way: Way,
    /// Nodes that are left out.
    pub without: Vec<NodeId>,
    /// The property that is a relationship's weight. Without one, and where it is no number, the weight is 1.
    pub weight: Option<KeyId>,
}

impl Default for ViewOptions {
    /// Everything, as it is, unweighted.
    fn default() -> Self {
        Self { labels: Vec::new(), types: Vec::new(), way: Way::Out, without: Vec::new(), weight: None }
    }
}

/// One type that a view shows.
#[derive(Clone, Copy, Debug)]
struct Kind<'g> {
    id: TypeId,
    weights: Option<&'g Column>,
    /// What is added to a local number to number the relationships of all types.
    offset: usize,
}

/// Nodes of a view where they are not simply all ids.
#[derive(Debug)]
struct Listed {
    nodes: Vec<NodeId>,
    /// Position in `nodes` by id.
    positions: Vec<u32>,
}

/// What stands for a node that is not in the view.
const ABSENT: u32 = u32::MAX;

/// A part of a graph: nodes by label, relationships by type, in one direction. Petgraph's visit traits stand on it;
/// its node indices are dense also where nodes were deleted or left out.
#[derive(Clone, Debug)]
pub struct View<'g> {
    graph: &'g Graph,
    kinds: Vec<Kind<'g>>,
    way: Way,
    /// None if all ids below the bound are in the view.
    listed: Option<Arc<Listed>>,
    relationships: OnceLock<usize>,
    watch: Option<Arc<Watch<'g>>>,
}

/// Asks a guard from time to time.
#[derive(Debug)]
struct Watch<'g> {
    guard: &'g Guard,
    walks: AtomicU32,
    stopped: OnceLock<Exceeded>,
}

impl Watch<'_> {
    /// The guard is asked once in so many walks.
    const WALKS: u32 = 1024;

    /// Whether to go on.
    fn goes_on(&self) -> bool {
        if self.walks.fetch_add(1, Ordering::Relaxed).is_multiple_of(Self::WALKS)
            && let Err(exceeded) = self.guard.check()
        {
            let _ = self.stopped.set(exceeded);
        }
        self.stopped.get().is_none()
    }
}

/// A relationship as a view shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Where it comes from.
    pub source: NodeId,
    /// Where it leads.
    pub target: NodeId,
    /// Which it is.
    pub id: RelationshipId,
    /// Its weight.
    pub weight: f64,
}

/// Which relationships of a node are followed, seen from the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    Along,
    Against,
    /// Both; a self-loop once.
    Both,
}

impl Way {
    fn reverse(self) -> Self {
        match self {
            Self::Out => Self::In,
            Self::In => Self::Out,
        }
    }
}

impl<'g> View<'g> {
    /// A view of a graph.
    pub fn new(graph: &'g Graph, options: &ViewOptions) -> Self {
        let mut kinds = Vec::new();
        let mut offset = 0;
        for id in graph.types().filter(|id| options.types.is_empty() || options.types.contains(id)) {
            let weights = options.weight.and_then(|key| graph.relationship_column(id, key));
            kinds.push(Kind { id, weights, offset });
            offset += graph.relationship_bound(id) as usize;
        }
        let everything = options.labels.is_empty() && options.without.is_empty() && graph.node_count() == u64::from(graph.node_bound());
        let listed = (!everything).then(|| Arc::new(Listed::new(graph, options)));
        Self { graph, kinds, way: options.way, listed, relationships: OnceLock::new(), watch: None }
    }

    /// The same view under a guard: once that says stop, no node of the view has neighbours any more, so that an algorithm
    /// over them ends soon. Whether it was stopped is told by [`View::stopped`].
    #[must_use]
    pub fn watched(mut self, guard: &'g Guard) -> Self {
        self.watch = Some(Arc::new(Watch { guard, walks: AtomicU32::new(0), stopped: OnceLock::new() }));
        self
    }

    /// The same view without a guard.
    #[must_use]
    pub fn unwatched(mut self) -> Self {
        self.watch = None;
        self
    }

    /// An error if the guard of a watched view has stopped it: then what an algorithm found means nothing.
    pub fn stopped(&self) -> Result<(), Exceeded> {
        self.watch.as_ref().and_then(|watch| watch.stopped.get()).map_or(Ok(()), |exceeded| Err(*exceeded))
    }

    /// The graph.
    pub fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// The same view without direction.
    pub fn undirected(&self) -> Undirected<'g> {
        Undirected(self.clone())
    }

    /// Whether a node is in the view.
    pub fn contains(&self, node: NodeId) -> bool {
        self.listed.as_ref().map_or(node.0 < self.graph.node_bound(), |listed| listed.position(node) != ABSENT)
    }

    /// How many nodes are in the view.
    pub fn len(&self) -> usize {
        self.listed.as_ref().map_or(self.graph.node_bound() as usize, |listed| listed.nodes.len())
    }

    /// Whether no node is in the view.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The node at a position below the length; nodes stand in order of their ids.
    pub fn node(&self, position: usize) -> NodeId {
        self.listed.as_ref().map_or(NodeId(position as u32), |listed| listed.nodes[position])
    }

    /// The position of a node of the view.
    pub fn position(&self, node: NodeId) -> usize {
        self.listed.as_ref().map_or(node.0, |listed| listed.position(node)) as usize
    }

    /// How many relationships are in the view.
    pub fn relationship_count(&self) -> usize {
        *self.relationships.get_or_init(|| match self.listed {
            None => self.kinds.iter().map(|kind| self.graph.statistics().type_count(kind.id) as usize).sum(),
            Some(_) => self.all().count(),
        })
    }

    /// Numbers of relationships are below.
    pub(super) fn number_bound(&self) -> usize {
        self.kinds.last().map_or(0, |kind| kind.offset + self.graph.relationship_bound(kind.id) as usize)
    }

    /// The number of a relationship of the view, over all types.
    pub(super) fn number(&self, relationship: RelationshipId) -> usize {
        let found = self.kinds.binary_search_by_key(&relationship.kind, |kind| kind.id);
        found.map_or(0, |place| self.kinds[place].offset) + relationship.local as usize
    }

    /// The relationship of a number.
    pub(super) fn numbered(&self, number: usize) -> RelationshipId {
        let place = self.kinds.partition_point(|kind| kind.offset <= number).saturating_sub(1);
        let kind = self.kinds[place];
        RelationshipId { kind: kind.id, local: (number - kind.offset) as u32 }
    }

    pub(super) fn walk(&self, node: NodeId, follow: Follow) -> Walk<'_> {
        let list = Neighbours::none(TypeId(0));
        // Past the last list there is nothing.
        let next = if self.watch.as_ref().is_none_or(|watch| watch.goes_on()) { 0 } else { usize::MAX };
        Walk { view: self, node, follow, next, list, weights: None, back: false, position: 0 }
    }

    /// Every relationship of the view, once.
    pub(super) fn all(&self) -> All<'_> {
        All { view: self, nodes: 0..self.len(), walk: None }
    }

    pub(super) fn is_adjacent(&self, from: NodeId, to: NodeId) -> bool {
        let leads = |kind: &Kind<'_>| !self.graph.neighbours(from, kind.id, self.way).to(to).is_empty();
        self.contains(from) && self.contains(to) && self.kinds.iter().any(leads)
    }
}

impl Listed {
    fn new(graph: &Graph, options: &ViewOptions) -> Self {
        let without: BTreeSet<NodeId> = options.without.iter().copied().collect();
        let labelled = |node: NodeId| options.labels.is_empty() || options.labels.iter().any(|&label| graph.has_label(node, label));
        let wanted = |node: &NodeId| labelled(*node) && !without.contains(node);
        let nodes: Vec<NodeId> = graph.live().iter().filter(wanted).collect();
        let mut positions = vec![ABSENT; graph.node_bound() as usize];
        for (position, node) in nodes.iter().enumerate() {
            positions[node.0 as usize] = position as u32;
        }
        Self { nodes, positions }
    }

    fn position(&self, node: NodeId) -> u32 {
        self.positions.get(node.0 as usize).copied().unwrap_or(ABSENT)
    }
}

/// A view whose relationships lead both ways.
#[derive(Clone, Debug)]
pub struct Undirected<'g>(pub(super) View<'g>);

impl<'g> Undirected<'g> {
    /// The view with direction.
    pub fn directed(&self) -> &View<'g> {
        &self.0
    }
}

/// The relationships of one node.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    view: &'a View<'a>,
    node: NodeId,
    follow: Follow,
    /// The list to come: types, each in one or two directions.
    next: usize,
    list: Neighbours<'a>,
    weights: Option<&'a Column>,
    /// Whether the list leads against the view's direction.
    back: bool,
    position: usize,
}

impl<'a> Walk<'a> {
    /// Goes to the next list.
    fn turn(&mut self) -> Option<()> {
        let (kind, back) = match self.follow {
            Follow::Along => (self.next, false),
            Follow::Against => (self.next, true),
            Follow::Both => (self.next / 2, self.next % 2 == 1),
        };
        let view: &'a View<'a> = self.view;
        let kind = view.kinds.get(kind)?;
        let way = if back { view.way.reverse() } else { view.way };
        self.list = view.graph.neighbours(self.node, kind.id, way);
        (self.weights, self.back, self.position) = (kind.weights, back, 0);
        self.next += 1;
        Some(())
    }

    /// The next neighbour with its relationship.
    pub(super) fn step(&mut self) -> Option<(NodeId, RelationshipId)> {
        // A node outside of the view has no neighbours in it.
        if !self.view.contains(self.node) {
            return None;
        }
        loop {
            while self.position < self.list.len() {
                let (node, relationship) = (self.list.node(self.position), self.list.relationship(self.position));
                self.position += 1;
                let again = self.back && self.follow == Follow::Both && node == self.node;
                if !again && self.view.contains(node) {
                    return Some((node, relationship));
                }
            }
            self.turn()?;
        }
    }

    pub(super) fn edge(&mut self) -> Option<Edge> {
        let (node, id) = self.step()?;
        let weight = self.weights.map_or(1.0, |column| match column.value(id.local) {
            Value::Integer(weight) => weight as f64,
            Value::Float(weight) => weight,
            _ => 1.0,
        });
        // Without direction, each relationship comes from the node that was asked.
        let (source, target) = if self.follow == Follow::Against { (node, self.node) } else { (self.node, node) };
        Some(Edge { source, target, id, weight })
    }
}

/// All relationships of a view.
#[derive(Clone, Debug)]
pub struct All<'a> {
    view: &'a View<'a>,
    nodes: std::ops::Range<usize>,
    walk: Option<Walk<'a>>,
}

impl Iterator for All<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        loop {
            if let Some(edge) = self.walk.as_mut().and_then(Walk::edge) {
                return Some(edge);
            }
            let node = self.view.node(self.nodes.next()?);
            self.walk = Some(self.view.walk(node, Follow::Along));
        }
    }
}
