//! Texts within markup: the one place where XML and HTML are escaped.

use std::fmt::Write;

use super::visible;

/// Any text as the content of an element or, in double quotes, as the value of an attribute, in XML and in HTML: nothing in it is read
/// as markup. Unsafe characters, most of which XML cannot hold, are shown as escapes; line feeds and tabs are written as references.
#[must_use]
pub fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(markup("</b> \"a\" & b\n\u{FFFE}\u{0}"), "&lt;/b&gt; &quot;a&quot; &amp; b&#10;\u{FFFD}\\u{0}");
    }
}
