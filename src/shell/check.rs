//! `legation check`: validates a data package.

use std::path::Path;
use std::sync::Arc;

use super::arguments::Arguments;
use super::output::{self, Outcome};
use crate::diagnose::Diagnostics;
use crate::load;
use crate::question::Vocabulary;
use crate::session::Session;
use crate::text::visible;

/// Prints every problem of a package, or what it holds.
pub(super) fn check(path: &Path, arguments: &Arguments) -> Outcome {
    match load::load(&[path.to_owned()], &arguments.load_options()) {
        Ok(package) => {
            let (nodes, relationships) = (package.graph.node_count(), package.graph.relationship_count());
            let vocabulary = Vocabulary::new(&package.schema, &package.graph);
            let clashes: Vec<String> = vocabulary.clashes().map(|word| format!("`{}`", visible(word))).collect();
            if !clashes.is_empty() {
                let count = clashes.len();
                let words = clashes.join(", ");
                output::note(&format!(
                    "warning: {count} nouns are names too, and at the head of a sentence and after a quantity nouns: {words}"
                ));
            }
            match Session::new(package, arguments.limits(), Arc::default()).check_expectations() {
                Ok(expectations) => {
                    let more = if expectations > 0 { format!(", {expectations} expectations") } else { String::new() };
                    let path = path.to_string_lossy();
                    output::note(&format!("{}: {nodes} nodes and {relationships} relationships{more}, no problems", visible(&path)));
                    Outcome::Done
                }
                Err(problems) => wrong(&problems),
            }
        }
        Err(problems) => wrong(&problems),
    }
}

fn wrong(problems: &Diagnostics) -> Outcome {
    output::problems(problems, None);
    output::note(&format!("{} {}", problems.len(), if problems.len() == 1 { "problem" } else { "problems" }));
    Outcome::Wrong
}
