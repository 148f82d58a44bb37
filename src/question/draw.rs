//! `draw SENTENCE [within N steps] [as FORMAT] [-o FILE]`: what is drawn, and where to.
//!
//! The sentence is any other one. What stands around it is taken off before the sentence is read, with blanks in its place, so that
//! places stay right.

use super::keyword::NUMBERS;
use super::quote::{quotes, within};
use crate::text::Span;

/// A sentence that asks for a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// What is drawn, at its place in the text.
    pub sentence: String,
    /// The format, if one is named.
    pub format: Option<(String, Span)>,
    /// The file, if one is named.
    pub file: Option<String>,
    /// How far the surroundings go.
    pub steps: Option<usize>,
    /// Whether it is drawn where it is on the earth.
    pub is_map: bool,
}

/// Takes a sentence apart that begins with `draw`; nothing if it is another.
pub fn drawn(text: &str) -> Option<Drawn> {
    let start = text.len() - text.trim_start().len();
    let end = start + "draw".len();
    let opens = text.get(start..end).is_some_and(|word| word.eq_ignore_ascii_case("draw"));
    if !opens || !text[end..].is_empty() && !text[end..].starts_with(char::is_whitespace) {
        return None;
    }
    let mut rest = text[end..].trim_end();
    let mut drawn = Drawn::default();
    if let Some((before, file)) = file(rest) {
        drawn.file = Some(file);
        rest = before;
    }
    if let Some((before, format)) = last(rest, "as") {
        let at = end + rest.len() - format.len();
        drawn.format = Some((format.to_owned(), Span::new(at, at + format.len())));
        rest = before;
    }
    if let Some((before, steps)) = steps(rest) {
        drawn.steps = Some(steps);
        rest = before;
    }
    let mut start = end;
    if let Some(rest_of_map) = map(rest) {
        drawn.is_map = true;
        start += rest.len() - rest_of_map.len();
        rest = rest_of_map;
    }
    drawn.sentence = format!("{}{rest}", " ".repeat(start));
    Some(drawn)
}

impl Drawn {
    /// The same sentence, where what looks like a format belongs to it.
    #[must_use]
    pub fn without_format(self, text: &str) -> Self {
        let Some((_, span)) = self.format else { return self };
        let start = self.sentence.len() - self.sentence.trim_start().len();
        let sentence = format!("{}{}", " ".repeat(start), &text[start..span.end as usize]);
        Self { sentence, format: None, ..self }
    }
}

/// What stands before `-o FILE`, and the file, whose name may stand in quotes.
fn file(text: &str) -> Option<(&str, String)> {
    let quoted = quotes(text).unwrap_or_default();
    let options = ["-o ", "--output "].into_iter().flat_map(|option| text.match_indices(option));
    let (at, option) =
        options.filter(|(at, _)| !within(&quoted, *at) && text[..*at].ends_with(char::is_whitespace)).max_by_key(|(at, _)| *at)?;
    let name = text[at + option.len()..].trim();
    let inner = ['"', '\''].into_iter().find_map(|quote| name.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(name);
    (!inner.is_empty()).then(|| (text[..at].trim_end(), inner.to_owned()))
}

/// What stands before a word and the single word after it, which ends the text.
fn last<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let (before, last) = text.rsplit_once(char::is_whitespace)?;
    let (before, own) = before.trim_end().rsplit_once(char::is_whitespace)?;
    let is_word = last.chars().all(char::is_alphanumeric);
    (own.eq_ignore_ascii_case(word) && is_word).then(|| (before.trim_end(), last))
}

/// What stands after `map of`.
fn map(text: &str) -> Option<&str> {
    ["map", "of"].iter().try_fold(text, |rest, word| {
        let rest = rest.trim_start();
        let (own, rest) = rest.split_at_checked(word.len())?;
        (own.eq_ignore_ascii_case(word) && rest.starts_with(char::is_whitespace)).then_some(rest)
    })
}

/// What stands before `within N steps`, and the number.
fn steps(text: &str) -> Option<(&str, usize)> {
    let (before, last) = text.rsplit_once(char::is_whitespace)?;
    if !["step", "steps"].iter().any(|word| last.eq_ignore_ascii_case(word)) {
        return None;
    }
    let (before, number) = self::last(before.trim_end(), "within")?;
    let spelled = NUMBERS.iter().position(|word| number.eq_ignore_ascii_case(word));
    Some((before, number.parse().ok().or(spelled)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_sentence_is_taken_off() {
        let read = |text: &str| {
            let drawn = drawn(text)?;
            let format = drawn.format.map(|(format, span)| (format, span.of(text).to_owned()));
            Some((drawn.sentence.trim().to_owned(), format, drawn.file, drawn.steps))
        };
        let svg = || Some(("svg".to_owned(), "svg".to_owned()));
        assert_eq!(read("draw Brazil"), Some(("Brazil".into(), None, None, None)));
        assert_eq!(read("draw Brazil as svg -o a b.svg"), Some(("Brazil".into(), svg(), Some("a b.svg".into()), None)));
        assert_eq!(read(" DRAW Brazil within two steps as svg"), Some(("Brazil".into(), svg(), None, Some(2))));
        assert_eq!(read("draw partners where name = \"a -o b\""), Some(("partners where name = \"a -o b\"".into(), None, None, None)));
        assert_eq!(read("draw x -o \"y z.dot\"").and_then(|read| read.2), Some("y z.dot".into()));
        assert_eq!(read("draw"), Some((String::new(), None, None, None)));
        assert_eq!(read("drawing of Brazil"), None);
        assert_eq!(read("draw map of posts as svg").map(|read| (read.0, read.1)), Some(("posts".into(), svg())));
        assert_eq!(drawn("draw Map of posts").map(|drawn| (drawn.is_map, drawn.sentence)), Some((true, "            posts".into())));
        assert_eq!(drawn("draw map office").map(|drawn| drawn.is_map), Some(false));
        let text = "draw gaps for Brazil as matrix";
        let kept = drawn(text).map(|drawn| drawn.without_format(text));
        assert_eq!(kept.map(|drawn| drawn.sentence), Some("     gaps for Brazil as matrix".into()));
    }
}
