//! Two things side by side.

use std::io::{self, Write};

use comfy_table::{Cell, ContentArrangement, Table, presets};

use super::{Answer, Options, heading, lines, texts, visible};

/// Writes what both have, and what each has by itself.
pub(super) fn write(answer: &Answer, names: [&String; 2], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(options.width).unwrap_or(u16::MAX));
    let heads = ["", "both"].into_iter().map(str::to_owned).chain(names.map(|name| visible(name).into_owned()));
    let sources = (answer.columns().len() > 5).then(|| "sources".to_owned());
    table.set_header(heads.chain(sources).map(Cell::new));
    for row in texts(answer, options) {
        let [phrase, kind, rest @ ..] = row.as_slice() else { continue };
        table.add_row(std::iter::once(heading(phrase, kind)).chain(rest.iter().cloned()).map(Cell::new));
    }
    lines(&table, out)
}
