//! Algorithms of petgraph and rustworkx-core on views of a graph, against the same algorithm on a petgraph graph
//! built from the edge list. The graphs have deleted nodes, label filters, parallel relationships and self-loops.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use legation::graph::{Builder, Catalogue, Graph, Values, View, ViewOptions, Way};
use legation::value::{KeyId, LabelId, NodeId, RelationshipId, TypeId, Value};
use petgraph::algo;
use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use petgraph::visit::{
    EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, IntoEdgeReferences, IntoEdges, IntoEdgesDirected, IntoNeighborsDirected,
    IntoNodeIdentifiers, NodeIndexable,
};
use proptest::prelude::*;
use rustworkx_core::{centrality, connectivity, transitivity};

const WEIGHT: KeyId = KeyId(0);

/// What a random graph is made of.
#[derive(Clone, Debug)]
struct Recipe {
    /// Whether each node carries the second label.
    labels: Vec<bool>,
    edges: Vec<(u16, usize, usize, u8)>,
    deleted: BTreeSet<usize>,
    options: ViewOptions,
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let labels = prop::collection::vec(any::<bool>(), 1..24);
    let edges = prop::collection::vec((0_u16..3, any::<usize>(), any::<usize>(), 1_u8..9), 0..70);
    let deleted = prop::collection::btree_set(any::<usize>(), 0..4);
    let options = (
        prop::collection::vec((0_u16..2).prop_map(LabelId), 0..2),
        prop::collection::vec((0_u16..3).prop_map(TypeId), 0..3),
        prop::bool::ANY.prop_map(|turned| if turned { Way::In } else { Way::Out }),
        prop::collection::vec((0_u32..24).prop_map(NodeId), 0..3),
    );
    (labels, edges, deleted, options).prop_map(|(labels, edges, deleted, (wanted, types, way, without))| {
        let nodes = labels.len();
        Recipe {
            edges: edges.into_iter().map(|(kind, start, end, weight)| (kind, start % nodes, end % nodes, weight)).collect(),
            deleted: deleted.into_iter().map(|node| node % nodes).collect(),
            options: ViewOptions { labels: wanted, types, way, without, weight: Some(WEIGHT) },
            labels,
        }
    })
}

fn build(recipe: &Recipe) -> Graph {
    let mut builder = Builder::new(Arc::new(Catalogue::default()));
    for &second in &recipe.labels {
        builder.add_nodes(&[LabelId(u16::from(second))], 1).unwrap();
    }
    for &(kind, start, end, weight) in &recipe.edges {
        let kind = TypeId(kind);
        let added = builder.add_relationships(kind, vec![NodeId(start as u32)], vec![NodeId(end as u32)]).unwrap();
        builder.set_relationship_values(kind, added.start, WEIGHT, Values::Integer(vec![i64::from(weight)], None));
    }
    let graph = builder.finish().unwrap();
    let mut transaction = graph.begin();
    for &node in &recipe.deleted {
        transaction.detach_delete_node(NodeId(node as u32)).unwrap();
    }
    transaction.commit()
}

/// What the view should show, from the recipe alone: nodes in order, and (source, target, weight) by position.
fn expected(recipe: &Recipe) -> (Vec<usize>, Vec<(usize, usize, f64)>) {
    let ViewOptions { labels, types, way, without, .. } = &recipe.options;
    let shows = |node: &usize| {
        (labels.is_empty() || labels.contains(&LabelId(u16::from(recipe.labels[*node])))) && !without.contains(&NodeId(*node as u32))
    };
    let nodes: Vec<usize> = (0..recipe.labels.len()).filter(|node| !recipe.deleted.contains(node) && shows(node)).collect();
    let place = |node: usize| nodes.binary_search(&node).ok();
    let edges = recipe.edges.iter().filter(|(kind, ..)| types.is_empty() || types.contains(&TypeId(*kind)));
    let edges = edges.filter_map(|&(_, start, end, weight)| {
        let (start, end) = (place(start)?, place(end)?);
        Some(if *way == Way::Out { (start, end, f64::from(weight)) } else { (end, start, f64::from(weight)) })
    });
    let edges = edges.collect();
    (nodes, edges)
}

fn directed(nodes: usize, edges: &[(usize, usize, f64)]) -> DiGraph<(), f64> {
    let mut graph = DiGraph::new();
    let indices: Vec<NodeIndex> = (0..nodes).map(|_| graph.add_node(())).collect();
    for &(source, target, weight) in edges {
        graph.add_edge(indices[source], indices[target], weight);
    }
    graph
}

/// Equal but for rounding; both may be infinite, or undefined.
fn near(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-9 || left == right || (left.is_nan() && right.is_nan())
}

fn all_near(left: &[f64], right: &[f64]) {
    assert!(left.len() == right.len() && left.iter().zip(right).all(|(left, right)| near(*left, *right)), "{left:?} {right:?}");
}

fn some(values: Vec<Option<f64>>) -> Vec<f64> {
    values.into_iter().map(|value| value.unwrap_or(f64::NEG_INFINITY)).collect()
}

/// Groups of nodes, whatever their order.
fn groups<N>(groups: impl IntoIterator<Item = impl IntoIterator<Item = N>>, index: impl Fn(N) -> usize) -> BTreeSet<BTreeSet<usize>> {
    groups.into_iter().map(|group| group.into_iter().map(&index).collect()).collect()
}

/// Few cases, unless `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn directed_algorithms_agree(recipe in recipes()) {
        let graph = build(&recipe);
        let view = View::new(&graph, &recipe.options);
        let (nodes, edges) = expected(&recipe);
        let peer = directed(nodes.len(), &edges);
        let place = |node: NodeId| nodes.binary_search(&(node.0 as usize)).unwrap();

        prop_assert!(view.node_identifiers().map(place).eq(0..nodes.len()));
        prop_assert_eq!(view.edge_count(), edges.len());
        let mut found: Vec<_> = view.edge_references().map(|edge| (place(edge.source()), place(edge.target()), *edge.weight() as u8)).collect();
        let mut wanted: Vec<_> = edges.iter().map(|&(source, target, weight)| (source, target, weight as u8)).collect();
        found.sort_unstable();
        wanted.sort_unstable();
        prop_assert_eq!(found, wanted);

        let scc = groups(algo::tarjan_scc(&peer), NodeIndex::index);
        prop_assert_eq!(&groups(algo::tarjan_scc(&view), place), &scc);
        prop_assert_eq!(&groups(algo::kosaraju_scc(&view), place), &scc);
        prop_assert_eq!(algo::connected_components(&view), algo::connected_components(&peer));
        prop_assert_eq!(algo::is_cyclic_directed(&view), algo::is_cyclic_directed(&peer));
        prop_assert_eq!(algo::toposort(&view, None).is_ok(), algo::toposort(&peer, None).is_ok());
        prop_assert_eq!(
            groups(connectivity::connected_components(&view), place),
            groups(connectivity::connected_components(&peer), NodeIndex::index)
        );
        if let Some(&first) = nodes.first() {
            let from = NodeId(first as u32);
            let found: BTreeMap<_, _> = algo::dijkstra(&view, from, None, |edge| *edge.weight()).into_iter().map(|(node, cost)| (place(node), cost)).collect();
            let wanted: BTreeMap<_, _> =
                algo::dijkstra(&peer, NodeIndex::new(0), None, |edge| *edge.weight()).into_iter().map(|(node, cost)| (node.index(), cost)).collect();
            prop_assert_eq!(found, wanted);
            all_near(&algo::bellman_ford(&view, from).unwrap().distances, &algo::bellman_ford(&peer, NodeIndex::new(0)).unwrap().distances);
            all_near(&algo::page_rank(&view, 0.85, 20), &algo::page_rank(&peer, 0.85, 20));
        }
        all_near(&some(centrality::betweenness_centrality(&view, false, true, 200)), &some(centrality::betweenness_centrality(&peer, false, true, 200)));
        all_near(&some(centrality::closeness_centrality(&view, true, 200)), &some(centrality::closeness_centrality(&peer, true, 200)));
        all_near(&centrality::degree_centrality(&view, None), &centrality::degree_centrality(&peer, None));
        let cores: BTreeMap<_, _> = connectivity::core_number(view.clone()).into_iter().map(|(node, core)| (place(node), core)).collect();
        let peer_cores: BTreeMap<_, _> = connectivity::core_number(peer.clone()).into_iter().map(|(node, core)| (node.index(), core)).collect();
        prop_assert_eq!(cores, peer_cores);
    }

    #[test]
    fn undirected_algorithms_agree(recipe in recipes()) {
        let graph = build(&recipe);
        let view = View::new(&graph, &recipe.options).undirected();
        let (nodes, edges) = expected(&recipe);
        let peer: UnGraph<(), f64> = directed(nodes.len(), &edges).into_edge_type();
        let place = |node: NodeId| nodes.binary_search(&(node.0 as usize)).unwrap();

        let mut found: Vec<Vec<usize>> = Vec::new();
        let mut wanted = Vec::new();
        for (position, &node) in nodes.iter().enumerate() {
            let node = NodeId(node as u32);
            prop_assert!(view.edges(node).all(|edge| edge.source() == node));
            let incoming = view.edges_directed(node, petgraph::Incoming);
            let mut incoming: Vec<_> = incoming.map(|edge| (edge.target(), edge.source())).collect();
            incoming.sort_unstable();
            prop_assert!(incoming.iter().all(|(target, _)| *target == node));
            let mut list: Vec<_> = view.edges(node).map(|edge| place(edge.target())).collect();
            list.sort_unstable();
            prop_assert!(list.iter().copied().eq(incoming.into_iter().map(|(_, source)| place(source))));
            let mut peer_list: Vec<_> = peer.edges(NodeIndex::new(position)).map(|edge| edge.target().index()).collect();
            peer_list.sort_unstable();
            found.push(list);
            wanted.push(peer_list);
        }
        prop_assert_eq!(found, wanted);

        prop_assert_eq!(
            groups(connectivity::connected_components(&view), place),
            groups(connectivity::connected_components(&peer), NodeIndex::index)
        );
        prop_assert_eq!(algo::is_cyclic_undirected(&view), algo::is_cyclic_undirected(&peer));
        let weight = |elements: Vec<f64>| elements.into_iter().sum::<f64>();
        let tree = algo::min_spanning_tree(&view).filter_map(|element| match element {
            petgraph::data::Element::Edge { weight, .. } => Some(weight),
            petgraph::data::Element::Node { .. } => None,
        });
        let peer_tree = algo::min_spanning_tree(&peer).filter_map(|element| match element {
            petgraph::data::Element::Edge { weight, .. } => Some(weight),
            petgraph::data::Element::Node { .. } => None,
        });
        prop_assert!(near(weight(tree.collect()), weight(peer_tree.collect())));
        all_near(&some(centrality::betweenness_centrality(&view, true, false, 200)), &some(centrality::betweenness_centrality(&peer, true, false, 200)));
        all_near(&some(centrality::closeness_centrality(&view, false, 200)), &some(centrality::closeness_centrality(&peer, false, 200)));
        prop_assert!(near(transitivity::graph_transitivity(&view), transitivity::graph_transitivity(&peer)));
        let cuts = connectivity::articulation_points(&view, None).into_iter().map(place).collect::<BTreeSet<_>>();
        prop_assert_eq!(cuts, connectivity::articulation_points(&peer, None).into_iter().map(NodeIndex::index).collect::<BTreeSet<_>>());
        let cores: BTreeMap<_, _> = connectivity::core_number(view.clone()).into_iter().map(|(node, core)| (place(node), core)).collect();
        let peer_cores: BTreeMap<_, _> = connectivity::core_number(peer.clone()).into_iter().map(|(node, core)| (node.index(), core)).collect();
        prop_assert_eq!(cores, peer_cores);
    }

    #[test]
    fn indices_lead_back(recipe in recipes()) {
        let graph = build(&recipe);
        let view = View::new(&graph, &recipe.options);
        for node in view.node_identifiers() {
            prop_assert_eq!(NodeIndexable::from_index(&view, NodeIndexable::to_index(&view, node)), node);
        }
        let mut numbers = BTreeSet::new();
        for edge in view.edge_references() {
            let number = EdgeIndexable::to_index(&view, edge.id());
            prop_assert!(number < view.edge_bound() && numbers.insert(number));
            prop_assert_eq!(EdgeIndexable::from_index(&view, number), edge.id());
            prop_assert!(view.is_adjacent(&(), edge.source(), edge.target()));
            prop_assert!(view.neighbors_directed(edge.target(), petgraph::Incoming).any(|node| node == edge.source()));
            prop_assert!(view.edges_directed(edge.target(), petgraph::Incoming).any(|other| other == edge));
        }
    }
}

/// A weight that is missing or no number counts as 1.
#[test]
fn weights_default_to_one() {
    let mut builder = Builder::new(Arc::new(Catalogue::default()));
    builder.add_nodes(&[], 2).unwrap();
    builder.add_relationships(TypeId(0), vec![NodeId(0); 3], vec![NodeId(1); 3]).unwrap();
    builder.set_relationship_values(TypeId(0), 0, WEIGHT, Values::Any(vec![Value::Float(0.5), Value::string("heavy"), Value::Null]));
    let graph = builder.finish().unwrap();
    let weighted = View::new(&graph, &ViewOptions { weight: Some(WEIGHT), ..ViewOptions::default() });
    assert_eq!(weighted.edges(NodeId(0)).map(|edge| edge.weight).collect::<Vec<_>>(), [0.5, 1.0, 1.0]);
    let plain = View::new(&graph, &ViewOptions::default());
    assert!(plain.edges(NodeId(0)).all(|edge| edge.weight == 1.0));
    assert_eq!(plain.edges(NodeId(0)).map(|edge| edge.id.local).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(plain.edges(NodeId(0)).last().map(|edge| edge.id), Some(RelationshipId { kind: TypeId(0), local: 2 }));
}

/// Views are read by rustworkx-core's threads.
#[test]
fn views_are_sync() {
    fn sync<T: Send + Sync>() {}
    sync::<View<'static>>();
    sync::<legation::graph::Undirected<'static>>();
    sync::<Graph>();
}
