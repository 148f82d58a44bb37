//! `suppose FACT, …: SENTENCE`: a sentence answered in a graph of its own, in which the facts hold, and what is other today;
//! `ignoring NAME, …: SENTENCE`: in one where some nodes are not there.
//!
//! The premises are written to a snapshot that nothing else sees and that is dropped with the answer. The sentence is answered there as
//! anything is answered; what would be kept is refused.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use indexmap::IndexSet;

use super::ask::Mode;
use super::stage::prepare_with;
use super::{Error, Reply, Request, Session, stage};
use crate::diagnose::Diagnostics;
use crate::execute::{Answer, Parameters};
use crate::graph::{Graph, Store};
use crate::limit::Guard;
use crate::optimize::Settings;
use crate::question::{self, Data, Options, Premise, PremiseKind, Premised, Presentation, Supposed};
use crate::value::Value;

/// Answers of more rows than this are not compared with today's.
const COMPARED_ROWS: usize = 10_000;

/// What is other today.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// Rows: those that today's answer has not, and those that only it has. Of gaps `who`, `expectation` and `state`.
    Rows {
        /// What the rows are of.
        columns: Vec<String>,
        /// Those that come.
        entering: Vec<Vec<Value>>,
        /// Those that go.
        leaving: Vec<Vec<Value>>,
    },
    /// One value, which is this today.
    Today(Value),
    /// Today the sentence has no answer, for this reason.
    NoAnswer(String),
    /// There are too many rows to say.
    TooMany,
}

/// A conversation in which something is supposed.
pub(super) struct Trial {
    /// The conversation.
    pub session: Box<Session>,
    /// The sentence behind the premises, at its place.
    pub sentence: String,
    /// The premises in words.
    pub said: String,
    /// Whether any of them is a fact.
    supposes: bool,
    /// What making them hold has to say.
    pub notes: Vec<String>,
    /// What was written for it, as Cypher.
    written: String,
}

impl Session {
    /// The answer to a sentence before which something is supposed; nothing if it is another.
    pub(super) fn suppose(&mut self, mode: Mode, text: &str, request: &Request) -> Result<Option<Reply>, Diagnostics> {
        let Some(mut trial) = self.premised(mode, text)? else { return Ok(None) };
        if mode != Mode::Answer {
            return self.shown(mode, &mut trial.session, &trial.sentence, &trial.written, request).map(Some);
        }
        let mut reply = trial.session.reply(&trial.sentence, request)?;
        if trial.supposes && reply.text.is_none() {
            let (today, asked) = self.aside(|session| (session.reply(&trial.sentence, request), session.asked.clone()));
            self.asked = asked;
            reply.difference = Some(difference(&reply, today));
        }
        reply.understood = reply.understood.map(|understood| format!("{}: {understood}", trial.said));
        let notes: IndexSet<String> = trial.notes.into_iter().chain(std::mem::take(&mut reply.notes)).collect();
        reply.notes = notes.into_iter().collect();
        Ok(Some(reply))
    }

    /// A conversation in which what is supposed before a sentence holds; nothing where nothing is supposed.
    pub(super) fn premised(&mut self, mode: Mode, text: &str) -> Result<Option<Trial>, Diagnostics> {
        if !question::may_have_premises(text) {
            return Ok(None);
        }
        let Some(premised) = question::premised(text, self.vocabulary())? else { return Ok(None) };
        if self.supposing {
            return Err(Error::NestedPremise.into());
        }
        let mut session = self.trial();
        let (mut notes, mut written) = (Vec::new(), String::new());
        for premise in &premised.premises {
            session.write(text, *premise, mode, &mut notes, &mut written)?;
        }
        let supposes = premised.premises.iter().any(|premise| premise.kind == PremiseKind::Fact);
        let (sentence, said) = (behind(text, premised.sentence), said(text, &premised));
        Ok(Some(Trial { session: Box::new(session), sentence, said, supposes, notes, written }))
    }

    /// Another conversation with the graph as it is, which nobody else sees.
    fn trial(&self) -> Self {
        let graph = self.graph().clone();
        Self {
            store: Arc::new(Store::new(graph.clone())),
            committed: graph,
            open: None,
            begun: self.begun,
            schema: Arc::clone(&self.schema),
            spoken: std::sync::Mutex::default(),
            procedures: self.procedures.clone(),
            limits: self.limits.clone(),
            cancel: Arc::clone(&self.cancel),
            vocabulary: OnceLock::new(),
            prepared: stage::Cache::default(),
            expectations: None,
            last: self.last.clone(),
            asked: self.asked.clone(),
            kept: self.kept.clone(),
            today: self.today,
            supposing: true,
        }
    }

    /// A graph in which a fact holds beside what is in another; nothing where it cannot be supposed. The fact speaks of what has a name
    /// in this session's graph, so that its words are those of the session.
    pub(super) fn with_fact(&self, graph: &Graph, fact: &str, guard: &Guard) -> Result<Option<Graph>, Diagnostics> {
        let meant = |graph: &Graph| self.meant(fact, PremiseKind::Fact, graph);
        let Ok(supposed) = meant(graph) else { return Ok(None) };
        if self.holds(&supposed, graph, guard)? {
            return Ok(Some(graph.clone()));
        }
        let Ok(changed) = self.changed(&supposed, graph, guard) else {
            guard.check()?;
            return Ok(None);
        };
        let holds = match meant(&changed) {
            Ok(supposed) => self.holds(&supposed, &changed, guard)?,
            Err(_) => false,
        };
        Ok(holds.then_some(changed))
    }

    /// What a premise means in a graph.
    fn meant(&self, placed: &str, kind: PremiseKind, graph: &Graph) -> Result<Supposed, Diagnostics> {
        let data = Data { schema: &self.schema, graph, vocabulary: self.vocabulary() };
        match kind {
            PremiseKind::Fact => question::fact(placed, data, &Options::default()),
            PremiseKind::LeftOut => question::left_out(placed, data, &Options::default()),
        }
    }

    /// The graph after all that a premise takes is written.
    fn changed(&self, supposed: &Supposed, graph: &Graph, guard: &Guard) -> Result<Graph, Diagnostics> {
        supposed.changes.iter().try_fold(graph.clone(), |graph, query| {
            let program = prepare_with(&graph, query, &self.procedures, &Settings::default())?.program;
            Ok(program.run(&graph, &Parameters::default(), guard)?.graph().clone())
        })
    }

    fn holds(&self, supposed: &Supposed, graph: &Graph, guard: &Guard) -> Result<bool, Diagnostics> {
        let program = prepare_with(graph, &supposed.holds, &self.procedures, &Settings::default())?.program;
        let answer = program.run(graph, &Parameters::default(), guard)?;
        Ok(answer.row(0).is_some_and(|row| matches!(row.value(0), Value::Integer(number) if number > 0)))
    }

    /// Makes a premise hold, and says what that took.
    fn write(
        &mut self,
        text: &str,
        premise: Premise,
        mode: Mode,
        notes: &mut Vec<String>,
        written: &mut String,
    ) -> Result<(), Diagnostics> {
        let guard = self.guard();
        let span = premise.span;
        let fact = span.of(text).trim();
        let placed = behind(&text[..span.end as usize], span.start as usize);
        let supposed = self.meant(&placed, premise.kind, self.graph())?;
        if self.holds(&supposed, self.graph(), &guard)? {
            notes.push(format!("`{fact}`: it is so already"));
            notes.extend(supposed.notes);
            return Ok(());
        }
        let graph = self.changed(&supposed, self.graph(), &guard)?;
        (self.store, self.committed) = (Arc::new(Store::new(graph.clone())), graph);
        self.forget();
        if mode != Mode::Answer {
            written.extend(supposed.changes.iter().map(|query| format!("{};\n\n", query.lines())));
        }
        // Names, and what is recorded of them, may be new.
        let holds = |session: &Self| session.holds(&session.meant(&placed, premise.kind, session.graph())?, session.graph(), &guard);
        if premise.kind == PremiseKind::Fact && !holds(self)? {
            let silent = || "what is missing says neither yes nor no".to_owned();
            let reason = if supposed.notes.is_empty() { silent() } else { supposed.notes.join("; ") };
            return Err(Error::SupposedInVain { fact: fact.to_owned(), reason }.into());
        }
        notes.extend(supposed.made);
        notes.extend(supposed.notes);
        Ok(())
    }

    /// What is written and asked, as Cypher.
    fn shown(&self, mode: Mode, trial: &mut Self, sentence: &str, written: &str, request: &Request) -> Result<Reply, Diagnostics> {
        let (column, word) = if mode == Mode::Explain { ("explanation", "explain") } else { ("cypher", "translate") };
        let reply = trial.reply(&format!("{word} {}", sentence.trim()), request)?;
        let asked = reply.text.unwrap_or_default();
        let indented = |text: &str| text.lines().map(|line| format!("  {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n");
        let text = match mode {
            Mode::Explain => format!("Supposed\n{}\n\n{asked}", indented(written.trim_end())),
            _ => format!("{written}{asked}"),
        };
        self.text_reply(column, text, &self.guard())
    }
}

/// What stands behind a place, with spaces before it, so that places stay right.
fn behind(text: &str, start: usize) -> String {
    format!("{}{}", " ".repeat(start), &text[start..])
}

/// The premises as they were said: `ignoring WCO; supposing Brazil has a CMAA`.
fn said(text: &str, premised: &Premised) -> String {
    let mut said = String::new();
    let mut before = None;
    for premise in &premised.premises {
        said.push_str(match (before == Some(premise.kind), before.is_some(), premise.kind) {
            (true, ..) => ", ",
            (false, true, PremiseKind::Fact) => "; supposing ",
            (false, true, PremiseKind::LeftOut) => "; ignoring ",
            (false, false, PremiseKind::Fact) => "supposing ",
            (false, false, PremiseKind::LeftOut) => "ignoring ",
        });
        said.push_str(&crate::text::visible(premise.span.of(text).trim()));
        before = Some(premise.kind);
    }
    said
}

fn difference(reply: &Reply, today: Result<Reply, Diagnostics>) -> Difference {
    let today = match today {
        Ok(today) => today.answer,
        Err(problems) => return Difference::NoAnswer(problems.to_string()),
    };
    if reply.answer.len().max(today.len()) > COMPARED_ROWS {
        return Difference::TooMany;
    }
    let columns: Vec<String> = reply.answer.columns().iter().map(ToString::to_string).collect();
    let places = |names: &[&str]| names.iter().filter_map(|name| columns.iter().position(|column| column == name)).collect();
    let key: Vec<usize> = match reply.presentation {
        Presentation::Gaps => places(&GAP),
        Presentation::Why { .. } => places(&GROUND),
        Presentation::NearMisses => places(&NEAR_MISS),
        _ => (0..columns.len()).collect(),
    };
    let rows = |answer: &Answer| -> Vec<Vec<Value>> {
        answer.rows().map(|row| key.iter().filter(|at| **at < answer.columns().len()).map(|at| row.value(*at)).collect()).collect()
    };
    let (then, now) = (rows(&reply.answer), rows(&today));
    if let ([then], [now]) = (then.as_slice(), now.as_slice())
        && let ([then], [now]) = (then.as_slice(), now.as_slice())
        && matches!((then, now), (Value::Integer(_) | Value::Float(_) | Value::Boolean(_), _))
    {
        return Difference::Today(now.clone());
    }
    let columns = key.iter().map(|at| columns[*at].clone()).collect();
    Difference::Rows { columns, entering: without(&then, &now), leaving: without(&now, &then) }
}

/// By what gaps are told apart: that of its peers more do is no other gap.
const GAP: [&str; 3] = ["who", "expectation", "state"];

/// By what the conditions of an explanation are told apart: another fact behind one is no other condition.
const GROUND: [&str; 3] = ["part", "what", "holds"];

/// By what near misses are told apart.
const NEAR_MISS: [&str; 2] = ["condition", "name"];

/// The rows that are not among others, as often as they are more.
fn without(rows: &[Vec<Value>], others: &[Vec<Value>]) -> Vec<Vec<Value>> {
    let key = |row: &[Value]| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("\u{0}");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in others {
        *counts.entry(key(row)).or_default() += 1;
    }
    let mut kept = Vec::new();
    for row in rows {
        match counts.get_mut(&key(row)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => kept.push(row.clone()),
        }
    }
    kept
}
