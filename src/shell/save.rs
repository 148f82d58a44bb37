//! `legation export`, `legation import` and `:save`: graphs into files, and scripts into graphs.

use std::path::{Path, PathBuf};

use super::arguments::{Arguments, Saving};
use super::output::{self, Outcome};
use super::script::split;
use crate::diagnose::Diagnostics;
use crate::load::{self, Package, observe};
use crate::save::{Content, Format, Options, Problem, format_of, save};
use crate::schema::Schema;
use crate::session::{Request, Session};
use crate::text::{Source, visible};

/// Why data could not be opened: what is wrong, and the script that it is wrong in.
pub(super) type Unopened = (Diagnostics, Option<Source>);

/// Saves what is loaded.
pub(super) fn export(package: &Package, saving: &Saving) -> Outcome {
    let format = saving.format.unwrap_or_else(|| format_of(&saving.output));
    let content = Content { graph: &package.graph, schema: &package.schema };
    match save(content, &saving.output, format, &saving.options()) {
        Ok(()) => {
            output::note(&said(content, &saving.output, format));
            Outcome::Done
        }
        Err(problems) => output::problems(&problems, None),
    }
}

/// Saves the session's graph in the format of the path's ending.
pub(super) fn command(session: &Session, path: &str) -> Result<String, Diagnostics> {
    if session.in_transaction() {
        return Err(Problem::Uncommitted.into());
    }
    let quoted = ['"', '\''].into_iter().find_map(|quote| path.strip_prefix(quote)?.strip_suffix(quote));
    let path = Path::new(quoted.unwrap_or(path));
    let content = Content { graph: session.graph(), schema: session.schema() };
    let format = format_of(path);
    save(content, path, format, &Options::default())?;
    Ok(said(content, path, format))
}

fn said(content: Content<'_>, path: &Path, format: &Format) -> String {
    let (nodes, relationships) = (content.graph.node_count(), content.graph.relationship_count());
    format!("{}: {nodes} nodes and {relationships} relationships saved ({})", visible(&path.to_string_lossy()), format.name)
}

/// Loads packages, files and scripts as one graph; scripts run on what the others hold, in their order.
pub(super) fn open(paths: &[PathBuf], arguments: &Arguments) -> Result<Package, Unopened> {
    let is_script = |path: &PathBuf| path.is_file() && format_of(path).name == "cypher";
    let (scripts, data): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(is_script);
    let package = if data.is_empty() {
        let name = scripts.first().and_then(|path| path.file_stem()).map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Package { graph: crate::graph::Graph::default(), schema: Schema { name, language: "en".into(), ..Schema::default() } }
    } else {
        load::load(&data, &arguments.load_options()).map_err(|problems| (problems, None))?
    };
    if scripts.is_empty() {
        return Ok(package);
    }
    let mut session = Session::new(package, arguments.limits(), std::sync::Arc::default());
    for script in &scripts {
        let name = script.display().to_string();
        let unreadable = |error: std::io::Error| {
            let problem = load::Problem::Unreadable { file: name.clone(), reason: error.to_string() };
            (problem.into(), None)
        };
        let text = Source::new(name.as_str(), std::fs::read_to_string(script).map_err(unreadable)?);
        for (offset, sentence) in split(text.text()) {
            let source = Source::new(format!("{}, line {}", text.name(), text.position(offset).line), sentence);
            session.ask(source.text(), &Request::default()).map_err(|problems| (problems, Some(source)))?;
        }
    }
    let (graph, mut schema) = (session.graph().clone(), session.schema().clone());
    schema.complete(&observe(&graph));
    Ok(Package { graph, schema })
}
