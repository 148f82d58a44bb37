//! A page that opens anywhere: one file with the picture, its data as tables, and a script of our own to search and unfold it.
//!
//! Nothing is fetched, and the page's own policy forbids it: only the style and the script below run, by their digests. Without scripts
//! the picture and the tables are there. The script reads the data from a block of JSON, in which `<` is escaped, so that no name ends it;
//! it writes names as text, never as markup.

mod data;

use std::fmt::Write;

use super::error::Error;
use super::grid;
use super::layout::SCREEN;
use super::map;
use super::model::{Caption, Drawing, Edge, Node};
use super::svg;
use super::{Matrix, graphml};
use crate::text::markup;
use data::{data, digest};

/// How the page looks: on a screen, by day and by night, and printed.
const STYLE: &str = include_str!("page.css");

/// What the page does.
const SCRIPT: &str = include_str!("page.js");

/// Controls, which the script shows.
const CONTROLS: &str = include_str!("controls.html");

/// Writes a drawing with what can be unfolded.
pub(super) fn graph(drawing: &Drawing) -> Result<Vec<u8>, Error> {
    Ok(whole(drawing, &svg::within(drawing, SCREEN)?))
}

/// Writes a map.
pub(super) fn map(drawing: &Drawing) -> Result<Vec<u8>, Error> {
    Ok(whole(drawing, &map::write(drawing)?))
}

/// The page around a picture of nodes.
fn whole(drawing: &Drawing, svg: &[u8]) -> Vec<u8> {
    let data = data(drawing);
    let mut page = begin(&drawing.caption);
    page.push_str(CONTROLS);
    picture(svg, &mut page);
    page.push_str("<aside id=\"details\" aria-label=\"Details\" hidden></aside>\n</div>\n");
    let nodes = drawing.nodes.iter().map(|node| (node.id.as_str(), of_node(node)));
    table("Nodes", &["name", "kind", "category", "in the picture", "also", "source", "caveat"], nodes, &mut page);
    let edges = drawing.edges.iter().map(|edge| (edge.id.as_str(), of_edge(drawing, edge)));
    table("Relationships", &["from", "relationship", "to", "says", "source", "caveat"], edges, &mut page);
    about(&drawing.caption, &digest(&data), &mut page);
    let _ = writeln!(page, "<script type=\"application/json\" id=\"data\">{data}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>");
    page.into_bytes()
}

/// Writes a matrix: the picture, and the same as a table.
pub(super) fn matrix(matrix: &Matrix) -> Result<Vec<u8>, Error> {
    let mut page = begin(&matrix.caption);
    picture(&grid::write(matrix)?, &mut page);
    page.push_str("</div>\n");
    let columns: Vec<&str> = std::iter::once("").chain(matrix.columns.iter().map(|column| column.name.as_str())).collect();
    let rows = matrix.rows.iter().zip(&matrix.cells).map(|(row, cells)| {
        let marks = cells.iter().map(|cell| cell.map_or("", super::Mark::words).to_owned());
        ("", std::iter::once(row.name.clone()).chain(marks).collect())
    });
    let mut body = String::new();
    table("Rows and columns", &columns, rows, &mut body);
    page.push_str(&body);
    about(&matrix.caption, &digest(&body), &mut page);
    page.push_str("</body>\n</html>\n");
    Ok(page.into_bytes())
}

/// The head of the page, up to where the picture begins.
fn begin(caption: &Caption) -> String {
    let title = markup(&caption.title);
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data: blob:; base-uri 'none'; form-action 'none'",
        digest(STYLE),
        digest(SCRIPT)
    );
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n<header>\n<h1>{title}</h1>\n"
    );
    for line in caption.understood.iter().filter(|understood| **understood != caption.title).chain(&caption.edition) {
        let _ = writeln!(out, "<p>{}</p>", markup(line));
    }
    out.push_str("</header>\n<main>\n<div id=\"board\">\n");
    out
}

/// The picture, which is longer than the screen where it must be.
fn picture(svg: &[u8], out: &mut String) {
    let _ = writeln!(out, "<figure id=\"picture\" tabindex=\"0\" aria-label=\"Picture\">{}</figure>", String::from_utf8_lossy(svg));
}

fn of_node(node: &Node) -> Vec<String> {
    let of = |text: &Option<String>| text.clone().unwrap_or_default();
    let facts = node.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n");
    let role = graphml::role(node.role).to_owned();
    vec![node.label.clone(), node.kind.clone(), of(&node.category), role, facts, of(&node.source), of(&node.caveat)]
}

fn of_edge(drawing: &Drawing, edge: &Edge) -> Vec<String> {
    let of = |text: &Option<String>| text.clone().unwrap_or_default();
    let kind = edge.kind.replace('_', " ").to_lowercase();
    let kind = if edge.missing { format!("{kind} (missing)") } else { kind };
    let (from, to) = (drawing.nodes[edge.from].label.clone(), drawing.nodes[edge.to].label.clone());
    vec![from, kind, to, of(&edge.label), of(&edge.source), of(&edge.caveat)]
}

/// A table under a heading; each row has a name by which the script finds it. Columns without any text are left out.
fn table<'r>(heading: &str, columns: &[&str], rows: impl Iterator<Item = (&'r str, Vec<String>)>, out: &mut String) {
    let rows: Vec<(&str, Vec<String>)> = rows.collect();
    if rows.is_empty() {
        return;
    }
    let used: Vec<usize> = (0..columns.len()).filter(|column| rows.iter().any(|(_, row)| !row[*column].is_empty())).collect();
    let _ = write!(out, "<section>\n<h2>{heading}</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{heading}\">");
    out.push_str("<table>\n<thead><tr>");
    for column in &used {
        let name = columns[*column];
        let _ = if name.is_empty() { write!(out, "<td></td>") } else { write!(out, "<th scope=\"col\">{}</th>", markup(name)) };
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (id, row) in rows {
        let _ = if id.is_empty() { write!(out, "<tr>") } else { write!(out, "<tr data-row=\"{id}\">") };
        for (place, column) in used.iter().enumerate() {
            let tag = if place == 0 { "th scope=\"row\"" } else { "td" };
            let _ = write!(out, "<{tag} dir=\"auto\">{}</{}>", markup(&row[*column]), &tag[..2]);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n</section>\n");
}

/// Notes, sources, the query and the digest, and the end of what the page says.
fn about(caption: &Caption, digest: &str, out: &mut String) {
    out.push_str("<section>\n<h2>About this picture</h2>\n");
    for note in &caption.notes {
        let _ = writeln!(out, "<p>{}</p>", markup(note));
    }
    out.push_str("<dl>\n");
    let _ = writeln!(out, "<dt>Question</dt><dd>{}</dd>", markup(&caption.title));
    if let Some(understood) = &caption.understood {
        let _ = writeln!(out, "<dt>Understood as</dt><dd>{}</dd>", markup(understood));
    }
    if let Some(cypher) = &caption.cypher {
        let _ = writeln!(out, "<dt>Cypher</dt><dd><code>{}</code></dd>", markup(cypher));
    }
    if !caption.sources.is_empty() {
        let _ = writeln!(out, "<dt>Sources</dt><dd>{}</dd>", markup(&caption.sources.join("; ")));
    }
    let _ = writeln!(out, "<dt>Digest</dt><dd>of the data of this page: <code>{digest}</code></dd>\n</dl>\n</section>\n</main>");
}
