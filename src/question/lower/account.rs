//! The conditions of a question one by one: for whom each holds, and the facts that it speaks of.

use indexmap::IndexSet;

use super::super::account::{Account, Counted, Found, Ground, Sought, Wanted, properties_of};
use super::super::meaning::{Amount, Fact, Link, Meaning, Measure, NounId, Range};
use super::super::{build, template, understood, ways};
use super::Lowerer;
use super::evidence::named_facts;
use super::pattern::{Standing, conjunction};
use crate::cypher::ast::{BinaryOperator, ComparisonOperator, Expression, ExpressionKind, Literal, Projection, Query};

/// What makes a node an answer. Nothing where an answer is no single node.
pub(in crate::question) fn account(meaning: &Meaning) -> Option<Account> {
    let main = &meaning.nouns[meaning.main];
    if meaning.pair.is_some() || matches!(main.range, Range::Links { .. }) {
        return None;
    }
    let mut grounds = Vec::new();
    if !main.own.is_empty() {
        let all = Fact::All(main.own.clone());
        grounds.push(ground(meaning, &all, understood::kind(meaning), false));
    }
    for clause in &main.restrictions {
        split(meaning, &clause.fact, &clause.text, &mut grounds);
    }
    if main.clauses.iter().skip(1).any(|clause| clause.or) {
        let any = Fact::Any(main.clauses.iter().map(|clause| clause.fact.clone()).collect());
        let text = main.clauses.iter().map(|clause| clause.text.as_str()).collect::<Vec<_>>().join(" or ");
        grounds.push(ground(meaning, &any, text, true));
    } else {
        main.clauses.iter().for_each(|clause| split(meaning, &clause.fact, &clause.text, &mut grounds));
    }
    if let Some(few) = &meaning.layout.few {
        let fact = Fact::Extreme { measure: few.measure.clone(), noun: meaning.main, least: few.least, count: few.count };
        grounds.push(ground(meaning, &fact, understood::few(meaning, few), false));
    }
    let members = Lowerer::new(meaning, None).members_among();
    Some(Account { kind: understood::kind(meaning), candidates: candidates(meaning, None), members, grounds, in_order: false })
}

/// Each part of a conjunction is a condition of its own.
fn split(meaning: &Meaning, fact: &Fact, text: &str, grounds: &mut Vec<Ground>) {
    match fact {
        Fact::All(facts) => {
            for fact in facts {
                let own = understood::said(meaning, fact).unwrap_or_else(|| text.to_owned());
                split(meaning, fact, &own, grounds);
            }
        }
        fact => grounds.push(ground(meaning, fact, understood::said(meaning, fact).unwrap_or_else(|| text.to_owned()), true)),
    }
}

fn ground(meaning: &Meaning, fact: &Fact, text: String, supposable: bool) -> Ground {
    let mut read = Spoken { meaning, sought: Vec::new(), properties: IndexSet::new() };
    read.fact(fact, false);
    let ways = if supposable { ways::ways(meaning, fact, false) } else { Vec::new() };
    Ground {
        text,
        holds: candidates(meaning, Some(fact)),
        sought: read.sought,
        properties: read.properties.into_iter().collect(),
        ways,
        counted: counted(meaning, fact, false),
    }
}

/// The candidates for which a fact holds.
fn candidates(meaning: &Meaning, fact: Option<&Fact>) -> Found {
    let of = |among| Lowerer::new(meaning, None).candidates(fact, among);
    Found { all: of(false), among: of(true) }
}

/// What a condition on a number counts.
fn counted(meaning: &Meaning, fact: &Fact, denied: bool) -> Option<Counted> {
    let (link, wanted) = match fact {
        Fact::Not(inner) => return counted(meaning, inner, !denied),
        Fact::Linked(linked) => match linked.amount {
            Amount::Number(operator, count) => (&linked.link, between(operator, count, denied)?),
            Amount::Every if !denied => (&linked.link, Wanted::Every),
            _ => return None,
        },
        Fact::Compared { measure: Measure::Count(link), operator, value, .. } => match value.kind {
            ExpressionKind::Literal(Literal::Integer(count)) => (link, between(*operator, u64::try_from(count).ok()?, denied)?),
            _ => return None,
        },
        Fact::Extreme { measure, noun, least, count } if !denied => {
            let Measure::Count(link) = measure else { return None };
            let cut = Lowerer::new(meaning, None).needed(*noun, measure, *least, *count);
            (link, if *least { Wanted::Fewest(cut) } else { Wanted::Most(cut) })
        }
        _ => return None,
    };
    if link.subject != meaning.main {
        return None;
    }
    let types = link.templates.iter().flat_map(|template| template::types_of(&template.pattern)).collect();
    let related = link.templates.iter().map(|template| Lowerer::new(meaning, None).found_facts(link, template)).collect();
    let others = Lowerer::new(meaning, None).missing(link);
    Some(Counted { wanted, related, others, noun: Some(meaning.nouns[link.object].singular.clone()), types, tie: link.tie.clone()? })
}

/// The numbers that a comparison lets pass.
fn between(operator: ComparisonOperator, count: u64, denied: bool) -> Option<Wanted> {
    let (least, most) = match (operator, denied) {
        (ComparisonOperator::GreaterOrEqual, false) | (ComparisonOperator::Less, true) => (count, u64::MAX),
        (ComparisonOperator::Greater, false) | (ComparisonOperator::LessOrEqual, true) => (count.checked_add(1)?, u64::MAX),
        (ComparisonOperator::LessOrEqual, false) | (ComparisonOperator::Greater, true) => (0, count),
        (ComparisonOperator::Less, false) | (ComparisonOperator::GreaterOrEqual, true) => (0, count.checked_sub(1)?),
        (ComparisonOperator::Equal, false) | (ComparisonOperator::NotEqual, true) => (count, count),
        _ => return None,
    };
    Some(Wanted::Between(least, most))
}

/// What a condition speaks of.
struct Spoken<'m> {
    meaning: &'m Meaning,
    sought: Vec<Sought>,
    properties: IndexSet<String>,
}

impl Spoken<'_> {
    fn fact(&mut self, fact: &Fact, denied: bool) {
        match fact {
            Fact::Not(inner) => self.fact(inner, !denied),
            Fact::All(facts) | Fact::Any(facts) => facts.iter().for_each(|fact| self.fact(fact, denied)),
            Fact::Linked(linked) => {
                self.link(&linked.link, denied != (linked.amount == Amount::No), linked.amount == Amount::Every);
            }
            Fact::Condition { expression, .. } => self.expression(expression),
            Fact::Extreme { measure, .. } | Fact::Compared { measure, .. } => self.measure(measure),
            Fact::Outnumbers { own, other, .. } => {
                self.measure(own);
                self.link(other, false, false);
            }
            Fact::Is(_) | Fact::Some { .. } | Fact::End { .. } | Fact::Tied(_) => {}
        }
    }

    fn measure(&mut self, measure: &Measure) {
        match measure {
            Measure::Count(link) => self.link(link, false, false),
            Measure::Value { expression, .. } => self.expression(expression),
        }
    }

    fn link(&mut self, link: &Link, denied: bool, every: bool) {
        if link.subject != self.meaning.main {
            return;
        }
        let found = link.templates.iter().map(|template| Lowerer::new(self.meaning, None).found_facts(link, template)).collect();
        let missing = every.then(|| Lowerer::new(self.meaning, None).missing(link));
        let types = link.templates.iter().flat_map(|template| template::types_of(&template.pattern)).collect();
        let recorded = Lowerer::new(self.meaning, None).recorded(link);
        let object = &self.meaning.nouns[link.object];
        let mut values = Vec::new();
        let clauses = object.restrictions.iter().chain(&object.clauses).map(|clause| &clause.fact);
        object.own.iter().chain(clauses).for_each(|fact| equal_values(fact, &mut values));
        let named = matches!(object.range, Range::Node { .. });
        let object = named.then(|| Lowerer::new(self.meaning, None).named(link));
        let (wanted, phrase) = (understood::wanted(self.meaning, link), link.phrase.clone());
        self.sought.push(Sought { denied, wanted, phrase, found, missing, recorded, types, values, object, source: link.source.clone() });
    }

    /// The properties of the main noun in an expression.
    fn expression(&mut self, expression: &Expression) {
        let found = properties_of(expression, &self.meaning.nouns[self.meaning.main].variable);
        self.properties.extend(found);
    }
}

/// The texts to which a condition wants a property to be equal.
fn equal_values(fact: &Fact, values: &mut Vec<String>) {
    let Fact::Condition { expression, .. } = fact else { return };
    let ExpressionKind::Comparison { rest, .. } = &expression.kind else { return };
    for (operator, item) in rest {
        if let (ComparisonOperator::Equal, ExpressionKind::Literal(Literal::String(text))) = (operator, &item.kind) {
            values.push(text.to_string());
        }
    }
}

impl Lowerer<'_> {
    /// The nodes of the main noun's range, without its conditions but for this one: `node`, `name`, in name order; perhaps only those
    /// that are asked about.
    fn candidates(&self, fact: Option<&Fact>, among: bool) -> Query {
        let main = self.meaning.main;
        let (pattern, mut conditions) = self.domain(main);
        conditions.extend(among.then(|| self.is_asked()));
        conditions.extend(fact.map(|fact| self.fact(main, fact)));
        let items = vec![build::item(self.variable(main), Some("node")), build::item(self.display(main), Some("name"))];
        let order = vec![build::sort(build::variable("name"), false)];
        let matching = build::matching(pattern, build::condition(build::all(conditions)));
        self.after_cuts(vec![matching, build::returning(Projection { items, order, ..Projection::default() })])
    }

    /// The nodes that are asked about for which a link is recorded.
    fn recorded(&self, link: &Link) -> Option<Query> {
        let recorded = if link.known == Some(false) { Some(build::boolean(false)) } else { self.recorded_subject(link) };
        let (pattern, mut conditions) = self.domain(self.meaning.main);
        conditions.extend([self.is_asked(), recorded?]);
        let items = vec![build::item(self.variable(self.meaning.main), Some("node"))];
        let matching = build::matching(pattern, build::condition(build::all(conditions)));
        Some(build::query(vec![matching, build::returning(Projection { items, ..Projection::default() })]))
    }

    /// The nodes that are asked about and are in the answer: `node`.
    fn members_among(&self) -> Query {
        let (pattern, condition) = self.main_pattern();
        let conditions = std::iter::once(self.is_asked()).chain(condition).collect();
        let items = vec![build::item(self.variable(self.meaning.main), Some("node"))];
        let matching = build::matching(pattern, build::condition(build::all(conditions)));
        self.after_cuts(vec![matching, build::returning(Projection { items, ..Projection::default() })])
    }

    /// The main noun's nodes that are asked about.
    fn asked(&self) -> crate::cypher::ast::Clause {
        let (pattern, mut conditions) = self.domain(self.meaning.main);
        conditions.push(self.is_asked());
        build::matching(pattern, build::condition(build::all(conditions)))
    }

    /// Whether the main noun's node is one that is asked about.
    fn is_asked(&self) -> Expression {
        let nodes = ExpressionKind::Parameter("nodes".into()).into();
        build::binary(build::call("id", vec![self.variable(self.meaning.main)]), BinaryOperator::In, nodes)
    }

    /// The relationships of a link, for the nodes that are asked about.
    fn found_facts(&self, link: &Link, template: &super::super::meaning::Template) -> Query {
        let (mut pattern, condition) = self.pattern(link, template, Standing::Named);
        let names = named_facts(&mut pattern, 1);
        let own = self.domain(link.object).1;
        let others = own.into_iter().chain(self.conditions(link.object)).collect();
        let matching = build::matching(pattern, conjunction(condition, others));
        let facts = build::list(names.iter().map(|name| build::variable(name)).collect());
        self.after_cuts(vec![self.asked(), matching, self.objects(link, Some(facts))])
    }

    /// The value of a measure that is needed to be among the first or last.
    fn needed(&self, noun: NounId, measure: &Measure, least: bool, count: u64) -> Query {
        let cut = self.cut(noun, measure, least, count);
        self.after_cuts(vec![build::returning(Projection { items: vec![build::item(cut, Some("needed"))], ..Projection::default() })])
    }

    /// The named object of a link: `node`.
    fn named(&self, link: &Link) -> Query {
        let items = vec![build::item(self.variable(link.object), Some("node"))];
        let matching = build::matching(self.domain(link.object).0, None);
        build::query(vec![matching, build::returning(Projection { items, ..Projection::default() })])
    }

    /// The objects of a link that it does not lead to.
    fn missing(&self, link: &Link) -> Query {
        let (pattern, mut conditions) = self.domain(link.object);
        conditions.extend(self.conditions(link.object));
        conditions.extend(self.recorded_object(link));
        conditions.push(build::not(self.tied(link)));
        let matching = build::matching(pattern, build::condition(build::all(conditions)));
        self.after_cuts(vec![self.asked(), matching, self.objects(link, None)])
    }

    fn objects(&self, link: &Link, facts: Option<Expression>) -> crate::cypher::ast::Clause {
        let mut items = vec![
            build::item(self.variable(self.meaning.main), Some("node")),
            build::item(self.display(link.object), Some("name")),
            build::item(self.variable(link.object), Some("object")),
        ];
        items.extend(facts.map(|facts| build::item(facts, Some("facts"))));
        let order = vec![build::sort(build::variable("name"), false)];
        build::returning(Projection { items, order, ..Projection::default() })
    }
}
