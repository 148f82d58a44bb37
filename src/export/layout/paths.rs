//! Paths and networks: things with arrows between them.

use std::io::{self, Write};

use super::{Answer, Options, columns, text, texts};
use crate::question::Spoken;
use crate::text::visible;
use crate::value::Value;

/// Writes a path a line, numbered where there are several.
pub(super) fn paths(answer: &Answer, spoken: &[Spoken], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let several = answer.len() > 1;
    let rows = answer.rows().enumerate().map(|(number, row)| {
        let things = items(&row.value(1));
        let relations = items(&row.value(2));
        let mut line = String::new();
        for (place, thing) in things.iter().enumerate() {
            if let Some(relation) = place.checked_sub(1).and_then(|before| relations.get(before)) {
                let out = !relation.starts_with('<');
                let kind = relation.trim_start_matches("<-").trim_start_matches("[:").trim_end_matches("->").trim_end_matches(']');
                line.push_str(&arrow(kind, out, spoken));
            }
            line.push_str(&visible(thing));
        }
        let sources = (answer.columns().len() > 3).then(|| text(&row.value(3), answer, options));
        let number = several.then(|| (number + 1).to_string());
        number.into_iter().chain([line]).chain(sources).collect()
    });
    columns(rows, options, out)
}

/// Writes a relationship a line, and whether there could be fewer.
pub(super) fn network(answer: &Answer, spoken: &[Spoken], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rows = texts(answer, options).filter_map(|row| {
        let [from, relation, to, _, sources @ ..] = row.as_slice() else { return None };
        // Each is written the way in which it is said.
        let along = spoken.iter().find(|known| known.kind == *relation).is_none_or(|known| known.along);
        let (left, right) = if along { (from, to) } else { (to, from) };
        let line = format!("{left}{}{right}", arrow(relation, along, spoken));
        Some(std::iter::once(line).chain(sources.iter().cloned()).collect())
    });
    columns(rows, options, out)?;
    let count = answer.len();
    let exact = answer.row(0).is_none_or(|row| row.value(3) == Value::Boolean(true));
    match (count, exact) {
        (0, _) => writeln!(out, "nothing joins them all"),
        (_, true) => writeln!(out, "{count} relationships; there are no fewer"),
        (_, false) => writeln!(out, "{count} relationships; approximate: there may be fewer, but not less than half"),
    }
}

/// ` ─in→ ` or ` ←in─ `.
fn arrow(kind: &str, out: bool, spoken: &[Spoken]) -> String {
    let known = spoken.iter().find(|known| known.kind == kind);
    let (phrase, along) = known.map_or((kind, true), |known| (known.phrase.as_str(), known.along));
    let phrase = visible(phrase);
    if out == along { format!(" ─{phrase}→ ") } else { format!(" ←{phrase}─ ") }
}

fn items(value: &Value) -> Vec<String> {
    let items = if let Value::List(items) = value { &items[..] } else { &[] };
    items.iter().map(|item| if let Value::String(text) = item { text.to_string() } else { item.to_string() }).collect()
}
