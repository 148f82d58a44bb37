//! One value a line, for screen readers and narrow terminals.

use std::io::{self, Write};

use super::Options;
use crate::execute::Answer;
use crate::graph::plain;
use crate::text::visible;

/// Writes each row as its number and a line for each column: no frames, nothing to be read across.
pub(super) fn write(answer: &Answer, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rows = answer.len();
    for (number, row) in answer.rows().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        writeln!(out, "row {} of {rows}", number + 1)?;
        for (column, value) in answer.columns().iter().zip(row.values()) {
            let text = plain(&value, answer.graph(), options.decimals);
            let text = if text.is_empty() { "nothing".into() } else { visible(&text) };
            writeln!(out, "{}: {}", visible(column), text.replace('\n', " "))?;
        }
    }
    if rows == 0 {
        writeln!(out, "no rows")?;
    }
    Ok(())
}
