//! What a question means: nouns with their conditions, tied to the graph, before any Cypher.

use std::collections::BTreeMap;

use super::account::Tie;
use super::ast::Centrality;
use crate::cypher::ast::{ComparisonOperator, Expression, Pattern};
use crate::text::{Name, Span};

/// A noun's number in [`Meaning::nouns`].
pub(super) type NounId = usize;

/// The meaning of a question.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    /// All nouns, the outer before the inner.
    pub nouns: Vec<Noun>,
    /// What the question is about.
    pub main: NounId,
    /// The other of a pair.
    pub pair: Option<NounId>,
    /// How the answer is laid out.
    pub layout: Layout,
    /// How central the main noun's nodes are, if that is asked for.
    pub ranking: Option<Ranking>,
    /// What all of the main noun should; its last clause is then that it does not.
    pub expected: Option<Expected>,
    /// What is said beside the answer.
    pub notes: Vec<String>,
    /// The properties that are shown for the nodes of a label, the first that a node has.
    pub displays: BTreeMap<String, Vec<String>>,
}

/// What all of some nodes should.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    /// What holds of those who do.
    pub fact: Fact,
    /// Of whom, in the plural.
    pub whom: String,
    /// The words of the condition.
    pub text: String,
}

/// A noun phrase or a name: nodes, with all that holds of them.
#[derive(Clone, Debug)]
pub(super) struct Noun {
    /// What one is called.
    pub singular: String,
    /// What several are called.
    pub plural: String,
    /// The variable.
    pub variable: Name,
    /// What it ranges over.
    pub range: Range,
    /// What holds by the noun itself: its entry's condition. No condition of the sentence.
    pub own: Vec<Fact>,
    /// What its words before it say.
    pub restrictions: Vec<Clause>,
    /// The conditions after it.
    pub clauses: Vec<Clause>,
    /// How deeply it is nested.
    pub depth: usize,
    /// Another noun that is the same node.
    pub same: Option<NounId>,
}

/// What a noun ranges over.
#[derive(Clone, Debug)]
pub(super) enum Range {
    /// The nodes with a label.
    Label(String),
    /// One node.
    Node {
        /// A label of it that has an index.
        label: String,
        /// A property by which it is found, and its value.
        key: (String, Expression),
        /// Its labels.
        labels: Vec<String>,
        /// What nodes of its label are called.
        kind: String,
    },
    /// The nodes of the last answer.
    Previous {
        /// Their label.
        label: String,
        /// Their ids.
        key: (String, Vec<Expression>),
    },
    /// The links of a relation.
    Links {
        /// Its pattern.
        template: Template,
        /// The types of the link.
        types: Vec<String>,
        /// Labels of both ends.
        from: String,
        /// Label of the end.
        to: String,
    },
}

/// A condition as it was said.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// Whether it is joined by `or` to the one before.
    pub or: bool,
    /// What holds.
    pub fact: Fact,
    /// Where it stands.
    pub span: Span,
    /// Its words.
    pub text: String,
}

/// Something that holds of nodes.
#[derive(Clone, Debug)]
pub(super) enum Fact {
    /// A Cypher condition.
    Condition {
        /// The condition, with the noun's variable in it.
        expression: Expression,
        /// Its words.
        text: String,
    },
    /// The opposite.
    Not(Box<Fact>),
    /// All hold.
    All(Vec<Fact>),
    /// One of them holds.
    Any(Vec<Fact>),
    /// A relation to some of the object's nodes.
    Linked(Box<Linked>),
    /// A relation between two nouns that are both bound outside.
    Tied(Link),
    /// The noun is of another kind, too.
    Is(NounId),
    /// There is a node of this noun, which is not `other`, of which its conditions hold.
    Some {
        /// Which.
        noun: NounId,
        /// From which it differs.
        other: NounId,
    },
    /// An end of a link is a node of this noun.
    End {
        /// Whether the start (`from`) is meant.
        from: bool,
        /// Which node.
        noun: NounId,
    },
    /// The measure has the greatest or least value.
    Extreme {
        /// Of what.
        measure: Measure,
        /// Of which nodes.
        noun: NounId,
        /// Whether the least is meant.
        least: bool,
        /// How many are wanted at least.
        count: u64,
    },
    /// Two numbers are compared.
    Outnumbers {
        /// The noun's own.
        own: Measure,
        /// How.
        operator: ComparisonOperator,
        /// The other: of the same noun, or of a named node.
        other: Link,
        /// The words of all.
        text: String,
    },
    /// A measure is compared.
    Compared {
        /// The measure.
        measure: Measure,
        /// How.
        operator: ComparisonOperator,
        /// With what.
        value: Expression,
        /// The words of comparison and value.
        text: String,
    },
}

/// A relation between two nouns.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// The noun that is spoken of.
    pub subject: NounId,
    /// The other noun.
    pub object: NounId,
    /// Whether the subject is the pattern's `from`.
    pub forward: bool,
    /// The patterns: one, and those that options add.
    pub templates: Vec<Template>,
    /// The phrase, for the understood line.
    pub phrase: String,
    /// How it is said as a fact; nothing for a predicate, whose object is not said.
    pub tie: Option<Tie>,
    /// Whether the object is named before the phrase ("Russia is in").
    pub inverse: bool,
    /// Where all of its facts stand.
    pub source: Option<String>,
    /// Whether the relation is recorded, on the variables `from` and `to`.
    pub recorded: Option<Expression>,
    /// Whether it is recorded for the named node on which that depends.
    pub known: Option<bool>,
    /// Whether one object may be reached in several ways, so that counting needs DISTINCT.
    pub repeats: bool,
}

/// A relation and how many objects it has.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    /// The relation.
    pub link: Link,
    /// How many.
    pub amount: Amount,
}

/// How many objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// One or more.
    Some,
    /// None.
    No,
    /// All there are.
    Every,
    /// Compared with a number.
    Number(ComparisonOperator, u64),
}

/// A number that belongs to each node.
#[derive(Clone, Debug)]
pub(super) enum Measure {
    /// How many objects a relation has.
    Count(Link),
    /// A Cypher expression.
    Value {
        /// The expression, with the noun's variable in it.
        expression: Expression,
        /// Its name.
        name: String,
    },
}

/// How central the main noun's nodes are in a part of the graph: a variable beside the main noun's, by a procedure.
#[derive(Clone, Debug)]
pub(super) struct Ranking {
    /// As it was asked for.
    pub asked: Centrality,
    /// The variable.
    pub variable: Name,
    /// The procedure.
    pub procedure: &'static str,
    /// The procedure's result that is the node.
    pub node: &'static str,
    /// The procedure's result that it is.
    pub result: &'static str,
    /// The node to which the others are compared.
    pub to: Option<NounId>,
    /// Whether the procedure can follow relationships in both directions.
    pub directed: bool,
    /// Labels of the part's nodes; none means all nodes.
    pub labels: Vec<String>,
    /// Types of the part's relationships; none means all.
    pub types: Vec<String>,
    /// Named nodes that are left out.
    pub without: Vec<NounId>,
}

/// A pattern of the lexicon, parsed, with the variables `from` and `to`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Template {
    /// The pattern.
    pub pattern: Pattern,
    /// Its condition.
    pub condition: Option<Expression>,
}

/// How an answer is laid out.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// Whether only the number is asked.
    pub count: bool,
    /// Whether it is asked if there is any node (or none, for `all`).
    pub whether: Option<Whether>,
    /// Whether the nodes themselves are shown.
    pub nodes: bool,
    /// Values beside (or instead of) the nodes.
    pub columns: Vec<Column>,
    /// The order; names at the end break ties.
    pub order: Vec<(Value, bool)>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Which groups.
    pub having: Option<Having>,
    /// The first few.
    pub few: Option<Few>,
}

impl Layout {
    /// The names of what an answer in groups shows: the keys, then the values of each group.
    pub(super) fn group_columns(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|group| group.name.as_str()).chain(self.columns.iter().map(|column| column.name.as_str()))
    }
}

/// Which groups are shown: by the number of their own nodes, or of what these are related to.
#[derive(Clone, Debug)]
pub(super) struct Having {
    /// The relation; none counts the group's nodes.
    pub link: Option<Link>,
    /// How the number compares.
    pub operator: ComparisonOperator,
    /// With what.
    pub count: u64,
}

/// What makes the answer yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whether {
    /// There is a node.
    Some,
    /// There is none of which the opposite holds.
    None,
}

/// The first or last few of an order.
#[derive(Clone, Debug)]
pub(super) struct Few {
    /// How many.
    pub count: u64,
    /// By what.
    pub measure: Measure,
    /// Whether the least come first.
    pub least: bool,
}

/// A value of each node.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A number.
    Measure(Measure),
    /// The names of related nodes.
    Names(Link),
    /// The number of nodes in a group.
    Size,
    /// A group's key, by its number.
    Key(usize),
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// The function that makes one value of all.
    pub aggregate: Option<&'static str>,
}

/// What nodes are grouped by.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The column's name.
    pub name: String,
    /// By what.
    pub key: GroupKey,
}

/// What nodes are grouped by.
#[derive(Clone, Debug)]
pub(super) enum GroupKey {
    /// A value; with all values that it may have, if they are stated.
    Value {
        /// The value.
        measure: Measure,
        /// All values.
        values: Vec<String>,
    },
    /// Related nodes.
    Related(Link),
}
