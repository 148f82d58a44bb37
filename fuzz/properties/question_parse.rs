//! Any text as a question over the embedded framework: it resolves to a query that analyses, or it is an error.

use std::sync::LazyLock;

use legation::load::{Package, embedded};
use legation::question::{Data, Options, Vocabulary, ask};

static LOADED: LazyLock<Option<(Package, Vocabulary)>> = LazyLock::new(|| {
    let package = embedded().ok()?;
    let vocabulary = Vocabulary::new(&package.schema, &package.graph);
    Some((package, vocabulary))
});

/// Panics where it is not so.
pub fn holds(text: &str) {
    let Some((package, vocabulary)) = &*LOADED else { return };
    let data = Data { schema: &package.schema, graph: &package.graph, vocabulary };
    if let Ok(resolved) = ask(text, data, &Options::default()) {
        assert!(legation::cypher::analyse(&resolved.query, package.graph.catalogue()).is_ok(), "{text}");
    }
}
