//! A page as Markdown (`CommonMark` 0.31, with the tables and ticks of GitHub).

use std::fmt::Write as _;

use super::super::markdown::cell;
use crate::report::{Body, Page};

/// The page as Markdown, in which no text can be read as markup.
pub fn markdown(page: &Page) -> String {
    let mut out = format!("# {}\n", cell(&page.title));
    if let Some(about) = &page.about {
        let _ = write!(out, "\n{}\n", cell(about));
    }
    for part in &page.parts {
        let _ = write!(out, "\n## {}\n\n", cell(&part.heading));
        body(&part.body, &mut out);
    }
    if !page.remarks.is_empty() {
        out.push_str("\n## Remarks\n\n");
        list(&page.remarks, &mut out);
    }
    if !page.sources.is_empty() {
        let _ = write!(out, "\n## Sources\n\n{}\n", cell(&page.sources.join("; ")));
    }
    if let Some(edition) = &page.edition {
        let _ = write!(out, "\n*{}*\n", cell(edition));
    }
    out
}

fn body(body: &Body, out: &mut String) {
    match body {
        Body::Text(text) => out.extend([cell(text).as_str(), "\n"]),
        Body::Blank => out.push_str("\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\n"),
        Body::Fields(fields) => {
            for (name, value) in fields {
                let _ = writeln!(out, "- **{}**: {}", cell(name), cell(value));
            }
        }
        Body::List(lines) => list(lines, out),
        Body::Ticks(ticks) => {
            for (ticked, text) in ticks {
                let _ = writeln!(out, "- [{}] {}", if *ticked { 'x' } else { ' ' }, cell(text));
            }
        }
        // An indented block, whose every line begins with blanks, ends at no name.
        Body::Picture { text, .. } => text.lines().for_each(|line| out.extend(["    ", line, "\n"])),
        Body::Table { columns, rows } => {
            row(columns, out);
            row(&vec!["---".to_owned(); columns.len()], out);
            for cells in rows {
                row(cells, out);
            }
        }
    }
}

fn list(lines: &[String], out: &mut String) {
    for line in lines {
        let _ = writeln!(out, "- {}", cell(line));
    }
}

fn row(cells: &[String], out: &mut String) {
    out.push('|');
    for text in cells {
        let _ = write!(out, " {} |", cell(text));
    }
    out.push('\n');
}
