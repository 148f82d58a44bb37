//! Words that mean nothing where they stand.

use super::super::keyword::{BEFORE_COMMANDS, KEYWORDS, NOISE, OPENINGS, SYNONYMS, Standing};
use super::Scanner;
use crate::text::Span;

impl Scanner<'_> {
    /// Words without meaning.
    pub(super) fn noise(&self, at: usize) -> Option<usize> {
        // `are there any` opens a question of its own.
        // So does `do we have`.
        let phrases = NOISE.iter().filter(|phrase| !self.at_head() || !phrase.contains("are") && !phrase.contains("we"));
        phrases.copied().find_map(|phrase| self.said(at, phrase))
    }

    /// Other words for keywords, unless the data knows a longer run there; how many words.
    pub(super) fn synonym(&mut self, at: usize) -> Option<usize> {
        let (taken, keywords) = SYNONYMS.iter().find_map(|(phrase, keywords)| Some((self.said(at, phrase)?, *keywords)))?;
        if self.longest(at).is_some_and(|(words, _)| words >= taken) {
            return None;
        }
        let span = Span::new(self.split[at].0, self.split[at + taken - 1].1);
        for keyword in keywords {
            self.words.emit_keyword(keyword, span);
        }
        Some(taken)
    }

    /// Words without meaning at the head, unless the data knows a longer run there.
    pub(super) fn opening(&self, at: usize) -> Option<usize> {
        let taken = OPENINGS.iter().filter(|_| self.at_head()).find_map(|phrase| self.said(at, phrase))?;
        // At the end nothing would be left to ask.
        let command = self.keyword(at).is_some_and(|(words, ..)| words > taken);
        (at + taken < self.split.len() && !command && self.longest(at).is_none_or(|(words, _)| words < taken)).then_some(taken)
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
