//! Procedures that part nodes into groups: `graph.connectedComponents`, `graph.communities`. Each gives a row per node of its
//! part, in order of the nodes; groups are numbered from 0 in the order of their first nodes.

use super::rows::{Rows, rows};
use super::setting::{DIRECTION, LABELS, RESOLUTION, Settings, TYPES, WEIGHT, WITHOUT};
use super::{Error, Example, Row};
use crate::algorithm::{self, Network, Part};
use crate::function::Context;
use crate::value::Value;

/// All of them.
pub(super) static GROUPS: &[Row] = &[
    Row {
        signature: "graph.connectedComponents(config = {} :: MAP?) :: (node :: NODE, component :: INTEGER)",
        summary: "The component of each node: nodes with a path between them, whatever the direction of its relationships, are in one.",
        settings: &[&LABELS, &TYPES, &WITHOUT],
        example: Example {
            query: "CALL graph.connectedComponents({labels: ['Partner', 'Forum'], types: 'MEMBER_OF'}) YIELD node, component WHERE node:Partner RETURN count(DISTINCT component)",
            result: "1",
        },
        call: connected,
    },
    Row {
        signature: "graph.stronglyConnectedComponents(config = {} :: MAP?) :: (node :: NODE, component :: INTEGER)",
        summary: "The strong component of each node: nodes with a path in each direction between them are in one.",
        settings: &[&LABELS, &TYPES, &DIRECTION, &WITHOUT],
        example: Example {
            query: "CALL graph.stronglyConnectedComponents({labels: 'Partner'}) YIELD component RETURN count(DISTINCT component)",
            result: "18",
        },
        call: strongly_connected,
    },
    Row {
        signature: "graph.communities(config = {} :: MAP?) :: (node :: NODE, community :: INTEGER)",
        summary: "Communities by the method of Louvain: groups within which nodes are joined more than chance would join them, whatever the direction.",
        settings: &[&LABELS, &TYPES, &WITHOUT, &WEIGHT, &RESOLUTION],
        example: Example {
            query: "CALL graph.communities({labels: ['Partner', 'Forum'], types: 'MEMBER_OF', resolution: 0.1}) YIELD node, community WHERE node:Partner RETURN count(DISTINCT community)",
            result: "1",
        },
        call: communities,
    },
];

/// A row per node of a part with the number of its group.
fn grouped<'a>(context: Context<'a>, part: &Part, groups: Vec<u32>) -> Box<dyn Rows + 'a> {
    let view = part.view(context.graph, context.guard);
    rows(groups.into_iter().enumerate().map(move |(position, group)| [Value::Node(view.node(position)), Value::Integer(i64::from(group))]))
}

fn connected<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let part = Settings::new(context.graph, arguments.first()).part()?;
    Ok(grouped(context, &part, algorithm::connected(context.graph, &part, context.guard)?))
}

fn strongly_connected<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let part = Settings::new(context.graph, arguments.first()).part()?;
    Ok(grouped(context, &part, algorithm::strongly_connected(context.graph, &part, context.guard)?))
}

fn communities<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let settings = Settings::new(context.graph, arguments.first());
    let part = settings.undirected()?;
    let resolution = settings.number(&RESOLUTION, 1.0, |resolution| resolution > 0.0 && resolution.is_finite())?;
    let network = Network::new(context.graph, &part, context.guard)?;
    Ok(grouped(context, &part, algorithm::communities(&network, resolution)?))
}
