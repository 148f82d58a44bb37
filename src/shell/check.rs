//! `legation check`: validates a data package.

use std::path::Path;

use super::arguments::Arguments;
use super::output::{self, Outcome};
use crate::load;

/// Prints every problem of a package, or what it holds.
pub(super) fn check(path: &Path, arguments: &Arguments) -> Outcome {
    match load::load(&[path.to_owned()], &arguments.load_options()) {
        Ok(package) => {
            let (nodes, relationships) = (package.graph.node_count(), package.graph.relationship_count());
            output::note(&format!("{}: {nodes} nodes and {relationships} relationships, no problems", path.display()));
            Outcome::Done
        }
        Err(problems) => {
            output::problems(&problems, None);
            output::note(&format!("{} {}", problems.len(), if problems.len() == 1 { "problem" } else { "problems" }));
            Outcome::Wrong
        }
    }
}
