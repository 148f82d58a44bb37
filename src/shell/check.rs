//! `legation check`: validates a data package.

use std::path::Path;

use super::arguments::Arguments;
use super::output::{self, Outcome};
use crate::load;
use crate::question::Vocabulary;
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
            output::note(&format!("{}: {nodes} nodes and {relationships} relationships, no problems", visible(&path.to_string_lossy())));
            Outcome::Done
        }
        Err(problems) => {
            output::problems(&problems, None);
            output::note(&format!("{} {}", problems.len(), if problems.len() == 1 { "problem" } else { "problems" }));
            Outcome::Wrong
        }
    }
}
