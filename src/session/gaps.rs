//! `gaps`: where the data falls short of what its package expects.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ask::Mode;
use super::stage::prepare_with;
use super::{Error, Reply, Request, Session};
use crate::diagnose::Diagnostics;
use crate::execute::Parameters;
use crate::gap::{self, Assessment, Assessor, Selection};
use crate::limit::Guard;
use crate::optimize::Settings;
use crate::question::{self, Data, Gaps, Options, Presentation, Whom};
use crate::report;
use crate::schema::Schema;
use crate::value::Value;

/// Expectations made ready for the graph as it is, and the options and the language for which they were.
pub(super) type Ready = (Vec<String>, Option<String>, Arc<Assessor>);

/// Within so many words of a sentence stands the command that it is: `what are the gaps for India`.
const SOON: usize = 6;

impl Session {
    /// The answer to a sentence that asks for gaps; nothing if it is another.
    pub(super) fn gaps(&mut self, mode: Mode, text: &str, request: &Request, guard: &Guard) -> Result<Option<Reply>, Diagnostics> {
        let named = |wanted: &str| text.split_whitespace().take(SOON).any(|word| word.eq_ignore_ascii_case(wanted));
        if !named("gaps") && !named("missing") {
            return Ok(None);
        }
        let options = self.options(request)?;
        let schema = self.spoken(request)?;
        let data = Data { schema: &schema, graph: self.graph(), vocabulary: self.vocabulary() };
        let first = text.trim_start().get(..4).is_some_and(|word| word.eq_ignore_ascii_case("gaps"));
        let asked = match question::gaps(text, data, &options) {
            Ok(Some(asked)) => asked,
            Err(problems) if first => return Err(problems),
            Ok(None) | Err(_) => return Ok(None),
        };
        let assessor = self.assessor(request)?;
        if mode != Mode::Answer {
            return self.gaps_in_cypher(mode, &asked, &assessor, guard).map(Some);
        }
        let selection = self.selection(&asked, guard)?;
        let assessment = assessor.assess(self.graph(), guard, &selection)?;
        self.laid_out(&asked, &assessor, &assessment, &selection, &schema, guard).map(Some)
    }

    /// How it stands with all expectations of the data.
    pub fn assess(&mut self) -> Result<Assessment, Diagnostics> {
        self.catch_up();
        let assessor = self.assessor(&Request::default())?;
        assessor.assess(self.graph(), &self.guard(), &Selection::default())
    }

    /// Reads and resolves all expectations of the data, and says how many there are; reads its reports.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn check_expectations(&mut self) -> Result<usize, Diagnostics> {
        let count = gap::read(&self.schema.documents)?.expectations.len();
        report::read(&self.schema.documents)?;
        if count > 0 {
            self.assessor(&Request::default())?;
        }
        Ok(count)
    }

    /// The expectations, made ready once.
    fn assessor(&mut self, request: &Request) -> Result<Arc<Assessor>, Diagnostics> {
        let fits = |(options, language, _): &&Ready| *options == request.options && *language == request.language;
        if let Some((.., assessor)) = self.expectations.as_ref().filter(fits) {
            return Ok(Arc::clone(assessor));
        }
        let expectations = gap::read(&self.schema.documents)?;
        if expectations.expectations.is_empty() {
            return Err(Error::NoExpectations.into());
        }
        let options = self.options(request)?;
        let schema = self.spoken(request)?;
        let data = Data { schema: &schema, graph: self.graph(), vocabulary: self.vocabulary() };
        let graph = self.graph();
        let mut prepare = |query: &_| prepare_with(graph, query, &self.procedures, &Settings::default()).map(|prepared| prepared.program);
        let assessor = Arc::new(Assessor::new(&expectations, data, &options, &mut prepare)?);
        self.expectations = Some((request.options.clone(), request.language.clone(), Arc::clone(&assessor)));
        Ok(assessor)
    }

    fn options(&self, request: &Request) -> Result<Options, Diagnostics> {
        self.check(request)?;
        Ok(Options { widenings: request.options.iter().cloned().collect(), ..Options::default() })
    }

    /// Whose gaps are asked for, as nodes.
    fn selection(&self, asked: &Gaps, guard: &Guard) -> Result<Selection, Diagnostics> {
        let whom = match &asked.whom {
            None => None,
            Some(Whom::Nodes(nodes)) => Some(nodes.iter().copied().collect()),
            Some(Whom::Query(query)) => {
                let program = prepare_with(self.graph(), query, &self.procedures, &Settings::default())?.program;
                let answer = program.run(self.graph(), &Parameters::default(), guard)?;
                let nodes = answer.rows().filter_map(|row| if let Value::Node(node) = row.value(0) { Some(node) } else { None });
                Some(nodes.collect::<BTreeSet<_>>())
            }
        };
        Ok(Selection { about: asked.about.clone(), whom })
    }

    fn laid_out(
        &self,
        asked: &Gaps,
        assessor: &Assessor,
        assessment: &Assessment,
        selection: &Selection,
        schema: &Schema,
        guard: &Guard,
    ) -> Result<Reply, Diagnostics> {
        let (columns, rows, presentation) = if asked.matrix {
            let matrix = gap::matrix(assessor, assessment, selection, self.graph(), schema);
            (matrix.columns, matrix.rows, Presentation::GapMatrix { titles: matrix.titles })
        } else {
            (gap::GAPS.iter().map(|name| (*name).to_owned()).collect(), gap::list(assessor, assessment), Presentation::Gaps)
        };
        let rows = rows.into_iter().map(Value::list).collect();
        let answer = self.with_columns(columns.iter().map(String::as_str), rows, guard)?;
        let open_gaps = Some(gap::open(assessor, assessment));
        let mut reply = Reply { understood: Some(asked.understood.clone()), presentation, open_gaps, ..Reply::of(answer) };
        reply.notes.extend(self.schema.edition.clone());
        Ok(reply)
    }

    /// The queries instead of their answers.
    fn gaps_in_cypher(&self, mode: Mode, asked: &Gaps, assessor: &Assessor, guard: &Guard) -> Result<Reply, Diagnostics> {
        let cypher = assessor.cypher();
        match mode {
            Mode::Explain => {
                let lines: Vec<String> = cypher.lines().map(|line| format!("  {line}").trim_end().to_owned()).collect();
                self.text_reply("explanation", format!("Understood\n  {}\n\nCypher\n{}", asked.understood, lines.join("\n")), guard)
            }
            _ => self.text_reply("cypher", cypher.trim_end().to_owned(), guard),
        }
    }
}
