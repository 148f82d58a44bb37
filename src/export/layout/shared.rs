//! What things share: a line for each phrase.

use std::io::{self, Write};

use super::{Answer, Options, columns, grouped, heading, texts};

/// Writes each phrase with all that is shared by it; sources, where they are there, in lines of their own.
pub(super) fn write(answer: &Answer, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rows = texts(answer, options).filter_map(|row| {
        let [phrase, kind, rest @ ..] = row.as_slice() else { return None };
        Some((heading(phrase, kind), rest.to_vec()))
    });
    let with_sources = answer.columns().len() > 3;
    let lines = grouped(rows).into_iter().flat_map(|(heading, group)| {
        if with_sources {
            let headings = std::iter::once(heading).chain(std::iter::repeat(String::new()));
            return headings.zip(group).map(|(heading, row)| std::iter::once(heading).chain(row).collect()).collect::<Vec<_>>();
        }
        let names: Vec<String> = group.into_iter().map(|row| row.concat()).collect();
        vec![vec![heading, names.join("; ")]]
    });
    columns(lines, options, out)
}
