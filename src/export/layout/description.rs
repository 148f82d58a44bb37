//! All that is known of a thing: its kinds, its properties, and what it is joined to, each with its places.

use std::io::{self, Write};

use super::{Answer, Options, columns, grouped, heading, texts};

/// Writes a heading, what it is about, and its sources.
pub(super) fn write(answer: &Answer, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut kinds: Vec<String> = Vec::new();
    let mut places = String::new();
    let mut rows = Vec::new();
    let mut matter = String::new();
    for row in texts(answer, options) {
        let [part, phrase, kind, name, details, sources, ..] = row.as_slice() else { continue };
        if part == "label" {
            kinds.push(name.clone());
            places.clone_from(sources);
            continue;
        }
        if part == "contradiction" {
            // What it is about once, and below it what each place says.
            if matter != *phrase {
                matter.clone_from(phrase);
                rows.push((part.clone(), vec![matter.clone(), String::new()]));
            }
            rows.push((part.clone(), vec![format!("- {name}"), sources.clone()]));
            continue;
        }
        let name = if details.is_empty() { name.clone() } else { format!("{name} ({details})") };
        rows.push((heading(phrase, kind), vec![name, sources.clone()]));
    }
    let first = ("is".to_owned(), vec![kinds.join(", "), places]);
    let groups = grouped(std::iter::once(first).chain(rows));
    let lines = groups.into_iter().flat_map(|(heading, group)| {
        let headings = std::iter::once(heading).chain(std::iter::repeat(String::new()));
        headings.zip(group).map(|(heading, row)| std::iter::once(heading).chain(row).collect::<Vec<_>>()).collect::<Vec<_>>()
    });
    columns(lines, options, out)
}
