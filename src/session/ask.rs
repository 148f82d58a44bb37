//! A text to its answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::explain::explanation;
use super::previous::{Last, speaks_of_last};
use super::stage::{prepare, prepare_with};
use super::{Error, Prepared, Reply, Request, Session};
use crate::cypher::ast::Query;
use crate::cypher::{looks_like_cypher, parse};
use crate::diagnose::Diagnostics;
use crate::limit::Guard;
use crate::optimize::Settings;
use crate::plan::UnknownName;
use crate::question::Resolved;
use crate::value::Value;

/// What is done with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Answer,
    Explain,
    Translate,
}

/// What a text means.
#[derive(Debug)]
pub(super) struct Meaning {
    pub(super) query: Query,
    pub(super) prepared: Prepared,
    /// Where the text is a question: what was understood.
    pub(super) question: Option<Resolved>,
}

impl Session {
    /// Answers a question or a query. The session is unchanged where this fails; a defect of the program
    /// becomes an error, and the session goes on.
    pub fn ask(&mut self, text: &str, request: &Request) -> Result<Reply, Diagnostics> {
        let started = Instant::now();
        match catch_unwind(AssertUnwindSafe(|| self.reply(text, request))) {
            Ok(reply) => reply.map(|reply| Reply { elapsed: started.elapsed(), ..reply }),
            Err(defect) => {
                let message = defect.downcast_ref::<String>().cloned();
                let message = message.or_else(|| defect.downcast_ref::<&str>().map(|text| (*text).to_owned()));
                Err(Error::Internal(message.unwrap_or_else(|| "no message".to_owned())).into())
            }
        }
    }

    /// The chain: text, tree, bound tree, plan, optimized plan, program, answer.
    pub(super) fn reply(&mut self, text: &str, request: &Request) -> Result<Reply, Diagnostics> {
        let (mode, text) = mode(text);
        self.check(request)?;
        self.catch_up();
        if let (Mode::Answer, Some(reply)) = (mode, self.draw(&text, request, &self.guard())?) {
            return Ok(reply);
        }
        if let Some(reply) = self.suppose(mode, &text, request)? {
            return Ok(reply);
        }
        if let Some(reply) = self.brief(&text, request)? {
            return Ok(reply);
        }
        let guard = self.guard();
        if let Some(reply) = self.gaps(mode, &text, request, &guard)? {
            return Ok(reply);
        }
        if let Some(reply) = self.why(mode, &text, request, &guard)? {
            return Ok(reply);
        }
        let mut meaning = self.meaning(&text, request)?;
        let keeps = meaning.question.as_ref().is_some_and(|question| question.keeping().is_some());
        if self.supposing && (keeps || meaning.prepared.program.writes()) {
            return Err(Error::NotStored.into());
        }
        let mut turn = None;
        if mode == Mode::Answer && meaning.prepared.program.writes() {
            turn = self.turn(&guard)?;
            if self.catch_up() {
                // Plans rest on the statistics of the graph that they run on.
                meaning = self.meaning(&text, request)?;
            }
        }
        let understood = meaning.question.as_ref().map(|question| question.understood.clone());
        if mode == Mode::Translate {
            return self.text_reply("cypher", meaning.query.lines(), &guard);
        }
        let answer = self.carry_out(&meaning.prepared.program, &request.parameters, &guard)?;
        if mode == Mode::Explain {
            let cypher = meaning.query.lines();
            let explained = explanation(understood.as_deref(), &cypher, &meaning.prepared, self.graph().statistics(), answer.trace());
            return self.text_reply("explanation", explained, &guard);
        }
        if answer.changes().is_some() {
            self.advance(answer.graph().clone(), turn);
        }
        let warnings = meaning.prepared.statement.warnings.iter().map(warning).collect();
        let mut reply = Reply { understood, warnings, ..Reply::of(answer) };
        let last = match &meaning.question {
            Some(question) => Last::of_question(question, self.graph()),
            None => Last::of_rows(&reply.answer),
        };
        if let Some(question) = &meaning.question {
            self.accompany(question, request, &guard, &mut reply)?;
        }
        self.last = last;
        self.keep_asked(&meaning);
        if let Some(keeping) = meaning.question.as_ref().and_then(Resolved::keeping) {
            let place = self.keep(keeping)?;
            reply.notes.extend(place.map(str::to_owned));
        }
        Ok(reply)
    }

    /// What a text means, kept from an earlier time or made now.
    fn meaning(&mut self, text: &str, request: &Request) -> Result<Arc<Meaning>, Diagnostics> {
        let key = format!("{}\u{0}{}\u{0}{text}", request.language.as_deref().unwrap_or_default(), request.options.join("\u{0}"));
        // What `those` stands for changes from answer to answer.
        if let Some(meaning) = self.prepared.get(&key) {
            return Ok(meaning);
        }
        let question = if looks_like_cypher(text) { None } else { Some(self.question(text, request)?) };
        let query = match &question {
            Some(question) => question.query.clone(),
            None => parse(text)?,
        };
        let prepared = prepare_with(self.graph(), &query, &self.procedures, &Settings::default())?;
        let meaning = Arc::new(Meaning { query, prepared, question });
        if !speaks_of_last(text) {
            self.prepared.put(key, Arc::clone(&meaning));
        }
        Ok(meaning)
    }

    /// A reply that is one text: a row of one column, so that every format and the library have it too.
    pub(super) fn text_reply(&self, column: &str, text: String, guard: &Guard) -> Result<Reply, Diagnostics> {
        let query = parse(&format!("RETURN $text AS {column}"))?;
        let parameters = [("text".into(), Value::string(text.as_str()))].into();
        let answer = prepare(self.graph(), &query, &Settings::default())?.program.run(self.graph(), &parameters, guard)?;
        Ok(Reply { text: Some(text), ..Reply::of(answer) })
    }
}

/// A name that the graph does not have, with the nearest that it has.
fn warning(unknown: &UnknownName) -> String {
    match &unknown.help {
        Some(help) => format!("{unknown}; {help}"),
        None => unknown.to_string(),
    }
}

/// What is done with a text, and the text without the word that says so; the word becomes spaces, so that places stay right.
fn mode(text: &str) -> (Mode, String) {
    let start = text.len() - text.trim_start().len();
    let word: String = text[start..].chars().take_while(char::is_ascii_alphabetic).collect();
    let mode = match word.to_ascii_lowercase().as_str() {
        "explain" => Mode::Explain,
        "translate" => Mode::Translate,
        "profile" if looks_like_cypher(&text[start + word.len()..]) => Mode::Explain,
        _ => return (Mode::Answer, text.to_owned()),
    };
    let end = start + word.len();
    if !text[end..].starts_with(char::is_whitespace) || text[end..].trim().is_empty() {
        return (Mode::Answer, text.to_owned());
    }
    (mode, format!("{}{}", " ".repeat(end), &text[end..]))
}
