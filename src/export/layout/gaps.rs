//! Gaps: by severity and state, each expectation with those who fall short of it; and the matrix of both.

use std::io::{self, Write};

use comfy_table::{ContentArrangement, Table, presets};

use super::{Answer, Options, columns, grouped, texts};
use crate::gap::State;

/// Evidence, each with those of whom it is.
type Found = Vec<(String, Vec<String>)>;

/// Writes each expectation once, and below it those of one evidence together.
pub(super) fn list(answer: &Answer, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rows = texts(answer, options).filter_map(|row| {
        let [who, id, title, severity, state, evidence, _, advice, peers, source] = row.as_slice() else { return None };
        let rank = format!("{}: {state}", severity.to_uppercase());
        let expectation = [id, title, source, advice, peers].map(String::clone);
        Some((rank, expectation, who.clone(), evidence.clone()))
    });
    let mut rank = String::new();
    if answer.is_empty() {
        return writeln!(out, "no gaps");
    }
    let mut expectations: Vec<(String, [String; 5], Found)> = Vec::new();
    for (rank, expectation, who, evidence) in rows {
        match expectations.last_mut() {
            Some((last, same, found)) if *last == rank && *same == expectation => match found.last_mut() {
                Some((known, names)) if *known == evidence => names.push(who),
                _ => found.push((evidence, vec![who])),
            },
            _ => expectations.push((rank, expectation, vec![(evidence, vec![who])])),
        }
    }
    for (own, [id, title, source, advice, peers], found) in expectations {
        if own != rank {
            let gap = if rank.is_empty() { "" } else { "\n" };
            writeln!(out, "{gap}{own}")?;
            rank = own;
        }
        writeln!(out)?;
        indented(std::iter::once(vec![format!("{title} [{id}]")]), 2, options, out)?;
        let who = |names: Vec<String>| if names.iter().all(String::is_empty) { "nobody".to_owned() } else { names.join(", ") };
        indented(found.into_iter().map(|(evidence, names)| vec![who(names), evidence]), 4, options, out)?;
        let said = [("peers", peers), ("advice", advice), ("source", source)];
        let said = said.into_iter().filter(|(_, text)| !text.is_empty()).map(|(word, text)| vec![word.to_owned(), text]);
        indented(said, 4, options, out)?;
    }
    Ok(())
}

/// Columns that begin some spaces from the edge.
fn indented(rows: impl Iterator<Item = Vec<String>>, by: usize, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut written = Vec::new();
    columns(rows, &Options { width: options.width.saturating_sub(by).max(20), ..options.clone() }, &mut written)?;
    for line in String::from_utf8_lossy(&written).lines() {
        writeln!(out, "{:by$}{}", "", line.strip_prefix(' ').unwrap_or(line))?;
    }
    Ok(())
}

/// The longest name that stands in a row of the matrix.
const NAME: usize = 26;

/// Writes the matrix, one kind of thing below the other, with marks that need no colour and what they mean below.
pub(super) fn matrix(answer: &Answer, titles: &[(String, String)], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rows = texts(answer, options).filter_map(|row| {
        let [kind, who, states @ ..] = row.as_slice() else { return None };
        Some((kind.clone(), std::iter::once(who.clone()).chain(states.iter().cloned()).collect::<Vec<_>>()))
    });
    for (kind, rows) in grouped(rows) {
        let concerned: Vec<usize> =
            (1..=titles.len()).filter(|at| rows.iter().any(|row| row.get(*at).is_some_and(|state| !state.is_empty()))).collect();
        let names = rows.iter().filter_map(|row| row.first()).chain([&kind]);
        let longest = names.map(|who| who.chars().count()).max().unwrap_or_default();
        // Names are only cut where marks need the room.
        let name = if longest + 1 + 2 * concerned.len() <= options.width { longest } else { longest.min(NAME) };
        let room = (options.width.saturating_sub(name + 1) / 2).max(1);
        for part in concerned.chunks(room) {
            block(&kind, name, &rows, part, out)?;
            writeln!(out)?;
        }
    }
    let marks: Vec<String> = State::ALL.iter().map(|state| format!("{} {}", state.mark(), state.name())).collect();
    writeln!(out, "{}", marks.join("   ").replace("G open", "G gap"))?;
    columns(titles.iter().enumerate().map(|(number, (id, title))| vec![(number + 1).to_string(), id.clone(), title.clone()]), options, out)
}

/// Some of the columns: a heading of numbers from top to bottom, and a line for each who that one of them concerns.
fn block(kind: &str, name: usize, rows: &[Vec<String>], part: &[usize], out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    let digits = part.iter().max().map_or(1, |most| most.to_string().len());
    let upright = |number: &usize| format!("{number:>digits$}").chars().map(String::from).collect::<Vec<_>>().join("\n");
    table.add_row(std::iter::once(format!("{}{kind}", "\n".repeat(digits - 1))).chain(part.iter().map(upright)));
    let concerns = |row: &&Vec<String>| part.iter().any(|at| row.get(*at).is_some_and(|state| !state.is_empty()));
    for row in rows.iter().filter(concerns) {
        let who = row.first().map(String::as_str).unwrap_or_default();
        let short: String = if who.chars().count() > name { who.chars().take(name - 1).chain(['…']).collect() } else { who.to_owned() };
        table.add_row(std::iter::once(short).chain(part.iter().map(|at| mark(row.get(*at).map_or("", String::as_str)))));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The mark of a state.
fn mark(name: &str) -> String {
    State::ALL.iter().find(|state| state.name() == name).map_or_else(String::new, |state| state.mark().to_string())
}
