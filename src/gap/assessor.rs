//! Expectations made ready: each sentence as queries for nodes, each query once.

use indexmap::IndexMap;

use super::expectation::{Phrase, Places};
use super::{Error, Expectation, Expectations};
use crate::cypher::ast::Query;
use crate::diagnose::Diagnostics;
use crate::execute::Program;
use crate::question::{self, Data, Options, Resolved};

/// Expectations made ready to be assessed, any number of times and on any snapshot of the graph for which they were made.
#[derive(Debug)]
pub struct Assessor {
    pub(super) entries: Vec<Entry>,
    pub(super) programs: Vec<Program>,
    queries: IndexMap<String, usize>,
}

/// The number of a program.
pub(super) type ProgramId = usize;

/// An expectation with its programs, each of which gives nodes.
#[derive(Debug)]
pub(super) struct Entry {
    pub expectation: Expectation,
    /// Whom it concerns, in the plural.
    pub whom: String,
    /// What they should.
    pub text: Option<String>,
    /// The one place where all facts of the relation stand.
    pub source: Option<String>,
    /// The nouns of the sentence, with their labels.
    pub nouns: Vec<(String, String)>,
    pub all: ProgramId,
    /// Those who do and those who fall short; nothing where it cannot be judged.
    pub judged: Option<(ProgramId, ProgramId)>,
    pub in_progress: Option<ProgramId>,
    pub nearest: Option<ProgramId>,
    pub owner: Option<ProgramId>,
    /// Who need not, each with the reason and its source.
    pub exempt: Vec<(ProgramId, String, String)>,
}

impl Assessor {
    /// Reads and resolves all phrases of the expectations, and makes their queries ready.
    ///
    /// # Errors
    /// Every phrase that means nothing for this data.
    pub fn new(
        expectations: &Expectations,
        data: Data<'_>,
        options: &Options,
        prepare: &mut dyn FnMut(&Query) -> Result<Program, Diagnostics>,
    ) -> Result<Self, Diagnostics> {
        let mut making = Making {
            data,
            options,
            prepare,
            assessor: Self { entries: Vec::new(), programs: Vec::new(), queries: IndexMap::new() },
            problems: Diagnostics::new(),
        };
        for expectation in expectations.expectations.values() {
            if let Some(entry) = making.entry(expectation, expectations) {
                making.assessor.entries.push(entry);
            }
        }
        let Making { assessor, problems, .. } = making;
        problems.into_result(assessor)
    }

    /// How many different queries there are.
    pub fn queries(&self) -> usize {
        self.programs.len()
    }

    /// The queries as Cypher: for each expectation those who fall short, or all whom it concerns where that cannot be judged.
    pub fn cypher(&self) -> String {
        let query = |program: ProgramId| self.queries.iter().find(|(_, id)| **id == program).map_or("", |(text, _)| text.as_str());
        let shown = self.entries.iter().map(|entry| {
            let program = entry.judged.map_or(entry.all, |(_, short)| short);
            format!("// {}: {}\n{};\n", entry.expectation.id, entry.expectation.title.replace(['\n', '\r'], " "), query(program))
        });
        shown.collect::<Vec<_>>().join("\n")
    }
}

/// An assessor while it is made.
struct Making<'d> {
    data: Data<'d>,
    options: &'d Options,
    prepare: &'d mut dyn FnMut(&Query) -> Result<Program, Diagnostics>,
    assessor: Assessor,
    problems: Diagnostics,
}

/// What of a phrase is asked.
#[derive(Clone, Copy)]
enum Asked {
    Members,
    Facts,
}

impl Making<'_> {
    /// One expectation; nothing where a phrase of it is wrong.
    fn entry(&mut self, expectation: &Expectation, all: &Expectations) -> Option<Entry> {
        let mut entry = match (&expectation.sentence, &expectation.whom) {
            (Some(sentence), _) => self.judged(expectation, sentence)?,
            (None, Some(whom)) => self.concerned(expectation, whom)?,
            (None, None) => return None,
        };
        let noun = entry.nouns.first().map(|(_, singular)| singular.clone()).unwrap_or_default();
        let mut said = |phrase: &Option<Phrase>, asked| {
            let phrase = phrase.as_ref()?;
            self.asked(expectation, phrase, &format!("{noun} {}", phrase.text), asked)
        };
        entry.in_progress = said(&expectation.in_progress, Asked::Facts);
        entry.nearest = said(&expectation.nearest, Asked::Facts);
        entry.owner = said(&expectation.owner, Asked::Facts);
        if let Some(program) = said(&expectation.not_applicable, Asked::Members) {
            let because = expectation.not_applicable_because.clone().unwrap_or_default();
            entry.exempt.push((program, because, expectation.source.clone()));
        }
        for exemption in expectation.exempt.iter().filter_map(|id| all.exemptions.get(id)) {
            let place = exemption.place.as_deref();
            let program = self.resolved(place, &exemption.id, &exemption.whom, &exemption.whom.text).and_then(|resolved| {
                let query = resolved.members()?;
                self.program(place, &exemption.id, &exemption.whom, &query)
            });
            entry.exempt.extend(program.map(|program| (program, exemption.reason.clone(), exemption.source.clone())));
        }
        Some(entry)
    }

    /// `every … should …`.
    fn judged(&mut self, expectation: &Expectation, sentence: &Phrase) -> Option<Entry> {
        let place = expectation.place.as_deref();
        let id = &expectation.id;
        let resolved = self.resolved(place, id, sentence, &sentence.text)?;
        let Some(expected) = resolved.expectation() else {
            let help = Some("say `every … should …`".to_owned());
            self.flaw(place, id, sentence, &sentence.text, "this is no expectation", help);
            return None;
        };
        let all = self.program(place, id, sentence, &expected.all)?;
        let met = self.program(place, id, sentence, &expected.met)?;
        let short = self.program(place, id, sentence, &expected.short)?;
        let nouns = owned(&resolved);
        let (text, source) = (Some(expected.text), expected.source);
        Some(Entry { text, source, judged: Some((met, short)), ..Entry::of(expectation, expected.whom, nouns, all) })
    }

    /// Whom it concerns, where it cannot be judged.
    fn concerned(&mut self, expectation: &Expectation, whom: &Phrase) -> Option<Entry> {
        let resolved = self.resolved(expectation.place.as_deref(), &expectation.id, whom, &whom.text)?;
        let query = resolved.members()?;
        let all = self.program(expectation.place.as_deref(), &expectation.id, whom, &query)?;
        Some(Entry::of(expectation, whom.text.clone(), owned(&resolved), all))
    }

    /// A condition, said of the noun.
    fn asked(&mut self, expectation: &Expectation, phrase: &Phrase, text: &str, asked: Asked) -> Option<ProgramId> {
        let place = expectation.place.as_deref();
        let resolved = self.resolved(place, &expectation.id, phrase, text)?;
        let query = match asked {
            Asked::Members => resolved.members(),
            Asked::Facts => resolved.facts(),
        };
        self.program(place, &expectation.id, phrase, &query?)
    }

    fn resolved(&mut self, place: Option<&Places>, id: &str, phrase: &Phrase, text: &str) -> Option<Resolved> {
        match question::ask(text, self.data, self.options) {
            Ok(resolved) if resolved.members().is_some() => Some(resolved),
            Ok(_) => {
                self.flaw(place, id, phrase, text, "this is no question about single things", None);
                None
            }
            Err(problems) => self.wrong(place, id, phrase, text, &problems),
        }
    }

    /// The program of a query, made once.
    fn program(&mut self, place: Option<&Places>, id: &str, phrase: &Phrase, query: &Query) -> Option<ProgramId> {
        let text = query.lines();
        if let Some(known) = self.assessor.queries.get(&text) {
            return Some(*known);
        }
        match (self.prepare)(query) {
            Ok(program) => {
                let number = self.assessor.programs.len();
                self.assessor.programs.push(program);
                self.assessor.queries.insert(text, number);
                Some(number)
            }
            Err(problems) => self.wrong(place, id, phrase, &phrase.text, &problems),
        }
    }

    fn wrong<T>(&mut self, place: Option<&Places>, id: &str, phrase: &Phrase, text: &str, problems: &Diagnostics) -> Option<T> {
        for problem in problems.iter() {
            self.flaw(place, id, phrase, text, &problem.to_string(), problem.help().map(|help| help.to_string()));
        }
        None
    }

    fn flaw(&mut self, place: Option<&Places>, id: &str, phrase: &Phrase, text: &str, message: &str, help: Option<String>) {
        if let Some(place) = place {
            let (id, text) = (id.to_owned(), text.to_owned());
            self.problems.push(Error::Sentence { at: place.spot(phrase.start), id, text, message: message.to_owned(), help });
        }
    }
}

impl Entry {
    fn of(expectation: &Expectation, whom: String, nouns: Vec<(String, String)>, all: ProgramId) -> Self {
        Self {
            expectation: expectation.clone(),
            whom,
            text: None,
            source: None,
            nouns,
            all,
            judged: None,
            in_progress: None,
            nearest: None,
            owner: None,
            exempt: Vec::new(),
        }
    }
}

fn owned(resolved: &Resolved) -> Vec<(String, String)> {
    resolved.nouns().into_iter().map(|(label, singular)| (label.to_owned(), singular.to_owned())).collect()
}
