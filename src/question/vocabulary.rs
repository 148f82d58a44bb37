//! The words of the loaded data: every run of words that means something, with all it may mean.
//!
//! Built once per graph from the lexicon, the schema's enumerations and the names of the nodes; a lookup is by whole runs of folded words.

mod naming;
mod saved;

use std::collections::HashSet;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use ahash::RandomState;
use indexmap::IndexMap;

use super::run::Run;
pub(super) use super::run::{fold, split};
use crate::graph::Graph;
use crate::limit::both;
use crate::schema::{Property, SavedQuestion, Scalar, Schema};
use crate::value::NodeId;
use naming::NameKeys;

/// Runs of words with their meanings.
#[derive(Debug, Default)]
pub struct Vocabulary {
    pub(super) phrases: IndexMap<String, Meanings, RandomState>,
    /// The greatest number of words of a run that begins with this word.
    longest: IndexMap<String, usize, RandomState>,
    /// The numbers of the runs in the order of their words; made when somebody looks for beginnings.
    pub(super) sorted: OnceLock<Vec<u32>>,
    /// How many runs are words of the schema; the others are names only.
    pub(super) lexical: usize,
    /// The questions that are kept under a name.
    saved: Vec<SavedQuestion>,
    /// The numbers of their names' runs.
    pub(super) saved_runs: Vec<usize>,
}

/// All that one run of words may mean. Most runs are names and nothing else, so that the rest is kept apart.
#[derive(Debug, Default)]
pub struct Meanings {
    /// How it was first written.
    pub spelling: Arc<str>,
    /// Named nodes.
    pub names: Vec<NodeId>,
    /// What the schema says of it.
    stated: Option<Box<Stated>>,
    /// Gaps between words that hold a colon, which a text must repeat (bit per gap).
    strict: u64,
    /// Gaps that may hold a comma or a parenthesis (bit per gap).
    hard: u64,
}

/// What a schema says that a run of words may mean. Indices point into its lexicon.
#[derive(Debug, Default)]
pub struct Stated {
    /// Nouns.
    pub nouns: Vec<NounMeaning>,
    /// Adjectives.
    pub adjectives: Vec<AdjectiveMeaning>,
    /// Relations, and whether the phrase stands between `from` and `to` (or between `to` and `from`).
    pub relations: Vec<RelationMeaning>,
    /// Predicates.
    pub predicates: Vec<usize>,
    /// Properties and computed values.
    pub attributes: Vec<AttributeMeaning>,
}

/// Nothing stated.
static NOTHING: Stated =
    Stated { nouns: Vec::new(), adjectives: Vec::new(), relations: Vec::new(), predicates: Vec::new(), attributes: Vec::new() };

impl Deref for Meanings {
    type Target = Stated;

    fn deref(&self) -> &Stated {
        self.stated.as_deref().unwrap_or(&NOTHING)
    }
}

impl DerefMut for Meanings {
    fn deref_mut(&mut self) -> &mut Stated {
        self.stated.get_or_insert_default()
    }
}

/// A noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NounMeaning {
    /// An entry of the lexicon's nouns.
    Entry(usize),
    /// A relation as a noun.
    Relation(usize),
    /// A question that is kept under this name, by its number in [`Vocabulary::all_saved`].
    Saved(usize),
}

/// An adjective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdjectiveMeaning {
    /// An entry of the lexicon's adjectives.
    Entry(usize),
    /// A value of an enumerated property, or a true boolean (no value).
    Property {
        /// The label, or the relationship type.
        owner: Owner,
        /// The property.
        property: String,
        /// The value.
        value: Option<String>,
    },
}

/// Property or computed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeMeaning {
    /// An entry of the lexicon's attributes.
    Entry(usize),
    /// A property as it is.
    Property {
        /// What has it.
        owner: Owner,
        /// Its name.
        property: String,
    },
}

/// What has a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Nodes with this label.
    Label(String),
    /// Relationships of this type.
    Type(String),
}

/// A relation and the direction of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationMeaning {
    /// Entry of the lexicon's relations.
    pub index: usize,
    /// Whether the phrase stands between `from` and `to`.
    pub forward: bool,
}

impl Meanings {
    /// Letters of its classes, as the grammar knows them.
    pub(super) fn letters(&self) -> String {
        let classes = [
            (!self.nouns.is_empty(), 'N'),
            (!self.names.is_empty(), 'M'),
            (!self.adjectives.is_empty(), 'A'),
            (!self.relations.is_empty(), 'R'),
            (!self.predicates.is_empty(), 'P'),
            (!self.attributes.is_empty(), 'T'),
        ];
        classes.iter().filter(|(present, _)| *present).map(|(_, letter)| *letter).collect()
    }

    /// Whether the gaps of a text between the words of this run are as they may be.
    pub(super) fn fits(&self, gaps: &[&str]) -> bool {
        gaps.iter().enumerate().all(|(index, gap)| {
            let bit = 1_u64.checked_shl(index as u32).unwrap_or(0);
            let strict = gap.contains(':') == (self.strict & bit != 0);
            strict && (self.hard & bit != 0 || !gap.contains([',', '(', ')', ';', '"']))
        })
    }
}

impl Vocabulary {
    /// The vocabulary of a package: O(words of the lexicon and names of the graph).
    pub fn new(schema: &Schema, graph: &Graph) -> Self {
        let keys = NameKeys::new(schema, graph);
        // Words do not hang on names: a program that starts for one question reads both at once.
        let (mut vocabulary, (mut names, mut next)) = both(|| Self::with_words(schema, graph), || keys.read(graph, 0));
        loop {
            for (node, name, run) in names {
                vocabulary.insert(name, run, |meanings| push(&mut meanings.names, node));
            }
            let Some(from) = next else { return vocabulary };
            (names, next) = keys.read(graph, from);
        }
    }

    /// Words that are both a noun and the name of a node, as they were first written: at the head of a sentence and after a
    /// quantity they are the noun.
    pub fn clashes(&self) -> impl Iterator<Item = &str> {
        self.phrases
            .values()
            .filter(|meanings| !meanings.nouns.is_empty() && !meanings.names.is_empty())
            .map(|meanings| &*meanings.spelling)
    }

    /// The words of a schema without any names.
    pub fn of_schema(schema: &Schema) -> Self {
        Self::default().and_words(schema)
    }

    /// The words of a schema, with room for the names of a graph: growing would move all of them again and again.
    fn with_words(schema: &Schema, graph: &Graph) -> Self {
        const ROOM: u64 = 1 << 16;
        let lexicon = &schema.lexicon;
        let entries = lexicon.nouns.len() + lexicon.relations.len() + lexicon.predicates.len() + schema.labels.len();
        let names = graph.node_count().min(ROOM) as usize;
        let phrases = IndexMap::with_capacity_and_hasher(4 * entries + 2 * names, RandomState::default());
        Self { phrases, ..Self::default() }.and_words(schema)
    }

    fn and_words(self, schema: &Schema) -> Self {
        let mut vocabulary = self;
        vocabulary.add_nouns(schema);
        vocabulary.add_relations(schema);
        vocabulary.add_properties(schema);
        let lexicon = &schema.lexicon;
        for (index, entry) in lexicon.adjectives.iter().enumerate() {
            for word in &entry.words {
                vocabulary.add(word, |meanings| push(&mut meanings.adjectives, AdjectiveMeaning::Entry(index)));
            }
        }
        for (index, entry) in lexicon.predicates.iter().enumerate() {
            for word in &entry.words {
                vocabulary.add(word, |meanings| push(&mut meanings.predicates, index));
            }
        }
        for (index, entry) in lexicon.attributes.iter().enumerate() {
            for word in &entry.words {
                vocabulary.add(word, |meanings| push(&mut meanings.attributes, AttributeMeaning::Entry(index)));
            }
        }
        vocabulary.lexical = vocabulary.phrases.len();
        vocabulary
    }

    fn add_nouns(&mut self, schema: &Schema) {
        for (index, entry) in schema.lexicon.nouns.iter().enumerate() {
            for word in entry.forms() {
                self.add(word, |meanings| push(&mut meanings.nouns, NounMeaning::Entry(index)));
            }
        }
    }

    fn add_relations(&mut self, schema: &Schema) {
        for (index, entry) in schema.lexicon.relations.iter().enumerate() {
            for word in &entry.noun {
                self.add(word, |meanings| push(&mut meanings.nouns, NounMeaning::Relation(index)));
            }
            for (phrases, forward) in [(&entry.forward, true), (&entry.backward, false)] {
                for phrase in phrases {
                    self.add(phrase, |meanings| push(&mut meanings.relations, RelationMeaning { index, forward }));
                }
            }
        }
    }

    fn add_properties(&mut self, schema: &Schema) {
        let labels = schema.labels.iter().map(|(name, label)| (Owner::Label(name.clone()), &label.properties));
        let types = schema.relationships.iter().map(|(name, kind)| (Owner::Type(name.clone()), &kind.properties));
        for (owner, properties) in labels.chain(types) {
            for (name, property) in properties {
                self.add_property(&owner, name, property);
            }
        }
    }

    fn add_property(&mut self, owner: &Owner, name: &str, property: &Property) {
        let words = std::iter::once(name).chain(property.words.iter().map(String::as_str));
        for word in words {
            let meaning = AttributeMeaning::Property { owner: owner.clone(), property: name.to_owned() };
            self.add(word, |meanings| push(&mut meanings.attributes, meaning));
        }
        if !property.adjective {
            return;
        }
        let adjective = |value: Option<String>| AdjectiveMeaning::Property { owner: owner.clone(), property: name.to_owned(), value };
        let mut seen = HashSet::new();
        for value in property.values.iter().filter(|value| seen.insert(value.as_str())) {
            let meaning = adjective(Some(value.clone()));
            self.add(value, |meanings| push(&mut meanings.adjectives, meaning));
        }
        if property.kind.scalar == Scalar::Boolean {
            for word in std::iter::once(name).chain(property.words.iter().map(String::as_str)) {
                let meaning = adjective(None);
                self.add(word, |meanings| push(&mut meanings.adjectives, meaning));
            }
        }
    }

    /// Adds a meaning to a run of words.
    fn add(&mut self, text: &str, add: impl FnOnce(&mut Meanings)) {
        if let Some(run) = Run::read(text) {
            self.insert(text, run, add);
        }
    }

    /// Adds a meaning to a run that is read.
    fn insert(&mut self, text: impl Into<Arc<str>>, run: Run, add: impl FnOnce(&mut Meanings)) {
        match self.longest.get_mut(run.first()) {
            Some(longest) => *longest = run.count.max(*longest),
            None => {
                self.longest.insert(run.first().to_owned(), run.count);
            }
        }
        let meanings = self.phrases.entry(run.words).or_default();
        if meanings.spelling.is_empty() {
            meanings.spelling = text.into();
        }
        meanings.strict |= run.strict;
        meanings.hard |= run.hard;
        add(meanings);
    }

    /// The greatest number of words of a run that begins with `word`.
    pub(super) fn longest(&self, word: &str) -> usize {
        self.longest.get(word).copied().unwrap_or(0)
    }

    /// The run of these folded words, joined by spaces, and its number.
    pub(super) fn find(&self, words: &str) -> Option<(usize, &Meanings)> {
        self.phrases.get_full(words).map(|(index, _, meanings)| (index, meanings))
    }

    /// Whether a text is a run of words that the data knows.
    pub fn knows(&self, text: &str) -> bool {
        Run::read(text).is_some_and(|run| self.phrases.contains_key(&run.words))
    }

    /// The run of this number.
    pub(super) fn meanings(&self, index: usize) -> Option<&Meanings> {
        counted();
        self.phrases.get_index(index).map(|(_, meanings)| meanings)
    }

    /// All runs as folded words, with their meanings, in the same order as their spellings.
    pub(super) fn runs(&self) -> impl Iterator<Item = (&str, &Meanings)> {
        self.phrases.iter().map(|(run, meanings)| (run.as_str(), meanings))
    }

    /// All runs as first written, in the order of the lexicon and then of the names.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.phrases.values().inspect(|_| counted()).map(|meanings| &*meanings.spelling)
    }
}

#[cfg(test)]
thread_local! {
    /// How many runs were looked at: what a key may cost does not grow with the names of the data.
    pub(crate) static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts a run that is looked at, for tests.
fn counted() {
    #[cfg(test)]
    LOOKED_AT.set(LOOKED_AT.get() + 1);
}

/// Adds what is not there yet: each meaning is read to its end before the next, so that one which repeats is the last.
/// A look at all of them would take forever where a million nodes have one name.
fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if list.last() != Some(&item) {
        list.push(item);
    }
}
