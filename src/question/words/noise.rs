//! Words that mean nothing where they stand.

use super::super::keyword::{BEFORE_COMMANDS, KEYWORDS, NOISE, OPENINGS, Standing};
use super::Scanner;

impl Scanner<'_> {
    /// Words without meaning.
    pub(super) fn noise(&self, at: usize) -> Option<usize> {
        // `are there any` opens a question of its own.
        let phrases = NOISE.iter().filter(|phrase| !self.at_head() || !phrase.contains("are"));
        phrases.copied().find_map(|phrase| self.said(at, phrase))
    }

    /// Words without meaning at the head, unless the data knows a longer run there.
    pub(super) fn opening(&self, at: usize) -> Option<usize> {
        let taken = OPENINGS.iter().filter(|_| self.at_head()).find_map(|phrase| self.said(at, phrase))?;
        // At the end nothing would be left to ask.
        (at + taken < self.split.len() && self.longest(at).is_none_or(|(words, _)| words < taken)).then_some(taken)
    }

    /// Words without meaning before a command: `what is the (shortest path from …)`.
    pub(super) fn before_command(&self, at: usize) -> Option<usize> {
        let taken = BEFORE_COMMANDS.iter().filter(|_| self.at_head()).find_map(|phrase| self.said(at, phrase))?;
        let next = (at + taken < self.split.len()).then(|| self.keyword(at + taken))??;
        KEYWORDS
            .phrases
            .get(next.2)?
            .iter()
            .any(|standing| matches!(standing, Standing::Opening(name) if !name.is_empty()))
            .then_some(taken)
    }

    /// The number of words of a phrase, if it stands here.
    fn said(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut words = phrase.split(' ').enumerate();
        let same = words.all(|(index, word)| self.split.get(at + index).is_some_and(|(_, _, own)| own == word));
        same.then(|| phrase.split(' ').count())
    }
}
