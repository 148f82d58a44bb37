//! Petgraph's visit traits on views, so that the algorithms of petgraph and rustworkx-core run on a graph as it is.

use petgraph::visit::{
    Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoEdgesDirected,
    IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable,
    VisitMap, Visitable,
};
use petgraph::{Direction, EdgeType};

use super::view::{All, Edge, Follow, Undirected, View, Walk};
use crate::value::{NodeId, RelationshipId};

/// Nodes that an algorithm has seen.
#[derive(Clone, Debug, Default)]
pub struct Visited(Vec<u64>);

impl VisitMap<NodeId> for Visited {
    fn visit(&mut self, node: NodeId) -> bool {
        let fresh = !self.is_visited(&node);
        if let Some(word) = self.0.get_mut(node.0 as usize / 64) {
            *word |= 1 << (node.0 % 64);
        }
        fresh
    }

    fn is_visited(&self, node: &NodeId) -> bool {
        self.0.get(node.0 as usize / 64).is_some_and(|word| word >> (node.0 % 64) & 1 == 1)
    }

    fn unvisit(&mut self, node: NodeId) -> bool {
        let seen = self.is_visited(&node);
        if let Some(word) = self.0.get_mut(node.0 as usize / 64) {
            *word &= !(1 << (node.0 % 64));
        }
        seen
    }
}

impl EdgeRef for Edge {
    type NodeId = NodeId;
    type EdgeId = RelationshipId;
    type Weight = f64;

    fn source(&self) -> NodeId {
        self.source
    }

    fn target(&self) -> NodeId {
        self.target
    }

    fn weight(&self) -> &f64 {
        &self.weight
    }

    fn id(&self) -> RelationshipId {
        self.id
    }
}

/// The nodes of a view.
#[derive(Clone, Debug)]
pub struct Nodes<'a> {
    view: &'a View<'a>,
    positions: std::ops::Range<usize>,
}

impl Iterator for Nodes<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        self.positions.next().map(|position| self.view.node(position))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.positions.size_hint()
    }
}

/// The nodes of a view, each with its weight of nothing.
#[derive(Clone, Debug)]
pub struct NodeReferences<'a>(Nodes<'a>);

impl<'a> Iterator for NodeReferences<'a> {
    type Item = (NodeId, &'a ());

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|node| (node, &()))
    }
}

/// The neighbours of a node in a view.
#[derive(Clone, Debug)]
pub struct Adjacent<'a>(Walk<'a>);

impl Iterator for Adjacent<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        self.0.step().map(|(node, _)| node)
    }
}

/// The relationships of a node in a view.
#[derive(Clone, Debug)]
pub struct Edges<'a> {
    walk: Walk<'a>,
    /// Whether each is shown as leading to the node that was asked.
    turned: bool,
}

impl Iterator for Edges<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        let edge = self.walk.edge()?;
        Some(if self.turned { Edge { source: edge.target, target: edge.source, ..edge } } else { edge })
    }
}

/// The traits for one kind of view: which relationships lead on, which lead back, and how to get at the view.
macro_rules! visit {
    ($type:ident, $edges:ty, $inner:expr, $along:expr, $against:expr, $turned:expr) => {
        impl GraphBase for $type<'_> {
            type NodeId = NodeId;
            type EdgeId = RelationshipId;
        }

        impl Data for $type<'_> {
            type NodeWeight = ();
            type EdgeWeight = f64;
        }

        impl GraphProp for $type<'_> {
            type EdgeType = $edges;
        }

        impl NodeCount for $type<'_> {
            fn node_count(&self) -> usize {
                inner(self, $inner).len()
            }
        }

        impl EdgeCount for $type<'_> {
            fn edge_count(&self) -> usize {
                inner(self, $inner).relationship_count()
            }
        }

        impl NodeIndexable for $type<'_> {
            fn node_bound(&self) -> usize {
                inner(self, $inner).len()
            }

            fn to_index(&self, node: NodeId) -> usize {
                inner(self, $inner).position(node)
            }

            fn from_index(&self, index: usize) -> NodeId {
                inner(self, $inner).node(index)
            }
        }

        impl NodeCompactIndexable for $type<'_> {}

        impl EdgeIndexable for $type<'_> {
            fn edge_bound(&self) -> usize {
                inner(self, $inner).number_bound()
            }

            fn to_index(&self, relationship: RelationshipId) -> usize {
                inner(self, $inner).number(relationship)
            }

            fn from_index(&self, index: usize) -> RelationshipId {
                inner(self, $inner).numbered(index)
            }
        }

        impl Visitable for $type<'_> {
            type Map = Visited;

            fn visit_map(&self) -> Visited {
                Visited(vec![0; (inner(self, $inner).graph().node_bound() as usize).div_ceil(64)])
            }

            fn reset_map(&self, map: &mut Visited) {
                *map = self.visit_map();
            }
        }

        impl GetAdjacencyMatrix for $type<'_> {
            type AdjMatrix = ();

            fn adjacency_matrix(&self) {}

            fn is_adjacent(&self, _matrix: &(), from: NodeId, to: NodeId) -> bool {
                let view = inner(self, $inner);
                view.is_adjacent(from, to) || (!<$edges>::is_directed() && view.is_adjacent(to, from))
            }
        }

        impl<'a> IntoNodeIdentifiers for &'a $type<'_> {
            type NodeIdentifiers = Nodes<'a>;

            fn node_identifiers(self) -> Nodes<'a> {
                let view = inner(self, $inner);
                Nodes { view, positions: 0..view.len() }
            }
        }

        impl<'a> IntoNodeReferences for &'a $type<'_> {
            type NodeRef = (NodeId, &'a ());
            type NodeReferences = NodeReferences<'a>;

            fn node_references(self) -> NodeReferences<'a> {
                NodeReferences(self.node_identifiers())
            }
        }

        impl<'a> IntoNeighbors for &'a $type<'_> {
            type Neighbors = Adjacent<'a>;

            fn neighbors(self, node: NodeId) -> Adjacent<'a> {
                Adjacent(inner(self, $inner).walk(node, $along))
            }
        }

        impl<'a> IntoNeighborsDirected for &'a $type<'_> {
            type NeighborsDirected = Adjacent<'a>;

            fn neighbors_directed(self, node: NodeId, direction: Direction) -> Adjacent<'a> {
                let follow = if direction == Direction::Outgoing { $along } else { $against };
                Adjacent(inner(self, $inner).walk(node, follow))
            }
        }

        impl<'a> IntoEdgeReferences for &'a $type<'_> {
            type EdgeRef = Edge;
            type EdgeReferences = All<'a>;

            fn edge_references(self) -> All<'a> {
                inner(self, $inner).all()
            }
        }

        impl<'a> IntoEdges for &'a $type<'_> {
            type Edges = Edges<'a>;

            fn edges(self, node: NodeId) -> Edges<'a> {
                Edges { walk: inner(self, $inner).walk(node, $along), turned: false }
            }
        }

        impl<'a> IntoEdgesDirected for &'a $type<'_> {
            type EdgesDirected = Edges<'a>;

            fn edges_directed(self, node: NodeId, direction: Direction) -> Edges<'a> {
                let (follow, turned) = if direction == Direction::Outgoing { ($along, false) } else { ($against, $turned) };
                Edges { walk: inner(self, $inner).walk(node, follow), turned }
            }
        }
    };
}

/// Applies a way to get at the view, with the lifetime of the borrow.
fn inner<'a, 'g, T>(from: &'a T, get: impl Fn(&'a T) -> &'a View<'g>) -> &'a View<'g> {
    get(from)
}

visit!(View, petgraph::Directed, |view| view, Follow::Along, Follow::Against, false);
visit!(Undirected, petgraph::Undirected, |view| &view.0, Follow::Both, Follow::Both, true);
