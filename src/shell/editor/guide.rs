//! What is known of the data while one types: which names have an answer, and sentences to start with. Forgotten with each line
//! that is sent, which may change the data.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use crate::question::RelationMeaning;
use crate::session::{Request, Session};
use crate::shell::starters::starters;
use crate::value::{NodeId, Value};

/// Graphs of more relationships are not counted through for a list of names.
const COUNTED: u64 = 100_000;

/// How long counting may take at most.
const PATIENCE: Duration = Duration::from_millis(500);

/// For each object of a relation how many nodes of a noun have it, and how many nodes the noun has.
#[derive(Debug)]
pub(super) struct Answers {
    /// By object.
    pub by_object: BTreeMap<NodeId, u64>,
    /// Of all.
    pub of: u64,
}

/// A relation of the lexicon, whether forward, and a noun of the lexicon.
type Asked = (usize, bool, usize);

/// What was found out.
#[derive(Default)]
pub(super) struct Guide {
    answers: RefCell<BTreeMap<Asked, Option<Rc<Answers>>>>,
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

    /// How many nodes of a noun of the lexicon have each object of a relation; none where that takes too long.
    pub fn answers(&self, session: &Session, relation: RelationMeaning, noun: usize) -> Option<Rc<Answers>> {
        let key = (relation.index, relation.forward, noun);
        if let Some(known) = self.answers.borrow().get(&key) {
            return known.clone();
        }
        let found = count(session, relation, noun).map(Rc::new);
        self.answers.borrow_mut().insert(key, found.clone());
        found
    }
}

fn count(session: &Session, relation: RelationMeaning, noun: usize) -> Option<Answers> {
    if session.graph().relationship_count() > COUNTED {
        return None;
    }
    let lexicon = &session.schema().lexicon;
    let noun = lexicon.nouns.get(noun)?;
    let pattern = &lexicon.relations.get(relation.index)?.pattern.text;
    let (it, other) = if relation.forward { ("from", "to") } else { ("to", "from") };
    let narrowed = noun.condition.as_ref().map(|condition| format!(" AND ({})", condition.text)).unwrap_or_default();
    let label = format!("`{}`", noun.label.replace('`', "``"));
    let query =
        format!("MATCH {pattern} WITH {it} AS it, {other} AS other WHERE it:{label}{narrowed} RETURN other, count(DISTINCT it) AS number");
    let answer = session.glance(&query, PATIENCE)?;
    let row = |row: crate::execute::Row<'_>| match (row.value(0), row.value(1)) {
        (Value::Node(node), Value::Integer(number)) => Some((node, number.cast_unsigned())),
        _ => None,
    };
    let by_object = answer.rows().filter_map(row).collect();
    let of = session.rows(noun.plural(), &Request::default(), PATIENCE)?;
    Some(Answers { by_object, of })
}
