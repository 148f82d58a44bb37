//! Contradictions: each with its two places, one below the other.

use std::io::{self, Write};

use super::{Answer, Options, columns, texts};

/// Writes what each is about, and below it the places with what they say.
pub(super) fn write(answer: &Answer, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for (number, row) in texts(answer, options).enumerate() {
        let [conflict, rest @ ..] = row.as_slice() else { continue };
        if number > 0 {
            writeln!(out)?;
        }
        let number = (number + 1).to_string();
        columns(std::iter::once(vec![format!("{number}. {conflict}")]), options, out)?;
        let sides = rest
            .chunks(2)
            .filter_map(|side| if let [place, says] = side { Some(vec![String::new(), place.clone(), says.clone()]) } else { None });
        let held = rest.get(4).filter(|held| !held.is_empty()).map(|held| vec![String::new(), "held as".to_owned(), held.clone()]);
        columns(sides.chain(held), options, out)?;
    }
    Ok(())
}
