//! Procedures that find paths between two nodes. Where one of the nodes is not in the part, there are none.

use std::sync::Arc;

use super::rows::{Rows, rows, try_rows};
use super::setting::{DIRECTION, LABELS, Setting, Settings, TYPES, WEIGHT, WITHOUT};
use super::{Error, Example, Row};
use crate::algorithm::{AllShortest, Network, Route, k_shortest};
use crate::function::Context;
use crate::value::{NodeId, Value};

static SETTINGS: &[&Setting] = &[&LABELS, &TYPES, &DIRECTION, &WITHOUT, &WEIGHT];

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
