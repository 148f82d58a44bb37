//! Text from data and queries, made safe to show.

use std::borrow::Cow;

/// Whether a character could steer a terminal or reorder what a reader sees:
/// control characters other than line feed and tab, and the bidirectional controls
/// (Unicode Technical Report 36, section 2.3; "Trojan Source", CVE-2021-42574).
#[must_use]
pub fn is_unsafe(character: char) -> bool {
    (character.is_control() && character != '\n' && character != '\t')
        || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{2028}' | '\u{2029}')
}

/// The text with every unsafe character written as an escape (`\u{1b}`), so that it is
/// shown and never obeyed. Texts without such characters are borrowed.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_unsafe(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_shown() {
        assert_eq!(visible("\u{1b}[31mred\u{202e}"), "\\u{1b}[31mred\\u{202e}");
        assert!(matches!(visible("Côte d'Ivoire"), Cow::Borrowed(_)));
    }
}
