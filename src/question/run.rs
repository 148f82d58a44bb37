//! Texts as runs of words: what counts as a word, and what makes two of them one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text as a run of words.
pub(super) struct Run {
    /// Its words, folded and joined by spaces.
    pub(super) words: String,
    /// Bytes of the first word.
    first: usize,
    /// How many words there are.
    pub(super) count: usize,
    /// Gaps that hold a colon, and gaps that hold a comma or a parenthesis (bit per gap).
    pub(super) strict: u64,
    pub(super) hard: u64,
}

impl Run {
    /// The most words that a run may have: each gap has its bit.
    const LONGEST: usize = 60;

    /// None for a text that has no words, or too many.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut run = Self { words: String::with_capacity(text.len()), first: 0, count: 0, strict: 0, hard: 0 };
        if text.is_ascii() {
            run.read_ascii(text)?;
        } else {
            let mut before = 0;
            for (start, end) in words(text) {
                let gap = &text[before..start];
                run.next(gap.contains(':'), gap.contains([',', '(', ')']))?;
                fold_into(&text[start..end], &mut run.words);
                before = end;
            }
        }
        if run.count == 1 {
            run.first = run.words.len();
        }
        (run.count > 0).then_some(run)
    }

    /// Most texts are plain: word by word they are read in a fraction of the time.
    fn read_ascii(&mut self, text: &str) -> Option<()> {
        let bytes = text.as_bytes();
        let (mut at, mut colon, mut stop) = (0, false, false);
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                let rest = &text[at..];
                let word = &rest[..rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len())];
                self.next(colon, stop)?;
                self.words.push_str(word);
                (at, colon, stop) = (at + word.len(), false, false);
            } else {
                colon |= *byte == b':';
                stop |= matches!(byte, b',' | b'(' | b')');
                at += 1;
            }
        }
        self.words.make_ascii_lowercase();
        Some(())
    }

    /// Goes on to the next word, over a gap that holds a colon, or a comma or a parenthesis; none if there are too many.
    fn next(&mut self, colon: bool, stop: bool) -> Option<()> {
        if self.count == Self::LONGEST {
            return None;
        }
        if self.count == 1 {
            self.first = self.words.len();
        }
        if self.count > 0 {
            let gap = self.count - 1;
            self.strict |= u64::from(colon) << gap;
            self.hard |= u64::from(stop) << gap;
            self.words.push(' ');
        }
        self.count += 1;
        Some(())
    }

    pub(super) fn first(&self) -> &str {
        &self.words[..self.first]
    }
}

/// The words of a text, each with its byte range and folded: without case and diacritics.
pub(super) fn split(text: &str) -> Vec<(usize, usize, String)> {
    words(text).map(|(start, end)| (start, end, fold(&text[start..end]))).collect()
}

/// The byte ranges of the words of a text.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let inside = |character: char| character.is_alphanumeric() || (!character.is_ascii() && is_combining_mark(character));
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(inside)?;
        at = text[start..].find(|character| !inside(character)).map_or(text.len(), |length| start + length);
        Some((start, at))
    })
}

/// A text without case and diacritics.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let from = folded.len();
        folded.push_str(text);
        folded[from..].make_ascii_lowercase();
    } else {
        folded.extend(text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_read_as_others_are() {
        let read = |text: &str| Run::read(text).map(|run| (run.first().to_owned(), run.count, run.strict, run.hard, run.words));
        let (first, count, strict, hard, words) = read("(The) U.S.: Customs, and Border").unwrap();
        assert_eq!((first.as_str(), count, strict, hard, words.as_str()), ("the", 6, 0b100, 0b1001, "the u s customs and border"));
        let (first, count, strict, hard, words) = read("(The) Ü.S.: Customs, and Börder").unwrap();
        assert_eq!((first.as_str(), count, strict, hard, words.as_str()), ("the", 6, 0b100, 0b1001, "the u s customs and border"));
        assert_eq!(read("WCO").map(|run| run.0), Some("wco".to_owned()));
        assert_eq!(read(" -- "), None);
        assert_eq!(read(&"a ".repeat(60)).map(|run| run.1), Some(60));
        assert_eq!(read(&"a ".repeat(61)), None);
        assert_eq!(read(&"é ".repeat(61)), None);
    }
}
