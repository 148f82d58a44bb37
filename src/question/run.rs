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
        let mut before = 0;
        for (start, end) in words(text) {
            if run.count == Self::LONGEST {
                return None;
            }
            if run.count > 0 {
                let gap = &text[before..start];
                let bit = 1 << (run.count - 1);
                run.strict |= if gap.contains(':') { bit } else { 0 };
                run.hard |= if gap.contains([',', '(', ')']) { bit } else { 0 };
                run.words.push(' ');
            }
            fold_into(&text[start..end], &mut run.words);
            if run.count == 0 {
                run.first = run.words.len();
            }
            run.count += 1;
            before = end;
        }
        (run.count > 0).then_some(run)
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
