//! `suppose FACT, FACT: SENTENCE`, `ignoring NAME: SENTENCE`: where the premises and the sentence stand, and what each premise means.

use super::ast::Question;
use super::error::Error;
use super::parse::{parse_fact, parse_thing};
use super::resolve::{self, Data, Options, Supposed};
use super::vocabulary::Vocabulary;
use super::words::words;
use crate::diagnose::Diagnostics;
use crate::text::Span;

/// A sentence with what is to hold while it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premised {
    /// What is to hold, in order.
    pub premises: Vec<Premise>,
    /// The byte after the last colon, where the sentence begins.
    pub sentence: usize,
}

/// One of the things that are to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Premise {
    /// What it does.
    pub kind: PremiseKind,
    /// Where the fact or the name stands.
    pub span: Span,
}

/// What a premise does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PremiseKind {
    /// `suppose`: a fact holds.
    Fact,
    /// `ignoring`: a node is not there.
    LeftOut,
}

/// The words that open premises.
const OPENINGS: [(&str, PremiseKind); 3] =
    [("suppose", PremiseKind::Fact), ("ignoring", PremiseKind::LeftOut), ("leaving out", PremiseKind::LeftOut)];

/// The premise that a text may begin with, and how long its opening is.
fn opening(text: &str) -> Option<(PremiseKind, usize)> {
    OPENINGS.iter().find_map(|(opening, kind)| {
        let begins = text.get(..opening.len()).is_some_and(|word| word.eq_ignore_ascii_case(opening))
            && text[opening.len()..].starts_with(char::is_whitespace);
        begins.then_some((*kind, opening.len()))
    })
}

/// Whether a text may begin so.
pub fn may_have_premises(text: &str) -> bool {
    opening(text.trim_start()).is_some()
}

/// Where premises and sentence stand; nothing if the text supposes nothing. Commas and colons within names, quotes and parentheses are
/// none of its own.
///
/// # Errors
/// If a colon is missing, and as [`words`].
pub fn premised(text: &str, vocabulary: &Vocabulary) -> Result<Option<Premised>, Diagnostics> {
    if !may_have_premises(text) {
        return Ok(None);
    }
    let words = words(text, vocabulary)?;
    let mut premised = Premised { premises: Vec::new(), sentence: 0 };
    let is_open = |start: usize| {
        let rest = &text[start..];
        let blank = rest.len() - rest.trim_start().len();
        opening(&rest[blank..]).map(|(kind, length)| (kind, start + blank + length))
    };
    let Some((mut kind, mut start)) = is_open(0) else { return Ok(None) };
    let mut depth = 0_usize;
    for (token, span) in words.pieces().filter(|(_, span)| span.end as usize > 0) {
        if (span.start as usize) < start {
            continue;
        }
        match token {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ":" => {
                premised.premises.push(Premise { kind, span: Span::new(start, span.start as usize) });
                premised.sentence = span.end as usize;
                let supposes = premised.premises.iter().any(|premise| premise.kind == PremiseKind::Fact);
                match is_open(premised.sentence) {
                    Some((next, behind)) if next == PremiseKind::LeftOut || !supposes => (kind, start) = (next, behind),
                    _ => return Ok(Some(premised)),
                }
            }
            _ if separates(token, kind) => {
                premised.premises.push(Premise { kind, span: Span::new(start, span.start as usize) });
                start = span.end as usize;
            }
            _ => {}
        }
    }
    Err(Error::PremiseWithoutColon { span: Span::new(text.len(), text.len()) }.into())
}

/// Facts stand between commas; names between commas, `and` and `or`.
fn separates(token: &str, kind: PremiseKind) -> bool {
    token == "," || kind == PremiseKind::LeftOut && matches!(token.trim_end_matches('\u{E001}'), "and" | "or")
}

/// What a fact means, and what makes it hold. Its text stands where it does in the whole sentence, behind spaces.
///
/// # Errors
/// Whatever is wrong with it; what cannot be supposed.
pub fn fact(text: &str, data: Data<'_>, options: &Options) -> Result<Supposed, Diagnostics> {
    let mut tokens = words(text, data.vocabulary)?;
    let fact: Question = parse_fact(&mut tokens, data.vocabulary)?;
    let options = Options { supposing: true, ..options.clone() };
    Ok(resolve::supposed(&fact, text, &tokens, data, &options)?)
}

/// That a node is not there. Its name stands where it does in the whole sentence, behind spaces.
///
/// # Errors
/// Whatever is wrong with the name.
pub fn left_out(text: &str, data: Data<'_>, options: &Options) -> Result<Supposed, Diagnostics> {
    let mut tokens = words(text, data.vocabulary)?;
    let thing = parse_thing(&mut tokens, data.vocabulary)?;
    Ok(resolve::left_out(&thing, text, &tokens, data, options)?)
}
