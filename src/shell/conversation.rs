//! What a shell holds between two sentences, and what it does with each: commands to itself, questions and queries.

use std::path::Path;

use super::arguments::{AnswerArguments, Arguments};
use super::command::{self, Line};
use super::error::Error;
use super::history::History;
use super::interrupt;
use super::kept;
use super::output::{self, Look, Outcome};
use super::script::split;
use super::setting::Settings;
use super::whole;
use crate::load::Package;
use crate::session::{Reply, Request, Session};
use crate::text::Source;

/// How deep scripts may run scripts.
const DEEPEST: usize = 8;

/// A conversation: the session, and all that the shell itself remembers.
pub(super) struct Conversation<'s> {
    /// The data and its words.
    pub session: &'s mut Session,
    /// The program's arguments, for data that is loaded later.
    pub arguments: &'s Arguments,
    /// How answers are asked for where no setting says it.
    answering: AnswerArguments,
    /// The settings.
    pub settings: Settings,
    /// What was typed; empty where nobody types.
    pub history: History,
    /// The last answer.
    pub last: Option<Reply>,
    /// Whether somebody sits before it.
    pub interactive: bool,
    /// How many scripts run each other.
    depth: usize,
}

impl<'s> Conversation<'s> {
    /// A conversation that nobody has spoken in yet.
    pub fn new(session: &'s mut Session, arguments: &'s Arguments, answering: AnswerArguments) -> Self {
        let settings = Settings::new(&answering);
        let history = History::default();
        Self { session, arguments, answering, settings, history, last: None, interactive: false, depth: 0 }
    }

    /// Does what a line says: a command to the shell, or a sentence of one of the languages.
    pub fn line(&mut self, source: &Source) -> Line {
        match command::command(self, source.text()) {
            Line::Sentence => Line::Done(self.ask(source)),
            done => done,
        }
    }

    /// What is asked beside the text.
    pub fn request(&self) -> Request {
        Request {
            parameters: self.answering.parameters.iter().cloned().collect(),
            sources: self.settings.sources,
            options: self.answering.options.clone(),
            language: self.settings.language.clone(),
        }
    }

    /// How answers are shown.
    pub fn look(&self) -> Look<'_> {
        Look { settings: &self.settings, formulas: self.answering.formulas(), interactive: self.interactive }
    }

    /// Columns that a text may take.
    pub fn width(&self) -> usize {
        self.settings.width()
    }

    /// Answers from other data from now on.
    pub fn opens(&mut self, package: Package) {
        *self.session = Session::new(package, self.arguments.limits(), interrupt::flag());
        if let Some(day) = self.arguments.as_of {
            self.session.as_of(day);
        }
        kept::open(self.session);
        self.last = None;
    }

    /// Answers a sentence.
    pub fn ask(&mut self, source: &Source) -> Outcome {
        let request = self.request();
        let (outcome, reply) = interrupt::working(|| match self.session.ask(source.text(), &request) {
            Ok(reply) => match &reply.picture {
                Some(picture) => (whole::write(&picture.file, picture.format, |out| out.write_all(&picture.content)), Some(reply)),
                None => (output::reply(&reply, &self.look()), Some(reply)),
            },
            Err(problems) => (output::problems(&problems, Some(source)), None),
        });
        self.last = reply.or(self.last.take());
        outcome
    }

    /// Does what the sentences of a text say, up to the first error, whose place in the text is said.
    pub fn script(&mut self, script: &Source) -> Line {
        for (offset, sentence) in split(script.text()) {
            let line = script.position(offset).line;
            match self.line(&Source::new(format!("{}, line {line}", script.name()), sentence)) {
                Line::Done(Outcome::Done) => {}
                ended => return ended,
            }
        }
        Line::Done(Outcome::Done)
    }

    /// Does what a file says.
    pub fn file(&mut self, path: &Path) -> Result<Line, Error> {
        if self.depth == DEEPEST {
            return Err(Error::NestedScripts { limit: DEEPEST });
        }
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| Error::Unreadable { file: file.clone(), reason: error.to_string() })?;
        self.depth += 1;
        let line = self.script(&Source::new(file, text));
        self.depth -= 1;
        Ok(line)
    }
}
