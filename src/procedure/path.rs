//! Procedures that find paths between two nodes. Where one of the nodes is not in the part, there are none.

use std::sync::Arc;

use super::rows::{Rows, rows, try_rows};
use super::setting::{DIRECTION, LABELS, Setting, Settings, TYPES, WEIGHT, WITHOUT};
use super::{Error, Example, Row};
use crate::algorithm::{AllShortest, Network, Route, k_shortest, steiner_tree};
use crate::function::Context;
use crate::value::{NodeId, Value};

static SETTINGS: &[&Setting] = &[&LABELS, &TYPES, &DIRECTION, &WITHOUT, &WEIGHT];

static TREE_SETTINGS: &[&Setting] = &[&LABELS, &TYPES, &WITHOUT, &WEIGHT];

/// All of them.
pub(super) static PATHS: &[Row] = &[
    Row {
        signature: "graph.allShortestPaths(start :: NODE, end :: NODE, config = {} :: MAP?) :: (path :: PATH, cost :: NUMBER)",
        summary: "All shortest paths between two nodes, by number of relationships or by the sum of their weights. Paths over different parallel relationships are different.",
        settings: SETTINGS,
        example: Example {
            query: "MATCH (a:Partner {name: 'Senegal'}), (b:Partner {name: 'Japan'}) CALL graph.allShortestPaths(a, b, {types: 'MEMBER_OF', direction: 'both'}) YIELD path, cost RETURN nodes(path)[1].acronym AS forum, cost ORDER BY forum",
            result: "'WCO', 2; 'WTO', 2",
        },
        call: all_shortest,
    },
    Row {
        signature: "graph.kShortestPaths(start :: NODE, end :: NODE, k = 3 :: INTEGER, config = {} :: MAP?) :: (index :: INTEGER, path :: PATH, cost :: NUMBER)",
        summary: "The k shortest paths between two nodes that meet no node twice, shortest first.",
        settings: SETTINGS,
        example: Example {
            query: "MATCH (a:Partner {name: 'Senegal'}), (b:Partner {name: 'Japan'}) CALL graph.kShortestPaths(a, b, 3, {types: 'MEMBER_OF', direction: 'both'}) YIELD index, cost RETURN index, cost",
            result: "1, 2; 2, 2; 3, 4",
        },
        call: k_shortest_paths,
    },
    Row {
        signature: "graph.steinerTree(nodes :: LIST, config = {} :: MAP?) :: (relationship :: RELATIONSHIP, exact :: BOOLEAN)",
        summary: "The fewest relationships, or those with the least weight, that join all of some nodes, followed both ways. For many nodes in a large graph it is not proven that there are no fewer: then `exact` is false, and there are at most twice as many.",
        settings: TREE_SETTINGS,
        example: Example {
            query: "MATCH (p:Partner) WHERE p.name IN ['Senegal', 'Russia', 'Australia'] WITH collect(p) AS partners CALL graph.steinerTree(partners, {types: 'MEMBER_OF'}) YIELD relationship RETURN endNode(relationship).acronym AS forum, startNode(relationship).name AS partner ORDER BY partner",
            result: "'WCO', 'Australia'; 'WCO', 'Russia'; 'WCO', 'Senegal'",
        },
        call: tree,
    },
];

/// The node of an argument; the signature allows nothing else.
pub(super) fn node(arguments: &[Value], position: usize) -> Option<NodeId> {
    if let Some(Value::Node(node)) = arguments.get(position) { Some(*node) } else { None }
}

/// A path and its cost, which is a count where relationships have no weights.
fn values(route: Route, weighted: bool) -> [Value; 2] {
    let cost = if weighted { Value::Float(route.cost) } else { Value::Integer(route.cost as i64) };
    [Value::Path(Arc::new(route.path)), cost]
}

fn all_shortest<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let part = Settings::new(context.graph, arguments.get(2)).part()?;
    let network = Network::new(context.graph, &part, context.guard)?;
    let place = |position| node(arguments, position).and_then(|node| network.position(node));
    let (Some(start), Some(end)) = (place(0), place(1)) else { return Ok(rows([[]; 0])) };
    let weighted = network.is_weighted();
    let reversed = Network::new(context.graph, &part.reverse(), context.guard)?;
    let routes = AllShortest::new(network, &reversed, start, end)?;
    Ok(try_rows(routes.map(move |route| Ok(values(route?, weighted)))))
}

fn k_shortest_paths<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let part = Settings::new(context.graph, arguments.get(3)).part()?;
    let k = match arguments.get(2) {
        Some(Value::Integer(k)) if *k >= 0 => usize::try_from(*k).unwrap_or(usize::MAX),
        Some(other) => return Err(Error::Setting { setting: "k", expected: "an integer that is not negative", found: other.to_string() }),
        None => 0,
    };
    let network = Network::new(context.graph, &part, context.guard)?;
    let place = |position| node(arguments, position).and_then(|node| network.position(node));
    let (Some(start), Some(end)) = (place(0), place(1)) else { return Ok(rows([[]; 0])) };
    let (weighted, found) = (network.is_weighted(), k_shortest(&network, start, end, k)?);
    Ok(rows((1..).zip(found).map(move |(index, route)| {
        let [path, cost] = values(route, weighted);
        [Value::Integer(index), path, cost]
    })))
}

fn tree<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let items = if let Some(Value::List(items)) = arguments.first() { &items[..] } else { &[] };
    let network = Network::new(context.graph, &Settings::new(context.graph, arguments.get(1)).undirected()?, context.guard)?;
    let mut places = Vec::with_capacity(items.len());
    for item in items {
        let Value::Node(node) = item else {
            return Err(Error::Setting { setting: "nodes", expected: "a list of nodes", found: item.to_string() });
        };
        let Some(place) = network.position(*node) else { return Ok(rows([[]; 0])) };
        places.push(place);
    }
    let Some(found) = steiner_tree(&network, &places)? else { return Ok(rows([[]; 0])) };
    Ok(rows(found.relationships.into_iter().map(move |relationship| [Value::Relationship(relationship), Value::Boolean(found.exact)])))
}
