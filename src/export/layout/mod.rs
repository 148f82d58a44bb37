//! Tables of commands' answers, as people read them: one file for each form.

mod comparison;
mod conflicts;
mod description;
mod gaps;
mod matrix;
mod paths;
mod shared;
mod why;

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use super::Options;
use crate::execute::Answer;
use crate::graph::plain;
use crate::question::Presentation;
use crate::text::visible;
use crate::value::Value;

/// Writes an answer in its form; false where a row is a row.
pub(super) fn write(answer: &Answer, options: &Options, out: &mut dyn Write) -> io::Result<bool> {
    match &options.presentation {
        Presentation::Rows => return Ok(false),
        Presentation::Description => description::write(answer, options, out)?,
        Presentation::Comparison { first, second } => comparison::write(answer, [first, second], options, out)?,
        Presentation::Gaps => gaps::list(answer, options, out)?,
        Presentation::GapMatrix { titles } => gaps::matrix(answer, titles, options, out)?,
        Presentation::Why { name, is_member } => why::why(answer, name, *is_member, options, out)?,
        Presentation::NearMisses => why::near_misses(answer, options, out)?,
        Presentation::Shared => shared::write(answer, options, out)?,
        Presentation::Paths { spoken } => paths::paths(answer, spoken, options, out)?,
        Presentation::Network { spoken } => paths::network(answer, spoken, options, out)?,
        Presentation::Matrix { short } => matrix::write(answer, short, options, out)?,
        Presentation::Conflicts => conflicts::write(answer, options, out)?,
    }
    Ok(true)
}

/// A row of an answer as texts that cannot steer a terminal.
fn texts(answer: &Answer, options: &Options) -> impl Iterator<Item = Vec<String>> {
    answer.rows().map(|row| row.values().map(|value| text(&value, answer, options)).collect())
}

/// A value as a text that cannot steer a terminal.
fn text(value: &Value, answer: &Answer, options: &Options) -> String {
    match value {
        Value::List(items) if items.is_empty() => String::new(),
        value => visible(&plain(value, answer.graph(), options.decimals)).into_owned(),
    }
}

/// A relation's or property's phrase with the kind of thing after it.
fn heading(phrase: &str, kind: &str) -> String {
    let phrase = phrase.replace('_', " ");
    if kind.is_empty() { phrase } else { format!("{phrase} {kind}") }
}

/// Columns of wrapped text without borders.
fn columns(rows: impl Iterator<Item = Vec<String>>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(options.width).unwrap_or(u16::MAX));
    for (number, row) in rows.enumerate() {
        if number % 1024 == 0 {
            out.flush()?;
        }
        table.add_row(row.into_iter().map(|text| Cell::new(text).set_alignment(CellAlignment::Left)));
    }
    lines(&table, out)
}

/// The lines of a table without spaces at their ends.
fn lines(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Rows by what stands in their first columns, in order: the heading and the rest of each row.
fn grouped(rows: impl Iterator<Item = (String, Vec<String>)>) -> Vec<(String, Vec<Vec<String>>)> {
    let mut groups: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    for (heading, row) in rows {
        match groups.last_mut() {
            Some((last, group)) if *last == heading => group.push(row),
            _ => groups.push((heading, vec![row])),
        }
    }
    groups
}
