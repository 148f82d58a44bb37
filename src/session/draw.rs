//! `draw SENTENCE`: the answer of a sentence, with what it rests on, as a picture.

use std::path::Path;
use std::sync::Arc;

use super::ask::Mode;
use super::stage::prepare_with;
use super::{PictureFile, Reply, Request, Session};
use crate::cypher::ast::{Clause, Query};
use crate::cypher::{looks_like_cypher, parse};
use crate::diagnose::Diagnostics;
use crate::draw::{Caption, Collector, Drawing, Error, Line, Mark, Matrix, Picture, Role, evidence, format, format_of, plain, schema};
use crate::execute::{Answer, Parameters, Row};
use crate::explain;
use crate::graph::plain as plain_text;
use crate::limit::Guard;
use crate::optimize::Settings;
use crate::question::{self, Drawn, Presentation, Resolved};
use crate::value::{NodeId, Value};

/// How far surroundings go where nothing is said.
const NEAR: usize = 1;

impl Session {
    /// The answer to a sentence that begins with `draw`; nothing if it is another. Without a format and a file it is a text for people;
    /// what is to be written into a file is in the reply, and nothing is written here.
    pub(super) fn draw(&mut self, text: &str, request: &Request, guard: &Guard) -> Result<Option<Reply>, Diagnostics> {
        let Some(mut asked) = question::drawn(text) else { return Ok(None) };
        let mut wanted = None;
        if let Some((name, span)) = asked.format.clone() {
            match format(&name, Some(span)) {
                Ok(format) => wanted = Some(format),
                // `with as many posts as agreements` ends so, too.
                Err(_) if self.vocabulary().knows(&name) || name.eq_ignore_ascii_case("matrix") => {
                    asked = asked.without_format(text);
                }
                Err(error) => return Err(error.into()),
            }
        }
        let path = asked.file.as_ref().map(Path::new);
        let wanted = wanted.map_or_else(|| path.map(format_of).transpose(), |format| Ok(Some(format)))?;
        if let (Some(format), None) = (wanted.filter(|format| !format.is_text), path) {
            return Err(Error::NeedsFile { name: format.name }.into());
        }
        let picture = self.drawing(&asked, request, guard)?;
        let content = wanted.map(|format| format.write(&picture)).transpose()?;
        let (shown, file) = match (wanted, content, asked.file) {
            (Some(format), Some(content), Some(file)) => {
                (String::new(), Some(PictureFile { file: file.into(), format: format.name, content }))
            }
            (_, Some(content), _) => (String::from_utf8_lossy(&content).trim_end().to_owned(), None),
            (_, None, _) => match &picture {
                Picture::Graph(drawing) | Picture::Map(drawing) => (plain(drawing), None),
                // A matrix in characters is what its sentence gives without `draw`.
                Picture::Matrix(_) => return self.reply(&matrix_sentence(&asked.sentence), request).map(Some),
            },
        };
        let caption = picture.caption();
        let reply = self.text_reply("drawing", shown, guard)?;
        let notes = caption.notes.iter().cloned().chain(caption.edition.clone()).collect();
        Ok(Some(Reply { understood: caption.understood.clone(), notes, picture: file, ..reply }))
    }

    /// Draws by the looks of a text as a schema states them, `[style.label.Forum]`, where it has any, from now on.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn restyle(&mut self, text: &str) -> Result<(), Diagnostics> {
        let schema = Arc::make_mut(&mut self.schema);
        schema.restyle(text).map_err(|errors| {
            let mut problems = Diagnostics::new();
            for error in errors {
                problems.push(error);
            }
            problems
        })?;
        // Those in other languages were made from the schema as it was.
        self.spoken = std::sync::Mutex::default();
        Ok(())
    }

    /// The picture that a sentence asks for, as data: [`crate::draw::Format::write`] writes it.
    ///
    /// ```
    /// use legation::{limit::Limits, load, session::{Request, Session}};
    ///
    /// let mut session = Session::new(load::embedded().unwrap(), Limits::default(), Default::default());
    /// let picture = session.picture("draw emerging partners in WCO and WTO without CMAA", &Request::default()).unwrap();
    /// let drawing = picture.graph().unwrap();
    /// assert_eq!(drawing.nodes.iter().filter(|node| node.label == "no CMAA").count(), 1);
    /// ```
    ///
    /// # Errors
    /// Whatever is wrong with the sentence, and an answer that has nothing to draw.
    pub fn picture(&mut self, text: &str, request: &Request) -> Result<Picture, Diagnostics> {
        self.check(request)?;
        self.catch_up();
        let asked = question::drawn(text).ok_or(Error::NothingSaid)?;
        self.drawing(&asked, request, &self.guard())
    }

    fn drawing(&mut self, asked: &Drawn, request: &Request, guard: &Guard) -> Result<Picture, Diagnostics> {
        let sentence = asked.sentence.trim();
        if sentence.is_empty() {
            return Err(Error::NothingSaid.into());
        }
        if let Some(mut trial) = self.premised(Mode::Answer, &asked.sentence)? {
            let mut picture = trial.session.drawing(&Drawn { sentence: trial.sentence, ..asked.clone() }, request, guard)?;
            let caption = picture.caption_mut();
            caption.title = joined(sentence);
            caption.understood = caption.understood.take().map(|understood| format!("{}: {understood}", trial.said));
            caption.notes.splice(0..0, trial.notes);
            return Ok(picture);
        }
        let caption = Caption { title: joined(sentence), ..Caption::default() };
        if asked.is_map {
            return self.map(&asked.sentence, caption, request, guard).map(Picture::Map);
        }
        if sentence.eq_ignore_ascii_case("schema") {
            return Ok(Picture::Graph(schema(self.graph(), &self.schema, caption)));
        }
        if let Some(reply) = self.gaps(Mode::Answer, &matrix_sentence(&asked.sentence), request, guard)? {
            return Ok(Picture::Matrix(of_gaps(&reply, caption)));
        }
        let drawing = if looks_like_cypher(&asked.sentence) {
            let query = parse(&asked.sentence)?;
            let caption = Caption { cypher: Some(query.lines()), ..caption };
            self.of_cypher(&query, caption, request, guard)?
        } else {
            let question = self.question(&asked.sentence, request)?;
            let caption = Caption { cypher: Some(question.query.lines()), ..caption };
            if let (Presentation::Matrix { .. }, Some(query)) = (&question.presentation, question.picture()) {
                let caption = Caption { understood: Some(question.understood.clone()), notes: question.notes.clone(), ..caption };
                let cells = cells(&self.run_with(&query, &Parameters::default(), guard)?);
                let schema = self.spoken(request)?;
                return Ok(Picture::Matrix(Matrix::of_nodes(caption, &cells, self.graph(), &schema)));
            }
            self.of_question(&question, asked.steps.unwrap_or(NEAR), caption, request, guard)?
        };
        if drawing.nodes.is_empty() {
            return Err(Error::Nothing { help: "the answer has no rows: ask the same without `draw` to see why" }.into());
        }
        Ok(Picture::Graph(drawing))
    }

    /// The nodes of an answer that have a place on the earth; how many have none is said.
    fn map(&self, sentence: &str, caption: Caption, request: &Request, guard: &Guard) -> Result<Drawing, Diagnostics> {
        let schema = self.spoken(request)?;
        let mut collector = Collector::new(self.graph(), &schema);
        let (query, caption) = if looks_like_cypher(sentence) {
            let query = parse(sentence)?;
            let caption = Caption { cypher: Some(query.lines()), ..caption };
            (query, caption)
        } else {
            let question = self.question(sentence, request)?;
            let help = "map a question about nodes: `draw map of NOUN`";
            let (query, _) = question.nodes().ok_or(Error::Nothing { help })?;
            let (cypher, understood) = (Some(question.query.lines()), Some(question.understood.clone()));
            (query, Caption { cypher, understood, notes: question.notes.clone(), ..caption })
        };
        let prepared = prepare_with(self.graph(), &query, &self.procedures, &Settings::default())?;
        if prepared.program.writes() {
            return Err(Error::Nothing { help: "a picture only reads: write first, then draw what there is" }.into());
        }
        for row in prepared.program.run(self.graph(), &request.parameters, guard)?.rows() {
            row.values().filter(|value| matches!(value, Value::Node(_))).for_each(|value| collector.value(&value, Role::Answer));
        }
        let mut drawing = collector.drawing(caption);
        let lost = drawing.nodes.iter().filter(|node| node.place.is_none()).map(|node| node.label.clone()).collect::<Vec<_>>();
        if lost.len() == drawing.nodes.len() {
            let help = "what is on a map has `latitude` and `longitude` in degrees, or leads to what has them";
            return Err(Error::Nothing { help }.into());
        }
        if !lost.is_empty() {
            drawing.caption.notes.push(format!("not on the map, for want of a place: {}", lost.join(", ")));
        }
        Ok(drawing)
    }

    /// A question or a command: its answers with their evidence, or what its own query for a picture gives.
    fn of_question(
        &self,
        question: &Resolved,
        steps: usize,
        caption: Caption,
        request: &Request,
        guard: &Guard,
    ) -> Result<Drawing, Diagnostics> {
        let schema = self.spoken(request)?;
        let mut collector = Collector::new(self.graph(), &schema);
        let run = |query: &Query, parameters: &Parameters| self.run_with(query, parameters, guard);
        let things = match question.nodes() {
            Some((query, _)) if question.presentation == Presentation::Description || question.is_name() => {
                nodes(&run(&query, &Parameters::default())?)
            }
            _ => Vec::new(),
        };
        if !things.is_empty() {
            for node in things {
                collector.around(node, steps);
            }
        } else if let Some(account) = question.account() {
            evidence(&account, &run, &mut collector)?;
        } else if let Some(query) = question.picture() {
            rows(&run(&query, &Parameters::default())?, &mut collector);
        } else {
            return Err(Error::Nothing { help: "draw a question about nodes, `path from … to …`, `compare …`, or a name" }.into());
        }
        if question.presentation == Presentation::Shared {
            collector.keep_shared();
        }
        if matches!(question.presentation, Presentation::Shared | Presentation::Comparison { .. }) {
            collector.drop_asides();
        }
        Ok(collector.drawing(Caption { understood: Some(question.understood.clone()), notes: question.notes.clone(), ..caption }))
    }

    /// A query: the nodes, relationships and paths in its rows; or, where these are values, what they rest on.
    fn of_cypher(&self, query: &Query, caption: Caption, request: &Request, guard: &Guard) -> Result<Drawing, Diagnostics> {
        let prepared = prepare_with(self.graph(), query, &self.procedures, &Settings::default())?;
        if prepared.program.writes() {
            return Err(Error::Nothing { help: "a picture only reads: write first, then draw what there is" }.into());
        }
        let schema = self.spoken(request)?;
        let mut collector = Collector::new(self.graph(), &schema);
        let answer = prepared.program.run(self.graph(), &request.parameters, guard)?;
        rows(&answer, &mut collector);
        if collector.is_empty() && !answer.is_empty() {
            let help = "return nodes, relationships or paths, such as `MATCH p = (a)-->(b) RETURN p`";
            let account = explain::account(query, &self.schema.lexicon).map_err(|_| Error::Nothing { help })?;
            let run = |query: &Query, parameters: &Parameters| {
                let mut all = request.parameters.clone();
                all.extend(parameters.iter().map(|(name, value)| (name.clone(), value.clone())));
                self.run_with(query, &all, guard)
            };
            evidence(&account, &run, &mut collector)?;
        }
        collector.join_if_loose(&types(query));
        Ok(collector.drawing(caption))
    }

    fn run_with(&self, query: &Query, parameters: &Parameters, guard: &Guard) -> Result<Answer, Diagnostics> {
        prepare_with(self.graph(), query, &self.procedures, &Settings::default())?.program.run(self.graph(), parameters, guard)
    }
}

/// Gathers all rows: what stands in the first column was asked about.
fn rows(answer: &Answer, collector: &mut Collector<'_>) {
    for row in answer.rows() {
        for (column, value) in row.values().enumerate() {
            collector.value(&value, if column == 0 { Role::Answer } else { Role::Related });
        }
    }
}

/// The cells of a matrix.
fn cells(answer: &Answer) -> Vec<(NodeId, NodeId, Value)> {
    let cell = |row: Row<'_>| match (row.value(0), row.value(1)) {
        (Value::Node(one), Value::Node(other)) => Some((one, other, row.value(2))),
        _ => None,
    };
    answer.rows().filter_map(cell).collect()
}

/// Gaps as a matrix: expectations by whom they concern.
fn of_gaps(reply: &Reply, caption: Caption) -> Matrix {
    let titles = if let Presentation::GapMatrix { titles } = &reply.presentation { titles.as_slice() } else { &[] };
    let text = |value: Value| plain_text(&value, reply.answer.graph(), None);
    let columns = reply.answer.rows().map(|row| Line { name: text(row.value(1)), group: text(row.value(0)), colour: None }).collect();
    let rows = titles.iter().map(|(_, title)| Line { name: title.clone(), ..Line::default() }).collect();
    let state = |number: usize| reply.answer.rows().map(|row| Mark::of(&row.value(number + 2))).collect();
    let cells = (0..titles.len()).map(state).collect();
    let caption = Caption { understood: reply.understood.clone(), edition: reply.notes.last().cloned(), ..caption };
    Matrix { caption, rows, columns, cells, counted: Mark::Open }
}

fn nodes(answer: &Answer) -> Vec<NodeId> {
    answer.rows().filter_map(|row| if let Value::Node(node) = row.value(0) { Some(node) } else { None }).collect()
}

/// A sentence in one line.
fn joined(sentence: &str) -> String {
    sentence.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentence that gives a matrix: gaps are drawn as one.
fn matrix_sentence(sentence: &str) -> String {
    let lower = sentence.trim().to_lowercase();
    let is_said = lower.ends_with("as a matrix") || lower.ends_with("as matrix");
    if lower.split_whitespace().next() == Some("gaps") && !is_said {
        format!("{} as a matrix", sentence.trim_end())
    } else {
        sentence.to_owned()
    }
}

/// The relationship types that the patterns of a query name.
fn types(query: &Query) -> Vec<String> {
    let matches = query.first.clauses.iter().filter_map(|clause| if let Clause::Match(clause) = clause { Some(clause) } else { None });
    let steps = matches.flat_map(|clause| &clause.pattern.parts).flat_map(|part| &part.element.chain);
    steps.flat_map(|(step, _)| &step.types).map(|kind| kind.node.to_string()).collect()
}
