//! One scenario, step by step.

use std::collections::BTreeMap;

use gherkin::Step;
use legation::execute::Answer;
use legation::graph::Graph;

use crate::effects;
use crate::engine::{Engine, Phase, Raised};
use crate::feature::Scenario;
use crate::named_graph::NamedGraphs;
use crate::notation::{self, Shown};
use crate::observed::{parameter, shown};
use crate::procedure;

/// Whether the rows have an order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Any,
    Given,
}

/// Whether the elements of lists have one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Elements {
    Any,
    Given,
}

/// What the last query did.
struct Done {
    before: Graph,
    result: Result<Answer, Raised>,
    /// Whether a step has expected the error.
    claimed: bool,
}

struct Run<'a> {
    engine: Engine,
    graphs: &'a NamedGraphs,
    done: Option<Done>,
}

/// Runs a scenario; gives why it fails.
pub fn run(scenario: &Scenario, graphs: &NamedGraphs) -> Result<(), String> {
    let mut run = Run { engine: Engine::default(), graphs, done: None };
    for step in &scenario.steps {
        run.step(step).map_err(|reason| format!("{reason}\n  in: {} {}", step.keyword.trim(), step.value))?;
    }
    if run.done.is_none() {
        return Err("the scenario executes nothing".to_owned());
    }
    run.unclaimed()
}

impl Run<'_> {
    fn step(&mut self, step: &Step) -> Result<(), String> {
        let text = step.value.as_str();
        let rows = || step.table.as_ref().map_or(&[][..], |table| &table.rows[..]);
        let query = || step.docstring.as_deref().ok_or_else(|| "there is no query".to_owned());
        match text {
            "any graph" | "an empty graph" => Ok(()),
            "having executed:" | "after having executed:" => self.set_up(query()?),
            "parameters are:" | "parameter values are:" => self.parameters(rows()),
            "executing query:" | "executing control query:" => self.execute(query()?),
            "the result should be empty" => self.empty(),
            "the result should be, in any order:" => self.rows(rows(), Order::Any, Elements::Given),
            "the result should be, in order:" => self.rows(rows(), Order::Given, Elements::Given),
            "the result should be (ignoring element order for lists):" => self.rows(rows(), Order::Any, Elements::Any),
            "the result should be, in order (ignoring element order for lists):" => self.rows(rows(), Order::Given, Elements::Any),
            "no side effects" => self.effects(&BTreeMap::new()),
            "the side effects should be:" => self.effects(&effects::expected(rows())?),
            _ => {
                if let Some(signature) = text.strip_prefix("there exists a procedure ") {
                    self.engine.procedures.register(procedure::read(signature, rows())?);
                    Ok(())
                } else if let Some(name) = text.strip_prefix("the ").and_then(|text| text.strip_suffix(" graph")) {
                    let scripts = self.graphs.get(name).ok_or_else(|| format!("there is no graph {name}"))?;
                    scripts.iter().try_for_each(|script| self.set_up(script))
                } else if let Some((kind, rest)) = text.split_once(" should be raised at ") {
                    let kind = kind.trim_start_matches("an ").trim_start_matches("a ");
                    let (phase, detail) = rest.split_once(':').ok_or("an error has a detail")?;
                    self.raised(kind, phase.trim(), detail.trim())
                } else {
                    Err("this step is not known".to_owned())
                }
            }
        }
    }

    fn set_up(&mut self, query: &str) -> Result<(), String> {
        self.engine.execute(query).map(|_| ()).map_err(|raised| format!("raised {raised}"))
    }

    fn parameters(&mut self, rows: &[Vec<String>]) -> Result<(), String> {
        for row in rows {
            let [name, value] = &row[..] else { return Err(format!("a parameter has a name and a value: {row:?}")) };
            let value = parameter(&notation::read(value)?).ok_or_else(|| format!("no value of a parameter: {value}"))?;
            self.engine.parameters.insert(name.as_str().into(), value);
        }
        Ok(())
    }

    fn execute(&mut self, query: &str) -> Result<(), String> {
        self.unclaimed()?;
        let before = self.engine.graph.clone();
        let result = self.engine.execute(query);
        self.done = Some(Done { before, result, claimed: false });
        Ok(())
    }

    /// An error that no step has expected.
    fn unclaimed(&self) -> Result<(), String> {
        match &self.done {
            Some(Done { result: Err(raised), claimed: false, .. }) => Err(format!("raised {raised}")),
            _ => Ok(()),
        }
    }

    fn done(&mut self) -> Result<&mut Done, String> {
        self.done.as_mut().ok_or_else(|| "nothing was executed".to_owned())
    }

    fn answer(&mut self) -> Result<&Answer, String> {
        self.done()?.result.as_ref().map_err(|raised| format!("raised {raised}"))
    }

    fn empty(&mut self) -> Result<(), String> {
        let answer = self.answer()?;
        if answer.is_empty() { Ok(()) } else { Err(format!("{} rows\n{}", answer.len(), table(&observed(answer, Elements::Given)))) }
    }

    fn rows(&mut self, expected: &[Vec<String>], order: Order, elements: Elements) -> Result<(), String> {
        let answer = self.answer()?;
        let (head, rows) = expected.split_first().ok_or("a result has a head")?;
        let columns: Vec<&str> = answer.columns().iter().map(|name| &**name).collect();
        if columns != *head {
            return Err(format!("columns {columns:?}, expected {head:?}"));
        }
        let read = |cell: &String| notation::read(cell).map(|value| text(value, elements));
        let mut wanted = rows.iter().map(|row| row.iter().map(read).collect()).collect::<Result<Vec<Vec<_>>, _>>()?;
        let mut given = observed(answer, elements);
        if order == Order::Any {
            wanted.sort();
            given.sort();
        }
        if given == wanted {
            Ok(())
        } else {
            Err(format!("{} rows, not the {} expected\n{}\n  expected\n{}", given.len(), wanted.len(), table(&given), table(&wanted)))
        }
    }

    fn effects(&mut self, expected: &BTreeMap<String, usize>) -> Result<(), String> {
        let after = self.engine.graph.clone();
        let given = effects::between(&self.done()?.before, &after);
        if given == *expected { Ok(()) } else { Err(format!("side effects {given:?}, expected {expected:?}")) }
    }

    fn raised(&mut self, kind: &str, phase: &str, detail: &str) -> Result<(), String> {
        let done = self.done()?;
        let raised = match &done.result {
            Ok(answer) => return Err(format!("no error, but {} rows\n{}", answer.len(), table(&observed(answer, Elements::Given)))),
            Err(raised) => raised,
        };
        let in_phase = match phase {
            "compile time" => raised.phase == Phase::CompileTime,
            "runtime" => raised.phase == Phase::Runtime,
            "any time" => true,
            _ => return Err(format!("there is no phase {phase}")),
        };
        let code = raised.code();
        let fits = code.split_once(": ").is_some_and(|(given, what)| given == kind && (detail == "*" || detail == what));
        if !(in_phase && fits) {
            return Err(format!("raised {raised}"));
        }
        done.claimed = true;
        // An error leaves nothing behind.
        self.effects(&BTreeMap::new())
    }
}

fn text(value: Shown, elements: Elements) -> String {
    if elements == Elements::Any { value.unordered() } else { value }.to_string()
}

/// The rows of an answer as text.
fn observed(answer: &Answer, elements: Elements) -> Vec<Vec<String>> {
    let row = |row: Vec<_>| row.iter().map(|value| text(shown(value, answer.graph()), elements)).collect();
    answer.to_values().into_iter().map(row).collect()
}

/// Rows for people, the first of very many.
fn table(rows: &[Vec<String>]) -> String {
    let lines = rows.iter().take(40).map(|row| format!("    | {} |", row.join(" | ")));
    lines.chain((rows.len() > 40).then(|| "    …".to_owned())).collect::<Vec<_>>().join("\n")
}
