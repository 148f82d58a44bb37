//! What is known of the data while one types: which names have an answer, and sentences to start with. Forgotten with each line
//! that is sent, which may change the data.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use crate::question::{RelationMeaning, standing};
use crate::session::{Members, Request, Session};
use crate::shell::starters::starters;
use crate::text::Standing;
use crate::value::{NodeId, Value};

/// Graphs of more relationships are not counted through for a list of names.
const COUNTED: u64 = 100_000;

/// How long counting may take at most.
const PATIENCE: Duration = Duration::from_millis(500);

/// For each object of a relation how many answers the sentence would have with it, and how many it has so far.
#[derive(Debug)]
pub(super) struct Answers {
    /// By object.
    pub by_object: BTreeMap<NodeId, u64>,
    /// So far.
    pub of: u64,
    /// What those are: the noun, or no more than `so far` where conditions narrow it.
    pub noun: Option<String>,
    /// With another object than those.
    pub otherwise: u64,
    /// How the object is joined: with `or` the numbers are of those that it adds.
    pub joined: Joined,
}

/// How an object is joined to what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Joined {
    /// It narrows the answer.
    Narrowing,
    /// Those that have it are left out.
    Denied,
    /// Those that have it are added.
    Or,
}

/// A relation of the lexicon, whether forward, and a noun of the lexicon.
type Asked = (usize, bool, usize);

/// For each object of a relation the nodes of a noun that have it.
type Having = BTreeMap<NodeId, BTreeSet<NodeId>>;

/// What is asked of which sentence so far, and how it is joined to it.
type Condition = (Asked, String, Joined);

/// What was found out.
#[derive(Default)]
pub(super) struct Guide {
    having: RefCell<BTreeMap<Asked, Option<Rc<Having>>>>,
    so_far: RefCell<BTreeMap<String, Option<Rc<Members>>>>,
    answers: RefCell<BTreeMap<Condition, Option<Rc<Answers>>>>,
    starters: RefCell<Option<Rc<Vec<String>>>>,
}

impl Guide {
    /// Forgets all.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Sentences to start with.
    pub fn starters(&self, session: &Session) -> Rc<Vec<String>> {
        let mut known = self.starters.borrow_mut();
        Rc::clone(known.get_or_insert_with(|| Rc::new(starters(session))))
    }

    /// How many answers a text would have with each object of a relation to a noun of the lexicon; none where that takes too long.
    pub fn answers(&self, session: &Session, text: &str, relation: RelationMeaning, noun: usize, joined: Joined) -> Option<Rc<Answers>> {
        if session.graph().relationship_count() > COUNTED {
            return None;
        }
        let asked = (relation.index, relation.forward, noun);
        let key = (asked, text.to_owned(), joined);
        if let Some(known) = self.answers.borrow().get(&key) {
            return known.clone();
        }
        let having = self.having.borrow_mut().entry(asked).or_insert_with(|| having(session, relation, noun).map(Rc::new)).clone();
        let found = having.and_then(|having| self.count(session, text, &having, noun, joined)).map(Rc::new);
        self.answers.borrow_mut().insert(key, found.clone());
        found
    }

    fn count(&self, session: &Session, text: &str, having: &Having, noun: usize, joined: Joined) -> Option<Answers> {
        let plural = session.schema().lexicon.nouns.get(noun)?.plural();
        // What the nearest noun is not the subject of says nothing of the answer: all of the noun are counted.
        let so_far = self.so_far(session, text).filter(|members| members.about == plural);
        let members = so_far.or_else(|| self.members(session, plural))?;
        let narrowed = (members.conditions > 0).then_some(());
        let wider = members.without_last.as_ref().unwrap_or(&members.all);
        let with = |nodes: &BTreeSet<NodeId>| {
            let both = nodes.intersection(&members.all).count();
            let number = match joined {
                Joined::Narrowing => both,
                Joined::Denied => members.all.len() - both,
                Joined::Or => nodes.intersection(wider).count() - both,
            };
            number as u64
        };
        Some(Answers {
            by_object: having.iter().map(|(object, nodes)| (*object, with(nodes))).collect(),
            of: members.all.len() as u64,
            noun: narrowed.is_none().then(|| plural.to_owned()),
            otherwise: with(&BTreeSet::new()),
            joined,
        })
    }

    /// The nodes of the sentence that a text goes on from: the longest beginning of it that is one.
    fn so_far(&self, session: &Session, text: &str) -> Option<Rc<Members>> {
        const CUT: usize = 8;
        let mut sentence = text.trim_end();
        let listed = sentence.ends_with(',');
        for cut in 0..CUT {
            if cut > 0 || !listed {
                let start = sentence.rfind(|character: char| !character.is_alphanumeric()).map_or(0, |at| at + 1);
                sentence = &sentence[..start];
            }
            sentence = sentence.trim_end_matches(|character: char| !character.is_alphanumeric() && character != ')' && character != '"');
            if sentence.is_empty() {
                return None;
            }
            if standing(sentence, session.vocabulary()) == Standing::Complete {
                return self.members(session, sentence);
            }
        }
        None
    }

    fn members(&self, session: &Session, sentence: &str) -> Option<Rc<Members>> {
        let mut known = self.so_far.borrow_mut();
        let found = || session.members(sentence, &Request::default(), PATIENCE).map(Rc::new);
        known.entry(sentence.to_owned()).or_insert_with(found).clone()
    }
}

/// The nodes of a noun that have each object of a relation.
fn having(session: &Session, relation: RelationMeaning, noun: usize) -> Option<Having> {
    let lexicon = &session.schema().lexicon;
    let noun = lexicon.nouns.get(noun)?;
    let pattern = &lexicon.relations.get(relation.index)?.pattern.text;
    let (it, other) = if relation.forward { ("from", "to") } else { ("to", "from") };
    let narrowed = noun.condition.as_ref().map(|condition| format!(" AND ({})", condition.text)).unwrap_or_default();
    let label = format!("`{}`", noun.label.replace('`', "``"));
    let query = format!("MATCH {pattern} WITH {it} AS it, {other} AS other WHERE it:{label}{narrowed} RETURN DISTINCT other, it");
    let answer = session.glance(&query, PATIENCE)?;
    let mut having = Having::new();
    for row in answer.rows() {
        if let (Value::Node(other), Value::Node(it)) = (row.value(0), row.value(1)) {
            having.entry(other).or_default().insert(it);
        }
    }
    Some(having)
}
