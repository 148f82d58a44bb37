//! Colours by grammar and lexicon, and the bracket that belongs to the one at the cursor.

use std::borrow::Cow;
use std::cell::Cell;

use rustyline::highlight::{CmdKind, Highlighter};

use super::Helper;
use crate::cypher::{self, looks_like_cypher};
use crate::question::{self, TokenKind};
use crate::shell::colour::Ink;
use crate::shell::conversation::Conversation;

/// Where the bracket at the cursor and its partner stand, as the editor last said.
#[derive(Default)]
pub(super) struct Bracket(Cell<Option<usize>>);

impl Highlighter for Helper<'_> {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        let pair = self.bracket.0.get().and_then(|at| Some([at, partner(line, at)?]));
        Cow::Owned(painted(line, &inks(line, &self.conversation.borrow()), pair))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(Ink::DIM.paint(hint))
    }

    fn highlight_char(&self, line: &str, cursor: usize, kind: CmdKind) -> bool {
        let before = self.bracket.0.get();
        let here = [Some(cursor), cursor.checked_sub(1)].into_iter().flatten();
        let found = here.into_iter().find(|at| line.as_bytes().get(*at).is_some_and(|byte| b"()[]{}".contains(byte)));
        self.bracket.0.set(found.filter(|_| kind != CmdKind::ForcedRefresh));
        // Any new word may change what the others are.
        kind != CmdKind::MoveCursor || before != self.bracket.0.get()
    }
}

/// Ranges of a text with what they are written in, in order.
type Inks = Vec<(usize, usize, Ink)>;

fn inks(line: &str, conversation: &Conversation<'_>) -> Inks {
    if line.trim_start().starts_with(':') {
        let start = line.len() - line.trim_start().len();
        let end = line[start..].find(char::is_whitespace).map_or(line.len(), |length| start + length);
        return vec![(start, end, Ink::KEYWORD)];
    }
    if looks_like_cypher(line) {
        return cypher::outline(line).into_iter().filter_map(|token| Some((token.span, cypher_ink(token.kind)?))).map(placed).collect();
    }
    let tokens = question::outline(line, conversation.session.vocabulary());
    let typing = |end: usize| end == line.len();
    let ink = |token: question::Token| {
        let ink = question_ink(token.kind)?;
        // A word that is still being written is not wrong yet.
        (ink != Ink::WRONG || !typing(token.span.end as usize)).then_some((token.span, ink))
    };
    tokens.into_iter().filter_map(ink).map(placed).collect()
}

fn placed((span, ink): (crate::text::Span, Ink)) -> (usize, usize, Ink) {
    (span.start as usize, span.end as usize, ink)
}

fn question_ink(kind: TokenKind) -> Option<Ink> {
    Some(match kind {
        TokenKind::Keyword | TokenKind::Relation => Ink::KEYWORD,
        TokenKind::Noun => Ink::NOUN,
        TokenKind::Name | TokenKind::Text => Ink::NAME,
        TokenKind::Adjective | TokenKind::Predicate | TokenKind::Attribute => Ink::QUALITY,
        TokenKind::Unknown => Ink::WRONG,
        TokenKind::Number | TokenKind::Mark => return None,
    })
}

fn cypher_ink(kind: cypher::TokenKind) -> Option<Ink> {
    Some(match kind {
        cypher::TokenKind::Keyword => Ink::KEYWORD,
        cypher::TokenKind::Label => Ink::NOUN,
        cypher::TokenKind::Text => Ink::NAME,
        cypher::TokenKind::Property | cypher::TokenKind::Function => Ink::QUALITY,
        cypher::TokenKind::Unclosed => Ink::WRONG,
        cypher::TokenKind::Comment => Ink::DIM,
        cypher::TokenKind::Other => return None,
    })
}

/// A text with its inks; the pair of brackets stands out.
fn painted(line: &str, inks: &Inks, pair: Option<[usize; 2]>) -> String {
    let mut out = String::with_capacity(line.len() + 16 * inks.len());
    let mut inks = inks.iter().peekable();
    let mut run = String::new();
    let mut ink: Option<Ink> = None;
    for (at, character) in line.char_indices() {
        while inks.next_if(|(_, end, _)| *end <= at).is_some() {}
        let own = inks.peek().filter(|(start, ..)| *start <= at).map(|(.., ink)| *ink);
        let own = if pair.is_some_and(|pair| pair.contains(&at)) { Some(Ink::MATCH) } else { own };
        if own != ink {
            flush(&mut out, &mut run, ink);
            ink = own;
        }
        run.push(character);
    }
    flush(&mut out, &mut run, ink);
    out
}

fn flush(out: &mut String, run: &mut String, ink: Option<Ink>) {
    match ink {
        Some(ink) if !run.is_empty() => out.push_str(&ink.paint(run)),
        _ => out.push_str(run),
    }
    run.clear();
}

/// The bracket that belongs to the one at an offset; what stands in quotes counts for nothing.
fn partner(line: &str, at: usize) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut quote = None;
    for (index, character) in line.char_indices() {
        match (character, quote) {
            (_, Some(close)) if character == close => quote = None,
            ('"' | '`', None) => quote = Some(character),
            ('(' | '[' | '{', None) => open.push(index),
            (')' | ']' | '}', None) => {
                let start = open.pop()?;
                let fits = matches!((&line[start..=start], character), ("(", ')') | ("[", ']') | ("{", '}'));
                if fits && (start == at || index == at) {
                    return Some(if start == at { index } else { start });
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_find_their_partners() {
        assert_eq!(partner("a (b (c) \")\" d)", 2), Some(14));
        assert_eq!(partner("a (b (c) d)", 7), Some(5));
        assert_eq!(partner("a (b]", 2), None);
        assert_eq!(partner("a (b", 2), None);
    }

    #[test]
    fn text_keeps_its_characters() {
        let inks = vec![(0, 2, Ink::NOUN), (3, 6, Ink::NAME)];
        assert_eq!(
            painted("ab Éc)", &inks, Some([6, 2])),
            "\u{1b}[36mab\u{1b}[0m\u{1b}[1;7m \u{1b}[0m\u{1b}[32mÉc\u{1b}[0m\u{1b}[1;7m)\u{1b}[0m"
        );
    }
}
