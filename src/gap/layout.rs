//! Gaps as rows: a list, and a matrix of who by expectation.

use std::collections::{BTreeMap, BTreeSet};

use super::assess::{Assessment, Finding, Peers, Selection};
use super::assessor::{Assessor, Entry};
use super::expectation::{Severity, State};
use crate::graph::{Graph, plain};
use crate::schema::Schema;
use crate::value::{NodeId, Value};

/// The columns of the list, which stay so:
///
/// | column | what |
/// |---|---|
/// | `who` | whom the gap is of; missing where nobody is known |
/// | `expectation` | the expectation's id |
/// | `title` | what is expected, in a line |
/// | `severity` | `high`, `medium` or `low` |
/// | `state` | `open`, `in progress` or `cannot be judged` |
/// | `evidence` | what was looked for and not found, and the nearest thing that was |
/// | `sources` | a list: where the facts of the evidence stand |
/// | `advice` | what to do |
/// | `peers` | how many others do: `5 of 7 key partners do` |
/// | `source` | where the expectation stands |
pub const GAPS: [&str; 10] = ["who", "expectation", "title", "severity", "state", "evidence", "sources", "advice", "peers", "source"];

/// A row of values.
pub type Row = Vec<Value>;

/// The gaps by severity, then state, then the order of the expectations, then name. The columns are [`GAPS`].
pub fn list(assessor: &Assessor, assessment: &Assessment) -> Vec<Row> {
    let entry = |finding: &Finding| &assessor.entries[finding.expectation];
    let mut gaps: Vec<&Finding> = assessment.findings.iter().filter(|finding| finding.state <= State::CannotBeJudged).collect();
    // They stand in the order of the expectations and names already.
    gaps.sort_by_key(|finding| (entry(finding).expectation.severity, finding.state));
    gaps.into_iter().map(|finding| row(entry(finding), finding, assessment.peers.get(&finding.expectation))).collect()
}

/// How many gaps are open, by severity.
pub fn open(assessor: &Assessor, assessment: &Assessment) -> Vec<(Severity, usize)> {
    let open = || assessment.findings.iter().filter(|finding| finding.state == State::Open);
    let of = |finding: &Finding| assessor.entries[finding.expectation].expectation.severity;
    Severity::ALL.into_iter().map(|severity| (severity, open().filter(|finding| of(finding) == severity).count())).collect()
}

fn row(entry: &Entry, finding: &Finding, peers: Option<&Peers>) -> Row {
    let text = |text: &str| Value::string(text);
    let expectation = &entry.expectation;
    vec![
        finding.node.map_or(Value::Null, |_| text(&finding.name)),
        text(&expectation.id),
        text(&expectation.title),
        text(expectation.severity.name()),
        text(finding.state.name()),
        text(&finding.evidence),
        Value::list(finding.sources.iter().map(|source| text(source)).collect::<Vec<_>>()),
        text(&expectation.advice),
        peers.filter(|_| entry.judged.is_some()).map_or(Value::Null, |peers| text(&compared(peers, &entry.whom))),
        text(&expectation.source),
    ]
}

/// `5 of 7 key partners do`.
fn compared(peers: &Peers, whom: &str) -> String {
    let unknown = if peers.unknown > 0 { format!(", {} cannot be judged", peers.unknown) } else { String::new() };
    format!("{} of {} {whom} do{unknown}", peers.met, peers.of)
}

/// A matrix of who by expectation.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Id and title of each expectation among the columns.
    pub titles: Vec<(String, String)>,
}

/// How it stands with each who by each expectation: columns `kind` (a noun in the plural), `who`, and one for each expectation that
/// concerns any of them, named by its id, with the state in words; nothing where the expectation does not concern it. Where a
/// gap belongs to another, it stands in the other's row.
pub fn matrix(assessor: &Assessor, assessment: &Assessment, selection: &Selection, graph: &Graph, schema: &Schema) -> Matrix {
    let shown = |node: &NodeId| selection.whom.as_ref().is_none_or(|whom| whom.contains(node));
    let mut cells: BTreeMap<NodeId, BTreeMap<usize, State>> = BTreeMap::new();
    let mut columns: BTreeSet<usize> = BTreeSet::new();
    for finding in &assessment.findings {
        for node in finding.owners.iter().filter(|node| shown(node)) {
            let state = cells.entry(*node).or_default().entry(finding.expectation).or_insert(finding.state);
            *state = finding.state.min(*state);
            columns.insert(finding.expectation);
        }
    }
    let mut rows: Vec<(usize, String, String, BTreeMap<usize, State>)> = cells
        .into_iter()
        .map(|(node, states)| {
            let (rank, kind) = kind(graph, schema, node);
            (rank, kind, name(graph, schema, node), states)
        })
        .collect();
    rows.sort_by(|a, b| (a.0, &a.1, &a.2).cmp(&(b.0, &b.1, &b.2)));
    let entry = |number: &usize| &assessor.entries[*number].expectation;
    let names = ["kind", "who"].into_iter().map(str::to_owned).chain(columns.iter().map(|number| entry(number).id.clone())).collect();
    let values = rows.into_iter().map(|(_, kind, name, states)| {
        let states = columns.iter().map(|number| states.get(number).map_or(Value::Null, |state| Value::string(state.name())));
        [Value::string(kind.as_str()), Value::string(name.as_str())].into_iter().chain(states).collect()
    });
    let legend = columns.iter().map(|number| (entry(number).id.clone(), entry(number).title.clone())).collect();
    Matrix { columns: names, rows: values.collect(), titles: legend }
}

/// The label by which a node is spoken of: its place in the schema, and its noun in the plural.
fn kind(graph: &Graph, schema: &Schema, node: NodeId) -> (usize, String) {
    let labels: Vec<String> = graph.labels(node).iter().map(|label| graph.catalogue().label_name(*label).to_string()).collect();
    let known = |label: &&String| schema.labels.get(*label).is_some_and(|known| !known.properties.is_empty());
    let Some(label) = labels.iter().find(known).or(labels.first()) else { return (usize::MAX, String::new()) };
    let nouns = || schema.lexicon.nouns.iter().filter(|noun| noun.label == *label);
    let noun = nouns().find(|noun| noun.condition.is_none()).or_else(|| nouns().next());
    let place = schema.labels.get_index_of(label).unwrap_or(usize::MAX);
    (place, noun.map_or_else(|| label.clone(), |noun| noun.plural().to_owned()))
}

/// What a node is called.
pub fn name(graph: &Graph, schema: &Schema, node: NodeId) -> String {
    let labels: Vec<String> = graph.labels(node).iter().map(|label| graph.catalogue().label_name(*label).to_string()).collect();
    let shown = schema.shown(labels.iter().map(String::as_str)).into_iter().chain(["id"]);
    let mut values = shown.filter_map(|name| graph.catalogue().key(name)).map(|key| graph.node_property(node, key));
    values.find(|value| *value != Value::Null).map_or_else(|| node.0.to_string(), |value| plain(&value, graph, None))
}
