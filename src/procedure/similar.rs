//! Procedures that say what nodes have in common.

use super::path::node;
use super::rows::{Rows, rows};
use super::setting::{DIRECTION, LABELS, Setting, Settings, TYPES, WITHOUT};
use super::{Error, Example, Row};
use crate::algorithm::{Network, common, jaccard};
use crate::function::Context;
use crate::value::Value;

static SETTINGS: &[&Setting] = &[&LABELS, &TYPES, &DIRECTION, &WITHOUT];

/// All of them.
pub(super) static SIMILAR: &[Row] = &[
    Row {
        signature: "graph.commonNeighbours(first :: NODE, second :: NODE, config = {} :: MAP?) :: (node :: NODE)",
        summary: "The nodes that are neighbours of two nodes, the two themselves left out.",
        settings: SETTINGS,
        example: Example {
            query: "MATCH (a:Partner {name: 'Brazil'}), (b:Partner {name: 'India'}) CALL graph.commonNeighbours(a, b, {types: 'MEMBER_OF'}) YIELD node RETURN node.acronym AS forum ORDER BY forum",
            result: "'G8'; 'WCO'; 'WTO'",
        },
        call: common_neighbours,
    },
    Row {
        signature: "graph.jaccard(node :: NODE, config = {} :: MAP?) :: (other :: NODE, shared :: INTEGER, score :: FLOAT)",
        summary: "The nodes that share neighbours with a node, with their number and their share of all neighbours of both (Jaccard's measure).",
        settings: SETTINGS,
        example: Example {
            query: "MATCH (a:Partner {name: 'Brazil'}) CALL graph.jaccard(a, {labels: ['Partner', 'Forum'], types: 'MEMBER_OF'}) YIELD other, score WHERE score = 1 RETURN other.name AS partner ORDER BY partner",
            result: "'European Commission'; 'France'; 'Germany'; 'India'; 'South Africa'",
        },
        call: similar,
    },
];

fn common_neighbours<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let part = Settings::new(context.graph, arguments.get(2)).part()?;
    let network = Network::new(context.graph, &part, context.guard)?;
    let place = |position| node(arguments, position).and_then(|node| network.position(node));
    let (Some(first), Some(second)) = (place(0), place(1)) else { return Ok(rows([[]; 0])) };
    let found = common(&network, first, second);
    let nodes = network.nodes().to_vec();
    Ok(rows(found.into_iter().map(move |position| [Value::Node(nodes[position as usize])])))
}

fn similar<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let part = Settings::new(context.graph, arguments.get(1)).part()?;
    let network = Network::new(context.graph, &part, context.guard)?;
    let Some(place) = node(arguments, 0).and_then(|node| network.position(node)) else { return Ok(rows([[]; 0])) };
    let reversed = Network::new(context.graph, &part.reverse(), context.guard)?;
    let found = jaccard(&network, &reversed, place)?;
    let nodes = network.nodes().to_vec();
    let row = move |one: crate::algorithm::Similar| {
        [Value::Node(nodes[one.node as usize]), Value::Integer(i64::from(one.shared)), Value::Float(one.score)]
    };
    Ok(rows(found.into_iter().map(row)))
}
