//! Algorithms that petgraph and rustworkx-core have, run on the view as it is.

use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::visit::EdgeRef;
use rustworkx_core::centrality::eigenvector_centrality;
use rustworkx_core::connectivity;

use super::network::weight;
use super::{Error, Part};
use crate::graph::{Graph, View};
use crate::limit::{Guard, Held, Steps};
use crate::value::{Direction, NodeId, RelationshipId};

/// The group of each node of a part, by position: groups are numbered in the order of their first nodes.
fn numbered(view: &View<'_>, groups: impl IntoIterator<Item = impl IntoIterator<Item = NodeId>>) -> Vec<u32> {
    let mut of = vec![0; view.len()];
    for (number, group) in (0..).zip(groups) {
        for node in group {
            of[view.position(node)] = number;
        }
    }
    let mut names = BTreeMap::new();
    for group in &mut of {
        let next = names.len() as u32;
        *group = *names.entry(*group).or_insert(next);
    }
    of
}

/// Memory for what the libraries hold while they run, in bytes per node and relationship.
fn room<'g>(view: &View<'_>, guard: &'g Guard, per_node: usize, per_relationship: usize) -> Result<Held<'g>, Error> {
    let mut held = Held::new(guard);
    let relationships = if per_relationship > 0 { view.relationship_count() } else { 0 };
    held.grow((view.len() * per_node + relationships * per_relationship) as u64)?;
    Ok(held)
}

/// The component of each node, by position, whatever the direction of relationships.
pub fn connected(graph: &Graph, part: &Part, guard: &Guard) -> Result<Vec<u32>, Error> {
    let view = part.view(graph, guard);
    let _held = room(&view, guard, 32, 0)?;
    let groups = connectivity::connected_components(&view);
    view.stopped()?;
    Ok(numbered(&view, groups))
}

/// The strong component of each node, by position: within one, every node reaches every other.
pub fn strongly_connected(graph: &Graph, part: &Part, guard: &Guard) -> Result<Vec<u32>, Error> {
    let view = part.view(graph, guard);
    let _held = room(&view, guard, 32, 8)?;
    let groups = if part.direction == Direction::Both { kosaraju_scc(&view.undirected()) } else { kosaraju_scc(&view) };
    view.stopped()?;
    Ok(numbered(&view, groups))
}

/// The core number of each node, by position: the greatest k of a part in which every node has at least k neighbours.
/// Parallel relationships lead to one neighbour; a node with a self-loop is its own neighbour.
pub fn core_numbers(graph: &Graph, part: &Part, guard: &Guard) -> Result<Vec<usize>, Error> {
    let view = part.view(graph, guard);
    let _held = room(&view, guard, 256, 32)?;
    let cores = connectivity::core_number(view.clone());
    view.stopped()?;
    Ok((0..view.len()).map(|position| cores.get(&view.node(position)).copied().unwrap_or_default()).collect())
}

/// The eigenvector centrality of each node, by position: proportional to the sum of the centralities of the nodes from
/// which relationships lead to it, times their weights.
pub fn eigenvector(graph: &Graph, part: &Part, guard: &Guard, iterations: usize, tolerance: f64) -> Result<Vec<f64>, Error> {
    let view = part.view(graph, guard);
    let (nodes, relationships) = (view.len(), view.relationship_count());
    view.stopped()?;
    if relationships == 0 {
        return Ok(vec![1.0 / (nodes as f64).sqrt(); nodes]);
    }
    let _held = room(&view, guard, 24, 0)?;
    // The guard is asked where relationships are weighed, since a view that stops would only run idle.
    let view = view.unwatched();
    let mut steps = Steps::new(guard);
    let each = 1 + nodes / relationships;
    let mut weigh = |relationship: RelationshipId| {
        steps.take(each)?;
        part.weight.map_or(Ok(1.0), |key| weight(graph, relationship, key, part.positive))
    };
    let found = if part.direction == Direction::Both {
        eigenvector_centrality(&view.undirected(), |edge| weigh(edge.id()), Some(iterations), Some(tolerance))
    } else {
        eigenvector_centrality(&view, |edge| weigh(edge.id()), Some(iterations), Some(tolerance))
    };
    let found: Result<Option<Vec<f64>>, Error> = found;
    found?.ok_or(Error::NotConverged { algorithm: "eigenvector centrality", iterations })
}
