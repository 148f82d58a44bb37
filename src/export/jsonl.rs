//! JSON Lines.

use std::io::{self, Write};

use super::Options;
use super::json::{json_text, object};
use crate::execute::Answer;

/// Writes one object a line.
pub(super) fn write(answer: &Answer, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    for row in answer.rows() {
        writeln!(out, "{}", json_text(&object(answer, row)))?;
    }
    Ok(())
}
