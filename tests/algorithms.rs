//! Algorithms on parts of graphs: small graphs worked out by hand, and random ones (with deleted nodes, parallel
//! relationships and self-loops) against other libraries or plain definitions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use legation::algorithm::{
    AllShortest, Error, Network, PageRank, Part, Route, betweenness, closeness, common, communities, connected, core_numbers, eigenvector,
    jaccard, k_shortest, pagerank, strongly_connected,
};
use legation::graph::{Builder, Catalogue, Graph};
use legation::limit::{Exceeded, Guard, Limits};
use legation::value::{Direction, KeyId, NodeId, TypeId, Value};
use petgraph::graph::{DiGraph, UnGraph};
use proptest::prelude::*;
use rustworkx_core::centrality;

use Direction::{Both, Incoming, Outgoing};

const WEIGHT: KeyId = KeyId(0);

/// A graph of `nodes` nodes and weighted relationships of one type; some nodes are deleted.
fn build(nodes: usize, edges: &[(usize, usize, f64)], deleted: &BTreeSet<usize>) -> Graph {
    let catalogue = Arc::new(Catalogue::default());
    catalogue.intern_key("w").unwrap();
    let kind = catalogue.intern_type("T").unwrap();
    let mut builder = Builder::new(catalogue);
    builder.add_nodes(&[], nodes as u32).unwrap();
    for &(start, end, weight) in edges {
        let added = builder.add_relationships(kind, vec![NodeId(start as u32)], vec![NodeId(end as u32)]).unwrap();
        builder.set_relationship_property(kind, added.start, WEIGHT, Value::Float(weight));
    }
    let mut transaction = builder.finish().unwrap().begin();
    for &node in deleted {
        transaction.detach_delete_node(NodeId(node as u32)).unwrap();
    }
    transaction.commit()
}

fn graph(nodes: usize, edges: &[(usize, usize)]) -> Graph {
    build(nodes, &edges.iter().map(|&(start, end)| (start, end, 1.0)).collect::<Vec<_>>(), &BTreeSet::new())
}

fn part(direction: Direction) -> Part {
    Part { direction, ..Part::default() }
}

fn weighted(direction: Direction) -> Part {
    Part { direction, weight: Some(WEIGHT), ..Part::default() }
}

fn near(left: &[f64], right: &[f64]) {
    let same = |(left, right): (&f64, &f64)| (left - right).abs() < 1e-6;
    assert!(left.len() == right.len() && left.iter().zip(right).all(same), "{left:?}\n{right:?}");
}

fn between(graph: &Graph, part: &Part, normalized: bool) -> Vec<f64> {
    let guard = Guard::default();
    betweenness(&Network::new(graph, part, &guard).unwrap(), normalized).unwrap()
}

fn close(graph: &Graph, part: &Part) -> Vec<f64> {
    let guard = Guard::default();
    closeness(&Network::new(graph, &part.reverse(), &guard).unwrap()).unwrap()
}

/// Paths as their nodes.
fn nodes(routes: &[Route]) -> Vec<(Vec<u32>, f64)> {
    routes.iter().map(|route| (route.path.nodes.iter().map(|node| node.0).collect(), route.cost)).collect()
}

fn all_shortest(graph: &Graph, part: &Part, start: usize, end: usize) -> Vec<Route> {
    let guard = Guard::default();
    let network = Network::new(graph, part, &guard).unwrap();
    let reversed = Network::new(graph, &part.reverse(), &guard).unwrap();
    AllShortest::new(network, &reversed, start, end).unwrap().collect::<Result<_, _>>().unwrap()
}

fn shortest(graph: &Graph, part: &Part, start: usize, end: usize, k: usize) -> Vec<Route> {
    let guard = Guard::default();
    k_shortest(&Network::new(graph, part, &guard).unwrap(), start, end, k).unwrap()
}

#[test]
fn a_bridge_carries_what_passes_between_its_sides() {
    // 0-1-2 with 1 in the middle, and 3 behind 2.
    let path = graph(4, &[(0, 1), (1, 2), (2, 3)]);
    near(&between(&path, &part(Both), false), &[0.0, 2.0, 2.0, 0.0]);
    near(&between(&path, &part(Outgoing), false), &[0.0, 2.0, 2.0, 0.0]);
    near(&between(&path, &part(Both), true), &[0.0, 2.0 / 3.0, 2.0 / 3.0, 0.0]);
    // Two ways from 0 to 3 share it; a second relationship on one of them makes it two of three.
    near(&between(&graph(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]), &part(Outgoing), false), &[0.0, 0.5, 0.5, 0.0]);
    near(&between(&graph(4, &[(0, 1), (0, 1), (0, 2), (1, 3), (2, 3)]), &part(Outgoing), false), &[0.0, 2.0 / 3.0, 1.0 / 3.0, 0.0]);
    // A long direct way is no shortest one.
    let edges = [(0, 1, 0.1), (1, 2, 0.2), (0, 2, 0.3), (2, 3, 1.0), (0, 3, 9.0)];
    near(&between(&build(4, &edges, &BTreeSet::new()), &weighted(Outgoing), false), &[0.0, 1.0, 2.0, 0.0]);
}

#[test]
fn closeness_is_higher_in_the_middle() {
    let path = graph(4, &[(0, 1), (1, 2), (1, 1)]);
    near(&close(&path, &part(Both)), &[2.0 / 3.0 * 2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0 * 2.0 / 3.0, 0.0]);
    // Distances are taken to the node: nothing reaches the first.
    near(&close(&path, &part(Outgoing)), &[0.0, 1.0 / 3.0, 2.0 / 3.0 * 2.0 / 3.0, 0.0]);
    near(&close(&path, &part(Incoming)), &[2.0 / 3.0 * 2.0 / 3.0, 1.0 / 3.0, 0.0, 0.0]);
    let distant = build(2, &[(0, 1, 4.0)], &BTreeSet::new());
    near(&close(&distant, &weighted(Both)), &[0.25, 0.25]);
}

#[test]
fn ranks_flow_along_relationships() {
    let guard = Guard::default();
    let rank = |graph: &Graph, part: &Part| pagerank(&Network::new(graph, part, &guard).unwrap(), PageRank::default()).unwrap();
    near(&rank(&graph(3, &[(0, 1), (1, 2), (2, 0)]), &part(Outgoing)), &[1.0 / 3.0; 3]);
    // x = (1-d)/2 + d·y/2, y = (1-d)/2 + d·(x + y/2): the second has nowhere to go.
    let (damping, even) = (0.85_f64, 0.5);
    let first = (even * (1.0 - damping) + even * damping) / (1.0 + even * damping);
    near(&rank(&graph(2, &[(0, 1)]), &part(Outgoing)), &[first, 1.0 - first]);
    // Weights divide what flows.
    let forked = rank(&build(3, &[(0, 1, 3.0), (0, 2, 1.0), (1, 0, 1.0), (2, 0, 1.0)], &BTreeSet::new()), &weighted(Outgoing));
    assert!(((forked[1] - 0.05) / (forked[2] - 0.05) - 3.0).abs() < 1e-6, "{forked:?}");
    assert!(matches!(
        pagerank(&Network::new(&graph(2, &[(0, 1)]), &part(Outgoing), &guard).unwrap(), PageRank { iterations: 1, ..PageRank::default() }),
        Err(Error::NotConverged { iterations: 1, .. })
    ));
}

#[test]
fn groups_are_numbered_by_their_first_nodes() {
    let guard = Guard::default();
    let parts = graph(6, &[(4, 1), (1, 4), (2, 3), (3, 5), (5, 2), (0, 0)]);
    assert_eq!(connected(&parts, &part(Outgoing), &guard).unwrap(), [0, 1, 2, 2, 1, 2]);
    let chained = graph(5, &[(0, 1), (1, 2), (2, 1), (2, 3), (3, 4), (4, 3)]);
    assert_eq!(strongly_connected(&chained, &part(Outgoing), &guard).unwrap(), [0, 1, 1, 2, 2]);
    assert_eq!(strongly_connected(&chained, &part(Both), &guard).unwrap(), [0; 5]);
    assert_eq!(connected(&Graph::default(), &part(Both), &guard).unwrap(), [0; 0]);
}

#[test]
fn cores_need_enough_neighbours() {
    // A triangle with a tail; a parallel relationship adds no neighbour.
    let kite = graph(5, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 2)]);
    assert_eq!(core_numbers(&kite, &part(Outgoing), &Guard::default()).unwrap(), [2, 2, 2, 1, 0]);
}

#[test]
fn eigenvector_centrality_of_a_star_and_a_triangle() {
    let guard = Guard::default();
    let of = |graph: &Graph| eigenvector(graph, &part(Both), &guard, 1000, 1e-9).unwrap();
    near(&of(&graph(3, &[(0, 1), (1, 2), (2, 0)])), &[1.0 / 3.0_f64.sqrt(); 3]);
    // The middle of a star has √(leaves) times what a leaf has.
    let star = of(&graph(5, &[(0, 1), (0, 2), (0, 3), (0, 4)]));
    assert!((star[0] / star[1] - 2.0).abs() < 1e-3, "{star:?}");
    assert!(matches!(eigenvector(&graph(2, &[(0, 1)]), &part(Both), &guard, 0, 1e-9), Err(Error::NotConverged { .. })));
}

#[test]
fn communities_are_what_is_closely_joined() {
    let guard = Guard::default();
    let of = |graph: &Graph, part: &Part| communities(&Network::new(graph, part, &guard).unwrap(), 1.0).unwrap();
    // Two triangles and a bridge.
    let triangles = graph(6, &[(0, 2), (2, 4), (4, 0), (1, 3), (3, 5), (5, 1), (0, 1)]);
    assert_eq!(of(&triangles, &part(Both)), [0, 1, 0, 1, 0, 1]);
    // Strong relationships hold together what weak ones do not.
    let square = build(4, &[(0, 1, 5.0), (1, 2, 0.1), (2, 3, 5.0), (3, 0, 0.1)], &BTreeSet::new());
    assert_eq!(of(&square, &weighted(Both)), [0, 0, 1, 1]);
    assert_eq!(of(&graph(3, &[(1, 1)]), &part(Both)), [0, 1, 2]);
    // A ring of cliques.
    let mut edges = Vec::new();
    for clique in 0..6 {
        for (one, other) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
            edges.push((clique * 4 + one, clique * 4 + other));
        }
        edges.push((clique * 4, (clique + 1) % 6 * 4 + 1));
    }
    let found = of(&graph(24, &edges), &part(Both));
    assert_eq!(found, (0..24).map(|node| node / 4).collect::<Vec<u32>>());
}

#[test]
fn all_shortest_paths_are_found_once_each() {
    // Two ways of two steps, one of them with parallel relationships; a longer one; a self-loop.
    let diamond = graph(5, &[(0, 1), (0, 1), (0, 2), (1, 3), (2, 3), (0, 4), (4, 2), (1, 1)]);
    let routes = all_shortest(&diamond, &part(Outgoing), 0, 3);
    assert_eq!(nodes(&routes), [(vec![0, 1, 3], 2.0), (vec![0, 1, 3], 2.0), (vec![0, 2, 3], 2.0)]);
    assert_ne!(routes[0].path.relationships, routes[1].path.relationships);
    assert_eq!(all_shortest(&diamond, &part(Outgoing), 3, 0), []);
    assert_eq!(all_shortest(&diamond, &part(Incoming), 3, 0).len(), 3);
    assert_eq!(nodes(&all_shortest(&diamond, &part(Both), 2, 2)), [(vec![2], 0.0)]);
    // 0.1 + 0.2 is as short as 0.3, and circles without length add nothing.
    let rounded = build(5, &[(0, 1, 0.1), (1, 2, 0.2), (0, 2, 0.3), (1, 3, 0.0), (3, 1, 0.0)], &BTreeSet::new());
    assert_eq!(all_shortest(&rounded, &weighted(Outgoing), 0, 2).len(), 2);
}

#[test]
fn shortest_paths_come_in_order() {
    let net = build(5, &[(0, 1, 1.0), (1, 4, 1.0), (0, 2, 1.0), (2, 4, 2.0), (0, 4, 5.0), (1, 2, 0.5), (2, 1, 0.5)], &BTreeSet::new());
    let found = nodes(&shortest(&net, &weighted(Outgoing), 0, 4, 10));
    assert_eq!(found, [(vec![0, 1, 4], 2.0), (vec![0, 2, 1, 4], 2.5), (vec![0, 2, 4], 3.0), (vec![0, 1, 2, 4], 3.5), (vec![0, 4], 5.0)]);
    assert_eq!(nodes(&shortest(&net, &weighted(Outgoing), 0, 4, 2)), found[..2]);
    assert_eq!(shortest(&net, &weighted(Outgoing), 0, 4, 0), []);
    assert_eq!(shortest(&net, &weighted(Outgoing), 4, 0, 3), []);
    assert_eq!(shortest(&graph(2, &[(0, 1), (0, 1), (1, 0)]), &part(Both), 0, 1, 9).len(), 3);
}

#[test]
fn neighbours_in_common() {
    let guard = Guard::default();
    let net = graph(6, &[(0, 3), (0, 4), (0, 4), (1, 4), (1, 5), (1, 1), (2, 5), (0, 1), (1, 0)]);
    let network = Network::new(&net, &part(Outgoing), &guard).unwrap();
    let reversed = Network::new(&net, &part(Incoming), &guard).unwrap();
    assert_eq!(common(&network, 0, 1), [4]);
    assert_eq!(common(&network, 1, 2), [5]);
    let similar: Vec<_> = jaccard(&network, &reversed, 1).unwrap().into_iter().map(|one| (one.node, one.shared, one.score)).collect();
    assert_eq!(similar, [(0, 1, 0.2), (2, 1, 1.0 / 3.0)]);
}

#[test]
fn weights_must_mean_something() {
    let guard = Guard::default();
    let made = |weight: f64, positive: bool| {
        let net = build(2, &[(0, 1, weight)], &BTreeSet::new());
        Network::new(&net, &Part { positive, ..weighted(Outgoing) }, &guard)
            .map(|network| network.weight(0))
            .map_err(|error| error.to_string())
    };
    assert_eq!(made(2.5, true), Ok(2.5));
    assert_eq!(made(0.0, false), Ok(0.0));
    assert_eq!(made(-1.0, false), Err("the weight `w` of a relationship `T` is -1.0, but a weight is not negative".into()));
    assert_eq!(made(f64::NAN, false), Err("the weight `w` of a relationship `T` is NaN, but a weight is a finite number".into()));
    assert!(made(0.0, true).unwrap_err().ends_with("but a distance between different places is greater than zero"));
    assert!(eigenvector(&build(2, &[(0, 1, -1.0)], &BTreeSet::new()), &weighted(Outgoing), &guard, 100, 1e-6).is_err());
}

#[test]
fn limits_stop_every_algorithm() {
    let edges: Vec<_> = (0..20_000).flat_map(|node| [(node, (node + 1) % 20_000), (node, (node * 7) % 20_000)]).collect();
    let net = graph(20_000, &edges);
    let cancelled = Guard::new(Limits::default(), Arc::new(AtomicBool::new(true)));
    let interrupted = |result: Result<Vec<f64>, Error>| assert!(matches!(result, Err(Error::Exceeded(Exceeded::Interrupted))));
    let numbers = |groups: Vec<u32>| groups.into_iter().map(f64::from).collect::<Vec<_>>();
    interrupted(connected(&net, &part(Both), &cancelled).map(numbers));
    interrupted(strongly_connected(&net, &part(Both), &cancelled).map(numbers));
    interrupted(core_numbers(&net, &part(Both), &cancelled).map(|_| Vec::new()));
    interrupted(eigenvector(&net, &part(Both), &cancelled, 1_000_000, 0.0));
    interrupted(Network::new(&net, &part(Both), &cancelled).map(|_| Vec::new()));

    let short = Guard::new(Limits { time: Some(std::time::Duration::from_millis(300)), ..Limits::default() }, Arc::default());
    let network = Network::new(&net, &part(Both), &short).unwrap();
    let started = std::time::Instant::now();
    assert!(matches!(betweenness(&network, false), Err(Error::Exceeded(Exceeded::Time(_)))));
    assert!(matches!(closeness(&network), Err(Error::Exceeded(Exceeded::Time(_)))));
    assert!(matches!(pagerank(&network, PageRank { iterations: 1_000_000, tolerance: 0.0, damping: 0.9 }), Err(Error::Exceeded(_))));
    assert!(matches!(communities(&network, 1.0), Err(Error::Exceeded(_))));
    assert!(started.elapsed().as_secs() < 20);

    let small = Guard::new(Limits { memory: 100_000, ..Limits::default() }, Arc::default());
    assert!(matches!(Network::new(&net, &part(Both), &small), Err(Error::Exceeded(Exceeded::Memory(_)))));
    assert!(matches!(connected(&net, &part(Both), &small), Err(Error::Exceeded(Exceeded::Memory(_)))));
}

/// A random graph: nodes, weighted edges, deleted nodes.
type Recipe = (usize, Vec<(usize, usize, f64)>, BTreeSet<usize>);

fn recipes(nodes: usize, edges: usize) -> impl Strategy<Value = Recipe> {
    let edges = prop::collection::vec((any::<usize>(), any::<usize>(), 1_u8..6), 0..edges);
    (2..nodes, edges, prop::collection::btree_set(any::<usize>(), 0..3)).prop_map(|(nodes, edges, deleted)| {
        let edges = edges.into_iter().map(|(start, end, weight)| (start % nodes, end % nodes, f64::from(weight))).collect();
        (nodes, edges, deleted.into_iter().map(|node| node % nodes).collect())
    })
}

/// The nodes that are left, and the edges between them by position.
fn left((nodes, edges, deleted): &Recipe) -> (Vec<usize>, Vec<(usize, usize, f64)>) {
    let nodes: Vec<usize> = (0..*nodes).filter(|node| !deleted.contains(node)).collect();
    let place = |node: usize| nodes.binary_search(&node).ok();
    let edges = edges.iter().filter_map(|&(start, end, weight)| Some((place(start)?, place(end)?, weight))).collect();
    (nodes, edges)
}

fn numbers(values: Vec<Option<f64>>) -> Vec<f64> {
    values.into_iter().map(Option::unwrap).collect()
}

/// Every path from one node to another that meets no node twice, by its cost.
fn simple_paths(count: usize, edges: &[(usize, usize, f64)], from: usize, to: usize) -> Vec<f64> {
    fn walk(at: usize, to: usize, cost: f64, edges: &[(usize, usize, f64)], seen: &mut Vec<bool>, found: &mut Vec<f64>) {
        if at == to {
            found.push(cost);
            return;
        }
        seen[at] = true;
        for &(start, end, weight) in edges {
            if start == at && !seen[end] {
                walk(end, to, cost + weight, edges, seen, found);
            }
        }
        seen[at] = false;
    }
    let mut found = Vec::new();
    walk(from, to, 0.0, edges, &mut vec![false; count], &mut found);
    found.sort_by(f64::total_cmp);
    found
}

/// How much more is joined within groups than chance would join.
fn modularity(count: usize, edges: &[(usize, usize, f64)], groups: &[u32]) -> f64 {
    let all: f64 = edges.iter().map(|(_, _, weight)| 2.0 * weight).sum();
    let (mut inside, mut strengths) = (0.0, vec![0.0; count]);
    for &(start, end, weight) in edges {
        strengths[start] += weight;
        strengths[end] += weight;
        inside += if groups[start] == groups[end] { 2.0 * weight } else { 0.0 };
    }
    let mut totals: BTreeMap<u32, f64> = BTreeMap::new();
    for (node, strength) in strengths.iter().enumerate() {
        *totals.entry(groups[node]).or_default() += strength;
    }
    inside / all - totals.values().map(|total| (total / all).powi(2)).sum::<f64>()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn centralities_agree_with_the_other_library(recipe in recipes(16, 50)) {
        let net = build(recipe.0, &recipe.1, &recipe.2);
        let (kept, edges) = left(&recipe);
        let mut directed = DiGraph::<(), f64>::new();
        let mut undirected = UnGraph::<(), f64>::new_undirected();
        for _ in &kept {
            directed.add_node(());
            undirected.add_node(());
        }
        for &(start, end, weight) in &edges {
            directed.add_edge((start as u32).into(), (end as u32).into(), weight);
            undirected.add_edge((start as u32).into(), (end as u32).into(), weight);
        }
        for normalized in [false, true] {
            if kept.len() > 2 {
                near(&between(&net, &part(Outgoing), normalized), &numbers(centrality::betweenness_centrality(&directed, false, normalized, usize::MAX)));
                near(&between(&net, &part(Both), normalized), &numbers(centrality::betweenness_centrality(&undirected, false, normalized, usize::MAX)));
            }
        }
        near(&close(&net, &part(Outgoing)), &numbers(centrality::closeness_centrality(&directed, true, usize::MAX)));
        near(&close(&net, &part(Both)), &numbers(centrality::closeness_centrality(&undirected, true, usize::MAX)));

        // Lengths that are all 1 are no lengths.
        let even = build(recipe.0, &recipe.1.iter().map(|&(start, end, _)| (start, end, 1.0)).collect::<Vec<_>>(), &recipe.2);
        near(&between(&even, &weighted(Both), false), &between(&net, &part(Both), false));
        near(&close(&even, &weighted(Outgoing)), &close(&net, &part(Outgoing)));
    }

    #[test]
    fn paths_are_all_the_paths_there_are(recipe in recipes(7, 14), from in any::<usize>(), to in any::<usize>()) {
        let net = build(recipe.0, &recipe.1, &recipe.2);
        let (kept, edges) = left(&recipe);
        prop_assume!(!kept.is_empty());
        let (from, to) = (from % kept.len(), to % kept.len());
        let expected = simple_paths(kept.len(), &edges, from, to);
        let found = shortest(&net, &weighted(Outgoing), from, to, 10_000);
        prop_assert_eq!(found.iter().map(|route| route.cost).collect::<Vec<_>>(), expected.clone());
        let distinct: BTreeSet<_> = found.iter().map(|route| route.path.relationships.clone()).collect();
        prop_assert_eq!(distinct.len(), found.len());
        let best: Vec<f64> = expected.iter().copied().take_while(|cost| *cost == expected[0]).collect();
        prop_assert_eq!(all_shortest(&net, &weighted(Outgoing), from, to).iter().map(|route| route.cost).collect::<Vec<_>>(), best);
    }

    #[test]
    fn communities_are_never_worse_than_single_nodes(recipe in recipes(20, 60)) {
        let net = build(recipe.0, &recipe.1, &recipe.2);
        let (kept, edges) = left(&recipe);
        prop_assume!(!edges.is_empty());
        let guard = Guard::default();
        let network = Network::new(&net, &weighted(Both), &guard).unwrap();
        let groups = communities(&network, 1.0).unwrap();
        let alone: Vec<u32> = (0..kept.len() as u32).collect();
        let found = modularity(kept.len(), &edges, &groups);
        prop_assert!(found + 1e-9 >= modularity(kept.len(), &edges, &alone));
        prop_assert!(found + 1e-9 >= modularity(kept.len(), &edges, &vec![0; kept.len()]));
        prop_assert_eq!(groups, communities(&network, 1.0).unwrap());
    }

    #[test]
    fn ranks_solve_their_equation(recipe in recipes(16, 40)) {
        let net = build(recipe.0, &recipe.1, &recipe.2);
        let (kept, edges) = left(&recipe);
        prop_assume!(!kept.is_empty());
        let guard = Guard::default();
        let ranks = pagerank(&Network::new(&net, &weighted(Outgoing), &guard).unwrap(), PageRank::default()).unwrap();
        prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let out = |node: usize| edges.iter().filter(|edge| edge.0 == node).map(|edge| edge.2).sum::<f64>();
        let stuck: f64 = (0..kept.len()).filter(|&node| out(node) == 0.0).map(|node| ranks[node]).sum();
        let expected: Vec<f64> = (0..kept.len()).map(|node| {
            let flow: f64 = edges.iter().filter(|edge| edge.1 == node).map(|edge| ranks[edge.0] * edge.2 / out(edge.0)).sum();
            0.15 / kept.len() as f64 + 0.85 * (flow + stuck / kept.len() as f64)
        }).collect();
        near(&ranks, &expected);
    }
}

#[test]
fn types_and_nodes_can_be_left_out() {
    let net = graph(4, &[(0, 1), (1, 2), (2, 3)]);
    near(&between(&net, &Part { without: vec![NodeId(0)], ..part(Both) }, false), &[0.0, 1.0, 0.0]);
    let without = Part { without: vec![NodeId(1)], ..part(Both) };
    near(&between(&net, &without, false), &[0.0; 3]);
    assert_eq!(connected(&net, &without, &Guard::default()).unwrap(), [0, 1, 1]);
    let other = Part { types: vec![TypeId(7)], ..part(Both) };
    assert_eq!(connected(&net, &other, &Guard::default()).unwrap(), [0, 1, 2, 3]);
}
