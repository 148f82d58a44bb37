//! Laws of writing: what statements do to a graph, alone and in transactions, is what they do to the naive one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

mod naive;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use legation::cypher::ast::Query;
use legation::diagnose::Diagnostics;
use legation::execute::{Answer, Changes, Parameters};
use legation::graph::{Builder, Catalogue, Graph, Way};
use legation::limit::{Guard, Limits};
use legation::load::Package;
use legation::optimize::{RULES, Settings};
use legation::schema::Schema;
use legation::session::{Request, Session};
use legation::value::{NodeId, RelationshipId, Value};
use naive::generate::{Tape, graph};
use naive::statement::statement;
use naive::write::carry_out;
use naive::{Failed, NaiveGraph, Properties, Table};
use proptest::prelude::*;

/// The engine's graph of a naive one.
fn build(naive: &NaiveGraph) -> Graph {
    let catalogue = Arc::new(Catalogue::default());
    let mut builder = Builder::new(Arc::clone(&catalogue));
    for node in &naive.nodes {
        let labels: Vec<_> = node.labels.iter().map(|label| catalogue.intern_label(label).unwrap()).collect();
        let id = builder.add_nodes(&labels, 1).unwrap();
        for (key, value) in &node.properties {
            builder.set_node_property(id, catalogue.intern_key(key).unwrap(), value.clone());
        }
    }
    for relationship in &naive.relationships {
        let kind = catalogue.intern_type(&relationship.kind).unwrap();
        let ends = (NodeId(relationship.start as u32), NodeId(relationship.end as u32));
        let arrival = builder.add_relationships(kind, vec![ends.0], vec![ends.1]).unwrap().start;
        for (key, value) in &relationship.properties {
            builder.set_relationship_property(kind, arrival, catalogue.intern_key(key).unwrap(), value.clone());
        }
    }
    builder.finish().unwrap()
}

/// Nodes and relationships with names in place of ids. Each node has a text of its own, its labels and properties, and a
/// colour, which tells it from others by what is around it.
#[derive(Debug, Default)]
struct Drawn {
    nodes: HashMap<NodeId, String>,
    relationships: HashMap<RelationshipId, (String, NodeId, NodeId)>,
    colours: HashMap<NodeId, u64>,
}

impl Drawn {
    fn naive(graph: &NaiveGraph) -> Self {
        let mut drawn = Self::default();
        for (at, node) in graph.nodes.iter().enumerate().filter(|(_, node)| !node.deleted) {
            let labels: Vec<&str> = node.labels.iter().map(|label| &**label).collect();
            drawn.nodes.insert(NodeId(at as u32), described(&labels, &node.properties));
        }
        for (at, relationship) in graph.relationships.iter().enumerate().filter(|(_, relationship)| !relationship.deleted) {
            let text = described(&[&relationship.kind], &relationship.properties);
            let ends = (NodeId(relationship.start as u32), NodeId(relationship.end as u32));
            drawn.relationships.insert(RelationshipId { kind: legation::value::TypeId(0), local: at as u32 }, (text, ends.0, ends.1));
        }
        drawn.coloured()
    }

    fn engine(graph: &Graph) -> Self {
        let mut drawn = Self::default();
        let names = graph.catalogue();
        for node in (0..graph.node_bound()).map(NodeId).filter(|node| graph.has_node(*node)) {
            let mut labels: Vec<_> = graph.labels(node).iter().map(|label| names.label_name(*label)).collect();
            labels.sort();
            let properties = graph.node_properties(node).into_iter().map(|(key, value)| (names.key_name(key), value)).collect();
            drawn.nodes.insert(node, described(&labels.iter().map(|label| &**label).collect::<Vec<_>>(), &properties));
            for kind in graph.types() {
                for (end, relationship) in graph.neighbours(node, kind, Way::Out).iter() {
                    let properties = graph.relationship_properties(relationship).into_iter();
                    let properties = properties.map(|(key, value)| (names.key_name(key), value)).collect();
                    let text = described(&[&names.type_name(kind)], &properties);
                    drawn.relationships.insert(relationship, (text, node, end));
                }
            }
        }
        drawn.coloured()
    }

    /// Colours each node by itself, then again and again by the colours around it.
    fn coloured(mut self) -> Self {
        self.colours = self.nodes.iter().map(|(node, text)| (*node, hash(text))).collect();
        for _ in 0..4 {
            let mut around: HashMap<NodeId, Vec<(bool, &str, u64)>> = HashMap::new();
            for (text, start, end) in self.relationships.values() {
                around.entry(*start).or_default().push((true, text, self.colours.get(end).copied().unwrap_or(0)));
                around.entry(*end).or_default().push((false, text, self.colours.get(start).copied().unwrap_or(0)));
            }
            let next = self.colours.iter().map(|(node, colour)| {
                let mut near = around.remove(node).unwrap_or_default();
                near.sort_unstable();
                (*node, hash(&(colour, near)))
            });
            self.colours = next.collect();
        }
        self
    }

    fn node(&self, node: NodeId) -> String {
        self.nodes.get(&node).map_or("a deleted node".to_owned(), |text| format!("({text} #{:x})", self.colours[&node] % 0xffff))
    }

    fn relationship(&self, relationship: RelationshipId) -> String {
        match self.relationships.get(&relationship) {
            Some((text, start, end)) => format!("{}-[{text}]->{}", self.node(*start), self.node(*end)),
            None => "a deleted relationship".to_owned(),
        }
    }

    /// Everything, a line each.
    fn lines(&self) -> Vec<String> {
        let nodes = self.nodes.keys().map(|node| self.node(*node));
        let mut lines: Vec<String> = nodes.chain(self.relationships.keys().map(|relationship| self.relationship(*relationship))).collect();
        lines.sort();
        lines
    }

    fn text(&self, value: &Value) -> String {
        match value {
            Value::Node(id) => self.node(*id),
            Value::Relationship(id) => self.relationship(*id),
            Value::List(items) => items.iter().fold("[".to_owned(), |mut out, item| {
                let _ = write!(out, "{}, ", self.text(item));
                out
            }),
            other => other.to_string(),
        }
    }

    fn rows(&self, rows: impl Iterator<Item = Vec<Value>>) -> Vec<String> {
        let mut rows: Vec<String> = rows.map(|row| row.iter().map(|value| self.text(value) + " | ").collect()).collect();
        rows.sort();
        rows
    }
}

fn hash(of: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

fn described(names: &[&str], properties: &Properties) -> String {
    let properties: Vec<String> = properties.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!(":{} {{{}}}", names.join(":"), properties.join(", "))
}

/// Whether conditions may be tested after a `DELETE`, which in a subquery is that of an earlier row. One may be tested before the
/// rest of the pattern that would leave it no row, so that what was deleted is read by a row that the naive evaluator never
/// comes to.
fn tests_after_deleting(statement: &str) -> bool {
    let after = statement.split_once("DELETE").map(|(before, after)| if before.contains("CALL") { statement } else { after });
    after.is_some_and(|after| ["MATCH", "WHERE"].iter().any(|word| after.contains(word)))
}

/// What a statement gave and did.
#[derive(Debug, PartialEq)]
struct Outcome {
    graph: Vec<String>,
    rows: Vec<String>,
    changes: Changes,
}

impl Outcome {
    fn naive((table, graph, changes): &(Table, NaiveGraph, Changes)) -> Self {
        let drawn = Drawn::naive(graph);
        Self { rows: drawn.rows(table.rows.iter().cloned()), graph: drawn.lines(), changes: *changes }
    }

    /// What is in this outcome and not in another.
    fn beside(&self, other: &Self) -> Vec<String> {
        let only = |own: &[String], other: &[String]| own.iter().filter(|line| !other.contains(line)).cloned().collect::<Vec<_>>();
        let mut all = only(&self.graph, &other.graph);
        all.push(format!("{} lines, {} rows, {}", self.graph.len(), self.rows.len(), self.changes));
        all.extend(only(&self.rows, &other.rows));
        all
    }

    fn engine(answer: &Answer) -> Self {
        let drawn = Drawn::engine(answer.graph());
        let changes = answer.changes().copied().unwrap_or_default();
        Self { rows: drawn.rows(answer.rows().map(|row| row.values().collect())), graph: drawn.lines(), changes }
    }
}

/// What a statement may end in that goes on where the naive evaluator stops.
const OTHER_ERRORS: [&str; 3] = ["ConstraintVerificationFailed", "EntityNotFound", "TypeError"];

/// What a statement means, or none where the order of rows decides, or where the evaluator does not know.
fn meaning(naive: &NaiveGraph, query: &Query) -> Option<Result<(NaiveGraph, Outcome), Failed>> {
    let in_order = |order: u64| carry_out(&NaiveGraph { order, ..naive.clone() }, query);
    let first = in_order(0);
    if let Err(Failed::Unknown(_)) = first {
        return None;
    }
    let first = first.map(|done| (done.1.clone(), Outcome::naive(&done)));
    for order in 1..5 {
        let same = match (&first, in_order(order)) {
            (Ok((_, outcome)), Ok(other)) => *outcome == Outcome::naive(&other),
            (Err(error), Err(other)) => *error == other,
            _ => false,
        };
        if !same {
            return None;
        }
    }
    Some(first)
}

/// The class of an error, or the first word of its code.
fn class(problems: &Diagnostics) -> String {
    problems.code().unwrap_or_default().split(':').next().unwrap_or_default().to_owned()
}

/// Whether an answer is what a statement means; an error otherwise. False where nothing more can be said.
fn fits(statement: &str, answer: Result<Outcome, String>, meant: &Result<(NaiveGraph, Outcome), Failed>) -> Result<bool, String> {
    match (answer, meant) {
        (Ok(outcome), Ok((_, meant))) if outcome == *meant => Ok(true),
        (Ok(outcome), Ok((_, meant))) => Err(format!("engine: {:#?}\nnaive: {:#?}", outcome.beside(meant), meant.beside(&outcome))),
        (Err(class), Ok(_) | Err(Failed::Writing(_))) if class == "EntityNotFound" && tests_after_deleting(statement) => Ok(false),
        (Err(class), Ok((_, meant))) => Err(format!("engine: {class}\nnaive: {}", meant.changes)),
        (Err(class), Err(Failed::Reading(meant) | Failed::Writing(meant))) if class == *meant => Ok(true),
        // What nothing uses need not be computed; then the statement goes on to its end, which may be another error.
        (Ok(_), Err(Failed::Reading(_))) => Ok(false),
        (Err(class), Err(Failed::Reading(_))) if OTHER_ERRORS.contains(&class.as_str()) => Ok(false),
        (answer, Err(meant)) => Err(format!("engine: {:?}\nnaive: {meant:?}", answer.map(|outcome| outcome.changes))),
    }
}

/// The answer with some of the rules.
fn answered(graph: &Graph, query: &Query, rules: &Settings) -> Result<Outcome, String> {
    let guard = Guard::new(limits(1), Arc::default());
    let prepared = legation::session::prepare(graph, query, rules).map_err(|problems| format!("{problems}"))?;
    prepared.program.run(graph, &Parameters::default(), &guard).map(|answer| Outcome::engine(&answer)).map_err(|problems| class(&problems))
}

/// No rule, and one choice of others; all rules are those of the session.
fn choices(tape: &mut Tape<'_>) -> [Settings; 2] {
    let rule = RULES[tape.below(RULES.len())].name;
    [Settings::none(), if tape.below(2) == 0 { Settings::default().without(rule) } else { Settings::none().with(rule) }]
}

fn limits(seconds: u64) -> Limits {
    Limits { time: Some(Duration::from_secs(seconds)), ..Limits::default() }
}

/// A session on a graph.
fn session(graph: Graph) -> Session {
    Session::new(Package { graph, schema: Schema::default() }, limits(20), Arc::default())
}

/// Carries out some statements on both.
fn agree(tape: &[u16]) -> Result<(), TestCaseError> {
    let mut tape = Tape::new(tape);
    let mut committed = graph(&mut tape);
    let mut open: Option<NaiveGraph> = None;
    let mut session = session(build(&committed));
    let mut done = Vec::new();
    for _ in 0..1 + tape.below(4) {
        match (tape.below(4), &open) {
            (1, None) => {
                session.begin().unwrap();
                done.push("begin".to_owned());
                open = Some(committed.clone());
            }
            (1, Some(graph)) => {
                session.commit().unwrap();
                done.push("commit".to_owned());
                committed = graph.clone();
                open = None;
            }
            (2, Some(_)) => {
                session.rollback().unwrap();
                done.push("rollback".to_owned());
                open = None;
            }
            _ => {}
        }
        let naive = open.as_ref().unwrap_or(&committed).clone();
        let before = Drawn::engine(session.graph()).lines();
        prop_assert_eq!(&before, &Drawn::naive(&naive).lines(), "{:?}", done);
        let written = statement(&mut tape);
        done.push(written.clone());
        let query = legation::cypher::parse(&written).map_err(|problems| TestCaseError::fail(format!("{written}\n{problems}")))?;
        let Some(meant) = meaning(&naive, &query) else { return Ok(()) };
        let graph = session.graph().clone();
        let said = |what: String, rules: &str| TestCaseError::fail(format!("{done:#?}\n{rules}\n{what}\non {before:#?}"));
        let answer = session.ask(&written, &Request::default());
        let failed = answer.is_err();
        let answer = answer.map(|reply| Outcome::engine(&reply.answer));
        let answer = answer.map_err(|problems| if class(&problems) == "SyntaxError" { format!("{problems}") } else { class(&problems) });
        let certain = fits(&written, answer, &meant).map_err(|what| said(what, "all rules"))?;
        for rules in choices(&mut tape) {
            let answer = answered(&graph, &query, &rules);
            if matches!(&answer, Err(class) if class == "limit") {
                // A plan without a rule may walk every trail before it looks at a condition.
                continue;
            }
            fits(&written, answer, &meant).map_err(|what| said(what, &format!("{rules:?}")))?;
        }
        if failed {
            prop_assert_eq!(&Drawn::engine(session.graph()).lines(), &before, "{:?}", done);
        } else if !certain {
            return Ok(());
        }
        if !failed && let Ok((mut graph, _)) = meant {
            graph.order = 0;
            *open.as_mut().unwrap_or(&mut committed) = graph;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 20_000, max_shrink_time: 30_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn statements_do_what_they_do_to_the_naive_graph(tape in prop::collection::vec(any::<u16>(), 60..240)) {
        agree(&tape)?;
    }
}

/// How many random cases are tried: `LEGATION_CASES`, or few enough for every run of the tests.
fn cases() -> u32 {
    std::env::var("LEGATION_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(250)
}
