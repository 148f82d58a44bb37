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
mod grid;
mod html;
mod layout;
mod looks;
mod map;
mod matrix;
mod mermaid;
mod model;
mod outline;
mod page;
mod paint;
mod paper;
mod plain;
mod ruler;
mod schema;
mod svg;

use std::path::Path;

pub use collect::Collector;
pub use error::Error;
pub use evidence::evidence;
pub use matrix::{Line, Mark, Matrix};
pub use model::{Beyond, Caption, Drawing, Edge, EdgeLook, Node, NodeLook, Place, Role};
pub use plain::plain;
pub use schema::schema;

use crate::diagnose::did_you_mean;
use crate::text::Span;

/// A picture: of nodes and relationships, or of which stand how to which.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// Nodes and relationships.
    Graph(Drawing),
    /// Nodes where they are on the earth.
    Map(Drawing),
    /// Rows by columns.
    Matrix(Matrix),
}

/// Writes something in a format.
type Writer<T> = fn(&T) -> Result<Vec<u8>, Error>;

/// A format of pictures.
#[derive(Debug)]
pub struct Format {
    /// Its name, as in `as svg`.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// The endings of its files.
    pub endings: &'static [&'static str],
    /// Whether it is a text.
    pub is_text: bool,
    graph: Writer<Drawing>,
    map: Writer<Drawing>,
    /// Not every format has a form for matrices.
    matrix: Option<Writer<Matrix>>,
}

/// A format for data and other programs: a text of nodes and relationships, whatever their number.
const fn data(name: &'static str, summary: &'static str, endings: &'static [&'static str], graph: Writer<Drawing>) -> Format {
    Format { name, summary, endings, is_text: true, graph, map: graph, matrix: None }
}

/// All formats of pictures.
pub const FORMATS: &[Format] = &[
    Format {
        name: "svg",
        summary: "SVG, for pages and for further drawing",
        endings: &["svg"],
        is_text: true,
        graph: svg::write,
        map: map::write,
        matrix: Some(grid::write),
    },
    Format {
        name: "png",
        summary: "PNG, for slides and letters",
        endings: &["png"],
        is_text: false,
        graph: |drawing| paper::png(&svg::write(drawing)?),
        map: |drawing| paper::png(&map::write(drawing)?),
        matrix: Some(|matrix| paper::png(&grid::write(matrix)?)),
    },
    Format {
        name: "pdf",
        summary: "PDF, for print",
        endings: &["pdf"],
        is_text: false,
        graph: |drawing| paper::pdf(&svg::write(drawing)?),
        map: |drawing| paper::pdf(&map::write(drawing)?),
        matrix: Some(|matrix| paper::pdf(&grid::write(matrix)?)),
    },
    Format {
        name: "html",
        summary: "a page with the picture and its data, to be searched and unfolded; one file that needs nothing else",
        endings: &["html", "htm"],
        is_text: true,
        graph: html::graph,
        map: html::map,
        matrix: Some(html::matrix),
    },
    data("dot", "DOT, the language of Graphviz", &["dot", "gv"], |drawing| Ok(dot::write(drawing).into())),
    data("mmd", "Mermaid, for Markdown", &["mmd", "mermaid"], |drawing| Ok(mermaid::write(drawing).into())),
    data("graphml", "GraphML, for yEd and networkx", &["graphml"], |drawing| Ok(graphml::write(drawing).into())),
    data("gexf", "GEXF, for Gephi", &["gexf"], |drawing| Ok(gexf::write(drawing).into())),
    data("json", "JSON for Cytoscape", &["json", "cyjs"], |drawing| Ok(cytoscape::write(drawing).into())),
    data("csv", "a table of relationships", &["csv"], |drawing| Ok(csv::write(drawing).into())),
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
    /// A picture in this format.
    ///
    /// # Errors
    /// More than can be read on a page, a matrix in a format for graphs, and whatever lays it out or paints it.
    pub fn write(&self, picture: &Picture) -> Result<Vec<u8>, Error> {
        match (picture, self.matrix) {
            (Picture::Graph(drawing), _) => (self.graph)(drawing),
            (Picture::Map(drawing), _) => (self.map)(drawing),
            (Picture::Matrix(matrix), Some(write)) => write(matrix),
            (Picture::Matrix(_), None) => Err(Error::NoMatrix { name: self.name }),
        }
    }
}

impl Picture {
    /// The picture for a page of text, which says the rest: as SVG, the same on every machine, and as text. A matrix has none.
    ///
    /// # Errors
    /// More than fits a page of text.
    pub fn inline(&self) -> Result<Option<(String, String)>, Error> {
        let bare = |drawing: &Drawing| {
            let caption = Caption { title: drawing.caption.title.clone(), ..Caption::default() };
            Drawing { caption, ..drawing.clone() }
        };
        let (svg, text) = match self {
            Self::Graph(drawing) => (svg::within(&bare(drawing), layout::INLINE)?, plain(drawing)),
            Self::Map(drawing) => (map::write(&bare(drawing))?, plain(drawing)),
            Self::Matrix(_) => return Ok(None),
        };
        Ok(Some((String::from_utf8_lossy(&svg).trim_end().to_owned(), text)))
    }

    /// The picture as nodes and relationships, if it is one.
    pub fn graph(self) -> Option<Drawing> {
        match self {
            Self::Graph(drawing) | Self::Map(drawing) => Some(drawing),
            Self::Matrix(_) => None,
        }
    }

    /// What is said around it, to be changed.
    pub fn caption_mut(&mut self) -> &mut Caption {
        match self {
            Self::Graph(drawing) | Self::Map(drawing) => &mut drawing.caption,
            Self::Matrix(matrix) => &mut matrix.caption,
        }
    }

    /// What is said around it.
    pub fn caption(&self) -> &Caption {
        match self {
            Self::Graph(drawing) | Self::Map(drawing) => &drawing.caption,
            Self::Matrix(matrix) => &matrix.caption,
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
