//! The words of the data by how they begin: for whoever completes what is being written.

use super::run::split;
use super::vocabulary::{Meanings, Vocabulary};

impl Vocabulary {
    /// The runs that are words of the schema, in its order.
    pub fn lexical(&self) -> impl Iterator<Item = &Meanings> {
        let kept = self.saved_runs.iter().filter(|number| **number >= self.lexical).filter_map(|number| self.meanings(*number));
        self.phrases.values().take(self.lexical).chain(kept)
    }

    /// The runs whose words begin with a text, in the order of their words: with a word that begins so, or, where the text ends
    /// behind a word, with another one after that. O(log runs) once the order is made, and O(1) for each.
    pub fn starting(&self, text: &str) -> impl Iterator<Item = &Meanings> {
        let words = |number: &u32| self.phrases.get_index(*number as usize).map_or("", |(words, _)| words.as_str());
        let sorted = self.sorted.get_or_init(|| {
            let mut numbers: Vec<u32> = (0..self.phrases.len() as u32).collect();
            numbers.sort_unstable_by(|a, b| words(a).cmp(words(b)));
            numbers
        });
        let split = split(text);
        let mut wanted = split.iter().map(|(_, _, word)| word.as_str()).collect::<Vec<_>>().join(" ");
        if split.last().is_some_and(|(_, end, _)| *end < text.len()) {
            wanted.push(' ');
        }
        let first = sorted.partition_point(|number| words(number) < wanted.as_str());
        let found = sorted[first..].iter().take_while(move |number| words(number).starts_with(&wanted));
        found.filter_map(|number| self.meanings(*number as usize))
    }
}
