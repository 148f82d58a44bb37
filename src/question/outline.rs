//! The tokens of a sentence with what each is, and whether the sentence is complete: for whoever shows it while it is written.

use super::draw::drawn;
use super::parse::furthest;
use super::vocabulary::Vocabulary;
use super::words::{RunKind, Words, words};
use crate::text::{Span, Standing};

/// A token of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is. A run of several classes is the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word of the language itself.
    Keyword,
    /// A noun.
    Noun,
    /// The name of a node.
    Name,
    /// An adjective.
    Adjective,
    /// A relation phrase.
    Relation,
    /// A predicate.
    Predicate,
    /// A property or a computed value.
    Attribute,
    /// A text in quotes.
    Text,
    /// A number.
    Number,
    /// A word that nobody knows.
    Unknown,
    /// A comma, a parenthesis, an operator.
    Mark,
}

/// The tokens of a sentence, in order. What stands after a quote that does not end, or nests too deeply, is one unknown token.
pub fn outline(text: &str, vocabulary: &Vocabulary) -> Vec<Token> {
    if let Some((sentence, rest)) = behind(text) {
        let mut tokens = outline(sentence, vocabulary);
        let start = text.len() - rest.trim_start().len();
        tokens.push(Token { span: Span::new(start, text.len()), kind: TokenKind::Text });
        return tokens;
    }
    match words(text, vocabulary) {
        Ok(words) => words.tokens().map(|(token, span)| Token { span, kind: kind(token, words.runs()) }).collect(),
        Err(problems) => {
            let start = problems.span().map_or(0, |span| span.start as usize);
            let mut tokens = match text.get(..start) {
                Some(before) if start < text.len() => outline(before, vocabulary),
                _ => Vec::new(),
            };
            tokens.push(Token { span: Span::new(start, text.len()), kind: TokenKind::Unknown });
            tokens
        }
    }
}

/// A sentence that is drawn, and what stands behind it: the format and the file; nothing where nothing does.
fn behind(text: &str) -> Option<(&str, &str)> {
    let (sentence, rest) = text.split_at(drawn(text)?.sentence.len());
    (!rest.trim().is_empty()).then_some((sentence, rest))
}

fn kind(token: &str, runs: &[super::words::Run]) -> TokenKind {
    let mut characters = token.chars();
    match characters.next() {
        Some('\u{E000}') => {}
        Some('\u{E002}') => return TokenKind::Unknown,
        Some(first) if first.is_alphabetic() => return TokenKind::Keyword,
        _ => return TokenKind::Mark,
    }
    let number = token.chars().filter(char::is_ascii_digit).collect::<String>().parse::<usize>();
    match number.ok().and_then(|number| runs.get(number)).map(|run| &run.kind) {
        Some(RunKind::Quoted(_)) => return TokenKind::Text,
        Some(RunKind::Integer(_) | RunKind::Float(_)) => return TokenKind::Number,
        _ => {}
    }
    match characters.next() {
        Some('N') => TokenKind::Noun,
        Some('M') => TokenKind::Name,
        Some('A') => TokenKind::Adjective,
        Some('R') => TokenKind::Relation,
        Some('P') => TokenKind::Predicate,
        _ => TokenKind::Attribute,
    }
}

impl Words {
    /// The tokens as the grammar reads them, each with its place in the sentence.
    pub(super) fn tokens(&self) -> impl Iterator<Item = (&str, Span)> {
        let ends = self.pieces.iter().skip(1).map(|(offset, _)| *offset).chain([self.text().len()]);
        self.pieces.iter().zip(ends).map(|((start, span), end)| (self.text()[*start..end].trim_end(), *span))
    }
}

/// What the grammar says of a text that may still be written.
pub fn standing(text: &str, vocabulary: &Vocabulary) -> Standing {
    let text = behind(text).map_or(text, |(sentence, _)| sentence);
    let Ok(words) = words(text, vocabulary) else {
        // Only a quote can be closed by what follows.
        let open = text.matches('"').count() % 2 == 1 || text.rfind('“') > text.rfind('”') || text.rfind('«') > text.rfind('»');
        return if open { Standing::Unfinished } else { Standing::Wrong };
    };
    if words.tokens().any(|(token, _)| token.starts_with('\u{E002}')) {
        return Standing::Wrong;
    }
    match furthest(words.text()) {
        None => Standing::Complete,
        Some(at) if at >= words.text().trim_end().len() => Standing::Unfinished,
        Some(_) => Standing::Wrong,
    }
}
