//! Lists for people: columns that fit the terminal.

use comfy_table::{ContentArrangement, Table, presets};

use crate::text::visible;

/// Rows as columns without frames, indented, wrapped to a width.
pub(super) fn columns<const N: usize>(rows: &[[String; N]], width: usize) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    for row in rows {
        table.add_row(row.iter().map(|cell| visible(cell).into_owned()));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}
