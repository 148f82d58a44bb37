//! One pass over the text before the grammar: brackets, quotes and remarks are closed and not nested too deep.

use super::error::SyntaxError;
use super::limits;
use crate::text::Span;

/// What is open.
struct Open {
    /// The character that closes it; `E` for `CASE`, which `END` closes.
    close: char,
    span: Span,
}

/// Checks length, nesting, and that all that is opened is closed. Linear.
pub(super) fn check(text: &str) -> Result<(), SyntaxError> {
    if text.len() > limits::LENGTH {
        return Err(SyntaxError::TextTooLong);
    }
    let bytes = text.as_bytes();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    let mut before = b' ';
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        match byte {
            b'\'' | b'"' => at = string_end(bytes, at, byte)?,
            b'`' => at = name_end(bytes, at)?,
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let end = text[at + 2..].find("*/").ok_or(SyntaxError::UnclosedComment { span: Span::new(at, at + 2) })?;
                at += end + 4;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at = text[at..].find('\n').map_or(bytes.len(), |end| at + end + 1);
                continue;
            }
            b'(' => at = push(&mut open, ')', start, 1)?,
            b'[' => at = push(&mut open, ']', start, 1)?,
            b'{' => at = push(&mut open, '}', start, 1)?,
            b')' | b']' | b'}' => at = pop(&mut open, char::from(byte), start)?,
            _ if is_word(byte) => {
                at = start + bytes[start..].iter().take_while(|byte| is_word(**byte)).count();
                let word = &bytes[start..at];
                if !matches!(before, b'.' | b'$' | b':') && !bytes[at..].trim_ascii_start().starts_with(b":") {
                    if word.eq_ignore_ascii_case(b"case") {
                        at = push(&mut open, 'E', start, word.len())?;
                    } else if word.eq_ignore_ascii_case(b"end") && open.last().is_some_and(|last| last.close == 'E') {
                        open.pop();
                    }
                }
            }
            _ => at += 1,
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    match open.iter().rfind(|open| open.close != 'E') {
        Some(open) => Err(SyntaxError::UnclosedBracket { close: open.close, span: open.span }),
        None => Ok(()),
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Notes that something opened; gives the offset after it.
fn push(open: &mut Vec<Open>, close: char, at: usize, length: usize) -> Result<usize, SyntaxError> {
    let span = Span::new(at, at + length);
    if open.len() == limits::NESTING {
        return Err(SyntaxError::NestingTooDeep { span });
    }
    open.push(Open { close, span });
    Ok(at + length)
}

/// Notes that a bracket closed; a `CASE` without `END` within it is left to the grammar.
fn pop(open: &mut Vec<Open>, close: char, at: usize) -> Result<usize, SyntaxError> {
    let span = Span::new(at, at + 1);
    while open.last().is_some_and(|last| last.close == 'E') {
        open.pop();
    }
    match open.pop() {
        Some(last) if last.close == close => Ok(at + 1),
        Some(last) => Err(SyntaxError::MismatchedBracket { close: last.close, open: last.span, span }),
        None => Err(SyntaxError::UnopenedBracket { open: opening(close), span }),
    }
}

fn opening(close: char) -> char {
    match close {
        ')' => '(',
        ']' => '[',
        _ => '{',
    }
}

/// The offset after a text in quotes.
fn string_end(bytes: &[u8], start: usize, quote: u8) -> Result<usize, SyntaxError> {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if byte == quote => return Ok(at + 1),
            _ => at += 1,
        }
    }
    Err(SyntaxError::UnclosedString { quote: char::from(quote), span: Span::new(start, start + 1) })
}

/// The offset after a name in backquotes, in which a doubled backquote stands for one.
fn name_end(bytes: &[u8], start: usize) -> Result<usize, SyntaxError> {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'`' if bytes.get(at + 1) == Some(&b'`') => at += 2,
            b'`' => return Ok(at + 1),
            _ => at += 1,
        }
    }
    Err(SyntaxError::UnclosedName { span: Span::new(start, start + 1) })
}
