//! A table fitted to the terminal.

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use super::{Options, layout};
use crate::execute::Answer;
use crate::graph::plain;
use crate::text::visible;
use crate::value::Value;

/// Writes a table whose cells are wrapped to the width; numbers stand to the right.
pub(super) fn write(answer: &Answer, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if layout::write(answer, options, out)? {
        return Ok(());
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(options.width).unwrap_or(u16::MAX));
    table.set_header(answer.columns().iter().map(|name| Cell::new(visible(name))));
    for (number, row) in answer.rows().enumerate() {
        // Nothing is written before all is laid out: whoever waits may have stopped that.
        if number % 1024 == 0 {
            out.flush()?;
        }
        table.add_row(row.values().map(|value| {
            let text = plain(&value, answer.graph(), options.decimals);
            let cell = Cell::new(visible(&text));
            if matches!(value, Value::Integer(_) | Value::Float(_)) { cell.set_alignment(CellAlignment::Right) } else { cell }
        }));
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
