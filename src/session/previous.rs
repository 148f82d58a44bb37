//! The last answer, for which `those` stands.

use super::Session;
use super::stage::prepare;
use crate::cypher::ast::Query;
use crate::diagnose::Diagnostics;
use crate::execute::{Answer, Parameters};
use crate::graph::Graph;
use crate::optimize::Settings;
use crate::question::{Previous, Resolved, Topic};
use crate::value::{NodeId, Value};

/// Of an answer in Cypher so many nodes are kept.
const MOST: usize = 100_000;

/// The nodes of the last answer.
#[derive(Clone, Debug)]
pub(super) enum Last {
    /// Those of a question: found when they are asked about, in the graph as it was.
    Asked { graph: Graph, query: Box<Query>, about: Option<Topic> },
    /// Those that stand in the rows.
    Nodes(Vec<NodeId>),
}

impl Last {
    /// The nodes of a question's answer; nothing where it is not made of nodes.
    pub(super) fn of_question(question: &Resolved, graph: &Graph) -> Option<Self> {
        let (query, about) = question.nodes()?;
        Some(Self::Asked { graph: graph.clone(), query: Box::new(query), about })
    }

    /// The nodes in the first column of an answer that has any.
    pub(super) fn of_rows(answer: &Answer) -> Option<Self> {
        let first = answer.row(0)?;
        let column = first.values().position(|value| matches!(value, Value::Node(_)))?;
        let mut nodes = Vec::new();
        for row in answer.rows().take(MOST) {
            if let Value::Node(node) = row.value(column) {
                nodes.push(node);
            }
        }
        nodes.sort_unstable();
        nodes.dedup();
        Some(Self::Nodes(nodes))
    }
}

/// Whether a sentence may speak of the last answer.
pub(super) fn speaks_of_last(text: &str) -> bool {
    text.split(|character: char| !character.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case("those"))
}

impl Session {
    /// Does something that answers other sentences; what `those` means, and of what may be asked why, stays as it was.
    pub(super) fn aside<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let (last, asked) = (self.last.clone(), self.asked.clone());
        let done = work(self);
        (self.last, self.asked) = (last, asked);
        done
    }

    /// The nodes of the last answer, those that are still there.
    pub(super) fn previous(&self) -> Result<Option<Previous>, Diagnostics> {
        let mut previous = match &self.last {
            None => return Ok(None),
            Some(Last::Nodes(nodes)) => Previous { nodes: nodes.clone(), about: None },
            Some(Last::Asked { graph, query, about }) => {
                let prepared = prepare(graph, query, &Settings::default())?;
                let answer = prepared.program.run(graph, &Parameters::default(), &self.guard())?;
                let node = |value: Value| if let Value::Node(node) = value { Some(node) } else { None };
                Previous { nodes: answer.rows().filter_map(|row| node(row.value(0))).collect(), about: about.clone() }
            }
        };
        previous.nodes.retain(|node| self.graph().has_node(*node));
        Ok(Some(previous))
    }
}
