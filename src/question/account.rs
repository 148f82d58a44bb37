//! What makes a node an answer: the noun of a question and each of its conditions by itself, as queries.

use crate::cypher::ast::{Expression, ExpressionKind, Query};

/// What makes a node an answer. All must hold.
#[derive(Clone, Debug)]
pub struct Account {
    /// What a candidate is: `a party`.
    pub kind: String,
    /// The nodes that may be answers at all.
    pub candidates: Found,
    /// Those that are, of the nodes whose ids are in `$nodes`: `node`.
    pub members: Query,
    /// The noun itself, if it is more than a label, and the conditions in the order written.
    pub grounds: Vec<Ground>,
    /// Whether a condition means something only where all before it hold: then the first that fails is the obstacle.
    pub in_order: bool,
}

/// What makes a node an answer of a sentence.
#[derive(Clone, Debug)]
pub struct Accounted {
    /// What makes a node an answer.
    pub account: Account,
    /// How the sentence was understood.
    pub understood: String,
    /// What has to be said beside it.
    pub notes: Vec<String>,
}

/// A query for nodes: `node`, `name`, in name order.
#[derive(Clone, Debug)]
pub struct Found {
    /// All of them.
    pub all: Query,
    /// Those whose ids are in `$nodes`.
    pub among: Query,
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Its words.
    pub text: String,
    /// The candidates for which it holds.
    pub holds: Found,
    /// The relationships that it speaks of.
    pub sought: Vec<Sought>,
    /// The properties of the node that it speaks of.
    pub properties: Vec<String>,
    /// Sets of facts, each of which may make it hold.
    pub ways: Vec<Vec<Supposition>>,
    /// Where it is about a number, what is counted: facts about some of that may make it hold, too.
    pub counted: Option<Counted>,
}

/// Relationships that a condition speaks of.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// Whether they should not be there.
    pub denied: bool,
    /// What they lead to, in words: `CMAA`, `forum`.
    pub wanted: String,
    /// The phrase between the two: `in`, `with`.
    pub phrase: String,
    /// Those that there are, for the nodes whose ids are in `$nodes`: `node`, `name` (of what they lead to), `object`, `facts` (the
    /// relationships).
    pub found: Vec<Query>,
    /// For `every`: what they do not lead to, in the same columns without `facts`.
    pub missing: Option<Query>,
    /// Of the nodes in `$nodes` those for which they are recorded: `node`; nothing where they are for all.
    pub recorded: Option<Query>,
    /// The relationship types.
    pub types: Vec<String>,
    /// The values that what they lead to has.
    pub values: Vec<String>,
    /// The node that they should lead to, where it is named: `node`.
    pub object: Option<Query>,
    /// The one place where all such facts stand.
    pub source: Option<String>,
}

/// A condition on the number of nodes to which a relation leads.
#[derive(Clone, Debug)]
pub struct Counted {
    /// How many there should be.
    pub wanted: Wanted,
    /// Those to which it leads, for the nodes whose ids are in `$nodes`: `node`, `name`, `object`.
    pub related: Vec<Query>,
    /// Those to which it does not lead, in the same columns.
    pub others: Query,
    /// What a new one would be called; nothing where that is open.
    pub noun: Option<String>,
    /// The relationship types.
    pub types: Vec<String>,
    /// How the relation to one of them is said.
    pub tie: Tie,
}

/// How many nodes a relation should lead to.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// So many at least, and so many at most.
    Between(u64, u64),
    /// All there are.
    Every,
    /// As many as the number that a query gives, or more.
    Most(Query),
    /// As many as the number that a query gives, or fewer.
    Fewest(Query),
}

/// How a relation between two nodes is said as a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// `is in`, `has`, `hosts`.
    pub are: String,
    /// `is not in`, `does not have`, `does not host`.
    pub are_not: String,
    /// Whether the other node comes first.
    pub inverse: bool,
}

impl Tie {
    /// `has`.
    pub fn has() -> Self {
        Self { are: "has".to_owned(), are_not: "does not have".to_owned(), inverse: false }
    }

    /// The fact that a node is related to another one, or is not.
    pub fn fact(&self, other: &str, denied: bool) -> Supposition {
        let said = if denied { &self.are_not } else { &self.are };
        if self.inverse {
            Supposition { before: format!("{other} {said} "), after: String::new() }
        } else {
            Supposition { before: String::new(), after: format!(" {said} {other}") }
        }
    }
}

/// A fact as `suppose` reads it, about a node by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supposition {
    /// The words before the name.
    pub before: String,
    /// The words after it.
    pub after: String,
}

impl Supposition {
    /// The fact, said of this name.
    pub fn of(&self, name: &str) -> String {
        format!("{}{name}{}", self.before, self.after)
    }
}

/// The properties of a variable of which an expression speaks, outside of subqueries, in order.
pub(crate) fn properties_of(expression: &Expression, variable: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = vec![expression];
    while let Some(expression) = open.pop() {
        match &expression.kind {
            ExpressionKind::Property { of, key } => {
                let known = found.iter().any(|known| **known == *key.node);
                if matches!(&of.kind, ExpressionKind::Variable(name) if **name == *variable) && !known {
                    found.push(key.node.to_string());
                }
            }
            ExpressionKind::And(items) | ExpressionKind::Or(items) => open.extend(items.iter().rev()),
            ExpressionKind::Unary { operand, .. } => open.push(operand),
            ExpressionKind::Binary { left, right, .. } => open.extend([&**right, &**left]),
            ExpressionKind::Comparison { first, rest } => {
                open.extend(rest.iter().rev().map(|(_, item)| item));
                open.push(first);
            }
            ExpressionKind::Call { arguments, .. } => open.extend(arguments.iter().rev()),
            _ => {}
        }
    }
    found
}
