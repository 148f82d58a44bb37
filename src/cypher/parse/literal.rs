//! Numbers and texts.

use super::super::ast::Literal;
use super::{Built, SyntaxError};
use crate::text::{Name, Span};

/// A number from its text, which begins at `span`.
pub(super) fn number(text: &str, span: Span) -> Built<Literal> {
    let lower = text.to_ascii_lowercase();
    if let Some(digits) = lower.strip_prefix("0x") {
        return integer(digits, 16, span);
    }
    if let Some(digits) = lower.strip_prefix("0o") {
        return integer(digits, 8, span);
    }
    if lower.bytes().all(|byte| byte.is_ascii_digit()) {
        if lower.len() > 1 && lower.starts_with('0') {
            return Err(SyntaxError::InvalidNumber { span });
        }
        return integer(&lower, 10, span);
    }
    if !lower.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'+' | b'-')) {
        return Err(SyntaxError::InvalidNumber { span });
    }
    match lower.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Literal::Float(number)),
        Ok(_) => Err(SyntaxError::FloatOverflow { span }),
        Err(_) => Err(SyntaxError::InvalidNumber { span }),
    }
}

fn integer(digits: &str, radix: u32, span: Span) -> Built<Literal> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Err(SyntaxError::InvalidNumber { span });
    }
    match i64::from_str_radix(digits, radix) {
        Ok(number) => Ok(Literal::Integer(number)),
        Err(_) => Err(SyntaxError::IntegerOverflow { span }),
    }
}

/// The text that a literal in quotes, which begins at `start`, stands for.
pub(super) fn string(quoted: &str, start: usize) -> Built<Name> {
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains('\\') {
        return Ok(inner.into());
    }
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let place = start + 1 + (inner.len() - rest.len()) + at;
        let (character, length) = unescape(escape, place)?;
        text.push(character);
        rest = &escape[length..];
    }
    text.push_str(rest);
    Ok(text.into())
}

/// The character that an escape stands for, and how many bytes after the backslash it has. The backslash is at `place`.
fn unescape(escape: &str, place: usize) -> Built<(char, usize)> {
    let mut characters = escape.chars();
    let kind = characters.next().unwrap_or('\\');
    let simple = match kind {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '\\' | '\'' | '"' | '`' => kind,
        'u' => return unicode(&escape[1..], 4, place),
        'U' => return unicode(&escape[1..], 8, place),
        _ => return Err(SyntaxError::InvalidEscape { span: Span::new(place, place + 1 + kind.len_utf8()) }),
    };
    Ok((simple, 1))
}

/// A character by its number, in so many hexadecimal digits; two `\u` that are halves of one character count as one.
fn unicode(digits: &str, length: usize, place: usize) -> Built<(char, usize)> {
    let invalid = SyntaxError::InvalidUnicode {
        span: Span::new(place, place + 2 + digits.chars().take_while(char::is_ascii_hexdigit).count().min(length)),
    };
    let hex = |text: &str| {
        text.get(..length)
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|text| u32::from_str_radix(text, 16).ok())
    };
    let first = hex(digits).ok_or_else(|| invalid.clone())?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, 1 + length));
    }
    let second = digits.get(length..).and_then(|rest| rest.strip_prefix("\\u")).and_then(hex);
    match second {
        Some(second) if (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second) => {
            let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            char::from_u32(code).map(|character| (character, 3 + 2 * length)).ok_or(invalid)
        }
        _ => Err(invalid),
    }
}
