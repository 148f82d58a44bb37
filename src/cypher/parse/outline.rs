//! The tokens of a statement with what each is: for whoever shows it while it is written.

use super::expected;
use crate::text::Span;

/// A token of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word of the language itself.
    Keyword,
    /// A label or a relationship type.
    Label,
    /// A key after a point or before a colon.
    Property,
    /// A name before a parenthesis.
    Function,
    /// A text in quotes.
    Text,
    /// A remark.
    Comment,
    /// A text or remark that does not end.
    Unclosed,
    /// Anything else.
    Other,
}

/// The tokens of a statement, in order; what is between them are blanks. It need not be complete. Linear.
pub fn outline(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some(character) = text[at..].chars().next() {
        let (end, kind) = token(text, at, character, before);
        if !character.is_whitespace() {
            tokens.push(Token { span: Span::new(at, end), kind });
            if kind != TokenKind::Comment {
                before = text[at..end].chars().next_back().unwrap_or(' ');
            }
        }
        at = end;
    }
    tokens
}

/// The end of the token at an offset, and what it is.
fn token(text: &str, at: usize, first: char, before: char) -> (usize, TokenKind) {
    let rest = &text[at..];
    let closed = |from: usize, mark: &str, kind: TokenKind| {
        rest.get(from..)
            .and_then(|inner| inner.find(mark))
            .map_or((text.len(), TokenKind::Unclosed), |end| (at + from + end + mark.len(), kind))
    };
    match first {
        '/' if rest.starts_with("//") => (at + rest.find('\n').unwrap_or(rest.len()), TokenKind::Comment),
        '/' if rest.starts_with("/*") => closed(2, "*/", TokenKind::Comment),
        '\'' | '"' => quoted(text, at, first),
        '`' => closed(1, "`", if before == ':' { TokenKind::Label } else { TokenKind::Other }),
        _ if first.is_alphanumeric() || first == '_' => {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            (at + length, word(&rest[..length], &rest[length..], before))
        }
        _ => (at + first.len_utf8(), TokenKind::Other),
    }
}

/// A text in quotes.
fn quoted(text: &str, at: usize, quote: char) -> (usize, TokenKind) {
    let mut escaped = false;
    for (offset, character) in text[at..].char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return (at + offset + 1, TokenKind::Text),
            _ => {}
        }
    }
    (text.len(), TokenKind::Unclosed)
}

fn word(word: &str, after: &str, before: char) -> TokenKind {
    let next = after.trim_start().chars().next();
    match before {
        ':' | '|' | '&' | '!' if !word.starts_with(|c: char| c.is_ascii_digit()) => TokenKind::Label,
        '.' => TokenKind::Property,
        '$' => TokenKind::Other,
        '{' | ',' if next == Some(':') => TokenKind::Property,
        _ if expected::keywords().any(|keyword| keyword.eq_ignore_ascii_case(word)) => TokenKind::Keyword,
        _ if next == Some('(') => TokenKind::Function,
        _ => TokenKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_is_told() {
        let text = "MATCH (n:Person {age: 'x'})-[:KNOWS]->() // y\nRETURN toUpper(n.name), 'open";
        let told: Vec<(&str, TokenKind)> = outline(text).iter().map(|token| (token.span.of(text), token.kind)).collect();
        for (word, kind) in [
            ("MATCH", TokenKind::Keyword),
            ("Person", TokenKind::Label),
            ("age", TokenKind::Property),
            ("'x'", TokenKind::Text),
            ("KNOWS", TokenKind::Label),
            ("// y", TokenKind::Comment),
            ("toUpper", TokenKind::Function),
            ("name", TokenKind::Property),
            ("'open", TokenKind::Unclosed),
        ] {
            assert!(told.contains(&(word, kind)), "{word}: {told:?}");
        }
    }
}
