//! Names of kept questions, which are nouns.

use super::{NounMeaning, Vocabulary, push, split};
use crate::schema::SavedQuestion;

impl Vocabulary {
    /// With questions that are kept under a name, each of which is a noun.
    #[must_use]
    pub fn with_saved(mut self, saved: Vec<SavedQuestion>) -> Self {
        for (index, question) in saved.iter().enumerate() {
            self.add(&question.name, |meanings| push(&mut meanings.nouns, NounMeaning::Saved(index)));
            let words: Vec<String> = split(&question.name).into_iter().map(|(_, _, word)| word).collect();
            self.saved_runs.extend(self.find(&words.join(" ")).map(|(number, _)| number));
        }
        self.saved = saved;
        self
    }

    /// The questions that are kept under a name.
    pub fn all_saved(&self) -> &[SavedQuestion] {
        &self.saved
    }

    /// The kept question of this number.
    pub(in crate::question) fn saved(&self, index: usize) -> Option<&SavedQuestion> {
        self.saved.get(index)
    }
}
