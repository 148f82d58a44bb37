//! `suppose FACT, FACT: SENTENCE`: where the facts and the sentence stand, and what each fact means.

use super::ast::Question;
use super::error::Error;
use super::parse::parse_fact;
use super::resolve::{self, Data, Options, Supposed};
use super::vocabulary::Vocabulary;
use super::words::words;
use crate::diagnose::Diagnostics;
use crate::text::Span;

/// A sentence with what is supposed before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supposing {
    /// The facts; commas stand between them.
    pub facts: Vec<Span>,
    /// The byte after the colon, where the sentence begins.
    pub sentence: usize,
}

/// The word that opens it.
const OPENING: &str = "suppose";

/// Whether a text may begin so.
pub fn may_suppose(text: &str) -> bool {
    let text = text.trim_start();
    text.get(..OPENING.len()).is_some_and(|word| word.eq_ignore_ascii_case(OPENING))
        && text[OPENING.len()..].starts_with(char::is_whitespace)
}

/// Where facts and sentence stand; nothing if the text supposes nothing. Commas and colons within names, quotes and parentheses are
/// none of its own.
///
/// # Errors
/// If the colon is missing, and as [`words`].
pub fn supposing(text: &str, vocabulary: &Vocabulary) -> Result<Option<Supposing>, Diagnostics> {
    if !may_suppose(text) {
        return Ok(None);
    }
    let words = words(text, vocabulary)?;
    let mut tokens = words.pieces();
    let Some((_, opening)) = tokens.next().filter(|(token, _)| token.starts_with(OPENING)) else { return Ok(None) };
    let mut facts = Vec::new();
    let (mut start, mut depth) = (opening.end, 0_usize);
    for (token, span) in tokens {
        match token {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," | ":" if depth == 0 => {
                facts.push(Span { start, end: span.start });
                start = span.end;
                if token == ":" {
                    return Ok(Some(Supposing { facts, sentence: span.end as usize }));
                }
            }
            _ => {}
        }
    }
    Err(Error::NoColon { span: Span::new(text.len(), text.len()) }.into())
}

/// What a fact means, and what makes it hold. Its text stands where it does in the whole sentence, behind spaces.
///
/// # Errors
/// Whatever is wrong with it; what cannot be supposed.
pub fn fact(text: &str, data: Data<'_>, options: &Options) -> Result<Supposed, Diagnostics> {
    let mut tokens = words(text, data.vocabulary)?;
    let fact: Question = parse_fact(&mut tokens)?;
    let options = Options { supposing: true, ..options.clone() };
    Ok(resolve::supposed(&fact, text, &tokens, data, &options)?)
}
