//! Texts in quotes within a sentence, and its parentheses.

use super::error::Error;
use super::words::DEEPEST;
use crate::text::Span;

/// Whether an offset is in one of these ranges, which are in order.
pub(super) fn within(ranges: &[std::ops::Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    after > 0 && ranges[after - 1].contains(&at)
}

/// The ranges of quoted texts, with their quotes.
pub(super) fn quotes(text: &str) -> Result<Vec<std::ops::Range<usize>>, Error> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        match open {
            Some((start, close)) if character == close => {
                found.push(start..at + character.len_utf8());
                open = None;
            }
            Some(_) => {}
            None => match character {
                '"' => open = Some((at, '"')),
                '“' => open = Some((at, '”')),
                '«' => open = Some((at, '»')),
                '\'' if before.is_whitespace() && text[at + 1..].contains('\'') => open = Some((at, '\'')),
                _ => {}
            },
        }
        before = character;
    }
    match open {
        Some((start, _)) => Err(Error::UnclosedQuote { span: Span::new(start, text.len()) }),
        None => Ok(found),
    }
}

/// Refuses parentheses that nest too deeply, before anything recurses over them.
pub(super) fn check_depth(text: &str) -> Result<(), Error> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Error::TooDeep { limit: DEEPEST, span: Span::new(at, at + 1) });
        }
    }
    Ok(())
}
