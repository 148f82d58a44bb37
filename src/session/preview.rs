//! What a text would give, without an answer: for whoever shows it while it is written.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::stage::prepare_with;
use super::{Request, Session};
use crate::cypher::ast::Query;
use crate::cypher::{looks_like_cypher, parse};
use crate::execute::{Answer, Parameters, Row};
use crate::limit::{Guard, Limits};
use crate::optimize::Settings;
use crate::question::{self, Resolved};
use crate::value::{NodeId, Value};

/// The nodes that a question gives.
#[derive(Clone, Debug)]
pub struct Members {
    /// The plural of what it asks for.
    pub about: String,
    /// How many conditions it has.
    pub conditions: usize,
    /// The nodes.
    pub all: BTreeSet<NodeId>,
    /// The nodes without its last condition, if it has one.
    pub without_last: Option<BTreeSet<NodeId>>,
}

impl Session {
    /// The number of rows that a text would give, if it is a sentence that only reads and this is known within `time`.
    pub fn rows(&self, text: &str, request: &Request, time: Duration) -> Option<u64> {
        catch_unwind(AssertUnwindSafe(|| self.counted(text, request, time))).ok().flatten()
    }

    /// The answer to a query that only reads, if it is known within `time`.
    pub fn glance(&self, text: &str, time: Duration) -> Option<Answer> {
        let guard = Guard::new(Limits { time: Some(time), ..Limits::default() }, Arc::default());
        let prepared = prepare_with(self.graph(), &parse(text).ok()?, &self.procedures, &Settings::default()).ok()?;
        if prepared.program.writes() {
            return None;
        }
        prepared.program.run(self.graph(), &Parameters::default(), &guard).ok()
    }

    /// The nodes that a question would give, if it asks for nodes and this is known within `time`.
    pub fn members(&self, text: &str, request: &Request, time: Duration) -> Option<Members> {
        catch_unwind(AssertUnwindSafe(|| self.found(text, request, time))).ok().flatten()
    }

    fn found(&self, text: &str, request: &Request, time: Duration) -> Option<Members> {
        let question = self.question_by(question::read, text, request).ok()?;
        let guard = Guard::new(Limits { time: Some(time), ..Limits::default() }, Arc::default());
        let nodes = |query| self.nodes_of(&query, &guard);
        let conditions = question.conditions.len();
        let all = nodes(question.members()?)?;
        let without_last = conditions.checked_sub(1).and_then(|last| question.members_without(last)).and_then(nodes);
        Some(Members { about: question.about, conditions, all, without_last })
    }

    /// The nodes in the first column of a query's answer.
    fn nodes_of(&self, query: &Query, guard: &Guard) -> Option<BTreeSet<NodeId>> {
        let prepared = prepare_with(self.graph(), query, &self.procedures, &Settings::default()).ok()?;
        let answer = prepared.program.run(self.graph(), &Parameters::default(), guard).ok()?;
        let node = |row: Row<'_>| if let Value::Node(node) = row.value(0) { Some(node) } else { None };
        Some(answer.rows().filter_map(node).collect())
    }

    fn counted(&self, text: &str, request: &Request, time: Duration) -> Option<u64> {
        // The limit holds for all of it: what is left of it after reading is what counting may take.
        let guard = Guard::new(Limits { time: Some(time), ..Limits::default() }, Arc::default());
        // Nobody is told what was meant by a sentence that has no meaning: looking for it takes the longest.
        let question = if looks_like_cypher(text) { None } else { Some(self.question_by(question::read, text, request).ok()?) };
        // Where a question has no query that only counts, its rows are counted.
        let counting = question.as_ref().and_then(Resolved::count);
        let counts = counting.is_some();
        let query = match (counting, &question) {
            (Some(query), _) => query,
            (None, Some(question)) => question.query.clone(),
            (None, None) => parse(text).ok()?,
        };
        let prepared = prepare_with(self.graph(), &query, &self.procedures, &Settings::default()).ok()?;
        if prepared.program.writes() {
            return None;
        }
        let parameters = if question.is_none() { request.parameters.clone() } else { Parameters::default() };
        let answer = prepared.program.run(self.graph(), &parameters, &guard).ok()?;
        if !counts {
            return Some(answer.len() as u64);
        }
        match answer.row(0)?.value(0) {
            Value::Integer(count) => u64::try_from(count).ok(),
            _ => None,
        }
    }
}
