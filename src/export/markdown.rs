//! A table for a Markdown document.

use std::io::{self, Write};

use super::Options;
use crate::execute::Answer;
use crate::graph::plain;
use crate::text::visible;

/// Writes a table in which no cell can be read as markup.
pub(super) fn write(answer: &Answer, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let columns = answer.columns().len();
    line(out, answer.columns().iter().map(|name| cell(name)))?;
    line(out, (0..columns).map(|_| "---".to_owned()))?;
    for row in answer.rows() {
        line(out, row.values().map(|value| cell(&plain(&value, answer.graph(), options.decimals))))?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    out.write_all(b"|")?;
    for cell in cells {
        write!(out, " {cell} |")?;
    }
    out.write_all(b"\n")
}

/// Text with Markdown's and HTML's own characters escaped (`CommonMark` 0.31, section 2.4).
pub(super) fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '\n' => out.push_str("<br>"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => out.extend(['\\', character]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        assert_eq!(cell("<b>|[x](y)\n"), "&lt;b&gt;\\|\\[x\\](y)<br>");
    }
}
