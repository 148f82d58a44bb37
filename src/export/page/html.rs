//! A page as HTML: one file that needs nothing else, without a script.

use std::fmt::Write as _;

use crate::report::{Body, Page};
use crate::text::markup;

/// How the page looks, on a screen and printed.
const STYLE: &str = "body{font:16px/1.45 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin:1.4rem 0 .4rem;border-bottom:1px solid #bbb}\
ul{margin:.2rem 0;padding-left:1.3rem}dl{display:grid;grid-template-columns:fit-content(65%) 1fr;gap:.1rem 1rem;margin:0}dt{font-weight:600}dd{margin:0}\
table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.2rem .5rem;text-align:left;vertical-align:top}\
figure{margin:0;break-inside:avoid;background:#fff}svg{display:block;max-width:100%;height:auto}.ticks{list-style:none;padding-left:1.4rem}.ticks li{text-indent:-1.4rem}.blank{border-bottom:1px solid #1a1a1a;height:1.6rem}.small{font-size:.85rem}\
@page{margin:12mm}@media print{body{margin:0;padding:0;max-width:none;font-size:9px;line-height:1.3;columns:2;column-gap:6mm}h1{font-size:15px;column-span:all}h2{font-size:10px;margin:.6rem 0 .2rem;break-after:avoid}p{margin:.2rem 0}th,td{padding:0 .3rem}.small{font-size:7px}.blank{height:1rem}}";

/// The page as HTML, in which no text can be read as markup.
pub fn html(page: &Page) -> String {
    let title = markup(&page.title);
    let language = escaped(&page.language);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n<h1>{title}</h1>\n"
    );
    if let Some(about) = &page.about {
        let _ = writeln!(out, "<p>{}</p>", escaped(about));
    }
    for part in &page.parts {
        let _ = writeln!(out, "<section>\n<h2>{}</h2>", escaped(&part.heading));
        body(&part.body, &mut out);
        out.push_str("</section>\n");
    }
    if !page.remarks.is_empty() {
        out.push_str("<section class=\"small\">\n<h2>Remarks</h2>\n");
        list(page.remarks.iter().map(|line| escaped(line)), "", &mut out);
        out.push_str("</section>\n");
    }
    if !page.sources.is_empty() {
        let sources = escaped(&page.sources.join("; "));
        let _ = writeln!(out, "<section class=\"small\">\n<h2>Sources</h2>\n<p>{sources}</p>\n</section>");
    }
    if let Some(edition) = &page.edition {
        let _ = writeln!(out, "<footer><p><em>{}</em></p></footer>", escaped(edition));
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn body(body: &Body, out: &mut String) {
    match body {
        Body::Text(text) => {
            let _ = writeln!(out, "<p>{}</p>", escaped(text));
        }
        Body::Blank => out.push_str("<div class=\"blank\"></div>\n"),
        Body::Fields(fields) => {
            out.push_str("<dl>\n");
            for (name, value) in fields {
                let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escaped(name), escaped(value));
            }
            out.push_str("</dl>\n");
        }
        Body::List(lines) => list(lines.iter().map(|line| escaped(line)), "", out),
        Body::Ticks(ticks) => {
            let line = |(ticked, text): &(bool, String)| format!("{} {}", if *ticked { "&#9745;" } else { "&#9744;" }, escaped(text));
            list(ticks.iter().map(line), " class=\"ticks\"", out);
        }
        Body::Picture { svg, .. } => {
            let _ = writeln!(out, "<figure>{svg}</figure>");
        }
        Body::Table { columns, rows } => {
            out.push_str("<table>\n");
            row(columns, "th", out);
            for cells in rows {
                row(cells, "td", out);
            }
            out.push_str("</table>\n");
        }
    }
}

fn list(lines: impl Iterator<Item = String>, class: &str, out: &mut String) {
    let _ = writeln!(out, "<ul{class}>");
    for line in lines {
        let _ = writeln!(out, "<li>{line}</li>");
    }
    out.push_str("</ul>\n");
}

fn row(cells: &[String], tag: &str, out: &mut String) {
    out.push_str("<tr>");
    for text in cells {
        let _ = write!(out, "<{tag}>{}</{tag}>", escaped(text));
    }
    out.push_str("</tr>\n");
}

/// Text in which nothing is markup, with its line breaks.
fn escaped(text: &str) -> String {
    markup(text).replace("&#10;", "<br>")
}
