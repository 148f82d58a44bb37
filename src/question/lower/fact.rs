//! Facts as Cypher conditions.

use super::super::build;
use super::super::meaning::{Amount, Fact, Link, Linked, Measure, NounId, Range};
use super::super::rename;
use super::super::template;
use super::Lowerer;
use super::pattern::{Standing, conjunction, mentions};
use crate::cypher::ast::{ComparisonOperator, Expression};
use crate::text::Name;

impl Lowerer<'_> {
    /// A fact about a noun.
    pub(super) fn fact(&self, subject: NounId, fact: &Fact) -> Expression {
        match fact {
            Fact::Condition { expression, .. } => expression.clone(),
            Fact::Not(inner) => self.denied(subject, inner),
            Fact::All(facts) => build::all(facts.iter().map(|fact| self.fact(subject, fact)).collect()),
            Fact::Any(facts) => build::any(facts.iter().map(|fact| self.fact(subject, fact)).collect()),
            Fact::Linked(linked) => self.linked(linked),
            Fact::Tied(_) if !self.finding.borrow().is_empty() => build::boolean(true),
            Fact::Tied(link) => self.tied(link),
            Fact::Is(noun) => self.is(subject, *noun),
            Fact::Some { noun, other } => {
                let differ = build::compare(self.variable(*noun), ComparisonOperator::NotEqual, self.variable(*other));
                let mut conditions = vec![differ];
                let (pattern, own) = self.domain(*noun);
                conditions.extend(own);
                conditions.extend(self.conditions(*noun));
                build::exists(pattern, build::condition(build::all(conditions)))
            }
            Fact::End { from, noun } => self.end(*from, *noun),
            Fact::Extreme { noun, .. } if self.finding.borrow().contains(noun) => build::boolean(true),
            Fact::Extreme { measure, noun, least, count } => {
                let cut = self.cut(*noun, measure, *least, *count);
                let operator = if *least { ComparisonOperator::LessOrEqual } else { ComparisonOperator::GreaterOrEqual };
                let reached = build::compare(self.measure(measure), operator, cut);
                build::all(std::iter::once(reached).chain(self.recorded_measure(measure)).collect())
            }
            Fact::Outnumbers { own, operator, other, .. } => {
                if other.subject == subject {
                    return build::compare(self.measure(own), *operator, self.number(other));
                }
                let compared = build::compare(self.measure(own), *operator, self.number_of(other));
                // Whoever is compared with is as many as itself.
                let itself = (*operator == ComparisonOperator::Equal).then(|| build::not(self.is(subject, other.subject)));
                build::all(std::iter::once(compared).chain(itself).collect())
            }
            Fact::Compared { measure, operator, value, .. } => build::compare(self.measure(measure), *operator, value.clone()),
        }
    }

    /// A fact that does not hold; what is not recorded is no denial.
    fn denied(&self, subject: NounId, fact: &Fact) -> Expression {
        match fact {
            Fact::Linked(linked) if linked.amount == Amount::Some => {
                let mut all = vec![build::not(self.exists(&linked.link))];
                all.extend(self.recorded_denial(&linked.link));
                build::all(all)
            }
            Fact::Not(inner) => self.fact(subject, inner),
            // With itself it does share everything.
            Fact::Some { noun, .. } if matches!(self.meaning.nouns[*noun].range, Range::Node { .. }) => {
                build::all(vec![build::not(self.is(subject, *noun)), build::not(self.fact(subject, fact))])
            }
            other => build::not(self.fact(subject, other)),
        }
    }

    /// A relation and how many objects it has.
    fn linked(&self, linked: &Linked) -> Expression {
        let link = &linked.link;
        match linked.amount {
            Amount::Some => self.exists(link),
            Amount::No => build::all(std::iter::once(build::not(self.exists(link))).chain(self.recorded_denial(link)).collect()),
            Amount::Every => {
                let (pattern, mut conditions) = self.domain(link.object);
                conditions.extend(self.conditions(link.object));
                conditions.extend(self.recorded_object(link));
                conditions.push(build::not(self.tied(link)));
                let none = build::not(build::exists(pattern, build::condition(build::all(conditions))));
                build::all(std::iter::once(none).chain(self.recorded_subject(link)).collect())
            }
            Amount::Number(operator, count) => {
                let number = build::integer(i64::try_from(count).unwrap_or(i64::MAX));
                let compared = build::compare(self.number(link), operator, number);
                let recorded = if operator == ComparisonOperator::GreaterOrEqual { None } else { self.recorded_subject(link) };
                build::all(std::iter::once(compared).chain(recorded).collect())
            }
        }
    }

    /// There is an object.
    pub(super) fn exists(&self, link: &Link) -> Expression {
        if let [template] = link.templates.as_slice() {
            let own = self.domain(link.object).1;
            let standing = if self.is_bare(link.object) && own.is_empty() { Standing::Bare } else { Standing::Named };
            let (pattern, condition) = self.pattern(link, template, standing);
            let others = own.into_iter().chain(self.conditions(link.object)).collect();
            return build::exists(pattern, conjunction(condition, others));
        }
        let (pattern, mut conditions) = self.domain(link.object);
        conditions.push(self.tied(link));
        conditions.extend(self.conditions(link.object));
        build::exists(pattern, build::condition(build::all(conditions)))
    }

    /// The relation between two nouns that are bound.
    pub(super) fn tied(&self, link: &Link) -> Expression {
        let ways = link.templates.iter().map(|template| {
            let (pattern, condition) = self.pattern(link, template, Standing::Bound);
            build::exists(pattern, condition)
        });
        build::any(ways.collect())
    }

    /// How many objects there are.
    pub(super) fn number(&self, link: &Link) -> Expression {
        let object = &self.noun(link.object).variable;
        if let [template] = link.templates.as_slice() {
            let own = self.domain(link.object).1;
            let bare = self.is_bare(link.object) && own.is_empty() && !link.repeats;
            let (pattern, condition) = self.pattern(link, template, if bare { Standing::Bare } else { Standing::Named });
            let others = own.into_iter().chain(self.conditions(link.object)).collect();
            let condition = conjunction(condition, others);
            return if link.repeats { build::count_distinct(pattern, condition, object) } else { build::count(pattern, condition) };
        }
        let (pattern, mut conditions) = self.domain(link.object);
        conditions.push(self.tied(link));
        conditions.extend(self.conditions(link.object));
        build::count(pattern, build::condition(build::all(conditions)))
    }

    /// How many objects a subject has that is bound nowhere else.
    fn number_of(&self, link: &Link) -> Expression {
        let (mut pattern, mut conditions) = self.domain(link.subject);
        let (objects, own) = self.domain(link.object);
        pattern.parts.extend(objects.parts);
        conditions.extend(own);
        conditions.push(self.tied(link));
        conditions.extend(self.conditions(link.object));
        build::count(pattern, build::condition(build::all(conditions)))
    }

    /// A number or value of each node.
    pub(super) fn measure(&self, measure: &Measure) -> Expression {
        match measure {
            Measure::Count(link) => self.number(link),
            Measure::Value { expression, .. } => expression.clone(),
        }
    }

    /// The subject is a node of another noun, too.
    fn is(&self, subject: NounId, noun: NounId) -> Expression {
        let own = self.variable(subject);
        let mut all = Vec::new();
        match &self.noun(noun).range {
            Range::Label(label) => {
                if !matches!(&self.noun(subject).range, Range::Label(other) if other == label) {
                    all.push(build::has_label(own, label));
                }
            }
            Range::Node { key: (property, value), .. } => all.push(build::equal(build::property(own, property), value.clone())),
            Range::Previous { .. } | Range::Links { .. } => {}
        }
        let (from, to) = (self.noun(noun).variable.clone(), self.noun(subject).variable.clone());
        for mut condition in self.conditions(noun) {
            rename::expression(&mut condition, &mut |name: &Name| if *name == from { to.clone() } else { name.clone() });
            all.push(condition);
        }
        build::all(all)
    }

    /// An end of the link is a node of a noun.
    fn end(&self, from: bool, noun: NounId) -> Expression {
        let end = build::variable(if from { "from" } else { "to" });
        if let Range::Node { key: (property, value), .. } = &self.noun(noun).range {
            return build::equal(build::property(end, property), value.clone());
        }
        let (pattern, mut conditions) = self.domain(noun);
        conditions.insert(0, build::equal(self.variable(noun), end));
        conditions.extend(self.conditions(noun));
        build::exists(pattern, build::condition(build::all(conditions)))
    }

    /// Whether the relation is recorded, on the link's variables, if that depends on this side.
    fn recorded_on(&self, link: &Link, subject: bool) -> Option<Expression> {
        let recorded = link.recorded.as_ref()?;
        let side = if subject == link.forward { "from" } else { "to" };
        if !mentions(recorded, side) {
            return None;
        }
        let (own, other) = (self.noun(link.subject).variable.clone(), self.noun(link.object).variable.clone());
        let (from, to) = if link.forward { (own, other) } else { (other, own) };
        Some(template::with_names(recorded, &[("from", &from), ("to", &to)], &|_| false))
    }

    /// For denials and numbers: the relation is recorded for the subject.
    pub(super) fn recorded_subject(&self, link: &Link) -> Option<Expression> {
        self.recorded_on(link, true)
    }

    /// For `every`: the relation is recorded for the object.
    pub(super) fn recorded_object(&self, link: &Link) -> Option<Expression> {
        self.recorded_on(link, false)
    }

    /// For denials: recorded for the subject, and for a named object.
    fn recorded_denial(&self, link: &Link) -> Option<Expression> {
        match link.known {
            Some(true) => None,
            Some(false) => Some(build::boolean(false)),
            None => {
                if let Some(subject) = self.recorded_subject(link) {
                    return Some(subject);
                }
                let recorded = self.recorded_object(link)?;
                if !matches!(self.noun(link.object).range, Range::Node { .. }) {
                    return None;
                }
                Some(build::exists(self.domain(link.object).0, Some(recorded)))
            }
        }
    }

    /// For ranking: only nodes for which the number is recorded.
    pub(super) fn recorded_measure(&self, measure: &Measure) -> Option<Expression> {
        match measure {
            Measure::Count(link) => self.recorded_subject(link),
            Measure::Value { .. } => None,
        }
    }
}
