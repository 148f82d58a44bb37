//! Numbers in a sentence.

use super::{RunKind, Scanner};
use crate::question::error::Error;
use crate::question::keyword::NUMBERS;
use crate::text::Span;

impl Scanner<'_> {
    /// A number in figures or as a word.
    pub(super) fn number(&mut self, at: usize) -> Option<usize> {
        let (start, end, word) = &self.split[at];
        if let Some(value) = NUMBERS.iter().position(|number| number == word) {
            self.words.emit_run("Z", Span::new(*start, *end), RunKind::Integer(value as i64));
            return Some(1);
        }
        if !word.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let fraction = self
            .split
            .get(at + 1)
            .filter(|(next, _, digits)| self.text[*end..*next] == *"." && digits.bytes().all(|byte| byte.is_ascii_digit()));
        if let Some((_, last, _)) = fraction {
            let value = self.text[*start..*last].parse().ok()?;
            self.words.emit_run("Z", Span::new(*start, *last), RunKind::Float(value));
            return Some(2);
        }
        let span = Span::new(*start, *end);
        match word.parse() {
            Ok(value) => self.words.emit_run("Z", span, RunKind::Integer(value)),
            Err(_) => self.words.unknown.push(Error::NumberTooLarge { span }),
        }
        Some(1)
    }
}
