//! Procedures that measure each node: `graph.degree`, `graph.pagerank` and others. Each gives a row per node of its part, in
//! order of the nodes.

use super::rows::{Rows, rows};
use super::setting::{DAMPING, DIRECTION, ITERATIONS, LABELS, NORMALIZED, Setting, Settings, TOLERANCE, TYPES, WEIGHT, WITHOUT};
use super::{Error, Example, Row};
use crate::algorithm::{self, Network, PageRank, Part};
use crate::function::Context;
use crate::value::Value;

/// What names a part, a direction and weights.
static WEIGHTED: &[&Setting] = &[&LABELS, &TYPES, &DIRECTION, &WITHOUT, &WEIGHT];

/// All of them.
pub(super) static MEASURES: &[Row] = &[
    Row {
        signature: "graph.degree(config = {} :: MAP?) :: (node :: NODE, score :: NUMBER)",
        summary: "The number of relationships of each node, or the sum of their weights; a self-loop counts once.",
        settings: WEIGHTED,
        example: Example {
            query: "CALL graph.degree({types: 'MEMBER_OF', direction: 'incoming'}) YIELD node, score WHERE score > 15 RETURN node.acronym, score",
            result: "'WCO', 18; 'WTO', 16",
        },
        call: degree,
    },
    Row {
        signature: "graph.pagerank(config = {} :: MAP?) :: (node :: NODE, score :: FLOAT)",
        summary: "PageRank: the share of time that a walk along relationships, which starts anew now and then, spends at each node.",
        settings: &[&LABELS, &TYPES, &DIRECTION, &WITHOUT, &WEIGHT, &DAMPING, &ITERATIONS, &TOLERANCE],
        example: Example {
            query: "CALL graph.pagerank({labels: ['Partner', 'Forum'], types: 'MEMBER_OF'}) YIELD node, score RETURN node.acronym ORDER BY score DESC LIMIT 2",
            result: "'WCO'; 'WTO'",
        },
        call: pagerank,
    },
    Row {
        signature: "graph.betweenness(config = {} :: MAP?) :: (node :: NODE, score :: FLOAT)",
        summary: "Betweenness: through which share of the shortest paths between two others each node lies, summed over all pairs.",
        settings: &[&LABELS, &TYPES, &DIRECTION, &WITHOUT, &WEIGHT, &NORMALIZED],
        example: Example {
            query: "CALL graph.betweenness({labels: ['Partner', 'Forum'], types: 'MEMBER_OF', direction: 'both'}) YIELD node, score RETURN node.acronym ORDER BY score DESC LIMIT 1",
            result: "'WCO'",
        },
        call: betweenness,
    },
    Row {
        signature: "graph.closeness(config = {} :: MAP?) :: (node :: NODE, score :: FLOAT)",
        summary: "Closeness: how short the paths to each node are from those that reach it, and how many these are.",
        settings: WEIGHTED,
        example: Example {
            query: "CALL graph.closeness({labels: ['Partner', 'Forum'], types: 'MEMBER_OF', direction: 'both'}) YIELD node, score RETURN node.acronym ORDER BY score DESC LIMIT 1",
            result: "'WCO'",
        },
        call: closeness,
    },
    Row {
        signature: "graph.eigenvector(config = {} :: MAP?) :: (node :: NODE, score :: FLOAT)",
        summary: "Eigenvector centrality: a node scores high whose neighbours score high.",
        settings: &[&LABELS, &TYPES, &DIRECTION, &WITHOUT, &WEIGHT, &ITERATIONS, &TOLERANCE],
        example: Example {
            query: "CALL graph.eigenvector({labels: ['Partner', 'Forum'], types: 'MEMBER_OF', direction: 'both'}) YIELD node, score RETURN node.acronym ORDER BY score DESC LIMIT 1",
            result: "'WCO'",
        },
        call: eigenvector,
    },
    Row {
        signature: "graph.coreNumbers(config = {} :: MAP?) :: (node :: NODE, core :: INTEGER)",
        summary: "Core numbers: the greatest k for which each node is in a part of the graph where every node has at least k neighbours, whatever the direction.",
        settings: &[&LABELS, &TYPES, &WITHOUT],
        example: Example {
            query: "CALL graph.coreNumbers({labels: ['Partner', 'Forum'], types: 'MEMBER_OF'}) YIELD core RETURN max(core)",
            result: "4",
        },
        call: core_numbers,
    },
];

/// A row per node with its score.
fn scored<'a, T: 'a>(network: &Network<'a>, scores: Vec<T>, value: fn(T) -> Value) -> Box<dyn Rows + 'a> {
    let nodes = network.nodes().to_vec();
    rows(nodes.into_iter().zip(scores).map(move |(node, score)| [Value::Node(node), value(score)]))
}

/// A row per node of a part with its score.
fn listed<'a, T: 'a>(context: Context<'a>, part: &Part, scores: Vec<T>, value: fn(T) -> Value) -> Box<dyn Rows + 'a> {
    let view = part.view(context.graph, context.guard);
    rows(scores.into_iter().enumerate().map(move |(position, score)| [Value::Node(view.node(position)), value(score)]))
}

fn degree<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let part = Settings::new(context.graph, arguments.first()).part()?;
    let network = Network::new(context.graph, &part, context.guard)?;
    let sum = |node: usize| network.list(node).map(|place| network.weight(place)).sum::<f64>();
    if network.is_weighted() {
        return Ok(scored(&network, (0..network.len()).map(sum).collect(), Value::Float));
    }
    let counts: Vec<i64> = (0..network.len()).map(|node| network.list(node).len() as i64).collect();
    Ok(scored(&network, counts, Value::Integer))
}

fn pagerank<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let settings = Settings::new(context.graph, arguments.first());
    let damping = settings.number(&DAMPING, 0.85, |damping| (0.0..=1.0).contains(&damping))?;
    let options = PageRank { damping, tolerance: settings.tolerance()?, iterations: settings.iterations()? };
    let network = Network::new(context.graph, &settings.part()?, context.guard)?;
    Ok(scored(&network, algorithm::pagerank(&network, options)?, Value::Float))
}

fn betweenness<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let settings = Settings::new(context.graph, arguments.first());
    let part = Part { positive: true, ..settings.part()? };
    let normalized = settings.flag(&NORMALIZED)?;
    let network = Network::new(context.graph, &part, context.guard)?;
    Ok(scored(&network, algorithm::betweenness(&network, normalized)?, Value::Float))
}

fn closeness<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let part = Part { positive: true, ..Settings::new(context.graph, arguments.first()).part()? };
    let network = Network::new(context.graph, &part.reverse(), context.guard)?;
    Ok(scored(&network, algorithm::closeness(&network)?, Value::Float))
}

fn eigenvector<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let settings = Settings::new(context.graph, arguments.first());
    let part = settings.part()?;
    let scores = algorithm::eigenvector(context.graph, &part, context.guard, settings.iterations()?, settings.tolerance()?)?;
    Ok(listed(context, &part, scores, Value::Float))
}

fn core_numbers<'a>(context: Context<'a>, arguments: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    let part = Settings::new(context.graph, arguments.first()).part()?;
    let cores = algorithm::core_numbers(context.graph, &part, context.guard)?;
    Ok(listed(context, &part, cores, |core| Value::Integer(core as i64)))
}
