//! From a meaning to the Cypher tree.

mod account;
mod answer;
mod evidence;
mod fact;
mod group;
mod matrix;
mod nodes;
mod pattern;
mod ranking;
mod removal;

use std::cell::RefCell;
use std::collections::BTreeSet;

pub(super) use account::account;
pub(super) use nodes::{facts, members, members_without};

use super::build;
use super::meaning::{Clause, Meaning, Measure, Noun, NounId, Range};
use crate::cypher::ast::{Clause as CypherClause, Expression, NodePattern, Pattern, Projection, Query};
use crate::text::Name;

pub(super) use matrix::{matrix, matrix_of_nodes};
pub(super) use removal::removal;

/// Turns one meaning into Cypher.
pub(super) struct Lowerer<'m> {
    meaning: &'m Meaning,
    /// Which of the main noun's conditions is left out.
    left_out: Option<usize>,
    /// Names given to variables inside of the lexicon's patterns.
    inner: RefCell<BTreeSet<String>>,
    /// Values at which an order is cut, each with the clauses that find it.
    cuts: RefCell<Vec<Cut>>,
    /// The noun whose superlatives are being found: they are left out of its own conditions.
    finding: RefCell<Vec<NounId>>,
}

/// A value at which an order is cut.
#[derive(Clone, Debug)]
struct Cut {
    /// The variable that holds it.
    name: String,
    /// The clauses before its last `WITH`.
    clauses: Vec<CypherClause>,
    /// Of which noun and measure it is, so that each is found once.
    of: (NounId, bool, u64),
}

/// The whole query of a meaning.
pub(super) fn query(meaning: &Meaning) -> Query {
    Lowerer::new(meaning, None).answer()
}

/// The number of rows without one of the main noun's conditions.
pub(super) fn count_without(meaning: &Meaning, condition: usize) -> Query {
    Lowerer::new(meaning, Some(condition)).count()
}

/// The number of rows.
pub(super) fn count(meaning: &Meaning) -> Query {
    Lowerer::new(meaning, None).count()
}

/// The rows with their sources and caveats.
pub(super) fn evidence(meaning: &Meaning) -> Option<Query> {
    Lowerer::new(meaning, None).evidence()
}

/// The nodes of the main noun.
pub(super) fn nodes(meaning: &Meaning) -> Query {
    Lowerer::new(meaning, None).nodes()
}

impl<'m> Lowerer<'m> {
    fn new(meaning: &'m Meaning, left_out: Option<usize>) -> Self {
        Self { meaning, left_out, inner: RefCell::default(), cuts: RefCell::default(), finding: RefCell::default() }
    }

    fn noun(&self, noun: NounId) -> &'m Noun {
        &self.meaning.nouns[noun]
    }

    fn variable(&self, noun: NounId) -> Expression {
        build::variable(&self.noun(noun).variable)
    }

    /// The node pattern of a noun, with its variable unless it is left out.
    fn node(&self, noun: NounId, named: bool) -> NodePattern {
        let noun = self.noun(noun);
        let variable = named.then_some(&*noun.variable);
        match &noun.range {
            Range::Label(label) => build::node(variable, (!label.is_empty()).then_some(label), None),
            Range::Previous { label, .. } => build::node(variable, Some(label), None),
            Range::Node { label, key: (property, value), .. } => build::node(variable, Some(label), Some((property, value.clone()))),
            Range::Links { .. } => build::node(variable, None, None),
        }
    }

    /// What a noun ranges over, as a pattern and its condition.
    fn domain(&self, noun: NounId) -> (Pattern, Vec<Expression>) {
        match &self.noun(noun).range {
            Range::Links { template, .. } => {
                let variable = self.noun(noun).variable.clone();
                let (pattern, condition) = self.renamed(template, &[("from", "from"), ("to", "to"), ("link", &variable)]);
                (pattern, condition.into_iter().collect())
            }
            Range::Previous { key: (property, values), .. } => {
                let ids = build::binary(
                    build::property(self.variable(noun), property),
                    crate::cypher::ast::BinaryOperator::In,
                    build::list(values.clone()),
                );
                (build::nodes(vec![self.node(noun, true)]), vec![ids])
            }
            _ => (build::nodes(vec![self.node(noun, true)]), Vec::new()),
        }
    }

    /// All conditions of a noun.
    fn conditions(&self, noun: NounId) -> Vec<Expression> {
        let data = self.noun(noun);
        let left_out = if noun == self.meaning.main { self.left_out } else { None };
        let mut all: Vec<Expression> = data.own.iter().map(|fact| self.fact(noun, fact)).collect();
        let kept = |index: usize| left_out != Some(index);
        for (index, clause) in data.restrictions.iter().enumerate() {
            if kept(index) {
                all.push(self.fact(noun, &clause.fact));
            }
        }
        let offset = data.restrictions.len();
        let clauses: Vec<&Clause> =
            data.clauses.iter().enumerate().filter(|(index, _)| kept(offset + index)).map(|(_, clause)| clause).collect();
        let or = data.clauses.iter().skip(1).any(|clause| clause.or);
        let facts: Vec<Expression> = clauses.iter().map(|clause| self.fact(noun, &clause.fact)).collect();
        if or && !facts.is_empty() {
            all.push(build::any(facts));
        } else {
            all.extend(facts);
        }
        all
    }

    /// Whether a noun has any condition.
    fn is_bare(&self, noun: NounId) -> bool {
        let noun = self.noun(noun);
        noun.own.is_empty() && noun.restrictions.is_empty() && noun.clauses.is_empty()
    }

    /// What is shown for a noun.
    fn display(&self, noun: NounId) -> Expression {
        match &self.noun(noun).range {
            Range::Label(label) | Range::Node { label, .. } | Range::Previous { label, .. } => {
                self.display_of(&self.noun(noun).variable, label)
            }
            Range::Links { from, to, .. } => {
                let ends = [self.display_of(&Name::from("from"), from), build::text(" - "), self.display_of(&Name::from("to"), to)];
                let mut parts = ends.into_iter();
                let first = parts.next().unwrap_or_else(|| build::text(""));
                parts.fold(first, |sum, part| build::binary(sum, crate::cypher::ast::BinaryOperator::Add, part))
            }
        }
    }

    fn display_of(&self, variable: &Name, label: &str) -> Expression {
        let known = self.meaning.displays.get(label).map(Vec::as_slice).unwrap_or_default();
        let property = |property: &String| build::property(build::variable(variable), property);
        match known {
            [] => build::property(build::variable(variable), "id"),
            [one] => property(one),
            several => build::call("coalesce", several.iter().map(property).collect()),
        }
    }

    /// The value at which an order is cut, found before the query itself.
    fn cut(&self, noun: NounId, measure: &Measure, least: bool, count: u64) -> Expression {
        let of = (noun, least, count);
        if let Some(cut) = self.cuts.borrow().iter().find(|cut| cut.of == of) {
            return build::variable(&cut.name);
        }
        self.finding.borrow_mut().push(noun);
        let (pattern, mut conditions) = self.domain(noun);
        conditions.extend(self.conditions(noun));
        let value = self.measure(measure);
        if let Measure::Value { expression, .. } = measure {
            conditions.push(build::unary(crate::cypher::ast::UnaryOperator::IsNotNull, expression.clone()));
        }
        conditions.extend(self.recorded_measure(measure));
        self.finding.borrow_mut().pop();
        let number = self.cuts.borrow().len() + 1;
        let name = if number == 1 { "cut".to_owned() } else { format!("cut{number}") };
        let earlier: Vec<String> = self.cuts.borrow().iter().map(|cut| cut.name.clone()).collect();
        let carried = || earlier.iter().map(|name| build::item(build::variable(name), None)).collect::<Vec<_>>();
        let mut items = carried();
        items.push(build::item(value, Some("number")));
        let ranked = Projection {
            items,
            order: vec![build::sort(build::variable("number"), !least)],
            limit: Some(build::integer(i64::try_from(count).unwrap_or(i64::MAX))),
            ..Projection::default()
        };
        let mut items = carried();
        let function = if least { "max" } else { "min" };
        items.push(build::item(build::call(function, vec![build::variable("number")]), Some(&name)));
        let mut clauses = if self.is_ranked(measure) { self.ranked() } else { Vec::new() };
        clauses.push(build::matching(pattern, build::condition(build::all(conditions))));
        clauses.push(build::with(ranked, None));
        clauses.push(build::with(Projection { items, ..Projection::default() }, None));
        self.cuts.borrow_mut().push(Cut { name: name.clone(), clauses, of });
        build::variable(&name)
    }

    /// The clauses that find the cuts, in front of others.
    fn after_cuts(&self, clauses: Vec<CypherClause>) -> Query {
        let mut all: Vec<CypherClause> = self.cuts.borrow().iter().flat_map(|cut| cut.clauses.clone()).collect();
        all.extend(self.ranked());
        all.extend(clauses);
        build::query(all)
    }

    /// Variables that clauses after the first `MATCH` still need: what a row is of, the cuts and how central nodes are.
    fn carried(&self) -> Vec<String> {
        let main = self.noun(self.meaning.main);
        let ends: &[&str] = if let Range::Links { .. } = main.range { &["from", "to"] } else { &[] };
        let mut kept: Vec<String> = std::iter::once(&*main.variable).chain(ends.iter().copied()).map(str::to_owned).collect();
        kept.extend(self.meaning.pair.map(|other| self.noun(other).variable.to_string()));
        kept.extend(self.cuts.borrow().iter().map(|cut| cut.name.clone()));
        kept.extend(self.meaning.ranking.iter().map(|ranking| ranking.variable.to_string()));
        kept
    }
}
