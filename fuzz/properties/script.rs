//! Any text as a script over a small graph: it falls into sentences that stand at the places that are said and lose nothing but
//! remarks, and these run one after the other up to the first error, as `legation run` does it, with the property of statements.

use crate::statement::Trial;
use legation::shell::split;

/// The first byte of a text of which the other bytes choose clauses.
const CHOSEN: u8 = b'#';

/// Panics where it is not so.
pub fn holds(bytes: &[u8]) {
    let text = match bytes.strip_prefix(&[CHOSEN]) {
        Some(choices) => crate::statement::chosen(choices),
        None => String::from_utf8_lossy(bytes).into_owned(),
    };
    let sentences = split(&text);
    fall_apart(&text, &sentences);
    let mut trial = Trial::new();
    for (_, sentence) in &sentences {
        if trial.failed(sentence) {
            break;
        }
    }
    trial.end(&text);
}

/// Sentences stand one after the other where they are said to, and what is between them is no word of a sentence.
fn fall_apart(text: &str, sentences: &[(usize, String)]) {
    let mut end = 0;
    for (offset, sentence) in sentences {
        assert!(!sentence.trim().is_empty() && sentence.trim() == sentence, "{sentence:?} of {text:?}");
        assert!(*offset >= end, "{sentence:?} begins within the one before it in {text:?}");
        end = offset + sentence.len();
        let written = text.get(*offset..end).unwrap_or_else(|| panic!("{sentence:?} is not at {offset} in {text:?}"));
        // A remark within it has become spaces.
        let kept = written.bytes().zip(sentence.bytes()).all(|(written, kept)| written == kept || kept == b' ');
        assert!(kept, "{sentence:?} is not {written:?}");
    }
}
