//! Reports: each section's sentence answered, and all laid out as a page.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use super::{Request, Session};
use crate::diagnose::Diagnostics;
use crate::execute::Parameters;
use crate::export::markdown;
use crate::graph::plain;
use crate::question::{self, Data, Presentation};
use crate::report::{self, Body, Error, Page, Part, Report, Section, Values};
use crate::session::Reply;
use crate::text::Source;
use crate::value::{NodeId, Value};

/// What a section's answer leaves beside its rows.
#[derive(Default)]
struct Beside {
    remarks: IndexSet<String>,
    sources: IndexSet<String>,
}

impl Session {
    /// The answer to `brief X`: the page as Markdown. Nothing if it is another sentence.
    pub(super) fn brief(&mut self, text: &str, request: &Request) -> Result<Option<Reply>, Diagnostics> {
        if !text.trim_start().get(..5).is_some_and(|word| word.eq_ignore_ascii_case("brief")) {
            return Ok(None);
        }
        let Some((thing, name)) = self.thing_of_brief(text)? else { return Ok(None) };
        let page = self.brief_on(thing, &name, request)?;
        let reply = self.text_reply("brief", markdown(&page).trim_end().to_owned(), &self.guard())?;
        Ok(Some(Reply { understood: Some(format!("a brief on {name}")), ..reply }))
    }

    /// The page that a sentence `brief X` asks for.
    ///
    /// # Errors
    /// As [`Session::brief_on`]; another sentence.
    pub fn brief_asked(&mut self, sentence: &str, request: &Request) -> Result<Page, Diagnostics> {
        match self.thing_of_brief(sentence)? {
            Some((thing, name)) => self.brief_on(thing, &name, request),
            None => Err(Error::None { name: "brief".to_owned(), about: String::new() }.into()),
        }
    }

    fn thing_of_brief(&self, sentence: &str) -> Result<Option<(NodeId, String)>, Diagnostics> {
        question::brief(sentence, Data { schema: &self.schema, graph: self.graph(), vocabulary: self.vocabulary() })
    }

    /// A page on one thing, by its name in a sentence: the first brief of the data that is about such things.
    ///
    /// # Errors
    /// A thing that no brief is about, and sections that cannot be filled in.
    pub fn brief_on(&mut self, thing: NodeId, name: &str, request: &Request) -> Result<Page, Diagnostics> {
        self.catch_up();
        let reports = report::read(&self.schema.documents)?;
        for report in reports.iter().filter(|report| report.name == "brief") {
            if report.noun.as_ref().is_none_or(|noun| self.is_one(thing, noun, request).unwrap_or(false)) {
                let values: Values = [("thing".to_owned(), vec![name.to_owned()])].into();
                return self.page(report, &values, request);
            }
        }
        let any = reports.iter().any(|report| report.name == "brief");
        let about = if any { format!(" about things such as {name}") } else { String::new() };
        Err(Error::None { name: "brief".to_owned(), about }.into())
    }

    /// Whether a noun means a thing.
    fn is_one(&self, thing: NodeId, noun: &str, request: &Request) -> Result<bool, Diagnostics> {
        let Some(members) = self.question(noun, request)?.members() else { return Ok(false) };
        let answer = self.run(&members, &Parameters::default(), &self.guard())?;
        Ok(answer.rows().any(|row| row.value(0) == Value::Node(thing)))
    }

    /// The worksheet of an event, which a file describes.
    ///
    /// # Errors
    /// A file of another form, unknown names in it, and sections that cannot be filled in.
    pub fn worksheet(&mut self, event: &Source, request: &Request) -> Result<Page, Diagnostics> {
        self.catch_up();
        let reports = report::read(&self.schema.documents)?;
        let Some(report) = reports.iter().find(|report| report.name == "worksheet") else {
            return Err(Error::None { name: "worksheet".to_owned(), about: String::new() }.into());
        };
        let values = report::event(event, report)?;
        self.page(report, &values, request)
    }

    /// A report filled in.
    fn page(&mut self, report: &Report, values: &Values, request: &Request) -> Result<Page, Diagnostics> {
        let mut beside = Beside::default();
        let mut parts = Vec::with_capacity(report.sections.len());
        for section in &report.sections {
            let body = self.section(section, values, request, &mut beside)?;
            parts.push(Part { heading: section.heading.clone(), body });
        }
        Ok(Page {
            title: report.filled(&report.title, values)?,
            about: report.about.as_ref().map(|about| report.filled(about, values)).transpose()?,
            language: self.schema.language.clone(),
            parts,
            remarks: beside.remarks.into_iter().collect(),
            sources: beside.sources.into_iter().collect::<BTreeSet<_>>().into_iter().collect(),
            edition: self.schema.edition.clone(),
        })
    }

    fn section(&mut self, section: &Section, values: &Values, request: &Request, beside: &mut Beside) -> Result<Body, Diagnostics> {
        if let Some(text) = section.text(values)? {
            return Ok(if text.trim().is_empty() { Body::Blank } else { Body::Text(text) });
        }
        let Some(sentence) = section.sentence(values)? else {
            return Ok(if section.sentence.is_some() { section.body(&[], &[], None)? } else { Body::Blank });
        };
        if question::drawn(&sentence).is_some() {
            return self.pictured(section, &sentence, request);
        }
        let reply = self.asked(section, &sentence, request)?;
        let remarks = reply.notes.iter().filter_map(|note| note.strip_prefix("caveat: ").map(str::to_owned));
        beside.remarks.extend(remarks);
        let (columns, rows) = rows(&reply);
        if let Some(at) = columns.iter().position(|column| column == "sources") {
            let cells = reply.answer.rows().map(|row| row.value(at)).collect::<Vec<_>>();
            for value in cells {
                if let Value::List(items) = &value {
                    beside.sources.extend(items.iter().map(|item| plain(item, reply.answer.graph(), None)));
                }
            }
        }
        let ticked = section.ticked.as_ref().map(|field| self.ticked(section, field, values, request)).transpose()?;
        Ok(section.body(&columns, &rows, ticked.as_deref())?)
    }

    /// A sentence `draw …` of a section as a picture; where there is nothing to draw, or too much for a page, that is said.
    fn pictured(&mut self, section: &Section, sentence: &str, request: &Request) -> Result<Body, Diagnostics> {
        let inline = self.aside(|session| session.picture(sentence, request)).map(|picture| picture.inline());
        match inline {
            Ok(Ok(Some((svg, text)))) => Ok(Body::Picture { svg, text }),
            Ok(Err(error)) => Ok(Body::Text(error.to_string())),
            Ok(Ok(None)) => Ok(section.body(&[], &[], None)?),
            Err(problems) if problems.code().as_deref() == Some("draw::nothing") => Ok(section.body(&[], &[], None)?),
            Err(problems) => Err(failed(section, sentence, &problems)),
        }
    }

    /// The names, as answers show them, of the things in a field.
    fn ticked(&mut self, section: &Section, field: &str, values: &Values, request: &Request) -> Result<Vec<String>, Diagnostics> {
        let named = values.get(field).ok_or_else(|| section.unknown(field, values.keys().map(String::as_str)))?;
        let mut names = Vec::new();
        for name in named {
            let reply = self.asked(section, &format!("\"{name}\""), request)?;
            names.extend(rows(&reply).1.into_iter().filter_map(|row| row.into_iter().next()));
        }
        Ok(names)
    }

    /// A sentence of a section answered; what `those` means stays as it was.
    fn asked(&mut self, section: &Section, sentence: &str, request: &Request) -> Result<Reply, Diagnostics> {
        let reply = self.aside(|session| session.reply(sentence, &Request { sources: true, ..request.clone() }));
        reply.map_err(|problems| failed(section, sentence, &problems))
    }
}

/// What is wrong with the sentence of a section.
fn failed(section: &Section, sentence: &str, problems: &Diagnostics) -> Diagnostics {
    let (heading, reason) = (section.heading.clone(), format!("`{sentence}`: {problems}"));
    Error::Section { heading, reason, help: problems.help() }.into()
}

/// The columns and rows of an answer as texts; of a matrix of gaps the expectations by their titles.
fn rows(reply: &Reply) -> (Vec<String>, Vec<Vec<String>>) {
    let mut columns: Vec<String> = reply.answer.columns().iter().map(ToString::to_string).collect();
    if let Presentation::GapMatrix { titles } = &reply.presentation {
        for column in &mut columns {
            if let Some((_, title)) = titles.iter().find(|(id, _)| id == column) {
                column.clone_from(title);
            }
        }
    }
    let text = |value| plain(&value, reply.answer.graph(), reply.decimals);
    let mut rows: Vec<Vec<String>> = reply.answer.rows().map(|row| row.values().map(text).collect()).collect();
    if let (Presentation::GapMatrix { .. }, 1) = (&reply.presentation, rows.len()) {
        // Of one thing it need not be said what it is.
        columns.drain(..2);
        for row in &mut rows {
            row.drain(..2);
        }
    }
    (columns, rows)
}
