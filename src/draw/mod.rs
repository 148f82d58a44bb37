//! Pictures of answers.
//!
//! An answer becomes a [`Drawing`], which is data and knows nothing of paper: a [`Collector`] gathers nodes and relationships from
//! the graph, [`evidence`] those that a question rests on and those that are not there, and the schema's `[style]` says how they
//! look. [`FORMATS`] has a row for each format in which a drawing is written.

mod collect;
mod csv;
mod cytoscape;
mod dot;
mod error;
mod evidence;
mod gexf;
mod graphml;
mod layout;
mod looks;
mod mermaid;
mod model;
mod outline;
mod paint;
mod paper;
mod plain;
mod ruler;
mod schema;
mod svg;
mod xml;

use std::path::Path;

pub use collect::{Caption, Collector};
pub use error::Error;
pub use evidence::evidence;
pub use model::{Drawing, Edge, EdgeLook, Node, NodeLook, Role};
pub use plain::plain;
pub use schema::schema;

use crate::diagnose::did_you_mean;
use crate::text::Span;

/// A format of pictures.
#[derive(Debug)]
pub struct Format {
    /// Its name, as in `as svg`.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// The endings of its files.
    pub endings: &'static [&'static str],
    write: Write,
}

/// How a drawing is written.
#[derive(Debug)]
enum Write {
    /// As a text, whatever its size.
    Text(fn(&Drawing) -> String),
    /// As a page that is a text.
    Page(fn(&Drawing) -> Result<Vec<u8>, Error>),
    /// As a page that is no text.
    Painted(fn(&Drawing) -> Result<Vec<u8>, Error>),
}

/// All formats of pictures.
pub const FORMATS: &[Format] = &[
    Format { name: "dot", summary: "DOT, the language of Graphviz", endings: &["dot", "gv"], write: Write::Text(dot::write) },
    Format { name: "svg", summary: "SVG, for pages and for further drawing", endings: &["svg"], write: Write::Page(svg::write) },
    Format { name: "png", summary: "PNG, for slides and letters", endings: &["png"], write: Write::Painted(paper::png) },
    Format { name: "pdf", summary: "PDF, for print", endings: &["pdf"], write: Write::Painted(paper::pdf) },
    Format { name: "mmd", summary: "Mermaid, for Markdown", endings: &["mmd", "mermaid"], write: Write::Text(mermaid::write) },
    Format { name: "graphml", summary: "GraphML, for yEd and networkx", endings: &["graphml"], write: Write::Text(graphml::write) },
    Format { name: "gexf", summary: "GEXF, for Gephi", endings: &["gexf"], write: Write::Text(gexf::write) },
    Format { name: "json", summary: "JSON for Cytoscape", endings: &["json", "cyjs"], write: Write::Text(cytoscape::write) },
    Format { name: "csv", summary: "a table of relationships", endings: &["csv"], write: Write::Text(csv::write) },
];

/// The format of this name.
///
/// # Errors
/// A name that no format has.
pub fn format(name: &str, span: Option<Span>) -> Result<&'static Format, Error> {
    let lower = name.to_lowercase();
    let found = FORMATS.iter().find(|format| format.name == lower || format.endings.contains(&lower.as_str()));
    found.ok_or_else(|| {
        let names = || FORMATS.iter().map(|format| format.name);
        let help = did_you_mean(&lower, names()).unwrap_or_else(|| format!("there are {}", names().collect::<Vec<_>>().join(", ")));
        Error::UnknownFormat { name: name.to_owned(), help, span }
    })
}

/// The format of a file, by its ending.
///
/// # Errors
/// An ending that no format has.
pub fn format_of(path: &Path) -> Result<&'static Format, Error> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    format(&ending, None)
}

impl Format {
    /// Whether it is a text.
    pub fn is_text(&self) -> bool {
        !matches!(self.write, Write::Painted(_))
    }

    /// A drawing in this format.
    ///
    /// # Errors
    /// Nothing to draw on a page of this size, and whatever lays it out or paints it.
    pub fn write(&self, drawing: &Drawing) -> Result<Vec<u8>, Error> {
        match self.write {
            Write::Text(write) => Ok(write(drawing).into_bytes()),
            Write::Page(write) | Write::Painted(write) => write(drawing),
        }
    }
}

/// What is said of a node beside its name.
fn details(node: &Node) -> String {
    let kind = match &node.category {
        Some(category) => format!("{}: {category}", node.kind),
        None => node.kind.clone(),
    };
    let parts =
        [Some(kind).filter(|kind| !kind.is_empty()), node.source.clone(), node.caveat.as_ref().map(|caveat| format!("caveat: {caveat}"))];
    std::iter::once(node.label.clone()).chain(parts.into_iter().flatten()).collect::<Vec<_>>().join("\n")
}

/// What is said of a relationship.
fn told(edge: &Edge, from: &Node, to: &Node) -> String {
    let kind = edge.kind.replace('_', " ").to_lowercase();
    let parts = [edge.label.clone(), edge.source.clone(), edge.caveat.as_ref().map(|caveat| format!("caveat: {caveat}"))];
    std::iter::once(format!("{} - {kind} - {}", from.label, to.label)).chain(parts.into_iter().flatten()).collect::<Vec<_>>().join("\n")
}
