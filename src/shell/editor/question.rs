//! What can come next in a question: words of the data and of the language, names with what they answer.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::complete::{Candidate, LISTED, NO_ANSWER};
use super::guide::{Answers, Guide, Joined};
use crate::question::{AdjectiveMeaning, AttributeMeaning, Following, Meanings, NounMeaning, Owner, RelationMeaning, TokenKind, following};
use crate::schema::Schema;
use crate::session::Session;
use crate::shell::about;
use crate::value::{NodeId, Value};

/// How many names are looked at where nothing of them is typed.
const UNTYPED: usize = 200;

/// How many things of a rank are listed where nothing is typed: enough to choose from, on one screen.
const EACH: usize = 24;

/// How many words a thing that is being typed may have.
const WORDS: usize = 6;

/// Words of the language after which a property stands.
const ASKING: &[&str] = &["where", "by", "per", "for each", "show", "sorted by", "ordered by", "sort by", "order by", "of", "the", "and"];

/// A question that is being typed.
pub(super) struct Questions<'q> {
    pub text: &'q str,
    pub session: &'q Session,
    pub guide: &'q Guide,
    pub keywords: Keywords,
}

/// Which words of the language are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keywords {
    /// All that begin with what is typed.
    Tried,
    /// The same, but none where nothing is typed.
    IfTyped,
}

impl Questions<'_> {
    /// What can come next in it.
    pub fn candidates(&self) -> Vec<Candidate> {
        let open = self.text.ends_with(|c: char| !c.is_alphanumeric());
        let mut found = Vec::new();
        if open {
            self.at(self.text.len(), &mut found);
        }
        // What is typed may be the beginning of a thing of several words.
        let starts: Vec<usize> = self.word_starts().rev().take(WORDS).collect();
        for (number, start) in starts.into_iter().enumerate() {
            let typed = &self.text[start..];
            if typed.contains(['"', ',', '(', ')']) {
                break;
            }
            match (number, open) {
                (0, false) => self.at(start, &mut found),
                _ => self.longer(start, &mut found),
            }
        }
        // All of them replace the text from one place on.
        let first = found.iter().map(|candidate| candidate.start).min().unwrap_or(0);
        for candidate in &mut found {
            candidate.text.insert_str(0, &self.text[first..candidate.start]);
            candidate.start = first;
        }
        found
    }

    /// Where words begin.
    fn word_starts(&self) -> impl DoubleEndedIterator<Item = usize> {
        let mut before = false;
        let starts: Vec<usize> = self
            .text
            .char_indices()
            .filter_map(|(at, character)| {
                let begins = character.is_alphanumeric() && !before;
                before = character.is_alphanumeric();
                begins.then_some(at)
            })
            .collect();
        starts.into_iter()
    }

    /// What can begin at a place, with all that is typed behind it.
    fn at(&self, start: usize, found: &mut Vec<Candidate>) {
        let (before, typed) = self.text.split_at(start);
        let vocabulary = self.session.vocabulary();
        let lower = typed.to_lowercase();
        let tried = self.keywords == Keywords::Tried || !typed.is_empty();
        let Some(following) = following(before, tried.then_some(lower.as_str()), vocabulary) else { return };
        let keyword = |word: &&'static str| Candidate { start, text: (*word).to_owned(), about: "keyword".to_owned(), rank: 4, answers: 0 };
        found.extend(following.keywords.iter().map(keyword));
        let place = Place::new(before, &following, self.session, self.guide);
        if typed.is_empty() {
            let mut all = Vec::new();
            place.untyped_names(start, &mut all);
            for meanings in vocabulary.lexical() {
                place.words(meanings, start, typed, &mut all);
            }
            let mut listed = std::collections::BTreeMap::new();
            all.retain(|candidate| {
                let number: &mut usize = listed.entry(candidate.rank).or_default();
                *number += 1;
                *number <= EACH
            });
            found.extend(all);
        } else {
            for meanings in vocabulary.starting(typed).take(LISTED) {
                place.words(meanings, start, typed, found);
                place.names(meanings, start, found);
            }
        }
    }

    /// What of several words can begin at a place and goes on behind what is typed.
    fn longer(&self, start: usize, found: &mut Vec<Candidate>) {
        let (before, typed) = self.text.split_at(start);
        let vocabulary = self.session.vocabulary();
        let mut runs = vocabulary.starting(typed).take(LISTED).peekable();
        if runs.peek().is_none() {
            return;
        }
        let Some(following) = following(before, None, vocabulary) else { return };
        let place = Place::new(before, &following, self.session, self.guide);
        for meanings in runs {
            place.words(meanings, start, typed, found);
            place.names(meanings, start, found);
        }
    }
}

/// A place in a question, and what fits there.
struct Place<'p> {
    following: &'p Following,
    session: &'p Session,
    schema: &'p Schema,
    /// The labels of the nearest noun's nodes.
    labels: BTreeSet<String>,
    /// The labels that an object of the relation before has.
    objects: BTreeSet<String>,
    /// How many nodes of the noun have each object, for the relation that is read first.
    answers: Option<Rc<Answers>>,
}

impl<'p> Place<'p> {
    fn new(before: &str, following: &'p Following, session: &'p Session, guide: &Guide) -> Self {
        let schema = session.schema();
        let entry = following.nouns.iter().find_map(|noun| match noun {
            NounMeaning::Entry(index) => Some(*index),
            NounMeaning::Relation(_) | NounMeaning::Saved(_) => None,
        });
        let noun = entry.and_then(|index| schema.lexicon.nouns.get(index));
        let labels = noun.map_or_else(BTreeSet::new, |noun| beside(session, &noun.label));
        let mut place = Self { following, session, schema, labels, objects: BTreeSet::new(), answers: None };
        let Some(relation) = &following.relation else { return place };
        let fitting: Vec<RelationMeaning> = if relation.meanings.is_empty() {
            let both = |index| [true, false].map(|forward| RelationMeaning { index, forward });
            (0..schema.lexicon.relations.len()).flat_map(both).filter(|meaning| place.fits(*meaning)).collect()
        } else {
            relation.meanings.iter().copied().filter(|meaning| place.fits(*meaning)).collect()
        };
        place.objects = fitting.iter().flat_map(|meaning| place.ends(*meaning).1.iter().cloned()).collect();
        let is_default = |meaning: &&RelationMeaning| schema.lexicon.relations.get(meaning.index).is_some_and(|relation| relation.default);
        let first = fitting.iter().find(is_default).or(fitting.first());
        if let (Some(first), Some(entry), false) = (first, entry, relation.meanings.is_empty()) {
            let joined = match following.after.as_deref() {
                _ if relation.denied => Joined::Denied,
                Some("or") => Joined::Or,
                _ => Joined::Narrowing,
            };
            place.answers = guide.answers(session, before, *first, entry, joined);
            // What forums are to membership comes before what else the phrase may lead to.
            if place.answers.is_some() || fitting.len() == 1 {
                place.objects = place.ends(*first).1.iter().cloned().collect();
            }
        }
        place
    }

    /// The labels before and after a relation phrase.
    fn ends(&self, meaning: RelationMeaning) -> (&'p [String], &'p [String]) {
        match self.schema.lexicon.relations.get(meaning.index) {
            Some(relation) if meaning.forward => (&relation.from, &relation.to),
            Some(relation) => (&relation.to, &relation.from),
            None => (&[], &[]),
        }
    }

    /// Whether a relation phrase can stand after the nearest noun.
    fn fits(&self, meaning: RelationMeaning) -> bool {
        self.labels.is_empty() || self.ends(meaning).0.iter().any(|label| self.labels.contains(label))
    }

    fn expects(&self, kind: TokenKind) -> bool {
        self.following.classes.contains(&kind)
    }

    /// The words of the schema that a run is.
    fn words(&self, meanings: &Meanings, start: usize, typed: &str, found: &mut Vec<Candidate>) {
        let mut add =
            |about: String, rank: u8| found.push(Candidate { start, text: meanings.spelling.to_string(), about, rank, answers: 0 });
        let lexicon = &self.schema.lexicon;
        let noun = |label: &str| {
            lexicon.nouns.iter().find(|noun| noun.label == label).map_or_else(|| label.to_owned(), |noun| noun.plural().to_owned())
        };
        if self.expects(TokenKind::Noun) {
            for meaning in &meanings.nouns {
                if let NounMeaning::Saved(_) = meaning {
                    add("question that is kept".to_owned(), if self.following.relation.is_none() { 1 } else { 3 });
                }
                let NounMeaning::Entry(index) = meaning else { continue };
                let Some(entry) = lexicon.nouns.get(*index) else { continue };
                // Of the forms of a noun one is offered where nothing is typed.
                let one = matches!(self.following.after.as_deref(), Some("a" | "an" | "every" | "each" | "no" | "any"));
                let form = if one { entry.singular() } else { entry.plural() };
                let object = self.objects.contains(&entry.label);
                if !typed.is_empty() || form == &*meanings.spelling {
                    add("noun".to_owned(), if object || self.following.relation.is_none() { 1 } else { 3 });
                }
            }
        }
        // Of the phrases of a relation one is offered where nothing is typed; of those of a predicate too.
        let offered = |words: &[String]| !typed.is_empty() || words.first().is_some_and(|first| *first == *meanings.spelling);
        let says = |meaning: &&RelationMeaning| {
            let relation = lexicon.relations.get(meaning.index);
            self.fits(**meaning)
                && relation.is_some_and(|relation| offered(if meaning.forward { &relation.forward } else { &relation.backward }))
        };
        if let (true, Some(meaning)) = (self.expects(TokenKind::Relation), meanings.relations.iter().find(says)) {
            let objects: Vec<String> = self.ends(*meaning).1.iter().map(|label| noun(label)).collect();
            add(format!("relation to {}", objects.join(", ")), 0);
        }
        if let (true, Some(meaning)) = (self.expects(TokenKind::Adjective), meanings.adjectives.first()) {
            let owner = match meaning {
                AdjectiveMeaning::Entry(index) => lexicon.adjectives.get(*index).map(|adjective| adjective.label.as_str()),
                AdjectiveMeaning::Property { owner: Owner::Label(label), .. } => Some(label.as_str()),
                AdjectiveMeaning::Property { .. } => None,
            };
            add(owner.map_or_else(|| "adjective".to_owned(), |label| format!("adjective of {}", noun(label))), 2);
        }
        let of_noun = |labels: &[String]| self.labels.is_empty() || labels.iter().any(|label| self.labels.contains(label));
        if let (true, Some(predicate)) =
            (self.expects(TokenKind::Predicate), meanings.predicates.first().and_then(|index| lexicon.predicates.get(*index)))
            && of_noun(&predicate.from)
            && offered(&predicate.words)
        {
            add("predicate".to_owned(), 1);
        }
        let owns = |meaning: &&AttributeMeaning| match meaning {
            AttributeMeaning::Entry(index) => {
                lexicon.attributes.get(*index).is_some_and(|attribute| of_noun(std::slice::from_ref(&attribute.label)))
            }
            AttributeMeaning::Property { owner: Owner::Label(label), .. } => of_noun(std::slice::from_ref(label)),
            AttributeMeaning::Property { .. } => false,
        };
        if self.expects(TokenKind::Attribute) && meanings.attributes.iter().any(|meaning| owns(&meaning)) {
            // Where a word asks for a property it comes first; elsewhere the words of the language say more.
            let asked = self.following.after.as_deref().is_some_and(|word| !typed.is_empty() || ASKING.contains(&word));
            add("property".to_owned(), if asked { 2 } else { 5 });
        }
    }

    /// The names that a run is.
    fn names(&self, meanings: &Meanings, start: usize, found: &mut Vec<Candidate>) {
        if !self.expects(TokenKind::Name) {
            return;
        }
        // A name that everybody has is not looked through.
        let fitting = meanings.names.iter().take(LISTED).find(|node| self.is_object(**node));
        if let Some(node) = fitting.or(meanings.names.first()) {
            found.push(self.named(*node, meanings.spelling.to_string(), start));
        }
    }

    /// Names to choose from where nothing is typed: of the objects of the relation, or of whatever has names.
    fn untyped_names(&self, start: usize, found: &mut Vec<Candidate>) {
        if !self.expects(TokenKind::Name) || (self.following.relation.is_none() && self.expects(TokenKind::Noun)) {
            return;
        }
        let graph = self.session.graph();
        let all = self.schema.labels.iter().filter(|(_, label)| !label.reference);
        let mut labels: Vec<_> = all.filter(|(name, _)| self.objects.is_empty() || self.objects.contains(*name)).collect();
        labels.sort_by_key(|(_, label)| label.rank);
        let mut nodes: Vec<NodeId> = Vec::new();
        for label in labels.iter().filter_map(|(name, _)| graph.catalogue().label(name)) {
            graph.scan(Some(label), 0, UNTYPED, &mut nodes);
        }
        nodes.truncate(UNTYPED);
        let mut named: Vec<Candidate> = nodes
            .into_iter()
            .filter(|node| !self.following.said.contains(node))
            .filter_map(|node| {
                let names: Vec<_> = graph.labels(node).iter().map(|label| graph.catalogue().label_name(*label)).collect();
                let key = graph.catalogue().key(self.schema.display(names.iter().map(|name| &**name))?)?;
                let Value::String(name) = graph.node_property(node, key) else { return None };
                Some(self.named(node, name.to_string(), start))
            })
            .collect();
        named.sort_by(|a, b| a.text.cmp(&b.text));
        named.sort_by_key(|candidate| (candidate.rank, Reverse(candidate.answers)));
        found.extend(named);
    }

    fn is_object(&self, node: NodeId) -> bool {
        let graph = self.session.graph();
        graph.labels(node).iter().any(|label| self.objects.contains(&*graph.catalogue().label_name(*label)))
    }

    /// A name with its kind and how much it answers.
    fn named(&self, node: NodeId, text: String, start: usize) -> Candidate {
        let kind = about::label(self.session, node);
        let object = self.is_object(node);
        let mut answered = 0;
        let (about, rank) = match &self.answers {
            Some(answers) if object => {
                let number = answers.by_object.get(&node).copied().unwrap_or(answers.otherwise);
                answered = number;
                let about = match (&answers.noun, number) {
                    (_, 0) if answers.joined == Joined::Or => format!("{kind}, adds none"),
                    (_, _) if answers.joined == Joined::Or => format!("{kind}, adds {number} to {} so far", answers.of),
                    (Some(plural), 0) => format!("{kind}, no {plural}"),
                    (Some(plural), _) => format!("{kind}, {number} of {} {plural}", answers.of),
                    (None, 0) => format!("{kind}, none of {} so far", answers.of),
                    (None, _) => format!("{kind}, {number} of {} so far", answers.of),
                };
                // What leaves nobody out is seldom meant by `not`.
                let idle = answers.joined == Joined::Denied && number == answers.of;
                (about, if number == 0 { NO_ANSWER } else { 3 * u8::from(idle) })
            }
            // Where a relation asks for something else, this has no answer.
            Some(_) => (format!("{kind}, no answer"), NO_ANSWER),
            None => (kind, if object { 0 } else { 6 }),
        };
        Candidate { start, text, about, rank, answers: answered }
    }
}

/// The labels of the nodes that have a label.
fn beside(session: &Session, label: &str) -> BTreeSet<String> {
    let graph = session.graph();
    let catalogue = graph.catalogue();
    let Some(id) = catalogue.label(label) else { return BTreeSet::new() };
    let sets = graph.label_sets();
    let with = (0..sets.sets()).map(|code| sets.set(code as u32)).filter(|set| set.contains(&id));
    with.flatten().map(|label| catalogue.label_name(*label).to_string()).collect()
}
