//! What is said beside the answer of a question: caveats, sources, what emptied it, what is wider, the edition.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use indexmap::IndexSet;

use super::previous::speaks_of_last;
use super::stage::prepare;
use super::{Error, Reply, Request, Session};
use crate::cypher::ast::Query;
use crate::cypher::parse;
use crate::diagnose::{Diagnostics, did_you_mean};
use crate::execute::{Answer, Parameters};
use crate::limit::Guard;
use crate::optimize::Settings;
use crate::question::{self, Data, Evidence, Expectation, Options, Resolved};
use crate::text::Name;
use crate::value::Value;

/// Answers of more rows than this are shown without the caveats of what they rest on.
const EXPLAINED_ROWS: usize = 10_000;

/// So many near misses of an empty answer are named.
const NEAR_MISSES: i64 = 5;

/// Decimals of averages where people read them.
const DECIMALS: usize = 2;

/// What the rows of an answer rest on, by the name in their first column; rows of one name in order.
type Facts = BTreeMap<String, VecDeque<(Value, Value)>>;

/// How a question is read: with a look for what was meant, or without.
type Read = fn(&str, Data<'_>, &Options) -> Result<Resolved, Diagnostics>;

impl Session {
    /// Reads and resolves a question.
    pub(super) fn question(&self, text: &str, request: &Request) -> Result<Resolved, Diagnostics> {
        self.question_by(question::ask, text, request)
    }

    /// The same, in one of the two ways.
    pub(super) fn question_by(&self, read: Read, text: &str, request: &Request) -> Result<Resolved, Diagnostics> {
        self.check(request)?;
        let schema = self.spoken(request)?;
        let data = Data { schema: &schema, graph: self.graph(), vocabulary: self.vocabulary() };
        let previous = if speaks_of_last(text) { self.previous()? } else { None };
        read(text, data, &Options { previous, widenings: request.options.iter().cloned().collect(), ..Options::default() })
    }

    /// Whether the data has what is asked for beside the text.
    ///
    /// # Errors
    /// An option or a language that it does not have, with those that it has.
    pub fn check(&self, request: &Request) -> Result<(), Diagnostics> {
        self.spoken(request)?;
        let known = || self.schema.lexicon.options.iter().map(|option| option.name.as_str());
        if let Some(name) = request.options.iter().find(|name| !known().any(|other| other == **name)) {
            let listed = || known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let help = did_you_mean(name, known()).or_else(|| Some(format!("the options of this data: {}", listed())));
            return Err(Error::UnknownOption { name: name.clone(), help }.into());
        }
        Ok(())
    }

    /// Adds to the answer of a question all that is said beside it.
    pub(super) fn accompany(&self, question: &Resolved, request: &Request, guard: &Guard, reply: &mut Reply) -> Result<(), Diagnostics> {
        reply.decimals = Some(DECIMALS);
        reply.presentation = question.presentation.clone();
        reply.notes.extend(question.notes.iter().cloned());
        if let Some(evidence) = question.columns_of_evidence() {
            reply.notes.extend(question.nothing().filter(|_| reply.answer.is_empty()).map(str::to_owned));
            return self.accompany_command(evidence, request, guard, reply);
        }
        let found = self.evidence(question, request, guard, reply)?;
        let rows = reply.answer.len();
        if question.cut.is_some_and(|cut| rows as u64 > cut) {
            reply.notes.push(format!("{rows} rows, ties kept"));
        }
        if let Some(expected) = question.expectation() {
            self.compare_with_peers(&expected, guard, reply)?;
        } else if rows == 0 {
            self.emptied(question, guard, reply)?;
        } else if let (Some((plural, query)), Some(count), true) = (question.wider(), question.count(), question.evidence().is_some()) {
            let wider = self.number(query, guard)?;
            let own = if let Some(found) = found { found } else { self.number(&count, guard)? };
            if wider > own {
                reply.notes.push(format!("the same question about {plural} gives {wider}"));
            }
        }
        for condition in &question.conditions {
            if let Some(source) = &condition.source {
                reply.notes.push(format!("`{}`: none in {source}", condition.text));
            }
        }
        if let Some(edition) = &self.schema.edition {
            reply.notes.push(edition.clone());
        }
        Ok(())
    }

    /// Caveats of what the answer rests on and, if asked for, a column of sources. Gives the number of things that it rests on, where
    /// that is known then.
    fn evidence(&self, question: &Resolved, request: &Request, guard: &Guard, reply: &mut Reply) -> Result<Option<i64>, Diagnostics> {
        let kept = ["source", "caveat"].into_iter().any(|key| self.graph().catalogue().key(key).is_some());
        let query = question.evidence().filter(|_| kept && reply.answer.len() <= EXPLAINED_ROWS);
        let Some(query) = query else {
            if request.sources {
                reply.notes.push("sources belong to rows of single things, and this answer has none".to_owned());
            }
            return Ok(None);
        };
        let mut evidence = Facts::new();
        let found = self.run(&query, &Parameters::default(), guard)?;
        for row in found.rows() {
            evidence.entry(row.value(0).to_string()).or_default().push_back((row.value(1), row.value(2)));
        }
        let mut caveats = IndexSet::new();
        let mut rows = Vec::with_capacity(reply.answer.len());
        for row in reply.answer.rows() {
            let (sources, doubts) =
                evidence.get_mut(&row.value(0).to_string()).and_then(VecDeque::pop_front).unwrap_or((Value::Null, Value::Null));
            caveats.extend(texts(&doubts));
            let sources: IndexSet<Arc<str>> = texts(&sources).collect();
            let sources = Value::list(sources.into_iter().map(Value::String).collect::<Vec<_>>());
            rows.push(Value::list(row.values().chain([sources]).collect::<Vec<_>>()));
        }
        reply.doubt(caveats);
        if request.sources {
            reply.answer = self.with_column(&reply.answer, "sources", rows, guard)?;
        }
        Ok(Some(found.len() as i64))
    }

    /// What is said beside the rows of a command, whose last columns may hold their sources and caveats.
    fn accompany_command(&self, evidence: Evidence, request: &Request, guard: &Guard, reply: &mut Reply) -> Result<(), Diagnostics> {
        let width = reply.answer.columns().len();
        if evidence != Evidence::None && width > 1 {
            let caveats: IndexSet<Arc<str>> =
                reply.answer.rows().flat_map(|row| texts(&row.value(width - 1)).collect::<Vec<_>>()).collect();
            reply.doubt(caveats);
        }
        if evidence == Evidence::Aside {
            let kept = if request.sources { width - 1 } else { width - 2 };
            let columns: Vec<String> = reply.answer.columns().iter().take(kept).map(ToString::to_string).collect();
            let rows = reply.answer.rows().map(|row| Value::list(row.values().take(kept).collect::<Vec<_>>())).collect();
            reply.answer = self.with_columns(columns.iter().map(String::as_str), rows, guard)?;
        }
        if let Some(edition) = &self.schema.edition {
            reply.notes.push(edition.clone());
        }
        Ok(())
    }

    /// An answer with one more column.
    fn with_column(&self, answer: &Answer, column: &str, rows: Vec<Value>, guard: &Guard) -> Result<Answer, Diagnostics> {
        self.with_columns(answer.columns().iter().map(|name| &**name).chain([column]), rows, guard)
    }

    /// An answer of these rows, which are given to the engine as a parameter.
    pub(super) fn with_columns<'c>(
        &self,
        names: impl Iterator<Item = &'c str>,
        rows: Vec<Value>,
        guard: &Guard,
    ) -> Result<Answer, Diagnostics> {
        let items = names.enumerate().map(|(at, name)| format!("row[{at}] AS `{}`", name.replace('`', "``")));
        let query = parse(&format!("UNWIND $rows AS row RETURN {}", items.collect::<Vec<_>>().join(", ")))?;
        self.run(&query, &[(Name::from("rows"), Value::list(rows))].into(), guard)
    }

    /// Says how many do what all should.
    fn compare_with_peers(&self, expected: &Expectation, guard: &Guard, reply: &mut Reply) -> Result<(), Diagnostics> {
        let [all, met] = &expected.counts;
        let (all, met) = (self.number(all, guard)?, self.number(met, guard)?);
        let unknown = all - met - reply.answer.len() as i64;
        let unrecorded = if unknown > 0 { format!("; of {unknown} it is not recorded") } else { String::new() };
        reply.notes.push(format!("{met} of {all} {} do{unrecorded}", expected.whom));
        Ok(())
    }

    /// Says which condition emptied an answer: how many rows there would be without each.
    fn emptied(&self, question: &Resolved, guard: &Guard, reply: &mut Reply) -> Result<(), Diagnostics> {
        for (number, condition) in question.conditions.iter().enumerate() {
            let Some(query) = question.without(number) else { continue };
            let count = self.number(&query, guard)?;
            let names = if (1..=NEAR_MISSES).contains(&count) { self.near(question, number, guard)? } else { String::new() };
            reply.notes.push(format!("no row; without `{}` there would be {count}{names}", condition.text));
        }
        Ok(())
    }

    /// Those that fail just one condition of an empty answer.
    fn near(&self, question: &Resolved, condition: usize, guard: &Guard) -> Result<String, Diagnostics> {
        let Some(query) = question.members_without(condition) else { return Ok(String::new()) };
        let found = self.run(&query, &Parameters::default(), guard)?;
        let names = found.rows().filter_map(|row| if let Value::String(name) = row.value(1) { Some(name.to_string()) } else { None });
        Ok(format!(": {}", names.collect::<Vec<_>>().join(", ")))
    }

    /// The integer that a counting query gives.
    pub(super) fn number(&self, query: &Query, guard: &Guard) -> Result<i64, Diagnostics> {
        match self.run(query, &Parameters::default(), guard)?.row(0).map(|row| row.value(0)) {
            Some(Value::Integer(number)) => Ok(number),
            _ => Ok(0),
        }
    }

    pub(super) fn run(&self, query: &Query, parameters: &Parameters, guard: &Guard) -> Result<Answer, Diagnostics> {
        prepare(self.graph(), query, &Settings::default())?.program.run(self.graph(), parameters, guard)
    }
}

/// The texts in a list.
fn texts(value: &Value) -> impl Iterator<Item = Arc<str>> + '_ {
    let items = if let Value::List(items) = value { &items[..] } else { &[] };
    items.iter().filter_map(|item| if let Value::String(text) = item { Some(Arc::clone(text)) } else { None })
}
