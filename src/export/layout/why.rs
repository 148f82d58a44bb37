//! Explanations: how a thing stands with each condition, with the facts below; and near misses by condition.

use std::io::{self, Write};

use super::{Answer, Options, columns, grouped, texts};

/// Writes whether it is an answer, then the conditions, then what would change that.
pub(super) fn why(answer: &Answer, name: &str, is_member: bool, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let verdict = if is_member { "is an answer" } else { "is no answer" };
    writeln!(out, "{} {verdict}", crate::text::visible(name))?;
    let rows: Vec<Vec<String>> = texts(answer, options).collect();
    let conditions = rows.iter().filter_map(|row| {
        let [part, what, holds, facts @ ..] = row.as_slice() else { return None };
        let mark = if holds == "true" { "yes" } else { "no" };
        (part == "condition").then(|| vec![mark.to_owned(), what.clone(), evidence(facts)])
    });
    columns(conditions, options, out)?;
    let changes: Vec<Vec<String>> = rows
        .iter()
        .filter_map(|row| {
            let [part, what, ..] = row.as_slice() else { return None };
            let word = match part.as_str() {
                "change" => "suppose",
                "drop" => "drop",
                _ => return None,
            };
            Some(vec![word.to_owned(), what.clone()])
        })
        .collect();
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "it would be, with one of these")?;
    columns(changes.into_iter(), options, out)
}

/// Writes each condition once, and below it those who fail it.
pub(super) fn near_misses(answer: &Answer, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if answer.is_empty() {
        return writeln!(out, "nothing fails just one condition");
    }
    let rows = texts(answer, options).filter_map(|row| {
        let [condition, name, facts @ ..] = row.as_slice() else { return None };
        Some((format!("all but `{condition}`"), vec![name.clone(), evidence(facts)]))
    });
    for (heading, rows) in grouped(rows) {
        writeln!(out, "{heading}")?;
        columns(rows.into_iter(), options, out)?;
    }
    Ok(())
}

/// What was found, what is missing, what comes nearest.
fn evidence(facts: &[String]) -> String {
    let [found, missing, nearest, ..] = facts else { return String::new() };
    let there_is_none = ["none in ", "not recorded"].iter().any(|start| missing.starts_with(start));
    let said = [("", found), (if there_is_none { "" } else { "missing: " }, missing), ("nearest: ", nearest)];
    said.into_iter().filter(|(_, text)| !text.is_empty()).map(|(word, text)| format!("{word}{text}")).collect::<Vec<_>>().join("; ")
}
