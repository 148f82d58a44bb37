//! Comma-separated values (RFC 4180, line feeds).

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Formulas, Options};
use crate::execute::Answer;
use crate::graph::plain;
use crate::text::visible;
use crate::value::Value;

/// Writes a header and the rows.
pub(super) fn write(answer: &Answer, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if answer.columns().is_empty() {
        // A statement that only writes has no header either.
        return Ok(());
    }
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    writer.write_record(answer.columns().iter().map(|name| cell(name, options).into_owned()))?;
    for row in answer.rows() {
        writer.write_record(row.values().map(|value| {
            let text = plain(&value, answer.graph(), options.decimals);
            if matches!(value, Value::Integer(_) | Value::Float(_)) { text } else { cell(&text, options).into_owned() }
        }))?;
    }
    writer.flush()
}

/// Text that neither steers a terminal nor runs in a spreadsheet. Spreadsheets take `=`, `+`, `-`, `@`, tab and
/// carriage return at the start of a cell for a formula (OWASP, "CSV Injection").
fn cell<'a>(text: &'a str, options: &Options) -> Cow<'a, str> {
    let shown = if options.terminal { visible(text) } else { Cow::Borrowed(text) };
    if options.formulas == Formulas::Disarmed && runs(&shown) { Cow::Owned(format!("'{shown}")) } else { shown }
}

/// Text that does not run in a spreadsheet.
pub fn disarmed(text: &str) -> Cow<'_, str> {
    if runs(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn runs(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(formulas: Formulas, terminal: bool) -> Options {
        Options { width: 80, terminal, decimals: None, presentation: crate::question::Presentation::Rows, formulas }
    }

    #[test]
    fn formulas_are_disarmed_unless_kept() {
        assert_eq!(cell("=1+1", &options(Formulas::Disarmed, false)), "'=1+1");
        assert_eq!(cell("=1+1", &options(Formulas::Kept, false)), "=1+1");
        assert_eq!(cell("Côte d'Ivoire", &options(Formulas::Disarmed, false)), "Côte d'Ivoire");
    }

    #[test]
    fn a_terminal_is_not_steered() {
        assert_eq!(cell("\u{1b}[2J", &options(Formulas::Disarmed, true)), "\\u{1b}[2J");
        assert_eq!(cell("\u{1b}[2J", &options(Formulas::Disarmed, false)), "\u{1b}[2J");
    }
}
