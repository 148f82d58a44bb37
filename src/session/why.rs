//! `why X`, `why not X` and `near misses`, of a question or a Cypher query, or of the last answer.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ask::{Meaning, Mode};
use super::previous::{Last, speaks_of_last};
use super::stage::prepare_with;
use super::{Reply, Request, Session};
use crate::cypher::ast::Query;
use crate::cypher::{looks_like_cypher, parse};
use crate::diagnose::Diagnostics;
use crate::execute::Parameters;
use crate::explain::{self, Asking, Error};
use crate::graph::Graph;
use crate::limit::Guard;
use crate::optimize::Settings;
use crate::question::{self, Account, Accounted, Asked, Data, Options, Presentation, Resolved};
use crate::schema::{Lexicon, Schema};
use crate::value::{NodeId, Value};

/// Of what an answer is to be explained.
pub(super) struct Explained {
    pub(super) accounted: Accounted,
    /// Parameters of a query.
    parameters: Parameters,
}

impl Session {
    /// The answer to a sentence that asks about an answer; nothing if it is another.
    pub(super) fn why(&mut self, mode: Mode, text: &str, request: &Request, guard: &Guard) -> Result<Option<Reply>, Diagnostics> {
        if !may_ask_why(text) {
            return Ok(None);
        }
        let (head, query) = in_cypher(text);
        self.check(request)?;
        let spoken = self.spoken(request)?;
        let previous = if speaks_of_last(text) { self.previous()? } else { None };
        let options = Options { previous, widenings: request.options.iter().cloned().collect(), ..Options::default() };
        let data = Data { schema: &self.schema, graph: self.graph(), vocabulary: self.vocabulary() };
        let Some(why) = question::why(head, data, &options)? else { return Ok(None) };
        let explained = match (query, why.about, &self.asked) {
            (Some(query), ..) => of_query(&parse(&query)?, request, &self.schema.lexicon)?,
            (None, question::Explained::Path(accounted), _) => Explained { accounted: *accounted, parameters: Parameters::default() },
            (None, question::Explained::Question(question), _) => of_question(&question)?,
            (None, question::Explained::Last, Some(last)) => match &last.question {
                Some(question) => of_question(question)?,
                None => of_query(&last.query, request, &self.schema.lexicon)?,
            },
            (None, question::Explained::Last, None) => return Err(Error::NoAnswer.into()),
        };
        if mode != Mode::Answer {
            return self.text_reply("cypher", cypher(&explained.accounted.account), guard).map(Some);
        }
        let reply = match why.asked {
            Asked::Why { denied, node } => self.why_node(denied, node, &explained, &spoken, guard)?,
            Asked::NearMisses => self.near_misses(&explained, &spoken, guard)?,
        };
        Ok(Some(reply))
    }

    fn why_node(&self, denied: bool, node: NodeId, explained: &Explained, spoken: &Schema, guard: &Guard) -> Result<Reply, Diagnostics> {
        let account = &explained.accounted.account;
        let graph = self.graph();
        let run = self.running(graph, explained, guard);
        let asking = Asking::new(graph, spoken, &run);
        let findings = explain::why(account, node, &asking)?;
        let is_member = asking.is_among(&account.members, node)?;
        let name = crate::gap::name(graph, spoken, node);
        let (changes, notes) = if denied && !is_member && !account.in_order {
            self.changes(&name, node, explained, &findings, guard)?
        } else {
            (Vec::new(), Vec::new())
        };
        let rows = explain::why_rows(&findings, &changes).into_iter().map(Value::list).collect();
        let answer = self.with_columns(explain::WHY.into_iter(), rows, guard)?;
        let word = if denied { "why not" } else { "why" };
        let understood = Some(format!("{word} {name} in {}", explained.accounted.understood));
        let mut reply = Reply { understood, presentation: Presentation::Why { name: name.clone(), is_member }, ..Reply::of(answer) };
        reply.notes.extend(notes.into_iter().chain(explained.accounted.notes.iter().cloned()));
        let caveats = findings.iter().flat_map(|finding| &finding.facts.caveats);
        reply.doubt(asking.caveat(&Value::Node(node)).iter().chain(caveats));
        reply.notes.extend(self.schema.edition.clone());
        Ok(reply)
    }

    fn near_misses(&mut self, explained: &Explained, spoken: &Schema, guard: &Guard) -> Result<Reply, Diagnostics> {
        let graph = self.graph().clone();
        let misses = {
            let run = self.running(&graph, explained, guard);
            explain::near_misses(&explained.accounted.account, &Asking::new(&graph, spoken, &run))?
        };
        let rows = explain::near_rows(&misses).into_iter().map(Value::list).collect();
        let answer = self.with_columns(explain::NEAR_MISSES.into_iter(), rows, guard)?;
        let understood = Some(format!("near misses of {}", explained.accounted.understood));
        let mut reply = Reply { understood, presentation: Presentation::NearMisses, ..Reply::of(answer) };
        reply.notes.extend(explained.accounted.notes.iter().cloned());
        reply.notes.extend(self.schema.edition.clone());
        let nodes: BTreeSet<NodeId> = misses.iter().map(|miss| miss.node).collect();
        self.last = Some(Last::Nodes(nodes.into_iter().collect()));
        Ok(reply)
    }

    /// Runs queries over a graph.
    pub(super) fn running<'a>(
        &'a self,
        graph: &'a Graph,
        explained: &'a Explained,
        guard: &'a Guard,
    ) -> impl Fn(&Query, &Parameters) -> Result<crate::execute::Answer, Diagnostics> + 'a {
        move |query, parameters| {
            let mut all = explained.parameters.clone();
            all.extend(parameters.iter().map(|(name, value)| (name.clone(), value.clone())));
            prepare_with(graph, query, &self.procedures, &Settings::default())?.program.run(graph, &all, guard)
        }
    }

    /// Keeps a question or a query, so that it can be asked about.
    pub(super) fn keep_asked(&mut self, meaning: &Arc<Meaning>) {
        let command = meaning.question.as_ref().is_some_and(|question| question.columns_of_evidence().is_some());
        if !command && !meaning.prepared.program.writes() {
            self.asked = Some(Arc::clone(meaning));
        }
    }
}

/// Whether a text may begin so.
fn may_ask_why(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    first.eq_ignore_ascii_case("why")
        || first.eq_ignore_ascii_case("near") && words.next().is_some_and(|word| word.trim_end_matches('?').eq_ignore_ascii_case("misses"))
}

/// What stands before a query that is asked about, and the query at its place.
fn in_cypher(text: &str) -> (&str, Option<String>) {
    for word in [" in ", " of "] {
        for (at, _) in text.match_indices(word) {
            let start = at + word.len();
            if looks_like_cypher(&text[start..]) {
                return (&text[..at], Some(format!("{}{}", " ".repeat(start), &text[start..])));
            }
        }
    }
    (text, None)
}

fn of_question(question: &Resolved) -> Result<Explained, Diagnostics> {
    let account = question.account().ok_or(Error::NoNodes)?;
    let accounted = Accounted { account, understood: question.understood.clone(), notes: question.notes.clone() };
    Ok(Explained { accounted, parameters: Parameters::default() })
}

fn of_query(query: &Query, request: &Request, lexicon: &Lexicon) -> Result<Explained, Diagnostics> {
    let account = explain::account(query, lexicon)?;
    let accounted = Accounted { account, understood: query.to_string(), notes: Vec::new() };
    Ok(Explained { accounted, parameters: request.parameters.clone() })
}

/// The queries that are run, as Cypher.
fn cypher(account: &Account) -> String {
    let candidates = ("the candidates".to_owned(), &account.candidates.all);
    let grounds = account.grounds.iter().map(|ground| (ground.text.clone(), &ground.holds.all));
    let all = std::iter::once(candidates).chain(grounds);
    all.map(|(text, query)| format!("// {}\n{};", text.replace(['\n', '\r'], " "), query.lines())).collect::<Vec<_>>().join("\n\n")
}
