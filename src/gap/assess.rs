//! How it stands: each query once, and their rows joined in memory.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::assessor::{Assessor, Entry, ProgramId};
use super::expectation::{Absence, Judged, State};
use crate::diagnose::Diagnostics;
use crate::execute::Parameters;
use crate::graph::Graph;
use crate::limit::Guard;
use crate::question::About;
use crate::value::{NodeId, Value};

/// Which gaps are asked for.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The noun of which expectations speak.
    pub about: Option<About>,
    /// Whose they are.
    pub whom: Option<std::collections::BTreeSet<NodeId>>,
}

/// How it stands with all expectations that were asked for.
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    /// How it stands with each whom they concern, in the order of the expectations and then of the names.
    pub findings: Vec<Finding>,
    /// How those whom an expectation concerns compare, by its number.
    pub peers: HashMap<usize, Peers>,
    /// Rows that all operators of all queries gave: what it took.
    pub work: u64,
    /// Queries that were run.
    pub queries: usize,
}

/// How it stands with one.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The number of the expectation.
    pub expectation: usize,
    /// Who; nobody where nobody is known whom it concerns.
    pub node: Option<NodeId>,
    /// What it is called.
    pub name: String,
    /// Whose gap it is: itself, or those to whom it belongs.
    pub owners: Vec<NodeId>,
    /// How it stands.
    pub state: State,
    /// Why that is so.
    pub evidence: String,
    /// Where the facts of the evidence stand.
    pub sources: Vec<String>,
}

/// How those compare whom an expectation concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Peers {
    /// Those who do.
    pub met: usize,
    /// Of how many it is expected.
    pub of: usize,
    /// Of how many of these it cannot be said.
    pub unknown: usize,
}

/// The facts of a condition for one node.
#[derive(Clone, Debug, Default)]
struct Facts {
    found: Vec<NodeId>,
    names: Vec<String>,
    sources: Vec<String>,
}

/// A program's rows, in order.
type Rows = Vec<(NodeId, String, Facts)>;

/// What was asked so far.
struct Answers<'a> {
    assessor: &'a Assessor,
    graph: &'a Graph,
    guard: &'a Guard,
    rows: Vec<Option<Rows>>,
    work: u64,
    queries: usize,
}

impl Answers<'_> {
    /// The rows of a program, which runs once.
    fn rows(&mut self, program: ProgramId) -> Result<&Rows, Diagnostics> {
        if self.rows[program].is_none() {
            let answer = self.assessor.programs[program].run(self.graph, &Parameters::default(), self.guard)?;
            let trace = answer.trace();
            self.work += (0..trace.len()).map(|operator| trace.rows(operator)).sum::<u64>();
            self.queries += 1;
            let mut rows = Rows::with_capacity(answer.len());
            for row in answer.rows() {
                let mut values = row.values();
                let (Some(Value::Node(node)), Some(name)) = (values.next(), values.next()) else { continue };
                let facts = Facts { found: nodes(values.next()), names: texts(values.next()), sources: texts(values.next()) };
                rows.push((node, text(&name), facts));
            }
            self.rows[program] = Some(rows);
        }
        Ok(self.rows[program].get_or_insert_default())
    }

    /// The facts by node.
    fn facts(&mut self, program: Option<ProgramId>) -> Result<HashMap<NodeId, Facts>, Diagnostics> {
        let Some(program) = program else { return Ok(HashMap::new()) };
        Ok(self.rows(program)?.iter().map(|(node, _, facts)| (*node, facts.clone())).collect())
    }
}

impl Assessor {
    /// How it stands with the expectations that are asked for.
    ///
    /// # Errors
    /// Limits that a query reaches.
    pub fn assess(&self, graph: &Graph, guard: &Guard, selection: &Selection) -> Result<Assessment, Diagnostics> {
        let rows = self.programs.iter().map(|_| None).collect();
        let mut answers = Answers { assessor: self, graph, guard, rows, work: 0, queries: 0 };
        let mut assessment = Assessment::default();
        for (number, entry) in self.entries.iter().enumerate() {
            if selection.about.as_ref().is_none_or(|about| entry.speaks_of(about)) {
                let findings = entry.findings(number, &mut answers)?;
                assessment.peers.insert(number, peers(&findings));
                assessment.findings.extend(findings.into_iter().filter(|finding| selection.has(finding)));
            }
        }
        (assessment.work, assessment.queries) = (answers.work, answers.queries);
        Ok(assessment)
    }
}

impl Selection {
    fn has(&self, finding: &Finding) -> bool {
        let Some(whom) = &self.whom else { return true };
        finding.node.iter().chain(&finding.owners).any(|node| whom.contains(node))
    }
}

impl Entry {
    /// Whether the sentence has the noun.
    fn speaks_of(&self, about: &About) -> bool {
        self.nouns.iter().any(|(label, singular)| match &about.singular {
            Some(asked) => asked == singular,
            None => *label == about.label,
        })
    }

    /// How it stands with each whom it concerns.
    fn findings(&self, number: usize, answers: &mut Answers<'_>) -> Result<Vec<Finding>, Diagnostics> {
        let all: Vec<(NodeId, String)> = answers.rows(self.all)?.iter().map(|(node, name, _)| (*node, name.clone())).collect();
        let mut states: HashMap<NodeId, State> = HashMap::with_capacity(all.len());
        if let Some((met, short)) = self.judged {
            states.extend(answers.rows(met)?.iter().map(|(node, ..)| (*node, State::Met)));
            states.extend(answers.rows(short)?.iter().map(|(node, ..)| (*node, State::Open)));
        }
        let mut exempt: HashMap<NodeId, &(ProgramId, String, String)> = HashMap::new();
        for one in &self.exempt {
            for (node, ..) in answers.rows(one.0)? {
                exempt.entry(*node).or_insert(one);
            }
        }
        let owners = answers.facts(self.owner)?;
        let progress = answers.facts(self.in_progress)?;
        let nearest = answers.facts(self.nearest)?;
        let mut findings: Vec<Finding> = Vec::with_capacity(all.len().max(1));
        for (node, name) in all {
            let (state, evidence, sources) = match (exempt.get(&node), states.get(&node)) {
                (Some((_, reason, source)), _) => (State::NotApplicable, reason.clone(), vec![source.clone()]),
                (None, Some(State::Met)) => (State::Met, String::new(), Vec::new()),
                (None, Some(_)) => self.short(progress.get(&node), nearest.get(&node)),
                (None, None) => (State::CannotBeJudged, self.unjudged(), Vec::new()),
            };
            let owners = owners.get(&node).map_or_else(|| vec![node], |facts| facts.found.clone());
            findings.push(Finding { expectation: number, node: Some(node), name, owners, state, evidence, sources });
        }
        if findings.is_empty() && self.expectation.judged == Judged::Not {
            let (state, evidence) = (State::CannotBeJudged, format!("nobody is named; {}", self.unjudged()));
            let name = String::new();
            findings.push(Finding { expectation: number, node: None, name, owners: Vec::new(), state, evidence, sources: Vec::new() });
        }
        Ok(findings)
    }

    /// One that falls short: what is missing, what is under way, what comes nearest.
    fn short(&self, progress: Option<&Facts>, nearest: Option<&Facts>) -> (State, String, Vec<String>) {
        let mut evidence = match (&self.expectation.missing, &self.text) {
            (Some(missing), _) => missing.clone(),
            (None, Some(text)) => format!("not found: {text}"),
            (None, None) => String::new(),
        };
        let mut sources: Vec<String> = Vec::new();
        if let Some(source) = &self.source {
            let _ = write!(evidence, " in {source}");
            sources.push(source.clone());
        }
        // What is under way need not be said twice.
        let nearest = nearest.filter(|nearest| progress.is_none_or(|progress| progress.names != nearest.names));
        let because = self.expectation.in_progress_because.as_ref().filter(|_| progress.is_some());
        for (facts, word) in [(progress, "in progress"), (nearest, "found")] {
            let Some(facts) = facts else { continue };
            if let (Some(because), "in progress") = (because, word) {
                let _ = write!(evidence, "; {word}: {because}");
            } else if facts.names.is_empty() {
                let _ = write!(evidence, "; {word}");
            } else {
                let _ = write!(evidence, "; {word}: {}", facts.names.join(", "));
            }
            if !facts.sources.is_empty() {
                let _ = write!(evidence, " ({})", unique(&facts.sources).join("; "));
            }
            sources.extend(facts.sources.iter().cloned());
        }
        let state = match (progress, self.expectation.absence) {
            (Some(_), _) => State::InProgress,
            (None, Absence::Gap) => State::Open,
            (None, Absence::Unknown) => {
                let _ = write!(evidence, "; {}", self.unjudged());
                State::CannotBeJudged
            }
        };
        if let (true, Judged::Partly, Some(limits)) = (state != State::CannotBeJudged, self.expectation.judged, &self.expectation.limits) {
            let _ = write!(evidence, "; judged in part: {limits}");
        }
        (state, evidence, unique(&sources).into_iter().map(str::to_owned).collect())
    }

    /// Why it cannot be judged.
    fn unjudged(&self) -> String {
        match &self.expectation.limits {
            Some(limits) => limits.clone(),
            None => match &self.source {
                Some(source) => format!("not recorded in {source}, which is not the same as \"no\""),
                None => "not recorded, which is not the same as \"no\"".to_owned(),
            },
        }
    }
}

fn peers(findings: &[Finding]) -> Peers {
    let count = |state: State| findings.iter().filter(|finding| finding.node.is_some() && finding.state == state).count();
    let (met, unknown) = (count(State::Met), count(State::CannotBeJudged));
    Peers { met, of: met + unknown + count(State::Open) + count(State::InProgress), unknown }
}

/// Each text once, in order.
fn unique(items: &[String]) -> Vec<&str> {
    items.iter().map(String::as_str).collect::<indexmap::IndexSet<_>>().into_iter().collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn texts(value: Option<Value>) -> Vec<String> {
    let Some(Value::List(items)) = value else { return Vec::new() };
    items.iter().map(text).filter(|text| !text.is_empty()).collect()
}

fn nodes(value: Option<Value>) -> Vec<NodeId> {
    let Some(Value::List(items)) = value else { return Vec::new() };
    items.iter().filter_map(|item| if let Value::Node(node) = item { Some(*node) } else { None }).collect()
}
